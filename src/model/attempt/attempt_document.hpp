// An attempt that is a whole document: a map of its fields, or a decision that rapsim printed.
#pragma once

#include <string_view>

#include "base/diagnostic.hpp"
#include "model/attempt/attempt.hpp"
#include "model/site/site.hpp"
#include "yaml/tree.hpp"

namespace rapsim {

inline constexpr std::string_view kDecisionFormat = "rapsim/decision/1";

/// Reads what was given into `attempt`: of a decision its `attempt` without what is listed under `defaulted`. JSON has
/// no words without quotes, so where keys are quoted the text `unknown` means unknown, and a list of that one text the
/// text itself. Errors: R111, R112, R317, those of load_attempt().
void load_attempt_document(yaml::Node root, const Site& site, Attempt& attempt, Diagnostics& diags);

}  // namespace rapsim
