// The decision of one attempt. Total and pure: no exception, no I/O, no clock. Source: semantics.md 1 and 2.
#pragma once

#include "engine/judged.hpp"
#include "engine/settle.hpp"
#include "engine/stages.hpp"

namespace rapsim {

/// A field is known when every way in which the attempt can end agrees in it; otherwise it is unknown.
struct Decision {
  Maybe<Answer> answer{};
  Outcome outcome = Outcome::unknown;
  Maybe<StageId> stage{};               // that ended the attempt; absent for an accept that nothing ends
  Maybe<std::uint16_t> reason{};        // absent when nobody gave one
  Maybe<CauseId> cause{};               // absent for an accept that nothing ends
  Maybe<PolicyIndex> policy{};          // that decided; absent when none matched
  Maybe<PolicyIndex> request_policy{};  // that was chosen; absent when none was
  Maybe<TunnelType> tunnel{};           // absent for calls, other access servers, and when no type worked
};

/// In: an attempt that complete_attempt() has seen. Out: the decision; its trace goes to `sink`.
Decision decide(const CompiledSite& site, const World& world, const Attempt& attempt, TraceSink& sink);
/// The same with what settle() made of the attempt.
Decision decide(const CompiledSite& site, const World& world, const Attempt& asked, const Settled& settled,
                TraceSink& sink);

}  // namespace rapsim
