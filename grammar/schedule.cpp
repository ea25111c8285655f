// Times of the week: two grammars, one for people and one for exports, into the same plain schedule.
#include "grammar/schedule.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <boost/fusion/include/adapt_struct.hpp>
#include <boost/range/iterator_range.hpp>
#include <boost/spirit/home/x3.hpp>
#include <iterator>

#include "base/text.hpp"
#include "grammar/message.hpp"

namespace rapsim::grammar {
namespace {

namespace x3 = boost::spirit::x3;
namespace ascii = x3::ascii;                       // the other character classes take no bytes over 127
using Piece = boost::iterator_range<const char*>;  // a stretch of the text, so that later checks can point at it

constexpr std::uint32_t kMinutesOfDay = 24 * 60;
constexpr std::uint32_t kSameDay = 7;
constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 7> kLongDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

struct DayRange {
  std::uint32_t first = 0;
  std::uint32_t last = kSameDay;  // may be before `first`: over the end of the week
};

/// As written; whether they are times of day is judged after parsing, where the message can say what is wrong.
struct TimeRange {
  Piece begin{};
  Piece end{};
};

struct Item {
  std::vector<DayRange> days{};
  std::vector<TimeRange> times{};  // none: the whole day
};

struct Week {
  std::vector<Item> items{};
  Piece zone{};
};

}  // namespace
}  // namespace rapsim::grammar

BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::DayRange, first, last)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::TimeRange, begin, end)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Item, days, times)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Week, items, zone)

namespace rapsim::grammar {
namespace {

struct DayNames : x3::symbols<std::uint32_t> {
  DayNames() {
    for (std::uint32_t day = 0; day < kDays.size(); ++day) {
      add(lowered(kDays[day]), day);  // lower case is what no_case looks up
      add(lowered(kLongDays[day]), day);
    }
  }
};
struct DayNumbers : x3::symbols<std::uint32_t> {
  DayNumbers() {
    for (std::uint32_t day = 0; day < kDays.size(); ++day) add(std::to_string(day), day);
  }
};
const DayNames day_names;
const DayNumbers day_numbers;

namespace rules {

const auto keyword = [](const char* word) { return x3::lexeme[x3::no_case[x3::lit(word)] >> !ascii::alpha]; };

// Times, for both forms.
const auto clock_time = x3::rule<struct ClockRule, Piece>{"a time of day like `07:00`"} =
    x3::raw[x3::lexeme[ascii::digit >> -ascii::digit >> ':' >> ascii::digit >> ascii::digit >> !ascii::digit]];
const auto dash = x3::rule<struct DashRule>{"`-`"} = x3::lit('-');
const auto time_range = x3::rule<struct TimeRangeRule, TimeRange>{"a time range like `07:00-19:00`"} =
    clock_time > dash > clock_time;

// The form for people. A comma before a digit goes on with the times of an item, before a word with its days.
const auto day = x3::rule<struct DayRule, std::uint32_t>{"a day of the week"} =
    x3::lexeme[x3::no_case[day_names] >> !ascii::alpha];
const auto day_range = x3::rule<struct DayRangeRule, DayRange>{"a day of the week"} = day >> -('-' > day);
const auto daily = x3::rule<struct DailyRule, DayRange>{"`daily`"} = keyword("daily") >> x3::attr(DayRange{0, 6});
const auto times = x3::rule<struct TimesRule, std::vector<TimeRange>>{"times"} =
    *((-x3::lit(',') >> &ascii::digit) > time_range);
const auto item = x3::rule<struct ItemRule, Item>{"a day of the week"} = ((day_range | daily) % ',') >> times;
const auto items = x3::rule<struct ItemsRule, std::vector<Item>>{
    "a day of the week, `daily`, `always` or `never`"} = item >> *((x3::lit(',') | ';') > item);
const auto always = keyword("always") >> x3::attr(std::vector<Item>{{{{0, 6}}, {}}});
const auto never = keyword("never") >> x3::attr(std::vector<Item>{});
// A word is a zone only at the very end; elsewhere the message is about the word.
const auto zone = x3::raw[x3::lexeme[ascii::alpha >> *(ascii::alnum | x3::char_("/_+-"))]] >> &x3::eoi;
const auto week = x3::rule<struct WeekRule, Week>{"a day of the week, `daily`, `always` or `never`"} =
    (always | never | items) >> -zone;
const auto week_end = x3::rule<struct WeekEndRule>{"`,`, `;`, a time or the end of the schedule"} = x3::eoi;

// The form of exports.
const auto day_number = x3::rule<struct DayNumberRule, DayRange>{
    "a day number from 0 (Sunday) to 6"} = x3::lexeme[day_numbers >> !ascii::digit] >> x3::attr(kSameDay);
const auto time_ranges = x3::rule<struct TimeRangesRule, std::vector<TimeRange>>{time_range.name} = +time_range;
const auto entry = x3::rule<struct EntryRule, Item>{"a day number from 0 (Sunday) to 6"} =
    x3::repeat(1)[day_number] > time_ranges;
const auto entries = x3::rule<struct EntriesRule, std::vector<Item>>{
    "a day number from 0 (Sunday) to 6"} = entry >> *((x3::lit(';') >> !x3::eoi) > entry) >> -x3::lit(';');
const auto entries_end = x3::rule<struct EntriesEndRule>{"a time range, `;` or the end"} = x3::eoi;

}  // namespace rules

/// What both facades hand to the checks after parsing.
struct Reading {
  Code code;
  std::string_view text;
  bool wraps;  // an end before the begin is on the next day
  SyntaxError& error;

  bool refuse(const char* first, const char* last, std::string message, std::string help = {}) const {
    const auto offset = static_cast<std::size_t>(first - text.data());
    error = {code, offset, static_cast<std::size_t>(last - first), std::move(message), std::move(help)};
    return false;
  }
};

std::string_view view(const Piece& piece) { return {piece.begin(), piece.size()}; }

/// Minutes since midnight of `7:00` or `07:00`; false after an error.
bool read_time(const Reading& reading, const Piece& piece, bool is_end, std::uint32_t& minutes) {
  const auto digit_at = [&](std::size_t from_end) {
    return static_cast<std::uint32_t>(piece.end()[-static_cast<std::ptrdiff_t>(from_end)] - '0');
  };
  const std::uint32_t hour = (piece.size() == 5 ? digit_at(5) * 10 : 0) + digit_at(4);
  const std::uint32_t minute = digit_at(2) * 10 + digit_at(1);
  minutes = hour * 60 + minute;
  if (minutes == kMinutesOfDay && minute == 0 && !is_end)
    return reading.refuse(piece.begin(), piece.end(), "`24:00` can only end a time range", "write `00:00`");
  if (hour > 24 || minute > 59 || minutes > kMinutesOfDay)
    return reading.refuse(piece.begin(), piece.end(), "no time of day: " + quoted(view(piece)),
                          "times go from `00:00` to `24:00`");
  return true;
}

bool read_range(const Reading& reading, const TimeRange& range, MinuteRange& out) {
  if (!read_time(reading, range.begin, false, out.begin) || !read_time(reading, range.end, true, out.end)) return false;
  if (out.begin == out.end)
    return reading.refuse(range.begin.begin(), range.end.end(), "the time range begins and ends at the same time",
                          "write `00:00-24:00` for the whole day");
  if (out.begin > out.end && !reading.wraps)
    return reading.refuse(range.begin.begin(), range.end.end(), "the time range ends before it begins",
                          "write one range up to `24:00` and one from `00:00` on the next day");
  if (out.begin > out.end) out.end += kMinutesOfDay;
  return true;
}

std::bitset<7> days_of(const Item& item) {
  std::bitset<7> out;
  for (const DayRange& range : item.days) {
    const std::uint32_t last = range.last == kSameDay ? range.first : range.last;
    for (std::uint32_t day = range.first;; day = (day + 1) % 7) {
      out.set(day);
      if (day == last) break;
    }
  }
  return out;
}

/// Adds a range that may go on over the end of the week.
void add(Schedule& schedule, MinuteRange range) {
  schedule.open.push_back({range.begin, std::min(range.end, kMinutesOfWeek)});
  if (range.end > kMinutesOfWeek) schedule.open.push_back({0, range.end - kMinutesOfWeek});
}

void normalise(std::vector<MinuteRange>& ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const MinuteRange& a, const MinuteRange& b) { return a.begin < b.begin; });
  std::vector<MinuteRange> merged;
  for (const MinuteRange& range : ranges) {
    if (!merged.empty() && range.begin <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, range.end);
    } else {
      merged.push_back(range);
    }
  }
  ranges = std::move(merged);
}

std::optional<Schedule> schedule_of(const Reading& reading, const std::vector<Item>& items) {
  Schedule schedule;
  for (const Item& item : items) {
    std::vector<MinuteRange> ranges(item.times.size());
    for (std::size_t i = 0; i < ranges.size(); ++i)
      if (!read_range(reading, item.times[i], ranges[i])) return std::nullopt;
    if (ranges.empty()) ranges.push_back({0, kMinutesOfDay});
    const std::bitset<7> days = days_of(item);
    for (std::uint32_t day = 0; day < 7; ++day)
      for (const MinuteRange& range : ranges)
        if (days[day]) add(schedule, {day * kMinutesOfDay + range.begin, day * kMinutesOfDay + range.end});
  }
  normalise(schedule.open);
  return schedule;
}

/// What to write instead, when the word that was found tells.
std::string help_for(std::string_view wanted, std::string_view found) {
  if (found.empty()) return {};
  const bool is_number = is_digit(found[0]);
  if (wanted == rules::week.name && is_number) return "write the days first, as in `daily 07:00-19:00`";
  if (is_number) return {};
  std::vector<std::string_view> names(kDays.begin(), kDays.end());
  names.insert(names.end(), kLongDays.begin(), kLongDays.end());
  names.insert(names.end(), {"daily", "always", "never"});
  if (wanted != rules::week_end.name) return did_you_mean(found, names);
  return "items are separated by `,`; a time zone comes last";
}

SyntaxError error_of(const x3::expectation_failure<const char*>& failure, Code code, std::string_view text) {
  const auto offset = static_cast<std::size_t>(failure.where() - text.data());
  return expected(code, text, skip_blanks(text, offset), failure.which());
}

// ---- back to text ----

/// What starts on one day: times of day, an end over 24:00 going on into the next day.
using DayTimes = std::vector<MinuteRange>;

/// Cuts a range of at most a week at midnights, but leaves one shorter than a day in one piece: `22:00-06:00`.
void cut(MinuteRange range, std::array<DayTimes, 7>& days) {
  while (range.begin < range.end) {
    const std::uint32_t day = range.begin / kMinutesOfDay;
    const std::uint32_t midnight = (day + 1) * kMinutesOfDay;
    const std::uint32_t end = range.end - range.begin < kMinutesOfDay ? range.end : std::min(range.end, midnight);
    days[day % 7].push_back({range.begin - day * kMinutesOfDay, end - day * kMinutesOfDay});
    range.begin = end;
  }
}

std::array<DayTimes, 7> times_by_day(const Schedule& schedule) {
  std::vector<MinuteRange> ranges = schedule.open;
  const bool goes_round = ranges.size() > 1 && ranges.front().begin == 0 && ranges.back().end == kMinutesOfWeek;
  if (goes_round) {
    ranges.back().end += ranges.front().end;
    ranges.erase(ranges.begin());
  }
  std::array<DayTimes, 7> days;
  for (const MinuteRange& range : ranges) cut(range, days);
  for (DayTimes& times : days)
    std::sort(times.begin(), times.end(), [](const MinuteRange& a, const MinuteRange& b) { return a.begin < b.begin; });
  return days;
}

std::string clock_text(std::uint32_t minutes) {
  const auto two_digits = [](std::uint32_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

/// `Mon-Fri`, `Fri-Mon`, `Mon,Wed`, `daily`.
std::string days_text(const std::bitset<7>& days) {
  if (days.all()) return "daily";
  std::string out;
  for (std::uint32_t i = 1; i <= 7; ++i) {  // Monday first
    const std::uint32_t first = i % 7;
    if (!days[first] || days[(first + 6) % 7]) continue;  // not the first day of a run
    std::uint32_t last = first;
    while (days[(last + 1) % 7]) last = (last + 1) % 7;
    add_item(out, kDays[first], ",");
    if (last != first) out += "-" + std::string(kDays[last]);
  }
  return out;
}

std::string item_text(const std::bitset<7>& days, const DayTimes& times) {
  std::string out = days_text(days);
  if (times == DayTimes{{0, kMinutesOfDay}}) return out;
  for (const MinuteRange& range : times) {
    const std::uint32_t end = range.end > kMinutesOfDay ? range.end - kMinutesOfDay : range.end;
    out += " " + clock_text(range.begin) + "-" + clock_text(end);
  }
  return out;
}

}  // namespace

bool Schedule::contains(std::uint32_t minute_of_week) const {
  const auto after =
      std::upper_bound(open.begin(), open.end(), minute_of_week,
                       [](std::uint32_t minute, const MinuteRange& range) { return minute < range.begin; });
  return after != open.begin() && minute_of_week < std::prev(after)->end;
}

std::optional<ZonedSchedule> parse_schedule(std::string_view text, SyntaxError& error) {
  if (text.size() > kLongestSchedule) {
    error = too_long(code("R205"), text, "schedule", kLongestSchedule);
    return std::nullopt;
  }
  Week week;
  const char* first = text.data();
  const char* const last = first + text.size();
  try {
    x3::phrase_parse(first, last, x3::eps > rules::week > rules::week_end, ascii::space, week);
  } catch (const x3::expectation_failure<const char*>& failure) {
    error = error_of(failure, code("R205"), text);
    error.help = help_for(failure.which(), text.substr(error.offset, error.length));
    return std::nullopt;
  }
  auto schedule = schedule_of({code("R205"), text, true, error}, week.items);
  if (!schedule) return std::nullopt;
  ZonedSchedule out{std::move(*schedule), std::string(view(week.zone)), 0};
  if (!out.zone.empty()) out.zone_offset = static_cast<std::size_t>(week.zone.begin() - text.data());
  return out;
}

std::optional<Schedule> parse_time_of_day(std::string_view text, SyntaxError& error) {
  if (text.size() > kLongestSchedule) {
    error = too_long(code("R208"), text, "TIMEOFDAY argument", kLongestSchedule);
    return std::nullopt;
  }
  std::vector<Item> items;
  const char* first = text.data();
  const char* const last = first + text.size();
  try {
    x3::phrase_parse(first, last, x3::eps > rules::entries > rules::entries_end, ascii::space, items);
  } catch (const x3::expectation_failure<const char*>& failure) {
    error = error_of(failure, code("R208"), text);
    return std::nullopt;
  }
  return schedule_of({code("R208"), text, false, error}, items);
}

Schedule schedule_of(const std::vector<bool>& minutes) {
  Schedule out;
  for (std::uint32_t minute = 0; minute < minutes.size(); ++minute) {
    if (!minutes[minute]) continue;
    if (!out.open.empty() && out.open.back().end == minute)
      ++out.open.back().end;
    else
      out.open.push_back({minute, minute + 1});
  }
  return out;
}

std::string to_text(const Schedule& schedule) {
  if (schedule.open.empty()) return "never";
  if (schedule.open == std::vector<MinuteRange>{{0, kMinutesOfWeek}}) return "always";
  const std::array<DayTimes, 7> times = times_by_day(schedule);
  const DayTimes whole_day = {{0, kMinutesOfDay}};
  std::string out;
  // Whole days come last: `Sat, Sun 09:00-12:00` would give both days the times.
  for (const bool whole : {false, true}) {
    std::bitset<7> done;
    for (std::uint32_t i = 1; i <= 7; ++i) {  // Monday first
      const DayTimes& wanted = times[i % 7];
      if (wanted.empty() || done[i % 7] || (wanted == whole_day) != whole) continue;
      std::bitset<7> days;
      for (std::uint32_t day = 0; day < 7; ++day) days[day] = times[day] == wanted;
      add_item(out, item_text(days, wanted));
      done |= days;
    }
  }
  return out;
}

}  // namespace rapsim::grammar
