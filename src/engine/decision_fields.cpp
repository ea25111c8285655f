#include "engine/decision_fields.hpp"

#include <array>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/find.hpp>

#include "engine/checks.hpp"
#include "engine/client_error.hpp"
#include "engine/settings.hpp"
#include "engine/settle.hpp"

namespace rapsim {
namespace {

FieldTexts one(std::string text) { return FieldTexts::of({std::move(text)}); }

template <class T, class Text>
FieldTexts texts_of(const Maybe<T>& value, Text text) {
  if (value.is_unknown()) return FieldTexts::unknown();
  return value.is_absent() ? FieldTexts::absent() : one(std::string(text(value.value)));
}

FieldTexts decision_texts(const Explained& e) { return texts_of(e.decision.answer, answer_name); }

FieldTexts outcome_texts(const Explained& e) {
  if (e.decision.outcome == Outcome::unknown) return FieldTexts::unknown();
  return one(std::string(outcome_name(e.decision.outcome)));
}

FieldTexts stage_texts(const Explained& e) {
  return texts_of(e.decision.stage, [](StageId id) { return stages()[static_cast<std::size_t>(id)].name; });
}

/// Of a strategy, which leaves it open; otherwise the attempt says it.
FieldTexts used_tunnel_texts(const Explained& e) {
  if (!e.attempt[FieldId::strategy].given) return FieldTexts::absent();
  return texts_of(e.decision.tunnel, [](TunnelType type) { return kTunnelTypes[static_cast<std::size_t>(type)].name; });
}

FieldTexts request_policy_texts(const Explained& e) {
  return texts_of(e.decision.request_policy, [&](PolicyIndex row) { return e.site.site->request_policies[row].name; });
}

FieldTexts cause_texts(const Explained& e) {
  return texts_of(e.decision.cause, [](CauseId id) { return kCauses[id].id; });
}

/// Told only when it is known how the attempt ends.
FieldTexts also_texts(const Explained& e) {
  std::vector<std::string> ids;
  for (const CauseId id : e.trace.also) ids.emplace_back(kCauses[id].id);
  return ids.empty() ? FieldTexts::absent() : FieldTexts::of(std::move(ids));
}

FieldTexts policy_texts(const Explained& e) {
  return texts_of(e.decision.policy, [&](PolicyIndex row) { return e.site.site->policies[row].name; });
}

FieldTexts reason_texts(const Explained& e) {
  return texts_of(e.decision.reason, [](std::uint16_t number) { return std::to_string(number); });
}

FieldTexts client_error_texts(const Explained& e) {
  if (e.decision.reason.is_unknown()) return FieldTexts::unknown();
  return texts_of(known_client_error(e), [](const ClientError& error) { return std::to_string(error.number); });
}

/// Names of the checks that the deciding policy's constraints surely violate.
FieldTexts violated_texts(const Explained& e) {
  if (e.decision.policy.is_unknown()) return FieldTexts::unknown();
  std::vector<std::string> names;
  for (const CheckStep& step : e.trace.checks)
    if (e.decision.policy.is_present() && step.policy == e.decision.policy.value && step.violated == Truth::yes &&
        checks()[step.check].stage == StageId::constraints)
      names.emplace_back(checks()[step.check].name);
  return names.empty() ? FieldTexts::absent() : FieldTexts::of(std::move(names));
}

FieldTexts unknown_texts(const Explained& e) {
  std::vector<std::string> questions = open_questions(e);
  return questions.empty() ? FieldTexts::absent() : FieldTexts::of(std::move(questions));
}

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& names) {
  return ranges::find(names, text) != names.end();
}

constexpr std::array<std::string_view, 4> kAnswers = {"accept", "reject", "discard", "none"};
constexpr std::array<std::string_view, 2> kOutcomes = {"connected", "not-connected"};

bool is_answer(std::string_view text, const Site&) { return is_one_of(text, kAnswers); }
bool is_outcome(std::string_view text, const Site&) { return is_one_of(text, kOutcomes); }
bool is_stage(std::string_view text, const Site&) {
  return ranges::any_of(stages(), [&](const StageRow& row) { return row.name == text; });
}
bool is_tunnel(std::string_view text, const Site&) {
  return ranges::any_of(kTunnelTypes, [&](const TunnelTypeRow& row) { return row.name == text; });
}
bool is_policy(std::string_view text, const Site& site) {
  return ranges::any_of(site.policies, [&](const Policy& policy) { return policy.name == text; });
}
bool is_request_policy(std::string_view text, const Site& site) {
  return ranges::any_of(site.request_policies, [&](const RequestPolicy& policy) { return policy.name == text; });
}
bool is_cause(std::string_view text, const Site&) {
  return ranges::any_of(kCauses, [&](const Cause& row) { return row.id == text; });
}
bool is_reason(std::string_view text, const Site&) {
  return ranges::any_of(reasons(), [&](const Reason& reason) { return std::to_string(reason.number) == text; });
}
bool is_number(std::string_view text, const Site&) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}
bool is_check(std::string_view text, const Site&) {
  return ranges::any_of(checks(),
                        [&](const Check& check) { return check.stage == StageId::constraints && check.name == text; });
}
bool is_any(std::string_view text, const Site&) { return !text.empty(); }

Shape answer_shape() { return shapes::words(kAnswers); }
Shape outcome_shape() { return shapes::words(kOutcomes); }
Shape stage_shape() {
  Shape out{.kind = ShapeKind::choice, .definition = "stage"};
  for (const StageRow& row : stages()) out.words.push_back({std::string(row.name), std::string(row.summary)});
  return out;
}
Shape cause_shape() {
  Shape out{.kind = ShapeKind::choice, .definition = "cause"};
  for (const Cause& row : kCauses) out.words.push_back({std::string(row.id), std::string(row.title)});
  return out;
}
Shape reason_shape() {
  Shape out{.kind = ShapeKind::choice, .definition = "reason"};
  for (const Reason& row : reasons()) out.words.push_back({std::to_string(row.number), std::string(row.meaning)});
  return out;
}
Shape tunnel_shape() {
  Shape out{.kind = ShapeKind::choice};
  for (const TunnelTypeRow& row : kTunnelTypes) out.words.push_back({std::string(row.name), {}});
  return out;
}
Shape error_shape() { return shapes::number(0, UINT64_MAX); }
Shape check_shape() {
  Shape out{.kind = ShapeKind::choice, .definition = "check"};
  for (const Check& row : checks())
    if (row.stage == StageId::constraints) out.words.push_back({std::string(row.name), {}});
  return out;
}

// clang-format off
constexpr DecisionField kFields[] = {
  // name           texts                 possible           number  list   summary, shape
  {"decision",      decision_texts,       is_answer,         false,  false, "what the policy server answered: accept, reject, discard or none", answer_shape},
  {"outcome",       outcome_texts,        is_outcome,        false,  false, "what became of the attempt: connected or not-connected", outcome_shape},
  {"stage",         stage_texts,          is_stage,          false,  false, "the stage that ended the attempt; absent for an accept that nothing ends", stage_shape},
  {"used-tunnel",   used_tunnel_texts,    is_tunnel,         false,  false, "the type of tunnel that a `strategy` came to; absent when the attempt says it", tunnel_shape},
  {"request-policy", request_policy_texts, is_request_policy, false, false, "the connection request policy that was chosen; absent when none was", shapes::any_text},
  {"policy",        policy_texts,         is_policy,         false,  false, "the policy that decided; absent when none matched", shapes::any_text},
  {"reason",        reason_texts,         is_reason,         true,   false, "reason code; 0 for an accept, absent when nobody gives one", reason_shape},
  {"cause",         cause_texts,          is_cause,          false,  false, "why it failed; absent for an accept that nothing ends", cause_shape},
  {"also",          also_texts,           is_cause,          false,  true,  "what else is wrong with the attempt", cause_shape},
  {"client-error",  client_error_texts,   is_number,         true,   false, "the error that the client shows", error_shape},
  {"violated",      violated_texts,       is_check,          false,  true,  "every violated constraint of the deciding policy", check_shape},
  {"open",          unknown_texts,        is_any,            false,  true,  "what is not known and decides", shapes::text},
};
// clang-format on

void add_once(std::vector<std::string>& list, std::string text) {
  if (ranges::find(list, text) == list.end()) list.push_back(std::move(text));
}

std::string account_question(const Explained& e, std::string_view what) {
  const FieldValue& user = e.attempt[FieldId::user];
  const std::string_view joint = what.ends_with("account") ? " " : " of ";
  return std::string(what) + std::string(joint) +
         (user.presence == Presence::present ? "`" + user.text + "`" : "the account");
}

/// What an unknown condition lacks.
std::string condition_question(const Explained& e, const CompiledCondition& condition, const Rule& policy) {
  switch (condition.kind) {
    case ConditionKind::time_of_day:
      return "at";
    case ConditionKind::any_groups:
    case ConditionKind::user_groups:
    case ConditionKind::machine_groups:
      return account_question(e, "groups");
    default:
      return std::string(attribute(policy.conditions[condition.row].attribute).name);
  }
}

/// A method that nobody knows has no EAP type that somebody could.
bool is_open(const Attempt& attempt, const Asked& asked) {
  if (!asked.is_field()) return true;
  const bool is_told_by_method = asked.field() == FieldId::eap_type && attempt.method().is_unknown();
  return attempt[asked.field()].presence == Presence::unknown && !is_told_by_method;
}

/// What an unknown check lacks: fields and attributes of the attempt, or the account.
void add_check_questions(const Explained& e, const CheckStep& step, bool is_account_known,
                         std::vector<std::string>& out) {
  constexpr std::pair<StageId, std::string_view> kOfAccount[] = {{StageId::identity, "whether there is an account"},
                                                                 {StageId::lockout, "failed attempts"},
                                                                 {StageId::authentication, "state"},
                                                                 {StageId::constraints, "dial-in properties"},
                                                                 {StageId::negotiation, "dial-in properties"}};
  const Check& check = checks()[step.check];
  if (check.needs == Needs::account && !is_account_known) {
    for (const auto& [stage, what] : kOfAccount)
      if (stage == check.stage) add_once(out, account_question(e, what));
    return;
  }
  for (const Asked& asked : check.asked)
    if (is_open(e.attempt, asked)) add_once(out, std::string(asked.name()));
}

void add_condition_questions(const Explained& e, const std::vector<PolicyStep>& steps, bool is_request,
                             std::vector<std::string>& out) {
  for (const PolicyStep& step : steps) {
    if (!step.counts || step.reach != PolicyReach::tried || step.matched != Truth::unknown) continue;
    if (step.source == Truth::unknown) add_once(out, "MS-Network-Access-Server-Type");
    const Rule& rule = is_request ? static_cast<const Rule&>(e.site.site->request_policies[step.policy])
                                  : e.site.site->policies[step.policy];
    for (std::uint32_t i = step.first; i < step.first + step.count; ++i)
      if (e.trace.conditions[i].truth == Truth::unknown)
        add_once(out, condition_question(e, e.site.conditions[e.trace.conditions[i].condition], rule));
  }
}

/// What forwards, and to whom the answer of the remote server matters.
bool asks_remote_server(const Explained& e) {
  if (e.attempt[FieldId::remote_radius].presence != Presence::unknown) return false;
  return ranges::any_of(e.trace.endings, [](const Ending& ending) {
    return ending.cause == cause("remote-radius-rejected") || ending.cause == cause("remote-radius-timeout");
  });
}

}  // namespace

Explained explain(const CompiledSite& site, const World& world, const Attempt& attempt) {
  std::shared_ptr<const Attempt> settled = settle(site, world, attempt).attempt;
  Explained out{site, world, settled ? *settled : attempt};
  out.settled = std::move(settled);
  TraceSink sink(out.trace);
  out.decision = decide(site, world, attempt, sink);
  return out;
}

std::span<const DecisionField> decision_fields() { return kFields; }

const DecisionField* find_decision_field(std::string_view name) {
  for (const DecisionField& field : kFields)
    if (field.name == name) return &field;
  return nullptr;
}

std::vector<std::string_view> possible_names(const DecisionField& field, const Site& site) {
  std::vector<std::string_view> names = {"connected", "not-connected"};
  for (const Answer answer : {Answer::accept, Answer::reject, Answer::discard, Answer::none})
    names.push_back(answer_name(answer));
  for (const StageRow& stage : stages()) names.push_back(stage.name);
  for (const Check& check : checks()) names.push_back(check.name);
  for (const Policy& policy : site.policies) names.push_back(policy.name);
  std::erase_if(names, [&](std::string_view name) { return !field.is_possible(name, site); });
  return names;
}

std::vector<std::string> open_questions(const Explained& e) {
  std::vector<std::string> out;
  if (e.trace.endings.size() < 2) return out;
  add_condition_questions(e, e.trace.request_policies, true, out);
  if (asks_remote_server(e)) add_once(out, "remote-radius");
  const Judged judged(e.site, e.world, e.attempt, e.shown_request_policy());
  const bool is_account_known = judged.facts().account.is_known;
  for (const CheckStep& step : e.trace.checks)
    if (step.counts && step.violated == Truth::unknown && step.policy == kNoPolicy)
      add_check_questions(e, step, is_account_known, out);
  add_condition_questions(e, e.trace.policies, false, out);
  for (const PermissionStep& step : e.trace.permissions)
    if (step.counts && step.rejects == Truth::unknown) add_once(out, account_question(e, "dial-in permission"));
  for (const CheckStep& step : e.trace.checks)
    if (step.counts && step.violated == Truth::unknown && step.policy != kNoPolicy)
      add_check_questions(e, step, is_account_known, out);
  return out;
}

PolicyIndex Explained::shown_request_policy() const {
  for (const PolicyStep& step : trace.request_policies)
    if (step.reach == PolicyReach::tried && step.matched != Truth::no) return step.policy;
  return kNoPolicy;
}

}  // namespace rapsim
