// What the VPN server listens on. Source: semantics.md 6.1, 6.2, SEED.
#pragma once

#include <cstdint>

#include "model/site/site.hpp"

namespace rapsim::network {

/// A listener is bound while the service runs and the type has ports for inbound or demand-dial use.
bool is_listening(const Site& site, TunnelType type);
/// Ports of the type that sessions and demand-dial routers do not use; clients need `inbound` besides.
std::uint32_t free_ports(const Site& site, TunnelType type, std::uint32_t used_by_sessions);

}  // namespace rapsim::network
