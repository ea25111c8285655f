// Accounts whose own Allow beats what the policies say, and that should no longer have it.
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/binary_search.hpp>

#include "analysis/lint_site.hpp"

namespace rapsim {
namespace {

/// Whether the groups of a rule hold for the account; unknown for groups that are not described.
Truth groups_hold(const LintSite& site, const RuleView& rule, const AccountView& account) {
  Truth out = Truth::yes;
  for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row) {
    const CompiledCondition& condition = site.condition(rule, row);
    const bool is_users = condition.kind == ConditionKind::user_groups;
    const bool is_machines = condition.kind == ConditionKind::machine_groups;
    if (!is_users && !is_machines && condition.kind != ConditionKind::any_groups) continue;
    if ((is_users && account.is_computer) || (is_machines && !account.is_computer)) return Truth::no;
    const bool is_member = ranges::any_of(
        condition.groups, [&](GroupIndex group) { return ranges::binary_search(account.properties->groups, group); });
    const bool is_open = condition.has_unlisted_group || account.properties->has_unlisted_group;
    out = out && (is_member ? Truth::yes : is_open ? Truth::unknown : Truth::no);
  }
  return out;
}

/// Nothing but groups and hours that are always open.
bool asks_only_for_groups(const LintSite& site, const RuleView& rule) {
  if (!rule.compiled->source.empty()) return false;
  for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row) {
    const CompiledCondition& condition = site.condition(rule, row);
    const bool is_always = condition.kind == ConditionKind::time_of_day && condition.schedule->contains_all();
    const bool is_group = condition.kind == ConditionKind::any_groups || condition.kind == ConditionKind::user_groups ||
                          condition.kind == ConditionKind::machine_groups;
    if (!is_always && !is_group) return false;
  }
  return true;
}

/// Denies, and heeds the account's permission. Hours that never come keep everybody out, even if the account allows.
bool can_be_bypassed(const Policy& policy) {
  const auto& hours = policy.profile.day_and_time;
  const bool is_closed = hours.is_given() && hours.value.open.empty();
  return !policy.grant.value && !policy.ignore_dial_in.value && !is_closed &&
         !policy.profile.authentication.value.methods.empty();
}

/// The policies that deny and that the account may meet; no further than one that certainly decides before.
std::vector<std::size_t> bypassed_by(const LintSite& site, const AccountView& account) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < site.policies.size() && site.can_afford(1); ++i) {
    const RuleView& rule = site.policies[i];
    const Truth holds = groups_hold(site, rule, account);
    if (holds == Truth::no) continue;
    if (can_be_bypassed(site.policy(rule))) out.push_back(i);
    if (holds == Truth::yes && asks_only_for_groups(site, rule)) break;
  }
  return out;
}

}  // namespace

void find_allow_bypasses_deny(const LintSite& site, Findings& out) {
  if (site.site.readings.is_on(Reading::policy_deny_beats_user_allow)) return;
  std::vector<std::vector<const User*>> accounts(site.policies.size());  // by policy
  site.for_each_account([&](const AccountView& account) {
    if (account.properties->permission != AccountPermission::allow || account.properties->disabled) return;
    for (const std::size_t rule : bypassed_by(site, account)) accounts[rule].push_back(account.user);
  });
  constexpr std::size_t kMostPlaces = 5;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (accounts[i].empty()) continue;
    const RuleView& rule = site.policies[i];
    const Setting<bool>& permission = site.policy(rule).grant;
    std::vector<std::string> names;
    for (const User* user : accounts[i]) names.push_back(user->name);
    Finding finding =
        finding_of("allow-bypasses-deny", rule, permission.is_given() ? permission.where : rule.rule->where,
                   rule_text(rule) + " denies, but not " + some_of(names, kMostPlaces) +
                       ": Allow of an account beats Deny of a policy",
                   "`ignore-user-dial-in-properties: true` here, or another permission at the accounts");
    for (std::size_t a = 0; a < std::min(accounts[i].size(), kMostPlaces); ++a)
      finding.related.push_back({accounts[i][a]->dial_in.permission.where, "`" + names[a] + "` is set to Allow"});
    out.push_back(std::move(finding));
  }
}

void find_expired_allow(const LintSite& site, Findings& out) {
  site.for_each_account([&](const AccountView& account) {
    const UserClass& is = *account.properties;
    const bool has_expired = is.expires && *is.expires <= site.today->time_since_epoch().count();
    if (!has_expired || is.disabled || is.permission != AccountPermission::allow) return;
    Finding finding = finding_of("expired-allow", {}, account.user->state.expires.where,
                                 "`" + account.user->name +
                                     "` has expired, and is still set to Allow: whoever gives it "
                                     "a new date lets it in past every policy that denies",
                                 "`dial-in: { permission: policy }`, or delete the account");
    finding.related.push_back({account.user->dial_in.permission.where, "the permission"});
    out.push_back(std::move(finding));
  });
}

}  // namespace rapsim
