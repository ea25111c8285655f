// Timelines of a suite: attempts one after another, each at its time, and what is refused.
#include "tests/suite/suite_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

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

}  // namespace
