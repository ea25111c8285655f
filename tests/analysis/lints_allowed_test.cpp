// What `rapsim check` finds in what a site allows: methods, encryption, accounts, and attributes that no request has.
#include "tests/analysis/lints_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

Instant instant(int year, unsigned month, unsigned day) {
  return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
}

}  // namespace

TEST_CASE("lints: methods") {
  const LintRow rows[] = {
      {"one that the server lacks", "method-not-offered",
       "server: { authentication: { methods: [MS-CHAP-v2] } }\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [EAP-TLS, MS-CHAP-v2] } }]\n",
       "3:70", "EAP-TLS is allowed, but the server offers only MS-CHAP v2"},
      {"EAP of any type", "method-not-offered",
       "server: { authentication: { methods: [EAP] } }\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [EAP-TLS, PEAP] } }]\n",
       "", ""},
      {"a change of password runs inside its method", "method-not-offered",
       "policies: [{ name: P, permission: grant, profile: { authentication: [MS-CHAP-v2, MS-CHAP-v2-CPW] } }]\n", "",
       ""},
      {"other access servers can ask", "method-not-offered",
       "server: { address: 192.0.2.1, authentication: { provider: radius, methods: [MS-CHAP-v2] } }\n"
       "radius-clients: { own: { address: 192.0.2.1 }, AP: { address: 192.0.2.9 } }\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [EAP-TLS, MS-CHAP-v2] } }]\n",
       "", ""},
      {"the only RADIUS client", "method-not-offered",
       "server: { address: 192.0.2.1, authentication: { provider: radius, methods: [MS-CHAP-v2] } }\n"
       "radius-clients: { own: { address: 192.0.2.1 } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ NAS-Port-Type: Virtual }], profile: { authentication: "
       "[EAP-TLS, MS-CHAP-v2] } }]\n",
       "4:112", ""},
      {"what else has the server's address", "method-not-offered",
       "server: { address: 192.0.2.1, authentication: { provider: radius, methods: [MS-CHAP-v2] } }\n"
       "radius-clients: { own: { address: 192.0.2.1 } }\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [EAP-TLS, MS-CHAP-v2] } }]\n",
       "", ""},
      {"a gateway on the same computer", "no-usable-method",
       "dialect: nps\nserver: { address: 192.0.2.1 }\nradius-clients: { own: { address: 192.0.2.1 } }\n"
       "policies: [{ name: P, source: Terminal-Server-Gateway, permission: grant, profile: { authentication: [None] } "
       "}]\n",
       "", ""},
      {"a network on the same computer's address", "no-usable-method",
       "dialect: nps\nserver: { address: 192.0.2.1 }\nradius-clients: { own: { address: 192.0.2.1 } }\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [PAP] } }]\n",
       "", ""},
      {"none is left", "no-usable-method",
       "server: { authentication: { methods: [MS-CHAP-v2] } }\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [EAP-TLS] } }]\n",
       "3:69", "can accept no connection to this server"},
      {"none is left is not told twice", "method-not-offered",
       "server: { authentication: { methods: [MS-CHAP-v2] } }\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [EAP-TLS] } }]\n",
       "", ""},
      {"the default list of a profile", "no-usable-method",
       "server: { authentication: { methods: [EAP] } }\npolicies: [{ name: P, permission: grant }]\n", "3:12", ""},
      {"an empty list", "no-usable-method",
       "policies: [{ name: P, permission: grant, profile: { authentication: [] } }]\n", "2:69", "no method at all"},
      {"a policy that denies", "no-usable-method",
       "policies: [{ name: P, permission: deny, profile: { authentication: [] } }]\n", "", ""},
      {"a request policy replaces the list", "no-usable-method",
       "server: { authentication: { methods: [PAP] } }\nrequest-policies: [{ name: R, authentication: [PAP] }]\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [EAP-TLS] } }]\n",
       "", ""},
      {"each weak one", "weak-method",
       "server: { authentication: { methods: [EAP, SPAP, PAP, CHAP, MS-CHAP, MS-CHAP-v2, None] } }\n"
       "policies:\n  - name: P\n    permission: grant\n    profile:\n      authentication:\n        - PAP\n"
       "        - SPAP\n        - CHAP\n        - MS-CHAP\n        - EAP-MD5\n        - None\n        - MS-CHAP-v2\n"
       "        - EAP-TLS\n        - EAP\n",
       "8:11; 9:11; 10:11; 11:11; 12:11; 13:11", "PAP is allowed: it sends the password as plain text"},
      {"no authentication, for a gateway that authenticates itself, and for everything", "weak-method",
       "dialect: nps\npolicies:\n"
       "  - { name: P, permission: grant, source: Terminal-Server-Gateway, profile: { authentication: [None] } }\n"
       "  - { name: Q, permission: grant, profile: { authentication: [None] } }\n",
       "5:63", "access without authentication is allowed"},
      {"not offered", "weak-method",
       "server: { authentication: { methods: [MS-CHAP-v2] } }\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [PAP, MS-CHAP-v2] } }]\n",
       "", ""},
      {"a policy that denies, and a default list", "weak-method",
       "policies: [{ name: P, permission: deny, profile: { authentication: [MS-CHAP] } }, { name: Q, permission: grant "
       "}]\n",
       "", ""},
      {"a request policy", "weak-method",
       "server: { authentication: { methods: [PAP] } }\nrequest-policies: [{ name: R, authentication: [PAP] }]\n",
       "3:48", ""},
      {"LAN Manager", "weak-method", "server: { authentication: { allow-lm: true } }\n", "2:39", "LAN Manager"},
      {"LAN Manager without MS-CHAP", "weak-method",
       "server: { authentication: { allow-lm: true, methods: [MS-CHAP-v2] } }\n", "", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: encryption") {
  const LintRow rows[] = {
      {"none is one of the levels", "no-encryption",
       "policies: [{ name: P, permission: grant, profile: { encryption: [none, strong] } }]\n", "2:65",
       "none is ticked"},
      {"none is the only level", "no-encryption",
       "policies: [{ name: P, permission: grant, profile: { encryption: none } }]\n", "2:65", "never encrypted"},
      {"required", "no-encryption",
       "policies: [{ name: P, permission: grant, profile: { encryption: [basic, strong] } }]\n", "", ""},
      {"for modems only", "no-encryption",
       "policies: [{ name: P, permission: grant, conditions: [{ NAS-Port-Type: [Async, ISDN-Sync] }],\n"
       "  profile: { encryption: none } }]\n",
       "", ""},
      {"left out, or denied", "no-encryption",
       "policies: [{ name: P, permission: grant, conditions: [{ NAS-Port-Type: Async }] },\n"
       "  { name: Q, permission: deny, profile: { encryption: none } }]\n",
       "", ""},
      {"no method makes keys", "encryption-without-keys",
       "server: { authentication: { methods: [PAP, CHAP, EAP] } }\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [PAP, CHAP, EAP-MD5], encryption: strong } "
       "}]\n",
       "3:103", "no connection to this server gets through"},
      {"one does", "encryption-without-keys",
       "server: { authentication: { methods: [PAP, EAP] } }\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [PAP, EAP-TLS], encryption: strong } }]\n",
       "", ""},
      {"the one that does is not offered", "encryption-without-keys",
       "server: { authentication: { methods: [PAP] } }\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [PAP, EAP-TLS], encryption: strong } }]\n",
       "3:97", ""},
      {"not required", "encryption-without-keys",
       "server: { authentication: { methods: [PAP] } }\n"
       "policies: [{ name: P, permission: grant, profile: { authentication: [PAP], encryption: [none, strong] } }]\n",
       "", ""},
      {"L2TP brings its own", "encryption-without-keys",
       "server: { authentication: { methods: [PAP] } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Tunnel-Type: L2TP }],\n"
       "  profile: { authentication: [PAP], encryption: strong } }]\n",
       "", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: accounts set to Allow") {
  const LintRow rows[] = {
      {"Allow beats a policy that denies", "allow-bypasses-deny",
       "directory: { users: { ann: { dial-in: { permission: allow } }, ben: {}, cara: { dial-in: { permission: deny } "
       "} "
       "} }\n"
       "policies: [{ name: P, permission: deny }]\n",
       "3:35", "denies, but not `ann`:"},
      {"many of them", "allow-bypasses-deny",
       "directory:\n  users:\n    u1: &a { dial-in: { permission: allow } }\n    u2: *a\n    u3: *a\n    u4: *a\n"
       "    u5: *a\n    u6: *a\n    u7: *a\npolicies: [{ name: P }]\n",
       "11:12", "`u1`, `u2`, `u3`, `u4`, `u5` and 2 more"},
      {"the policy ignores it", "allow-bypasses-deny",
       "directory: { users: { ann: { dial-in: { permission: allow } } } }\n"
       "policies: [{ name: P, permission: deny, ignore-user-dial-in-properties: true }]\n",
       "", ""},
      {"the other reading", "allow-bypasses-deny",
       "readings: { policy-deny-beats-user-allow: true }\n"
       "directory: { users: { ann: { dial-in: { permission: allow } } } }\npolicies: [{ name: P, permission: deny }]\n",
       "", ""},
      {"not in its group", "allow-bypasses-deny",
       "directory: { groups: { A: {} }, users: { ann: { dial-in: { permission: allow } } } }\n"
       "policies: [{ name: P, permission: deny, conditions: [{ Windows-Groups: A }] }]\n",
       "", ""},
      {"decided before", "allow-bypasses-deny",
       "directory: { groups: { A: {} }, users: { ann: { groups: [A], dial-in: { permission: allow } } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }] }, { name: Q, permission: deny "
       "}]\n",
       "", ""},
      {"hours that never come keep everybody out", "allow-bypasses-deny",
       "directory: { users: { ann: { dial-in: { permission: allow } } } }\n"
       "policies: [{ name: P, permission: deny, profile: { day-and-time-restrictions: never } }]\n",
       "", ""},
      {"disabled", "allow-bypasses-deny",
       "directory: { users: { ann: { account: { disabled: true }, dial-in: { permission: allow } } } }\n"
       "policies: [{ name: P, permission: deny }]\n",
       "", ""},
      {"built-in policies", "allow-bypasses-deny",
       "directory: { users: { ann: { dial-in: { permission: allow } } } }\n", "", ""},
      {"no date, nothing expired", "expired-allow",
       "directory: { users: { ann: { account: { expires: 2003-06-30 }, dial-in: { permission: allow } } } }\n", "", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: accounts that have expired") {
  const LintRow rows[] = {
      {"the day after the last one", "expired-allow",
       "directory:\n  users:\n    ann: { account: { expires: 2003-06-30 }, dial-in: { permission: allow } }\n"
       "    ben: { account: { expires: 2003-07-01 }, dial-in: { permission: allow } }\n"
       "    cara: { account: { expires: 2003-06-30 }, dial-in: { permission: policy } }\n"
       "    dan: { account: { expires: 2003-06-30, disabled: true }, dial-in: { permission: allow } }\n",
       "4:32", "`ann` has expired"},
  };
  check_rows(rows, instant(2003, 7, 1));
}

TEST_CASE("lints: attributes that no request has") {
  const LintRow rows[] = {
      {"of a RADIUS client, and RRAS decides itself", "never-sent-attribute",
       "policies: [{ name: P, conditions: [{ Client-Friendly-Name: x }] }]\n", "2:38", "only a RADIUS client gives it"},
      {"with RADIUS", "never-sent-attribute",
       "server: { address: 192.0.2.1, authentication: { provider: radius } }\n"
       "radius-clients: { own: { address: 192.0.2.1 } }\n"
       "policies: [{ name: P, conditions: [{ Client-Friendly-Name: x }] }]\n",
       "", ""},
      {"the number called, for VPN only", "never-sent-attribute",
       "policies: [{ name: P, conditions: [{ Called-Station-Id: x }, { NAS-Port-Type: Virtual }] }]\n", "2:38",
       "no number dialed for VPN"},
      {"the number called, for a tunnel", "never-sent-attribute",
       "policies: [{ name: P, conditions: [{ Called-Station-Id: x }, { Tunnel-Type: [PPTP, L2TP] }] }]\n", "2:38", ""},
      {"the number called, for calls too", "never-sent-attribute",
       "policies: [{ name: P, conditions: [{ Called-Station-Id: x }, { NAS-Port-Type: [Virtual, Async] }] }]\n", "",
       ""},
      {"never, by RRAS", "never-sent-attribute",
       "request-policies: [{ name: R, conditions: [{ NAS-IPv6-Address: x }] }]\n", "2:46", "RRAS never sends it"},
      {"other access servers can ask", "never-sent-attribute",
       "dialect: nps\npolicies: [{ name: P, conditions: [{ Client-Friendly-Name: x }, { NAS-IPv6-Address: x }] }]\n",
       "", ""},
  };
  check_rows(rows);
}
