// Rows whose decision depends on a rule that sources disagree on: each is decided again with every reading switched
// over. Source: gaps.md; product.md `run --disputed`.
#pragma once

#include "suite/run/run.hpp"

namespace rapsim {

/// Of the rows that were run, in the order of the suite, then of the readings.
std::vector<DisputedRow> find_disputed(const SuiteResult& result);

}  // namespace rapsim
