// What each tool shows, from the same packets, listeners and books that attempts meet. A tool tells what one sees, not
// why: silence is silence, whether a filter or a server makes it.
#include "network/probe.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "network/addresses.hpp"
#include "network/listeners.hpp"
#include "network/path.hpp"
#include "network/radius.hpp"

namespace rapsim::network {
namespace {

using Lines = std::vector<std::string>;

ProbeResult line(std::string_view text) { return ProbeResult::of({std::string(text)}); }
ProbeResult lines(Lines found) {
  if (found.empty()) found.emplace_back("none");
  return ProbeResult::of(std::move(found));
}
ProbeResult either(Truth value, std::string_view yes, std::string_view no) {
  if (value == Truth::unknown) return ProbeResult::unknown();
  return line(value == Truth::yes ? yes : no);
}

constexpr std::string_view kUnknownHost = "unknown host";

/// What a name that does not lead to the server makes of every tool that is given it; absent: it does.
ProbeResult of_name(const Site& site) {
  switch (site.network.name_resolution.value) {
    case NameResolution::works:
      return ProbeResult::absent();
    case NameResolution::fails:
      return line(kUnknownHost);
    case NameResolution::wrong_address:
      break;  // another computer answers, or none
  }
  return ProbeResult::unknown();
}

ProbeResult ping(const Site& site, const World& /*world*/, const ProbeQuestion& /*question*/) {
  if (ProbeResult named = of_name(site); !named.is_absent()) return named;
  return either(exchange(site, packet_of(traffic::icmp, site, std::nullopt)).arrives, "reply", "timed out");
}

// --- ports ---

/// Ports that the model knows the listener of, in the order of netstat.
std::vector<Traffic> listened_ports() {
  std::vector<Traffic> out;
  const auto add_types = [&](std::uint8_t protocol) {
    for (const TunnelTypeRow& row : tunnel_types())
      if (row.listener.protocol == protocol) out.push_back(row.listener);
  };
  add_types(kTcp);
  out.push_back(traffic::ike);
  add_types(kUdp);
  out.push_back(traffic::nat_traversal);
  return out;
}

Truth is_listening_on(const Site& site, std::uint8_t protocol, std::uint16_t port) {
  const auto is_it = [&](const Traffic& each) { return each.protocol == protocol && each.destination_port == port; };
  for (const TunnelTypeRow& row : tunnel_types())
    if (is_it(row.listener))
      return is_listening(site, row.type) ? Truth::yes : row.shares_port ? Truth::unknown : Truth::no;
  const Truth runs_ike = truth(site.server.rras.ipsec.policy_agent.value);  // IKE is part of it
  if (is_it(traffic::ike)) return runs_ike;
  // NAT traversal came after Windows 2000, as an update there.
  const bool is_update = site.dialect.value == Dialect::windows_2000;
  return is_it(traffic::nat_traversal) ? runs_ike && (is_update ? Truth::unknown : Truth::yes) : Truth::unknown;
}

ProbeResult netstat(const Site& site, const World& /*world*/, const ProbeQuestion& /*question*/) {
  Lines found;
  for (const Traffic& each : listened_ports())
    if (is_listening_on(site, each.protocol, each.destination_port) == Truth::yes) found.emplace_back(each.label);
  return lines(std::move(found));
}
std::vector<std::string_view> netstat_results() {
  std::vector<std::string_view> out;
  for (const Traffic& each : listened_ports()) out.push_back(each.label);
  out.emplace_back("none");
  return out;
}

constexpr std::string_view kListening = "LISTENING", kNotListening = "NOT LISTENING", kFiltered = "FILTERED",
                           kSilence = "LISTENING or FILTERED";

/// A connection is accepted or refused, and the answer comes back; anything else is silence.
ProbeResult portqry_tcp(const Site& site, const Packet& packet, Truth is_open) {
  const Truth answered = exchange(site, packet).arrives;
  if (answered == Truth::no) return line(kFiltered);
  return answered == Truth::unknown ? ProbeResult::unknown() : either(is_open, kListening, kNotListening);
}

/// None of these services answers what portqry sends: IKE drops it, and IPsec drops what comes to UDP 1701 outside it.
/// Only the ICMP message of a closed port tells something, when it gets back.
ProbeResult portqry_udp(const Site& site, const Packet& packet, Truth is_open) {
  Packet unreachable = answer_to(packet);
  unreachable.protocol = kIcmp;
  unreachable.icmp_type = unreachable.icmp_code = 3;  // destination unreachable, port unreachable
  unreachable.source_port = unreachable.destination_port = 0;
  const Truth refused = deliver(site, packet, Direction::to_server).arrives && !is_open &&
                        deliver(site, unreachable, Direction::from_server).arrives;
  return either(refused, kNotListening, kSilence);
}

ProbeResult portqry(const Site& site, const World& /*world*/, const ProbeQuestion& question) {
  if (ProbeResult named = of_name(site); !named.is_absent()) return named;
  const std::uint8_t protocol = question.is_udp ? kUdp : kTcp;
  Packet packet{.protocol = protocol};
  packet.destination = parse_ipv4(site.server.address.value);
  packet.destination_port = question.port;
  const Truth is_open = is_listening_on(site, protocol, question.port);
  return question.is_udp ? portqry_udp(site, packet, is_open) : portqry_tcp(site, packet, is_open);
}

// --- the directory ---

/// The group as it is now, not what the server remembers of it.
ProbeResult registered_server(const Site& site, const World& /*world*/, const ProbeQuestion& question) {
  const TrustedDomain* trusted = find_trusted_domain(*site.directory, question.name);
  const bool is_own = question.name.empty() || equal_without_case(question.name, site.directory->domain.value);
  if (trusted == nullptr && !is_own) return ProbeResult::unknown();
  const DirectoryAccess& access = access_in(site, trusted);
  return either(truth(access.group_exists.value && access.registered.value), "registered", "not registered");
}

ProbeResult localgroup(const Site& site, const World& /*world*/, const ProbeQuestion& /*question*/) {
  return either(truth(site.server.rras.access.everyone_in_pre_windows_2000.value), "Everyone", "no Everyone");
}

// --- the console ---

/// `PPTP: 2 active, 3 inactive`; a stopped service shows none.
ProbeResult ports(const Site& site, const World& world, const ProbeQuestion& /*question*/) {
  Lines found;
  for (const TunnelTypeRow& row : tunnel_types()) {
    const std::uint32_t count = site.server.rras.ports[row.type].count.value;
    if (!site.server.rras.is_started.value || count == 0) continue;
    const std::uint32_t inactive = free_ports(site, row.type, world.used_ports[row.type]);
    found.push_back(std::string(row.name) + ": " + std::to_string(count - inactive) + " active, " +
                    std::to_string(inactive) + " inactive");
  }
  return lines(std::move(found));
}

ProbeResult service(const Site& site, const World& /*world*/, const ProbeQuestion& /*question*/) {
  return either(truth(site.server.rras.is_started.value), "started", "stopped");
}

ProbeResult shown_adapter(const Site& site, const World& /*world*/, const ProbeQuestion& /*question*/) {
  const AddressSettings& addresses = site.server.rras.addresses;
  const Adapter* const adapter = dhcp_adapter(site);
  if (adapter != nullptr) return line(adapter->name);
  return addresses.adapter.value.empty() ? ProbeResult::unknown() : line(addresses.adapter.value);
}

ProbeResult dhcp(const Site& site, const World& /*world*/, const ProbeQuestion& question) {
  const std::vector<Adapter>& adapters = site.intranet.adapters;
  const auto found = std::ranges::find(adapters, question.name, &Adapter::name);
  if (found == adapters.end()) return ProbeResult::unknown();
  return either(truth(found->dhcp.value), "answers", "no answer");
}

/// The server's own address is of the kind that the next client gets.
ProbeResult address(const Site& site, const World& world, const ProbeQuestion& /*question*/) {
  if (site.server.rras.addresses.source.value == AddressSource::static_pool) return line("pool");
  if (world.addresses[static_cast<std::size_t>(AddressOrigin::dhcp)].leased > 0) return line("dhcp");
  return either(has_dhcp(site), "dhcp", "apipa");
}

// --- RADIUS ---

template <bool IsAccounting>
ProbeResult radius(const Site& site, const World& /*world*/, const ProbeQuestion& question) {
  const std::vector<RadiusServer>& servers = site.server.rras.radius_servers;
  const auto found = std::ranges::find(servers, question.name, &RadiusServer::name);
  if (found == servers.end()) return ProbeResult::unknown();
  return either(answers(site, *found, IsAccounting), "answers", "no answer");
}

using Results = std::vector<std::string_view>;
using enum NameUse;

// clang-format off
const std::array<ProbeCommand, 12> kCommands = {{
  // name                 what one types                                            port   name   run                results                                             summary, source
  {"address",             "ipconfig /all, the RAS server's interface",              false, none,   address,           Results{"pool", "dhcp", "apipa"},
   "where the server's own address, and those of its clients, come from", "SEED, semantics 6.3"},
  {"dhcp",                "ipconfig /renew on an adapter of the server",            false, needed,  dhcp,              Results{"answers", "no answer"},
   "whether a DHCP server answers on an adapter", "SEED, semantics 6.3"},
  {"dhcp-adapter",        "Routing and Remote Access, properties of the server, IP", false, none,   shown_adapter,     Results{},
   "the adapter that DHCP addresses are obtained on", "SEED"},
  {"localgroup",          "net localgroup \"Pre-Windows 2000 Compatible Access\"",  false, none,   localgroup,        Results{"Everyone", "no Everyone"},
   "whether Everyone is a member", "SEED"},
  {"netstat",             "netstat -aon",                                           false, none,   netstat,           netstat_results(),
   "what the server listens on, of the ports that matter here", "SEED"},
  {"ping",                "ping SERVER",                                            false, none,   ping,              Results{"reply", "timed out", kUnknownHost},
   "whether ICMP gets from the client to the server and back; no proof of anything else", "SEED"},
  {"portqry",             "portqry -n SERVER -e PORT [-p UDP]",                     true,  none,   portqry,           Results{kListening, kNotListening, kFiltered, kSilence, kUnknownHost},
   "the state of a port from the client; silence on UDP proves nothing, and GRE has no port", "SEED"},
  {"ports",               "Routing and Remote Access, Ports",                       false, none,   ports,             Results{},
   "ports of each type that are in use and free", "SEED"},
  {"radius",              "a test request to a RADIUS server from the VPN server",  false, needed,  radius<false>,     Results{"answers", "no answer"},
   "whether a RADIUS server answers authentication requests", "semantics 6.5"},
  {"radius-accounting",   "the accounting records in the RADIUS server's log",      false, needed,  radius<true>,      Results{"answers", "no answer"},
   "whether a RADIUS server answers accounting requests", "semantics 6.5"},
  {"registered-server",   "netsh ras show registeredserver [DOMAIN]",               false, optional, registered_server, Results{"registered", "not registered"},
   "whether the server's computer account is in RAS and IAS Servers now, in its domain or a trusted one", "SEED"},
  {"service",             "sc query RemoteAccess",                                  false, none,   service,           Results{"started", "stopped"},
   "the state of the Routing and Remote Access service", "SEED"},
}};
// clang-format on

}  // namespace

std::span<const ProbeCommand> probe_commands() { return kCommands; }

const ProbeCommand* find_probe(std::string_view name) {
  const auto found = std::ranges::find(kCommands, name, &ProbeCommand::name);
  return found == kCommands.end() ? nullptr : &*found;
}

}  // namespace rapsim::network
