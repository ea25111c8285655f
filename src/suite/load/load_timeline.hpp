// Reads the steps of a timeline. Time is known while reading, and so is the site, so `after`, `at`, `set` and `repeat`
// end up in the steps. Inside src/suite only.
#pragma once

#include <optional>

#include "suite/load/fixtures.hpp"

namespace rapsim {

Shape timeline_shape();

struct TimelineLoader {
  const Suite& suite;
  EditedSites& edited;
  const Fixtures& fixtures;
  std::optional<Instant> clock;  // nothing: the first step must be `at`
  std::size_t most_steps;        // R403, also of attempts

  /// In: the list under `timeline`. Errors: R401, R403, R406, R408 to R411, R501, those of fields, expectations and
  /// edits.
  std::vector<Step> load(yaml::Node steps, Loader& in) const;
};

}  // namespace rapsim
