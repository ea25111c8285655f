// `rapsim schema NAME`: the JSON Schema of a format, for editors and validators.
#include "report/schema/schema_files.hpp"

#include "cli/commands/table_options.hpp"

namespace rapsim {

std::vector<OptionRow> schema_options() { return {}; }

int run_schema(const Arguments& arguments, Context& context) {
  const std::string& word = arguments.positionals.front();
  if (const SchemaRow* const row = find_schema(word)) {
    context.kind = OutputKind::exact;
    context.out += row->text();
    return kExitAsExpected;
  }
  std::vector<std::string> names;
  std::string known = "known here:";
  for (const SchemaRow& row : schemas()) {
    names.emplace_back(row.name);
    known += (known.back() == ':' ? " " : ", ") + std::string(row.name);
  }
  report_unknown(code("R301"), "NAME", word, "no schema `" + word + "`", names, known, context);
  return kExitBadInput;
}

}  // namespace rapsim
