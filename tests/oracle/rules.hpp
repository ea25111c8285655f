// One switch for each mistake that the comparison must be able to find (oracle_test.cpp). All off: semantics.md.
#pragma once

#include <string>
#include <string_view>

namespace rapsim::oracle {

struct Rules {
  // times, patterns, groups
  bool schedule_ends_late = false;
  bool day_zero_is_monday = false;
  bool pattern_is_anchored = false;
  bool pattern_minds_case = false;
  bool dot_takes_newline = false;
  bool every_value_must_match = false;
  bool every_group_is_needed = false;
  bool groups_do_not_nest = false;
  bool primary_group_does_not_count = false;
  bool computers_are_domain_users = false;
  bool user_groups_take_computers = false;
  bool machine_groups_take_users = false;
  bool absent_is_true = false;
  bool unknown_is_absent = false;

  // link, provider, request policies
  bool link_takes_any_method = false;
  bool link_minds_eap_types = false;
  bool access_server_has_a_link = false;
  bool access_server_is_rras = false;
  bool malformed_request_is_rejected = false;
  bool unknown_client_is_served = false;
  bool widest_network_wins = false;
  bool client_name_minds_case = false;
  bool client_has_no_vendor = false;
  bool no_request_policy_is_windows = false;
  bool last_request_policy_decides = false;
  bool new_name_is_matched = false;
  bool peap_names_are_rewritten = false;
  bool first_place_is_replaced = false;
  bool groups_are_not_put_back = false;
  bool none_validates = false;
  bool missing_group_is_no_answer = false;
  bool forwarding_always_maps = false;
  bool mapping_validates = false;

  // identity, lockout
  bool every_domain_is_ours = false;
  bool upn_suffixes_do_not_count = false;
  bool trusted_domains_do_not_count = false;
  bool trusted_accounts_are_ours = false;
  bool default_domain_does_not_count = false;
  bool computers_are_users = false;
  bool workgroup_has_foreign_users = false;
  bool workgroup_needs_controllers = false;
  bool catalog_comes_first = false;
  bool unlisted_users_are_unknown = false;
  bool denials_are_never_forgotten = false;
  bool lockout_comes_after_authentication = false;
  bool old_denials_count_on = false;
  bool extension_rejects_count = false;
  bool success_keeps_denials = false;

  // authentication
  bool password_comes_before_lockout = false;
  bool unknown_accounts_are_healthy = false;
  bool expiry_day_does_not_count = false;
  bool expiry_day_is_utc = false;
  bool logon_hours_are_local = false;
  bool md5_needs_nothing = false;
  bool eap_md5_is_no_md5 = false;
  bool lm_is_allowed = false;
  bool smart_cards_are_not_needed = false;
  bool certificates_are_passwords = false;
  bool eap_failures_reject = false;
  bool every_method_can_change = false;
  bool refused_change_must_change = false;
  bool expired_comes_before_must_change = false;
  bool blank_passwords_are_fine = false;
  bool extension_accept_validates = false;
  bool extension_accept_skips_constraints = false;
  bool extension_failure_rejects = false;
  bool arap_is_supported = false;

  // policy, permission, constraints
  bool disabled_policies_count = false;
  bool policy_source_does_not_count = false;
  bool last_match_decides = false;
  bool account_counts_when_ignored = false;
  bool mixed_domain_leaves_it_to_the_policy = false;
  bool hours_before_caller_id = false;
  bool caller_id_may_be_absent = false;
  bool override_adds_methods = false;
  bool override_does_not_count = false;
  bool any_change_method_will_do = false;
  bool change_needs_no_method = false;

  // negotiation
  bool access_server_negotiates = false;
  bool profile_is_blamed_first = false;
  bool every_method_has_keys = false;
  bool eap_md5_has_keys = false;
  bool l2tp_needs_keys = false;
  bool strengths_do_not_matter = false;
  bool maximum_takes_any_strength = false;
  bool new_clients_are_weak = false;
  bool callback_in_a_tunnel = false;
  bool callback_when_ignored = false;
  bool every_number_is_called = false;

  std::string_view ignored_reading{};  // this one has no effect
  std::string_view forced_reading{};   // this one is always on
};

inline constexpr std::string_view kReadings[] = {
    "account-state-first",        "constraints-before-permission",
    "logon-hours-leftmost-bit",   "lockout-exceeds",
    "mixed-domain-keeps-dial-in", "no-match-accepts-allowed",
    "no-request-policy-discards", "policy-deny-beats-user-allow",
    "source-two-passes",
};

}  // namespace rapsim::oracle
