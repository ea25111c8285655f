// Connection request policies: the built-in one, forwarding, find and replace. Source: semantics.md 2.2, 2.3.
#include <algorithm>

#include "tests/oracle/slow_case.hpp"

namespace rapsim::oracle {
namespace {

/// Every value of an attribute, rewritten by each rule in turn.
Value rewritten(Value value, const Manipulation& manipulation, const Rules& rules) {
  for (std::string& text : value.texts)
    for (const Replacement& rule : manipulation.rules) text = replaced(text, rule, rules);
  return value;
}

/// The name in PEAP is not the one that rules could reach.
std::vector<Value> new_names(const Case& c, const Manipulation& manipulation) {
  const Value name = rewritten(c.attempt.user, manipulation, c.rules);
  const Truth is_peap = c.rules.peap_names_are_rewritten ? kFalse : uses(c, {"11"}) || uses_eap_type(c, 25);
  std::vector<Value> out;
  if (is_peap.can_be_false) out.push_back(name);
  if (is_peap.can_be_true && (out.empty() || name.texts != c.attempt.user.texts)) out.push_back(c.attempt.user);
  return out;
}

void put(Attempt& attempt, const std::string& attribute, Value value) {
  for (auto& [name, old] : attempt.attributes)
    if (name == attribute) {
      old = std::move(value);
      return;
    }
  attempt.attributes.emplace_back(attribute, std::move(value));
}

}  // namespace

std::vector<RequestPolicy> request_policies_in_order(const Site& site) {
  if (!has_request_policies(site)) return {};
  RequestPolicy builtin;
  builtin.rule.name = "Use Windows authentication for all users";
  builtin.rule.conditions = {{.attribute = "Day-And-Time-Restrictions", .values = {"always"}}};
  auto out = site.request_policies.value_or(std::vector<RequestPolicy>{builtin});
  std::stable_sort(out.begin(), out.end(), [](const RequestPolicy& a, const RequestPolicy& b) {
    return a.rule.order.value_or(0) < b.rule.order.value_or(0);
  });
  return out;
}

std::vector<Attempt> rewritten(const Case& c) {
  std::vector<Attempt> out{c.attempt};
  if (c.request_policy == nullptr || !c.request_policy->manipulation) return out;
  const Manipulation& manipulation = *c.request_policy->manipulation;
  const std::string& attribute = manipulation.attribute;
  if (attribute == "User-Name") {
    const std::vector<Value> names = new_names(c, manipulation);
    out.resize(names.size(), c.attempt);
    for (std::size_t i = 0; i < names.size(); ++i) out[i].user = names[i];
  } else {
    put(out[0], attribute, rewritten(attribute_value(c.site, c.attempt, attribute, c.rules), manipulation, c.rules));
  }
  return out;
}

/// What the remote servers answer, unless there is nobody to ask.
Steps remote_steps(const Case& c) {
  const std::vector<std::string> groups = c.site.remote_groups.value_or(std::vector<std::string>{});
  const bool exists = std::any_of(groups.begin(), groups.end(), [&](const std::string& group) {
    return lowered(group) == lowered(c.request_policy->forward_to);
  });
  const auto step = [&](int reason, std::string cause, Truth happens) {
    return Step{"request-policy", Answer::reject, reason, std::move(cause), happens};
  };
  const int missing = c.rules.missing_group_is_no_answer ? 117 : 113;
  return {step(missing, "remote-group-missing", known(!exists)),
          step(112, "remote-radius-rejected", says(c, "remote-radius", {"reject"})),
          step(116, "remote-radius-unsendable", says(c, "remote-radius", {"unsendable"})),
          step(117, "remote-radius-timeout", says(c, "remote-radius", {"no-answer"})),
          step(118, "remote-radius-malformed", says(c, "remote-radius", {"malformed"}))};
}

}  // namespace rapsim::oracle
