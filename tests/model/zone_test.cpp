// Local times: clock changes of several zones, offsets, the minute of the week, and texts that are no time.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "grammar/schedule.hpp"
#include "model/site/zone.hpp"

using namespace rapsim;

namespace {

/// The instant as UTC: `2003-11-03 08:00`, seconds only when there are any.
std::string utc(Instant instant) { return local_time(find_zone("UTC"), instant).text; }

/// `2003-11-03 08:00`; `repeated FIRST SECOND`; `skipped FIRST-AFTER`; `malformed`
std::string reading(std::string_view zone, std::string_view text) {
  const ReadInstant read = read_local(find_zone(zone), text);
  switch (read.reading) {
    case LocalReading::unique:
      return utc(read.instant);
    case LocalReading::skipped:
      return "skipped " + utc(read.instant);
    case LocalReading::repeated:
      return "repeated " + utc(read.instant) + ", " + utc(read.second);
    case LocalReading::malformed:
      break;
  }
  return "malformed";
}

struct Row {
  const char* name;
  const char* zone;
  const char* text;
  std::string want;
};

void check_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(reading(row.zone, row.text) == row.want);
    }
}

}  // namespace

TEST_CASE("read_local: clock changes") {
  check_rows({
      {"Berlin, winter", "Europe/Berlin", "2003-11-03T09:00", "2003-11-03 08:00"},
      {"Berlin, summer", "Europe/Berlin", "2003-07-01T09:00", "2003-07-01 07:00"},
      {"Berlin, the last minute before the gap", "Europe/Berlin", "2003-03-30T01:59", "2003-03-30 00:59"},
      {"Berlin, the gap begins at 02:00", "Europe/Berlin", "2003-03-30T02:00", "skipped 2003-03-30 01:00"},
      {"Berlin, the last second of the gap", "Europe/Berlin", "2003-03-30T02:59:59", "skipped 2003-03-30 01:00"},
      {"Berlin, the gap is over at 03:00", "Europe/Berlin", "2003-03-30T03:00", "2003-03-30 01:00"},
      {"Berlin, before the repeated hour", "Europe/Berlin", "2003-10-26T01:59", "2003-10-25 23:59"},
      {"Berlin, the repeated hour", "Europe/Berlin", "2003-10-26T02:00", "repeated 2003-10-26 00:00, 2003-10-26 01:00"},
      {"Berlin, the end of the repeated hour", "Europe/Berlin", "2003-10-26T02:59:59",
       "repeated 2003-10-26 00:59:59, 2003-10-26 01:59:59"},
      {"Berlin, after the repeated hour", "Europe/Berlin", "2003-10-26T03:00", "2003-10-26 02:00"},
      {"an offset picks the first of two", "Europe/Berlin", "2003-10-26T02:30+02:00", "2003-10-26 00:30"},
      {"an offset picks the second of two", "Europe/Berlin", "2003-10-26T02:30+01:00", "2003-10-26 01:30"},
      {"an offset reads a skipped time", "Europe/Berlin", "2003-03-30T02:30+01:00", "2003-03-30 01:30"},
      {"New York, gap", "America/New_York", "2004-04-04T02:30", "skipped 2004-04-04 07:00"},
      {"New York, repeated", "America/New_York", "2003-10-26T01:30", "repeated 2003-10-26 05:30, 2003-10-26 06:30"},
      {"New York, rules of 2007", "America/New_York", "2007-03-11T02:30", "skipped 2007-03-11 07:00"},
      {"Lord Howe, a gap of half an hour", "Australia/Lord_Howe", "2003-10-26T02:15", "skipped 2003-10-25 15:30"},
      {"Lord Howe, after half an hour the gap is over", "Australia/Lord_Howe", "2003-10-26T02:30", "2003-10-25 15:30"},
      {"Lord Howe, repeated half hour", "Australia/Lord_Howe", "2004-03-28T01:45",
       "repeated 2004-03-27 14:45, 2004-03-27 15:15"},
      {"Lord Howe, before the repeated half hour", "Australia/Lord_Howe", "2004-03-28T01:29", "2004-03-27 14:29"},
      {"Kolkata has no clock change and half an hour", "Asia/Kolkata", "2003-11-03T09:00", "2003-11-03 03:30"},
      {"UTC", "UTC", "2003-11-03T09:00:30", "2003-11-03 09:00:30"},
  });
}

TEST_CASE("read_local: offsets") {
  check_rows({
      {"Z", "Europe/Berlin", "2003-11-03T09:00Z", "2003-11-03 09:00"},
      {"a blank for the T, as times are printed", "UTC", "2003-11-03 09:00", "2003-11-03 09:00"},
      {"east", "UTC", "2003-11-03T09:00+05:30", "2003-11-03 03:30"},
      {"west, over midnight", "UTC", "2003-11-03T22:00-05:00", "2003-11-04 03:00"},
      {"seconds and an offset", "UTC", "2003-11-03T09:00:30+01:00", "2003-11-03 08:00:30"},
      {"largest", "UTC", "2003-11-03T14:59+14:59", "2003-11-03 00:00"},
      {"over a leap day", "UTC", "2004-02-29T23:30-01:00", "2004-03-01 00:30"},
      {"an offset of 15 hours", "UTC", "2003-11-03T09:00+15:00", "malformed"},
      {"an offset of 60 minutes", "UTC", "2003-11-03T09:00+01:60", "malformed"},
      {"an offset without colon", "UTC", "2003-11-03T09:00+0100", "malformed"},
      {"an offset of hours only", "UTC", "2003-11-03T09:00+01", "malformed"},
      {"a small z", "UTC", "2003-11-03T09:00z", "malformed"},
      {"two offsets", "UTC", "2003-11-03T09:00+01:00Z", "malformed"},
      {"an offset alone", "UTC", "+01:00", "malformed"},
  });
}

TEST_CASE("read_local: the calendar and its limits") {
  check_rows({
      {"leap day", "UTC", "2004-02-29T00:00", "2004-02-29 00:00"},
      {"no leap day", "UTC", "2003-02-29T00:00", "malformed"},
      {"1900 was no leap year", "UTC", "1900-02-29T00:00", "malformed"},
      {"2000 was one", "UTC", "2000-02-29T00:00", "2000-02-29 00:00"},
      {"31 April", "UTC", "2003-04-31T00:00", "malformed"},
      {"month 13", "UTC", "2003-13-01T00:00", "malformed"},
      {"month 0", "UTC", "2003-00-01T00:00", "malformed"},
      {"day 0", "UTC", "2003-01-00T00:00", "malformed"},
      {"last minute of a day", "UTC", "2003-12-31T23:59", "2003-12-31 23:59"},
      {"24:00", "UTC", "2003-12-31T24:00", "malformed"},
      {"minute 60", "UTC", "2003-12-31T23:60", "malformed"},
      {"a leap second", "UTC", "2005-12-31T23:59:60", "malformed"},
      {"first day", "UTC", "0001-01-02T00:00", "0001-01-02 00:00"},
      {"last day", "UTC", "9999-12-30T23:59", "9999-12-30 23:59"},
      {"year 0 is none", "UTC", "0000-06-01T00:00", "malformed"},
      {"an offset out of the first year", "UTC", "0001-01-01T00:00+14:00", "malformed"},
      {"an offset out of the last year", "UTC", "9999-12-31T23:59-14:00", "malformed"},
  });
}

TEST_CASE("read_local: texts that are no time") {
  for (const std::string text : {"",
                                 "2003",
                                 "2003-11-03",
                                 "09:00",
                                 "2003-11-03  09:00",
                                 "2003-11-03t09:00",
                                 "2003-11-03T9:00",
                                 "2003-1-3T09:00",
                                 "2003-11-03T0900",
                                 "2003-11-03T09:00:3",
                                 "2003-11-03T09:00:30.5",
                                 " 2003-11-03T09:00",
                                 "2003-11-03T09:00 ",
                                 "03-11-2003T09:00",
                                 "2003-11-03T-9:00",
                                 "+003-11-03T09:00",
                                 "2003-11-03T09:00\n",
                                 "unknown",
                                 "now",
                                 "2003-11-03T09:00Europe/Berlin",
                                 "\xEF\xBC\x92"
                                 "003-11-03T09:00"}) {
    CAPTURE(text);
    CHECK(reading("UTC", text) == "malformed");
  }
}

TEST_CASE("minute_of_week: days, weeks, and the zone's clock") {
  struct WeekRow {
    const char* name;
    const char* zone;
    const char* at;  // UTC
    std::uint32_t day;
    std::uint32_t minute;
  };
  const WeekRow rows[] = {
      {"Sunday begins the week", "UTC", "2003-11-02T00:00", 0, 0},
      {"the last minute of Sunday", "UTC", "2003-11-02T23:59:59", 0, 1439},
      {"Monday", "UTC", "2003-11-03T00:00", 1, 0},
      {"the last minute of the week", "UTC", "2003-11-08T23:59", 6, 1439},
      {"the next week begins at 0 again", "UTC", "2003-11-09T00:00", 0, 0},
      {"east of UTC the week begins earlier", "Asia/Kolkata", "2003-11-01T18:30", 0, 0},
      {"west of UTC it begins later", "America/New_York", "2003-11-02T04:59", 6, 1439},
      {"in summer time", "Europe/Berlin", "2003-07-06T22:00", 1, 0},
      {"just before the clock goes forward", "Europe/Berlin", "2003-03-30T00:59", 0, 119},
      {"just after", "Europe/Berlin", "2003-03-30T01:00", 0, 180},
      {"the repeated hour, first time", "Europe/Berlin", "2003-10-26T00:30", 0, 150},
      {"the repeated hour, second time", "Europe/Berlin", "2003-10-26T01:30", 0, 150},
      {"half an hour of summer time", "Australia/Lord_Howe", "2003-10-25T15:30", 0, 150},
      {"before 1970", "UTC", "1969-12-31T23:59", 3, 1439},
      {"a leap day", "UTC", "2004-02-29T12:00", 0, 720},
  };
  for (const WeekRow& row : rows) SUBCASE(row.name) {
      const ReadInstant read = read_local(find_zone("UTC"), row.at);
      REQUIRE(read.reading == LocalReading::unique);
      const std::uint32_t minute = minute_of_week(find_zone(row.zone), read.instant);
      CHECK(minute == row.day * 1440 + row.minute);
      CHECK(local_time(find_zone(row.zone), read.instant).minute_of_week == minute);
    }
}

TEST_CASE("minute_of_week is always inside the week, whatever the year") {
  for (const char* name : {"UTC", "Europe/Berlin", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns"})
    for (const char* at :
         {"0001-01-02T00:00", "1582-10-15T12:00", "1899-12-31T23:59", "2038-01-19T03:14:08", "9999-12-30T23:59"}) {
      CAPTURE(std::string(name) + " " + at);
      const ReadInstant read = read_local(find_zone("UTC"), at);
      REQUIRE(read.reading == LocalReading::unique);
      CHECK(minute_of_week(find_zone(name), read.instant) < grammar::kMinutesOfWeek);
    }
}

TEST_CASE("local_time: the parts that people see") {
  const Instant winter = read_local(find_zone("UTC"), "2003-11-03T19:15").instant;
  const LocalTime berlin = local_time(find_zone("Europe/Berlin"), winter);
  CHECK(berlin.weekday == "Mon");
  CHECK(berlin.text == "2003-11-03 20:15");
  CHECK(berlin.abbreviation == "CET");
  CHECK(berlin.offset_minutes == 60);
  const LocalTime new_york = local_time(find_zone("America/New_York"), winter);
  CHECK(new_york.offset_minutes == -300);
  CHECK(local_time(find_zone("Asia/Kolkata"), winter).offset_minutes == 330);
  CHECK(local_time(find_zone("Australia/Lord_Howe"), winter).offset_minutes == 660);
  CHECK(local_time(find_zone("UTC"), winter + std::chrono::seconds{7}).text == "2003-11-03 19:15:07");
}

TEST_CASE("find_zone: names of the database only") {
  for (const char* name : {"UTC", "Europe/Berlin", "Etc/GMT+5", "America/Argentina/Buenos_Aires"}) {
    CAPTURE(std::string(name));
    CHECK(find_zone(name) != nullptr);
  }
  for (const char* name :
       {"", "CET ", "Europe/berlin", "Europe", "../../etc/passwd", "/etc/localtime", "Berlin", "+01:00"}) {
    CAPTURE(std::string(name));
    CHECK(find_zone(name) == nullptr);
  }
}
