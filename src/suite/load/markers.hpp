// `skip` and `expected-failure`: why a row need not pass, and until when. After that day it must.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rapsim {

struct Entry;
struct Loader;
struct Shape;

/// A day of the calendar. A default one is before every day that a marker can name.
using Day = std::chrono::year_month_day;
/// `2026-12-31` and nothing else.
std::optional<Day> day_in(std::string_view text);
std::string day_text(Day day);

enum class MarkerKind : std::uint8_t { skip, expected_failure };
std::string_view marker_name(MarkerKind kind);  // the key

struct Marker {
  MarkerKind kind = MarkerKind::skip;
  std::string reason{};
  Day until{};  // the last day on which it holds

  [[nodiscard]] bool holds(Day today) const { return today <= until; }
};

Shape marker_shape();
/// The marker of a scenario or case; nothing when it has none. Errors: R112 without reason or date, R406 for both
/// kinds.
std::shared_ptr<const Marker> load_marker(Loader& in, const Entry& skip, const Entry& expected_failure);

}  // namespace rapsim
