// What is used and what is free.
#include <algorithm>

#include "network/addresses.hpp"
#include "network/listeners.hpp"
#include "session/simulation.hpp"

namespace rapsim {
namespace {

template <class Is>
std::uint64_t count_live(const World& world, Is is) {
  return static_cast<std::uint64_t>(
      std::count_if(world.sessions.begin(), world.sessions.end(),
                    [&](const Session& session) { return session.is_live && is(session); }));
}

/// A session that kept its address through an edit may be outside of what its source hands out now.
bool is_from(const Session& session, AddressOrigin origin) {
  return session.origin == origin && session.place != network::kNoPlace;
}

std::uint64_t less(std::uint64_t all, std::uint64_t used) { return all - std::min(all, used); }

/// Leases that are there, and what the DHCP server still has; without one APIPA, unless there was one (semantics 6.3).
Maybe<std::uint64_t> free_of_dhcp(const Site& site, const World& world, std::uint64_t dhcp, std::uint64_t apipa) {
  constexpr std::uint64_t kApipa = 65533;  // the server itself has one
  const std::uint64_t leased = world.addresses[static_cast<std::size_t>(AddressOrigin::dhcp)].leased;
  switch (network::has_dhcp(site)) {
    case Truth::no:
      return Maybe<std::uint64_t>::of(leased == 0 ? less(kApipa, apipa) : less(leased - 1, dhcp));
    case Truth::unknown:
      return Maybe<std::uint64_t>::unknown();
    case Truth::yes:
      break;
  }
  const Adapter* const adapter = network::dhcp_adapter(site);
  if (adapter == nullptr || !adapter->dhcp_scope.is_given()) return Maybe<std::uint64_t>::unknown();
  return Maybe<std::uint64_t>::of(less(adapter->dhcp_scope.value.size() - 1, dhcp));
}

}  // namespace

PortState port_state(const Site& site, const World& world, TunnelType type) {
  const std::uint32_t count = site.server.rras.ports[type].count.value;
  const std::uint32_t free = network::free_ports(site, type, world.used_ports[type]);
  return {count, count - free, free};
}

AddressState address_state(const Site& site, const World& world) {
  const auto count = [&](AddressOrigin origin) {
    return count_live(world, [&](const Session& session) { return is_from(session, origin); });
  };
  if (site.server.rras.addresses.source.value == AddressSource::static_pool) {
    const std::uint64_t used = count(AddressOrigin::static_pool);
    return {used, Maybe<std::uint64_t>::of(less(network::pool_size(site), used))};
  }
  const std::uint64_t dhcp = count(AddressOrigin::dhcp), apipa = count(AddressOrigin::apipa);
  return {dhcp + apipa, free_of_dhcp(site, world, dhcp, apipa)};
}

}  // namespace rapsim
