// Where sources disagree or are silent, one side is built; `readings:` of a site takes the other. One row a switch.
// Source: gaps.md; the default side of each is the one that it says to build.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "model/site/setting.hpp"

namespace rapsim {

/// Row number of readings().
enum class Reading : std::uint8_t {
  account_state_first,
  automatic_moves_on,
  constraints_before_permission,
  hours_end_sessions,
  lockout_exceeds,
  logon_hours_leftmost_bit,
  mixed_domain_keeps_dial_in,
  no_match_accepts_allowed,
  no_request_policy_discards,
  path_rules_seed,
  policy_deny_beats_user_allow,
  source_two_passes,
};
inline constexpr std::size_t kReadingCount = 12;

struct ReadingRow {
  std::string_view name;
  std::string_view gap;
  std::string_view built;  // what happens by default
  std::string_view other;  // what the switch turns on
  std::string_view source;
  std::string_view built_word = "false";  // as sites write the sides
  std::string_view other_word = "true";
};
std::span<const ReadingRow> readings();

/// The switches of a site; false: the side that is built by default.
struct Readings {
  std::array<Setting<bool>, kReadingCount> switches{};

  Setting<bool>& operator[](Reading reading) { return switches[static_cast<std::size_t>(reading)]; }
  [[nodiscard]] bool is_on(Reading reading) const { return switches[static_cast<std::size_t>(reading)].value; }
};

}  // namespace rapsim
