// Lines of at most 110 columns: rule of explanations, so that they can be read in a console and a ticket.
#pragma once

#include <string>
#include <string_view>

namespace rapsim {

inline constexpr std::size_t kPageWidth = 110;

/// `text` behind `label`, broken at blanks; further lines begin in the column of the text. `line 77` stays together,
/// and a word that is wider stays whole. Colours take no columns.
std::string wrapped(std::string_view label, std::string_view text, std::size_t column);

}  // namespace rapsim
