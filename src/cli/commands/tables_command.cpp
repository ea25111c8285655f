// `rapsim reasons|errors|causes|readings [WORD]`: one built-in table, or the long form of what a word means in it.
#include "cli/commands/knowledge.hpp"
#include "cli/commands/table_options.hpp"

namespace rapsim {

int print_row(const Knowledge& kind, std::string argument, const std::string& word, const Arguments& arguments,
              Context& context) {
  const Table rows = rows_called(kind.table(), word);
  if (!rows.records.empty()) {
    print_table(rows, true, arguments, context);
    return kExitAsExpected;
  }
  std::vector<std::string> known;
  for (const Record& record : kind.table().records) known.insert(known.end(), record.words.begin(), record.words.end());
  report_unknown(kind.unknown, std::move(argument), word, "no " + std::string(kind.one) + " `" + word + "`", known,
                 "`rapsim " + std::string(kind.listing) + "` lists them", context);
  return kExitBadInput;
}

std::vector<OptionRow> table_options() { return {format_option()}; }

int run_table(const Arguments& arguments, Context& context) {
  const Knowledge& kind = *knowledge_of_command(context.command);
  if (!arguments.positionals.empty())
    return print_row(kind, std::string(find_command(context.command)->positionals), arguments.positionals.front(),
                     arguments, context);
  print_table(kind.table(), false, arguments, context);
  return kExitAsExpected;
}

}  // namespace rapsim
