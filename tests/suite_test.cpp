// Suites: what lists multiply out to, fixtures, cases, every kind of expectation, and what is refused.
#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/load.hpp"
#include "suite/find_attempt.hpp"
#include "suite/rows.hpp"
#include "suite/run.hpp"
#include "suite/sites.hpp"
#include "suite/tags.hpp"

namespace {

using namespace rapsim;  // NOLINT: a test of this whole folder

constexpr const char* kSite = R"(format: rapsim/site/1
time-zone: Europe/Berlin
server: { authentication: { methods: [MS-CHAP-v2, PAP] } }
radius-clients: { AP: { address: 192.0.2.7 } }
request-policies: [{ name: All }]
directory:
  groups: { Staff: {} }
  users:
    alice: { groups: [Staff] }
    bob: { groups: [Staff], dial-in: { permission: deny } }
    carol:
policies:
  - name: Staff
    conditions: [ { Windows-Groups: [Staff] }, { NAS-Identifier: VPN } ]
    permission: grant
    profile: { authentication: [MS-CHAP-v2], session-timeout: 8h, attributes: { Class: [red, blue] } }
  - name: unknown
    conditions: [ { NAS-Identifier: other } ]
)";

struct Loaded {
  Sources sources{};
  Diagnostics diags{};
  std::shared_ptr<const CompiledSite> site{};
  std::optional<Suite> suite{};
};

/// The suite of a text, on kSite whatever path it gives.
void load(std::string text, Loaded& loaded, SuiteLimits limits = {}) {
  auto site = load_site_text("site", kSite, loaded.sources, loaded.diags);
  REQUIRE(site.has_value());
  loaded.site = compile(std::make_shared<const Site>(*std::move(site)), loaded.diags);
  REQUIRE(loaded.site != nullptr);
  const FindSite find = [&](const std::string&, Span) { return loaded.site; };
  loaded.suite = load_suite_text("suite", std::move(text), find, loaded.sources, loaded.diags, limits);
}

std::string codes(const Diagnostics& diags) {
  std::string out;
  for (const Diagnostic& one : diags.sorted())
    out += (out.empty() ? "" : "; ") + std::to_string(one.where.line) + ":" + std::to_string(one.where.column) + " " +
           std::string(one.code.text());
  return out;
}

constexpr std::string_view kHead = "format: rapsim/suite/1\nsite: site\nclock: 2003-11-03T09:00\n";

/// What follows the head begins in line 4.
std::string with_head(std::string_view rest) { return std::string(kHead) + std::string(rest); }

/// One scenario, in line 5 and in one line: its name is `s`.
std::string scenario(std::string_view fields) {
  return with_head("scenarios:\n  - { name: s, " + std::string(fields) + " }\n");
}

template <class Text>
std::string each_row(const Suite& suite, Text text) {
  std::string out;
  for (std::uint32_t i = 0; i < suite.cases.size(); ++i)
    for (RowId row{i, 0}; row.index < suite.cases[i].row_count; ++row.index)
      out += (out.empty() ? "" : "; ") + text(row);
  return out;
}

std::string labels_of(const Suite& suite) {
  return each_row(suite, [&](RowId row) { return label_of(suite, row); });
}

/// `user from tunnel authentication NAS-Identifier`, absent ones left out.
std::string attempts_of(const Suite& suite) {
  return each_row(suite, [&](RowId row) {
    const JudgedAttempt judged(suite, row);
    std::string out;
    for (const FieldId id : {FieldId::user, FieldId::from, FieldId::tunnel, FieldId::authentication})
      out += (out.empty() ? "" : " ") + judged.attempt[id].text;
    if (const GivenAttribute* given = judged.attempt.find(*find_attribute("NAS-Identifier")))
      for (const std::string& value : given->values) out += " " + value;
    return out;
  });
}

struct Row {
  const char* name;
  std::string text;
  std::string want;
};

TEST_CASE("suite: labels of what lists multiply out to, the last list changing fastest") {
  const std::string fixtures = "fixtures: { attempts: { a: { from: '1' }, b: { use: a, tunnel: [PPTP, L2TP] } } }\n";
  const Row rows[] = {
      {"no list", scenario("attempt: { user: alice }, expect: { decision: accept }"), "s"},
      {"one list", scenario("attempt: { user: [alice, bob] }, expect: { reason: 0 }"), "s [user=alice]; s [user=bob]"},
      {"a list of one keeps its label when it grows",
       scenario("attempt: { user: [alice] }, expect: { decision: accept }"), "s [user=alice]"},
      {"two lists",
       scenario("attempt: { user: [alice, bob], from: a, tunnel: [PPTP, L2TP] }, expect: { decision: accept }"),
       "s [user=alice, tunnel=PPTP]; s [user=alice, tunnel=L2TP]; s [user=bob, tunnel=PPTP]; s [user=bob, "
       "tunnel=L2TP]"},
      {"a nested list",
       scenario("attempt: { user: alice, authentication: EAP, eap: { type: [PEAP, EAP-TLS] } }, expect: { reason: 0 }"),
       "s [eap.type=PEAP]; s [eap.type=EAP-TLS]"},
      {"a list under attributes is one value",
       scenario("attempt: { user: alice, attributes: { NAS-Identifier: [VPN, x] } }, expect: { reason: 0 }"), "s"},
      {"a list of fixtures",
       with_head(fixtures + "scenarios:\n  - { name: s, attempt: { use: [a, b], user: alice }, "
                            "expect: { decision: accept } }\n"),
       "s [use=a]; s [use=b, tunnel=PPTP]; s [use=b, tunnel=L2TP]"},
      {"cases without names have the fields that they give",
       scenario("attempt: { user: [alice, bob] }, cases: [ { from: '1', expect: { reason: 0 } }, "
                "{ user: carol, attributes: { nas-identifier: VPN }, expect: { reason: 0 } } ]"),
       "s [user=alice, from=1]; s [user=bob, from=1]; s [user=carol, NAS-Identifier=VPN]"},
      {"cases with names",
       scenario("attempt: { user: alice }, cases: [ { name: c, from: '1', expect: { reason: 0 } }, "
                "{ name: d, from: [a, b], expect: { reason: 0 } } ]"),
       "s / c; s / d [from=a]; s / d [from=b]"},
      {"a case that changes nothing has a number",
       scenario("attempt: { user: alice }, cases: [ { expect: { reason: 0 } } ]"), "s / case 1"},
      {"a case's own fixture",
       with_head(fixtures + "scenarios:\n  - { name: s, attempt: { use: a, user: alice }, cases: [ { expect: { reason: "
                            "0 } }, { use: b, tunnel: L2TP, expect: { reason: 0 } } ] }\n"),
       "s / case 1; s [use=b, tunnel=L2TP]"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Loaded loaded;
      load(row.text, loaded);
      REQUIRE(codes(loaded.diags) == "");
      CHECK(labels_of(*loaded.suite) == row.want);
    }
}

TEST_CASE("suite: later fields replace earlier ones, fixtures first, then the attempt, then the case") {
  const std::string fixtures =
      "fixtures: { attempts: { a: { use: z, from: a, tunnel: L2TP, attributes: { NAS-Identifier: A } }, "
      "z: { from: z, authentication: PAP } } }\nscenarios:\n  - { name: s, ";
  const Row rows[] = {
      {"a fixture and the fixture that it uses",
       with_head(fixtures + "attempt: { use: a, user: alice }, expect: { reason: 0 } }"), "alice a L2TP PAP A"},
      {"the attempt over the fixture",
       with_head(fixtures + "attempt: { use: a, user: alice, from: b, attributes: { nas-identifier: B } }, "
                            "expect: { reason: 0 } }"),
       "alice b L2TP PAP B"},
      {"a case over the attempt",
       with_head(fixtures + "attempt: { use: a, user: alice, from: b }, cases: [ { from: c, tunnel: [PPTP, SSTP], "
                            "expect: { reason: 0 } } ] }"),
       "alice c PPTP PAP A; alice c SSTP PAP A"},
      {"one value over a list",
       with_head(fixtures + "attempt: { use: z, user: [alice, bob] }, cases: [ { user: carol, expect: { reason: 0 } } "
                            "] }"),
       "carol z PPTP PAP"},
      {"the fixture of a case instead of the attempt's",
       with_head(fixtures + "attempt: { use: a, user: alice }, cases: [ { use: z, expect: { reason: 0 } } ] }"),
       "alice z PPTP PAP"},
      {"a case without an attempt", scenario("cases: [ { user: bob, expect: { reason: 0 } } ]"),
       "bob unknown PPTP MS-CHAP-v2"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Loaded loaded;
      load(row.text, loaded);
      REQUIRE(codes(loaded.diags) == "");
      CHECK(attempts_of(*loaded.suite) == row.want);
    }
}

TEST_CASE("suite: `at` is the suite's clock unless the attempt says otherwise") {
  Loaded loaded;
  load(scenario("attempt: { user: alice }, cases: [ { expect: { reason: 0 } }, { at: 2003-11-03T10:00Z, expect: { "
                "reason: 0 } } ]"),
       loaded);
  REQUIRE(loaded.suite.has_value());
  const std::string times =
      each_row(*loaded.suite, [&](RowId row) { return JudgedAttempt(*loaded.suite, row).attempt[FieldId::at].text; });
  CHECK(times == "2003-11-03T09:00+01:00; 2003-11-03T11:00+01:00");
}

TEST_CASE("suite: an expectation holds, or it fails") {
  struct Expected {
    const char* name;
    std::string attempt, expect;
    bool passes;
  };
  const std::string accepted = "user: alice", denied = "user: bob", no_match = "user: carol";
  const std::string pap = "user: alice, authentication: PAP",
                    unknown = "user: alice, attributes: { NAS-Identifier: unknown }";
  const Expected rows[] = {
      {"decision", accepted, "decision: accept", true},
      {"another decision", accepted, "decision: reject", false},
      {"any of a list", accepted, "decision: [reject, accept]", true},
      {"none of a list", accepted, "decision: [discard, none]", false},
      {"all of several fields", denied, "decision: reject, reason: 65, stage: permission, policy: Staff", true},
      {"one wrong field of several", denied, "decision: reject, reason: 66, stage: permission", false},
      {"outcome", denied, "outcome: not-connected", true},
      {"another outcome", denied, "outcome: connected", false},
      {"the outcome of an accept", accepted, "outcome: connected", true},
      {"another stage", denied, "stage: policy", false},
      {"another reason", no_match, "reason: 65", false},
      {"one of two reasons", no_match, "reason: [65, 48]", true},
      {"another policy", accepted, "policy: 'unknown'", false},
      {"client error", denied, "client-error: 649", true},
      {"another client error", denied, "client-error: 691", false},
      {"violated", pap, "violated: authentication-method", true},
      {"violated: any of a list", pap, "violated: [caller-id, authentication-method]", true},
      {"violated: something else", pap, "violated: caller-id", false},
      {"violated: nothing", accepted, "violated: null", true},
      {"violated: nothing, but something was", pap, "violated: null", false},
      {"null is absent", no_match, "policy: null", true},
      {"null is not a value", accepted, "policy: null", false},
      {"a value is not absent", no_match, "policy: Staff", false},
      {"null in a list", no_match, "policy: [Staff, null]", true},
      {"null is not unknown", unknown, "policy: null", false},
      {"unknown", unknown, "decision: unknown", true},
      {"unknown is not a value", accepted, "decision: unknown", false},
      {"a value is not unknown", unknown, "decision: accept", false},
      {"unknown in a list", unknown, "decision: [accept, unknown]", true},
      {"a quoted unknown is a name", unknown, "policy: 'unknown'", false},
      {"open", unknown, "open: NAS-Identifier", true},
      {"something else is open", unknown, "open: at", false},
      {"nothing is open", accepted, "open: null", true},
  };
  for (const Expected& row : rows) SUBCASE(row.name) {
      Loaded loaded;
      const std::string attempt = row.attempt.find("NAS-Identifier") != std::string::npos
                                      ? row.attempt
                                      : row.attempt + ", attributes: { NAS-Identifier: VPN1 }";
      load(scenario("attempt: { " + attempt + " }, expect: { " + row.expect + " }"), loaded);
      REQUIRE(codes(loaded.diags) == "");
      CHECK(run_suite(*loaded.suite).passed() == row.passes);
    }
}

/// Names of the expectations that do not hold, with what was: `stage=permission policy=Staff`.
std::string failures_of(const JudgedAttempt& judged) {
  std::string out;
  for (const CheckedExpectation& one : judged.checked) {
    if (one.holds) continue;
    out += (out.empty() ? "" : " ") + name_of(*one.expectation) + "=";
    out += one.actual.is_unknown() ? "unknown" : one.actual.is_absent() ? "absent" : one.actual.value.front();
  }
  return out;
}

TEST_CASE("suite: `exactly` names everything that the decision has") {
  struct Exact {
    const char* name;
    std::string attempt, exactly, want;
  };
  const std::string accepted = "user: alice", denied = "user: bob", pap = "user: alice, authentication: PAP";
  const std::string unknown = "user: alice, attributes: { NAS-Identifier: unknown }";
  const std::string settings =
      "Session-Timeout: 8h, Class: [red, blue], Service-Type: Framed, Framed-Protocol: PPP, "
      "MS-MPPE-Encryption-Policy: Encryption-Allowed, MS-MPPE-Encryption-Types: 14";
  const Exact rows[] = {
      {"all of an accept", accepted,
       "decision: accept, request-policy: All, policy: Staff, reason: 0, outcome: connected", ""},
      {"a reason 0 is not left out", accepted,
       "decision: accept, request-policy: All, policy: Staff, outcome: connected", "reason=0"},
      {"nor is what follows from the decision", accepted,
       "decision: accept, request-policy: All, policy: Staff, reason: 0", "outcome=connected"},
      {"fields that follow from others are not left out", denied, "decision: reject, reason: 65",
       "outcome=not-connected stage=permission request-policy=All policy=Staff "
       "cause=permission-denied-user "
       "client-error=649"},
      {"all of a reject", denied,
       "decision: reject, reason: 65, outcome: not-connected, stage: permission, request-policy: All, "
       "policy: Staff, "
       "cause: permission-denied-user, client-error: 649",
       ""},
      {"null is absent", accepted,
       "decision: accept, request-policy: All, policy: Staff, reason: 0, outcome: connected, stage: null", ""},
      {"a named field that is wrong", denied,
       "decision: accept, reason: 65, outcome: not-connected, stage: permission, request-policy: All, "
       "policy: Staff, "
       "cause: permission-denied-user, client-error: 649",
       "decision=reject"},
      {"a list is any of", accepted,
       "decision: [accept, reject], request-policy: All, policy: Staff, reason: 0, outcome: connected", ""},
      {"of several values each must be named", pap,
       "decision: reject, outcome: not-connected, stage: constraints, request-policy: All, policy: "
       "Staff, reason: 66, "
       "cause: method-not-in-profile, client-error: 691, "
       "violated: caller-id",
       "violated=authentication-method"},
      {"`open` is not left out", unknown,
       "decision: unknown, outcome: unknown, stage: unknown, request-policy: All, policy: unknown, "
       "cause: unknown, "
       "reason: unknown, client-error: unknown, "
       "violated: unknown",
       "open=NAS-Identifier"},
      {"settings, when one is named, are all named", accepted,
       "decision: accept, request-policy: All, policy: Staff, reason: 0, outcome: connected, settings: { "
       "Session-Timeout: 8h }",
       "settings.Service-Type=2 settings.Framed-Protocol=1 settings.Class=red settings.MS-MPPE-Encryption-Policy=1 "
       "settings.MS-MPPE-Encryption-Types=14"},
      {"all settings", accepted,
       "decision: accept, request-policy: All, policy: Staff, reason: 0, outcome: connected, settings: "
       "{ " +
           settings + " }",
       ""},
  };
  for (const Exact& row : rows) SUBCASE(row.name) {
      Loaded loaded;
      const std::string attempt = row.attempt.find("NAS-Identifier") != std::string::npos
                                      ? row.attempt
                                      : row.attempt + ", attributes: { NAS-Identifier: VPN1 }";
      load(scenario("attempt: { " + attempt + " }, exactly: { " + row.exactly + " }"), loaded);
      REQUIRE(codes(loaded.diags) == "");
      CHECK(failures_of(JudgedAttempt(*loaded.suite, {0, 0})) == row.want);
    }
}

TEST_CASE("suite: a case adds to what its scenario expects of all cases, and replaces it field by field") {
  const auto failures = [](std::string_view shared, std::string_view own) {
    Loaded loaded;
    load(scenario("attempt: { user: bob, attributes: { NAS-Identifier: VPN1 } }, " + std::string(shared) +
                  ", cases: [ { from: a" + std::string(own) + " } ]"),
         loaded);
    REQUIRE(codes(loaded.diags) == "");
    return failures_of(JudgedAttempt(*loaded.suite, {0, 0}));
  };
  CHECK(failures("expect: { decision: accept, reason: 1 }", "") == "decision=reject reason=65");
  CHECK(failures("expect: { decision: accept, reason: 1 }", ", expect: { decision: reject }") == "reason=65");
  CHECK(failures("expect: { decision: accept, reason: 1 }", ", expect: { policy: null }") ==
        "decision=reject reason=65 policy=Staff");
  CHECK(failures("expect: { settings: { Class: red, MS-Filter: null } }",
                 ", expect: { decision: reject, settings: { class: null } }") == "");
  const std::string rest =
      "outcome: not-connected, stage: permission, request-policy: All, policy: Staff, cause: "
      "permission-denied-user, "
      "client-error: 649";
  CHECK(failures("expect: { decision: reject }", ", exactly: { " + rest + " }") == "reason=65");
  CHECK(failures("exactly: { decision: accept, reason: 65, " + rest + " }", ", expect: { decision: reject }") == "");
  CHECK(failures("exactly: { decision: reject, " + rest + " }", ", expect: { stage: permission }") == "reason=65");
}

TEST_CASE("suite: settings that the accept returns") {
  struct Expected {
    const char* name;
    std::string user, settings;
    bool passes;
  };
  const Expected rows[] = {
      {"a duration", "alice", "Session-Timeout: 8h", true},
      {"the same as seconds", "alice", "Session-Timeout: 28800", true},
      {"another duration", "alice", "Session-Timeout: 9h", false},
      {"one of several", "alice", "Session-Timeout: [9h, 480m]", true},
      {"not returned", "alice", "Idle-Timeout: null", true},
      {"returned, but not expected", "alice", "Session-Timeout: null", false},
      {"expected, but not returned", "alice", "Idle-Timeout: 10m", false},
      {"an enumeration by name", "alice", "Service-Type: Framed", true},
      {"an enumeration by number", "alice", "Service-Type: 2", true},
      {"another value", "alice", "Service-Type: Login", false},
      {"a name without case", "alice", "service-type: Framed", true},
      {"any of several values returned", "alice", "Class: blue", true},
      {"none of several values returned", "alice", "Class: green", false},
      {"a reject returns nothing", "bob", "Session-Timeout: null", true},
      {"a reject returns no value", "bob", "Session-Timeout: 8h", false},
      {"who is accepted by no known policy returns what is unknown", "unknown", "Session-Timeout: unknown", true},
      {"unknown is not absent", "unknown", "Session-Timeout: null", false},
  };
  for (const Expected& row : rows) SUBCASE(row.name) {
      Loaded loaded;
      load(scenario("attempt: { user: " + row.user +
                    ", attributes: { NAS-Identifier: VPN1 } }, expect: { settings: { " + row.settings + " } }"),
           loaded);
      REQUIRE(codes(loaded.diags) == "");
      CHECK(run_suite(*loaded.suite).passed() == row.passes);
    }
}

TEST_CASE("suite: a result names the rows that failed, in their order, and counts scenarios") {
  Loaded loaded;
  load(with_head("scenarios:\n"
                 "  - { name: a, attempt: { user: [alice, bob, carol], attributes: { NAS-Identifier: VPN1 } }, "
                 "expect: { decision: accept } }\n"
                 "  - { name: b, attempt: { user: carol }, expect: { reason: 48 } }\n"),
       loaded);
  REQUIRE(loaded.suite.has_value());
  const SuiteResult result = run_suite(*loaded.suite);
  CHECK(result.rows.all() == 4);
  CHECK(result.scenarios.failed == 1);
  CHECK(result.failed == std::vector<RowId>{{0, 1}, {0, 2}});
  const JudgedAttempt judged(*loaded.suite, result.failed.front());
  CHECK_FALSE(judged.passed());
  REQUIRE(judged.checked.size() == 1);
  CHECK(judged.checked.front().actual.value == std::vector<std::string>{"reject"});
}

/// What became of each row, in the order of the suite.
std::string results_of(const SuiteResult& result) {
  constexpr const char* kNames[] = {"passed",  "failed", "skipped", "expected-failure", "passed-unexpectedly",
                                    "ran-out", "-"};
  std::string out;
  for (const RowResult one : result.results)
    out += (out.empty() ? "" : " ") + std::string(kNames[static_cast<std::size_t>(one)]);
  return out;
}

TEST_CASE("suite: a skip and an expected failure hold up to their day, and not after it") {
  const std::string accept = "expect: { decision: accept }", reject = "expect: { decision: reject }";
  const std::string attempt = "attempt: { user: alice, attributes: { NAS-Identifier: VPN1 } }, ";
  const std::string skip = "skip: { reason: r, until: 2026-06-30 }, ";
  const std::string fails = "expected-failure: { reason: r, until: 2026-06-30 }, ";
  struct Marked {
    const char* name;
    std::string text;
    const char *before, *on_the_day, *after;
  };
  const Marked rows[] = {
      {"no marker", attempt + accept, "passed", "passed", "passed"},
      {"skip, would pass", skip + attempt + accept, "skipped", "skipped", "ran-out"},
      {"skip, would fail", skip + attempt + reject, "skipped", "skipped", "ran-out"},
      {"expected failure, passes", fails + attempt + accept, "passed-unexpectedly", "passed-unexpectedly", "passed"},
      {"expected failure, fails", fails + attempt + reject, "expected-failure", "expected-failure", "failed"},
      {"a case has the scenario's",
       skip + attempt + "cases: [ { expect: { decision: accept } }, { from: a, expect: { decision: accept } } ]",
       "skipped skipped", "skipped skipped", "ran-out ran-out"},
      {"a case's own replaces the scenario's",
       skip + attempt + "cases: [ { " + fails + reject + " }, { from: a, " + reject + " } ]",
       "expected-failure skipped", "expected-failure skipped", "failed ran-out"},
  };
  for (const Marked& row : rows) SUBCASE(row.name) {
      Loaded loaded;
      load(scenario(row.text), loaded);
      REQUIRE(codes(loaded.diags) == "");
      const auto on = [&](const char* day) { return results_of(run_suite(*loaded.suite, {.today = *day_in(day)})); };
      CHECK(on("2026-01-31") == row.before);
      CHECK(on("2026-06-30") == row.on_the_day);
      CHECK(on("2026-07-01") == row.after);
    }
}

TEST_CASE("suite: a scenario counts as its worst row") {
  Loaded loaded;
  const std::string skip = "skip: { reason: r, until: 2026-06-30 }, ";
  const std::string fails = "expected-failure: { reason: r, until: 2026-06-30 }, ";
  const std::string good = "expect: { decision: [accept, reject] } }", bad = "expect: { decision: discard } }";
  load(with_head("scenarios:\n"
                 "  - { name: a, attempt: { user: alice }, cases: [ { " +
                 good + ", { " + skip + good +
                 " ] }\n"
                 "  - { name: b, attempt: { user: alice }, cases: [ { " +
                 fails + bad + ", { " + skip + good +
                 " ] }\n"
                 "  - { name: c, attempt: { user: alice }, cases: [ { " +
                 fails + bad + ", { " + bad +
                 " ] }\n"
                 "  - { name: d, attempt: { user: alice }, " +
                 good + "\n"),
       loaded);
  REQUIRE(codes(loaded.diags) == "");
  const SuiteResult result = run_suite(*loaded.suite);
  CHECK(results_of(result) == "passed skipped expected-failure skipped expected-failure failed passed");
  const auto text = [](const Counts& counts) {
    return std::to_string(counts.passed) + " " + std::to_string(counts.failed) + " " + std::to_string(counts.skipped) +
           " " + std::to_string(counts.expected_failures);
  };
  CHECK(text(result.scenarios) == "1 1 1 1");
  CHECK(text(result.rows) == "2 1 2 2");
}

TEST_CASE("suite: tags select scenarios, a filter selects rows that were decided") {
  Loaded loaded;
  load(with_head(
           "tags: all\nscenarios:\n"
           "  - { name: a, tags: [x, y, x], attempt: { user: [alice, bob], attributes: { NAS-Identifier: VPN1 } }, "
           "expect: { decision: accept } }\n"
           "  - { name: b, tags: y, attempt: { user: alice, attributes: { NAS-Identifier: unknown } }, "
           "expect: { decision: unknown } }\n"
           "  - { name: c, skip: { reason: r, until: 2026-06-30 }, attempt: { user: alice, "
           "attributes: { NAS-Identifier: VPN1 } }, expect: { decision: accept } }\n"),
       loaded);
  REQUIRE(codes(loaded.diags) == "");
  CHECK(loaded.suite->scenarios.front().tags == std::vector<std::string>{"all", "x", "y"});
  const auto results = [&](std::vector<std::string> tags, std::function<Truth(const Explained&)> filter) {
    return results_of(run_suite(*loaded.suite, {.tags = std::move(tags), .filter = std::move(filter)}));
  };
  const auto is_accept = [](const Explained& explained) {
    const Maybe<Answer>& answer = explained.decision.answer;
    return answer.is_unknown() ? Truth::unknown : truth(answer.value == Answer::accept);
  };
  CHECK(results({}, {}) == "passed failed passed skipped");
  CHECK(results({"x"}, {}) == "passed failed - -");
  CHECK(results({"y"}, {}) == "passed failed passed -");
  CHECK(results({"x", "all"}, {}) == "passed failed passed skipped");
  CHECK(results({}, is_accept) == "passed - - skipped");
  CHECK(results({"y"}, is_accept) == "passed - - -");
  Diagnostics diags;
  std::vector<Suite> suites;
  suites.push_back(*std::move(loaded.suite));
  CHECK(check_tag("all", suites, {}, diags));
  CHECK(diags.empty());
  CHECK_FALSE(check_tag("al", suites, {}, diags));
  CHECK(codes(diags) == "0:0 R507");
}

TEST_CASE("suite: days") {
  for (const char* text : {"2026-06-31", "2026-6-30", "26-06-30", "2026-13-01", "2026-06-30T00:00", "", "2026-06-3x"})
    CHECK_MESSAGE(!day_in(text), text);
  REQUIRE(day_in("2024-02-29"));
  CHECK(day_text(*day_in("2024-02-29")) == "2024-02-29");
}

/// `number as time decision` of each attempt of the first row.
std::string timeline_of(const Suite& suite) {
  std::string out;
  judge_row(suite, {0, 0}, [&](const JudgedAttempt& judged) {
    const FieldTexts answer = find_decision_field("decision")->texts(judged.explained);
    CHECK(judged.world.clock.value.time_since_epoch().count() == judged.attempt[FieldId::at].number);
    out += (out.empty() ? "" : "; ") + std::to_string(judged.number) + (judged.as.empty() ? "" : " " + judged.as) +
           " " + judged.attempt[FieldId::at].text.substr(5, 14) + " " +
           (answer.is_present() ? answer.value.front() : "?") + (judged.passed() ? "" : " x");
  });
  return out;
}

TEST_CASE("suite: a timeline is one row of attempts, each at its time") {
  const std::string any = ", expect: { decision: [accept, reject] } }";
  const std::string alice = "attributes: { NAS-Identifier: VPN1 }, user: alice";
  const Row rows[] = {
      {"a single step", "{ connect: { " + alice + " }" + any, "1 11-03T09:00+01 accept"},
      {"a wrong expectation", "{ connect: { " + alice + " }, expect: { decision: reject } }",
       "1 11-03T09:00+01 accept x"},
      {"`exactly`", "{ connect: { " + alice + " }, exactly: { decision: accept } }", "1 11-03T09:00+01 accept x"},
      {"time goes by",
       "{ connect: { " + alice + " }" + any + ", { after: 1h30m }, { after: 10m }, { connect: { as: late, user: bob }" +
           any,
       "1 11-03T09:00+01 accept; 2 late 11-03T10:40+01 reject"},
      {"a jump, and one to the same time",
       "{ at: 2003-11-04T00:00 }, { at: 2003-11-04T00:00 }, { connect: { " + alice + " }" + any,
       "1 11-04T00:00+01 accept"},
      {"repetitions", "{ connect: { as: s$i, repeat: 3, " + alice + " }" + any + ", { connect: { user: bob }" + any,
       "1 s1 11-03T09:00+01 accept; 2 s2 11-03T09:00+01 accept; 3 s3 11-03T09:00+01 accept; 4 11-03T09:00+01 reject"},
      {"a fixture, and fields over it", "{ connect: { use: office, tunnel: L2TP }" + any, "1 11-03T09:00+01 accept"},
      {"a list under attributes is one value",
       "{ connect: { user: alice, attributes: { NAS-Identifier: [VPN1, x] } }" + any, "1 11-03T09:00+01 accept"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Loaded loaded;
      load(with_head("fixtures: { attempts: { office: { " + alice + " } } }\nscenarios:\n  - name: s\n" +
                     "    timeline: [ " + row.text + " ]\n"),
           loaded);
      REQUIRE(codes(loaded.diags) == "");
      CHECK(timeline_of(*loaded.suite) == row.want);
      CHECK(labels_of(*loaded.suite) == "s");
      const SuiteResult result = run_suite(*loaded.suite);
      CHECK(result.rows.all() == 1);
      CHECK(result.passed() == (std::string(row.want).find(" x") == std::string::npos));
    }
}

TEST_CASE("suite: a timeline begins at its first `at` when the suite has no clock") {
  Loaded loaded;
  load(
      "format: rapsim/suite/1\nsite: s\nscenarios:\n  - name: s\n    timeline:\n      - at: 2003-11-05T09:00\n"
      "      - connect: { user: bob }\n        expect: { decision: reject }\n",
      loaded);
  REQUIRE(codes(loaded.diags) == "");
  CHECK(timeline_of(*loaded.suite) == "1 11-05T09:00+01 reject");
}

TEST_CASE("suite: what is refused in a timeline, and where") {
  const std::string good = "connect: { user: alice }, expect: { reason: 0 }";
  const Row rows[] = {
      {"no list", "{}", "6:15 R111"},
      {"no step", "[]", "6:15 R401"},
      {"no attempt", "[ { after: 1s } ]", "6:15 R401"},
      {"a step that is no map", "[ { " + good + " }, connect ]", "6:70 R111"},
      {"a step that does nothing", "[ { " + good + " }, {} ]", "6:70 R112"},
      {"two things in one step", "[ { " + good + ", after: 1s } ]", "6:68 R406"},
      {"a key of a step", "[ { " + good + ", expects: 1 } ]", "6:68 R110"},
      {"a key of `after`", "[ { " + good + " }, { after: 1s, expect: { reason: 0 } } ]", "6:83 R110"},
      {"an unknown field", "[ { connect: { usr: alice }, expect: { reason: 0 } } ]", "6:30 R110"},
      {"no expectation", "[ { connect: { user: alice } } ]", "6:19 R401"},
      {"`expect: any`", "[ { connect: { user: alice }, expect: any } ]", "6:53 R401"},
      {"no duration", "[ { " + good + " }, { after: 10 } ]", "6:81 R206"},
      {"time goes back", "[ { " + good + " }, { at: 2003-11-03T08:59:59 } ]", "6:76 R408"},
      {"no time", "[ { " + good + " }, { at: 2003-11-03 } ]", "6:76 R502"},
      {"past the year 9999", "[ { " + good + " }, { at: 9999-12-30T00:00 }, { after: 2d } ]", "6:105 R408"},
      {"an `at` of its own", "[ { connect: { user: alice, at: 2003-11-03T10:00 }, expect: { reason: 0 } } ]",
       "6:47 R409"},
      {"a list", "[ { connect: { user: [alice, bob] }, expect: { reason: 0 } } ]", "6:37 R409"},
      {"a list of one", "[ { connect: { user: [alice] }, expect: { reason: 0 } } ]", "6:37 R409"},
      {"a fixture with a list", "[ { connect: { use: many }, expect: { reason: 0 } } ]", "6:35 R409"},
      {"a list of fixtures", "[ { connect: { use: [many, many] }, expect: { reason: 0 } } ]", "6:35 R111"},
      {"an unknown fixture", "[ { connect: { use: man }, expect: { reason: 0 } } ]", "6:35 R402"},
      {"no user", "[ { connect: { tunnel: L2TP }, expect: { reason: 0 } } ]", "6:17 R506"},
      {"no account name", "[ { connect: { user: 'a\\b\\c' }, expect: { reason: 0 } } ]", "6:36 R207"},
      {"no repetition", "[ { connect: { user: alice, repeat: 0 }, expect: { reason: 0 } } ]", "6:51 R312"},
      {"too many repetitions", "[ { connect: { user: alice, repeat: 101 }, expect: { reason: 0 } } ]", "6:51 R312"},
      {"too many attempts",
       "[ { connect: { user: alice, repeat: 100 }, expect: { reason: 0 } }, { " + good + " }, { " + good + " } ]",
       "6:85 R403"},
      {"a step that is none", "[ { " + good + " }, { conect: { user: alice } } ]", "6:70 R112"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Loaded loaded;
      load(with_head("scenarios:\n  - name: s\n    timeline: " + row.text +
                     "\nfixtures: { attempts: { many: { user: [alice, bob] } } }\n"),
           loaded, {.rows = 100});
      CHECK(codes(loaded.diags) == row.want);
      CHECK_FALSE(loaded.suite.has_value());
    }
  Loaded loaded;
  load(scenario("attempt: {}, cases: [], timeline: [ { " + good + " } ]"), loaded);
  CHECK(codes(loaded.diags) == "5:16 R406; 5:29 R406");
  Loaded timeless;
  load("format: rapsim/suite/1\nsite: s\nscenarios: [ { name: s, timeline: [ { after: 1s }, { " + good + " } ] } ]",
       timeless);
  CHECK(codes(timeless.diags) == "3:46 R501; 3:54 R501");
}

TEST_CASE("suite: an attempt is found by the label of its row, or by a name that only one row has") {
  Loaded loaded;
  const std::string expect = "expect: { decision: [accept, reject] } }";
  load(with_head("scenarios:\n"
                 "  - { name: one, attempt: { user: carol }, " +
                 expect +
                 "\n"
                 "  - { name: 'two: #1', attempt: { user: [alice, bob] }, " +
                 expect +
                 "\n"
                 "  - { name: cases, attempt: { user: alice }, cases: [ { name: a, " +
                 expect + ", { from: '1', " + expect + ", { name: c, tunnel: [PPTP, L2TP], " + expect +
                 " ] }\n"
                 "  - { name: day, timeline: [ { connect: { user: alice, repeat: 2 }, " +
                 expect + ", { after: 1h }, { connect: { user: bob }, " + expect + " ] }\n"),
       loaded);
  REQUIRE(codes(loaded.diags) == "");
  /// `user time`, or the code of what is wrong.
  const auto found = [&](std::string_view name) {
    Diagnostics diags;
    const auto attempt = find_attempt(*loaded.suite, name, {}, diags);
    if (!attempt) return codes(diags);
    const Situation situation = situation_of(*loaded.suite, *attempt, loaded.site, loaded.sources, diags);
    CHECK(diags.empty());
    CHECK_FALSE(situation.attempt[FieldId::port_type].given);
    CHECK(situation.attempt[FieldId::port_type].presence == Presence::absent);
    return situation.attempt[FieldId::user].text + " " + situation.attempt[FieldId::at].text.substr(11, 5) + " " +
           situation.attempt[FieldId::tunnel].text + situation.attempt[FieldId::from].text;
  };
  CHECK(found("one") == "carol 09:00 ");
  CHECK(found("two: #1 [user=bob]") == "bob 09:00 ");
  CHECK(found("cases / a") == "alice 09:00 ");
  CHECK(found("cases [from=1]") == "alice 09:00 1");
  CHECK(found("cases / c [tunnel=L2TP]") == "alice 09:00 L2TP");
  CHECK(found("day") == "bob 10:00 ");
  CHECK(found("day#2") == "alice 09:00 ");
  CHECK(found("day#3") == "bob 10:00 ");
  for (const char* name : {"two: #1", "cases", "cases / c", ""}) CHECK_MESSAGE(found(name) == "0:0 R508", name);
  for (const char* name : {"tow", "one / a", "cases / b", "day#4", "day#0", "one#1", "two: #1 [user=carol]", "day#"})
    CHECK_MESSAGE(found(name) == "0:0 R507", name);
}

TEST_CASE("suite: every row of the shipped suites is found by what `run` prints of it") {
  const char* root = std::getenv("RAPSIM_ROOT");
  REQUIRE(root != nullptr);
  Loaded loaded;
  const auto suites = load_suites(suite_files({std::string(root) + "/scenarios"}, loaded.sources, loaded.diags),
                                  loaded.sources, loaded.diags);
  REQUIRE(suites.size() >= 10);
  for (const Suite& suite : suites)
    each_row(suite, [&](RowId row) {
      const AttemptReference reference = split_reference(reference_to(suite, row));
      CHECK(reference.file == suite.file);
      const auto found = find_attempt(suite, reference.name, {}, loaded.diags);
      INFO("row: ", reference.name);
      REQUIRE(found.has_value());
      CHECK(found->row == row);
      return std::string();
    });
}

TEST_CASE("suite: the attempt of a scenario on another site, at the same instant") {
  Loaded loaded;
  load(scenario("timeline: [ { connect: { user: alice, nas: AP }, expect: { reason: [0, 48] } }, { connect: { user: "
                "bob }, expect: "
                "{ reason: [48, 65] } } ]"),
       loaded);
  REQUIRE(codes(loaded.diags) == "");
  const auto on = [&](const char* clients) {
    auto other = load_site_text("other",
                                "format: rapsim/site/1\ndirectory: { users: { alice: , bob: } }\nradius-clients: " +
                                    std::string(clients) + "\n",
                                loaded.sources, loaded.diags);
    REQUIRE(other.has_value());
    const auto compiled = compile(std::make_shared<const Site>(*std::move(other)), loaded.diags);
    Diagnostics diags;
    const Situation situation = situation_of(*loaded.suite, {{0, 0}, 2}, compiled, loaded.sources, diags);
    return situation.site == nullptr ? codes(diags) : situation.attempt[FieldId::at].text + codes(diags);
  };
  CHECK(on("{ AP: { address: 192.0.2.9 } }") == "2003-11-03T08:00+00:00");
  CHECK(on("{}") == "5:59 R301");  // the attempt before it is made there, too
}

TEST_CASE("suite: what is refused, and where") {
  const std::string good = "attempt: { user: alice }, expect: { reason: 0 }";
  const Row rows[] = {
      {"no map", "[]", "1:1 R111"},
      {"another format", "format: rapsim/site/1\nscenarios: 5\n", "1:9 R317"},
      {"no format",
       "site: s\nscenarios: [ { name: a, attempt: { user: alice, at: unknown }, expect: { reason: 0 } } ]\n",
       "1:1 R112"},
      {"no site", "format: rapsim/suite/1\nscenarios: []\n", "1:1 R112; 2:12 R111"},
      {"no scenarios", with_head(""), "1:1 R112"},
      {"an empty list of scenarios", with_head("scenarios: []"), "4:12 R111"},
      {"an unknown key of a suite", with_head("scenario: []\nscenarios: [ { name: s, " + good + " } ]"), "4:1 R110"},
      {"an unknown key of a scenario", scenario(good + ", expects: 1"), "5:65 R110"},
      {"a scenario without a name", with_head("scenarios:\n  - { " + good + " }"), "5:5 R112"},
      {"a scenario that is no map", with_head("scenarios: [ 5 ]"), "4:14 R111"},
      {"no expectation", scenario("attempt: { user: alice }"), "5:13 R401"},
      {"a case that is no map", scenario("cases: [ 5 ]"), "5:25 R111"},
      {"an unknown field", scenario("attempt: { usr: alice, user: alice }, expect: { reason: 0 }"), "5:27 R110"},
      {"an unknown field of a case", scenario("cases: [ { user: alice, expct: 1, expect: { reason: 0 } } ]"),
       "5:40 R110"},
      {"an unknown nested field", scenario("attempt: { user: alice, eap: { typ: PEAP } }, expect: { reason: 0 }"),
       "5:47 R110"},
      {"a field given in two forms",
       scenario("attempt: { user: alice, eap: { type: PEAP }, eap.type: PEAP }, expect: { reason: 0 }"), "5:61 R109"},
      {"an empty list", scenario("attempt: { user: [] }, expect: { reason: 0 }"), "5:33 R111"},
      {"a list in a list", scenario("attempt: { user: [ [alice] ] }, expect: { reason: 0 }"), "5:35 R111"},
      {"every wrong value of a list",
       scenario("attempt: { user: alice, tunnel: [PPTP, PPT, L2T] }, expect: { reason: 0 }"), "5:55 R301; 5:60 R301"},
      {"no account name", scenario("attempt: { user: [alice, 'a\\b\\c'] }, expect: { reason: 0 }"), "5:41 R207"},
      {"no user", scenario("attempt: { from: '1' }, expect: { reason: 0 }"), "5:5 R506"},
      {"fields that contradict each other in one row",
       scenario("attempt: { user: alice, tunnel: PPTP, port-type: [Virtual, Async] }, expect: { reason: 0 }"),
       "5:75 R504"},
      {"fields that contradict each other in a case",
       scenario("attempt: { user: alice, tunnel: PPTP }, cases: [ { port-type: Async, expect: { reason: 0 } } ]"),
       "5:78 R504"},
      {"a clock that is no time",
       "format: rapsim/suite/1\nsite: s\nclock: unknown\nscenarios: [ { name: s, " + good + " } ]", "3:8 R502"},
      {"no clock and no `at`", "format: rapsim/suite/1\nsite: s\nscenarios: [ { name: s, " + good + " } ]",
       "3:22 R501"},
      {"no clock and a case without `at`",
       "format: rapsim/suite/1\nsite: s\nscenarios:\n  - name: s\n    cases:\n      - { user: alice, expect: { reason: "
       "0 } }",
       "6:9 R501"},
      {"a fixture that nobody uses is read, too",
       with_head("fixtures: { attempts: { a: { tunnel: x } } }\nscenarios: [ { name: s, " + good + " } ]"),
       "4:38 R301"},
      {"a key of fixtures", with_head("fixtures: { attempt: {} }\nscenarios: [ { name: s, " + good + " } ]"),
       "4:13 R110"},
      {"a fixture uses one fixture",
       with_head("fixtures: { attempts: { a: { use: [a] } } }\nscenarios: [ { name: s, " + good + " } ]"), "4:35 R111"},
      {"a fixture that uses itself",
       with_head("fixtures: { attempts: { a: { use: a } } }\nscenarios: [ { name: s, " + good + " } ]"), "4:35 R402"},
      {"an empty list of fixtures", scenario("attempt: { use: [], user: alice }, expect: { reason: 0 }"), "5:32 R111"},
      {"an expectation of no decision", scenario("attempt: { user: alice }, expect: { polic: Staff }"), "5:52 R110"},
      {"a number that is none", scenario("attempt: { user: alice }, expect: { reason: 048 }"), "5:60 R111"},
      {"a reason that does not exist", scenario("attempt: { user: alice }, expect: { reason: 999 }"), "5:60 R405"},
      {"a map as a value", scenario("attempt: { user: alice }, expect: { policy: {} }"), "5:60 R111"},
      {"settings without attributes", scenario("attempt: { user: alice }, expect: { settings: {} }"), "5:62 R111"},
      {"an unknown attribute", scenario("attempt: { user: alice }, expect: { settings: { Foo: 1 } }"), "5:64 R302"},
      {"a duration without a unit", scenario("attempt: { user: alice }, expect: { settings: { Session-Timeout: 8x } }"),
       "5:82 R206"},
      {"an unknown value", scenario("attempt: { user: alice }, expect: { settings: { Service-Type: Framd } }"),
       "5:78 R301"},
      {"all mistakes of all scenarios",
       with_head("scenarios:\n  - { name: a, attempt: { user: 'a\\b\\c' }, expect: { reason: 0 } }\n"
                 "  - { name: a, attempt: { user: 'a\\b\\c' }, expect: { reasn: 0 } }\n"
                 "  - { name: c, attempt: { user: 'a\\b\\c' }, expect: { reason: 0 } }\n"),
       "5:33 R207; 6:13 R404; 6:33 R207; 6:54 R110; 7:33 R207"},
      {"a key that stands twice", with_head("suite: a\nsuite: b\nscenarios: [ { name: s, " + good + " } ]"),
       "5:1 R109"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Loaded loaded;
      load(row.text, loaded);
      CHECK(codes(loaded.diags) == row.want);
      CHECK_FALSE(loaded.suite.has_value());
    }
}

TEST_CASE("suite: a long chain of fixtures is refused, not followed") {
  const auto chain = [](std::size_t length, bool backwards) {
    std::string fixtures;
    for (std::size_t i = 0; i < length; ++i) {
      const std::size_t own = backwards ? length - 1 - i : i;
      fixtures +=
          "    f" + std::to_string(own) + ": {" + (own == 0 ? "" : " use: f" + std::to_string(own - 1)) + " }\n";
    }
    return with_head("fixtures:\n  attempts:\n" + fixtures +
                     "scenarios: [ { name: s, attempt: { use: f0, user: alice }, expect: { reason: 0 } } ]");
  };
  for (const bool backwards : {false, true}) {
    Loaded fits;
    load(chain(64, backwards), fits);
    CHECK(codes(fits.diags) == "");
    Loaded too_long;
    load(chain(5000, backwards), too_long);
    CHECK(codes(too_long.diags).find("R402") != std::string::npos);
  }
}

TEST_CASE("suite: the limit of rows is one of a scenario, with all its cases") {
  const auto found = [](std::string_view fields) {
    Loaded loaded;
    load(scenario(fields), loaded, {.rows = 6});
    return codes(loaded.diags);
  };
  CHECK(found("attempt: { user: [alice, bob], from: [a, b, c] }, expect: { decision: reject }") == "");
  CHECK(found("attempt: { user: [alice, bob], from: [a, b, c, d] }, expect: { decision: reject }") == "5:13 R403");
  CHECK(found("attempt: { user: [alice, bob], from: [a, b, c], tunnel: [PPTP, L2TP], to: [a, b, c] }, "
              "expect: { decision: reject }") == "5:13 R403");
  CHECK(found("attempt: { from: [a, b, c, d, e, f, g] }, expect: { decision: reject }") == "5:33 R403");
  CHECK(found("attempt: { user: [alice, bob], from: [a, b] }, cases: [ { expect: { reason: 0 } }, { from: a, expect: { "
              "reason: 0 } } ]") == "");
  CHECK(found("attempt: { user: [alice, bob], from: [a, b] }, cases: [ { expect: { reason: 0 } }, { tunnel: L2TP, "
              "expect: { reason: 0 } } ]") == "5:13 R403");
}

}  // namespace
