// Texts of users made safe: what terminals, runners of CI systems and spreadsheets would act on.
#include "base/visible.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <regex>
#include <string>
#include <vector>

using rapsim::csv_cell;
using rapsim::OutputKind;
using rapsim::safe_output;
using rapsim::visible;
using rapsim::visible_lines;

namespace {

/// What a log must not have: a command that a runner obeys, written without regard to how rapsim finds them.
bool has_command(const std::string& log) {
  static const std::regex kLine(R"((^|\n)[ \t]*::)"), kMarker(R"(##(vso)?\[)", std::regex::icase);
  return std::regex_search(log, kLine) || std::regex_search(log, kMarker);
}

const std::vector<std::string> kPayloads = {
    "::stop-commands::x",
    "  ::add-mask::x",
    "\xC2\xA0::error::x",
    "\xE3\x80\x80::error::x",
    "\x1b[31m::error::x",
    "a ##[stop-commands]x",
    "##vso[task.setvariable variable=x]y",
    "##VSO[task.complete]",
    "a\n::error::x",
    "a\r\n\t::error::x",
    "\x1b]0;owned\a",
    "\x1b[0Ksection_start:1:x\r\x1b[0Kx",
    "\xC2\x9b"
    "31m",
    "abc\xE2\x80\xAE"
    "def",
    "\xE2\x81\xA6x\xE2\x81\xA9",
    "a\xE2\x80\xA8"
    "b",
    "zero\xE2\x80\x8Bwidth",
    "\xF3\xA0\x80\x81tag",
    "\xFF\xFE",
    "\xEF\xBB\xBFx",
};

}  // namespace

TEST_CASE("visible: each kind of character that acts or hides is an escape") {
  struct Row {
    const char *name, *text, *want;
  };
  const Row rows[] = {
      {"plain", "Büro 中 10 %", "Büro 中 10 %"},
      {"escape", "\x1b[31m", "\\x1b[31m"},
      {"line ends and tabs", "a\r\nb\tc", "a\\r\\nb\\tc"},
      {"delete", "\x7f", "\\x7f"},
      {"C1", "\xC2\x9b", "\\u009b"},
      {"override", "\xE2\x80\xAE", "\\u202e"},
      {"isolate", "\xE2\x81\xA6", "\\u2066"},
      {"line separator", "\xE2\x80\xA8", "\\u2028"},
      {"zero width", "\xE2\x80\x8B", "\\u200b"},
      {"byte order mark", "\xEF\xBB\xBF", "\\ufeff"},
      {"soft hyphen", "\xC2\xAD", "\\u00ad"},
      {"a tag character", "\xF3\xA0\x81\x81", "\\U000e0041"},
      {"a noncharacter", "\xEF\xBF\xBE", "\\ufffe"},
      {"no UTF-8", "a\xFFz", "a\\xffz"},
      {"half a character", "\xE2\x80", "\\xe2\\x80"},
      {"an overlong slash", "\xC0\xAF", "\\xc0\\xaf"},
      {"a surrogate", "\xED\xA0\x80", "\\xed\\xa0\\x80"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(visible(row.text) == row.want);
      CHECK(visible(visible(row.text)) == row.want);
    }
  CHECK(visible_lines("a\n\tb\r") == "a\n\tb\\r");
}

TEST_CASE("safe output: no payload is a command, and each is still there to be read") {
  for (const std::string& payload : kPayloads) {
    INFO(visible(payload));
    CHECK_FALSE(has_command(safe_output("name: " + visible(payload) + "\n", OutputKind::text)));
    for (const bool has_color : {false, true}) {
      const std::string shown = safe_output(payload + "\n", OutputKind::text, has_color);
      CHECK_FALSE(has_command(shown));
      CHECK(shown.ends_with("\n"));
      CHECK(shown.size() > payload.size() / 2);
      if (!has_color) CHECK(shown.find('\x1b') == std::string::npos);
    }
    const std::string cell = csv_cell(payload, false);
    CHECK_FALSE(has_command(cell));
    CHECK(cell.find('\n') == std::string::npos);
  }
  CHECK(safe_output("\x1b[31;1mred\x1b[0m\n", OutputKind::text, true) == "\x1b[31;1mred\x1b[0m\n");
  CHECK(safe_output("\x1b[31mred\x1b[2J\n", OutputKind::text, true) == "\x1b[31mred\\x1b[2J\n");
  CHECK(safe_output("a::b, # [x]\n", OutputKind::text) == "a::b, # [x]\n");
  CHECK(safe_output("  ::x ##[y]", OutputKind::text) == "  \\x3a:x \\x23#[y]");
  CHECK(safe_output("::x ##[y]\n", OutputKind::exact) == "::x ##[y]\n");
}

TEST_CASE("safe output: JSON and XML read back the same") {
  for (const std::string& payload : kPayloads) {
    INFO(visible(payload));
    const std::string text =
        nlohmann::json{{"name", payload}}.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
    const std::string json = safe_output(text, OutputKind::json);
    CHECK_FALSE(has_command(json));
    CHECK(nlohmann::json::parse(json) == nlohmann::json::parse(text));

    pugi::xml_document document;
    document.append_child("a").append_child(pugi::node_pcdata).set_value(("x\n" + visible_lines(payload)).c_str());
    std::ostringstream out;
    document.save(out, "  ");
    const std::string xml = safe_output(out.str(), OutputKind::xml);
    CHECK_FALSE(has_command(xml));
    pugi::xml_document read;
    REQUIRE(read.load_string(xml.c_str()));
    CHECK(std::string(read.child("a").child_value()) == "x\n" + visible_lines(payload));
  }
}

TEST_CASE("safe output: what rapsim itself tells a GitHub runner stays a command") {
  CHECK(safe_output("::error file=a,line=1::##[x]\n::x\n", OutputKind::github) ==
        "::error file=a,line=1::\\x23#[x]\n\\x3a:x\n");
}

TEST_CASE("CSV: a cell is no formula unless it is to be raw") {
  struct Row {
    const char *text, *want, *raw;
  };
  const Row rows[] = {
      {"alice", "alice", "alice"},
      {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
      {"+1", "'+1", "+1"},
      {"-2+3", "'-2+3", "-2+3"},
      {"@x", "'@x", "@x"},
      {"\tx", "\\tx", "\tx"},
      {"a,\"b\"", "\"a,\"\"b\"\"\"", "\"a,\"\"b\"\"\""},
      {"a\nb", "a\\nb", "\"a\nb\""},
      {"::x", "\\x3a:x", "::x"},
      {"", "", ""},
  };
  for (const Row& row : rows) {
    CHECK(csv_cell(row.text, false) == row.want);
    CHECK(csv_cell(row.text, true) == row.raw);
  }
}
