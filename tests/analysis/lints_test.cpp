// What `rapsim check` finds: of every row of the table something that it finds, and something near that it leaves
// alone.
#include <set>

#include "tests/analysis/lints_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

TEST_CASE("lints: patterns that nothing ties") {
  const LintRow rows[] = {
      {"a name inside another name of the site", "unanchored-pattern",
       "radius-clients: { AP: { address: 192.0.2.1 }, LAPTOP-LAB: { address: 192.0.2.2 } }\n"
       "policies: [{ name: P, conditions: [{ Client-Friendly-Name: AP }] }]\n",
       "3:60", "beside `AP` it matches `LAPTOP-LAB` of this site"},
      {"a fragment that no name equals is meant", "unanchored-pattern",
       "radius-clients: { Dial-In: { address: 192.0.2.1 }, Dial-Out: { address: 192.0.2.2 } }\n"
       "policies: [{ name: P, conditions: [{ Client-Friendly-Name: dial }] }]\n",
       "", ""},
      {"no other name of the site", "unanchored-pattern",
       "radius-clients: { AP: { address: 192.0.2.1 }, SWITCH: { address: 192.0.2.2 } }\n"
       "policies: [{ name: P, conditions: [{ Client-Friendly-Name: AP }] }]\n",
       "", ""},
      {"tied", "unanchored-pattern",
       "radius-clients: { AP: { address: 192.0.2.1 }, LAPTOP-LAB: { address: 192.0.2.2 } }\n"
       "policies: [{ name: P, conditions: [{ Client-Friendly-Name: ^AP }] }]\n",
       "", ""},
      {"another alternative is meant for the other name", "unanchored-pattern",
       "radius-clients: { AP: { address: 192.0.2.1 }, LAPTOP-LAB: { address: 192.0.2.2 } }\n"
       "policies: [{ name: P, conditions: [{ Client-Friendly-Name: [AP, laptop-lab] }] }]\n",
       "", ""},
      {"a user inside another one", "unanchored-pattern",
       "directory: { users: { ann: {}, joanna: {}, bob: {} } }\n"
       "request-policies: [{ name: R, conditions: [{ User-Name: ann }] }]\n",
       "3:57", "`joanna`"},
      {"a number inside another one", "unanchored-pattern",
       "policies: [{ name: P, conditions: ['MATCH(\"NAS-Port-Type=5\")'] }]\n", "2:58", "`15 (Ethernet)`"},
      {"a number between ends", "unanchored-pattern",
       "policies: [{ name: P, conditions: ['MATCH(\"NAS-Port-Type=^5$\")'] }]\n", "", ""},
      {"a number that no other one holds", "unanchored-pattern",
       "policies: [{ name: P, conditions: ['MATCH(\"Service-Type=10\")'] }]\n", "", ""},
      {"the begin of an address", "unanchored-pattern",
       "policies: [{ name: P, conditions: [{ Calling-Station-Id: '10\\.1\\.' }] }]\n", "2:59",
       "to the begin of an address"},
      {"an address of the site", "unanchored-pattern",
       "directory: { users: { ann: { dial-in: { caller-id: 110.1.0.9 } } } }\n"
       "policies: [{ name: P, conditions: [{ Calling-Station-Id: '10\\.1\\.' }] }]\n",
       "3:59", "it also matches `110.1.0.9` of this site"},
      {"a whole address without its end", "unanchored-pattern",
       "policies: [{ name: P, conditions: [{ NAS-IP-Address: '^192\\.0\\.2\\.7' }] }]\n", "2:55",
       "to the end of an address: it also matches `192.0.2.70`"},
      {"a whole address between its ends", "unanchored-pattern",
       "policies: [{ name: P, conditions: [{ NAS-IP-Address: '^192\\.0\\.2\\.7$' }] }]\n", "", ""},
      {"a number that is called", "unanchored-pattern",
       "policies: [{ name: P, conditions: [{ Called-Station-Id: '899.*' }, { Calling-Station-Id: 555-0100 }] }]\n", "",
       ""},
      {"disabled policies are not looked at", "unanchored-pattern",
       "dialect: nps\npolicies: [{ name: P, enabled: false, conditions: [{ NAS-IP-Address: '10\\.1\\.' }] }]\n", "",
       ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: dots in addresses") {
  const LintRow rows[] = {
      {"the begin of an address", "unescaped-dot",
       "policies: [{ name: P, conditions: [{ Calling-Station-Id: '^10.1.' }] }]\n", "2:59",
       "it also matches `10.10.0.7`"},
      {"an address of the site", "unescaped-dot",
       "radius-clients: { A: { address: 192.0.25.9 } }\n"
       "policies: [{ name: P, conditions: [{ Client-IP-Address: '^192.0.2.' }] }]\n",
       "3:58", "`192.0.25.9` of this site"},
      {"in a network of the site", "unescaped-dot",
       "radius-clients: { A: { address: 192.0.25.0/24 } }\n"
       "policies: [{ name: P, conditions: [{ Client-IP-Address: '^192.0.2.' }] }]\n",
       "3:58", "`192.0.25.0`, `192.0.25.1`, `192.0.25.2` and 253 more"},
      {"as names of files are written", "unescaped-dot",
       "policies: [{ name: P, conditions: [{ Calling-Station-Id: '10.1.*' }] }]\n", "2:59", "10.10.0.7"},
      {"no other address fits between the ends", "unescaped-dot",
       "policies: [{ name: P, conditions: [{ Calling-Station-Id: '^192.0.2.7$' }] }]\n", "", ""},
      {"no number can grow", "unescaped-dot",
       "policies: [{ name: P, conditions: [{ Calling-Station-Id: '^192.168.' }] }]\n", "", ""},
      {"escaped", "unescaped-dot", "policies: [{ name: P, conditions: [{ Calling-Station-Id: '^10\\.1\\.' }] }]\n", "",
       ""},
      {"a telephone number", "unescaped-dot",
       "policies: [{ name: P, conditions: [{ Calling-Station-Id: '^555.0100$' }] }]\n", "", ""},
      {"a name", "unescaped-dot", "request-policies: [{ name: R, conditions: [{ User-Name: '@a.example$' }] }]\n", "",
       ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: names where numbers are compared") {
  const LintRow rows[] = {
      {"a name", "name-in-number-pattern",
       "policies: [{ name: P, conditions: ['MATCH(\"NAS-Port-Type=Virtual\")'] }]\n", "2:58", "matches nothing"},
      {"a name between ends", "name-in-number-pattern",
       "policies: [{ name: P, conditions: ['MATCH(\"Tunnel-Type=^PPTP$\")'] }]\n", "2:56", ""},
      {"the readable form", "name-in-number-pattern",
       "policies: [{ name: P, conditions: [{ NAS-Port-Type: Virtual }] }]\n", "", ""},
      {"a choice with a number", "name-in-number-pattern",
       "policies: [{ name: P, conditions: ['MATCH(\"NAS-Port-Type=Virtual|5\")'] }]\n", "", ""},
      {"SPAP has no number", "name-in-number-pattern",
       "policies: [{ name: P, conditions: ['MATCH(\"Authentication-Type=SPAP\")'] }]\n", "", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: policies that are never reached") {
  const LintRow rows[] = {
      {"behind one without conditions", "policy-after-unconditional",
       "policies:\n  - { name: All }\n  - { name: B, conditions: [{ NAS-Port-Type: Virtual }] }\n  - { name: C }\n",
       "4:5; 5:5", "\"B\" is never reached: \"All\", which every attempt matches"},
      {"behind one that is always open", "policy-after-unconditional",
       "policies:\n  - { name: All, conditions: [{ Day-And-Time-Restrictions: always }] }\n  - { name: B }\n", "4:5",
       ""},
      {"hours that are not all", "policy-after-unconditional",
       "policies:\n  - { name: A, conditions: [{ Day-And-Time-Restrictions: Mon-Fri }] }\n  - { name: B }\n", "", ""},
      {"the last one", "policy-after-unconditional",
       "policies:\n  - { name: A, conditions: [{ NAS-Port-Type: Virtual }] }\n  - { name: Rest }\n", "", ""},
      {"disabled before", "policy-after-unconditional",
       "dialect: nps\npolicies:\n  - { name: All, enabled: false }\n  - { name: B }\n", "", ""},
      {"disabled behind", "policy-after-unconditional",
       "dialect: nps\npolicies:\n  - { name: All }\n  - { name: B, enabled: false }\n", "", ""},
      {"of one kind of access server only", "policy-after-unconditional",
       "dialect: nps\npolicies:\n  - { name: A, source: Remote-access-server }\n  - { name: B }\n", "", ""},
      {"the order is a number", "policy-after-unconditional",
       "dialect: nps\npolicies:\n  - { name: All, processing-order: 9 }\n"
       "  - { name: B, processing-order: 1, conditions: [{ NAS-Port-Type: Virtual }] }\n",
       "", ""},
      {"request policies", "policy-after-unconditional",
       "request-policies:\n  - { name: All }\n  - { name: B, conditions: [{ User-Name: ^x }] }\n", "4:5",
       "request policy \"B\""},
      {"the built-in ones", "policy-after-unconditional", "dialect: nps\n", "", ""},
      {"the same group", "shadowed-policy",
       "directory: { groups: { A: {} } }\npolicies:\n  - { name: One, conditions: [{ Windows-Groups: A }] }\n"
       "  - { name: Two, conditions: [{ NAS-Port-Type: Virtual }, { Windows-Groups: A }] }\n",
       "5:5", "\"Two\" is never reached: \"One\" matches everything that it matches"},
      {"a nested group", "shadowed-policy",
       "directory: { groups: { A: {}, B: { member-of: [A] } } }\npolicies:\n"
       "  - { name: One, conditions: [{ Windows-Groups: A }] }\n  - { name: Two, conditions: [{ Windows-Groups: B }] "
       "}\n",
       "5:5", ""},
      {"the group above", "shadowed-policy",
       "directory: { groups: { A: {}, B: { member-of: [A] } } }\npolicies:\n"
       "  - { name: One, conditions: [{ Windows-Groups: B }] }\n  - { name: Two, conditions: [{ Windows-Groups: A }] "
       "}\n",
       "", ""},
      {"one more group", "shadowed-policy",
       "directory: { groups: { A: {}, B: {} } }\npolicies:\n  - { name: One, conditions: [{ Windows-Groups: A }] }\n"
       "  - { name: Two, conditions: [{ Windows-Groups: [A, B] }] }\n",
       "", ""},
      {"computers only", "shadowed-policy",
       "dialect: nps\ndirectory: { groups: { A: {} } }\npolicies:\n"
       "  - { name: One, conditions: [{ Windows-Machine-Groups: A }] }\n"
       "  - { name: Two, conditions: [{ Windows-Groups: A }] }\n",
       "", ""},
      {"narrower hours", "shadowed-policy",
       "policies:\n  - { name: One, conditions: [{ Day-And-Time-Restrictions: 'Mon-Fri 07:00-19:00' }] }\n"
       "  - { name: Two, conditions: [{ Day-And-Time-Restrictions: 'Mon 08:00-12:00, Tue 09:00-10:00' }] }\n",
       "4:5", ""},
      {"wider hours", "shadowed-policy",
       "policies:\n  - { name: One, conditions: [{ Day-And-Time-Restrictions: 'Mon-Fri 07:00-19:00' }] }\n"
       "  - { name: Two, conditions: [{ Day-And-Time-Restrictions: 'Mon 06:00-12:00' }] }\n",
       "", ""},
      {"fewer values", "shadowed-policy",
       "policies:\n  - { name: One, conditions: [{ NAS-Port-Type: [Virtual, Async] }] }\n"
       "  - { name: Two, conditions: ['MATCH(\"NAS-Port-Type=^5$\")'] }\n"
       "  - { name: Three, conditions: [{ NAS-Port-Type: [Async, Sync] }] }\n",
       "4:5", ""},
      {"the same pattern", "shadowed-policy",
       "policies:\n  - { name: One, conditions: [{ Calling-Station-Id: ['^1', '^2'] }] }\n"
       "  - { name: Two, conditions: [{ Calling-Station-Id: '^2' }] }\n"
       "  - { name: Three, conditions: [{ Calling-Station-Id: '^1', NAS-Identifier: x }] }\n"
       "  - { name: Four, conditions: [{ Called-Station-Id: '^1' }] }\n",
       "4:5; 5:5", ""},
      {"one source", "shadowed-policy",
       "dialect: nps\npolicies:\n  - { name: One, source: DHCP-server }\n  - { name: Two, source: DHCP-server }\n"
       "  - { name: Three, source: Remote-access-server }\n  - { name: Four }\n",
       "5:5", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: hours that never come") {
  const LintRow rows[] = {
      {"a condition", "schedule-never-open",
       "policies: [{ name: P, permission: deny, conditions: [{ Day-And-Time-Restrictions: never }] }]\n", "2:56",
       "never matches"},
      {"a profile that grants", "schedule-never-open",
       "policies: [{ name: P, permission: grant, profile: { day-and-time-restrictions: never } }]\n", "2:80",
       "reason 68"},
      {"a profile that denies is meant so", "schedule-never-open",
       "policies: [{ name: P, permission: deny, profile: { day-and-time-restrictions: never } }]\n", "", ""},
      {"open once", "schedule-never-open",
       "policies: [{ name: P, conditions: [{ Day-And-Time-Restrictions: 'Sun 03:00-03:01' }] }]\n", "", ""},
      {"condition and profile", "schedules-exclude-each-other",
       "policies: [{ name: P, permission: grant, conditions: [{ Day-And-Time-Restrictions: Mon-Fri }],\n"
       "  profile: { day-and-time-restrictions: Sat-Sun } }]\n",
       "3:41", "the profile's hours (Sat-Sun) and those of the condition (Mon-Fri)"},
      {"two conditions", "schedules-exclude-each-other",
       "policies:\n  - name: P\n    conditions:\n      - Day-And-Time-Restrictions: Mon 08:00-12:00\n"
       "      - Day-And-Time-Restrictions: Mon 12:00-13:00\n",
       "6:9", "never matches"},
      {"a minute in common", "schedules-exclude-each-other",
       "policies: [{ name: P, permission: grant, conditions: [{ Day-And-Time-Restrictions: Mon 08:00-12:01 }],\n"
       "  profile: { day-and-time-restrictions: Mon 12:00-13:00 } }]\n",
       "", ""},
      {"a policy that denies", "schedules-exclude-each-other",
       "policies: [{ name: P, conditions: [{ Day-And-Time-Restrictions: Mon }],\n"
       "  profile: { day-and-time-restrictions: Tue } }]\n",
       "", ""},
      {"no condition on the time", "schedules-exclude-each-other",
       "policies: [{ name: P, permission: grant, profile: { day-and-time-restrictions: Tue } }]\n", "", ""},
      {"logon hours", "logon-hours-never-open",
       "directory: { users: { ann: { account: { logon-hours: never UTC } },\n"
       "  ben: { account: { logon-hours: '000000000000000000000000000000000000000000' } }, cara: {},\n"
       "  dan: { account: { logon-hours: Mon UTC } } } }\n",
       "2:54; 3:34", "`ann` can never be authenticated"},
  };
  check_rows(rows);
}

TEST_CASE("lints: groups") {
  const LintRow rows[] = {
      {"nobody is in it", "empty-group",
       "directory: { groups: { A: {}, B: {} }, users: { ann: { groups: [A] } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: B }] }]\n",
       "3:73", "matches no account"},
      {"other groups of the condition have members", "empty-group",
       "directory: { groups: { A: {}, B: {} }, users: { ann: { groups: [A] } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: [A, B] }] }]\n",
       "3:77", "no account is in `B`"},
      {"a group for emergencies", "empty-group",
       "directory: { groups: { B: {} }, users: { ann: {} } }\n"
       "policies: [{ name: P, permission: deny, conditions: [{ Windows-Groups: B }] }]\n",
       "3:72 note", ""},
      {"by nesting", "empty-group",
       "directory: { groups: { A: { member-of: [B] }, B: {} }, users: { ann: { groups: [A] } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: B }] }]\n",
       "", ""},
      {"computers are no users", "empty-group",
       "dialect: nps\ndirectory: { groups: { A: {} }, computers: { PC: { groups: [A] } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-User-Groups: A }] }]\n",
       "4:78", "no user is in `A`"},
      {"by its SID", "empty-group",
       "directory: { groups: { A: { sid: S-1-5-21-1-2-3-1001 } }, users: { ann: {} } }\n"
       "policies: [{ name: P, permission: grant, conditions: ['NTGROUPS(\"S-1-5-21-1-2-3-1001\")'] }]\n",
       "3:66", ""},
      {"a directory that does not list all", "empty-group",
       "directory: { complete: false, groups: { A: {} }, users: { ann: {} } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }] }]\n",
       "", ""},
      {"a directory without accounts", "empty-group",
       "directory: { groups: { A: {} } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: A }] }]\n",
       "", ""},
      {"no condition asks for it", "unused-group",
       "directory: { groups: { A: {}, B: {}, C: { member-of: [A] } } }\n"
       "policies: [{ name: P, conditions: [{ Windows-Groups: A }] }]\n",
       "2:31", "no condition asks for `B`"},
      {"a disabled policy asks for it", "unused-group",
       "dialect: nps\ndirectory: { groups: { A: {} } }\n"
       "policies: [{ name: P, enabled: false, conditions: [{ Windows-Groups: A }] }]\n",
       "", ""},
      {"built-in policies ask for none", "unused-group", "directory: { groups: { A: {} } }\n", "", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: ids are unique, kebab-case and in the table by any case; texts are there") {
  std::set<std::string_view> seen;
  for (const Lint& row : lints()) {
    CAPTURE(std::string(row.id));
    CHECK(seen.insert(row.id).second);
    CHECK(row.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos);
    CHECK(find_lint(row.id) == &row);
    for (const std::string_view text : {row.summary, row.why, row.fix, row.source}) CHECK_FALSE(text.empty());
  }
  CHECK(find_lint("WEAK-Method") != nullptr);
  CHECK(find_lint("weak-methods") == nullptr);
}
