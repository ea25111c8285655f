#include "analysis/decided.hpp"

#include "engine/trace/attempt_context.hpp"
#include "model/attempt/possible.hpp"

namespace rapsim {
namespace {

/// The same as reply_of(Explained), without a trace where the attempt is one alone and its request policy is known.
std::optional<std::vector<ReplyAttribute>> settings_of(const CompiledSite& site, const World& world,
                                                       const Attempt& attempt, const Decision& decision) {
  const bool is_accept = decision.answer.is_present() && decision.answer.value == Answer::accept;
  if (!is_accept || !decision.policy.is_present()) return std::nullopt;
  const bool is_sure = !decision.request_policy.is_unknown() && Possibilities(attempt, *site.site).is_certain();
  const PolicyIndex request = decision.request_policy.is_present() ? decision.request_policy.value : kNoPolicy;
  std::optional<std::vector<ReplyAttribute>> out;
  std::size_t cases = 0;
  if (is_sure)
    for_each_case(site, world, attempt, [&](const PossibleCase& one) {
      if (++cases == 1)
        out = reply_of(AttemptContext(site, world, *one.attempt, request).facts(), decision.policy.value);
    });
  return cases == 1 ? out : reply_of(explain(site, world, attempt));
}

}  // namespace

Decided decide_one(const CompiledSite& site, const World& world, const Attempt& attempt, DecideNeeds needs,
                   Candidates& candidates) {
  if (needs.trace) {
    Decided out{explain(site, world, attempt)};
    if (needs.settings) out.settings = reply_of(out.explained);
    return out;
  }
  Decided out{Explained{site, world, attempt, decide(site, world, attempt, candidates)}};
  if (needs.settings) out.settings = settings_of(site, world, attempt, out.explained.decision);
  return out;
}

}  // namespace rapsim
