// The table of lints. Its order is that of `rapsim check --list`; ids are never changed.
#include "analysis/lints.hpp"

#include <algorithm>
#include <array>
#include <range/v3/algorithm/stable_sort.hpp>
#include <tuple>

#include "analysis/lint_site.hpp"
#include "base/text.hpp"

namespace rapsim {
namespace {

using enum FindingLevel;

// clang-format off
constexpr auto kLints = std::to_array<Lint>({
  {"unanchored-pattern", warning, false, find_unanchored_patterns,
   "a pattern matches more names or addresses than it seems to say",
   "A condition searches its pattern anywhere in the value and without case. `AP` is in LAPTOP-LAB, `10\\.1\\.` is in "
   "110.1.0.7, and `5` of NAS-Port-Type is in 15. It is reported where a value of this site is matched by accident beside one "
   "that is meant, for numbers of an enumeration, and for patterns that read like an address. A fragment that no value "
   "equals counts as meant.",
   "Tie the pattern to the begin with ^ and to the end with $, or to the begin only where everything that begins so is meant.",
   "semantics 3.3, TechNet cc737419; that nothing is tied by itself is inferred (G-17)"},
  {"unescaped-dot", warning, false, find_unescaped_dots,
   "a dot in an address pattern matches any character",
   "`^10.1.` is meant for 10.1.0.0 to 10.1.255.255, and matches 10.12.0.7 too: its second dot matches the 2. It is reported "
   "only with an address, of this site or made up, that really matches; `^192.0.2.7$` fits no other address and is left alone.",
   "Write a backslash before each dot: ^10\\.1\\.",
   "TechNet cc737419: a dot matches any character but newline"},
  {"name-in-number-pattern", warning, false, find_names_in_number_patterns,
   "MATCH compares a number with a name",
   "Conditions on enumerations see the decimal number, as in MATCH(\"NAS-Port-Type=^5$\"). A pattern that needs a letter "
   "matches no number: the condition is never true and its policy never matches.",
   "Use the readable form (`NAS-Port-Type: Virtual`), or the number between ^ and $.",
   "semantics 3.3; exports write numbers"},
  {"policy-after-unconditional", warning, false, find_after_unconditional,
   "a policy behind one that every attempt matches",
   "The first policy whose conditions all hold decides, and no later one is evaluated, whether it accepts or rejects. Behind a policy "
   "without conditions, or with hours that are always open and nothing else, no policy is ever reached. Disabled policies "
   "do not count.",
   "Move it before the other one, or delete it.",
   "TechNet cc785162; semantics 2.7"},
  {"shadowed-policy", warning, false, find_shadowed,
   "an earlier policy matches everything that this one matches",
   "Each condition of the earlier policy follows from a condition of the later one: the same or a narrower list of groups "
   "(nested memberships counted), narrower hours, the same or fewer values. So the earlier one always decides. Only what is "
   "sure is reported; policies that take it all only together are not found.",
   "Move the narrower policy before the wider one, or delete it.",
   "TechNet cc785162; semantics 2.7, 3.5"},
  {"schedule-never-open", warning, false, find_schedules_never_open,
   "hours that are open at no minute of the week",
   "A condition with such hours is never true. In the profile of a policy that grants they reject everybody who matches, "
   "with reason 68. In the profile of a policy that denies they keep out even accounts set to Allow: that is a known way "
   "to do it and is left alone.",
   "Write the hours that are meant, or permission: deny.",
   "semantics 2.9, 3.4"},
  {"schedules-exclude-each-other", warning, false, find_schedules_that_exclude,
   "two schedules of one policy have no minute in common",
   "All conditions must hold, so two with hours apart never do. Hours of the profile that lie outside of those of the "
   "condition reject whoever matches, with reason 68, and no later policy is tried.",
   "Keep the hours in one place.",
   "semantics 2.7, 2.9"},
  {"logon-hours-never-open", warning, false, find_logon_hours_never_open,
   "logon hours of an account that never come",
   "Authentication fails at every hour, with reason 37, and no policy can change that. 42 zeros in an export mean this.",
   "Write the hours that are meant, or disable the account.",
   "semantics 5.2, MS USER_INFO_1020"},
  {"empty-group", warning, false, find_empty_groups,
   "a condition asks for a group without members",
   "The group has no member, directly or by nesting, so it adds no account to the condition; of a list of groups the others still "
   "count. Of a condition for users or for computers only those count. A note for policies that deny: a group for "
   "emergencies may well be empty. Not reported for an incomplete directory, nor for one without accounts.",
   "Name the group that is meant, or add the members.",
   "semantics 3.2"},
  {"unused-group", note, false, find_unused_groups,
   "a group that no condition asks for",
   "Neither it nor a group above it is named by any condition, not even of a disabled policy: being in it changes nothing here.",
   "Delete it, or name it in a condition.",
   "semantics 3.2"},
  {"no-usable-method", error, false, find_no_usable_method,
   "a policy that grants, and no method with which it can be met",
   "Client and server agree on an authentication method before any policy is read. Where the server offers none of those "
   "that the profile allows, no attempt can meet the policy: the client ends with 734 or 919, or is rejected with reason 66. "
   "Reported only where no other access server can ask and no request policy replaces the list.",
   "Let the server offer a method of the profile, or allow one that it offers.",
   "semantics 6.4, E11; the troubleshooting document"},
  {"method-not-offered", warning, false, find_methods_not_offered,
   "a profile allows a method that the server does not offer",
   "It can never be used: the method is agreed on before any policy is read. Reported only where no other access server can ask.",
   "Add it to the server's methods, or leave it out of the profile.",
   "semantics 6.4"},
  {"weak-method", warning, false, find_weak_methods,
   "a weak authentication method is allowed",
   "PAP, SPAP, CHAP, MS-CHAP version 1, EAP-MD5, LAN Manager responses and no authentication at all: each can be read, "
   "turned back or broken, or gives no keys for encryption. Reported for lists that a policy that grants, or a request policy, "
   "writes out, where the method can be used.",
   "Allow EAP-TLS, PEAP or MS-CHAP v2 only.",
   "semantics 4.3, 4.5; RFC 2759 replaced RFC 2433"},
  {"no-encryption", warning, false, find_no_encryption,
   "a policy for VPN allows connections without encryption",
   "With `none` among the levels a PPTP client that asks for no encryption connects without. Reported for levels that a policy "
   "that grants writes out, if it may match a VPN connection. L2TP and SSTP bring their own encryption.",
   "encryption: [strong, strongest]",
   "semantics 4.5, RFC 2548 2.4.4"},
  {"encryption-without-keys", warning, false, find_encryption_without_keys,
   "encryption is required, and no method makes keys for it",
   "Keys of PPTP come from MS-CHAP and from EAP-TLS or PEAP. With PAP, SPAP, CHAP and EAP-MD5 there are none, so the "
   "connection ends with 741 or 742 after the accept.",
   "Allow MS-CHAP v2 or EAP-TLS.",
   "semantics 4.5, E12; RFC 3079"},
  {"allow-bypasses-deny", warning, false, find_allow_bypasses_deny,
   "a policy denies, and accounts set to Allow get in through it",
   "Allow of the dial-in tab beats Deny of a policy, as long as the policy does not ignore the account's dial-in "
   "properties. Reported with the accounts that may meet it: their groups fit, they are not disabled, and no policy before it "
   "decides for them for sure. Not reported with the reading policy-deny-beats-user-allow.",
   "ignore-user-dial-in-properties: true in the policy, or `policy` as the permission of the accounts.",
   "TechNet cc785162, cc772123; against it: cc732724 (G-20)"},
  {"expired-allow", warning, true, find_expired_allow,
   "an account has expired and is still set to Allow",
   "The expiry date keeps it out, and nothing else does: with a new date it is in again. Needs a date: `--today`.",
   "permission: policy, or delete the account.",
   "semantics 2.8, 5.2"},
  {"never-sent-attribute", warning, false, find_never_sent_attributes,
   "a condition on an attribute that no request has",
   "An absent attribute makes a condition false. RRAS that decides itself has no RADIUS client, so conditions on Client-* "
   "never hold; it sends no Called-Station-Id for VPN unless its ports have a number set. Reported only where no other access "
   "server can ask.",
   "Leave the condition out, or describe the access servers under `radius-clients`.",
   "MS-RNAP 4.1, semantics 6.5; gaps G-7"},
});
// clang-format on

}  // namespace

std::string_view level_name(FindingLevel level) {
  constexpr std::string_view kNames[] = {"note", "warning", "error"};
  return kNames[static_cast<std::size_t>(level)];
}

std::span<const Lint> lints() { return kLints; }

const Lint* find_lint(std::string_view id) {
  for (const Lint& row : kLints)
    if (equal_without_case(row.id, id)) return &row;
  return nullptr;
}

Findings find_all(const CompiledSite& compiled, std::optional<Instant> today) {
  const LintSite site(compiled, today);
  Findings out;
  for (const Lint& row : kLints)
    if (!row.needs_today || today) row.find(site, out);
  const auto place = [](const Finding& finding) {
    return std::tuple(finding.where.file, finding.where.line, finding.where.column);
  };
  ranges::stable_sort(out, {}, place);
  return out;
}

}  // namespace rapsim
