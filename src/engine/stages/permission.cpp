#include "engine/stages/permission.hpp"

namespace rapsim {
namespace {

using enum AccountPermission;
constexpr auto kAny = std::nullopt;
constexpr auto kDenyWins = Reading::policy_deny_beats_user_allow;

// clang-format off
constexpr PermissionRule kRules[] = {
  // ignores  account  policy   reading    cause                              text
  {true,      kAny,    true,    kAny,      kNoCause,                          "the policy ignores the account's dial-in properties and grants",  Basis::documented, "", "nps-np-access.md"},
  {true,      kAny,    false,   kAny,      cause("permission-denied-policy"), "the policy ignores the account's dial-in properties and denies",  Basis::inferred,   "", "nps-np-access.md; the code 65 is inferred"},
  {false,     deny,    kAny,    kAny,      cause("permission-denied-user"),   "the account's dial-in permission denies access",                  Basis::documented, "", "MS cc785162, dd197521"},
  {false,     allow,   false,   kDenyWins, cause("permission-denied-policy"), "the account's dial-in permission allows access, but the policy denies", Basis::disputed, "G-20", "MS cc732724; against: cc785162, cc772123"},
  {false,     allow,   kAny,    kAny,      kNoCause,                          "the account's dial-in permission allows access; the policy's permission does not count", Basis::disputed, "G-20", "MS cc785162, cc772123; against: cc732724"},
  {false,     policy,  true,    kAny,      kNoCause,                          "the account leaves it to the policy, which grants",               Basis::documented, "", "MS cc785162"},
  {false,     policy,  false,   kAny,      cause("permission-denied-policy"), "the account leaves it to the policy, which denies",               Basis::inferred,   "", "MS cc785162; the code 65 is inferred"},
  {false,     mixed,   kAny,    kAny,      cause("permission-denied-mixed"),  "the account sets no permission, and in a mixed domain that denies", Basis::unverified, "G-6", "semantics 2.8"},
};
// clang-format on

bool fits(const PermissionRule& rule, bool ignores_account, AccountPermission account, bool policy_grants,
          const Readings& readings) {
  return rule.ignores_account == ignores_account && (!rule.account || *rule.account == account) &&
         (!rule.policy_grants || *rule.policy_grants == policy_grants) &&
         (!rule.reading || readings.is_on(*rule.reading));
}

}  // namespace

std::string_view account_permission_name(AccountPermission permission) {
  return permission == mixed ? "policy" : dial_in_permission_name(static_cast<DialInPermission>(permission));
}

std::span<const PermissionRule> permission_rules() { return kRules; }

const PermissionRule& permission_rule(bool ignores_account, AccountPermission account, bool policy_grants,
                                      const Readings& readings) {
  for (const PermissionRule& rule : kRules)
    if (fits(rule, ignores_account, account, policy_grants, readings)) return rule;
  return kRules[0];  // INVARIANT: not reached, the table covers every input (permission_test)
}

PermissionStep check_permission(PolicyIndex policy, const Facts& facts) {
  const Policy& row = facts.site.site->policies[policy];
  const bool ignores = row.ignore_dial_in.value;
  // An unknown account may deny or allow, and this decides unless the policy ignores it.
  // Under policy-deny-beats-user-allow a policy that denies rejects them all.
  const Readings& readings = facts.site.site->readings;
  const bool rejects_all = !row.grant.value && readings.is_on(Reading::policy_deny_beats_user_allow);
  if (!facts.account.is_known && !ignores)
    return {.policy = policy, .rejects = rejects_all ? Truth::yes : Truth::unknown};
  const PermissionRule& rule = permission_rule(ignores, facts.account.permission, row.grant.value, readings);
  return {.policy = policy,
          .rejects = truth(rule.rejects()),
          .rule = static_cast<std::uint8_t>(&rule - kRules),
          .is_rule_known = true};
}

CauseId cause_of(const PermissionStep& step) {
  return step.is_rule_known ? kRules[step.rule].cause : cause("permission-denied");
}

}  // namespace rapsim
