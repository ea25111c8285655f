// YAML reading: every code with its place, spans of every way to write a value, limits, and input that is not YAML.
#include <doctest/doctest.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "tests/yaml/yaml_fixture.hpp"

namespace {

using namespace rapsim;        // NOLINT: a test
using namespace rapsim::test;  // NOLINT: a test
using yaml::Document;
using yaml::Kind;
using yaml::Node;

/// One line a tree: `{key@place: value@place}`, plain texts bare, others in quotes.
std::string dump(Node node) {
  std::string out;
  if (node.is_null()) out = "null";
  if (node.is_scalar()) out = node.is_plain() ? std::string(node.text()) : "\"" + std::string(node.text()) + "\"";
  if (node.is_sequence()) {
    for (std::size_t i = 0; i < node.size(); ++i) out += (i == 0 ? "" : ", ") + dump(node.element(i));
    out = "[" + out + "]";
  }
  if (node.is_map()) {
    for (std::size_t i = 0; i < node.size(); ++i)
      out += (i == 0 ? "" : ", ") + dump(node.key(i)) + ": " + dump(node.value(i));
    out = "{" + out + "}";
  }
  return out + "@" + place(node.span());
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST_CASE("read: the place and length of every way to write a value") {
  struct Row {
    const char* name;
    std::string text;
    std::string want;
  };
  const Row rows[] = {
      {"plain", "a: b c # d\n", "{a@1:1+1: b c@1:4+3}@1:1+1"},
      {"plain over two lines: length of the first", "a: b c \n  d\n", "{a@1:1+1: b c d@1:4+3}@1:1+1"},
      {"double quotes", "a: \"b\"\n", "{a@1:1+1: \"b\"@1:4+3}@1:1+1"},
      {"double quotes with an escape", "a: \"\\\"\\u00e9\" # \"\n", "{a@1:1+1: \"\"\xC3\xA9\"@1:4+10}@1:1+1"},
      {"double quotes over two lines", "a: \"b \n  c\"\n", "{a@1:1+1: \"b c\"@1:4+2}@1:1+1"},
      {"double quotes with an escaped line end", "a: \"b\\\n  c\"\n", "{a@1:1+1: \"bc\"@1:4+3}@1:1+1"},
      {"single quotes", "a: 'it''s' # '\n", "{a@1:1+1: \"it's\"@1:4+7}@1:1+1"},
      {"empty quotes", "a: ''\nb: \"\"\n", "{a@1:1+1: \"\"@1:4+2, b@2:1+1: \"\"@2:4+2}@1:1+1"},
      {"quoted key", "'a' : b\n", "{\"a\"@1:1+3: b@1:7+1}@1:1+1"},
      {"literal block", "a: |\n  b\n  c\n", "{a@1:1+1: \"b\nc\n\"@1:4+1}@1:1+1"},
      {"folded block with indicators", "a: >2- # x\n  b\n  c\n", "{a@1:1+1: \"b c\"@1:4+3}@1:1+1"},
      {"flow", "a: [b, {c: d}]\n", "{a@1:1+1: [b@1:5+1, {c@1:9+1: d@1:12+1}@1:8+1]@1:4+1}@1:1+1"},
      {"JSON", "{\"a\":[1,true]}", "{\"a\"@1:2+3: [1@1:7+1, true@1:9+4]@1:6+1}@1:1+1"},
      {"pair inside a flow list", "[a: b]\n", "[{a@1:2+1: b@1:5+1}@1:2+1]@1:1+1"},
      {"block list", "- a\n- - b\n  - c\n", "[a@1:3+1, [b@2:5+1, c@3:5+1]@2:3+1]@1:1+1"},
      {"list of a map in its key's column", "a:\n- b\n", "{a@1:1+1: [b@2:3+1]@2:1+1}@1:1+1"},
      {"explicit key", "? a\n: b\n", "{a@1:3+1: b@2:3+1}@1:1+1"},
      {"anchored scalar", "a: &x  b\nc: *x\n", "{a@1:1+1: b@1:8+1, c@2:1+1: b@1:8+1}@1:1+1"},
      {"anchored quoted scalar on the next line", "a: &x # y\n  'b'\n", "{a@1:1+1: \"b\"@2:3+3}@1:1+1"},
      {"anchored block scalar", "a: &x |\n  b\n", "{a@1:1+1: \"b\n\"@1:7+1}@1:1+1"},
      {"anchored block map", "a: &x\n  b: c\n", "{a@1:1+1: {b@2:3+1: c@2:6+1}@2:3+1}@1:1+1"},
      {"anchored flow list", "a: &x [b]\nc: *x\n", "{a@1:1+1: [b@1:8+1]@1:7+1, c@2:1+1: [b@1:8+1]@1:7+1}@1:1+1"},
      {"anchored key", "&x a: b\n", "{a@1:4+1: b@1:7+1}@1:1+1"},
      {"an anchor set again", "[&x a, *x, &x b, *x]", "[a@1:5+1, a@1:5+1, b@1:15+1, b@1:15+1]@1:1+1"},
      {"columns count bytes", "\xC3\xA4\xE2\x82\xAC: [\xC3\xB6, b]\n",
       "{\xC3\xA4\xE2\x82\xAC@1:1+5: [\xC3\xB6@1:9+2, b@1:13+1]@1:8+1}@1:1+1"},
      {"CRLF", "a: b\r\nc:\r\n  - \"d\r\n    e\"\r\n", "{a@1:1+1: b@1:4+1, c@2:1+1: [\"d e\"@3:5+2]@3:3+1}@1:1+1"},
      {"CRLF and a block scalar", "a: |\r\n  b\r\nc: d\r\n", "{a@1:1+1: \"b\n\"@1:4+1, c@3:1+1: d@3:4+1}@1:1+1"},
      {"byte order mark",
       "\xEF\xBB\xBF"
       "a: b\nc: d\n",
       "{a@1:4+1: b@1:7+1, c@2:1+1: d@2:4+1}@1:4+1"},
      {"document marker", "--- # x\na: b\n...\n", "{a@2:1+1: b@2:4+1}@2:1+1"},
      {"no line end at the end", "a: b", "{a@1:1+1: b@1:4+1}@1:1+1"},
      {"texts are not converted", "[no, 0100, 08:00, 1e3, 0x1F]",
       "[no@1:2+2, 0100@1:6+4, 08:00@1:12+5, 1e3@1:19+3, 0x1F@1:24+4]@1:1+1"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Result result(row.text);
      CHECK(codes(result.diags) == "");
      CHECK(dump(result.root()) == row.want);
    }
}

TEST_CASE("read: nulls, and where a missing value is missing") {
  struct Row {
    const char* name;
    std::string text;
    std::string want;
  };
  const Row rows[] = {
      {"empty text", "", "null@1:1+0"},
      {"comments only", "# a\n\n# b\n", "null@1:1+0"},
      {"written", "[~, null, Null, NULL]", "[null@1:2+1, null@1:5+4, null@1:11+4, null@1:17+4]@1:1+1"},
      {"quoted", "[\"~\", 'null', \"\"]", "[\"~\"@1:2+3, \"null\"@1:7+6, \"\"@1:15+2]@1:1+1"},
      {"not quite", "[nULL, null.]", "[nULL@1:2+4, null.@1:8+5]@1:1+1"},
      {"missing value: at the key", "a:\n\nb: c\n", "{a@1:1+1: null@1:1+1, b@3:1+1: c@3:4+1}@1:1+1"},
      {"missing last value", "a:\n", "{a@1:1+1: null@1:1+1}@1:1+1"},
      {"missing value before a dedent", "a:\n  b:\nc: d\n",
       "{a@1:1+1: {b@2:3+1: null@2:3+1}@2:3+1, c@3:1+1: d@3:4+1}@1:1+1"},
      {"missing value in a flow map", "{a, b: , c: }",
       "{a@1:2+1: null@1:2+1, b@1:5+1: null@1:5+1, c@1:10+1: null@1:10+1}@1:1+1"},
      {"missing element: at its dash", "-\n- # x\n# -\n-\n- a\n",
       "[null@1:1+1, null@2:1+1, null@4:1+1, a@5:3+1]@1:1+1"},
      {"missing last element", "a:\n  - b\n  -\n\nc: d\n",
       "{a@1:1+1: [b@2:5+1, null@3:3+1]@2:3+1, c@5:1+1: d@5:4+1}@1:1+1"},
      {"missing last element at the end of the text", "- a\n-", "[a@1:3+1, null@2:1+1]@1:1+1"},
      {"missing elements after a byte order mark",
       "\xEF\xBB\xBF"
       "-\n\n\n-\n\n ",
       "[null@1:4+1, null@4:1+1]@1:4+1"},
      {"anchored nothing", "a: &x\nb: *x\n", "{a@1:1+1: null@1:1+1, b@2:1+1: null@1:1+1}@1:1+1"},
      {"anchored null", "a: &x ~\n", "{a@1:1+1: null@1:7+1}@1:1+1"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Result result(row.text);
      CHECK(codes(result.diags) == "");
      CHECK(dump(result.root()) == row.want);
    }
}

TEST_CASE("span_within: bytes of a text as they stand in the file") {
  struct Row {
    const char* name;
    std::string text;
    std::size_t offset, length;
    std::string want;
  };
  const Row rows[] = {
      {"plain", "a: abcdef\n", 2, 3, "1:6+3"},
      {"double quotes", "a: \"abcdef\"\n", 2, 3, "1:7+3"},
      {"single quotes", "a: 'abcdef'\n", 0, 1, "1:5+1"},
      {"backslashes in single quotes", "a: '\\d\\d'\n", 2, 2, "1:7+2"},
      {"behind non-ASCII text",
       "\xC3\xA4: \xC3\xB6"
       "b\n",
       2, 1, "1:7+1"},
      {"anchored", "a: &x 'abc'\n", 1, 1, "1:9+1"},
      {"at the end", "a: abc\n", 3, 1, "1:7+0"},
      {"past the end", "a: abc\n", 9, 9, "1:7+0"},
      {"longer than the rest", "a: abc\n", 1, 9, "1:5+2"},
      {"an escape: the whole text", "a: \"a\\tb\"\n", 2, 1, "1:4+6"},
      {"a doubled quote: the whole text", "a: 'it''s'\n", 3, 1, "1:4+7"},
      {"a quote that is its own text", "a: ''''\n", 0, 1, "1:4+4"},
      {"two lines: the whole text", "a: ab\n  cd\n", 3, 1, "1:4+2"},
      {"a block: its header", "a: |\n  abc\n", 1, 1, "1:4+1"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Result result(row.text);
      REQUIRE(result.root().size() == 1);
      CHECK(place(result.root().value(0).span_within(row.offset, row.length)) == row.want);
    }
}

struct Problem {
  const char* name;
  std::string text;
  std::string codes;
  std::string_view message;  // of the first problem; a part of it
};

void check_problems(const std::vector<Problem>& rows, bool gives_a_tree) {
  for (const Problem& row : rows) SUBCASE(row.name) {
      const Result result(row.text);
      CHECK(codes(result.diags) == row.codes);
      REQUIRE_FALSE(result.diags.empty());
      INFO(result.diags.sorted()[0].message);
      CHECK(result.diags.sorted()[0].message.find(row.message) != std::string::npos);
      CHECK(result.document.has_value() == gives_a_tree);
    }
}

TEST_CASE("read: text that is not YAML is R102") {
  check_problems(
      {
          {"unclosed double quote", "a: \"b\nc: d\n", "R102 1:4+2", "closing quote"},
          {"a quote as the last byte", "a: \"", "R102 1:4+1", "closing quote"},
          {"unclosed single quote before a document marker", "a: 'b\n---\n", "R102 2:1+1", "closing quote"},
          {"unclosed single quote", "a: b\nc: 'it''s\n  d\n", "R102 2:4+6", "closing quote"},
          {"unclosed quote before blank lines", "a: \"b\\\"\n\n", "R102 1:4+4", "closing quote"},
          {"a key in the column of a list's dashes", "a:\n  - b\n  c: d\n", "R102 3:3+1", "`key: value`"},
          {"text behind a list item", "- \"a\"\n  b\n", "R102 2:3+1", "`- item`"},
          {"unclosed list of lists", "a:\n  [[b], [c\n", "R102 2:11+1", "`,` or `]`"},
          {"unclosed list", "a: [b\n", "R102 1:6+1", "`,` or `]`"},
          {"unclosed flow map", "a: {b: c\nd: e\n", "R102 2:2+1", ""},
          {"closing bracket alone", "a: b\n]\n", "R102 2:1+1", "closing bracket"},
          {"wrong closing bracket", "a: [b}\n", "R102 1:6+1", "closing bracket"},
          {"two values on a line", "a: \"b\" c\n", "R102 1:8+1", "`key: value`"},
          {"colon inside a plain text", "a: b: c\n", "R102 1:5+1", "`:` is not allowed here"},
          {"tab as indentation", "a:\n\tb: c\n", "R102 2:3+1", "`:` is not allowed here"},
          {"tab in a block", "a: |\n  b\n\tc\n", "R102 3:1+1", "tab"},
          {"list item behind a key", "a: - b\n", "R102 1:4+1", "`-` is not allowed here"},
          {"wrong indentation", "a:\n  b: c\n d: e\n", "R102 3:2+1", ""},
          {"a list that goes on as a map", "- a\nb: c\n", "R102 2:1+1", "after the end"},
          {"last line without a colon", "a: b\nc\n", "R102 2:1+1", "key without `:`"},
          {"last line of an inner map without a colon", "a:\n  b: c\n  d", "R102 3:3+1", "key without `:`"},
          {"reserved character", "a: @b\n", "R102 1:4+1", "cannot begin with this character"},
          {"percent sign", "a: %b\n", "R102 1:4+1", "cannot begin with this character"},
          {"unknown escape", "a: \"b\\d\"\n", "R102 1:6+1", "unknown escape"},
          {"escape with too few digits", "a: \"\\u12\"\n", "R102 1:5+1", "hexadecimal"},
          {"escaped half of a surrogate pair", "a: \"\\ud800\"\n", "R102 1:5+1", "Unicode"},
          {"alias without a name", "a: *\n", "R102 1:5+1", "after `*`"},
          {"anchor without a name", "a: & b\n", "R102 1:5+1", "after `&`"},
          {"two anchors", "a: &b &c d\n", "R102 1:7+1", "multiple anchors"},
          {"text behind a block header", "a: | b\n", "R102 1:6+1", "is allowed here"},
          {"text after the value", "\"a\" \"b\"\n", "R102 1:5+1", "after the end"},
          {"unknown directive version", "%YAML 9.1\n---\na: b\n", "R102 1:1+1", "yaml major version"},
          {"carriage return alone", "a: b # c\rd: e\n", "R102 1:9+1", "carriage return"},
          {"carriage return at the end", "a: b\r", "R102 1:5+1", "carriage return"},
          {"control character 0x04, yaml-cpp's end of text", "a: b\x04\nc: d\n", "R102 1:5+1", "0x04"},
          {"escape character", "a: \x1B[1mb\n", "R102 1:4+1", "0x1B"},
          {"byte order mark inside",
           "a: b\n\xEF\xBB\xBF"
           "c: d\n",
           "R102 2:1+1", "byte order mark"},
      },
      false);
}

TEST_CASE("read: text that is not UTF-8 is R103") {
  check_problems(
      {
          {"Latin-1", "a: b\nc: M\xFCller\n", "R103 2:5+1", "0xFC"},
          {"after other characters of its line", "\xC3\xA4: \xFF\n", "R103 1:5+1", "0xFF"},
          {"overlong", "a: \xC0\xAF\n", "R103 1:4+1", "0xC0"},
          {"overlong of three bytes", "a: \xE0\x80\x80\n", "R103 1:4+1", "0xE0"},
          {"surrogate", "a: \xED\xA0\x80\n", "R103 1:4+1", "0xED"},
          {"past the last character", "a: \xF4\x90\x80\x80\n", "R103 1:4+1", "0xF4"},
          {"continuation alone", "a: \x80\n", "R103 1:4+1", "0x80"},
          {"cut short", "a: \xE2\x82", "R103 1:4+1", "0xE2"},
          {"NUL", std::string("a: b\nc\0: d\n", 11), "R103 2:2+1", "NUL"},
          {"escaped NUL", "a: \"b\\0\"\n", "R103 1:4+5", "NUL"},
          {"UTF-16 with a mark, little end first",
           std::string("\xFF\xFE"
                       "a\0:\0",
                       6),
           "R103 1:1+1", "UTF-16"},
          {"UTF-16 with a mark, big end first", std::string("\xFE\xFF\0a\0:", 6), "R103 1:1+1", "UTF-16"},
          {"UTF-16 without a mark", std::string("a\0:\0 \0", 6), "R103 1:1+1", "UTF-16"},
      },
      false);
}

TEST_CASE("read: valid UTF-8 of every length") {
  const Result result("a: \xC2\x80\xE0\xA0\x80\xEE\x80\x80\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\n");
  CHECK(codes(result.diags) == "");
  CHECK(result.root().value(0).span().length == 16);
}

TEST_CASE("read: other problems that leave no tree") {
  check_problems(
      {
          {"second document", "a: b\n---\nc: d\n", "R108 2:1+3", "second document"},
          {"second document after an end marker", "a: b\n...\nc: d\n", "R108 3:1+3", "second document"},
          {"empty second document", "a: b\n---\n", "R108 2:1+3", "second document"},
          {"list as a key", "? [a]\n: b\n", "R113 1:3+1", "not a list"},
          {"map as a key", "{{a: b}: c}\n", "R113 1:2+1", "not a map"},
          {"null as a key", "~: a\n", "R113 1:1+1", "not null"},
          {"no key", ": a\n", "R113 1:1+1", "not null"},
          {"alias as a key", "a: &x b\n*x : c\n", "R113 2:1+2", "not an alias"},
          {"merge key", "a: &x {b: c}\nd:\n  <<: *x\n", "R113 3:3+2", "merge key"},
          {"unknown alias", "a: *x # b\n", "R114 1:4+2", "no anchor `&x`"},
          {"alias before its anchor", "[*x, &x a]\n", "R114 1:2+2", "no anchor `&x`"},
          {"a pattern that begins with a star", "a: *.example.com\n", "R114 1:4+13", "no anchor"},
          {"alias inside its own value", "a: &x\n  b: [*x]\n", "R114 2:7+2", "inside the value"},
          {"all problems up to the one that stops", "a: !!int 1\na: 2\n? [b]\n: 3\nc: *x\n",
           "R113 1:4+5; R109 2:1+1; R113 3:3+1; R114 5:4+2", "tag `!!int`"},
      },
      false);
}

TEST_CASE("read: duplicate keys and tags are reported, and the tree is there for more checks") {
  check_problems(
      {
          {"duplicate key", "a: 1\nb: 2\na: 3\n", "R109 3:1+1", "`a` is already on line 1"},
          {"each later one", "a: 1\na: 2\na: 3\n", "R109 2:1+1; R109 3:1+1", "on line 1"},
          {"quoted and plain", "a: 1\n'a': 2\n", "R109 2:1+3", "`a`"},
          {"in a flow map", "{a: 1, a: 2}", "R109 1:8+1", "`a`"},
          {"in an inner map", "a:\n  - {b: 1,\n     b: 2}\n", "R109 3:6+1", "on line 2"},
          {"tag of a scalar", "a: !!str 1\n", "R113 1:4+5", "`!!str`"},
          {"local tag", "a: !foo 1\n", "R113 1:4+4", "`!foo`"},
          {"tag in angle brackets", "a: !<x,y> 1\n", "R113 1:4+6", "`!<x,y>`"},
          {"tag without a name", "a: ! 1\n", "R113 1:4+1", "`!`"},
          {"tag of a quoted scalar", "a: !x '1'\n", "R113 1:4+2", "`!x`"},
          {"tag of nothing", "a: !!null\nb: 1\n", "R113 1:4+6", "`!!null`"},
          {"tag of a list", "a: !x [1]\n", "R113 1:4+2", "`!x`"},
          {"tag of a block map", "a: !x\n  b: 1\n", "R113 1:4+2", "`!x`"},
          {"tag behind an anchor", "a: &y !x 1\n", "R113 1:7+2", "`!x`"},
          {"tag of a key", "!x a: 1\n", "R113 1:1+2", "`!x`"},
      },
      true);
}

TEST_CASE("read: of a duplicate key the first is kept") {
  const Result result("a: 1\nb: 2\na: 3\n");
  CHECK(result.root().size() == 2);
  CHECK(result.root().find("a").text() == "1");
  CHECK(result.root().find("b").text() == "2");
  CHECK_FALSE(static_cast<bool>(result.root().find("c")));
}

TEST_CASE("read: the span of a value with a tag is the value's") {
  CHECK(dump(Result("a: !!str &x 'b'\n").root()) == "{a@1:1+1: \"b\"@1:13+3}@1:1+1");
  CHECK(dump(Result("a: !x # c\n  b: 1\n").root()) == "{a@1:1+1: {b@2:3+1: 1@2:6+1}@2:3+1}@1:1+1");
}

TEST_CASE("read: a quoted `<<` is an ordinary key") {
  const Result result("'<<': 1\n");
  CHECK(codes(result.diags) == "");
  CHECK(result.root().find("<<").text() == "1");
}

TEST_CASE("read: duplicate keys of maps that a syntax error leaves open") {
  CHECK(codes(Result("a: 1\nb:\n  c: 1\n  c: 2\na: 2\nd: [\n").diags) == "R109 4:3+1; R109 5:1+1; R102 6:5+1");
}

TEST_CASE("read: 10 000 keys, one twice") {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "user" + std::to_string(i) + ": {}\n";
  const Result result(text + "user77: {}\n");
  CHECK(codes(result.diags) == "R109 10001:1+6");
  CHECK(result.root().size() == 10'000);
}

TEST_CASE("limits: nesting") {
  struct Row {
    const char* name;
    std::string text;
    std::string codes;
  };
  static const Row rows[] = {
      // not again for each of its subcases: they are megabytes
      {"64 lists", repeated("[", 64) + repeated("]", 64), ""},
      {"65 lists", repeated("[", 65) + repeated("]", 65), "R106 1:65+1"},
      {"64 lists inside a map", "a:\n " + repeated("[", 64) + repeated("]", 64), "R106 2:65+1"},
      {"64 block lists", repeated("- ", 64), ""},
      {"65 block lists", repeated("- ", 65), "R106 1:129+1"},
      {"65 maps", repeated("{a: ", 65) + "b" + repeated("}", 65), "R106 1:257+1"},
      {"100 000 brackets", repeated("[", 100'000), "R106 1:65+1"},
      {"8 million brackets", repeated("[", 8'000'000), "R106 1:65+1"},
      {"100 000 brackets over lines", repeated("[\n", 100'000), "R106 65:1+1"},
      {"100 000 braces", repeated("{? ", 100'000), "R106 1:193+1"},
      {"a million dashes", repeated("- ", 1'000'000), "R106 1:129+1"},
      {"a million question marks", repeated("? ", 1'000'000), "R106 1:129+1"},
      {"an alias counts what is inside",
       "a: &x " + repeated("[", 40) + repeated("]", 40) + "\nb: " + repeated("[", 30) + "*x" + repeated("]", 30) + "\n",
       "R106 2:34+2"},
      {"an alias that just fits",
       "a: &x " + repeated("[", 40) + repeated("]", 40) + "\nb: " + repeated("[", 23) + "*x" + repeated("]", 23) + "\n",
       ""},
      {"brackets in texts are no nesting", "a: '" + repeated("[", 4000) + "'\n", ""},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Result result(row.text);
      CHECK(codes(result.diags) == row.codes);
      CHECK(result.document.has_value() == row.codes.empty());
    }
}

TEST_CASE("limits: aliases") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int level = 1; level <= 7; ++level) {
    const std::string inner = "*a" + std::to_string(level - 1);
    bomb +=
        "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + repeated(inner + ", ", 9) + inner + "]\n";
  }
  // Levels 1 to 3 expand 10 + 110 + 1110 aliases, each alias of level 4 another 1111: the eighth is too much.
  const Result bombed(bomb);
  CHECK(codes(bombed.diags) == "R107 5:45+3");
  CHECK_FALSE(bombed.document.has_value());

  CHECK(codes(Result("[&x a" + repeated(", *x", 10'000) + "]").diags) == "");
  CHECK(codes(Result("[&x a" + repeated(", *x", 10'001) + "]").diags) == "R107 1:40008+2");
}

TEST_CASE("limits: values with aliases expanded") {
  const std::string many = "a: &x [" + repeated("1,", 1000) + "]\nb: [";
  CHECK(codes(Result(many + repeated("*x,", 290) + "]").diags) == "");
  CHECK(codes(Result(many + repeated("*x,", 310) + "]").diags).substr(0, 4) == "R107");
}

TEST_CASE("limits: the length of a text") {
  CHECK(codes(Result("a: " + repeated("x", yaml::kLongestScalar) + "\nb: c\n").diags) == "");
  const Result result("a: " + repeated("x", yaml::kLongestScalar + 1) + "\nb: 1\nb: 2\n");
  CHECK(codes(result.diags) == "R105 1:4+65537; R109 3:1+1");
  CHECK_FALSE(result.document.has_value());
  CHECK(codes(Result("a: |\n" + repeated("  xxxxxx\n", 10'000)).diags) == "R105 1:4+1");
}

TEST_CASE("limits: the size of a file") {
  const std::string line = "# " + std::string(1021, 'x') + "\n";
  CHECK(codes(Result(repeated(line, 8192)).diags) == "");
  const Result result(repeated(line, 8192) + "\n");
  CHECK(codes(result.diags) == "R104 1:1+1");
  CHECK_FALSE(result.document.has_value());
}

/// Writes a file in the build's working folder and removes it.
struct TemporaryFile {
  std::string path;
  TemporaryFile(std::string name, std::string_view text) : path(std::move(name)) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    REQUIRE(file != nullptr);
    CHECK(std::fwrite(text.data(), 1, text.size(), file) == text.size());
    std::fclose(file);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { std::remove(path.c_str()); }
};

TEST_CASE("read_file: a file") {
  const TemporaryFile file("yaml_test_file.yaml",
                           "\xEF\xBB\xBF"
                           "a: b\n");
  Sources sources;
  Diagnostics diags;
  const auto document = yaml::read_file(file.path, sources, diags);
  REQUIRE(document.has_value());
  CHECK(dump(document->root()) == "{a@1:1+1: b@1:4+1}@1:1+1");  // the byte order mark is gone
  CHECK(sources.name(0) == file.path);
}

TEST_CASE("read_file: files that cannot be read") {
  const TemporaryFile large("yaml_test_large.yaml", std::string(yaml::kLargestFile + 1, '#'));
  struct Row {
    const char* name;
    std::string path;
    std::string codes;
    std::string_view message;
  };
  const Row rows[] = {
      {"missing", "no/such/file.yaml", "R101 1:1+0", "no such file or directory"},
      {"no name", "", "R101 1:1+0", "no such file or directory"},
      {"a folder", ".", "R101 1:1+0", "is a directory"},
      {"one byte too large", large.path, "R104 1:1+0", "8 MiB"},
      {"without an end", "/dev/zero", "R104 1:1+0", "8 MiB"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Sources sources;
      Diagnostics diags;
      CHECK_FALSE(yaml::read_file(row.path, sources, diags).has_value());
      CHECK(codes(diags) == row.codes);
      CHECK(diags.sorted()[0].message.find(row.message) != std::string::npos);
      CHECK(sources.name(0) == row.path);
    }
}

TEST_CASE("Document: built in code and copied") {
  const Result result("a: &x [1, 'b\\n']\nc: *x\nd:\n");
  Document made;
  const std::uint32_t copy = made.add_copy(result.root());
  made.set_root(made.add_map({made.add_scalar("k", {}, true, true), copy}, {}));
  CHECK(dump(made.root()) == "{k@0:0+0: " + dump(result.root()) + "}@0:0+0");
  CHECK(made.root().key(0).span_within(0, 1) == Span{});
  CHECK(made.add_copy(made.root().value(0)) == copy);
  CHECK_FALSE(static_cast<bool>(Document().root()));
  CHECK(Node().is_null());
  CHECK(Node().size() == 0);
  CHECK(Node().text() == "");
}

}  // namespace
