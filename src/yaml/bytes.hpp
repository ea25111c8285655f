// The bytes of a YAML text before yaml-cpp sees them: size, UTF-8, control characters, hopeless nesting; and files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace rapsim::yaml {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// A byte of the text. Unit: offset 0-based, line and column 1-based bytes.
struct Place {
  std::size_t offset = 0;
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// Line and column of a byte; linear, so for problems only. Past the end: just after the last visible byte.
Place place_of(std::string_view text, std::size_t offset);
Span span_at(std::uint32_t file, const Place& place, std::size_t length);
std::string too_deep();

/// True if yaml-cpp may see the text; otherwise the reason (R102, R103, R104, R106) is in `diags`.
bool check_text(std::string_view text, std::uint32_t file, Diagnostics& diags);

/// Row of a text that was read, from a file or elsewhere; without a byte order mark.
std::uint32_t add_text(const std::string& name, std::string bytes, Sources& sources);

/// Row of the file's text in `sources`. After an error (R101, R104) nothing, and the last row has its name.
std::optional<std::uint32_t> add_file(const std::string& path, Sources& sources, Diagnostics& diags);

}  // namespace rapsim::yaml
