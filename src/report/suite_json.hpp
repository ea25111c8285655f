// The result of a run as JSON, format rapsim/run/1.
#pragma once

#include <string>
#include <vector>

#include "base/span.hpp"
#include "suite/run.hpp"

namespace rapsim {

/// Every row with what was expected and what was: null is absent, `unknown` unknown, `expected` a list of which
/// any value will do.
std::string run_json(const std::vector<SuiteResult>& results, const Sources& sources);

}  // namespace rapsim
