// Comments that allow findings: which comments of a file are some, which line they are for, what is wrong with them.
#include "analysis/suppressions.hpp"

#include "tests/site_fixture.hpp"
#include "yaml/comments.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

std::string comments_text(std::string text) {
  Sources sources;
  Diagnostics diags;
  const std::uint32_t file = sources.add("f", std::move(text));
  const auto document = yaml::read(sources, file, diags);
  REQUIRE(document.has_value());
  REQUIRE_FALSE(diags.has_errors());
  std::string out;
  for (const yaml::Comment& comment : yaml::comments_of(sources.text(file), file, *document))
    out += (out.empty() ? "" : "; ") + place(comment.where) + "+" + std::to_string(comment.where.length) +
           (comment.has_line_of_its_own ? " alone" : "");
  return out;
}

struct Read {
  Sources sources{};
  Diagnostics diags{};
  std::vector<Suppression> list{};
  explicit Read(std::string text) { list = read_suppressions(sources, sources.add("f", std::move(text)), diags); }
  /// `weak-method for 2 (why)`
  [[nodiscard]] std::string text() const {
    std::string out;
    for (const Suppression& one : list)
      out += (out.empty() ? "" : "; ") + std::string(one.id) + " for " + std::to_string(one.line) + " (" + one.reason +
             ")";
    return out;
  }
};

}  // namespace

TEST_CASE("comments: a # in a text is none") {
  struct Row {
    const char* name;
    const char* text;
    const char* want;
  };
  const Row rows[] = {
      {"after a value", "a: 1 # x\n", "1:6+3"},
      {"in a line of its own", "# x  \na: 1\n  # y\n", "1:1+3 alone; 3:3+3 alone"},
      {"inside a plain text", "a: x#y\nb: c# d\n", ""},
      {"in double quotes", "a: \" # x\" # y\n", "1:11+3"},
      {"in single quotes, one of them written twice", "a: 'it''s # x' # y\n", "1:16+3"},
      {"after an escaped quote", "a: \"\\\" # x\" # y\n", "1:13+3"},
      {"in quotes over two lines", "a: \"one\n  # x\n  two\" # y\n", "3:8+3"},
      {"in a key", "'# k': 1 # y\n", "1:10+3"},
      {"in a list", "a: ['# x', b, \"# y\"] # z\n", "1:22+3"},
      {"in a block text", "a: |\n  # x\n\n  b # y\nc: 1 # z\n", "5:6+3"},
      {"after the sign of a block text", "a: | # x\n  # y\nc: 1\n", "1:6+3"},
      {"below a block text that ends", "a: >\n  b\n# x\nc: 1\n", "3:1+3 alone"},
      {"below a block text without lines", "a: |\n# x\nc: 1\n", "2:1+3 alone"},
      {"a block text that says how deep", "a:\n  b: |1\n     x\n   # y\n  # z\n  c: 1\n", "5:3+3 alone"},
      {"a block text in a list", "- k: |\n    # x\n  l: 1 # y\n- |\n # z\n", "3:8+3"},
      {"an apostrophe in a plain text", "a: it's # x\nb: 'y # z'\n", "1:9+3"},
      {"with an anchor", "a: &n ' # x' # y\nb: *n # z\n", "1:14+3; 2:7+3"},
      {"ends of lines of Windows", "a: 1 # x\r\n# y\r\nb: 2\r\n", "1:6+3; 2:1+3 alone"},
      {"after a byte order mark", "\xEF\xBB\xBF# x\na: 1\n", "1:4+3 alone"},
      {"the last line without an end", "a: 1 #", "1:6+1"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(comments_text(row.text) == row.want);
    }
}

TEST_CASE("suppressions: the line that they are for") {
  struct Row {
    const char* name;
    const char* text;
    const char* want;
  };
  const Row rows[] = {
      {"on the line", "a: 1 # rapsim: allow weak-method -- old box\n", "weak-method for 1 (old box)"},
      {"on the line before", "# rapsim: allow weak-method -- old box\na: 1\n", "weak-method for 2 (old box)"},
      {"over other comments and empty lines",
       "# rapsim: allow weak-method -- a\n# b\n\n# rapsim: allow R320 -- c\na: 1\n",
       "weak-method for 5 (a); R320 for 5 (c)"},
      {"one behind a value is not for the next line", "a: 1 # rapsim: allow weak-method -- a\nb: 1\n",
       "weak-method for 1 (a)"},
      {"several", "# rapsim: allow weak-method, no-encryption -- a -- b\na: 1\n",
       "weak-method for 2 (a -- b); no-encryption for 2 (a -- b)"},
      {"the file", "a: 1\n# rapsim: allow-file unused-group -- a\n", "unused-group for 0 (a)"},
      {"any case, any blanks", "a: 1 #rapsim:   allow  Weak-Method   --   a  b \n", "weak-method for 1 (a  b)"},
      {"in a text", "a: '# rapsim: allow weak-method -- a'\nb: |\n  # rapsim: allow weak-method -- a\n", ""},
      {"a comment about it", "a: 1 # see rapsim: allow\n", ""},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Read read(row.text);
      CHECK(read.text() == row.want);
      CHECK(read.diags.empty());
    }
}

TEST_CASE("suppressions: what is wrong with one") {
  struct Row {
    const char* name;
    const char* text;
    const char* want;
    const char* help;
  };
  const Row rows[] = {
      {"no reason", "a: 1 # rapsim: allow weak-method\n", "1:6 R323", ""},
      {"an empty reason", "a: 1 # rapsim: allow weak-method --  \n", "1:6 R323", ""},
      {"no dashes", "a: 1 # rapsim: allow weak-method old box\n", "1:6 R321", ""},
      {"no id", "a: 1 # rapsim: allow -- old box\n", "1:6 R321", ""},
      {"nothing", "a: 1 # rapsim:\n", "1:6 R321", ""},
      {"an unknown verb", "a: 1 # rapsim: alow weak-method -- a\n", "1:16 R321", "did you mean `allow`?"},
      {"an unknown id", "a: 1 # rapsim: allow weak-methods -- a\n", "1:22 R322", "did you mean `weak-method`?"},
      {"two, one unknown", "a: 1 # rapsim: allow weak-method, nothing-at-all -- a\n", "1:35 R322",
       "`rapsim check --list` lists them"},
      {"a comma too many", "a: 1 # rapsim: allow weak-method, -- a\n", "1:6 R321", ""},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Read read(row.text);
      CHECK(codes(read.diags) == row.want);
      CHECK(read.list.empty());
      if (*row.help != '\0') CHECK(read.diags.sorted().front().help == row.help);
    }
}

TEST_CASE("suppressions: one that is not used is told, unless it waits for a date") {
  Read read("a: 1 # rapsim: allow weak-method -- a\nb: 1 # rapsim: allow expired-allow -- b\n");
  REQUIRE(read.list.size() == 2);
  const auto unused = [&](bool has_today) {
    Diagnostics diags;
    report_unused(read.list, has_today, diags);
    return codes(diags);
  };
  CHECK(unused(false) == "1:22 warning R324");
  CHECK(unused(true) == "1:22 warning R324; 2:22 warning R324");
  const Finding finding{.id = "weak-method", .where = {0, 1, 4, 1}};
  Suppression* const found = SuppressionIndex(read.list).find(finding);
  REQUIRE(found != nullptr);
  found->is_used = true;
  CHECK(unused(false) == "");
  CHECK(SuppressionIndex(read.list).find({.id = "weak-method", .where = {0, 2, 4, 1}}) == nullptr);
  CHECK(SuppressionIndex(read.list).find({.id = "no-encryption", .where = {0, 1, 4, 1}}) == nullptr);
}

TEST_CASE("suppressions: the first of several for one finding is used") {
  struct Row {
    const char* name;
    const char* text;
    const char* want;  // its reason; empty: none
  };
  const Row rows[] = {
      {"two of the line", "# rapsim: allow weak-method -- a\na: 1 # rapsim: allow weak-method -- b\n", "a"},
      {"of the file, then of the line",
       "# rapsim: allow-file weak-method -- a\na: 1 # rapsim: allow weak-method -- b\n", "a"},
      {"of the line, then of the file",
       "\na: 1 # rapsim: allow weak-method -- a\n# rapsim: allow-file weak-method -- b\n", "a"},
      {"of another line, then of the file",
       "b: 1 # rapsim: allow weak-method -- a\na: 1\n# rapsim: allow-file weak-method -- b\n", "b"},
      {"of another id", "\na: 1 # rapsim: allow no-encryption -- a\n# rapsim: allow-file unused-group -- b\n", ""},
      {"none", "\na: 1\n", ""},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Read read(row.text);
      const Suppression* const found = SuppressionIndex(read.list).find({.id = "weak-method", .where = {0, 2, 4, 1}});
      CHECK((found == nullptr ? "" : found->reason) == row.want);
    }
}

TEST_CASE("suppressions: as many as findings are looked up in a moment") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "# rapsim: allow weak-method -- a\n- 1\n";
  Read read(std::move(text));
  REQUIRE(read.list.size() == 100'000);
  const SuppressionIndex index(read.list);
  std::size_t found = 0;
  for (std::uint32_t line = 2; line <= 200'000; line += 2)
    found += index.find({.id = "weak-method", .where = {0, line, 1, 1}}) == nullptr ? 0U : 1U;
  CHECK(found == 100'000);
}

TEST_CASE("suppressions: a file of comments only is read in a moment") {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "# rapsim: allow weak-method -- a\n";
  const Read read(text + "a: 1\n");
  REQUIRE(read.list.size() == 200'000);
  CHECK(read.list.front().line == 200'001);
}
