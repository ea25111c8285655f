// `rapsim causes [ID]`: why attempts fail, and what to do about it.
#include "base/text.hpp"
#include "cli/table_options.hpp"

namespace rapsim {

std::vector<OptionRow> causes_options() { return {format_option()}; }

int run_causes(const Arguments& arguments, Context& context) {
  const std::string word = arguments.positionals.empty() ? std::string{} : arguments.positionals.front();
  std::vector<const Cause*> rows;
  std::vector<std::string_view> names;
  for (const Cause& row : kCauses) {
    names.push_back(row.id);
    if (word.empty() || equal_without_case(row.id, word)) rows.push_back(&row);
  }
  if (rows.empty()) {
    std::string help = did_you_mean(word, names);
    context.diags.error(code("R301"), argument_span(context, "ID", word), "no cause `" + word + "`",
                        help.empty() ? "`rapsim causes` lists them" : help);
    return kExitBadInput;
  }
  print_table(cause_table(rows), !word.empty(), arguments, context);
  return kExitAsExpected;
}

}  // namespace rapsim
