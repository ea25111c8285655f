// How an attempt changes the world for those that follow it in a timeline.
#pragma once

#include "engine/decision_fields.hpp"

namespace rapsim {

/// The world after the attempt, at the same time: time only goes by between the steps of a timeline.
World next_world(const Explained& explained);

}  // namespace rapsim
