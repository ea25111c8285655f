// Readings: for every switch one attempt on which the two sides differ.
// Source: gaps.md.
#include "tests/site_fixture.hpp"

#include <algorithm>
#include <set>

using namespace rapsim;
using namespace rapsim::test;

namespace {

struct Row {
  const char* reading;
  const char* site;
  const char* attempt;
  std::string built;
  std::string other;
};

/// What ends the attempt, and the policy; three failures are counted.
std::string decide_counted(const std::string& site_text, std::string_view attempt_text) {
  TestSite site(site_text);
  REQUIRE(site.compiled);
  const Attempt attempt = site.attempt(attempt_text);
  World world = world_at(attempt);
  if (world.clock.is_present()) world.denials["alice"] = {3, world.clock.value};
  const Explained explained = explain(*site.compiled, world, attempt);
  const FieldTexts policy = find_decision_field("policy")->texts(explained);
  return endings_text(explained.trace) + (policy.is_present() ? " by " + policy.value.front() : "");
}

constexpr const char* kMonday = "{ user: alice, at: 2003-11-03T09:00 }";

// clang-format off
const Row kRows[] = {
  {"account-state-first",
   "directory: { users: { alice: { account: { disabled: true } } } }\npolicies: []\n",
   "{ user: alice, at: 2003-11-03T09:00, password: wrong }",
   "reject 16 bad-credentials", "reject 34 account-disabled"},
  {"automatic-moves-on",
   "network: { devices: [{ name: FW, gre: cannot-forward }] }\ndirectory: { users: { alice: } }\npolicies: [{ name: P, permission: grant }]\n",
   "{ user: alice, at: 2003-11-03T09:00, strategy: automatic }", "none - gre-unsupported-by-firewall", "accept 0 - by P"},
  {"path-rules",
   "network: { devices: [{ name: FW, to-server: { default: forward, except: udp any -> any port 500 } }] }\n"
   "directory: { users: { alice: } }\npolicies: [{ name: P, permission: grant }]\n",
   "{ user: alice, at: 2003-11-03T09:00, tunnel: L2TP }", "none - l2tp-traffic-blocked", "accept 0 - by P"},
  {"constraints-before-permission",
   "directory: { users: { alice: { dial-in: { permission: deny } } } }\npolicies: [{ name: P, profile: { day-and-time-restrictions: never } }]\n",
   kMonday, "reject 65 permission-denied-user by P", "reject 68 profile-hours by P"},
  {"lockout-exceeds",
   "server: { account-lockout: { max-denials: 3 } }\ndirectory: { users: { alice: } }\npolicies: [{ name: P, permission: grant }]\n",
   kMonday, "reject 64 remote-access-locked-out", "accept 0 - by P"},
  {"logon-hours-leftmost-bit",
   "directory: { users: { alice: { account: { logon-hours: '000000000200000000000000000000000000000000' } } } }\n"
   "policies: [{ name: P, permission: grant }]\n",
   kMonday, "accept 0 - by P", "reject 37 logon-hours-denied"},
  {"mixed-domain-keeps-dial-in",
   "directory: { domain: { mode: mixed }, users: { alice: { dial-in: { permission: allow, caller-id: '1' } } } }\npolicies: [{ name: P }]\n",
   "{ user: alice, at: 2003-11-03T09:00, from: '2' }", "accept 0 - by P", "reject 67 caller-id-mismatch by P"},
  {"no-match-accepts-allowed",
   "directory: { users: { alice: { dial-in: { permission: allow } } } }\npolicies: []\n",
   kMonday, "reject 48 no-matching-policy", "accept 0 -"},
  {"no-request-policy-discards",
   "directory: { users: { alice: } }\nrequest-policies: []\npolicies: []\n",
   kMonday, "reject 49 no-request-policy", "discard 49 no-request-policy"},
  {"policy-deny-beats-user-allow",
   "directory: { users: { alice: { dial-in: { permission: allow } } } }\npolicies: [{ name: P, permission: deny }]\n",
   kMonday, "accept 0 - by P", "reject 65 permission-denied-policy by P"},
  {"source-two-passes",
   "dialect: nps\ndirectory: { users: { alice: } }\npolicies: [{ name: Any, permission: grant }, { name: VPN, source: Remote-access-server, permission: grant }]\n",
   kMonday, "accept 0 - by Any", "accept 0 - by VPN"},
};
// clang-format on

}  // namespace

TEST_CASE("readings: each one changes a decision, the default is the built side") {
  for (const Row& row : kRows) SUBCASE(row.reading) {
      const std::string name = row.reading;
      CHECK(decide_counted(row.site, row.attempt) == row.built);
      const auto words = std::find_if(readings().begin(), readings().end(),
                                      [&](const ReadingRow& reading) { return reading.name == name; });
      const auto with = [&](std::string_view word) {
        return "readings: { " + name + ": " + std::string(word) + " }\n" + row.site;
      };
      CHECK(decide_counted(with(words->built_word), row.attempt) == row.built);
      CHECK(decide_counted(with(words->other_word), row.attempt) == row.other);
    }
}

TEST_CASE("readings: every row of the table has a case, and says what both sides do") {
  std::set<std::string> cases;
  for (const Row& row : kRows) CHECK(cases.insert(row.reading).second);
  cases.insert("hours-end-sessions");  // no decision: scenarios/readings has its case
  std::string_view last;
  for (const ReadingRow& reading : readings()) {
    CAPTURE(std::string(reading.name));
    CHECK(cases.erase(std::string(reading.name)) == 1);
    CHECK(reading.name > last);  // so that `check --effective` is easy to read
    CHECK((reading.gap.starts_with("G-") || reading.gap == reading.name));
    CHECK(!reading.built.empty());
    CHECK(!reading.other.empty());
    CHECK(!reading.source.empty());
    last = reading.name;
  }
  CHECK(cases.empty());
}

TEST_CASE("readings: problems") {
  CHECK(codes(TestSite("readings: { lockout-exceed: true }\n").diags) == "2:13 R110");
  CHECK(codes(TestSite("readings: { lockout-exceeds: yes }\n").diags) == "2:30 R111");
  CHECK(codes(TestSite("readings: [lockout-exceeds]\n").diags) == "2:11 R111");
  CHECK(codes(TestSite("readings: { lockout-exceeds: true, source-two-passes: false }\n").diags) == "");
}

TEST_CASE("readings: no-match-accepts-allowed leaves open what it takes to know the account") {
  const std::string on = "readings: { no-match-accepts-allowed: true }\n";
  constexpr const char* kNobody = "{ user: unknown, at: 2003-11-03T09:00, extension: accept }";
  CHECK(endings(on + "policies: []\n", kNobody) ==
        "reject 7 unknown-domain; reject 8 unknown-user; accept 0 -; reject 48 no-matching-policy");
  CHECK(endings("policies: []\n", kNobody) ==
        "reject 7 unknown-domain; reject 8 unknown-user; reject 48 no-matching-policy");
  for (const char* permission : {"deny", "policy"})
    CHECK(
        endings(on + "directory: { users: { alice: { dial-in: { permission: " + permission + " } } } }\npolicies: []\n",
                kMonday) == "reject 48 no-matching-policy");
}

TEST_CASE("readings: two passes, the request's own kind first, then unspecified ones, each in processing order") {
  const std::string site =
      "dialect: nps\nreadings: { source-two-passes: true }\ndirectory: { users: { alice: } }\npolicies:\n"
      "  - { name: Any, permission: grant }\n"
      "  - { name: DHCP, source: DHCP-server, permission: grant }\n"
      "  - { name: Calls, source: Remote-access-server, permission: grant, conditions: [{ NAS-Port-Type: Async }] }\n"
      "  - { name: VPN, source: Remote-access-server, permission: grant, conditions: [{ Tunnel-Type: L2TP }] }\n";
  CHECK(decided(site, kMonday) == "accept 0 - by Any");
  CHECK(decided(site, "{ user: alice, at: unknown, tunnel: L2TP }") == "accept 0 - by VPN");
  CHECK(decided(site, "{ user: alice, at: unknown, tunnel: none }") == "accept 0 - by Calls");
  CHECK(decided(site, "{ user: alice, at: unknown, attributes: { MS-Network-Access-Server-Type: DHCP-server } }") ==
        "accept 0 - by DHCP");
  CHECK(decided(site, "{ user: alice, at: unknown, attributes: { MS-Network-Access-Server-Type: null } }") ==
        "accept 0 - by Any");
}
