// `rapsim attributes [NAME]`: the table of attributes, one of them in full, or the sets of values.
#include "cli/commands/knowledge.hpp"
#include "cli/commands/table_options.hpp"

namespace rapsim {
std::vector<OptionRow> attributes_options() {
  return {{"--all", OptionKind::flag, "also attributes that no condition can test"},
          {"--enumerations", OptionKind::flag, "the sets of values instead, or the one called NAME"},
          format_option()};
}

int run_attributes(const Arguments& arguments, Context& context) {
  const bool is_enumerations = arguments.has("--enumerations");
  const Knowledge& kind = is_enumerations ? knowledge_of("enumeration") : knowledge_of("attribute");
  if (!arguments.positionals.empty())
    return print_row(kind, std::string(find_command(context.command)->positionals), arguments.positionals.front(),
                     arguments, context);
  const bool is_whole = is_enumerations || arguments.has("--all");
  print_table(is_whole ? kind.table() : condition_attribute_table(), is_enumerations, arguments, context);
  return kExitAsExpected;
}

}  // namespace rapsim
