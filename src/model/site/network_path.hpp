// The way from the client to the VPN server, and the intranet behind it, as written. Plain data.
// Source: semantics.md 6.7, 7.2, 8.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ipv4.hpp"
#include "grammar/address_range.hpp"
#include "grammar/packet_filter.hpp"
#include "model/site/policy.hpp"
#include "model/site/setting.hpp"

namespace rapsim {

/// Filters of one direction; `is_given` false: nothing is filtered.
struct DirectionFilter {
  PacketFilter filter{};
  Span where{};  // unknown: not given
  [[nodiscard]] bool is_given() const { return where.known(); }
};

/// Whose address a device changes. L2TP behind a NAT needs UDP 4500 instead of ESP.
enum class Nat : std::uint8_t { none, of_client, of_server };

/// A firewall, router or NAT; devices are in the order from the client to the server.
struct Device {
  std::string name{};
  Span where{};
  Setting<Nat> nat{};
  Setting<bool> forwards_gre{};  // false: cannot, even if its filters allow it
  DirectionFilter to_server{};
  DirectionFilter from_server{};  // not given: answers to what was let through pass
};

enum class NameResolution : std::uint8_t { works, fails, wrong_address };
enum class Loss : std::uint8_t { none, some, total };

struct NetworkPath {
  Setting<NameResolution> name_resolution{};
  Setting<bool> route{};  // false: no route to the server
  Setting<Loss> loss{};
  std::vector<Device> devices{};
};

/// An adapter of the VPN server to the intranet.
struct Adapter {
  std::string name{};
  Span where{};
  Setting<bool> dhcp{};                         // a DHCP server answers there
  Setting<grammar::AddressRange> dhcp_scope{};  // what it leases; not given: the addresses are not known
};

/// Numbers of IPX networks, 32 bits, written as hex digits.
struct IpxRange {
  std::uint32_t first = 0, last = 0;
  Span where{};
};

/// What is behind the VPN server. Not given: unknown.
struct Intranet {
  Span where{};
  Setting<Network> network{};  // of the LAN that the server is attached to
  std::vector<Adapter> adapters{};
  Setting<bool> uses_apipa{};
  Setting<bool> routing_protocol{};  // the VPN server announces the addresses of its clients
  std::vector<Network> routes{};     // to the VPN server, on the intranet's routers
  Span routes_where{};
  std::vector<Network> hosts{};  // addresses of other nodes
  Span hosts_where{};
  std::vector<IpxRange> ipx_networks{};  // in use elsewhere on the internetwork
  [[nodiscard]] bool is_given() const { return where.known(); }
};

}  // namespace rapsim
