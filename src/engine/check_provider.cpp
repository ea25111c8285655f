// Who answers the request (S4): RADIUS servers, or Windows itself and what it may read in the domain.
// Source: semantics.md 6.5, 6.6; SEED.
#include <range/v3/algorithm/any_of.hpp>

#include "engine/check_tables.hpp"
#include "engine/credentials.hpp"
#include "network/radius.hpp"

namespace rapsim {
namespace {

const Site& site_of(const CheckInput& in) { return *in.facts.site.site; }
const Rras& rras_of(const CheckInput& in) { return site_of(in).server.rras; }

// --- the request itself ---

Truth is_malformed(const CheckInput& in) {
  return in.facts.attempt.policy_server().is(PolicyServer::malformed_request);
}
std::string works(const CheckInput&) { return "a policy server that works"; }

Truth client_is_unknown(const CheckInput& in) { return is_unknown_client(site_of(in), in.facts.asker); }

std::string known_clients(const CheckInput& in) {
  std::string out;
  for (const RadiusClient& client : site_of(in).radius_clients)
    out += (out.empty() ? "" : ", ") + network_text(client.network.value) + " (" + client.name + ")";
  return out.empty() ? "no RADIUS client at all" : out;
}
std::string client_was(const CheckInput& in) {
  const Asker& asker = in.facts.asker;
  if (asker.client.is_present()) return asker.client.value->name;
  return asker.address.is_present() ? asker.address.value : "an unknown address";
}
Span clients_where(const CheckInput& in) { return site_of(in).radius_clients_where; }

// --- RADIUS: a server that answers ---

/// Asked by this RRAS server, of servers that somebody has described.
bool asks_radius(const CheckInput& in) {
  return !in.facts.asker.is_foreign && site_of(in).server.provider.value == Provider::radius &&
         rras_of(in).radius_servers_where.known();
}

bool is_filtered(const network::SilentServer& silent) {
  return silent.why == network::Silence::filtered_by_interface || silent.why == network::Silence::filtered_by_device;
}

/// A server that would answer but for filters: mending those is enough, whatever is wrong with the others.
bool is_only_filtered(const network::RadiusAnswer& answer, const RadiusServer& server) {
  bool any = false;
  for (const network::SilentServer& silent : answer.silent) {
    if (silent.server != &server) continue;
    if (!is_filtered(silent)) return false;
    any = true;
  }
  return any;
}

/// No server answers, and filters on the way are why, or something else is.
Truth is_silent(const CheckInput& in, bool by_filters) {
  const network::RadiusAnswer answer = network::ask_radius(site_of(in), false);
  if (answer.silent.empty()) return by_filters ? Truth::no : !answer.is_answered;
  Truth any = Truth::no;
  for (const network::SilentServer& silent : answer.silent) {
    if (!by_filters && is_only_filtered(answer, *silent.server)) return Truth::no;
    if (is_filtered(silent) == by_filters) any = any || silent.is_sure;
  }
  return any && !answer.is_answered;  // a filter that names addresses may be meant, or not
}
Truth is_filtered_off(const CheckInput& in) { return is_silent(in, true); }
Truth is_misconfigured(const CheckInput& in) { return is_silent(in, false); }

std::string an_answer(const CheckInput&) { return "an answer of a RADIUS server"; }
std::string silence_was(const CheckInput& in) {
  std::string out;
  for (const network::SilentServer& silent : network::ask_radius(site_of(in), false).silent)
    out += (out.empty() ? "" : "; ") + silent.server->name + ": " + std::string(network::silence_text(silent.why));
  return out.empty() ? "no RADIUS server is configured" : out;
}
Span silence_where(const CheckInput& in) {
  const network::RadiusAnswer answer = network::ask_radius(site_of(in), false);
  return answer.silent.empty() ? rras_of(in).radius_servers_where : answer.silent.front().where;
}

/// Windows answers although the policies are those of a RADIUS server: the local built-in ones are asked, which deny
/// whoever is not set to Allow (semantics 4.7).
Truth is_windows_by_mistake(const CheckInput& in) {
  if (in.facts.asker.is_foreign || !rras_of(in).policies_on_radius.value) return Truth::no;
  if (site_of(in).server.provider.value != Provider::windows) return Truth::no;
  const UserClass& account = in.facts.account;
  if (!account.is_known) return Truth::unknown;
  return truth(account.permission != AccountPermission::allow);
}
bool is_own(const CheckInput& in) { return !in.facts.asker.is_foreign; }
std::string radius_provider(const CheckInput&) { return "RADIUS: the policies are those of the RADIUS server"; }
std::string provider_was(const CheckInput& in) {
  return site_of(in).server.provider.value == Provider::windows ? "Windows" : "RADIUS";
}
Span provider_where(const CheckInput& in) { return site_of(in).server.provider.where; }

// --- Windows: reading the domain ---

/// Of the domain that the account is of: the server must be able to read each (cc757665).
const DirectoryAccess& access_of(const CheckInput& in) { return access_in(site_of(in), in.facts.subject.trusted); }

/// The VPN server itself authenticates for the domain (SEED); an NT 4.0 server has no such group.
bool reads_domain(const CheckInput& in) {
  if (in.facts.asker.is_radius) return false;
  const DomainMode mode = site_of(in).directory->mode.value;
  return (mode == DomainMode::native || mode == DomainMode::mixed) && !rras_of(in).is_nt4.value;
}

/// What holds of the account's domain; an account that nobody knows may be of any.
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

/// Membership counts as it was when the server started (SEED).
bool was_registered(const CheckInput& in, const DirectoryAccess& access, const std::string& domain) {
  const auto& at_start = in.facts.world.registered_at_start;
  if (const auto found = at_start.find(domain); found != at_start.end()) return found->second;
  return access.registered_at_start.is_given() ? access.registered_at_start.value : access.registered.value;
}

Truth is_outside(const CheckInput& in) { return truth(!rras_of(in).access.joined.value); }
std::string membership_was(const CheckInput& in) { return rras_of(in).access.joined.value ? "yes" : "no"; }
Span membership_where(const CheckInput& in) { return rras_of(in).access.joined.where; }

template <Setting<bool> DirectoryAccess::*Member>
Truth lacks(const CheckInput& in) {
  return in_domain(in, [](const DirectoryAccess& access, const std::string&) { return !(access.*Member).value; });
}
template <Setting<bool> DirectoryAccess::*Member>
Span access_where(const CheckInput& in) {
  return (access_of(in).*Member).where;
}
Truth has_wrong_type(const CheckInput& in) {
  return lacks<&DirectoryAccess::group_is_security>(in) || lacks<&DirectoryAccess::group_is_domain_local>(in);
}
constexpr std::string_view kDiffers = "unknown: not the same in every domain";

template <Setting<bool> DirectoryAccess::*Member>
std::string access_was(const CheckInput& in) {
  if (lacks<Member>(in) == Truth::unknown) return std::string(kDiffers);
  return (access_of(in).*Member).value ? "yes" : "no";
}
std::string type_was(const CheckInput& in) {
  if (has_wrong_type(in) == Truth::unknown) return std::string(kDiffers);
  return std::string(access_of(in).group_is_security.value ? "Security" : "Distribution") + ", " +
         (access_of(in).group_is_domain_local.value ? "Domain local" : "another scope");
}
Span type_where(const CheckInput& in) {
  const DirectoryAccess& access = access_of(in);
  return access.group_is_security.value ? access.group_is_domain_local.where : access.group_is_security.where;
}
template <bool IsNow>
Truth was_no_member(const CheckInput& in) {
  return in_domain(in, [&](const DirectoryAccess& access, const std::string& domain) {
    return !was_registered(in, access, domain) && access.registered.value == IsNow;
  });
}

/// NT 4.0 RAS reads accounts as Everyone; the domain controller's group counts as it was at its start (SEED).
bool is_nt4_in_mixed(const CheckInput& in) {
  return rras_of(in).is_nt4.value && site_of(in).directory->mode.value == DomainMode::mixed;
}
Truth cannot_read_as_nt4(const CheckInput& in) {
  const DirectoryAccess& access = rras_of(in).access;
  const bool now = access.everyone_in_pre_windows_2000.value;
  return truth(!in.facts.world.everyone_at_start.value_or(
      access.everyone_at_start.is_given() ? access.everyone_at_start.value : now));
}

/// A text for the column `wanted` or `was` that is always the same.
template <std::size_t N>
struct Fixed {
  char text[N]{};
  constexpr Fixed(const char (&from)[N]) {  // NOLINT: a literal becomes one
    for (std::size_t i = 0; i < N; ++i) text[i] = from[i];
  }
};
template <Fixed Text>
std::string say(const CheckInput&) {
  return Text.text;
}
/// The same of the account's domain.
template <Fixed Text>
std::string of_domain(const CheckInput& in) {
  const TrustedDomain* trusted = in.facts.subject.trusted;
  return Text.text + (trusted == nullptr ? "" : " of " + trusted->name);
}

using enum Basis;
constexpr auto kProvider = StageId::provider;
constexpr auto kReject = Answer::reject;
constexpr auto kNone = Answer::none;

// clang-format off
constexpr Check kChecks[] = {
  // stage   name                   cause                                 answer           needs           asked           violated           wanted         was            where          basis       gap  source
  {kProvider, "well-formed-request", cause("malformed-request"),           Answer::discard, Needs::attempt, "policy-server", is_malformed,      works,         field_was<FieldId::policy_server>, nowhere, documented, "", "TechNet dd197464, semantics 9"},
  {kProvider, "radius-path",         cause("radius-unreachable-filtered"), kNone,           Needs::attempt, "",             is_filtered_off,   an_answer,     silence_was,   silence_where, documented, "", "SEED, semantics 6.5", 0, asks_radius},
  {kProvider, "radius-answer",       cause("auth-provider-misconfigured"), kNone,           Needs::attempt, "",             is_misconfigured,  an_answer,     silence_was,   silence_where, documented, "", "SEED, semantics 6.5", 0, asks_radius},
  {kProvider, "radius-client",       cause("radius-client-unknown"),       Answer::discard, Needs::attempt, "nas NAS-IP-Address", client_is_unknown, known_clients, client_was, clients_where, documented, "", "RFC 2865 3"},
  {kProvider, "provider",            cause("auth-provider-misconfigured"), kReject,         Needs::account, "",             is_windows_by_mistake, radius_provider, provider_was, provider_where, inferred, "", "SEED, semantics 4.7", 0, is_own, false, 65},
  {kProvider, "domain-member",       cause("ad-server-not-joined"),        kReject,         Needs::attempt, "", is_outside, say<"a member of the domain">, membership_was, membership_where, documented, "", "SEED, semantics 6.6", 0, reads_domain},
  {kProvider, "ras-and-ias-servers", cause("ad-group-missing"),            kReject,         Needs::attempt, "user", lacks<&DirectoryAccess::group_exists>, of_domain<"the group RAS and IAS Servers">, access_was<&DirectoryAccess::group_exists>, access_where<&DirectoryAccess::group_exists>, documented, "", "SEED, semantics 6.6", 0, reads_domain},
  {kProvider, "ras-and-ias-servers-type", cause("ad-group-wrong-type"),    kReject,         Needs::attempt, "user", has_wrong_type, of_domain<"Security, Domain local">, type_was, type_where, documented, "", "SEED, semantics 6.6", 0, reads_domain},
  {kProvider, "access-check-read",   cause("ad-access-check-no-read"),     kReject,         Needs::attempt, "user", lacks<&DirectoryAccess::group_can_read>, of_domain<"Read on RAS and IAS Servers Access Check">, access_was<&DirectoryAccess::group_can_read>, access_where<&DirectoryAccess::group_can_read>, documented, "", "SEED, semantics 6.6", 0, reads_domain},
  {kProvider, "registered-server",   cause("ad-computer-not-member"),      kReject,         Needs::attempt, "user", was_no_member<false>, of_domain<"a member of RAS and IAS Servers">, access_was<&DirectoryAccess::registered>, access_where<&DirectoryAccess::registered>, documented, "", "SEED, semantics 6.6", 0, reads_domain},
  {kProvider, "membership-at-start", cause("ad-membership-cache-stale"),   kReject,         Needs::attempt, "user", was_no_member<true>, of_domain<"a member since before the server started">, access_was<&DirectoryAccess::registered>, access_where<&DirectoryAccess::registered>, documented, "", "SEED, semantics 6.6", 0, reads_domain},
  {kProvider, "pre-windows-2000-access", cause("nt4-pre-w2k-access"),      kReject,         Needs::attempt, "", cannot_read_as_nt4, say<"Everyone in Pre-Windows 2000 Compatible Access">, access_was<&DirectoryAccess::everyone_in_pre_windows_2000>, access_where<&DirectoryAccess::everyone_in_pre_windows_2000>, documented, "", "SEED, semantics 6.6", 0, is_nt4_in_mixed},
};
// clang-format on

}  // namespace

std::span<const Check> provider_checks() { return kChecks; }

}  // namespace rapsim
