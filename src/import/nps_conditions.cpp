#include "import/nps_conditions.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "engine/compile/pattern_re2.hpp"
#include "grammar/constraint.hpp"
#include "grammar/schedule.hpp"
#include "model/site/effective.hpp"

namespace rapsim {
namespace {

using grammar::ConstraintFunction;

ReadableCondition unknown(std::string_view what, std::string why) {
  return {.yaml = unknown_condition(what), .not_modelled = std::move(why)};
}

/// The numbers of `^19$|^18$`; nothing for any other pattern.
std::optional<std::vector<std::uint32_t>> numbers_of(std::string_view pattern) {
  std::vector<std::uint32_t> out;
  for (std::size_t begin = 0; begin <= pattern.size();) {
    const std::size_t bar = std::min(pattern.find('|', begin), pattern.size());
    const std::string_view one = pattern.substr(begin, bar - begin);
    if (one.size() < 3 || one.front() != '^' || one.back() != '$') return std::nullopt;
    const std::string_view digits = one.substr(1, one.size() - 2);
    const auto number = is_whole_number(digits) ? number_in<std::uint32_t>(digits) : std::nullopt;
    if (!number || std::to_string(*number) != digits) return std::nullopt;
    out.push_back(*number);
    begin = bar + 1;
  }
  return out;
}

/// The names of the numbers; nothing when one has none.
std::optional<std::vector<std::string>> names_of_numbers(const std::vector<std::uint32_t>& numbers,
                                                         const Enumeration& values) {
  std::vector<std::string> out;
  for (const std::uint32_t number : numbers) {
    const NamedValue* value = find_value(values, number);
    if (value == nullptr) return std::nullopt;
    out.emplace_back(value->name);
  }
  return out;
}

std::string one_or_list(const std::vector<std::string>& texts) {
  return texts.size() == 1 ? yaml_line(texts.front()) : yaml_list(texts);
}

ReadableCondition match_condition(const grammar::Constraint& constraint, std::string_view text, ConditionPlace place) {
  const std::string& name = constraint.attribute.text;
  const std::string& pattern = constraint.arguments.front().text;
  const auto id = find_attribute(name);
  if (!id) return unknown(name, "a condition on the attribute `" + name + "`");
  const Attribute& row = attribute(*id);
  const bool is_pattern = row.condition == ConditionKind::pattern || row.condition == ConditionKind::out_of_scope;
  if ((row.conditions & place) == 0 || !is_pattern)
    return unknown(name, "a condition on `" + std::string(row.name) + "` at this place");
  SyntaxError error;
  const auto tree = grammar::parse_pattern(pattern, error);
  if (!tree || !compile_pattern(*tree, error)) return unknown(name, "a pattern on `" + name + "`: " + error.message);
  if (row.type != ValueType::enumeration && row.type != ValueType::integer && row.type != ValueType::boolean)
    return {.yaml = std::string(row.name) + ": " + yaml_line(pattern)};
  if (const auto numbers = numbers_of(pattern)) {
    if (row.type == ValueType::integer) {
      std::vector<std::string> texts;
      for (const std::uint32_t number : *numbers) texts.push_back(std::to_string(number));
      return {.yaml = std::string(row.name) + ": " + one_or_list(texts)};
    }
    if (row.type == ValueType::enumeration)
      if (const auto names = names_of_numbers(*numbers, *row.values))
        return {.yaml = std::string(row.name) + ": " + one_or_list(*names)};
  }
  return {.yaml = yaml_line(text)};
}

}  // namespace

std::string unknown_condition(std::string_view what) {
  std::string words;
  for (const char c : what.substr(0, 100)) words += is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') ? c : '-';
  return "Not-Modelled: " + yaml_line(words.empty() ? "condition" : words);
}

ReadableCondition readable_condition(std::string_view text, ConditionPlace place) {
  SyntaxError error;
  const auto constraint = grammar::parse_constraint(text, error);
  if (!constraint) return unknown("condition", "a condition that cannot be read: " + error.message);
  const std::string& argument = constraint->arguments.front().text;
  switch (constraint->function) {
    case ConstraintFunction::match:
      return match_condition(*constraint, text, place);
    case ConstraintFunction::time_of_day: {
      const auto schedule = grammar::parse_time_of_day(argument, error);
      if (!schedule) return unknown("hours", "hours that cannot be read: " + error.message);
      return {.yaml = "Day-And-Time-Restrictions: " + yaml_line(grammar::to_text(*schedule)),
              .has_hours = !schedule->contains_all() && !schedule->open.empty()};
    }
    case ConstraintFunction::nt_groups:
    case ConstraintFunction::user_nt_groups:
    case ConstraintFunction::machine_nt_groups:
      break;
  }
  if (place == kConnectionRequestPolicy)
    return unknown("groups", "a condition on groups in a connection request policy");
  ReadableCondition out{.attribute = constraint->function == ConstraintFunction::nt_groups ? "Windows-Groups"
                                     : constraint->function == ConstraintFunction::user_nt_groups
                                         ? "Windows-User-Groups"
                                         : "Windows-Machine-Groups"};
  for (const grammar::ConstraintText& group : constraint->arguments) out.sids.push_back(group.text);
  return out;
}

}  // namespace rapsim
