// The text of a site as output of a command: `--effective`, `--apply`.
#pragma once

#include <string>
#include <string_view>

#include "cli/command.hpp"

namespace rapsim {

/// Prints the text byte for byte, or writes it to the file of `--output`. A runner of a CI system obeys lines of a log,
/// so in one the file is needed. `option`: that asked for the text, for messages. Out: the exit status.
int print_site_text(std::string text, std::string_view option, const Arguments& arguments, Context& context);

/// R111 about an option, and the exit status for it.
int usage_error(Context& context, std::string_view option, std::string message);

}  // namespace rapsim
