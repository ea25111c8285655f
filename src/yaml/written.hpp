// How the values of a YAML text are written: what their positions are made of.
#pragma once

#include <cstddef>
#include <string_view>

namespace rapsim::yaml {

inline bool is_blank(char c) { return c == ' ' || c == '\t'; }
inline bool is_break(char c) { return c == '\n' || c == '\r'; }

/// How a scalar is written. Unit: bytes of its first line.
struct Shape {
  std::size_t length = 0;
  bool plain = true;
  bool verbatim = false;  // the text of the value, byte for byte, on one line
  bool closed = true;     // false: the closing quote is missing
};
/// In: where the scalar begins in the text, after its properties, and what yaml-cpp made of it.
Shape scalar_shape(std::string_view text, std::size_t offset, std::string_view value);

/// Of an alias, with its `*`.
std::string_view alias_name(std::string_view text, std::size_t offset);
/// `~` or the word, not a value that is left out.
bool is_explicit_null(std::string_view text, std::size_t offset);

}  // namespace rapsim::yaml
