// The policies that exist when none is written, as YAML texts. Source: semantics.md 4.7.
#pragma once

#include <string_view>

#include "model/site/site.hpp"

namespace rapsim {

std::string_view builtin_policies(Dialect dialect);
/// The connection request policies of a site that defines none; empty for windows-2000, which knows none.
std::string_view builtin_request_policies(Dialect dialect);

}  // namespace rapsim
