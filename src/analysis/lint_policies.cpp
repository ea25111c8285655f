// Policies that no attempt reaches: an earlier one takes all that they could match. The first match decides, whatever
// comes of it (semantics 2.7).
#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/any_of.hpp>

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

/// Whatever `later` matches, `earlier` matches too.
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

std::string before_text(const RuleView& later, const RuleView& earlier) {
  return "move it above \"" + earlier.rule->name + "\", or delete it: " + rule_text(later) + " does nothing here";
}

void find_unreached(const LintSite& site, const std::vector<RuleView>& rules, bool unconditional, Findings& out) {
  for (auto later = rules.begin(); later != rules.end(); ++later)
    for (auto earlier = rules.begin(); earlier != later; ++earlier) {
      const bool is_blunt = is_unconditional(site, *earlier);
      if (!(is_blunt || takes_all_of(site, *earlier, *later))) continue;
      if (is_blunt == unconditional) {
        const std::string_view id = unconditional ? "policy-after-unconditional" : "shadowed-policy";
        const std::string why = unconditional ? ", which every attempt matches, comes first"
                                              : " matches whatever it matches, and comes first";
        Finding finding = finding_of(id, *later, later->rule->where,
                                     rule_text(*later) + " is never reached: \"" + earlier->rule->name + "\"" + why,
                                     before_text(*later, *earlier));
        finding.claim = Claim::never_decides;
        finding.related.push_back({earlier->rule->where, "\"" + earlier->rule->name + "\" is asked before"});
        out.push_back(std::move(finding));
      }
      break;  // the first one that takes all is told, by the row that it belongs to
    }
}

}  // namespace

void find_after_unconditional(const LintSite& site, Findings& out) {
  find_unreached(site, site.policies, true, out);
  find_unreached(site, site.request_policies, true, out);
}

void find_shadowed(const LintSite& site, Findings& out) {
  find_unreached(site, site.policies, false, out);
  find_unreached(site, site.request_policies, false, out);
}

}  // namespace rapsim
