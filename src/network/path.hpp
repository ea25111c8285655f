// Packets between the client and the VPN server: name, route, devices on the way, filters of the Internet interface.
// Source: semantics.md 6.7, 7.2, 8.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/truth.hpp"
#include "model/site.hpp"

namespace rapsim::network {

inline constexpr std::uint8_t kIcmp = 1, kTcp = 6, kUdp = 17, kGre = 47, kEsp = 50;

/// An address that is not known is nullopt: filters that ask for it may or may not match.
struct Packet {
  std::uint8_t protocol = 0;
  std::optional<std::uint32_t> source{}, destination{};
  std::uint16_t source_port = 0, destination_port = 0;  // tcp and udp; 0: any
  std::uint8_t icmp_type = 8, icmp_code = 0;
  bool is_established = false;
  bool is_inside_ipsec = false;  // devices see ESP, or UDP 4500; the server's own filters see this packet
};

enum class Direction : std::uint8_t { to_server, from_server };

/// What stops a packet.
enum class Obstacle : std::uint8_t {
  nothing,
  name,              // the server's name does not resolve, or to another address
  route,             // no route, or every packet is lost
  device,            // a rule of a device
  gre_unsupported,   // a device that cannot forward protocol 47
  interface_filter,  // of the server's Internet interface
};

struct Delivery {
  Truth arrives = Truth::yes;
  Obstacle obstacle = Obstacle::nothing;  // the first one; of an unknown delivery the first that may stop it
  const Device* device = nullptr;         // obstacles device and gre_unsupported
  Span where{};                           // the setting that stops it
};

/// Whether a filter stops a packet. A field that is not known may match.
Truth matches(const grammar::PacketFilter& filter, const Packet& packet);
Truth is_dropped(const PacketFilter& filter, const Packet& packet);

/// One packet on its way. From the server: an answer, which devices without filters of that direction let pass.
Delivery deliver(const Site& site, const Packet& packet, Direction direction);
/// There and back again: the first obstacle of either way.
Delivery exchange(const Site& site, const Packet& packet);

/// Whether a device between client and server changes addresses: then L2TP uses UDP 4500 instead of ESP.
bool has_nat(const Site& site, Nat kind);

/// What each tunnel needs on the way. `rest`: names of packets in the order in which they are sent.
enum class Traffic : std::uint8_t { pptp_control, gre, ike, nat_traversal, esp, l2tp, sstp, icmp };
Packet packet_of(Traffic traffic, const Site& site, std::optional<std::uint32_t> client);

}  // namespace rapsim::network
