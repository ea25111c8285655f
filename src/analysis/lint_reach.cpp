// Which accounts a policy is for: conditions that no account meets together, grants for everybody, denials that come
// too late, groups whose only policy is off, hours that lie in the night.
#include <algorithm>
#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/find_if.hpp>

#include "analysis/groups_held.hpp"
#include "analysis/implied.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kMostNames = 3;

std::string_view name_of(const Condition& condition) { return attribute(condition.attribute).name; }

bool lists_accounts(const LintSite& site) {
  const Directory& directory = *site.site.directory;
  return directory.complete.value && !(directory.users.empty() && directory.computers.empty());
}

std::vector<std::size_t> group_rows(const LintSite& site, const RuleView& rule) {
  std::vector<std::size_t> out;
  for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row)
    if (is_group_kind(site.condition(rule, row).kind)) out.push_back(row);
  return out;
}

/// The conditions name a group that both have, by nesting too: the one policy is an exception of the other.
bool share_group(const LintSite& site, const RuleView& left, const RuleView& right) {
  for (const std::size_t l : group_rows(site, left))
    for (const std::size_t r : group_rows(site, right))
      for (const GroupIndex group : site.condition(left, l).groups)
        if (ranges::any_of(site.condition(right, r).groups, [&](GroupIndex other) { return other == group; }))
          return true;
  return false;
}

/// Hours that are always open, and the mark of every Microsoft access server: conditions that keep no account out.
bool keeps_nobody_out(const LintSite& site, const RuleView& rule, std::size_t row) {
  return is_always(site, {rule, row}) || name_of(rule.rule->conditions[row]) == "MS-RAS-Vendor";
}

bool has_vendor(const RuleView& rule) {
  return ranges::any_of(rule.rule->conditions,
                        [](const Condition& condition) { return name_of(condition) == "MS-RAS-Vendor"; });
}

bool has_no_limits(const LintSite& site, const RuleView& rule) {
  for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row)
    if (!keeps_nobody_out(site, rule, row)) return false;
  const Profile& profile = site.policy(rule).profile;
  return !profile.day_and_time.is_given() && profile.called_station_id.value.empty() &&
         !profile.nas_port_types.is_given();
}

/// The account's own Allow or Deny is the rule of the domain: a policy grants or denies nothing by itself.
bool accounts_decide(const LintSite& site) {
  bool all = true, any = false;
  site.for_each_class([&](const AccountView& account) {
    any = true;
    all = all && account.properties->permission != AccountPermission::policy;
  });
  return is_mixed_domain(site.site) || (any && all);
}

std::vector<std::string> names_in(const LintSite& site, std::vector<const UserClass*> classes) {
  std::vector<std::string> out;
  std::ranges::sort(classes);
  site.for_each_account([&](const AccountView& account) {
    if (std::ranges::binary_search(classes, account.properties)) out.push_back(account.user->name);
  });
  return out;
}

/// The accounts that a rule for groups surely denies, and that a policy before it may let in.
struct Late {
  std::vector<const UserClass*> classes{};
  std::vector<const RuleView*> before{};
};

void add_late(const LintSite& site, const RuleView& denial, const AccountView& account, Late& out) {
  if (groups_hold(site, denial, account) != Truth::yes || account.properties->disabled) return;
  bool is_let_in = false;
  for (const RuleView& rule : site.policies) {
    if (rule.policy == denial.policy || !site.can_afford(1)) break;
    const Truth holds = groups_hold(site, rule, account);
    if (holds == Truth::no) continue;
    const Policy& policy = site.policy(rule);
    const bool grants = policy.grant.value &&
                        (policy.ignore_dial_in.value || account.properties->permission == AccountPermission::policy ||
                         account.properties->permission == AccountPermission::allow);
    if (grants && holds == Truth::yes && asks_for_groups(site, rule) && !share_group(site, rule, denial)) {
      is_let_in = true;
      if (!ranges::any_of(out.before, [&](const RuleView* known) { return known == &rule; }))
        out.before.push_back(&rule);
    }
    if (holds == Truth::yes && asks_only_for_groups(site, rule)) break;  // decided before
  }
  if (is_let_in) out.classes.push_back(account.properties);
}

// --- hours ---

constexpr std::uint32_t kHour = 60, kDay = 24 * kHour;

/// Open at some minute between 08:00 and 18:00.
bool is_open_by_day(const grammar::Schedule& schedule) {
  return ranges::any_of(schedule.open, [](const grammar::MinuteRange& range) {
    for (std::uint32_t day = 0; day < 7; ++day) {
      const std::uint32_t begin = day * kDay + 8 * kHour, end = day * kDay + 18 * kHour;
      if (range.begin < end && begin < range.end) return true;
    }
    return false;
  });
}
/// An evening, a night and a morning at once: hours of work with begin and end swapped, rather than a night shift.
bool is_long_night(const grammar::Schedule& schedule) {
  constexpr std::uint32_t kLeast = 10 * kHour;
  return ranges::any_of(schedule.open, [](const grammar::MinuteRange& range) {
    return range.begin / kDay != (range.end - 1) / kDay && range.end - range.begin >= kLeast;
  });
}

/// Another policy that grants, for members of the same groups, in the daytime.
bool has_policy_by_day(const LintSite& site, const RuleView& night) {
  return ranges::any_of(site.policies, [&](const RuleView& rule) {
    if (rule.policy == night.policy || !site.policy(rule).grant.value) return false;
    if (asks_for_groups(site, rule) && asks_for_groups(site, night) && !share_group(site, rule, night)) return false;
    for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row) {
      const CompiledCondition& condition = site.condition(rule, row);
      if (condition.kind == ConditionKind::time_of_day && !is_open_by_day(*condition.schedule)) return false;
    }
    return true;
  });
}

}  // namespace

// Each alone has a member: else the row `empty-group` tells it.
void find_groups_without_common_member(const LintSite& site, Findings& out) {
  if (!lists_accounts(site)) return;
  for (const RuleView& rule : site.policies) {
    const std::vector<std::size_t> rows = group_rows(site, rule);
    if (rows.size() < 2) continue;
    bool is_met = false;
    std::vector<bool> has_member(rows.size());
    site.for_each_class([&](const AccountView& account) {
      Truth all = Truth::yes;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const Truth holds = group_holds(site.condition(rule, rows[i]), account);
        has_member[i] = has_member[i] || holds != Truth::no;
        all = all && holds;
      }
      is_met = is_met || all != Truth::no || !site.can_afford(rows.size());
    });
    if (is_met || !ranges::all_of(has_member, [](bool each) { return each; })) continue;
    const Condition &first = rule.rule->conditions[rows[0]], &second = rule.rule->conditions[rows[1]];
    Finding finding = finding_of("groups-without-common-member", rule, second.where,
                                 "no account is in `" + first.text + "` and in `" + second.text +
                                     "`: conditions all have to hold, so " + rule_text(rule) + " matches no account",
                                 "where one of the groups is enough, write one condition: `Windows-Groups: [A, B]`");
    finding.claim = Claim::never_decides;
    if (!site.policy(rule).grant.value) finding.level = FindingLevel::note;
    finding.related.push_back({first.where, "the other condition"});
    out.push_back(std::move(finding));
  }
}

void find_unconditional_grants(const LintSite& site, Findings& out) {
  if (!site.site.policies_where.known() || accounts_decide(site)) return;
  for (const RuleView& rule : site.policies) {
    const Setting<bool>& grant = site.policy(rule).grant;
    const bool is_checked = rule.compiled->source.empty() || is_of_remote_access_server(rule);
    if (!grant.value || !is_checked || !has_no_limits(site, rule)) continue;
    // Somebody who names groups elsewhere does not mean everybody here.
    const bool has_groups = ranges::any_of(site.policies, [&](const RuleView& other) {
      return site.policy(other).grant.value && asks_for_groups(site, other);
    });
    if (!has_groups) continue;
    out.push_back(finding_of("unconditional-grant", rule, grant.is_given() ? grant.where : rule.rule->where,
                             rule_text(rule) + " grants, and no condition of it keeps any account out" +
                                 (has_vendor(rule) ? " that comes by a Microsoft access server" : "") +
                                 ": all that no policy before it takes get in, at any time",
                             "`permission: deny` for a policy at the end, or a condition on groups"));
  }
}

void find_denials_behind_grants(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.policies) {
    if (site.policy(rule).grant.value || !asks_only_for_groups(site, rule) || !asks_for_groups(site, rule)) continue;
    Late late;
    site.for_each_class([&](const AccountView& account) { add_late(site, rule, account, late); });
    if (late.classes.empty()) continue;
    const std::vector<std::string> names = names_in(site, late.classes);
    Finding finding =
        finding_of("denial-behind-grant", rule, rule.rule->where,
                   rule_text(rule) + " denies its groups at all times, but \"" + late.before.front()->rule->name +
                       "\", which grants, comes first: " + some_of(names, kMostNames) + " may get in by that",
                   "move it before \"" + late.before.front()->rule->name + "\"");
    for (const RuleView* const before : late.before)
      finding.related.push_back({before->rule->where, "\"" + before->rule->name + "\" comes first"});
    out.push_back(std::move(finding));
  }
}

void find_disabled_only_policies(const LintSite& site, Findings& out) {
  if (!site.site.policies_where.known()) return;
  for (const PolicyIndex row : site.compiled.policy_order) {
    const Policy& policy = site.site.policies[row];
    const RuleView rule{&policy, &site.compiled.policies[row], row, kNoPolicy};
    if (policy.enabled.value || !policy.grant.value || !asks_for_groups(site, rule)) continue;
    std::vector<const UserClass*> classes;
    bool has_other = false;
    site.for_each_class([&](const AccountView& account) {
      if (has_other || groups_hold(site, rule, account) != Truth::yes || account.properties->disabled) return;
      for (const RuleView& other : site.policies) {
        const bool is_open = site.policy(other).grant.value && groups_hold(site, other, account) != Truth::no;
        has_other = has_other || is_open || !site.can_afford(1);
      }
      classes.push_back(account.properties);
    });
    if (classes.empty() || has_other) continue;
    const std::vector<std::string> names = names_in(site, classes);
    out.push_back(
        finding_of("disabled-only-policy", rule, policy.enabled.where,
                   rule_text(rule) + " is disabled, and no other policy grants access to " + some_of(names, kMostNames),
                   "`enabled: true`, if they are to get in"));
  }
}

void find_hours_at_night(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.policies) {
    if (!site.policy(rule).grant.value) continue;
    for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row) {
      const CompiledCondition& condition = site.condition(rule, row);
      if (condition.kind != ConditionKind::time_of_day || is_open_by_day(*condition.schedule) ||
          !is_long_night(*condition.schedule) || has_policy_by_day(site, rule))
        continue;
      out.push_back(finding_of("hours-at-night", rule, rule.rule->conditions[row].where,
                               "`" + rule.rule->conditions[row].text +
                                   "` is open over midnight only, never between 08:00 "
                                   "and 18:00, and no other policy grants the same groups access by day",
                               "if begin and end are swapped, swap them; if the night is meant, allow the finding"));
    }
  }
}

}  // namespace rapsim
