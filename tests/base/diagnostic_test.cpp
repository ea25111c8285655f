// src/base: positions, collected problems, "did you mean", letters without case, three-valued logic.
#include "base/diagnostic.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/codes.hpp"
#include "base/span.hpp"
#include "base/text.hpp"
#include "base/truth.hpp"

namespace {

using namespace rapsim;  // NOLINT: a test of this whole folder

TEST_CASE("nearest_name: the name somebody meant, or none") {
  const std::vector<std::string_view> names = {"permission", "caller-id", "callback", "NAS-Port-Type", "at", "name"};
  struct Row {
    const char* name;
    std::string_view word;
    std::string_view want;
  };
  const std::string long_word(65, 'p');
  const Row rows[] = {
      {"a letter missing", "permision", "permission"},
      {"a letter too many", "permisssion", "permission"},
      {"a letter changed", "caller_id", "caller-id"},
      {"two letters swapped", "permissoin", "permission"},
      {"two letters of a short word swapped", "nmae", "name"},
      {"another case is no difference", "nas-port-type", "NAS-Port-Type"},
      {"the same word", "callback", "callback"},
      {"a third of the letters different", "callbxyz", ""},
      {"nothing near", "dialect", ""},
      {"a short word needs to be nearer", "to", ""},
      {"a short word with one letter changed is too far", "ax", ""},
      {"an empty word", "", ""},
      {"a word too long to be a slip", long_word, ""},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(nearest_name(row.word, names) == row.want);
      const std::string want = row.want.empty() ? "" : "did you mean `" + std::string(row.want) + "`?";
      CHECK(did_you_mean(row.word, names) == want);
    }
}

TEST_CASE("nearest_name: of two equally near names the first") {
  CHECK(nearest_name("grop", {"group", "grip"}) == "group");
  CHECK(nearest_name("grop", {"grip", "group"}) == "grip");
  CHECK(nearest_name("word", {}) == "");
}

TEST_CASE("Diagnostics: sorted by file, line, column and code; repeats removed") {
  Diagnostics diags;
  diags.error(code("R110"), {1, 1, 1, 1}, "second file");
  diags.error(code("R112"), {0, 3, 2, 1}, "later column");
  diags.error(code("R111"), {0, 3, 1, 1}, "later code");
  diags.error(code("R110"), {0, 3, 1, 1}, "first of its place");
  diags.error(code("R110"), {0, 1, 9, 1}, "first line");
  diags.error(code("R110"), {0, 1, 9, 1}, "first line");
  std::string order;
  for (const Diagnostic& diagnostic : diags.sorted()) order += diagnostic.message + "; ";
  CHECK(order == "first line; first of its place; later code; later column; second file; ");
}

TEST_CASE("Diagnostics: the same problem is kept once even when another was reported between") {
  Diagnostics diags;
  for (const char* message : {"one", "two", "one"}) diags.error(code("R110"), {0, 1, 1, 1}, message);
  CHECK(diags.sorted().size() == 2);
}

TEST_CASE("Diagnostics: warnings alone are no errors") {
  Diagnostics diags;
  CHECK(diags.empty());
  diags.warning(code("R314"), {}, "odd");
  CHECK_FALSE(diags.has_errors());
  CHECK_FALSE(diags.empty());
  diags.error(code("R101"), {}, "bad", "do this");
  CHECK(diags.has_errors());
  CHECK(diags.sorted()[0].help == "do this");
}

TEST_CASE("Diagnostics: of a flood the first are kept, of errors and of warnings, and the rest is counted") {
  Diagnostics diags, part;
  const auto at_line = [](std::size_t line) { return Span{0, static_cast<std::uint32_t>(line), 1, 1}; };
  CHECK(diags.may_search(10));
  for (std::size_t i = 1; i <= 3 * kMostDiagnostics; ++i) part.warning(code("R305"), at_line(i), "w");
  CHECK_FALSE(part.has_errors());
  diags.add(part);
  for (std::size_t i = 1; i <= kMostDiagnostics + 7; ++i) diags.error(code("R110"), at_line(i), "e");
  CHECK(diags.has_errors());
  CHECK(diags.sorted().size() == 2 * kMostDiagnostics);
  CHECK(diags.left_out() == 2 * kMostDiagnostics + 7);
  CHECK_FALSE(diags.may_search(1));
}

TEST_CASE("Sources: lines of a long text") {
  std::string text;
  for (int i = 1; i <= 5000; ++i) text += "line " + std::to_string(i) + "\r\n";
  Sources sources;
  sources.add("long", text);
  sources.add("ends at a mark", std::string(1024, '\n'));
  for (std::uint32_t line = 1; line <= 5000; ++line) CHECK(sources.line(0, line) == "line " + std::to_string(line));
  CHECK(sources.line(0, 5001).empty());
  CHECK(sources.line(0, 6000).empty());
  CHECK(sources.line(0, UINT32_MAX).empty());
  CHECK(sources.line(1, 1025).empty());
}

TEST_CASE("Sources: a line without its end") {
  struct Row {
    const char* name;
    std::string text;
    std::uint32_t line;
    std::string_view want;
  };
  const Row rows[] = {
      {"first line", "one\ntwo\n", 1, "one"},
      {"second line", "one\ntwo\n", 2, "two"},
      {"CRLF", "one\r\ntwo\r\n", 1, "one"},
      {"last line with CRLF", "one\r\ntwo\r\n", 2, "two"},
      {"only one carriage return is an end", "one\r\r\n", 1, "one\r"},
      {"empty line", "one\n\nthree", 2, ""},
      {"last line without a newline", "one\ntwo", 2, "two"},
      {"after the last newline", "one\n", 2, ""},
      {"past the end", "one\n", 9, ""},
      {"empty text", "", 1, ""},
      {"line 0 is not from a text", "one\n", 0, ""},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Sources sources;
      CHECK(sources.line(sources.add("file", row.text), row.line) == row.want);
    }
}

TEST_CASE("Sources: names and texts stay where they are while sources are added") {
  Sources sources;
  const std::string_view first = sources.text(sources.add("a", "text"));
  for (int i = 0; i < 100; ++i) sources.add("b", "other");
  CHECK(first == "text");
  CHECK(first.data() == sources.text(0).data());
  CHECK(sources.size() == 101);
  CHECK(sources.name(100) == "b");
  CHECK(sources.line(101, 1) == "");
}

TEST_CASE("codes: sorted, unique, with a meaning") {
  for (std::size_t row = 0; row < kCodes.size(); ++row) {
    INFO(std::string(kCodes[row].code));
    CHECK(kCodes[row].code.size() == 4);
    CHECK_FALSE(kCodes[row].meaning.empty());
    if (row > 0) CHECK(kCodes[row - 1].code < kCodes[row].code);
  }
  CHECK(code("R102").text() == "R102");
}

TEST_CASE("text: ASCII letters without case") {
  CHECK(equal_without_case("NAS-Port-Type", "nas-port-TYPE"));
  CHECK_FALSE(equal_without_case("NAS", "NAS-"));
  CHECK_FALSE(equal_without_case("[", "{"));  // differ by the bit that letters differ by
  CHECK_FALSE(equal_without_case("\xC3\x84", "\xC3\xA4"));
  CHECK(lowered("VPN-Users @\xC3\x84") == "vpn-users @\xC3\x84");
}

TEST_CASE("truth: Kleene's tables") {
  using enum Truth;
  constexpr Truth kAll[] = {no, unknown, yes};
  for (const Truth a : kAll) {
    CHECK((a && no) == no);
    CHECK((a && yes) == a);
    CHECK((a || yes) == yes);
    CHECK((a || no) == a);
    CHECK(!!a == a);
  }
  CHECK((unknown && unknown) == unknown);
  CHECK((unknown || unknown) == unknown);
  CHECK(!unknown == unknown);
  CHECK(!yes == no);
  CHECK(truth(true) == yes);
}

TEST_CASE("Maybe: three states") {
  CHECK(Maybe<int>::of(3).is_present());
  CHECK(Maybe<int>::unknown().is_unknown());
  CHECK(Maybe<int>::absent().is_absent());
  CHECK(Maybe<int>{} == Maybe<int>::absent());
  CHECK_FALSE(Maybe<int>::of(0) == Maybe<int>::unknown());
}

}  // namespace
