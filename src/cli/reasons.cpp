// `rapsim reasons [NUMBER]`: the reason codes of IAS and NPS, and what the client shows for each.
#include "base/text.hpp"
#include "cli/table_options.hpp"

namespace rapsim {
namespace {

/// By number or symbol; an empty word means all.
std::vector<const Reason*> reasons_called(const std::string& word) {
  const auto number = number_in(word);
  std::vector<const Reason*> out;
  for (const Reason& row : reasons())
    if (word.empty() || (number ? row.number == *number : equal_without_case(row.symbol, word))) out.push_back(&row);
  return out;
}

}  // namespace

std::vector<OptionRow> reasons_options() { return {format_option()}; }

int run_reasons(const Arguments& arguments, Context& context) {
  const std::string word = arguments.positionals.empty() ? std::string{} : arguments.positionals.front();
  const std::vector<const Reason*> rows = reasons_called(word);
  if (rows.empty()) {
    std::vector<std::string_view> symbols;
    for (const Reason& row : reasons())
      if (!row.symbol.empty()) symbols.push_back(row.symbol);
    std::string help = did_you_mean(word, symbols);
    context.diags.error(code("R301"), argument_span(context, "NUMBER", word), "no reason code `" + word + "`",
                        help.empty() ? "`rapsim reasons` lists them" : help);
    return kExitBadInput;
  }
  print_table(reason_table(rows), !word.empty(), arguments, context);
  return kExitAsExpected;
}

}  // namespace rapsim
