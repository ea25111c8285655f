// Cells of CSV (RFC 4180).
#pragma once

#include <string>
#include <string_view>

namespace rapsim {

/// The cell, in quotes where it needs them.
inline std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

/// The same for a file that a spreadsheet may open: what it would take for a formula begins with an apostrophe, which
/// makes it a text (OWASP, "CSV Injection").
inline std::string csv_cell_for_spreadsheets(std::string_view text) {
  const bool is_formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  return is_formula ? csv_cell("'" + std::string(text)) : csv_cell(text);
}

}  // namespace rapsim
