// One condition, one policy: three-valued. Source: semantics.md 2.7, 3; gaps.md G-7, G-17, G-19.
#pragma once

#include <optional>

#include "engine/stages/identity.hpp"
#include "engine/trace/trace.hpp"
#include "model/site/world.hpp"

namespace rapsim {

/// What conditions and checks are judged against.
struct Facts {
  const CompiledSite& site;
  const World& world;
  const Attempt& attempt;
  const RequestOrigin& asker;
  const Request& request;
  const Subject& subject;
  const UserClass& account;                       // the subject's
  const RequestPolicy* request_policy = nullptr;  // that was chosen; nullptr: none yet, or the dialect has none
  Maybe<std::uint32_t> minute_of_week{};          // the policy server's local time
};

/// An unknown minute is inside `always` and outside `never`; otherwise it is unknown.
Truth is_open(const grammar::Schedule& schedule, const Maybe<std::uint32_t>& minute_of_week);
/// `Mon 20:15`, `unknown`.
std::string minute_text(const Maybe<std::uint32_t>& minute_of_week);

Truth evaluate(const CompiledCondition& condition, const Facts& facts);

/// Whether every condition holds and the policy's source fits. With a trace every condition is evaluated and recorded
/// there and in the step; without one it stops at the first that does not hold.
Truth match_rule(const CompiledRule& rule, const Facts& facts, Trace* trace, PolicyStep& step);

}  // namespace rapsim
