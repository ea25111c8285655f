// Before the account is looked at: methods in common, the RADIUS client, the name, remote access account lockout.
#include "engine/check_tables.hpp"
#include "engine/credentials.hpp"

namespace rapsim {
namespace {

// --- link: a method in common (S3) ---

/// An unknown method is one that they agreed on.
Truth has_no_common_method(const CheckInput& in) {
  const MethodList& offered = in.facts.site.site->server.methods.value;
  if (offered.methods.empty()) return Truth::yes;
  const Maybe<Method> method = in.facts.attempt.method();
  return truth(method.is_present() && !offered.has_type_of(method.value));
}

bool shares_method(const MethodList& profile, const MethodList& offered) {
  for (const ListedMethod& listed : profile.methods)
    if (offered.has_type(listed.method)) return true;
  return false;
}

/// The policy that would decide wants just the method that the client uses, and no method that the server offers. The
/// policy server is not asked by then; that its answer would be no better is worth telling first (inferred).
Truth profile_conflicts(const CheckInput& in) {
  const Maybe<Method> method = in.facts.attempt.method();
  const Site& site = *in.facts.site.site;
  if (site.server.methods.value.methods.empty()) return Truth::no;  // no profile would do
  if (has_no_common_method(in) != Truth::yes || !method.is_present()) return Truth::no;
  for (const PolicyIndex index : in.facts.site.policy_order) {
    const Policy& policy = site.policies[index];
    if (!policy.enabled.value) continue;
    PolicyStep step{.policy = index};
    const Truth matched = match_rule(in.facts.site.policies[index], in.facts, nullptr, step);
    if (matched == Truth::no) continue;
    const MethodList& wanted = policy.profile.authentication.value;
    return truth(matched == Truth::yes && policy.profile.authentication.is_given() &&
                 wanted.has_type({method.value.type, 0}) && !shares_method(wanted, site.server.methods.value));
  }
  return Truth::no;
}

std::string offered_methods(const CheckInput& in) {
  std::string out;
  for (const ListedMethod& listed : in.facts.site.site->server.methods.value.methods)
    out += (out.empty() ? "" : ", ") + std::string(name_of(listed.method).label);
  return out.empty() ? "no method at all" : out;
}

Span methods_where(const CheckInput& in) { return in.facts.site.site->server.methods.where; }

// --- identity (S6) ---

template <PolicyServer Fault>
Truth has_fault(const CheckInput& in) {
  return in.facts.attempt.policy_server().is(Fault);
}

bool is_workgroup(const CheckInput& in) { return in.facts.site.site->directory->mode.value == DomainMode::workgroup; }

template <FieldId Id>
Truth is_unreachable(const CheckInput& in) {
  return is_workgroup(in) ? Truth::no : in.facts.attempt.get<Reachability>(Id).is(Reachability::unreachable);
}

std::string name_was(const CheckInput& in) {
  const std::string& name = in.facts.subject.name;
  return in.facts.attempt[FieldId::user].presence == Presence::present ? name : "unknown";
}

std::string known_domains(const CheckInput& in) {
  const Directory& directory = *in.facts.site.site->directory;
  std::string out = directory.domain.value;
  if (!directory.dns_name.value.empty()) out += ", " + directory.dns_name.value;
  for (const Reference& suffix : directory.upn_suffixes) out += ", " + suffix.text;
  for (const TrustedDomain& trusted : directory.trusted_domains) out += ", " + trusted.name;
  return out;
}

std::string local_accounts(const CheckInput& in) {
  return "a local account of " + in.facts.site.site->server.name.value;
}
Span domain_where(const CheckInput& in) { return in.facts.site.site->directory->domain.where; }

std::string listed_account(const CheckInput&) { return "an account of the directory"; }

// --- lockout (S7) ---

const Denials* denials_of(const CheckInput& in) {
  const auto& all = in.facts.world.denials;
  const auto found = all.find(in.facts.subject.key);
  return found == all.end() ? nullptr : &found->second;
}

/// G-4: locked when the counter reaches MaxDenials; the timer runs from the last failure and is not extended.
Truth locks(const CheckInput& in, const Denials& denials) {
  const Site& site = *in.facts.site.site;
  const std::uint32_t most = site.server.lockout.max_denials.value;
  if (most == 0) return Truth::no;
  const bool exceeds = site.readings.is_on(Reading::lockout_exceeds);
  if (exceeds ? denials.count <= most : denials.count < most) return Truth::no;
  if (!in.facts.world.clock.is_present()) return Truth::unknown;
  return truth(in.facts.world.clock.value < denials.last + site.server.lockout.reset_time.value);
}

/// An unknown account may be any of those that are locked.
Truth is_locked(const CheckInput& in) {
  if (in.facts.account.is_known) {
    const Denials* denials = denials_of(in);
    return denials == nullptr ? Truth::no : locks(in, *denials);
  }
  Truth any = Truth::no;
  for (const auto& [account, denials] : in.facts.world.denials) any = any || locks(in, denials);
  return any && Truth::unknown;
}

std::string fewer_denials(const CheckInput& in) {
  const Site& site = *in.facts.site.site;
  const bool exceeds = site.readings.is_on(Reading::lockout_exceeds);
  return (exceeds ? "at most " : "fewer than ") + std::to_string(site.server.lockout.max_denials.value) +
         " failures within the reset time";
}

std::string denials_was(const CheckInput& in) {
  const Denials* denials = denials_of(in);
  return std::to_string(denials == nullptr ? 0 : denials->count);
}

Span lockout_where(const CheckInput& in) { return in.facts.site.site->server.lockout.max_denials.where; }

std::string works(const CheckInput&) { return "a policy server that works"; }
std::string reachable(const CheckInput&) { return "reachable"; }

using enum Basis;
constexpr auto kReject = Answer::reject;

// clang-format off
constexpr Check kChecks[] = {
  // stage             name                     cause                                   answer           needs           asked            violated                                  wanted           was                                     where          basis       gap     source
  {StageId::link,      "profile-conflict",      cause("profile-server-conflict-auth"),  Answer::none,    Needs::attempt, "authentication", profile_conflicts,                        offered_methods, method_was,                             methods_where, inferred,   "",     "SEED"},
  {StageId::link,      "common-method",         cause("no-common-auth-method"),         Answer::none,    Needs::attempt, "authentication", has_no_common_method,                     offered_methods, method_was,                             methods_where, documented, "G-13", "semantics 6.4"},
  {StageId::identity,  "policy-server-error",   cause("policy-server-error"),           kReject,         Needs::attempt, "policy-server", has_fault<PolicyServer::internal_error>,                   works,           field_was<FieldId::policy_server>,      nowhere,       documented, "",     "TechNet dd197464"},
  {StageId::identity,  "policy-server-rights",  cause("policy-server-access-denied"),   kReject,         Needs::attempt, "policy-server", has_fault<PolicyServer::access_denied>,                  works,           field_was<FieldId::policy_server>,      nowhere,       documented, "",     "TechNet dd197464"},
  {StageId::identity,  "policy-server-available", cause("policy-server-unavailable"),   kReject,         Needs::attempt, "policy-server", has_fault<PolicyServer::unavailable>,             works,           field_was<FieldId::policy_server>,      nowhere,       documented, "",     "TechNet dd197464"},
  {StageId::identity,  "local-account",         cause("domain-user-in-workgroup"),      kReject,         Needs::account, "",          [](const CheckInput& in) { return in.facts.subject.is_domain_in_workgroup; }, local_accounts, name_was, domain_where, documented, "", "TechNet dd197464"},
  {StageId::identity,  "domain",                cause("unknown-domain"),                kReject,         Needs::account, "", [](const CheckInput& in) { return in.facts.subject.is_unknown_domain; }, known_domains, name_was, domain_where, documented, "", "TechNet dd197464"},
  {StageId::identity,  "domain-controller",     cause("domain-controller-unreachable"), kReject,         Needs::attempt, "domain-controller", is_unreachable<FieldId::domain_controller>, reachable,    field_was<FieldId::domain_controller>,  nowhere,       documented, "",     "TechNet dd197464"},
  {StageId::identity,  "global-catalog",        cause("global-catalog-unreachable"),    kReject,         Needs::attempt, "global-catalog", is_unreachable<FieldId::global_catalog>,  reachable,       field_was<FieldId::global_catalog>,     nowhere,       documented, "",     "TechNet dd197464"},
  {StageId::identity,  "account",               cause("unknown-user"),                  kReject,         Needs::account, "", [](const CheckInput& in) { return in.facts.subject.is_unknown_user; }, listed_account, name_was, nowhere, documented, "", "TechNet dd197464"},
  {StageId::lockout,   "remote-access-lockout", cause("remote-access-locked-out"),      kReject,         Needs::account, "at",            is_locked,                                 fewer_denials,   denials_was,                            lockout_where, disputed,   "G-4",  "MS KB816118, REGLOCK"},
};
// clang-format on

}  // namespace

std::span<const Check> request_checks() { return kChecks; }

std::string method_was(const CheckInput& in) {
  const Maybe<Method> method = in.facts.attempt.method();
  return method.is_present() ? std::string(name_of(method.value).label) : "unknown";
}

std::string field_was(const CheckInput& in, FieldId id) {
  const FieldValue& field = in.facts.attempt[id];
  if (field.presence == Presence::present) return field.text;
  return field.presence == Presence::unknown ? "unknown" : "absent";
}

}  // namespace rapsim
