#include "report/trace_json.hpp"

#include "diagnose/hypothetical.hpp"
#include "diagnose/nearest.hpp"
#include "diagnose/would.hpp"
#include "engine/checks.hpp"
#include "engine/permission.hpp"
#include "engine/settings.hpp"
#include "model/load.hpp"

namespace rapsim {
namespace {

Json truth_json(Truth truth) {
  constexpr std::string_view kNames[] = {"no", "unknown", "yes"};
  return kNames[static_cast<std::size_t>(truth)];
}

/// Null: there is none.
template <class T, class Text>
Json maybe_json(const Maybe<T>& maybe, Text text) {
  if (maybe.is_unknown()) return kUnknownText;
  return maybe.is_present() ? Json(text(maybe.value)) : Json(nullptr);
}

/// What a changed attempt or site comes to.
Json outcome_json(const Decision& decision) {
  return {{"decision", maybe_json(decision.answer, answer_name)},
          {"reason", maybe_json(decision.reason, [](std::uint16_t number) { return number; })},
          {"cause", maybe_json(decision.cause, [](CauseId id) { return kCauses[id].id; })}};
}

}  // namespace

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

TraceJson::TraceJson(const Explained& e, const Sources& sources) : e_(e), sources_(sources), texts_(e, kEveryGroup) {}

Json TraceJson::make() const {
  const auto all = [](const auto& steps, const auto& one) {
    Json list = Json::array();
    for (const auto& step : steps) list.push_back(one(step));
    return list;
  };
  Json out;
  out["request-policies"] = all(e_.trace.request_policies, [&](const PolicyStep& step) { return policy(step, true); });
  out["policies"] = all(e_.trace.policies, [&](const PolicyStep& step) { return policy(step, false); });
  out["permissions"] = all(e_.trace.permissions, [&](const PermissionStep& step) { return permission(step); });
  out["checks"] = all(e_.trace.checks, [&](const CheckStep& step) { return check(step); });
  out["stages"] = Json::array();
  for (std::size_t row = 0; row < kStageCount; ++row) out["stages"].push_back(stage(row));
  return out;
}

Json TraceJson::settings() const {
  const Decision& decision = e_.decision;
  const bool is_accept = decision.answer.is_present() && decision.answer.value == Answer::accept;
  if (!is_accept || !decision.policy.is_present()) return nullptr;
  Json out = Json::array();
  for (const ReplyAttribute& reply : reply_of(texts_.facts, decision.policy.value)) {
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

Json TraceJson::nearest() const {
  Json out = Json::array();
  if (!e_.decision.cause.is_present() || e_.decision.cause.value != cause("no-matching-policy")) return out;
  for (const NearPolicy& near : near_policies(e_)) {
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

Json TraceJson::would() const {
  const Turns turns = find_turns(e_);
  Json times = nullptr;
  if (turns.times)
    times = {{"schedule", grammar::to_text(turns.times->schedule)},
             {"weekly", turns.times->is_weekly},
             {"next", instant_text(turns.times->next, site())}};
  Json list = Json::array();
  for (const Turn& turn : turns.turns) {
    Json changes = Json::array();
    for (const Change& change : turn.changes)
      changes.push_back({{"field", field_row(change.field).name}, {"value", change.value}});
    list.push_back({{"changes", std::move(changes)}, {"becomes", outcome_json(turn.decision)}});
  }
  return {{"accept", turns.to_accept}, {"times", std::move(times)}, {"turns", std::move(list)}};
}

Json TraceJson::hypothetical() const {
  Json out = Json::array();
  for (const Hypothesis& hypothesis : find_hypotheses(e_)) {
    Json changes = Json::array();
    for (const SiteEdit& change : hypothesis.changes)
      changes.push_back({{"path", path_text(change.steps)}, {"value", value_text(change.value->root())}});
    out.push_back({{"changes", std::move(changes)}, {"becomes", outcome_json(hypothesis.decision)}});
  }
  return out;
}

Json TraceJson::later() const {
  Json out = Json::array();
  for (const PolicyIndex row : later_policies_that_accept(e_)) out.push_back(site().policies[row].name);
  return out;
}

/// Null: a default.
Json TraceJson::place(Span where) const {
  if (!where.known()) return nullptr;
  return {{"file", sources_.name(where.file)}, {"line", where.line}, {"column", where.column}};
}

template <class T>
Json TraceJson::setting(const Setting<T>& setting, Json value) const {
  return {{"value", std::move(value)}, {"place", place(setting.where)}};
}

Json TraceJson::policy(const PolicyStep& step, bool is_request) const {
  constexpr std::string_view kReach[] = {"tried", "disabled", "not-reached"};
  const Rule& row =
      is_request ? static_cast<const Rule&>(site().request_policies[step.policy]) : site().policies[step.policy];
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

Json TraceJson::condition(const PolicyStep& step, const ConditionStep& at, bool is_request) const {
  const Condition& condition = texts_.condition(step, at, is_request);
  const Attribute& row = attribute(condition.attribute);
  return {{"attribute", row.name},
          {"id", row.id},
          {"wanted", texts_.wanted(condition)},
          {"was", texts_.was(e_.site.conditions[at.condition], condition)},
          {"result", truth_json(at.truth)},
          {"basis", basis_name(row.basis)},
          {"source", row.source},
          {"place", place(condition.where)}};
}

/// `rule` is null when the account's permission is not known and matters.
Json TraceJson::permission(const PermissionStep& step) const {
  const Policy& row = site().policies[step.policy];
  const UserClass& account = texts_.facts.account;
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
          {"account", account.is_known ? account_permission_name(account.permission) : kUnknownText},
          {"policy-permission", setting(row.grant, row.grant.value ? "grant" : "deny")},
          {"ignore-user-dial-in-properties", setting(row.ignore_dial_in, row.ignore_dial_in.value)},
          {"rule", std::move(rule)}};
}

Json TraceJson::check(const CheckStep& step) const {
  const Check& row = checks()[step.check];
  const Policy* policy = step.policy == kNoPolicy ? nullptr : &site().policies[step.policy];
  const CheckInput input{texts_.facts, policy};
  const std::uint16_t reason = reason_of(row, input);
  return {{"stage", stages()[static_cast<std::size_t>(row.stage)].name},
          {"policy", policy == nullptr ? Json(nullptr) : Json(policy->name)},
          {"name", row.name},
          {"cause", kCauses[row.cause].id},
          {"reason", reason == kNoReason ? Json(nullptr) : Json(reason)},
          {"counts", step.counts},
          {"violated", truth_json(step.violated)},
          {"wanted", text_or_null(row.wanted(input))},
          {"was", row.was(input)},
          {"basis", basis_name(row.basis)},
          {"gap", text_or_null(row.gap)},
          {"source", row.source},
          {"place", place(row.where(input))}};
}

Json TraceJson::stage(std::size_t row) const {
  constexpr std::string_view kStates[] = {"not-reached", "passed", "ended", "unknown"};
  const StageRow& stage = stages()[row];
  // What is not simulated was neither passed nor left out: nothing is claimed of it.
  const Json state = stage.is_simulated ? Json(kStates[static_cast<std::size_t>(e_.trace.stages[row])]) : Json(nullptr);
  return {{"name", stage.name}, {"simulated", stage.is_simulated}, {"state", state}, {"source", stage.source}};
}

}  // namespace rapsim
