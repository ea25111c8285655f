// Ranges of IPv4 addresses: `172.16.5.1-172.16.5.30`, `10.0.0.0/24`, `10.0.0.5`. Source: semantics 6.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace rapsim::grammar {

/// Both ends belong to it; first <= last.
struct AddressRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  [[nodiscard]] std::uint64_t size() const { return std::uint64_t{last} - first + 1; }
  [[nodiscard]] bool contains(std::uint32_t address) const { return first <= address && address <= last; }
  friend bool operator==(const AddressRange&, const AddressRange&) = default;
};

/// Errors: R212 (also a range that ends before it begins, and an address with bits beyond its mask).
std::optional<AddressRange> parse_address_range(std::string_view text, SyntaxError& error);

/// A text that parse_address_range reads back: a network where the range is one, a single address, or `first-last`.
std::string to_text(const AddressRange& range);

}  // namespace rapsim::grammar
