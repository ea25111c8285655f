// Running suites: results, skips and expected failures with their days, tags and filters.
#include "tests/suite/suite_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

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

}  // namespace
