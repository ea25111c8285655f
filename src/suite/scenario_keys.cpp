#include "suite/scenario_keys.hpp"

#include <algorithm>

namespace rapsim {

void check_keys(Loader& in, yaml::Node map, std::span<const std::string_view> names, std::string_view what) {
  for (std::size_t i = 0; i < map.size(); ++i) {
    const std::string_view key = map.key(i).text();
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    in.diags.error(code("R110"), map.key(i).span(), "unknown key `" + std::string(key) + "` in " + std::string(what),
                   in.diags.may_search(names.size()) ? help_for_key(key, {names.begin(), names.end()}) : "");
  }
}

Span span_of_key(yaml::Node map, std::string_view name) {
  for (std::size_t i = 0; i < map.size(); ++i)
    if (map.key(i).text() == name) return map.key(i).span();
  return map.span();
}

}  // namespace rapsim
