// Policies that no attempt reaches: an earlier one takes all that they could match. The first match decides, accept or
// comes of it (semantics 2.7).
#include <algorithm>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/find_if.hpp>

#include "analysis/groups_held.hpp"
#include "analysis/implied.hpp"
#include "base/text.hpp"

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

/// What this server sends of itself: a policy for remote access servers sees Microsoft's number.
bool sends_vendor(const LintSite& site, const RuleView& later, const ConditionView& wanted) {
  const Condition& condition = wanted.rule.rule->conditions[wanted.row];
  return is_of_remote_access_server(later) && attribute(condition.attribute).name == "MS-RAS-Vendor" &&
         holds_value(site.condition(wanted.rule, wanted.row), "311");
}

/// All that `later` matches, `earlier` matches too; `of_own`: of what this server sends.
bool takes_all_of(const LintSite& site, const RuleView& earlier, const RuleView& later, bool& of_own) {
  of_own = false;
  if (!earlier.compiled->source.empty() && earlier.compiled->source != later.compiled->source) return false;
  for (std::size_t wanted = 0; wanted < earlier.rule->conditions.size(); ++wanted) {
    bool is_sure = false;
    for (std::size_t row = 0; row < later.rule->conditions.size() && !is_sure; ++row)
      is_sure = implies(site, {later, row}, {earlier, wanted});
    const bool is_sent = !is_sure && sends_vendor(site, later, {earlier, wanted});
    of_own = of_own || is_sent;
    if (!is_sure && !is_sent && !is_always(site, {earlier, wanted})) return false;
  }
  return true;
}

using Rules = std::vector<RuleView>;

/// Requests of one account, and of one kind of port where the policy names several.
struct Cell {
  const AccountView& account;
  std::optional<std::uint32_t> port{};
};

/// Of the requests of the cell, all that `later` matches, `earlier` matches too.
bool takes_cell(const LintSite& site, const RuleView& earlier, const RuleView& later, const Cell& cell) {
  if (!earlier.compiled->source.empty() && earlier.compiled->source != later.compiled->source) return false;
  if (groups_hold(site, earlier, cell.account) != Truth::yes) return false;
  for (std::size_t wanted = 0; wanted < earlier.rule->conditions.size(); ++wanted) {
    const CompiledCondition& condition = site.condition(earlier, wanted);
    if (is_group_kind(condition.kind) || is_always(site, {earlier, wanted})) continue;
    const bool is_port = attribute(earlier.rule->conditions[wanted].attribute).name == "NAS-Port-Type";
    bool is_sure = is_port && cell.port && holds_value(condition, std::to_string(*cell.port));
    for (std::size_t row = 0; row < later.rule->conditions.size() && !is_sure; ++row)
      is_sure = implies(site, {later, row}, {earlier, wanted});
    if (!is_sure) return false;
  }
  return true;
}

/// The kinds of port that the rule names; one open value when it names none.
std::vector<std::optional<std::uint32_t>> ports_of(const RuleView& rule) {
  for (const Condition& condition : rule.rule->conditions) {
    if (attribute(condition.attribute).name != "NAS-Port-Type" || !condition.patterns.empty()) continue;
    std::vector<std::optional<std::uint32_t>> out;
    for (const ConditionNumber& number : condition.numbers) out.emplace_back(number.number);
    return out;
  }
  return {std::nullopt};
}

/// The policies before it that take all accounts of its groups between them; none when something may be left for it.
/// Accounts that a policy denies before are kept out on purpose: there must be one that a policy takes which grants.
std::vector<const RuleView*> takers_of(const LintSite& site, Rules::const_iterator later) {
  std::vector<const RuleView*> out;
  bool is_left = false, is_granted = false;
  const auto ports = ports_of(*later);
  site.for_each_class([&](const AccountView& account) {
    if (is_left || groups_hold(site, *later, account) == Truth::no) return;
    for (const auto& port : ports) {
      const RuleView* taker = nullptr;
      for (auto earlier = site.policies.begin(); earlier != later && taker == nullptr && site.can_afford(2); ++earlier)
        if (takes_cell(site, *earlier, *later, {account, port})) taker = &*earlier;
      is_left = is_left || taker == nullptr;
      is_granted = is_granted || (taker != nullptr && site.policy(*taker).grant.value);
      if (taker != nullptr && ranges::find(out, taker) == out.end()) out.push_back(taker);
    }
  });
  return is_left || !is_granted ? std::vector<const RuleView*>{} : out;
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
      bool of_own = false;
      if (!takes_all_of(site, *earlier, *later, of_own)) continue;
      out.push_back(unreached("shadowed-policy", *later, *earlier,
                              of_own
                                  ? " matches all that a Microsoft access server sends (MS-RAS-Vendor 311), and comes "
                                    "first"
                                  : " matches everything that it matches, and comes first"));
      out.back().is_of_own_server = of_own;
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

// Only accounts that are listed come to a policy. One earlier policy alone is the row above.
void find_shadowed_by_several(const LintSite& site, Findings& out) {
  if (!site.site.directory->complete.value) return;
  const auto end = first_unconditional(site, site.policies);
  for (auto later = site.policies.begin(); later != end; ++later) {
    if (!asks_for_groups(site, *later)) continue;
    bool of_own = false;
    const auto takes_it = [&](const RuleView& earlier) { return takes_all_of(site, earlier, *later, of_own); };
    if (std::any_of(site.policies.begin(), later, takes_it)) continue;
    const std::vector<const RuleView*> takers = takers_of(site, later);
    if (takers.empty()) continue;
    std::string names;
    for (const RuleView* const taker : takers) add_item(names, "\"" + taker->rule->name + "\"");
    Finding finding =
        finding_of("shadowed-by-several", *later, later->rule->where,
                   rule_text(*later) + " is never reached: each account of its groups is taken before it, by " + names,
                   "move it up, or take its accounts out of the groups of the others; else delete it");
    finding.claim = Claim::never_decides;
    for (const RuleView* const taker : takers)
      finding.related.push_back({taker->rule->where, "\"" + taker->rule->name + "\" is asked before"});
    out.push_back(std::move(finding));
  }
}

}  // namespace rapsim
