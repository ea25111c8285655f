// Valid files made wrong: their trees first, then their texts.
#pragma once

#include <string>
#include <vector>

#include "tests/mutation/tree.hpp"

namespace mutation {

/// What a mutant is made of.
struct Part {
  std::string text{};
  Tree tree{};
};

/// A shipped file.
struct Original {
  std::string path{};
  std::string text{};
  /// A suite has a part for each few of its scenarios, with all that is above them; another file has one. A mistake
  /// is found in a scenario or not, whatever is beside it, and large suites take most of the time.
  std::vector<Part> parts{};
};

/// All `*.yaml` below a folder, sorted by path.
std::vector<Original> originals_below(const std::string& folder);

/// One of `all`, changed in one to four ways; some of them bring in pieces of the others.
struct Mutant {
  const Original* original = nullptr;
  std::string text{};
};
Mutant mutant_of(const std::vector<Original>& all, Random& random);

}  // namespace mutation
