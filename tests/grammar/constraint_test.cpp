// Constraints of exports: functions, pieces and their offsets, what is refused, random bytes.
#include "grammar/constraint.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace {

using namespace rapsim;
using grammar::ConstraintFunction;

/// `attribute@offset | argument@offset ...`
std::string dump(const grammar::Constraint& constraint) {
  const auto piece = [](const grammar::ConstraintText& text) { return text.text + "@" + std::to_string(text.offset); };
  std::string out = constraint.function == ConstraintFunction::match ? piece(constraint.attribute) : "";
  for (const grammar::ConstraintText& argument : constraint.arguments) out += " | " + piece(argument);
  return out;
}

}  // namespace

TEST_CASE("constraints that read") {
  struct Row {
    const char* name;
    const char* text;
    ConstraintFunction function;
    const char* want;
  };
  using enum ConstraintFunction;
  const Row rows[] = {
      {"match", "MATCH(\"NAS-Port-Type=^19$|^18$\")", match, "NAS-Port-Type@7 | ^19$|^18$@21"},
      {"match, blanks and small letters", "  match ( \"A=b\" ) ", match, "A@11 | b@13"},
      {"match, the first = counts", "MATCH(\"A=b=c\")", match, "A@7 | b=c@9"},
      {"match, empty pattern", "MATCH(\"A=\")", match, "A@7 | @9"},
      {"match, blanks in the pattern stay", "MATCH(\"A= b \")", match, "A@7 |  b @9"},
      {"match, escaped quote", "MATCH(\"A=x\\\"y\")", match, "A@7 | x\\\"y@9"},
      {"match, escaped backslash at the end", "MATCH(\"A=^DOM\\\\\")", match, "A@7 | ^DOM\\\\@9"},
      {"match, parentheses in the pattern", "MATCH(\"A=(x|y)\")", match, "A@7 | (x|y)@9"},
      {"match, beyond ASCII", "MATCH(\"A=é\")", match, "A@7 | é@9"},
      {"times", "TIMEOFDAY(\"0 00:00-24:00; 1 00:00-24:00\")", time_of_day, " | 0 00:00-24:00; 1 00:00-24:00@11"},
      {"times, over lines", "TIMEOFDAY(\n  \"0 00:00-24:00\"\n)", time_of_day, " | 0 00:00-24:00@14"},
      {"groups, one", "NTGROUPS(\"S-1-5-32-544\")", nt_groups, " | S-1-5-32-544@10"},
      {"groups, in one text", "USERNTGROUPS(\"S-1-5;S-1-6\")", user_nt_groups, " | S-1-5@14 | S-1-6@20"},
      {"groups, each quoted", "USERNTGROUPS(\"S-1-5\";\"S-1-6\")", user_nt_groups, " | S-1-5@14 | S-1-6@22"},
      {"groups, both quotings", "NTGROUPS(\"a;b\" ; \"c\")", nt_groups, " | a@10 | b@12 | c@18"},
      {"groups, names", "MACHINENTGROUPS(\" X\\Some Group ; b \")", machine_nt_groups, " | X\\Some Group@18 | b@33"},
      {"groups, separator at the end", "NTGROUPS(\"a;\")", nt_groups, " | a@10"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      const auto got = grammar::parse_constraint(row.text, error);
      INFO("message: ", error.message);
      REQUIRE(got);
      CHECK(got->function == row.function);
      CHECK(dump(*got) == row.want);
    }
}

TEST_CASE("constraints that do not read") {
  struct Row {
    const char* name;
    std::string text;
    std::size_t offset;
    const char* message;
  };
  const char* const kFunctions = "expected MATCH, TIMEOFDAY, NTGROUPS, USERNTGROUPS or MACHINENTGROUPS, found ";
  const std::string nothing = std::string(kFunctions) + "the end";
  const std::string unknown = std::string(kFunctions) + "`MTCH`";
  const std::string longer = std::string(kFunctions) + "`MATCHES`";
  const Row rows[] = {
      {"empty", "", 0, nothing.c_str()},
      {"unknown function", " MTCH(\"A=b\")", 1, unknown.c_str()},
      {"longer function", "MATCHES(\"A=b\")", 0, longer.c_str()},
      {"no parenthesis", "MATCH \"A=b\"", 6, "expected `(`, found `\"`"},
      {"no quote", "MATCH( A=b)", 7, "expected `\"`, found `A`"},
      {"no attribute", "MATCH(\"=b\")", 7, "expected an attribute name, found `=`"},
      {"no equals sign", "MATCH(\"A\")", 8, "expected `=` after the attribute name, found `\"`"},
      {"no end of the quotes", "MATCH(\"A=b)", 11, "expected `\"`, found the end"},
      {"only an escaped end", "MATCH(\"A=b\\\")", 13, "expected `\"`, found the end"},
      {"quote in the pattern", "MATCH(\"A=b\"c\")", 11, "expected `)`, found `c`"},
      {"no closing parenthesis", "MATCH(\"A=b\" ", 12, "expected `)`, found the end"},
      {"more behind it", "MATCH(\"A=b\") x", 13, "expected the end of the condition, found `x`"},
      {"times without quotes", "TIMEOFDAY(0 00:00-24:00)", 10, "expected `\"`, found `0`"},
      {"no group", "NTGROUPS(\"\")", 10, "expected a SID or a group name, found `\"`"},
      {"no group between", "NTGROUPS(\"a;;b\")", 12, "expected a SID or a group name, found `;`"},
      {"no group behind", "NTGROUPS(\"a\";)", 13, "expected `\"`, found `)`"},
      {"too long", std::string(8193, 'x'), 8192, "the condition is longer than 8192 bytes"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      CHECK_FALSE(grammar::parse_constraint(row.text, error));
      CHECK(error.code == code("R204"));
      CHECK(error.offset == row.offset);
      CHECK(error.message == row.message);
    }
}

TEST_CASE("constraints: a mistyped function and a quote in a pattern get help") {
  SyntaxError error;
  CHECK_FALSE(grammar::parse_constraint("TIMEOFDY(\"\")", error));
  CHECK(error.help == "did you mean `TIMEOFDAY`?");
  CHECK_FALSE(grammar::parse_constraint("MATCH(\"A=b\"c\")", error));
  CHECK(error.help == "write a quote inside a pattern as `\\\"`");
}

TEST_CASE("constraints: random texts give pieces of the text or an error inside it") {
  std::mt19937 random(20031103);
  const std::string begins[] = {"MATCH(\"A=", "TIMEOFDAY(\"", "NTGROUPS(\"", "MATCH(", ""};
  const std::string letters = "ab=;\\\" ()\"\xC3\xA9";
  for (int round = 0; round < 20'000; ++round) {
    std::string text = begins[random() % 5];
    for (std::size_t length = random() % 12; length > 0; --length)
      text += round % 4 == 0 ? static_cast<char>(random() % 256) : letters[random() % letters.size()];
    if (round % 2 == 0) text += "\")";
    SyntaxError error;
    INFO("text: ", text);
    if (const auto got = grammar::parse_constraint(text, error)) {
      for (const grammar::ConstraintText& argument : got->arguments)
        REQUIRE(text.compare(argument.offset, argument.text.size(), argument.text) == 0);
    } else {
      REQUIRE(error.offset <= text.size());
      REQUIRE_FALSE(error.message.empty());
      REQUIRE(error.message.find("boost") == std::string::npos);
    }
  }
}
