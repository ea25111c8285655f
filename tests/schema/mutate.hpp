// Changes of a valid document, as people make them by mistake: keys left out, misspelt or in the wrong place, values of
// another kind, names that do not exist.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/schema/document.hpp"

namespace schema_test {

/// Numbers that are the same everywhere; those of <random> are not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t sides);

 private:
  std::uint64_t state_;
};

/// What other documents have: a mutant gets its keys and words from there.
struct Words {
  std::vector<std::string> keys{};
  std::vector<std::string> scalars{};
  void add(const Tree& tree);
};

/// One change, somewhere; `what` tells which.
void mutate(Tree& tree, const Words& words, Dice& dice, std::string& what);

/// Small documents that have together what the whole has: one for each of its sections, and for each element of a
/// section that is a list, with as little beside it as `loads` allows.
std::vector<Tree> slices(const Tree& whole, const std::function<bool(const Tree&)>& loads);

}  // namespace schema_test
