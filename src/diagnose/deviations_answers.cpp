// What others answer (the policy server itself, extensions, domain controllers, remote RADIUS servers), and what
// accounts and requests seldom have.
#include <algorithm>

#include "base/text.hpp"
#include "diagnose/deviations.hpp"

namespace rapsim {
namespace {

template <class T>
bool meets(Setup& setup, FieldId id, T value) {
  setup.attempt.set(id, value);
  return true;
}

bool is_forwarded(const Setup& setup) {
  const auto& rows = setup.site.request_policies;
  return std::any_of(rows.begin(), rows.end(),
                     [](const RequestPolicy& row) { return row.provider.value == RequestProvider::forward; });
}

/// What the remote RADIUS server answers to a forwarded request.
bool remote(Setup& setup, RemoteRadius answer) {
  return is_forwarded(setup) && meets(setup, FieldId::remote_radius, answer);
}

/// With EAP the method or the certificate ends with its own reason code.
template <std::uint16_t Number>
bool eap_ends(Setup& setup) {
  return setup.method.is_present() && is_eap(setup.method.value.type) &&
         meets(setup, FieldId::eap_result, std::int64_t{Number});
}

bool changes_password(const Setup& setup) {
  const Maybe<PasswordChange> change = setup.attempt.password_change();
  return change.is_present() && change.value != PasswordChange::none;
}

/// The user has to change the password and tries to; the profile does not let the method do it.
bool forbid_change(Setup& setup) {
  Policy* policy = policy_of(setup);
  if (policy == nullptr || !changes_password(setup)) return false;
  std::erase_if(policy->profile.authentication.value.methods,
                [](const ListedMethod& listed) { return is_password_change(listed.method.type); });
  return of_account(setup, [](User& u) { u.state.must_change_password.value = true; });
}

/// So many failures that the next attempt is not even looked at.
bool lock_out(Setup& setup) {
  const User* account = account_of(setup);
  if (account == nullptr || !setup.world.clock.is_present()) return false;
  setup.site.server.lockout.max_denials.value = std::max(setup.site.server.lockout.max_denials.value, 1U);
  setup.world.denials[lowered(account->name)] = {setup.site.server.lockout.max_denials.value + 1,
                                                 setup.world.clock.value};
  return true;
}

/// A call, and a number that is none: the account lets the caller say it.
bool callback_to_nowhere(Setup& setup) {
  if (setup.attempt.tunnel().is(kCall) != Truth::yes) return false;
  setup.attempt.set(FieldId::callback_number, "no number");
  return of_account(setup, [](User& u) { u.dial_in.callback.value = Callback::set_by_caller; });
}

void set_mode(Setup& setup, DomainMode mode) {
  auto directory = std::make_shared<Directory>(*setup.site.directory);
  directory->mode.value = mode;
  setup.site.directory = std::move(directory);
}

/// Only a name with a domain shows it.
bool move_to_workgroup(Setup& setup) {
  set_mode(setup, DomainMode::workgroup);
  const std::string& name = setup.attempt[FieldId::user].wire;
  setup.attempt.set(FieldId::user, "A-DOMAIN\\" + name.substr(name.find('\\') + 1));
  return true;
}

bool deny_as_mixed(Setup& setup) {
  set_mode(setup, DomainMode::mixed);
  return of_account(setup, [](User& u) { u.dial_in.permission = {DialInPermission::policy, u.where}; });
}

// clang-format off
constexpr Deviation kRows[] = {
  {cause("policy-server-error"), "the policy server has an internal error",
   [](Setup& s) { return meets(s, FieldId::policy_server, PolicyServer::internal_error); }},
  {cause("policy-server-access-denied"), "the policy server may not read what it needs",
   [](Setup& s) { return meets(s, FieldId::policy_server, PolicyServer::access_denied); }},
  {cause("malformed-request"), "the policy server cannot read the request",
   [](Setup& s) { return meets(s, FieldId::policy_server, PolicyServer::malformed_request); }},
  {cause("policy-server-unavailable"), "the policy server is not available",
   [](Setup& s) { return meets(s, FieldId::policy_server, PolicyServer::unavailable); }},
  {cause("domain-user-in-workgroup"), "the server is in a workgroup, and the name has a domain",
   move_to_workgroup},
  {cause("domain-controller-unreachable"), "no domain controller can be reached",
   [](Setup& s) { return meets(s, FieldId::domain_controller, Reachability::unreachable); }},
  {cause("global-catalog-unreachable"), "no global catalog can be reached",
   [](Setup& s) { return meets(s, FieldId::global_catalog, Reachability::unreachable); }},
  {cause("extension-discarded"), "an extension discards the request", [](Setup& s) { return meets(s, FieldId::extension, Extension::discard); }},
  {cause("extension-failed"), "an extension fails", [](Setup& s) { return meets(s, FieldId::extension, Extension::error); }},
  {cause("extension-rejected"), "an extension rejects the request", [](Setup& s) { return meets(s, FieldId::extension, Extension::reject); }},
  {cause("remote-radius-rejected"), "the remote RADIUS server rejects", [](Setup& s) { return remote(s, RemoteRadius::reject); }},
  {cause("remote-radius-unsendable"), "the request cannot be sent to the remote RADIUS server", [](Setup& s) { return remote(s, RemoteRadius::unsendable); }},
  {cause("remote-radius-timeout"), "the remote RADIUS server does not answer", [](Setup& s) { return remote(s, RemoteRadius::no_answer); }},
  {cause("remote-radius-malformed"), "the remote RADIUS server's answer cannot be read", [](Setup& s) { return remote(s, RemoteRadius::malformed); }},
  {cause("remote-group-missing"), "the remote RADIUS server group does not exist",
   [](Setup& s) { s.site.remote_groups.clear(); return is_forwarded(s); }},
  {cause("no-request-policy"), "no connection request policy matches",
   [](Setup& s) { s.site.request_policies.clear(); s.site.request_policies_where = s.site.policies_where; return true; }},
  {cause("remote-access-locked-out"), "remote access account lockout holds the account", lock_out},
  {cause("no-reversible-password"), "the domain does not keep the account's password so that CHAP can read it",
   [](Setup& s) { return of_account(s, [](User& u) { u.state.reversible_password.value = false; }); }},
  {cause("lm-not-allowed"), "the client sends a LAN Manager response", [](Setup& s) { return meets(s, FieldId::lm_response, true); }},
  {cause("smart-card-required"), "the account needs a smart card",
   [](Setup& s) { return of_account(s, [](User& u) { u.state.smart_card_required.value = true; }); }},
  {cause("blank-password"), "the password is blank", [](Setup& s) { return meets(s, FieldId::password, Password::blank); }},
  {cause("password-change-refused"), "the domain refuses the new password",
   [](Setup& s) {
     return changes_password(s) && meets(s, FieldId::password_change, PasswordChange::refused) &&
            of_account(s, [](User& u) { u.state.must_change_password.value = true; }); }},
  {cause("password-change-not-allowed"), "the policy's profile does not let the user change the password", forbid_change},
  {cause("permission-denied-mixed"), "the domain is a mixed one, and the account sets no permission", deny_as_mixed},
  {cause("callback-number-rejected"), "the caller asks for a callback at something that is not a number", callback_to_nowhere},
  {cause("eap-failed"), "the server has an error in EAP", eap_ends<23>},
  {cause("eap-failed"), "the certificate ends at a root that is not trusted", eap_ends<265>},
  {cause("eap-failed"), "the certificate has expired", eap_ends<268>},
  {cause("eap-failed"), "client and server have no algorithm in common", eap_ends<269>},
  {cause("eap-failed"), "the revocation list cannot be read", eap_ends<291>},
  {cause("eap-failed"), "the certificate is of another name", eap_ends<292>},
  {cause("eap-failed"), "the authority that issued the certificate is not trusted", eap_ends<295>},
};
// clang-format on

}  // namespace

std::span<const Deviation> answer_deviations() { return kRows; }

}  // namespace rapsim
