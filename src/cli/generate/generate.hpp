// Texts that are installed beside the program, made of the table of commands.
#pragma once

#include <string>

namespace rapsim {

/// The manual page rapsim(1), in man(7) macros.
std::string man_page();
/// Completions that need nothing but the shell itself.
std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace rapsim
