#include "analysis/lint_site.hpp"

#include <algorithm>
#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/any_of.hpp>

#include "engine/compile/pattern_re2.hpp"

namespace rapsim {
LintSite::LintSite(const CompiledSite& from, std::optional<Instant> at) : compiled(from), site(*from.site), today(at) {
  if (site.policies_where.known())
    for (const PolicyIndex row : compiled.policy_order)
      if (site.policies[row].enabled.value)
        policies.push_back({&site.policies[row], &compiled.policies[row], row, kNoPolicy});
  std::vector<bool> is_seen(compiled.accounts->classes.size());
  for_each_account([&](const AccountView& account) {
    const auto row = static_cast<std::size_t>(account.properties - compiled.accounts->classes.data());
    if (!is_seen[row]) first_of_class_.push_back(account);
    is_seen[row] = true;
  });
  if (!site.request_policies_where.known()) return;
  for (PolicyIndex row = 0; row < site.request_policies.size(); ++row)
    if (site.request_policies[row].enabled.value)
      request_policies.push_back({&site.request_policies[row], &compiled.request_policies[row].rule, kNoPolicy, row});
}

void LintSite::for_each_class(const std::function<void(const AccountView&)>& visit) const {
  for (const AccountView& account : first_of_class_) visit(account);
}

void LintSite::for_each_account(const std::function<void(const AccountView&)>& visit) const {
  for (const User& user : site.directory->users)
    visit({&user, &compiled.accounts->classes[compiled.accounts->users.at(user.name).in_class], false});
  for (const User& computer : site.directory->computers)
    visit({&computer, &compiled.accounts->classes[compiled.accounts->computers.at(computer.name).in_class], true});
}

bool LintSite::is_only_server() const {
  if (!site.radius_clients_where.known())
    return site.dialect.value != Dialect::nps && site.server.provider.value == Provider::windows;
  const auto own = parse_ipv4(site.server.address.value);
  constexpr std::uint8_t kOneAddress = 32;
  return own && ranges::all_of(site.radius_clients, [&](const RadiusClient& client) {
           return client.network.value.prefix == kOneAddress && client.network.value.first == *own;
         });
}

bool LintSite::has_method_override() const {
  return ranges::any_of(request_policies, [&](const RuleView& rule) {
    return site.request_policies[rule.request_policy].authentication.is_given();
  });
}

bool LintSite::offers(Method method) const { return site.server.methods.value.has_type_of(method); }

bool LintSite::can_afford(std::size_t steps) const {
  const bool is_enough = steps <= steps_left_;
  steps_left_ = is_enough ? steps_left_ - steps : 0;
  return is_enough;
}

bool may_match(const LintSite& site, const RuleView& rule, std::string_view attribute_name, std::string_view value) {
  const AttributeId id = attribute_of(attribute_name);
  for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row)
    if (rule.rule->conditions[row].attribute == id && !holds_value(site.condition(rule, row), value)) return false;
  return true;
}

bool holds_value(const CompiledCondition& condition, std::string_view value) {
  return ranges::any_of(condition.equal, [&](const std::string& wanted) { return wanted == value; }) ||
         ranges::any_of(condition.patterns, [&](const auto& pattern) { return matches(*pattern, value); });
}

bool authenticates_itself(std::uint32_t source) {
  const NamedValue* kind = find_value(kAccessServerType, source);
  return kind != nullptr && (kind->name == "Terminal-Server-Gateway" || kind->name == "Health-Registration-Authority" ||
                             kind->name == "DHCP-server" || kind->name == "HCAP-server");
}

bool is_of_remote_access_server(const RuleView& rule) { return rule.compiled->source == "2"; }

std::string some_of(const std::vector<std::string>& texts, std::size_t most) {
  std::string out;
  const std::size_t shown = std::min(texts.size(), most);
  for (std::size_t i = 0; i < shown; ++i) {
    const bool is_last = i + 1 == shown && shown == texts.size();
    out += (i == 0 ? "" : is_last ? " and " : ", ") + ("`" + texts[i] + "`");
  }
  if (texts.size() > shown) out += " and " + std::to_string(texts.size() - shown) + " more";
  return out;
}

Finding finding_of(std::string_view id, const RuleView& rule, Span where, std::string message, std::string fix) {
  Finding out{.id = id, .where = where, .message = std::move(message), .fix = std::move(fix)};
  out.level = find_lint(id)->level;
  out.policy = rule.policy;
  out.request_policy = rule.request_policy;
  return out;
}

std::string rule_text(const RuleView& rule) {
  return (rule.policy != kNoPolicy ? "policy \"" : "request policy \"") + rule.rule->name + "\"";
}

}  // namespace rapsim
