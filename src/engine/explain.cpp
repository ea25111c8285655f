#include "engine/explain.hpp"

#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/find.hpp>

#include "engine/checks.hpp"
#include "engine/settle.hpp"

namespace rapsim {
namespace {

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
    const Rule& rule = e.rule_of(step, is_request);
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
  const Settled settled = settle(site, world, attempt);
  Explained out{site, world, settled.attempt ? *settled.attempt : attempt};
  out.settled = settled.attempt;
  TraceSink sink = recording == Recording::all ? TraceSink(out.trace) : TraceSink();
  out.decision = decide(site, world, attempt, settled, sink);
  out.trace.tunnels = settled.failed;
  out.judged = std::make_shared<const Judged>(site, world, out.attempt, out.shown_request_policy());
  return out;
}

std::vector<std::string> open_questions(const Explained& e) {
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

std::optional<std::vector<ReplyAttribute>> reply_of(const Explained& e) {
  const Decision& decision = e.decision;
  const bool is_accept = decision.answer.is_present() && decision.answer.value == Answer::accept;
  if (!is_accept || !decision.policy.is_present()) return std::nullopt;
  return reply_of(e.facts(), decision.policy.value);
}

}  // namespace rapsim
