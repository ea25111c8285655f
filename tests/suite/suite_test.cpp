// Suites: what lists multiply out to, fixtures, cases, and every kind of expectation.
#include "tests/suite/suite_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

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

}  // namespace
