// Times of the week: both forms, what is refused, back to text, random schedules and bytes.
#include "grammar/schedule.hpp"

#include <doctest/doctest.h>

#include <bitset>
#include <random>
#include <string>

namespace {

using namespace rapsim;
using grammar::kMinutesOfWeek;
using grammar::MinuteRange;
using grammar::Schedule;

constexpr std::uint32_t kDay = 24 * 60;

/// Minutes since Sunday 00:00.
constexpr std::uint32_t at(std::uint32_t day, std::uint32_t hour, std::uint32_t minute = 0) {
  return day * kDay + hour * 60 + minute;
}

/// `begin-end` in minutes, for messages.
std::string dump(const Schedule& schedule) {
  std::string out;
  for (const MinuteRange& range : schedule.open)
    out += (out.empty() ? "" : " ") + std::to_string(range.begin) + "-" + std::to_string(range.end);
  return out;
}

bool is_normal(const Schedule& schedule) {
  std::uint32_t last_end = 0;
  for (const MinuteRange& range : schedule.open) {
    if (range.begin >= range.end || range.end > kMinutesOfWeek) return false;
    if (&range != &schedule.open.front() && range.begin <= last_end) return false;
    last_end = range.end;
  }
  return true;
}

Schedule schedule_of(const std::bitset<kMinutesOfWeek>& open) {
  Schedule out;
  for (std::uint32_t minute = 0; minute < kMinutesOfWeek; ++minute) {
    if (!open[minute]) continue;
    if (minute == 0 || !open[minute - 1]) out.open.push_back({minute, minute});
    out.open.back().end = minute + 1;
  }
  return out;
}

}  // namespace

TEST_CASE("schedules for people that read") {
  struct Row {
    const char* name;
    const char* text;
    std::vector<MinuteRange> want;
    const char* back;
  };
  const Row rows[] = {
      {"always", "always", {{0, kMinutesOfWeek}}, "always"},
      {"never", "Never", {}, "never"},
      {"one day", "Mon", {{at(1, 0), at(2, 0)}}, "Mon"},
      {"full names, small letters", "monday-TUESDAY", {{at(1, 0), at(3, 0)}}, "Mon-Tue"},
      {"days over the end of the week", "Fri-Mon", {{0, at(2, 0)}, {at(5, 0), kMinutesOfWeek}}, "Fri-Mon"},
      {"a day to itself", "Mon-Mon", {{at(1, 0), at(2, 0)}}, "Mon"},
      {"two days", "Mon,Wed", {{at(1, 0), at(2, 0)}, {at(3, 0), at(4, 0)}}, "Mon,Wed"},
      {"two days, one time", "Mon, Wed 8:00-9:00", {{at(1, 8), at(1, 9)}, {at(3, 8), at(3, 9)}}, "Mon,Wed 08:00-09:00"},
      {"semicolon ends the item",
       "Mon; Wed 8:00-9:00",
       {{at(1, 0), at(2, 0)}, {at(3, 8), at(3, 9)}},
       "Wed 08:00-09:00, Mon"},
      {"two times",
       "Mon 08:00-09:00 10:00-11:00",
       {{at(1, 8), at(1, 9)}, {at(1, 10), at(1, 11)}},
       "Mon 08:00-09:00 10:00-11:00"},
      {"two times with a comma",
       "Mon 08:00-09:00, 10:00-11:00",
       {{at(1, 8), at(1, 9)}, {at(1, 10), at(1, 11)}},
       "Mon 08:00-09:00 10:00-11:00"},
      {"times that touch become one", "Mon 08:00-09:00 09:00-11:00", {{at(1, 8), at(1, 11)}}, "Mon 08:00-11:00"},
      {"times that overlap become one", "Mon 08:00-10:00 09:00-11:00", {{at(1, 8), at(1, 11)}}, "Mon 08:00-11:00"},
      {"24:00 as an end", "Mon 18:00-24:00", {{at(1, 18), at(2, 0)}}, "Mon 18:00-24:00"},
      {"00:00 as an end is the next midnight", "Mon 18:00-00:00", {{at(1, 18), at(2, 0)}}, "Mon 18:00-24:00"},
      {"over midnight", "Mon 22:00-06:00", {{at(1, 22), at(2, 6)}}, "Mon 22:00-06:00"},
      {"over the end of the week", "Sat 22:00-06:00", {{0, at(0, 6)}, {at(6, 22), kMinutesOfWeek}}, "Sat 22:00-06:00"},
      {"over every midnight",
       "daily 12:30-12:00",
       {{0, at(0, 12)},
        {at(0, 12, 30), at(1, 12)},
        {at(1, 12, 30), at(2, 12)},
        {at(2, 12, 30), at(3, 12)},
        {at(3, 12, 30), at(4, 12)},
        {at(4, 12, 30), at(5, 12)},
        {at(5, 12, 30), at(6, 12)},
        {at(6, 12, 30), kMinutesOfWeek}},
       "daily 12:30-12:00"},
      {"every whole day is always", "Sun-Sat 00:00-24:00", {{0, kMinutesOfWeek}}, "always"},
      {"a weekend in one piece",
       "Fri 18:00-24:00, Sat; Sun 00:00-20:00",
       {{0, at(0, 20)}, {at(5, 18), kMinutesOfWeek}},
       "Fri 18:00-24:00, Sun 00:00-20:00, Sat"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      const auto got = grammar::parse_schedule(row.text, error);
      INFO("message: ", error.message);
      REQUIRE(got);
      CHECK(dump(got->schedule) == dump({row.want}));
      CHECK(grammar::to_text(got->schedule) == row.back);
    }
}

TEST_CASE("schedules: what follows the times is the zone") {
  struct Row {
    const char* name;
    const char* text;
    const char* zone;
    std::size_t offset;
  };
  const Row rows[] = {
      {"none", "Mon-Fri 07:00-17:00", "", 0},
      {"none, blank at the end", "always ", "", 0},
      {"UTC", "Mon-Fri 07:00-17:00 UTC", "UTC", 20},
      {"a place", "Mon 07:00-17:00  Europe/Berlin ", "Europe/Berlin", 17},
      {"after a day", "Mon Etc/GMT+1", "Etc/GMT+1", 4},
      {"after a word", "always America/Port-au-Prince", "America/Port-au-Prince", 7},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      const auto got = grammar::parse_schedule(row.text, error);
      REQUIRE(got);
      CHECK(got->zone == row.zone);
      CHECK(got->zone_offset == row.offset);
    }
}

TEST_CASE("schedules for people that do not read") {
  struct Row {
    const char* name;
    std::string text;
    std::size_t offset;
    const char* message;
    const char* help;
  };
  const Row rows[] = {
      {"empty", "", 0, "expected a day of the week, `daily`, `always` or `never`, found the end", ""},
      {"mistyped first day", "Mondy", 0, "expected a day of the week, `daily`, `always` or `never`, found `Mondy`",
       "did you mean `Monday`?"},
      {"mistyped last day", "Mon-Fry 7:00-9:00", 4, "expected a day of the week, found `Fry`", "did you mean `Fri`?"},
      {"mistyped next day", "Mon 7:00-9:00, Wedn", 15, "expected a day of the week, found `Wedn`",
       "did you mean `Wed`?"},
      {"mistyped word", "alway", 0, "expected a day of the week, `daily`, `always` or `never`, found `alway`",
       "did you mean `always`?"},
      {"no days", "07:00-19:00", 0, "expected a day of the week, `daily`, `always` or `never`, found `07`",
       "write the days first, as in `daily 07:00-19:00`"},
      {"no such hour", "Mon 08:00-25:00", 10, "no time of day: `25:00`", "times go from `00:00` to `24:00`"},
      {"no such minute", "Mon 08:60-09:00", 4, "no time of day: `08:60`", "times go from `00:00` to `24:00`"},
      {"after the last minute", "Mon 08:00-24:01", 10, "no time of day: `24:01`", "times go from `00:00` to `24:00`"},
      {"24:00 as a begin", "Mon 24:00-08:00", 4, "`24:00` can only end a time range", "write `00:00`"},
      {"equal times", "Mon 08:00-08:00", 4, "the time range begins and ends at the same time",
       "write `00:00-24:00` for the whole day"},
      {"hours only", "Mon 8-12", 4, "expected a time range like `07:00-19:00`, found `8`", ""},
      {"no end", "Mon 08:00-", 10, "expected a time of day like `07:00`, found the end", ""},
      {"comma at the end", "Mon 08:00-09:00,", 16, "expected a day of the week, found the end", ""},
      {"days without a comma", "Mon Tue 08:00-09:00", 4,
       "expected `,`, `;`, a time or the end of the schedule, found `Tue`",
       "items are separated by `,`; a time zone comes last"},
      {"days after always", "always Mon 08:00-09:00", 7,
       "expected `,`, `;`, a time or the end of the schedule, found `Mon`",
       "items are separated by `,`; a time zone comes last"},
      {"too long", std::string(4097, ' '), 4096, "the schedule is longer than 4096 bytes", ""},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      CHECK_FALSE(grammar::parse_schedule(row.text, error));
      CHECK(error.code == code("R205"));
      CHECK(error.offset == row.offset);
      CHECK(error.message == row.message);
      CHECK(error.help == row.help);
    }
}

TEST_CASE("TIMEOFDAY arguments that read") {
  struct Row {
    const char* name;
    const char* text;
    const char* back;
  };
  const Row rows[] = {
      {"the whole week",
       "0 00:00-24:00; 1 00:00-24:00; 2 00:00-24:00; 3 00:00-24:00; 4 00:00-24:00; 5 00:00-24:00; 6 00:00-24:00",
       "always"},
      {"day 0 is Sunday", "0 08:00-12:00", "Sun 08:00-12:00"},
      {"several ranges", "1 08:00-12:00 14:00-18:00", "Mon 08:00-12:00 14:00-18:00"},
      {"a day twice", "1 08:00-12:00; 1 11:00-18:00", "Mon 08:00-18:00"},
      {"separator at the end", "1 08:00-12:00 ; ", "Mon 08:00-12:00"},
      {"days in any order", "6 08:00-12:00;2 08:00-12:00", "Tue,Sat 08:00-12:00"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      const auto got = grammar::parse_time_of_day(row.text, error);
      INFO("message: ", error.message);
      REQUIRE(got);
      CHECK(grammar::to_text(*got) == row.back);
    }
}

TEST_CASE("TIMEOFDAY arguments that do not read") {
  struct Row {
    const char* name;
    std::string text;
    std::size_t offset;
    const char* message;
  };
  const Row rows[] = {
      {"empty", "", 0, "expected a day number from 0 (Sunday) to 6, found the end"},
      {"no such day", "7 08:00-12:00", 0, "expected a day number from 0 (Sunday) to 6, found `7`"},
      {"a day of two digits", "12 08:00-12:00", 0, "expected a day number from 0 (Sunday) to 6, found `12`"},
      {"a day name", "Mon 08:00-12:00", 0, "expected a day number from 0 (Sunday) to 6, found `Mon`"},
      {"no times", "1 ", 2, "expected a time range like `07:00-19:00`, found the end"},
      {"over midnight", "1 22:00-06:00", 2, "the time range ends before it begins"},
      {"equal times", "1 08:00-08:00", 2, "the time range begins and ends at the same time"},
      {"00:00 as an end", "1 08:00-00:00", 2, "the time range ends before it begins"},
      {"no such hour", "1 08:00-25:00", 8, "no time of day: `25:00`"},
      {"comma", "1 08:00-12:00, 13:00-14:00", 13, "expected a time range, `;` or the end, found `,`"},
      {"two separators", "1 08:00-12:00;;", 14, "expected a day number from 0 (Sunday) to 6, found `;`"},
      {"too long", std::string(4097, ' '), 4096, "the TIMEOFDAY argument is longer than 4096 bytes"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      CHECK_FALSE(grammar::parse_time_of_day(row.text, error));
      CHECK(error.code == code("R208"));
      CHECK(error.offset == row.offset);
      CHECK(error.message == row.message);
    }
}

TEST_CASE("schedules contain their begin and not their end") {
  const Schedule schedule{{{at(1, 8), at(1, 12)}, {at(1, 14), at(1, 18)}, {at(6, 22), kMinutesOfWeek}}};
  for (const std::uint32_t minute : {at(1, 8), at(1, 11, 59), at(1, 14), at(1, 17, 59), at(6, 22), at(6, 23, 59)})
    CHECK(schedule.contains(minute));
  for (const std::uint32_t minute : {0U, at(1, 7, 59), at(1, 12), at(1, 13, 59), at(1, 18), at(6, 21, 59)})
    CHECK_FALSE(schedule.contains(minute));
  CHECK_FALSE(Schedule{}.contains(0));
}

TEST_CASE("schedules: text and value go round") {
  std::mt19937 random(20031103);
  for (int round = 0; round < 3000; ++round) {
    std::bitset<kMinutesOfWeek> open;
    const std::uint32_t step = round % 3 == 0 ? kDay : round % 3 == 1 ? 180 : 1;
    for (auto ranges = random() % 8; ranges > 0; --ranges) {
      std::uint32_t minute = static_cast<std::uint32_t>(random()) % (kMinutesOfWeek / step) * step;
      const std::uint32_t length = (1 + static_cast<std::uint32_t>(random()) % (2 * kDay / step)) * step;
      for (std::uint32_t i = 0; i < length; ++i) open.set((minute + i) % kMinutesOfWeek);
    }
    const Schedule want = schedule_of(open);
    const std::string text = grammar::to_text(want);
    INFO("text: ", text);
    SyntaxError error;
    const auto got = grammar::parse_schedule(text, error);
    REQUIRE(got);
    REQUIRE(dump(got->schedule) == dump(want));
    const auto probe = static_cast<std::uint32_t>(random()) % kMinutesOfWeek;
    REQUIRE(want.contains(probe) == open[probe]);
  }
}

TEST_CASE("schedules: random texts give a normal schedule or an error inside the text") {
  std::mt19937 random(20031103);
  const std::string words[] = {"Mon",   "-",      "Fri",   " ",  ",",           ";",       "08:00",
                               "12:00", "22:00",  "24:00", "0",  "1",           ":",       "UTC",
                               "daily", "always", "0 ",    "1 ", "08:00-12:00", "\xC3\xA9"};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (auto length = random() % 9; length > 0; --length)
      text += round % 4 == 0 ? std::string(1, static_cast<char>(random() % 256)) : words[random() % 20];
    INFO("text: ", text);
    SyntaxError error;
    const auto for_people = grammar::parse_schedule(text, error);
    if (for_people) REQUIRE(is_normal(for_people->schedule));
    if (!for_people) REQUIRE((error.offset <= text.size() && !error.message.empty()));
    if (!for_people) REQUIRE(error.message.find("boost") == std::string::npos);
    const auto of_export = grammar::parse_time_of_day(text, error);
    if (of_export) REQUIRE(is_normal(*of_export));
    if (!of_export) REQUIRE((error.offset <= text.size() && !error.message.empty()));
    if (!of_export) REQUIRE(error.message.find("boost") == std::string::npos);
  }
}
