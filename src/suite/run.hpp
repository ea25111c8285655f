// Runs the rows of a suite. Judging a row is pure, so a result only names the rows that failed: a report that shows a
// row judges it again.
#pragma once

#include <vector>

#include "suite/suite.hpp"

namespace rapsim {

/// A row, decided and compared with what was expected of it.
class JudgedRow {
 public:
  JudgedRow(const Suite& suite, RowId row);
  JudgedRow(const JudgedRow&) = delete;  // `explained` refers to the other members
  JudgedRow& operator=(const JudgedRow&) = delete;

  const Attempt attempt;
  const World world;
  const Explained explained;
  const std::vector<CheckedExpectation> checked;

  [[nodiscard]] bool passed() const;
};

struct SuiteResult {
  const Suite* suite = nullptr;
  std::size_t row_count = 0;
  std::size_t failed_scenarios = 0;
  std::vector<RowId> failed{};  // in the order of the suite

  [[nodiscard]] bool passed() const { return failed.empty(); }
};

SuiteResult run_suite(const Suite& suite);

}  // namespace rapsim
