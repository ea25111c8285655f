// The policies that exist when nobody has written any, as YAML texts. Source: semantics.md 4.7.
#pragma once

#include <string_view>

#include "model/site.hpp"

namespace rapsim {

std::string_view builtin_policies(Dialect dialect);

}  // namespace rapsim
