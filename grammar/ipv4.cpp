#include "grammar/ipv4.hpp"

#include <bit>
#include <charconv>

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
  std::uint32_t value = 0;
  const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool is_plain = digits == "0" || !digits.starts_with('0');
  if (status != std::errc{} || end != digits.data() + digits.size() || !is_plain || value > most) return std::nullopt;
  return value;
}

std::optional<std::uint32_t> read_ipv4(const AddressText& in, SyntaxError& error) {
  std::uint32_t address = 0;
  std::string_view rest = in.part;
  for (int octet = 0; octet < 4; ++octet) {
    const bool is_last = octet == 3;
    const std::size_t end = is_last ? rest.size() : rest.find('.');
    if (end == std::string_view::npos || rest.empty())
      return refuse(in, in.part, "no IPv4 address: " + quoted(in.part), error,
                    "an address has four numbers: `10.0.0.5`");
    const std::string_view digits = rest.substr(0, end);
    const auto value = read_decimal(digits, kLargestOctet);
    if (!value)
      return refuse(in, digits, "no number of an IPv4 address: " + quoted(digits), error,
                    "each of the four numbers goes from 0 to 255, without leading zeros");
    address = address << 8 | *value;
    rest.remove_prefix(is_last ? end : end + 1);
  }
  return address;
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

std::optional<Ipv4Network> read_network(const AddressText& address, std::string_view mask, SyntaxError& error) {
  const auto base = read_ipv4(address, error);
  if (!base) return std::nullopt;
  const auto bits = mask.empty() ? prefix_mask(kLongestPrefix) : read_mask({address.text, mask, address.code}, error);
  if (!bits) return std::nullopt;
  if ((*base & ~*bits) == 0) return Ipv4Network{*base, *bits};
  return refuse(address, address.part, "the address has bits beyond the mask", error,
                "the network is `" + network_text(*base & *bits, *bits) + "`");
}

std::string ipv4_text(std::uint32_t address) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8)
    out += (out.empty() ? "" : ".") + std::to_string(address >> shift & kLargestOctet);
  return out;
}

std::string network_text(std::uint32_t address, std::uint32_t mask) {
  const auto length = static_cast<std::uint32_t>(std::popcount(mask));
  return ipv4_text(address) + (length == kLongestPrefix ? "" : "/" + std::to_string(length));
}

}  // namespace rapsim::grammar
