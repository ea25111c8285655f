// The words of the program: what its messages, tables and comments avoid, because readers had to read it twice. Every
// line of src and grammar is read: messages, `--help`, and the built-in tables are texts there.
#include <doctest/doctest.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

const RE2& avoided() {
  static const RE2 words(
      R"((?i)\b(nobody|stands?|told|whatever|mend(s|ed|ing)?|anew|in vain|hangs? on|hangs?|lives? on|of its own|for who|)"
      R"(comes? so far|slip of the pen|ours)\b)");
  return words;
}

/// `X is no Y` is `X is not a Y`; but nothing is wrong with `there is no Y` and `is no longer`.
bool says_is_no(std::string_view line) {
  for (std::size_t at = line.find("is no "); at != std::string_view::npos; at = line.find("is no ", at + 1)) {
    const bool is_word = at == 0 || line[at - 1] == ' ' || line[at - 1] == '"' || line[at - 1] == '`';
    const bool is_there = at >= 6 && (line.substr(at - 6, 6) == "there " || line.substr(at - 6, 6) == "There ");
    const std::string_view rest = line.substr(at + 6);
    constexpr auto kFine = std::to_array<std::string_view>({"longer", "help", "such", "room", "more"});
    const bool is_fine = std::any_of(kFine.begin(), kFine.end(), [&](auto word) { return rest.starts_with(word); });
    if (is_word && !is_there && !is_fine) return true;
  }
  return false;
}

/// The first word to avoid; empty: there is none.
std::string avoided_in(std::string_view line) {
  std::string word;
  if (RE2::PartialMatch(line, avoided(), &word)) return word;
  return says_is_no(line) ? "is no" : "";
}

}  // namespace

TEST_CASE("words: each is noticed, and what only looks like one is not") {
  struct Row {
    const char *line, *want;
  };
  const Row rows[] = {
      {"error: a key stands twice", "stands"},
      {"Nobody is in the group", "Nobody"},
      {"`x` is no tunnel", "is no"},
      {"\"is no time\"", "is no"},
      {"is no address", "is no"},
      {"there is no route", ""},
      {"it is no longer there", ""},
      {"this nobodys_name", ""},
      {"understands, outstanding", ""},
      {"recommended, amended", ""},
      {"the decision hangs on X", "hangs on"},
      {"a line of its own", "of its own"},
      {"yours, hours", ""},
      {"told by another", "told"},
  };
  for (const Row& row : rows) SUBCASE(row.line) {
      CHECK(avoided_in(row.line) == row.want);
    }
}

TEST_CASE("words: no document has one to avoid") {
  const char* const root = std::getenv("RAPSIM_ROOT");
  REQUIRE_MESSAGE(root != nullptr, "RAPSIM_ROOT names the project's folder");
  std::vector<fs::path> pages = {fs::path(root) / "README.md", fs::path(root) / "CONTRIBUTING.md"};
  for (const auto& entry : fs::directory_iterator(fs::path(root) / "docs")) pages.push_back(entry.path());
  std::size_t lines = 0;
  for (const fs::path& page : pages) {
    std::ifstream in(page);
    std::size_t number = 0;
    for (std::string line; std::getline(in, line); ++lines) {
      ++number;
      const std::string word = avoided_in(line);
      if (!word.empty()) FAIL_CHECK(page.string() << ':' << number << ": `" << word << "`: " << line);
    }
  }
  CHECK(lines > 2'000);
}

TEST_CASE("words: no message, table or comment has one to avoid") {
  const char* const root = std::getenv("RAPSIM_ROOT");
  REQUIRE_MESSAGE(root != nullptr, "RAPSIM_ROOT names the project's folder");
  std::size_t lines = 0;
  for (const char* folder : {"src", "grammar"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(root) / folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
      std::ifstream in(entry.path());
      std::size_t number = 0;
      for (std::string line; std::getline(in, line); ++lines) {
        ++number;
        const std::string word = avoided_in(line);
        if (!word.empty()) FAIL_CHECK(entry.path().string() << ':' << number << ": `" << word << "`: " << line);
      }
    }
  CHECK(lines > 10'000);
}
