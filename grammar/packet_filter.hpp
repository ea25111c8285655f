// One packet filter of a profile or an interface: `tcp any -> 10.0.0.0/8 port 443`.
// Source: semantics 4.4 and 6.7, RFC 2548 2.7.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace rapsim::grammar {

inline constexpr std::uint8_t kProtocolIcmp = 1, kProtocolTcp = 6, kProtocolUdp = 17;

/// One side of a filter. A default one is any address, any port.
struct PacketEnd {
  std::uint32_t address = 0;            // in host order; no bits beyond the mask
  std::uint32_t mask = 0;               // 0: any address
  std::optional<std::uint16_t> port{};  // tcp and udp only

  [[nodiscard]] bool has_address(std::uint32_t other) const { return (other & mask) == address; }
  friend bool operator==(const PacketEnd&, const PacketEnd&) = default;
};

/// A packet matches when every field that is given matches. What is left out is any.
struct PacketFilter {
  std::optional<std::uint8_t> protocol{};  // IP protocol number, however it was written
  bool is_established = false;             // tcp: only packets of a connection that is already there
  PacketEnd source{};
  PacketEnd destination{};
  std::optional<std::uint8_t> icmp_type{};  // icmp only
  std::optional<std::uint8_t> icmp_code{};  // with a type only
  friend bool operator==(const PacketFilter&, const PacketFilter&) = default;
};

/// Errors: R211.
std::optional<PacketFilter> parse_packet_filter(std::string_view text, SyntaxError& error);

/// A text that parse_packet_filter reads back as `filter`.
std::string to_text(const PacketFilter& filter);

}  // namespace rapsim::grammar
