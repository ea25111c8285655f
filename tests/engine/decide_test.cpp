// Decisions on whole sites: which policy decides, what unknown values leave open, and what the trace holds.
// Source: semantics.md 2.7, 3, 10 (E1 to E16); gaps.md G-5, G-7, G-17, G-19.
#include "engine/decide.hpp"

#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kMonday = "{ user: alice, at: 2003-11-03T09:00 }";

constexpr const char* kAlice =
    "server: { authentication: { methods: [EAP, MS-CHAP-v2, PAP] } }\ndirectory: { users: { alice: } }\n";

struct Row {
  const char* name;
  const char* site;
  const char* attempt;
  std::string want;
};

void check_rows(const std::vector<Row>& rows, std::string_view before = kAlice) {
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(decided(std::string(before) + row.site, row.attempt) == row.want);
    }
}

std::string_view state_name(StageState state) {
  constexpr std::string_view kNames[] = {"not-reached", "passed", "ended", "unknown"};
  return kNames[static_cast<std::size_t>(state)];
}

/// `policy passed, permission ended, ...` of the stages that are simulated, from the policies on.
std::string stage_text(const Trace& trace) {
  std::vector<std::string> out;
  for (auto row = static_cast<std::size_t>(StageId::policy); row < kStageCount; ++row)
    if (stages()[row].is_simulated)
      out.push_back(std::string(stages()[row].name) + " " + std::string(state_name(trace.stages[row])));
  return joined(out);
}

std::string_view truth_name(Truth truth) {
  constexpr std::string_view kNames[] = {"no", "unknown", "yes"};
  return kNames[static_cast<std::size_t>(truth)];
}

/// `A tried no [no yes], B after yes []`
std::string policies_text(const Explained& e) {
  constexpr std::string_view kReach[] = {"tried", "disabled", "after"};
  std::vector<std::string> out;
  for (const PolicyStep& step : e.trace.policies) {
    std::string text = e.site.site->policies[step.policy].name + " " +
                       std::string(kReach[static_cast<std::size_t>(step.reach)]) + " " +
                       std::string(truth_name(step.matched)) + " [";
    for (std::uint32_t i = step.first; i < step.first + step.count; ++i)
      text += (i == step.first ? "" : " ") + std::string(truth_name(e.trace.conditions[i].truth));
    out.push_back(text + "]");
  }
  return joined(out);
}

}  // namespace

TEST_CASE("decide: the first policy whose conditions all hold decides, whatever follows from it") {
  check_rows({
      {"E1: no policies", "policies: []\n", kMonday, "reject 48 policy by -"},
      {"E2: the first one denies, a later one would grant",
       "policies: [{ name: A, permission: deny }, { name: B, permission: grant }]\n", kMonday,
       "reject 65 permission by A"},
      {"E8: the method is not in the matching profile, a later one has it",
       "policies: [{ name: A, permission: grant, profile: { authentication: [EAP-TLS] } },"
       " { name: B, permission: grant, profile: { authentication: [PAP] } }]\n",
       "{ user: alice, at: 2003-11-03T09:00, authentication: PAP }", "reject 66 constraints by A"},
      {"a condition that does not hold moves on to the next",
       "policies: [{ name: A, permission: deny, conditions: [{ NAS-Port-Type: Async }] },"
       " { name: B, permission: grant }]\n",
       kMonday, "accept 0 - by B"},
      {"all conditions must hold",
       "policies: [{ name: A, permission: grant, conditions: [{ NAS-Port-Type: Virtual }, { Tunnel-Type: L2TP }] }]\n",
       kMonday, "reject 48 policy by -"},
      {"two conditions on one attribute are two conditions",
       "policies: [{ name: A, permission: grant, conditions: [{ NAS-Port-Type: Virtual }, { NAS-Port-Type: Async }] "
       "}]\n",
       kMonday, "reject 48 policy by -"},
      {"alternatives stand in one condition",
       "policies: [{ name: A, permission: grant, conditions: [{ NAS-Port-Type: [Async, Virtual] }] }]\n", kMonday,
       "accept 0 - by A"},
      {"no conditions: every attempt matches", "policies: [{ name: A, permission: grant, conditions: [] }]\n", kMonday,
       "accept 0 - by A"},
      {"processing order beats the order of the list",
       "policies: [{ name: A, permission: deny, processing-order: 20 },"
       " { name: B, permission: grant, processing-order: 3 }]\n",
       kMonday, "accept 0 - by B"},
  });
}

TEST_CASE("decide: an account set to Allow needs a policy that matches too (E7, G-5)") {
  check_rows({{"reject 48", "policies: [{ name: A, permission: grant, conditions: [{ NAS-Port-Type: Async }] }]\n",
               kMonday, "reject 48 policy by -"},
              {"also without any policy", "policies: []\n", kMonday, "reject 48 policy by -"}},
             "directory: { users: { alice: { dial-in: { permission: allow } } } }\n");
}

TEST_CASE("decide: built-in policies deny, so only accounts set to Allow get in (semantics 4.7)") {
  const char* const allow = "directory: { users: { alice: { dial-in: { permission: allow } } } }\n";
  const char* const alice = "directory: { users: { alice: } }\n";
  const char* const rras = "Connections to Microsoft Routing and Remote Access server";
  for (const char* dialect : {"windows-2000", "windows-2003", "nps"}) SUBCASE(dialect) {
      const std::string head = "dialect: " + std::string(dialect) + "\n";
      const std::string name =
          std::string(dialect) == "windows-2000" ? "Allow access if dial-in permission is enabled" : rras;
      CHECK(decided(head + allow, kMonday) == "accept 0 - by " + name);
      CHECK(decided(head + alice, kMonday) == "reject 65 permission by " + name);
      CHECK(decided(head + allow, "{ user: alice, at: unknown }") == "accept 0 - by " + name);
    }
  CHECK(decided("dialect: windows-2003\n" + std::string(allow),
                "{ user: alice, at: 2003-11-03T09:00, attributes: { MS-RAS-Vendor: 9 } }") ==
        "accept 0 - by Connections to other access servers");
}

TEST_CASE("decide: disabled policies are skipped") {
  check_rows(
      {
          {"the next one decides",
           "policies: [{ name: A, enabled: false, permission: deny }, { name: B, permission: grant }]\n", kMonday,
           "accept 0 - by B"},
          {"none is left", "policies: [{ name: A, enabled: false, permission: grant }]\n", kMonday,
           "reject 48 policy by -"},
          {"enabled by name", "policies: [{ name: A, enabled: true, permission: grant }]\n", kMonday,
           "accept 0 - by A"},
      },
      "dialect: nps\n" + std::string(kAlice));
}

TEST_CASE("decide: policy source, one pass in processing order (E16, G-19)") {
  const char* const both =
      "policies: [{ name: Any, permission: grant }, { name: VPN, source: Remote-access-server, permission: grant }]\n";
  const char* const first =
      "policies: [{ name: DHCP, source: DHCP-server, permission: deny },"
      " { name: VPN, source: Remote-access-server, permission: grant }]\n";
  check_rows(
      {
          {"an Unspecified policy before the request's own type wins", both, kMonday, "accept 0 - by Any"},
          {"another type is skipped", first, kMonday, "accept 0 - by VPN"},
          {"a request without a type meets Unspecified ones only", both,
           "{ user: alice, at: 2003-11-03T09:00, attributes: { MS-Network-Access-Server-Type: null } }",
           "accept 0 - by Any"},
          {"... and nobody when there are none", first,
           "{ user: alice, at: 2003-11-03T09:00, attributes: { MS-Network-Access-Server-Type: null } }",
           "reject 48 policy by -"},
          {"the type that the request names", first,
           "{ user: alice, at: 2003-11-03T09:00, attributes: { MS-Network-Access-Server-Type: DHCP-server } }",
           "reject 65 permission by DHCP"},
          {"an unknown type leaves both open", first,
           "{ user: alice, at: 2003-11-03T09:00, attributes: { MS-Network-Access-Server-Type: unknown } }",
           "? ? ? by ?"},
          {"Unspecified is any", "policies: [{ name: A, source: Unspecified, permission: grant }]\n", kMonday,
           "accept 0 - by A"},
      },
      "dialect: nps\n" + std::string(kAlice));
}

TEST_CASE("decide: times are the policy server's local time, the end is outside") {
  const char* const hours =
      "time-zone: Europe/Berlin\npolicies: [{ name: A, permission: grant, conditions:"
      " [{ Day-And-Time-Restrictions: 'Mon-Fri 07:00-19:00' }] }]\n";
  check_rows({
      {"before", hours, "{ user: alice, at: 2003-11-03T06:59 }", "reject 48 policy by -"},
      {"begin", hours, "{ user: alice, at: 2003-11-03T07:00 }", "accept 0 - by A"},
      {"last minute", hours, "{ user: alice, at: 2003-11-03T18:59 }", "accept 0 - by A"},
      {"end", hours, "{ user: alice, at: 2003-11-03T19:00 }", "reject 48 policy by -"},
      {"UTC is an hour behind", hours, "{ user: alice, at: 2003-11-03T06:00Z }", "accept 0 - by A"},
      {"two hours in summer", hours, "{ user: alice, at: 2003-07-07T05:00Z }", "accept 0 - by A"},
      {"another day", hours, "{ user: alice, at: 2003-11-02T12:00 }", "reject 48 policy by -"},
      {"unknown", hours, "{ user: alice, at: unknown }", "? ? ? by ?"},
      {"TIMEOFDAY counts days from Sunday (G-17)",
       "policies: [{ name: A, permission: grant, conditions: ['TIMEOFDAY(\"1 09:00-10:00\")'] }]\n", kMonday,
       "accept 0 - by A"},
      {"unknown, but always",
       "policies: [{ name: A, permission: grant, conditions: [{ Day-And-Time-Restrictions: always }] }]\n",
       "{ user: alice, at: unknown }", "accept 0 - by A"},
      {"unknown, but never",
       "policies: [{ name: A, permission: grant, conditions: [{ Day-And-Time-Restrictions: never }] }]\n",
       "{ user: alice, at: unknown }", "reject 48 policy by -"},
  });
}

TEST_CASE("decide: an unknown value matters only where the ways it can end differ (Kleene)") {
  const char* const two =
      "policies: [{ name: A, permission: grant, conditions: [{ Calling-Station-Id: '^198' }] },"
      " { name: B, permission: grant }]\n";
  check_rows({
      {"both policies accept: the answer is known, the policy is not", two, kMonday, "accept 0 - by ?"},
      {"the next one has no alternative: all open",
       "policies: [{ name: A, permission: grant, conditions: [{ Calling-Station-Id: '^198' }] }]\n", kMonday,
       "? ? ? by ?"},
      {"both reject with the same reason",
       "policies: [{ name: A, permission: deny, conditions: [{ Calling-Station-Id: '^198' }] },"
       " { name: B, permission: deny }]\n",
       kMonday, "reject 65 permission by ?"},
      {"both reject, for different reasons",
       "policies: [{ name: A, permission: deny, conditions: [{ Calling-Station-Id: '^198' }] }]\n", kMonday,
       "reject ? ? by ?"},
      {"false and unknown is false",
       "policies: [{ name: A, permission: deny, conditions: [{ Calling-Station-Id: '^198' }, { NAS-Port-Type: Async }]"
       " }, { name: B, permission: grant }]\n",
       kMonday, "accept 0 - by B"},
      {"known values decide", two, "{ user: alice, at: 2003-11-03T09:00, from: 198.51.100.7 }", "accept 0 - by A"},
      {"an unknown policy after a match is not looked at",
       "policies: [{ name: A, permission: grant }, { name: B, permission: deny, conditions: [{ Calling-Station-Id: x }]"
       " }]\n",
       kMonday, "accept 0 - by A"},
      {"three candidates, the answer differs in the last",
       "policies: [{ name: A, permission: grant, conditions: [{ Calling-Station-Id: a }] },"
       " { name: B, permission: grant, conditions: [{ Calling-Station-Id: b }] }, { name: C, permission: deny }]\n",
       kMonday, "? ? ? by ?"},
      {"unknown method, all policies take any or none",
       "policies: [{ name: A, permission: grant, conditions: [{ Authentication-Type: PAP }], profile:"
       " { authentication: [PAP] } }]\n",
       "{ user: alice, at: 2003-11-03T09:00, authentication: unknown }", "? ? ? by ?"},
      {"unknown user, policies without groups, ignoring dial-in properties",
       "policies: [{ name: A, permission: grant, ignore-user-dial-in-properties: true }]\n",
       "{ user: unknown, at: 2003-11-03T09:00, extension: accept }", "? ? ? by ?"},  // it may be the name of nobody
      {"... and the account's own state may reject",
       "policies: [{ name: A, permission: grant, ignore-user-dial-in-properties: true }]\n",
       "{ user: unknown, at: 2003-11-03T09:00 }", "? ? ? by ?"},
      {"unknown user, a policy with groups",
       "policies: [{ name: A, permission: grant, ignore-user-dial-in-properties: true, conditions: [{ Windows-Groups: "
       "Domain Users }] }]\n",
       "{ user: unknown, at: 2003-11-03T09:00, extension: accept }", "? ? ? by ?"},
  });
}

TEST_CASE("decide: open questions name what would settle the decision") {
  TestSite site(
      "directory: { complete: false }\npolicies:\n"
      "  - { name: A, permission: grant, conditions: [{ Windows-Groups: Domain Users },"
      " { Day-And-Time-Restrictions: Mon 09:00-10:00 }, { Called-Station-Id: x }] }\n");
  REQUIRE(site.compiled);
  const Case open(site, "{ user: zed, at: unknown, attributes: { Called-Station-Id: x } }");
  CHECK(open.line() == "? ? ? by ?");
  CHECK(open.field("open") ==
        "whether there is an account `zed`, state of `zed`, groups of `zed`, at, dial-in permission of `zed`, dial-in "
        "properties of `zed`");
  CHECK(open.field("outcome") == "?");
  const Case unmatched(site, "{ user: zed, at: unknown }");  // no Called-Station-Id in a tunnel
  CHECK(unmatched.line() == "reject ? ? by -");
  CHECK(unmatched.field("open") == "whether there is an account `zed`, state of `zed`");
  const Case settled(site, "{ user: unknown, at: unknown, extension: accept }");
  CHECK(settled.line() == "reject ? ? by -");
  CHECK(settled.field("open") == "whether the account exists");
}

TEST_CASE("decide: an accept has no stage and is connected, a reject is not") {
  TestSite site(std::string(kAlice) + "policies: [{ name: A, permission: grant }]\n");
  REQUIRE(site.compiled);
  const Case accepted(site, kMonday);
  CHECK(accepted.explained.decision.stage.is_absent());
  CHECK(accepted.field("outcome") == "connected");
  const Case rejected(site, "{ user: alice, at: 2003-11-03T09:00, authentication: PAP }");
  CHECK(rejected.field("outcome") == "not-connected");
}

TEST_CASE("trace: policies, conditions and stages of a match") {
  TestSite site("dialect: nps\n" + std::string(kAlice) +
                "policies:\n"
                "  - { name: A, permission: grant, conditions: [{ NAS-Port-Type: Async }, { Tunnel-Type: PPTP }] }\n"
                "  - { name: Off, enabled: false, permission: grant }\n"
                "  - { name: B, permission: deny, conditions: [{ NAS-Port-Type: Virtual }] }\n"
                "  - { name: C, permission: grant, conditions: [{ NAS-Port-Type: Async }] }\n");
  REQUIRE(site.compiled);
  const Case result(site, kMonday);
  CHECK(policies_text(result.explained) ==
        "A tried no [no yes], Off disabled yes [], B tried yes [yes], C after no [no]");
  CHECK(stage_text(result.explained.trace) ==
        "policy passed, permission ended, constraints not-reached, settings not-reached, negotiation not-reached");
  CHECK(result.explained.trace.endings ==
        std::vector<PossibleResult>{
            {Answer::reject, StageId::permission, 65, cause("permission-denied-policy"), 2, 0, TunnelType::pptp}});
  for (const CheckStep& step : result.explained.trace.checks) CHECK(step.counts == (step.policy == kNoPolicy));
}

TEST_CASE("trace: states of the stages") {
  struct StageCase {
    const char* name;
    const char* policies;
    std::string want;
  };
  const StageCase rows[] = {
      {"no match", "[]",
       "policy ended, permission not-reached, constraints not-reached, settings not-reached, negotiation not-reached"},
      {"accept", "[{ name: A, permission: grant }]",
       "policy passed, permission passed, constraints passed, settings passed, negotiation passed"},
      {"constraint", "[{ name: A, permission: grant, profile: { authentication: [PAP] } }]",
       "policy passed, permission passed, constraints ended, settings not-reached, negotiation not-reached"},
      {"may match or not", "[{ name: A, permission: grant, conditions: [{ Calling-Station-Id: x }] }]",
       "policy unknown, permission passed, constraints passed, settings passed, negotiation passed"},
      {"candidates differ",
       "[{ name: A, permission: deny, conditions: [{ Calling-Station-Id: x }] },"
       " { name: B, permission: grant }]",
       "policy passed, permission unknown, constraints passed, settings passed, negotiation passed"},
      {"an unknown constraint", "[{ name: A, permission: grant, profile: { called-station-id: x } }]",
       "policy passed, permission passed, constraints ended, settings not-reached, negotiation not-reached"},
  };
  for (const StageCase& row : rows) SUBCASE(row.name) {
      TestSite site(std::string(kAlice) + "policies: " + row.policies + "\n");
      REQUIRE(site.compiled);
      const Case result(site, kMonday);
      CHECK(stage_text(result.explained.trace) == row.want);
    }
}

TEST_CASE("trace: the decision is the same with and without a sink") {
  TestSite site(
      "dialect: nps\ndirectory: { complete: false, users: { alice: , bob: { dial-in: { permission: deny, "
      "caller-id: '1' } } } }\npolicies:\n"
      "  - { name: Off, enabled: false, permission: deny }\n"
      "  - { name: A, permission: grant, conditions: [{ Calling-Station-Id: '^1' }], profile: "
      "{ authentication: [PAP], day-and-time-restrictions: Mon 07:00-08:00 } }\n"
      "  - { name: B, source: DHCP-server, permission: deny }\n"
      "  - { name: C, permission: grant, conditions: [{ Windows-Groups: Staff }], profile: "
      "{ nas-port-types: Virtual } }\n"
      "  - { name: D, permission: deny, conditions: [{ Day-And-Time-Restrictions: Mon 09:00-10:00 }] }\n");
  REQUIRE(site.compiled);
  std::size_t decisions = 0;
  for (const char* user : {"alice", "bob", "zed", "unknown"})
    for (const char* at : {"2003-11-03T09:00", "2003-11-04T09:00", "unknown"})
      for (const char* from : {"1", "2", "unknown"})
        for (const char* method : {"PAP", "MS-CHAP-v2", "EAP", "unknown"}) {
          const Case with(site, "{ user: " + std::string(user) + ", at: " + at + ", from: '" + from +
                                    "', authentication: " + method + " }");
          TraceSink none;
          const Decision without = decide(*site.compiled, with.world, with.attempt, none);
          const Decision& traced = with.explained.decision;
          CAPTURE(with.line());
          CHECK(without.answer == traced.answer);
          CHECK(without.outcome == traced.outcome);
          CHECK(without.stage == traced.stage);
          CHECK(without.reason == traced.reason);
          CHECK(without.policy == traced.policy);
          CHECK(without.cause == traced.cause);
          CHECK(without.request_policy == traced.request_policy);
          ++decisions;
        }
  CHECK(decisions == 144);
  CHECK(codes(site.diags) == "");
}

TEST_CASE("stages: fifteen rows, named as product.md does") {
  std::vector<std::string> names;
  for (const StageRow& row : stages()) names.emplace_back(row.name);
  CHECK(joined(names) ==
        "path, server, tunnel, link, provider, request-policy, identity, lockout, authentication, policy, permission, "
        "constraints, settings, negotiation, reach");
}
