// CSV as PowerShell and spreadsheets write it: `,`, `;` or tabs, quoted or not, a `#TYPE` line before the header.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "import/text_file.hpp"

namespace rapsim {

struct CsvRow {
  Span where{};  // its first byte
  std::vector<std::string> cells{};
};

struct CsvTable {
  char separator = ',';
  std::string type{};  // of `#TYPE`
  std::vector<std::string> header{};
  std::vector<CsvRow> rows{};  // each with as many cells as the header
};

/// Nothing after an error: R602 without a header, R603 for a quote that is not closed, R604 for a row of another
/// length or a column that is twice there.
std::optional<CsvTable> read_csv(const ImportText& text, Diagnostics& diags);

}  // namespace rapsim
