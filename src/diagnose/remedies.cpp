#include "diagnose/remedies.hpp"

#include <fmt/format.h>

#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/stable_sort.hpp>

#include "base/text.hpp"
#include "diagnose/slips.hpp"
#include "engine/stages/credentials.hpp"
#include "model/load/load.hpp"
#include "model/site/effective.hpp"

namespace rapsim {

SiteEdit edit_of(std::vector<std::string> steps, std::string_view path, EditValue value) {
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    steps.emplace_back(path.substr(0, dot));
    path.remove_prefix(dot + 1);
  }
  steps.emplace_back(path);
  return {std::move(steps), std::move(value)};
}

SiteEdit move_of(std::string_view list, const std::string& name, const std::string& beside, bool after) {
  return {{std::string(list), name, after ? "move-after" : "move-before"}, value_of(beside)};
}

Remedies joined(Remedies first, Remedies then) {
  for (Remedy& remedy : then) first.push_back(std::move(remedy));
  return first;
}

std::vector<std::string> values_of(const Condition& condition) {
  std::vector<std::string> out;
  for (const Reference& group : condition.groups) out.push_back(group.text);
  for (const ConditionPattern& pattern : condition.patterns) out.push_back(pattern.text);
  for (const ConditionNumber& number : condition.numbers) {
    const Attribute& row = attribute(condition.attribute);
    const NamedValue* named = row.values != nullptr ? find_value(*row.values, number.number) : nullptr;
    out.push_back(named != nullptr ? std::string(named->name) : std::to_string(number.number));
  }
  if (out.empty()) out.push_back(condition.text);
  return out;
}

std::string condition_yaml(std::string_view attribute, const std::vector<std::string>& values) {
  return fmt::format("{{ {}: {} }}", attribute, values.size() == 1 ? yaml_scalar(values.front()) : yaml_list(values));
}

SiteEdit with_condition(std::string_view list, const Rule& rule, const Condition& changed,
                        const std::vector<std::string>& others) {
  std::string all;
  for (const Condition& condition : rule.conditions) {
    if (&condition != &changed) {
      add_item(all, condition_yaml(attribute(condition.attribute).name, values_of(condition)));
      continue;
    }
    for (const std::string& other : others) add_item(all, other);
  }
  return edit_of({std::string(list), rule.name}, "conditions", value_of_yaml("[" + all + "]"));
}

RemedyInput::RemedyInput(const Explained& e) : e_(e), user_(account_of(e.site, facts().subject)) {}

const Policy* RemedyInput::policy() const {
  for (const PolicyStep& step : e_.trace.policies)
    if (step.reach == PolicyReach::tried && step.matched == Truth::yes) return &site().policies[step.policy];
  return nullptr;
}

const RequestPolicy* RemedyInput::request_policy() const {
  const PolicyIndex row = e_.shown_request_policy();
  return row == kNoPolicy ? nullptr : &site().request_policies[row];
}

std::vector<std::string> RemedyInput::account_steps() const {
  return {"directory", facts().account.is_computer ? "computers" : "users", user_ != nullptr ? user_->name : ""};
}

Remedies RemedyInput::of_account(std::string_view path, EditValue value, Likelihood likelihood) const {
  if (user_ == nullptr) return {};
  return {{{edit_of(account_steps(), path, std::move(value))}, likelihood}};
}

Remedies RemedyInput::of_policy(std::string_view path, EditValue value, Likelihood likelihood) const {
  if (policy() == nullptr) return {};
  return {{{edit_of({"policies", policy()->name}, path, std::move(value))}, likelihood}};
}

namespace {

using enum Likelihood;

std::string method_name(const RemedyInput& in) {
  if (uses_eap(in.explained().attempt) != Truth::yes) return in.explained().attempt[FieldId::authentication].text;
  const Maybe<std::uint8_t> type = in.explained().attempt.eap_type();  // 0 while it is not known: EAP of any type
  return std::string(name_of({kAuthenticationEap, type.value}).name);
}

/// The list that decides, one method longer: the request policy's when it overrides.
Remedies allow_method(const RemedyInput& in, const std::string& method, Likelihood likelihood) {
  const RequestPolicy* overrides = in.facts().request_policy;
  const bool is_overridden = overrides != nullptr && overrides->authentication.is_given();
  if (!is_overridden && in.policy() == nullptr) return {};
  std::vector<std::string> texts;
  for (const ListedMethod& listed :
       (is_overridden ? overrides->authentication : in.policy()->profile.authentication).value.methods)
    texts.emplace_back(name_of(listed.method).name);
  texts.push_back(method);
  if (!is_overridden) return in.of_policy("profile.authentication", value_of(texts), likelihood);
  return {{{edit_of({"request-policies", overrides->name}, "authentication", value_of(texts))}, likelihood}};
}

/// Which methods a policy takes is a rule: a smart card may be asked for on purpose.
Remedies allow_own_method(const RemedyInput& in) {
  // An RD Gateway has authenticated the user itself, and asks without a method (nps-era.md G1).
  constexpr std::uint32_t kTerminalServerGateway = 1;
  const bool is_gateway = in.policy() != nullptr && in.policy()->source.value == kTerminalServerGateway;
  const std::string method = method_name(in);
  Remedies out = allow_method(in, method, is_gateway && method == "None" ? plain : exemption);
  return joined(std::move(out), joined(request_policy_remedies(in), policy_remedies(in)));
}

Remedies add_port_type(const RemedyInput& in) {
  if (in.policy() == nullptr) return {};
  std::vector<std::string> texts;
  for (const std::uint32_t number : in.policy()->profile.nas_port_types.value)
    texts.emplace_back(find_value(kNasPortType, number)->name);
  texts.push_back(in.explained().attempt[FieldId::port_type].text);
  return joined(in.of_policy("profile.nas-port-types", value_of(texts)), policy_remedies(in));
}

Remedies widen_encryption(const RemedyInput& in, bool with_none) {
  std::vector<std::string> levels = {"basic", "strong", "strongest"};
  if (with_none) levels.insert(levels.begin(), "none");
  return in.of_policy("profile.encryption", value_of(levels), with_none ? opening : plain);
}

/// Till the end of the year; of the next one in its last weeks.
Remedies extend_account(const RemedyInput& in) {
  if (!in.explained().world.clock.is_present()) return {};
  const std::string now = instant_text(in.explained().world.clock.value, in.site());
  const auto year = number_in<int>(now.substr(0, 4)).value_or(0) + (now.substr(5, 2) == "12" ? 1 : 0);
  return in.of_account("account.expires", value_of(std::to_string(year) + "-12-31"), plain);
}

/// Hours that were meant in the site's zone and written in another one; otherwise no hours at all.
Remedies open_hours(const RemedyInput& in) {
  Remedies out;
  if (in.user() == nullptr) return out;
  const std::string& text = in.user()->state.logon_hours.value.text;
  const std::string& zone = in.site().time_zone.value;
  if (const std::size_t blank = text.rfind(' '); blank != std::string::npos && !is_digit(text.back()) && !zone.empty())
    out = in.of_account("account.logon-hours", value_of(text.substr(0, blank + 1) + zone), slip);
  if (const std::string swapped = with_night_as_day(text); swapped != text)
    out = joined(std::move(out), in.of_account("account.logon-hours", value_of(swapped), slip));
  return joined(std::move(out), in.of_account("account.logon-hours", value_of("always"), opening));
}

/// Digits that changed places are a slip; another number may be that of somebody else's telephone.
Likelihood number_likelihood(const std::string& asked, const std::string& has) {
  return is_same_but_for_order(asked, has) ? slip : exemption;
}

Remedies caller_id(const RemedyInput& in) {
  if (in.user() == nullptr) return {};
  const std::string& has = in.explained().attempt[FieldId::from].text;
  return in.of_account("dial-in.caller-id", value_of(has, true),
                       number_likelihood(in.user()->dial_in.caller_id.value, has));
}

Remedies called_number(const RemedyInput& in) {
  if (in.policy() == nullptr) return {};
  const FieldValue& called = in.explained().attempt[FieldId::to];
  if (called.presence != Presence::present) return policy_remedies(in);  // the number is not known
  const std::string& has = called.text;
  return joined(in.of_policy("profile.called-station-id", value_of(has, true),
                             number_likelihood(in.policy()->profile.called_station_id.value, has)),
                policy_remedies(in));
}

Remedies profile_hours(const RemedyInput& in) {
  Remedies out;
  if (in.policy() == nullptr) return out;
  const std::string text = grammar::to_text(in.policy()->profile.day_and_time.value);
  if (const std::string swapped = with_night_as_day(text); swapped != text)
    out = in.of_policy("profile.day-and-time-restrictions", value_of(swapped), slip);
  out = joined(std::move(out), in.of_policy("profile.day-and-time-restrictions", value_of("always"), opening));
  return joined(std::move(out), policy_remedies(in));
}

/// The account is meant to be denied, or the policy was meant not to look at its dial-in properties.
Remedies denied_by_account(const RemedyInput& in) {
  Remedies out;
  const bool is_policy_for_others = in.policy() != nullptr && in.site().dialect.value != Dialect::windows_2000;
  // A VPN's Deny: wireless policies and those of gateways are the ones that ignore dial-in properties.
  const bool is_no_dial_in = in.facts().asker.is_foreign && in.policy() != nullptr && in.policy()->grant.value;
  if (is_policy_for_others && is_no_dial_in)
    out = in.of_policy("ignore-user-dial-in-properties", value_of("true"), exemption);
  out = joined(std::move(out), in.of_account("dial-in.permission", value_of("policy"), exemption));
  return joined(std::move(out), in.of_account("dial-in.permission", value_of("allow"), opening));
}

/// Another policy takes it; where there is none that grants, this one would have to. A profile in a policy that denies
/// says that it was meant to grant: who denies has no use for limits.
Remedies denied_by_policy(const RemedyInput& in) {
  Remedies out = policy_remedies(in);
  const Profile* profile = in.policy() != nullptr ? &in.policy()->profile : nullptr;
  const bool has_profile =
      profile != nullptr && (profile->authentication.is_given() || profile->encryption.is_given() ||
                             profile->session_timeout.is_given() || !profile->attributes.empty());
  if (out.empty() || has_profile)
    out = joined(in.of_policy("permission", value_of("grant"), has_profile ? exemption : opening), std::move(out));
  return out;
}

/// The one that a new server has (semantics.md 4.7).
Remedies first_request_policy(const RemedyInput& in) {
  if (!in.site().request_policies.empty()) return request_policy_remedies(in);
  return {
      {{edit_of("request-policies", value_of_yaml("[{ name: Use Windows authentication for all users, conditions: [{ "
                                                  "Day-And-Time-Restrictions: always }] }]"))},
       plain}};
}

Remedies add_remote_group(const RemedyInput& in) {
  const RequestPolicy* policy = in.request_policy();
  if (policy == nullptr) return {};
  std::vector<std::string> texts;
  for (const Reference& group : in.site().remote_groups) texts.push_back(group.text);
  texts.push_back(policy->forward_to.value);
  return {{{edit_of("remote-radius-groups", value_of(texts))}, plain}};
}

Remedies change_password(const RemedyInput& in) {
  const bool is_first = is_method(in.explained().attempt, kMsChap) == Truth::yes;
  return allow_method(in, is_first ? "MS-CHAP-CPW" : "MS-CHAP-v2-CPW", plain);
}

struct Row {
  CauseId cause;
  Remedies (*remedies)(const RemedyInput&);
};

// clang-format off
constexpr Row kRemedies[] = {
  // the request, and whose it is
  {cause("no-request-policy"),         first_request_policy},
  {cause("remote-group-missing"),      add_remote_group},
  {cause("remote-radius-rejected"),    request_policy_remedies},
  {cause("remote-radius-timeout"),     request_policy_remedies},
  {cause("unknown-domain"),            name_remedies},
  {cause("unknown-user"),              name_remedies},
  // the account
  {cause("remote-access-locked-out"),  [](const RemedyInput&) { return Remedies{{{edit_of("server.account-lockout.max-denials", value_of("0"))}, opening}}; }},
  {cause("account-locked-out"),        [](const RemedyInput& in) { return in.of_account("account.locked-out", value_of("false"), exemption); }},
  {cause("account-disabled"),          [](const RemedyInput& in) { return in.of_account("account.disabled", value_of("false"), exemption); }},
  {cause("account-expired"),           extend_account},
  {cause("logon-hours-denied"),        open_hours},
  {cause("password-must-change"),      [](const RemedyInput& in) { return joined(in.of_account("account.password.must-change", value_of("false"), plain), change_password(in)); }},
  {cause("password-expired"),          [](const RemedyInput& in) { return joined(in.of_account("account.password.expired", value_of("false"), plain), change_password(in)); }},
  {cause("no-reversible-password"),    [](const RemedyInput& in) { return in.of_account("account.password.reversible", value_of("true"), exemption); }},
  {cause("smart-card-required"),       [](const RemedyInput& in) { return in.of_account("account.smart-card-required", value_of("false"), exemption); }},
  {cause("lm-not-allowed"),            [](const RemedyInput&) { return Remedies{{{edit_of("server.authentication.allow-lm", value_of("true"))}, opening}}; }},
  {cause("caller-id-mismatch"),        caller_id},
  // the policy
  {cause("no-matching-policy"),        policy_remedies},
  {cause("permission-denied-user"),    denied_by_account},
  {cause("permission-denied-policy"),  denied_by_policy},
  {cause("permission-denied-mixed"),   [](const RemedyInput& in) { return in.of_account("dial-in.permission", value_of("allow"), plain); }},
  {cause("method-not-in-profile"),     allow_own_method},
  {cause("eap-type-not-in-profile"),   allow_own_method},
  {cause("profile-hours"),             profile_hours},
  {cause("profile-called-number"),     called_number},
  {cause("profile-port-type"),         add_port_type},
  {cause("password-change-not-allowed"), change_password},
  {cause("encryption-required-unsupported"), [](const RemedyInput& in) { return widen_encryption(in, false); }},
  {cause("encryption-required-by-policy"), [](const RemedyInput& in) { return widen_encryption(in, true); }},
};
// clang-format on

}  // namespace

Remedies remedies_of(const Explained& explained) {
  if (!explained.decision.cause.is_present()) return {};
  const CauseId cause = explained.decision.cause.value;
  const RemedyInput in(explained);
  const auto row = ranges::find(kRemedies, cause, &Row::cause);
  Remedies out = row == std::end(kRemedies) ? Remedies{} : row->remedies(in);
  out = joined(joined(std::move(out), network_remedies(in, cause)), server_remedies(in, cause));
  ranges::stable_sort(out, {}, [](const Remedy& one) { return std::pair(one.likelihood, one.also_lacking); });
  return out;
}

Remedies reach_remedies_of(const Explained& explained, CauseId cause) {
  return network_remedies(RemedyInput(explained), cause);
}

}  // namespace rapsim
