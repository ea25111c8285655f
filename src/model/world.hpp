// What changes while time goes by. A plain value; its size does not depend on the number of users or policies.
#pragma once

#include <chrono>

#include "base/truth.hpp"

namespace rapsim {

using Instant = std::chrono::sys_seconds;

struct World {
  Maybe<Instant> clock = Maybe<Instant>::unknown();
};

}  // namespace rapsim
