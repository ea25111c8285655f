// Where each cause comes from: the check, the rules of the permission, or the stage that chooses.
#pragma once

#include <vector>

#include "engine/stages/checks.hpp"
#include "engine/stages/permission.hpp"

namespace rapsim {

/// The stages that end attempts with a cause, in their order; none: it shows only once a client is connected, or to a
/// probe.
std::vector<StageId> stages_of(CauseId cause);
/// The checks whose violation has this cause; none: another part of the stage decides.
std::vector<const Check*> checks_of(CauseId cause);
/// The rules of the permission that reject with this cause.
std::vector<const PermissionRule*> permission_rules_of(CauseId cause);

}  // namespace rapsim
