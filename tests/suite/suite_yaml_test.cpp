// A decision written as a suite (`explain --write-suite`), run again.
#include "report/run/suite_yaml.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/attempt/attempt_document.hpp"
#include "suite/load/sites.hpp"
#include "suite/run/rows.hpp"
#include "suite/run/run.hpp"
#include "tests/report/json_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

/// The suite of a decision, run on the same site.
SuiteResult run_written(const Explanation& explanation, const std::shared_ptr<const CompiledSite>& site,
                        std::optional<Suite>& suite) {
  Sources sources;
  Diagnostics diags;
  const std::string text = suite_yaml(explanation, "a folder/site: #1.yaml", "a 'name': \x1b #1");
  CAPTURE(text);
  const FindSite find = [&](const std::string& path, Span) {
    CHECK(path == "a folder/site: #1.yaml");
    return site;
  };
  suite = load_suite_text("suite.yaml", text, find, sources, diags);
  const std::string problems = render(diags, sources, false);
  REQUIRE_MESSAGE(suite, problems);
  return run_suite(*suite);
}

}  // namespace

TEST_CASE("suite of a decision: it passes, and its attempt is the same") {
  for (const AttemptRow& row : kAttempts) SUBCASE(row.name) {
      Loaded loaded(kSite);
      const auto document = yaml::read(loaded.sources, loaded.sources.add("attempt", row.attempt), loaded.diags);
      REQUIRE(document);
      Attempt attempt;
      load_attempt_document(document->root(), *loaded.site->site, attempt, loaded.diags);
      complete_attempt(attempt, *loaded.site->site, {}, loaded.diags);
      const World world = world_at(attempt);
      const Explanation explanation = explanation_of(explain(*loaded.site, world, attempt), Extent::everything);
      std::optional<Suite> suite;
      const SuiteResult result = run_written(explanation, loaded.site, suite);
      CHECK(result.passed());
      CHECK(result.rows.all() == 1);
      judge_row(*suite, {0, 0}, [&](const JudgedAttempt& judged) {
        CHECK(decision_json(judged.explanation(), loaded.sources, "") ==
              decision_json(explanation, loaded.sources, ""));
      });
    }
}

TEST_CASE("suite of a decision: notices a setting of the accept that changed") {
  Loaded loaded(kSite);
  Attempt attempt;
  set_field(attempt, FieldId::user, "alice", true, {}, *loaded.site->site, loaded.diags);
  set_field(attempt, FieldId::at, "2003-11-03T09:00", true, {}, *loaded.site->site, loaded.diags);
  set_field(attempt, FieldId::from, "203.0.113.5", true, {}, *loaded.site->site, loaded.diags);
  complete_attempt(attempt, *loaded.site->site, {}, loaded.diags);
  const World world = world_at(attempt);
  const Explanation explanation = explanation_of(explain(*loaded.site, world, attempt), Extent::everything);
  const std::pair<std::string_view, std::string_view> changes[] = {
      {"90m", "91m"}, {"10.1.2.3", "10.1.2.4"}, {"10.0.0.0/8", "10.0.0.0/9"}, {"1400", "1401"}};
  for (const auto& change : changes) {
    INFO(change.second);
    std::string changed = kSite;
    changed.replace(changed.find(change.first), change.first.size(), change.second);
    const Loaded other(changed);
    std::optional<Suite> suite;
    CHECK(run_written(explanation, loaded.site, suite).passed());
    CHECK_FALSE(run_written(explanation, other.site, suite).passed());
  }
}
