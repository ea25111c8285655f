#include "suite/run/run.hpp"

#include <algorithm>
#include <array>

#include "model/load/load.hpp"
#include "suite/run/rows.hpp"
#include "suite/run/timeline.hpp"

namespace rapsim {
namespace {

Attempt loaded_attempt_of(const Suite& suite, RowId row) {
  Diagnostics reported;  // by load_suite()
  return attempt_of(suite.cases[row.in_case], row.index, *suite.site->site, reported);
}

bool is_selected(const Scenario& scenario, const std::vector<std::string>& tags) {
  return tags.empty() || std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
           return std::find(scenario.tags.begin(), scenario.tags.end(), tag) != scenario.tags.end();
         });
}

/// What the row's steps come to, before its marker is applied.
struct Judgement {
  bool passed = true;
  Truth selected = Truth::no;
};

Judgement judgement_of(const Suite& suite, RowId row, const RunOptions& options) {
  Judgement out;
  judge_steps(suite, row, [&](const JudgedStep& judged) {
    out.passed = out.passed && judged.passed();
    if (!options.filter)
      out.selected = Truth::yes;
    else if (const JudgedAttempt* const attempt = judged.attempt_of())
      out.selected = out.selected || options.filter(attempt->explained);
  });
  return out;
}

RowResult result_of(const Suite& suite, RowId row, const RunOptions& options) {
  const Marker* const marker = suite.cases[row.in_case].marker.get();
  const bool is_skip = marker != nullptr && marker->kind == MarkerKind::skip;
  Judgement judgement;
  if (!is_skip || options.filter) {  // a skipped row is decided only to find out whether it is meant
    judgement = judgement_of(suite, row, options);
    if (judgement.selected != Truth::yes) return RowResult::not_selected;
  }
  if (is_skip) return marker->holds(options.today) ? RowResult::skipped : RowResult::skip_ran_out;
  const bool must_fail = marker != nullptr && marker->holds(options.today);
  if (judgement.passed) return must_fail ? RowResult::passed_unexpectedly : RowResult::passed;
  return must_fail ? RowResult::expected_failure : RowResult::failed;
}

/// Worst last; every failure is as bad as another.
RowResult worse(RowResult left, RowResult right) {
  constexpr std::array kOrder = {RowResult::not_selected, RowResult::passed, RowResult::skipped,
                                 RowResult::expected_failure};
  const auto rank = [&](RowResult result) { return std::find(kOrder.begin(), kOrder.end(), result) - kOrder.begin(); };
  return rank(left) < rank(right) ? right : left;
}

}  // namespace

bool JudgedStep::passed() const {
  return !could_not_be_done &&
         std::all_of(checked.begin(), checked.end(), [](const CheckedExpectation& one) { return one.holds; });
}

JudgedAttempt::JudgedAttempt(const Suite& suite, RowId row)
    : attempt(loaded_attempt_of(suite, row)),
      own_world_(world_at(attempt)),
      world(own_world_),
      explained(explain(*suite.site, world, attempt)) {
  at = attempt[FieldId::at].text;
  checked = check_expectations(*suite.cases[row.in_case].expectations, explained);
}

JudgedAttempt::JudgedAttempt(const CompiledSite& site, const Connect& made, const Attempt& made_attempt,
                             const World& at_world, std::size_t number_, std::size_t repetition)
    : attempt(made_attempt),
      world(at_world),
      explained(explain(site, world, attempt)),
      connect(&made),
      number(number_),
      as(numbered(made.as, repetition)) {
  at = attempt[FieldId::at].text;
  checked = check_expectations(*made.expectations, explained);
}

void judge_steps(const Suite& suite, RowId row, const std::function<void(const JudgedStep&)>& visit) {
  const Case& in_case = suite.cases[row.in_case];
  if (in_case.timeline.empty()) return visit(JudgedAttempt(suite, row));
  Timeline(suite, in_case).run(visit);
}

void judge_row(const Suite& suite, RowId row, const std::function<void(const JudgedAttempt&)>& visit) {
  judge_steps(suite, row, [&](const JudgedStep& judged) {
    if (const JudgedAttempt* const attempt = judged.attempt_of()) visit(*attempt);
  });
}

void Counts::add(RowResult result) {
  if (result == RowResult::passed) ++passed;
  if (result == RowResult::skipped) ++skipped;
  if (result == RowResult::expected_failure) ++expected_failures;
  if (is_failure(result)) ++failed;
}

void Counts::add(const Counts& other) {
  passed += other.passed;
  failed += other.failed;
  skipped += other.skipped;
  expected_failures += other.expected_failures;
}

SuiteResult run_suite(const Suite& suite, const RunOptions& options) {
  SuiteResult out{.suite = &suite};
  for (const Scenario& scenario : suite.scenarios) {
    const bool is_meant = is_selected(scenario, options.tags);
    RowResult worst = RowResult::not_selected;
    for (std::uint32_t i = scenario.first_case; i < scenario.first_case + scenario.case_count; ++i)
      for (RowId row{i, 0}; row.index < suite.cases[i].row_count; ++row.index) {
        const RowResult result = is_meant ? result_of(suite, row, options) : RowResult::not_selected;
        out.results.push_back(result);
        out.rows.add(result);
        if (is_failure(result)) out.failed.push_back(row);
        worst = worse(worst, result);
      }
    out.scenarios.add(worst);
  }
  return out;
}

}  // namespace rapsim
