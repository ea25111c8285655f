// What setting would cure a cause: one row a cause. Inside src/diagnose only.
#pragma once

#include "diagnose/hypothetical.hpp"

namespace rapsim {

/// Alternatives, each one change, the one nearest to the cause first; not decided yet.
std::vector<SiteEdit> remedies_of(CauseId cause, const Explained& explained);

}  // namespace rapsim
