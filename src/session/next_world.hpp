// How an attempt changes the world for those that follow it in a timeline. Source: semantics.md 2.5.
#pragma once

#include "engine/decision_fields.hpp"

namespace rapsim {

/// The world after the attempt, at the same time: time only goes by between the steps of a timeline. Remote access
/// account lockout counts a failed authentication of an account and forgets its failures after a success; where it is
/// not known which of them happened, nothing changes.
World next_world(const Explained& explained);

}  // namespace rapsim
