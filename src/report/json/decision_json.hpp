// A decision with its whole trace as JSON, format rapsim/decision/1.
#pragma once

#include <string>
#include <string_view>

#include "base/span.hpp"
#include "diagnose/explanation.hpp"

namespace rapsim {

/// In: `site_file` as the user named it, or empty. Out: an object whose `attempt` is in the form that load_attempt
/// reads: defaults are written out (their names are under `defaulted`), what is unknown is `unknown`, what is absent is
/// left out. A field of the decision is null when it is absent and `unknown` when the ways to end differ in it. What
/// `explanation` lacks is left out.
std::string decision_json(const Explanation& explanation, const Sources& sources, std::string_view site_file);

}  // namespace rapsim
