#include "network/listeners.hpp"

#include <algorithm>

namespace rapsim::network {

bool is_listening(const Site& site, TunnelType type) {
  const Rras& rras = site.server.rras;
  const PortSettings& ports = rras.ports[type];
  // Without the role no port is for inbound use, while routers go on to use theirs (inferred).
  const bool is_used = (ports.inbound.value && rras.remote_access.value) || ports.demand_dial.value;
  return rras.is_started.value && ports.count.value > 0 && is_used;
}

std::uint32_t free_ports(const Site& site, TunnelType type, std::uint32_t used_by_sessions) {
  const PortSettings& ports = site.server.rras.ports[type];
  const std::uint64_t used = std::uint64_t{ports.used_by_demand_dial.value} + used_by_sessions;
  return static_cast<std::uint32_t>(ports.count.value - std::min<std::uint64_t>(used, ports.count.value));
}

}  // namespace rapsim::network
