// `expect` and `exactly` of a scenario, a case or a step, and how a case adds to what its scenario shares. Inside
// src/suite only.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "model/load/keys.hpp"
#include "suite/run/expectation.hpp"

namespace rapsim {

/// The keys of a map that has expectations.
struct ExpectEntries {
  Entry expect{}, exactly{};
};

struct Expected {
  std::vector<Expectation> named{};
  bool is_exact = false;  // `exactly`: what is not named must be absent
};

/// Nothing when the map has neither key. Errors: R406 for both, those of read_expectations().
std::optional<Expected> load_expected(Loader& in, const ExpectEntries& given, const Site& site);

/// Fields of `own` replace those of `shared`; exact when either is.
Expected merged(const Expected& shared, const Expected& own);

/// The whole list: for `exactly` also every field that it does not name.
std::shared_ptr<const std::vector<Expectation>> expectations_of(Expected expected);

}  // namespace rapsim
