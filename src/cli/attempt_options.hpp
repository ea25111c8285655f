// The attempt as command-line options: one option a row of attempt_fields(), and `--attribute Name=value`.
#pragma once

#include "cli/command.hpp"
#include "model/attempt.hpp"
#include "model/site.hpp"

namespace rapsim {

std::vector<OptionRow> attempt_option_rows();
/// Reads the options into a complete attempt. Problems go to the context's diagnostics, placed in the option's text.
Attempt attempt_from(const Arguments& arguments, const Site& site, Context& context);

}  // namespace rapsim
