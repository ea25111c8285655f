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

/// The name in PEAP is not the one that rules could reach. Not known whether it is PEAP: not known which name it is.
Value new_name(const Case& c, const Manipulation& manipulation) {
  const Value name = rewritten(c.attempt.user, manipulation, c.rules);
  if (name.texts == c.attempt.user.texts || c.rules.peap_names_are_rewritten) return name;
  const Truth is_peap = uses(c, {"11"}) || uses_eap_type(c, 25);
  return is_peap == kTrue ? c.attempt.user : is_peap == kFalse ? name : Value::unknown();
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

Attempt rewritten(const Case& c) {
  Attempt out = c.attempt;
  if (c.request_policy == nullptr || !c.request_policy->manipulation) return out;
  const Manipulation& manipulation = *c.request_policy->manipulation;
  if (manipulation.attribute == "User-Name")
    out.user = new_name(c, manipulation);
  else
    put(out, manipulation.attribute,
        rewritten(attribute_value(c.site, c.attempt, manipulation.attribute, c.rules), manipulation, c.rules));
  return out;
}

/// What the remote servers answer, unless there is nobody to ask.
Steps remote_steps(const Case& c) {
  const std::vector<std::string> groups = c.site.remote_groups.value_or(std::vector<std::string>{});
  const bool exists = std::find(groups.begin(), groups.end(), c.request_policy->forward_to) != groups.end();
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
