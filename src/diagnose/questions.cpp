#include "diagnose/questions.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "diagnose/deviations.hpp"
#include "engine/stages/checks.hpp"
#include "model/load/load.hpp"
#include "network/addresses.hpp"
#include "network/path.hpp"
#include "network/probe.hpp"
#include "network/radius.hpp"

namespace rapsim {
namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

std::string probe(const SimulatedCase& play, const network::ProbeQuestion& question) {
  const network::ProbeCommand* command = network::find_probe(question.command);
  const network::ProbeResult result = command->run(*play.site().site, play.world(), question);
  return result.is_present() ? joined(result.value) : std::string{};
}

std::string ask_command(const SimulatedCase& play, std::string_view command) {
  return probe(play, {.command = std::string(command)});
}

/// Of every RADIUS server: one word, when they agree.
std::string ask_radius(const SimulatedCase& play, std::string_view command) {
  std::string out;
  for (const RadiusServer& server : play.site().site->server.rras.radius_servers) {
    const std::string one = probe(play, {.command = std::string(command), .name = server.name});
    if (one == "answers" || out.empty()) out = one;  // one that answers is enough
  }
  return out;
}

std::string outcome_of(const SimulatedCase& play) {
  if (play.is_connected()) return "connects";
  return play.explained().decision.outcome == Outcome::unknown ? std::string{} : "fails";
}

/// The reason code that the policy server logs.
std::string ask_log(const Setup&, const SimulatedCase& play) {
  const Decision& decision = play.explained().decision;
  if (!decision.answer.is_present() || decision.reason.is_unknown()) return {};
  if (decision.answer.value == Answer::none || decision.reason.is_absent()) return "nothing";
  return std::to_string(decision.reason.value);
}

std::string ask_other(const Setup& setup) {
  const auto play = SimulatedCase::of(setup);
  return play == nullptr ? std::string{} : outcome_of(*play);
}

/// Subject::key of who asks; empty: no account.
const std::string& account_key(const SimulatedCase& play) { return play.explained().facts().subject.key; }

/// The first other account that the documented policies let in the same way.
std::string ask_another_user(const Setup& setup, const SimulatedCase& play) {
  const std::string& own = account_key(play);
  for (const User& user : play.site().site->directory->users) {
    if (equal_without_case(user.name, own) || user.state.disabled.value) continue;
    Setup other = setup;
    other.attempt.set(FieldId::user, user.name);
    other.attempt.set(FieldId::password, Password::right);
    return ask_other(other);
  }
  return {};
}

std::string ask_another_tunnel(const Setup& setup, const SimulatedCase&) {
  const auto type = tunnel_of(setup);
  if (!type || !setup.attempt.strategy().is_absent()) return {};
  Setup other = setup;
  const auto row = std::ranges::find_if(tunnel_types(), [&](const TunnelTypeRow& each) { return each.type != *type; });
  other.attempt.set(FieldId::tunnel, row->type);
  return ask_other(other);
}

/// From a desk beside the server: no device between, no Internet interface.
std::string ask_inside(const Setup& setup, const SimulatedCase&) {
  Setup other = setup;
  other.site.network.devices.clear();
  other.site.network.route.value = true;
  other.site.network.loss.value = Loss::none;
  other.site.network.name_resolution.value = NameResolution::works;
  other.site.server.rras.internet.filters.value = InterfaceFilters::none;
  return ask_other(other);
}

/// The same on another computer with default settings, the password typed with care.
std::string ask_another_client(const Setup& setup, const SimulatedCase&) {
  Setup other = setup;
  for (const FieldId id :
       {FieldId::password, FieldId::encryption_requires, FieldId::encryption_can, FieldId::client_ipx_node,
        FieldId::client_address, FieldId::client_certificate, FieldId::client_preshared_key})
    other.attempt[id] = FieldValue{};
  Diagnostics none;
  complete_attempt(other.attempt, other.site, {}, none);
  return ask_other(other);
}

/// What `net user NAME /domain` shows.
std::string ask_account(const Setup&, const SimulatedCase& play) {
  const UserClass* account = nullptr;
  const auto& users = play.site().accounts->users;
  if (const auto found = users.find(account_key(play)); found != users.end())
    account = &play.site().accounts->classes[found->second.in_class];
  if (account == nullptr) return "not found";
  const auto flag = [](bool value) { return value ? "yes" : "no"; };
  const std::int64_t now = play.world().clock.value.time_since_epoch().count();
  const bool is_expired = account->expires && *account->expires <= now;
  const bool is_closed = play.site().accounts->logon_hours[account->logon_hours].open.empty();
  return std::string("active ") + flag(!account->disabled) + ", locked " + flag(account->locked_out) + ", expired " +
         flag(is_expired) + ", logon hours " + (is_closed ? "none" : "some") + ", password expired " +
         flag(account->password_expired || account->must_change_password);
}

/// What a device, or the server's Internet interface, drops of this attempt's tunnel.
template <network::Obstacle kBy>
std::string ask_drops(const Setup& setup, const SimulatedCase& play) {
  const auto type = tunnel_of(setup);
  const Site& site = *play.site().site;
  const FieldValue& from = setup.attempt[FieldId::from];
  std::vector<std::string> out;
  for (const TunnelTypeRow& row : tunnel_types())
    for (const PacketNeed& need : row.needs) {
      const bool may_be = type ? *type == row.type : dialect_knows(site.dialect.value, row.type);
      if (!may_be || need.past != kBy || !network::must_pass(need.traffic, kBy, site)) continue;
      const auto packet = network::packet_of(need.traffic, site, parse_ipv4(from.text));
      if (network::exchange(site, packet, kBy).arrives == Truth::no) out.emplace_back(need.traffic.label);
    }
  return out.empty() ? "nothing" : joined(out);
}

/// What the log of the first RADIUS server shows of the request.
std::string ask_radius_log(const Setup&, const SimulatedCase& play) {
  const Site& site = *play.site().site;
  if (site.server.rras.radius_servers.empty()) return {};
  const network::RadiusAnswer answer = network::ask_radius(site, false);
  for (const network::SilentServer& silent : answer.silent) {
    if (silent.why == network::Silence::unknown_client) return "a request of an unknown client";
    if (silent.why == network::Silence::secret_mismatch) return "a request with a bad authenticator";
  }
  return answer.server == nullptr ? "nothing" : "the request";
}

/// The error that RRAS logs for itself (semantics 2.11, texts of raserror.h).
std::string ask_ras_log(const Setup&, const SimulatedCase& play) {
  constexpr std::pair<std::string_view, std::string_view> kErrors[] = {
      {"day-and-time", "940"}, {"port-type", "941"},     {"authentication-method", "942"}, {"server-methods", "942"},
      {"bap", "943"},          {"radius-answer", "930"}, {"radius-path", "930"},           {"inbound-ports", "913"}};
  for (const CheckStep& step : play.explained().trace.checks) {
    if (step.violated != Truth::yes || !step.counts) continue;
    for (const auto& [check, number] : kErrors)
      if (checks()[step.check].name == check) return std::string(number);
    break;
  }
  return "nothing";
}

/// Of the account's domain.
const DirectoryAccess& access_of(const Setup& setup, const SimulatedCase& play) {
  const Site& site = *play.site().site;
  return access_in(site, find_trusted_domain(*site.directory, setup.trusted_domain));
}

std::string ask_registered(const Setup& setup, const SimulatedCase& play) {
  return probe(play, {.command = "registered-server", .name = setup.trusted_domain});
}
std::string ask_group(const Setup& setup, const SimulatedCase& play) {
  const DirectoryAccess& access = access_of(setup, play);
  if (!access.group_exists.value) return "no such group";
  return std::string(access.group_is_security.value ? "Security" : "Distribution") +
         (access.group_is_domain_local.value ? ", Domain local" : ", another scope");
}
std::string ask_access_check(const Setup& setup, const SimulatedCase& play) {
  return access_of(setup, play).group_can_read.value ? "Read" : "no Read";
}
std::string ask_membership(const Setup&, const SimulatedCase& play) {
  return play.site().site->server.rras.access.joined.value ? "a domain" : "a workgroup";
}

/// What is cached is read again.
std::string ask_restart(const Setup& setup, const SimulatedCase&) {
  Setup other = setup;
  DirectoryAccess& own = other.site.server.rras.access;
  own.registered_at_start = own.everyone_at_start = {};
  other.site.directory = std::make_shared<Directory>(*other.site.directory);
  for (TrustedDomain& domain : other.site.directory->trusted_domains) domain.access.registered_at_start = {};
  other.world.registered_at_start.clear();
  other.world.everyone_at_start = std::nullopt;
  return ask_other(other);
}

std::string ask_policies(const Setup&, const SimulatedCase& play) {
  return std::to_string(play.site().site->policies.size());
}

std::string ask_protocols(const Setup&, const SimulatedCase& play) {
  std::vector<std::string> out;
  const Rras& rras = play.site().site->server.rras;
  for (std::size_t row = 0; row < kLanProtocolCount; ++row)
    if (rras.protocols[row].enabled.value)
      out.push_back(std::string(kLanProtocols[row]) +
                    (rras.protocols[row].network_access.value ? " (entire network)" : " (this computer only)"));
  return out.empty() ? "none" : joined(out);
}

/// What the client's connection is set to, as its property pages show it.
std::string ask_client(const Setup& setup, const SimulatedCase&) {
  std::vector<std::string> out;
  for (const FieldId id : {FieldId::encryption_requires, FieldId::encryption_can, FieldId::client_protocols,
                           FieldId::client_ipx_node, FieldId::client_address, FieldId::client_certificate})
    if (const FieldValue& field = setup.attempt[id]; field.presence == Presence::present)
      out.push_back(std::string(field_row(id).name) + " " + field.text);
  return joined(out);
}

std::string ask_profile(const Setup& setup, const SimulatedCase& play) {
  const Site& site = *play.site().site;
  if (setup.policy == kNoPolicy || setup.policy >= site.policies.size()) return {};
  const Profile& profile = site.policies[setup.policy].profile;
  std::vector<std::string> out;
  for (const ListedMethod& listed : profile.authentication.value.methods) out.emplace_back(name_of(listed.method).name);
  if (profile.encryption.value != 0) out.push_back("encryption " + std::to_string(profile.encryption.value));
  if (profile.multilink.value == Multilink::allowed) out.emplace_back("multilink");
  if (profile.bap_required.value) out.emplace_back("BAP required");
  if (profile.input_filter.drop_by_default.value) out.emplace_back("input filters");
  if (profile.output_filter.drop_by_default.value) out.emplace_back("output filters");
  return joined(out);
}

/// Whether the routers of the intranet have a route to the client's address.
std::string ask_routes(const Setup&, const SimulatedCase& play) {
  const Intranet& intranet = play.site().site->intranet;
  if (!intranet.is_given()) return {};
  std::vector<std::string> out;
  for (const Network& network : intranet.routes) out.push_back(network_text(network));
  if (intranet.routing_protocol.value) out.emplace_back("a routing protocol");
  return out.empty() ? "none" : joined(out);
}

std::string ask_duplicate(const Setup&, const SimulatedCase& play) {
  const network::AddressOffer offer = network::next_address(*play.site().site, play.world());
  if (offer.address == 0 || !play.site().site->intranet.hosts_where.known()) return {};
  for (const Network& host : play.site().site->intranet.hosts)
    if (host.contains(offer.address)) return "another node answers";
  return "no node answers";
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}
bool is_number_or_nothing(std::string_view text) { return text == "nothing" || is_number(text); }
bool is_reason_or_nothing(std::string_view text) {
  const auto is_it = [&](const Reason& row) { return std::to_string(row.number) == text; };
  return text == "nothing" || std::any_of(reasons().begin(), reasons().end(), is_it);
}

constexpr std::string_view kPorts[] = {"LISTENING", "LISTENING or FILTERED", "NOT LISTENING", "FILTERED"};
constexpr std::string_view kConnects[] = {"connects", "fails"};

// clang-format off
constexpr ClueQuestion kQuestions[] = {
  {"event-log", "look at the policy server's log for this attempt: its reason code (0: granted), or `nothing`", ask_log, {}, true, "semantics 9", is_reason_or_nothing},
  {"portqry-1723", "portqry -n SERVER -e 1723, from the client's network", [](const Setup&, const SimulatedCase& p) { return probe(p, {.command = "portqry", .port = 1723}); }, kPorts, false, "SEED"},
  {"portqry-1701", "portqry -n SERVER -e 1701 -p UDP, from the client's network; silence proves nothing", [](const Setup&, const SimulatedCase& p) { return probe(p, {.command = "portqry", .port = 1701, .is_udp = true}); }, kPorts, false, "SEED"},
  {"ping", "ping the server from the client's network; many firewalls drop it while the VPN works", [](const Setup&, const SimulatedCase& p) { return ask_command(p, "ping"); }, {}, false, "SEED"},
  {"netstat", "netstat -aon on the server: which of TCP 1723, UDP 1701 ... it listens on", [](const Setup&, const SimulatedCase& p) { return ask_command(p, "netstat"); }, {}, false, "SEED"},
  {"service", "sc query RemoteAccess on the server", [](const Setup&, const SimulatedCase& p) { return ask_command(p, "service"); }, {}, false, "SEED"},
  {"ports", "the Ports view of the console", [](const Setup&, const SimulatedCase& p) { return ask_command(p, "ports"); }, {}, false, "SEED"},
  {"registered-server", "netsh ras show registeredserver, in the domain of the account", ask_registered, {}, false, "SEED"},
  {"localgroup", "net localgroup \"Pre-Windows 2000 Compatible Access\"", [](const Setup&, const SimulatedCase& p) { return ask_command(p, "localgroup"); }, {}, false, "SEED"},
  {"radius", "a test request to the RADIUS server from the VPN server", [](const Setup&, const SimulatedCase& p) { return ask_radius(p, "radius"); }, {}, false, "SEED"},
  {"radius-accounting", "accounting records in the RADIUS server's log", [](const Setup&, const SimulatedCase& p) { return ask_radius(p, "radius-accounting"); }, {}, false, "SEED"},
  {"dhcp-adapter", "the adapter for DHCP addresses, in the server's properties", [](const Setup&, const SimulatedCase& p) { return ask_command(p, "dhcp-adapter"); }, {}, false, "SEED"},
  {"address", "ipconfig /all on the server: where the RAS interface has its address from", [](const Setup&, const SimulatedCase& p) { return ask_command(p, "address"); }, {}, false, "SEED"},
  {"account", "net user NAME /domain", ask_account, {}, false, "semantics 5.2"},
  {"another-user", "another account from the same client: `connects` or `fails`", ask_another_user, kConnects, false, "rapsim's choice"},
  {"another-client", "the same account from another computer with default settings: `connects` or `fails`", ask_another_client, kConnects, false, "rapsim's choice"},
  {"another-tunnel", "the same with the other type of VPN: `connects` or `fails`", ask_another_tunnel, kConnects, false, "rapsim's choice"},
  {"firewall-log", "the logs of the firewalls between client and server: which packets of the attempt they drop, or `nothing`", ask_drops<network::Obstacle::device>, {}, false, "semantics 7.2"},
  {"interface-log", "the dropped packets of the server's Internet interface, or `nothing`", ask_drops<network::Obstacle::interface_filter>, {}, false, "semantics 6.7"},
  {"radius-log", "the log of the RADIUS server: `the request`, `nothing`, or what it says of it", ask_radius_log, {}, false, "semantics 6.5"},
  {"ras-log", "the error number that RRAS logs for the attempt, or `nothing`", ask_ras_log, {}, true, "semantics 2.11", is_number_or_nothing},
  {"ras-and-ias-servers", "the group RAS and IAS Servers in Active Directory Users and Computers: type and scope", ask_group, {}, false, "SEED"},
  {"access-check", "the rights of that group on the object RAS and IAS Servers Access Check", ask_access_check, {}, false, "SEED"},
  {"domain-member", "the server's System Properties: `a domain` or `a workgroup`", ask_membership, {}, false, "SEED"},
  {"restart", "the same after a restart of the server and of the domain controller: `connects` or `fails`", ask_restart, kConnects, false, "SEED"},
  {"protocols", "the server's LAN protocols for remote access, and how far each may reach", ask_protocols, {}, false, "SEED"},
  {"client-settings", "the property pages of the client's connection", ask_client, {}, false, "SEED"},
  {"profile", "the profile of the policy that matches: methods, encryption, multilink, filters", ask_profile, {}, false, "SEED"},
  {"routes", "routes to the VPN server's clients on the intranet's routers", ask_routes, {}, false, "SEED"},
  {"duplicate", "arp or ping for the client's address while the client is not connected", ask_duplicate, {}, false, "SEED"},
  {"policies", "how many remote access policies the policy server lists", ask_policies, {}, false, "semantics 2.7", is_number},
  {"inside", "the same from inside, beside the server: `connects` or `fails`", ask_inside, kConnects, false, "rapsim's choice"},
};
// clang-format on

}  // namespace

std::span<const ClueQuestion> clue_questions() { return kQuestions; }

const ClueQuestion* find_question(std::string_view id) {
  const auto found =
      std::find_if(std::begin(kQuestions), std::end(kQuestions), [&](const ClueQuestion& row) { return row.id == id; });
  return found == std::end(kQuestions) ? nullptr : &*found;
}

}  // namespace rapsim
