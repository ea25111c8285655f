// An explanation holds what was asked for, and only that; what it lacks is not printed.
#include "diagnose/explanation.hpp"

#include <doctest/doctest.h>

#include "analysis/who.hpp"
#include "report/json/decision_json.hpp"
#include "report/text/render_text.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kSite =
    "directory: { groups: { Staff: }, users: { alice: { groups: [Staff] }, bob: } }\n"
    "policies:\n"
    "  - { name: Day, conditions: [Windows-Groups: Staff, Day-And-Time-Restrictions: 'Mon-Fri 07:00-19:00'],"
    " permission: grant }\n"
    "  - { name: Branch, conditions: [Windows-Groups: Staff, Calling-Station-Id: '^198'], permission: grant }\n";
constexpr const char* kEvening = "{ user: alice, at: '2003-11-03T20:00', from: 203.0.113.5 }";

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("explanation: what was not asked for is absent, not empty") {
  TestSite site(kSite);
  const Case evening(site, kEvening);
  const Explanation decision = explanation_of(evening.explained, Extent::decision);
  CHECK(decision.client_error.number == 649);
  CHECK_FALSE(decision.reply.has_value());  // a reject returns nothing
  CHECK_FALSE(decision.nearest.has_value());
  CHECK_FALSE(decision.later.has_value());
  CHECK_FALSE(decision.attempt_changes.has_value());
  CHECK_FALSE(decision.proposals.has_value());
  const Explanation policies = explanation_of(evening.explained, Extent::policies);
  REQUIRE(policies.nearest.has_value());
  CHECK(policies.nearest->size() == 2);
  CHECK(policies.later.has_value());
  CHECK_FALSE(policies.attempt_changes.has_value());
  CHECK_FALSE(policies.proposals.has_value());
  const Explanation everything = explanation_of(evening.explained, Extent::everything);
  REQUIRE(everything.attempt_changes.has_value());
  CHECK(everything.attempt_changes->times.has_value());
  REQUIRE(everything.proposals.has_value());
  CHECK(everything.proposals->list.size() == 2);
}

TEST_CASE("explanation: a budget ends the search") {
  TestSite site(kSite);
  const Case evening(site, kEvening);
  const Explanation one = explanation_of(evening.explained, Extent::everything, {.proposals = 1});
  CHECK(one.attempt_changes->turns.size() == 1);
  CHECK(one.proposals->list.size() == 1);
  const Explanation none = explanation_of(evening.explained, Extent::everything, {.decisions = 0});
  CHECK(none.attempt_changes->turns.empty());
}

TEST_CASE("explanation: an accept returns its attributes, whatever else is asked for") {
  TestSite site(kSite);
  const Case noon(site, "{ user: alice, at: '2003-11-03T12:00', from: 203.0.113.5 }");
  CHECK(explanation_of(noon.explained, Extent::decision).reply.has_value());
}

TEST_CASE("explanation: `who` names the error that it names") {
  TestSite site(kSite);
  const Case bob(site, "{ user: bob, at: '2003-11-03T12:00', client: { offers: 'MS-CHAP-v2, PAP' } }");
  const Who who = decide_for_all(*site.compiled, bob.world, bob.attempt, nullptr);
  REQUIRE(who.rows.size() == 2);
  CHECK(who.rows[1].error.number == 649);  // of the method that the server takes, not 691
  CHECK(explanation_of(bob.explained, Extent::decision).client_error.number == 649);
}

TEST_CASE("explanation: what it lacks is not printed") {
  TestSite site(kSite);
  const Case evening(site, kEvening);
  const auto text = [&](Extent extent) {
    return render_text(explanation_of(evening.explained, extent), site.sources, Depth::standard, {});
  };
  CHECK(has(text(Extent::everything), "\nwould "));
  CHECK(has(text(Extent::everything), "\nweakens 1 "));
  CHECK(has(text(Extent::policies), "\nlook at "));
  CHECK_FALSE(has(text(Extent::policies), "\nwould "));
  CHECK_FALSE(has(text(Extent::policies), "\nweakens 1 "));
  CHECK_FALSE(has(text(Extent::decision), "\nlook at "));
  const auto json = [&](Extent extent) {
    return decision_json(explanation_of(evening.explained, extent), site.sources, "");
  };
  CHECK(has(json(Extent::everything), "\n  \"would\": {"));
  CHECK(has(json(Extent::policies), "\n  \"nearest\": ["));
  CHECK_FALSE(has(json(Extent::policies), "\n  \"would\":"));
  CHECK_FALSE(has(json(Extent::decision), "\n  \"nearest\":"));
}

TEST_CASE("explanation: no proposal opens the policy that keeps everybody out") {
  struct Row {
    const char *name, *rest;  // the policies behind "Staff"
  };
  const Row rows[] = {
      {"a deny-all", "{ name: Last, permission: deny }"},
      {"by any other name, with a condition on the port",
       "{ name: Last, conditions: [NAS-Port-Type: Virtual], permission: deny }"},
      {"a rule against some", "{ name: Last, conditions: [Windows-Groups: Guests], permission: deny }"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      TestSite site(
          "directory: { groups: { Staff: , Guests: }, users: { alice: { groups: [Staff] }, bob: { groups: [Guests] }, "
          "eve: { groups: [Guests] , dial-in: { static-ip: 10.0.0.9 } } } }\n"
          "policies:\n"
          "  - { name: Staff, conditions: [Windows-Groups: Staff], permission: grant }\n"
          "  - " +
          std::string(row.rest) + "\n");
      REQUIRE(site.compiled);
      const Case bob(site, "{ user: bob, at: '2003-11-03T10:00' }");
      const auto proposals = find_proposals(bob.explained).list;
      REQUIRE_FALSE(proposals.empty());
      for (const Proposal& one : proposals) {
        CHECK(one.weakens);
        for (const SiteEdit& edit : one.changes) CHECK(edit_text(edit).find("permission: grant") == std::string::npos);
      }
    }
}

TEST_CASE("explanation: behind a policy that keeps everybody out, the ones that came nearest") {
  TestSite site(
      "directory: { groups: { Staff: }, users: { alice: { groups: [Staff] } } }\n"
      "policies:\n"
      "  - { name: Day, conditions: [Windows-Groups: Staff, Day-And-Time-Restrictions: 'Mon-Fri 07:00-19:00'],"
      " permission: grant }\n"
      "  - { name: Rest, permission: deny }\n");
  REQUIRE(site.compiled);
  const Case evening(site, kEvening);
  CHECK(is_kept_out_by_all(evening.explained));
  const Explanation whole = explanation_of(evening.explained, Extent::everything);
  CHECK(has(render_text(whole, site.sources, Depth::standard, {}), "look at    \"Day\""));
  CHECK(has(decision_json(whole, site.sources, "site.yaml"), "\"policy\": \"Day\""));
  // Alone it is a rule like any other.
  TestSite alone("directory: { users: { alice: } }\npolicies: [{ name: Rest, permission: deny }]\n");
  CHECK_FALSE(is_kept_out_by_all(Case(alone, kEvening).explained));
}

TEST_CASE("explanation: a proposal names who else would get in") {
  TestSite site(
      "directory: { groups: { Staff: , Guests: }, users: { alice: { groups: [Staff] }, bob: { groups: [Guests] },"
      " eve: { groups: [Guests], dial-in: { static-ip: 10.0.0.9 } } } }\n"
      "policies: [{ name: Guests, conditions: [Windows-Groups: Guests], permission: deny }]\n");
  REQUIRE(site.compiled);
  const Case bob(site, "{ user: bob, at: '2003-11-03T10:00' }");
  const auto proposals = find_proposals(bob.explained).list;
  REQUIRE(proposals.size() == 1);
  CHECK(proposals.front().weakens);
  CHECK(proposals.front().others.opens_for.names == std::vector<std::string>{"eve"});
  const std::string text =
      render_text(explanation_of(bob.explained, Extent::everything), site.sources, Depth::standard, {});
  CHECK(has(text, "\nweakens 1  "));
  CHECK(has(text, "(+1 account: eve)"));
}
