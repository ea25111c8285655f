#include "report/json/decision_json.hpp"

#include "model/site/rewrite.hpp"

#include "base/visible.hpp"

#include "base/text.hpp"

#include <nlohmann/json.hpp>

#include "engine/stages/checks.hpp"
#include "engine/stages/permission.hpp"
#include "engine/trace/decision_fields.hpp"
#include "model/load/load.hpp"
#include "model/tables/ras_errors.hpp"
#include "report/text/facts.hpp"

namespace rapsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kUnknown = "unknown";
constexpr std::size_t kEveryGroup = SIZE_MAX;

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

/// A list of what `one` makes of each.
template <class Items, class One>
Json list_of(const Items& items, One one) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(one(item));
  return out;
}

// --- The attempt, so that load_attempt reads it back ---

Json number_of(std::string_view text) {
  const auto number = number_in<std::uint64_t>(text);
  return number ? Json(*number) : Json(text);
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

Json truth_json(Truth truth) {
  constexpr std::string_view kNames[] = {"no", "unknown", "yes"};
  return kNames[static_cast<std::size_t>(truth)];
}

/// Null: there is none.
template <class T, class Text>
Json maybe_json(const Maybe<T>& maybe, Text text) {
  if (maybe.is_unknown()) return kUnknown;
  return maybe.is_present() ? Json(text(maybe.value)) : Json(nullptr);
}

/// What a changed attempt or site comes to.
Json outcome_json(const Decision& decision) {
  return {{"decision", maybe_json(decision.answer, answer_name)},
          {"reason", maybe_json(decision.reason, [](std::uint16_t number) { return number; })},
          {"cause", maybe_json(decision.cause, [](CauseId id) { return kCauses[id].id; })}};
}

Json cause_json(CauseId id) {
  const Cause& row = kCauses[id];
  return {{"id", row.id}, {"title", row.title}, {"fix", row.fix}, {"source", row.source}};
}

Json readings_json(const Site& site) {
  Json out = Json::array();
  for (std::size_t row = 0; row < readings().size(); ++row)
    if (site.readings.switches[row].value) out.push_back(readings()[row].name);
  return out;
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

Json turn_json(const AttemptChange& turn) {
  const auto change_json = [](const Change& change) -> Json {
    return {{"field", field_row(change.field).name}, {"value", change.value}};
  };
  return {{"changes", list_of(turn.changes, change_json)}, {"becomes", outcome_json(turn.decision)}};
}

class DecisionJson {
 public:
  DecisionJson(const Explanation& explanation, const Sources& sources)
      : explanation_(explanation), e_(explanation.explained), sources_(sources) {}

  [[nodiscard]] Json make(std::string_view site_file) const {
    const Decision& decided = e_.decision;
    Json out;
    out["format"] = "rapsim/decision/1";
    out["program"] = {{"name", "rapsim"}, {"version", RAPSIM_VERSION}};
    out["site"] = site_json(site(), site_file);
    out["attempt"] = attempt_json(e_.attempt);
    out["defaulted"] = defaulted_json(e_.attempt);
    Json& decision = out["decision"] = Json::object();
    for (const DecisionField& field : decision_fields()) decision[std::string(field.name)] = field_json(field);
    out["reason"] = reason_json();
    out["cause"] = decided.cause.is_present() ? cause_json(decided.cause.value)
                   : explanation_.dead_end    ? cause_json(explanation_.dead_end->cause)
                                              : Json(nullptr);
    out["also"] = list_of(e_.trace.also, cause_json);
    out["client-error"] = client_error_json();
    out["rests-on"] = list_of(firmness_notes(e_), [](const FirmnessNote& note) -> Json {
      return {{"what", note.what},
              {"basis", basis_name(note.basis)},
              {"gap", text_or_null(note.gap)},
              {"source", note.source}};
    });
    out["endings"] = endings_json();
    out["settings"] = explanation_.reply ? settings(*explanation_.reply) : Json(nullptr);
    if (explanation_.nearest) out["nearest"] = nearest(*explanation_.nearest);
    if (explanation_.later)
      out["later"] = list_of(*explanation_.later, [&](PolicyIndex row) { return site().policies[row].name; });
    if (explanation_.attempt_changes) out["would"] = would(*explanation_.attempt_changes);
    if (explanation_.proposals) out["hypothetical"] = proposals_json(explanation_.proposals->list);
    out["trace"] = trace();
    return out;
  }

 private:
  [[nodiscard]] const Site& site() const { return *e_.site.site; }

  /// Null: a default.
  [[nodiscard]] Json place(Span where) const {
    if (!where.known()) return nullptr;
    return {{"file", sources_.name(where.file)}, {"line", where.line}, {"column", where.column}};
  }

  [[nodiscard]] static Json others_json(const OtherAccounts& accounts) {
    return {{"count", accounts.count}, {"accounts", accounts.names}};
  }

  [[nodiscard]] Json proposals_json(const std::vector<Proposal>& proposals) const {
    const EditPlaces places(site(), sources_);
    const auto change_json = [&](const SiteEdit& change) -> Json {
      return {{"path", path_text(change.steps)},
              {"value", value_text(change.value->root())},
              {"places", list_of(places.of(change), [&](Span where) { return place(where); })}};
    };
    return list_of(proposals, [&](const Proposal& proposal) -> Json {
      return {{"changes", list_of(proposal.changes, change_json)},
              {"becomes", outcome_json(proposal.decision)},
              {"weakens", proposal.weakens},
              {"opens-for", others_json(proposal.others.opens_for)},
              {"closes-for", others_json(proposal.others.closes_for)}};
    });
  }

  [[nodiscard]] Json field_json(const DecisionField& field) const {
    const FieldTexts texts = field.texts(e_);
    if (texts.is_unknown()) return kUnknown;
    // A consumer can rely on the type of a field: lists are lists even when they hold one text or none.
    if (texts.is_absent()) return field.is_list ? Json::array() : Json(nullptr);
    if (field.is_list) return texts.value;
    return field.is_number ? number_of(texts.value.front()) : Json(texts.value.front());
  }

  [[nodiscard]] const Reason* reason() const {
    return e_.decision.reason.is_present() ? find_reason(e_.decision.reason.value) : nullptr;
  }
  [[nodiscard]] Json reason_json() const {
    const Reason* row = reason();
    if (row == nullptr) return nullptr;
    return {{"number", row->number}, {"symbol", text_or_null(row->symbol)}, {"meaning", row->meaning},
            {"kind", row->kind},     {"basis", basis_name(row->basis)},     {"source", row->source}};
  }

  [[nodiscard]] Json client_error_json() const {
    const ClientError& error = explanation_.client_error;
    if (error.number == 0) return nullptr;
    const RasError* row = find_ras_error(error.number);
    return {{"number", error.number},
            {"symbol", row == nullptr ? Json(nullptr) : Json(row->symbol)},
            {"meaning", row == nullptr ? Json(nullptr) : Json(row->meaning)},
            {"basis", basis_name(error.basis)},
            {"gap", text_or_null(reason() == nullptr ? "G-15" : reason()->gap)}};
  }

  /// Every way in which the attempt can end, each once; empty when there is only one.
  [[nodiscard]] Json endings_json() const {
    const auto ending_json = [&](const PossibleResult& ending) -> Json {
      const PolicyIndex policy = ending.policy, request_policy = ending.request_policy;
      return {{"decision", answer_name(ending.answer)},
              {"stage", ending.stage ? Json(stages()[static_cast<std::size_t>(*ending.stage)].name) : Json(nullptr)},
              {"request-policy",
               request_policy == kNoPolicy ? Json(nullptr) : Json(site().request_policies[request_policy].name)},
              {"policy", policy == kNoPolicy ? Json(nullptr) : Json(site().policies[policy].name)},
              {"reason", ending.reason == kNoReason ? Json(nullptr) : Json(ending.reason)},
              {"cause", ending.cause == kNoCause ? Json(nullptr) : Json(kCauses[ending.cause].id)}};
    };
    Json out = Json::array();
    for (const PossibleResult& ending : e_.trace.endings) {
      Json one = ending_json(ending);  // the same over another tunnel
      if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(std::move(one));
    }
    return out.size() < 2 ? Json::array() : out;
  }

  [[nodiscard]] Json settings(const std::vector<ReplyAttribute>& attributes) const {
    return list_of(attributes, [&](const ReplyAttribute& reply) -> Json {
      const Attribute& row = attribute(reply.attribute);
      return {{"attribute", row.name},
              {"value", reply.value},
              {"text", value_text(row, reply.value)},
              {"basis", basis_name(reply.basis)},
              {"source", reply.source},
              {"place", place(reply.where)}};
    });
  }

  /// Empty unless no policy matched, or none but one that keeps everybody out.
  [[nodiscard]] Json nearest(const std::vector<NearPolicy>& policies) const {
    Json out = Json::array();
    const Maybe<CauseId>& of = e_.decision.cause;
    const bool is_without = of.is_present() && of.value == cause("no-matching-policy");
    if (!is_without && !is_kept_out_by_all(e_)) return out;
    for (const NearPolicy& near : policies) {
      Json missing = Json::array();
      for (std::uint32_t i = near.step.first; i < near.step.first + near.step.count; ++i)
        if (e_.trace.conditions[i].truth != Truth::yes)
          missing.push_back(condition(near.step, e_.trace.conditions[i], false));
      out.push_back({{"policy", site().policies[near.step.policy].name},
                     {"nearest", near.is_nearest},
                     {"conditions", near.step.count},
                     {"missing", std::move(missing)}});
    }
    return out;
  }

  [[nodiscard]] Json would(const AttemptChanges& turns) const {
    Json times = nullptr;
    if (turns.times)
      times = {{"schedule", grammar::to_text(turns.times->schedule)},
               {"weekly", turns.times->is_weekly},
               {"next", instant_text(turns.times->next, site())}};
    return {{"accept", turns.to_accept}, {"times", std::move(times)}, {"turns", list_of(turns.turns, turn_json)}};
  }

  // Every step: request policies, policies, permissions, checks, stages.

  [[nodiscard]] Json trace() const {
    const Trace& steps = e_.trace;
    Json out;
    out["request-policies"] = list_of(steps.request_policies, [&](const auto& step) { return policy(step, true); });
    out["policies"] = list_of(steps.policies, [&](const auto& step) { return policy(step, false); });
    out["permissions"] = list_of(steps.permissions, [&](const auto& step) { return permission(step); });
    out["checks"] = list_of(steps.checks, [&](const auto& step) { return check(step); });
    out["stages"] = Json::array();
    for (std::size_t row = 0; row < kStageCount; ++row) out["stages"].push_back(stage(row));
    return out;
  }

  template <class T>
  [[nodiscard]] Json setting(const Setting<T>& setting, Json value) const {
    return {{"value", std::move(value)}, {"place", place(setting.where)}};
  }

  [[nodiscard]] Json policy(const PolicyStep& step, bool is_request) const {
    constexpr std::string_view kReach[] = {"tried", "disabled", "not-reached"};
    const Rule& row = e_.rule_of(step, is_request);
    Json source = nullptr;  // a policy without one takes requests of every access server
    if (row.source.value != 0)
      source = {{"wanted", find_value(kAccessServerType, row.source.value)->name},
                {"result", truth_json(step.source)},
                {"place", place(row.source.where)}};
    Json conditions = Json::array();
    for (std::uint32_t i = step.first; i < step.first + step.count; ++i)
      conditions.push_back(condition(step, e_.trace.conditions[i], is_request));
    return {{"index", step.policy + 1},    {"name", row.name},
            {"place", place(row.where)},   {"reach", kReach[static_cast<std::size_t>(step.reach)]},
            {"counts", step.counts},       {"matched", truth_json(step.matched)},
            {"source", std::move(source)}, {"conditions", std::move(conditions)}};
  }

  [[nodiscard]] Json condition(const PolicyStep& step, const ConditionStep& at, bool is_request) const {
    const Condition& condition = condition_of(e_, step, at, is_request);
    const Attribute& row = attribute(condition.attribute);
    return {{"attribute", row.name},
            {"id", row.id},
            {"wanted", visible(condition.text)},
            {"was", was_text(e_.facts(), e_.site.conditions[at.condition], condition, kEveryGroup)},
            {"result", truth_json(at.truth)},
            {"basis", basis_name(row.basis)},
            {"source", row.source},
            {"place", place(condition.where)}};
  }

  /// `rule` is null when the account's permission is not known and matters.
  [[nodiscard]] Json permission(const PermissionStep& step) const {
    const Policy& row = site().policies[step.policy];
    const UserClass& account = e_.facts().account;
    Json rule = nullptr;
    if (step.is_rule_known) {
      const PermissionRule& known = permission_rules()[step.rule];
      rule = {{"text", known.text},
              {"basis", basis_name(known.basis)},
              {"gap", text_or_null(known.gap)},
              {"source", known.source}};
    }
    return {{"policy", row.name},
            {"counts", step.counts},
            {"rejects", truth_json(step.rejects)},
            {"account", account.is_known ? account_permission_name(account.permission) : kUnknown},
            {"policy-permission", setting(row.grant, row.grant.value ? "grant" : "deny")},
            {"ignore-user-dial-in-properties", setting(row.ignore_dial_in, row.ignore_dial_in.value)},
            {"rule", std::move(rule)}};
  }

  [[nodiscard]] Json check(const CheckStep& step) const {
    const Check& row = checks()[step.check];
    const Policy* policy = step.policy == kNoPolicy ? nullptr : &site().policies[step.policy];
    const CheckInput input{e_.facts(), policy};
    const Evidence evidence = row.evidence(input);
    const std::uint16_t reason = reason_of(row, input);
    return {{"stage", stages()[static_cast<std::size_t>(row.stage)].name},
            {"policy", policy == nullptr ? Json(nullptr) : Json(policy->name)},
            {"name", row.name},
            {"cause", kCauses[row.cause].id},
            {"reason", reason == kNoReason ? Json(nullptr) : Json(reason)},
            {"counts", step.counts},
            {"violated", truth_json(step.violated)},
            {"wanted", text_or_null(evidence.must_be)},
            {"was", evidence.is},
            {"basis", basis_name(row.basis)},
            {"gap", text_or_null(row.gap)},
            {"source", row.source},
            {"place", place(evidence.where)}};
  }

  [[nodiscard]] Json stage(std::size_t row) const {
    constexpr std::string_view kStates[] = {"not-reached", "passed", "ended", "unknown"};
    const StageRow& stage = stages()[row];
    // What is not simulated was neither passed nor left out: nothing is claimed of it.
    const Json state =
        stage.is_simulated ? Json(kStates[static_cast<std::size_t>(e_.trace.stages[row])]) : Json(nullptr);
    return {{"name", stage.name}, {"simulated", stage.is_simulated}, {"state", state}, {"source", stage.source}};
  }

  const Explanation& explanation_;
  const Explained& e_;  // of it
  const Sources& sources_;
};

}  // namespace

std::string decision_json(const Explanation& explanation, const Sources& sources, std::string_view site_file) {
  const Json out = DecisionJson(explanation, sources).make(site_file);
  // Invalid UTF-8 can only come from a command line; it is shown as U+FFFD.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rapsim
