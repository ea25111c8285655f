// Defaults of the sections around the policies: everything works. Source: semantics.md 6, SEED, G-12, G-14.
#include <array>

#include "model/site/rras_sections.hpp"

namespace rapsim {
namespace {

constexpr std::uint32_t kConsolePorts = 5, kWizardPorts = 128;  // KB323441, semantics 6.2
constexpr std::uint32_t kDhcpBlock = 10;                        // InitialAddressPoolSize
constexpr std::uint32_t kRadiusScore = 30;                      // G-14
constexpr std::uint32_t kAuthenticationPort = 1812, kOldAuthenticationPort = 1645;
constexpr std::uint32_t kAccountingPort = 1813, kOldAccountingPort = 1646;
constexpr std::chrono::minutes kLockoutTime{30};

void fill_ports(Rras& rras, Dialect dialect) {
  for (const TunnelTypeRow& row : tunnel_types()) {
    const bool is_there = dialect_knows(dialect, row.type);
    PortSettings& ports = rras.ports[row.type];
    ports.count.set_default(is_there ? (rras.wizard_ports.value ? kWizardPorts : kConsolePorts) : 0);
    ports.inbound.set_default(is_there);
    ports.demand_dial.set_default(is_there && row.is_for_routers);
    ports.used_by_demand_dial.set_default(0);
  }
}

void fill_protocols(Rras& rras) {
  for (std::size_t row = 0; row < kLanProtocolCount; ++row) {
    rras.protocols[row].enabled.set_default(row == static_cast<std::size_t>(LanProtocol::ip));
    rras.protocols[row].network_access.set_default(true);
  }
  rras.ipx_client_node.set_default(false);
}

void fill_devices(std::vector<Device>& devices) {
  for (Device& device : devices) {
    device.nat.set_default(Nat::none);
    device.forwards_gre.set_default(true);
    device.to_server.filter.drop_by_default.set_default(false);
    device.from_server.filter.drop_by_default.set_default(false);
  }
}

void fill_radius_server(RadiusServer& server) {
  server.authentication_port.set_default(kAuthenticationPort);
  server.accounting_port.set_default(kAccountingPort);
  server.score.set_default(kRadiusScore);
  server.over_internet.set_default(false);
  server.exists.set_default(true);
  server.running.set_default(true);
  server.authentication_listens.set_default({kAuthenticationPort, kOldAuthenticationPort});
  server.accounting_listens.set_default({kAccountingPort, kOldAccountingPort});
  server.knows_client.set_default(true);
  fill_devices(server.path);
}

void fill_rras(Rras& rras, Dialect dialect, Provider provider) {
  rras.is_nt4.set_default(false);
  rras.edition.set_default(dialect == Dialect::nps ? Edition::enterprise : Edition::standard);
  rras.is_started.set_default(true);
  rras.remote_access.set_default(true);
  rras.wizard_ports.set_default(false);
  fill_ports(rras, dialect);
  fill_protocols(rras);
  rras.multilink.set_default(true);
  rras.bap.set_default(true);
  const bool has_pool = rras.addresses.static_pool_where.known();
  rras.addresses.source.set_default(has_pool ? AddressSource::static_pool : AddressSource::dhcp);
  rras.addresses.block.set_default(kDhcpBlock);
  rras.ipsec.policy_agent.set_default(true);
  rras.ipsec.certificate.set_default(Certificate::valid);
  rras.internet.filters.set_default(InterfaceFilters::none);
  for (RadiusServer& server : rras.radius_servers) fill_radius_server(server);
  rras.policies_on_radius.set_default(provider == Provider::radius);
  fill_access(rras.access);
}

void fill_network(NetworkPath& network) {
  network.name_resolution.set_default(NameResolution::works);
  network.route.set_default(true);
  network.loss.set_default(Loss::none);
  fill_devices(network.devices);
}

void fill_intranet(Intranet& intranet) {
  for (Adapter& adapter : intranet.adapters) adapter.dhcp.set_default(true);
  intranet.uses_apipa.set_default(false);
  intranet.routing_protocol.set_default(false);
}

}  // namespace

void fill_domain_lockout(DomainLockout& lockout) {
  lockout.threshold.set_default(0);
  lockout.window.set_default(kLockoutTime);
  lockout.duration.set_default(kLockoutTime);
}

/// What was at the last start stays open: left out, it is as it is now.
void fill_access(DirectoryAccess& access) {
  access.joined.set_default(true);
  access.group_exists.set_default(true);
  access.group_is_security.set_default(true);
  access.group_scope.set_default(GroupScope::domain_local);
  access.group_is_domain_local = {access.group_scope.value == GroupScope::domain_local, access.group_scope.where};
  access.group_can_read.set_default(true);
  access.registered.set_default(true);
  access.everyone_in_pre_windows_2000.set_default(true);
}

void fill_world_defaults(Site& site) {
  fill_rras(site.server.rras, site.dialect.value, site.server.provider.value);
  fill_network(site.network);
  fill_intranet(site.intranet);
}

}  // namespace rapsim
