// Reasons, client errors, causes, readings and gaps.
#include "engine/stages/client_error.hpp"
#include "engine/stages/stages.hpp"
#include "engine/trace/cause_sources.hpp"
#include "model/tables/gaps.hpp"
#include "model/tables/ras_errors.hpp"
#include "report/tables/records.hpp"

namespace rapsim {
namespace {

using Texts = std::vector<std::string>;

std::string client_error_text(const ClientError& error) {
  return error.number == 0 ? "-" : marked(std::to_string(error.number), error.basis);
}

void add_client_error(Record& record, std::string_view name, std::string_view basis, const ClientError& error) {
  RecordField& shown = record.fields.emplace_back(RecordField{name, {}});
  if (error.number != 0) shown.value = number(error.number);
  RecordField& firmness = record.fields.emplace_back(RecordField{basis, {}});
  if (error.number != 0) firmness.value = text(basis_name(error.basis));
}

/// By what the reason says: after MS-CHAP, after the other methods.
void add_client_errors(Record& record, const Reason& reason) {
  add_client_error(record, "client-error-ms-chap", "client-error-ms-chap-basis", reason.ms_chap);
  add_client_error(record, "client-error-other", "client-error-other-basis", reason.other);
}

RecordValue texts_or_nothing(Texts texts) { return texts.empty() ? RecordValue{} : RecordValue{std::move(texts)}; }

RecordValue check_names(CauseId id) {
  Texts out;
  for (const Check* check : checks_of(id)) out.emplace_back(check->name);
  return texts_or_nothing(std::move(out));
}

RecordValue stage_names(CauseId id) {
  Texts out;
  for (const StageId stage : stages_of(id)) out.emplace_back(stages()[static_cast<std::size_t>(stage)].name);
  return texts_or_nothing(std::move(out));
}

/// The part of the troubleshooting document that has the cause.
RecordValue section_of(const Cause& row) {
  for (const Trouble& trouble : kTroubles)
    if (trouble.id == row.row) return text(trouble.section);
  return {};
}

// --- Reasons and errors ---

std::vector<Record> causes_giving(const Reason& reason) {
  std::vector<Record> out;
  for (std::size_t row = 0; row < kCauses.size(); ++row)
    if (reason.number != 0 && kCauses[row].reason == reason.number) {
      const auto id = static_cast<CauseId>(row);
      out.push_back({{{"cause", text(kCauses[row].id)},
                      {"stages", stage_names(id)},
                      {"checks", check_names(id)},
                      {"fix", text(kCauses[row].fix)}}});
    }
  return out;
}

/// When the program gives the reason, besides by its causes.
Texts otherwise_given(const Reason& reason, bool has_causes) {
  if (reason.number == 0) return {"the attempt is accepted"};
  Texts out;
  if (has_causes) out.emplace_back("one of the causes below");
  if (is_eap_result(reason))
    out.push_back(fmt::format("the attempt says `eap.result: {}` (eap-failed)", reason.number));
  if (out.empty()) out.emplace_back("never: rapsim does not simulate what ends so");
  return out;
}

Record reason_record(const Reason& row) {
  std::vector<Record> causes = causes_giving(row);
  Record out{{{"number", number(row.number)},
              {"symbol", text_or_nothing(row.symbol)},
              {"meaning", text(row.meaning)},
              {"kind", text(row.kind)},
              {"given-when", otherwise_given(row, !causes.empty())}}};
  add_client_errors(out, row);
  out.fields.push_back({"basis", text(basis_name(row.basis))});
  out.fields.push_back({"gap", text_or_nothing(row.gap)});
  out.fields.push_back({"source", text(row.source)});
  out.fields.push_back({"causes", std::move(causes)});
  out.words = words_of(row.number, row.symbol);
  return out;
}

/// The reasons after which a client shows this error, and how firm that is for each method.
std::vector<Record> reasons_showing(std::uint16_t error) {
  std::vector<Record> out;
  const auto basis_of = [&](const ClientError& shown) {
    return shown.number == error ? text(basis_name(shown.basis)) : RecordValue{};
  };
  for (const Reason& row : reasons())
    if (row.ms_chap.number == error || row.other.number == error)
      out.push_back({{{"reason", number(row.number)},
                      {"after-ms-chap", basis_of(row.ms_chap)},
                      {"after-other-methods", basis_of(row.other)},
                      {"meaning", text(row.meaning)}}});
  return out;
}

/// The causes that set this error themselves, with any reason: always, or in a case.
std::vector<Record> causes_showing(std::uint16_t error) {
  std::vector<Record> out;
  const auto basis_of = [&](const ClientError& shown) {
    return shown.number == error ? text(basis_name(shown.basis)) : RecordValue{};
  };
  for (const Cause& row : kCauses)
    if (row.before_vista.number == error || row.from_vista.number == error)
      out.push_back({{{"cause", text(row.id)},
                      {"before-vista", basis_of(row.before_vista)},
                      {"from-vista", basis_of(row.from_vista)},
                      {"when", {}},
                      {"meaning", text(row.title)}}});
  for (const SpecialClientError& row : special_client_errors())
    if (row.before_vista.number == error || row.from_vista.number == error)
      out.push_back({{{"cause", row.cause == kNoCause ? RecordValue{} : text(kCauses[row.cause].id)},
                      {"before-vista", basis_of(row.before_vista)},
                      {"from-vista", basis_of(row.from_vista)},
                      {"when", text(row.when)},
                      {"meaning", row.cause == kNoCause ? RecordValue{} : text(kCauses[row.cause].title)}}});
  return out;
}

/// The bases of causes are sentences; only those that begin so are firm.
bool is_firm(std::string_view basis) {
  return basis.starts_with("documented") || basis.starts_with("text documented") || basis.starts_with("TechNet");
}

Record error_record(const RasError& row) {
  return {{{"number", number(row.number)},
           {"symbol", text(row.symbol)},
           {"side", text(row.side)},
           {"meaning", text(row.meaning)},
           {"cause", text_or_nothing(row.cause)},
           {"basis", text(row.basis)},
           {"source", text(row.source)},
           {"shown-for-causes", causes_showing(row.number)},
           {"shown-for-reasons", reasons_showing(row.number)}},
          {},
          words_of(row.number, row.symbol)};
}

// --- Causes ---

/// `the account leaves it to the policy, which denies (inferred)`
Texts rule_texts(CauseId id) {
  Texts out;
  for (const PermissionRule* rule : permission_rules_of(id))
    out.push_back(rule->basis == Basis::documented ? std::string(rule->text)
                                                   : fmt::format("{} ({}{}{})", rule->text, basis_name(rule->basis),
                                                                 rule->gap.empty() ? "" : ", ", rule->gap));
  return out;
}

/// Where to look further.
Texts commands_for(const Cause& row) {
  Texts out{fmt::format("rapsim who SITE --at TIME --where 'cause == {}'", row.id)};
  if (row.reason != 0) out.push_back(fmt::format("rapsim doc {}", row.reason));
  return out;
}

/// Where the client shows another error.
RecordValue special_errors_of(CauseId id) {
  std::vector<Record> out;
  for (const SpecialClientError& row : special_client_errors())
    if (row.cause == id)
      out.push_back({{{"when", text(row.when)},
                      {"before-vista", number(row.before_vista.number)},
                      {"before-vista-basis", text(basis_name(row.before_vista.basis))},
                      {"from-vista", number(row.from_vista.number)},
                      {"from-vista-basis", text(basis_name(row.from_vista.basis))},
                      {"source", text(row.source)}}});
  return out.empty() ? RecordValue{} : RecordValue{std::move(out)};
}

Record cause_record(CauseId id) {
  const Cause& row = kCauses[id];
  const Reason* reason = row.reason == 0 ? nullptr : find_reason(row.reason);
  Record out{{{"id", text(row.id)},
              {"title", text(row.title)},
              {"fix", text(row.fix)},
              {"section", section_of(row)},
              {"row", text_or_nothing(row.row)},
              {"stages", stage_names(id)},
              {"checks", check_names(id)},
              {"rules", texts_or_nothing(rule_texts(id))},
              {"reason", reason == nullptr ? RecordValue{} : number(row.reason)},
              {"reason-meaning", reason == nullptr ? RecordValue{} : text(reason->meaning)}}};
  add_client_error(out, "client-error-before-vista", "client-error-before-vista-basis", row.before_vista);
  add_client_error(out, "client-error-from-vista", "client-error-from-vista-basis", row.from_vista);
  if (reason != nullptr) add_client_errors(out, *reason);
  out.fields.push_back({"client-errors-in-cases", special_errors_of(id)});
  out.fields.push_back({"source", text(row.source)});
  out.fields.push_back({"commands", commands_for(row)});
  out.words = {std::string(row.id)};
  return out;
}

}  // namespace

Table reason_table() {
  Table out{.name = "reasons", .titles = {"reason", "symbol", "kind", "MS-CHAP", "other", "meaning"}};
  for (const Reason& row : reasons()) {
    out.records.push_back(reason_record(row));
    out.cells.push_back({marked(std::to_string(row.number), row.basis), std::string(row.symbol), std::string(row.kind),
                         client_error_text(row.ms_chap), client_error_text(row.other), std::string(row.meaning)});
  }
  out.notes = {"MS-CHAP, other  the error that a client shows after MS-CHAP v1 or v2, and after PAP, CHAP or EAP",
               std::string(kMarkNote)};
  return out;
}

Table cause_table() {
  Table out{.name = "causes", .titles = {"cause", "reason", "meaning"}};
  for (std::size_t row = 0; row < kCauses.size(); ++row) {
    const Cause& cause = kCauses[row];
    out.records.push_back(cause_record(static_cast<CauseId>(row)));
    out.cells.push_back(
        {std::string(cause.id), cause.reason == 0 ? "-" : std::to_string(cause.reason), std::string(cause.title)});
  }
  out.notes = {
      "`rapsim causes ID` has the fix of one; the client error is that of the reason code unless the cause has its "
      "own"};
  return out;
}

Table reading_table() {
  Table out{.name = "readings", .titles = {"reading", "gap", "by default", "with `true`"}};
  for (const ReadingRow& row : readings()) {
    out.records.push_back({{{"name", text(row.name)},
                            {"gap", text(row.gap)},
                            {"by-default", text(row.built)},
                            {"with-true", text(row.other)},
                            {"source", text(row.source)}},
                           {},
                           {std::string(row.name), std::string(row.gap)}});
    out.cells.push_back({std::string(row.name), std::string(row.gap), std::string(row.built), std::string(row.other)});
  }
  out.notes = {"a site says `readings: { NAME: true }`; `rapsim run --disputed list` names what depends on one"};
  return out;
}

Table gap_table() {
  Table out{.name = "gaps"};
  for (const Gap& row : gaps()) {
    Texts switches, reasons_of, checks_with;
    for (const ReadingRow& reading : readings())
      if (reading.gap == row.mark)
        switches.push_back(fmt::format("`{}: {}`: {}", reading.name, reading.other_word, reading.other));
    for (const Reason& reason : reasons())
      if (reason.gap == row.mark) reasons_of.push_back(std::to_string(reason.number));
    for (const Check& check : checks())
      if (check.gap == row.mark) checks_with.emplace_back(check.name);
    out.records.push_back({{{"mark", text(row.mark)},
                            {"question", text(row.question)},
                            {"built", text(row.built)},
                            {"switches", texts_or_nothing(std::move(switches))},
                            {"reasons", texts_or_nothing(std::move(reasons_of))},
                            {"checks", texts_or_nothing(std::move(checks_with))}},
                           {},
                           {std::string(row.mark)}});
  }
  return out;
}

Table error_table() {
  Table out{.name = "errors", .titles = {"error", "symbol", "side", "meaning; usual cause"}};
  for (const RasError& row : ras_errors()) {
    out.records.push_back(error_record(row));
    std::string meaning(row.meaning);
    if (!row.cause.empty()) meaning += fmt::format("; {}{}", row.cause, is_firm(row.basis) ? "" : "?");
    out.cells.push_back({std::to_string(row.number), std::string(row.symbol), std::string(row.side), meaning});
  }
  out.notes = {std::string(kMarkNote)};
  return out;
}

}  // namespace rapsim
