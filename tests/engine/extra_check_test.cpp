// Adding a check is one function and one table row: this program is linked with a check_profile.cpp that has one of
// each more (tests/meson.build), and nothing else knows of it.
#include <algorithm>

#include "engine/stages/checks.hpp"
#include "report/tables/tables.hpp"
#include "report/text/render_text.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kSite =
    "dialect: nps\ndirectory: { users: { alice: } }\npolicies:\n  - { name: Gate, permission: grant }\n";

std::string attempt_with(std::string_view links) {
  return "{ user: alice, at: 2003-11-03T09:00, client: { links: " + std::string(links) + " } }";
}

}  // namespace

TEST_CASE("extra check: listed") {
  CHECK(std::ranges::count(checks(), "test-links", &Check::name) == 1);
  const Table table = check_table();
  CHECK(std::ranges::count(table.cells, "test-links", [](const auto& cells) { return cells.front(); }) == 1);
}

TEST_CASE("extra check: decided") {
  CHECK(decided(kSite, attempt_with("2")) == "accept 0 - by Gate");
  CHECK(decided(kSite, attempt_with("3")) == "reject 70 constraints by Gate");
  CHECK(decided(kSite, attempt_with("unknown")) == "? ? ? by Gate");
}

TEST_CASE("extra check: explained") {
  TestSite site(kSite);
  REQUIRE(site.compiled);
  const Case rejected(site, attempt_with("3"));
  CHECK(rejected.field("violated") == "test-links");
  const std::string text =
      render_text(explanation_of(rejected.explained, Extent::everything), site.sources, Depth::standard, Style{});
  CAPTURE(text);
  CHECK(text.find("test-links (70)  must be at most 2 links  is 3  line 5") != std::string::npos);
  const Case open(site, attempt_with("unknown"));
  CHECK(open.field("open") == "client.links");
}

TEST_CASE("extra check: expected by a suite") {
  TestSite site(kSite);
  REQUIRE(site.site);
  const DecisionField* violated = find_decision_field("violated");
  CHECK(violated->is_possible("test-links", *site.site));
  CHECK_FALSE(violated->is_possible("test-link", *site.site));
}
