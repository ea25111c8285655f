// Accounts, credentials, policies and their profiles, methods and encryption.
#include "diagnose/deviations.hpp"

namespace rapsim {
namespace {

template <class Change>
bool of_policy(Setup& setup, Change change) {
  Policy* policy = policy_of(setup);
  if (policy == nullptr) return false;
  change(*policy);
  return true;
}

Span somewhere(const Policy& policy) { return policy.where; }

template <class T>
void give(Setting<T>& setting, T value, Span where) {
  setting = {std::move(value), where};
}

MethodList only(std::string_view name) { return {{{find_method(name)->method, {}}}}; }

bool has_method(const Setup& setup) { return setup.method.is_present(); }

/// A method that the client would not use.
bool is_lacking(const Setup& setup, Method method) {
  const Maybe<std::int64_t> offers = setup.attempt.offered_methods();
  if (offers.is_present()) return (offers.value & method_bit(method)) == 0;
  return !setup.method.is_present() || method.type != setup.method.value.type;
}
Method method_that_client_lacks(const Setup& setup) {
  for (const std::string_view name : {"MS-CHAP-v2", "PAP", "CHAP"})
    if (const Method method = find_method(name)->method; is_lacking(setup, method)) return method;
  return find_method("EAP-TLS")->method;
}

/// The server offers what the client lacks: a method of the profile, so that the policy would do, or one that joins it.
bool take_method_of_server(Setup& setup) {
  Policy* policy = policy_of(setup);
  if (!has_method(setup) || policy == nullptr) return false;
  std::vector<ListedMethod>& wanted = policy->profile.authentication.value.methods;
  for (const ListedMethod& listed : wanted) {
    if (!is_lacking(setup, listed.method)) continue;
    setup.site.server.methods.value = {{listed}};
    return true;
  }
  wanted.push_back({method_that_client_lacks(setup), {}});
  setup.site.server.methods.value = {{wanted.back()}};
  return true;
}

/// The profile wants a method of the server that the client lacks.
bool take_method_of_profile(Setup& setup) {
  const Method other = method_that_client_lacks(setup);
  setup.site.server.methods.value.methods.push_back({other, {}});
  return has_method(setup) && of_policy(setup, [&](Policy& p) {
           give(p.profile.authentication, MethodList{{{other, {}}}}, somewhere(p));
         });
}

bool deny_time(Setup& setup) {
  return of_account(setup, [](User& u) { give(u.state.logon_hours, {"never", {}, false}, u.where); });
}

bool levels(Setup& setup, std::uint8_t of_profile, EncryptionNeed need, std::int64_t can) {
  return of_policy(setup, [&](Policy& p) {
    give(p.profile.encryption, of_profile, somewhere(p));
    setup.attempt.set(FieldId::encryption_requires, need);
    if (can != 0) setup.attempt.set(FieldId::encryption_can, can);
  });
}

bool mismatch(Setup& setup, bool is_radius) {
  if ((setup.site.server.provider.value == Provider::radius) != is_radius) return false;
  return levels(setup, kBasic, EncryptionNeed::optional, kStrong | kStrongest);
}

/// Both require encryption, and PAP is what client, server and profile use.
bool take_keys(Setup& setup) {
  return of_policy(setup, [&](Policy& p) {
    give(p.profile.encryption, static_cast<std::uint8_t>(kStrongest), somewhere(p));
    give(p.profile.authentication, only("PAP"), somewhere(p));
    setup.site.server.methods.value = only("PAP");
    setup.attempt.set(FieldId::authentication, find_method("PAP")->method);
    setup.attempt.set(FieldId::encryption_requires, EncryptionNeed::required);
  });
}

bool rename_user(Setup& setup, std::string_view name) {
  setup.attempt.set(FieldId::user, name);
  return true;
}

// clang-format off
constexpr Deviation kRows[] = {
  {cause("bad-credentials"), "the password is wrong", [](Setup& s) { s.attempt.set(FieldId::password, Password::wrong); return true; }},
  {cause("unknown-user"), "the user name is wrong", [](Setup& s) { return rename_user(s, "unknown-account"); }},
  {cause("unknown-domain"), "the domain name is wrong",
   [](Setup& s) { return rename_user(s, "NO-SUCH-DOMAIN\\" + s.attempt[FieldId::user].wire); }},
  {cause("account-disabled"), "the account is disabled",
   [](Setup& s) { return of_account(s, [](User& u) { u.state.disabled.value = true; }); }},
  {cause("account-locked-out"), "the domain has locked the account out",
   [](Setup& s) { return of_account(s, [](User& u) { u.state.locked_out.value = true; }); }},
  {cause("account-expired"), "the account has expired",
   [](Setup& s) { return of_account(s, [](User& u) { give(u.state.expires, std::string("1999-12-31"), u.where); }); }},
  {cause("logon-hours-denied"), "the account's logon hours are closed", deny_time},
  {cause("password-expired"), "the password has expired",
   [](Setup& s) { return of_account(s, [](User& u) { u.state.password_expired.value = true; }); }},
  {cause("password-must-change"), "the user must change the password",
   [](Setup& s) { return of_account(s, [](User& u) { u.state.must_change_password.value = true; }); }},
  {cause("permission-denied-user"), "the account's dial-in permission denies",
   [](Setup& s) { return of_account(s, [](User& u) { give(u.dial_in.permission, DialInPermission::deny, u.where); }); }},
  {cause("permission-denied-policy"), "the policy denies",
   [](Setup& s) {
     of_account(s, [](User& u) { give(u.dial_in.permission, DialInPermission::policy, u.where); });
     return of_policy(s, [](Policy& p) { p.grant.value = false; }); }},
  {cause("no-matching-policy"), "no policy matches",
   [](Setup& s) { s.site.policies.clear(); s.policy = kNoPolicy; return true; }},
  {cause("no-common-auth-method"), "the server does not offer the client's method", take_method_of_server},
  {cause("profile-server-conflict-auth"), "the policy's profile wants a method that the server does not offer",
   [](Setup& s) {
     if (!has_method(s)) return false;
     std::erase_if(s.site.server.methods.value.methods, [](const ListedMethod& m) { return is_eap(m.method.type); });
     return of_policy(s, [](Policy& p) { give(p.profile.authentication, only("EAP-TLS"), somewhere(p)); }); }},
  {cause("method-not-in-profile"), "the policy's profile lacks the client's method", take_method_of_profile},
  {cause("profile-hours"), "the hours of the policy's profile are closed",
   [](Setup& s) { return of_policy(s, [](Policy& p) { give(p.profile.day_and_time, grammar::Schedule{}, somewhere(p)); }); }},
  {cause("profile-port-type"), "the policy's profile allows other kinds of ports only",
   [](Setup& s) { return of_policy(s, [](Policy& p) { give(p.profile.nas_port_types, {0U}, somewhere(p)); }); }},
  {cause("profile-called-number"), "the policy's profile allows another called number only",
   [](Setup& s) { return of_policy(s, [](Policy& p) { give(p.profile.called_station_id, std::string("another number"), somewhere(p)); }); }},
  {cause("caller-id-mismatch"), "the account verifies another caller ID",
   [](Setup& s) { return of_account(s, [](User& u) { give(u.dial_in.caller_id, std::string("another number"), u.where); }); }},
  {cause("profile-server-conflict-multilink"), "the profile allows multilink, the server does not",
   [](Setup& s) {
     s.site.server.rras.multilink.value = false;
     return of_policy(s, [](Policy& p) { give(p.profile.multilink, Multilink::allowed, somewhere(p)); }); }},
  {cause("profile-server-conflict-bap"), "the profile requires BAP, the server has it off",
   [](Setup& s) {
     s.site.server.rras.bap.value = false;
     return of_policy(s, [](Policy& p) { give(p.profile.bap_required, true, somewhere(p)); }); }},
  {cause("encryption-required-unsupported"), "the client requires encryption, the profile has none",
   [](Setup& s) { return levels(s, kNoEncryption, EncryptionNeed::required, 0); }},
  {cause("encryption-required-by-policy"), "the profile requires encryption, the client refuses it",
   [](Setup& s) { return levels(s, kBasic | kStrong | kStrongest, EncryptionNeed::none, 0); }},
  {cause("policy-encryption-level-mismatch"), "client and profile have no level in common", [](Setup& s) { return mismatch(s, false); }},
  {cause("ias-policy-encryption-check"), "client and the profile on the RADIUS server have no level in common",
   [](Setup& s) { return mismatch(s, true); }},
  {cause("no-common-encryption"), "both require encryption with a method that makes no keys", take_keys},
};
// clang-format on

}  // namespace

std::span<const Deviation> policy_deviations() { return kRows; }

}  // namespace rapsim
