// LAN protocols, addresses, and what a connected client reaches.
#include "diagnose/deviations.hpp"
#include "network/addresses.hpp"

namespace rapsim {
namespace {

Rras& rras_of(Setup& setup) { return setup.site.server.rras; }

bool asks(const Setup& setup, LanProtocol protocol) {
  return (setup.attempt.lan_protocols().value >> static_cast<unsigned>(protocol) & 1) != 0;
}

LanProtocolSettings& settings_of(Setup& setup, LanProtocol protocol) {
  return rras_of(setup).protocols[static_cast<std::size_t>(protocol)];
}

bool uses_pool(const Setup& setup) {
  return setup.site.server.rras.addresses.source.value == AddressSource::static_pool;
}

bool shrink_pool(Setup& setup) {
  std::vector<PoolRange>& pool = rras_of(setup).addresses.static_pool;
  if (!uses_pool(setup) || pool.empty()) return false;
  pool.resize(1);
  pool.front().range.last = pool.front().range.first;  // the server's own
  setup.world.addresses = {};
  return true;
}

bool ask_own_node(Setup& setup) {
  if (!asks(setup, LanProtocol::ipx)) return false;
  setup.attempt.set(FieldId::client_ipx_node, true);
  rras_of(setup).ipx_client_node.value = false;
  return true;
}

bool use_networks_elsewhere(Setup& setup) {
  if (!asks(setup, LanProtocol::ipx)) return false;
  if (rras_of(setup).ipx_networks.empty()) rras_of(setup).ipx_networks.push_back({0x100, 0x1FF, {}});
  setup.site.intranet.ipx_networks.push_back(rras_of(setup).ipx_networks.front());
  return true;
}

/// Every adapter without a DHCP server, or only the one that RRAS uses.
bool lose_dhcp(Setup& setup, bool everywhere) {
  if (uses_pool(setup)) return false;
  Intranet& intranet = setup.site.intranet;
  for (Adapter& adapter : intranet.adapters) adapter.dhcp.value = !everywhere;
  if (intranet.adapters.empty()) return false;
  Adapter other{.name = "another adapter", .where = intranet.where};
  other.dhcp.value = false;
  if (!everywhere) intranet.adapters.push_back(other);
  const std::string used = everywhere ? intranet.adapters.front().name : other.name;
  rras_of(setup).addresses.adapter = {used, intranet.where};
  intranet.uses_apipa.value = false;
  setup.world.addresses = {};
  return true;
}

/// What is left of the first block of leases is handed out, and no DHCP server gives another.
bool exhaust_leases(Setup& setup) {
  if (!lose_dhcp(setup, true)) return false;
  const std::uint32_t block = rras_of(setup).addresses.block.value;
  setup.world.addresses[static_cast<std::size_t>(AddressOrigin::dhcp)] = {.leased = block, .next = block};
  return true;
}

/// The client's next address belongs to another node.
bool overlap_pool(Setup& setup) {
  if (!uses_pool(setup) || !setup.site.intranet.is_given()) return false;
  const network::AddressOffer offer = network::next_address(setup.site, setup.world);
  if (offer.address == 0) return false;
  setup.site.intranet.hosts.push_back({offer.address, 32});
  setup.site.intranet.hosts_where = setup.site.intranet.where;
  setup.site.intranet.network.value = {offer.address & 0xFFFFFF00U, 24};  // the pool is part of the LAN
  setup.site.intranet.network.where = setup.site.intranet.where;
  return true;
}

bool lose_routes(Setup& setup) {
  if (!uses_pool(setup) || !setup.site.intranet.is_given()) return false;
  setup.site.intranet.routes.clear();
  setup.site.intranet.routes_where = setup.site.intranet.where;
  setup.site.intranet.routing_protocol = {false, setup.site.intranet.where};
  return true;
}

template <PacketFilter Profile::*Direction>
bool drop_all(Setup& setup) {
  Policy* policy = policy_of(setup);
  if (policy == nullptr) return false;
  (policy->profile.*Direction).drop_by_default = {true, policy->where};
  (policy->profile.*Direction).except.clear();
  return true;
}

// clang-format off
constexpr Deviation kRows[] = {
  {cause("lan-protocol-not-enabled"), "the client's LAN protocols are not enabled for remote access",
   [](Setup& s) { for (LanProtocolSettings& row : rras_of(s).protocols) row.enabled.value = false; return true; }},
  {cause("static-pool-exhausted"), "the static pool has no address left", shrink_pool},
  {cause("static-address-unavailable"), "the client requests a particular address",
   [](Setup& s) { s.attempt.set(FieldId::client_address, "192.0.2.99"); return true; }},
  {cause("ipx-node-request-denied"), "the client requests its own IPX node number, and the server refuses", ask_own_node},
  {cause("ipx-network-number-conflict"), "the server's IPX network numbers are used elsewhere", use_networks_elsewhere},
  {cause("lan-protocol-no-network-access"), "clients of the protocol reach this computer only",
   [](Setup& s) { settings_of(s, s.reach_to.lan_protocol).network_access.value = false; return true; }},
  {cause("no-route-to-static-pool"), "the intranet has no route to the static pool", lose_routes},
  {cause("dhcp-address-unavailable"), "the leases are used up, and no DHCP server gives more", exhaust_leases},
  {cause("dhcp-unavailable-apipa"), "no DHCP server answers", [](Setup& s) { return lose_dhcp(s, true); }},
  {cause("dhcp-wrong-adapter"), "RRAS obtains addresses on an adapter without a DHCP server", [](Setup& s) { return lose_dhcp(s, false); }},
  {cause("pool-overlaps-lan"), "the client's address belongs to another node of the LAN", overlap_pool},
  {cause("profile-packet-filter-blocks"), "the profile's input filters drop the traffic", drop_all<&Profile::input_filter>},
  {cause("profile-packet-filter-blocks"), "the profile's output filters drop the traffic", drop_all<&Profile::output_filter>},
};
// clang-format on

}  // namespace

std::span<const Deviation> network_deviations() { return kRows; }

}  // namespace rapsim
