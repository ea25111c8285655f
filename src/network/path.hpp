// Packets between the client and the VPN server: name, route, devices on the way, filters of the Internet interface.
// Source: semantics.md 6.7, 7.2, 8.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/truth.hpp"
#include "model/site/site.hpp"

namespace rapsim::network {

/// An address that is not known is nullopt: filters that ask for it may or may not match. As the server sees it: on the
/// client's side of a NAT the client's address is not known, nor is the server's when it has a NAT in front.
struct Packet {
  std::uint8_t protocol = 0;
  std::optional<std::uint32_t> source{}, destination{};
  std::uint16_t source_port = 0, destination_port = 0;  // tcp and udp; 0: an ephemeral one, which no filter names
  std::uint8_t icmp_type = 8, icmp_code = 0;
  bool is_established = false;
  bool is_inside_ipsec = false;  // devices see ESP, or UDP 4500; the server's own filters see this packet
};

enum class Direction : std::uint8_t { to_server, from_server };

struct Delivery {
  Truth arrives = Truth::yes;
  Obstacle obstacle = Obstacle::nothing;  // the first one; of an unknown delivery the first that may stop it
  const Device* device = nullptr;         // obstacles device and gre_unsupported
  Span where{};                           // the setting that stops it
};

/// Whether a filter stops a packet. A field that is not known may match.
Truth matches(const grammar::PacketFilter& filter, const Packet& packet);
Truth is_dropped(const PacketFilter& filter, const Packet& packet);
/// What drops it: an exception of what is forwarded, or the default.
Span dropped_where(const PacketFilter& filter, const Packet& packet);

/// The packet that answers: ends swapped, an echo reply for an echo, of a TCP connection that is there.
Packet answer_to(const Packet& packet);

/// What L2TP needs of devices. `full`: UDP 500, then ESP (UDP 4500 with a NAT); UDP 1701 is inside. `seed`: UDP 1701
/// and ESP, as the troubleshooting document has it; UDP 500 and 4500 are not looked at. Source: semantics 7.2, gaps.md.
enum class PathRules : std::uint8_t { full, seed };

/// One packet on its way. From the server: an answer, which devices without filters of that direction let pass.
Delivery deliver(const Site& site, const Packet& packet, Direction direction);
/// There and back again: the first obstacle of either way. `only`: as if there were obstacles of that kind only, so
/// that those that are behind the first are found, too.
Delivery exchange(const Site& site, const Packet& packet, std::optional<Obstacle> only = std::nullopt);
/// The worse of two, the first of two that are alike.
Delivery worse(const Delivery& first, const Delivery& second);

/// Parts of the way: devices in the order that the packet meets them first to last when it goes to the server, and the
/// filters of the Internet interface.
Delivery through_devices(const std::vector<Device>& devices, const Packet& packet, Direction direction,
                         PathRules rules);
Delivery through_interface(const Site& site, const Packet& packet, Direction direction, PathRules rules);

/// Whether a device between client and server changes addresses: then L2TP uses UDP 4500 instead of ESP.
bool has_nat(const std::vector<Device>& devices, Nat kind);
bool has_nat(const Site& site, Nat kind);

/// The packet as the server sees it. Of ESP it is the protocol itself, which the interface's filters do not see.
Packet packet_of(const Traffic& traffic, const Site& site, std::optional<std::uint32_t> client);
/// Whether packets of the kind must pass an obstacle of this kind at all: ESP, or UDP 4500 behind a NAT; IKE and
/// NAT traversal only under the full rules; UDP 1701 passes devices inside IPsec, except under the page's own rules.
bool must_pass(const Traffic& traffic, Obstacle obstacle, const Site& site);

}  // namespace rapsim::network
