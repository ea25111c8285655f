// Changes of an account, a policy or the server that would let the attempt in: hypothetical, since the site is as it
// is. Each is decided again before it is reported. Source: product.md "An explanation".
#pragma once

#include <vector>

#include "diagnose/would.hpp"
#include "model/site/edit.hpp"

namespace rapsim {

/// Changes that together let the attempt in.
struct Hypothesis {
  std::vector<SiteEdit> changes{};
  Decision decision{};
  std::vector<std::string> opens_for{};  // other accounts that would be accepted as well, one of each class
  bool weakens = false;  // it takes away a rule that may be there to keep somebody out, or opens for others
};

/// By cause; nothing for an attempt that gets in, or that cannot be decided, or whose cause no setting cures. Those
/// that weaken nothing come first, then those that open for fewest. Never one that accepts by a policy that denies
/// whoever comes to it: a rule without a condition on groups is written for everybody.
std::vector<Hypothesis> find_hypotheses(const Explained& explained, const Budget& budget = {});

}  // namespace rapsim
