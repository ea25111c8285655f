// IPv4 addresses and networks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rapsim {

/// Mask of the first `length` bits, 0 to 32: 8 -> 255.0.0.0.
constexpr std::uint32_t prefix_mask(std::uint32_t length) { return length == 0 ? 0 : UINT32_MAX << (32U - length); }

struct Network {
  std::uint32_t first = 0;
  std::uint8_t prefix = 32;  // bits that count

  [[nodiscard]] std::uint32_t mask() const { return prefix_mask(prefix); }
  [[nodiscard]] bool contains(std::uint32_t address) const { return ((address ^ first) & mask()) == 0; }
};

/// `192.0.2.7`; nothing for anything else.
std::optional<std::uint32_t> parse_ipv4(std::string_view text);
/// `192.0.2.7` or `192.0.2.0/24`, no bits beyond the prefix.
std::optional<Network> parse_network(std::string_view text);
/// Texts that they read back.
std::string ipv4_text(std::uint32_t address);
std::string network_text(const Network& network);

}  // namespace rapsim
