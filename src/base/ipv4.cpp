#include "base/ipv4.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include "base/text.hpp"

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
  const auto prefix = number_in<std::uint8_t>(text.substr(slash + 1));
  if (!prefix || *prefix > 32) return std::nullopt;
  const Network network{*address, *prefix};
  return (*address & ~network.mask()) == 0 ? std::optional(network) : std::nullopt;
}

std::string ipv4_text(std::uint32_t address) {
  return fmt::format("{}.{}.{}.{}", address >> 24U, address >> 16U & 255U, address >> 8U & 255U, address & 255U);
}

std::string network_text(const Network& network) {
  return ipv4_text(network.first) + (network.prefix == 32 ? "" : fmt::format("/{}", network.prefix));
}

}  // namespace rapsim
