// One condition, one policy: three-valued. Source: semantics.md 2.7, 3; gaps.md G-7, G-17, G-19.
#pragma once

#include <optional>

#include "engine/trace.hpp"

namespace rapsim {

/// What conditions and checks are judged against.
struct Facts {
  const CompiledSite& site;
  const UserClass& account;
  const Request& request;
  Maybe<std::uint32_t> minute_of_week;  // the policy server's local time
};

/// An unknown minute is inside `always` and outside `never`; otherwise it is unknown.
Truth is_open(const grammar::Schedule& schedule, const Maybe<std::uint32_t>& minute_of_week);
/// `Mon 20:15`, `unknown`.
std::string minute_text(const Maybe<std::uint32_t>& minute_of_week);

Truth evaluate(const CompiledCondition& condition, const Facts& facts);

/// Whether every condition holds and the policy's source fits. With a sink every condition is evaluated and recorded;
/// without one it stops at the first that does not hold.
Truth match_policy(PolicyIndex policy, PolicyReach reach, const Facts& facts, TraceSink& sink);

}  // namespace rapsim
