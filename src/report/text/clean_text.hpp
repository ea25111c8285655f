// Texts of users in formats that cannot carry every byte.
#pragma once

#include <string>
#include <string_view>

namespace rapsim {

/// The text as UTF-8 that XML 1.0, YAML and a reader of lines take: a byte that is not UTF-8, a control character (line
/// feed and tab stay), a line or paragraph separator, a noncharacter at the end of a plane is U+FFFD instead.
/// Source: XML 1.0 production Char; YAML 1.2 c-printable.
std::string clean_text(std::string_view text);
/// The same on one line: a blank for what printable() shows as one, line feeds among them.
std::string clean_line(std::string_view text);

}  // namespace rapsim
