// Changes of an account, a policy or the server that would let the attempt in: hypothetical, since the site is as it
// is. Each is decided again before it is told. Source: product.md "An explanation".
#pragma once

#include <string>
#include <vector>

#include "diagnose/would.hpp"

namespace rapsim {

/// One setting: the path of an edit (`directory.users.alice.account.disabled`) and its new value as YAML.
struct SettingChange {
  std::string path{};
  std::string value{};
};

/// Changes that together let the attempt in.
struct Hypothesis {
  std::vector<SettingChange> changes{};
  Decision decision{};
};

/// By cause; nothing for an attempt that gets in, or that nobody can decide, or whose cause no setting cures.
std::vector<Hypothesis> find_hypotheses(const Explained& explained, const Budget& budget = {});

}  // namespace rapsim
