// An attempt of a suite by the name that `run` prints, on its own site and on another one.
#include "tests/shipped_suites.hpp"
#include "tests/suite/suite_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

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
  Loaded loaded;
  const auto suites = shipped_suites(loaded.sources);
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

}  // namespace
