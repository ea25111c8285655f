// Time zones and local time. The only header that knows Howard Hinnant's tz library is zone.cpp's.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/site/world.hpp"

namespace date {
class time_zone;
}

namespace rapsim {

/// nullptr: no such zone in the system's database. The result lives as long as the program.
const date::time_zone* find_zone(std::string_view name);

/// A local time of a zone.
struct LocalTime {
  std::uint32_t minute_of_week = 0;  // since Sunday 00:00
  std::string_view weekday;          // `Mon`
  std::string text{};                // `2003-11-03 20:15`, seconds only when there are any
  std::string abbreviation{};        // `CET`
  int offset_minutes = 0;            // east of UTC
};

LocalTime local_time(const date::time_zone* zone, Instant instant);
/// How far the clocks of a zone are east of UTC, and when they are put forward or back next.
struct ZoneOffset {
  std::chrono::seconds east{};
  Instant until{};
};
ZoneOffset zone_offset(const date::time_zone* zone, Instant instant);
/// minute_of_week of local_time, without making texts.
std::uint32_t minute_of_week(const date::time_zone* zone, Instant instant);

/// What became of a local time that was written down.
enum class LocalReading : std::uint8_t { unique, skipped, repeated, malformed };
struct ReadInstant {
  LocalReading reading = LocalReading::malformed;
  Instant instant{};
  Instant second{};  // repeated: the later of the two; skipped: the first instant after the gap
};
/// `2003-11-03T09:00[:30][Z|+01:00]`, also with a blank for the T; with an offset the zone does not matter.
ReadInstant read_local(const date::time_zone* zone, std::string_view text);

/// `2004-12-31`: the first instant after that day in the zone; nothing for any other text.
std::optional<Instant> end_of_day(const date::time_zone* zone, std::string_view text);
/// How far the zone is east of UTC without summer time.
std::chrono::minutes standard_offset(const date::time_zone* zone);
/// Since Sunday 00:00 UTC.
std::uint32_t utc_minute_of_week(Instant instant);

}  // namespace rapsim
