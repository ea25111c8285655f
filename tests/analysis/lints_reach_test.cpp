// What `rapsim check` finds in whom policies are for, in accounts, and in values that nobody sends.
#include "tests/analysis/lints_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

TEST_CASE("lints: groups of policies") {
  const LintRow rows[] = {
      {"two conditions, and nobody in both", "groups-without-common-member",
       "directory: { groups: { A: {}, B: {} }, users: { ann: { groups: [A] }, bob: { groups: [B] } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }, { Windows-Groups: B }] }]\n",
       "3:80", "no account is in `A` and in `B`"},
      {"somebody by nesting", "groups-without-common-member",
       "directory: { groups: { A: {}, B: { member-of: [A] } }, users: { ann: { groups: [A] }, bob: { groups: [B] } } "
       "}\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }, { Windows-Groups: B }] }]\n",
       "", ""},
      {"a list", "groups-without-common-member",
       "directory: { groups: { A: {}, B: {} }, users: { ann: { groups: [A] }, bob: { groups: [B] } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: [A, B] }] }]\n",
       "", ""},
      {"memberships are not all known", "groups-without-common-member",
       "directory: { complete: false, groups: { A: {}, B: {} }, users: { ann: { groups: [A] }, bob: { groups: [B] } } "
       "}\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }, { Windows-Groups: B }] }]\n",
       "", ""},
      {"an empty group is another finding", "groups-without-common-member",
       "directory: { groups: { A: {}, B: {} }, users: { ann: { groups: [A] } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }, { Windows-Groups: B }] }]\n",
       "", ""},
      {"a denial waits for such an account", "groups-without-common-member",
       "directory: { groups: { A: {}, B: {} }, users: { ann: { groups: [A] }, bob: { groups: [B] } } }\n"
       "policies: [{ name: P, permission: deny, conditions: [{ Windows-Groups: A }, { Windows-Groups: B }] }]\n",
       "3:79 note", ""},
      {"a denial behind", "denial-behind-grant",
       "directory: { groups: { A: {}, Left: {} }, users: { ann: { groups: [A] }, bob: { groups: [A, Left] } } }\n"
       "policies:\n  - { name: P, permission: grant, conditions: [{ Windows-Groups: A }, { NAS-Port-Type: Virtual }] "
       "}\n"
       "  - { name: Gone, permission: deny, conditions: [{ Windows-Groups: Left }] }\n",
       "5:5", "\"P\", which grants, comes first: `bob` may get in by that"},
      {"a denial in front", "denial-behind-grant",
       "directory: { groups: { A: {}, Left: {} }, users: { ann: { groups: [A] }, bob: { groups: [A, Left] } } }\n"
       "policies:\n  - { name: Gone, permission: deny, conditions: [{ Windows-Groups: Left }] }\n"
       "  - { name: P, permission: grant, conditions: [{ Windows-Groups: A }, { NAS-Port-Type: Virtual }] }\n",
       "", ""},
      {"nobody is in both", "denial-behind-grant",
       "directory: { groups: { A: {}, Left: {} }, users: { ann: { groups: [A] }, bob: { groups: [Left] } } }\n"
       "policies:\n  - { name: P, permission: grant, conditions: [{ Windows-Groups: A }, { NAS-Port-Type: Virtual }] "
       "}\n"
       "  - { name: Gone, permission: deny, conditions: [{ Windows-Groups: Left }] }\n",
       "", ""},
      {"the rest of the same group", "denial-behind-grant",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A] } } }\n"
       "policies:\n  - { name: Day, permission: grant, conditions: [{ Windows-Groups: A }, { "
       "Day-And-Time-Restrictions: "
       "Mon 08:00-12:00 }] }\n"
       "  - { name: Other times, permission: deny, conditions: [{ Windows-Groups: A }] }\n",
       "", ""},
      {"a denial for one way", "denial-behind-grant",
       "directory: { groups: { A: {}, Left: {} }, users: { bob: { groups: [A, Left] } } }\n"
       "policies:\n  - { name: P, permission: grant, conditions: [{ Windows-Groups: A }, { NAS-Port-Type: Virtual }] "
       "}\n"
       "  - { name: Gone, permission: deny, conditions: [{ Windows-Groups: Left }, { NAS-Port-Type: Async }] }\n",
       "", ""},
      {"a grant for all", "unconditional-grant",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A] } } }\n"
       "policies:\n  - { name: P, permission: grant, conditions: [{ Windows-Groups: A }] }\n"
       "  - { name: Rest, permission: grant, conditions: [{ Day-And-Time-Restrictions: always }] }\n",
       "5:31", "keeps any account out"},
      {"a denial for all", "unconditional-grant",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A] } } }\n"
       "policies:\n  - { name: P, permission: grant, conditions: [{ Windows-Groups: A }] }\n"
       "  - { name: Rest, permission: deny, conditions: [{ Day-And-Time-Restrictions: always }] }\n",
       "", ""},
      {"no policy is for a group", "unconditional-grant",
       "directory: { users: { ann: {} } }\npolicies: [{ name: Rest, permission: grant }]\n", "", ""},
      {"each account has its own permission", "unconditional-grant",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A], dial-in: { permission: allow } } } }\n"
       "policies:\n  - { name: P, permission: grant, conditions: [{ Windows-Groups: A }] }\n"
       "  - { name: Rest, permission: grant }\n",
       "", ""},
      {"the only policy of a group is off", "disabled-only-policy",
       "dialect: nps\ndirectory: { groups: { A: {}, B: {} }, users: { ann: { groups: [A] }, bob: { groups: [B] } } }\n"
       "policies:\n  - { name: P, enabled: false, permission: grant, conditions: [{ Windows-Groups: A }] }\n"
       "  - { name: Q, permission: grant, conditions: [{ Windows-Groups: B }] }\n",
       "5:25", "no other policy grants access to `ann`"},
      {"another one is on", "disabled-only-policy",
       "dialect: nps\ndirectory: { groups: { A: {}, B: {} }, users: { ann: { groups: [A, B] } } }\n"
       "policies:\n  - { name: P, enabled: false, permission: grant, conditions: [{ Windows-Groups: A }] }\n"
       "  - { name: Q, permission: grant, conditions: [{ Windows-Groups: B }] }\n",
       "", ""},
      {"a group without members", "disabled-only-policy",
       "dialect: nps\ndirectory: { groups: { A: {}, B: {} }, users: { ann: { groups: [B] } } }\n"
       "policies:\n  - { name: P, enabled: false, permission: grant, conditions: [{ Windows-Groups: A }] }\n"
       "  - { name: Q, permission: grant, conditions: [{ Windows-Groups: B }] }\n",
       "", ""},
      {"two policies take all of a third", "shadowed-by-several",
       "directory: { groups: { A: {}, B: {}, C: {} }, users: { ann: { groups: [A, C] }, bob: { groups: [B, C] } } }\n"
       "policies:\n  - { name: P, permission: grant, conditions: [{ Windows-Groups: A }] }\n  - { name: Q, conditions: "
       "[{ Windows-Groups: "
       "B }] "
       "}\n"
       "  - { name: R, permission: grant, conditions: [{ Windows-Groups: C }, { NAS-Port-Type: Virtual }] }\n",
       "6:5", "each account of its groups is taken before it, by \"P\", \"Q\""},
      {"by kind of port", "shadowed-by-several",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A] } } }\n"
       "policies:\n  - { name: P, permission: grant, conditions: [{ NAS-Port-Type: Virtual }] }\n  - { name: Q, "
       "conditions: [{ "
       "NAS-Port-Type: "
       "Async }] }\n"
       "  - { name: R, permission: grant, conditions: [{ Windows-Groups: A }, { NAS-Port-Type: [Async, Virtual] }] }\n",
       "6:5", ""},
      {"the accounts are denied before", "shadowed-by-several",
       "directory: { groups: { A: {}, B: {}, C: {} }, users: { ann: { groups: [A, C] }, bob: { groups: [B, C] } } }\n"
       "policies:\n  - { name: P, conditions: [{ Windows-Groups: A }] }\n  - { name: Q, conditions: [{ Windows-Groups: "
       "B }] "
       "}\n"
       "  - { name: R, permission: grant, conditions: [{ Windows-Groups: C }] }\n",
       "", ""},
      {"one account is left", "shadowed-by-several",
       "directory: { groups: { A: {}, B: {}, C: {} }, users: { ann: { groups: [A, C] }, bob: { groups: [B, C] }, cid: "
       "{ "
       "groups: [C] } } }\n"
       "policies:\n  - { name: P, permission: grant, conditions: [{ Windows-Groups: A }] }\n  - { name: Q, conditions: "
       "[{ Windows-Groups: "
       "B }] "
       "}\n"
       "  - { name: R, permission: grant, conditions: [{ Windows-Groups: C }] }\n",
       "", ""},
      {"one kind of port is left", "shadowed-by-several",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A] } } }\n"
       "policies:\n  - { name: P, permission: grant, conditions: [{ NAS-Port-Type: Virtual }] }\n"
       "  - { name: R, permission: grant, conditions: [{ Windows-Groups: A }, { NAS-Port-Type: [Async, Virtual] }] }\n",
       "", ""},
      {"not all accounts are listed", "shadowed-by-several",
       "directory: { complete: false, groups: { A: {}, B: {}, C: {} }, users: { ann: { groups: [A, C] }, bob: { "
       "groups: [B, "
       "C] } } }\n"
       "policies:\n  - { name: P, permission: grant, conditions: [{ Windows-Groups: A }] }\n  - { name: Q, conditions: "
       "[{ Windows-Groups: "
       "B }] "
       "}\n"
       "  - { name: R, permission: grant, conditions: [{ Windows-Groups: C }] }\n",
       "", ""},
      {"a policy with the name of an unused group", "unused-group",
       "directory: { groups: { Sales: {}, Stock: {} }, users: { ann: { groups: [Sales] }, bob: { groups: [Stock] } } "
       "}\n"
       "policies: [{ name: Sales over VPN, permission: grant, conditions: [{ Windows-Groups: Stock }] }]\n",
       "2:24", "policy \"Sales over VPN\" has its name, and asks for `Stock`"},
      {"a policy with a name like it", "unused-group",
       "directory: { groups: { Sales: {}, Stock: {} }, users: { ann: { groups: [Sales] }, bob: { groups: [Stock] } } "
       "}\n"
       "policies: [{ name: Salesmen, permission: grant, conditions: [{ Windows-Groups: Stock }] }]\n",
       "2:24", "nor for a group that it is a member of"},
  };
  check_rows(rows);
}

TEST_CASE("lints: hours that run over midnight") {
  const LintRow rows[] = {
      {"begin and end swapped", "hours-at-night",
       "policies: [{ name: P, permission: grant, conditions: [{ Day-And-Time-Restrictions: Mon-Fri 19:00-07:00 }] }]\n",
       "2:57", "never between 08:00 and 18:00"},
      {"a night shift", "hours-at-night",
       "policies: [{ name: P, permission: grant, conditions: [{ Day-And-Time-Restrictions: Mon-Fri 22:00-06:00 }] }]\n",
       "", ""},
      {"a denial at night", "hours-at-night",
       "policies: [{ name: P, permission: deny, conditions: [{ Day-And-Time-Restrictions: Mon-Fri 19:00-07:00 }] }]\n",
       "", ""},
      {"another policy for the day", "hours-at-night",
       "policies: [{ name: P, permission: grant, conditions: [{ Day-And-Time-Restrictions: Mon-Fri 19:00-07:00 }] }, { "
       "name: Q, permission: grant, conditions: [{ Day-And-Time-Restrictions: Mon-Fri 07:00-19:00 }] }]\n",
       "", ""},
      {"another policy for other groups", "hours-at-night",
       "directory: { groups: { A: {}, B: {} }, users: { ann: { groups: [A] }, bob: { groups: [B] } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }, { Day-And-Time-Restrictions: "
       "Mon-Fri "
       "19:00-07:00 }] }, { name: Q, permission: grant, conditions: [{ Windows-Groups: B }] }]\n",
       "3:80", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: accounts that no policy lets in") {
  const LintRow rows[] = {
      {"Deny", "account-kept-out",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A], dial-in: { permission: deny } }, bob: { groups: "
       "[A] } "
       "} }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }] }]\n",
       "2:85", "`ann` is in a group that policy \"P\" grants access"},
      {"two of one policy", "account-kept-out",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A], dial-in: { permission: deny } }, bob: { groups: "
       "[A], "
       "dial-in: { permission: deny } } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }] }]\n",
       "2:85", "`ann` and `bob` are in a group"},
      {"a policy that ignores it", "account-kept-out",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A], dial-in: { permission: deny } } } }\n"
       "policies: [{ name: P, permission: grant, ignore-user-dial-in-properties: true, conditions: [{ Windows-Groups: "
       "A }] "
       "}]\n",
       "", ""},
      {"a policy keeps it out", "account-kept-out",
       "directory: { groups: { A: {}, Left: {} }, users: { ann: { groups: [A, Left], dial-in: { permission: deny } } } "
       "}\n"
       "policies: [{ name: Gone, permission: deny, conditions: [{ Windows-Groups: Left }] }, { name: P, permission: "
       "grant, "
       "conditions: [{ Windows-Groups: A }] }]\n",
       "", ""},
      {"no policy is for it", "account-kept-out",
       "directory: { groups: { A: {} }, users: { ann: { dial-in: { permission: deny } } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }] }]\n",
       "", ""},
      {"disabled besides", "account-kept-out",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A], dial-in: { permission: deny }, account: { "
       "disabled: "
       "true } } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }] }]\n",
       "", ""},
      {"nothing set in a mixed domain", "account-kept-out",
       "directory: { domain: { mode: mixed }, groups: { A: {} }, users: { ann: { groups: [A] } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }] }]\n",
       "2:67", "in a mixed domain denies"},
      {"a new password and no way to set it", "password-not-changeable",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A], account: { password: { must-change: true } } } } "
       "}\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }], profile: { authentication: "
       "[MS-CHAP-v2] } }]\n",
       "2:98", "the password of `ann` must be changed"},
      {"a profile that allows the change", "password-not-changeable",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A], account: { password: { must-change: true } } } } "
       "}\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }], profile: { authentication: "
       "[MS-CHAP-v2, MS-CHAP-v2-CPW] } }]\n",
       "", ""},
      {"a certificate", "password-not-changeable",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A], account: { password: { must-change: true } } } } "
       "}\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }], profile: { authentication: "
       "[EAP-TLS, "
       "MS-CHAP-v2] } }]\n",
       "", ""},
      {"a port that nobody has keeps out those set to Allow", "allow-bypasses-deny",
       "directory: { groups: { Left: {} }, users: { ann: { groups: [Left], dial-in: { permission: allow } } } }\n"
       "policies: [{ name: P, permission: deny, conditions: [{ Windows-Groups: Left }], profile: { nas-port-types: "
       "[X.25] } "
       "}]\n",
       "", ""},
      {"a port that somebody has", "allow-bypasses-deny",
       "directory: { groups: { Left: {} }, users: { ann: { groups: [Left], dial-in: { permission: allow } } } }\n"
       "policies: [{ name: P, permission: deny, conditions: [{ Windows-Groups: Left }], profile: { nas-port-types: "
       "[Virtual] } }]\n",
       "3:35", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: values that nobody sends") {
  const LintRow rows[] = {
      {"a network", "network-as-pattern",
       "dialect: nps\npolicies: [{ name: P, conditions: [{ NAS-IP-Address: 10.1.0.0/16 }] }]\n", "3:54",
       "no address holds a `/`"},
      {"a network with ties and escapes", "network-as-pattern",
       "policies: [{ name: P, conditions: [{ Calling-Station-Id: '^192\\.0\\.2\\.0/24$' }] }]\n", "2:59", ""},
      {"a pattern", "network-as-pattern",
       "policies: [{ name: P, conditions: [{ Calling-Station-Id: '^192\\.0\\.2\\.' }] }]\n", "", ""},
      {"a called number with a slash", "network-as-pattern",
       "policies: [{ name: P, conditions: [{ Calling-Station-Id: '^0732/555' }] }]\n", "", ""},
      {"a client that is not there", "no-such-client",
       "radius-clients: { AP-NORTH: { address: 192.0.2.1 } }\n"
       "policies: [{ name: P, conditions: [{ Client-Friendly-Name: ^AP-NROTH$ }] }]\n",
       "3:38", "there is `AP-NORTH`"},
      {"a client that is there", "no-such-client",
       "radius-clients: { AP-NORTH: { address: 192.0.2.1 } }\n"
       "policies: [{ name: P, conditions: [{ Client-Friendly-Name: ^ap- }] }]\n",
       "", ""},
      {"clients are not described", "no-such-client",
       "policies: [{ name: P, conditions: [{ Client-Friendly-Name: ^AP }] }]\n", "", ""},
      {"another separator", "similar-value",
       "policies:\n  - { name: P, conditions: [{ Called-Station-Id: ':C-STAFF$' }] }\n"
       "  - { name: Q, conditions: [{ Called-Station-Id: ':C-STAFF$' }] }\n"
       "  - { name: R, conditions: [{ Called-Station-Id: ':C_STAFF$' }] }\n",
       "5:51", "differs in one letter from `:C-STAFF$`"},
      {"two letters swapped", "similar-value",
       "policies:\n  - { name: P, conditions: [{ Called-Station-Id: ':STAFF$' }] }\n"
       "  - { name: Q, conditions: [{ Called-Station-Id: ':STFAF$' }] }\n",
       "4:51", ""},
      {"a letter too few", "similar-value",
       "policies:\n  - { name: P, conditions: [{ Called-Station-Id: ':VISITORS$' }] }\n"
       "  - { name: Q, conditions: [{ Called-Station-Id: ':VISTORS$' }] }\n",
       "4:51", ""},
      {"the server's name misspelt", "similar-value",
       "server: { name: VPNGATE }\npolicies: [{ name: P, conditions: [{ NAS-Identifier: '^VPNGTAE$' }] }]\n", "3:55",
       "differs in one letter from `VPNGATE`, which the site declares"},
      {"the realm misspelt", "similar-value",
       "directory: { domain: { name: CORP, dns-name: contoso.example } }\n"
       "request-policies: [{ name: R, conditions: [{ User-Name: '@contso\\.example$' }] }]\n",
       "3:58", "`contoso.example`"},
      {"the realm, and another one", "similar-value",
       "directory: { domain: { name: CORP, dns-name: contoso.example } }\n"
       "request-policies: [{ name: R, conditions: [{ User-Name: ['@contoso\\.example$', '@fabrikam\\.example$'] }] "
       "}]\n",
       "", ""},
      {"names of a series", "similar-value",
       "policies:\n  - { name: P, conditions: [{ Called-Station-Id: ':SITE-1$' }] }\n"
       "  - { name: Q, conditions: [{ Called-Station-Id: ':SITE-2$' }] }\n"
       "  - { name: R, conditions: [{ Called-Station-Id: ':SITE-A$' }] }\n"
       "  - { name: S, conditions: [{ Called-Station-Id: ':SITE-B$' }] }\n",
       "", ""},
      {"other words", "similar-value",
       "policies:\n  - { name: P, conditions: [{ Called-Station-Id: ':LAB$' }] }\n"
       "  - { name: Q, conditions: [{ Called-Station-Id: ':LOB$' }] }\n"
       "  - { name: R, conditions: [{ Called-Station-Id: ':GUEST$' }] }\n",
       "", ""},
      {"a VLAN alone", "vlan-without-companions",
       "policies: [{ name: P, permission: grant, profile: { attributes: { Tunnel-Private-Group-ID: '301' } } }]\n",
       "2:67", "without Tunnel-Type: VLAN and Tunnel-Medium-Type: 802"},
      {"another type of tunnel", "vlan-without-companions",
       "policies: [{ name: P, permission: grant, profile: { attributes: { Tunnel-Type: L2TP, Tunnel-Medium-Type: "
       "'802', "
       "Tunnel-Private-Group-ID: '301' } } }]\n",
       "2:113", "without Tunnel-Type: VLAN:"},
      {"all three", "vlan-without-companions",
       "policies: [{ name: P, permission: grant, profile: { attributes: { Tunnel-Type: VLAN, Tunnel-Medium-Type: "
       "'802', "
       "Tunnel-Private-Group-ID: '301' } } }]\n",
       "", ""},
      {"a gateway with a method", "gateway-without-none",
       "dialect: nps\n"
       "policies: [{ name: P, source: Terminal-Server-Gateway, permission: grant, profile: { authentication: [EAP-TLS] "
       "} "
       "}]\n",
       "3:102", "authenticate by themselves"},
      {"a gateway without one", "gateway-without-none",
       "dialect: nps\n"
       "policies: [{ name: P, source: Terminal-Server-Gateway, permission: grant, profile: { authentication: [None] } "
       "}]\n",
       "", ""},
      {"a request policy allows none", "gateway-without-none",
       "dialect: nps\n"
       "request-policies: [{ name: R, source: Terminal-Server-Gateway, authentication: [None] }]\n"
       "policies: [{ name: P, source: Terminal-Server-Gateway, permission: grant, profile: { authentication: [EAP-TLS] "
       "} "
       "}]\n",
       "", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: what this server sends") {
  const LintRow rows[] = {
      {"a denial of all Microsoft servers before", "shadowed-policy",
       "dialect: nps\npolicies:\n  - { name: All, permission: deny, conditions: [{ MS-RAS-Vendor: 311 }] }\n"
       "  - { name: VPN, source: Remote-access-server, permission: grant, conditions: [{ NAS-Port-Type: Virtual }] }\n",
       "5:5", "all that a Microsoft access server sends"},
      {"for another source", "shadowed-policy",
       "dialect: nps\npolicies:\n  - { name: All, permission: deny, conditions: [{ MS-RAS-Vendor: 311 }] }\n"
       "  - { name: RDG, source: Terminal-Server-Gateway, permission: grant }\n",
       "", ""},
      {"of no source", "shadowed-policy",
       "dialect: nps\npolicies:\n  - { name: All, permission: deny, conditions: [{ MS-RAS-Vendor: 311 }] }\n"
       "  - { name: Other, permission: deny, conditions: [{ Day-And-Time-Restrictions: always }] }\n",
       "", ""},
      {"another policy names this server", "method-not-offered",
       "server: { name: RAS, address: 192.0.2.1, authentication: { provider: radius, methods: [MS-CHAP-v2] } }\n"
       "radius-clients: { RAS: { address: 192.0.2.1 }, AP: { address: 192.0.2.9 } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ NAS-Identifier: ^RAS$ }, { NAS-Port-Type: Virtual }], "
       "profile: { authentication: "
       "[EAP-TLS, MS-CHAP-v2] } }]\n",
       "4:139", "EAP-TLS is allowed"},
  };
  check_rows(rows);
}
