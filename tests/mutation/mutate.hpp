// Valid files made wrong: their trees first, then their texts.
#pragma once

#include <string>
#include <vector>

#include "tests/mutation/tree.hpp"

namespace mutation {

/// A shipped file.
struct Original {
  std::string path{};
  std::string text{};
  Tree tree{};
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
