// An account of the directory, of a user or a computer, as written. Source: semantics.md 5.1, 5.2.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/schedule.hpp"
#include "model/site/setting.hpp"

namespace rapsim {

/// msNPAllowDialin: TRUE, FALSE, absent (semantics.md 2.8).
enum class DialInPermission : std::uint8_t { allow, deny, policy };
std::string_view dial_in_permission_name(DialInPermission permission);

/// The times of a week at which an account may log on, in UTC.
struct LogonHours {
  std::string text{};            // as written
  grammar::Schedule schedule{};  // UTC
  bool is_bits = false;          // 42 hex digits, whose bits two sources order differently (G-11)
};

/// From 42 hex digits: 21 bytes, an hour of the week each bit, from Sunday 00:00 UTC on.
grammar::Schedule logon_hours_of_bits(std::string_view hex, bool leftmost_first);

struct AccountState {
  Setting<bool> disabled{};
  Setting<bool> locked_out{};      // by the domain
  Setting<std::string> expires{};  // a date (the end of that day, in the site's zone) or an instant; empty: never
  Setting<LogonHours> logon_hours{};
  Setting<bool> smart_card_required{};
  Setting<bool> must_change_password{};
  Setting<bool> password_expired{};
  Setting<bool> reversible_password{};
};

enum class Callback : std::uint8_t { none, set_by_caller, always };

struct DialIn {
  Setting<DialInPermission> permission{};
  Setting<std::string> caller_id{};  // Verify Caller-ID; empty: not verified
  Setting<Callback> callback{};
  std::string callback_number{};  // Callback::always
  Setting<std::string> static_ip{};
  std::vector<Reference> static_routes{};
};

struct User {
  std::string name{};
  Span where{};
  std::vector<Reference> groups{};
  Setting<std::string> primary_group{};
  DialIn dial_in{};
  AccountState state{};
};

}  // namespace rapsim
