#include "analysis/groups_held.hpp"

#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/binary_search.hpp>

namespace rapsim {

bool is_group_kind(ConditionKind kind) {
  return kind == ConditionKind::any_groups || kind == ConditionKind::user_groups ||
         kind == ConditionKind::machine_groups;
}

Truth group_holds(const CompiledCondition& condition, const AccountView& account) {
  if (condition.kind == ConditionKind::user_groups && account.is_computer) return Truth::no;
  if (condition.kind == ConditionKind::machine_groups && !account.is_computer) return Truth::no;
  const bool is_member = ranges::any_of(
      condition.groups, [&](GroupIndex group) { return ranges::binary_search(account.properties->groups, group); });
  const bool is_open = condition.has_unlisted_group || account.properties->has_unlisted_group;
  return is_member ? Truth::yes : is_open ? Truth::unknown : Truth::no;
}

Truth groups_hold(const LintSite& site, const RuleView& rule, const AccountView& account) {
  Truth out = Truth::yes;
  for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row) {
    const CompiledCondition& condition = site.condition(rule, row);
    if (is_group_kind(condition.kind)) out = out && group_holds(condition, account);
  }
  return out;
}

bool asks_only_for_groups(const LintSite& site, const RuleView& rule) {
  if (!rule.compiled->source.empty()) return false;
  for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row) {
    const CompiledCondition& condition = site.condition(rule, row);
    const bool is_always = condition.kind == ConditionKind::time_of_day && condition.schedule->contains_all();
    if (!is_always && !is_group_kind(condition.kind)) return false;
  }
  return true;
}

bool asks_for_groups(const LintSite& site, const RuleView& rule) {
  for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row)
    if (is_group_kind(site.condition(rule, row).kind)) return true;
  return false;
}

}  // namespace rapsim
