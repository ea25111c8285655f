// What an edit of the site does to the sessions that are up. Source: semantics.md 6.1 to 6.3; G-23.
#include "network/addresses.hpp"
#include "session/lockout.hpp"
#include "session/sessions.hpp"

namespace rapsim {
namespace {

bool serves(const Rras& rras) { return rras.is_started.value && rras.remote_access.value; }

/// Ports that clients may hold.
std::uint32_t client_ports(const PortSettings& ports) {
  if (!ports.inbound.value) return 0;
  return ports.count.value - std::min(ports.count.value, ports.used_by_demand_dial.value);
}

/// A console that takes ports away ends what is on them. Which ones it takes is not documented: the newest go.
void take_ports_away(const Rras& rras, World& world, const OnEnd& on_end) {
  std::vector<std::uint32_t> slots;
  for (const TunnelTypeRow& row : tunnel_types()) {
    const std::uint32_t most = client_ports(rras.ports[row.type]);
    if (world.used_ports[row.type] <= most) continue;
    if (slots.empty()) slots = live_slots(world);
    for (auto slot = slots.rbegin(); slot != slots.rend() && world.used_ports[row.type] > most; ++slot) {
      const Session& session = world.sessions[*slot];
      const bool is_here = session.links > 0 && session.tunnel == row.type;
      if (session.is_live && is_here) end_session(world, *slot, TerminateCause::port_unneeded, on_end);
    }
  }
}

}  // namespace

void change_site(const CompiledSite& before, const CompiledSite& after, World& world, const OnEnd& on_end) {
  change_counters(*before.site, *after.site, world);
  const Rras& rras = after.site->server.rras;
  if (!serves(rras)) {
    if (serves(before.site->server.rras)) end_all_sessions(world, TerminateCause::admin_reset, on_end);
    return;
  }
  take_ports_away(rras, world, on_end);
  network::change_addresses(*before.site, *after.site, world);
}

}  // namespace rapsim
