// Explanations as a user reads them, word for word. After a change that is meant: RAPSIM_UPDATE_GOLDEN=1 rewrites the
// files, and the diff is read before it is committed.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "tests/program.hpp"

namespace {

namespace fs = std::filesystem;

struct Case {
  const char* name;  // of the file with the expected text
  std::string options;
};

constexpr const char* kNoon = " --at 2003-11-03T12:00 --from 203.0.113.5";
constexpr const char* kNight = " --at 2003-11-03T20:15 --from 203.0.113.5";

std::vector<Case> cases() {
  const std::string noon = kNoon, night = kNight;
  return {
      {"accepted", "site.yaml --user alice" + noon},
      {"accepted-brief", "site.yaml --brief --user alice" + noon},
      {"accepted-verbose", "site.yaml --verbose --user alice" + noon},
      {"accepted-although-the-policy-denies", "site.yaml --user dave" + noon},
      {"account-properties-ignored-and-granted", "site.yaml --user erin" + noon},
      {"account-properties-ignored-and-denied", "site.yaml --user hank" + noon},
      {"denied-by-the-account", "site.yaml --user bob" + noon},
      {"denied-by-the-policy", "site.yaml --user carol" + noon},
      {"no-match-at-night", "site.yaml --user alice" + night},
      {"no-match-at-night-brief", "site.yaml --brief --user alice" + night},
      {"no-match-at-night-verbose", "site.yaml --verbose --user alice" + night},
      {"only-a-disabled-policy-would-match", "site.yaml --user gina" + noon},
      {"method-not-allowed", "site.yaml --user alice --authentication PAP" + noon},
      {"two-violations", "site.yaml --user frank --authentication PAP" + noon},
      {"eap-type-not-allowed", "site.yaml --user alice --authentication EAP --eap-type PEAP" + noon},
      {"from-unknown-and-it-matters", "site.yaml --user alice --at 2003-11-03T20:15"},
      {"from-unknown-and-it-matters-brief", "site.yaml --brief --user alice --at 2003-11-03T20:15"},
      {"user-unknown-verbose", "site.yaml --verbose --user unknown" + noon},
      {"dial-up", "site.yaml --user alice --tunnel none --to 555-0200 --from 555-0199 --at 2003-11-03T12:00"},
      {"dial-up-to-another-number",
       "site.yaml --user alice --port-type ISDN-Sync --to 555-0201 --from 555-0199 --at 2003-11-03T12:00"},
      {"built-in-policies", "built-in.yaml --user alice" + noon},
      {"built-in-policies-verbose", "built-in.yaml --verbose --user dave" + noon},
  };
}

fs::path folder() { return fs::path(program::from_environment("RAPSIM_ROOT")) / "tests" / "golden"; }

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The command, then what it prints.
std::string explanation_of(const Case& row) {
  std::istringstream words("explain " + row.options);
  const std::vector<std::string> arguments{std::istream_iterator<std::string>(words), {}};
  const program::Result result = program::run(arguments, folder().string());
  CHECK(result.exit == 0);
  CHECK(result.err == "");
  return "$ rapsim explain " + row.options + "\n" + result.out;
}

}  // namespace

TEST_CASE("golden: explanations") {
  const bool update = std::getenv("RAPSIM_UPDATE_GOLDEN") != nullptr;
  std::size_t compared = 0;
  for (const Case& row : cases()) {
    INFO("file: ", std::string(row.name));
    const fs::path file = folder() / (std::string(row.name) + ".txt");
    const std::string text = explanation_of(row);
    if (update) std::ofstream(file, std::ios::binary) << text;
    CHECK(text == text_of(file));
    ++compared;
  }
  REQUIRE(compared > 0);
}

TEST_CASE("golden: every file has a case") {
  std::size_t files = 0;
  const std::vector<Case> rows = cases();
  for (const auto& entry : fs::directory_iterator(folder())) {
    if (entry.path().extension() != ".txt") continue;
    ++files;
    const std::string name = entry.path().stem().string();
    INFO("file: ", name);
    CHECK(std::any_of(rows.begin(), rows.end(), [&](const Case& row) { return row.name == name; }));
  }
  REQUIRE(files > 0);
}

TEST_CASE("golden: the same input gives the same bytes") {
  const Case row = cases().front();
  CHECK(explanation_of(row) == explanation_of(row));
}
