// Where each cause comes from: the check, the rules of the permission, or the stage that chooses.
#pragma once

#include <vector>

#include "engine/checks.hpp"
#include "engine/permission.hpp"

namespace rapsim {

/// Exactly one stage ends attempts with a cause.
StageId stage_of(CauseId cause);
/// The check whose violation has this cause; nullptr: another part of the stage decides.
const Check* check_of(CauseId cause);
/// The rules of the permission that reject with this cause.
std::vector<const PermissionRule*> permission_rules_of(CauseId cause);

}  // namespace rapsim
