// For an attempt that gets in and perhaps should not: which rules would keep it out, or give it to the policy that was
// meant. Rule 4 of explanations: an accept has a reason too.
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/contains.hpp>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/stable_sort.hpp>

#include "base/text.hpp"
#include "diagnose/nearest.hpp"
#include "diagnose/remedies.hpp"
#include "diagnose/slips.hpp"

namespace rapsim {
namespace {

using enum Likelihood;

/// A policy that denies a group goes before all that are for others; behind one that grants the same group something.
SiteEdit to_front(const RemedyInput& in, const Policy& denies, const Policy& now) {
  const CompiledSite& site = in.explained().site;
  const Policy* behind = nullptr;
  for (const PolicyIndex row : site.policy_order) {
    const Policy& policy = in.site().policies[row];
    if (&policy == &now) break;
    if (policy.enabled.value && ask_for_one_group(policy, denies)) behind = &policy;
  }
  if (behind != nullptr) return move_of("policies", denies.name, behind->name, true);
  return move_of("policies", denies.name, in.site().policies[site.policy_order.front()].name, false);
}

/// A later policy that matches as well comes first: the one that denies, or that asks for more.
Remedies later_policies_first(const RemedyInput& in) {
  Remedies out;
  const Policy* now = in.policy();
  if (now == nullptr) return out;
  for (const PolicyStep& step : in.explained().trace.policies) {
    const Policy& later = in.site().policies[step.policy];
    if (step.reach != PolicyReach::after || step.matched != Truth::yes || !later.enabled.value) continue;
    if (denies_whoever_comes(in.explained().site, step.policy)) continue;  // it is for those whom no policy takes
    const bool is_for_some = asks_who_it_is(in.explained().site, step.policy);
    out.push_back({{!later.grant.value && is_for_some ? to_front(in, later, *now)
                                                      : move_of("policies", later.name, now->name, false)},
                   is_for_some ? slip : plain});
  }
  return out;
}

/// The policy denies, and the account's Allow overrides it; or it grants whoever comes.
Remedies permission_remedies(const RemedyInput& in) {
  Remedies out;
  const Policy* now = in.policy();
  if (now == nullptr) return out;
  const bool is_exempt = !now->grant.value;
  if (is_exempt && !now->ignore_dial_in.value && in.site().dialect.value != Dialect::windows_2000)
    out = in.of_policy("ignore-user-dial-in-properties", value_of("true"), slip);
  if (is_exempt) out = joined(std::move(out), in.of_account("dial-in.permission", value_of("policy"), plain));
  const auto row = static_cast<PolicyIndex>(now - in.site().policies.data());
  if (now->grant.value && !asks_who_it_is(in.explained().site, row))
    out = joined(std::move(out), in.of_policy("permission", value_of("deny"), slip));
  return out;
}

// --- conditions of the policy that took the attempt ---

/// A list of groups is an OR; both must hold when each is one condition.
Remedy as_two_conditions(const Policy& policy, const Condition& both) {
  std::vector<std::string> each;
  for (const Reference& group : both.groups)
    each.push_back(condition_yaml(attribute(both.attribute).name, {group.text}));
  return {{with_condition("policies", policy, both, each)}, plain};
}

Remedies group_remedies(const RemedyInput& in) {
  Remedies out;
  const Policy& policy = *in.policy();
  for (const Condition& condition : policy.conditions) {
    if (condition.groups.empty()) continue;
    const std::string name(attribute(condition.attribute).name);
    const std::vector<std::string> all = values_of(condition);
    // One group less; the ones whose name the policy does not have first.
    for (const std::string& group : all) {
      if (all.size() < 2) break;
      std::vector<std::string> fewer = all;
      std::erase(fewer, group);
      out.push_back({{edit_of({"policies", policy.name, "conditions"}, name,
                              fewer.size() == 1 ? value_of(fewer.front()) : value_of(fewer))},
                     share_a_word(group, policy.name) ? exemption : plain});
    }
    if (all.size() == 2) out.push_back(as_two_conditions(policy, condition));
    // A group of the account is nested in the one that the policy asks for.
    if (in.user() == nullptr) continue;
    for (const Reference& own : in.user()->groups)
      for (const Group& group : in.site().directory->groups) {
        if (!equal_without_case(group.name, own.text)) continue;
        for (const Reference& outer : group.member_of) {
          if (!ranges::any_of(all, [&](const std::string& one) { return equal_without_case(one, outer.text); }))
            continue;
          std::vector<std::string> fewer;
          for (const Reference& other : group.member_of)
            if (other.text != outer.text) fewer.push_back(other.text);
          out.push_back({{edit_of({"directory", "groups", group.name}, "member-of", value_of(fewer))}, plain});
        }
      }
  }
  return out;
}

/// The pattern without one of the alternatives between its bars.
std::vector<std::string> with_fewer_alternatives(const std::string& pattern) {
  std::vector<std::string> out;
  for (std::size_t bar = pattern.find('|'); bar != std::string::npos; bar = pattern.find('|', bar + 1)) {
    std::size_t end = bar + 1, begin = bar;
    for (int depth = 0; end < pattern.size() && (depth > 0 || (pattern[end] != '|' && pattern[end] != ')')); ++end)
      depth += pattern[end] == '(' ? 1 : pattern[end] == ')' ? -1 : 0;
    for (int depth = 0; begin > 0 && (depth > 0 || (pattern[begin - 1] != '|' && pattern[begin - 1] != '(')); --begin)
      depth += pattern[begin - 1] == ')' ? 1 : pattern[begin - 1] == '(' ? -1 : 0;
    out.push_back(pattern.substr(0, bar) + pattern.substr(end));
    out.push_back(pattern.substr(0, begin) + pattern.substr(bar + 1));
  }
  return out;
}

Remedies pattern_remedies(const RemedyInput& in) {
  Remedies out;
  const Policy& policy = *in.policy();
  for (const Condition& condition : policy.conditions) {
    const std::string name(attribute(condition.attribute).name);
    const auto becomes = [&](EditValue value) {
      out.push_back({{edit_of({"policies", policy.name, "conditions"}, name, std::move(value))}, plain});
    };
    if (condition.patterns.size() == 1)
      for (const std::string& fewer : with_fewer_alternatives(condition.patterns.front().text))
        becomes(value_of(fewer, true));
    const std::vector<std::string> all = values_of(condition);
    if (all.size() < 2 || !condition.groups.empty()) continue;
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::vector<std::string> fewer = all;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      becomes(value_of(fewer));
    }
  }
  return out;
}

/// Sessions without encryption, where others have it.
Remedies encryption_remedies(const RemedyInput& in) {
  const Setting<std::uint8_t>& levels = in.policy()->profile.encryption;
  if (!levels.is_given() || (levels.value & kNoEncryption) == 0 || levels.value == kNoEncryption) return {};
  constexpr std::pair<std::uint8_t, std::string_view> kLevels[] = {
      {kBasic, "basic"}, {kStrong, "strong"}, {kStrongest, "strongest"}};
  std::vector<std::string> texts;
  for (const auto& [bit, name] : kLevels)
    if ((levels.value & bit) != 0) texts.emplace_back(name);
  return in.of_policy("profile.encryption", value_of(texts), slip);
}

}  // namespace

Remedies restrictions_of(const Explained& explained) {
  const RemedyInput in(explained);
  Remedies out = joined(later_policies_first(in), permission_remedies(in));
  if (in.policy() != nullptr)
    out = joined(joined(joined(std::move(out), encryption_remedies(in)), group_remedies(in)), pattern_remedies(in));
  out = joined(std::move(out), in.of_account("dial-in.permission", value_of("deny"), exemption));
  ranges::stable_sort(out, {}, &Remedy::likelihood);
  return out;
}

}  // namespace rapsim
