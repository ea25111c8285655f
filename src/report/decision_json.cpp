#include "report/decision_json.hpp"

#include <algorithm>
#include <charconv>

#include "engine/decision_fields.hpp"
#include "model/ras_errors.hpp"
#include "report/facts.hpp"
#include "report/trace_json.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kUnknown = kUnknownText;

Json number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? Json(number) : Json(text);
}

// --- The attempt, so that load_attempt reads it back ---

/// `eap.type` goes to {"eap": {"type": ...}}.
Json& place_of(Json& attempt, std::string_view path) {
  Json* at = &attempt;
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    at = &(*at)[std::string(path.substr(0, dot))];
    path.remove_prefix(dot + 1);
  }
  return (*at)[std::string(path)];
}

Json attribute_value(const Attribute& row, const std::string& value) {
  if (row.type == ValueType::boolean) return value == "1";
  if (row.type == ValueType::integer) return number_of(value);
  return value;  // numbers of enumerations stay text, as conditions see them
}

Json given_attribute(const GivenAttribute& given) {
  if (given.presence == Presence::absent) return nullptr;
  if (given.presence == Presence::unknown) return kUnknown;
  Json list = Json::array();
  for (const std::string& value : given.values) list.push_back(attribute_value(attribute(given.attribute), value));
  return list.size() == 1 && list.front() != kUnknown ? list.front() : list;  // in a list `unknown` is a plain text
}

Json attempt_json(const Attempt& attempt) {
  Json out = Json::object();
  for (std::size_t row = 0; row < kFieldCount; ++row) {
    const FieldValue& field = attempt.fields[row];
    if (field.presence == Presence::absent) continue;
    place_of(out, attempt_fields()[row].name) =
        field.presence == Presence::unknown ? std::string(kUnknown) : field.text;
  }
  if (attempt.attributes.empty()) return out;
  Json& attributes = out["attributes"] = Json::object();
  for (const GivenAttribute& given : attempt.attributes)
    attributes[std::string(attribute(given.attribute).name)] = given_attribute(given);
  return out;
}

Json defaulted_json(const Attempt& attempt) {
  Json out = Json::array();
  for (std::size_t row = 0; row < kFieldCount; ++row)
    if (!attempt.fields[row].given) out.push_back(attempt_fields()[row].name);
  return out;
}

// --- The decision ---

Json field_json(const DecisionField& field, const Explained& e) {
  const FieldTexts texts = field.texts(e);
  if (texts.is_unknown()) return kUnknown;
  // A consumer can rely on the type of a field: lists are lists even when they hold one text or none.
  if (texts.is_absent()) return field.is_list ? Json::array() : Json(nullptr);
  if (field.is_list) return texts.value;
  return field.is_number ? number_of(texts.value.front()) : Json(texts.value.front());
}

Json reason_json(const Explained& e) {
  const Maybe<std::uint16_t>& number = e.decision.reason;
  const Reason* row = number.is_present() ? find_reason(number.value) : nullptr;
  if (row == nullptr) return nullptr;
  return {{"number", row->number}, {"symbol", text_or_null(row->symbol)}, {"meaning", row->meaning},
          {"kind", row->kind},     {"basis", basis_name(row->basis)},     {"source", row->source}};
}

Json cause_json(CauseId id) {
  const Cause& row = kCauses[id];
  return {{"id", row.id}, {"title", row.title}, {"fix", row.fix}, {"source", row.source}};
}

Json also_json(const Explained& e) {
  Json out = Json::array();
  for (const CauseId id : e.trace.also) out.push_back(cause_json(id));
  return out;
}

Json readings_json(const Site& site) {
  Json out = Json::array();
  for (std::size_t row = 0; row < readings().size(); ++row)
    if (site.readings.switches[row].value) out.push_back(readings()[row].name);
  return out;
}

Json rests_on_json(const Explained& e) {
  Json out = Json::array();
  for (const FirmnessNote& note : firmness_notes(e))
    out.push_back({{"what", note.what},
                   {"basis", basis_name(note.basis)},
                   {"gap", text_or_null(note.gap)},
                   {"source", note.source}});
  return out;
}

Json client_error_json(const Explanation& explanation) {
  const ClientError& error = explanation.client_error;
  if (error.number == 0) return nullptr;
  const RasError* row = find_ras_error(error.number);
  const Maybe<std::uint16_t>& number = explanation.explained.decision.reason;
  const Reason* reason = number.is_present() ? find_reason(number.value) : nullptr;
  return {{"number", error.number},
          {"symbol", row == nullptr ? Json(nullptr) : Json(row->symbol)},
          {"meaning", row == nullptr ? Json(nullptr) : Json(row->meaning)},
          {"basis", basis_name(error.basis)},
          {"gap", text_or_null(reason == nullptr ? "G-15" : reason->gap)}};
}

Json ending_json(const Ending& ending, const Site& site) {
  return {
      {"decision", answer_name(ending.answer)},
      {"stage", ending.stage ? Json(stages()[static_cast<std::size_t>(*ending.stage)].name) : Json(nullptr)},
      {"request-policy",
       ending.request_policy == kNoPolicy ? Json(nullptr) : Json(site.request_policies[ending.request_policy].name)},
      {"policy", ending.policy == kNoPolicy ? Json(nullptr) : Json(site.policies[ending.policy].name)},
      {"reason", ending.reason == kNoReason ? Json(nullptr) : Json(ending.reason)},
      {"cause", ending.cause == kNoCause ? Json(nullptr) : Json(kCauses[ending.cause].id)}};
}

/// Every way in which the attempt can end, each once; empty when there is only one.
Json endings_json(const Explained& e) {
  std::vector<Ending> once;
  for (const Ending& ending : e.trace.endings)
    if (std::find(once.begin(), once.end(), ending) == once.end()) once.push_back(ending);
  Json out = Json::array();
  for (const Ending& ending : once) out.push_back(ending_json(ending, *e.site.site));
  return once.size() > 1 ? out : Json::array();
}

Json site_json(const Site& site, std::string_view file) {
  return {{"name", text_or_null(site.name.value)},
          {"file", text_or_null(file)},
          {"digest", site.digest},
          {"dialect", dialect_name(site.dialect.value)},
          {"time-zone", site.time_zone.value},
          {"server", site.server.name.value},
          {"readings", readings_json(site)}};
}

}  // namespace

std::string decision_json(const Explanation& explanation, const Sources& sources, std::string_view site_file) {
  const Explained& explained = explanation.explained;
  const TraceJson trace(explained, sources);
  Json out;
  out["format"] = "rapsim/decision/1";
  out["program"] = {{"name", "rapsim"}, {"version", RAPSIM_VERSION}};
  out["site"] = site_json(*explained.site.site, site_file);
  out["attempt"] = attempt_json(explained.attempt);
  out["defaulted"] = defaulted_json(explained.attempt);
  Json& decision = out["decision"] = Json::object();
  for (const DecisionField& field : decision_fields()) decision[std::string(field.name)] = field_json(field, explained);
  out["reason"] = reason_json(explained);
  const Maybe<CauseId>& cause = explained.decision.cause;
  out["cause"] = cause.is_present() ? cause_json(cause.value) : Json(nullptr);
  out["also"] = also_json(explained);
  out["client-error"] = client_error_json(explanation);
  out["rests-on"] = rests_on_json(explained);
  out["endings"] = endings_json(explained);
  out["settings"] = explanation.reply ? trace.settings(*explanation.reply) : Json(nullptr);
  if (explanation.nearest) out["nearest"] = trace.nearest(*explanation.nearest);
  if (explanation.later) out["later"] = trace.later(*explanation.later);
  if (explanation.attempt_changes) out["would"] = trace.would(*explanation.attempt_changes);
  if (explanation.setting_changes) out["hypothetical"] = hypothetical_json(*explanation.setting_changes);
  out["trace"] = trace.make();
  // Invalid UTF-8 can only come from a command line; it is shown as U+FFFD.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rapsim
