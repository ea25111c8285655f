// What a SID looks like: `S-1-5-21-1-2-3-1105`.
#pragma once

#include <string_view>

#include "base/text.hpp"

namespace rapsim {

/// `S-1-` and at least two numbers, as a site takes it.
constexpr bool is_sid_text(std::string_view text) {
  if (!text.starts_with("S-1-")) return false;
  std::size_t numbers = 0;
  for (std::string_view rest = text.substr(4);;) {
    const std::size_t hyphen = rest.find('-');
    if (!is_whole_number(rest.substr(0, hyphen))) return false;
    ++numbers;
    if (hyphen == std::string_view::npos) return numbers >= 2;
    rest.remove_prefix(hyphen + 1);
  }
}

}  // namespace rapsim
