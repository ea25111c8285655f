// Until the tunnel is up: the way to the server (S0), the server's gate (S1), GRE and IPsec (S2).
// Source: semantics.md 6.1, 6.2, 6.7, 7.1, 7.2; the page itself (SEED).
#include "engine/check_tables.hpp"
#include "engine/tunnels.hpp"
#include "network/traffic.hpp"

namespace rapsim {
namespace {

using network::Delivery;
using network::Obstacle;
using network::Traffic;

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
  const Maybe<std::string_view> from = in.facts.attempt.text(FieldId::from);
  return from.is_present() ? parse_ipv4(from.value) : std::nullopt;
}

/// Past obstacles of other kinds: what stands behind them is a cause, too.
Delivery delivery_of(const CheckInput& in, Traffic traffic, Obstacle by) {
  const network::Packet packet = network::packet_of(traffic, site_of(in), client_address(in));
  return network::exchange_past(site_of(in), packet, by);
}

template <TunnelType Type>
bool may_be_type(const CheckInput& in) {
  return of_tunnel(in, [](TunnelType type) { return truth(type == Type); }) != Truth::no;
}

/// Nothing stands in the way of a site that describes no devices and no filters.
template <TunnelType Type, Traffic What, Obstacle By>
bool may_be_stopped(const CheckInput& in) {
  const Site& site = site_of(in);
  const bool has_obstacle = By == Obstacle::interface_filter
                                ? rras_of(in).internet.filters.value != InterfaceFilters::none
                                : !site.network.devices.empty();
  return has_obstacle && may_be_type<Type>(in) && network::must_pass(What, By, site);
}

/// Whether packets of one kind, of one type of tunnel, are stopped by one kind of obstacle.
template <TunnelType Type, Traffic What, Obstacle By>
Truth is_stopped(const CheckInput& in) {
  return of_tunnel(in, [&](TunnelType type) {
    if (type != Type) return Truth::no;
    return !delivery_of(in, What, By).arrives;
  });
}
template <Traffic What, Obstacle By>
Span stopped_where(const CheckInput& in) {
  return delivery_of(in, What, By).where;
}
template <Traffic What, Obstacle By>
std::string stopped_was(const CheckInput& in) {
  const Delivery delivery = delivery_of(in, What, By);
  if (delivery.arrives == Truth::yes) return "it passes";
  const std::string by =
      delivery.device != nullptr ? " by `" + delivery.device->name + "`" : " by the filters of the Internet interface";
  return (delivery.obstacle == Obstacle::gre_unsupported ? "not forwarded" : "dropped") + by;
}
template <Traffic What>
std::string to_pass(const CheckInput&) {
  return std::string(network::traffic_name(What)) + " to the server and back";
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

const PortSettings& ports_of(const CheckInput& in, TunnelType type) {
  return rras_of(in).ports[static_cast<std::size_t>(type)];
}
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

std::optional<TunnelType> type_of(const CheckInput& in) { return in.facts.attempt.tunnel().value; }
std::string type_name(const CheckInput& in) {
  const auto type = type_of(in);
  return type ? std::string(kTunnelTypes[static_cast<std::size_t>(*type)].name) : "VPN";
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
  return network::free_ports(site_of(in), type, in.facts.world.used_ports[static_cast<std::size_t>(type)]);
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
  return std::to_string(in.facts.world.used_ports[static_cast<std::size_t>(*type)]) + " of " +
         std::to_string(ports.count.value) + " used by clients, " + std::to_string(ports.used_by_demand_dial.value) +
         " by demand-dial routers";
}
Span count_where(const CheckInput& in) {
  const auto type = type_of(in);
  return type ? ports_of(in, *type).count.where : Span{};
}

// --- tunnel (S2) ---

template <class Holds>
Truth of_l2tp(const CheckInput& in, Holds holds) {
  return of_tunnel(in, [&](TunnelType type) { return type == TunnelType::l2tp ? holds() : Truth::no; });
}

Truth has_no_ipsec_rule(const CheckInput& in) {
  return of_l2tp(in, [&] { return truth(!rras_of(in).ipsec.policy_agent.value); });
}
Span agent_where(const CheckInput& in) { return rras_of(in).ipsec.policy_agent.where; }

bool has_two_keys(const CheckInput& in) {
  return !rras_of(in).ipsec.preshared_key.value.empty() &&
         !in.facts.attempt.text(FieldId::client_preshared_key).is_absent();
}
Truth certificates_fail(const CheckInput& in) {
  return of_l2tp(in, [&] {
    if (has_two_keys(in)) return Truth::no;
    return !in.facts.attempt.certificate().is(Certificate::valid) ||
           truth(rras_of(in).ipsec.certificate.value != Certificate::valid);
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
  return of_l2tp(in, [&] {
    if (!has_two_keys(in)) return Truth::no;
    return !in.facts.attempt.text(FieldId::client_preshared_key).is(rras_of(in).ipsec.preshared_key.value);
  });
}
std::string same_key(const CheckInput&) { return "the same preshared key on both sides"; }
std::string key_was(const CheckInput& in) { return keys_differ(in) == Truth::no ? "the same" : "another one"; }
Span key_where(const CheckInput& in) { return rras_of(in).ipsec.preshared_key.where; }

/// KB 926179: by default the client talks to no server behind a NAT; with 1 only while it is behind none itself.
Truth nat_is_refused(const CheckInput& in) {
  return of_l2tp(in, [&] {
    if (!network::has_nat(site_of(in), Nat::of_server)) return Truth::no;
    const bool is_client_behind = network::has_nat(site_of(in), Nat::of_client);
    const NatTraversal least = is_client_behind ? NatTraversal::both : NatTraversal::server;
    return in.facts.attempt.nat_traversal().meets([&](NatTraversal set) { return set < least; });
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
constexpr auto kPptp = TunnelType::pptp;
constexpr auto kL2tp = TunnelType::l2tp;
constexpr auto kDevice = Obstacle::device;
constexpr auto kInterface = Obstacle::interface_filter;

/// A row for packets that one kind of obstacle stops.
template <TunnelType Type, Traffic What, Obstacle By>
constexpr Check packet_row(StageId stage, std::string_view name, CauseId cause, Basis basis, std::string_view gap,
                           std::string_view source, bool ends_automatic = false) {
  return {stage,
          name,
          cause,
          kNone,
          Needs::attempt,
          "tunnel from",
          is_stopped<Type, What, By>,
          to_pass<What>,
          stopped_was<What, By>,
          stopped_where<What, By>,
          basis,
          gap,
          source,
          0,
          may_be_stopped<Type, What, By>,
          ends_automatic};
}

// clang-format off
constexpr Check kChecks[] = {
  {kPath, "server-name", cause("server-unreachable"), kNone, Needs::attempt, "tunnel", name_fails, [](const CheckInput&) { return std::string("the server's address"); }, name_was, name_where, inferred, "", "SEED, RASERR 868"},
  {kPath, "server-route", cause("server-unreachable"), kNone, Needs::attempt, "tunnel", way_is_lost, [](const CheckInput&) { return std::string("packets that arrive"); }, way_was, way_where, documented, "", "SEED"},
  packet_row<kPptp, Traffic::pptp_control, kDevice>(kPath, "pptp-control", cause("pptp-control-blocked"), documented, "", "SEED, semantics 7.2"),
  packet_row<kPptp, Traffic::pptp_control, kInterface>(kPath, "pptp-control-interface", cause("wan-filter-blocks-vpn"), documented, "", "SEED, semantics 6.7"),
  packet_row<kL2tp, Traffic::ike, kDevice>(kPath, "ike", cause("l2tp-traffic-blocked"), documented, "path-rules", "KB 310111, semantics 7.2"),
  packet_row<kL2tp, Traffic::ike, kInterface>(kPath, "ike-interface", cause("wan-filter-blocks-vpn"), documented, "", "KB 310111, semantics 6.7"),
  packet_row<kL2tp, Traffic::nat_traversal, kDevice>(kPath, "ipsec-nat-traversal", cause("l2tp-traffic-blocked"), documented, "path-rules", "semantics 7.2"),
  packet_row<kL2tp, Traffic::nat_traversal, kInterface>(kPath, "ipsec-nat-traversal-interface", cause("wan-filter-blocks-vpn"), documented, "", "semantics 6.7"),
  packet_row<kL2tp, Traffic::esp, kDevice>(kPath, "esp", cause("l2tp-traffic-blocked"), inferred, "", "SEED, semantics 7.2"),
  packet_row<kL2tp, Traffic::l2tp, kDevice>(kPath, "l2tp", cause("l2tp-traffic-blocked"), disputed, "path-rules", "SEED; only under its own rules"),
  packet_row<kL2tp, Traffic::l2tp, kInterface>(kPath, "l2tp-interface", cause("wan-filter-blocks-vpn"), documented, "", "semantics 6.7"),
  packet_row<TunnelType::sstp, Traffic::sstp, kDevice>(kPath, "sstp", cause("sstp-blocked"), inferred, "", "semantics 7.1"),
  packet_row<TunnelType::sstp, Traffic::sstp, kInterface>(kPath, "sstp-interface", cause("wan-filter-blocks-vpn"), inferred, "", "semantics 6.7"),

  {kServer, "service", cause("rras-not-started"), kNone, Needs::attempt, "tunnel", is_stopped_service, started, service_was, service_where, documented, "", "SEED, semantics 6.1"},
  {kServer, "remote-access-role", cause("remote-access-disabled"), kNone, Needs::attempt, "tunnel", has_no_role, enabled, role_was, role_where, documented, "", "SEED, semantics 6.1"},
  {kServer, "tunnel-type", cause("tunnel-protocol-unsupported"), kNone, Needs::attempt, "tunnel", lacks_type, ports_wanted, ports_was, ports_where, documented, "", "SEED, KB323441"},
  {kServer, "listener", cause("server-not-listening"), kNone, Needs::attempt, "tunnel", does_not_listen, ports_wanted, ports_was, ports_where, inferred, "", "SEED, semantics 6.2"},
  {kServer, "inbound-ports", cause("ports-not-inbound-enabled"), kNone, Needs::attempt, "tunnel", is_not_inbound, ports_wanted, ports_was, ports_where, documented, "", "SEED, semantics 6.2"},
  {kServer, "web-edition", cause("edition-limit-web"), kNone, Needs::attempt, "tunnel", is_full_edition<Edition::web>, edition_wanted, sessions_was, edition_where, documented, "G-12", "SEED"},
  {kServer, "standard-edition", cause("edition-limit-standard"), kNone, Needs::attempt, "tunnel", is_full_edition<Edition::standard>, edition_wanted, sessions_was, edition_where, documented, "G-12", "SEED"},
  {kServer, "free-port", cause("ports-exhausted"), kNone, Needs::attempt, "tunnel", has_no_free_port, free_port, used_ports_was, count_where, documented, "", "SEED, semantics 6.2"},

  packet_row<kPptp, Traffic::gre, Obstacle::gre_unsupported>(kTunnel, "gre-support", cause("gre-unsupported-by-firewall"), documented, "G-22", "SEED, KB888201", true),
  packet_row<kPptp, Traffic::gre, kDevice>(kTunnel, "gre", cause("gre-blocked"), documented, "G-22", "SEED, KB888201", true),
  packet_row<kPptp, Traffic::gre, kInterface>(kTunnel, "gre-interface", cause("wan-filter-blocks-vpn"), documented, "G-22", "SEED, semantics 6.7", true),
  {kTunnel, "ipsec-agent", cause("ipsec-agent-stopped"), kNone, Needs::attempt, "tunnel", has_no_ipsec_rule, started, agent_was, agent_where, documented, "", "TR, semantics 7.1", 0, may_be_type<kL2tp>},
  {kTunnel, "ipsec-certificates", cause("l2tp-certificate-problem"), kNone, Needs::attempt, "tunnel client.certificate", certificates_fail, certificates_wanted, certificates_was, certificate_where, documented, "", "semantics 7.2", 0, may_be_type<kL2tp>},
  {kTunnel, "ipsec-preshared-key", cause("l2tp-preshared-key-mismatch"), kNone, Needs::attempt, "tunnel client.preshared-key", keys_differ, same_key, key_was, key_where, documented, "", "semantics 7.2", 0, may_be_type<kL2tp>},
  {kTunnel, "ipsec-nat", cause("l2tp-server-behind-nat"), kNone, Needs::attempt, "tunnel client.nat-traversal", nat_is_refused, traversal_wanted, field_was<FieldId::client_nat_traversal>, nowhere, documented, "", "KB926179", 0, may_be_type<kL2tp>},
};
// clang-format on

}  // namespace

std::span<const Check> path_checks() { return kChecks; }

}  // namespace rapsim
