// What a shell completes where a word of a command line is missing. Used by the generator of completions only.
#pragma once

#include "cli/command.hpp"

namespace rapsim {

/// Neither files nor words: nothing is offered. Both: one of the words, each ending in `=`, and a file behind it.
struct Offered {
  bool is_file = false;
  std::vector<std::string> words{};
};

/// For the positionals of a command: `PATH` and `SITE` are files, `a|b` its alternatives, the rest words of the tables.
Offered offered_positionals(const Command& command);
/// For the value of an option: files for `FILE`, `KIND=FILE` and the like, else its choices or the words that it
/// offers.
Offered offered_values(const OptionRow& option);
/// The command's own options and the common ones.
std::vector<OptionRow> all_options(const Command& command);

}  // namespace rapsim
