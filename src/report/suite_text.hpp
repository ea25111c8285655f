// The result of a run as text: what failed, and why.
#pragma once

#include <string>
#include <vector>

#include "base/span.hpp"
#include "report/style.hpp"
#include "suite/run.hpp"

namespace rapsim {

/// brief: one line a failed row; quiet: failures and the summary; standard: also a line a suite; verbose: also every
/// row, and every explanation.
enum class RunDetail : std::uint8_t { brief, quiet, standard, verbose };

std::string render_run(const std::vector<SuiteResult>& results, const Sources& sources, RunDetail detail, Style style);

/// `reject`, `0 or 66`, `absent`, `unknown`: what an expectation accepts, and what was. Control characters are
/// replaced.
std::string expected_text(const Expectation& expectation);
std::string actual_text(const CheckedExpectation& checked);

}  // namespace rapsim
