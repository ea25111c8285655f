// The clock of the machine. Nothing but the defaults of `--at now` and `--today` reads it: decisions never do.
#pragma once

#include "model/site/world.hpp"
#include "suite/load/markers.hpp"

namespace rapsim {

Instant now();
Day today();  // in UTC

}  // namespace rapsim
