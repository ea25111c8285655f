#include "tests/oracle/coverage.hpp"

#include <algorithm>

#include "engine/stages/checks.hpp"
#include "engine/stages/permission.hpp"
#include "engine/stages/stages.hpp"

namespace rapsim::oracle {
namespace {

std::string kind_name(ConditionKind kind) {
  constexpr const char* kNames[] = {"none",        "pattern",        "time_of_day", "any_groups",
                                    "user_groups", "machine_groups", "out_of_scope"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string rule_name(std::size_t row) {
  return std::to_string(row + 1) + " " + std::string(permission_rules()[row].text);
}

std::string name_of_stage(StageId id) { return std::string(stages()[static_cast<std::size_t>(id)].name); }

std::string percent(std::size_t part, std::size_t whole) {
  const std::size_t tenths = whole == 0 ? 0 : part * 1000 / whole;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

template <std::size_t N>
bool is_one_of(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// The oracle judges requests. The world around them has stories of its own (scenarios/troubleshooting), a mutation
/// test of its mechanisms and a conservation test.
bool is_judged(const Check& check) {
  constexpr std::string_view kJudged[] = {"tunnel-type", "well-formed-request", "radius-client"};
  constexpr std::string_view kAround[] = {"lan-protocol", "ipx-node", "ipx-networks", "requested-address",
                                          "static-pool",  "dhcp",     "multilink",    "bap"};
  using enum StageId;
  const bool is_around = check.stage == path || check.stage == server || check.stage == tunnel ||
                         check.stage == provider || is_one_of(check.name, kAround);
  return !is_around || is_one_of(check.name, kJudged);
}

/// Some cause of the world has no check that the oracle makes: it is raised by another one, or while the client is
/// connected.
bool is_judged(CauseId cause) {
  bool is_raised = false, is_judged_one = false;
  for (const Check& check : checks()) {
    is_raised = is_raised || check.cause == cause;
    is_judged_one = is_judged_one || (check.cause == cause && is_judged(check));
  }
  const Cause& row = kCauses[cause];
  const bool is_of_permission = row.reason != 0;
  return is_raised ? is_judged_one : is_of_permission;
}

}  // namespace

Coverage::Coverage() {
  constexpr std::string_view kStagesAround[] = {"path", "tunnel"};
  constexpr std::string_view kReadingsAround[] = {"automatic-moves-on", "hours-end-sessions", "path-rules"};
  for (const StageRow& row : stages())
    if (row.is_simulated && !is_one_of(row.name, kStagesAround)) stages_[std::string(row.name)];
  for (std::size_t row = 0; row < kCauses.size(); ++row)
    if (is_judged(static_cast<CauseId>(row))) causes_[std::string(kCauses[row].id)];
  for (const ReadingRow& row : readings())
    if (!is_one_of(row.name, kReadingsAround)) readings_[std::string(row.name)];
  for (std::size_t row = 0; row < permission_rules().size(); ++row) rules_[rule_name(row)];
  for (const Attribute& row : attributes())
    if (row.conditions != kNowhere) {
      attributes_[std::string(row.name)];
      kinds_[kind_name(row.condition)];
    }
  for (const Check& check : checks()) {
    if (!is_judged(check)) continue;
    checks_[std::string(check.name)];
    const int reason = kCauses[check.cause].reason;
    if (reason != 0 && check.answer != rapsim::Answer::none)
      reasons[{name_of_stage(check.stage), reason}];  // 0: the attempt says it, or nobody
  }
  reasons[{"policy", 48}];
  reasons[{"permission", 65}];
}

void Coverage::add(const CompiledSite& compiled, const Site& site, const Attempt& attempt, const Pair& pair) {
  ++pairs;
  const auto& decision = pair.decision;
  if (decision.answer.is_unknown()) ++unknown_answers;
  if (decision.answer.is_unknown() || decision.reason.is_unknown() || decision.policy.is_unknown()) ++unknown_fields;
  if (decision.answer.is_present()) ++(decision.answer.value == rapsim::Answer::accept ? accepts : failures);
  const bool fails = decision.answer.is_present() && decision.answer.value != rapsim::Answer::accept;
  if (fails && decision.stage.is_present() && !decision.reason.is_unknown())
    ++reasons[{name_of_stage(decision.stage.value),
               decision.reason.is_present() ? decision.reason.value : kNobodySays}];
  // Counts also where other causes are possible: one of them comes only when the account is not known.
  for (const PossibleResult& ending : pair.verdict.endings)
    if (!ending.cause.empty()) ++causes_[ending.cause];
  if (pair.trace.endings.size() == 1) add_ending(pair);
  add_readings(site, attempt, pair);
  add_conditions(pair.trace.request_policies, pair.trace, compiled.site->request_policies, decision.request_policy);
  add_conditions(pair.trace.policies, pair.trace, compiled.site->policies, decision.policy);
}

/// Counts a row as decisive only when nothing was left open: then one ending is the whole story.
void Coverage::add_ending(const Pair& pair) {
  const rapsim::PossibleResult& ending = pair.trace.endings.front();
  // Settings cannot reject: they decide by letting an accept through.
  ++stages_[ending.stage ? name_of_stage(*ending.stage) : "settings"];
  for (const Check& check : checks())
    if (check.cause == ending.cause) ++checks_[std::string(check.name)];
  for (const PermissionStep& step : pair.trace.permissions)
    if (step.policy == ending.policy && step.is_rule_known && step.counts) ++rules_[rule_name(step.rule)];
}

/// A reading counts where the attempt would end otherwise without it.
void Coverage::add_readings(const Site& site, const Attempt& attempt, const Pair& pair) {
  for (const std::string_view reading : kReadings) {
    if (!site.readings.contains(std::string(reading))) continue;
    Rules rules;
    rules.ignored_reading = reading;
    if (judge(site, attempt, rules).endings != pair.verdict.endings) ++readings_[std::string(reading)];
  }
}

template <class Rules>
void Coverage::add_conditions(const std::vector<PolicyStep>& steps, const Trace& trace, const Rules& rules,
                              const Maybe<PolicyIndex>& chosen) {
  for (const PolicyStep& step : steps) {
    if (step.reach != PolicyReach::tried || step.source != rapsim::Truth::yes || !step.counts) continue;
    const bool decided = chosen.is_present() && chosen.value == step.policy;
    for (std::uint32_t i = 0; i < step.count; ++i) {
      const ConditionStep& condition = trace.conditions[step.first + i];
      const Attribute& row = attribute(rules[step.policy].conditions[i].attribute);
      ConditionCount& by_name = attributes_[std::string(row.name)];
      ConditionCount& by_kind = kinds_[kind_name(row.condition)];
      if (condition.truth == rapsim::Truth::unknown) ++by_name.open, ++by_kind.open;
      if (condition.truth == rapsim::Truth::yes && decided) ++by_name.held, ++by_kind.held;
      if (condition.truth != rapsim::Truth::no) continue;
      ++by_name.failed, ++by_kind.failed;
      break;  // the first one that fails is why the policy does not match
    }
  }
}

std::vector<Coverage::Row> Coverage::rows() const {
  std::vector<Row> out;
  for (const auto& [name, count] : stages_) out.push_back({"stage " + name, count, {}});
  for (const auto& [name, count] : checks_) out.push_back({"check " + name, count, {}});
  for (const auto& [name, count] : causes_) out.push_back({"cause " + name, count, {}});
  for (const auto& [name, count] : readings_) out.push_back({"reading " + name, count, {}});
  for (const auto& [name, count] : rules_) out.push_back({"permission rule " + name, count, {}});
  for (const auto* table : {&kinds_, &attributes_})
    for (const auto& [name, count] : *table)
      out.push_back({(table == &kinds_ ? "kind " : "condition ") + name, count.held + count.failed,
                     "held " + std::to_string(count.held) + ", failed " + std::to_string(count.failed) + ", unknown " +
                         std::to_string(count.open)});
  return out;
}

std::string Coverage::text() const {
  std::string out;
  for (const Row& row : rows()) {
    const std::string count = std::to_string(row.count);
    out += std::string(count.size() < 8 ? 8 - count.size() : 0, ' ') + count + "  " + row.name +
           (row.note.empty() ? "" : " (" + row.note + ")") + "\n";
  }
  for (const auto& [reason, count] : reasons)
    out += "end in " + reason.first + " with " + std::to_string(reason.second) + ": " + std::to_string(count) + ", " +
           percent(count, failures) + " of the failures, " + percent(count, pairs) + " of all\n";
  return out + std::to_string(pairs) + " pairs: " + percent(accepts, pairs) + " accept, " + percent(failures, pairs) +
         " reject, discard or none, " + percent(unknown_answers, pairs) + " unknown; " +
         percent(unknown_fields, pairs) + " with an unknown answer, reason or policy\n";
}

}  // namespace rapsim::oracle
