// What changes from one text to another, as `diff -u` and `patch` have it.
#pragma once

#include <string>
#include <string_view>

namespace rapsim {

/// Empty when nothing changes.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace rapsim
