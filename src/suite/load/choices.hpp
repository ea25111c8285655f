// The maps under `attempt`, `cases` and `fixtures`, as fields with one value or several. Inside src/suite only.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/load/keys.hpp"
#include "model/load/load.hpp"
#include "suite/suite.hpp"

namespace rapsim {

/// What an attempt of a suite may have beside its fields.
struct UseEntry {
  Entry use{};
};

/// Reads one map of fields.
class ChoiceReader {
 public:
  /// `most`: values of one list.
  ChoiceReader(const Site& site, Loader& in, std::size_t most) : site_(site), in_(in), most_(most) {}

  /// Every field of the map; its other keys are those of `keys`. Errors: R109, R110, R111, R403, those of
  /// load_attempt().
  template <class T>
  AttemptChoices read(yaml::Node map, T& into, std::span<const Key<T>> keys, std::string_view what) && {
    load_entries(in_, map, into, keys,
                 [&](yaml::Node key, yaml::Node value) { entry(key, value, names_of(keys), what); });
    return std::move(fields_);
  }

 private:
  void entry(yaml::Node key, yaml::Node value, const std::vector<std::string_view>& others, std::string_view what);
  void add_path(yaml::Node key, yaml::Node value);
  void add_field(yaml::Node value);
  bool is_list_of_values(yaml::Node list);
  void add_choice(yaml::Node value, FieldChoices& field);

  const Site& site_;
  Loader& in_;
  std::size_t most_;
  std::vector<yaml::Node> path_;  // to the value under way
  AttemptChoices fields_;
};

/// An attempt with other keys beside the fields. `lists`: values that are lists multiply out.
template <class Rows>
Shape attempt_with_keys(bool lists, const Rows& keys) {
  Shape out = attempt_shape(lists);
  const Shape others = map_shape(keys);
  out.keys.insert(out.keys.end(), others.keys.begin(), others.keys.end());
  return out;
}
/// Under `use`: one fixture or several.
Shape uses_shape();

/// Fields of `own` replace those of `base` that have the same name.
void replace_fields(AttemptChoices& base, const AttemptChoices& own);
bool has_field(const AttemptChoices& fields, std::string_view name);

}  // namespace rapsim
