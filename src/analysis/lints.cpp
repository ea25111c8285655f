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
   "Neither it nor a group above it is named by any condition, not even of a disabled policy: being in it changes nothing here. "
   "A policy with the group's name that asks for another one is pointed out.",
   "Delete it, or name it in a condition.",
   "semantics 3.2"},
  {"no-usable-method", error, false, find_no_usable_method,
   "a policy that grants, and no method with which it can be met",
   "Client and server agree on an authentication method before any policy is read. Where the server offers none of those "
   "that the profile allows, no attempt can meet the policy: the client ends with 734 or 919, or is rejected with reason 66. "
   "It is said of connections to the site's own server, and only where the site describes no RADIUS clients, or the policy is "
   "for tunnels or calls and the server is the only client or named by a condition; a gateway on the same computer has the same "
   "address. Not where a request policy replaces the list.",
   "Let the server offer a method of the profile, or allow one that it offers.",
   "semantics 6.4, E11; the troubleshooting document"},
  {"method-not-offered", warning, false, find_methods_not_offered,
   "a profile allows a method that the server does not offer",
   "No connection to the server uses it: the method is agreed on before any policy is read. Reported under the same "
   "conditions as no-usable-method.",
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
  {"secrets-differ", error, false, find_differing_secrets,
   "the shared secrets of the server and its RADIUS server differ",
   "Each side signs what it sends with the secret, and drops in silence what the other has signed with another one: to the "
   "server it looks as if there were no answer. A warning where another RADIUS server answers.",
   "Enter one secret on both sides; upper and lower case count.",
   "RFC 2865 3, RASERR 939; semantics 6.5"},
  {"radius-server-silent", error, false, find_silent_radius_servers,
   "a RADIUS server that cannot answer",
   "Its port is not one that it listens on, a filter on the way drops the request, it does not run, or it does not know this "
   "server as a client. A warning where another RADIUS server answers, and for accounting.",
   "See the finding: each reason has its own.",
   "RFC 2865 3; semantics 6.5"},
  {"server-not-a-client", error, false, find_server_no_client,
   "the policy server does not have this server as a RADIUS client",
   "The server asks by RADIUS, and its address is that of no RADIUS client: the policy server drops its requests without an "
   "answer. A RADIUS client with the server's name and another address is named.",
   "Correct the address on one side, or add the client.",
   "RFC 2865 3; semantics 6.5"},
  {"cannot-read-accounts", error, false, find_unreadable_accounts,
   "the server may not read the accounts of a domain",
   "A server that authenticates with Windows reads dial-in properties as a member of RAS and IAS Servers, in its own and in "
   "each trusted domain. Membership counts from the next start on. Reported for what the site says, never for defaults.",
   "Register the server in the domain and restart it.",
   "SEED; semantics 6.6"},
  {"pool-without-address", error, false, find_pools_without_address,
   "a static pool without an address for clients",
   "The server takes the first address of its pool for itself. A pool of one address leaves none.",
   "Give the pool one address more than there are clients at a time.",
   "SEED; semantics 6.3"},
  {"pool-without-route", warning, false, find_pools_without_route,
   "no route of the intranet leads to the static pool",
   "Addresses outside of the server's LAN need a route on the intranet's routers, or a routing protocol; otherwise clients "
   "connect, and no answer finds its way back. Reported only where the site gives the LAN's network.",
   "Add a route to the pool by way of the server, or use addresses of the LAN.",
   "SEED; semantics 8"},
  {"pool-taken", warning, false, find_taken_pools,
   "addresses of the static pool belong to others",
   "Hosts of the intranet have them, or a DHCP server leases them: answers go there, not to the client.",
   "Use addresses that no other host has.",
   "SEED; semantics 8"},
  {"no-dhcp", warning, false, find_adapters_without_dhcp,
   "addresses come by DHCP over an adapter where no DHCP server answers",
   "Clients then get addresses of 169.254.0.0/16 (APIPA), which reach nothing unless the intranet uses such addresses, too.",
   "Choose the adapter to the network with the DHCP server, or use a static pool.",
   "SEED; semantics 6.3"},
  {"no-network-access", warning, false, find_no_network_access,
   "clients reach the server only, not the intranet behind it",
   "The IP protocol of remote access is set to `this computer only`. Reported only where the site describes an intranet.",
   "network-access: true, unless that is meant.",
   "SEED; semantics 6.3, 8"},
  {"server-out-of-reach", error, false, find_unreachable_server,
   "no VPN client finds the way to the server, or no service is there",
   "Its name does not resolve to its address, no route leads to it, every packet is lost, the service is stopped, or remote "
   "access is off. Reported for what the site says, never for defaults.",
   "See the finding: each reason has its own.",
   "SEED; semantics 6.1, 7.2"},
  {"no-inbound-port", error, false, find_closed_ports,
   "policies grant VPN connections, and no port is for inbound ones",
   "No type of tunnel has both ports and `inbound: true`. One type alone is often closed on purpose, and left alone unless a "
   "policy asks for it.",
   "inbound: true, and a count, for the types that clients use.",
   "SEED; semantics 6.2"},
  {"tunnel-not-served", warning, false, find_unserved_tunnels,
   "a policy for a type of tunnel that the server does not offer",
   "The policy grants over types of tunnel only for which the server has no inbound port, or whose packets something drops: "
   "none of its VPN clients ever comes to the policy. Policies that other access servers can meet are left alone.",
   "Offer the type, or name one that is offered in the condition.",
   "SEED; semantics 6.2, 7"},
  {"tunnel-blocked", warning, false, find_blocked_tunnels,
   "something on the way drops what a type of tunnel needs",
   "The server has inbound ports of the type by its settings, and a device or a filter of its Internet interface drops packets "
   "without which no such tunnel comes up: PPTP needs TCP 1723 and GRE, L2TP UDP 500 and ESP (UDP 4500 behind a NAT), SSTP "
   "TCP 443. Filters that ask for addresses which the site does not tell are not counted.",
   "Let the packets pass both ways, or offer no ports of the type.",
   "SEED, KB888201, KB 310111; semantics 6.7, 7.2"},
  {"ipsec-not-ready", warning, false, find_l2tp_without_ipsec,
   "L2TP is offered, and IPsec does not work",
   "The policy agent is stopped, or there is neither a valid certificate of the computer nor a preshared key: no L2TP "
   "connection comes up.",
   "Start the policy agent; install a certificate that clients trust, or set a preshared key.",
   "SEED; semantics 7.1"},
  {"rewrite-without-account", warning, false, find_rules_without_account,
   "rewrite rules of a request policy make names that no account has",
   "The rules change User-Name before the account is looked up. Every name that an account of the site may come in with, in the "
   "forms that the conditions take, is tried; reported when none of them ends as the name of an account. Not reported for a "
   "directory that is not complete, nor for requests that are forwarded.",
   "Let the rules leave a name that the directory has.",
   "semantics 2.3, 2.4"},
  {"own-names-forwarded", warning, false, find_forwarded_own_names,
   "a request policy for a foreign realm takes names of this site",
   "Its pattern matches names of accounts of this very site, which it then forwards, or accepts unseen. Reported with such a "
   "name, for conditions that name a realm, and only where no request policy before it takes the name.",
   "Name the foreign realm only, tied to `@` and to the end of the name.",
   "semantics 2.2, 3.3"},
  {"realm-at-begin", warning, false, find_realms_at_begin,
   "a pattern looks for a realm at the begin of a name",
   "`^partner\\.example` matches names that begin so. In a name like ann@partner.example the realm comes at the end.",
   "Tie the realm to the end: @partner\\.example$",
   "semantics 2.3, 3.3"},
  {"realm-behind", warning, false, find_realms_behind,
   "a request policy without a condition on names comes before one that changes or forwards names",
   "The first request policy that matches decides. One for a kind of access takes all names that come by it, also those of a "
   "realm that a later one strips or forwards; no account has such a name.",
   "Move the one for the realm up.",
   "semantics 2.2, 2.7"},
  {"default-domain-without-accounts", warning, false, find_missing_default_domain,
   "the default domain has none of the accounts",
   "A name that is typed without a domain is looked up in the default domain. Reported when no user of the directory's own "
   "domain is found by name alone, and those are the majority.",
   "Set the default domain to that of the users.",
   "semantics 2.4"},
  {"no-request-policy", warning, false, find_missing_request_policies,
   "no request policy is for a kind of access that the policies serve",
   "A policy that grants names a NAS-Port-Type (or a tunnel) that no enabled request policy takes for any name of an account: "
   "such requests end with reason 49, and no policy is asked.",
   "Add the NAS-Port-Type to a request policy, or add one.",
   "semantics 2.2; TechNet dd197464"},
  {"unchecked-accept", warning, false, find_unchecked_accepts,
   "a request policy accepts without authentication behind a loose pattern",
   "`provider: none` accepts whoever matches, without a password, an account or a policy. Reported where nothing ties the "
   "pattern of a calling number or a called station, or where it also matches what another rule of the site asks for.",
   "Match the whole value that is meant, from ^ to $.",
   "semantics 2.2, 3.3"},
  {"groups-without-common-member", warning, false, find_groups_without_common_member,
   "no account is in the groups of two conditions at once",
   "All conditions must hold, so two conditions on groups ask for members of both. Each has members, and no account is in both, "
   "by nesting neither. Not reported for a directory that is not complete; a note for policies that deny.",
   "Where one of the groups is enough, write one condition with a list.",
   "semantics 3.2, 3.5"},
  {"unconditional-grant", warning, false, find_unconditional_grants,
   "a policy grants, and keeps no account out",
   "It has no condition but hours that are always open or MS-RAS-Vendor, which every Microsoft access server sends. Reported "
   "where other policies that grant name groups, and where the accounts leave it to the policies.",
   "permission: deny for a policy at the end, or a condition on groups.",
   "TechNet cc785162; semantics 2.7, 2.8"},
  {"denial-behind-grant", warning, false, find_denials_behind_grants,
   "a policy denies groups whose members an earlier one lets in",
   "The first policy that matches decides. The one that denies asks for groups only, so it is meant for all times and ways; "
   "reported with accounts that an earlier policy grants access for another group.",
   "Move the one that denies to the front.",
   "TechNet cc785162; semantics 2.7"},
  {"disabled-only-policy", note, false, find_disabled_only_policies,
   "the only policy for some accounts is disabled",
   "The accounts are in a group that it grants access, and no enabled policy that grants is for them.",
   "Enable it, if they are to get in.",
   "semantics 2.7"},
  {"hours-at-night", note, false, find_hours_at_night,
   "hours that run over midnight, and no other policy for the day",
   "`Mon-Fri 19:00-07:00` is open from the evening to the next morning. Reported where a policy that grants is open for ten "
   "hours or more over midnight, never between 08:00 and 18:00, and no other one grants the same groups access then.",
   "Swap begin and end, unless the night is meant.",
   "semantics 3.4"},
  {"account-kept-out", note, false, find_locked_out_accounts,
   "a policy is for an account whose own permission keeps it out",
   "The account is in a group that a policy grants access, and its dial-in permission is Deny, or is not set in a mixed domain; "
   "no policy that ignores the account's dial-in properties lets it in, and none keeps it out before. It may well be meant.",
   "permission: policy (mixed domain: allow), if the account is to get in.",
   "MS cc785162; semantics 2.8"},
  {"password-not-changeable", note, false, find_unchangeable_passwords,
   "a password must be changed, and no policy allows it",
   "The account's password must be changed or has expired. A change while connecting needs MS-CHAP-CPW or MS-CHAP-v2-CPW in the "
   "profile; no policy for the account has one of them, nor a method without a password.",
   "Change the password at the domain, or allow the change.",
   "semantics 5.3"},
  {"network-as-pattern", warning, false, find_cidr_patterns,
   "a network is written where a pattern is read",
   "Conditions on addresses are patterns. `10.1.0.0/16` looks for a slash, which no address has.",
   "Write a pattern: ^10\\.1\\.",
   "semantics 3.3, TechNet cc737419"},
  {"no-such-client", warning, false, find_values_of_nobody,
   "a condition asks for a RADIUS client that the site does not have",
   "Client-Friendly-Name is the name in the list of RADIUS clients. The pattern matches none of them.",
   "Name a client that is in the list.",
   "semantics 3.1, 6.5"},
  {"similar-value", warning, false, find_similar_values,
   "two conditions ask for names that differ in one letter",
   "Of the names of networks and access servers in conditions, two differ by a separator, by letters that are swapped, doubled or "
   "missing, or by one letter within a word. Names that differ in digits, or in a letter at their end, are taken for a series.",
   "Write both alike, or allow the finding.",
   "semantics 3.3"},
  {"vlan-without-companions", warning, false, find_vlans_without_companions,
   "a VLAN is returned without the attributes that it needs",
   "Access points and switches use Tunnel-Private-Group-ID only together with Tunnel-Type VLAN and Tunnel-Medium-Type 802.",
   "Return all three.",
   "RFC 3580 3.31"},
  {"gateway-without-none", warning, false, find_gateways_with_methods,
   "a policy for a gateway that authenticates by itself wants a method",
   "A Remote Desktop gateway, and other access servers of such a source, authenticate their users themselves and ask the policy "
   "server for authorization only, without a method.",
   "Add None to the methods of the profile.",
   "semantics 4.3"},
  {"shadowed-by-several", warning, false, find_shadowed_by_several,
   "earlier policies take every account that this one is for",
   "For each account of its groups, and each kind of port that it names, some earlier policy surely matches: its groups hold for "
   "the account, and its other conditions follow from those of this policy. Reported only for a complete directory, and not "
   "where all accounts are denied before, which may be meant.",
   "Move it up, or delete it.",
   "TechNet cc785162; semantics 2.7, 3.5"},
  {"static-address-astray", warning, false, find_astray_addresses,
   "the static address of an account that no answer finds, or that others have",
   "The address is on no network that a route of the intranet leads to, belongs to a host, or is that of another account, too. "
   "Routes and hosts are known only where the site describes its intranet.",
   "Use a free address of the LAN, or of a network with a route to this server.",
   "SEED; semantics 8"},
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
  for (const Lint& row : kLints) {
    site.begin_row();
    if (!row.needs_today || today) row.find(site, out);
  }
  const auto place = [](const Finding& finding) {
    return std::tuple(finding.where.file, finding.where.line, finding.where.column);
  };
  ranges::stable_sort(out, {}, place);
  return out;
}

}  // namespace rapsim
