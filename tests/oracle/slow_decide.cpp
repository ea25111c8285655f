// The decision: stage after stage, and every choice of a request policy and a policy that what is not known leaves
// open. Source: semantics.md 1, 2.2, 2.7; gaps.md G-2, G-3, G-5, G-19.
#include <algorithm>

#include "tests/oracle/slow_case.hpp"

namespace rapsim::oracle {
namespace {

std::vector<std::vector<bool>> every_combination(const std::vector<Truth>& truths) {
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

/// Tries every combination of true and false of the rules that are not known. Out: rows; SIZE_MAX: none matches.
std::set<std::size_t> every_choice(const std::vector<Truth>& truths, bool last_decides) {
  std::set<std::size_t> out;
  for (const std::vector<bool>& matches : every_combination(truths)) {
    std::size_t chosen = SIZE_MAX;
    for (std::size_t i = 0; i < matches.size(); ++i)
      if (matches[i] && (chosen == SIZE_MAX || last_decides)) chosen = i;
    out.insert(chosen);
  }
  return out;
}

Truths truths_of(const Case& c, const std::vector<const Policy*>& rules) {
  Truths out;
  for (const Policy* rule : rules) {
    auto& row = out.emplace_back();
    for (const Condition& condition : rule->conditions) row.push_back(condition_holds(c, condition));
  }
  return out;
}

std::vector<Truth> matches_of(const Case& c, const std::vector<const Policy*>& rules, const Truths& conditions) {
  std::vector<Truth> out;
  for (std::size_t i = 0; i < rules.size(); ++i) out.push_back(rule_matches(c, *rules[i], conditions[i]));
  return out;
}

class Judge {
 public:
  Judge(const Site& site, const Attempt& attempt, const Rules& rules)
      : site_(site),
        attempt_(attempt),
        rules_(rules),
        request_policies_(request_policies_in_order(site)),
        policies_(policies_in_order(site)) {
    if (attempt.at) minute_ = local_minute_of_week(site.zone, *attempt.at);
  }

  Verdict verdict() {
    const Case c{site_, attempt_, rules_, minute_};
    if (walk(c, server_steps(c)) && walk(c, link_steps(c, would_decide(c))) && walk(c, provider_steps(c)))
      choose_request_policy(c);
    out_.denials = denials_.size() == 1 ? *denials_.begin() : attempt_.denials;
    return std::move(out_);
  }

 private:
  void end(const Case& c, const Step& step, const Policy* policy = nullptr) {
    out_.endings.insert({step.answer, step.stage, step.reason, step.cause,
                         c.request_policy == nullptr ? "" : c.request_policy->rule.name,
                         policy == nullptr ? "" : policy->name});
    denials_.insert(denials_after(c, counting_of(step, rules_)));
  }

  /// Without an account nobody was authenticated here.
  void accept(const Case& c, const Policy* policy = nullptr) { end(c, {.answer = Answer::accept}, policy); }

  /// Takes the steps in their order. Out: whether the attempt can be still under way behind the last one.
  bool walk(const Case& c, const Steps& steps, const Policy* policy = nullptr) {
    for (const Step& step : steps) {
      if (step.happens.can_be_true) end(c, step, policy);
      if (!step.happens.can_be_false) return false;
    }
    return true;
  }

  /// The policies one of which is the first that matches, as far as that is known before anybody asks; nullptr: none.
  std::vector<const Policy*> would_decide(Case c) const {
    const Identity identity = identity_of(site_, c.attempt.user, rules_);
    c.account = identity.account;
    std::vector<const Policy*> rules, out;
    for (const Truth nobody :
         {identity.is_unknown_user, identity.has_unknown_domain, identity.is_foreign_to_workgroup}) {
      if (!nobody.can_be_false) return {nullptr};
      if (nobody.can_be_true) out = {nullptr};
    }
    for (const Policy& row : policies_) rules.push_back(&row);
    const std::vector<Truth> matches = matches_of(c, rules, truths_of(c, rules));
    for (const std::size_t row : order_of(c)) {
      if (!matches[row].can_be_true) continue;
      out.push_back(rules[row]);
      if (!matches[row].can_be_false) return out;
    }
    out.push_back(nullptr);
    return out;
  }

  // --- S5: request policies ---

  void choose_request_policy(const Case& c) {
    if (!has_request_policies(site_)) return ask_who(c);
    std::vector<const Policy*> rules;
    for (const RequestPolicy& row : request_policies_) rules.push_back(&row.rule);
    Case seen = c;
    if (rules_.new_name_is_matched && !request_policies_.empty()) {
      seen.request_policy = &request_policies_.front();
      seen.attempt = rewritten(seen)[0];
    }
    out_.request_conditions = truths_of(seen, rules);
    const auto choices =
        every_choice(matches_of(seen, rules, out_.request_conditions), rules_.last_request_policy_decides);
    for (const std::size_t row : choices) {
      Case chosen = c;
      if (row != SIZE_MAX) chosen.request_policy = &request_policies_[row];
      if (row == SIZE_MAX && !rules_.no_request_policy_is_windows)
        end(c, {"request-policy", reads(c, "no-request-policy-discards") ? Answer::discard : Answer::reject, 49,
                "no-request-policy"});
      else
        follow(chosen);
    }
  }

  void follow(Case c) {
    const std::string provider = c.request_policy == nullptr ? "" : c.request_policy->provider;
    const bool validates_nothing = provider == "none" && !rules_.none_validates;
    if (validates_nothing) return accept(c);
    bool is_mapped = false;
    if (provider == "forward") {
      if (!walk(c, remote_steps(c))) return;
      is_mapped = c.request_policy->maps_to_user.value_or(false) || rules_.forwarding_always_maps;
      if (!is_mapped) return accept(c);
    }
    const std::vector<Attempt> rewritings = rewritten(c);
    for (const Attempt& attempt : rewritings) {
      c.attempt = attempt;
      ask_who(c, is_mapped && !rules_.mapping_validates);
    }
    if (rewritings.size() > 1) out_.conditions.erase(c.request_policy->rule.name);  // of which one would they be?
  }

  // --- S6 to S8 ---

  void ask_who(Case c, bool is_mapped = false) {
    const Identity identity = identity_of(site_, c.attempt.user, rules_);
    if (!walk(c, identity_steps(c, identity))) return;
    c.account = identity.account;
    if (!rules_.lockout_comes_after_authentication && !walk(c, lockout_steps(c))) return;
    if (!is_mapped && !authenticate(c)) return;
    if (rules_.lockout_comes_after_authentication && !walk(c, lockout_steps(c))) return;
    choose_policy(c);
  }

  /// An extension that accepts takes the place of everything behind its own steps.
  bool authenticate(const Case& c) {
    if (!walk(c, extension_steps(c))) return false;
    const Truth is_skipped = rules_.extension_accept_validates ? kFalse : says(c, "extension", {"accept"});
    if (is_skipped == kTrue) return true;
    return walk(c, authentication_steps(c)) || is_skipped.can_be_true;
  }

  // --- S9: policies ---

  /// The order in which policies are asked. Two passes: the ones for one kind of access server before the others.
  [[nodiscard]] std::vector<std::size_t> order_of(const Case& c) const {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < policies_.size(); ++i) order.push_back(i);
    if (reads(c, "source-two-passes"))
      std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return (source_of(policies_[a]) != 0) > (source_of(policies_[b]) != 0);
      });
    return order;
  }

  void choose_policy(const Case& c) {
    std::vector<const Policy*> rules;
    for (const Policy& row : policies_) rules.push_back(&row);
    Truths& conditions = out_.conditions[c.request_policy == nullptr ? "" : c.request_policy->rule.name];
    conditions = truths_of(c, rules);
    const std::vector<Truth> matches = matches_of(c, rules, conditions);
    const std::vector<std::size_t> order = order_of(c);
    std::vector<Truth> in_order;
    for (const std::size_t row : order) in_order.push_back(matches[row]);
    for (const std::size_t place : every_choice(in_order, rules_.last_match_decides))
      place == SIZE_MAX ? match_nothing(c) : apply(c, policies_[order[place]]);
  }

  void match_nothing(const Case& c) {
    Truth is_allowed = kFalse;
    if (reads(c, "no-match-accepts-allowed"))
      is_allowed = c.account.row == nullptr ? kEither : known(permission_of(*c.account.row) == Permission::allow);
    if (walk(c, {{"policy", Answer::reject, 48, "no-matching-policy", !is_allowed}})) accept(c);
  }

  // --- S10, S11, S13 ---

  void apply(const Case& c, const Policy& policy) {
    Steps steps = permission_steps(c, policy), limits = constraint_steps(c, policy);
    if (rules_.extension_accept_skips_constraints && says(c, "extension", {"accept"}) == kTrue) limits.clear();
    steps.insert(reads(c, "constraints-before-permission") ? steps.begin() : steps.end(), limits.begin(), limits.end());
    const Steps after = negotiation_steps(c, policy);
    steps.insert(steps.end(), after.begin(), after.end());
    if (walk(c, steps, &policy)) accept(c, &policy);
  }

  const Site& site_;
  const Attempt& attempt_;
  const Rules& rules_;
  std::vector<RequestPolicy> request_policies_;
  std::vector<Policy> policies_;
  std::optional<int> minute_{};
  Verdict out_{};
  std::set<std::map<std::string, Denials>> denials_{};  // what each ending would leave
};

}  // namespace

Verdict judge_one(const Site& site, const Attempt& attempt, const Rules& rules) {
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
  // From exports: types 5, 4, 10, 3, 9 with EAP types 26 and 13; encryption is required.
  if (dialect == Dialect::nps) {
    out[0].profile.methods = {"EAP-MS-CHAP-v2", "EAP-TLS", "MS-CHAP-v2", "MS-CHAP-v2-CPW", "MS-CHAP", "MS-CHAP-CPW"};
    out[0].profile.encryption = {"basic", "strong", "strongest"};
    out[1].profile.methods = {"MS-CHAP", "MS-CHAP-v2", "MS-CHAP-CPW", "MS-CHAP-v2-CPW"};  // also from exports
  }
  return out;
}

std::vector<Policy> policies_in_order(const Site& site) {
  std::vector<Policy> out = site.has_builtin_policies ? builtin_policies(site.dialect) : site.policies;
  std::stable_sort(out.begin(), out.end(),
                   [](const Policy& a, const Policy& b) { return a.order.value_or(0) < b.order.value_or(0); });
  return out;
}

}  // namespace rapsim::oracle
