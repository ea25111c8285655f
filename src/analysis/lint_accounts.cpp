// Accounts whose own Allow beats what the policies say, and that should no longer have it.
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/none_of.hpp>

#include "analysis/groups_held.hpp"
#include "engine/stages/permission.hpp"

namespace rapsim {
namespace {

/// A kind of port that some access server of the site may have: RRAS has modems, ISDN and tunnels, and a rule that
/// names a kind knows a device that sends it.
bool is_port_in_use(const LintSite& site, std::uint32_t port) {
  constexpr std::uint32_t kOfRras[] = {0, 1, 2, 3, 4, 5};  // Async to ISDN-Async-V.110, Virtual
  if (ranges::any_of(kOfRras, [&](std::uint32_t own) { return own == port; })) return true;
  const std::string number = std::to_string(port);
  for (const std::vector<RuleView>* rules : {&site.policies, &site.request_policies})
    for (const RuleView& rule : *rules)
      for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row) {
        const bool is_kind = attribute(rule.rule->conditions[row].attribute).name == "NAS-Port-Type";
        if (is_kind && holds_value(site.condition(rule, row), number)) return true;
      }
  return false;
}

/// Denies, and heeds the account's permission. Hours that never come and kinds of port that no device has keep
/// everybody out, even if the account allows: known ways to deny for sure.
bool can_be_bypassed(const LintSite& site, const Policy& policy) {
  const Profile& profile = policy.profile;
  const bool is_closed = profile.day_and_time.is_given() && profile.day_and_time.value.open.empty();
  const bool has_no_port =
      profile.nas_port_types.is_given() &&
      ranges::none_of(profile.nas_port_types.value, [&](std::uint32_t port) { return is_port_in_use(site, port); });
  return !policy.grant.value && !policy.ignore_dial_in.value && !is_closed && !has_no_port &&
         !profile.authentication.value.methods.empty();
}

/// The policies that deny and that the account may meet; no further than one that certainly decides before.
std::vector<std::size_t> bypassed_by(const LintSite& site, const AccountView& account) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < site.policies.size() && site.can_afford(1); ++i) {
    const RuleView& rule = site.policies[i];
    const Truth holds = groups_hold(site, rule, account);
    if (holds == Truth::no) continue;
    if (can_be_bypassed(site, site.policy(rule))) out.push_back(i);
    if (holds == Truth::yes && asks_only_for_groups(site, rule)) break;
  }
  return out;
}

/// The first policy that would let the account in but for its own permission; nothing where some policy lets it in, or
/// where a policy keeps it out.
std::optional<std::size_t> kept_out_by_itself(const LintSite& site, const AccountView& account) {
  std::optional<std::size_t> out;
  for (std::size_t i = 0; i < site.policies.size(); ++i) {
    if (!site.can_afford(1)) return std::nullopt;
    const RuleView& rule = site.policies[i];
    const Truth holds = groups_hold(site, rule, account);
    if (holds == Truth::no) continue;
    const Policy& policy = site.policy(rule);
    const PermissionRule& row = permission_rule(policy.ignore_dial_in.value, account.properties->permission,
                                                policy.grant.value, site.site.readings);
    if (!row.rejects()) return std::nullopt;  // lets it in, or may
    if (!out && policy.grant.value && asks_for_groups(site, rule)) out = i;
    if (holds == Truth::yes && asks_only_for_groups(site, rule)) break;
  }
  return out;
}

constexpr std::size_t kMostPlaces = 5;

Finding kept_out_finding(const RuleView& rule, const std::vector<const User*>& users, bool is_denied) {
  std::vector<std::string> names;
  for (const User* const user : users) names.push_back(user->name);
  const auto place_of = [](const User& user) {
    return user.dial_in.permission.is_given() ? user.dial_in.permission.where : user.where;
  };
  Finding out = finding_of("account-kept-out", {}, place_of(*users.front()),
                           some_of(names, 3) + (users.size() == 1 ? " is" : " are") + " in a group that " +
                               rule_text(rule) + " grants access, but " +
                               (is_denied ? "the account's own dial-in permission is Deny"
                                          : "the account sets no dial-in permission, which "
                                            "in a mixed domain denies") +
                               ": no policy lets it in",
                           is_denied ? "if that is not meant: `dial-in: { permission: policy }`"
                                     : "`dial-in: { permission: allow }`, or another group");
  out.related.push_back({rule.rule->where, rule_text(rule)});
  for (std::size_t i = 1; i < std::min(users.size(), kMostPlaces); ++i)
    out.related.push_back({place_of(*users[i]), "`" + names[i] + "`"});
  out.claim = Claim::never_lets_in;
  out.account = users.front();
  return out;
}

/// A change of password runs inside MS-CHAP and MS-CHAP v2 (semantics 5.3); a certificate has no password.
bool needs_no_change(const Policy& policy) {
  return ranges::any_of(policy.profile.authentication.value.methods, [](const ListedMethod& listed) {
    return listed.method.type == kMsChapCpw || listed.method.type == kMsChapV2Cpw || listed.method.eap == kEapTls ||
           listed.method.type == kUnauthenticated;
  });
}

}  // namespace

void find_allow_bypasses_deny(const LintSite& site, Findings& out) {
  if (site.site.readings.is_on(Reading::policy_deny_beats_user_allow)) return;
  std::vector<std::vector<const User*>> accounts(site.policies.size());  // by policy
  site.for_each_account([&](const AccountView& account) {
    if (account.properties->permission != AccountPermission::allow || account.properties->disabled) return;
    for (const std::size_t rule : bypassed_by(site, account)) accounts[rule].push_back(account.user);
  });
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

// One finding for the accounts of a policy: somebody who looks at one looks at all.
void find_locked_out_accounts(const LintSite& site, Findings& out) {
  if (!site.site.policies_where.known()) return;
  std::vector<std::vector<const User*>> denied(site.policies.size()), unset(site.policies.size());
  site.for_each_account([&](const AccountView& account) {
    const AccountPermission permission = account.properties->permission;
    const bool is_denied = permission == AccountPermission::deny, is_mixed = permission == AccountPermission::mixed;
    if ((!is_denied && !is_mixed) || account.properties->disabled) return;
    if (const auto policy = kept_out_by_itself(site, account))
      (is_denied ? denied : unset)[*policy].push_back(account.user);
  });
  for (std::size_t i = 0; i < site.policies.size(); ++i)
    for (const std::vector<const User*>* const users : {&denied[i], &unset[i]})
      if (!users->empty()) out.push_back(kept_out_finding(site.policies[i], *users, users == &denied[i]));
}

void find_unchangeable_passwords(const LintSite& site, Findings& out) {
  if (!site.site.policies_where.known() || site.has_method_override()) return;
  site.for_each_account([&](const AccountView& account) {
    const AccountState& state = account.user->state;
    const bool must_change = account.properties->must_change_password;
    if ((!must_change && !account.properties->password_expired) || account.properties->disabled) return;
    const RuleView* first = nullptr;
    for (const RuleView& rule : site.policies) {
      if (!site.can_afford(1)) return;
      const Truth holds = groups_hold(site, rule, account);
      if (holds == Truth::no) continue;
      const Policy& policy = site.policy(rule);
      if (policy.grant.value && needs_no_change(policy)) return;
      if (policy.grant.value && first == nullptr && asks_for_groups(site, rule)) first = &rule;
      if (holds == Truth::yes && asks_only_for_groups(site, rule)) break;
    }
    if (first == nullptr) return;
    const Span given = must_change ? state.must_change_password.where : state.password_expired.where;
    Finding finding = finding_of(
        "password-not-changeable", {}, given.known() ? given : account.user->where,
        "the password of `" + account.user->name + "` " + (must_change ? "must be changed" : "has expired") +
            ", and no policy for it allows a change while connecting: it is rejected (33 or 72) until it has a new one",
        "change the password at the domain, or allow MS-CHAP-v2-CPW (\"User can change password after it has "
        "expired\") in the profile");
    finding.related.push_back({first->rule->where, rule_text(*first)});
    out.push_back(std::move(finding));
  });
}

}  // namespace rapsim
