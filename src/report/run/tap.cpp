// TAP. Flat rather than with subtests: readers of version 13, `prove` among them, pass over subtests, and would show
// one result a file. What is written is good TAP of both versions.
#include <fmt/format.h>

#include "base/visible.hpp"
#include "report/run/run_formats.hpp"
#include "report/run/run_steps.hpp"
#include "report/text/facts.hpp"

namespace rapsim {
namespace {

/// Of a description or a reason: `#` would begin a directive.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// YAML that every reader takes: in double quotes.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

/// A literal block. Its first line must not begin with a blank, which would tell its indentation; empty lines are left
/// out, because Perl's reader ends the block there.
std::string block(std::string_view text) {
  std::string out = "|\n";
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!line.empty()) out += fmt::format("    {}\n", line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return out;
}

/// What follows a step that failed.
std::string diagnostics(const ReportStep& step, const Sources& sources) {
  std::string out = "  ---\n";
  out += "  message: " + quoted(step.reason) + "\n";
  if (const std::string detail = step.detail(); !detail.empty()) out += "  detail: " + block(detail);
  out += "  at: " + quoted(visible(place_text(sources, step.where))) + "\n";
  out += "  scenario: " + quoted(visible(step.scenario)) + "\n";
  return out + "  ...\n";
}

std::string test_line(const ReportStep& step, std::size_t number) {
  const bool is_good = step.result == StepResult::passed || step.result == StepResult::skipped;
  std::string out =
      fmt::format("{} {} - {}: {}", is_good ? "ok" : "not ok", number, escaped(visible(step.file)), escaped(step.name));
  if (step.result == StepResult::skipped) out += " # SKIP " + escaped(step.reason);
  if (step.result == StepResult::expected_failure) out += " # TODO " + escaped(step.reason);
  return out + "\n";
}

std::string tap(const RunReport& run, int version) {
  std::string lines;
  std::size_t number = 0;
  for (const SuiteResult& result : run.results)
    for_each_step(result, run.sources, {run.detail, run.disputed_fails}, [&](const ReportStep& step) {
      lines += test_line(step, ++number);
      if (step.result == StepResult::failed) lines += diagnostics(step, run.sources);
    });
  return fmt::format("TAP version {}\n1..{}{}\n", version, number, number == 0 ? " # SKIP no rows" : "") + lines;
}

}  // namespace

std::string render_tap(const RunReport& run) { return tap(run, 14); }
std::string render_tap13(const RunReport& run) { return tap(run, 13); }

}  // namespace rapsim
