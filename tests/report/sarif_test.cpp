// Findings as SARIF. A validator that is not ours judges every shipped site's by the part of the standard that we write
// (tests/schemas), and by the whole schema of the standard where RAPSIM_SARIF_SCHEMA names a copy of it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include <nlohmann/json.hpp>

#include "analysis/suppressions.hpp"
#include "report/findings/findings.hpp"
#include "tests/schema/validator.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using schema_test::Validator;

fs::path root() {
  const char* const name = std::getenv("RAPSIM_ROOT");
  REQUIRE(name != nullptr);
  return name;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), file.string());
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<std::unique_ptr<Validator>> validators() {
  std::vector<std::unique_ptr<Validator>> out;
  const auto add = [&](const fs::path& file) {
    out.push_back(std::make_unique<Validator>(Json::parse(text_of(file))));
  };
  add(root() / "tests" / "schemas" / "sarif-as-written.json");
  if (const char* const whole = std::getenv("RAPSIM_SARIF_SCHEMA")) add(whole);
  return out;
}

/// The findings of a site text under the name, as SARIF of a program that runs in `folder`.
Json sarif_of(const std::string& name, const std::string& text, const std::string& folder = "/home/me") {
  TestSite site;
  site.site = load_site_text(name, std::string(kHead) + text, site.sources, site.diags);
  REQUIRE(site.site.has_value());
  site.compile_site();
  REQUIRE(site.compiled);
  Findings findings = find_all(*site.compiled, std::nullopt);
  std::vector<Suppression> comments = read_suppressions(site.sources, 0, site.diags);
  const SuppressionIndex allowing(comments);
  for (Finding& finding : findings)
    if (const Suppression* const allowed = allowing.find(finding)) finding.suppressed = allowed->reason;
  return Json::parse(render_sarif(findings, site.sources, folder));
}

constexpr const char* kTwo =
    "policies:\n  - name: P\n    permission: grant\n"
    "    profile: { authentication: [PAP, EAP], encryption: [none, strong] }  # rapsim: allow no-encryption -- \"old\" "
    "box\n"
    "server: { authentication: { methods: [PAP, EAP] } }\n";

}  // namespace

TEST_CASE("sarif: results with their rules, places and reasons") {
  const Json log = sarif_of("sites/my site.yaml", kTwo);
  const Json& run = log["runs"][0];
  REQUIRE(run["results"].size() == 2);
  const Json& weak = run["results"][0];
  CHECK(weak["ruleId"] == "weak-method");
  CHECK(run["tool"]["driver"]["rules"][weak["ruleIndex"].get<std::size_t>()]["id"] == "weak-method");
  CHECK(weak["level"] == "warning");
  CHECK(weak["locations"][0]["physicalLocation"] ==
        Json::parse(R"({"artifactLocation": {"uri": "sites/my%20site.yaml", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 5, "startColumn": 33, "endColumn": 36}})"));
  CHECK_FALSE(weak.contains("suppressions"));
  CHECK(run["results"][1]["ruleId"] == "no-encryption");
  CHECK(run["results"][1]["suppressions"] == Json::parse(R"([{"kind": "inSource", "justification": "\"old\" box"}])"));
}

TEST_CASE("sarif: columns count code points") {
  const Json log =
      sarif_of("a.yaml", "directory: { groups: { \xC3\x84\xC3\x96\xF0\x9F\x98\x80: {}, B: {} } }\npolicies: []\n");
  REQUIRE(log["runs"][0]["results"].size() == 2);
  const Json& first = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
  CHECK(first["startColumn"] == 24);
  CHECK(first["endColumn"] == 27);
  CHECK(log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startColumn"] == 33);
}

TEST_CASE("sarif: paths are relative to the folder that the program runs in") {
  struct Row {
    const char* name;
    const char* file;
    const char* want;
    bool is_relative;
  };
  const Row rows[] = {
      {"below it", "sites/a.yaml", "sites/a.yaml", true},
      {"with detours", "./sites/../b.yaml", "b.yaml", true},
      {"below it by its whole path", "/home/me/a.yaml", "a.yaml", true},
      {"elsewhere", "../you/a.yaml", "file:///home/you/a.yaml", false},
      {"letters that a URI cannot have", "\xC3\xA4%#?.yaml", "%C3%A4%25%23%3F.yaml", true},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Json log = sarif_of(row.file, kTwo);
      const Json& artifact = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
      CHECK(artifact["uri"] == row.want);
      CHECK(artifact.contains("uriBaseId") == row.is_relative);
    }
}

TEST_CASE("sarif: a warning of loading is a result, with its code as the rule") {
  Sources sources;
  const std::uint32_t file = sources.add("a.yaml", "a: 1\n");
  const Findings findings = {{.id = "R320", .where = {file, 1, 4, 1}, .message = "m", .fix = "f"},
                             {.id = "R305", .where = {file, 0, 0, 0}, .message = "m"}};
  const Json log = Json::parse(render_sarif(findings, sources, "/home/me"));
  const Json& run = log["runs"][0];
  for (const Json& result : run["results"])
    CHECK(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"] == result["ruleId"]);
  CHECK(run["results"][0]["message"]["text"] == "m\nFix: f");
  CHECK_FALSE(run["results"][1]["locations"][0]["physicalLocation"].contains("region"));
  for (const auto& validator : validators()) CHECK(validator->problem_of(log) == "");
}

TEST_CASE("sarif: valid for every shipped site, and the validator can refuse") {
  const auto all = validators();
  std::size_t files = 0, results = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root() / "policies")) {
    if (entry.path().extension() != ".yaml") continue;
    CAPTURE(entry.path().string());
    Sources sources;
    Diagnostics diags;
    const auto site = load_site(entry.path().string(), sources, diags);
    REQUIRE(site.has_value());
    const auto compiled = compile(std::make_shared<const Site>(*site), diags);
    REQUIRE(compiled);
    Json log = Json::parse(render_sarif(find_all(*compiled, std::nullopt), sources, root().string()));
    for (const auto& validator : all) CHECK(validator->problem_of(log) == "");
    ++files;
    for (Json& result : log["runs"][0]["results"]) {
      result.erase("message");
      ++results;
    }
    const bool has_results = !log["runs"][0]["results"].empty();
    for (const auto& validator : all) CHECK(validator->accepts(log) != has_results);
  }
  REQUIRE(files > 0);
  REQUIRE(results > 0);
}
