#include "analysis/implied.hpp"

#include <algorithm>
#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/binary_search.hpp>

#include "engine/compile/pattern_re2.hpp"

namespace rapsim {
namespace {

using grammar::MinuteRange;
using grammar::Pattern;
using grammar::PatternKind;

bool is_group_kind(ConditionKind kind) {
  return kind == ConditionKind::any_groups || kind == ConditionKind::user_groups ||
         kind == ConditionKind::machine_groups;
}

/// A member of any group given is a member of one that is wanted, perhaps by nesting.
bool groups_imply(const LintSite& site, const CompiledCondition& given, const CompiledCondition& wanted) {
  if (given.kind != wanted.kind && wanted.kind != ConditionKind::any_groups) return false;
  const auto is_wanted = [&](GroupIndex group) { return ranges::binary_search(wanted.groups, group); };
  return !given.groups.empty() &&
         ranges::all_of(given.groups, [&](GroupIndex group) { return ranges::any_of(site.above(group), is_wanted); });
}

/// `^5$`: the one value that the pattern matches. Letters are left out: they match in both cases.
std::optional<std::string> only_value(const Pattern& tree) {
  if (tree.kind != PatternKind::sequence || tree.children.size() < 3) return std::nullopt;
  if (tree.children.front().kind != PatternKind::begin || tree.children.back().kind != PatternKind::end)
    return std::nullopt;
  std::string out;
  for (std::size_t i = 1; i + 1 < tree.children.size(); ++i) {
    const Pattern& child = tree.children[i];
    const bool is_caseless = child.kind == PatternKind::literal && child.code_point < 0x80 &&
                             lower(static_cast<char>(child.code_point)) < 'a';
    if (!is_caseless) return std::nullopt;
    out += static_cast<char>(child.code_point);
  }
  return out;
}

bool value_implies(const std::string& value, const CompiledCondition& wanted) {
  return ranges::any_of(wanted.equal, [&](const std::string& text) { return text == value; }) ||
         ranges::any_of(wanted.patterns, [&](const auto& pattern) { return matches(*pattern, value); });
}

bool values_imply(const LintSite& site, const ConditionView& given, const ConditionView& wanted) {
  const Condition& left = given.rule.rule->conditions[given.row];
  const Condition& right = wanted.rule.rule->conditions[wanted.row];
  if (left.attribute != right.attribute || (left.numbers.empty() && left.patterns.empty())) return false;
  const CompiledCondition& compiled = site.condition(wanted.rule, wanted.row);
  const auto number_implies = [&](const ConditionNumber& number) {
    return value_implies(std::to_string(number.number), compiled);
  };
  const auto pattern_implies = [&](const ConditionPattern& pattern) {
    const auto is_same = [&](const ConditionPattern& other) { return other.text == pattern.text; };
    if (ranges::any_of(right.patterns, is_same)) return true;
    const auto value = only_value(pattern.tree);
    return value && value_implies(*value, compiled);
  };
  return ranges::all_of(left.numbers, number_implies) && ranges::all_of(left.patterns, pattern_implies);
}

}  // namespace

bool implies(const LintSite& site, const ConditionView& given, const ConditionView& wanted) {
  const CompiledCondition& left = site.condition(given.rule, given.row);
  const CompiledCondition& right = site.condition(wanted.rule, wanted.row);
  if (is_group_kind(left.kind) && is_group_kind(right.kind)) return groups_imply(site, left, right);
  if (left.kind != right.kind) return false;
  if (left.kind == ConditionKind::time_of_day)
    return !left.schedule->open.empty() && is_within(*left.schedule, *right.schedule);
  return !is_group_kind(left.kind) && values_imply(site, given, wanted);
}

bool is_always(const LintSite& site, const ConditionView& condition) {
  const CompiledCondition& compiled = site.condition(condition.rule, condition.row);
  return compiled.kind == ConditionKind::time_of_day && compiled.schedule->contains_all();
}

// INVARIANT: the ranges of a schedule are disjoint and do not touch, so a range within it is within one of them.
bool is_within(const grammar::Schedule& inner, const grammar::Schedule& outer) {
  return ranges::all_of(inner.open, [&](const MinuteRange& range) {
    return ranges::any_of(
        outer.open, [&](const MinuteRange& whole) { return whole.begin <= range.begin && range.end <= whole.end; });
  });
}

grammar::Schedule common_of(const grammar::Schedule& left, const grammar::Schedule& right) {
  grammar::Schedule out;
  for (const MinuteRange& a : left.open)
    for (const MinuteRange& b : right.open)
      if (std::max(a.begin, b.begin) < std::min(a.end, b.end))
        out.open.push_back({std::max(a.begin, b.begin), std::min(a.end, b.end)});
  return out;
}

}  // namespace rapsim
