#include "diagnose/nearest.hpp"

#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/find_if.hpp>
#include <range/v3/algorithm/stable_sort.hpp>
#include <range/v3/functional/comparisons.hpp>

#include "base/text.hpp"
#include "diagnose/slips.hpp"
#include "engine/compile/groups.hpp"
#include "engine/stages/checks.hpp"
#include "engine/stages/permission.hpp"

namespace rapsim {

std::size_t failed_conditions(const Explained& explained, const PolicyStep& step) {
  std::size_t out = step.source == Truth::yes ? 0 : 1;
  for (std::uint32_t i = step.first; i < step.first + step.count; ++i)
    if (explained.trace.conditions[i].truth != Truth::yes) ++out;
  return out;
}

namespace {

/// What tells which policy was meant: a group that it asks for holds, or the account's group is a word of its name.
struct Meaning {
  bool lacks_group = false;
  bool is_named = false;
};

Meaning meaning_of(const Explained& e, const PolicyStep& step) {
  Meaning out;
  for (std::uint32_t i = step.first; i < step.first + step.count; ++i) {
    const ConditionStep& at = e.trace.conditions[i];
    out.lacks_group |= at.truth != Truth::yes && asks_for_groups(e.site.conditions[at.condition].kind);
  }
  out.is_named = ranges::any_of(groups_of_account(e), [&](const std::string& group) {
    return share_a_word(e.site.site->policies[step.policy].name, group);
  });
  return out;
}

}  // namespace

std::vector<NearPolicy> near_policies(const Explained& explained) {
  // Behind a policy for whoever is left, and where none matched, the rest may have been meant as well.
  const bool is_any = is_kept_out_by_all(explained) || (explained.decision.policy.is_absent());
  std::vector<NearPolicy> out;
  for (const PolicyStep& step : explained.trace.policies) {
    const bool is_missed = step.reach == PolicyReach::tried && step.matched == Truth::no;
    const bool is_skipped = is_any && step.reach != PolicyReach::tried && step.matched != Truth::unknown &&
                            explained.site.site->policies[step.policy].grant.value;
    if (step.counts && (is_missed || is_skipped)) out.push_back({step, failed_conditions(explained, step)});
  }
  // A group that is not its own is one more step away, unless the name says whom the policy is for; among equals, two
  // of three conditions say more than none of one.
  const auto rank = [&](const NearPolicy& near) {
    const Meaning meaning = meaning_of(explained, near.step);
    const Policy& policy = explained.site.site->policies[near.step.policy];
    const bool is_given_up =
        near.step.reach == PolicyReach::disabled &&
        (!asks_who_it_is(explained.site, near.step.policy) || is_replaced(explained, near.step.policy));
    return std::tuple(!policy.grant.value, is_given_up,
                      near.failed + (meaning.lacks_group && !meaning.is_named ? 1 : 0), !meaning.is_named,
                      meaning.lacks_group, ~near.step.count);
  };
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

bool ask_for_one_group(const Policy& a, const Policy& b) {
  return ranges::any_of(a.conditions, [&](const Condition& one) {
    return ranges::any_of(b.conditions, [&](const Condition& other) {
      return ranges::any_of(one.groups, [&](const Reference& group) {
        return ranges::any_of(other.groups,
                              [&](const Reference& same) { return equal_without_case(same.text, group.text); });
      });
    });
  });
}

bool is_replaced(const Explained& explained, PolicyIndex index) {
  const std::vector<Policy>& policies = explained.site.site->policies;
  const auto is_elsewhere = [&](const PolicyStep& step) {
    for (std::uint32_t i = step.first; i < step.first + step.count; ++i) {
      const ConditionStep& at = explained.trace.conditions[i];
      const Condition& condition = policies[step.policy].conditions[explained.site.conditions[at.condition].row];
      const std::string_view name = attribute(condition.attribute).name;
      if (at.truth != Truth::yes && (name == "Calling-Station-Id" || name == "Called-Station-Id")) return true;
    }
    return false;
  };
  return ranges::any_of(explained.trace.policies, [&](const PolicyStep& step) {
    const Policy& policy = policies[step.policy];
    return step.policy != index && policy.enabled.value && policy.grant.value &&
           (ask_for_one_group(policy, policies[index]) || share_a_word(policy.name, policies[index].name)) &&
           !is_elsewhere(step);
  });
}

std::vector<std::string> groups_of_account(const Explained& explained) {
  std::vector<std::string> out;
  const UserClass& account = explained.facts().account;
  if (account_of(explained.site, explained.facts().subject) == nullptr || !account.is_known) return out;
  for (const auto group : account.groups) out.push_back(explained.site.accounts->groups->names()[group]);
  return out;
}

bool asks_for_groups(ConditionKind kind) {
  return kind == ConditionKind::any_groups || kind == ConditionKind::user_groups ||
         kind == ConditionKind::machine_groups;
}

bool asks_who_it_is(const CompiledSite& site, PolicyIndex index) {
  const CompiledRule& rule = site.policies[index];
  for (std::uint32_t i = rule.first_condition; i < rule.first_condition + rule.condition_count; ++i)
    if (asks_for_groups(site.conditions[i].kind)) return true;
  return false;
}

bool denies_whoever_comes(const CompiledSite& site, PolicyIndex index) {
  const std::vector<Policy>& policies = site.site->policies;
  if (policies[index].grant.value || asks_who_it_is(site, index)) return false;
  const auto granting = ranges::find_if(site.policy_order, [&](PolicyIndex row) {
    return row == index || (policies[row].enabled.value && policies[row].grant.value);
  });
  return granting != site.policy_order.end() && *granting != index;
}

bool is_kept_out_by_all(const Explained& explained) {
  const Decision& d = explained.decision;
  return d.cause.is_present() && d.cause.value == cause("permission-denied-policy") && d.policy.is_present() &&
         d.policy.value != kNoPolicy && denies_whoever_comes(explained.site, d.policy.value);
}

}  // namespace rapsim
