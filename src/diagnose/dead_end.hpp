// An accept followed to the intranet: rule 5 of explanations.
#pragma once

#include <optional>

#include "engine/trace/explained.hpp"
#include "network/reach.hpp"

namespace rapsim {

/// Why the connected client reaches nothing behind the server, as far as the site describes it. Nothing
/// for an attempt that makes no session, and while something is reached or it is not known. Filters of a profile, which
/// are there to keep packets out, are no reason.
std::optional<network::Reach> dead_end_of(const Explained& explained);

}  // namespace rapsim
