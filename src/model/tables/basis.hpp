// How firm a rule, a code or a number is.
#pragma once

#include <cstdint>
#include <string_view>

namespace rapsim {

/// product.md "basis". A value that is not documented is marked with `?` in text.
enum class Basis : std::uint8_t { documented, inferred, unverified, disputed };

constexpr std::string_view basis_name(Basis basis) {
  constexpr std::string_view kNames[] = {"documented", "inferred", "unverified", "disputed"};
  return kNames[static_cast<std::size_t>(basis)];
}

}  // namespace rapsim
