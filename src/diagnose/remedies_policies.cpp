// Another policy takes the attempt: the one that was meant for it, as far as its name, its groups and the number of its
// conditions tell (rules 1 and 2 of explanations), comes to match, is switched on, or comes before the one that
// decided.
#include <re2/re2.h>
#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/contains.hpp>
#include <range/v3/algorithm/find_if.hpp>
#include <range/v3/algorithm/stable_sort.hpp>

#include "base/text.hpp"
#include "diagnose/nearest.hpp"
#include "diagnose/remedy.hpp"
#include "diagnose/slips.hpp"
#include "grammar/schedule.hpp"

namespace rapsim {
namespace {

/// Both kinds of policies: where the rules are, and the steps that looked at them.
struct RuleList {
  std::string_view name;  // of the section
  const std::vector<PolicyStep>& steps;
  bool is_request;
  [[nodiscard]] const Rule& rule(const RemedyInput& in, const PolicyStep& step) const {
    return in.explained().rule_of(step, is_request);
  }
};

/// Ways to meet one condition of a rule, the likeliest first.
class ConditionRemedies {
 public:
  ConditionRemedies(const RemedyInput& in, std::string_view list, const Rule& rule, const CompiledCondition& compiled)
      : in_(in), list_(list), rule_(rule), compiled_(compiled), condition_(rule.conditions[compiled.row]) {}

  [[nodiscard]] Remedies make() const {
    if (compiled_.kind == ConditionKind::time_of_day) return of_schedule();
    if (asks_for_groups(compiled_.kind)) return of_groups();
    const AttributeView& view = in_.facts().request[compiled_.slot];
    if (view.size() != 1) return {};
    const Attribute& row = attribute(condition_.attribute);
    return row.type == ValueType::enumeration ? of_enumeration(row, view[0]) : of_text(view[0]);
  }

 private:
  [[nodiscard]] Remedy becomes(EditValue value, Likelihood likelihood, std::string_view name = {}) const {
    if (name.empty()) name = attribute(condition_.attribute).name;
    return {{edit_of({std::string(list_), rule_.name, "conditions"}, name, std::move(value))}, likelihood};
  }

  [[nodiscard]] Remedies of_schedule() const {
    Remedies out;
    const auto is_inside = [&](std::string_view text) {
      SyntaxError error;
      const auto schedule = grammar::parse_schedule(text, error);
      return schedule && is_open(schedule->schedule, in_.facts().minute_of_week) == Truth::yes;
    };
    if (const std::string swapped = with_night_as_day(condition_.text); is_inside(swapped))
      out.push_back(becomes(value_of(swapped), Likelihood::slip));
    if (const std::string longer = with_hour(condition_.text); is_inside(longer))
      out.push_back(becomes(value_of(longer), Likelihood::exemption));
    if (out.empty()) out.push_back(becomes(value_of("always"), Likelihood::opening));
    return out;
  }

  /// `daily 05:00-20:00` -> `daily 05:00-23:00`, for somebody who comes at 22:10: up to the full hour.
  [[nodiscard]] std::string with_hour(std::string text) const {
    const Maybe<std::uint32_t>& minute = in_.facts().minute_of_week;
    const std::size_t dash = text.rfind('-');
    if (!minute.is_present() || dash == std::string::npos || dash < 5 || text.size() != dash + 6) return {};
    constexpr std::uint32_t kDay = 24 * 60;
    const std::uint32_t hour = minute.value % kDay / 60;
    const auto time = [](std::uint32_t of) { return (of < 10 ? "0" : "") + std::to_string(of) + ":00"; };
    constexpr std::uint32_t kMostHours = 6;  // further away they are other hours, not longer ones
    const auto hour_of = [&](std::size_t at) { return number_in<std::uint32_t>(text.substr(at, 2)).value_or(24); };
    const std::uint32_t begin = hour_of(dash - 5), end = hour_of(dash + 1);
    if (end <= hour)
      return hour + 1 - end > kMostHours ? "" : text.replace(dash + 1, 5, hour == 23 ? "24:00" : time(hour + 1));
    return begin - std::min(begin, hour) > kMostHours ? "" : text.replace(dash - 5, 5, time(hour));
  }

  [[nodiscard]] Remedies of_enumeration(const Attribute& row, std::string_view value) const {
    const auto name = [&](std::uint32_t number) {
      const NamedValue* named = row.values != nullptr ? find_value(*row.values, number) : nullptr;
      return named != nullptr ? std::string(named->name) : std::to_string(number);
    };
    std::uint32_t number = 0;
    for (const char c : value) number = number * 10 + static_cast<std::uint32_t>(c - '0');
    std::vector<std::string> texts;
    for (const ConditionNumber& one : condition_.numbers) texts.push_back(name(one.number));
    texts.push_back(name(number));
    // Values that no client can have at this site were not meant; another value is a slip. Which requests are handled
    // here, and which there, opens nothing; whom a policy takes does.
    const bool is_in_vain = row.name == "Tunnel-Type" && ranges::all_of(condition_.numbers, [&](const auto& one) {
                              return is_not_offered(one.number);
                            });
    if (is_in_vain) return {becomes(value_of(name(number)), Likelihood::slip)};
    return {becomes(value_of(texts), is_request() ? Likelihood::plain : Likelihood::exemption)};
  }
  [[nodiscard]] bool is_request() const { return list_ == "request-policies"; }
  /// The site says which ports the server has, and none for the tunnel, and no other access server asks.
  [[nodiscard]] bool is_not_offered(std::uint32_t number) const {
    const Site& site = in_.site();
    if (!site.radius_clients.empty()) return false;
    const auto is_said = [&](const TunnelTypeRow& tunnel) {
      const PortSettings& ports = site.server.rras.ports[tunnel.type];
      return ports.count.is_given() || ports.inbound.is_given();
    };
    const auto is_it = [&](const TunnelTypeRow& tunnel) { return tunnel.number == number; };
    const auto tunnel = ranges::find_if(tunnel_types(), is_it);
    return tunnel != tunnel_types().end() && !is_said(*tunnel) && ranges::any_of(tunnel_types(), is_said);
  }

  /// A pattern that is one slip away from one that fits; otherwise the value itself beside what is there.
  [[nodiscard]] Remedies of_text(std::string_view value) const {
    Remedies out;
    for (const ConditionPattern& pattern : condition_.patterns) {
      const auto fits = [&](std::string_view text) {
        re2::RE2::Options options(re2::RE2::Quiet);
        options.set_case_sensitive(false);
        const re2::RE2 program(re2::StringPiece(text.data(), text.size()), options);
        return program.ok() && re2::RE2::PartialMatch(re2::StringPiece(value.data(), value.size()), program);
      };
      // Another digit may be another place; another separator, or an anchor, is a slip.
      const auto digits = [](std::string text) {
        std::erase_if(text, [](char c) { return !is_digit(c); });
        return text;
      };
      const auto is_digit_changed = [&](const std::string& text) { return digits(text) != digits(pattern.text); };
      for (const std::string& text : one_slip_away(pattern.text, value, fits, 2))
        out.push_back(
            becomes(with_pattern(pattern, text), is_digit_changed(text) ? Likelihood::exemption : Likelihood::slip));
    }
    std::vector<std::string> texts;
    for (const ConditionPattern& pattern : condition_.patterns) texts.push_back(pattern.text);
    // The policy is for networks by their names, and the value is the address of a device.
    const auto is_network = [](const std::string& text) { return text.starts_with(':'); };
    if (ranges::all_of(texts, is_network) && value.find(':') == std::string_view::npos) return out;
    texts.push_back(pattern_for(value));
    out.push_back(becomes(value_of(texts), Likelihood::exemption));
    return out;
  }

  [[nodiscard]] EditValue with_pattern(const ConditionPattern& old, const std::string& text) const {
    if (condition_.patterns.size() == 1) return value_of(text, true);
    std::vector<std::string> texts;
    for (const ConditionPattern& pattern : condition_.patterns)
      texts.push_back(pattern.where == old.where ? text : pattern.text);
    return value_of(texts);
  }

  /// What people write for a value: the realm of a name, the network name behind an access point's address.
  [[nodiscard]] std::string pattern_for(std::string_view value) const {
    const std::string_view name = attribute(condition_.attribute).name;
    if (const std::size_t at = value.rfind('@'); name == "User-Name" && at != std::string_view::npos)
      return re2::RE2::QuoteMeta(re2::StringPiece(value.data() + at, value.size() - at)) + "$";
    if (const std::size_t at = value.rfind(':'); name == "Called-Station-Id" && at != std::string_view::npos)
      return re2::RE2::QuoteMeta(re2::StringPiece(value.data() + at, value.size() - at)) + "$";
    std::string quoted;
    for (const char c : value) {
      if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) quoted += '\\';
      quoted += c;
    }
    return "^" + quoted + "$";
  }

  // --- groups ---

  /// Names of the account's own groups, without the one that everybody is in.
  [[nodiscard]] std::vector<std::string> own_groups() const {
    std::vector<std::string> out;
    if (in_.user() != nullptr)
      for (const Reference& group : in_.user()->groups) out.push_back(group.text);
    return out;
  }
  [[nodiscard]] std::vector<std::string> asked_groups() const {
    std::vector<std::string> out;
    for (const Reference& group : condition_.groups) out.push_back(group.text);
    return out;
  }
  [[nodiscard]] static std::vector<std::string> with(std::vector<std::string> list, const std::string& more) {
    if (!ranges::contains(list, more)) list.push_back(more);
    return list;
  }

  [[nodiscard]] Remedies of_groups() const {
    Remedies out;
    const std::vector<std::string> asked = asked_groups(), own = own_groups();
    // A computer is in no user group: the attribute is the slip.
    if (compiled_.kind == ConditionKind::user_groups && in_.facts().account.is_computer) {
      const std::string other = condition_yaml("Windows-Machine-Groups", asked);
      out.push_back({{with_condition(list_, rule_, condition_, {other})}, Likelihood::slip});
    }
    // Two conditions on groups, of which one holds: a list was meant.
    std::vector<std::string> all;
    for (const Condition& condition : rule_.conditions)
      if (condition.attribute == condition_.attribute)
        for (const Reference& group : condition.groups) all = with(std::move(all), group.text);
    const bool must_both_hold = all.size() > asked.size();
    if (must_both_hold) {
      std::vector<std::string> others = all;
      std::erase_if(others, [&](const std::string& group) { return ranges::contains(asked, group); });
      out.push_back(becomes(value_of(others), Likelihood::exemption));
      out.push_back(becomes(value_of(all), Likelihood::exemption));
    }
    for (const std::string& group : groups_of_account(in_.explained())) {
      if (must_both_hold) break;
      if (!share_a_word(rule_.name, group) || share_a_word(rule_.name, asked.front())) continue;
      out.push_back(becomes(value_of(with(asked, group)), Likelihood::slip));
      if (asked.size() == 1) out.push_back(becomes(value_of(group), Likelihood::slip));
    }
    // A group of the account that is of no use anywhere may have been meant to be nested.
    const bool is_nesting_missing =
        !own.empty() && ranges::all_of(own, [&](const std::string& one) { return is_of_no_use(one); });
    for (const std::string& group : own)
      if (is_nesting_missing)
        out.push_back({{edit_of({"directory", "groups", group}, "member-of", value_of(std::vector{asked.front()}))},
                       Likelihood::exemption});
    if (in_.user() != nullptr && !is_nesting_missing)
      for (const std::string& group : asked)
        out.push_back({{edit_of(in_.account_steps(), "groups", value_of(with(own, group)))}, Likelihood::exemption});
    return out;
  }

  /// No policy asks for the group or has its name, and it is in no other group.
  [[nodiscard]] bool is_of_no_use(const std::string& name) const {
    const auto is_it = [&](const Reference& one) { return equal_without_case(one.text, name); };
    const bool is_asked = ranges::any_of(in_.site().policies, [&](const Policy& policy) {
      return share_a_word(policy.name, name) || ranges::any_of(policy.conditions, [&](const Condition& condition) {
               return ranges::any_of(condition.groups, is_it);
             });
    });
    return !is_asked && ranges::any_of(in_.site().directory->groups, [&](const Group& group) {
      return equal_without_case(group.name, name) && group.member_of.empty();
    });
  }

  const RemedyInput& in_;
  std::string_view list_;
  const Rule& rule_;
  const CompiledCondition& compiled_;
  const Condition& condition_;
};

/// A rule that could have been meant, and how much it lacks.
struct Meant {
  PolicyStep step{};
  std::size_t failed = 0;
  bool lacks_group = false;
  bool is_named = false;  // a group of the account, or what the attempt uses, is a word of its name
};

std::vector<Meant> meant_rules(const RemedyInput& in, const RuleList& list) {
  constexpr std::size_t kMostFailed = 3, kMostRules = 6;
  std::vector<Meant> out;
  for (const PolicyStep& step : list.steps) {
    const Rule& rule = list.rule(in, step);
    if (step.source != Truth::yes) continue;
    if (!list.is_request) {
      const Policy& policy = in.site().policies[step.policy];
      if (!policy.grant.value) continue;
    }
    const bool decides = step.reach == PolicyReach::tried && step.matched == Truth::yes;
    if (decides) continue;
    Meant meant{step};
    for (std::uint32_t i = step.first; i < step.first + step.count; ++i) {
      const ConditionStep& at = in.explained().trace.conditions[i];
      if (at.truth == Truth::yes) continue;
      ++meant.failed;
      meant.lacks_group |= asks_for_groups(in.explained().site.conditions[at.condition].kind);
    }
    if (meant.failed > kMostFailed) continue;
    meant.is_named = ranges::any_of(groups_of_account(in.explained()),
                                    [&](const std::string& group) { return share_a_word(rule.name, group); });
    out.push_back(meant);
  }
  ranges::stable_sort(out, {}, [](const Meant& one) {
    return std::tuple(one.failed + (one.lacks_group && !one.is_named ? 1 : 0), !one.is_named);
  });
  if (out.size() > kMostRules) out.resize(kMostRules);
  return out;
}

/// Every way to choose one remedy of each list, the likeliest first.
Remedies combined(const std::vector<Remedies>& lists) {
  constexpr std::size_t kMostOfOne = 4;
  Remedies out = {{{}, Likelihood::slip}};
  for (const Remedies& list : lists) {
    Remedies longer;
    for (const Remedy& begun : out)
      for (std::size_t i = 0; i < list.size() && i < kMostOfOne; ++i) {
        Remedy next = begun;
        next.edits.insert(next.edits.end(), list[i].edits.begin(), list[i].edits.end());
        next.likelihood = std::max(begun.likelihood, list[i].likelihood);
        longer.push_back(std::move(next));
      }
    out = std::move(longer);
  }
  return out;
}

/// The rule that decides stays behind the meant one: it goes to the end when it is for everybody, otherwise the meant
/// one comes before it, past a rule that somebody may have put there on purpose.
Remedies moves(const RemedyInput& in, const RuleList& list, const Meant& meant) {
  const PolicyStep* decider = nullptr;
  for (const PolicyStep& step : list.steps)
    if (step.reach == PolicyReach::tried && step.matched == Truth::yes) decider = &step;
  if (decider == nullptr) return {};
  const std::string& now = list.rule(in, *decider).name;
  const std::string& then = list.rule(in, meant.step).name;
  const bool is_for_all = !list.is_request && !in.site().policies[decider->policy].grant.value &&
                          !asks_who_it_is(in.explained().site, decider->policy);
  if (is_for_all) {
    const std::string& last = in.site().policies[in.explained().site.policy_order.back()].name;
    if (last != now) return {{{move_of(list.name, now, last, true)}, Likelihood::slip}};
  }
  return {{{move_of(list.name, then, now, false)},
           is_for_all || list.is_request ? Likelihood::plain : Likelihood::exemption}};
}

/// Switched off by mistake rather than on purpose: the policy is for a group, and no other one has taken its place.
bool is_for_own_group(const RemedyInput& in, const PolicyStep& disabled) {
  return asks_who_it_is(in.explained().site, disabled.policy) && !is_replaced(in.explained(), disabled.policy);
}

/// The policy that decides denies a group: who gets past it may be meant to be kept out.
bool is_denied_on_purpose(const RemedyInput& in) {
  const Policy* policy = in.policy();
  if (policy == nullptr || policy->grant.value) return false;
  return asks_who_it_is(in.explained().site, static_cast<PolicyIndex>(policy - in.site().policies.data()));
}

Remedies rule_remedies(const RemedyInput& in, const RuleList& list) {
  Remedies out;
  for (const Meant& meant : meant_rules(in, list)) {
    const Rule& rule = list.rule(in, meant.step);
    std::vector<Remedies> ways;
    for (std::uint32_t i = meant.step.first; i < meant.step.first + meant.step.count; ++i) {
      const ConditionStep& at = in.explained().trace.conditions[i];
      if (at.truth != Truth::yes)
        ways.push_back(ConditionRemedies(in, list.name, rule, in.explained().site.conditions[at.condition]).make());
    }
    if (meant.step.reach == PolicyReach::disabled)
      ways.push_back({{{edit_of({std::string(list.name), rule.name}, "enabled", value_of("true"))},
                       list.is_request || is_for_own_group(in, meant.step) ? Likelihood::plain : Likelihood::opening}});
    // A disabled one may be behind the one that decides, too: the search comes here again once it is switched on.
    if (meant.step.reach == PolicyReach::after) {
      ways.push_back(moves(in, list, meant));
    }
    for (Remedy& remedy : combined(ways)) {
      remedy.also_lacking = meant.failed > 1 ? meant.failed - 1 : 0;
      if (!list.is_request && is_denied_on_purpose(in))
        remedy.likelihood = std::max(remedy.likelihood, Likelihood::exemption);
      out.push_back(std::move(remedy));
    }
  }
  return out;
}

}  // namespace

Remedies policy_remedies(const RemedyInput& in) {
  return rule_remedies(in, {"policies", in.explained().trace.policies, false});
}

Remedies request_policy_remedies(const RemedyInput& in) {
  return rule_remedies(in, {"request-policies", in.explained().trace.request_policies, true});
}

}  // namespace rapsim
