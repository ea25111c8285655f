// Random sites and attempts as YAML texts, in varied spellings: what the program loads, and what a mismatch prints.
#pragma once

#include <string>
#include <vector>

#include "tests/oracle/world.hpp"

namespace rapsim::oracle {

std::string site_yaml(const Site& site);
/// One attempt, as a map.
std::string attempt_yaml(const Site& site, const Attempt& attempt);
/// A sequence of attempts.
std::string attempts_yaml(const Site& site, const std::vector<Attempt>& attempts);

}  // namespace rapsim::oracle
