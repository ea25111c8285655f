// Authentication methods and encryption of profiles, against what the server offers and what the methods are worth.
#include <range/v3/algorithm/any_of.hpp>

#include "analysis/lint_site.hpp"
#include "base/text.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kVirtual = "5", kPptp = "1";  // NAS-Port-Type, Tunnel-Type as conditions see them

struct WeakMethod {
  Method method;
  std::string_view why;
};

// clang-format off
constexpr WeakMethod kWeakMethods[] = {
  {{1, 0},                          "sends the password as plain text"},
  {{kChap, 0},                      "makes no keys, and the server must store passwords so that they can be read"},
  {{kMsChap, 0},                    "can be broken with a recorded handshake, and does not prove who the server is"},
  {{kMsChapCpw, 0},                 "changes passwords with MS-CHAP version 1, which can be broken with a recorded handshake"},
  {{kAuthenticationEap, kEapMd5},   "makes no keys, and the server must store passwords so that they can be read"},
  {{kSpap, 0},                      "sends the password in a form that can be turned back"},
  {{kUnauthenticated, 0},           "lets in whoever asks"},
};
// clang-format on

const WeakMethod* weakness_of(Method method) {
  for (const WeakMethod& weak : kWeakMethods)
    if (weak.method == method) return &weak;
  return nullptr;
}

std::string label(Method method) { return std::string(name_of(method).label); }

/// MPPE keys come from MS-CHAP and from EAP types other than MD5 (RFC 3079).
bool makes_keys(Method method) {
  if (is_eap(method.type)) return method.eap != kEapMd5;
  return method.type == kMsChap || method.type == kMsChapV2 || method.type == kMsChapCpw || method.type == kMsChapV2Cpw;
}

/// The server's list, if the site gives one.
FindingPlace offered_by(const LintSite& site) {
  const auto& methods = site.site.server.methods;
  return {methods.where, "what the server offers"};
}

std::string offered_text(const LintSite& site) {
  std::string out;
  for (const ListedMethod& listed : site.site.server.methods.value.methods) add_item(out, label(listed.method));
  if (out.empty()) out = "nothing";
  return out + (site.site.server.methods.is_given() ? "" : " (the default of the dialect)");
}

bool has_usable_method(const LintSite& site, const Policy& policy) {
  return ranges::any_of(policy.profile.authentication.value.methods,
                        [&](const ListedMethod& listed) { return site.offers(listed.method); });
}

/// Whom the list lets in matters only where the list counts, and the policy may let somebody in.
bool is_list_in_force(const LintSite& site, const Policy& policy) {
  return policy.profile.authentication.is_given() && !site.has_method_override();
}

/// A condition that this server meets, and no other access server of the site as far as the site tells.
bool names_own_server(const LintSite& site, const RuleView& rule) {
  const Server& server = site.site.server;
  const auto own = parse_ipv4(server.address.value);
  for (std::size_t row = 0; row < rule.rule->conditions.size(); ++row) {
    const std::string_view name = attribute(rule.rule->conditions[row].attribute).name;
    const CompiledCondition& condition = site.condition(rule, row);
    if (name == "NAS-Identifier" && server.name.is_given() && holds_value(condition, server.name.value)) {
      const auto holds = [&](const RadiusClient& client) {
        return !equal_without_case(client.name, server.name.value) && holds_value(condition, client.name);
      };
      if (!ranges::any_of(site.site.radius_clients, holds)) return true;
    }
    if (name != "Client-Friendly-Name" || !own) continue;
    bool is_own = false, is_other = false;
    for (const RadiusClient& client : site.site.radius_clients)
      if (holds_value(condition, client.name))
        (client.network.value.prefix == 32 && client.network.value.first == *own ? is_own : is_other) = true;
    if (is_own && !is_other) return true;
  }
  return false;
}

/// Of tunnels and calls, which RRAS takes: a gateway on the same computer has the same address and no such ports.
bool is_about_rras_ports(const LintSite& site, const RuleView& rule) {
  if (is_of_remote_access_server(rule)) return true;
  bool names_port = false;
  for (const Condition& condition : rule.rule->conditions) {
    const std::string_view name = attribute(condition.attribute).name;
    if (name == "Tunnel-Type") return true;
    names_port = names_port || name == "NAS-Port-Type";
  }
  constexpr std::string_view kOfOthers[] = {"15", "18", "19"};  // Ethernet, Wireless-Other, Wireless-IEEE-802.11
  return names_port && !ranges::any_of(kOfOthers, [&](std::string_view port) {
           return may_match(site, rule, "NAS-Port-Type", port);
         });
}

/// Whoever meets the rule has agreed on a method with this server, as far as the site tells.
bool is_for_this_server(const LintSite& site, const RuleView& rule) {
  if (authenticates_itself(rule.rule->source.value)) return false;
  if (site.is_only_server() && !site.site.radius_clients_where.known()) return true;
  return (site.is_only_server() || names_own_server(site, rule)) && is_about_rras_ports(site, rule);
}

std::string allowed_text(Method method) {
  return (method.type == kUnauthenticated ? "access without authentication" : label(method)) + " is allowed: it ";
}

void find_weak_in(const LintSite& site, const RuleView& rule, const MethodList& list, Findings& out) {
  for (const ListedMethod& listed : list.methods) {
    const WeakMethod* weak = weakness_of(listed.method);
    if (listed.method.type == kUnauthenticated && authenticates_itself(rule.rule->source.value)) continue;
    if (weak == nullptr || (site.is_only_server() && !site.offers(listed.method))) continue;
    out.push_back(finding_of("weak-method", rule, listed.where, allowed_text(listed.method) + std::string(weak->why),
                             "leave it out, and allow EAP-TLS, PEAP or MS-CHAP v2"));
  }
}

}  // namespace

void find_methods_not_offered(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.policies) {
    const Policy& policy = site.policy(rule);
    if (!is_for_this_server(site, rule)) continue;
    if (!is_list_in_force(site, policy) || !has_usable_method(site, policy)) continue;  // none: the row below
    for (const ListedMethod& listed : policy.profile.authentication.value.methods) {
      if (site.offers(listed.method)) continue;
      Finding finding =
          finding_of("method-not-offered", rule, listed.where,
                     label(listed.method) + " is allowed, but the server offers only " + offered_text(site) +
                         ": no connection to it meets " + rule_text(rule) + " with that method",
                     "add it to `server.authentication.methods`, or leave it out here");
      if (site.site.server.methods.is_given()) finding.related.push_back(offered_by(site));
      out.push_back(std::move(finding));
    }
  }
}

void find_no_usable_method(const LintSite& site, Findings& out) {
  if (site.has_method_override()) return;
  for (const RuleView& rule : site.policies) {
    const Policy& policy = site.policy(rule);
    if (!is_for_this_server(site, rule)) continue;
    if (!policy.grant.value || has_usable_method(site, policy)) continue;
    const Setting<MethodList>& list = policy.profile.authentication;
    const std::string wants = list.value.methods.empty() ? "the profile allows no method at all"
                                                         : "the server offers no method that the profile allows";
    Finding finding = finding_of(
        "no-usable-method", rule, list.is_given() ? list.where : rule.rule->where,
        wants + ": " + rule_text(rule) + " can accept no connection to this server; offered: " + offered_text(site),
        "allow a method that the server offers, or let the server offer one of these");
    finding.claim = Claim::never_lets_in;
    finding.is_of_own_server = true;  // another device with the server's address agrees on its own methods
    if (site.site.server.methods.is_given()) finding.related.push_back(offered_by(site));
    out.push_back(std::move(finding));
  }
}

void find_weak_methods(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.policies) {
    const Policy& policy = site.policy(rule);
    if (policy.grant.value && policy.profile.authentication.is_given())
      find_weak_in(site, rule, policy.profile.authentication.value, out);
  }
  for (const RuleView& rule : site.request_policies) {
    const RequestPolicy& policy = site.site.request_policies[rule.request_policy];
    if (policy.authentication.is_given()) find_weak_in(site, rule, policy.authentication.value, out);
  }
  const Server& server = site.site.server;
  if (server.allow_lm.is_given() && server.allow_lm.value && site.offers({kMsChap, 0}))
    out.push_back(finding_of("weak-method", {}, server.allow_lm.where,
                             "LAN Manager responses are allowed: a password is found from one within minutes",
                             "`allow-lm: false`, and MS-CHAP v2 for all clients"));
}

void find_no_encryption(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.policies) {
    const Policy& policy = site.policy(rule);
    const Setting<std::uint8_t>& levels = policy.profile.encryption;
    const bool is_for_vpn = may_match(site, rule, "NAS-Port-Type", kVirtual);
    if (!policy.grant.value || !levels.is_given() || (levels.value & kNoEncryption) == 0 || !is_for_vpn) continue;
    const std::string how = levels.value == kNoEncryption ? "no level but none is ticked: PPTP is never encrypted"
                                                          : "none is ticked: a client that asks for no encryption "
                                                            "connects over PPTP without";
    out.push_back(finding_of("no-encryption", rule, levels.where, how + " under " + rule_text(rule),
                             "`encryption: [strong, strongest]`"));
  }
}

void find_encryption_without_keys(const LintSite& site, Findings& out) {
  if (site.has_method_override()) return;
  for (const RuleView& rule : site.policies) {
    const Policy& policy = site.policy(rule);
    const Setting<std::uint8_t>& levels = policy.profile.encryption;
    const std::vector<ListedMethod>& methods = policy.profile.authentication.value.methods;
    const bool has_keys = ranges::any_of(methods, [&](const ListedMethod& listed) {
      return makes_keys(listed.method) && (!site.is_only_server() || site.offers(listed.method));
    });
    const bool is_required = levels.is_given() && (levels.value & kNoEncryption) == 0;
    const bool is_for_pptp =
        may_match(site, rule, "NAS-Port-Type", kVirtual) && may_match(site, rule, "Tunnel-Type", kPptp);
    if (!policy.grant.value || !is_required || !is_for_pptp || has_keys || methods.empty()) continue;
    if (authenticates_itself(rule.rule->source.value)) continue;
    Finding finding = finding_of("encryption-without-keys", rule, levels.where,
                                 "encryption is required, but no method that can be used makes keys for it: over PPTP "
                                 "no connection to this server gets through " +
                                     rule_text(rule) + " (741, 742)",
                                 "allow MS-CHAP v2, EAP-TLS or PEAP");
    finding.claim = Claim::never_connects;
    finding.is_of_own_server = true;
    if (policy.profile.authentication.is_given())
      finding.related.push_back({policy.profile.authentication.where, "the methods"});
    out.push_back(std::move(finding));
  }
}

}  // namespace rapsim
