#include "engine/trace/decision_fields.hpp"

#include "base/text.hpp"

#include <array>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/contains.hpp>

#include "engine/stages/checks.hpp"

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
  if (e.attempt[FieldId::strategy].presence == Presence::absent) return FieldTexts::absent();
  return texts_of(e.decision.tunnel, [](TunnelType type) { return row_of(type).name; });
}

FieldTexts request_policy_texts(const Explained& e) {
  return texts_of(e.decision.request_policy, [&](PolicyIndex row) { return e.site.site->request_policies[row].name; });
}

FieldTexts cause_texts(const Explained& e) {
  return texts_of(e.decision.cause, [](CauseId id) { return kCauses[id].id; });
}

/// Given only when it is known how the attempt ends.
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
  return texts_of(e.error, [](const ClientError& error) { return std::to_string(error.number); });
}

/// Names of the checks that the deciding policy's constraints violate; unknown while one of them is.
FieldTexts violated_texts(const Explained& e) {
  if (e.decision.policy.is_unknown() || e.decision.request_policy.is_unknown()) return FieldTexts::unknown();
  std::vector<std::string> names;
  for (const CheckStep& step : e.trace.checks) {
    const bool is_meant = e.decision.policy.is_present() && step.policy == e.decision.policy.value &&
                          checks()[step.check].stage == StageId::constraints;
    if (is_meant && step.violated == Truth::unknown) return FieldTexts::unknown();
    if (is_meant && step.violated == Truth::yes) names.emplace_back(checks()[step.check].name);
  }
  return names.empty() ? FieldTexts::absent() : FieldTexts::of(std::move(names));
}

FieldTexts unknown_texts(const Explained& e) { return e.open.empty() ? FieldTexts::absent() : FieldTexts::of(e.open); }

constexpr std::array<std::string_view, 4> kAnswers = {"accept", "reject", "discard", "none"};
constexpr std::array<std::string_view, 2> kOutcomes = {"connected", "not-connected"};

bool is_answer(std::string_view text, const Site&) { return ranges::contains(kAnswers, text); }
bool is_outcome(std::string_view text, const Site&) { return ranges::contains(kOutcomes, text); }
bool is_stage(std::string_view text, const Site&) { return ranges::contains(stages(), text, &StageRow::name); }
bool is_tunnel(std::string_view text, const Site&) {
  return ranges::contains(tunnel_types(), text, &TunnelTypeRow::name);
}
bool is_policy(std::string_view text, const Site& site) { return ranges::contains(site.policies, text, &Policy::name); }
bool is_request_policy(std::string_view text, const Site& site) {
  return ranges::contains(site.request_policies, text, &RequestPolicy::name);
}
bool is_cause(std::string_view text, const Site&) { return ranges::contains(kCauses, text, &Cause::id); }
bool is_reason(std::string_view text, const Site&) {
  return ranges::any_of(reasons(), [&](const Reason& reason) { return std::to_string(reason.number) == text; });
}
bool is_number(std::string_view text, const Site&) { return is_whole_number(text); }
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
  for (const TunnelTypeRow& row : tunnel_types()) out.words.push_back({std::string(row.name), {}});
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
  {"reason",        reason_texts,         is_reason,         true,   false, "reason code; 0 for an accept, absent when no server gives one", reason_shape},
  {"cause",         cause_texts,          is_cause,          false,  false, "why it failed; absent for an accept that nothing ends", cause_shape},
  {"also",          also_texts,           is_cause,          false,  true,  "what else is wrong with the attempt", cause_shape},
  {"client-error",  client_error_texts,   is_number,         true,   false, "the error that the client shows", error_shape},
  {"violated",      violated_texts,       is_check,          false,  true,  "every violated constraint of the deciding policy", check_shape},
  {"open",          unknown_texts,        is_any,            false,  true,  "what is not known and decides", shapes::text},
};
// clang-format on

}  // namespace

std::span<const DecisionField> decision_fields() { return kFields; }

FieldTexts DecisionField::texts(const Explained& explained) const {
  // Lists of what is sure are those of the merged trace.
  const bool is_of_trace = of_case == also_texts || of_case == unknown_texts;
  if (explained.is_one_case || is_of_trace) return of_case(explained);
  return explained.agreed.empty() ? FieldTexts::unknown() : explained.agreed[static_cast<std::size_t>(this - kFields)];
}

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

}  // namespace rapsim
