// Times of the week, straight from their text: each range that is written is asked about the one minute in question.
// Source: semantics.md 3.4, gaps.md G-17; the form for people: grammar/schedule.ebnf.
#include <date/tz.h>

#include <stdexcept>

#include "tests/oracle/names.hpp"
#include "tests/oracle/slow.hpp"

namespace rapsim::oracle {
namespace {

constexpr int kDay = 24 * 60;

struct TimeRange {
  int begin = 0, end = kDay;
};

/// A range as it is written, of one day.
struct DayRange {
  int day = 0;
  TimeRange times{};
};

/// Over midnight the range ends on the day after its own.
bool is_in(const DayRange& range, int minute_of_week, const Rules& rules) {
  const int begin = range.times.begin, end = rules.schedule_ends_late ? range.times.end + 1 : range.times.end;
  const int today = minute_of_week / kDay, minute = minute_of_week % kDay;
  if (begin < range.times.end) return range.day == today && minute >= begin && minute < end;
  return (range.day == today && minute >= begin) || ((range.day + 1) % 7 == today && minute < end);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The text as words: numbers, names, `-`, `,`, `;`, `:`.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool in_word = false;
  for (const char c : lowered(text)) {
    const bool is_sign = c == '-' || c == ',' || c == ';' || c == ':';
    if (c == ' ') {
      in_word = false;
    } else if (in_word && !is_sign) {
      words.back() += c;
    } else {
      words.emplace_back(1, c);
      in_word = !is_sign;
    }
  }
  return words;
}

int day_of(const std::string& word) {
  constexpr std::string_view kDays[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
  for (int day = 0; day < 7; ++day)
    if (word == kDays[day] || word == kDays[day].substr(0, 3)) return day;
  throw std::logic_error("the oracle knows no day " + word);
}

class Reader {
 public:
  explicit Reader(std::string_view text) : words_(words_of(text)) {}

  [[nodiscard]] bool more() const { return at_ < words_.size(); }
  [[nodiscard]] bool at(std::string_view word) const { return more() && words_[at_] == word; }
  [[nodiscard]] bool at_number() const { return more() && is_digit(words_[at_][0]); }
  bool skip(std::string_view word) { return at(word) && (++at_, true); }
  std::string take() {
    if (!more()) throw std::logic_error("the oracle's schedule ends too early");
    return words_[at_++];
  }

  /// 07:00-19:00
  TimeRange time_range() {
    TimeRange range;
    range.begin = time();
    if (!skip("-")) throw std::logic_error("the oracle expects -");
    range.end = time();
    return range;
  }

  /// mon, mon-fri, fri-mon, daily
  std::vector<int> day_range() {
    if (skip("daily")) return {0, 1, 2, 3, 4, 5, 6};
    std::vector<int> days{day_of(take())};
    if (!skip("-")) return days;
    const int last = day_of(take());
    while (days.back() != last) days.push_back((days.back() + 1) % 7);
    return days;
  }

 private:
  int time() {
    const int hours = std::stoi(take());
    if (!skip(":")) throw std::logic_error("the oracle expects :");
    return hours * 60 + std::stoi(take());
  }

  std::vector<std::string> words_;
  std::size_t at_ = 0;
};

/// The form for people: items of days and then times. `always` is every day, `never` no range at all.
std::vector<DayRange> ranges_for_people(std::string_view text) {
  Reader in(text);
  if (in.skip("always")) return ranges_for_people("daily");
  if (in.skip("never")) return {};
  std::vector<DayRange> out;
  while (in.more()) {
    std::vector<int> days = in.day_range();
    while (in.skip(",")) {
      const auto more = in.day_range();
      days.insert(days.end(), more.begin(), more.end());
    }
    std::vector<TimeRange> times;
    while (in.at_number()) {
      times.push_back(in.time_range());
      if (in.skip(",") && !in.at_number()) break;  // a day: the next item
    }
    in.skip(";");
    if (times.empty()) times.emplace_back();
    for (const int day : days)
      for (const TimeRange& range : times) out.push_back({day, range});
  }
  return out;
}

/// The argument of TIMEOFDAY: entries of a day's number and then times.
std::vector<DayRange> ranges_of_export(std::string_view text, const Rules& rules) {
  Reader in(text);
  std::vector<DayRange> out;
  while (in.more()) {
    const int day = (std::stoi(in.take()) + (rules.day_zero_is_monday ? 1 : 0)) % 7;
    while (in.at_number()) out.push_back({day, in.time_range()});
    in.skip(";");
  }
  return out;
}

/// Without a minute, whether some minute of the week is open and whether some is not.
Truth is_open(const std::vector<DayRange>& ranges, std::optional<int> minute_of_week, const Rules& rules) {
  const auto at = [&](int minute) {
    for (const DayRange& range : ranges)
      if (is_in(range, minute, rules)) return true;
    return false;
  };
  if (minute_of_week) return known(at(*minute_of_week));
  Truth out;
  for (int minute = 0; minute < 7 * kDay; ++minute) (at(minute) ? out.can_be_true : out.can_be_false) = true;
  return out;
}

}  // namespace

Truth schedule_is_open(std::string_view text, std::optional<int> minute_of_week, const Rules& rules) {
  return is_open(ranges_for_people(text), minute_of_week, rules);
}

Truth time_of_day_is_open(std::string_view argument, std::optional<int> minute_of_week, const Rules& rules) {
  return is_open(ranges_of_export(argument, rules), minute_of_week, rules);
}

namespace {

/// In: seconds of a clock that shows 00:00 on 1970-01-01 at 0.
int minute_of_week(std::int64_t shown) {
  constexpr std::int64_t kWeek = 7 * kDay;
  constexpr std::int64_t kFirstDay = 4 * kDay;  // 1970-01-01 was a Thursday
  const std::int64_t minutes = shown >= 0 ? shown / 60 : (shown - 59) / 60;
  return static_cast<int>(((minutes + kFirstDay) % kWeek + kWeek) % kWeek);
}

}  // namespace

int local_minute_of_week(const std::string& zone, std::int64_t at) {
  const date::sys_seconds instant{std::chrono::seconds{at}};
  return minute_of_week(at + date::locate_zone(zone)->get_info(instant).offset.count());
}

/// The offset of the nearest month without summer time that follows.
int winter_minute_of_week(const std::string& zone, std::int64_t at) {
  constexpr std::int64_t kMonth = 30 * 24 * 60 * 60;
  const auto info_at = [&](std::int64_t instant) {
    return date::locate_zone(zone)->get_info(date::sys_seconds{std::chrono::seconds{instant}});
  };
  std::int64_t winter = at;
  while (info_at(winter).save != std::chrono::minutes::zero()) winter += kMonth;
  return minute_of_week(at + info_at(winter).offset.count());
}

std::int64_t begin_of_day(const std::string& zone, std::int64_t day) {
  const date::local_seconds local{std::chrono::seconds{day}};
  return date::locate_zone(zone)->to_sys(local, date::choose::earliest).time_since_epoch().count();
}

}  // namespace rapsim::oracle
