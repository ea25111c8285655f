// What every map of a suite file is checked for. Inside src/suite only.
#pragma once

#include <span>
#include <string_view>

#include "model/keys.hpp"

namespace rapsim {

/// One key of a map of a suite.
struct SuiteKey {
  std::string_view name;
  KeySchema schema{};
};

/// R110 for every key that is not among `names`.
void check_keys(Loader& in, yaml::Node map, std::span<const std::string_view> names, std::string_view what);
void check_keys(Loader& in, yaml::Node map, std::span<const SuiteKey> keys, std::string_view what);
/// Where the key stands; the map itself when it is not there.
Span span_of_key(yaml::Node map, std::string_view name);

// Shapes of what more than one map of a suite has.
Shape expected_shape();  // under `expect` and `exactly`
Shape marker_shape();
Shape tags_shape();
Shape uses_shape();  // one fixture or several
Shape timeline_shape();
Shape scenarios_shape();
Shape fixtures_shape();
/// An attempt with keys of its own beside the fields. `lists`: values that are lists multiply out.
Shape attempt_with_keys(bool lists, std::span<const SuiteKey> keys);

}  // namespace rapsim
