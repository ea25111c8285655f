// The command `check`: which files, which findings, what it prints and how it ends.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/cli/cli_fixture.hpp"

using namespace rapsim::test::cli;  // NOLINT: a test
using rapsim::test::TemporaryFolder;
namespace fs = std::filesystem;

TEST_CASE("cli: check reads folders, and says what it left out") {
  const TemporaryFolder folder;
  folder.write("sites/main.yaml", "format: rapsim/site/1\ninclude: parts/users.yaml\npolicies: []\n");
  folder.write("sites/parts/users.yaml", "directory: { users: { alice: {}, bob: {} } }\n");
  folder.write("sites/parts/stray.yaml", "directory: {}\n");
  folder.write("sites/notes.txt", "not looked at\n");
  folder.write("suites/a.yaml",
               "format: rapsim/suite/1\nsuite: A\nsite: ../sites/main.yaml\nscenarios:\n  - name: nobody gets in\n"
               "    attempt: { user: [alice, bob], at: 2003-11-03T09:00 }\n    expect: { decision: reject }\n");
  const Result result = program::run({"check", "sites"}, folder.path());
  CHECK(result.exit == 0);
  CHECK(result.out ==
        "ok   sites/main.yaml: 0 policies, 2 users, 0 groups\n"
        "skip sites/parts/stray.yaml: no `format`, and no site that was checked includes it\n"
        "part sites/parts/users.yaml: read with the site that includes it\n");

  SUBCASE("a suite") {
    const Result suite = program::run({"check", "suites"}, folder.path());
    CHECK_MESSAGE(suite.out == "ok   suites/a.yaml: 1 scenario, 2 attempts\n", suite.err);
  }
  SUBCASE("warnings count for the file they point into, whoever read it first") {
    folder.write("sites/main.yaml",
                 "format: rapsim/site/1\ninclude: parts/users.yaml\npolicies: []\n"
                 "directory: { groups: { A: { member-of: [B] }, B: { member-of: [A] } } }\n");
    const Result warned = program::run({"check", "suites", "sites/main.yaml"}, folder.path());
    CHECK(warned.exit == 0);
    CHECK(has(warned.out, "ok   sites/main.yaml: 0 policies, 2 users, 2 groups, 2 warnings, 2 notes\n"));
    CHECK(has(warned.out, "warning[R305]"));
    CHECK(warned.err == "");
  }
  SUBCASE("a suite without its site") {
    folder.write("suites/b.yaml", "format: rapsim/suite/1\nsuite: B\nsite: missing.yaml\nscenarios: []\n");
    CHECK(program::run({"check", "suites"}, folder.path()).exit == 2);
  }
  SUBCASE("an empty folder is an error") {
    fs::create_directories(folder / "empty");
    CHECK(program::run({"check", "empty"}, folder.path()).exit == 2);
  }
  SUBCASE("a part named by itself is no site") {
    CHECK(program::run({"check", "sites/parts/stray.yaml"}, folder.path()).exit == 2);
  }
  SUBCASE("every problem of every file in one run") {
    folder.write("sites/a.yaml", "format: rapsim/site/1\nservr: {}\n");
    folder.write("sites/b.yaml", "format: rapsim/site/1\ndialect: windows-95\n");
    const Result bad = program::run({"check", "sites"}, folder.path());
    CHECK(bad.exit == 2);
    CHECK(bad.out == "");
    CHECK(has(bad.err, "sites/a.yaml:2:1: error[R110]"));
    CHECK(has(bad.err, "sites/b.yaml:2:10: error[R301]"));
  }
  SUBCASE("quiet prints nothing of good files") {
    CHECK(program::run({"check", "--quiet", "sites"}, folder.path()).out == "");
  }
}

TEST_CASE("cli: check finds, and comments allow") {
  const TemporaryFolder folder;
  const std::string head = "format: rapsim/site/1\nserver: { authentication: { methods: [PAP] } }\npolicies:\n";
  const std::string weak = "  - { name: P, permission: grant, profile: { authentication: [PAP] } }";
  const std::string unusable = "  - { name: Q, permission: grant, profile: { authentication: [EAP] } }";
  const auto check = [&](const std::string& text, Words more = {}) {
    folder.write("a.yaml", head + text + "\n");
    more.insert(more.begin(), {"check", "a.yaml"});
    return program::run(more, folder.path());
  };
  SUBCASE("a warning") {
    const Result result = check(weak);
    CHECK(result.exit == 0);
    CHECK(result.err == "");
    CHECK(result.out ==
          "a.yaml:4:63: warning[weak-method]: PAP is allowed: it sends the password as plain text\n"
          "      - { name: P, permission: grant, profile: { authentication: [PAP] } }\n"
          "                                                                  ^~~\n"
          "  help: leave it out, and allow EAP-TLS, PEAP or MS-CHAP v2\n"
          "ok   a.yaml: 1 policy, 0 users, 0 groups, 1 warning\n");
    const Result failed = check(weak, {"--fail-on", "warning"});
    CHECK(failed.exit == 1);
    CHECK(has(failed.out, "fail a.yaml: 1 policy, 0 users, 0 groups, 1 warning\n"));
  }
  SUBCASE("an error") {
    const Result result = check(unusable);
    CHECK(result.exit == 1);
    CHECK(has(result.out, "error[no-usable-method]"));
    CHECK(has(result.out, "fail a.yaml: 1 policy, 0 users, 0 groups, 1 error\n"));
    const Result never = check(unusable, {"--fail-on", "never"});
    CHECK(never.exit == 0);
    CHECK(has(never.out, "ok   a.yaml: 1 policy, 0 users, 0 groups, 1 error\n"));
  }
  SUBCASE("allowed with a reason") {
    const std::string text = unusable + "  # rapsim: allow no-usable-method -- a drill";
    CHECK(check(text).exit == 0);
    CHECK(check(text).out == "ok   a.yaml: 1 policy, 0 users, 0 groups, 1 allowed\n");
    CHECK(check(text, {"--fail-on", "warning"}).exit == 0);
    CHECK(has(check(text, {"--verbose"}).out, "  allowed: a drill\n"));
    CHECK(has(check(text, {"--format", "json"}).out, "\"allowed\": \"a drill\""));
    CHECK(has(check(text, {"--format", "sarif"}).out, "\"justification\": \"a drill\""));
  }
  SUBCASE("allowed without one") {
    const Result result = check(unusable + "  # rapsim: allow no-usable-method");
    CHECK(result.exit == 2);
    CHECK(result.out == "");
    CHECK(has(result.err, "a.yaml:4:73: error[R323]"));
  }
  SUBCASE("what is not there is not allowed") {
    const Result result = check(weak + "\n# rapsim: allow-file weak-method, unused-group -- a drill");
    CHECK(result.exit == 0);
    CHECK(has(result.out, "a.yaml:5:35: warning[R324]: nothing to allow: `unused-group` is not found in this file\n"));
    CHECK(has(result.out, "groups, 1 warning, 1 allowed\n"));
  }
  SUBCASE("a report") {
    const Result result = check(weak, {"--report", "sarif=out.sarif", "--report", "json=out.json"});
    CHECK(has(result.out, "1 warning\n"));
    CHECK(fs::file_size(folder / "out.sarif") > 1000);
    CHECK(fs::exists(folder / "out.json"));
    CHECK(check(weak, {"--report", "sarif=a.yaml"}).exit == 64);
    CHECK(check(weak, {"--effective", "--format", "sarif"}).exit == 64);
    CHECK(check("  - 1", {"--report", "sarif=none.sarif"}).exit == 2);
    CHECK_FALSE(fs::exists(folder / "none.sarif"));
  }
  SUBCASE("a date") {
    folder.write("b.yaml",
                 "format: rapsim/site/1\ndirectory:\n  users:\n"
                 "    ann: { account: { expires: 2003-06-30 }, dial-in: { permission: allow } }\n");
    const auto on = [&](const Words& more) {
      Words words = {"check", "b.yaml", "--quiet"};
      words.insert(words.end(), more.begin(), more.end());
      return program::run(words, folder.path());
    };
    CHECK(on({}).out == "");
    CHECK(on({"--today", "2003-06-30"}).out == "");
    CHECK(has(on({"--today", "2003-07-01"}).out, "warning[expired-allow]"));
    CHECK(on({"--today", "soon"}).exit == 2);
  }
  SUBCASE("a part of several sites is told once, and its comment counts for all") {
    folder.write("s/parts/p.yaml", "policies:\n  - { name: P, permission: grant, profile: { encryption: none } }\n");
    for (const char* name : {"s/a.yaml", "s/b.yaml"})
      folder.write(name, "format: rapsim/site/1\ninclude: parts/p.yaml\n");
    const Result both = program::run({"check", "s"}, folder.path());
    CHECK(both.out.find("[no-encryption]") != std::string::npos);
    CHECK(both.out.find("[no-encryption]") == both.out.rfind("[no-encryption]"));
    CHECK(has(both.out, "part s/parts/p.yaml: read with the site that includes it, 1 warning\n"));
    folder.write("s/parts/p.yaml",
                 "policies:\n  # rapsim: allow no-encryption -- a drill\n"
                 "  - { name: P, permission: grant, profile: { encryption: none } }\n");
    CHECK(has(program::run({"check", "s"}, folder.path()).out, "includes it, 1 allowed\n"));
  }
}

TEST_CASE("cli: of one finding in one file the first few are shown") {
  const TemporaryFolder folder;
  std::string text = "format: rapsim/site/1\npolicies: []\ndirectory:\n  groups:\n";
  for (int i = 0; i < 25; ++i) text += "    G" + std::to_string(i) + ": {}\n";
  folder.write("a.yaml", text);
  const auto count = [](const std::string& out) {
    std::size_t found = 0;
    for (std::size_t at = out.find("note[unused"); at != std::string::npos; at = out.find("note[unused", at + 1))
      ++found;
    return found;
  };
  const Result result = program::run({"check", "a.yaml"}, folder.path());
  CHECK(count(result.out) == 10);
  CHECK(has(result.out, "a.yaml: 15 more of [unused-group]; --verbose shows them\n"));
  CHECK(has(result.out, "25 groups, 25 notes\n"));
  CHECK(count(program::run({"check", "a.yaml", "--verbose"}, folder.path()).out) == 25);
}

TEST_CASE("cli: the findings of every shipped site are these") {
  const fs::path root = program::from_environment("RAPSIM_ROOT");
  const Result result = program::run({"check", "policies", "--verbose"}, root.string());
  CHECK(result.exit == 0);
  std::string found;
  for (const std::string& line : lines_of(result.out))
    if (line.starts_with("policies/")) found += line + "\n";
  const fs::path file = root / "tests" / "check_golden" / "shipped.txt";
  if (std::getenv("RAPSIM_UPDATE_GOLDEN") != nullptr) std::ofstream(file) << found;
  std::ifstream in(file);
  CHECK(found == std::string(std::istreambuf_iterator<char>(in), {}));
}
