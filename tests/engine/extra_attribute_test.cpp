// Adding a condition attribute is one table row: this program is linked with an attributes.cpp that has one row more
// (tests/meson.build), and nothing else knows of it.
#include <algorithm>

#include "report/text/render_text.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kSite =
    "dialect: nps\ndirectory: { users: { alice: } }\npolicies:\n"
    "  - { name: Gate, permission: grant, conditions: [{ Test-Badge-Colour: ['^green', blue] }] }\n";

std::string attempt_with(std::string_view value) {
  return "{ user: alice, at: 2003-11-03T09:00, attributes: { Test-Badge-Colour: " + std::string(value) + " } }";
}

}  // namespace

TEST_CASE("extra attribute: found by name and listed") {
  REQUIRE(find_attribute("test-badge-COLOUR").has_value());
  const Attribute& row = attribute(attribute_of("Test-Badge-Colour"));
  CHECK(row.id == 0x1ffe);
  CHECK(std::ranges::any_of(attributes(), [](const Attribute& each) { return each.name == "Test-Badge-Colour"; }));
  CHECK(std::ranges::count(attribute_names(), "Test-Badge-Colour") == 1);
}

TEST_CASE("extra attribute: decided as a condition") {
  CHECK(decided(kSite, attempt_with("Greenish")) == "accept 0 - by Gate");
  CHECK(decided(kSite, attempt_with("light blue")) == "accept 0 - by Gate");
  CHECK(decided(kSite, attempt_with("[red, blue]")) == "accept 0 - by Gate");
  CHECK(decided(kSite, attempt_with("red")) == "reject 48 policy by -");
  CHECK(decided(kSite, attempt_with("null")) == "reject 48 policy by -");
  CHECK(decided(kSite, attempt_with("unknown")) == "? ? ? by ?");
  CHECK(decided(kSite, "{ user: alice, at: 2003-11-03T09:00 }") == "reject 48 policy by -");
}

TEST_CASE("extra attribute: in the form of exports, and returned by a profile") {
  const std::string site =
      "dialect: nps\ndirectory: { users: { alice: } }\npolicies:\n  - name: Gate\n    permission: grant\n"
      "    conditions: ['MATCH(\"Test-Badge-Colour=^red$\")']\n    profile: { attributes: { Test-Badge-Colour: red } "
      "}\n";
  CHECK(decided(site, attempt_with("RED")) == "accept 0 - by Gate");
}

TEST_CASE("extra attribute: explained") {
  TestSite site(kSite);
  REQUIRE(site.compiled);
  const Case rejected(site, attempt_with("red"));
  const std::string text =
      render_text(explanation_of(rejected.explained, Extent::everything), site.sources, Depth::standard, Style{});
  CAPTURE(text);
  CHECK(text.find("Test-Badge-Colour  must be ^green, blue  is red") != std::string::npos);
  const Case open(site, attempt_with("unknown"));
  CHECK(open.field("open") == "Test-Badge-Colour");
}

TEST_CASE("extra attribute: mistakes are reported as for every other") {
  TestSite unknown("policies: [{ name: P, conditions: [{ Test-Badge-Color: x }] }]\n");
  CHECK(codes(unknown.diags) == "2:38 R302");
  REQUIRE(!unknown.diags.empty());
  CHECK(unknown.diags.sorted().front().help == "did you mean `Test-Badge-Colour`?");
  TestSite dialect("dialect: windows-2003\npolicies: [{ name: P, conditions: [{ Test-Badge-Colour: x }] }]\n");
  CHECK(codes(dialect.diags) == "3:38 R303");  // the row says: NPS only
}
