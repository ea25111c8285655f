// `rapsim attributes [NAME]`: the table of attributes, one of them in full, or the sets of values.
#include "base/text.hpp"
#include "cli/table_options.hpp"

namespace rapsim {
namespace {

/// By name, also an older spelling, or by number: two rows may share one.
std::vector<const Attribute*> attributes_called(const std::string& word) {
  if (const auto id = find_attribute(word)) return {&attribute(*id)};
  std::vector<const Attribute*> out;
  if (const auto number = number_in(word))
    for (const Attribute& row : attributes())
      if (row.id == *number) out.push_back(&row);
  return out;
}

std::vector<const Attribute*> attributes_to_list(bool all) {
  std::vector<const Attribute*> out;
  for (const Attribute& row : attributes())
    if (all || row.conditions != kNowhere) out.push_back(&row);
  return out;
}

std::vector<const Enumeration*> enumerations_called(const std::string& word) {
  std::vector<const Enumeration*> out;
  for (const Enumeration& row : enumerations())
    if (word.empty() || equal_without_case(row.name, word)) out.push_back(&row);
  return out;
}

int unknown(const std::string& word, std::string_view what, const std::vector<std::string_view>& names,
            std::string_view otherwise, Context& context) {
  std::string help = did_you_mean(word, names);
  if (help.empty()) help = otherwise;
  context.diags.error(code("R302"), argument_span(context, "NAME", word),
                      "unknown " + std::string(what) + " `" + word + "`", help);
  return kExitBadInput;
}

int list_enumerations(const std::string& word, const Arguments& arguments, Context& context) {
  const std::vector<const Enumeration*> rows = enumerations_called(word);
  if (rows.empty()) {
    std::vector<std::string_view> names;
    for (const Enumeration& row : enumerations()) names.push_back(row.name);
    return unknown(word, "enumeration", names, "`rapsim attributes --enumerations` lists them", context);
  }
  print_table(enumeration_table(rows), true, arguments, context);
  return kExitAsExpected;
}

}  // namespace

std::vector<OptionRow> attributes_options() {
  return {{"--all", OptionKind::flag, "also attributes that no condition can test"},
          {"--enumerations", OptionKind::flag, "the sets of values instead, or the one called NAME"},
          format_option()};
}

int run_attributes(const Arguments& arguments, Context& context) {
  const std::string word = arguments.positionals.empty() ? std::string{} : arguments.positionals.front();
  if (arguments.has("--enumerations")) return list_enumerations(word, arguments, context);
  const auto rows = word.empty() ? attributes_to_list(arguments.has("--all")) : attributes_called(word);
  if (rows.empty())
    return unknown(word, "attribute", attribute_names(), "`rapsim attributes --all` lists them", context);
  print_table(attribute_table(rows), !word.empty(), arguments, context);
  return kExitAsExpected;
}

}  // namespace rapsim
