// The attempt as command-line options: one option a row of attempt_fields(), and `--attribute Name=value`.
#pragma once

#include "cli/command.hpp"
#include "model/attempt/attempt.hpp"
#include "model/site/site.hpp"

namespace rapsim {

std::vector<OptionRow> attempt_option_rows();
/// Options replace what `attempt` has already, and it is completed. Problems go to the context's diagnostics, placed in
/// the option's text.
void complete_from_options(const Arguments& arguments, const Site& site, Attempt& attempt, Context& context);

}  // namespace rapsim
