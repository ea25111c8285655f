#include "suite/run/rows.hpp"

#include "base/text.hpp"

#include "model/load/load.hpp"

namespace rapsim {
namespace {

/// Calls `use(field, choice)` for each field of the row; the last field changes fastest.
template <class Use>
void for_each_choice(const Case& rows, std::size_t index, Use use) {
  std::size_t stride = rows.row_count;
  for (const CaseField& field : rows.fields) {
    const std::size_t count = field.values->choices.size();
    stride /= count;
    use(field, field.values->choices[index / stride % count]);
  }
}

std::string_view label_name(std::string_view field) {
  constexpr std::string_view kSection = "attributes.";
  return field.starts_with(kSection) ? field.substr(kSection.size()) : field;
}

}  // namespace

Attempt attempt_of(const Case& rows, std::size_t index, const Site& site, Diagnostics& diags) {
  Attempt attempt;
  for_each_choice(rows, index, [&](const CaseField&, const Choice& choice) {
    for (const auto& [id, value] : choice.fields) attempt[id] = value;
    attempt.attributes.insert(attempt.attributes.end(), choice.attributes.begin(), choice.attributes.end());
  });
  complete_attempt(attempt, site, rows.where, diags);
  return attempt;
}

std::string label_of(const Suite& suite, RowId row) {
  const Case& rows = suite.cases[row.in_case];
  std::string out = suite.scenarios[rows.scenario].name;
  if (!rows.name.empty()) out += " / " + rows.name;
  std::string fields;
  for_each_choice(rows, row.index, [&](const CaseField& field, const Choice& choice) {
    if (!field.in_label) return;
    add_item(fields, std::string(label_name(field.values->name)) + "=" + choice.text);
  });
  return fields.empty() ? out : out + " [" + fields + "]";
}

std::string reference_to(const Suite& suite, RowId row, std::size_t number) {
  return suite.file + ":" + label_of(suite, row) + (number == 0 ? "" : "#" + std::to_string(number));
}

}  // namespace rapsim
