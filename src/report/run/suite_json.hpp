// The result of a run as JSON, format rapsim/run/1.
#pragma once

#include <string>
#include <vector>

#include "base/span.hpp"
#include "suite/run/run.hpp"

namespace rapsim {

/// Every row with what was expected and what was: null is absent, `unknown` unknown, `expected` a list of which
/// any value will do.
std::string run_json(const std::vector<SuiteResult>& results, const Sources& sources);
/// The same as JSON lines, format rapsim/run-lines/1: an object a line, distinguished by `type`. `run` with the
/// versions is first, then each `suite` followed by its `row` objects (and its `disputed` ones), and `summary` with the
/// counts last: without it the output is not whole.
std::string run_json_lines(const std::vector<SuiteResult>& results, const Sources& sources);

}  // namespace rapsim
