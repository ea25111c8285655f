#include "report/run/run_steps.hpp"

#include <fmt/format.h>

#include <map>
#include <tuple>
#include <utility>

#include "report/run/judged_text.hpp"
#include "report/text/clean_text.hpp"
#include "report/text/facts.hpp"
#include "report/text/render_text.hpp"
#include "suite/run/rows.hpp"

namespace rapsim {
namespace {

/// Of a scenario, unless verbose: its rows tend to fail for one reason.
constexpr std::size_t kMostExplained = 5;

class Steps {
 public:
  Steps(const SuiteResult& result, const Sources& sources, const StepOptions& options,
        const std::function<void(const ReportStep&)>& use)
      : suite_(*result.suite), sources_(sources), options_(options), use_(use) {
    if (!options.disputed_fails || !result.disputed) return;
    for (const DisputedRow& row : *result.disputed)
      disputed_.try_emplace({row.row.in_case, row.row.index, row.number}, &row);
  }

  void row(RowId row, RowResult what) {
    const Case& rows = suite_.cases[row.in_case];
    if (std::exchange(scenario_, rows.scenario) != rows.scenario) explained_ = 0;
    switch (what) {
      case RowResult::skipped:
        return whole_row(row, what, StepResult::skipped);
      case RowResult::passed_unexpectedly:
      case RowResult::skip_ran_out:
        return whole_row(row, what, StepResult::failed);
      case RowResult::passed:
        // What passed needs no second judgement, unless to know what the timeline did.
        if (rows.timeline.empty() && disputed_.empty()) return whole_row(row, what, StepResult::passed);
        [[fallthrough]];
      default:
        judge_steps(suite_, row, [&](const JudgedStep& judged) { judged_step(row, what, judged); });
    }
  }

 private:
  ReportStep step_of(RowId row, StepResult result) const {
    const Case& rows = suite_.cases[row.in_case];
    return {.name = clean_line(label_of(suite_, row)),
            .scenario = suite_.scenarios[rows.scenario].name,
            .file = sources_.name(rows.where.file),
            .where = rows.where,
            .result = result};
  }

  void whole_row(RowId row, RowResult what, StepResult result) const {
    ReportStep step = step_of(row, result);
    step.reason = clean_line(marker_text(suite_, row, what));
    if (result == StepResult::failed) step.command = clean_line(command_text(suite_, row));
    use_(step);
  }

  void judged_step(RowId row, RowResult what, const JudgedStep& judged) {
    const bool is_excused = what == RowResult::expected_failure;
    ReportStep step = step_of(row, judged.passed() ? StepResult::passed
                                   : is_excused    ? StepResult::expected_failure
                                                   : StepResult::failed);
    const JudgedAttempt* const attempt = judged.attempt_of();
    if (const std::string name = judged_name(judged); !name.empty()) {
      step.name += " " + clean_line(name);
      step.where = where_of(judged);
    }
    const std::size_t number = attempt == nullptr ? 0 : attempt->number;
    if (const auto found = disputed_.find({row.in_case, row.index, number});
        found != disputed_.end() && step.result == StepResult::passed) {
      step.result = StepResult::failed;
      step.reason = clean_line(disputed_text(*found->second));
    } else if (step.result == StepResult::expected_failure) {
      step.reason = clean_line(marker_text(suite_, row, what));
    } else {
      step.reason = clean_line(failure_text(judged));
    }
    if (step.result == StepResult::failed) add_detail(step, row, judged);
    use_(step);
  }

  std::string disputed_text(const DisputedRow& row) const {
    const ReadingRow& reading = readings()[static_cast<std::size_t>(row.reading)];
    const Site& site = *suite_.site->site;
    return fmt::format("depends on the disputed rule {} ({}): {}, otherwise {}", reading.name, reading.gap,
                       decision_text(row.as_it_is, site), decision_text(row.other, site));
  }

  void add_detail(ReportStep& step, RowId row, const JudgedStep& judged) {
    const JudgedAttempt* const attempt = judged.attempt_of();
    step.command =
        clean_line(command_text(suite_, row, attempt == nullptr || attempt->connect == nullptr ? 0 : attempt->number));
    if (!judged.checked.empty()) step.table = clean_text(expectations_table(judged, {}));
    if (attempt == nullptr) {
      if (!judged.remark.empty()) step.table += clean_text(printable(judged.remark)) + "\n";
      return;
    }
    const bool is_explained = options_.detail == RunDetail::verbose || ++explained_ <= kMostExplained;
    if (is_explained && options_.detail != RunDetail::brief)
      step.explanation = clean_text(render_text(attempt->explanation(), sources_, Depth::standard, {}));
  }

  const Suite& suite_;
  const Sources& sources_;
  const StepOptions& options_;
  const std::function<void(const ReportStep&)>& use_;
  std::map<std::tuple<std::uint32_t, std::size_t, std::size_t>, const DisputedRow*> disputed_{};  // case, index, number
  std::uint32_t scenario_ = UINT32_MAX;
  std::size_t explained_ = 0;  // of the scenario
};

}  // namespace

std::string ReportStep::detail() const {
  std::string out;
  if (!command.empty()) out += command + "\n";
  out += table;
  if (!explanation.empty()) out += "\n" + explanation;
  return out;
}

void for_each_step(const SuiteResult& result, const Sources& sources, const StepOptions& options,
                   const std::function<void(const ReportStep&)>& use) {
  Steps steps(result, sources, options, use);
  for_each_result(result, [&](RowId row, RowResult what) { steps.row(row, what); });
}

void StepCounts::add(StepResult result) {
  ++(result == StepResult::passed    ? passed
     : result == StepResult::failed  ? failed
     : result == StepResult::skipped ? skipped
                                     : expected_failures);
}

void StepCounts::add(const StepCounts& other) {
  passed += other.passed;
  failed += other.failed;
  skipped += other.skipped;
  expected_failures += other.expected_failures;
}

}  // namespace rapsim
