// A YAML tree that can be changed and written again: what the mutator works on.
#pragma once

#include <string>
#include <vector>

#include "tests/oracle/random.hpp"
#include "yaml/tree.hpp"

namespace mutation {

using rapsim::oracle::Random;

struct Tree {
  rapsim::yaml::Kind kind = rapsim::yaml::Kind::null;
  std::string text{};         // scalar
  bool quoted = false;        // scalar: must not be written plain
  std::string properties{};   // written before the node: `&a`, `!!str`
  std::string raw{};          // written instead of the node: `*a`
  std::vector<Tree> items{};  // sequence: elements; map: keys and values in turn
};

Tree tree_of(rapsim::yaml::Node node);
/// Block style, flow style or both; the styles are drawn.
std::string text_of(const Tree& tree, Random& random);
/// Every node below and the root, as long as the tree is not changed.
std::vector<Tree*> nodes_of(Tree& tree);
std::vector<const Tree*> nodes_of(const Tree& tree);

}  // namespace mutation
