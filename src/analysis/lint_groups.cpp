// Groups that a condition names and that have no member, and groups that no condition asks for.
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/binary_search.hpp>

#include "analysis/lint_site.hpp"
#include "base/text.hpp"

namespace rapsim {
namespace {

struct Members {
  std::vector<bool> users, computers;  // by GroupIndex: has one, by nesting too
};

Members members_of(const LintSite& site) {
  const std::size_t count = site.compiled.accounts->groups->names().size();
  Members out{std::vector<bool>(count), std::vector<bool>(count)};
  site.for_each_account([&](const AccountView& account) {
    for (const GroupIndex group : account.properties->groups)
      (account.is_computer ? out.computers : out.users)[group] = true;
  });
  return out;
}

bool has_member(const Members& members, ConditionKind kind, GroupIndex group) {
  return (kind != ConditionKind::machine_groups && members.users[group]) ||
         (kind != ConditionKind::user_groups && members.computers[group]);
}

/// The group that a condition names, by name or SID.
const Group* group_of(const Site& site, const Reference& reference) {
  std::string_view name = reference.text;
  const std::size_t domain = name.find('\\');
  if (domain != std::string_view::npos) name.remove_prefix(domain + 1);
  for (const Group& group : site.directory->groups)
    if (equal_without_case(group.name, name) || (!group.sid.value.empty() && group.sid.value == reference.text))
      return &group;
  return nullptr;
}

GroupIndex index_of(const LintSite& site, const Group& group) {
  return static_cast<GroupIndex>(&group - site.site.directory->groups.data());
}

void find_in_condition(const LintSite& site, const Members& members, const RuleView& rule, std::size_t row,
                       Findings& out) {
  const Condition& condition = rule.rule->conditions[row];
  const ConditionKind kind = site.condition(rule, row).kind;
  const bool is_dead = !ranges::any_of(site.condition(rule, row).groups,
                                       [&](GroupIndex group) { return has_member(members, kind, group); });
  const std::string_view who = kind == ConditionKind::machine_groups ? "computer"
                               : kind == ConditionKind::user_groups  ? "user"
                                                                     : "account";
  for (const Reference& reference : condition.groups) {
    const Group* group = group_of(site.site, reference);
    if (group == nullptr || has_member(members, kind, index_of(site, *group))) continue;
    Finding finding = finding_of("empty-group", rule, reference.where,
                                 "no " + std::string(who) + " is in `" + group->name + "`, by nesting neither" +
                                     (is_dead ? ": " + rule_text(rule) + " matches no account" : ""),
                                 "name another group, or put the members into the directory; `directory.complete: "
                                 "false` says that it does not list all");
    if (is_dead) finding.claim = Claim::never_decides;
    // A group for emergencies is empty on most days: a policy that denies waits for it.
    if (rule.policy != kNoPolicy && !site.policy(rule).grant.value) finding.level = FindingLevel::note;
    finding.related.push_back({group->where, "the group"});
    out.push_back(std::move(finding));
  }
}

/// A policy whose name has the group's as words, and that asks for another group.
struct NamedAlike {
  const RuleView* rule = nullptr;
  const Condition* condition = nullptr;
};

bool has_words(std::string_view text, std::string_view words) {
  const std::string in = lowered(text), what = lowered(words);
  const auto is_part = [&](std::size_t at) {
    return at < in.size() && ((in[at] >= 'a' && in[at] <= 'z') || is_digit(in[at]));
  };
  for (std::size_t at = in.find(what); at != std::string::npos; at = in.find(what, at + 1))
    if ((at == 0 || !is_part(at - 1)) && !is_part(at + what.size())) return true;
  return false;
}

NamedAlike policy_named_like(const LintSite& site, const Group& group) {
  for (const RuleView& rule : site.policies) {
    if (!site.can_afford(1)) break;
    if (!has_words(rule.rule->name, group.name)) continue;
    for (const Condition& condition : rule.rule->conditions)
      if (!condition.groups.empty()) return {&rule, &condition};
  }
  return {};
}

}  // namespace

// Without any account it is not written down who is in which group.
void find_empty_groups(const LintSite& site, Findings& out) {
  const Directory& directory = *site.site.directory;
  if (!directory.complete.value || (directory.users.empty() && directory.computers.empty())) return;
  const Members members = members_of(site);
  for (const RuleView& rule : site.policies)
    for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row)
      if (!rule.rule->conditions[row].groups.empty()) find_in_condition(site, members, rule, row, out);
}

// Conditions of disabled policies count here: the group waits for them.
void find_unused_groups(const LintSite& site, Findings& out) {
  if (!site.site.policies_where.known()) return;
  std::vector<bool> named(site.compiled.accounts->groups->names().size());
  for (const CompiledCondition& condition : site.compiled.conditions)
    for (const GroupIndex group : condition.groups) named[group] = true;
  for (const Group& group : site.site.directory->groups) {
    if (ranges::any_of(site.above(index_of(site, group)), [&](GroupIndex above) { return named[above]; })) continue;
    const NamedAlike alike = policy_named_like(site, group);
    const bool is_named = alike.condition != nullptr;
    Finding finding = finding_of(
        "unused-group", {}, group.where,
        "no condition asks for `" + group.name + "`, nor for a group that it is a member of" +
            (is_named ? "; " + rule_text(*alike.rule) + " has its name, and asks for `" + alike.condition->text + "`"
                      : ""),
        is_named ? "if that policy is for it, name it in the condition; else delete it"
                 : "delete it, or use it in a condition of `Windows-Groups`");
    if (is_named) finding.related.push_back({alike.condition->where, rule_text(*alike.rule)});
    out.push_back(std::move(finding));
  }
}

}  // namespace rapsim
