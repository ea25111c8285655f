#include "diagnose/nearest.hpp"

#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/find_if.hpp>
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

bool denies_whoever_comes(const CompiledSite& site, PolicyIndex index) {
  const std::vector<Policy>& policies = site.site->policies;
  if (policies[index].grant.value) return false;
  const auto granting = ranges::find_if(site.policy_order, [&](PolicyIndex row) {
    return row == index || (policies[row].enabled.value && policies[row].grant.value);
  });
  if (granting == site.policy_order.end() || *granting == index) return false;
  const CompiledRule& rule = site.policies[index];
  for (std::uint32_t i = rule.first_condition; i < rule.first_condition + rule.condition_count; ++i) {
    const ConditionKind kind = site.conditions[i].kind;
    if (kind == ConditionKind::any_groups || kind == ConditionKind::user_groups ||
        kind == ConditionKind::machine_groups)
      return false;
  }
  return true;
}

bool is_kept_out_by_all(const Explained& explained) {
  const Decision& d = explained.decision;
  return d.cause.is_present() && d.cause.value == cause("permission-denied-policy") && d.policy.is_present() &&
         d.policy.value != kNoPolicy && denies_whoever_comes(explained.site, d.policy.value);
}

}  // namespace rapsim
