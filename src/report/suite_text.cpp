#include "report/suite_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/facts.hpp"
#include "report/text.hpp"
#include "suite/rows.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kMostExplained = 5;  // rows of one scenario, unless verbose: they tend to fail for one reason

/// `1 scenario`, `3 scenarios`
std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// `58 scenarios`, `3 scenarios (100 rows)`
std::string scenarios_text(std::size_t scenarios, std::size_t rows) {
  return counted(scenarios, "scenario") + (rows == scenarios ? "" : fmt::format(" ({})", counted(rows, "row")));
}

std::string value_texts(const std::vector<std::string>& values, AttributeId id, bool is_attribute,
                        std::string_view joint) {
  std::string out;
  for (const std::string& value : values)
    out += (out.empty() ? "" : std::string(joint)) + (is_attribute ? value_text(attribute(id), value) : value);
  return printable(out);
}

std::string indented(const std::string& text, std::string_view indent) {
  std::string out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1);
    out.append(indent).append(text, begin, end + 1 - begin);
    begin = end + 1;
  }
  return out;
}

class RunText {
 public:
  RunText(const Sources& sources, RunDetail detail, Style style) : sources_(sources), detail_(detail), style_(style) {}

  void suite(const SuiteResult& result) {
    const Suite& suite = *result.suite;
    if (detail_ == RunDetail::brief) {
      for (const RowId& row : result.failed) brief(suite, row);
      return;
    }
    suite_line(result);
    if (detail_ == RunDetail::verbose) return every_row(result);
    std::size_t in_scenario = 0;
    for (std::size_t i = 0; i < result.failed.size(); ++i) {
      const RowId& row = result.failed[i];
      const bool is_same = i > 0 && scenario_of(suite, row) == scenario_of(suite, result.failed[i - 1]);
      in_scenario = is_same ? in_scenario + 1 : 0;
      failed_row(suite, row, in_scenario < kMostExplained);
      if (in_scenario == kMostExplained)
        out_ += "      more rows of the scenario fail; `--verbose` explains each of them\n\n";
    }
  }

  void summary(const std::vector<SuiteResult>& results) {
    std::size_t scenarios = 0, rows = 0, failed = 0, failed_rows = 0;
    for (const SuiteResult& result : results) {
      scenarios += result.suite->scenarios.size();
      rows += result.row_count;
      failed += result.failed_scenarios;
      failed_rows += result.failed.size();
    }
    const std::string failed_text = fmt::format(
        "{} failed{}", failed, failed_rows == failed ? "" : fmt::format(" ({})", counted(failed_rows, "row")));
    out_ += fmt::format("{} in {}: {}, {}\n", scenarios_text(scenarios, rows), counted(results.size(), "suite"),
                        failed == 0 ? style_.good(fmt::format("{} passed", scenarios - failed))
                                    : fmt::format("{} passed", scenarios - failed),
                        failed == 0 ? failed_text : style_.bad(failed_text));
  }

  std::string take() { return std::move(out_); }

 private:
  static std::uint32_t scenario_of(const Suite& suite, RowId row) { return suite.cases[row.in_case].scenario; }
  [[nodiscard]] std::string place_of(const Suite& suite, RowId row) const {
    return place_text(sources_, suite.cases[row.in_case].where);
  }

  void suite_line(const SuiteResult& result) {
    const Suite& suite = *result.suite;
    const std::string all = scenarios_text(suite.scenarios.size(), result.row_count);
    if (!result.passed())
      out_ += fmt::format("{} {}: {} of {} failed\n\n", style_.bad("FAIL"), suite.file, result.failed_scenarios, all);
    else if (detail_ != RunDetail::quiet)
      out_ += fmt::format("{}   {}: {}\n", style_.good("ok"), suite.file, all);
  }

  void every_row(const SuiteResult& result) {
    const Suite& suite = *result.suite;
    auto failed = result.failed.begin();
    for (std::uint32_t i = 0; i < suite.cases.size(); ++i)
      for (RowId row{i, 0}; row.index < suite.cases[i].row_count; ++row.index) {
        if (failed != result.failed.end() && *failed == row) {
          failed_row(suite, row, true);
          ++failed;
        } else {
          out_ += fmt::format("  {}   {}\n", style_.good("ok"), printable(label_of(suite, row)));
        }
      }
  }

  void failed_row(const Suite& suite, RowId row, bool is_explained) {
    out_ += fmt::format("  {} {}  ({})\n", style_.bad("FAIL"), style_.strong(printable(label_of(suite, row))),
                        place_of(suite, row));
    if (!is_explained) return;
    const JudgedRow judged(suite, row);
    table(judged.checked);
    out_ += "\n" + indented(render_text(judged.explained, sources_, Depth::standard, style_), "      ") + "\n";
  }

  void table(const std::vector<CheckedExpectation>& checked) {
    std::size_t name = std::string_view("field").size(), expected = std::string_view("expected").size();
    for (const CheckedExpectation& one : checked) {
      name = std::max(name, width_of(name_of(*one.expectation)));
      expected = std::max(expected, width_of(expected_text(*one.expectation)));
    }
    out_ +=
        style_.dim(fmt::format("         {}  {}  actual", padded("field", name), padded("expected", expected))) + "\n";
    for (const CheckedExpectation& one : checked)
      out_ += fmt::format("      {} {}  {}  {}\n", one.holds ? style_.good("ok") : style_.bad("x "),
                          padded(name_of(*one.expectation), name), padded(expected_text(*one.expectation), expected),
                          actual_text(one));
  }

  void brief(const Suite& suite, RowId row) {
    const JudgedRow judged(suite, row);
    std::string text;
    for (const CheckedExpectation& one : judged.checked)
      if (!one.holds)
        text += fmt::format("{}{} {}, expected {}", text.empty() ? "" : "; ", name_of(*one.expectation),
                            actual_text(one), expected_text(*one.expectation));
    out_ +=
        fmt::format("{}: {} {}: {}\n", place_of(suite, row), style_.bad("FAIL"), printable(label_of(suite, row)), text);
  }

  const Sources& sources_;
  RunDetail detail_;
  Style style_;
  std::string out_;
};

}  // namespace

std::string expected_text(const Expectation& expectation) {
  std::string out = value_texts(expectation.any_of, expectation.attribute, expectation.field == nullptr, " or ");
  if (expectation.or_absent) out += out.empty() ? "absent" : " or absent";
  if (expectation.or_unknown) out += out.empty() ? "unknown" : " or unknown";
  return out;
}

std::string actual_text(const CheckedExpectation& checked) {
  if (checked.actual.is_unknown()) return "unknown";
  if (checked.actual.is_absent()) return "absent";
  const Expectation& expectation = *checked.expectation;
  return value_texts(checked.actual.value, expectation.attribute, expectation.field == nullptr, ", ");
}

std::string render_run(const std::vector<SuiteResult>& results, const Sources& sources, RunDetail detail, Style style) {
  RunText text(sources, detail, style);
  for (const SuiteResult& result : results) text.suite(result);
  text.summary(results);
  return text.take();
}

}  // namespace rapsim
