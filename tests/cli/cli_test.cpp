// The program as a command: exit status, which output has what, help.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/cli/cli_fixture.hpp"

using namespace rapsim::test::cli;  // NOLINT: a test
using rapsim::test::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

std::string golden(const std::string& file) {
  return (fs::path(program::from_environment("RAPSIM_ROOT")) / "tests" / "golden" / file).string();
}

const Words kAttempt = {"--user", "alice", "--at", "2003-11-03T12:00", "--from", "203.0.113.5"};

Words explain(const Words& more) {
  Words words = {"explain", golden("site.yaml")};
  words.insert(words.end(), more.begin(), more.end());
  return words;
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

TEST_CASE("cli: run selects by tags, and takes the date of the run") {
  const TemporaryFolder folder;
  folder.write("site.yaml", "format: rapsim/site/1\npolicies: []\ndirectory: { users: { alice: {} } }\n");
  folder.write("suite.yaml",
               "format: rapsim/suite/1\nsite: site.yaml\nclock: 2003-11-03T09:00\nscenarios:\n"
               "  - { name: a, tags: smoke, attempt: { user: alice }, expect: { decision: reject } }\n"
               "  - { name: b, skip: { reason: r, until: 2026-06-30 }, attempt: { user: alice }, expect: { decision: "
               "reject } }\n");
  const auto run = [&](Words more) {
    more.insert(more.begin(), {"run", "suite.yaml"});
    return program::run(more, folder.path());
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
  const TemporaryFolder folder;
  folder.write("sites/a.yaml", "format: rapsim/site/1\npolicies: []\ndirectory: { users: { alice: {}, bob: {} } }\n");
  folder.write("sites/b.yaml",
               "format: rapsim/site/1\ntime-zone: Europe/Berlin\n"
               "policies: [ { name: all, permission: grant } ]\n"
               "directory: { users: { alice: {}, bob: {} } }\n");
  folder.write("it's.yaml",
               "format: rapsim/suite/1\nsite: sites/a.yaml\nclock: 2003-11-03T09:00\nscenarios:\n"
               "  - name: it's\n    attempt: { user: [alice, bob], tunnel: L2TP }\n    expect: { decision: accept }\n");
  const auto run = [&](const Words& words) { return program::run(words, folder.path()); };
  const auto brief = [&](Words words) {
    words.insert(words.begin(), "explain");
    words.emplace_back("--brief");
    const Result result = run(words);
    CHECK_MESSAGE(result.exit == 0, result.err);
    return result.out.substr(0, result.out.find(", from"));
  };
  CHECK(brief({"--scenario", "it's.yaml:it's [user=bob]"}) == "REJECT     DOMAIN\\bob on RRAS, VPN (L2TP), MS-CHAP v2");
  CHECK(brief({"--scenario", "it's.yaml:it's [user=bob]", "--user", "alice", "--tunnel", "PPTP"}) ==
        "REJECT     DOMAIN\\alice on RRAS, VPN (PPTP), MS-CHAP v2");
  CHECK(has(run({"explain", "sites/b.yaml", "--scenario", "it's.yaml:it's [user=bob]"}).out,
            "ACCEPT     DOMAIN\\bob on RRAS, VPN (L2TP), MS-CHAP v2, from an unknown place, Mon 2003-11-03 "
            "10:00 CET"));
  CHECK(has(run({"explain", "--scenario", "it's.yaml"}).err, "error[R508]: it's.yaml has 2 rows"));

  // What `run` prints can be copied into a shell.
  const std::string printed = run({"run", "it's.yaml"}).out;
  CHECK(has(printed, "\n      rapsim explain --scenario 'it'\\''s.yaml:it'\\''s [user=alice]'\n"));
}

TEST_CASE("cli: a decision as JSON is explained again, byte for byte, from a file or standard input") {
  const TemporaryFolder folder;
  for (const Words& more :
       {kAttempt, Words{"--user", "unknown", "--at", "unknown", "--attribute", "NAS-Port=17"},
        Words{"--user", "alice", "--at", "2003-11-03T20:15", "--authentication", "EAP", "--eap-type", "PEAP"}}) {
    Words words = explain(more);
    words.insert(words.end(), {"--format", "json"});
    const Result first = program::run(words);
    REQUIRE(first.exit == 0);
    folder.write("decision.json", first.out);
    const std::string file = (folder / "decision.json").string();
    CHECK(program::run(explain({"--attempt", file, "--format", "json"})).out == first.out);
    CHECK(program::run(explain({"--attempt", "-", "--format", "json"}), ".", -1, file).out == first.out);
  }
  folder.write("attempt.yaml", "user: bob\nat: 2003-11-03T12:00\n");
  const Result bob =
      program::run(explain({"--attempt", (folder / "attempt.yaml").string(), "--brief", "--at", "2003-11-03T13:00"}));
  CHECK(has(bob.out, "bob"));
  CHECK(has(bob.out, "13:00"));
}

TEST_CASE("cli: an attempt with a byte order mark has the same columns from a file and from standard input") {
  const TemporaryFolder folder;
  folder.write("attempt.json",
               "\xEF\xBB\xBF"
               "{\"usr\": \"alice\"}\n");
  const std::string file = (folder / "attempt.json").string();
  for (const Result& result :
       {program::run(explain({"--attempt", file})), program::run(explain({"--attempt", "-"}), ".", -1, file)}) {
    CHECK(result.exit == 2);
    CHECK_MESSAGE(has(result.err, ":1:2: error[R110]: unknown field `usr`"), result.err);
  }
}

TEST_CASE("cli: explain writes a suite that passes, and never over a file") {
  const TemporaryFolder folder;
  folder.write("sites/a.yaml", "format: rapsim/site/1\ndirectory: { users: { alice: {} } }\n");
  folder.write("suites/keep", "");
  const Words words = {"explain", "sites/a.yaml",     "--user",        "alice",
                       "--at",    "2003-11-03T09:00", "--write-suite", "suites/a.yaml"};
  const Result first = program::run(words, folder.path());
  CHECK_MESSAGE(first.exit == 0, first.err);
  CHECK(has(first.out, "REJECT"));
  const Result passed = program::run({"run", "suites/a.yaml"}, folder.path());
  CHECK_MESSAGE(passed.out == "ok   suites/a.yaml: 1 scenario\n1 scenario in 1 suite: 1 passed, 0 failed\n",
                passed.err);
  const Result again = program::run(words, folder.path());
  CHECK(again.exit == 2);
  CHECK(again.out == "");
  CHECK(has(again.err, "--write-suite:1:1: error[R509]: the file `suites/a.yaml` exists"));
  Words nowhere = words;
  nowhere.back() = "no-such-folder/a.yaml";
  CHECK(program::run(nowhere, folder.path()).exit == 74);
}

TEST_CASE("cli: explain --apply writes a proposal into the text of the site") {
  const TemporaryFolder folder;
  const std::string users = "directory:\n  groups: { Sales: {} }\n  users: { anna: { groups: [Sales] } }\n";
  const std::string before =
      "policies:  # in order\n  - name: Sales\n    conditions:\n      - Windows-Groups: Sales\n"
      "      - Day-And-Time-Restrictions: Mon-Fri 18:00-08:00  # office hours\n    permission: grant\n";
  std::string after = before;
  after.replace(after.find("18:00-08:00"), 11, "08:00-18:00");
  folder.write("site.yaml", "format: rapsim/site/1\n" + users + before);
  folder.write("parts.yaml", "format: rapsim/site/1\ninclude: policies.yaml\n" + users);
  folder.write("policies.yaml", "format: rapsim/site/1\n" + before);
  const auto run = [&](Words words) {
    words.insert(words.begin(), "explain");
    for (const char* word : {"--user", "anna", "--at", "2003-11-03T10:00"}) words.emplace_back(word);
    return program::run(words, folder.path());
  };
  const Result whole = run({"site.yaml", "--apply", "1"});
  CHECK_MESSAGE(whole.exit == 0, whole.err);
  CHECK(whole.out == "format: rapsim/site/1\n" + users + after);
  const Result diff = run({"site.yaml", "--apply", "1", "--diff"});
  CHECK(has(diff.out, "--- site.yaml\n+++ site.yaml\n@@ "));
  CHECK(has(diff.out, "\n-      - Day-And-Time-Restrictions: Mon-Fri 18:00-08:00  # office hours\n+"));
  const Result part = run({"parts.yaml", "--apply", "1"});  // the file that changes
  CHECK(part.out == "format: rapsim/site/1\n" + after);
  CHECK(has(part.err, "policies.yaml"));
  CHECK(run({"site.yaml", "--apply", "1", "--output", "new.yaml"}).exit == 0);
  CHECK(has(program::run({"explain", "new.yaml", "--user", "anna", "--at", "2003-11-03T10:00"}, folder.path()).out,
            "ACCEPT"));
  const Words wrong[] = {{"site.yaml", "--apply", "0"},
                         {"site.yaml", "--apply", "one"},
                         {"site.yaml", "--apply", "99"},
                         {"site.yaml", "--apply", "1", "--output", "site.yaml"},
                         {"site.yaml", "--apply", "1", "--brief"},
                         {"site.yaml", "--apply", "1", "--format", "json"},
                         {"site.yaml", "--diff"},
                         {"site.yaml", "--output", "x.yaml"}};
  for (const Words& words : wrong) {
    const Result result = run(words);
    INFO(result.out, result.err);
    CHECK(result.exit == 64);
    CHECK(result.out.empty());
  }
}

TEST_CASE("cli: run with a filter that selects nothing fails") {
  const TemporaryFolder folder;
  folder.write("sites/a.yaml", "format: rapsim/site/1\ndirectory: { users: { alice: {} } }\n");
  folder.write("suites/a.yaml",
               "format: rapsim/suite/1\nsite: ../sites/a.yaml\nscenarios:\n  - { name: s, attempt: { user: alice, at: "
               "2003-11-03T09:00 }, expect: { decision: reject } }\n");
  const Result nothing = program::run({"run", "suites/a.yaml", "--filter", "decision == accept"}, folder.path());
  CHECK(nothing.exit == 2);
  CHECK(has(nothing.err, "--filter:1:1: error[R510]: the filter selects no row"));
  const Result one = program::run({"run", "suites/a.yaml", "--filter", "decision == reject"}, folder.path());
  CHECK_MESSAGE(one.exit == 0, one.err);
}

TEST_CASE("cli: check --effective prints a site that reads back as the same") {
  const TemporaryFolder folder;
  for (const char* name : {"site.yaml", "built-in.yaml"}) {
    INFO("site: ", std::string(name));
    const Result first = program::run({"check", "--effective", golden(name)});
    REQUIRE(first.exit == 0);
    folder.write("effective.yaml", first.out);
    const Result second = program::run({"check", "--effective", "effective.yaml"}, folder.path());
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
