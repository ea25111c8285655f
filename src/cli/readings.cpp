// `rapsim readings [NAME]`: rules that sources disagree on, and the switch for the other side.
#include "base/text.hpp"
#include "cli/table_options.hpp"

namespace rapsim {

std::vector<OptionRow> readings_options() { return {format_option()}; }

int run_readings(const Arguments& arguments, Context& context) {
  const std::string word = arguments.positionals.empty() ? std::string{} : arguments.positionals.front();
  std::vector<const ReadingRow*> rows;
  std::vector<std::string_view> names;
  for (const ReadingRow& row : readings()) {
    names.push_back(row.name);
    if (word.empty() || equal_without_case(row.name, word)) rows.push_back(&row);
  }
  if (rows.empty()) {
    std::string help = did_you_mean(word, names);
    context.diags.error(code("R301"), argument_span(context, "NAME", word), "no reading `" + word + "`",
                        help.empty() ? "`rapsim readings` lists them" : help);
    return kExitBadInput;
  }
  print_table(reading_table(rows), !word.empty(), arguments, context);
  return kExitAsExpected;
}

}  // namespace rapsim
