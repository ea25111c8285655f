// What a scenario expects of a decision: fields of decision_fields(), and attributes that the accept returns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/decision_fields.hpp"
#include "model/attributes.hpp"
#include "yaml/tree.hpp"

namespace rapsim {

/// One entry of `expect`. It holds when any value of the decision equals any value expected: a list means any of, also
/// for `violated` and `open`, which can have several values.
struct Expectation {
  const DecisionField* field = nullptr;  // nullptr: `attribute`, of `settings`
  AttributeId attribute = 0;
  std::vector<std::string> any_of{};  // attributes: as on the wire, enumerations as decimal number
  bool or_absent = false;             // `null`
  bool or_unknown = false;            // plain `unknown`
  bool names_all = false;             // `exactly`: every value of the decision must be one of those expected
  bool is_implied = false;            // `exactly` does not name it, so it must be absent
  Span where{};
};

/// `reason`, `settings.Session-Timeout`
std::string name_of(const Expectation& expectation);

/// Reads the map under `key`: `expect` or `exactly`. Errors: R110, R111, R401 (empty, or `any`), R405, and those of
/// attribute values.
std::vector<Expectation> read_expectations(yaml::Node node, std::string_view key, const Site& site, Diagnostics& diags);

/// An expectation and what was.
struct CheckedExpectation {
  const Expectation* expectation = nullptr;
  FieldTexts actual{};
  bool holds = false;
};

/// In the order of `expectations`, which must outlive the result.
std::vector<CheckedExpectation> check_expectations(const std::vector<Expectation>& expectations,
                                                   const Explained& explained);

}  // namespace rapsim
