// Conditions on attributes that no request to this server has.
#include "analysis/lint_site.hpp"

namespace rapsim {
namespace {

/// Attempts that the rule may match come through a tunnel.
bool is_for_vpn_only(const LintSite& site, const RuleView& rule) {
  constexpr std::string_view kVirtual = "5";
  bool has_condition = false;
  for (const Condition& condition : rule.rule->conditions)
    has_condition = has_condition || attribute(condition.attribute).name == "Tunnel-Type" ||
                    attribute(condition.attribute).name == "NAS-Port-Type";
  if (!has_condition || !may_match(site, rule, "NAS-Port-Type", kVirtual)) return false;
  for (const Condition& condition : rule.rule->conditions)
    if (attribute(condition.attribute).name == "Tunnel-Type") return true;  // a call has none
  for (const NamedValue& value : kNasPortType.values)
    if (value.number != 5 && may_match(site, rule, "NAS-Port-Type", std::to_string(value.number))) return false;
  return true;
}

/// Why no request has it; empty when one may.
std::string missing_because(const LintSite& site, const RuleView& rule, AttributeId id) {
  const Attribute& row = attribute(id);
  const Slot slot = slot_of(id);
  if (row.client_only && site.site.server.provider.value == Provider::windows)
    return "RRAS decides itself, and only a RADIUS client gives it";
  if (slot.out_of_scope) return {};
  if (slot.fill == nullptr) return "RRAS never sends it";
  if (row.name == "Called-Station-Id" && is_for_vpn_only(site, rule))
    return "RRAS sends no number dialed for VPN, unless its ports have one set";
  return {};
}

}  // namespace

void find_never_sent_attributes(const LintSite& site, Findings& out) {
  if (!site.is_only_server()) return;
  for (const std::vector<RuleView>* rules : {&site.policies, &site.request_policies})
    for (const RuleView& rule : *rules)
      for (const Condition& condition : rule.rule->conditions) {
        if (authenticates_itself(rule.rule->source.value)) continue;  // a gateway on the same computer
        if (attribute(condition.attribute).condition != ConditionKind::pattern) continue;
        const std::string why = missing_because(site, rule, condition.attribute);
        if (why.empty()) continue;
        Finding finding =
            finding_of("never-sent-attribute", rule, condition.where,
                       "no request of this server has " + std::string(attribute(condition.attribute).name) + ": " +
                           why + "; " + rule_text(rule) + " matches none",
                       "leave the condition out; or describe the access servers that send it under "
                       "`radius-clients`");
        finding.claim = Claim::never_decides;
        finding.is_of_own_server = true;
        out.push_back(std::move(finding));
      }
}

}  // namespace rapsim
