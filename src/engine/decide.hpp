// The decision of one attempt. Total and pure: no exception, no I/O, no clock. Source: semantics.md 1 and 2.
#pragma once

#include <span>
#include <string_view>

#include "engine/evaluate.hpp"
#include "model/world.hpp"

namespace rapsim {

/// What became of the attempt (product.md "outcome").
enum class Outcome : std::uint8_t { connected, not_connected, unknown };

/// A field is known when every way in which the attempt can end agrees in it; otherwise it is unknown.
struct Decision {
  Maybe<Answer> answer{};
  Outcome outcome = Outcome::unknown;
  Maybe<StageId> stage{};  // that ended the attempt; absent for an accept
  Maybe<std::uint16_t> reason{};
  Maybe<PolicyIndex> policy{};  // that decided; absent when none matched
};

/// The stage rows that the program simulates so far have a `run`.
struct StageRow {
  std::string_view name;
  bool is_simulated;
  std::string_view summary;
  std::string_view source;
};
std::span<const StageRow> stages();
std::string_view answer_name(Answer answer);
std::string_view outcome_name(Outcome outcome);

/// In: an attempt that complete_attempt() has seen. Out: the decision; its trace goes to `sink`.
Decision decide(const CompiledSite& site, const World& world, const Attempt& attempt, TraceSink& sink);

/// The facts that decide() judges by, for explanations of its trace.
Facts facts_of(const CompiledSite& site, const World& world, const Request& request, const Attempt& attempt);

}  // namespace rapsim
