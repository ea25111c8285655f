// The program as a command: exit status, which output has what, help.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "program.hpp"

namespace {

namespace fs = std::filesystem;
using program::Result;
using Words = std::vector<std::string>;

std::string golden(const std::string& file) {
  return (fs::path(program::from_environment("RAPSIM_ROOT")) / "tests" / "golden" / file).string();
}

/// A folder that is removed at the end of a test.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("rapsim-cli-test-" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
  }
};

const Words kAttempt = {"--user", "alice", "--at", "2003-11-03T12:00", "--from", "203.0.113.5"};

Words explain(const Words& more) {
  Words words = {"explain", golden("site.yaml")};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Names of the commands, from the program's own help.
Words command_names() {
  Words names;
  bool is_list = false;
  for (const std::string& line : lines_of(program::run({"--help"}).out)) {
    if (is_list && line.starts_with("  ") && line[2] != ' ') names.push_back(line.substr(2, line.find(' ', 2) - 2));
    is_list = is_list || line == "Subcommands:";
  }
  return names;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("cli: exit status, and an empty stdout with bad input") {
  struct Row {
    const char* name;
    Words words;
    int want;
    const char* in_err;  // what stderr says
  };
  const Row rows[] = {
      {"an accept", explain(kAttempt), 0, ""},
      {"a reject", explain({"--user", "gina", "--at", "2003-11-03T12:00"}), 0, ""},
      {"an unknown decision", explain({"--user", "unknown", "--at", "2003-11-03T12:00"}), 0, ""},
      {"no time", explain({"--user", "alice"}), 2, "R501"},
      {"no user", explain({"--at", "2003-11-03T12:00"}), 2, "R506"},
      {"no account name", explain({"--user", "a\\b\\c", "--at", "2003-11-03T12:00"}), 2, "R207"},
      {"a suite is no site", {"explain", golden("../run_golden/suites/passing.yaml")}, 2, "explain --scenario"},
      {"a site is no suite", {"run", golden("site.yaml")}, 2, "`rapsim check` validates it"},
      {"a scenario and an attempt", explain({"--scenario", "a", "--attempt", "b"}), 64, "R406"},
      {"a scenario of no file", {"explain", "--scenario", "no-such-file.yaml:a"}, 2, "R101"},
      {"no attempt", explain({"--attempt", "no-such-file.json"}), 2, "R101"},
      {"nothing on standard input", explain({"--attempt", "-"}), 2, "standard input:1:1: error[R111]"},
      {"no such file", {"explain", "no-such-file.yaml", "--user", "alice"}, 2, "R101"},
      {"a folder is no site", {"explain", ".", "--user", "alice"}, 2, "R101"},
      {"explain without a site", {"explain"}, 64, "SITE"},
      {"no command", {}, 64, "--help"},
      {"unknown command", {"explane"}, 64, "unknown command `explane`; did you mean `explain`?"},
      {"a command like no other", {"help"}, 64, "unknown command `help`\n"},
      {"unknown option", explain({"--usr", "alice"}), 64, "--help"},
      {"an option with one dash", explain({"-user", "alice"}), 64, "unknown option `-user`; did you mean `--user`?"},
      {"a word that is no choice", explain({"--format", "xml"}), 64, "xml"},
      {"two sites", {"explain", "a.yaml", "b.yaml"}, 64, "SITE"},
      {"check of a good site", {"check", golden("site.yaml")}, 0, ""},
      {"check of nothing", {"check"}, 64, "PATH"},
      {"paths behind --", {"check", "--", golden("site.yaml"), golden("built-in.yaml")}, 0, ""},
      {"what check finds", {"check", "--list"}, 0, ""},
      {"one of it", {"check", "--explain", "weak-method"}, 0, ""},
      {"unknown finding", {"check", "--explain", "weak-methods"}, 2, "did you mean `weak-method`?"},
      {"check of a missing file", {"check", "no-such-file.yaml"}, 2, "R101"},
      {"one bad file among good ones", {"check", golden("site.yaml"), "no-such-file.yaml"}, 2, "R101"},
      {"effective of two sites",
       {"check", "--effective", golden("site.yaml"), golden("built-in.yaml")},
       64,
       "one site"},
      {"an attribute", {"attributes", "nas-port-type"}, 0, ""},
      {"an attribute by number", {"attributes", "0x1fd5"}, 0, ""},
      {"unknown attribute", {"attributes", "NAS-Port-Typ"}, 2, "did you mean `NAS-Port-Type`?"},
      {"unknown enumeration", {"attributes", "--enumerations", "Tunel-Type"}, 2, "did you mean `Tunnel-Type`?"},
      {"a reason by symbol", {"reasons", "IAS_NO_POLICY_MATCH"}, 0, ""},
      {"unknown reason", {"reasons", "4711"}, 2, "no reason `4711`"},
      {"unknown error", {"errors", "ERROR_NO_ANSWERS"}, 2, "did you mean `ERROR_NO_ANSWER`?"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Result result = program::run(row.words);
      CHECK(result.exit == row.want);
      CHECK_MESSAGE(has(result.err, row.in_err), result.err);
      CHECK(result.out.empty() == (row.want != 0));
      if (row.want == 0) CHECK(result.err == "");
    }
}

TEST_CASE("cli: help of every command has examples that begin with the program's name") {
  const Words names = command_names();
  REQUIRE(names.size() >= 5);
  for (const std::string& name : names) {
    INFO("command: ", name);
    const Result result = program::run({name, "--help"});
    CHECK(result.exit == 0);
    CHECK(has(result.out, "Examples:"));
    CHECK(has(result.out, "rapsim " + name));
    CHECK(result.err == "");
  }
}

TEST_CASE("cli: help says what a command takes, and how many") {
  const std::pair<const char*, const char*> rows[] = {
      {"run", "[PATH...]"}, {"explain", "[SITE]"}, {"doc", "[WORD...]"}, {"schema", "site|suite|attempt|decision"}};
  for (const auto& [name, usage] : rows)
    CHECK(has(program::run({name, "--help"}).out,
              "\nUsage: rapsim " + std::string(name) + " [OPTIONS] " + usage + "\n\nOptions:\n"));
  CHECK(has(program::run({"--help"}).out, "\nUsage: rapsim [OPTIONS] SUBCOMMAND\n"));
}

TEST_CASE("cli: options may stand before what they are not about") {
  const std::string suite = golden("../run_golden/suites/passing.yaml");
  CHECK(program::run({"run", "--format", "json", suite}).exit == 0);
  CHECK(program::run({"run", "--today", "2026-07-01", suite}).exit == 0);
  CHECK(program::run({"run", "--report", "tap", suite}).out.starts_with("TAP version"));
  CHECK(program::run({"run", "--report", "tap=/dev/null", "--report", "json=/dev/null", suite}).exit == 0);
  const Result result = program::run({"explain", "--user", "alice", "--at", "2003-11-03T12:00", golden("site.yaml")});
  CHECK(result.exit == 0);
  CHECK(result.out == program::run(explain({"--user", "alice", "--at", "2003-11-03T12:00"})).out);
}

TEST_CASE("cli: version") {
  const Result result = program::run({"--version"});
  CHECK(result.exit == 0);
  CHECK(result.out == "rapsim " RAPSIM_VERSION "\n");
}

TEST_CASE("cli: output that cannot be written") {
  const int full = open("/dev/full", O_WRONLY);
  REQUIRE(full >= 0);
  for (const Words& words : {explain(kAttempt), Words{"attributes"}, Words{"--help"}}) {
    INFO("arguments begin with ", words.front());
    const Result result = program::run(words, ".", full);
    CHECK(result.exit == 74);
  }
  CHECK(has(program::run(explain(kAttempt), ".", full).err, "could not be written"));
  close(full);
}

// CLI11 writes the version and swallows the error of the stream.
TEST_CASE("cli: the version cannot be written") {
  const int full = open("/dev/full", O_WRONLY);
  CHECK(program::run({"--version"}, ".", full).exit == 74);
  close(full);
}

TEST_CASE("cli: a reader that went away ends the program by SIGPIPE") {
  int ends[2] = {-1, -1};
  REQUIRE(pipe(ends) == 0);
  close(ends[0]);
  CHECK(program::run(explain(kAttempt), ".", ends[1]).exit == 128 + SIGPIPE);
  close(ends[1]);
}

TEST_CASE("cli: tables fit 120 columns, JSON has every row") {
  struct Row {
    const char* name;
    Words words;
    std::size_t least_lines;
  };
  const Row rows[] = {
      {"attributes of conditions", {"attributes"}, 30},
      {"all attributes", {"attributes", "--all"}, 90},
      {"in full", {"attributes", "--all", "--verbose"}, 900},
      {"enumerations", {"attributes", "--enumerations"}, 200},
      {"reasons", {"reasons"}, 80},
      {"errors", {"errors"}, 100},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const std::vector<std::string> lines = lines_of(program::run(row.words).out);
      CHECK(lines.size() >= row.least_lines);
      for (const std::string& line : lines) CHECK_MESSAGE(line.size() <= 120, line);
      Words json = row.words;
      json.insert(json.end(), {"--format", "json"});
      CHECK(program::run(json).out.starts_with("{\n  \"format\": \"rapsim/"));
    }
}

TEST_CASE("cli: check reads folders, and says what it left out") {
  const Folder folder;
  folder.write("sites/main.yaml", "format: rapsim/site/1\ninclude: parts/users.yaml\npolicies: []\n");
  folder.write("sites/parts/users.yaml", "directory: { users: { alice: {}, bob: {} } }\n");
  folder.write("sites/parts/stray.yaml", "directory: {}\n");
  folder.write("sites/notes.txt", "not looked at\n");
  folder.write("suites/a.yaml",
               "format: rapsim/suite/1\nsuite: A\nsite: ../sites/main.yaml\nscenarios:\n  - name: nobody gets in\n"
               "    attempt: { user: [alice, bob], at: 2003-11-03T09:00 }\n    expect: { decision: reject }\n");
  const Result result = program::run({"check", "sites"}, folder.path.string());
  CHECK(result.exit == 0);
  CHECK(result.out ==
        "ok   sites/main.yaml: 0 policies, 2 users, 0 groups\n"
        "skip sites/parts/stray.yaml: no `format`, and no site that was checked includes it\n"
        "part sites/parts/users.yaml: read with the site that includes it\n");

  SUBCASE("a suite") {
    const Result suite = program::run({"check", "suites"}, folder.path.string());
    CHECK_MESSAGE(suite.out == "ok   suites/a.yaml: 1 scenario, 2 attempts\n", suite.err);
  }
  SUBCASE("warnings count for the file they point into, whoever read it first") {
    folder.write("sites/main.yaml",
                 "format: rapsim/site/1\ninclude: parts/users.yaml\npolicies: []\n"
                 "directory: { groups: { A: { member-of: [B] }, B: { member-of: [A] } } }\n");
    const Result warned = program::run({"check", "suites", "sites/main.yaml"}, folder.path.string());
    CHECK(warned.exit == 0);
    CHECK(has(warned.out, "ok   sites/main.yaml: 0 policies, 2 users, 2 groups, 2 warnings, 2 notes\n"));
    CHECK(has(warned.out, "warning[R305]"));
    CHECK(warned.err == "");
  }
  SUBCASE("a suite without its site") {
    folder.write("suites/b.yaml", "format: rapsim/suite/1\nsuite: B\nsite: missing.yaml\nscenarios: []\n");
    CHECK(program::run({"check", "suites"}, folder.path.string()).exit == 2);
  }
  SUBCASE("an empty folder is an error") {
    fs::create_directories(folder.path / "empty");
    CHECK(program::run({"check", "empty"}, folder.path.string()).exit == 2);
  }
  SUBCASE("a part named by itself is no site") {
    CHECK(program::run({"check", "sites/parts/stray.yaml"}, folder.path.string()).exit == 2);
  }
  SUBCASE("every problem of every file in one run") {
    folder.write("sites/a.yaml", "format: rapsim/site/1\nservr: {}\n");
    folder.write("sites/b.yaml", "format: rapsim/site/1\ndialect: windows-95\n");
    const Result bad = program::run({"check", "sites"}, folder.path.string());
    CHECK(bad.exit == 2);
    CHECK(bad.out == "");
    CHECK(has(bad.err, "sites/a.yaml:2:1: error[R110]"));
    CHECK(has(bad.err, "sites/b.yaml:2:10: error[R301]"));
  }
  SUBCASE("quiet prints nothing of good files") {
    CHECK(program::run({"check", "--quiet", "sites"}, folder.path.string()).out == "");
  }
}

TEST_CASE("cli: check finds, and comments allow") {
  const Folder folder;
  const std::string head = "format: rapsim/site/1\nserver: { authentication: { methods: [PAP] } }\npolicies:\n";
  const std::string weak = "  - { name: P, permission: grant, profile: { authentication: [PAP] } }";
  const std::string unusable = "  - { name: Q, permission: grant, profile: { authentication: [EAP] } }";
  const auto check = [&](const std::string& text, Words more = {}) {
    folder.write("a.yaml", head + text + "\n");
    more.insert(more.begin(), {"check", "a.yaml"});
    return program::run(more, folder.path.string());
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
    CHECK(fs::file_size(folder.path / "out.sarif") > 1000);
    CHECK(fs::exists(folder.path / "out.json"));
    CHECK(check(weak, {"--report", "sarif=a.yaml"}).exit == 64);
    CHECK(check(weak, {"--effective", "--format", "sarif"}).exit == 64);
    CHECK(check("  - 1", {"--report", "sarif=none.sarif"}).exit == 2);
    CHECK_FALSE(fs::exists(folder.path / "none.sarif"));
  }
  SUBCASE("a date") {
    folder.write("b.yaml",
                 "format: rapsim/site/1\ndirectory:\n  users:\n"
                 "    ann: { account: { expires: 2003-06-30 }, dial-in: { permission: allow } }\n");
    const auto on = [&](const Words& more) {
      Words words = {"check", "b.yaml", "--quiet"};
      words.insert(words.end(), more.begin(), more.end());
      return program::run(words, folder.path.string());
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
    const Result both = program::run({"check", "s"}, folder.path.string());
    CHECK(both.out.find("[no-encryption]") != std::string::npos);
    CHECK(both.out.find("[no-encryption]") == both.out.rfind("[no-encryption]"));
    CHECK(has(both.out, "part s/parts/p.yaml: read with the site that includes it, 1 warning\n"));
    folder.write("s/parts/p.yaml",
                 "policies:\n  # rapsim: allow no-encryption -- a drill\n"
                 "  - { name: P, permission: grant, profile: { encryption: none } }\n");
    CHECK(has(program::run({"check", "s"}, folder.path.string()).out, "includes it, 1 allowed\n"));
  }
}

TEST_CASE("cli: of one finding in one file the first few are shown") {
  const Folder folder;
  std::string text = "format: rapsim/site/1\npolicies: []\ndirectory:\n  groups:\n";
  for (int i = 0; i < 25; ++i) text += "    G" + std::to_string(i) + ": {}\n";
  folder.write("a.yaml", text);
  const auto count = [](const std::string& out) {
    std::size_t found = 0;
    for (std::size_t at = out.find("note[unused"); at != std::string::npos; at = out.find("note[unused", at + 1))
      ++found;
    return found;
  };
  const Result result = program::run({"check", "a.yaml"}, folder.path.string());
  CHECK(count(result.out) == 10);
  CHECK(has(result.out, "a.yaml: 15 more of [unused-group]; --verbose shows them\n"));
  CHECK(has(result.out, "25 groups, 25 notes\n"));
  CHECK(count(program::run({"check", "a.yaml", "--verbose"}, folder.path.string()).out) == 25);
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

TEST_CASE("cli: run selects by tags, and takes the date of the run") {
  const Folder folder;
  folder.write("site.yaml", "format: rapsim/site/1\npolicies: []\ndirectory: { users: { alice: {} } }\n");
  folder.write("suite.yaml",
               "format: rapsim/suite/1\nsite: site.yaml\nclock: 2003-11-03T09:00\nscenarios:\n"
               "  - { name: a, tags: smoke, attempt: { user: alice }, expect: { decision: reject } }\n"
               "  - { name: b, skip: { reason: r, until: 2026-06-30 }, attempt: { user: alice }, expect: { decision: "
               "reject } }\n");
  const auto run = [&](Words more) {
    more.insert(more.begin(), {"run", "suite.yaml"});
    return program::run(more, folder.path.string());
  };
  CHECK(run({"--tag", "smoke"}).out == "ok   suite.yaml: 1 scenario\n1 scenario in 1 suite: 1 passed, 0 failed\n");
  CHECK(run({"--today", "2026-06-30", "--quiet"}).out == "2 scenarios in 1 suite: 1 passed, 0 failed, 1 skipped\n");
  CHECK(run({"--today", "2026-06-30"}).exit == 0);
  CHECK(run({"--today", "2026-07-01"}).exit == 1);
  CHECK(run({"--tag", "smoke", "--today", "2026-07-01"}).exit == 0);
  CHECK(run({"--tag", "smok"}).exit == 2);
  CHECK(has(run({"--tag", "smok"}).err, "--tag:1:1: error[R507]"));
  CHECK(has(run({"--today", "1 July"}).err, "--today:1:1: error[R502]"));
}

TEST_CASE("cli: explain takes the attempt of a scenario, and options replace its fields") {
  const Folder folder;
  folder.write("sites/a.yaml", "format: rapsim/site/1\npolicies: []\ndirectory: { users: { alice: {}, bob: {} } }\n");
  folder.write("sites/b.yaml",
               "format: rapsim/site/1\ntime-zone: Europe/Berlin\n"
               "policies: [ { name: all, permission: grant } ]\n"
               "directory: { users: { alice: {}, bob: {} } }\n");
  folder.write("it's.yaml",
               "format: rapsim/suite/1\nsite: sites/a.yaml\nclock: 2003-11-03T09:00\nscenarios:\n"
               "  - name: it's\n    attempt: { user: [alice, bob], tunnel: L2TP }\n    expect: { decision: accept }\n");
  const auto run = [&](const Words& words) { return program::run(words, folder.path.string()); };
  const auto brief = [&](Words words) {
    words.insert(words.begin(), "explain");
    words.emplace_back("--brief");
    const Result result = run(words);
    CHECK_MESSAGE(result.exit == 0, result.err);
    return result.out.substr(0, result.out.find(", from"));
  };
  CHECK(brief({"--scenario", "it's.yaml:it's [user=bob]"}) ==
        "REJECT     DOMAIN\\bob -> RRAS over L2TP with MS-CHAP v2");
  CHECK(brief({"--scenario", "it's.yaml:it's [user=bob]", "--user", "alice", "--tunnel", "PPTP"}) ==
        "REJECT     DOMAIN\\alice -> RRAS over PPTP with MS-CHAP v2");
  CHECK(has(run({"explain", "sites/b.yaml", "--scenario", "it's.yaml:it's [user=bob]"}).out,
            "ACCEPT     DOMAIN\\bob -> RRAS over L2TP with MS-CHAP v2, from an unknown place, Mon 2003-11-03 "
            "10:00 CET"));
  CHECK(has(run({"explain", "--scenario", "it's.yaml"}).err, "error[R508]: it's.yaml has 2 rows"));

  // What `run` prints can be copied into a shell.
  const std::string printed = run({"run", "it's.yaml"}).out;
  CHECK(has(printed, "\n      rapsim explain --scenario 'it'\\''s.yaml:it'\\''s [user=alice]'\n"));
}

TEST_CASE("cli: a decision as JSON is explained again, byte for byte, from a file or standard input") {
  const Folder folder;
  for (const Words& more :
       {kAttempt, Words{"--user", "unknown", "--at", "unknown", "--attribute", "NAS-Port=17"},
        Words{"--user", "alice", "--at", "2003-11-03T20:15", "--authentication", "EAP", "--eap-type", "PEAP"}}) {
    Words words = explain(more);
    words.insert(words.end(), {"--format", "json"});
    const Result first = program::run(words);
    REQUIRE(first.exit == 0);
    folder.write("decision.json", first.out);
    const std::string file = (folder.path / "decision.json").string();
    CHECK(program::run(explain({"--attempt", file, "--format", "json"})).out == first.out);
    CHECK(program::run(explain({"--attempt", "-", "--format", "json"}), ".", -1, file).out == first.out);
  }
  folder.write("attempt.yaml", "user: bob\nat: 2003-11-03T12:00\n");
  const Result bob = program::run(
      explain({"--attempt", (folder.path / "attempt.yaml").string(), "--brief", "--at", "2003-11-03T13:00"}));
  CHECK(has(bob.out, "bob"));
  CHECK(has(bob.out, "13:00"));
}

TEST_CASE("cli: explain writes a suite that passes, and never over a file") {
  const Folder folder;
  folder.write("sites/a.yaml", "format: rapsim/site/1\ndirectory: { users: { alice: {} } }\n");
  folder.write("suites/keep", "");
  const Words words = {"explain", "sites/a.yaml",     "--user",        "alice",
                       "--at",    "2003-11-03T09:00", "--write-suite", "suites/a.yaml"};
  const Result first = program::run(words, folder.path.string());
  CHECK_MESSAGE(first.exit == 0, first.err);
  CHECK(has(first.out, "REJECT"));
  const Result passed = program::run({"run", "suites/a.yaml"}, folder.path.string());
  CHECK_MESSAGE(passed.out == "ok   suites/a.yaml: 1 scenario\n1 scenario in 1 suite: 1 passed, 0 failed\n",
                passed.err);
  const Result again = program::run(words, folder.path.string());
  CHECK(again.exit == 2);
  CHECK(again.out == "");
  CHECK(has(again.err, "--write-suite:1:1: error[R509]: the file `suites/a.yaml` exists"));
  Words nowhere = words;
  nowhere.back() = "no-such-folder/a.yaml";
  CHECK(program::run(nowhere, folder.path.string()).exit == 74);
}

TEST_CASE("cli: run with a filter that selects nothing fails") {
  const Folder folder;
  folder.write("sites/a.yaml", "format: rapsim/site/1\ndirectory: { users: { alice: {} } }\n");
  folder.write("suites/a.yaml",
               "format: rapsim/suite/1\nsite: ../sites/a.yaml\nscenarios:\n  - { name: s, attempt: { user: alice, at: "
               "2003-11-03T09:00 }, expect: { decision: reject } }\n");
  const Result nothing = program::run({"run", "suites/a.yaml", "--filter", "decision == accept"}, folder.path.string());
  CHECK(nothing.exit == 2);
  CHECK(has(nothing.err, "--filter:1:1: error[R510]: the filter selects no row"));
  const Result one = program::run({"run", "suites/a.yaml", "--filter", "decision == reject"}, folder.path.string());
  CHECK_MESSAGE(one.exit == 0, one.err);
}

TEST_CASE("cli: check --effective prints a site that reads back as the same") {
  const Folder folder;
  for (const char* name : {"site.yaml", "built-in.yaml"}) {
    INFO("site: ", std::string(name));
    const Result first = program::run({"check", "--effective", golden(name)});
    REQUIRE(first.exit == 0);
    folder.write("effective.yaml", first.out);
    const Result second = program::run({"check", "--effective", "effective.yaml"}, folder.path.string());
    CHECK(second.exit == 0);
    const auto without_comments = [](const std::string& text) {
      std::string out;
      for (const std::string& line : lines_of(text)) {
        out += line.substr(0, line.rfind(" # "));
        out.erase(out.find_last_not_of(' ') + 1);
        out += '\n';
      }
      return out;
    };
    CHECK(without_comments(first.out) == without_comments(second.out));
  }
}

TEST_CASE("cli: colours only where they are wanted") {
  Words words = explain(kAttempt);
  CHECK(!has(program::run(words).out, "\x1b["));
  words.insert(words.end(), {"--color", "always"});
  CHECK(has(program::run(words).out, "\x1b["));
}
