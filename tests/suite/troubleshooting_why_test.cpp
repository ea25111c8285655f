// The stories of scenarios/troubleshooting told from the outside: `why` gets the site as documented, before anything is
// changed, and what the client saw. The cause of the story must be among its answers.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "diagnose/why.hpp"
#include "engine/stages/client_error.hpp"
#include "suite/run/run.hpp"
#include "tests/shipped_suites.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;

namespace {

std::vector<Suite> stories(Sources& sources) { return test::shipped_suites(sources, "scenarios/troubleshooting"); }

bool lists(const Diagnosis& diagnosis, CauseId cause) {
  return std::find(diagnosis.holds.begin(), diagnosis.holds.end(), cause) != diagnosis.holds.end() ||
         std::any_of(diagnosis.would.begin(), diagnosis.would.end(),
                     [&](const RankedDeviation& one) { return one.deviation->cause == cause; });
}

/// What somebody saw in a story, and the attempts that it may be told of: the last one that worked (its user made the
/// mistake, or nobody did), and the one that failed.
class Listener {
 public:
  explicit Listener(const Suite& suite) : suite_(suite) {}

  void hear(const JudgedStep& step) {
    if (const JudgedAttempt* judged = step.attempt_of())
      hear(*judged);
    else if (step.step != nullptr && std::holds_alternative<ReachStep>(step.step->what))
      hear(step, std::get<ReachStep>(step.step->what));
  }
  void begin() { worked_.reset(); }

  std::size_t told = 0;

 private:
  void hear(const JudgedAttempt& judged) {
    const Decision& decision = judged.explained.decision;
    if (decision.outcome == Outcome::connected) worked_ = judged.attempt;
    const ClientError error = client_error(judged.explained);
    if (decision.outcome != Outcome::not_connected || !decision.cause.is_present() || error.number == 0) return;
    tell({SymptomKind::error, error.number}, decision.cause.value, &judged.attempt, {});
  }
  void hear(const JudgedStep& step, const ReachStep& reach) {
    for (const CheckedExpectation& one : step.checked) {
      if (name_of(*one.expectation) == "reachable" && one.actual.is_unknown()) return;  // nobody has seen it fail
      const std::vector<std::string>& wanted = one.expectation->any_of;
      if (name_of(*one.expectation) != "cause" || !worked_) continue;
      for (const std::string& id : wanted)
        for (std::size_t cause = 0; cause < kCauses.size(); ++cause)
          if (kCauses[cause].id == id)
            tell({SymptomKind::no_resources}, static_cast<CauseId>(cause), nullptr, reach.question);
    }
  }

  void tell(const Symptom& symptom, CauseId cause, const Attempt* failed, const network::ReachQuestion& question) {
    if (!done_.insert({symptom.number, cause}).second) return;
    ++told;
    CAPTURE(std::string(kCauses[cause].id));
    CAPTURE(symptom.number);
    CHECK((asks(worked_ ? &*worked_ : nullptr, symptom, cause, question) || asks(failed, symptom, cause, question)));
  }
  bool asks(const Attempt* attempt, const Symptom& symptom, CauseId cause,
            const network::ReachQuestion& question) const {
    if (attempt == nullptr) return false;
    return lists(why(setup_of(*suite_.site, world_at(*attempt), *attempt, question), symptom, {}), cause);
  }

  const Suite& suite_;
  std::optional<Attempt> worked_{};
  std::set<std::pair<std::uint16_t, CauseId>> done_{};  // of this suite
};

}  // namespace

TEST_CASE("troubleshooting: `why`, with only what the client saw, lists the cause of each story") {
  Sources sources;
  std::size_t told = 0;
  for (const Suite& suite : stories(sources)) {
    Listener listener(suite);
    for (const Scenario& scenario : suite.scenarios) {
      CAPTURE(suite.file + ": " + scenario.name);
      for (std::uint32_t i = scenario.first_case; i < scenario.first_case + scenario.case_count; ++i)
        for (RowId row{i, 0}; row.index < suite.cases[i].row_count; ++row.index) {
          listener.begin();
          judge_steps(suite, row, [&](const JudgedStep& step) { listener.hear(step); });
        }
    }
    told += listener.told;
  }
  CHECK(told > 100);
}

TEST_CASE("troubleshooting: `why` lists what no client sees") {
  const std::pair<SymptomKind, const char*> rows[] = {{SymptomKind::no_ping, "icmp-filtered"},
                                                      {SymptomKind::no_accounting, "radius-accounting-filtered"}};
  Sources sources;
  const std::vector<Suite> all = stories(sources);
  for (const auto& row : rows) {
    const SymptomKind symptom = row.first;
    const char* const id = row.second;
    CAPTURE(std::string(id));
    std::size_t told = 0;
    for (const Suite& suite : all)
      for (const Scenario& scenario : suite.scenarios) {
        if (std::find(scenario.tags.begin(), scenario.tags.end(), id) == scenario.tags.end()) continue;
        CAPTURE(suite.file + ": " + scenario.name);
        std::optional<Attempt> worked;
        judge_row(suite, {scenario.first_case, 0}, [&](const JudgedAttempt& judged) {
          if (!worked && judged.explained.decision.outcome == Outcome::connected) worked = judged.attempt;
        });
        REQUIRE(worked.has_value());
        const Diagnosis found = why(setup_of(*suite.site, world_at(*worked), *worked, {}), {symptom}, {});
        ++told;
        CHECK(std::any_of(found.would.begin(), found.would.end(),
                          [&](const RankedDeviation& one) { return kCauses[one.deviation->cause].id == id; }));
      }
    CHECK(told > 0);
  }
}
