#include "engine/decision_fields.hpp"

#include <array>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/find.hpp>

#include "engine/checks.hpp"
#include "engine/client_error.hpp"
#include "engine/settings.hpp"
#include "model/possible.hpp"

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
  return texts_of(e.error, [](const ClientError& error) { return std::to_string(error.number); });
}

/// Names of the checks that the deciding policy's constraints violate; unknown while one of them is.
FieldTexts violated_texts(const Explained& e) {
  if (e.decision.policy.is_unknown()) return FieldTexts::unknown();
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
  return ranges::any_of(tunnel_types(), [&](const TunnelTypeRow& row) { return row.name == text; });
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

constexpr std::string_view kWhetherItExists = "whether there is an account";

std::string account_question(const Explained& e, std::string_view what) {
  const FieldValue& user = e.attempt[FieldId::user];
  if (what == kWhetherItExists && user.presence != Presence::present) return "whether the account exists";
  const std::string_view joint = what == kWhetherItExists ? " " : " of ";
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

bool is_unknown_field(const Attempt& attempt, std::string_view name) {
  for (std::size_t row = 0; row < kFieldCount; ++row) {
    if (attempt_fields()[row].name != name) continue;
    // A method that nobody knows has no EAP type that somebody could.
    const bool is_told_by_method = static_cast<FieldId>(row) == FieldId::eap_type &&
                                   attempt[FieldId::authentication].presence == Presence::unknown;
    return attempt.fields[row].presence == Presence::unknown && !is_told_by_method;
  }
  return true;  // an attribute
}

/// What an unknown check lacks: fields and attributes of the attempt, or the account.
void add_check_questions(const Explained& e, const CheckStep& step, bool is_account_known,
                         std::vector<std::string>& out) {
  constexpr std::pair<StageId, std::string_view> kOfAccount[] = {{StageId::identity, kWhetherItExists},
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
  std::string_view names = check.asked;
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(' '));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    if (is_unknown_field(e.attempt, name)) add_once(out, std::string(name));
  }
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

/// What is not known in the steps of one case.
std::vector<std::string> questions_of(const Explained& e) {
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

/// One case by itself.
Explained explain_case(const CompiledSite& site, const World& world, const PossibleCase& one, bool with_trace) {
  Explained out{site, world, *one.attempt};
  out.negotiated = one.attempt;
  TraceSink sink = with_trace ? TraceSink(out.trace) : TraceSink();
  out.decision = decide_case(site, world, one, sink);
  if (!with_trace) out.trace.tunnels = one.failed_tunnels;
  const ClientError error = client_error_of(out);
  out.error = out.decision.reason.is_unknown() || out.decision.cause.is_unknown() ? Maybe<ClientError>::unknown()
              : error.number == 0                                                 ? Maybe<ClientError>::absent()
                                                                                  : Maybe<ClientError>::of(error);
  if (with_trace) out.open = questions_of(out);
  return out;
}

std::vector<FieldTexts> fields_of(const Explained& one) {
  std::vector<FieldTexts> out;
  for (const DecisionField& field : kFields) out.push_back(field.of_case(one));
  return out;
}

void join_fields(Explained& into, const Explained& other) {
  if (into.agreed.empty()) into.agreed = fields_of(into);
  const std::vector<FieldTexts> fields = fields_of(other);
  for (std::size_t row = 0; row < fields.size(); ++row)
    if (!(into.agreed[row] == fields[row])) into.agreed[row] = FieldTexts::unknown();
}

/// The same number, however firm.
void join(Maybe<ClientError>& into, const Maybe<ClientError>& other) {
  if (into.is_present() && other.is_present() && into.value.number == other.value.number)
    into.value.basis = std::max(into.value.basis, other.value.basis);
  else if (!(into == other))
    into = Maybe<ClientError>::unknown();
}

/// What is in the cases but the decision: which open fields they differ by.
class OpenFields {
 public:
  explicit OpenFields(const Possibilities& possible) : possible_(possible), results_(possible.count(), kRefused) {}

  void add(const PossibleCase& from, const Explained& one) {
    const Result result{one.decision, one.error.presence, one.error.value.number, one.trace.endings};
    const auto known = ranges::find(kinds_, result);
    const auto row = static_cast<std::uint32_t>(known - kinds_.begin());
    if (known == kinds_.end()) kinds_.push_back(result);
    std::uint32_t& of_number = results_[from.number];
    const bool differs = of_number != kRefused && of_number != row;
    if (differs && from.negotiated == last_) type_decides_ = true;
    of_number = differs ? kSeveral : row;
    last_ = from.negotiated;
  }

  /// The fields of which some value leads elsewhere than another, all else the same; where only several fields together
  /// do, all of them.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> out, all;
    std::size_t step = 1;
    for (const OpenField& field : possible_.open()) {
      if (field.values.size() > 1) all.emplace_back(field.name);
      if (decides(step, field.values.size())) out.emplace_back(field.name);
      step *= field.values.size();
    }
    if (type_decides_) add_once(out, std::string(field_row(FieldId::eap_type).name));
    return out.empty() && kinds_.size() > 1 ? all : out;
  }

 private:
  static constexpr std::uint32_t kRefused = UINT32_MAX, kSeveral = UINT32_MAX - 1;
  struct Result {
    Decision decision;
    Presence has_error;
    std::uint16_t error;
    std::vector<Ending> endings;
    friend bool operator==(const Result&, const Result&) = default;
  };

  /// Compares each case with the one whose value of the field is the first that was not refused.
  [[nodiscard]] bool decides(std::size_t step, std::size_t values) const {
    for (std::size_t number = 0; number < results_.size(); ++number) {
      if (number / step % values != 0) continue;
      std::uint32_t first = kRefused;
      for (std::size_t value = 0; value < values; ++value) {
        const std::uint32_t result = results_[number + value * step];
        if (result == kRefused) continue;
        if (first != kRefused && result != first) return true;
        first = result;
      }
    }
    return false;
  }

  const Possibilities& possible_;
  std::vector<std::uint32_t> results_;  // by number of the combination
  std::shared_ptr<const Attempt> last_{};
  bool type_decides_ = false;  // of EAP, where nothing tells it
  std::vector<Result> kinds_;
};

}  // namespace

Explained explain(const CompiledSite& site, const World& world, const Attempt& attempt, bool with_trace) {
  const Possibilities possible(attempt, *site.site);
  std::optional<OpenFields> differing;
  if (with_trace && !possible.are_too_many()) differing.emplace(possible);
  std::optional<Explained> out;
  std::shared_ptr<const Attempt> shown;  // nullptr: what was asked
  std::size_t cases = 0;
  for_each_case(site, world, attempt, [&](const PossibleCase& one) {
    Explained own = explain_case(site, world, one, with_trace);
    if (differing) differing->add(one, own);
    if (cases == 0) shown = one.negotiated;
    if (shown != one.negotiated) shown = nullptr;
    if (++cases == 1) return static_cast<void>(out.emplace(std::move(own)));
    if (with_trace) join_fields(*out, own);
    join(out->decision, own.decision);
    join(out->error, own.error);
    merge(out->trace, own.trace);
    for (std::string& question : own.open) add_once(out->open, std::move(question));
  });
  if (cases == 1) return *std::move(out);
  Explained joined{site, world, shown ? *shown : attempt};
  joined.negotiated = shown;
  joined.is_one_case = false;
  joined.decision = out ? out->decision : unknown_decision();
  joined.error = out ? out->error : Maybe<ClientError>::unknown();
  if (differing) joined.open = differing->names();
  for (const OpenField& field : possible.open())
    if (!out) joined.open.emplace_back(field.name);
  if (!out) return joined;
  joined.trace = std::move(out->trace);
  joined.agreed = std::move(out->agreed);
  for (std::string& question : out->open) add_once(joined.open, std::move(question));
  return joined;
}

void for_each_case(const Explained& explained, const std::function<void(const Explained&)>& visit) {
  if (explained.is_one_case) return visit(explained);
  for_each_case(explained.site, explained.world, explained.attempt,
                [&](const PossibleCase& one) { visit(explain_case(explained.site, explained.world, one, true)); });
}

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

PolicyIndex Explained::shown_request_policy() const {
  for (const PolicyStep& step : trace.request_policies)
    if (step.reach == PolicyReach::tried && step.matched != Truth::no) return step.policy;
  return kNoPolicy;
}

}  // namespace rapsim
