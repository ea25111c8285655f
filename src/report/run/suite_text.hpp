// The result of a run as text: what failed, and why.
#pragma once

#include <string>
#include <vector>

#include "base/span.hpp"
#include "report/text/style.hpp"
#include "suite/run/run.hpp"

namespace rapsim {

/// summary: only how many; brief: one line a failed row; quiet: failures and the summary; standard: also a line a
/// suite; verbose: also every row, and every explanation.
enum class RunDetail : std::uint8_t { summary, brief, quiet, standard, verbose };

std::string render_run(const std::vector<SuiteResult>& results, const Sources& sources, RunDetail detail, Style style);

}  // namespace rapsim
