#include "cli/clock.hpp"

namespace rapsim {

Instant now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

Day today() { return std::chrono::floor<std::chrono::days>(now()); }

}  // namespace rapsim
