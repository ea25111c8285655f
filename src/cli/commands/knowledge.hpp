// What the program knows by heart: one row a built-in table. `rapsim doc` looks words up in all of them, the commands
// `reasons`, `errors`, ... print one, shells complete their words. A new kind is one row here and the function that
// makes its table (src/report/tables/tables.hpp).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.hpp"
#include "cli/command.hpp"
#include "report/tables/tables.hpp"

namespace rapsim {

struct Knowledge {
  std::string_view one;      // `reason`: in headings and messages
  std::string_view many;     // `reasons`
  std::string_view example;  // a word of it
  std::string_view listing;  // the command that prints the whole table; empty: none does
  Code unknown;              // of a word that is not in it
  Table (*table)();
  bool is_completed;  // its words are offered after `rapsim doc`
};

/// In the order in which `doc` prints what a word means.
std::span<const Knowledge> knowledge();
/// The table of which a command prints one row; nullptr: none.
const Knowledge* knowledge_of_command(std::string_view command);
/// By Knowledge::one; must exist.
const Knowledge& knowledge_of(std::string_view one);
/// What each row is called first: number or name, in the order of the table.
std::vector<std::string> first_words(const Knowledge& kind);

/// The long form of what a word means in one table; `argument`: where the word stood. Errors: Knowledge::unknown, and
/// exit status 2.
int print_row(const Knowledge& kind, std::string argument, const std::string& word, const Arguments& arguments,
              Context& context);

}  // namespace rapsim
