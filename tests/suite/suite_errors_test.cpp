// What is refused in a suite, and where; its limits.
#include "tests/suite/suite_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

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
