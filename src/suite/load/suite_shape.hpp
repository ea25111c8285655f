// What a suite file looks like, for `rapsim schema`.
#pragma once

#include "model/load/shape.hpp"

namespace rapsim {

Shape suite_shape();

}  // namespace rapsim
