// What names and texts of files could do to those who read the output: every payload, as a name and as a free text, in
// every command and format. A log never has a command of a CI runner or a sequence of a terminal that the data brought.
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <regex>
#include <string>
#include <vector>

#include "tests/cli/cli_fixture.hpp"

using namespace rapsim::test::cli;

namespace {

using Json = nlohmann::json;

/// As YAML writes them in double quotes.
const std::vector<std::string> kPayloads = {
    "::stop-commands::x",
    "  ::add-mask::x",
    "\\xA0::error::x",
    "a ##[stop-commands]x",
    "##vso[task.setvariable variable=x]y",
    "=cmd|' /C calc'!A0",
    "a\\u202edef",
    "\\u2066x\\u2069",
    "zero\\u200bwidth",
    "<script>alert(1)</script>",
    "https://evil.example/login @octocat",
    "a\\u2028b",
    "\\x9b31m",
    // Not in names, which have no control characters; but they are in the excerpt of the error.
    "\\e[31m::error::x",
    "a\\n::error::x",
    "\\e]0;owned\\a",
    "\\e[0Ksection_start:1:x\\r\\e[0Kx",
};

std::string replaced(std::string text, const std::string& mark, const std::string& by) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size()))
    text.replace(at, mark.size(), by);
  return text;
}

constexpr const char* kSite = R"(format: rapsim/site/1
dialect: nps
name: "NAME"
server: { name: "NAME" }
radius-clients:
  "NAME": { address: 10.0.0.9 }
directory:
  groups: { "NAME g": {} }
  users:
    "TEXT u": { groups: ["NAME g"], dial-in: { caller-id: "TEXT" } }
    bob: { dial-in: { permission: deny } }
request-policies:
  - { name: "NAME" }
policies:
  - name: "NAME never"
    conditions: [Windows-Groups: "NAME g", Calling-Station-Id: "x"]
    permission: grant
  - name: "NAME"
    permission: deny
    profile: { called-station-id: "TEXT" }
)";

constexpr const char* kSuite = R"(format: rapsim/suite/1
suite: "NAME"
site: site.yaml
clock: 2003-11-03T10:15
scenarios:
  - name: "TEXT"
    tags: [t]
    attempt: { user: bob, from: "TEXT" }
    expect: { decision: accept, policy: "NAME never" }
  - name: "TEXT skipped"
    skip: { reason: "TEXT", until: 2999-01-01 }
    attempt: { user: bob }
    expect: { decision: accept }
)";

const std::vector<Words> kCommands = {
    {"explain", "site.yaml", "--user", "bob", "--at", "2003-11-03T10:15"},
    {"explain", "site.yaml", "--user", "bob", "--at", "2003-11-03T10:15", "--brief"},
    {"explain", "site.yaml", "--user", "bob", "--at", "2003-11-03T10:15", "--verbose"},
    {"explain", "site.yaml", "--user", "bob", "--at", "2003-11-03T10:15", "--format", "json"},
    {"who", "site.yaml", "--at", "2003-11-03T10:15"},
    {"who", "site.yaml", "--at", "2003-11-03T10:15", "--group-by", "class"},
    {"who", "site.yaml", "--at", "2003-11-03T10:15", "--format", "csv"},
    {"who", "site.yaml", "--at", "2003-11-03T10:15", "--format", "json"},
    {"decide", "site.yaml", "attempts.ndjson"},
    {"decide", "site.yaml", "attempts.ndjson", "--show", "line,policy,settings", "--format", "csv"},
    {"why", "site.yaml", "--user", "bob", "--at", "2003-11-03T10:15", "--reason", "65"},
    {"why", "site.yaml", "--user", "bob", "--at", "2003-11-03T10:15", "--reason", "65", "--format", "json"},
    {"check", "site.yaml", "suite.yaml", "--verbose"},
    {"check", "site.yaml", "--format", "json"},
    {"check", "site.yaml", "--format", "sarif"},
    {"run", "suite.yaml", "--verbose", "--disputed", "list"},
    {"run", "suite.yaml", "--brief"},
    {"run", "suite.yaml", "--format", "json"},
    {"run", "suite.yaml", "--format", "jsonl"},
    {"run", "suite.yaml", "--format", "junit"},
    {"run", "suite.yaml", "--format", "tap"},
    {"run", "suite.yaml", "--format", "tap13"},
    {"run", "suite.yaml", "--format", "markdown"},
    {"run", "suite.yaml", "--format", "github", "--disputed", "list"},
};

std::string format_of(const Words& command) {
  for (std::size_t i = 0; i + 1 < command.size(); ++i)
    if (command[i] == "--format") return command[i + 1];
  return "text";
}

/// Lines and marks that a runner obeys, but for the annotations of rapsim's own format.
std::string command_in(const std::string& log, bool is_github) {
  static const std::regex kCommand("[ \\t]*::.*"), kMarker("##(vso)?\\[", std::regex::icase);
  for (const std::string& line : lines_of(log)) {
    std::string blankless = replaced(replaced(line, "\xC2\xA0", " "), "\xE3\x80\x80", " ");
    static const std::regex kOwn("::error file=[^:]*,line=[0-9]+,col=[0-9]+,title=[^:]*::.*");
    if (is_github && std::regex_match(line, kOwn)) continue;
    if (std::regex_match(blankless, kCommand)) return line;
  }
  std::smatch found;
  return std::regex_search(log, found, kMarker) ? found.str() : std::string();
}

/// Bytes that a terminal acts on, or that hide or reorder what is beside them.
std::string acting_in(const std::string& text) {
  for (const char c : text)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f) return "control";
  for (const char* hidden : {"\xC2\x9b", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x80\x8B", "\xE2\x80\xA8"})
    if (text.find(hidden) != std::string::npos) return "hidden";
  return {};
}

void check_form(const std::string& format, const std::string& out) {
  if (format == "json" || format == "sarif") CHECK(Json::accept(out));
  if (format == "jsonl")
    for (const std::string& line : lines_of(out)) CHECK(Json::accept(line));
  if (format == "junit") CHECK(pugi::xml_document().load_string(out.c_str()));
  if (format == "csv")
    for (const std::string& line : lines_of(out)) {
      const std::string cell = line.starts_with('"') ? line.substr(1) : line;
      CHECK((cell.empty() || std::string("=+-@").find(cell[0]) == std::string::npos));
    }
  if (format == "markdown") {
    // In a fence nothing is markup; outside of one neither an address nor a mention is left.
    bool is_fence = false;
    for (const std::string& line : lines_of(out)) {
      if (line.starts_with("```")) is_fence = !is_fence;
      if (is_fence) continue;
      CHECK(line.find("<script") == std::string::npos);
      CHECK(line.find("://") == std::string::npos);
      CHECK(line.find("@octocat") == std::string::npos);
    }
  }
}

}  // namespace

TEST_CASE("injection: names and texts in every command and format") {
  std::size_t accepted = 0, refused = 0;
  for (const std::string& payload : kPayloads)
    for (const bool is_name : {true, false}) {
      rapsim::test::TemporaryFolder folder;
      const auto write = [&](const char* file, const std::string& text) {
        std::ofstream(folder / file) << replaced(replaced(text, "NAME", is_name ? payload : "N"), "TEXT",
                                                 is_name ? "t" : payload);
      };
      write("site.yaml", kSite);
      write("suite.yaml", kSuite);
      std::ofstream(folder / "attempts.ndjson") << R"({"user": "bob", "at": "2003-11-03T10:15"})"
                                                   "\n::stop-commands::x\n{\"user\": \"##[x]\"}\n";
      for (const Words& command : kCommands) {
        const Result result = program::run(command, folder.path());
        const std::string format = format_of(command);
        INFO("payload ", payload, is_name ? " as a name: " : " as a text: ", command[0], " ", format, "\n", result.out,
             result.err);
        REQUIRE(result.exit < 64);
        (result.exit == 2 ? refused : accepted) += 1;
        CHECK(command_in(result.out, format == "github") == "");
        CHECK(command_in(result.err, false) == "");
        CHECK(acting_in(result.err) == "");
        CHECK(acting_in(result.out) == "");
        if (result.exit != 2) check_form(format, result.out);
      }
    }
  CHECK(accepted > 300);
  CHECK(refused > 50);
}

TEST_CASE("injection: names of files") {
  for (const std::string name : {"::stop-commands::x.yaml", "a\n::error::x.yaml", "\x1b[31mx.yaml", "##[x].yaml",
                                 "\xE2\x80\xAEx.yaml", "\xFFx.yaml"}) {
    rapsim::test::TemporaryFolder folder;
    std::ofstream(folder / "site.yaml") << replaced(replaced(kSite, "NAME", "N"), "TEXT", "t");
    std::ofstream(folder / name) << replaced(replaced(kSuite, "NAME", "N"), "TEXT", "t");
    std::ofstream(folder / ("bad" + name)) << "format: rapsim/suite/1\nsuit: x\n";
    for (const char* format : {"text", "json", "junit", "tap", "markdown", "github"}) {
      const Result result = program::run({"run", name, "--format", format}, folder.path());
      INFO(format, "\n", result.out, result.err);
      CHECK(result.exit == 1);
      CHECK(command_in(result.out, std::string(format) == "github") == "");
      CHECK(acting_in(result.out) == "");
    }
    const Result bad = program::run({"check", "bad" + name, name}, folder.path());
    INFO(bad.err);
    CHECK(bad.exit == 2);
    CHECK(command_in(bad.err, false) == "");
    CHECK(acting_in(bad.err) == "");
  }
}

TEST_CASE("injection: an effective site is exact, and not printed into the log of a CI run") {
  rapsim::test::TemporaryFolder folder;
  std::ofstream(folder / "site.yaml") << replaced(replaced(kSite, "NAME", "::add-mask::x"), "TEXT", "t");
  setenv("GITHUB_ACTIONS", "true", 1);
  const Words command = {"check", "site.yaml", "--effective", "--output", "effective.yaml"};
  CHECK(program::run(command, folder.path()).exit == 0);
  CHECK(program::run({"check", "site.yaml", "--effective", "--output", "site.yaml"}, folder.path()).exit == 64);
  unsetenv("GITHUB_ACTIONS");
  std::ifstream in(folder / "effective.yaml");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  CHECK(program::run({"check", "site.yaml", "--effective"}, folder.path()).out == text);
  CHECK(has(text, "name: '::add-mask::x'"));
}
