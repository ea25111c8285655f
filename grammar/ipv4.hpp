// IPv4 addresses and masks as numbers, for the grammars that have them in their texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/diagnostic.hpp"
#include "base/ipv4.hpp"

namespace rapsim::grammar {

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

/// An address and what follows its slash; an empty `mask` is a single address. No bit of the address is beyond the
/// mask.
std::optional<Network> read_network(const AddressText& address, std::string_view mask, SyntaxError& error);

}  // namespace rapsim::grammar
