// Runs the rows of a suite. Judging a row is pure, so a result only says what became of each: a report that shows a row
// judges it again.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/truth.hpp"
#include "diagnose/explanation.hpp"
#include "suite/suite.hpp"

namespace rapsim {

class JudgedAttempt;

/// One thing that a row asserts, and what it was.
class JudgedStep {
 public:
  JudgedStep() = default;
  virtual ~JudgedStep() = default;
  JudgedStep(const JudgedStep&) = delete;
  JudgedStep& operator=(const JudgedStep&) = delete;

  const Step* step = nullptr;  // of a timeline other than a connect
  std::string at{};            // its time
  std::vector<CheckedExpectation> checked{};
  std::string remark{};            // what explains it, one line: `late` has ended
  bool could_not_be_done = false;  // a disconnect of a session that is none; `remark` says why

  [[nodiscard]] bool passed() const;
  [[nodiscard]] virtual const JudgedAttempt* attempt_of() const { return nullptr; }  // nullptr: another step
};

/// An attempt of a row, decided and compared with what was expected of it.
class JudgedAttempt : public JudgedStep {
 public:
  /// The attempt of a row without a timeline.
  JudgedAttempt(const Suite& suite, RowId row);
  /// Number `number` of a timeline, counted from 1; each repetition is one. `at` and the rest must outlive it.
  JudgedAttempt(const CompiledSite& site, const Connect& made, const Attempt& attempt, const World& at,
                std::size_t number, std::size_t repetition);

  const Attempt attempt;

 private:
  const World own_world_{};  // of a row without a timeline

 public:
  const World& world;
  const Explained explained;
  const Connect* const connect = nullptr;  // nullptr: no timeline
  const std::size_t number = 1;
  const std::string as{};  // of a timeline: the name that it gives, or empty

  [[nodiscard]] const JudgedAttempt* attempt_of() const override { return this; }
  /// In full, and searched for again each time: for what failed.
  [[nodiscard]] Explanation explanation() const { return explanation_of(explained, Extent::everything); }
};

/// Calls `visit` for each step of the row that asserts something, or that could not be done, in their order. A timeline
/// begins in a world where nothing has happened.
void judge_steps(const Suite& suite, RowId row, const std::function<void(const JudgedStep&)>& visit);
/// The same for its attempts alone.
void judge_row(const Suite& suite, RowId row, const std::function<void(const JudgedAttempt&)>& visit);

/// What became of a row.
enum class RowResult : std::uint8_t {
  passed,
  failed,
  skipped,
  expected_failure,     // failed, as its marker says
  passed_unexpectedly,  // fails: the marker must go
  skip_ran_out,         // fails: its day is over
  not_selected,
};
/// Fails the run.
constexpr bool is_failure(RowResult result) {
  return result == RowResult::failed || result == RowResult::passed_unexpectedly || result == RowResult::skip_ran_out;
}

/// Of rows, or of scenarios: a scenario counts as its worst row, failed before expected failure before skipped.
struct Counts {
  std::size_t passed = 0, failed = 0, skipped = 0, expected_failures = 0;
  void add(RowResult result);
  void add(const Counts& other);
  [[nodiscard]] std::size_t all() const { return passed + failed + skipped + expected_failures; }
};

struct RunOptions {
  Day today{};                      // what markers are compared with
  std::vector<std::string> tags{};  // scenarios that have any of them; empty: all
  /// Rows for which it says yes, asked after deciding; a timeline's row if it does for one of its attempts. Empty: all.
  std::function<Truth(const Explained&)> filter{};
};

/// A row whose decision depends on a rule that sources disagree on.
struct DisputedRow {
  RowId row{};
  Reading reading{};
  std::size_t number = 1;  // of the attempt, in a timeline
  Decision as_it_is{};     // with the site's own side
  Decision other{};        // with the other one
};

struct SuiteResult {
  const Suite* suite = nullptr;
  std::vector<RowResult> results{};                    // of every row, in the order of the suite
  std::vector<RowId> failed{};                         // in that order
  Counts rows{}, scenarios{};                          // what was not selected is not counted
  std::optional<std::vector<DisputedRow>> disputed{};  // find_disputed(), when it was asked for

  [[nodiscard]] bool passed() const { return failed.empty(); }
};

SuiteResult run_suite(const Suite& suite, const RunOptions& options = {});

/// Calls `use(row, result)` for each selected row, in the order of the suite.
template <class Use>
void for_each_result(const SuiteResult& result, Use use) {
  std::size_t at = 0;
  for (std::uint32_t i = 0; i < result.suite->cases.size(); ++i)
    for (RowId row{i, 0}; row.index < result.suite->cases[i].row_count; ++row.index, ++at)
      if (result.results[at] != RowResult::not_selected) use(row, result.results[at]);
}

}  // namespace rapsim
