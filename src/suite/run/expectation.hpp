// What a scenario expects of a decision: fields of decision_fields(), and attributes that the accept returns; and what
// other steps of a timeline expect of what they look at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/trace/decision_fields.hpp"
#include "model/load/shape.hpp"
#include "model/tables/attributes.hpp"
#include "yaml/tree.hpp"

namespace rapsim {

/// One entry of `expect`. It holds when any value of the decision equals any value expected: a list means any of, also
/// for `violated` and `open`, which can have several values.
struct Expectation {
  const DecisionField* field = nullptr;  // nullptr: `attribute`, of `settings`, or `fact`
  AttributeId attribute = 0;
  std::string fact{};      // of a step that is not a connect: `reachable`, `ports.PPTP.used`; empty: of a decision
  bool is_number = false;  // `fact` is
  std::vector<std::string> any_of{};  // attributes: as on the wire, enumerations as decimal number
  bool or_absent = false;             // `null`
  bool or_unknown = false;            // plain `unknown`
  bool is_whole = false;              // `fact`: all of `any_of` and nothing else, in any order
  bool names_all = false;             // `exactly`: every value of the decision must be one of those expected
  bool is_implied = false;            // `exactly` does not name it, so it must be absent
  Span where{};
};

/// An attribute of the accept.
inline bool is_setting(const Expectation& expectation) {
  return expectation.field == nullptr && expectation.fact.empty();
}
/// `reason`, `settings.Session-Timeout`, `ports.PPTP.used`
std::string name_of(const Expectation& expectation);

/// What is under `expect` and `exactly`.
Shape expected_shape();
/// A value, a list of which any will do, nothing (`null`), or `unknown`.
Shape any_of_them(const Shape& value);
/// Reads the map under `key`: `expect` or `exactly`. Errors: R110, R111, R401 (empty, or `any`), R405, and those of
/// attribute values.
std::vector<Expectation> read_expectations(yaml::Node node, std::string_view key, const Site& site, Diagnostics& diags);

/// An expectation and what was.
struct CheckedExpectation {
  const Expectation* expectation = nullptr;
  FieldTexts actual{};
  bool holds = false;
};

/// What was, against what is expected; `expectation` must outlive the result.
CheckedExpectation check_expectation(const Expectation& expectation, FieldTexts actual);

/// In the order of `expectations`, which must outlive the result.
std::vector<CheckedExpectation> check_expectations(const std::vector<Expectation>& expectations,
                                                   const Explained& explained);

}  // namespace rapsim
