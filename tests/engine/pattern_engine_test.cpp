// Patterns as matchers: what a tree finds in a value, what RE2 cannot do, and that no pattern is expensive.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compile/pattern_re2.hpp"
#include "tests/site_fixture.hpp"

#include <re2/re2.h>

using namespace rapsim;

namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

/// `yes`, `no`, or `R203 OFFSET+LENGTH` of the compiler (another code: of the parser).
std::string found(std::string_view pattern, std::string_view value) {
  SyntaxError error;
  const auto tree = grammar::parse_pattern(pattern, error);
  const auto program = tree ? compile_pattern(*tree, error) : nullptr;
  if (!program)
    return std::string(error.code.text()) + " " + std::to_string(error.offset) + "+" + std::to_string(error.length);
  return matches(*program, value) ? "yes" : "no";
}

struct Row {
  std::string pattern;
  std::string value;
  bool want;
};

void check_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.pattern);
    CAPTURE(row.value);
    CHECK(found(row.pattern, row.value) == (row.want ? "yes" : "no"));
  }
}

}  // namespace

TEST_CASE("matches: a pattern is searched for, `^` and `$` tie it to the value's ends") {
  check_rows({
      {"899.*", "1-899-555", true},
      {"5", "15", true},
      {"^5$", "5", true},
      {"^5$", "15", false},
      {"^5$", "51", false},
      {"^5", "51", true},
      {"5$", "15", true},
      {"^19$|^18$", "18", true},
      {"^19$|^18$", "118", false},
      {"^19|18$", "118", true},
      {"", "", true},
      {"", "anything", true},
      {"^$", "", true},
      {"^$", " ", false},
      {"^a$", "a\n", false},
      {"^b", "a\nb", false},
      {"a$", "a\nb", false},
      {"(^a)|(b$)", "xb", true},
      {"^^a", "a", true},
      {"x^a", "xa", false},
      {"a$x", "ax", false},
      {"^311$", "311", true},
      {"10.0.0.0/8", "10.0.0.0/8", true},
      {"^198\\.51\\.", "198.51.100.7", true},
      {"^198\\.51\\.", "198051.100", false},
  });
}

TEST_CASE("matches: case does not matter") {
  check_rows({
      {"^wcoast\\\\", "WCOAST\\user", true},
      {"^wcoast\\\\|@wcoast\\.microsoft\\.com$", "joe@WCoast.Microsoft.com", true},
      {"[a-f]+$", "ABCDEF", true},
      {"^[^a-z]$", "Q", false},
      {"^[^A-Z]$", "q", false},
      {"UserAuthType:(PW|CA)", "userauthtype:ca", true},
      {"^/65/$", "a", true},
      {"^\\w$", "Z", true},
      {"^B\xC3\x9CRO$", "b\xC3\xBCro", true},
  });
}

TEST_CASE("matches: any character but newline, classes, boundaries, codes, UTF-8") {
  check_rows({
      {"^.$", "x", true},
      {"^.$", "\n", false},
      {"^.$", "\r", true},
      {"^.$", "\xC3\xBC", true},
      {"^..$", "\xC3\xBC", false},
      {"^.$", "\xF0\x9F\x98\x80", true},
      {"a.b", "a\nb", false},
      {"^\\s$", "\v", true},
      {"^\\s$", "\t", true},
      {"^\\s$", " ", true},
      {"^\\s$", "\f", true},
      {"^\\S$", "\v", false},
      {"^\\S$", "x", true},
      {"^\\d+$", "0123456789", true},
      {"^\\d$", "x", false},
      {"^\\D$", "x", true},
      {"^\\w+$", "aZ_9", true},
      {"^\\w$", "-", false},
      {"^\\W$", "-", true},
      {"^\\w$", "\xC3\xBC", false},
      {"\\bvpn\\b", "the VPN server", true},
      {"\\bvpn\\b", "openvpn", false},
      {"\\Bvpn", "openvpn", true},
      {"vpn\\B", "vpn", false},
      {"\\bvpn", "-vpn", true},
      {"\\bvpn", "_vpn", false},
      {"^\\n$", "\n", true},
      {"^\\t\\r\\f\\v$", "\t\r\f\v", true},
      {"^/101/$", "e", true},
      {"^/0101/$", "a", true},
      {"^/0x41/$", "A", true},
      {"^/65/$", "/65/", false},
      {"^/08/$", "/08/", true},
      {"^[/65/]$", "A", false},
      {"^[/65/]$", "5", true},
      {"^/252/$", "\xC3\xBC", true},
      {"^[\xC3\xA4-\xC3\xBC]$", "\xC3\xB6", true},
      {"^\\.$", "x", false},
      {"^[.]$", "x", false},
      {"^[\\]\\\\^-]+$", "]\\^-", true},
      {"^[^\\d]$", "5", false},
      {"^[\\w-.]+$", "a-.b", true},
      {"^[-a]+$", "a-a", true},
      {"^{4C4C}$", "{4c4c}", true},
  });
}

TEST_CASE("matches: repetition, alternation, groups") {
  check_rows({
      {"^a*$", "", true},
      {"^a+$", "", false},
      {"^a?$", "aa", false},
      {"^a{2}$", "aa", true},
      {"^a{2}$", "aaa", false},
      {"^a{2,}$", "aaaa", true},
      {"^a{2,3}$", "aaaa", false},
      {"^a{0}$", "", true},
      {"^a{0}$", "a", false},
      {"^(ab)*$", "abab", true},
      {"^ab*$", "abab", false},
      {"^(a|b)c$", "bc", true},
      {"^a|bc$", "abc", true},
      {"^(a|b|)$", "", true},
      {"^(a+)*$", "aaa", true},
      {"^(a|b){2}(c)$", "abc", true},
      {"()", "", true},
      {"^(^a)$", "a", true},
      {"^a{,3}$", "a{,3}", true},
      {"^ab{2}$", "abb", true},
      {"^\xC3\xBC{2}$", "\xC3\xBC\xC3\xBC", true},
      {"^[ab]{3}$", "aba", true},
      {"^(a{2}){2}$", "aaaa", true},
      {"(^)*a", "a", true},
  });
}

TEST_CASE("compile_pattern: R203 for what a linear-time matcher cannot do, at its place") {
  struct ErrorRow {
    std::string pattern;
    std::string want;
  };
  const ErrorRow rows[] = {
      {"(a)\\1", "R203 3+2"},
      {"ab(\\2)c\\3", "R203 3+2"},  // the first of several
      {"a{1000}", "no"},
      {"a{1001}", "R203 0+7"},
      {"x(a{100}){11}", "R203 2+6"},
      {"(a{100}){10}", "no"},
      {"(((a{10}){10}){10}){2}", "R203 3+5"},
      {"(a{500,}){3}", "R203 1+7"},
      {"(a*){1000}", "yes"},
      {"(a{0}){1000}", "yes"},
      {"(a{1000}){0}b", "no"},
      {"a{65535}", "R203 0+8"},
      {"(a{65535}){65535}", "R203 0+17"},
  };
  for (const ErrorRow& row : rows) {
    CAPTURE(row.pattern);
    CHECK(found(row.pattern, "") == row.want);
  }
}

TEST_CASE("compile_pattern: whatever parses either compiles or is R203 inside the text") {
  const std::string patterns[] = {
      repeated("(", 64) + "a" + repeated(")", 64),
      repeated("(", 63) + "a{2}" + repeated("){2}", 63),
      repeated("a|", 2047) + "a",
      repeated(".{1000}", 585),
      repeated("[^a]{1000}", 409),
      repeated("\xF0\x9F\x98\x80", 1024),
      "[" + repeated("\xC3\xA4-\xC3\xBC", 800) + "]",
      repeated("(a*)*", 800),
      "(" + repeated("a?", 1000) + ")*" + repeated("a", 1000),
      repeated("\\b", 2000) + "a",
      repeated("^", 4000),
      repeated("(|)", 1300),
      repeated("a{0,1000}", 80),
      repeated("[ab]{1,1000}", 80),
      repeated("a?", 2000),
  };
  for (const std::string& pattern : patterns) {
    CAPTURE(pattern.substr(0, 40));
    SyntaxError error;
    const auto tree = grammar::parse_pattern(pattern, error);
    REQUIRE(tree.has_value());
    const auto program = compile_pattern(*tree, error);
    if (program) continue;
    CHECK(error.code.text() == "R203");
    CHECK(error.offset + error.length <= pattern.size());
    CHECK(!error.message.empty());
  }
}

TEST_CASE(
    "compile_pattern: patterns that hang other matchers have small programs, and matching is linear in the value") {
  const std::string value(100'000, 'a');
  for (const std::string pattern : {"^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$",
                                    "^(.*)*(.*)*(.*)*b$", "(a?){30}a{30}", "^(a*)*b"}) {
    CAPTURE(pattern);
    SyntaxError error;
    const auto tree = grammar::parse_pattern(pattern, error);
    REQUIRE(tree.has_value());
    const auto program = compile_pattern(*tree, error);
    REQUIRE(program != nullptr);
    CHECK(program->ProgramSize() < 1000);
    matches(*program, value + "!");  // an exponential matcher would never come back
  }
}

TEST_CASE("compile: R202, once, for patterns that are together too large") {
  struct SizeRow {
    const char* name;
    int policies;
    std::vector<std::string> patterns;  // of each policy; `N` is its number
    std::string want;                   // codes, each once
  };
  const SizeRow rows[] = {
      {"1000 policies with three ordinary patterns",
       1000,
       {"^198\\.51\\.100\\.N$", "^contoso-.*vpn[0-9]+-(berlin|hamburg|munich)-floor-N$",
        "^[a-z0-9.]+-laptop-of-building-seven-.*-room-N$"},
       ""},
      {"10 000 policies with one short pattern", 10'000, {"^10\\.N\\."}, ""},
      {"1000 policies with one large pattern", 1000, {"^a.*b.*c$", ".{1000}"}, ""},
      {"1000 large patterns", 1000, {".{1000}N"}, "R202"},
      {"1000 large patterns that RE2 works long on", 1000, {"a{1,1000}N"}, "R202"},
      {"two patterns of 8000 dots", 2, {".{1000}.{1000}.{1000}.{1000}.{1000}.{1000}.{1000}.{1000}N"}, ""},
      {"many back references: all are told", 8, {"(a)N\\1"}, "R203 R203 R203 R203 R203 R203 R203 R203"},
      {"100 that RE2 gives up on", 100, {repeated(".{1000}", 500) + "N"}, "R202 R203 R203 R203 R203 R203"},
  };
  for (const SizeRow& row : rows) SUBCASE(row.name) {
      std::string text = "policies:\n";
      for (int i = 0; i < row.policies; ++i) {
        text += "  - { name: P" + std::to_string(i) + ", conditions: [";
        for (std::size_t k = 0; k < row.patterns.size(); ++k) {
          constexpr const char* kAttributes[] = {"Calling-Station-Id", "Called-Station-Id", "NAS-Identifier"};
          std::string pattern = row.patterns[k];
          if (const std::size_t at = pattern.find('N'); at != std::string::npos)
            pattern.replace(at, 1, std::to_string(i));
          text += std::string(k == 0 ? "" : ", ") + "{ " + kAttributes[k] + ": '" + pattern + "' }";
        }
        text += "] }\n";
      }
      const test::TestSite site(text);
      std::vector<std::string> told;
      for (const Diagnostic& diagnostic : site.diags.sorted())
        if (diagnostic.severity == Severity::error) told.emplace_back(diagnostic.code.text());
      std::sort(told.begin(), told.end());
      std::string all;
      for (const std::string& each : told) all += (all.empty() ? "" : " ") + each;
      CHECK(all == row.want);
    }
}

TEST_CASE("re2_text: user text is never RE2 syntax") {
  for (const std::string pattern : {"\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\^\\$\\\\", "a]b}c", "/0x28/", "[/.]"}) {
    SyntaxError error;
    const auto tree = grammar::parse_pattern(pattern, error);
    REQUIRE(tree.has_value());
    const auto text = re2_text(*tree, error);
    REQUIRE(text.has_value());
    CAPTURE(*text);
    CHECK(text->find_first_not_of("\\x{}0123456789abcdef[]-") == std::string::npos);
  }
}
