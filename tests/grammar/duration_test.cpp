// Durations: units, their order, the limit, back to text, random bytes.
#include "grammar/duration.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace rapsim;
using std::chrono::seconds;

TEST_CASE("durations that read") {
  struct Row {
    const char* name;
    const char* text;
    std::int64_t want;
    const char* back;
  };
  const Row rows[] = {
      {"seconds", "90s", 90, "1m30s"},
      {"minutes", "30m", 1800, "30m"},
      {"minutes in three letters", "30min", 1800, "30m"},
      {"hours", "8h", 28'800, "8h"},
      {"days", "2d", 172'800, "2d"},
      {"weeks become days", "2w", 1'209'600, "14d"},
      {"several units", "1h30m", 5400, "1h30m"},
      {"every unit", "1w1d1h1m1s", 694'861, "8d1h1m1s"},
      {"nothing", "0s", 0, "0s"},
      {"nothing in another unit", "0w0s", 0, "0s"},
      {"zeros in front", "007s", 7, "7s"},
      {"the longest", "10000d", 864'000'000, "10000d"},
      {"the longest in parts", "9999d24h", 864'000'000, "10000d"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      const auto got = grammar::parse_duration(row.text, error);
      REQUIRE(got);
      CHECK(got->count() == row.want);
      CHECK(grammar::to_text(*got) == row.back);
    }
}

TEST_CASE("durations that do not read") {
  struct Row {
    const char* name;
    std::string text;
    std::size_t offset;
    const char* message;
  };
  const Row rows[] = {
      {"empty", "", 0, "expected a number and a unit, as in `30m`, found the end"},
      {"no unit", "30", 2, "expected a unit (`s`, `m`, `h`, `d` or `w`), found the end"},
      {"no number", "m", 0, "expected a number and a unit, as in `30m`, found `m`"},
      {"unknown unit", "3months", 1, "expected a unit (`s`, `m`, `h`, `d` or `w`), found `months`"},
      {"capital unit", "3M", 1, "expected a unit (`s`, `m`, `h`, `d` or `w`), found `M`"},
      {"blank between", "1h 30m", 2, "expected a number or the end of the duration, found ` `"},
      {"smaller before larger", "30m1h", 3, "units go from larger to smaller, each once"},
      {"a unit twice", "1h2h", 2, "units go from larger to smaller, each once"},
      {"a unit twice under two names", "1m2min", 2, "units go from larger to smaller, each once"},
      {"over the limit", "10001d", 0, "a duration is at most 10000 days"},
      {"over the limit by its second part", "10000d1s", 6, "a duration is at most 10000 days"},
      {"no number of any machine", "99999999999999999999s", 0, "a duration is at most 10000 days"},
      {"a product of no machine", "9223372036854775807w", 0, "a duration is at most 10000 days"},
      {"a text without end", std::string(1000, '1'), 64, "the duration is longer than 64 bytes"},
      {"a byte of no character", "\xFF", 0, "expected a number and a unit, as in `30m`, found `\\xff`"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      CHECK_FALSE(grammar::parse_duration(row.text, error));
      CHECK(error.code == code("R206"));
      CHECK(error.offset == row.offset);
      CHECK(error.message == row.message);
    }
}

TEST_CASE("durations: a bare number is asked for its unit") {
  SyntaxError error;
  CHECK_FALSE(grammar::parse_duration("30", error));
  CHECK(error.help == "write a unit after every number: `s`, `m`, `h`, `d` or `w`, as in `1h30m`");
}

TEST_CASE("durations: text and value go round") {
  std::mt19937 random(20031103);
  for (int round = 0; round < 5000; ++round) {
    const seconds want(random() % (round % 2 == 0 ? 864'000'001 : 100'000));
    SyntaxError error;
    const auto got = grammar::parse_duration(grammar::to_text(want), error);
    REQUIRE(got);
    REQUIRE(got->count() == want.count());
  }
}

TEST_CASE("durations: random texts give a value or an error inside the text") {
  std::mt19937 random(20031103);
  const std::string letters = "0123456789smhdwin";
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 12, ' ');
    for (char& c : text) c = round % 4 == 0 ? static_cast<char>(random() % 256) : letters[random() % letters.size()];
    SyntaxError error;
    INFO("text: ", text);
    if (grammar::parse_duration(text, error)) continue;
    REQUIRE(error.offset <= text.size());
    REQUIRE_FALSE(error.message.empty());
    REQUIRE(error.message.find("boost") == std::string::npos);
  }
}
