// What yaml-cpp says of a text that is not YAML, in the words of this project.
#pragma once

#include <array>
#include <string_view>

namespace rapsim::yaml {

struct Wording {
  std::string_view theirs;  // how yaml-cpp's message begins
  std::string_view message;
  std::string_view help;
  bool in_escape = false;
};

// clang-format off
inline constexpr auto kWordings = std::to_array<Wording>({
  {"illegal EOF in scalar",              "the closing quote is missing",                         "look for the last quote that was opened"},
  {"illegal document indicator",         "the closing quote is missing above",        "look for the last quote that was opened"},
  {"end of map not found",               "a `key: value` of the map above is needed here",     "check the indentation, and whether quotes end too early"},
  {"end of map flow not found",          "a `,` or `}` is needed here",                        "a text with `,`, `[`, `]`, `{`, `}` or `?` needs quotes between brackets"},
  {"end of sequence not found",          "a `- item` of the list above is needed here",        "check the indentation, and whether quotes end too early"},
  {"end of sequence flow not found",     "a `,` or `]` is needed here",                        "a text with `,`, `[`, `]`, `{`, `}` or `?` needs quotes between brackets"},
  {"illegal map value",                  "`:` is not allowed here",                              "a text with `: ` needs quotes; check for a missing `:` above, and for tabs as indentation"},
  {"illegal map key",                    "`?` is not allowed here",                              "a text that begins with `? ` needs quotes"},
  {"illegal block entry",                "`-` is not allowed here",                              "a list begins on a new line; a text that begins with `- ` needs quotes"},
  {"illegal flow end",                   "a closing bracket without its opening one",          ""},
  {"illegal tab",                        "a tab cannot indent",                                "indent with blanks"},
  {"unknown token",                      "a value cannot begin with this character",           "put the text in quotes"},
  {"unknown escape character",           "an unknown escape between double quotes",            "write `\\\\` for a backslash, or use single quotes", true},
  {"bad character found while scanning hex", "an escape with characters that are not hexadecimal", "write `\\\\` for a backslash, or use single quotes", true},
  {"invalid unicode",                    "an escape that is not a Unicode character",             "", true},
  {"alias not found",                    "a name is needed after `*`",                         "a text that begins with `*` needs quotes"},
  {"anchor not found",                   "a name is needed after `&`",                         "a text that begins with `&` needs quotes"},
  {"illegal character found while scanning alias",  "an alias cannot have this character",     "a text that begins with `*` needs quotes"},
  {"illegal character found while scanning anchor", "an anchor cannot have this character",    "a text that begins with `&` needs quotes"},
  {"unexpected character in block",      "only `+`, `-`, a digit or a comment is allowed here", "the text begins on the line after `|` or `>`; a text that begins with them needs quotes"},
});
// clang-format on

}  // namespace rapsim::yaml
