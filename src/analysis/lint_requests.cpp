// Request policies and the names that they see: rules whose names no account has, own names that are sent away, names
// and kinds of access that no request policy is for, and accepts without a check.
#include <algorithm>
#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/find_if.hpp>

#include "analysis/lint_site.hpp"
#include "analysis/pattern_reading.hpp"
#include "analysis/typed_names.hpp"
#include "base/text.hpp"
#include "diagnose/sample.hpp"
#include "engine/stages/identity.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kStepsOfAccount = 30;  // names that it may come in with, and what rules make of them

const RequestPolicy& policy_of(const LintSite& site, const RuleView& rule) {
  return site.site.request_policies[rule.request_policy];
}

std::string_view name_of(const Condition& condition) { return attribute(condition.attribute).name; }

bool is_hours(const Condition& condition) {
  return attribute(condition.attribute).condition == ConditionKind::time_of_day;
}

/// The patterns of a condition on names, and where it has none what its rules look for.
std::vector<const grammar::Pattern*> name_patterns(const LintSite& site, const RuleView& rule) {
  std::vector<const grammar::Pattern*> out;
  for (const Condition& condition : rule.rule->conditions)
    if (name_of(condition) == "User-Name")
      for (const ConditionPattern& pattern : condition.patterns) out.push_back(&pattern.tree);
  if (out.empty())
    for (const ReplaceRule& replace : policy_of(site, rule).rules) out.push_back(&replace.find.tree);
  return out;
}

struct Rewritten {
  std::string before{}, after{};
};

/// The first name of an account that the rules turn into a name that no account has, if they leave none that one has.
std::optional<Rewritten> first_lost(const LintSite& site, const RuleView& rule) {
  const CompiledRequestPolicy& compiled = site.compiled.request_policies[rule.request_policy];
  const std::vector<const grammar::Pattern*> patterns = name_patterns(site, rule);
  const bool has_condition = name_condition(rule) != nullptr;
  std::optional<Rewritten> lost;
  bool is_found = false;
  site.for_each_account([&](const AccountView& account) {
    if (is_found) return;
    if (!site.can_afford(kStepsOfAccount)) {
      is_found = true;  // not known: nothing is said
      return;
    }
    std::vector<std::string> names = typed_names(site.site, account);
    for (const grammar::Pattern* const pattern : patterns)
      for (std::string& name : names_for(*pattern, account)) names.push_back(std::move(name));
    for (std::string& name : names) {
      if (!takes_name(site, rule, name)) continue;
      std::string after = manipulated(compiled, name);
      if (!has_condition && after == name) continue;  // not one that the rules are for
      if (may_have_account(site, after)) is_found = true;
      if (!lost) lost = Rewritten{std::move(name), std::move(after)};
    }
  });
  return is_found ? std::nullopt : lost;
}

/// Text that reads like a domain of the DNS, and nothing else: `branch.example`.
bool is_like_realm(std::string_view text) {
  std::size_t labels = 0, letters = 0;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    if (end == begin) return false;
    letters = 0;
    for (const char c : text.substr(begin, end - begin)) {
      const bool is_letter = lower(c) >= 'a' && lower(c) <= 'z';
      if (!is_letter && !is_digit(c) && c != '-') return false;
      letters += is_letter ? 1 : 0;
    }
    ++labels;
    begin = end + 1;
  }
  return labels >= 2 && letters >= 2;
}

std::string with_escaped_dots(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '.' ? std::string("\\.") : std::string(1, c);
  return out;
}

bool is_plain_text(const grammar::Pattern& tree) {
  using enum grammar::PatternKind;
  return ranges::all_of(tree.children, [](const grammar::Pattern& child) {
    return child.kind == literal || child.kind == begin || child.kind == end;
  });
}

bool begins_tied(const grammar::Pattern& tree) {
  return tree.kind == grammar::PatternKind::sequence && !tree.children.empty() &&
         tree.children.front().kind == grammar::PatternKind::begin;
}
bool ends_tied(const grammar::Pattern& tree) {
  return tree.kind == grammar::PatternKind::sequence && !tree.children.empty() &&
         tree.children.back().kind == grammar::PatternKind::end;
}

/// A request policy before it takes every such name, with any other attributes.
bool is_taken_before(const LintSite& site, const RuleView& rule, const std::string& name) {
  for (const RuleView& earlier : site.request_policies) {
    if (earlier.request_policy == rule.request_policy) return false;
    const bool asks_for_more = ranges::any_of(
        earlier.rule->conditions, [](const Condition& condition) { return name_of(condition) != "User-Name"; });
    if (earlier.compiled->source.empty() && !asks_for_more && takes_name(site, earlier, name)) return true;
  }
  return false;
}

/// An account of the site with a domain in its name that the rule takes: `CORP\ann`, `ann@corp.example`.
std::string own_name_of(const LintSite& site, const RuleView& rule) {
  std::string out;
  site.for_each_account([&](const AccountView& account) {
    if (!out.empty() || account.is_computer || !site.can_afford(kStepsOfAccount)) return;
    for (const std::string& name : typed_names(site.site, account)) {
      const bool has_domain = name.find_first_of("@\\") != std::string::npos;
      if (has_domain && takes_name(site, rule, name) && !is_taken_before(site, rule, name)) {
        out = name;
        return;
      }
    }
  });
  return out;
}

/// A part of the domain's name, not the name of a person.
bool is_about_realms(const Condition& condition) {
  return ranges::any_of(condition.patterns, [](const ConditionPattern& pattern) {
    return sample_of(pattern.tree).find_first_of("@\\.") != std::string::npos;
  });
}

// --- kinds of access ---

/// People come in by it: a tunnel, a call, a wireless network.
bool is_for_people(const LintSite& site, const RuleView& rule) {
  constexpr std::string_view kKinds[] = {"0", "2", "5", "19"};  // Async, ISDN-Sync, Virtual, Wireless-IEEE-802.11
  return ranges::any_of(kKinds, [&](std::string_view kind) { return may_match(site, rule, "NAS-Port-Type", kind); });
}

/// The access server knows its users itself, and asks for authorization only.
bool is_self_authenticating(const RuleView& rule) { return authenticates_itself(rule.rule->source.value); }

/// It is for names of a realm, however they come in.
bool asks_for_names_only(const RuleView& rule) {
  return rule.compiled->source.empty() && ranges::all_of(rule.rule->conditions, [](const Condition& condition) {
           return name_of(condition) == "User-Name" || is_hours(condition);
         });
}

/// Names that an account of this site comes in with, of every kind that is known.
std::vector<std::string> names_of_accounts(const LintSite& site) {
  std::vector<std::string> out;
  site.for_each_account([&](const AccountView& account) {
    if (!site.can_afford(kStepsOfAccount)) return;
    for (std::string& name : typed_names(site.site, account)) out.push_back(std::move(name));
  });
  return out;
}

bool takes_any(const LintSite& site, const RuleView& rule, const std::vector<std::string>& names) {
  if (name_condition(rule) == nullptr) return true;
  return site.can_afford(names.size()) &&
         ranges::any_of(names, [&](const std::string& name) { return takes_name(site, rule, name); });
}

constexpr std::string_view kPortType = "NAS-Port-Type";

const Condition* condition_on(const RuleView& rule, std::string_view name) {
  const auto found =
      ranges::find_if(rule.rule->conditions, [&](const Condition& condition) { return name_of(condition) == name; });
  return found == rule.rule->conditions.end() ? nullptr : &*found;
}

/// The kinds of port that a policy that grants names, as numbers.
std::vector<std::uint32_t> named_kinds(const RuleView& rule) {
  std::vector<std::uint32_t> out;
  if (const Condition* const condition = condition_on(rule, kPortType))
    for (const ConditionNumber& number : condition->numbers) out.push_back(number.number);
  const bool has_tunnel = condition_on(rule, "Tunnel-Type") != nullptr || is_of_remote_access_server(rule);
  constexpr std::uint32_t kVirtual = 5;
  if (out.empty() && has_tunnel) out.push_back(kVirtual);
  return out;
}

bool same_source(const RuleView& left, const RuleView& right) {
  return left.compiled->source.empty() || right.compiled->source.empty() ||
         left.compiled->source == right.compiled->source;
}

struct Missing {
  const RuleView* nearest = nullptr;  // a request policy that is for it but for its kind of port
  bool is_missing = true;
};

Missing missing_for(const LintSite& site, const RuleView& policy, std::uint32_t kind,
                    const std::vector<std::string>& names) {
  Missing out;
  for (const RuleView& rule : site.request_policies) {
    if (!same_source(policy, rule) || !takes_any(site, rule, names)) continue;
    if (may_match(site, rule, kPortType, std::to_string(kind))) return {nullptr, false};
    const bool is_windows = policy_of(site, rule).provider.value == RequestProvider::windows;
    const bool is_nearer =
        out.nearest == nullptr || rule.rule->conditions.size() < out.nearest->rule->conditions.size();
    if (is_windows && is_nearer) out.nearest = &rule;
  }
  return out;
}

std::string kind_text(std::uint32_t kind) {
  const NamedValue* const row = find_value(kNasPortType, kind);
  return row == nullptr ? std::to_string(kind) : std::string(row->name);
}

// --- accepts without a check ---

bool is_station(const Condition& condition) {
  return name_of(condition) == "Calling-Station-Id" || name_of(condition) == "Called-Station-Id";
}

/// What the alternative leaves open; empty: only what is meant.
std::string open_part(const Condition& condition, const grammar::Pattern& tree) {
  const bool has_begin = begins_tied(tree), has_end = ends_tied(tree);
  if (!is_tied(tree)) return "nothing ties it to begin or end";
  if (name_of(condition) == "Calling-Station-Id" && !(has_begin && has_end))
    return has_begin ? "nothing ties it to the end" : "nothing ties it to the begin";
  return {};
}

/// Another rule of the site that asks for another value which the pattern matches, too.
const Condition* also_meant_by(const LintSite& site, const Condition& condition, const ConditionPattern& pattern) {
  const PatternProgram found = found_anywhere(pattern.tree);
  if (found == nullptr) return nullptr;
  for (const std::vector<RuleView>* rules : {&site.policies, &site.request_policies})
    for (const RuleView& rule : *rules)
      for (const Condition& other : rule.rule->conditions) {
        if (&other == &condition || other.attribute != condition.attribute) continue;
        for (const ConditionPattern& each : other.patterns)
          if (site.can_afford(1) && each.text != pattern.text && matches(*found, sample_of(each.tree))) return &other;
      }
  return nullptr;
}

}  // namespace

void find_rules_without_account(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.request_policies) {
    const RequestPolicy& policy = policy_of(site, rule);
    if (!changes_names(policy) || policy.provider.value != RequestProvider::windows) continue;
    const auto lost = first_lost(site, rule);
    if (!lost) continue;
    const std::string becomes =
        lost->before == lost->after ? "stays `" + lost->after + "`" : "becomes `" + lost->after + "`";
    Finding finding = finding_of("rewrite-without-account", rule, policy.rules.front().where,
                                 "`" + lost->before + "` " + becomes +
                                     ", which no account has; so it is with every name of an account that " +
                                     rule_text(rule) + " takes: they are rejected as unknown users (reason 8)",
                                 "let the rules leave a name that the directory has, like `ann`, `CORP\\ann` or "
                                 "`ann@corp.example`");
    if (const Condition* const condition = name_condition(rule))
      finding.related.push_back({condition->where, "the names that it takes"});
    out.push_back(std::move(finding));
  }
}

void find_forwarded_own_names(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.request_policies) {
    const RequestProvider provider = policy_of(site, rule).provider.value;
    const Condition* const condition = name_condition(rule);
    if (provider == RequestProvider::windows || condition == nullptr || !is_about_realms(*condition)) continue;
    const std::string name = own_name_of(site, rule);
    if (name.empty()) continue;
    const bool is_forward = provider == RequestProvider::forward;
    out.push_back(finding_of("own-names-forwarded", rule, condition->where,
                             "`" + condition->text + "` also takes `" + name +
                                 "`, an account of this site: " + rule_text(rule) +
                                 (is_forward ? " sends it to another RADIUS server, which does not know it"
                                             : " lets it in without a password"),
                             "name the foreign realm only, tied to `@` and to the end: `@partner\\.example$`"));
  }
}

void find_realms_at_begin(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.request_policies)
    for (const Condition& condition : rule.rule->conditions) {
      if (name_of(condition) != "User-Name") continue;
      for (const ConditionPattern& pattern : condition.patterns) {
        const std::string fixed = sample_of(pattern.tree);
        if (!begins_tied(pattern.tree) || !is_plain_text(pattern.tree) || !is_like_realm(fixed)) continue;
        bool is_account = false;
        const PatternProgram found = found_anywhere(pattern.tree);
        site.for_each_account([&](const AccountView& account) {
          is_account = is_account || found == nullptr || matches(*found, account.user->name);
        });
        if (is_account) continue;
        out.push_back(finding_of("realm-at-begin", rule, pattern.where,
                                 "`" + pattern.text +
                                     "` takes names that begin with a realm; a realm comes at the "
                                     "end, as in `ann@" +
                                     fixed + "`: " + rule_text(rule) + " takes no such name",
                                 "tie the realm to the end: `@" + with_escaped_dots(fixed) + "$`"));
      }
    }
}

void find_realms_behind(const LintSite& site, Findings& out) {
  std::optional<AccountView> some;
  site.for_each_account([&](const AccountView& account) {
    if (!some && !account.is_computer) some = account;
  });
  if (!some) return;
  for (auto later = site.request_policies.begin(); later != site.request_policies.end(); ++later) {
    const RequestPolicy& policy = policy_of(site, *later);
    const Condition* const condition = name_condition(*later);
    const bool is_needed = changes_names(policy) || policy.provider.value == RequestProvider::forward;
    if (condition == nullptr || !is_needed || !asks_for_names_only(*later)) continue;
    std::string name;
    for (const ConditionPattern& pattern : condition->patterns)
      for (const std::string& each : names_for(pattern.tree, *some))
        if (name.empty() && takes_name(site, *later, each) && !may_have_account(site, each)) name = each;
    if (name.empty()) continue;
    Finding finding;
    for (auto earlier = site.request_policies.begin(); earlier != later; ++earlier) {
      const RequestPolicy& before = policy_of(site, *earlier);
      if (before.provider.value != RequestProvider::windows || changes_names(before) ||
          is_self_authenticating(*earlier) || name_condition(*earlier) != nullptr || earlier->rule->conditions.empty())
        continue;
      if (!is_for_people(site, *earlier)) continue;
      if (finding.related.empty())
        finding = finding_of("realm-behind", *later, later->rule->where,
                             "`" + name + "` does not come to " + rule_text(*later) + " by the access that \"" +
                                 earlier->rule->name +
                                 "\" is for: that one comes first, takes every name and "
                                 "changes none, so the name is rejected as unknown",
                             "move it before \"" + earlier->rule->name + "\"");
      finding.related.push_back({earlier->rule->where, "\"" + earlier->rule->name + "\" is asked before"});
    }
    if (!finding.related.empty()) out.push_back(std::move(finding));
  }
}

void find_missing_default_domain(const LintSite& site, Findings& out) {
  const Setting<std::string>& domain = site.site.server.default_domain;
  const Directory& directory = *site.site.directory;
  const bool is_changed =
      ranges::any_of(site.request_policies, [&](const RuleView& rule) { return changes_names(policy_of(site, rule)); });
  if (!domain.is_given() || domain.value.empty() || is_changed) return;
  std::size_t own = 0, others = 0;
  std::string name;
  for (const User& user : directory.users) {
    if (!site.can_afford(1)) return;
    const bool is_other = user.name.find('\\') != std::string::npos;
    (is_other ? others : own) += 1;
    if (is_other) continue;
    if (may_have_account(site, user.name)) return;
    if (name.empty()) name = user.name;
  }
  if (name.empty() || own <= others) return;
  out.push_back(finding_of("default-domain-without-accounts", {}, domain.where,
                           "a name without a domain is one of " + domain.value + ": `" + name + "` becomes `" +
                               domain.value + "\\" + name + "`, which no account has; no user of " +
                               directory.domain.value + " is found by name alone",
                           "`default-domain: " + directory.domain.value + "`"));
}

void find_missing_request_policies(const LintSite& site, Findings& out) {
  if (site.request_policies.empty() || !site.site.directory->complete.value || site.site.directory->users.empty())
    return;
  const std::vector<std::string> names = names_of_accounts(site);
  std::vector<std::uint32_t> reported;
  for (const RuleView& policy : site.policies) {
    if (!site.policy(policy).grant.value) continue;
    for (const std::uint32_t kind : named_kinds(policy)) {
      if (ranges::find(reported, kind) != reported.end()) continue;
      const Missing missing = missing_for(site, policy, kind, names);
      if (!missing.is_missing) continue;
      reported.push_back(kind);
      const Condition* const asked = condition_on(policy, kPortType);
      const Span wanted = asked != nullptr ? asked->where : policy.rule->where;
      const Condition* const near = missing.nearest == nullptr ? nullptr : condition_on(*missing.nearest, kPortType);
      Finding finding = finding_of(
          "no-request-policy", near != nullptr ? *missing.nearest : policy, near != nullptr ? near->where : wanted,
          "no request policy takes a request of NAS-Port-Type " + kind_text(kind) +
              " with the name of an account of this site: it is rejected (reason 49), although " + rule_text(policy) +
              " is for it",
          near != nullptr
              ? "add " + kind_text(kind) + " to \"" + missing.nearest->rule->name + "\", or a request policy"
              : "add a request policy for them");
      finding.related.push_back({near != nullptr ? wanted : site.site.request_policies_where,
                                 near != nullptr ? rule_text(policy) : "the request policies"});
      out.push_back(std::move(finding));
    }
  }
}

void find_unchecked_accepts(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.request_policies) {
    if (policy_of(site, rule).provider.value != RequestProvider::none) continue;
    for (const Condition& condition : rule.rule->conditions) {
      if (!is_station(condition)) continue;
      for (const ConditionPattern& pattern : condition.patterns) {
        if (!site.can_afford(500)) return;
        const Condition* const other = also_meant_by(site, condition, pattern);
        const std::string open = open_part(condition, pattern.tree);
        if (other == nullptr && open.empty()) continue;
        Finding finding = finding_of(
            "unchecked-accept", rule, pattern.where,
            rule_text(rule) + " accepts without a password, account or policy (`provider: none`), and `" +
                pattern.text +
                "` is loose: " + (other != nullptr ? "it also matches what `" + other->text + "` is for" : open),
            "match the whole value that is meant, from `^` to `$`");
        if (other != nullptr) finding.related.push_back({other->where, "what it matches, too"});
        out.push_back(std::move(finding));
      }
    }
  }
}

}  // namespace rapsim
