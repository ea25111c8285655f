// `rapsim doc [WORD...]`: everything that the built-in tables say of a word, as any name or number.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cli/commands/knowledge.hpp"
#include "cli/commands/table_options.hpp"

namespace rapsim {
namespace {

/// The rows of one kind that a word means, each with its kind.
Table meanings(const Knowledge& kind, const std::string& word) {
  Table out = rows_called(kind.table(), word);
  for (Record& record : out.records) record.kind = kind.one;
  return out;
}

/// An enumeration's values are in the long form of an attribute of its name: once is enough.
bool is_told_already(const Knowledge& kind, const std::vector<Table>& found) {
  return kind.table == enumeration_table &&
         std::any_of(found.begin(), found.end(), [](const Table& table) { return table.name == "attributes"; });
}

std::vector<Table> find_everywhere(const std::string& word) {
  std::vector<Table> out;
  for (const Knowledge& kind : knowledge()) {
    if (is_told_already(kind, out)) continue;
    if (Table rows = meanings(kind, word); !rows.records.empty()) out.push_back(std::move(rows));
  }
  return out;
}

void report_unknown_everywhere(const std::string& word, Context& context) {
  std::vector<std::string> known;
  for (const Knowledge& kind : knowledge())
    for (const Record& record : kind.table().records)
      known.insert(known.end(), record.words.begin(), record.words.end());
  report_unknown(code("R301"), "WORD", word, "`" + word + "` is in none of the built-in tables", known,
                 "`rapsim doc` lists what it can be asked", context);
}

/// One row a kind: how many there are, and how to ask for one and for all.
Table kinds_table() {
  Table out{.name = "doc", .titles = {"of", "rows", "one of them", "all of them"}};
  for (const Knowledge& kind : knowledge()) {
    std::vector<std::string> words = first_words(kind);
    const std::string one = fmt::format("rapsim doc {}", kind.example);
    const std::string all = kind.listing.empty() ? "" : fmt::format("rapsim {}", kind.listing);
    out.cells.push_back({std::string(kind.many), std::to_string(words.size()), one, all});
    out.records.push_back({{{"what", std::string(kind.one)},
                            {"rows", static_cast<std::int64_t>(words.size())},
                            {"one-of-them", one},
                            {"all-of-them", all.empty() ? RecordValue{} : RecordValue{all}},
                            {"words", std::move(words)}}});
  }
  out.notes = {"a word may also be a symbol (IAS_NO_POLICY_MATCH), an older name (profile), an option (eap-type);",
               "there may be several words, and one that means several things is shown as each of them"};
  return out;
}

}  // namespace

std::vector<OptionRow> doc_options() { return {format_option()}; }

int run_doc(const Arguments& arguments, Context& context) {
  if (arguments.positionals.empty()) {
    print_table(kinds_table(), false, arguments, context);
    return kExitAsExpected;
  }
  Table all{.name = "doc"};
  for (const std::string& word : arguments.positionals) {
    std::vector<Table> found = find_everywhere(word);
    if (found.empty()) report_unknown_everywhere(word, context);
    for (Table& rows : found) {
      if (!wants_json(arguments)) {
        if (!context.out.empty()) context.out += '\n';
        context.out += render_records(rows, context.style);
      }
      std::move(rows.records.begin(), rows.records.end(), std::back_inserter(all.records));
    }
  }
  if (wants_json(arguments)) context.out += render_json(all);
  return context.diags.has_errors() ? kExitBadInput : kExitAsExpected;
}

}  // namespace rapsim
