// Patterns: trees in text form (tests/grammar), positions, limits, random bytes.
#include "grammar/pattern.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <utility>

namespace {

using namespace rapsim;
using grammar::Pattern;
using grammar::PatternKind;

/// The character itself, or its code as `<1f>` when it is not a visible ASCII character.
std::string character(char32_t code_point) {
  if (code_point > 0x20 && code_point < 0x7F) return std::string(1, static_cast<char>(code_point));
  constexpr char kDigits[] = "0123456789abcdef";
  std::string digits;
  for (char32_t rest = code_point; rest > 0 || digits.empty(); rest /= 16) digits.insert(0, 1, kDigits[rest % 16]);
  return "<" + digits + ">";
}

std::string dump(const Pattern& pattern);

/// Neighbouring literals are written as one text.
std::string dump_children(const Pattern& pattern) {
  std::string out;
  bool in_text = false;
  for (const Pattern& child : pattern.children) {
    const bool is_text = child.kind == PatternKind::literal;
    if (in_text && !is_text) out += '"';
    if (!out.empty() && !(in_text && is_text)) out += ' ';
    if (is_text && !in_text) out += '"';
    out += is_text ? character(child.code_point) : dump(child);
    in_text = is_text;
  }
  return out + (in_text ? "\"" : "");
}

std::string dump_set(const Pattern& pattern) {
  std::string out;
  for (const grammar::CodeRange& range : pattern.ranges) {
    out += (out.empty() ? "" : " ") + character(range.first);
    if (range.last != range.first) out += "-" + character(range.last);
  }
  return (pattern.negated ? "not-set(" : "set(") + out + ")";
}

std::string dump_repeat(const Pattern& pattern) {
  const std::string max = pattern.max == Pattern::kNoMaximum ? "max" : std::to_string(pattern.max);
  return "repeat(" + std::to_string(pattern.min) + " " + max + " " + dump_children(pattern) + ")";
}

std::string dump(const Pattern& pattern) {
  switch (pattern.kind) {
    case PatternKind::sequence:
      return "seq(" + dump_children(pattern) + ")";
    case PatternKind::alternation:
      return "alt(" + dump_children(pattern) + ")";
    case PatternKind::group:
      return "group(" + dump_children(pattern) + ")";
    case PatternKind::repeat:
      return dump_repeat(pattern);
    case PatternKind::literal:
      return character(pattern.code_point);
    case PatternKind::any:
      return "any";
    case PatternKind::set:
      return dump_set(pattern);
    case PatternKind::begin:
      return "begin";
    case PatternKind::end:
      return "end";
    case PatternKind::word_boundary:
      return "word-boundary";
    case PatternKind::not_word_boundary:
      return "not-word-boundary";
    case PatternKind::back_reference:
      return "reference(" + std::to_string(std::uint32_t{pattern.code_point}) + ")";
  }
  return "?";
}

/// `dump TREE`, or `error COLUMN MESSAGE`.
std::string outcome(std::string_view text) {
  SyntaxError error;
  if (const auto pattern = grammar::parse_pattern(text, error)) return "dump " + dump(*pattern);
  return "error " + std::to_string(error.offset + 1) + " " + error.message;
}

/// Every node lies in its parent, and after the node before it.
bool is_well_placed(const Pattern& pattern) {
  std::uint32_t at = pattern.offset;
  for (const Pattern& child : pattern.children) {
    if (child.offset < at || child.offset + child.length > pattern.offset + pattern.length) return false;
    at = child.offset + child.length;
    if (!is_well_placed(child)) return false;
  }
  return true;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::string nested(std::size_t depth) { return repeated("(", depth) + repeated(")", depth); }

}  // namespace

TEST_CASE("patterns in text form") {
  const char* const root = std::getenv("RAPSIM_ROOT");
  REQUIRE(root != nullptr);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(root) / "tests/grammar")) {
    if (entry.path().extension() != ".txt") continue;
    ++files;
    INFO("file: ", entry.path().filename().string());
    std::ifstream file(entry.path());
    std::size_t rows = 0;
    for (std::string line; std::getline(file, line);) {
      if (line.empty()) continue;
      REQUIRE(line.starts_with("pattern"));
      const std::string text = line.size() > 8 ? line.substr(8) : "";
      INFO("pattern: ", text);
      std::string want;
      REQUIRE(std::getline(file, want));
      CHECK(outcome(text) == want);
      ++rows;
    }
    REQUIRE(rows > 0);
  }
  REQUIRE(files > 0);
}

TEST_CASE("patterns: every node knows its bytes") {
  SyntaxError error;
  const auto pattern = grammar::parse_pattern("é(a|\\.b)[x-z]{2,3}/65/", error);
  REQUIRE(pattern);
  REQUIRE(pattern->children.size() == 4);
  const auto at = [](const Pattern& node) { return std::to_string(node.offset) + "+" + std::to_string(node.length); };
  CHECK(at(*pattern) == "0+23");
  CHECK(at(pattern->children[0]) == "0+2");
  CHECK(at(pattern->children[1]) == "2+7");
  const Pattern& alternatives = pattern->children[1].children.at(0);
  CHECK(at(alternatives) == "3+5");
  CHECK(at(alternatives.children.at(1)) == "5+3");
  CHECK(at(alternatives.children[1].children.at(0)) == "5+2");
  CHECK(at(pattern->children[2]) == "9+10");
  CHECK(at(pattern->children[2].children.at(0)) == "9+5");
  CHECK(at(pattern->children[3]) == "19+4");
}

TEST_CASE("patterns: limits are checked before parsing") {
  struct Row {
    const char* name;
    std::string text;
    std::string code;  // empty: reads
    std::size_t offset;
  };
  const std::size_t longest = grammar::kLongestPattern;
  const std::size_t deepest = grammar::kDeepestPattern;
  const Row rows[] = {
      {"60 000 opening parentheses", repeated("(", 60'000), "R202", longest},
      {"the longest pattern", repeated("a", longest), "", 0},
      {"one byte too long", repeated("a", longest + 1), "R202", longest},
      {"the deepest pattern", nested(deepest), "", 0},
      {"one level too deep", nested(deepest + 1), "R202", deepest},
      {"2000 levels", nested(2000), "R202", deepest},
      {"many groups side by side", repeated("(a)", 1000), "", 0},
      {"parentheses in a set do not count", "[" + repeated("(", 100) + "]", "", 0},
      {"escaped parentheses do not count", repeated("\\(", 100), "", 0},
      {"a set that ends at once hides no depth", "[]" + nested(100), "R202", 2 + deepest},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      CHECK(grammar::parse_pattern(row.text, error).has_value() == row.code.empty());
      if (row.code.empty()) continue;
      CHECK(std::string(error.code.text()) == row.code);
      CHECK(error.offset == row.offset);
    }
}

TEST_CASE("patterns: what is not UTF-8 is refused where it begins") {
  const char* const texts[] = {"ab\xFF", "ab\xC3", "ab\xC0\xAF", "ab\xED\xA0\x80", "ab\xF4\x90\x80\x80", "ab\x80"};
  for (const char* text : texts) {
    SyntaxError error;
    CHECK_FALSE(grammar::parse_pattern(text, error));
    CHECK(error.offset == 2);
    CHECK(error.code == code("R201"));
  }
}

TEST_CASE("patterns: errors say what to write instead") {
  struct Row {
    const char* name;
    const char* text;
    const char* help;
  };
  const Row rows[] = {
      {"unknown letter", "\\q", "write `q` for the letter itself"},
      {"code of another syntax", "\\x41", "write a character code as `/65/`, `/0101/` or `/0x41/`"},
      {"lazy", "a*?", "this syntax has no lazy repetitions"},
      {"twice", "a*+", "a repetition cannot be repeated"},
      {"group of another syntax", "a(?i)", "groups that begin with `(?` are not in this syntax"},
      {"assertion", "^+", "`^`, `$`, `\\b` and `\\B` cannot be repeated"},
      {"alone", "|*", "write `\\*` for the sign itself"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      CHECK_FALSE(grammar::parse_pattern(row.text, error));
      CHECK(error.help == row.help);
    }
}

TEST_CASE("patterns: random texts give a well-placed tree or an error inside the text") {
  std::mt19937 random(20031103);
  const std::string letters = "ab\\\\^$*+?.()|{}[]-/0123,xdDwWbBsSn\xC3\xA9 \xFF";
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 24, ' ');
    for (char& c : text) c = round % 4 == 0 ? static_cast<char>(random() % 256) : letters[random() % letters.size()];
    SyntaxError error;
    const auto pattern = grammar::parse_pattern(text, error);
    INFO("text: ", text);
    if (pattern) {
      REQUIRE(is_well_placed(*pattern));
      REQUIRE(pattern->length == text.size());
    } else {
      REQUIRE(error.offset <= text.size());
      REQUIRE(error.offset + error.length <= text.size() + 1);
      REQUIRE_FALSE(error.message.empty());
      REQUIRE(error.message.find("boost") == std::string::npos);
    }
  }
}
