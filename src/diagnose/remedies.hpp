// What would get an attempt past what ended it: from a cause to edits of the site that may cure it. Nothing here is
// decided: find_proposals() decides each remedy again, and most are dropped. A new cause is one row of kRemedies.
#pragma once

#include "diagnose/remedy.hpp"
#include "network/reach.hpp"

namespace rapsim {

/// For an attempt that does not get in, the likeliest first. Nothing for a cause that no setting of the site cures.
Remedies remedies_of(const Explained& explained);
/// For one that is connected, and that the cause keeps from reaching anything.
Remedies reach_remedies_of(const Explained& explained, CauseId cause);
/// For one that gets in and, if that is not wanted, should not.
Remedies restrictions_of(const Explained& explained);

}  // namespace rapsim
