// The reports of a run, read back as their readers would: JUnit against its schema, TAP and JSON lines by a parser,
// GitHub's commands as the runner undoes their escapes. Names have every character that could break one of them.
#include <doctest/doctest.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "model/load/load.hpp"
#include "report/run/run_formats.hpp"
#include "report/text/clean_text.hpp"
#include "suite/load/sites.hpp"
#include "suite/run/disputed.hpp"
#include "tests/report/report_readers.hpp"

namespace {

using namespace rapsim;        // NOLINT: what the command `run` is made of
using namespace rapsim::test;  // NOLINT: a test
namespace fs = std::filesystem;
using Json = nlohmann::json;

fs::path root() {
  const char* const folder = std::getenv("RAPSIM_ROOT");
  REQUIRE_MESSAGE(folder != nullptr, "RAPSIM_ROOT names the project's folder");
  return folder;
}

struct Run {
  Sources sources{};
  Diagnostics diags{};
  std::vector<Suite> suites{};
  std::vector<SuiteResult> results{};

  /// Suites of tests/run_golden, where paths are relative to.
  explicit Run(const std::vector<std::string>& paths) {
    fs::current_path(root() / "tests" / "run_golden");
    suites = load_suites(suite_files(paths, sources, diags), sources, diags);
    run();
  }
  /// A suite under a name that no file need have.
  Run(const std::string& name, const std::string& text) {
    fs::current_path(root() / "tests" / "run_golden");
    const auto site = load_site("site.yaml", sources, diags);
    REQUIRE(site.has_value());
    const auto compiled = compile(std::make_shared<const Site>(*site), diags);
    auto suite = load_suite_text(
        name, text, [&](const std::string&, Span) { return compiled; }, sources, diags);
    REQUIRE_MESSAGE(suite.has_value(), diags.sorted().front().message);
    suites.push_back(*std::move(suite));
    run();
  }
  [[nodiscard]] std::string as(std::string_view format, RunDetail detail = RunDetail::standard,
                               bool disputed_fails = false) const {
    const RunFormat* const row = find_run_format(format);
    REQUIRE(row != nullptr);
    return row->render({results, sources, detail, {}, disputed_fails});
  }

 private:
  void run() {
    for (const Suite& suite : suites) results.push_back(run_suite(suite, {.today = *day_in("2026-07-01")}));
  }
};

Run golden_run() { return Run({"suites", "timelines", "excused"}); }

/// A suite of one scenario with this name (as YAML in double quotes has it) that fails.
Run failing(const std::string& name, const std::string& file = "suite.yaml") {
  return {file, "format: rapsim/suite/1\nsite: site.yaml\nclock: 2003-11-03T09:00\nscenarios:\n  - name: \"" + name +
                    "\"\n    attempt: { user: alice }\n    expect: { decision: reject }\n"};
}

struct NastyName {
  const char* what;
  const char* in_yaml;  // between double quotes
  const char* shown;
};
// What reports have in its place: controls are blanks, what no format carries is U+FFFD.
constexpr NastyName kNasty[] = {
    {"quotes", R"(a \"b\" 'c' `d` ```e)", "a \"b\" 'c' `d` ```e"},
    {"marks of XML", "]]> <b> & &amp; <!--", "]]> <b> & &amp; <!--"},
    {"a hash", "no # TODO, \\\\# SKIP", "no # TODO, \\# SKIP"},
    {"a backslash at the end", R"(CONTOSO\\)", "CONTOSO\\"},
    {"marks of GitHub's commands", "100% a:b,c=d ::error::e%0A", "100% a:b,c=d ::error::e%0A"},
    {"marks of Markdown", "| a | **b** [c](d) </code></details> @e #1", "| a | **b** [c](d) </code></details> @e #1"},
    {"lines", R"(a\nb\r\n::error::c\n  ---\nok 1)", "a b  ::error::c   --- ok 1"},
    {"not ASCII", R"(Müller \u65e5\u672c \U0001F600)", "Müller \u65e5\u672c \U0001F600"},
    {"controls", R"(a\x01\x1b[31m\x7fb\tc)", "a  [31m b c"},
    {"other ends of lines", R"(a\u0085b\u2028c\u2029d)", "a\uFFFDb\uFFFDc\uFFFDd"},
    {"noncharacters", R"(a\uFFFEb\uFFFFc)", "a\uFFFDb\uFFFDc"},
};

// ---- JUnit --------------------------------------------------------------------------------------------------------

/// How libxml2 reports. In: the std::string to add to.
void say(void* to, const char* format, ...) {
  char line[1024];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  *static_cast<std::string*>(to) += line;
}

/// Validates against tests/schemas/junit.xsd. Out: the problems, empty for a valid text.
std::string problems_of_junit(const std::string& text) {
  std::string problems;
  const std::string path = (root() / "tests" / "schemas" / "junit.xsd").string();
  const std::unique_ptr<xmlSchemaParserCtxt, decltype(&xmlSchemaFreeParserCtxt)> parser(
      xmlSchemaNewParserCtxt(path.c_str()), xmlSchemaFreeParserCtxt);
  const std::unique_ptr<xmlSchema, decltype(&xmlSchemaFree)> schema(xmlSchemaParse(parser.get()), xmlSchemaFree);
  REQUIRE(schema != nullptr);
  xmlSetGenericErrorFunc(&problems, say);
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlReadMemory(text.data(), static_cast<int>(text.size()), "junit.xml", nullptr, XML_PARSE_NONET), xmlFreeDoc);
  if (document != nullptr) {
    const std::unique_ptr<xmlSchemaValidCtxt, decltype(&xmlSchemaFreeValidCtxt)> valid(
        xmlSchemaNewValidCtxt(schema.get()), xmlSchemaFreeValidCtxt);
    xmlSchemaSetValidErrors(valid.get(), say, say, &problems);
    if (xmlSchemaValidateDoc(valid.get(), document.get()) != 0 && problems.empty()) problems = "not valid";
  }
  xmlSetGenericErrorFunc(nullptr, nullptr);
  return problems;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

}  // namespace

TEST_CASE("reports: JUnit is valid, and the schema refuses what is not") {
  const std::string good = golden_run().as("junit");
  CHECK(problems_of_junit(good) == "");
  struct Row {
    const char* name;
    const char* from;
    const char* to;
  };
  const Row rows[] = {
      {"no number of tests", " tests=\"5\"", ""},
      {"a count that is no number", "failures=\"2\"", "failures=\"two\""},
      {"a testcase without a name", " name=\"staff get in\"", ""},
      {"a testcase without a class", "<testcase classname=\"suites.failing\"", "<testcase"},
      {"an unknown element", "<failure type", "<failed/><failure type"},
      {"an unknown attribute", " type=\"failure\"", " type=\"failure\" kind=\"x\""},
      {"properties after the testcases", "</testsuite>", "<properties/></testsuite>"},
      {"text where none belongs", "<properties>", "<properties>text"},
      {"no end", "</testsuites>", ""},
      {"a control character", "staff get in", "staff\x01get in"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      std::string bad = good;
      const std::size_t at = bad.find(row.from);
      REQUIRE(at != std::string::npos);
      bad.replace(at, std::string(row.from).size(), row.to);
      CHECK(problems_of_junit(bad) != "");
    }
}

TEST_CASE("reports: JUnit has a testsuite a file, a testcase a step, and counts that agree") {
  pugi::xml_document document;
  REQUIRE(document.load_string(golden_run().as("junit").c_str()));
  const pugi::xml_node all = document.child("testsuites");
  std::size_t tests = 0, failures = 0;
  for (const pugi::xml_node suite : all.children("testsuite")) {
    std::size_t cases = 0, failed = 0, skipped = 0;
    for (const pugi::xml_node one : suite.children("testcase")) {
      ++cases;
      failed += one.child("failure") ? 1 : 0;
      skipped += one.child("skipped") ? 1 : 0;
    }
    INFO("suite: ", suite.attribute("file").value());
    CHECK(suite.attribute("tests").as_ullong() == cases);
    CHECK(suite.attribute("failures").as_ullong() == failed);
    CHECK(suite.attribute("skipped").as_ullong() == skipped);
    tests += cases;
    failures += failed;
  }
  CHECK(all.attribute("tests").as_ullong() == tests);
  CHECK(all.attribute("failures").as_ullong() == failures);
  const auto found = [&](const char* name) {
    return all.find_node(
        [&](const pugi::xml_node& node) { return std::string(node.attribute("name").value()) == name; });
  };
  // A step of a timeline; its failure has the reason, and the table below it.
  const pugi::xml_node failure = found("and somebody's clock is wrong #3 third").child("failure");
  CHECK(std::string(failure.attribute("message").value()) == "decision accept, expected reject");
  CHECK(std::string(failure.child_value()).starts_with("decision accept, expected reject\ntimelines/hours.yaml:24\n"));
  CHECK(std::string(failure.child_value()).find("x  decision  reject    accept\n") != std::string::npos);
  CHECK(std::string(failure.child_value()).find("\nACCEPT ") != std::string::npos);
  CHECK(std::string(found("a known mistake of the site").child("skipped").attribute("message").value()) ==
        "fails as expected until 2026-12-31: ticket 4711");
  CHECK(std::string(
            found("each case may have its own / was to be looked at").child("failure").attribute("message").value())
            .starts_with("the skip has run out"));
}

TEST_CASE("reports: every name is read back from JUnit, TAP, GitHub's commands and JSON lines") {
  for (const NastyName& name : kNasty) SUBCASE(name.what) {
      const Run run = failing(name.in_yaml);
      const std::string junit = run.as("junit");
      CHECK_MESSAGE(problems_of_junit(junit) == "", junit);
      pugi::xml_document document;
      REQUIRE(document.load_string(junit.c_str()));
      const pugi::xml_node one = document.child("testsuites").child("testsuite").child("testcase");
      CHECK(std::string(one.attribute("name").value()) == name.shown);

      const Tap tap = read_tap(run.as("tap"));
      REQUIRE(tap.tests.size() == 1);
      CHECK(tap.tests.front().description == "suite.yaml: " + std::string(name.shown));
      CHECK(tap.tests.front().directive == "");

      const std::vector<std::string> github = lines_of(run.as("github"));
      REQUIRE(github.size() == 2);  // one command, one summary: no name makes a line
      CHECK(read_command(github.front()).at("title") == name.shown);

      const std::vector<std::string> lines = lines_of(run.as("jsonl"));
      REQUIRE(lines.size() == 4);
      for (const std::string& line : lines) CHECK(Json::accept(line));
      CHECK(clean_line(Json::parse(lines[2]).at("label").get<std::string>()) == name.shown);
    }
}

TEST_CASE("reports: names of files, in JUnit, TAP and GitHub's commands") {
  const std::string file = "a,b:c%d&<e>\"f\"\x01/\xFF#.yaml";
  const Run run = failing("a", file);
  CHECK(problems_of_junit(run.as("junit")) == "");
  CHECK(read_tap(run.as("tap")).tests.front().description == "a,b:c%d&<e>\"f\" /\uFFFD#.yaml: a");
  const auto command = read_command(lines_of(run.as("github")).front());
  CHECK(command.at("file") == "a,b:c%d&<e>\"f\" /\uFFFD#.yaml");
  CHECK(command.at("line") == "5");
  CHECK(command.at("col") == "5");
  for (const std::string& line : lines_of(run.as("jsonl"))) CHECK(Json::accept(line));
  CHECK(Json::accept(run.as("json")));
}

TEST_CASE("reports: GitHub's escapes, character by character") {
  struct Row {
    const char* name;  // in YAML's double quotes
    const char* title;
    const char* in_message;
  };
  const Row rows[] = {
      {"100%", "title=100%25::", "suite.yaml:100%25'"}, {"%0A", "title=%250A::", "suite.yaml:%250A'"},
      {"a:b", "title=a%3Ab::", "suite.yaml:a:b'"},      {"a,b", "title=a%2Cb::", "suite.yaml:a,b'"},
      {"a\\r\\nb", "title=a  b::", "suite.yaml:a  b'"}, {"::", "title=%3A%3A::", "suite.yaml:::'"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const std::string line = lines_of(failing(row.name).as("github")).front();
      CHECK_MESSAGE(line.find(row.title) != std::string::npos, line);
      CHECK_MESSAGE(line.find(row.in_message) != std::string::npos, line);
      CHECK(line.find("expected reject%0Arapsim explain") != std::string::npos);
    }
}

TEST_CASE("reports: TAP of both versions") {
  const Run run = golden_run();
  const Tap tap = read_tap(run.as("tap")), tap13 = read_tap(run.as("tap13"));
  CHECK(tap.version == 14);
  CHECK(tap13.version == 13);
  CHECK(tap.planned == tap.tests.size());
  CHECK(tap13.tests.size() == tap.tests.size());
  std::size_t failed = 0, todo = 0, skipped = 0;
  for (const TapTest& test : tap.tests) {
    INFO(test.description);
    failed += !test.ok && test.directive.empty() ? 1 : 0;
    todo += test.directive == "TODO" ? 1 : 0;
    skipped += test.directive == "SKIP" ? 1 : 0;
    CHECK(test.yaml.empty() == (test.ok || !test.directive.empty()));
    if (test.directive == "TODO") CHECK_FALSE(test.ok);
    if (test.directive == "SKIP") CHECK(test.ok);
  }
  CHECK(failed == 13);
  CHECK(todo == 1);
  CHECK(skipped == 2);
  CHECK(tap.tests[2].yaml.front() == "message: \"reason 65, expected 66\"");
  const Run nothing("none.yaml",
                    "format: rapsim/suite/1\nsite: site.yaml\nclock: 2003-11-03T09:00\nscenarios:\n"
                    "  - name: a\n    tags: [t]\n    skip: { reason: r, until: 2026-12-31 }\n"
                    "    attempt: { user: alice }\n    expect: { decision: accept }\n");
  CHECK(read_tap(nothing.as("tap")).tests.front().reason == "until 2026-12-31: r");
}

TEST_CASE("reports: the YAML of TAP is YAML, whatever is in it") {
  for (const NastyName& name : kNasty) SUBCASE(name.what) {
      const Tap tap = read_tap(failing(name.in_yaml).as("tap"));
      std::string text;
      for (const std::string& line : tap.tests.front().yaml) text += line + "\n";
      Sources sources;
      Diagnostics diags;
      const auto document = yaml::read(sources, sources.add("tap", text), diags);
      REQUIRE_MESSAGE(document.has_value(), text);
      const auto scenario = document->root().find("scenario");
      CHECK(scenario.text() == name.shown);
    }
}

TEST_CASE("reports: JSON lines begin with versions and end with the counts") {
  const Run run = golden_run();
  const std::vector<std::string> lines = lines_of(run.as("jsonl"));
  std::vector<Json> parsed;
  for (const std::string& line : lines) parsed.push_back(Json::parse(line));
  CHECK(parsed.front().at("type") == "run");
  CHECK(parsed.front().at("format") == "rapsim/run-lines/1");
  CHECK(parsed.front().at("program").at("version") == RAPSIM_VERSION);
  std::size_t rows = 0, failed = 0;
  for (const Json& line : parsed) {
    rows += line.at("type") == "row" ? 1 : 0;
    failed += line.at("type") == "row" && line.at("result") != "passed" && line.at("result") != "skipped" &&
                      line.at("result") != "expected-failure"
                  ? 1
                  : 0;
  }
  CHECK(parsed.back().at("type") == "summary");
  CHECK(parsed.back().at("rows") == rows);
  CHECK(parsed.back().at("failed-rows") == failed);
  // The rows are those of JSON.
  const Json whole = Json::parse(run.as("json"));
  Json first = parsed[2];
  first.erase("type");
  first.erase("suite");
  CHECK(first == whole.at("suites").at(0).at("rows").at(0));
}

TEST_CASE("reports: Markdown keeps names out of its marks") {
  for (const NastyName& name : kNasty) SUBCASE(name.what) {
      const std::string text = failing(name.in_yaml).as("markdown");
      std::size_t fences = 0, opened = 0, closed = 0;
      std::string fence;
      for (const std::string& line : lines_of(text)) {
        if (fence.empty() ? line.starts_with("```") : line == fence) {
          fence = fence.empty() ? line.substr(0, line.find_first_not_of('`')) : "";
          ++fences;
        }
        if (!fence.empty()) continue;
        opened += line.starts_with("<details>") ? 1 : 0;
        closed += line == "</details>" ? 1 : 0;
        if (line.starts_with("|")) CHECK(std::count(line.begin(), line.end(), '|') == 7);
      }
      CHECK(fences == 2);
      CHECK(opened == 1);
      CHECK(closed == 1);
      CHECK(text.find("<summary><code>") != std::string::npos);
      CHECK(text.find("[c](d)</code>") == std::string::npos);
    }
}

TEST_CASE("reports: Markdown lists the first fifty failures, and says how many there are") {
  std::string text = "format: rapsim/suite/1\nsite: site.yaml\nclock: 2003-11-03T09:00\nscenarios:\n";
  for (int i = 0; i < 60; ++i)
    text += "  - name: s" + std::to_string(i) + "\n    attempt: { user: alice }\n    expect: { decision: reject }\n";
  const std::string markdown = Run("many.yaml", text).as("markdown");
  CHECK(markdown.find("<code>s49</code>") != std::string::npos);
  CHECK(markdown.find("<code>s50</code>") == std::string::npos);
  CHECK(markdown.find("\nand 10 more\n") != std::string::npos);
}

TEST_CASE("reports: how much is explained") {
  const Run run({"many/ten-rows.yaml"});
  const auto explained = [&](std::string_view format, RunDetail detail) {
    const std::string text = run.as(format, detail);
    std::size_t count = 0;
    for (std::size_t at = text.find("ACCEPT "); at != std::string::npos; at = text.find("ACCEPT ", at + 1)) ++count;
    return count;
  };
  for (const char* const format : {"junit", "tap", "markdown"}) {
    INFO("format: ", format);
    CHECK(explained(format, RunDetail::brief) == 0);
    CHECK(explained(format, RunDetail::standard) == 5);
    CHECK(explained(format, RunDetail::verbose) == 10);
  }
}

TEST_CASE("reports: what hangs on a disputed rule fails where it fails the run") {
  fs::current_path(root());
  Run run({(root() / "scenarios" / "lockout.yaml").string()});
  REQUIRE(run.results.size() == 1);
  run.results.front().disputed = find_disputed(run.results.front());
  REQUIRE_FALSE(run.results.front().disputed->empty());
  const auto failures = [&](bool fails) {
    pugi::xml_document document;
    REQUIRE(document.load_string(run.as("junit", RunDetail::standard, fails).c_str()));
    return document.child("testsuites").attribute("failures").as_ullong();
  };
  CHECK(failures(false) == 0);
  CHECK(failures(true) > 0);
  CHECK(run.as("tap", RunDetail::standard, true).find("message: \"depends on the disputed rule ") != std::string::npos);
}

TEST_CASE("reports: every format is the same for the same input, and has no colour") {
  const Run first = golden_run(), second = golden_run();
  for (const RunFormat& format : run_formats()) {
    INFO("format: ", format.name);
    const std::string text = first.as(format.name);
    CHECK(text == second.as(format.name));
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.ends_with('\n'));
    CHECK_FALSE(format.summary.empty());
  }
}

TEST_CASE("reports: clean text") {
  struct Row {
    const char* name;
    std::string text;
    const char* want;
  };
  const Row rows[] = {
      {"good text stays", "a\n\tb é \u65e5 \U0001F600", "a\n\tb é \u65e5 \U0001F600"},
      {"a byte alone", "a\xFFz", "a\uFFFDz"},
      {"a character cut short", "a\xE6\x97", "a\uFFFD\uFFFD"},
      {"an overlong one", "\xC0\xAF\xE0\x80\xAF", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"a surrogate", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
      {"beyond the last", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"NUL", std::string("a\0b", 3), "a\uFFFDb"},
      {"a noncharacter of another plane", "\xF0\x9F\xBF\xBE", "\uFFFD"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(clean_text(row.text) == row.want);
    }
}
