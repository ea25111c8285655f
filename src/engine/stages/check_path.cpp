// Until the tunnel is up: the way to the server (S0), the server's gate (S1), GRE and IPsec (S2).
// Source: semantics.md 6.1, 6.2, 6.7, 7.1, 7.2; the page itself (SEED).
#include "engine/stages/check_tables.hpp"
#include "engine/stages/tunnels.hpp"
#include "model/tables/tunnel_table.hpp"
#include "network/path.hpp"

namespace rapsim {
namespace {

using network::Delivery;
using network::Obstacle;

// --- path (S0) ---

Truth name_fails(const CheckInput& in, Evidence* evidence) {
  constexpr std::string_view kTexts[] = {"resolves", "does not resolve", "resolves to another address"};
  const Setting<NameResolution>& name = site_of(in).network.name_resolution;
  if (evidence != nullptr)
    *evidence = {"the server's address", std::string(kTexts[static_cast<std::size_t>(name.value)]), name.where};
  return is_vpn(in) && truth(name.value != NameResolution::works);
}

Truth way_is_lost(const CheckInput& in, Evidence* evidence) {
  constexpr std::string_view kLosses[] = {"they arrive", "some are lost", "every packet is lost"};
  const NetworkPath& path = site_of(in).network;
  const bool has_route = path.route.value;
  if (evidence != nullptr)
    *evidence = {"packets that arrive",
                 has_route ? std::string(kLosses[static_cast<std::size_t>(path.loss.value)]) : "no route",
                 has_route ? path.loss.where : path.route.where};
  const Truth lost = !has_route                       ? Truth::yes
                     : path.loss.value == Loss::total ? Truth::yes
                     : path.loss.value == Loss::some  ? Truth::unknown
                                                      : Truth::no;
  return is_vpn(in) && lost;
}

std::optional<std::uint32_t> address_of_client(const CheckInput& in) {
  const Maybe<std::string_view> from = in.facts.attempt.text(FieldId::from);
  return from.is_present() ? parse_ipv4(from.value) : std::nullopt;
}

bool may_be(const CheckInput& in, TunnelType type) {
  return of_tunnel(in, [&](TunnelType each) { return truth(each == type); }) != Truth::no;
}

/// Past obstacles of other kinds: what is behind them is a cause, too.
Delivery delivery_of(const CheckInput& in, const PacketNeed& need) {
  const network::Packet packet = network::packet_of(need.traffic, site_of(in), address_of_client(in));
  return network::exchange(site_of(in), packet, need.past);
}

/// Nothing is in the way of a site that describes no devices and no filters.
bool may_be_stopped(const CheckInput& in, TunnelType type, const PacketNeed& need) {
  const Site& site = site_of(in);
  const bool has_obstacle = need.past == Obstacle::interface_filter
                                ? rras_of(in).internet.filters.value != InterfaceFilters::none
                                : !site.network.devices.empty();
  return has_obstacle && may_be(in, type) && network::must_pass(need.traffic, need.past, site);
}

/// Whether packets of one kind, of one type of tunnel, are stopped by one kind of obstacle.
Truth is_stopped(const CheckInput& in, TunnelType type, const PacketNeed& need, Evidence* evidence) {
  if (evidence != nullptr) {
    const Delivery delivery = delivery_of(in, need);
    const std::string by = delivery.device != nullptr ? " by `" + delivery.device->name + "`"
                                                      : " by the filters of the Internet interface";
    const bool is_unsupported = delivery.obstacle == Obstacle::gre_unsupported;
    *evidence = {std::string(need.traffic.label) + " to the server and back",
                 delivery.arrives == Truth::yes ? "it passes" : (is_unsupported ? "not forwarded" : "dropped") + by,
                 delivery.where};
  }
  return of_tunnel(in, [&](TunnelType each) { return each == type ? !delivery_of(in, need).arrives : Truth::no; });
}

using enum FieldId;
constexpr std::initializer_list<Asked> kPacket = {tunnel, from};

template <std::size_t kRow, std::size_t kPlace>
Check packet_check() {
  static constexpr TunnelType kType = kTunnelTypes[kRow].type;
  static constexpr PacketNeed kNeed = kTunnelTypes[kRow].needs.values[kPlace];
  return {
      .stage = kNeed.is_connected ? StageId::tunnel : StageId::path,
      .name = kNeed.check,
      .cause = kNeed.cause,
      .answer = Answer::none,
      .asked = kPacket,
      .also_reads = nas,
      .check = [](const CheckInput& in, Evidence* evidence) { return is_stopped(in, kType, kNeed, evidence); },
      .applies = [](const CheckInput& in) { return may_be_stopped(in, kType, kNeed); },
      .basis = kNeed.basis,
      .gap = kNeed.gap,
      .source = kNeed.source,
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

Truth is_stopped_service(const CheckInput& in, Evidence* evidence) {
  const Setting<bool>& started = rras_of(in).is_started;
  if (evidence != nullptr) *evidence = {"started", started.value ? "started" : "stopped", started.where};
  return is_vpn(in) && truth(!started.value);
}

Truth has_no_role(const CheckInput& in, Evidence* evidence) {
  const Setting<bool>& role = rras_of(in).remote_access;
  if (evidence != nullptr) *evidence = {"enabled", role.value ? "enabled" : "disabled", role.where};
  return is_vpn(in) && truth(!role.value);
}

const PortSettings& ports_of(const CheckInput& in, TunnelType type) { return rras_of(in).ports[type]; }
bool has_listener_ports(const PortSettings& ports) {
  return ports.count.value > 0 && (ports.inbound.value || ports.demand_dial.value);
}

/// Neither use is on for any type: that cannot be meant. One type without a listener is how the page makes a server of
/// the other type.
bool has_any_listener_ports(const CheckInput& in) {
  for (const PortSettings& ports : rras_of(in).ports)
    if (has_listener_ports(ports)) return true;
  return false;
}

std::string type_name(TunnelType type) { return std::string(row_of(type).name); }

/// The tunnel's own ports, by its name; nothing to show while it is not known.
Evidence ports_evidence(const CheckInput& in) {
  const Tunnel type = attempt_of(in).tunnel().value;
  if (!type) return {"VPN ports for inbound connections", "unknown"};
  const PortSettings& ports = ports_of(in, *type);
  const std::string use = ports.inbound.value       ? " inbound"
                          : ports.demand_dial.value ? ", for demand-dial only"
                                                    : ", neither inbound nor demand-dial";
  return {type_name(*type) + " ports for inbound connections",
          ports.count.value == 0 ? "none" : std::to_string(ports.count.value) + use,
          ports.inbound.value || !ports.inbound.is_given() ? ports.count.where : ports.inbound.where};
}

Truth lacks_type(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr) *evidence = ports_evidence(in);
  return of_tunnel(in, [&](TunnelType type) {
    const PortSettings& ports = ports_of(in, type);
    return truth(ports.count.value == 0 || (!has_listener_ports(ports) && has_any_listener_ports(in)));
  });
}

Truth does_not_listen(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr) *evidence = ports_evidence(in);
  if (has_any_listener_ports(in)) return Truth::no;  // the other type is what the server is for: lacks_type()
  return of_tunnel(in, [&](TunnelType type) { return truth(!has_listener_ports(ports_of(in, type))); });
}

Truth is_not_inbound(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr) *evidence = ports_evidence(in);
  return of_tunnel(in, [&](TunnelType type) {
    const PortSettings& ports = ports_of(in, type);
    return truth(ports.count.value > 0 && !ports.inbound.value);
  });
}

std::uint32_t most_sessions(Edition edition) {
  return edition == Edition::web ? kMostWebSessions : edition == Edition::standard ? kMostStandardSessions : UINT32_MAX;
}

template <Edition Which>
Truth is_full_edition(const CheckInput& in, Evidence* evidence) {
  const Setting<Edition>& edition = rras_of(in).edition;
  const std::uint32_t live = in.facts.world.live_sessions;
  if (evidence != nullptr)
    *evidence = {"fewer than " + std::to_string(most_sessions(edition.value)) + " connections", std::to_string(live),
                 edition.where};
  return is_vpn(in) && truth(edition.value == Which && live >= most_sessions(Which));
}

/// One port is enough: links beyond the first are added later, or not at all.
Truth has_no_free_port(const CheckInput& in, Evidence* evidence) {
  const auto used = [&](TunnelType type) { return in.facts.world.used_ports[type]; };
  if (evidence != nullptr) {
    *evidence = {"a free VPN port", "unknown"};
    if (const Tunnel type = attempt_of(in).tunnel().value) {
      const PortSettings& ports = ports_of(in, *type);
      *evidence = {"a free " + type_name(*type) + " port",
                   std::to_string(used(*type)) + " of " + std::to_string(ports.count.value) + " used by clients, " +
                       std::to_string(ports.used_by_demand_dial.value) + " by demand-dial routers",
                   ports.count.where};
    }
  }
  return of_tunnel(in, [&](TunnelType type) {
    return truth(ports_of(in, type).count.value > 0 && network::free_ports(site_of(in), type, used(type)) == 0);
  });
}

// --- tunnel (S2) ---

template <class Holds>
Truth of_ipsec(const CheckInput& in, Holds holds) {
  return of_tunnel(in, [&](TunnelType type) { return row_of(type).is_inside_ipsec() ? holds() : Truth::no; });
}
bool may_be_ipsec(const CheckInput& in) {
  return of_ipsec(in, [] { return Truth::yes; }) != Truth::no;
}

Truth has_no_ipsec_rule(const CheckInput& in, Evidence* evidence) {
  const Setting<bool>& agent = rras_of(in).ipsec.policy_agent;
  if (evidence != nullptr) *evidence = {"started", agent.value ? "started" : "stopped", agent.where};
  return of_ipsec(in, [&] { return truth(!agent.value); });
}

bool has_two_keys(const CheckInput& in) {
  return !rras_of(in).ipsec.preshared_key.value.empty() &&
         !attempt_of(in).text(FieldId::client_preshared_key).is_absent();
}

Truth certificates_fail(const CheckInput& in, Evidence* evidence) {
  constexpr std::string_view kStates[] = {"valid", "missing", "expired", "untrusted"};
  const Setting<Certificate>& server = rras_of(in).ipsec.certificate;
  if (evidence != nullptr)
    *evidence = {"valid computer certificates on both sides",
                 "server: " + std::string(kStates[static_cast<std::size_t>(server.value)]) +
                     ", client: " + field_text(in, FieldId::client_certificate),
                 server.where};
  return of_ipsec(in, [&] {
    if (has_two_keys(in)) return Truth::no;
    return !attempt_of(in).certificate().is(Certificate::valid) || truth(server.value != Certificate::valid);
  });
}

Truth keys_differ(const CheckInput& in, Evidence* evidence) {
  const Setting<std::string>& server = rras_of(in).ipsec.preshared_key;
  const Truth differ = of_ipsec(in, [&] {
    if (!has_two_keys(in)) return Truth::no;
    return !attempt_of(in).text(FieldId::client_preshared_key).is(server.value);
  });
  if (evidence != nullptr)
    *evidence = {"the same preshared key on both sides", differ == Truth::no ? "the same" : "another one",
                 server.where};
  return differ;
}

/// KB 926179: by default the client talks to no server behind a NAT; with 1 only while it is behind none itself.
Truth nat_is_refused(const CheckInput& in, Evidence* evidence) {
  const bool is_client_behind = network::has_nat(site_of(in), Nat::of_client);
  if (evidence != nullptr)
    *evidence = {is_client_behind ? "both-behind-nat" : "server-behind-nat",
                 field_text(in, FieldId::client_nat_traversal)};
  return of_ipsec(in, [&] {
    if (!network::has_nat(site_of(in), Nat::of_server)) return Truth::no;
    const NatTraversal least = is_client_behind ? NatTraversal::both : NatTraversal::server;
    return attempt_of(in).nat_traversal().meets([&](NatTraversal set) { return set < least; });
  });
}

using enum FieldId;
constexpr auto kNone = Answer::none;
constexpr auto kPath = StageId::path;
constexpr auto kServer = StageId::server;
constexpr auto kTunnel = StageId::tunnel;
// clang-format off
constexpr Check kWayChecks[] = {
  {.stage = kPath, .name = "server-name", .cause = cause("server-unreachable"), .answer = kNone,
   .asked = {tunnel}, .also_reads = nas, .check = name_fails, .basis = Basis::inferred, .source = "SEED, RASERR 868"},
  {.stage = kPath, .name = "server-route", .cause = cause("server-unreachable"), .answer = kNone, .asked = {tunnel}, .also_reads = nas, .check = way_is_lost, .source = "SEED"},
};
constexpr Check kServerChecks[] = {
  {.stage = kServer, .name = "service", .cause = cause("rras-not-started"), .answer = kNone,
   .asked = {tunnel}, .also_reads = nas, .check = is_stopped_service, .source = "SEED, semantics 6.1"},
  {.stage = kServer, .name = "remote-access-role", .cause = cause("remote-access-disabled"), .answer = kNone,
   .asked = {tunnel}, .also_reads = nas, .check = has_no_role, .source = "SEED, semantics 6.1"},
  {.stage = kServer, .name = "tunnel-type", .cause = cause("tunnel-protocol-unsupported"), .answer = kNone,
   .asked = {tunnel}, .also_reads = nas, .check = lacks_type, .source = "SEED, KB323441"},
  {.stage = kServer, .name = "listener", .cause = cause("server-not-listening"), .answer = kNone,
   .asked = {tunnel}, .also_reads = nas, .check = does_not_listen, .basis = Basis::inferred, .source = "SEED, semantics 6.2"},
  {.stage = kServer, .name = "inbound-ports", .cause = cause("ports-not-inbound-enabled"), .answer = kNone,
   .asked = {tunnel}, .also_reads = nas, .check = is_not_inbound, .source = "SEED, semantics 6.2"},
  {.stage = kServer, .name = "web-edition", .cause = cause("edition-limit-web"), .answer = kNone,
   .asked = {tunnel}, .also_reads = nas, .check = is_full_edition<Edition::web>, .gap = "G-12", .source = "SEED"},
  {.stage = kServer, .name = "standard-edition", .cause = cause("edition-limit-standard"), .answer = kNone,
   .asked = {tunnel}, .also_reads = nas, .check = is_full_edition<Edition::standard>, .gap = "G-12", .source = "SEED"},
  {.stage = kServer, .name = "free-port", .cause = cause("ports-exhausted"), .answer = kNone,
   .asked = {tunnel}, .also_reads = nas, .check = has_no_free_port, .source = "SEED, semantics 6.2"},

  {.stage = kTunnel, .name = "ipsec-agent", .cause = cause("ipsec-agent-stopped"), .answer = kNone,
   .asked = {tunnel}, .also_reads = nas, .check = has_no_ipsec_rule, .applies = may_be_ipsec, .source = "TR, semantics 7.1"},
  {.stage = kTunnel, .name = "ipsec-certificates", .cause = cause("l2tp-certificate-problem"), .answer = kNone,
   .asked = {tunnel, client_certificate}, .also_reads = nas | client_preshared_key, .check = certificates_fail, .applies = may_be_ipsec, .source = "semantics 7.2"},
  {.stage = kTunnel, .name = "ipsec-preshared-key", .cause = cause("l2tp-preshared-key-mismatch"), .answer = kNone,
   .asked = {tunnel, client_preshared_key}, .also_reads = nas, .check = keys_differ, .applies = may_be_ipsec, .source = "semantics 7.2"},
  {.stage = kTunnel, .name = "ipsec-nat", .cause = cause("l2tp-server-behind-nat"), .answer = kNone,
   .asked = {tunnel, client_nat_traversal}, .also_reads = nas, .check = nat_is_refused, .applies = may_be_ipsec, .source = "KB926179"},
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
