#include "grammar/ipv4.hpp"

#include <bit>

#include "base/text.hpp"
#include "grammar/message.hpp"

namespace rapsim::grammar {
namespace {

std::nullopt_t refuse(const AddressText& in, std::string_view part, std::string message, SyntaxError& error,
                      std::string help = {}) {
  const auto offset = static_cast<std::size_t>(part.data() - in.text.data());
  error = {in.code, offset, std::max<std::size_t>(part.size(), 1), std::move(message), std::move(help)};
  return std::nullopt;
}

constexpr std::uint32_t kLargestOctet = 255;
constexpr std::uint32_t kLongestPrefix = 32;

}  // namespace

std::optional<std::uint32_t> read_decimal(std::string_view digits, std::uint32_t most) {
  const auto value = number_in<std::uint32_t>(digits);
  const bool is_plain = digits == "0" || !digits.starts_with('0');
  return value && is_plain && *value <= most ? value : std::nullopt;
}

std::optional<std::uint32_t> read_ipv4(const AddressText& in, SyntaxError& error) {
  if (const auto address = parse_ipv4(in.part)) return address;
  std::string_view rest = in.part;  // which of its numbers is wrong?
  for (int octet = 0; octet < 4; ++octet) {
    const bool is_last = octet == 3;
    const std::size_t end = is_last ? rest.size() : rest.find('.');
    if (end == std::string_view::npos || rest.empty())
      return refuse(in, in.part, "no IPv4 address: " + quoted(in.part), error,
                    "an address has four numbers: `10.0.0.5`");
    const std::string_view digits = rest.substr(0, end);
    if (!read_decimal(digits, kLargestOctet))
      return refuse(in, digits, "no number of an IPv4 address: " + quoted(digits), error,
                    "each of the four numbers goes from 0 to 255, without leading zeros");
    rest.remove_prefix(is_last ? end : end + 1);
  }
  return std::nullopt;
}

std::optional<std::uint32_t> read_mask(const AddressText& in, SyntaxError& error) {
  if (in.part.find('.') == std::string_view::npos) {
    if (const auto length = read_decimal(in.part, kLongestPrefix)) return prefix_mask(*length);
    return refuse(in, in.part, "no length of a prefix: " + quoted(in.part), error, "a prefix has 0 to 32 bits");
  }
  const auto mask = read_ipv4(in, error);
  if (!mask || prefix_mask(static_cast<std::uint32_t>(std::countl_one(*mask))) == *mask) return mask;
  return refuse(in, in.part, "no mask: " + quoted(in.part), error, "a mask is ones, then zeros: `255.255.0.0`");
}

std::optional<Network> read_network(const AddressText& address, std::string_view mask, SyntaxError& error) {
  const auto base = read_ipv4(address, error);
  if (!base) return std::nullopt;
  const auto bits = mask.empty() ? prefix_mask(kLongestPrefix) : read_mask({address.text, mask, address.code}, error);
  if (!bits) return std::nullopt;
  const Network network{*base & *bits, static_cast<std::uint8_t>(std::popcount(*bits))};
  if (network.first == *base) return network;
  return refuse(address, address.part, "the address has bits beyond the mask", error,
                "the network is `" + network_text(network) + "`");
}

}  // namespace rapsim::grammar
