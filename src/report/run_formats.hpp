// The formats of the result of a run: what `rapsim run --format` prints and `--report FORMAT=FILE` writes.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/suite_text.hpp"

namespace rapsim {

struct RunReport {
  const std::vector<SuiteResult>& results;
  const Sources& sources;
  RunDetail detail = RunDetail::standard;  // of text
  Style style{};
};

/// A format is a row of the table and one function in a file of its own. All are free of time stamps and durations: the
/// same input gives the same bytes.
struct RunFormat {
  std::string_view name;
  std::string_view summary;  // one line
  std::string (*render)(const RunReport&);
};

std::span<const RunFormat> run_formats();
/// nullptr for a name without a row.
const RunFormat* find_run_format(std::string_view name);
/// The column of names.
std::vector<std::string_view> run_format_names();

}  // namespace rapsim
