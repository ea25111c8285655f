#include "session/next_world.hpp"

namespace rapsim {

World next_world(const Explained& explained) { return explained.world; }

}  // namespace rapsim
