// `explain --write-suite FILE`: an attempt that was explained becomes a scenario.
#pragma once

#include "cli/commands/question.hpp"
#include "diagnose/explanation.hpp"

namespace rapsim {

/// Writes a new file that `rapsim run` passes. Out: exit status; what went wrong is in the context. Errors: R509.
int write_suite(const std::string& file, const Question& question, const Explanation& explanation, Context& context);

}  // namespace rapsim
