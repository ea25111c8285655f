// IPv4 addresses and masks as numbers, for the grammars that have them in their texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace rapsim::grammar {

/// Mask of the first `length` bits, 0 to 32: 8 -> 255.0.0.0.
constexpr std::uint32_t prefix_mask(std::uint32_t length) {
  return length == 0 ? 0 : ~std::uint32_t{0} << (32 - length);
}

/// A decimal number without leading zeros, at most `most`.
std::optional<std::uint32_t> read_decimal(std::string_view digits, std::uint32_t most);

/// What the readers below need: `part` lies in `text`, and errors (with `code`) say where.
struct AddressText {
  std::string_view text;
  std::string_view part;
  Code code;
};

/// `10.0.0.5`. Nothing after an error.
std::optional<std::uint32_t> read_ipv4(const AddressText& in, SyntaxError& error);
/// What follows the slash: `8` or `255.0.0.0`, as a mask.
std::optional<std::uint32_t> read_mask(const AddressText& in, SyntaxError& error);

struct Ipv4Network {
  std::uint32_t address = 0;
  std::uint32_t mask = 0;
};
/// An address and what follows its slash; an empty `mask` is a single address. No bit of the address is beyond the
/// mask.
std::optional<Ipv4Network> read_network(const AddressText& address, std::string_view mask, SyntaxError& error);

std::string ipv4_text(std::uint32_t address);
/// `10.0.0.0/8`, `10.0.0.5`
std::string network_text(std::uint32_t address, std::uint32_t mask);

}  // namespace rapsim::grammar
