// The questions about the rules that sources leave open, and what rapsim does about each. One row a mark; tables of
// rules name the marks (`gap`). Source: gaps.md.
#pragma once

#include <span>
#include <string_view>

namespace rapsim {

struct Gap {
  std::string_view mark;      // `G-15`, as output shows it
  std::string_view question;  // one line, no final period
  std::string_view built;     // what rapsim does
};
/// In order of their numbers.
std::span<const Gap> gaps();

}  // namespace rapsim
