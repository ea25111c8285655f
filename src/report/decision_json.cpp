#include "report/decision_json.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "engine/checks.hpp"
#include "engine/permission.hpp"
#include "engine/settings.hpp"
#include "model/ras_errors.hpp"
#include "report/facts.hpp"

namespace rapsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kUnknown = "unknown";

Json truth_json(Truth truth) {
  constexpr std::string_view kNames[] = {"no", "unknown", "yes"};
  return kNames[static_cast<std::size_t>(truth)];
}

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

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

Json rule_json(std::string_view what, Basis basis, std::string_view gap, std::string_view source) {
  return {{"what", what}, {"basis", basis_name(basis)}, {"gap", text_or_null(gap)}, {"source", source}};
}

/// The rules without a firm source on which a known decision rests: the reason's, the permission's, the check's.
Json rests_on_json(const Explained& e) {
  Json out = Json::array();
  const Decision& decision = e.decision;
  if (!decision.reason.is_present()) return out;
  const auto add = [&](std::string_view what, const auto& rule) {
    if (rule.basis != Basis::documented) out.push_back(rule_json(what, rule.basis, rule.gap, rule.source));
  };
  if (const Reason* row = find_reason(decision.reason.value)) add("reason", *row);
  if (!decision.policy.is_present()) return out;
  for (const PermissionStep& step : e.trace.permissions)
    if (step.policy == decision.policy.value && step.is_rule_known) add("permission", permission_rules()[step.rule]);
  for (const CheckStep& step : e.trace.checks)
    if (step.policy == decision.policy.value && decision.cause.is_present() &&
        checks()[step.check].cause == decision.cause.value)
      add("check", checks()[step.check]);
  return out;
}

Json client_error_json(const Explained& e) {
  const ClientError error = client_error(e);
  if (error.number == 0) return nullptr;
  const RasError* row = find_ras_error(error.number);
  const Reason* reason = find_reason(e.decision.reason.value);
  return {{"number", error.number},
          {"symbol", row == nullptr ? Json(nullptr) : Json(row->symbol)},
          {"meaning", row == nullptr ? Json(nullptr) : Json(row->meaning)},
          {"basis", basis_name(error.basis)},
          {"gap", text_or_null(reason->gap)}};
}

Json ending_json(const Ending& ending, const Site& site) {
  return {{"decision", answer_name(ending.answer)},
          {"stage", ending.stage ? Json(stages()[static_cast<std::size_t>(*ending.stage)].name) : Json(nullptr)},
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

// --- The trace ---

class TraceJson {
 public:
  TraceJson(const Explained& e, const Sources& sources) : e_(e), sources_(sources), facts_(e, kEveryGroup) {}

  [[nodiscard]] Json make() const {
    Json out;
    out["policies"] = all(e_.trace.policies, &TraceJson::policy);
    out["permissions"] = all(e_.trace.permissions, &TraceJson::permission);
    out["checks"] = all(e_.trace.checks, &TraceJson::check);
    out["stages"] = Json::array();
    for (std::size_t row = 0; row < kStageCount; ++row) out["stages"].push_back(stage(row));
    return out;
  }

  /// What the accept returns; null when nothing is accepted for sure, or nobody knows by which policy.
  [[nodiscard]] Json settings() const {
    const Decision& decision = e_.decision;
    const bool is_accept = decision.answer.is_present() && decision.answer.value == Answer::accept;
    if (!is_accept || !decision.policy.is_present()) return nullptr;
    Json out = Json::array();
    for (const ReplyAttribute& reply : reply_of(facts_.facts, decision.policy.value)) {
      const Attribute& row = attribute(reply.attribute);
      out.push_back({{"attribute", row.name},
                     {"value", reply.value},
                     {"text", value_text(row, reply.value)},
                     {"basis", basis_name(reply.basis)},
                     {"source", reply.source},
                     {"place", place(reply.where)}});
    }
    return out;
  }

 private:
  static constexpr std::size_t kEveryGroup = SIZE_MAX;

  [[nodiscard]] const Site& site() const { return *e_.site.site; }

  template <class Step>
  [[nodiscard]] Json all(const std::vector<Step>& steps, Json (TraceJson::*one)(const Step&) const) const {
    Json out = Json::array();
    for (const Step& step : steps) out.push_back((this->*one)(step));
    return out;
  }

  /// Null: a default.
  [[nodiscard]] Json place(Span where) const {
    if (!where.known()) return nullptr;
    return {{"file", sources_.name(where.file)}, {"line", where.line}, {"column", where.column}};
  }

  template <class T>
  [[nodiscard]] Json setting(const Setting<T>& setting, Json value) const {
    return {{"value", std::move(value)}, {"place", place(setting.where)}};
  }

  [[nodiscard]] Json policy(const PolicyStep& step) const {
    constexpr std::string_view kReach[] = {"tried", "disabled", "not-reached"};
    const Policy& row = site().policies[step.policy];
    Json source = nullptr;  // a policy without one takes requests of every access server
    if (row.source.value != 0)
      source = {{"wanted", find_value(kAccessServerType, row.source.value)->name},
                {"result", truth_json(step.source)},
                {"place", place(row.source.where)}};
    Json conditions = Json::array();
    for (std::uint32_t i = step.first; i < step.first + step.count; ++i)
      conditions.push_back(condition(step, e_.trace.conditions[i]));
    return {{"index", step.policy + 1},
            {"name", row.name},
            {"place", place(row.where)},
            {"reach", kReach[static_cast<std::size_t>(step.reach)]},
            {"matched", truth_json(step.matched)},
            {"source", std::move(source)},
            {"conditions", std::move(conditions)}};
  }

  [[nodiscard]] Json condition(const PolicyStep& step, const ConditionStep& at) const {
    const Condition& condition = facts_.condition(step, at);
    const Attribute& row = attribute(condition.attribute);
    return {{"attribute", row.name},
            {"id", row.id},
            {"wanted", facts_.wanted(condition)},
            {"was", facts_.was(e_.site.conditions[at.condition], condition)},
            {"result", truth_json(at.truth)},
            {"basis", basis_name(row.basis)},
            {"source", row.source},
            {"place", place(condition.where)}};
  }

  /// `rule` is null when the account's permission is not known and matters.
  [[nodiscard]] Json permission(const PermissionStep& step) const {
    const Policy& row = site().policies[step.policy];
    const UserClass& account = facts_.facts.account;
    Json rule = nullptr;
    if (step.is_rule_known) {
      const PermissionRule& known = permission_rules()[step.rule];
      rule = {{"text", known.text},
              {"basis", basis_name(known.basis)},
              {"gap", text_or_null(known.gap)},
              {"source", known.source}};
    }
    return {{"policy", row.name},
            {"rejects", truth_json(step.rejects)},
            {"account", account.is_known ? account_permission_name(account.permission) : kUnknown},
            {"policy-permission", setting(row.grant, row.grant.value ? "grant" : "deny")},
            {"ignore-user-dial-in-properties", setting(row.ignore_dial_in, row.ignore_dial_in.value)},
            {"rule", std::move(rule)}};
  }

  [[nodiscard]] Json check(const CheckStep& step) const {
    const Check& row = checks()[step.check];
    const Policy* policy = step.policy == kNoPolicy ? nullptr : &site().policies[step.policy];
    const CheckInput input{facts_.facts, policy};
    const std::uint16_t reason = reason_of(row, input);
    return {{"stage", stages()[static_cast<std::size_t>(row.stage)].name},
            {"policy", policy == nullptr ? Json(nullptr) : Json(policy->name)},
            {"name", row.name},
            {"cause", kCauses[row.cause].id},
            {"reason", reason == kNoReason ? Json(nullptr) : Json(reason)},
            {"violated", truth_json(step.violated)},
            {"wanted", text_or_null(row.wanted(input))},
            {"was", row.was(input)},
            {"basis", basis_name(row.basis)},
            {"gap", text_or_null(row.gap)},
            {"source", row.source},
            {"place", place(row.where(input))}};
  }

  [[nodiscard]] Json stage(std::size_t row) const {
    constexpr std::string_view kStates[] = {"not-reached", "passed", "ended", "unknown"};
    const StageRow& stage = stages()[row];
    // What is not simulated was neither passed nor left out: nothing is claimed of it.
    const Json state =
        stage.is_simulated ? Json(kStates[static_cast<std::size_t>(e_.trace.stages[row])]) : Json(nullptr);
    return {{"name", stage.name}, {"simulated", stage.is_simulated}, {"state", state}, {"source", stage.source}};
  }

  const Explained& e_;
  const Sources& sources_;
  FactTexts facts_;
};

Json site_json(const Site& site, std::string_view file) {
  return {{"name", text_or_null(site.name.value)},
          {"file", text_or_null(file)},
          {"digest", site.digest},
          {"dialect", dialect_name(site.dialect.value)},
          {"time-zone", site.time_zone.value},
          {"server", site.server.name.value}};
}

}  // namespace

std::string decision_json(const Explained& explained, const Sources& sources, std::string_view site_file) {
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
  out["client-error"] = client_error_json(explained);
  out["rests-on"] = rests_on_json(explained);
  out["endings"] = endings_json(explained);
  out["settings"] = trace.settings();
  out["trace"] = trace.make();
  // Invalid UTF-8 can only come from a command line; it is shown as U+FFFD.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rapsim
