// The decision: truths of conditions and checks first, then every combination of what is not known.
// Source: semantics.md 2.7 to 2.9, 3; gaps.md G-1, G-2, G-5, G-7, G-17, G-19, G-20.
#include <algorithm>

#include "tests/oracle/names.hpp"
#include "tests/oracle/slow.hpp"

namespace rapsim::oracle {
namespace {

constexpr int kEap = 22, kNoMatch = 48, kPermission = 65, kMethod = 66, kCallerId = 67, kHours = 68, kCalled = 69,
              kPort = 70;

Truth operator!(Truth truth) { return {truth.can_be_false, truth.can_be_true}; }

/// What may end the attempt once a policy is chosen.
struct Step {
  std::string stage{};
  int reason = 0;
  Truth rejects{};
};

class Judge {
 public:
  Judge(const Site& site, const Attempt& attempt, const Rules& rules)
      : site_(site), attempt_(attempt), rules_(rules), policies_(policies_in_order(site)) {
    if (attempt.at) minute_ = local_minute_of_week(site.zone, *attempt.at);
    if (attempt.user.state == State::given) account_ = find_account(attempt.user.texts[0]);
  }

  Verdict verdict() {
    Verdict out;
    for (const Policy& policy : policies_) {
      auto& row = out.conditions.emplace_back();
      for (const Condition& condition : policy.conditions) row.push_back(truth_of(condition));
    }
    for (const Policy* chosen : every_choice(out.conditions)) {
      if (chosen != nullptr)
        add_endings(*chosen, out.endings);
      else if (rules_.no_match_accepts_allowed && account_ != nullptr && permission_of(*account_) == Permission::allow)
        out.endings.insert({true, "", 0, ""});
      else
        out.endings.insert({false, "policy", kNoMatch, ""});
    }
    return out;
  }

 private:
  static Permission permission_of(const User& user) { return user.permission.value_or(Permission::policy); }

  /// DOMAIN\user and user@realm are the account `user`; domains are not told apart yet.
  [[nodiscard]] const User* find_account(std::string name) const {
    name = name.substr(name.find('\\') == std::string::npos ? 0 : name.find('\\') + 1);
    name = name.substr(0, name.find('@'));
    for (const User& user : site_.users)
      if (lowered(user.name) == lowered(name)) return &user;
    return nullptr;
  }

  [[nodiscard]] Value value_of(std::string_view attribute) const {
    Value value = attribute_value(site_, attempt_, attribute);
    if (rules_.unknown_is_absent && value.state == State::unknown) value.state = State::absent;
    return value;
  }

  // --- S9: conditions ---

  /// Whether any value of an attribute fits. `when_absent`: what its absence means.
  template <class Fits>
  [[nodiscard]] Truth any_value(std::string_view attribute, bool when_absent, Fits fits) const {
    const Value value = value_of(attribute);
    if (value.state == State::unknown) return kEither;
    if (value.state == State::absent) return known(when_absent);
    const auto& texts = value.texts;
    if (rules_.every_value_must_match) return known(std::all_of(texts.begin(), texts.end(), fits));
    return known(std::any_of(texts.begin(), texts.end(), fits));
  }

  [[nodiscard]] Truth truth_of(const Condition& condition) const {
    const KnownAttribute& attribute = known_attribute(condition.attribute);
    switch (attribute.kind) {
      case Kind::time:
        return condition.is_constraint ? time_of_day_is_open(condition.values[0], minute_, rules_)
                                       : schedule_is_open(condition.values[0], minute_, rules_);
      case Kind::groups:
        return account_ == nullptr ? kEither : is_member(site_, *account_, condition.values, rules_);
      case Kind::machine_groups:
        return account_ == nullptr ? kEither : kFalse;  // accounts of a site are users, not computers
      default:
        return any_value(condition.attribute, rules_.absent_is_true,
                         [&](const std::string& value) { return fits(condition, attribute, value); });
    }
  }

  /// Names and numbers are compared as numbers; everything else is a pattern.
  [[nodiscard]] bool fits(const Condition& condition, const KnownAttribute& attribute, const std::string& value) const {
    return std::any_of(condition.values.begin(), condition.values.end(), [&](const std::string& wanted) {
      if (!condition.is_constraint && attribute.kind == Kind::number)
        return value == std::to_string(number_of(attribute, wanted));
      if (!condition.is_constraint && attribute.kind == Kind::boolean) return value == (wanted == "true" ? "1" : "0");
      return pattern_is_found(wanted, value, rules_);
    });
  }

  /// A policy with a source is only for requests from that kind of access server; Unspecified is for all.
  [[nodiscard]] Truth source_fits(const Policy& policy) const {
    if (!policy.source || rules_.policy_source_does_not_count) return kTrue;
    const std::uint32_t wanted = number_in(server_types(), *policy.source);
    if (wanted == 0) return kTrue;
    return any_value("MS-Network-Access-Server-Type", false,
                     [&](const std::string& value) { return value == std::to_string(wanted); });
  }

  [[nodiscard]] Truth truth_of(const Policy& policy, const std::vector<Truth>& conditions) const {
    if (!policy.enabled.value_or(true) && !rules_.disabled_policies_count) return kFalse;
    Truth all = source_fits(policy);
    for (const Truth truth : conditions) {
      all.can_be_true = all.can_be_true && truth.can_be_true;
      all.can_be_false = all.can_be_false || truth.can_be_false;
    }
    return all;
  }

  /// Tries every combination of true and false of the policies that are not known. nullptr: no policy matches.
  [[nodiscard]] std::set<const Policy*> every_choice(const std::vector<std::vector<Truth>>& conditions) const {
    std::vector<Truth> truths;
    for (std::size_t i = 0; i < policies_.size(); ++i) truths.push_back(truth_of(policies_[i], conditions[i]));
    std::set<const Policy*> out;
    for (const std::vector<bool>& matches : every_combination(truths)) {
      const Policy* chosen = nullptr;
      for (std::size_t i = 0; i < policies_.size(); ++i)
        if (matches[i] && (chosen == nullptr || rules_.last_match_decides)) chosen = &policies_[i];
      out.insert(chosen);
    }
    return out;
  }

  static std::vector<std::vector<bool>> every_combination(const std::vector<Truth>& truths) {
    std::vector<std::vector<bool>> out{{}};
    for (const Truth truth : truths) {
      std::vector<std::vector<bool>> longer;
      for (const std::vector<bool>& begin : out)
        for (const bool value : {false, true}) {
          if (value ? !truth.can_be_true : !truth.can_be_false) continue;
          longer.push_back(begin);
          longer.back().push_back(value);
        }
      out = std::move(longer);
    }
    return out;
  }

  // --- S10 and S11 ---

  /// Tries every combination of the steps that are not known; the first one that rejects ends the attempt.
  void add_endings(const Policy& policy, std::set<Ending>& endings) const {
    const std::vector<Step> steps = steps_of(policy);
    std::vector<Truth> truths;
    for (const Step& step : steps) truths.push_back(step.rejects);
    for (const std::vector<bool>& rejects : every_combination(truths)) {
      const auto first = std::find(rejects.begin(), rejects.end(), true);
      if (first == rejects.end()) {
        endings.insert({true, "", 0, policy.name});
      } else {
        const Step& step = steps[static_cast<std::size_t>(first - rejects.begin())];
        endings.insert({false, step.stage, step.reason, policy.name});
      }
    }
  }

  [[nodiscard]] std::vector<Step> steps_of(const Policy& policy) const {
    std::vector<Step> steps{{"permission", kPermission, permission_rejects(policy)},
                            {"constraints", kMethod, method_is_missing(policy)},
                            {"constraints", kEap, eap_type_is_missing(policy)},
                            {"constraints", kCallerId, caller_id_differs(policy)},
                            {"constraints", kHours, is_outside_hours(policy)},
                            {"constraints", kCalled, called_station_differs(policy)},
                            {"constraints", kPort, port_type_is_missing(policy)}};
    if (rules_.constraints_before_permission) std::rotate(steps.begin(), steps.begin() + 1, steps.end());
    if (rules_.hours_before_caller_id) std::swap(steps[3], steps[4]);
    return steps;
  }

  [[nodiscard]] Truth permission_rejects(const Policy& policy) const {
    const bool grants = policy.grants.value_or(false);
    if (policy.ignores_account.value_or(false) && !rules_.account_counts_when_ignored) return known(!grants);
    if (account_ == nullptr) return kEither;
    if (permission_of(*account_) == Permission::deny) return kTrue;
    if (permission_of(*account_) == Permission::allow && !rules_.policy_deny_beats_allow) return kFalse;
    return known(!grants);
  }

  [[nodiscard]] std::vector<KnownMethod> methods_of(const Policy& policy) const {
    const std::vector<std::string> names = policy.profile.methods.value_or(
        std::vector<std::string>{"MS-CHAP", "MS-CHAP-v2", "MS-CHAP-CPW", "MS-CHAP-v2-CPW"});
    std::vector<KnownMethod> out;
    for (const std::string& name : names) out.push_back(known_method(name));
    return out;
  }

  /// PEAP is an EAP type with an Authentication-Type of its own: for the list both are EAP.
  [[nodiscard]] Truth method_is_missing(const Policy& policy) const {
    if (methods_of(policy).empty()) return kTrue;
    if (attempt_.authentication.state == State::unknown) return kEither;
    const KnownMethod& used = method_of(attempt_);
    for (const KnownMethod& listed : methods_of(policy))
      if (listed.type == used.type || (listed.is_eap() && used.is_eap())) return kFalse;
    return kTrue;
  }

  /// Only a list with EAP can lack an EAP type, and EAP without a type takes any.
  [[nodiscard]] Truth eap_type_is_missing(const Policy& policy) const {
    bool has_eap = false;
    std::set<std::string> types;
    for (const KnownMethod& listed : methods_of(policy)) {
      if (!listed.is_eap()) continue;
      if (listed.eap == 0) return kFalse;
      has_eap = true;
      types.insert(std::to_string(listed.eap));
    }
    if (!has_eap) return kFalse;
    const Value used = eap_type_of_attempt();
    if (used.state == State::unknown) return kEither;
    return known(used.state == State::given && !types.contains(used.texts[0]));
  }

  /// The type that the attempt used, whatever it says under `attributes:`.
  [[nodiscard]] Value eap_type_of_attempt() const {
    Attempt bare = attempt_;
    bare.attributes.clear();
    return attribute_value(site_, bare, "Allowed-EAP-Types");
  }

  [[nodiscard]] Truth caller_id_differs(const Policy& policy) const {
    if (policy.ignores_account.value_or(false) && !rules_.account_counts_when_ignored) return kFalse;
    if (account_ == nullptr) return kEither;
    if (account_->caller_id.empty()) return kFalse;
    return !any_value("Calling-Station-Id", rules_.caller_id_may_be_absent,
                      [&](const std::string& value) { return lowered(value) == lowered(account_->caller_id); });
  }

  [[nodiscard]] Truth is_outside_hours(const Policy& policy) const {
    if (!policy.profile.day_and_time) return kFalse;
    return !schedule_is_open(*policy.profile.day_and_time, minute_, rules_);
  }

  [[nodiscard]] Truth called_station_differs(const Policy& policy) const {
    if (!policy.profile.called_station) return kFalse;
    return !any_value("Called-Station-Id", false, [&](const std::string& value) {
      return lowered(value) == lowered(*policy.profile.called_station);
    });
  }

  [[nodiscard]] Truth port_type_is_missing(const Policy& policy) const {
    if (!policy.profile.port_types) return kFalse;
    return !any_value("NAS-Port-Type", false, [&](const std::string& value) {
      return std::any_of(policy.profile.port_types->begin(), policy.profile.port_types->end(),
                         [&](const auto& wanted) { return std::to_string(number_in(port_types(), wanted)) == value; });
    });
  }

  const Site& site_;
  const Attempt& attempt_;
  const Rules& rules_;
  std::vector<Policy> policies_;
  std::optional<int> minute_{};
  const User* account_ = nullptr;  // nullptr: nobody has described it
};

}  // namespace

Verdict judge(const Site& site, const Attempt& attempt, const Rules& rules) {
  return Judge(site, attempt, rules).verdict();
}

std::vector<Policy> builtin_policies(Dialect dialect) {
  const Condition always{.attribute = "Day-And-Time-Restrictions", .values = {"always"}};
  const Condition from_rras{.attribute = "MS-RAS-Vendor", .is_constraint = true, .values = {"^311$"}};
  const auto deny = [](std::string name, Condition condition) {
    return Policy{.name = std::move(name), .conditions = {std::move(condition)}, .grants = false};
  };
  if (dialect == Dialect::windows_2000) return {deny("Allow access if dial-in permission is enabled", always)};
  std::vector<Policy> out{deny("Connections to Microsoft Routing and Remote Access server", from_rras),
                          deny("Connections to other access servers", always)};
  // From exports: types 5, 4, 10, 3, 9 with EAP types 26 and 13.
  if (dialect == Dialect::nps)
    out[0].profile.methods = {"EAP-MS-CHAP-v2", "EAP-TLS", "MS-CHAP-v2", "MS-CHAP-v2-CPW", "MS-CHAP", "MS-CHAP-CPW"};
  return out;
}

std::vector<Policy> policies_in_order(const Site& site) {
  std::vector<Policy> out = site.has_builtin_policies ? builtin_policies(site.dialect) : site.policies;
  std::stable_sort(out.begin(), out.end(),
                   [](const Policy& a, const Policy& b) { return a.order.value_or(0) < b.order.value_or(0); });
  return out;
}

}  // namespace rapsim::oracle
