// Who answers the request (S4): RADIUS servers, or Windows itself and what it may read in the domain.
// Source: semantics.md 6.5, 6.6; SEED.
#include <range/v3/algorithm/any_of.hpp>

#include "base/text.hpp"
#include "engine/stages/check_tables.hpp"
#include "network/radius.hpp"

namespace rapsim {
namespace {

// --- the request itself ---

Truth is_malformed(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr) *evidence = {"a policy server that works", field_text(in, FieldId::policy_server)};
  return attempt_of(in).policy_server().is(PolicyServer::malformed_request);
}

std::string known_clients(const Site& site) {
  std::string out;
  for (const RadiusClient& client : site.radius_clients)
    add_item(out, network_text(client.network.value) + " (" + client.name + ")");
  return out.empty() ? "no RADIUS client at all" : out;
}

std::string client_text(const RequestOrigin& asker) {
  if (asker.client.is_present()) return asker.client.value->name;
  return asker.address.is_present() ? asker.address.value : "an unknown address";
}

Truth client_is_unknown(const CheckInput& in, Evidence* evidence) {
  const Site& site = site_of(in);
  if (evidence != nullptr) *evidence = {known_clients(site), client_text(in.facts.asker), site.radius_clients_where};
  return is_unknown_client(site, in.facts.asker);
}

// --- RADIUS: a server that answers ---

/// Asked by this RRAS server, of servers that somebody has described.
bool asks_radius(const CheckInput& in) {
  return is_own(in) && site_of(in).server.provider.value == Provider::radius &&
         rras_of(in).radius_servers_where.known();
}

bool is_filtered(const network::SilentServer& silent) {
  return silent.why == network::Silence::filtered_by_interface || silent.why == network::Silence::filtered_by_device;
}

/// A server that would answer but for filters: fixing those is enough, even if the others have faults.
bool is_only_filtered(const network::RadiusAnswer& answer, const RadiusServer& server) {
  bool any = false;
  for (const network::SilentServer& silent : answer.silent) {
    if (silent.server != &server) continue;
    if (!is_filtered(silent)) return false;
    any = true;
  }
  return any;
}

std::string silence_texts(const network::RadiusAnswer& answer) {
  std::string out;
  for (const network::SilentServer& silent : answer.silent)
    add_item(out, silent.server->name + ": " + std::string(network::silence_text(silent.why)), "; ");
  return out.empty() ? "no RADIUS server is configured" : out;
}

/// No server answers, and filters on the way are why, or something else is.
template <bool ByFilters>
Truth is_silent(const CheckInput& in, Evidence* evidence) {
  const network::RadiusAnswer answer = network::ask_radius(site_of(in), false);
  if (evidence != nullptr)
    *evidence = {"an answer of a RADIUS server", silence_texts(answer),
                 answer.silent.empty() ? rras_of(in).radius_servers_where : answer.silent.front().where};
  if (answer.silent.empty()) return ByFilters ? Truth::no : !answer.is_answered;
  Truth any = Truth::no;
  for (const network::SilentServer& silent : answer.silent) {
    if (!ByFilters && is_only_filtered(answer, *silent.server)) return Truth::no;
    if (is_filtered(silent) == ByFilters) any = any || silent.is_sure;
  }
  return any && !answer.is_answered;  // a filter that names addresses may be meant, or not
}

/// Windows answers although the policies are those of a RADIUS server: the local built-in ones are asked, which deny
/// whoever is not set to Allow (semantics 4.7).
Truth is_windows_by_mistake(const CheckInput& in, Evidence* evidence) {
  const Setting<Provider>& provider = site_of(in).server.provider;
  const bool is_windows = provider.value == Provider::windows;
  if (evidence != nullptr)
    *evidence = {"RADIUS: the policies are those of the RADIUS server", is_windows ? "Windows" : "RADIUS",
                 provider.where};
  if (!is_own(in) || !rras_of(in).policies_on_radius.value || !is_windows) return Truth::no;
  const UserClass& account = in.facts.account;
  return account.is_known ? truth(account.permission != AccountPermission::allow) : Truth::unknown;
}

// --- Windows: reading the domain ---

/// The VPN server itself authenticates for the domain (SEED); an NT 4.0 server has no such group.
bool reads_domain(const CheckInput& in) {
  if (in.facts.asker.is_radius) return false;
  const DomainMode mode = site_of(in).directory->mode.value;
  return (mode == DomainMode::native || mode == DomainMode::mixed) && !rras_of(in).is_nt4.value;
}

Truth is_outside(const CheckInput& in, Evidence* evidence) {
  const Setting<bool>& joined = rras_of(in).access.joined;
  if (evidence != nullptr) *evidence = {"a member of the domain", yes_no(joined.value), joined.where};
  return truth(!joined.value);
}

/// What holds of the account's domain, which the server must be able to read (cc757665); an account that is not known
/// may be of any.
template <class Rule>
Truth in_domain(const CheckInput& in, Rule holds) {
  const TrustedDomain* trusted = in.facts.subject.trusted;
  if (trusted != nullptr) return truth(holds(trusted->access, trusted->name));
  const bool own = holds(rras_of(in).access, std::string());
  const bool is_any = in.facts.subject.name.empty();
  const auto differs = [&](const TrustedDomain& domain) { return holds(domain.access, domain.name) != own; };
  if (is_any && ranges::any_of(site_of(in).directory->trusted_domains, differs)) return Truth::unknown;
  return truth(own);
}

using AccessFlag = Setting<bool> DirectoryAccess::*;
Truth lacks(const CheckInput& in, AccessFlag flag) {
  return in_domain(in, [&](const DirectoryAccess& access, const std::string&) { return !(access.*flag).value; });
}

const DirectoryAccess& access_of(const CheckInput& in) { return access_in(site_of(in), in.facts.subject.trusted); }

/// `is`: what the domain of the account has; unknown while that may be several.
Evidence domain_evidence(const CheckInput& in, std::string must_be, Truth is_lacking, std::string is, Span where) {
  const TrustedDomain* trusted = in.facts.subject.trusted;
  if (trusted != nullptr) must_be += " of " + trusted->name;
  if (is_lacking == Truth::unknown) is = "unknown: not the same in every domain";
  return {std::move(must_be), std::move(is), where};
}
Evidence domain_evidence(const CheckInput& in, std::string must_be, AccessFlag flag) {
  const Setting<bool>& setting = access_of(in).*flag;
  return domain_evidence(in, std::move(must_be), lacks(in, flag), yes_no(setting.value), setting.where);
}

Truth has_no_group(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr)
    *evidence = domain_evidence(in, "the group RAS and IAS Servers", &DirectoryAccess::group_exists);
  return lacks(in, &DirectoryAccess::group_exists);
}

Truth has_wrong_type(const CheckInput& in, Evidence* evidence) {
  const Truth is_wrong =
      lacks(in, &DirectoryAccess::group_is_security) || lacks(in, &DirectoryAccess::group_is_domain_local);
  if (evidence == nullptr) return is_wrong;
  const Setting<bool>&security = access_of(in).group_is_security, &local = access_of(in).group_is_domain_local;
  *evidence = domain_evidence(in, "Security, Domain local", is_wrong,
                              std::string(security.value ? "Security" : "Distribution") + ", " +
                                  (local.value ? "Domain local" : "another scope"),
                              security.value ? local.where : security.where);
  return is_wrong;
}

Truth cannot_be_read(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr)
    *evidence = domain_evidence(in, "Read on RAS and IAS Servers Access Check", &DirectoryAccess::group_can_read);
  return lacks(in, &DirectoryAccess::group_can_read);
}

/// Membership counts as it was when the server started (SEED).
bool was_registered(const CheckInput& in, const DirectoryAccess& access, const std::string& domain) {
  const auto& at_start = in.facts.world.registered_at_start;
  if (const auto found = at_start.find(domain); found != at_start.end()) return found->second;
  return access.registered_at_start.is_given() ? access.registered_at_start.value : access.registered.value;
}

/// Registered since, or not at all.
template <bool IsNow>
Truth was_no_member(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr)
    *evidence =
        domain_evidence(in, IsNow ? "a member since before the server started" : "a member of RAS and IAS Servers",
                        &DirectoryAccess::registered);
  return in_domain(in, [&](const DirectoryAccess& access, const std::string& domain) {
    return !was_registered(in, access, domain) && access.registered.value == IsNow;
  });
}

bool is_nt4_in_mixed(const CheckInput& in) {
  return rras_of(in).is_nt4.value && site_of(in).directory->mode.value == DomainMode::mixed;
}

/// NT 4.0 RAS reads accounts as Everyone; the domain controller's group counts as it was at its start (SEED).
Truth cannot_read_as_nt4(const CheckInput& in, Evidence* evidence) {
  constexpr AccessFlag kNow = &DirectoryAccess::everyone_in_pre_windows_2000;
  const Setting<bool>&now = rras_of(in).access.*kNow, &at_start = rras_of(in).access.everyone_at_start;
  if (evidence != nullptr) {
    *evidence = domain_evidence(in, {}, kNow);
    evidence->must_be = "Everyone in Pre-Windows 2000 Compatible Access";  // of the server's own domain
  }
  return truth(!in.facts.world.everyone_at_start.value_or(at_start.is_given() ? at_start.value : now.value));
}

using enum FieldId;
constexpr auto kProvider = StageId::provider;
constexpr FieldSet kDomainFields = kAccountFields | nas;
constexpr Asked kNasAddress{"NAS-IP-Address"};

// clang-format off
constexpr Check kChecks[] = {
  {.stage = kProvider, .name = "well-formed-request", .cause = cause("malformed-request"), .answer = Answer::discard,
   .asked = {policy_server}, .check = is_malformed, .source = "TechNet dd197464, semantics 9"},
  {.stage = kProvider, .name = "radius-path", .cause = cause("radius-unreachable-filtered"), .answer = Answer::none,
   .also_reads = nas, .check = is_silent<true>, .applies = asks_radius, .source = "SEED, semantics 6.5"},
  {.stage = kProvider, .name = "radius-answer", .cause = cause("auth-provider-misconfigured"), .answer = Answer::none,
   .also_reads = nas, .check = is_silent<false>, .applies = asks_radius, .source = "SEED, semantics 6.5"},
  {.stage = kProvider, .name = "radius-client", .cause = cause("radius-client-unknown"), .answer = Answer::discard,
   .asked = {nas, kNasAddress}, .check = client_is_unknown, .source = "RFC 2865 3"},
  {.stage = kProvider, .name = "provider", .cause = cause("auth-provider-misconfigured"), .needs = Needs::account,
   .also_reads = kDomainFields, .check = is_windows_by_mistake, .applies = is_own, .basis = Basis::inferred, .source = "SEED, semantics 4.7", .reason = 65},
  {.stage = kProvider, .name = "domain-member", .cause = cause("ad-server-not-joined"),
   .also_reads = nas, .check = is_outside, .applies = reads_domain, .source = "SEED, semantics 6.6"},
  {.stage = kProvider, .name = "ras-and-ias-servers", .cause = cause("ad-group-missing"),
   .asked = {user}, .also_reads = kDomainFields, .check = has_no_group, .applies = reads_domain, .source = "SEED, semantics 6.6"},
  {.stage = kProvider, .name = "ras-and-ias-servers-type", .cause = cause("ad-group-wrong-type"),
   .asked = {user}, .also_reads = kDomainFields, .check = has_wrong_type, .applies = reads_domain, .source = "SEED, semantics 6.6"},
  {.stage = kProvider, .name = "access-check-read", .cause = cause("ad-access-check-no-read"),
   .asked = {user}, .also_reads = kDomainFields, .check = cannot_be_read, .applies = reads_domain, .source = "SEED, semantics 6.6"},
  {.stage = kProvider, .name = "registered-server", .cause = cause("ad-computer-not-member"),
   .asked = {user}, .also_reads = kDomainFields, .check = was_no_member<false>, .applies = reads_domain, .source = "SEED, semantics 6.6"},
  {.stage = kProvider, .name = "membership-at-start", .cause = cause("ad-membership-cache-stale"),
   .asked = {user}, .also_reads = kDomainFields, .check = was_no_member<true>, .applies = reads_domain, .source = "SEED, semantics 6.6"},
  {.stage = kProvider, .name = "pre-windows-2000-access", .cause = cause("nt4-pre-w2k-access"),
   .check = cannot_read_as_nt4, .applies = is_nt4_in_mixed, .source = "SEED, semantics 6.6"},
};
// clang-format on

}  // namespace

std::span<const Check> provider_checks() { return kChecks; }

}  // namespace rapsim
