// Reads the steps of a timeline. Time is known while reading, so `after` and `at` end up in the attempts. Inside
// src/suite only.
#pragma once

#include <optional>

#include "suite/fixtures.hpp"
#include "suite/scenario_keys.hpp"

namespace rapsim {

struct TimelineLoader {
  const Site& site;
  const Fixtures& fixtures;
  std::optional<Instant> clock;  // nothing: the first step must be `at`
  std::size_t most_connects;     // R403

  /// In: the list under `timeline`. Errors: R401, R403, R406 to R409, R501, those of fields and expectations.
  std::vector<Connect> load(yaml::Node steps, Loader& in) const;
};

}  // namespace rapsim
