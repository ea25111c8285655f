// Slots of sessions, the ports that they hold, and the timers that end them. Inside src/session only.
#pragma once

#include <span>

#include "session/simulation.hpp"

namespace rapsim {

/// The way that the attempt was connected, a session of this server; false for another access server's.
bool makes_session(const Facts& facts, const PossibleResult& ending);
/// A session of the attempt, each ending of which `makes_session`; its time-outs and address are what all endings agree
/// in. Nothing when there is no port or address for it after all.
std::optional<SessionId> open_session(const Facts& facts, World& world, std::span<const PossibleResult> endings);

/// The session must be live.
void end_session(World& world, std::uint32_t slot, TerminateCause cause, const OnEnd& on_end);
/// In the order of their connects, with all addresses; as when the service stops.
void end_all_sessions(World& world, TerminateCause cause, const OnEnd& on_end);
/// The live sessions, oldest first. O(n log n).
std::vector<std::uint32_t> live_slots(const World& world);

}  // namespace rapsim
