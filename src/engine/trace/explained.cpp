#include "engine/trace/explained.hpp"

#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/equal.hpp>
#include <range/v3/algorithm/find.hpp>

#include "engine/stages/checks.hpp"
#include "engine/stages/client_error.hpp"
#include "engine/trace/decision_fields.hpp"
#include "model/attempt/possible.hpp"

namespace rapsim {
namespace {

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

/// A method that is not known has no EAP type that could be.
bool is_open(const Attempt& attempt, const Asked& asked) {
  if (!asked.is_field()) return true;
  const bool is_of_method = asked.field() == FieldId::eap_type && attempt.method().is_unknown();
  return attempt[asked.field()].presence == Presence::unknown && !is_of_method;
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
  for (const Asked& asked : check.asked)
    if (is_open(e.attempt, asked)) add_once(out, std::string(asked.name()));
}

void add_condition_questions(const Explained& e, const std::vector<PolicyStep>& steps, bool is_request,
                             std::vector<std::string>& out) {
  for (const PolicyStep& step : steps) {
    if (!step.counts || step.reach != PolicyReach::tried || step.matched != Truth::unknown) continue;
    if (step.source == Truth::unknown) add_once(out, "MS-Network-Access-Server-Type");
    const Rule& rule = e.rule_of(step, is_request);
    for (std::uint32_t i = step.first; i < step.first + step.count; ++i)
      if (e.trace.conditions[i].truth == Truth::unknown)
        add_once(out, condition_question(e, e.site.conditions[e.trace.conditions[i].condition], rule));
  }
}

/// What forwards, and to whom the answer of the remote server matters.
bool asks_remote_server(const Explained& e) {
  if (e.attempt[FieldId::remote_radius].presence != Presence::unknown) return false;
  return ranges::any_of(e.trace.endings, [](const PossibleResult& ending) {
    return ending.cause == cause("remote-radius-rejected") || ending.cause == cause("remote-radius-timeout");
  });
}

/// What is not known in the steps of one case.
std::vector<std::string> questions_of(const Explained& e) {
  std::vector<std::string> out;
  if (e.trace.endings.size() < 2) return out;
  add_condition_questions(e, e.trace.request_policies, true, out);
  if (asks_remote_server(e)) add_once(out, "remote-radius");
  const bool is_account_known = e.facts().account.is_known;
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
Explained explain_case(const CompiledSite& site, const World& world, const PossibleCase& one, Recording recording) {
  Explained out{site, world, *one.attempt};
  out.negotiated = one.attempt;
  TraceSink sink = recording == Recording::all ? TraceSink(out.trace) : TraceSink();
  out.decision = decide_case(site, world, one, sink);
  out.trace.tunnels = one.failed_tunnels;
  out.judged = std::make_shared<const AttemptContext>(site, world, out.attempt, out.shown_request_policy());
  const ClientError error = client_error_of(out);
  out.error = out.decision.reason.is_unknown() || out.decision.cause.is_unknown() ? Maybe<ClientError>::unknown()
              : error.number == 0                                                 ? Maybe<ClientError>::absent()
                                                                                  : Maybe<ClientError>::of(error);
  if (recording == Recording::all) out.open = questions_of(out);
  return out;
}

std::vector<FieldTexts> fields_of(const Explained& one) {
  std::vector<FieldTexts> out;
  for (const DecisionField& field : decision_fields()) out.push_back(field.of_case(one));
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
    std::vector<PossibleResult> endings;
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

bool is_same(const ReplyAttribute& a, const ReplyAttribute& b) {
  return a.attribute == b.attribute && a.value == b.value;
}

}  // namespace

PolicyIndex Explained::shown_request_policy() const {
  for (const PolicyStep& step : trace.request_policies)
    if (step.reach == PolicyReach::tried && step.matched != Truth::no) return step.policy;
  return kNoPolicy;
}

const Rule& Explained::rule_of(const PolicyStep& step, bool is_request) const {
  if (is_request) return site.site->request_policies[step.policy];
  return site.site->policies[step.policy];
}

Explained explain(const CompiledSite& site, const World& world, const Attempt& attempt, Recording recording) {
  const bool with_trace = recording == Recording::all;
  const Possibilities possible(attempt, *site.site);
  std::optional<OpenFields> differing;
  if (with_trace && !possible.are_too_many()) differing.emplace(possible);
  std::optional<Explained> out;
  std::shared_ptr<const Attempt> shown;  // nullptr: what was asked
  std::size_t cases = 0;
  for_each_case(site, world, attempt, [&](const PossibleCase& one) {
    Explained own = explain_case(site, world, one, recording);
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
  if (out) joined.trace = std::move(out->trace);
  joined.judged = std::make_shared<const AttemptContext>(site, world, joined.attempt, joined.shown_request_policy());
  if (!out) return joined;
  joined.agreed = std::move(out->agreed);
  for (std::string& question : out->open) add_once(joined.open, std::move(question));
  return joined;
}

void for_each_case(const Explained& explained, const std::function<void(const Explained&)>& visit) {
  if (explained.is_one_case) return visit(explained);
  for_each_case(explained.site, explained.world, explained.attempt, [&](const PossibleCase& one) {
    visit(explain_case(explained.site, explained.world, one, Recording::all));
  });
}

std::optional<std::vector<ReplyAttribute>> reply_of(const Explained& e) {
  const Decision& decision = e.decision;
  const bool is_accept = decision.answer.is_present() && decision.answer.value == Answer::accept;
  if (!is_accept || !decision.policy.is_present()) return std::nullopt;
  std::optional<std::vector<ReplyAttribute>> out;
  bool differs = false;
  for_each_case(e, [&](const Explained& one) {
    std::vector<ReplyAttribute> reply = reply_of(one.facts(), decision.policy.value);
    differs = differs || (out && !ranges::equal(*out, reply, is_same));
    if (!out) out = std::move(reply);
  });
  return differs ? std::nullopt : out;
}

}  // namespace rapsim
