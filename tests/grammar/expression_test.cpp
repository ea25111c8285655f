// Expressions: how they are read, what is refused and how, back to text, random ones.
#include "grammar/expression.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace {

using namespace rapsim;
using grammar::CompareOp;
using grammar::Comparison;
using grammar::Expression;
using grammar::ExpressionKind;

/// `(or (and a==1 b==2) (not c is:unknown))`
std::string dump(const Expression& expression) {
  if (expression.kind == ExpressionKind::comparison) {
    const Comparison& comparison = expression.comparison;
    std::string out = comparison.name.text + " " + std::string(text_of(comparison.op));
    for (const grammar::Word& value : comparison.values) out += " <" + value.text + ">";
    const bool is_is = comparison.op == CompareOp::is || comparison.op == CompareOp::is_not;
    return is_is ? out + " " + std::to_string(static_cast<int>(comparison.presence)) : out;
  }
  std::string out = expression.kind == ExpressionKind::negation      ? "(not"
                    : expression.kind == ExpressionKind::conjunction ? "(and"
                                                                     : "(or";
  for (const Expression& child : expression.children) out += " {" + dump(child) + "}";
  return out + ")";
}

std::string dumped(const std::string& text) {
  SyntaxError error;
  const auto expression = grammar::parse_expression(text, error);
  return expression ? dump(*expression) : std::to_string(error.offset) + ": " + error.message;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

/// Random trees whose texts are full of what needs quotes.
class RandomExpression {
 public:
  Expression expression(int depth) {
    Expression out;
    out.kind = depth == 0 ? ExpressionKind::comparison : static_cast<ExpressionKind>(below(4));
    if (out.kind == ExpressionKind::comparison) {
      out.comparison = comparison();
      return out;
    }
    const std::size_t count = out.kind == ExpressionKind::negation ? 1 : 2 + below(3);
    for (std::size_t i = 0; i < count; ++i) out.children.push_back(expression(depth - 1));
    return out;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  grammar::Word value() {
    constexpr std::string_view kPieces[] = {"a",  "Z9",  "-",  ".", " ", "\"", "\\", "and",
                                            "or", "not", "in", "ü", "(", "]",  ",",  "0"};
    std::string text;
    for (std::size_t i = below(5); i > 0; --i) text += kPieces[below(std::size(kPieces))];
    return {below(2) == 0, std::move(text), {}};
  }

  Comparison comparison() {
    constexpr std::string_view kNames[] = {"decision", "eap.type", "NAS-Port-Type", "notes", "x_1"};
    Comparison out;
    out.name.text = kNames[below(std::size(kNames))];
    out.op = static_cast<CompareOp>(below(13));
    const bool is_is = out.op == CompareOp::is || out.op == CompareOp::is_not;
    const bool is_list = out.op == CompareOp::in || out.op == CompareOp::not_in;
    if (is_is) out.presence = static_cast<Presence>(below(3));
    for (std::size_t i = is_is ? 0 : is_list ? 1 + below(3) : 1; i > 0; --i) out.values.push_back(value());
    // What is in a pattern or a schedule has tests of its own.
    if (out.op == CompareOp::matches || out.op == CompareOp::not_matches) out.values.front().text = "^\\d+\"|\\\\$";
    if (out.op == CompareOp::within) out.values.front().text = "Mon-Fri 07:00-19:00";
    return out;
  }

  std::mt19937 random_{20031103};
};

}  // namespace

TEST_CASE("expressions that read") {
  struct Row {
    const char* name;
    const char* text;
    const char* want;
    const char* back;
  };
  const Row rows[] = {
      {"a comparison", "decision == reject", "decision == <reject>", "decision == reject"},
      {"no blanks", "reason>=48", "reason >= <48>", "reason >= 48"},
      {"and binds tighter than or", "a == 1 or b == 2 and c == 3", "(or {a == <1>} {(and {b == <2>} {c == <3>})})",
       "a == 1 or b == 2 and c == 3"},
      {"not binds tightest", "not a == 1 and b == 2", "(and {(not {a == <1>})} {b == <2>})", "not a == 1 and b == 2"},
      {"parentheses", "not (a == 1 and b == 2)", "(not {(and {a == <1>} {b == <2>})})", "not (a == 1 and b == 2)"},
      {"parentheses around or", "(a == 1 or b == 2) and c == 3", "(and {(or {a == <1>} {b == <2>})} {c == <3>})",
       "(a == 1 or b == 2) and c == 3"},
      {"parentheses that change nothing", "((a == 1))", "a == <1>", "a == 1"},
      {"not not", "not (not a == 1)", "(not {(not {a == <1>})})", "not (not a == 1)"},
      {"words without case", "a == 1 AND Not b IS Unknown", "(and {a == <1>} {(not {b is 1})})",
       "a == 1 and not b is unknown"},
      {"names that begin like words", "andy == orange", "andy == <orange>", "andy == orange"},
      {"a list", "reason in [48,65 , 66]", "reason in <48> <65> <66>", "reason in [48, 65, 66]"},
      {"not in a list", "reason not in [48]", "reason not in <48>", "reason not in [48]"},
      {"is", "a is absent or b is not present", "(or {a is 0} {b is not 2})", "a is absent or b is not present"},
      {"quotes and escapes", R"(a == "say \"x\" \\")", R"(a == <say "x" \>)", R"(a == "say \"x\" \\")"},
      {"a backslash before a letter stays", R"(a == "CONTOSO\alice")", R"(a == <CONTOSO\alice>)",
       R"(a == "CONTOSO\\alice")"},
      {"a bare account name", R"(a == CONTOSO\alice)", R"(a == <CONTOSO\alice>)", R"(a == CONTOSO\alice)"},
      {"a pattern", R"(from ~ "^192\.0\.2\.")", R"(from ~ <^192\.0\.2\.>)", R"(from ~ "^192\\.0\\.2\\.")"},
      {"a schedule", "at within \"Mon-Fri 07:00-19:00\"", "at within <Mon-Fri 07:00-19:00>",
       "at within \"Mon-Fri 07:00-19:00\""},
      {"an empty text", "a == \"\"", "a == <>", "a == \"\""},
      {"a time", "at < 2003-11-03T20:15+01:00", "at < <2003-11-03T20:15+01:00>", "at < 2003-11-03T20:15+01:00"},
      {"several lines", "a == 1\n\tand b == 2\n", "(and {a == <1>} {b == <2>})", "a == 1 and b == 2"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      const auto got = grammar::parse_expression(row.text, error);
      INFO("message: ", error.message);
      REQUIRE(got);
      CHECK(dump(*got) == row.want);
      CHECK(to_text(*got) == row.back);
      CHECK(dumped(to_text(*got)) == row.want);
    }
}

TEST_CASE("expressions that do not read") {
  struct Row {
    const char* name;
    std::string text;
    const char* code;
    std::size_t offset;
    const char* message;
    const char* help;
  };
  constexpr const char* kQuotes = "a value with other signs than letters, digits and `-_.:/@+` needs double quotes";
  const Row rows[] = {
      {"empty", "", "R209", 0, "expected a name, `not` or `(`, found the end", ""},
      {"a name alone", "decision", "R209", 8, "expected a comparison like `==`, `~`, `in` or `is`, found the end", ""},
      {"one equals sign", "a = 1", "R209", 2, "expected a comparison like `==`, `~`, `in` or `is`, found `=`",
       "write `==`"},
      {"=~", "a =~ 1", "R209", 2, "expected a comparison like `==`, `~`, `in` or `is`, found `=`",
       "a pattern is asked with `~`"},
      {"<>", "a <> 1", "R209", 3, "expected a value, found `>`", "`!=` asks for another value"},
      {"matches", "a matches b", "R209", 2, "expected a comparison like `==`, `~`, `in` or `is`, found `matches`",
       "a pattern is asked with `~`"},
      {"&&", "a == 1 && b == 2", "R209", 7, "expected `and`, `or` or the end of the expression, found `&`",
       "write `and`"},
      {"|| in parentheses", "(a == 1 || b == 2)", "R209", 8, "expected `and`, `or` or `)`, found `|`", "write `or`"},
      {"!", "!a == 1", "R209", 0, "expected a name, `not` or `(`, found `!`", "write `not`"},
      {"nothing after and", "a == 1 and", "R209", 10, "expected a name, `not` or `(`, found the end", ""},
      {"a joining word as a value", "a == not b", "R209", 5, "expected a value, found `not`", kQuotes},
      {"not not", "not not a == 1", "R209", 4, "expected a name or `(`, found `not`", ""},
      {"a value without quotes", "a == b?", "R209", 6, "expected `and`, `or` or the end of the expression, found `?`",
       ""},
      {"a group name without quotes", "g == Domain Users", "R209", 12,
       "expected `and`, `or` or the end of the expression, found `Users`", ""},
      {"an open quote", "a == \"b", "R209", 7, "expected the closing `\"`, found the end", ""},
      {"an escaped closing quote", "a == \"b\\\"", "R209", 9, "expected the closing `\"`, found the end", ""},
      {"a list in parentheses", "a in (1, 2)", "R209", 5, "expected `[`, found `(`",
       "the values of a list are between `[` and `]`"},
      {"an empty list", "a in []", "R209", 6, "expected a value, found `]`", kQuotes},
      {"an open list", "a in [1", "R209", 7, "expected `,` or `]`, found the end", ""},
      {"not without in", "a not 1", "R209", 6, "expected `in`, found `1`", ""},
      {"is something", "a is accept", "R209", 5, "expected `unknown`, `absent` or `present`, found `accept`", ""},
      {"a parenthesis too many", "a == 1)", "R209", 6, "expected `and`, `or` or the end of the expression, found `)`",
       ""},
      {"a parenthesis too few", "(a == 1", "R209", 7, "expected `and`, `or` or `)`, found the end", ""},
      {"a pattern", "a ~ \"x(\" or b == 2", "R201", 7, "expected `)`, found the end", ""},
      {"a pattern after an escape", "a ~ \"\\\"x(\"", "R201", 4, "expected `)`, found the end", ""},
      {"a schedule", "at within \"Mon 25:00-26:00\"", "R205", 15, "no time of day: `25:00`",
       "times go from `00:00` to `24:00`"},
      {"a zone", "at within \"Mon UTC\"", "R205", 15,
       "the times are the policy server's local time; a time zone is not allowed here", ""},
      {"no UTF-8", "a == \"\xFF\"", "R209", 6, "the expression is not UTF-8 from `\\xff` on", ""},
      {"too long", "a == " + std::string(4092, '1'), "R209", 4096, "the expression is longer than 4096 bytes", ""},
      {"too deep", repeated("(", 65) + "a == 1" + repeated(")", 65), "R209", 64,
       "parentheses are nested deeper than 64 levels", ""},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      CHECK_FALSE(grammar::parse_expression(row.text, error));
      CHECK(error.code.text() == row.code);
      CHECK(error.offset == row.offset);
      CHECK(error.message == row.message);
      CHECK(error.help == row.help);
    }
}

TEST_CASE("expressions at the limits") {
  CHECK(dumped("a == " + std::string(4091, '1')).starts_with("a == <1"));
  CHECK(dumped(repeated("(", 64) + "a == 1" + repeated(")", 64)) == "a == <1>");
  CHECK(dumped(repeated("(a == 1) and ", 200) + "a == 1").starts_with("(and"));  // side by side is not nested
  CHECK(dumped("a == \"" + repeated("(", 100) + "\"").starts_with("a == <(("));  // neither is what quotes hold
}

TEST_CASE("expressions: every part knows where it stands") {
  const std::string text = "  not (abc == \"x y\" and de in [1, 22])";
  SyntaxError error;
  const auto root = grammar::parse_expression(text, error);
  REQUIRE(root);
  const auto at = [&](const grammar::Stretch& where) { return text.substr(where.offset, where.length); };
  CHECK(at(root->where) == text.substr(2));
  const Expression& both = root->children.front();
  CHECK(at(both.where) == "abc == \"x y\" and de in [1, 22]");
  CHECK(at(both.children[0].where) == "abc == \"x y\"");
  CHECK(at(both.children[0].comparison.name.where) == "abc");
  CHECK(at(both.children[0].comparison.values[0].where) == "\"x y\"");
  CHECK(at(both.children[0].comparison.values[0].part(2, 1)) == "y");
  CHECK(at(both.children[1].comparison.values[1].where) == "22");
}

TEST_CASE("expressions: text and tree go round") {
  RandomExpression random;
  for (int i = 0; i < 5'000; ++i) {
    const Expression expression = random.expression(i % 4);
    const std::string text = to_text(expression);
    if (text.size() > grammar::kLongestExpression) continue;
    INFO(text);
    REQUIRE(dumped(text) == dump(expression));
  }
}
