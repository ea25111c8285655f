// What changes while time goes by. A plain value; its size depends on what has happened, not on the number
// of users or policies.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "base/truth.hpp"

namespace rapsim {

using Instant = std::chrono::sys_seconds;

/// Failed authentications of one account that remote access account lockout has counted (semantics.md 2.5).
struct Denials {
  std::uint32_t count = 0;
  Instant last{};
};

struct World {
  Maybe<Instant> clock = Maybe<Instant>::unknown();
  std::map<std::string, Denials> denials{};  // by Subject::key; only accounts that have failed
};

}  // namespace rapsim
