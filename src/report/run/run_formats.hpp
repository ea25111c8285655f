// The formats of the result of a run: what `rapsim run --format` prints and `--report FORMAT=FILE` writes.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/run/suite_text.hpp"

namespace rapsim {

struct RunReport {
  const std::vector<SuiteResult>& results;
  const Sources& sources;
  RunDetail detail = RunDetail::standard;  // how much is explained
  Style style{};                           // of text
  bool disputed_fails = false;             // what depends on a disputed rule is a failure
};

/// A format is a row of the table and one function in its own file. All are free of time stamps and durations: the
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

// The functions of the rows, one file each, but of text and JSON (suite_text.hpp, suite_json.hpp).

/// JUnit XML, as Jenkins reads it: a testsuite a file, a testcase a step. Source: junit-10.xsd of Jenkins' xunit
/// plugin.
std::string render_junit(const RunReport& run);
/// TAP version 14, flat, so that readers of version 13 see every step, with a YAML block for what failed.
/// Source: testanything.org, specification of version 14.
std::string render_tap(const RunReport& run);
/// The same under the name of version 13.
std::string render_tap13(const RunReport& run);
/// Workflow commands of GitHub Actions: an annotation for each step that failed, then the summary.
/// Source: docs.github.com, "Workflow commands for GitHub Actions"; escaping as in actions/toolkit.
std::string render_github(const RunReport& run);
/// GitHub's Markdown, for a pull request or GITHUB_STEP_SUMMARY: a table of suites and what failed.
std::string render_markdown(const RunReport& run);

}  // namespace rapsim
