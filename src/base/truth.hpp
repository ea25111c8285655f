// Three values: what an attempt or a site says is present, absent or unknown (gaps.md G-7, Kleene logic).
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

namespace rapsim {

enum class Presence : std::uint8_t { absent, unknown, present };

/// Kleene's three truth values, ordered so that "and" is the smaller and "or" the larger.
enum class Truth : std::uint8_t { no, unknown, yes };

constexpr Truth truth(bool value) { return value ? Truth::yes : Truth::no; }
constexpr Truth operator&&(Truth a, Truth b) { return std::min(a, b); }
constexpr Truth operator||(Truth a, Truth b) { return std::max(a, b); }
constexpr Truth operator!(Truth a) { return static_cast<Truth>(2 - static_cast<int>(a)); }

/// A value that is there, is known not to be there, or is not known.
template <class T>
struct Maybe {
  Presence presence = Presence::absent;
  T value{};

  static Maybe of(T value) { return {Presence::present, std::move(value)}; }
  static Maybe unknown() { return {Presence::unknown, T{}}; }
  static Maybe absent() { return {}; }
  [[nodiscard]] bool is_present() const { return presence == Presence::present; }
  [[nodiscard]] bool is_unknown() const { return presence == Presence::unknown; }
  [[nodiscard]] bool is_absent() const { return presence == Presence::absent; }
  /// Whether it holds of the value; of none it does not.
  template <class Holds>
  [[nodiscard]] Truth meets(Holds holds) const {
    return is_unknown() ? Truth::unknown : truth(is_present() && holds(value));
  }
  template <class U>
  [[nodiscard]] Truth is(const U& wanted) const {
    return meets([&](const T& own) { return own == wanted; });
  }
  friend bool operator==(const Maybe&, const Maybe&) = default;
};

}  // namespace rapsim
