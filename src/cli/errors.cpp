// `rapsim errors [NUMBER]`: the errors that remote access clients and servers show.
#include "base/text.hpp"
#include "cli/table_options.hpp"

namespace rapsim {
namespace {

/// By number or symbol; an empty word means all.
std::vector<const RasError*> errors_called(const std::string& word) {
  const auto number = number_in(word);
  std::vector<const RasError*> out;
  for (const RasError& row : ras_errors())
    if (word.empty() || (number ? row.number == *number : equal_without_case(row.symbol, word))) out.push_back(&row);
  return out;
}

}  // namespace

std::vector<OptionRow> errors_options() { return {format_option()}; }

int run_errors(const Arguments& arguments, Context& context) {
  const std::string word = arguments.positionals.empty() ? std::string{} : arguments.positionals.front();
  const std::vector<const RasError*> rows = errors_called(word);
  if (rows.empty()) {
    std::vector<std::string_view> symbols;
    for (const RasError& row : ras_errors()) symbols.push_back(row.symbol);
    std::string help = did_you_mean(word, symbols);
    context.diags.error(code("R301"), argument_span(context, "NUMBER", word), "no client error `" + word + "`",
                        help.empty() ? "`rapsim errors` lists them" : help);
    return kExitBadInput;
  }
  print_table(error_table(rows), !word.empty(), arguments, context);
  return kExitAsExpected;
}

}  // namespace rapsim
