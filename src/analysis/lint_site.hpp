// What the lints of a site have in common: its enabled rules, its accounts, its groups. Inside src/analysis only.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/lints.hpp"
#include "engine/compile/groups.hpp"

namespace rapsim {

/// An enabled policy or request policy.
struct RuleView {
  const Rule* rule = nullptr;
  const CompiledRule* compiled = nullptr;
  PolicyIndex policy = kNoPolicy, request_policy = kNoPolicy;  // one of both
};

struct AccountView {
  const User* user = nullptr;
  const UserClass* properties = nullptr;
  bool is_computer = false;
};

class LintSite {
 public:
  LintSite(const CompiledSite& compiled, std::optional<Instant> today);
  LintSite(const LintSite&) = delete;
  LintSite& operator=(const LintSite&) = delete;

  const CompiledSite& compiled;
  const Site& site;
  const std::optional<Instant> today;
  /// In the order in which they are tried; built-in ones are left out.
  std::vector<RuleView> policies{}, request_policies{};

  [[nodiscard]] const Policy& policy(const RuleView& rule) const { return site.policies[rule.policy]; }
  [[nodiscard]] const CompiledCondition& condition(const RuleView& rule, std::size_t row) const {
    return compiled.conditions[rule.compiled->first_condition + row];
  }
  /// Users, then computers.
  void for_each_account(const std::function<void(const AccountView&)>& visit) const;
  /// One account of each class: for rules that look at nothing else of an account.
  void for_each_class(const std::function<void(const AccountView&)>& visit) const;
  /// The group and all that its members are members of by that.
  [[nodiscard]] const std::vector<GroupIndex>& above(GroupIndex group) const {
    return compiled.accounts->groups->above(group);
  }
  /// The site describes no other access server than this RRAS server: it decides itself, or is the only RADIUS client.
  /// What follows is true of connections to it; another device may still ask with the server's address.
  [[nodiscard]] bool is_only_server() const;
  /// Whether a request policy replaces the methods of profiles.
  [[nodiscard]] bool has_method_override() const;
  /// Whether RRAS offers the method; a change of password runs inside its method.
  [[nodiscard]] bool offers(Method method) const;
  /// A bound on the work of each row that compares pairs, far above what any real site needs: files may be hostile.
  /// False once it is spent; what was not compared is then not reported.
  [[nodiscard]] bool can_afford(std::size_t steps) const;
  /// Before each row.
  void begin_row() const { steps_left_ = kStepsOfRow; }

 private:
  static constexpr std::size_t kStepsOfRow = 2'000'000;
  mutable std::size_t steps_left_ = kStepsOfRow;
  std::vector<AccountView> first_of_class_{};
};

/// Whether a rule may hold where the attribute has this value: no condition on the attribute excludes it.
bool may_match(const LintSite& site, const RuleView& rule, std::string_view attribute_name, std::string_view value);
/// Whether a condition that patterns or numbers decide holds for the value.
bool holds_value(const CompiledCondition& condition, std::string_view value);
/// Access servers of this source (MS-Network-Access-Server-Type) authenticate by themselves, and ask for authorization
/// only.
bool authenticates_itself(std::uint32_t source);
/// Its source is Remote access server: of connections that some RRAS server sends.
bool is_of_remote_access_server(const RuleView& rule);
/// `a, b, c and 12 more`, in backticks.
std::string some_of(const std::vector<std::string>& texts, std::size_t most = 5);
/// A finding of the row, about the rule.
Finding finding_of(std::string_view id, const RuleView& rule, Span where, std::string message, std::string fix);
/// `policy "VPN staff"`, `request policy "Partner"`
std::string rule_text(const RuleView& rule);

// The functions of the rows, by file.
void find_unanchored_patterns(const LintSite& site, Findings& out);
void find_unescaped_dots(const LintSite& site, Findings& out);
void find_names_in_number_patterns(const LintSite& site, Findings& out);
void find_after_unconditional(const LintSite& site, Findings& out);
void find_shadowed(const LintSite& site, Findings& out);
void find_schedules_never_open(const LintSite& site, Findings& out);
void find_schedules_that_exclude(const LintSite& site, Findings& out);
void find_logon_hours_never_open(const LintSite& site, Findings& out);
void find_empty_groups(const LintSite& site, Findings& out);
void find_unused_groups(const LintSite& site, Findings& out);
void find_methods_not_offered(const LintSite& site, Findings& out);
void find_no_usable_method(const LintSite& site, Findings& out);
void find_weak_methods(const LintSite& site, Findings& out);
void find_no_encryption(const LintSite& site, Findings& out);
void find_encryption_without_keys(const LintSite& site, Findings& out);
void find_allow_bypasses_deny(const LintSite& site, Findings& out);
void find_expired_allow(const LintSite& site, Findings& out);
void find_never_sent_attributes(const LintSite& site, Findings& out);
void find_differing_secrets(const LintSite& site, Findings& out);
void find_silent_radius_servers(const LintSite& site, Findings& out);
void find_server_no_client(const LintSite& site, Findings& out);
void find_unreadable_accounts(const LintSite& site, Findings& out);
void find_pools_without_address(const LintSite& site, Findings& out);
void find_pools_without_route(const LintSite& site, Findings& out);
void find_taken_pools(const LintSite& site, Findings& out);
void find_adapters_without_dhcp(const LintSite& site, Findings& out);
void find_no_network_access(const LintSite& site, Findings& out);
void find_unreachable_server(const LintSite& site, Findings& out);
void find_closed_ports(const LintSite& site, Findings& out);
void find_unserved_tunnels(const LintSite& site, Findings& out);
void find_blocked_tunnels(const LintSite& site, Findings& out);
void find_l2tp_without_ipsec(const LintSite& site, Findings& out);
void find_rules_without_account(const LintSite& site, Findings& out);
void find_forwarded_own_names(const LintSite& site, Findings& out);
void find_realms_at_begin(const LintSite& site, Findings& out);
void find_realms_behind(const LintSite& site, Findings& out);
void find_missing_default_domain(const LintSite& site, Findings& out);
void find_missing_request_policies(const LintSite& site, Findings& out);
void find_unchecked_accepts(const LintSite& site, Findings& out);
void find_groups_without_common_member(const LintSite& site, Findings& out);
void find_unconditional_grants(const LintSite& site, Findings& out);
void find_denials_behind_grants(const LintSite& site, Findings& out);
void find_disabled_only_policies(const LintSite& site, Findings& out);
void find_hours_at_night(const LintSite& site, Findings& out);
void find_vlans_without_companions(const LintSite& site, Findings& out);
void find_gateways_with_methods(const LintSite& site, Findings& out);
void find_locked_out_accounts(const LintSite& site, Findings& out);
void find_unchangeable_passwords(const LintSite& site, Findings& out);
void find_cidr_patterns(const LintSite& site, Findings& out);
void find_values_of_nobody(const LintSite& site, Findings& out);
void find_similar_values(const LintSite& site, Findings& out);
void find_shadowed_by_several(const LintSite& site, Findings& out);
void find_astray_addresses(const LintSite& site, Findings& out);

}  // namespace rapsim
