// The way of one packet: every part of it says whether it stops the packet, and the worst answer counts. What is not
// known (an address that a rule asks for, loss that is not total) makes the answer unknown, never yes.
#include "network/path.hpp"

#include <algorithm>

namespace rapsim::network {
namespace {

Truth matches(const grammar::PacketEnd& end, std::optional<std::uint32_t> address, std::uint16_t port) {
  if (end.port && *end.port != port) return Truth::no;
  if (end.mask == 0) return Truth::yes;
  return address ? truth(end.has_address(*address)) : Truth::unknown;
}

Truth matches_any(const std::vector<FilterException>& exceptions, const Packet& packet) {
  Truth any = Truth::no;
  for (const FilterException& exception : exceptions) any = any || matches(exception.filter, packet);
  return any;
}

Delivery through_filter(const DirectionFilter& filter, const Packet& packet, Obstacle obstacle, const Device* device) {
  if (!filter.is_given()) return {};
  const Truth arrives = !is_dropped(filter.filter, packet);
  if (arrives == Truth::yes) return {};
  const Span where = dropped_where(filter.filter, packet);
  return {arrives, obstacle, device, where.known() ? where : filter.where};
}

bool is_key_exchange(const Packet& packet) {
  const auto is_one = [](std::uint16_t port) {
    return port == traffic::ike.destination_port || port == traffic::nat_traversal.destination_port;
  };
  return packet.protocol == kUdp && (is_one(packet.source_port) || is_one(packet.destination_port));
}

/// What is around a packet inside IPsec.
Packet outside_of(const Packet& inside, bool has_nat_between) {
  Packet out = inside;
  out.is_inside_ipsec = false;
  const Traffic& outside = has_nat_between ? traffic::nat_traversal : traffic::esp;
  out.protocol = outside.protocol;
  out.source_port = out.destination_port = outside.destination_port;
  return out;
}

/// In front of a NAT of the server its address is another one, and on the client's side of the client's NAT so is the
/// client's. Which one is not in the site. The NAT itself may filter on either side, so it knows neither.
Packet seen_by(std::size_t row, const std::vector<Device>& devices, Packet packet, Direction direction) {
  auto& client = direction == Direction::to_server ? packet.source : packet.destination;
  auto& server = direction == Direction::to_server ? packet.destination : packet.source;
  for (std::size_t other = row; other < devices.size(); ++other) {
    if (devices[other].nat.value == Nat::of_client) client.reset();
    if (devices[other].nat.value == Nat::of_server) server.reset();
  }
  return packet;
}

/// Collects what the parts of the way do to a packet: all of them, or those that are obstacles of one kind.
struct Worst {
  std::optional<Obstacle> only{};
  Delivery delivery{};

  void add(const Delivery& part) {
    if (!only || *only == part.obstacle) delivery = worse(delivery, part);
  }
};

void through_device(const Device& device, const Packet& packet, Direction direction, Worst& worst) {
  if (packet.protocol == kGre && !device.forwards_gre.value)
    worst.add({Truth::no, Obstacle::gre_unsupported, &device, device.forwards_gre.where});
  const DirectionFilter& filter = direction == Direction::to_server ? device.to_server : device.from_server;
  worst.add(through_filter(filter, packet, Obstacle::device, &device));
}

void through_each(const std::vector<Device>& devices, const Packet& packet, Direction direction, PathRules rules,
                  Worst& worst) {
  if (rules == PathRules::seed && is_key_exchange(packet)) return;
  const bool has_nat_between = has_nat(devices, Nat::of_client) || has_nat(devices, Nat::of_server);
  const bool uses_4500 = has_nat_between && rules == PathRules::full;
  for (std::size_t step = 0; step < devices.size(); ++step) {
    const std::size_t row = direction == Direction::to_server ? step : devices.size() - 1 - step;
    const Packet seen = seen_by(row, devices, packet, direction);
    if (packet.is_inside_ipsec) through_device(devices[row], outside_of(seen, uses_4500), direction, worst);
    if (!packet.is_inside_ipsec || rules == PathRules::seed) through_device(devices[row], seen, direction, worst);
  }
}

/// Name and route; loss that is not total may stop any packet.
void on_route(const NetworkPath& network, Direction direction, Worst& worst) {
  if (direction == Direction::to_server && network.name_resolution.value != NameResolution::works)
    worst.add({Truth::no, Obstacle::name, nullptr, network.name_resolution.where});
  if (!network.route.value) worst.add({Truth::no, Obstacle::route, nullptr, network.route.where});
  if (network.loss.value == Loss::none) return;
  const Truth arrives = network.loss.value == Loss::total ? Truth::no : Truth::unknown;
  worst.add({arrives, Obstacle::route, nullptr, network.loss.where});
}

PathRules rules_of(const Site& site) {
  return site.readings.is_on(Reading::path_rules_seed) ? PathRules::seed : PathRules::full;
}

void on_the_way(const Site& site, const Packet& packet, Direction direction, Worst& worst) {
  const PathRules rules = rules_of(site);
  const bool to_server = direction == Direction::to_server;
  if (!to_server) worst.add(through_interface(site, packet, direction, rules));
  on_route(site.network, direction, worst);
  through_each(site.network.devices, packet, direction, rules, worst);
  if (to_server) worst.add(through_interface(site, packet, direction, rules));
}

/// The role's filters name what each type sends. Those that let a server call another one have the far port instead.
Truth is_role_packet(const Site& site, const Packet& packet, Direction direction) {
  const bool to_server = direction == Direction::to_server;
  const std::uint16_t server_port = to_server ? packet.destination_port : packet.source_port;
  const std::uint16_t far_port = to_server ? packet.source_port : packet.destination_port;
  for (const TunnelTypeRow& row : tunnel_types())
    for (const PacketNeed& need : row.needs) {
      const std::uint16_t port = need.traffic.destination_port;
      const bool is_port = port == 0 || port == server_port || (row.role_calls_out && port == far_port);
      if (dialect_knows(site.dialect.value, row.type) && need.traffic.protocol == packet.protocol && is_port)
        return Truth::yes;
    }
  return Truth::no;
}

}  // namespace

Truth matches(const grammar::PacketFilter& filter, const Packet& packet) {
  if (filter.protocol && *filter.protocol != packet.protocol) return Truth::no;
  if (filter.is_established && !packet.is_established) return Truth::no;
  if (filter.icmp_type && *filter.icmp_type != packet.icmp_type) return Truth::no;
  if (filter.icmp_code && *filter.icmp_code != packet.icmp_code) return Truth::no;
  return matches(filter.source, packet.source, packet.source_port) &&
         matches(filter.destination, packet.destination, packet.destination_port);
}

Truth is_dropped(const PacketFilter& filter, const Packet& packet) {
  const Truth matched = matches_any(filter.except, packet);
  return filter.drop_by_default.value ? !matched : matched;
}

Span dropped_where(const PacketFilter& filter, const Packet& packet) {
  if (!filter.drop_by_default.value)
    for (const FilterException& exception : filter.except)
      if (matches(exception.filter, packet) != Truth::no) return exception.where;
  return filter.drop_by_default.where;
}

Packet answer_to(const Packet& packet) {
  constexpr std::uint8_t kEcho = 8, kEchoReply = 0;
  Packet out = packet;
  std::swap(out.source, out.destination);
  std::swap(out.source_port, out.destination_port);
  out.is_established = packet.protocol == kTcp;
  if (packet.protocol == kIcmp && packet.icmp_type == kEcho) out.icmp_type = kEchoReply;
  return out;
}

Delivery worse(const Delivery& first, const Delivery& second) {
  return second.arrives < first.arrives ? second : first;
}

Delivery through_devices(const std::vector<Device>& devices, const Packet& packet, Direction direction,
                         PathRules rules) {
  Worst worst;
  through_each(devices, packet, direction, rules, worst);
  return worst.delivery;
}

Delivery through_interface(const Site& site, const Packet& packet, Direction direction, PathRules rules) {
  const InternetInterface& interface = site.server.rras.internet;
  const bool to_server = direction == Direction::to_server;
  if (packet.protocol == kEsp || interface.filters.value == InterfaceFilters::none) return {};
  if (rules == PathRules::seed && is_key_exchange(packet)) return {};
  if (interface.filters.value == InterfaceFilters::own)
    return through_filter(to_server ? interface.input : interface.output, packet, Obstacle::interface_filter, nullptr);
  const Truth arrives = is_role_packet(site, packet, direction) ||
                        matches_any(to_server ? interface.extra_input : interface.extra_output, packet);
  if (arrives == Truth::yes) return {};
  return {arrives, Obstacle::interface_filter, nullptr, interface.filters.where};
}

Delivery deliver(const Site& site, const Packet& packet, Direction direction) {
  Worst worst;
  on_the_way(site, packet, direction, worst);
  return worst.delivery;
}

Delivery exchange(const Site& site, const Packet& packet, std::optional<Obstacle> only) {
  Worst worst{.only = only};
  on_the_way(site, packet, Direction::to_server, worst);
  on_the_way(site, answer_to(packet), Direction::from_server, worst);
  return worst.delivery;
}

bool has_nat(const std::vector<Device>& devices, Nat kind) {
  return std::ranges::any_of(devices, [&](const Device& device) { return device.nat.value == kind; });
}

bool has_nat(const Site& site, Nat kind) { return has_nat(site.network.devices, kind); }

Packet packet_of(const Traffic& traffic, const Site& site, std::optional<std::uint32_t> client) {
  Packet out{.protocol = traffic.protocol};
  out.source = client;
  out.destination = parse_ipv4(site.server.address.value);  // empty: not known
  out.source_port = traffic.source_port;
  out.destination_port = traffic.destination_port;
  out.is_inside_ipsec = traffic.ipsec == IpsecPart::inside;
  return out;
}

bool must_pass(const Traffic& traffic, Obstacle obstacle, const Site& site) {
  const bool is_nat = has_nat(site, Nat::of_client) || has_nat(site, Nat::of_server);
  const bool is_seed = rules_of(site) == PathRules::seed;
  switch (traffic.ipsec) {
    case IpsecPart::none:
      break;
    case IpsecPart::key_exchange:
      return !is_seed;
    case IpsecPart::nat_traversal:
      return is_nat && !is_seed;
    case IpsecPart::esp:
      return !is_nat || is_seed;
    case IpsecPart::inside:
      return obstacle != Obstacle::device || is_seed;
  }
  return true;
}

}  // namespace rapsim::network
