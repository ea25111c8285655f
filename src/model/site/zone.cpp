#include "model/site/zone.hpp"

#include "base/text.hpp"

#include <date/tz.h>

#include <algorithm>
#include <sstream>

namespace rapsim {
namespace {

constexpr std::string_view kWeekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

/// True when `format` (of date::parse) reads all of `text`.
template <class T>
bool parses(const char* format, std::string_view text, T& out) {
  std::istringstream in{std::string(text)};
  in >> date::parse(format, out);
  return !in.fail() && in.peek() == std::istringstream::traits_type::eof();
}

/// The shape of the text is checked first: date::parse would accept `2003-1-3T9:0`.
bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = is_digit(text[i]);
    if (shape[i] == '9' ? !digit : shape[i] == '+' ? text[i] != '+' && text[i] != '-' : text[i] != shape[i])
      return false;
  }
  return true;
}

std::optional<date::local_seconds> read_clock(std::string_view text) {
  date::local_seconds out;
  if (has_shape(text, "9999-99-99T99:99") && parses("%Y-%m-%dT%H:%M", text, out)) return out;
  if (has_shape(text, "9999-99-99T99:99:99") && parses("%Y-%m-%dT%H:%M:%S", text, out)) return out;
  return std::nullopt;
}

/// `Z` or `+01:00` at the end of the text, in seconds east of UTC; shortens the text.
std::optional<std::chrono::seconds> take_offset(std::string_view& text) {
  if (text.ends_with('Z')) {
    text.remove_suffix(1);
    return std::chrono::seconds{0};
  }
  constexpr std::size_t kLength = 6;
  if (text.size() < kLength || !has_shape(text.substr(text.size() - kLength), "+99:99")) return std::nullopt;
  const std::string_view offset = text.substr(text.size() - kLength);
  const auto number = [&](std::size_t at) { return (offset[at] - '0') * 10 + (offset[at + 1] - '0'); };
  if (number(1) > 14 || number(4) > 59) return std::nullopt;
  text.remove_suffix(kLength);
  const std::chrono::seconds size = std::chrono::hours{number(1)} + std::chrono::minutes{number(4)};
  return offset.front() == '-' ? -size : size;
}

/// Of a local time or of UTC; they differ in type only.
template <class Time>
std::uint32_t minute_of_week_in(Time time) {
  const auto day = date::floor<date::days>(time);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time - day).count();
  return date::weekday{day}.c_encoding() * 24 * 60 + static_cast<std::uint32_t>(minutes);
}

/// Four digits of year in the zone in which the instant is written down again.
bool has_year(Instant instant) {
  return instant >= date::sys_days{date::year{1} / 1 / 2} && instant < date::sys_days{date::year{9999} / 12 / 31};
}

}  // namespace

const date::time_zone* find_zone(std::string_view name) {
  try {
    return date::locate_zone(std::string(name));
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

ZoneOffset zone_offset(const date::time_zone* zone, Instant instant) {
  const date::sys_info info = zone->get_info(instant);
  return {info.offset, info.end};
}

std::uint32_t minute_of_week(const date::time_zone* zone, Instant instant) {
  return minute_of_week_in(zone->to_local(instant));
}

std::uint32_t utc_minute_of_week(Instant instant) { return minute_of_week_in(instant); }

std::optional<Instant> end_of_day(const date::time_zone* zone, std::string_view text) {
  date::local_days day;
  if (!has_shape(text, "9999-99-99") || !parses("%Y-%m-%d", text, day)) return std::nullopt;
  if (!has_year(Instant{day.time_since_epoch()})) return std::nullopt;
  // Where clocks skip midnight the day ends at the jump.
  return zone->to_sys(date::local_seconds{day + date::days{1}}, date::choose::earliest);
}

std::chrono::minutes standard_offset(const date::time_zone* zone) {
  // By the newest rules of the database. Ireland's say that summer is the standard, so the smaller offset is taken.
  const auto offset = [&](date::month month) {
    return zone->get_info(date::sys_days{date::year{2037} / month / 1}).offset;
  };
  return std::chrono::duration_cast<std::chrono::minutes>(std::min(offset(date::January), offset(date::July)));
}

LocalTime local_time(const date::time_zone* zone, Instant instant) {
  const date::sys_info info = zone->get_info(instant);
  const date::local_seconds local{(instant + info.offset).time_since_epoch()};
  const bool has_seconds = local.time_since_epoch().count() % 60 != 0;
  const auto minute = minute_of_week(zone, instant);
  return {.minute_of_week = minute,
          .weekday = kWeekdays[minute / (24 * 60)],
          .text = date::format(has_seconds ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d %H:%M", local),
          .abbreviation = info.abbrev,
          .offset_minutes = static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(info.offset).count())};
}

ReadInstant read_local(const date::time_zone* zone, std::string_view text) {
  const auto offset = take_offset(text);
  // Times are printed with a blank between date and clock, so this reads back too.
  std::string with_t(text);
  constexpr std::size_t kDateLength = 10;
  if (with_t.size() > kDateLength && with_t[kDateLength] == ' ') with_t[kDateLength] = 'T';
  const auto clock = read_clock(with_t);
  if (!clock || !has_year(Instant{clock->time_since_epoch() - offset.value_or(std::chrono::seconds{0})})) return {};
  if (offset) return {LocalReading::unique, Instant{clock->time_since_epoch() - *offset}, {}};
  const date::local_info info = zone->get_info(*clock);
  const Instant first{clock->time_since_epoch() - info.first.offset};
  switch (info.result) {
    case date::local_info::nonexistent:
      return {LocalReading::skipped, info.first.end, info.first.end};
    case date::local_info::ambiguous:
      return {LocalReading::repeated, first, Instant{clock->time_since_epoch() - info.second.offset}};
    default:
      return {LocalReading::unique, first, {}};
  }
}

}  // namespace rapsim
