// Texts as characters, for the two matchers.
#pragma once

#include <string>
#include <string_view>

namespace rapsim::oracle {

std::u32string characters(std::string_view bytes);
std::string bytes_of(const std::u32string& characters);

/// The other case of a letter of ASCII, Latin-1 or Russian, the only ones that the generator uses; or the same.
char32_t other_case(char32_t c);

}  // namespace rapsim::oracle
