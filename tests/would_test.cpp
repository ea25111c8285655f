// Proposals: each one told is decided again here, and no part of it can be left out. Over the shipped scenarios and a
// small site.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "diagnose/sample.hpp"
#include "diagnose/would.hpp"
#include "engine/pattern.hpp"
#include "model/load.hpp"
#include "suite/run.hpp"
#include "suite/sites.hpp"
#include "suite/suite.hpp"

namespace {

using namespace rapsim;

constexpr const char* kSite = R"(format: rapsim/site/1
time-zone: Europe/Berlin
directory:
  domain: { name: CONTOSO }
  groups: { Staff: {}, Guests: {} }
  users:
    alice: { groups: [Staff] }
    bob: { groups: [Guests] }
    carol: { groups: [Staff], dial-in: { caller-id: 555-0100 } }
policies:
  - name: Branch
    conditions: [{ Windows-Groups: Staff }, { Calling-Station-Id: '^198\.51\.' }]
    permission: grant
    profile: { authentication: [EAP-TLS] }
  - name: Staff
    conditions: [{ Windows-Groups: Staff }, { Day-And-Time-Restrictions: "Mon-Fri 07:00-19:00" }]
    permission: grant
)";

struct Site1 {
  Sources sources{};
  Diagnostics diags{};
  std::shared_ptr<const CompiledSite> site{};

  Site1() {
    auto loaded = load_site_text("site.yaml", kSite, sources, diags);
    REQUIRE(loaded);
    site = compile(std::make_shared<const Site>(*std::move(loaded)), diags);
    REQUIRE(site);
  }

  Attempt attempt(std::initializer_list<std::pair<FieldId, const char*>> fields) {
    Attempt out;
    for (const auto& [id, text] : fields) set_field(out, id, text, true, {}, *site->site, diags);
    complete_attempt(out, *site->site, {}, diags);
    REQUIRE_FALSE(diags.has_errors());
    return out;
  }
};

/// The attempt with some of the changes made, decided.
Truth gets_in_with(const Explained& e, const std::vector<Change>& changes) {
  Attempt attempt = e.attempt;
  for (FieldValue& field : attempt.fields)
    if (!field.given) field = {};
  Diagnostics diags;
  for (const Change& change : changes) set_field(attempt, change.field, change.value, false, {}, *e.site.site, diags);
  complete_attempt(attempt, *e.site.site, {}, diags);
  if (diags.has_errors()) return Truth::unknown;
  TraceSink none;
  World world = e.world;  // what has happened before stays
  world.clock = world_at(attempt).clock;
  return gets_in(decide(e.site, world, attempt, none));
}

/// Every proposal turns the decision, and no part of it alone does. Returns how many were looked at.
std::size_t check_turns(const Explained& e) {
  const Truth before = gets_in(e.decision);
  const Turns turns = find_turns(e);
  for (const Turn& turn : turns.turns) {
    CHECK(gets_in_with(e, turn.changes) == !before);
    for (std::size_t left_out = 0; left_out < turn.changes.size(); ++left_out) {
      std::vector<Change> fewer = turn.changes;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(left_out));
      CHECK(gets_in_with(e, fewer) != !before);
    }
  }
  if (turns.times) {
    CHECK(turns.times->next > e.world.clock.value);
    CHECK(gets_in_with(e, {{FieldId::at, instant_text(turns.times->next, *e.site.site)}}) == !before);
  }
  return turns.turns.size() + (turns.times ? 1 : 0);
}

}  // namespace

TEST_CASE("would: the smallest changes of an attempt") {
  Site1 s;
  struct Row {
    const char* name;
    std::initializer_list<std::pair<FieldId, const char*>> fields;
    std::string want;
  };
  using enum FieldId;
  const Row rows[] = {
      {"another time", {{user, "alice"}, {at, "2003-11-03T20:00"}, {from, "203.0.113.5"}}, "Mon-Fri 07:00-19:00;"},
      {"another caller's number",
       {{user, "carol"}, {at, "2003-11-03T10:00"}, {from, "555-0199"}},
       "from: 555-0100; user: alice;"},
      {"another method",
       {{user, "alice"}, {at, "2003-11-03T20:00"}, {from, "198.51.100.7"}},
       "authentication: EAP-TLS;"},
      {"another account", {{user, "bob"}, {at, "2003-11-03T10:00"}, {from, "203.0.113.5"}}, "user: alice;"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Attempt attempt = s.attempt(row.fields);
      const World world = world_at(attempt);
      const Explained e = explain(*s.site, world, attempt);
      const Turns turns = find_turns(e);
      CHECK(turns.to_accept);
      std::string got;
      if (turns.times) got += grammar::to_text(turns.times->schedule) + ";";
      for (const Turn& turn : turns.turns)
        for (const Change& change : turn.changes)
          got += (got.empty() ? "" : " ") + std::string(field_row(change.field).name) + ": " + change.value + ";";
      CHECK(got == row.want);
      CHECK(check_turns(e) > 0);
    }
}

TEST_CASE("would: an unknown decision has nothing to turn") {
  Site1 s;
  const Attempt attempt = s.attempt({{FieldId::user, "unknown"}, {FieldId::at, "2003-11-03T10:00"}});
  const World world = world_at(attempt);
  const Turns turns = find_turns(explain(*s.site, world, attempt));
  CHECK(turns.turns.empty());
  CHECK_FALSE(turns.times);
}

TEST_CASE("would: a sample of a pattern is found by the pattern") {
  for (const char* text :
       {"^198\\.51\\.", "a|b", "x{3}", "[^0-9]", "\\d+-\\w?", "^555-01..$", "/65/", "(ab)*c", "\\bword\\b", ""}) {
    CAPTURE(text);
    SyntaxError error;
    const auto tree = grammar::parse_pattern(text, error);
    REQUIRE(tree);
    const auto program = compile_pattern(*tree, error);
    REQUIRE(program);
    CHECK(matches(*program, sample_of(*tree)));
  }
}

TEST_CASE("would: in every shipped scenario each proposal turns the decision, and every part of it is needed") {
  const char* root = std::getenv("RAPSIM_ROOT");
  REQUIRE(root != nullptr);
  Sources sources;
  Diagnostics diags;
  const auto suites = load_suites(suite_files({std::string(root) + "/scenarios"}, sources, diags), sources, diags);
  REQUIRE_FALSE(diags.has_errors());
  std::size_t rows = 0, proposals = 0;
  for (const Suite& suite : suites)
    for (std::uint32_t i = 0; i < suite.cases.size(); ++i)
      for (RowId row{i, 0}; row.index < suite.cases[i].row_count; ++row.index) {
        INFO("scenario: ", suite.scenarios[suite.cases[i].scenario].name);
        // Of a timeline the first attempts: the rest repeats them, a thousand times in one of them.
        constexpr std::size_t kMostOfTimeline = 2;
        judge_row(suite, row, [&](const JudgedAttempt& judged) {
          if (judged.number <= kMostOfTimeline) proposals += check_turns(judged.explained);
        });
        ++rows;
      }
  CHECK(rows > 40);
  CHECK(proposals > rows / 2);
}
