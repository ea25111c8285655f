// A run as what test reports are made of: one step a row, or one each for what a timeline does. What formats print of a
// step is only this, so that a new kind of step changes no format.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "report/run/suite_text.hpp"

namespace rapsim {

enum class StepResult : std::uint8_t { passed, failed, skipped, expected_failure };

/// Every text is one that clean_text() has seen; `name` and `reason` are one line.
struct ReportStep {
  std::string name{};  // the row's label; in a timeline with `#3 late` at its end
  std::string_view scenario{};
  std::string_view file{};
  Span where{};
  StepResult result = StepResult::passed;
  std::string reason{};       // why it failed or was excused; empty: passed
  std::string command{};      // prints it alone; only of what failed
  std::string table{};        // what was expected and what was; empty where that is not why
  std::string explanation{};  // of the decision; empty where `detail` or the number of failures says so

  /// Command, table and explanation, as they are not empty; does not begin with a blank.
  [[nodiscard]] std::string detail() const;
};

struct StepOptions {
  RunDetail detail = RunDetail::standard;  // brief: no explanations; verbose: all; else the first of a scenario
  bool disputed_fails = false;             // what depends on a disputed rule counts as failed, if that was looked for
};

/// In the order of the suite. A row that its marker decided (skipped, passed unexpectedly) is one step.
void for_each_step(const SuiteResult& result, const Sources& sources, const StepOptions& options,
                   const std::function<void(const ReportStep&)>& use);

/// How many steps became what.
struct StepCounts {
  std::size_t passed = 0, failed = 0, skipped = 0, expected_failures = 0;
  void add(StepResult result);
  void add(const StepCounts& other);
  [[nodiscard]] std::size_t all() const { return passed + failed + skipped + expected_failures; }
};

}  // namespace rapsim
