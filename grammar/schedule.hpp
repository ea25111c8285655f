// Times of the week: the form for people (`Mon-Fri 07:00-19:00, Sat 09:00-12:00`) and the one exports write
// (`0 08:00-12:00 14:00-18:00; 1 00:00-24:00`). Both give the same plain schedule.
// Source: semantics.md 3.4; day 0 = Sunday, end exclusive but 24:00 (inferred, G-17).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace rapsim::grammar {

inline constexpr std::uint32_t kMinutesOfWeek = 7 * 24 * 60;
inline constexpr std::size_t kLongestSchedule = 4096;  // bytes

/// Unit: minutes since Sunday 00:00, begin included, end not; 0 <= begin < end <= kMinutesOfWeek.
struct MinuteRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const MinuteRange&, const MinuteRange&) = default;
};

/// Sorted, disjoint, not touching ranges; a range over the end of the week is two. No range: never open.
struct Schedule {
  std::vector<MinuteRange> open{};

  [[nodiscard]] bool contains(std::uint32_t minute_of_week) const;
  /// Open at all times.
  [[nodiscard]] bool contains_all() const { return open.size() == 1 && open.front() == MinuteRange{0, kMinutesOfWeek}; }
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// The minutes of a week that are true.
Schedule schedule_of(const std::vector<bool>& minutes);

/// `zone` is what follows the times (`UTC`, `Europe/Berlin`), empty when nothing does. Whether a zone may be there
/// is the caller's rule.
struct ZonedSchedule {
  Schedule schedule{};
  std::string zone{};
  std::size_t zone_offset = 0;  // bytes into the text
};

/// For people: `always`, `never`, days (`Mon`, `Mon-Fri`, `Fri-Mon` over the week's end, `Mon,Wed`; `daily`) and times
/// (`07:00-19:00`, several, `22:00-06:00` over midnight; none: the whole day), items separated by `,` or `;`. Errors:
/// R205.
std::optional<ZonedSchedule> parse_schedule(std::string_view text, SyntaxError& error);

/// The argument of TIMEOFDAY. A missing day is closed. Errors: R208.
std::optional<Schedule> parse_time_of_day(std::string_view text, SyntaxError& error);

/// A short text that parse_schedule reads back as `schedule`, days with equal times joined:
/// `Mon-Fri 07:00-19:00, Sat 09:00-12:00`; `always`; `never`.
std::string to_text(const Schedule& schedule);

}  // namespace rapsim::grammar
