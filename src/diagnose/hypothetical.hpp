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
};

/// By cause; nothing for an attempt that gets in, or that cannot be decided, or whose cause no setting cures.
std::vector<Hypothesis> find_hypotheses(const Explained& explained, const Budget& budget = {});

}  // namespace rapsim
