#include "diagnose/nearest.hpp"

#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/stable_sort.hpp>
#include <range/v3/functional/comparisons.hpp>

#include "engine/stages/checks.hpp"
#include "engine/stages/permission.hpp"

namespace rapsim {

std::size_t failed_conditions(const Explained& explained, const PolicyStep& step) {
  std::size_t out = step.source == Truth::yes ? 0 : 1;
  for (std::uint32_t i = step.first; i < step.first + step.count; ++i)
    if (explained.trace.conditions[i].truth != Truth::yes) ++out;
  return out;
}

std::vector<NearPolicy> near_policies(const Explained& explained) {
  std::vector<NearPolicy> out;
  for (const PolicyStep& step : explained.trace.policies)
    if (step.counts && step.reach == PolicyReach::tried && step.matched == Truth::no)
      out.push_back({step, failed_conditions(explained, step)});
  // Two of three conditions say more than none of one.
  const auto rank = [](const NearPolicy& near) { return std::pair(near.failed, ~near.step.count); };
  ranges::stable_sort(out, ranges::less{}, rank);
  for (NearPolicy& near : out) near.is_nearest = rank(near) == rank(out.front());
  return out;
}

std::vector<PolicyIndex> later_policies_that_accept(const Explained& explained) {
  const Facts& facts = explained.facts();
  std::vector<PolicyIndex> out;
  for (const PolicyStep& step : explained.trace.policies) {
    const Policy& policy = explained.site.site->policies[step.policy];
    if (!step.counts || step.reach != PolicyReach::after || step.matched != Truth::yes || !policy.enabled.value)
      continue;
    const CheckInput input{facts, &policy};
    const bool keeps_limits =
        ranges::all_of(checks_of(StageId::constraints, facts.site.site->readings),
                       [&](std::uint8_t row) { return checks()[row].violated(input) == Truth::no; });
    if (keeps_limits && check_permission(step.policy, facts).rejects == Truth::no) out.push_back(step.policy);
  }
  return out;
}

}  // namespace rapsim
