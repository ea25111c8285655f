#include "yaml/written.hpp"

#include <algorithm>

namespace rapsim::yaml {
namespace {

constexpr auto npos = std::string_view::npos;

/// To the end of the line, without blanks at its end. Never called for a scalar that ends earlier: a line may have
/// megabytes, and millions of scalars.
std::string_view rest_of_line(std::string_view text, std::size_t offset) {
  std::string_view line = text.substr(offset, std::min(text.find('\n', offset), text.size()) - offset);
  while (!line.empty() && (is_blank(line.back()) || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

Shape quoted_shape(std::string_view text, std::string_view value) {
  const char quote = text[0];
  const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
  std::size_t end = 1;
  while (end < text.size() && (text[end] != quote || (quote == '\'' && at(end + 1) == quote))) {
    const bool two_for_one = text[end] == quote || (quote == '"' && text[end] == '\\');
    end += two_for_one ? 2 : 1;
  }
  if (end >= text.size()) return {rest_of_line(text, 0).size(), false, false, false};
  const std::string_view inside = text.substr(1, end - 1);
  if (inside.find('\n') != npos) return {rest_of_line(text, 0).size(), false, false};
  // An escape always takes more bytes than it gives, so equal texts mean that there is none.
  return {end + 1, false, inside == value};
}

}  // namespace

Shape scalar_shape(std::string_view text, std::size_t offset, std::string_view value) {
  text.remove_prefix(offset);
  if (text.empty()) return {};
  if (text[0] == '"' || text[0] == '\'') return quoted_shape(text, value);
  if (text[0] == '|' || text[0] == '>') return {text.substr(0, text.find_first_of(" \t\r\n#")).size(), false, false};
  if (value.find('\n') == npos && text.starts_with(value)) return {value.size(), true, true};
  return {rest_of_line(text, 0).size(), true, false};
}

bool is_explicit_null(std::string_view text, std::size_t offset) {
  const std::string_view rest = text.substr(std::min(offset, text.size()));
  return rest.starts_with("~") || rest.starts_with("null") || rest.starts_with("Null") || rest.starts_with("NULL");
}

std::string_view alias_name(std::string_view text, std::size_t offset) {
  return text.substr(offset, std::min(text.find_first_of(" \t\r\n,[]{}", offset), text.size()) - offset);
}

}  // namespace rapsim::yaml
