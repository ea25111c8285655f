// Policies that no attempt reaches: an earlier one takes all that they could match. The first match decides, accept or
// comes of it (semantics 2.7).
#include <range/v3/algorithm/find_if.hpp>

#include "analysis/implied.hpp"
#include "analysis/lint_site.hpp"

namespace rapsim {
namespace {

/// Matches every attempt, also one of which nothing is known.
bool is_unconditional(const LintSite& site, const RuleView& rule) {
  if (!rule.compiled->source.empty()) return false;
  for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row) {
    const CompiledCondition& condition = site.condition(rule, row);
    if (condition.kind != ConditionKind::time_of_day || !condition.schedule->contains_all()) return false;
  }
  return true;
}

/// All that `later` matches, `earlier` matches too.
bool takes_all_of(const LintSite& site, const RuleView& earlier, const RuleView& later) {
  if (!earlier.compiled->source.empty() && earlier.compiled->source != later.compiled->source) return false;
  for (std::size_t wanted = 0; wanted < earlier.rule->conditions.size(); ++wanted) {
    bool is_sure = false;
    for (std::size_t row = 0; row < later.rule->conditions.size() && !is_sure; ++row)
      is_sure = implies(site, {later, row}, {earlier, wanted});
    if (!is_sure && !is_always(site, {earlier, wanted})) return false;
  }
  return true;
}

Finding unreached(std::string_view id, const RuleView& later, const RuleView& earlier, std::string_view why) {
  Finding out = finding_of(
      id, later, later.rule->where,
      rule_text(later) + " is never reached: \"" + earlier.rule->name + "\"" + std::string(why),
      "move it above \"" + earlier.rule->name + "\", or delete it: " + rule_text(later) + " does nothing here");
  out.claim = Claim::never_decides;
  out.related.push_back({earlier.rule->where, "\"" + earlier.rule->name + "\" is asked before"});
  return out;
}

using Rules = std::vector<RuleView>;

Rules::const_iterator first_unconditional(const LintSite& site, const Rules& rules) {
  return ranges::find_if(rules, [&](const RuleView& rule) { return is_unconditional(site, rule); });
}

void find_behind_unconditional(const LintSite& site, const Rules& rules, Findings& out) {
  const auto first = first_unconditional(site, rules);
  if (first == rules.end()) return;
  for (auto later = first + 1; later != rules.end(); ++later)
    out.push_back(
        unreached("policy-after-unconditional", *later, *first, ", which every attempt matches, comes first"));
}

/// Up to the first unconditional one: what is behind that is reported by the other row.
void find_behind_wider(const LintSite& site, const Rules& rules, Findings& out) {
  const auto end = first_unconditional(site, rules);
  for (auto later = rules.begin(); later != end; ++later)
    for (auto earlier = rules.begin(); earlier != later && site.can_afford(1); ++earlier) {
      if (!takes_all_of(site, *earlier, *later)) continue;
      out.push_back(
          unreached("shadowed-policy", *later, *earlier, " matches everything that it matches, and comes first"));
      break;
    }
}

}  // namespace

void find_after_unconditional(const LintSite& site, Findings& out) {
  find_behind_unconditional(site, site.policies, out);
  find_behind_unconditional(site, site.request_policies, out);
}

void find_shadowed(const LintSite& site, Findings& out) {
  find_behind_wider(site, site.policies, out);
  find_behind_wider(site, site.request_policies, out);
}

}  // namespace rapsim
