// Runs the program and the oracle on the same pairs of site and attempt, and says where they differ.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/decide.hpp"
#include "tests/oracle/slow.hpp"

namespace rapsim::oracle {

/// A site as the program has loaded it.
struct Loaded {
  Sources sources{};
  std::shared_ptr<const CompiledSite> site{};
  std::string problems{};  // why it could not be loaded
};
std::unique_ptr<Loaded> load(const Site& site);

/// Attempts that the program has read and completed; empty after a problem, which is then in `problems`.
std::vector<rapsim::Attempt> load(Loaded& site, const std::string& attempts_yaml);

struct Pair {
  rapsim::Decision decision{};
  Trace trace{};
  Verdict verdict{};
  std::string difference{};  // empty: they agree
};
/// Endings, every field of the decision, and the truth of every condition.
Pair compare(const Loaded& loaded, const rapsim::Attempt& read, const Site& site, const Attempt& attempt,
             const Rules& rules = {});

/// Both results for one pair, from text to decision; empty when they agree, or when it does not load.
std::string difference_of(const Site& site, const Attempt& attempt, const Rules& rules = {});

/// The smallest pair found by leaving parts out that still differs, with both results, as a text.
std::string smallest_difference(Site site, Attempt attempt, const Rules& rules = {});

}  // namespace rapsim::oracle
