#include "suite/scenario_keys.hpp"

#include <algorithm>

#include "model/load.hpp"

namespace rapsim {

void check_keys(Loader& in, yaml::Node map, std::span<const std::string_view> names, std::string_view what) {
  for (std::size_t i = 0; i < map.size(); ++i) {
    const std::string_view key = map.key(i).text();
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    in.diags.error(code("R110"), map.key(i).span(), "unknown key `" + std::string(key) + "` in " + std::string(what),
                   in.diags.may_search(names.size()) ? help_for_key(key, {names.begin(), names.end()}) : "");
  }
}

void check_keys(Loader& in, yaml::Node map, std::span<const SuiteKey> keys, std::string_view what) {
  std::vector<std::string_view> names;
  for (const SuiteKey& key : keys) names.push_back(key.name);
  check_keys(in, map, names, what);
}

Span span_of_key(yaml::Node map, std::string_view name) {
  for (std::size_t i = 0; i < map.size(); ++i)
    if (map.key(i).text() == name) return map.key(i).span();
  return map.span();
}

Shape tags_shape() { return shapes::one_or_list(shapes::text()); }

Shape uses_shape() { return shapes::one_or_list(shapes::any_text(), 1); }

Shape attempt_with_keys(bool lists, std::span<const SuiteKey> keys) {
  Shape out = attempt_shape(lists);
  for (const SuiteKey& key : keys) out.keys.push_back(shapes::key(key.name, key.schema));
  return out;
}

}  // namespace rapsim
