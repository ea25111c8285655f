// The policies that came closest, for somebody who meant one of them.
#pragma once

#include <vector>

#include "engine/trace/explained.hpp"

namespace rapsim {

struct NearPolicy {
  PolicyStep step{};        // of Trace::policies
  std::size_t failed = 0;   // conditions that do not hold, a foreign policy source counted as one
  bool is_nearest = false;  // no other policy lacks less
};

/// The policies that did not match, fewest missing first; of those, the most specific first.
std::vector<NearPolicy> near_policies(const Explained& explained);

/// Conditions of a step that do not hold.
std::size_t failed_conditions(const Explained& explained, const PolicyStep& step);

/// Policies after the deciding one that would let the attempt in: they match, and permission and limits would pass.
std::vector<PolicyIndex> later_policies_that_accept(const Explained& explained);

/// A policy that denies, has no condition on who it is, and comes after one that grants: it keeps out whoever no policy
/// before it takes.
bool denies_whoever_comes(const CompiledSite& site, PolicyIndex index);

/// The attempt came to such a policy: the answer is what the policies before it lacked.
bool is_kept_out_by_all(const Explained& explained);

}  // namespace rapsim
