// Every diagnostic code: the files of tests/diagnostics, each with one mistake and a comment that says what is
// reported.
//
// `# expect: R203 16` (code, column; several separated by commas) is on the line with the mistake, in the file, in
// what it includes, or in NAME.attempt: an attempt on the site NAME.yaml. NAME.expect has `LINE COLUMN CODE` where a
// comment cannot be. Suites are told by their format line. Codes that no small file can provoke are provoked below.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "analysis/suppressions.hpp"
#include "base/codes.hpp"
#include "engine/compile/compiled.hpp"
#include "engine/trace/where.hpp"
#include "grammar/address_range.hpp"
#include "model/load/load.hpp"
#include "suite/load/find_attempt.hpp"
#include "suite/load/sites.hpp"
#include "suite/load/tags.hpp"
#include "tests/model/edit_fixture.hpp"

namespace fs = std::filesystem;
using namespace rapsim;

namespace {

fs::path folder() {
  const char* const root = std::getenv("RAPSIM_ROOT");
  REQUIRE(root != nullptr);
  return fs::path(root) / "tests" / "diagnostics";
}

/// file, line, column, code
using Told = std::tuple<std::string, unsigned, unsigned, std::string>;

std::string list_of(std::vector<Told> findings) {
  std::sort(findings.begin(), findings.end());
  std::ostringstream out;
  for (const auto& [file, line, column, code] : findings)
    out << "\n  " << file << ":" << line << ":" << column << " " << code;
  return out.str();
}

struct Loaded {
  Sources sources{};
  Diagnostics diags{};
};

void load_attempt_file(const fs::path& path, const Site& site, Loaded& loaded) {
  const auto document = yaml::read_file(path.string(), loaded.sources, loaded.diags);
  if (!document) return;
  Attempt attempt;
  load_attempt(document->root(), site, attempt, loaded.diags);
  complete_attempt(attempt, site, document->root().span(), loaded.diags);
}

/// As `check` does: what they allow must be there.
void load_comments(const CompiledSite& site, Loaded& loaded) {
  const Findings findings = find_all(site, std::nullopt);
  for (const std::uint32_t file : site.site->files) {
    std::vector<Suppression> comments = read_suppressions(loaded.sources, file, loaded.diags);
    const SuppressionIndex allowing(comments);
    for (const rapsim::Finding& finding : findings)
      if (Suppression* const allowed = allowing.find(finding)) allowed->is_used = true;
    report_unused(comments, false, loaded.diags);
  }
}

void load(const fs::path& path, Loaded& loaded) {
  std::ifstream in(path);
  std::string first_line;
  std::getline(in, first_line);
  if (first_line.starts_with("format: rapsim/suite/")) {
    load_suites({path.string()}, loaded.sources, loaded.diags);
    return;
  }
  const auto site = load_site(path.string(), loaded.sources, loaded.diags);
  if (!site) return;
  const auto compiled = compile(std::make_shared<const Site>(*site), loaded.diags);
  if (compiled != nullptr) load_comments(*compiled, loaded);
  const fs::path attempt = fs::path(path).replace_extension(".attempt");
  if (fs::exists(attempt)) load_attempt_file(attempt, *site, loaded);
}

std::string short_name(std::string_view name) { return fs::path(name).lexically_relative(folder()).generic_string(); }

std::vector<Told> found_in(const Loaded& loaded) {
  std::vector<Told> out;
  for (const Diagnostic& diagnostic : loaded.diags.sorted())
    out.emplace_back(short_name(loaded.sources.name(diagnostic.where.file)), diagnostic.where.line,
                     diagnostic.where.column, diagnostic.code.text());
  return out;
}

/// The comments of one text.
void add_comments(std::string_view name, const std::string& text, std::vector<Told>& out) {
  std::istringstream lines(text);
  std::string line;
  for (unsigned number = 1; std::getline(lines, line); ++number) {
    constexpr std::string_view kMark = "# expect: ";
    const std::size_t at = line.rfind(kMark);
    if (at == std::string::npos) continue;
    std::istringstream items(line.substr(at + kMark.size()));
    std::string code;
    unsigned column = 0;
    while (items >> code >> column) {
      out.emplace_back(short_name(name), number, column, code);
      items.ignore(1, ',');
    }
  }
}

std::vector<Told> expected_of(const fs::path& path, const Loaded& loaded) {
  std::vector<Told> out;
  std::set<std::string_view> seen;  // a file may be read twice
  for (std::uint32_t file = 0; file < loaded.sources.size(); ++file)
    if (seen.insert(loaded.sources.name(file)).second)
      add_comments(loaded.sources.name(file), std::string(loaded.sources.text(file)), out);
  std::ifstream list(fs::path(path).replace_extension(".expect"));
  unsigned line = 0, column = 0;
  std::string code;
  while (list >> line >> column >> code) out.emplace_back(short_name(path.string()), line, column, code);
  return out;
}

/// Codes of files that would be large or cannot be in a repository, of edits, of arguments, and of languages that no
/// file has yet; each provoked in this file, but R328 in rewrite_test.cpp, R509 and R510 by the program in
/// cli_test.cpp, R511 and R512 in output_test.cpp, R601 to R604 in tests/import.
const std::set<std::string> kByCode = {"R101", "R103", "R104", "R105", "R115", "R116", "R209",
                                       "R210", "R212", "R316", "R328", "R507", "R508", "R509",
                                       "R510", "R511", "R512", "R601", "R602", "R603", "R604"};

std::string codes_of(const Loaded& loaded) {
  std::string out;
  for (const Diagnostic& diagnostic : loaded.diags.sorted())
    out += (out.empty() ? "" : "; ") + std::to_string(diagnostic.where.line) + ":" +
           std::to_string(diagnostic.where.column) + " " + std::string(diagnostic.code.text());
  return out;
}

std::string codes_of_text(std::string text) {
  Loaded loaded;
  load_site_text("text", std::move(text), loaded.sources, loaded.diags);
  return codes_of(loaded);
}

std::vector<fs::path> files() {
  std::vector<fs::path> out;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder()))
    if (entry.path().extension() == ".yaml") out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("diagnostics: each file of tests/diagnostics is reported as it says, and every code occurs") {
  std::set<std::string> missing = [] {
    std::set<std::string> all;
    for (const CodeRow& row : kCodes) all.emplace(row.code);
    return all;
  }();
  REQUIRE(!files().empty());
  for (const fs::path& path : files()) {
    Loaded loaded;
    load(path, loaded);
    const std::vector<Told> found = found_in(loaded);
    INFO(path.filename().string());
    CHECK(list_of(found) == list_of(expected_of(path, loaded)));
    for (const Told& finding : found) missing.erase(std::get<3>(finding));
  }
  std::string left;
  for (const std::string& code : missing)
    if (!kByCode.contains(code)) left += code + " ";
  CHECK(left == "");
}

TEST_CASE("diagnostics: a file is named after the code that it provokes") {
  for (const fs::path& path : files()) {
    const std::string name = path.filename().string();
    if (!name.starts_with("R")) continue;
    Loaded loaded;
    load(path, loaded);
    INFO(name);
    CHECK(std::ranges::any_of(found_in(loaded),
                              [&](const Told& finding) { return std::get<3>(finding) == name.substr(0, 4); }));
  }
}

TEST_CASE("diagnostics: a site with ten different mistakes reports all ten") {
  Loaded loaded;
  load(folder() / "ten_different_mistakes.yaml", loaded);
  std::set<std::string_view> codes;
  for (const Diagnostic& diagnostic : loaded.diags.sorted()) codes.insert(diagnostic.code.text());
  CHECK(codes.size() >= 10);
}

TEST_CASE("diagnostics: every message is lower case without a final period, every place is inside its text") {
  for (const fs::path& path : files()) {
    Loaded loaded;
    load(path, loaded);
    for (const Diagnostic& diagnostic : loaded.diags.sorted()) {
      INFO(path.filename().string());
      INFO(diagnostic.message);
      CHECK(!diagnostic.message.ends_with('.'));
      CHECK_FALSE((diagnostic.message.front() >= 'A' && diagnostic.message.front() <= 'Z'));
      const std::string_view line = loaded.sources.line(diagnostic.where.file, diagnostic.where.line);
      CHECK(diagnostic.where.column >= 1);
      CHECK(diagnostic.where.column - 1 + diagnostic.where.length <= std::max<std::size_t>(line.size() + 1, 1));
    }
  }
}

TEST_CASE("diagnostics: R101 for a file that is missing or a folder") {
  for (const fs::path& path : {folder() / "missing.yaml", folder()}) {
    Loaded loaded;
    load_site(path.string(), loaded.sources, loaded.diags);
    REQUIRE(loaded.diags.sorted().size() == 1);
    CHECK(loaded.diags.sorted().front().code.text() == "R101");
  }
}

TEST_CASE("diagnostics: R103 to R105 for texts that are no files of people") {
  CHECK(codes_of_text("format: rapsim/site/1\nname: caf\xE9\n") == "2:10 R103");
  CHECK(codes_of_text(std::string("format: rapsim/site/1\nname: a\0b\n", 33)) == "2:8 R103");
  CHECK(codes_of_text("format: rapsim/site/1\nname: " + std::string(65'537, 'x') + "\n") == "2:7 R105");
  CHECK(codes_of_text("format: rapsim/site/1\n# " + std::string(8 << 20, 'x') + "\n") == "1:1 R104");
  CHECK(codes_of_text("format: rapsim/site/1\npolicies: []\nname: " + std::string(65'536, 'x') + "\n") == "");
}

TEST_CASE("diagnostics: R209 and R210 for expressions") {
  struct Row {
    const char* name;
    const char* text;
    const char* want;
  };
  const Row rows[] = {
      {"one equals sign", "decision = reject", "1:10 R209"},
      {"no such name", "desicion == reject", "1:1 R210"},
      {"two wrong values", "tunnel == PPTPP and reason in [48, 4711]", "1:11 R210; 1:36 R210"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Loaded loaded;
      const auto site = load_site_text("text", "format: rapsim/site/1\npolicies: []\n", loaded.sources, loaded.diags);
      REQUIRE(site.has_value());
      const std::uint32_t file = loaded.sources.add("--filter", row.text);
      CHECK_FALSE(read_where(row.text, places_of_option(file), *site, loaded.diags));
      CHECK(codes_of(loaded) == row.want);
    }
}

TEST_CASE("diagnostics: R212 for a range of addresses") {
  SyntaxError error;
  CHECK_FALSE(grammar::parse_address_range("10.0.0.9-10.0.0.1", error));
  CHECK(error.code.text() == "R212");
  CHECK(error.offset == 9);
}

TEST_CASE("diagnostics: R507 for a tag that no scenario has") {
  Loaded loaded;
  const auto suites =
      load_suites({(folder() / "../run_golden/excused/markers.yaml").string()}, loaded.sources, loaded.diags);
  check_tag("smoke", suites, {}, loaded.diags);
  CHECK(loaded.diags.empty());
  check_tag("smok", suites, {}, loaded.diags);
  REQUIRE(loaded.diags.sorted().size() == 1);
  CHECK(loaded.diags.sorted().front().code.text() == "R507");
  CHECK(loaded.diags.sorted().front().help == "did you mean `smoke`?");
}

TEST_CASE("diagnostics: R507 and R508 for an attempt that is not there, or not the only one") {
  Loaded loaded;
  const auto suites =
      load_suites({(folder() / "../run_golden/excused/markers.yaml").string()}, loaded.sources, loaded.diags);
  REQUIRE(suites.size() == 1);
  CHECK_FALSE(find_attempt(suites.front(), "staff get inn", {}, loaded.diags));
  CHECK_FALSE(find_attempt(suites.front(), "each case may have its own", {}, loaded.diags));
  REQUIRE(loaded.diags.sorted().size() == 2);
  CHECK(loaded.diags.sorted().front().code.text() == "R507");
  CHECK(loaded.diags.sorted().front().help == "did you mean `staff get in`?");
  CHECK(loaded.diags.sorted().back().code.text() == "R508");
}

TEST_CASE("diagnostics: R316 for an edit that leads nowhere") {
  Loaded loaded;
  const auto site = load_site_text("text", "format: rapsim/site/1\npolicies: []\n", loaded.sources, loaded.diags);
  REQUIRE(site.has_value());
  CHECK_FALSE(test::apply_path(*site, "policies.Staff.permission", "grant", loaded.sources, loaded.diags));
  REQUIRE(loaded.diags.sorted().size() == 1);
  CHECK(loaded.diags.sorted().front().code.text() == "R316");
}

TEST_CASE("diagnostics: R115 for groups in each other, as many as Windows cannot count") {
  const auto codes_of_chain = [](int groups) {
    Loaded loaded;
    std::string text = "format: rapsim/site/1\ndirectory:\n  groups:\n    G0:\n";
    for (int i = 1; i < groups; ++i)
      text += "    G" + std::to_string(i) + ": { member-of: G" + std::to_string(i - 1) + " }\n";
    text += "  users:\n    alice: { groups: G" + std::to_string(groups - 1) + ", primary-group: G0 }\n";
    if (const auto site = load_site_text("text", std::move(text), loaded.sources, loaded.diags))
      compile(std::make_shared<const Site>(*site), loaded.diags);
    return codes_of(loaded);
  };
  CHECK(codes_of_chain(1015) == "");
  CHECK(codes_of_chain(1016) == "1021:5 R115");  // alice
  CHECK(codes_of_chain(1017) == "1020:5 R115");  // the last group; what it is in is not looked at then
  CHECK(codes_of_chain(1018) == "1020:5 R115");  // once, for this group and the one below
}

TEST_CASE("diagnostics: R116 for a value that would have to be read as a whole") {
  const auto list_of_numbers = [](std::size_t count) {
    std::string text = "[";
    for (std::size_t i = 0; i < count; ++i) text += "1,";
    return text + "]\n";
  };
  CHECK(codes_of_text(list_of_numbers(299'999)) == "1:1 R111");
  CHECK(codes_of_text(list_of_numbers(300'000)) == "1:600000 R107");
  CHECK(codes_of_text(list_of_numbers(400'000)) == "1:1 R116");
  // Comments are no part of a value, but a line that looks like one may end a quoted text.
  const auto lines = [](std::string_view line) {
    std::string text = "[";
    for (int i = 0; i < 100'000; ++i) text += line;
    return text + "]\n";
  };
  CHECK(codes_of_text(lines("# a comment, of: words, that would be tokens, if it were none, a b c d e f\n")) ==
        "1:1 R111");
  CHECK(codes_of_text(lines("\"\n# \", 1, 1, 1, 1, 1, 1, 1, 1,\n")) == "1:1 R116");
}
