#include "report/run/suite_text.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/run/judged_text.hpp"
#include "report/text/facts.hpp"
#include "report/text/render_text.hpp"
#include "suite/run/rows.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kMostExplained = 5;  // rows of one scenario, unless verbose: they tend to fail for one reason

/// `1 scenario`, `3 scenarios`
std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// `58 scenarios`, `3 scenarios (100 rows)`
std::string scenarios_text(const Counts& scenarios, const Counts& rows) {
  return counted(scenarios.all(), "scenario") +
         (rows.all() == scenarios.all() ? "" : fmt::format(" ({})", counted(rows.all(), "row")));
}

/// `2 skipped (7 rows)`; the rows only when they are not as many.
std::string part_text(std::size_t scenarios, std::string_view what, std::size_t rows) {
  return fmt::format("{} {}{}", scenarios, what, rows == scenarios ? "" : fmt::format(" ({})", counted(rows, "row")));
}

/// `, 1 skipped, 2 expected failures`: what did neither pass nor fail, if anything.
std::string excused_text(const Counts& scenarios, const Counts& rows) {
  std::string out;
  if (rows.skipped > 0) out += ", " + part_text(scenarios.skipped, "skipped", rows.skipped);
  if (rows.expected_failures > 0)
    out += ", " + part_text(scenarios.expected_failures,
                            scenarios.expected_failures == 1 ? "expected failure" : "expected failures",
                            rows.expected_failures);
  return out;
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
    if (detail_ != RunDetail::brief) suite_line(result);
    std::size_t in_scenario = 0;
    std::uint32_t scenario = UINT32_MAX;
    for_each_result(result, [&](RowId row, RowResult what) {
      const bool is_verbose = detail_ == RunDetail::verbose;
      if (!is_failure(what)) return is_verbose ? good_row(suite, row, what) : void();
      if (detail_ == RunDetail::brief) return brief(suite, row, what);
      if (is_verbose) return failed_row(suite, row, what, true);
      in_scenario = suite.cases[row.in_case].scenario == scenario ? in_scenario + 1 : 0;
      scenario = suite.cases[row.in_case].scenario;
      failed_row(suite, row, what, in_scenario < kMostExplained);
      if (in_scenario == kMostExplained)
        out_ += "      more rows of the scenario fail; `--verbose` explains each of them\n\n";
    });
  }

  /// What depends on a disputed rule; nothing unless it was asked for.
  void disputed(const std::vector<SuiteResult>& results) {
    std::size_t count = 0;
    for (const SuiteResult& result : results) {
      if (!result.disputed) return;
      for (const DisputedRow& row : *result.disputed) disputed_row(*result.suite, row);
      count += result.disputed->size();
    }
    out_ += fmt::format("{} on a disputed rule (`rapsim readings` explains them)\n",
                        count == 1 ? "1 decision depends" : fmt::format("{} decisions depend", count));
  }

  void summary(const std::vector<SuiteResult>& results) {
    Counts scenarios, rows;
    for (const SuiteResult& result : results) {
      scenarios.add(result.scenarios);
      rows.add(result.rows);
    }
    const std::string passed = fmt::format("{} passed", scenarios.passed);
    const std::string failed = part_text(scenarios.failed, "failed", rows.failed);
    out_ += fmt::format("{} in {}: {}, {}{}\n", scenarios_text(scenarios, rows), counted(results.size(), "suite"),
                        rows.failed == 0 ? style_.good(passed) : passed, rows.failed == 0 ? failed : style_.bad(failed),
                        excused_text(scenarios, rows));
  }

  std::string take() { return std::move(out_); }

 private:
  void disputed_row(const Suite& suite, const DisputedRow& row) {
    const ReadingRow& reading = readings()[static_cast<std::size_t>(row.reading)];
    const Site& site = *suite.site->site;
    out_ += fmt::format(
        "{}  {}{}  ({})\n         {} ({}): {}, otherwise {}\n", style_.open("DISPUTED"), label_of(suite, row.row),
        suite.cases[row.row.in_case].timeline.empty() ? "" : fmt::format(" #{}", row.number), place_of(suite, row.row),
        reading.name, reading.gap, decision_text(row.as_it_is, site), decision_text(row.other, site));
  }

  [[nodiscard]] std::string place_of(const Suite& suite, RowId row) const {
    return place_text(sources_, suite.cases[row.in_case].where);
  }

  void suite_line(const SuiteResult& result) {
    const Suite& suite = *result.suite;
    const std::string all = scenarios_text(result.scenarios, result.rows);
    const std::string excused = excused_text(result.scenarios, result.rows);
    if (!result.passed())
      out_ += fmt::format("{} {}: {} of {} failed{}\n\n", style_.bad("FAIL"), suite.file, result.scenarios.failed, all,
                          excused);
    else if (detail_ != RunDetail::quiet && result.rows.all() > 0)
      out_ += fmt::format("{}   {}: {}{}\n", style_.good("ok"), suite.file, all, excused);
  }

  void good_row(const Suite& suite, RowId row, RowResult what) {
    const std::string label = printable(label_of(suite, row));
    if (what == RowResult::passed)
      out_ += fmt::format("  {}   {}\n", style_.good("ok"), label);
    else
      out_ += fmt::format("  {} {}  ({} {})\n", style_.dim(what == RowResult::skipped ? "skip" : "xfail"), label,
                          what == RowResult::skipped ? "skipped" : "fails as expected", marker_text(suite, row, what));
  }

  void failed_row(const Suite& suite, RowId row, RowResult what, bool is_explained) {
    out_ += fmt::format("  {} {}  ({})\n", style_.bad("FAIL"), style_.strong(printable(label_of(suite, row))),
                        place_of(suite, row));
    const std::string why = marker_text(suite, row, what);
    if (!why.empty()) out_ += "      " + why + "\n";
    const bool is_timeline = !suite.cases[row.in_case].timeline.empty();
    if (!is_timeline || what != RowResult::failed) command(suite, row);
    if (!why.empty() || !is_explained) out_ += "\n";
    if (!is_explained || what != RowResult::failed) return;
    std::size_t failed = 0;
    judge_steps(suite, row, [&](const JudgedStep& judged) {
      if (judged.passed()) return;
      if (++failed <= kMostExplained || detail_ == RunDetail::verbose) failed_step(suite, row, judged);
    });
    if (failed > kMostExplained && detail_ != RunDetail::verbose)
      out_ += "      more steps of the timeline fail; `--verbose` explains each of them\n\n";
  }

  /// The command that shows it by itself, to be copied.
  void command(const Suite& suite, RowId row, std::size_t number = 0) {
    out_ += "      " + style_.dim(command_text(suite, row, number)) + "\n";
  }

  void failed_step(const Suite& suite, RowId row, const JudgedStep& judged) {
    const JudgedAttempt* const attempt = judged.attempt_of();
    const std::string name = judged_name(judged);
    if (!name.empty())
      out_ += fmt::format("      {} {}  ({})\n", name, judged.at, place_text(sources_, where_of(judged)));
    if (attempt != nullptr && attempt->connect != nullptr) command(suite, row, attempt->number);
    if (!judged.checked.empty()) out_ += indented(expectations_table(judged, style_), "      ");
    if (!judged.remark.empty())
      out_ +=
          fmt::format("      {} {}\n", judged.could_not_be_done ? style_.bad("x ") : "  ", printable(judged.remark));
    out_ += "\n";
    if (attempt != nullptr)
      out_ += indented(render_text(attempt->explanation(), sources_, Depth::standard, style_), "      ") + "\n";
  }

  void brief(const Suite& suite, RowId row, RowResult what) {
    std::string text = marker_text(suite, row, what);
    if (what == RowResult::failed)
      judge_steps(suite, row, [&](const JudgedStep& judged) {
        if (judged.passed()) return;
        add_item(text, failure_text(judged, judged_name(judged)), "; ");
      });
    out_ +=
        fmt::format("{}: {} {}: {}\n", place_of(suite, row), style_.bad("FAIL"), printable(label_of(suite, row)), text);
  }

  const Sources& sources_;
  RunDetail detail_;
  Style style_;
  std::string out_;
};

}  // namespace

std::string render_run(const std::vector<SuiteResult>& results, const Sources& sources, RunDetail detail, Style style) {
  RunText text(sources, detail, style);
  if (detail != RunDetail::summary)
    for (const SuiteResult& result : results) text.suite(result);
  text.disputed(results);
  text.summary(results);
  return text.take();
}

}  // namespace rapsim
