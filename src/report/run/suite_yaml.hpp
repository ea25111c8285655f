// A decided attempt as a suite of one scenario.
#pragma once

#include <string>
#include <string_view>

#include "diagnose/explanation.hpp"

namespace rapsim {

/// In: the site's path from the folder of the suite; the scenario's name. Out: what was given of the attempt, and
/// every field that the decision has as `expect`, with the settings of an accept.
std::string suite_yaml(const Explanation& explanation, std::string_view site_file, std::string_view name);

}  // namespace rapsim
