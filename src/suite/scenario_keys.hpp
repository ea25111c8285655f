// What every map of a suite file is checked for. Inside src/suite only.
#pragma once

#include <span>
#include <string_view>

#include "model/keys.hpp"

namespace rapsim {

/// R110 for every key that is not among `names`.
void check_keys(Loader& in, yaml::Node map, std::span<const std::string_view> names, std::string_view what);
/// Where the key stands; the map itself when it is not there.
Span span_of_key(yaml::Node map, std::string_view name);

}  // namespace rapsim
