#include "suite/run.hpp"

#include <algorithm>

#include "model/load.hpp"
#include "suite/rows.hpp"

namespace rapsim {
namespace {

Attempt loaded_attempt_of(const Suite& suite, RowId row) {
  Diagnostics reported;  // by load_suite()
  return attempt_of(suite.cases[row.in_case], row.index, *suite.site->site, reported);
}

}  // namespace

JudgedRow::JudgedRow(const Suite& suite, RowId row)
    : attempt(loaded_attempt_of(suite, row)),
      world(world_at(attempt)),
      explained(explain(*suite.site, world, attempt)),
      checked(check_expectations(*suite.cases[row.in_case].expectations, explained)) {}

bool JudgedRow::passed() const {
  return std::all_of(checked.begin(), checked.end(), [](const CheckedExpectation& one) { return one.holds; });
}

SuiteResult run_suite(const Suite& suite) {
  SuiteResult out{.suite = &suite};
  for (const Scenario& scenario : suite.scenarios) {
    const std::size_t failed_before = out.failed.size();
    for (std::uint32_t i = scenario.first_case; i < scenario.first_case + scenario.case_count; ++i)
      for (RowId row{i, 0}; row.index < suite.cases[i].row_count; ++row.index)
        if (!JudgedRow(suite, row).passed()) out.failed.push_back(row);
    out.row_count += scenario.row_count;
    if (out.failed.size() > failed_before) ++out.failed_scenarios;
  }
  return out;
}

}  // namespace rapsim
