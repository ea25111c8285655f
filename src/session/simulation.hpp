// The world over time: connects, ends of sessions, restarts, edits. Every function changes the world in place, in
// O(log n) of its sessions unless it says otherwise. Source: semantics.md 2.5, 6; gaps.md G-4, G-21, G-23.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/trace/explained.hpp"

namespace rapsim {

/// Acct-Terminate-Cause, RFC 2866 5.10.
enum class TerminateCause : std::uint8_t {
  user_request = 1,
  idle_timeout = 4,
  session_timeout = 5,
  admin_reset = 6,
  nas_reboot = 11,
  port_unneeded = 12,
};
/// `idle-timeout`
std::string_view terminate_cause_name(TerminateCause cause);
std::span<const std::string_view> terminate_cause_names();

struct EndedSession {
  SessionId id{};
  TerminateCause cause = TerminateCause::user_request;
  Instant at{};
};
using OnEnd = std::function<void(const EndedSession&)>;  // may be empty

/// The world in which nothing has happened yet; what is cached at start is that of the site.
World start_world(const CompiledSite& site, Instant clock);

/// What the attempt does: counts failures, and if it is connected takes a port and an address. The decision must be
/// that of this site, world and attempt, and `ending` one of its endings. Nothing when no session came of it.
std::optional<SessionId> apply_attempt(const CompiledSite& site, World& world, const Attempt& attempt,
                                       const PossibleResult& ending);
/// The same when the attempt may end in several ways: what all of them agree in. `explained.world` may be `world`.
std::optional<SessionId> apply_attempt(const Explained& explained, World& world);

/// A session that another access server would hold, or none, does not belong to this server.
const Session* find_session(const World& world, SessionId id);  // nullptr: it has ended
/// Of a session that has ended: nothing happens.
void disconnect(World& world, SessionId id, TerminateCause cause, const OnEnd& on_end);
/// The session sends or receives: its idle time begins again.
void touch(World& world, SessionId id);
/// Goes to a time, not before the clock; sessions whose time-outs end before or then are ended, in their order.
void advance(World& world, Instant to, const OnEnd& on_end);

/// `service`: RRAS stops and starts; `server`: the computer too, with what it caches; `domain_controller`: its caches.
enum class Restart : std::uint8_t { service, server, domain_controller };
std::span<const std::string_view> restart_names();  // row by row those of Restart
/// O(sessions).
void restart(const CompiledSite& site, World& world, Restart what, const OnEnd& on_end);

/// The site was edited; O(sessions). What survives: sessions with their address, their time-outs and their profile's
/// filters, any hours that close (G-23). What does not: all sessions when the service was stopped or the role switched
/// off, the newest ones on ports that no longer are, failures that a switched-off lockout counted, and the domain's
/// lock of accounts that the edit says are not locked.
void change_site(const CompiledSite& before, const CompiledSite& after, World& world, const OnEnd& on_end);

/// Ports and addresses that are used and free, for `state` and its invariants.
struct PortState {
  std::uint32_t configured = 0, used = 0, free = 0;
};
/// used + free = configured; routers on demand-dial connections use ports, too.
PortState port_state(const Site& site, const World& world, TunnelType type);

/// Of the source that the site names now. `used`: live sessions with an address from it.
struct AddressState {
  std::uint64_t used = 0;
  Maybe<std::uint64_t> free{};  // unknown: the DHCP server's scope is not described
};
/// O(sessions).
AddressState address_state(const Site& site, const World& world);

}  // namespace rapsim
