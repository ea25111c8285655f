// The clock of the machine. Nothing but the defaults of `--at now` and `--today` reads it: decisions never do.
#pragma once

#include "model/world.hpp"
#include "suite/markers.hpp"

namespace rapsim {

Instant now();
Day today();  // in UTC

}  // namespace rapsim
