#include "report/text/render_why.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <range/v3/algorithm/find.hpp>

namespace rapsim {
namespace {

using Json = nlohmann::ordered_json;

std::string line(std::string_view label, const std::string& text) { return fmt::format("{:<13}{}\n", label, text); }

/// Deviations of one cause are together, in the order of their first.
std::vector<std::pair<CauseId, std::vector<const RankedDeviation*>>> by_cause(const Diagnosis& diagnosis,
                                                                              std::size_t from, std::size_t to) {
  std::vector<std::pair<CauseId, std::vector<const RankedDeviation*>>> out;
  for (const RankedDeviation& suspect : diagnosis.would) {
    if (suspect.contradicted < from || suspect.contradicted > to) continue;
    auto at = ranges::find(out, suspect.deviation->cause, [](const auto& entry) { return entry.first; });
    if (at == out.end()) at = out.insert(out.end(), {suspect.deviation->cause, {}});
    at->second.push_back(&suspect);
  }
  return out;
}

std::string suspects_text(const Diagnosis& diagnosis, std::size_t from, std::size_t to, std::string_view label,
                          Style style) {
  std::string out;
  for (const auto& [id, suspects] : by_cause(diagnosis, from, to)) {
    out += line(out.empty() ? label : "",
                fmt::format("{}: if {}", style.strong(kCauses[id].id), suspects.front()->deviation->what));
    for (std::size_t i = 1; i < suspects.size(); ++i)
      out += line("", fmt::format("   or {}", suspects[i]->deviation->what));
    out += line("", fmt::format("   fix: {}", kCauses[id].fix));
  }
  return out;
}

std::string excluded_text(const Diagnosis& diagnosis) {
  std::string out;
  for (const Exoneration& one : diagnosis.excluded)
    out += line(out.empty() ? "excluded" : "",
                fmt::format("{} ({}): `{}` would be `{}`, not `{}`", kCauses[one.deviation->cause].id,
                            one.deviation->what, one.by->question->id, one.predicted, one.by->answer));
  return out;
}

/// The question, and how to pass on what it gave.
std::string ask_text(const Diagnosis& diagnosis) {
  std::string out = line("ask next", std::string(diagnosis.ask->text));
  std::string_view label = "then";
  for (const std::string& answer : diagnosis.answers) {
    out += line("", fmt::format("   {} --answer '{}={}'", label, diagnosis.ask->id, answer));
    label = "or  ";
  }
  return out;
}

Json cause_json(CauseId id) {
  return {{"cause", kCauses[id].id},
          {"title", kCauses[id].title},
          {"fix", kCauses[id].fix},
          {"source", kCauses[id].source}};
}

}  // namespace

std::string symptom_text(const Symptom& symptom) {
  if (symptom.kind == SymptomKind::error) return fmt::format("the client shows {}", symptom.number);
  if (symptom.kind == SymptomKind::reason) return fmt::format("the policy server logs reason {}", symptom.number);
  for (const SymptomRow& row : symptom_rows())
    if (row.kind == symptom.kind) return std::string(row.summary);
  return {};
}

std::string render_why(const Setup& setup, const Symptom& symptom, const Diagnosis& diagnosis, bool verbose,
                       Style style) {
  const FieldValue& user = setup.attempt[FieldId::user];
  std::string out =
      line("WHY", fmt::format("{}, {} on {}", symptom_text(symptom), user.text,
                              setup.site.name.value.empty() ? setup.site.server.name.value : setup.site.name.value));
  std::string holds;
  for (const CauseId id : diagnosis.holds) {
    holds += line(holds.empty() ? "holds" : "", fmt::format("{}: {}", style.strong(kCauses[id].id), kCauses[id].title));
    holds += line("", fmt::format("   fix: {}", kCauses[id].fix));
  }
  if (holds.empty())
    holds = line("holds", "nothing: in the site as written this attempt has no fault");
  else if (!diagnosis.shows)
    holds += line("", "   the site as written shows something else than what was seen");
  out += holds;
  const std::size_t first = diagnosis.would.empty() ? 0 : diagnosis.would.front().contradicted;
  const std::string likely = suspects_text(diagnosis, first, first, "would", style);
  out += likely.empty() ? line("would", "nothing that is simulated would show it, with the answers given") : likely;
  out += suspects_text(diagnosis, first + 1, SIZE_MAX, "less likely", style);
  if (verbose || diagnosis.excluded.size() <= 5)
    out += excluded_text(diagnosis);
  else
    out += line("excluded", fmt::format("{} by the answers given (--verbose names them)", diagnosis.excluded.size()));
  if (diagnosis.ask != nullptr) out += ask_text(diagnosis);
  return out;
}

std::string why_json(const Symptom& symptom, const Diagnosis& diagnosis) {
  Json holds = Json::array(), would = Json::array(), excluded = Json::array();
  for (const CauseId id : diagnosis.holds) holds.push_back(cause_json(id));
  for (const RankedDeviation& suspect : diagnosis.would) {
    Json one = cause_json(suspect.deviation->cause);
    one["if"] = suspect.deviation->what;
    one["contradicted"] = suspect.contradicted;
    would.push_back(std::move(one));
  }
  for (const Exoneration& one : diagnosis.excluded)
    excluded.push_back({{"cause", kCauses[one.deviation->cause].id},
                        {"if", one.deviation->what},
                        {"by", one.by->question->id},
                        {"answer", one.by->answer},
                        {"predicted", one.predicted}});
  const Json ask = diagnosis.ask == nullptr ? Json(nullptr)
                                            : Json{{"id", diagnosis.ask->id},
                                                   {"text", diagnosis.ask->text},
                                                   {"answers", diagnosis.answers},
                                                   {"source", diagnosis.ask->source}};
  return Json{{"format", "rapsim/why/1"},
              {"version", RAPSIM_VERSION},
              {"symptom", symptom_text(symptom)},
              {"shows", diagnosis.shows},
              {"holds", holds},
              {"would", would},
              {"excluded", excluded},
              {"ask", ask}}
             .dump(2) +
         "\n";
}

}  // namespace rapsim
