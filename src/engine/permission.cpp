#include "engine/permission.hpp"

namespace rapsim {
namespace {

using enum DialInPermission;

// clang-format off
constexpr PermissionRule kRules[] = {
  // ignores  account  policy   rejects  text
  {true,      {},      true,    false,   "the policy ignores the account's dial-in properties and grants",  Basis::documented, "", "nps-np-access.md"},
  {true,      {},      false,   true,    "the policy ignores the account's dial-in properties and denies",  Basis::inferred,   "", "nps-np-access.md; the code 65 is inferred"},
  {false,     deny,    {},      true,    "the account's dial-in permission denies access",                  Basis::documented, "", "MS cc785162, dd197521"},
  {false,     allow,   {},      false,   "the account's dial-in permission allows access; the policy's permission does not count", Basis::disputed, "G-20", "MS cc785162, cc772123; against: cc732724"},
  {false,     policy,  true,    false,   "the account leaves it to the policy, which grants",               Basis::documented, "", "MS cc785162"},
  {false,     policy,  false,   true,    "the account leaves it to the policy, which denies",               Basis::inferred,   "", "MS cc785162; the code 65 is inferred"},
};
// clang-format on

bool fits(const PermissionRule& rule, bool ignores_account, DialInPermission account, bool policy_grants) {
  return rule.ignores_account == ignores_account && (!rule.account || *rule.account == account) &&
         (!rule.policy_grants || *rule.policy_grants == policy_grants);
}

}  // namespace

std::span<const PermissionRule> permission_rules() { return kRules; }

const PermissionRule& permission_rule(bool ignores_account, DialInPermission account, bool policy_grants) {
  for (const PermissionRule& rule : kRules)
    if (fits(rule, ignores_account, account, policy_grants)) return rule;
  return kRules[0];  // INVARIANT: not reached, the table covers every input (permission_test)
}

PermissionStep check_permission(PolicyIndex policy, const Facts& facts) {
  const Policy& row = facts.site.site->policies[policy];
  const bool ignores = row.ignore_dial_in.value;
  // An unknown account may deny or allow, and this decides unless the policy ignores it.
  if (!facts.account.is_known && !ignores) return {policy, Truth::unknown, 0, false};
  const PermissionRule& rule = permission_rule(ignores, facts.account.permission, row.grant.value);
  return {policy, truth(rule.rejects), static_cast<std::uint8_t>(&rule - kRules), true};
}

}  // namespace rapsim
