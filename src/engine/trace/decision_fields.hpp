// The table of a decision's fields: what `expect` may name, what JSON prints. One row a field.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/trace/explained.hpp"
#include "model/load/shape.hpp"

namespace rapsim {

struct DecisionField {
  std::string_view name;
  FieldTexts (*of_case)(const Explained&);
  bool (*is_possible)(std::string_view text, const Site& site);  // a text that the field can have at all
  bool is_number;
  bool is_list;  // several texts at once
  std::string_view summary;
  Shape (*shape)() = nullptr;  // of one value, for any site

  /// Of an attempt that may be several: what all of them agree in.
  [[nodiscard]] FieldTexts texts(const Explained& explained) const;
};
std::span<const DecisionField> decision_fields();
const DecisionField* find_decision_field(std::string_view name);
/// Every fixed name that the field can have, whichever table it is from: for "did you mean".
std::vector<std::string_view> possible_names(const DecisionField& field, const Site& site);

}  // namespace rapsim
