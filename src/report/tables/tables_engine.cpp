// Stages, checks, fields of an attempt, diagnostic codes.
#include <algorithm>

#include "base/codes.hpp"
#include "base/text.hpp"
#include "engine/stages/stages.hpp"
#include "engine/trace/cause_sources.hpp"
#include "report/tables/records.hpp"

namespace rapsim {
namespace {

std::string_view name_of(StageId stage) { return stages()[static_cast<std::size_t>(stage)].name; }

std::vector<Record> causes_of(StageId stage) {
  std::vector<Record> out;
  for (std::size_t row = 0; row < kCauses.size(); ++row) {
    const auto id = static_cast<CauseId>(row);
    const std::vector<StageId> of = stages_of(id);
    if (std::find(of.begin(), of.end(), stage) == of.end()) continue;
    std::vector<std::string> names;
    for (const Check* check : checks_of(id))
      if (check->stage == stage) names.emplace_back(check->name);
    const Cause& cause = kCauses[row];
    out.push_back({{{"cause", text(cause.id)},
                    {"checks", names.empty() ? RecordValue{} : RecordValue{std::move(names)}},
                    {"reason", cause.reason == 0 ? RecordValue{} : number(cause.reason)},
                    {"meaning", text(cause.title)}}});
  }
  return out;
}

std::vector<std::string> stage_words(std::size_t row) {
  std::vector<std::string> out{std::string(stages()[row].name), "S" + std::to_string(row)};
  if (static_cast<StageId>(row) == StageId::constraints) out.emplace_back("profile");  // its name before NPS
  return out;
}

Record stage_record(std::size_t row) {
  const StageRow& stage = stages()[row];
  return {{{"name", text(stage.name)},
           {"summary", text(stage.summary)},
           {"simulated", stage.is_simulated},
           {"source", text(stage.source)},
           {"causes", causes_of(static_cast<StageId>(row))}},
          {},
          stage_words(row)};
}

Record check_record(const Check& row) {
  const Cause& cause = kCauses[row.cause];
  std::string asked;
  for (const Asked& one : row.asked) add_item(asked, one.name(), " ");
  return {{{"name", text(row.name)},
           {"stage", text(name_of(row.stage))},
           {"cause", text(cause.id)},
           {"meaning-violated", text(cause.title)},
           {"answer-violated", text(answer_name(row.answer))},
           {"reason", cause.reason == 0 ? RecordValue{} : number(cause.reason)},
           {"asks-for", text_or_nothing(asked)},
           {"basis", text(basis_name(row.basis))},
           {"gap", text_or_nothing(row.gap)},
           {"source", text(row.source)}},
          {},
          {std::string(row.name)}};
}

/// `eap-type`, the option without its hyphens.
std::string option_of(const AttemptField& field) {
  std::string out(field.name);
  std::replace(out.begin(), out.end(), '.', '-');
  return out;
}

Record field_record(const AttemptField& row) {
  std::vector<std::string> values;
  if (row.values != nullptr)
    for (const NamedValue& value : row.values->values) values.emplace_back(value.name);
  return {{{"name", text(row.name)},
           {"summary", text(row.summary)},
           {"left-out", text(row.fallback)},
           {"option", "--" + option_of(row)},
           {"values", values.empty() ? RecordValue{} : RecordValue{values}},
           {"source", text(row.source)}},
          {},
          {std::string(row.name), option_of(row)}};
}

}  // namespace

Table stage_table() {
  Table out{.name = "stages", .titles = {"stage", "simulated", "summary"}};
  for (std::size_t row = 0; row < stages().size(); ++row) {
    out.records.push_back(stage_record(row));
    out.cells.push_back({std::string(stages()[row].name), stages()[row].is_simulated ? "yes" : "no",
                         std::string(stages()[row].summary)});
  }
  return out;
}

Table check_table() {
  Table out{.name = "checks", .titles = {"check", "stage", "cause"}};
  for (const Check& row : checks()) {
    out.records.push_back(check_record(row));
    out.cells.push_back({std::string(row.name), std::string(name_of(row.stage)), std::string(kCauses[row.cause].id)});
  }
  return out;
}

Table field_table() {
  Table out{.name = "fields", .titles = {"field", "left out", "summary"}};
  for (const AttemptField& row : attempt_fields()) {
    out.records.push_back(field_record(row));
    out.cells.push_back({std::string(row.name), std::string(row.fallback), std::string(row.summary)});
  }
  return out;
}

Table code_table() {
  Table out{.name = "codes", .titles = {"code", "meaning"}};
  for (const CodeRow& row : kCodes) {
    out.records.push_back({{{"code", text(row.code)}, {"meaning", text(row.meaning)}}, {}, {std::string(row.code)}});
    out.cells.push_back({std::string(row.code), std::string(row.meaning)});
  }
  return out;
}

}  // namespace rapsim
