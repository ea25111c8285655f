// The suites that come with rapsim.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "suite/load/sites.hpp"

namespace rapsim::test {

/// Those of a folder of the checkout, $RAPSIM_ROOT, without errors.
inline std::vector<Suite> shipped_suites(Sources& sources, const std::string& folder = "scenarios") {
  const char* root = std::getenv("RAPSIM_ROOT");
  REQUIRE(root != nullptr);
  Diagnostics diags;
  std::vector<Suite> out = load_suites(suite_files({std::string(root) + "/" + folder}, sources, diags), sources, diags);
  REQUIRE_FALSE(diags.has_errors());
  REQUIRE_FALSE(out.empty());
  return out;
}

}  // namespace rapsim::test
