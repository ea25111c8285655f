// Until the tunnel is up: the way to the server (S0), the server's gate (S1), GRE and IPsec (S2).
// Source: semantics.md 6.1, 6.2, 6.7, 7.1, 7.2; the page itself (SEED).
#include "engine/check_tables.hpp"
#include "engine/tunnels.hpp"
#include "model/tunnel_table.hpp"
#include "network/path.hpp"

namespace rapsim {
namespace {

using network::Delivery;
using network::Obstacle;

const Site& site_of(const CheckInput& in) { return *in.facts.site.site; }
const Rras& rras_of(const CheckInput& in) { return site_of(in).server.rras; }

// --- path (S0) ---

Truth name_fails(const CheckInput& in) {
  return is_vpn(in) && truth(site_of(in).network.name_resolution.value != NameResolution::works);
}
std::string name_was(const CheckInput& in) {
  constexpr std::string_view kTexts[] = {"resolves", "does not resolve", "resolves to another address"};
  return std::string(kTexts[static_cast<std::size_t>(site_of(in).network.name_resolution.value)]);
}
Span name_where(const CheckInput& in) { return site_of(in).network.name_resolution.where; }

Truth way_is_lost(const CheckInput& in) {
  const NetworkPath& path = site_of(in).network;
  const Truth lost = !path.route.value                ? Truth::yes
                     : path.loss.value == Loss::total ? Truth::yes
                     : path.loss.value == Loss::some  ? Truth::unknown
                                                      : Truth::no;
  return is_vpn(in) && lost;
}
std::string way_was(const CheckInput& in) {
  const NetworkPath& path = site_of(in).network;
  constexpr std::string_view kLosses[] = {"they arrive", "some are lost", "every packet is lost"};
  return !path.route.value ? "no route" : std::string(kLosses[static_cast<std::size_t>(path.loss.value)]);
}
Span way_where(const CheckInput& in) {
  const NetworkPath& path = site_of(in).network;
  return path.route.value ? path.loss.where : path.route.where;
}

std::optional<std::uint32_t> client_address(const CheckInput& in) {
  const FieldValue& from = in.facts.attempt[FieldId::from];
  return from.presence == Presence::present ? parse_ipv4(from.text) : std::nullopt;
}

bool may_be(const CheckInput& in, TunnelType type) {
  return of_tunnel(in, [&](TunnelType each) { return truth(each == type); }) != Truth::no;
}

/// Past obstacles of other kinds: what stands behind them is a cause, too.
Delivery delivery_of(const CheckInput& in, const PacketNeed& need) {
  const network::Packet packet = network::packet_of(need.traffic, site_of(in), client_address(in));
  return network::exchange(site_of(in), packet, need.past);
}

/// Nothing stands in the way of a site that describes no devices and no filters.
bool may_be_stopped(const CheckInput& in, TunnelType type, const PacketNeed& need) {
  const Site& site = site_of(in);
  const bool has_obstacle = need.past == Obstacle::interface_filter
                                ? rras_of(in).internet.filters.value != InterfaceFilters::none
                                : !site.network.devices.empty();
  return has_obstacle && may_be(in, type) && network::must_pass(need.traffic, need.past, site);
}
Truth is_stopped(const CheckInput& in, TunnelType type, const PacketNeed& need) {
  return of_tunnel(in, [&](TunnelType each) { return each == type ? !delivery_of(in, need).arrives : Truth::no; });
}
std::string stopped_was(const CheckInput& in, const PacketNeed& need) {
  const Delivery delivery = delivery_of(in, need);
  if (delivery.arrives == Truth::yes) return "it passes";
  const std::string by =
      delivery.device != nullptr ? " by `" + delivery.device->name + "`" : " by the filters of the Internet interface";
  return (delivery.obstacle == Obstacle::gre_unsupported ? "not forwarded" : "dropped") + by;
}

template <std::size_t kRow, std::size_t kPlace>
Check packet_check() {
  static constexpr TunnelType kType = kTunnelTypes[kRow].type;
  static constexpr PacketNeed kNeed = kTunnelTypes[kRow].needs.values[kPlace];
  return {
      .stage = kNeed.is_connected ? StageId::tunnel : StageId::path,
      .name = kNeed.check,
      .cause = kNeed.cause,
      .answer = Answer::none,
      .needs = Needs::attempt,
      .asked = "tunnel from",
      .violated = [](const CheckInput& in) { return is_stopped(in, kType, kNeed); },
      .wanted = [](const CheckInput&) { return std::string(kNeed.traffic.label) + " to the server and back"; },
      .was = [](const CheckInput& in) { return stopped_was(in, kNeed); },
      .where = [](const CheckInput& in) { return delivery_of(in, kNeed).where; },
      .basis = kNeed.basis,
      .gap = kNeed.gap,
      .source = kNeed.source,
      .applies = [](const CheckInput& in) { return may_be_stopped(in, kType, kNeed); },
      .ends_automatic = kNeed.is_connected,
  };
}
/// One for each of the packets that each type of tunnel needs.
template <std::size_t kRow = 0, std::size_t kPlace = 0>
void add_packet_checks(std::vector<Check>& out) {
  if constexpr (kRow == kTunnelTypes.size()) {
    return;
  } else if constexpr (kPlace == kTunnelTypes[kRow].needs.size) {
    add_packet_checks<kRow + 1>(out);
  } else {
    out.push_back(packet_check<kRow, kPlace>());
    add_packet_checks<kRow, kPlace + 1>(out);
  }
}

// --- server (S1) ---

Truth is_stopped_service(const CheckInput& in) { return is_vpn(in) && truth(!rras_of(in).is_started.value); }
Span service_where(const CheckInput& in) { return rras_of(in).is_started.where; }
std::string started(const CheckInput&) { return "started"; }
std::string service_was(const CheckInput& in) { return rras_of(in).is_started.value ? "started" : "stopped"; }
std::string agent_was(const CheckInput& in) { return rras_of(in).ipsec.policy_agent.value ? "started" : "stopped"; }

Truth has_no_role(const CheckInput& in) { return is_vpn(in) && truth(!rras_of(in).remote_access.value); }
Span role_where(const CheckInput& in) { return rras_of(in).remote_access.where; }
std::string enabled(const CheckInput&) { return "enabled"; }
std::string role_was(const CheckInput& in) { return rras_of(in).remote_access.value ? "enabled" : "disabled"; }

const PortSettings& ports_of(const CheckInput& in, TunnelType type) { return rras_of(in).ports[type]; }
bool has_listener_ports(const PortSettings& ports) {
  return ports.count.value > 0 && (ports.inbound.value || ports.demand_dial.value);
}

/// Neither use is on for any type: nobody meant that. One type without a listener is how the page makes a server of the
/// other type.
bool has_any_listener_ports(const CheckInput& in) {
  for (const PortSettings& ports : rras_of(in).ports)
    if (has_listener_ports(ports)) return true;
  return false;
}

Truth lacks_type(const CheckInput& in) {
  return of_tunnel(in, [&](TunnelType type) {
    const PortSettings& ports = ports_of(in, type);
    return truth(ports.count.value == 0 || (!has_listener_ports(ports) && has_any_listener_ports(in)));
  });
}
Truth does_not_listen(const CheckInput& in) {
  if (has_any_listener_ports(in)) return Truth::no;  // the other type is what the server is for: lacks_type()
  return of_tunnel(in, [&](TunnelType type) { return truth(!has_listener_ports(ports_of(in, type))); });
}
Truth is_not_inbound(const CheckInput& in) {
  return of_tunnel(in, [&](TunnelType type) {
    const PortSettings& ports = ports_of(in, type);
    return truth(ports.count.value > 0 && !ports.inbound.value);
  });
}

std::optional<TunnelType> type_of(const CheckInput& in) {
  return tunnel_type_of(in.facts.attempt[FieldId::tunnel].number);
}
std::string type_name(const CheckInput& in) {
  const auto type = type_of(in);
  return type ? std::string(row_of(*type).name) : "VPN";
}
std::string ports_wanted(const CheckInput& in) { return type_name(in) + " ports for inbound connections"; }
std::string ports_was(const CheckInput& in) {
  const auto type = type_of(in);
  if (!type) return "unknown";
  const PortSettings& ports = ports_of(in, *type);
  if (ports.count.value == 0) return "none";
  return std::to_string(ports.count.value) + (ports.inbound.value       ? " inbound"
                                              : ports.demand_dial.value ? ", for demand-dial only"
                                                                        : ", neither inbound nor demand-dial");
}
Span ports_where(const CheckInput& in) {
  const auto type = type_of(in);
  if (!type) return {};
  const PortSettings& ports = ports_of(in, *type);
  return ports.inbound.value || !ports.inbound.is_given() ? ports.count.where : ports.inbound.where;
}

std::uint32_t most_sessions(Edition edition) {
  return edition == Edition::web ? kMostWebSessions : edition == Edition::standard ? kMostStandardSessions : UINT32_MAX;
}
template <Edition Which>
Truth is_full_edition(const CheckInput& in) {
  const bool is_it = rras_of(in).edition.value == Which;
  return is_vpn(in) && truth(is_it && in.facts.world.live_sessions >= most_sessions(Which));
}
std::string edition_wanted(const CheckInput& in) {
  return "fewer than " + std::to_string(most_sessions(rras_of(in).edition.value)) + " connections";
}
std::string sessions_was(const CheckInput& in) { return std::to_string(in.facts.world.live_sessions); }
Span edition_where(const CheckInput& in) { return rras_of(in).edition.where; }

std::uint32_t free_of(const CheckInput& in, TunnelType type) {
  return network::free_ports(site_of(in), type, in.facts.world.used_ports[type]);
}
/// One port is enough: links beyond the first are added later, or not at all.
Truth has_no_free_port(const CheckInput& in) {
  return of_tunnel(
      in, [&](TunnelType type) { return truth(ports_of(in, type).count.value > 0 && free_of(in, type) == 0); });
}
std::string free_port(const CheckInput& in) { return "a free " + type_name(in) + " port"; }
std::string used_ports_was(const CheckInput& in) {
  const auto type = type_of(in);
  if (!type) return "unknown";
  const PortSettings& ports = ports_of(in, *type);
  return std::to_string(in.facts.world.used_ports[*type]) + " of " + std::to_string(ports.count.value) +
         " used by clients, " + std::to_string(ports.used_by_demand_dial.value) + " by demand-dial routers";
}
Span count_where(const CheckInput& in) {
  const auto type = type_of(in);
  return type ? ports_of(in, *type).count.where : Span{};
}

// --- tunnel (S2) ---

template <class Holds>
Truth of_ipsec(const CheckInput& in, Holds holds) {
  return of_tunnel(in, [&](TunnelType type) { return row_of(type).is_inside_ipsec() ? holds() : Truth::no; });
}
bool may_be_ipsec(const CheckInput& in) {
  return of_ipsec(in, [] { return Truth::yes; }) != Truth::no;
}

Truth has_no_ipsec_rule(const CheckInput& in) {
  return of_ipsec(in, [&] { return truth(!rras_of(in).ipsec.policy_agent.value); });
}
Span agent_where(const CheckInput& in) { return rras_of(in).ipsec.policy_agent.where; }

bool has_two_keys(const CheckInput& in) {
  return !rras_of(in).ipsec.preshared_key.value.empty() &&
         in.facts.attempt[FieldId::client_preshared_key].presence != Presence::absent;
}
Truth certificates_fail(const CheckInput& in) {
  return of_ipsec(in, [&] {
    if (has_two_keys(in)) return Truth::no;
    const FieldValue& client = in.facts.attempt[FieldId::client_certificate];
    const Truth client_fails = client.presence == Presence::unknown ? Truth::unknown : truth(client.number != 0);
    return client_fails || truth(rras_of(in).ipsec.certificate.value != Certificate::valid);
  });
}
std::string certificates_wanted(const CheckInput&) { return "valid computer certificates on both sides"; }
std::string certificates_was(const CheckInput& in) {
  constexpr std::string_view kStates[] = {"valid", "missing", "expired", "untrusted"};
  return "server: " + std::string(kStates[static_cast<std::size_t>(rras_of(in).ipsec.certificate.value)]) +
         ", client: " + field_was(in, FieldId::client_certificate);
}
Span certificate_where(const CheckInput& in) { return rras_of(in).ipsec.certificate.where; }

Truth keys_differ(const CheckInput& in) {
  return of_ipsec(in, [&] {
    if (!has_two_keys(in)) return Truth::no;
    const FieldValue& client = in.facts.attempt[FieldId::client_preshared_key];
    if (client.presence == Presence::unknown) return Truth::unknown;
    return truth(client.text != rras_of(in).ipsec.preshared_key.value);
  });
}
std::string same_key(const CheckInput&) { return "the same preshared key on both sides"; }
std::string key_was(const CheckInput& in) { return keys_differ(in) == Truth::no ? "the same" : "another one"; }
Span key_where(const CheckInput& in) { return rras_of(in).ipsec.preshared_key.where; }

/// KB 926179: by default the client talks to no server behind a NAT; with 1 only while it is behind none itself.
Truth nat_is_refused(const CheckInput& in) {
  return of_ipsec(in, [&] {
    if (!network::has_nat(site_of(in), Nat::of_server)) return Truth::no;
    const FieldValue& traversal = in.facts.attempt[FieldId::client_nat_traversal];
    if (traversal.presence == Presence::unknown) return Truth::unknown;
    const bool is_client_behind = network::has_nat(site_of(in), Nat::of_client);
    return truth(traversal.number < (is_client_behind ? kNatTraversalBoth : kNatTraversalServer));
  });
}
std::string traversal_wanted(const CheckInput& in) {
  return network::has_nat(site_of(in), Nat::of_client) ? "both-behind-nat" : "server-behind-nat";
}

using enum Basis;
constexpr auto kNone = Answer::none;
constexpr auto kPath = StageId::path;
constexpr auto kServer = StageId::server;
constexpr auto kTunnel = StageId::tunnel;

// clang-format off
constexpr Check kWayChecks[] = {
  {kPath, "server-name", cause("server-unreachable"), kNone, Needs::attempt, "tunnel", name_fails, [](const CheckInput&) { return std::string("the server's address"); }, name_was, name_where, inferred, "", "SEED, RASERR 868"},
  {kPath, "server-route", cause("server-unreachable"), kNone, Needs::attempt, "tunnel", way_is_lost, [](const CheckInput&) { return std::string("packets that arrive"); }, way_was, way_where, documented, "", "SEED"},
};
constexpr Check kServerChecks[] = {
  {kServer, "service", cause("rras-not-started"), kNone, Needs::attempt, "tunnel", is_stopped_service, started, service_was, service_where, documented, "", "SEED, semantics 6.1"},
  {kServer, "remote-access-role", cause("remote-access-disabled"), kNone, Needs::attempt, "tunnel", has_no_role, enabled, role_was, role_where, documented, "", "SEED, semantics 6.1"},
  {kServer, "tunnel-type", cause("tunnel-protocol-unsupported"), kNone, Needs::attempt, "tunnel", lacks_type, ports_wanted, ports_was, ports_where, documented, "", "SEED, KB323441"},
  {kServer, "listener", cause("server-not-listening"), kNone, Needs::attempt, "tunnel", does_not_listen, ports_wanted, ports_was, ports_where, inferred, "", "SEED, semantics 6.2"},
  {kServer, "inbound-ports", cause("ports-not-inbound-enabled"), kNone, Needs::attempt, "tunnel", is_not_inbound, ports_wanted, ports_was, ports_where, documented, "", "SEED, semantics 6.2"},
  {kServer, "web-edition", cause("edition-limit-web"), kNone, Needs::attempt, "tunnel", is_full_edition<Edition::web>, edition_wanted, sessions_was, edition_where, documented, "G-12", "SEED"},
  {kServer, "standard-edition", cause("edition-limit-standard"), kNone, Needs::attempt, "tunnel", is_full_edition<Edition::standard>, edition_wanted, sessions_was, edition_where, documented, "G-12", "SEED"},
  {kServer, "free-port", cause("ports-exhausted"), kNone, Needs::attempt, "tunnel", has_no_free_port, free_port, used_ports_was, count_where, documented, "", "SEED, semantics 6.2"},
  {kTunnel, "ipsec-agent", cause("ipsec-agent-stopped"), kNone, Needs::attempt, "tunnel", has_no_ipsec_rule, started, agent_was, agent_where, documented, "", "TR, semantics 7.1", 0, may_be_ipsec},
  {kTunnel, "ipsec-certificates", cause("l2tp-certificate-problem"), kNone, Needs::attempt, "tunnel client.certificate", certificates_fail, certificates_wanted, certificates_was, certificate_where, documented, "", "semantics 7.2", 0, may_be_ipsec},
  {kTunnel, "ipsec-preshared-key", cause("l2tp-preshared-key-mismatch"), kNone, Needs::attempt, "tunnel client.preshared-key", keys_differ, same_key, key_was, key_where, documented, "", "semantics 7.2", 0, may_be_ipsec},
  {kTunnel, "ipsec-nat", cause("l2tp-server-behind-nat"), kNone, Needs::attempt, "tunnel client.nat-traversal", nat_is_refused, traversal_wanted, field_was<FieldId::client_nat_traversal>, nowhere, documented, "", "KB926179", 0, may_be_ipsec},
};
// clang-format on

}  // namespace

std::span<const Check> path_checks() {
  static const std::vector<Check> all = [] {
    std::vector<Check> out(std::begin(kWayChecks), std::end(kWayChecks));
    add_packet_checks(out);
    out.insert(out.end(), std::begin(kServerChecks), std::end(kServerChecks));
    std::ranges::stable_sort(out, {}, &Check::stage);
    return out;
  }();
  return all;
}

}  // namespace rapsim
