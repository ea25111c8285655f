// What may reject once a policy is chosen: the permission, then the limits of the profile and the account's caller ID.
// Source: semantics.md 2.8, 2.9; gaps.md G-2, G-6, G-20.
#include <algorithm>

#include "tests/oracle/slow_case.hpp"

namespace rapsim::oracle {
namespace {

bool ignores_account(const Policy& policy) { return policy.ignores_account.value_or(false); }

std::vector<KnownMethod> methods_of(const Case& c, const Policy& policy) {
  std::vector<std::string> names = policy.profile.methods.value_or(
      std::vector<std::string>{"MS-CHAP", "MS-CHAP-v2", "MS-CHAP-CPW", "MS-CHAP-v2-CPW"});
  if (c.request_policy != nullptr && c.request_policy->methods && !c.rules.override_does_not_count) {
    if (!c.rules.override_adds_methods) names.clear();
    names.insert(names.end(), c.request_policy->methods->begin(), c.request_policy->methods->end());
  }
  std::vector<KnownMethod> out;
  for (const std::string& name : names) out.push_back(known_method(name));
  return out;
}

/// PEAP is an EAP type with an Authentication-Type of its own: for the list both are EAP.
Truth method_is_missing(const Case& c, const Policy& policy) {
  const std::vector<KnownMethod> methods = methods_of(c, policy);
  if (methods.empty()) return kTrue;
  if (c.attempt.authentication.state == State::unknown) return kEither;
  const KnownMethod& used = method_of(c.attempt);
  for (const KnownMethod& listed : methods)
    if (listed.type == used.type || (listed.is_eap() && used.is_eap())) return kFalse;
  return kTrue;
}

/// Only a list with EAP can lack an EAP type, and EAP without a type takes any.
Truth eap_type_is_missing(const Case& c, const Policy& policy) {
  bool has_eap = false;
  std::set<std::string> types;
  for (const KnownMethod& listed : methods_of(c, policy)) {
    if (!listed.is_eap()) continue;
    if (listed.eap == 0) return kFalse;
    has_eap = true;
    types.insert(std::to_string(listed.eap));
  }
  if (!has_eap) return kFalse;
  const Value used = eap_type_used(c);
  if (used.state == State::unknown) return kEither;
  return known(used.state == State::given && !types.contains(used.texts[0]));
}

Truth caller_id_differs(const Case& c, const Policy& policy) {
  if (ignores_account(policy) && !c.rules.account_counts_when_ignored) return kFalse;
  if (is_mixed(c.site) && !reads(c, "mixed-domain-keeps-dial-in")) return kFalse;
  if (c.account.row == nullptr) return kEither;
  const std::string& wanted = c.account.row->caller_id;
  if (wanted.empty()) return kFalse;
  return !any_value(c, "Calling-Station-Id", c.rules.caller_id_may_be_absent,
                    [&](const std::string& value) { return lowered(value) == lowered(wanted); });
}

Truth is_outside_hours(const Case& c, const Policy& policy) {
  if (!policy.profile.day_and_time) return kFalse;
  return !schedule_is_open(*policy.profile.day_and_time, c.minute, c.rules);
}

Truth called_station_differs(const Case& c, const Policy& policy) {
  if (!policy.profile.called_station) return kFalse;
  return !any_value(c, "Called-Station-Id", false, [&](const std::string& value) {
    return lowered(value) == lowered(*policy.profile.called_station);
  });
}

Truth port_type_is_missing(const Case& c, const Policy& policy) {
  if (!policy.profile.port_types) return kFalse;
  return !any_value(c, "NAS-Port-Type", false, [&](const std::string& value) {
    return std::any_of(policy.profile.port_types->begin(), policy.profile.port_types->end(),
                       [&](const auto& wanted) { return std::to_string(number_in(port_types(), wanted)) == value; });
  });
}

/// A new password goes by a method of its own, which the list must have too: 9 with MS-CHAP, 10 with MS-CHAP v2.
Truth change_is_not_allowed(const Case& c, const Policy& policy) {
  if (c.rules.change_needs_no_method) return kFalse;
  bool has_9 = false, has_10 = false;
  for (const KnownMethod& listed : methods_of(c, policy)) {
    has_9 = has_9 || listed.type == "9";
    has_10 = has_10 || listed.type == "10";
  }
  if (c.rules.any_change_method_will_do) has_9 = has_10 = has_9 || has_10;
  const Truth is_missing = (uses(c, {"3"}) && known(!has_9)) || (uses(c, {"4"}) && known(!has_10));
  return needs_new_password(c) && can_change_password(c) && says(c, "password-change", {"accepted"}) && is_missing;
}

std::pair<std::string, Truth> decision_of(const Policy& policy) {
  return {"permission-denied-policy", known(!policy.grants.value_or(false))};
}

/// The cause of a denial, and whether it happens. An account of a mixed domain cannot leave it to the policy: denied.
std::pair<std::string, Truth> permission_denied(const Case& c, const Policy& policy) {
  if (ignores_account(policy) && !c.rules.account_counts_when_ignored) return decision_of(policy);
  const bool denies_all = reads(c, "policy-deny-beats-user-allow") && !policy.grants.value_or(false);
  if (c.account.row == nullptr) return {"permission-denied", denies_all ? kTrue : kEither};
  switch (permission_of(*c.account.row)) {
    case Permission::deny:
      return {"permission-denied-user", kTrue};
    case Permission::allow:
      if (reads(c, "policy-deny-beats-user-allow")) return decision_of(policy);
      return {"", kFalse};
    case Permission::policy:
      break;
  }
  if (is_mixed(c.site) && !c.rules.mixed_domain_leaves_it_to_the_policy) return {"permission-denied-mixed", kTrue};
  return decision_of(policy);
}

}  // namespace

Permission permission_of(const User& user) { return user.permission.value_or(Permission::policy); }

Steps permission_steps(const Case& c, const Policy& policy) {
  const auto [cause, happens] = permission_denied(c, policy);
  return {{"permission", Answer::reject, 65, cause, happens}};
}

namespace {

/// The profile has methods, and none that the server offers; another access server has methods of its own.
Truth contradicts_the_server(const Case& c, const Policy& policy) {
  if (comes_from_access_server(c.attempt) || server_methods(c.site).empty()) return kFalse;
  for (const KnownMethod& wanted : methods_of(c, policy))
    for (const std::string& name : server_methods(c.site)) {
      const KnownMethod& offered = known_method(name);
      if (offered.type == wanted.type || (offered.is_eap() && wanted.is_eap())) return kFalse;
    }
  return methods_of(c, policy).empty() ? kFalse : method_is_missing(c, policy);
}

}  // namespace

Steps constraint_steps(const Case& c, const Policy& policy) {
  const auto step = [](int reason, std::string cause, Truth happens) {
    return Step{"constraints", Answer::reject, reason, std::move(cause), happens};
  };
  Steps out{step(66, "profile-server-conflict-auth", contradicts_the_server(c, policy)),
            step(66, "method-not-in-profile", method_is_missing(c, policy)),
            step(22, "eap-type-not-in-profile", eap_type_is_missing(c, policy)),
            step(67, "caller-id-mismatch", caller_id_differs(c, policy)),
            step(68, "profile-hours", is_outside_hours(c, policy)),
            step(69, "profile-called-number", called_station_differs(c, policy)),
            step(70, "profile-port-type", port_type_is_missing(c, policy)),
            step(72, "password-change-not-allowed", change_is_not_allowed(c, policy))};
  if (c.rules.hours_before_caller_id) std::swap(out[3], out[4]);
  return out;
}

}  // namespace rapsim::oracle
