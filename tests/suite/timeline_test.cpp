// Timelines: every kind of step, what of it is judged, and what is refused where.
#include <doctest/doctest.h>

#include "suite/load/find_attempt.hpp"
#include "suite/run/run.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using rapsim::test::codes;

namespace {

constexpr std::string_view kSite =
    "format: rapsim/site/1\ntime-zone: UTC\n"
    "server: { edition: enterprise, ports: { PPTP: { count: 2 }, L2TP: { count: 1 } }, addresses: { static-pool: "
    "[10.8.0.1-10.8.0.9] } }\n"
    "directory: { users: { alice: , bob: } }\nintranet: { network: 10.8.0.0/16 }\n"
    "policies:\n  - { name: P, permission: grant, profile: { idle-timeout: 10m, session-timeout: 1h } }\n";

struct Loaded {
  test::TestSite site{kSite, ""};
  std::optional<Suite> suite{};

  explicit Loaded(const std::string& timeline, SuiteLimits limits = {}) {
    REQUIRE(codes(site.diags) == "");
    const FindSite find = [&](const std::string&, Span) { return site.compiled; };
    suite = load_suite_text(
        "suite",
        "format: rapsim/suite/1\nsite: s\nclock: 2003-11-03T09:00\nscenarios:\n  - name: s\n    timeline: [ " +
            timeline + " ]\n",
        find, site.sources, site.diags, limits);
  }
};

/// `a up`: connects a over PPTP and expects it to be connected; `a down`: and expects it not to be.
std::string connect(const std::string& name, const std::string& outcome = "connected", const std::string& fields = "") {
  return "{ connect: { as: " + name + ", user: alice" + fields + " }, expect: { outcome: " + outcome + " } }";
}
std::string state(const std::string& of) { return "{ state: { " + of + " } }"; }

/// What failed, and how: `state 09:10: sessions a, expected a, b`.
std::string failures_of(const Suite& suite) {
  std::string out;
  judge_steps(suite, {0, 0}, [&](const JudgedStep& judged) {
    if (judged.passed()) return;
    const JudgedAttempt* const attempt = judged.attempt_of();
    out += (out.empty() ? "" : "; ") +
           (attempt != nullptr ? "#" + std::to_string(attempt->number) : step_text(*judged.step)) + " " +
           judged.at.substr(11, 5) + ":";
    if (!judged.remark.empty()) out += " " + judged.remark;
    for (const CheckedExpectation& one : judged.checked)
      if (!one.holds)
        out += " " + name_of(*one.expectation) + "=" +
               (one.actual.is_present()  ? test::joined(one.actual.value)
                : one.actual.is_absent() ? "-"
                                         : "?");
  });
  return out;
}

struct Row {
  const char* name;
  std::string steps;
  std::string want;  // what fails; empty: everything holds
};

}  // namespace

TEST_CASE("timeline: what steps do") {
  const std::string up2 = connect("a") + ", " + connect("b");
  const Row rows[] = {
      {"ports and addresses are used and free",
       up2 + ", " +
           state("ports: { PPTP: { used: 2, free: 0 }, L2TP: { used: 0, free: 1 } }, addresses: { used: 2, free: 6 }, "
                 "sessions: [b, a]"),
       ""},
      {"... and what is not so is told",
       up2 + ", " + state("ports: { PPTP: { used: 1, free: [1, 2] } }, addresses: { free: 0 }, sessions: [a]"),
       "state 09:00: ports.PPTP.used=2 ports.PPTP.free=0 addresses.free=6 sessions=a, b"},
      {"a number of sessions", up2 + ", " + state("sessions: 2") + ", " + state("sessions: 3"),
       "state 09:00: sessions=2"},
      {"no session at all", state("sessions: []") + ", " + state("sessions: 0"), ""},
      {"the third caller waits for a port",
       up2 + ", " + connect("c", "not-connected") + ", { disconnect: a }, " + connect("c") + ", " +
           state("sessions: [b, c], ended: { a: user-request, b: null }"),
       ""},
      {"several at once", up2 + ", { disconnect: [a, b] }, " + state("sessions: 0"), ""},
      {"idle sessions end",
       connect("a") + ", { after: 9m59s }, " + state("sessions: [a]") + ", { after: 1s }, " +
           state("sessions: [], ended: { a: idle-timeout }"),
       ""},
      {"traffic begins the idle time anew",
       connect("a") + ", { after: 9m }, { traffic: a }, { after: 9m }, " + state("sessions: [a]") +
           ", { at: 2003-11-03T12:00 }, " + state("ended: { a: idle-timeout }"),
       ""},
      {"a session that has ended cannot be ended", connect("a") + ", { after: 1h }, { disconnect: a }, { traffic: a }",
       "disconnect a 10:00: `a` has ended: idle-timeout at 2003-11-03T09:10+00:00; traffic a 10:00: `a` has ended: "
       "idle-timeout at 2003-11-03T09:10+00:00"},
      {"... nor one that never was", up2 + ", " + connect("c", "not-connected") + ", { disconnect: c }",
       "disconnect c 09:00: `c` was never connected: no session came of #3"},
      {"a restart ends everybody",
       up2 + ", { restart: service }, " + state("sessions: 0, ended: { a: admin-reset }, addresses: { used: 0 }"), ""},
      {"of the server, too", up2 + ", { restart: server }, " + state("ended: { b: nas-reboot }"), ""},
      {"a service that is stopped, and started",
       connect("a") + ", { set: { server.service.state: stopped } }, " + connect("b", "not-connected") + ", " +
           state("ended: { a: admin-reset }") + ", { set: { server.service.state: started } }, " + connect("b"),
       ""},
      {"ports that are taken away",
       up2 + ", { set: { server.ports.PPTP.count: 1 } }, " +
           state("sessions: [a], ended: { b: port-unneeded }, ports: { PPTP: { used: 1, free: 0 } }"),
       ""},
      {"an attempt meets the site of its moment",
       connect("a") + ", { set: { 'policies.P.permission': deny } }, " + connect("b", "not-connected") +
           ", { set: { 'policies.P.permission': grant } }, " + connect("c"),
       ""},
      {"several edits, in their order",
       "{ set: { server.ports.L2TP.count: 0, server.ports.PPTP.count: 1 } }, " +
           state("ports: { PPTP: { free: 1 }, L2TP: { free: 0 } }"),
       ""},
      {"`repeat` unrolls, and `$i` is its number",
       "{ repeat: { times: 2, steps: [ " + connect("s$i") + ", { after: 1m } ] } }, " + state("sessions: [s1, s2]") +
           ", { after: 8m }, " + state("sessions: [s2], ended: { s1: idle-timeout }"),
       ""},
      {"an attempt's own repetitions inside",
       "{ repeat: { times: 3, steps: [ { connect: { as: s$i, user: alice, repeat: 2 }, expect: { outcome: connected } "
       "}, { disconnect: [s1, s2] } ] } }, " +
           state("sessions: 0"),
       ""},
      {"a session without a name is called by its number",
       "{ connect: { user: alice }, expect: { outcome: connected } }, " + state("sessions: []"),
       "state 09:00: sessions=#1"},
      {"a probe",
       "{ probe: { command: portqry, port: 1723, protocol: tcp }, expect: { result: LISTENING } }, { set: { "
       "server.service.state: stopped } }, "
       "{ probe: { command: portqry, port: 1723, protocol: tcp }, expect: { result: LISTENING } }",
       "probe portqry tcp 1723 09:00: result=NOT LISTENING"},
      {"what a client reaches",
       connect("a") + ", { reach: { from: a, to: 10.8.3.4, protocol: tcp, port: 443 }, expect: { reachable: true, "
                      "cause: null } }, "
                      "{ set: { server.protocols.IP.network-access: false } }, "
                      "{ reach: { from: a, to: 10.8.3.4, port: 443 }, expect: { reachable: false, cause: "
                      "lan-protocol-no-network-access } }",
       ""},
      {"a session that has ended reaches nothing",
       connect("a") +
           ", { disconnect: a }, { reach: { from: a, to: 10.8.3.4 }, expect: { reachable: true, cause: null } }",
       "reach 10.8.3.4 tcp from a 09:00: `a` has ended: user-request at 2003-11-03T09:00+00:00 reachable=false"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Loaded loaded(row.steps);
      REQUIRE(codes(loaded.site.diags) == "");
      CHECK(failures_of(*loaded.suite) == row.want);
      CHECK(run_suite(*loaded.suite).passed() == row.want.empty());
    }
}

TEST_CASE("timeline: a state of the site is compiled once, however often it comes back") {
  const Loaded loaded(
      "{ repeat: { times: 50, steps: [ { set: { server.ports.PPTP.count: 1 } }, { set: { "
      "server.ports.PPTP.count: 2 } } ] } }, { set: { server.ports: { PPTP: { count: 3 } } } }, " +
      state("ports: { PPTP: { free: 3 } }"));
  REQUIRE(codes(loaded.site.diags) == "");
  CHECK(loaded.suite->edited.size() == 3);
  CHECK(loaded.suite->cases.front().timeline.size() == 102);
  CHECK(failures_of(*loaded.suite) == "");
}

TEST_CASE("timeline: what is refused, and where") {
  const Row rows[] = {
      {"a session that no step connects", "{ disconnect: a }", "6:31 R410"},
      {"... yet", "{ traffic: a }, " + connect("a"), "6:28 R410"},
      {"... of `state`", state("sessions: [a], ended: { b: null }"), "6:39 R410; 6:52 R410"},
      {"... of `reach`", "{ reach: { from: a, to: 10.8.0.1 }, expect: { reachable: true } }", "6:34 R410"},
      {"an unknown thing to restart", "{ restart: svc }", "6:28 R301"},
      {"an unknown cause of an end", connect("a") + ", " + state("ended: { a: boredom }"), "6:109 R301"},
      {"an empty state", state(""), "6:26 R401"},
      {"an unknown key of a state", state("port: { PPTP: { used: 1 } }"), "6:28 R110"},
      {"an unknown port type", state("ports: { X25: { used: 1 } }"), "6:37 R110"},
      {"no number", state("ports: { PPTP: { used: many } }"), "6:51 R111"},
      {"a path that is none", "{ set: { server.prots: 1 } }", "6:26 R110"},
      {"a value that is none", "{ set: { server.ports.PPTP.count: -1 } }", "6:51 R111"},
      {"an edit of the past", "{ set: { directory.server-access.everyone-was-there-at-start: false } }", "6:26 R411"},
      {"nothing to set", "{ set: {} }", "6:24 R112"},
      {"an unknown command", "{ probe: { command: pnig }, expect: { result: reply } }", "6:37 R301"},
      {"a probe without a command", "{ probe: {}, expect: { result: reply } }", "6:26 R112"},
      {"a probe without a port", "{ probe: { command: portqry }, expect: { result: LISTENING } }", "6:26 R112"},
      {"a probe with a port that it does not take", "{ probe: { command: ping, port: 7 }, expect: { result: reply } }",
       "6:43 R411"},
      {"a result that cannot be", "{ probe: { command: ping }, expect: { result: pong } }", "6:63 R405"},
      {"a probe that asserts nothing", "{ probe: { command: ping } }", "6:19 R401"},
      {"a reach without an address", connect("a") + ", { reach: { from: a }, expect: { reachable: true } }",
       "6:95 R112"},
      {"a cause that is none", connect("a") + ", { reach: { from: a, to: 10.8.0.1 }, expect: { cause: magic } }",
       "6:139 R405"},
      {"too many steps", "{ repeat: { times: 11, steps: [ { restart: service }, { restart: server } ] } }",
       "6:71 R403"},
      {"more repetitions than steps", "{ repeat: { times: 12, steps: [] } }", "6:36 R312"},
      {"`repeat` without steps", "{ repeat: { times: 2 } }", "6:27 R112"},
      {"a step inside", "{ repeat: { times: 2, steps: [ { disconnect: z } ] } }", "6:62 R410"},
      {"what no attempt on the site of its moment can have",
       "{ set: { policies.P.name: Q } }, { connect: { user: alice }, expect: { policy: P } }", "6:96 R405"},
      {"nothing but time", "{ after: 1s }, { restart: service }", "6:15 R401"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Loaded loaded(row.steps, {.rows = 11});
      CHECK(codes(loaded.site.diags) == row.want);
      CHECK_FALSE(loaded.suite.has_value());
    }
}

TEST_CASE("timeline: an attempt is explained with the world and the site of its moment, also on another site") {
  Loaded loaded(connect("a") + ", " + connect("b") + ", { set: { 'policies.P.permission': deny } }, " +
                connect("c", "not-connected"));
  REQUIRE(codes(loaded.site.diags) == "");
  const auto met = [&](std::size_t number, const std::shared_ptr<const CompiledSite>& on) {
    Diagnostics diags;
    const Situation situation = situation_of(*loaded.suite, {{0, 0}, number}, on, loaded.site.sources, diags);
    CHECK(diags.empty());
    REQUIRE(situation.site != nullptr);
    return std::to_string(situation.world.live_sessions) +
           (situation.site->site->policies.front().grant.value ? " grant" : " deny");
  };
  CHECK(met(1, loaded.suite->site) == "0 grant");
  CHECK(met(2, loaded.suite->site) == "1 grant");
  CHECK(met(3, loaded.suite->site) == "2 deny");
  test::TestSite other(
      "time-zone: UTC\nserver: { ports: { PPTP: { count: 1 } } }\ndirectory: { users: { alice: } }\n"
      "policies: [{ name: P, permission: grant }]\n");
  CHECK(met(3, other.compiled) == "1 deny");
}
