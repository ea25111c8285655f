// Before the account is looked at: methods in common, the name, remote access account lockout.
#include "engine/stages/check_tables.hpp"

namespace rapsim {
namespace {

// --- link: a method in common (S3) ---

/// An unknown method is one that they agreed on.
Truth has_no_common_method(const CheckInput& in, Evidence* evidence) {
  const Setting<MethodList>& offered = site_of(in).server.methods;
  const Maybe<Method> method = attempt_of(in).method();
  if (evidence != nullptr) *evidence = {method_labels(offered.value), method_text(in), offered.where};
  if (offered.value.methods.empty()) return Truth::yes;
  return truth(method.is_present() && !offered.value.has_type_of(method.value));
}

bool shares_method(const MethodList& profile, const MethodList& offered) {
  for (const ListedMethod& listed : profile.methods)
    if (offered.has_type(listed.method)) return true;
  return false;
}

/// The policy that would decide wants just the method that the client uses, and no method that the server offers. The
/// policy server is not asked by then; that its answer would be no better is worth telling first (inferred).
Truth profile_conflicts(const CheckInput& in, Evidence* evidence) {
  const Truth has_none = has_no_common_method(in, evidence);
  const MethodList& offered = site_of(in).server.methods.value;
  const Maybe<Method> method = attempt_of(in).method();
  if (offered.methods.empty()) return Truth::no;  // no profile would do
  if (has_none != Truth::yes || !method.is_present()) return Truth::no;
  const Subject& subject = in.facts.subject;
  const Truth is_no_account = subject.is_unknown_user || subject.is_unknown_domain || subject.is_domain_in_workgroup;
  if (is_no_account == Truth::yes) return Truth::no;  // no profile would decide
  bool may_conflict = false, may_not = is_no_account == Truth::unknown;
  for (const PolicyIndex index : in.facts.site.policy_order) {
    const Policy& policy = site_of(in).policies[index];
    PolicyStep step{.policy = index};
    const Truth matched =
        policy.enabled.value ? match_rule(in.facts.site.policies[index], in.facts, nullptr, step) : Truth::no;
    if (matched == Truth::no) continue;
    const Setting<MethodList>& wanted = policy.profile.authentication;
    const bool conflicts =
        wanted.is_given() && wanted.value.has_type({method.value.type, 0}) && !shares_method(wanted.value, offered);
    (conflicts ? may_conflict : may_not) = true;
    if (matched == Truth::yes) return may_conflict && may_not ? Truth::unknown : truth(may_conflict);
  }
  return may_conflict ? Truth::unknown : Truth::no;
}

// --- identity (S6) ---

template <PolicyServer Fault>
Truth has_fault(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr) *evidence = {"a policy server that works", field_text(in, FieldId::policy_server)};
  return attempt_of(in).policy_server().is(Fault);
}

/// A workgroup has neither domain controllers nor a global catalog.
template <FieldId Id>
Truth is_unreachable(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr) *evidence = {"reachable", field_text(in, Id)};
  if (site_of(in).directory->mode.value == DomainMode::workgroup) return Truth::no;
  return attempt_of(in).get<Reachability>(Id).is(Reachability::unreachable);
}

std::string name_text(const CheckInput& in) {
  return attempt_of(in).text(FieldId::user).is_present() ? in.facts.subject.name : "unknown";
}

Truth is_domain_in_workgroup(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr)
    *evidence = {"a local account of " + site_of(in).server.name.value, name_text(in),
                 site_of(in).directory->domain.where};
  return in.facts.subject.is_domain_in_workgroup;
}

std::string known_domains(const Directory& directory) {
  std::string out = directory.domain.value;
  if (!directory.dns_name.value.empty()) out += ", " + directory.dns_name.value;
  for (const Reference& suffix : directory.upn_suffixes) out += ", " + suffix.text;
  for (const TrustedDomain& trusted : directory.trusted_domains) out += ", " + trusted.name;
  return out;
}

Truth is_unknown_domain(const CheckInput& in, Evidence* evidence) {
  const Directory& directory = *site_of(in).directory;
  if (evidence != nullptr) *evidence = {known_domains(directory), name_text(in), directory.domain.where};
  return in.facts.subject.is_unknown_domain;
}

Truth is_unknown_user(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr) *evidence = {"an account of the directory", name_text(in)};
  return in.facts.subject.is_unknown_user;
}

// --- lockout (S7) ---

/// G-4: locked when the counter reaches MaxDenials; the timer runs from the last failure and is not extended.
Truth locks(const CheckInput& in, const Denials& denials) {
  const std::uint32_t most = site_of(in).server.lockout.max_denials.value;
  if (most == 0) return Truth::no;
  const bool exceeds = site_of(in).readings.is_on(Reading::lockout_exceeds);
  if (exceeds ? denials.count <= most : denials.count < most) return Truth::no;
  if (!in.facts.world.clock.is_present()) return Truth::unknown;
  return truth(in.facts.world.clock.value < denials.last + site_of(in).server.lockout.reset_time.value);
}

/// An unknown account may be any of those that are locked.
Truth is_locked(const CheckInput& in, Evidence* evidence) {
  const auto& all = in.facts.world.denials;
  const auto found = all.find(in.facts.subject.key);
  if (evidence != nullptr) {
    const Setting<std::uint32_t>& most = site_of(in).server.lockout.max_denials;
    const bool exceeds = site_of(in).readings.is_on(Reading::lockout_exceeds);
    *evidence = {
        (exceeds ? "at most " : "fewer than ") + std::to_string(most.value) + " failures within the reset time",
        std::to_string(found == all.end() ? 0 : found->second.count), most.where};
  }
  if (in.facts.account.is_known) return found == all.end() ? Truth::no : locks(in, found->second);
  Truth any = Truth::no;
  for (const auto& [account, denials] : all) any = any || locks(in, denials);
  return any && Truth::unknown;
}

using enum FieldId;
constexpr auto kLink = StageId::link;
constexpr auto kIdentity = StageId::identity;

// clang-format off
constexpr Check kChecks[] = {
  {.stage = kLink, .name = "profile-conflict", .cause = cause("profile-server-conflict-auth"), .answer = Answer::none,
   .asked = {authentication}, .reads_conditions = true, .check = profile_conflicts, .basis = Basis::inferred, .source = "SEED"},
  {.stage = kLink, .name = "common-method", .cause = cause("no-common-auth-method"), .answer = Answer::none,
   .asked = {authentication}, .check = has_no_common_method, .gap = "G-13", .source = "semantics 6.4"},

  {.stage = kIdentity, .name = "policy-server-error", .cause = cause("policy-server-error"),
   .asked = {policy_server}, .check = has_fault<PolicyServer::internal_error>, .source = "TechNet dd197464"},
  {.stage = kIdentity, .name = "policy-server-rights", .cause = cause("policy-server-access-denied"),
   .asked = {policy_server}, .check = has_fault<PolicyServer::access_denied>, .source = "TechNet dd197464"},
  {.stage = kIdentity, .name = "policy-server-available", .cause = cause("policy-server-unavailable"),
   .asked = {policy_server}, .check = has_fault<PolicyServer::unavailable>, .source = "TechNet dd197464"},
  {.stage = kIdentity, .name = "local-account", .cause = cause("domain-user-in-workgroup"), .needs = Needs::account,
   .also_reads = kAccountFields, .check = is_domain_in_workgroup, .source = "TechNet dd197464"},
  {.stage = kIdentity, .name = "domain", .cause = cause("unknown-domain"), .needs = Needs::account,
   .also_reads = kAccountFields, .check = is_unknown_domain, .source = "TechNet dd197464"},
  {.stage = kIdentity, .name = "domain-controller", .cause = cause("domain-controller-unreachable"),
   .asked = {domain_controller}, .check = is_unreachable<domain_controller>, .source = "TechNet dd197464"},
  {.stage = kIdentity, .name = "global-catalog", .cause = cause("global-catalog-unreachable"),
   .asked = {global_catalog}, .check = is_unreachable<global_catalog>, .source = "TechNet dd197464"},
  {.stage = kIdentity, .name = "account", .cause = cause("unknown-user"), .needs = Needs::account,
   .also_reads = kAccountFields, .check = is_unknown_user, .source = "TechNet dd197464"},

  {.stage = StageId::lockout, .name = "remote-access-lockout", .cause = cause("remote-access-locked-out"), .needs = Needs::account,
   .asked = {at}, .also_reads = kAccountFields, .check = is_locked, .basis = Basis::disputed, .gap = "G-4", .source = "MS KB816118, REGLOCK"},
};
// clang-format on

}  // namespace

std::span<const Check> request_checks() { return kChecks; }

}  // namespace rapsim
