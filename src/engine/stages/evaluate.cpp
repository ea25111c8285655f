#include "engine/stages/evaluate.hpp"

#include <fmt/format.h>

#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/binary_search.hpp>

#include "engine/compile/pattern_re2.hpp"

namespace rapsim {
namespace {

bool value_matches(const CompiledCondition& condition, std::string_view value) {
  const auto is_value = [&](const std::string& wanted) { return wanted == value; };
  const auto is_found = [&](const auto& pattern) { return matches(*pattern, value); };
  return ranges::any_of(condition.equal, is_value) || ranges::any_of(condition.patterns, is_found);
}

/// Absent: false. Several values: any may match (G-7).
Truth evaluate_value(const CompiledCondition& condition, const AttributeView& view) {
  if (view.presence == Presence::unknown) return Truth::unknown;
  for (std::size_t i = 0; i < view.size(); ++i)
    if (value_matches(condition, view[i])) return Truth::yes;
  return Truth::no;
}

/// Any of the groups (G-17). A group that is not described may have the account as a member.
Truth evaluate_groups(const CompiledCondition& condition, const UserClass& account) {
  if (!account.is_known) return Truth::unknown;
  const auto is_member = [&](GroupIndex group) { return ranges::binary_search(account.groups, group); };
  if (ranges::any_of(condition.groups, is_member)) return Truth::yes;
  return condition.has_unlisted_group || account.has_unlisted_group ? Truth::unknown : Truth::no;
}

Truth evaluate_source(const std::string& source, const Facts& facts) {
  if (source.empty()) return Truth::yes;
  const AttributeView& view = facts.request[kServerTypeSlot];
  if (view.presence == Presence::unknown) return Truth::unknown;
  for (std::size_t i = 0; i < view.size(); ++i)
    if (view[i] == source) return Truth::yes;
  return Truth::no;
}

}  // namespace

Truth is_open(const grammar::Schedule& schedule, const Maybe<std::uint32_t>& minute_of_week) {
  if (minute_of_week.is_present()) return truth(schedule.contains(minute_of_week.value));
  if (schedule.open.empty()) return Truth::no;
  return schedule.contains_all() ? Truth::yes : Truth::unknown;
}

std::string minute_text(const Maybe<std::uint32_t>& minute_of_week) {
  if (!minute_of_week.is_present()) return "unknown";
  constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const std::uint32_t minute = minute_of_week.value % (24 * 60);
  return fmt::format("{} {:02}:{:02}", kDays[minute_of_week.value / (24 * 60)], minute / 60, minute % 60);
}

Truth evaluate(const CompiledCondition& condition, const Facts& facts) {
  switch (condition.kind) {
    case ConditionKind::time_of_day:
      return is_open(*condition.schedule, facts.minute_of_week);
    case ConditionKind::any_groups:
      return evaluate_groups(condition, facts.account);
    // A user condition is false for a computer account, and the other way round (semantics 3.1).
    case ConditionKind::user_groups:
    case ConditionKind::machine_groups: {
      const bool wants_computer = condition.kind == ConditionKind::machine_groups;
      if (facts.account.is_known && facts.account.is_computer != wants_computer) return Truth::no;
      return evaluate_groups(condition, facts.account);
    }
    case ConditionKind::pattern:
    case ConditionKind::out_of_scope:
      return evaluate_value(condition, facts.request[condition.slot]);
    case ConditionKind::none:
      break;
  }
  return Truth::no;
}

Truth match_rule(const CompiledRule& rule, const Facts& facts, Trace* trace, PolicyStep& step) {
  step.source = evaluate_source(rule.source, facts);
  step.matched = step.source;
  step.count = rule.condition_count;
  if (trace != nullptr) step.first = static_cast<std::uint32_t>(trace->conditions.size());
  const std::uint32_t end = rule.first_condition + rule.condition_count;
  for (std::uint32_t i = rule.first_condition; i < end && (trace != nullptr || step.matched != Truth::no); ++i) {
    const Truth truth = evaluate(facts.site.conditions[i], facts);
    step.matched = step.matched && truth;
    if (trace != nullptr) trace->conditions.push_back({i, truth});
  }
  return step.matched;
}

}  // namespace rapsim
