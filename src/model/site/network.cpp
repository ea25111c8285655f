#include "model/site/network.hpp"

#include <arpa/inet.h>

#include <charconv>
#include <string>

namespace rapsim {

std::optional<std::uint32_t> parse_ipv4(std::string_view text) {
  in_addr address{};
  if (inet_pton(AF_INET, std::string(text).c_str(), &address) != 1) return std::nullopt;
  return ntohl(address.s_addr);
}

std::optional<Network> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_ipv4(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return Network{*address, 32};
  const std::string_view digits = text.substr(slash + 1);
  std::uint8_t prefix = 0;
  const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
  constexpr std::uint8_t kBits = 32;
  if (status != std::errc{} || end != digits.data() + digits.size() || prefix > kBits) return std::nullopt;
  const Network network{*address, prefix};
  const std::uint32_t inside = prefix == kBits ? 0 : *address & (UINT32_MAX >> prefix);
  return inside == 0 ? std::optional(network) : std::nullopt;
}

std::string ipv4_text(std::uint32_t address) {
  return std::to_string(address >> 24U) + "." + std::to_string(address >> 16U & 255U) + "." +
         std::to_string(address >> 8U & 255U) + "." + std::to_string(address & 255U);
}

std::string network_text(const Network& network) {
  return ipv4_text(network.first) + (network.prefix == 32 ? "" : "/" + std::to_string(network.prefix));
}

}  // namespace rapsim
