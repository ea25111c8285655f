#include "diagnose/remedies.hpp"

#include <range/v3/algorithm/find.hpp>

#include "diagnose/nearest.hpp"
#include "engine/stages/credentials.hpp"
#include "model/load/load.hpp"

namespace rapsim {
namespace {

using Changes = std::vector<SiteEdit>;

/// `path`: the rest of the steps, joined by dots.
Changes change(std::vector<std::string> steps, std::string_view path, EditValue value) {
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    steps.emplace_back(path.substr(0, dot));
    path.remove_prefix(dot + 1);
  }
  steps.emplace_back(path);
  return {{std::move(steps), std::move(value)}};
}
Changes change(std::string_view path, EditValue value) { return change({}, path, std::move(value)); }

/// What a remedy is made of.
class RemedyInput {
 public:
  explicit RemedyInput(const Explained& e) : e_(e), user_(account_of(e.site, facts().subject)) {}

  [[nodiscard]] const Explained& explained() const { return e_; }
  [[nodiscard]] const Facts& facts() const { return e_.facts(); }
  [[nodiscard]] const Site& site() const { return *e_.site.site; }
  [[nodiscard]] const User* user() const { return user_; }

  /// The policy that was chosen; also when something before it ended the attempt.
  [[nodiscard]] const Policy* policy() const {
    for (const PolicyStep& step : e_.trace.policies)
      if (step.reach == PolicyReach::tried && step.matched == Truth::yes) return &site().policies[step.policy];
    return nullptr;
  }

  /// A setting of the account; nothing when there is none.
  [[nodiscard]] Changes of_account(std::string_view path, EditValue value) const {
    if (user_ == nullptr) return {};
    return change({"directory", facts().account.is_computer ? "computers" : "users", user_->name}, path,
                  std::move(value));
  }
  [[nodiscard]] Changes of_policy(std::string_view path, EditValue value) const {
    if (policy() == nullptr) return {};
    return change({"policies", policy()->name}, path, std::move(value));
  }

  [[nodiscard]] std::string method_name() const {
    if (uses_eap(e_.attempt) != Truth::yes) return e_.attempt[FieldId::authentication].text;
    const Maybe<std::uint8_t> type = e_.attempt.eap_type();  // 0 while it is not known: EAP of any type
    return std::string(name_of({kAuthenticationEap, type.value}).name);
  }

 private:
  const Explained& e_;
  const User* user_;
};

EditValue with_method(const MethodList& list, const std::string& more) {
  std::vector<std::string> texts;
  for (const ListedMethod& listed : list.methods) texts.emplace_back(name_of(listed.method).name);
  texts.push_back(more);
  return value_of(texts);
}

Changes joined(Changes first, const Changes& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

/// The list that decides: the request policy's when it overrides.
Changes allow_method(const RemedyInput& p, const std::string& method) {
  const RequestPolicy* request_policy = p.facts().request_policy;
  if (request_policy != nullptr && request_policy->authentication.is_given())
    return change({"request-policies", request_policy->name}, "authentication",
                  with_method(request_policy->authentication.value, method));
  if (p.policy() == nullptr) return {};
  return p.of_policy("profile.authentication", with_method(p.policy()->profile.authentication.value, method));
}

Changes add_port_type(const RemedyInput& p) {
  if (p.policy() == nullptr) return {};
  std::vector<std::string> texts;
  for (const std::uint32_t number : p.policy()->profile.nas_port_types.value)
    texts.emplace_back(find_value(kNasPortType, number)->name);
  texts.push_back(p.explained().attempt[FieldId::port_type].text);
  return p.of_policy("profile.nas-port-types", value_of(texts));
}

Changes widen_encryption(const RemedyInput& p, bool with_none) {
  std::vector<std::string> levels = {"basic", "strong", "strongest"};
  if (with_none) levels.insert(levels.begin(), "none");
  return p.of_policy("profile.encryption", value_of(levels));
}

/// Till the end of the next year.
Changes extend_account(const RemedyInput& p) {
  if (!p.explained().world.clock.is_present()) return {};
  const std::string now = instant_text(p.explained().world.clock.value, p.site());
  return p.of_account("account.expires", value_of(std::to_string(std::stoi(now.substr(0, 4)) + 1) + "-12-31"));
}

Changes join_group(const RemedyInput& p, const Condition& condition) {
  if (p.user() == nullptr || condition.groups.empty()) return {};
  std::vector<std::string> texts;
  for (const Reference& group : p.user()->groups) texts.push_back(group.text);
  texts.push_back(condition.groups.front().text);
  return p.of_account("groups", value_of(texts));
}

/// A condition of a rule of the list that the attempt meets: its own value, any time, a group that the account joins.
Changes meet_condition(const RemedyInput& p, const std::string& list, const Rule& rule,
                       const CompiledCondition& compiled) {
  const Condition& condition = rule.conditions[compiled.row];
  const auto becomes = [&](EditValue value) {
    const std::string name(attribute(condition.attribute).name);
    return Changes{{{list, rule.name, "conditions", name}, std::move(value)}};
  };
  switch (compiled.kind) {
    case ConditionKind::time_of_day:
      return becomes(value_of("always"));
    case ConditionKind::any_groups:
    case ConditionKind::user_groups:
    case ConditionKind::machine_groups:
      return join_group(p, condition);
    default:
      break;
  }
  const AttributeView& view = p.facts().request[compiled.slot];
  const bool is_enumeration = attribute(condition.attribute).type == ValueType::enumeration;
  // A text is a pattern there, so only a plain one represents itself.
  const bool is_plain = view.size() == 1 && view[0].find_first_of("\\^$*+?.()|[]{}/") == std::string_view::npos;
  if (view.size() != 1 || (!is_plain && !is_enumeration)) return {};
  return becomes(value_of(view[0]));
}

/// What lets a rule of the list match that lacks one condition only; nothing for another one.
Changes match(const RemedyInput& p, const PolicyStep& step, const std::string& list, const Rule& rule) {
  const Explained& e = p.explained();
  if (step.source != Truth::yes || failed_conditions(e, step) != 1) return {};
  Changes out;
  for (std::uint32_t i = step.first; i < step.first + step.count; ++i) {
    if (e.trace.conditions[i].truth == Truth::yes) continue;
    out = joined(std::move(out), meet_condition(p, list, rule, e.site.conditions[e.trace.conditions[i].condition]));
  }
  return out;
}

/// The policies that lack one condition only: behind a policy that denies, perhaps the one that was meant.
Changes match_nearest(const RemedyInput& p) {
  Changes out;
  for (const NearPolicy& near : near_policies(p.explained()))
    out = joined(std::move(out), match(p, near.step, "policies", p.site().policies[near.step.policy]));
  return out;
}

/// The one that a new server has (semantics.md 4.7).
EditValue policy_for_all() {
  Sources scratch;
  Diagnostics none;
  const std::uint32_t text = scratch.add(
      "", "[{ name: Use Windows authentication for all users, conditions: [{ Day-And-Time-Restrictions: always }] }]");
  return std::make_shared<yaml::Document>(*yaml::read(scratch, text, none));
}

Changes match_request_policy(const RemedyInput& p) {
  if (p.site().request_policies.empty()) return change("request-policies", policy_for_all());
  Changes out;
  for (const PolicyStep& step : p.explained().trace.request_policies)
    if (step.reach == PolicyReach::tried)
      out = joined(std::move(out), match(p, step, "request-policies", p.site().request_policies[step.policy]));
  return out;
}

/// The realm becomes one of the domain's, or the domain gets the name that is used; a default domain that the directory
/// is not becomes the directory's.
Changes add_realm(const RemedyInput& p) {
  const std::string& name = p.facts().subject.name;
  const std::string& fallback = p.site().server.default_domain.value;
  if (!fallback.empty() && name.find_first_of("@\\") == std::string::npos)
    return change("server.default-domain", value_of(p.site().directory->domain.value));
  if (const std::size_t at = name.find('\\'); at != std::string::npos)
    return change("directory.domain.name", value_of(name.substr(0, at)));
  const std::size_t at = name.find('@');
  if (at == std::string::npos) return {};
  std::vector<std::string> texts;
  for (const Reference& suffix : p.site().directory->upn_suffixes) texts.push_back(suffix.text);
  texts.push_back(name.substr(at + 1));
  return change("directory.domain.upn-suffixes", value_of(texts));
}

Changes add_remote_group(const RemedyInput& p) {
  if (p.facts().request_policy == nullptr && p.explained().decision.request_policy.is_absent()) return {};
  const PolicyIndex index = p.explained().shown_request_policy();
  if (index == kNoPolicy) return {};
  std::vector<std::string> texts;
  for (const Reference& group : p.site().remote_groups) texts.push_back(group.text);
  texts.push_back(p.site().request_policies[index].forward_to.value);
  return change("remote-radius-groups", value_of(texts));
}

struct Remedy {
  CauseId cause;
  Changes (*changes)(const RemedyInput&);
};

// clang-format off
constexpr Remedy kRemedies[] = {
  {cause("no-common-auth-method"),     [](const RemedyInput& p) { return change("server.authentication.methods", with_method(p.site().server.methods.value, p.explained().attempt[FieldId::authentication].text)); }},
  {cause("radius-client-unknown"),     [](const RemedyInput& p) { return p.facts().asker.is_foreign ? Changes{} : change("server.authentication.provider", value_of("windows")); }},
  {cause("no-request-policy"),         match_request_policy},
  {cause("remote-group-missing"),      add_remote_group},
  {cause("unknown-domain"),            add_realm},
  {cause("remote-access-locked-out"),  [](const RemedyInput&) { return change("server.account-lockout.max-denials", value_of("0")); }},
  {cause("account-locked-out"),        [](const RemedyInput& p) { return p.of_account("account.locked-out", value_of("false")); }},
  {cause("no-reversible-password"),    [](const RemedyInput& p) { return p.of_account("account.password.reversible", value_of("true")); }},
  {cause("lm-not-allowed"),            [](const RemedyInput&) { return change("server.authentication.allow-lm", value_of("true")); }},
  {cause("smart-card-required"),       [](const RemedyInput& p) { return p.of_account("account.smart-card-required", value_of("false")); }},
  {cause("account-disabled"),          [](const RemedyInput& p) { return p.of_account("account.disabled", value_of("false")); }},
  {cause("account-expired"),           extend_account},
  {cause("logon-hours-denied"),        [](const RemedyInput& p) { return p.of_account("account.logon-hours", value_of("always")); }},
  {cause("password-must-change"),      [](const RemedyInput& p) { return p.of_account("account.password.must-change", value_of("false")); }},
  {cause("password-expired"),          [](const RemedyInput& p) { return p.of_account("account.password.expired", value_of("false")); }},
  {cause("no-matching-policy"),        match_nearest},
  {cause("permission-denied-user"),    [](const RemedyInput& p) { return joined(p.of_account("dial-in.permission", value_of("policy")), p.of_account("dial-in.permission", value_of("allow"))); }},
  {cause("permission-denied-policy"),  [](const RemedyInput& p) { return joined(match_nearest(p), joined(p.of_policy("permission", value_of("grant")), p.of_account("dial-in.permission", value_of("allow")))); }},
  {cause("permission-denied-mixed"),   [](const RemedyInput& p) { return p.of_account("dial-in.permission", value_of("allow")); }},
  {cause("method-not-in-profile"),     [](const RemedyInput& p) { return allow_method(p, p.method_name()); }},
  {cause("eap-type-not-in-profile"),   [](const RemedyInput& p) { return allow_method(p, p.method_name()); }},
  {cause("caller-id-mismatch"),        [](const RemedyInput& p) { return p.of_account("dial-in.caller-id", value_of(p.explained().attempt[FieldId::from].text, true)); }},
  {cause("profile-hours"),             [](const RemedyInput& p) { return p.of_policy("profile.day-and-time-restrictions", value_of("always")); }},
  {cause("profile-called-number"),     [](const RemedyInput& p) { return p.of_policy("profile.called-station-id", value_of(p.explained().attempt[FieldId::to].text, true)); }},
  {cause("profile-port-type"),         add_port_type},
  {cause("password-change-not-allowed"), [](const RemedyInput& p) { return allow_method(p, is_method(p.explained().attempt, kMsChap) == Truth::yes ? "MS-CHAP-CPW" : "MS-CHAP-v2-CPW"); }},
  {cause("encryption-required-unsupported"), [](const RemedyInput& p) { return widen_encryption(p, false); }},
  {cause("encryption-required-by-policy"), [](const RemedyInput& p) { return widen_encryption(p, true); }},
};
// clang-format on

}  // namespace

std::vector<SiteEdit> remedies_of(CauseId cause, const Explained& explained) {
  const auto row = ranges::find(kRemedies, cause, &Remedy::cause);
  if (row == std::end(kRemedies)) return {};
  return row->changes(RemedyInput(explained));
}

}  // namespace rapsim
