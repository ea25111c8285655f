// Times that never come: conditions, profiles and logon hours that are open at no minute of the week.
#include "analysis/implied.hpp"
#include "analysis/lint_site.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kNeverOpen = "schedule-never-open", kExclude = "schedules-exclude-each-other";

/// The conditions on the time, as rows.
std::vector<std::size_t> time_conditions(const LintSite& site, const RuleView& rule) {
  std::vector<std::size_t> out;
  for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row)
    if (site.condition(rule, row).kind == ConditionKind::time_of_day) out.push_back(row);
  return out;
}

void find_closed_conditions(const LintSite& site, const RuleView& rule, Findings& out) {
  for (const std::size_t row : time_conditions(site, rule)) {
    if (!site.condition(rule, row).schedule->open.empty()) continue;
    out.push_back(finding_of(kNeverOpen, rule, rule.rule->conditions[row].where,
                             "no minute of the week is open: " + rule_text(rule) + " never matches",
                             "say when it is open, like `Mon-Fri 07:00-19:00`; leave the policy out if it shall do "
                             "nothing"));
    out.back().claim = Claim::never_decides;
  }
}

/// A policy that denies and has hours that never come is the way to keep out accounts set to Allow: no mistake.
void find_closed_profile(const LintSite& site, const RuleView& rule, Findings& out) {
  const Policy& policy = site.policy(rule);
  const Setting<grammar::Schedule>& hours = policy.profile.day_and_time;
  if (!hours.is_given() || !hours.value.open.empty() || !policy.grant.value) return;
  Finding finding = finding_of(
      kNeverOpen, rule, hours.where,
      "no minute of the week is open: " + rule_text(rule) + " grants, and rejects whoever matches it (reason 68)",
      "say when it is open; to keep its members out, say `permission: deny`");
  finding.claim = Claim::never_lets_in;
  finding.related.push_back({policy.grant.where, "the permission"});
  out.push_back(std::move(finding));
}

/// Hours of one policy that have no minute in common.
void find_exclusion(const LintSite& site, const RuleView& rule, Findings& out) {
  const std::vector<std::size_t> rows = time_conditions(site, rule);
  grammar::Schedule common{{{0, grammar::kMinutesOfWeek}}};
  for (const std::size_t row : rows) {
    const grammar::Schedule& schedule = *site.condition(rule, row).schedule;
    if (schedule.open.empty()) return;  // reported by the other row
    const bool was_open = !common.open.empty();
    common = common_of(common, schedule);
    if (!was_open || !common.open.empty()) continue;
    Finding finding = finding_of(
        kExclude, rule, rule.rule->conditions[row].where,
        "its hours and those of the conditions before exclude each other: " + rule_text(rule) + " never matches",
        "conditions all have to hold: put the hours into one, or into two policies");
    finding.claim = Claim::never_decides;
    finding.related.push_back({rule.rule->conditions[rows.front()].where, "hours of another condition"});
    out.push_back(std::move(finding));
    return;
  }
  if (rule.policy == kNoPolicy || rows.empty()) return;
  const Setting<grammar::Schedule>& hours = site.policy(rule).profile.day_and_time;
  const bool is_closed = hours.is_given() && !hours.value.open.empty() && common_of(common, hours.value).open.empty();
  if (!is_closed || !site.policy(rule).grant.value) return;  // one that denies keeps everybody out in this way
  Finding finding =
      finding_of(kExclude, rule, hours.where,
                 "the profile's hours (" + grammar::to_text(hours.value) + ") and those of the condition (" +
                     grammar::to_text(common) + ") exclude each other: " + rule_text(rule) +
                     " rejects whoever matches it (reason 68)",
                 "leave the hours to one of both: a condition lets later policies try, a profile rejects");
  finding.claim = Claim::never_lets_in;
  finding.related.push_back({rule.rule->conditions[rows.front()].where, "the hours at which it matches"});
  out.push_back(std::move(finding));
}

}  // namespace

void find_schedules_never_open(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.policies) {
    find_closed_conditions(site, rule, out);
    find_closed_profile(site, rule, out);
  }
  for (const RuleView& rule : site.request_policies) find_closed_conditions(site, rule, out);
}

void find_schedules_that_exclude(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.policies) find_exclusion(site, rule, out);
  for (const RuleView& rule : site.request_policies) find_exclusion(site, rule, out);
}

void find_logon_hours_never_open(const LintSite& site, Findings& out) {
  site.for_each_account([&](const AccountView& account) {
    if (!site.compiled.accounts->logon_hours[account.properties->logon_hours].open.empty()) return;
    out.push_back(
        finding_of("logon-hours-never-open", {}, account.user->state.logon_hours.where,
                   "no hour of the week is open: `" + account.user->name + "` can never be authenticated (reason 37)",
                   "say when, like `Mon-Fri 07:00-17:00 UTC`; `disabled: true`, if the account is out of use"));
  });
}

}  // namespace rapsim
