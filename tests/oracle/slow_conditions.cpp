// Conditions of policies and request policies, and which rules may match. Source: semantics.md 2.7, 3; gaps.md G-7,
// G-17.
#include <algorithm>

#include "tests/oracle/slow_case.hpp"

namespace rapsim::oracle {
namespace {

/// Names and numbers are compared as numbers; everything else is a pattern.
bool fits(const Case& c, const Condition& condition, const KnownAttribute& attribute, const std::string& value) {
  return std::any_of(condition.values.begin(), condition.values.end(), [&](const std::string& wanted) {
    if (!condition.is_constraint && attribute.kind == Kind::number)
      return value == std::to_string(number_of(attribute, wanted));
    if (!condition.is_constraint && attribute.kind == Kind::boolean) return value == (wanted == "true" ? "1" : "0");
    return pattern_is_found(wanted, value, c.rules);
  });
}

/// Windows-User-Groups are of users, Windows-Machine-Groups of computers, Windows-Groups of both.
Truth is_in_groups(const Case& c, const Condition& condition, const KnownAttribute& attribute) {
  if (c.account.row == nullptr) return kEither;
  const bool of_computers = attribute.kind == Kind::machine_groups;
  const bool of_users = attribute.name == "Windows-User-Groups";
  if (of_computers && !c.account.is_computer && !c.rules.machine_groups_take_users) return kFalse;
  if (of_users && c.account.is_computer && !c.rules.user_groups_take_computers) return kFalse;
  return is_member(c.site, c.account, condition.values, c.rules);
}

/// A policy with a source is only for requests from that kind of access server; Unspecified is for all.
Truth source_fits(const Case& c, const Policy& rule) {
  const std::uint32_t wanted = source_of(rule);
  if (wanted == 0 || c.rules.policy_source_does_not_count) return kTrue;
  return any_value(c, "MS-Network-Access-Server-Type", false,
                   [&](const std::string& value) { return value == std::to_string(wanted); });
}

}  // namespace

std::uint32_t source_of(const Policy& rule) { return rule.source ? number_in(server_types(), *rule.source) : 0; }

Truth condition_holds(const Case& c, const Condition& condition) {
  const KnownAttribute& attribute = known_attribute(condition.attribute);
  switch (attribute.kind) {
    case Kind::time:
      return condition.is_constraint ? time_of_day_is_open(condition.values[0], c.minute, c.rules)
                                     : schedule_is_open(condition.values[0], c.minute, c.rules);
    case Kind::groups:
    case Kind::machine_groups:
      return is_in_groups(c, condition, attribute);
    default:
      return any_value(c, condition.attribute, c.rules.absent_is_true,
                       [&](const std::string& value) { return fits(c, condition, attribute, value); });
  }
}

Truth rule_matches(const Case& c, const Policy& rule, const std::vector<Truth>& conditions) {
  if (!rule.enabled.value_or(true) && !c.rules.disabled_policies_count) return kFalse;
  Truth all = source_fits(c, rule);
  for (const Truth truth : conditions) all = all && truth;
  return all;
}

}  // namespace rapsim::oracle
