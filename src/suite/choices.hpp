// The maps under `attempt`, `cases` and `fixtures`, as fields with one value or several. Inside src/suite only.
#pragma once

#include <span>
#include <string_view>

#include "suite/scenario_keys.hpp"
#include "suite/suite.hpp"
#include "yaml/tree.hpp"

namespace rapsim {

struct ChoiceReader {
  const Site& site;
  Diagnostics& diags;
  std::size_t most;  // values of one list

  /// Every field of the map but those under `other_keys`, which are the caller's. Errors: R109, R110, R111, R403, those
  /// of load_attempt().
  AttemptChoices read(yaml::Node map, std::span<const SuiteKey> other_keys, std::string_view what);
};

/// Fields of `own` replace those of `base` that have the same name.
void replace_fields(AttemptChoices& base, const AttemptChoices& own);
bool has_field(const AttemptChoices& fields, std::string_view name);

}  // namespace rapsim
