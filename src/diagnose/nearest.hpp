// The policies that came closest, for somebody who meant one of them.
#pragma once

#include <string>
#include <vector>

#include "engine/trace/explained.hpp"

namespace rapsim {

struct NearPolicy {
  PolicyStep step{};        // of Trace::policies
  std::size_t failed = 0;   // conditions that do not hold, a foreign policy source counted as one
  bool is_nearest = false;  // no other policy lacks less
};

/// The policies that did not match, those that grant first, then by what is missing; a policy whose name is that of a
/// group of the account comes before others. Where no policy granted, also those that are disabled or were not looked
/// at. Rule 2 of explanations.
std::vector<NearPolicy> near_policies(const Explained& explained);

/// Conditions of a step that do not hold.
std::size_t failed_conditions(const Explained& explained, const PolicyStep& step);

/// Policies after the deciding one that would let the attempt in: they match, and permission and limits would pass.
std::vector<PolicyIndex> later_policies_that_accept(const Explained& explained);

/// A group that both ask for.
bool ask_for_one_group(const Policy& a, const Policy& b);
/// A disabled policy whose place another one has taken: one that is switched on, grants, asks for one of its groups or
/// has a word of its name, and does not fail for a place that the attempt does not come from.
bool is_replaced(const Explained& explained, PolicyIndex index);

/// The groups of the account, those included that it is in through others. Empty: none, or not known.
std::vector<std::string> groups_of_account(const Explained& explained);

bool asks_for_groups(ConditionKind kind);
/// The policy has a condition on groups.
bool asks_who_it_is(const CompiledSite& site, PolicyIndex index);

/// A policy that denies, has no condition on who it is, and comes after one that grants: it keeps out whoever no policy
/// before it takes.
bool denies_whoever_comes(const CompiledSite& site, PolicyIndex index);

/// The attempt came to such a policy: the answer is what the policies before it lacked.
bool is_kept_out_by_all(const Explained& explained);

}  // namespace rapsim
