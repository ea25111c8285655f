// Changes of the site that would turn the decision, or would let the client reach what is behind the server. Each
// is decided again, is as small as it can be, and is judged by what else it changes. Rules 7 to 12 of explanations.
#pragma once

#include <string>
#include <vector>

#include "diagnose/side_effects.hpp"
#include "diagnose/would.hpp"
#include "model/site/edit.hpp"

namespace rapsim {

/// Edits that together turn the decision; leaving one of them out does not.
struct Proposal {
  std::vector<SiteEdit> changes{};
  Decision decision{};
  SideEffects others{};
  bool weakens = false;  // it takes away a rule that may be there to keep somebody out, or opens for others
};

struct Proposals {
  std::vector<Proposal> list{};  // those that weaken nothing first, then the likeliest, then those that change least
  bool is_complete = true;       // false: the search has spent its budget
};

/// For an attempt that does not get in: what lets it in; never by a policy that denies whoever comes to it, since a
/// rule without a condition on groups is written for everybody. For one that is connected and reaches nothing: what
/// lets it. For any other accept: what would keep it out, or give it to another policy.
Proposals find_proposals(const Explained& explained, const Budget& budget = {});

}  // namespace rapsim
