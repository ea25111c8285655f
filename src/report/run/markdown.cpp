// GitHub's Markdown. Every text of a user is in <code> or in a fence: no name becomes a link, a mention or markup.
#include <fmt/format.h>

#include <algorithm>

#include "report/run/run_formats.hpp"
#include "report/run/run_steps.hpp"
#include "report/text/clean_text.hpp"
#include "report/text/facts.hpp"

namespace rapsim {
namespace {

/// GitHub takes a summary of 1 MiB, and more would not be read.
constexpr std::size_t kMostShown = 50;

/// As HTML; `|` would end a cell of a table.
std::string code(std::string_view text) {
  std::string out = "<code>";
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        // The other marks of Markdown, as numbers.
        if (std::string_view("|\\`*_[]~").find(c) != std::string_view::npos)
          out += fmt::format("&#{};", static_cast<unsigned>(c));
        else
          out += c;
    }
  }
  return out + "</code>";
}

/// A fence is longer than every run of backticks in the text.
std::string fenced(const std::string& text) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) longest = std::max(longest, run = c == '`' ? run + 1 : 0);
  const std::string fence(std::max<std::size_t>(3, longest + 1), '`');
  return fence + "text\n" + text + (text.ends_with('\n') ? "" : "\n") + fence + "\n";
}

/// One suite, or all of them.
struct Line {
  Counts scenarios{};
  std::string first_cell{};
};

std::string table_line(const Line& line) {
  const Counts& counts = line.scenarios;
  return fmt::format("| {} | {} | {} | {} | {} | {} |\n", line.first_cell, counts.all(), counts.passed, counts.failed,
                     counts.skipped, counts.expected_failures);
}

std::string table(const RunReport& run) {
  std::string out =
      "| suite | scenarios | passed | failed | skipped | expected failures |\n"
      "|---|---:|---:|---:|---:|---:|\n";
  Line all{{}, "all"};
  for (const SuiteResult& result : run.results) {
    all.scenarios.add(result.scenarios);
    if (result.rows.all() > 0) out += table_line({result.scenarios, code(clean_line(result.suite->file))});
  }
  return out + table_line(all);
}

std::string failure(const ReportStep& step, const Sources& sources) {
  return fmt::format("<details><summary>{}: {}</summary>\n\n{}\n{}\n</details>\n", code(step.name), code(step.reason),
                     code(clean_line(place_text(sources, step.where))), "\n" + fenced(step.detail()));
}

struct Parts {
  std::string failures{};
  std::string excused{};
  StepCounts counts{};
};

Parts parts_of(const RunReport& run) {
  Parts out;
  for (const SuiteResult& result : run.results)
    for_each_step(result, run.sources, {run.detail, run.disputed_fails}, [&](const ReportStep& step) {
      out.counts.add(step.result);
      const bool is_failure = step.result == StepResult::failed;
      if (is_failure && out.counts.failed <= kMostShown) out.failures += failure(step, run.sources);
      if (is_failure || step.result == StepResult::passed) return;
      if (out.counts.skipped + out.counts.expected_failures <= kMostShown)
        out.excused +=
            fmt::format("- {}: {} {}\n", code(step.name),
                        step.result == StepResult::skipped ? "skipped" : "fails as expected", code(step.reason));
    });
  return out;
}

/// A heading, what it is of, and how many of it were left out.
std::string section(std::string_view title, const std::string& text, std::size_t count) {
  if (count == 0) return {};
  std::string out = fmt::format("\n### {}\n\n{}", title, text);
  if (count > kMostShown) out += fmt::format("\nand {} more\n", count - kMostShown);
  return out;
}

}  // namespace

std::string render_markdown(const RunReport& run) {
  const Parts parts = parts_of(run);
  std::string out = fmt::format("## rapsim: {}\n\n", parts.counts.failed == 0 ? "all as expected" : "not as expected");
  out += table(run);
  out += section("Failed", parts.failures, parts.counts.failed);
  out += section("Excused", parts.excused, parts.counts.skipped + parts.counts.expected_failures);
  return out;
}

}  // namespace rapsim
