// The decision of one attempt. Total and pure: no exception, no I/O, no clock. Source: semantics.md 1 and 2.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "engine/stages/stages.hpp"
#include "engine/trace/attempt_context.hpp"

namespace rapsim {

/// A field is known when every way in which the attempt can end agrees in it; otherwise it is unknown.
struct Decision {
  Maybe<Answer> answer{};
  Outcome outcome = Outcome::unknown;
  Maybe<StageId> stage{};               // that ended the attempt; absent for an accept that nothing ends
  Maybe<std::uint16_t> reason{};        // absent when no server gave one
  Maybe<CauseId> cause{};               // absent for an accept that nothing ends
  Maybe<PolicyIndex> policy{};          // that decided; absent when none matched
  Maybe<PolicyIndex> request_policy{};  // that was chosen; absent when none was
  Maybe<TunnelType> tunnel{};           // absent for calls, other access servers, and when no type worked
  friend bool operator==(const Decision&, const Decision&) = default;
};

/// Leaves known what both agree in.
void join(Decision& into, const Decision& other);
/// Nothing is known.
Decision unknown_decision();

/// In: an attempt that complete_attempt() has seen. Out: what all attempts that it may be agree in; the trace, in which
/// they are merged, goes to `sink`. Too many of them (possible.hpp): nothing is known, and the trace is empty.
Decision decide(const CompiledSite& site, const World& world, const Attempt& attempt, TraceSink& sink);

/// One attempt that the attempt asked for may be, once client and server have negotiated: no enumerated field is open.
struct PossibleCase {
  std::shared_ptr<const Attempt> attempt{};
  std::shared_ptr<const Attempt> negotiated{};  // the same before a type of EAP was supposed that nothing tells
  std::vector<TunnelStep> failed_tunnels{};     // that were tried beside its own
  std::size_t number = 0;                       // of Possibilities
};
/// False, and no visit, when they are too many. The attempt asked for must live as long as a case.
bool for_each_case(const CompiledSite& site, const World& world, const Attempt& asked,
                   const std::function<void(const PossibleCase&)>& visit);
/// The decision of one of them.
Decision decide_case(const CompiledSite& site, const World& world, const PossibleCase& one, TraceSink& sink);

}  // namespace rapsim
