// Reads RADIUS servers that RRAS asks, as configured and as they are, and the RADIUS clients of the policy server.
// Source: semantics.md 6.5.
#include "model/site/named_rows.hpp"
#include "model/site/sections.hpp"

namespace rapsim {
namespace {

constexpr Words<2> kInterfaces{"network to the RADIUS server", {"intranet", "internet"}};
constexpr Words<2> kStates{"state of a RADIUS server", {"stopped", "running"}};

constexpr auto kUdpPort = kNumber<1, UINT16_MAX>;

std::optional<std::vector<std::uint32_t>> read_udp_ports(Loader& in, yaml::Node node) {
  std::vector<std::uint32_t> out;
  for (const yaml::Node item : read_list(in, node, "a UDP port"))
    if (const auto port = kUdpPort.read(in, item)) out.push_back(*port);
  return out;
}

std::string udp_ports_text(const std::vector<std::uint32_t>& ports) {
  std::vector<std::string> texts;
  for (const std::uint32_t port : ports) texts.push_back(std::to_string(port));
  return yaml_list(texts);
}

constexpr ValueKind<std::vector<std::uint32_t>> kUdpPorts{read_udp_ports, udp_ports_text,
                                                          [] { return shapes::one_or_list(kUdpPort.shape()); }};

// clang-format off
constexpr Section kListens{"`listens`", std::to_array<Key<RadiusServer>>({
  key<kUdpPorts, &RadiusServer::authentication_listens>("authentication", "all of IAS and NPS (semantics 6.5)",
    "ports for authentication; left out: all that IAS and NPS have"),
  key<kUdpPorts, &RadiusServer::accounting_listens>("accounting", "all of IAS and NPS (semantics 6.5)",
    "ports for accounting; left out: all that IAS and NPS have"),
})};

constexpr Section kRadiusServer{"a RADIUS server", std::to_array<Key<RadiusServer>>({
  key<kUdpPort, &RadiusServer::authentication_port>("authentication-port", "RFC 2865", "UDP port for authentication, as configured here; left out: 1812"),
  key<kUdpPort, &RadiusServer::accounting_port>("accounting-port", "RFC 2866", "UDP port for accounting, as configured here; left out: 1813"),
  key<kName, &RadiusServer::secret>("secret", "shared secret, as configured here; only whether it is the other's matters"),
  key<kNumber<0, UINT16_MAX>, &RadiusServer::score>("score", "the initial score (G-14)", "initial score: the highest is asked first; left out: 30"),
  key<kInterfaces, &RadiusServer::over_internet>("over", "the server is on the intranet (rapsim's choice)", "the network on the way to it; left out: intranet"),
  key<kFlag, &RadiusServer::exists>("exists", "it is there (rapsim's choice)", "whether there is such a server; left out: true"),
  key<kStates, &RadiusServer::running>("state", "it runs (rapsim's choice)", "whether it runs; left out: running"),
  key<kListens>("listens", "UDP ports that it really listens on"),
  key<kFlag, &RadiusServer::knows_client>("knows-this-client", "it has this server among its clients (rapsim's choice)",
    "whether this server is among its clients; left out: true"),
  key<kName, &RadiusServer::client_secret>("secret-there", "shared secret, as configured there; left out: the same"),
  key<kDevices, &RadiusServer::path>("path", "devices on the way to it"),
})};

constexpr Section kRadiusClient{"a RADIUS client", std::to_array<Key<RadiusClient>>({
  key<kNetwork, &RadiusClient::network>("address", "the client's address, or a network like 192.0.2.0/24"),
  key<kValueOf<kClientVendor>, &RadiusClient::vendor>("vendor", "RADIUS Standard", "Client-Vendor, a name or a number; left out: RADIUS-Standard"),
})};
// clang-format on

void load_radius_servers(Loader& in, yaml::Node node, Rras& rras) {
  if (!rras.radius_servers_where.known()) rras.radius_servers_where = node.span();
  kByName<kRadiusServer>.load(in, node, rras.radius_servers);
}
void print_radius_servers(EffectivePrinter& out, const Rras& rras) {
  if (rras.radius_servers_where.known()) kByName<kRadiusServer>.print(out, rras.radius_servers);
}

void load_radius_clients(Loader& in, yaml::Node node, Site& site) {
  if (!site.radius_clients_where.known()) site.radius_clients_where = node.span();
  kByName<kRadiusClient>.load(in, node, site.radius_clients);
  for (const RadiusClient& client : site.radius_clients)
    if (!client.network.is_given())
      in.diags.error(code("R112"), client.where, "the RADIUS client `" + client.name + "` needs an `address`");
}
void print_radius_clients(EffectivePrinter& out, const Site& site) {
  if (site.radius_clients_where.known()) kByName<kRadiusClient>.print(out, site.radius_clients);
}

}  // namespace

constexpr Part<Rras> kRadiusServers{load_radius_servers, print_radius_servers,
                                    [] { return kByName<kRadiusServer>.shape(); }};
constexpr Part<Site> kRadiusClients{load_radius_clients, print_radius_clients,
                                    [] { return kByName<kRadiusClient>.shape(); }};

}  // namespace rapsim
