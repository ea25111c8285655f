// Reads the RADIUS servers that RRAS asks: as configured, and as they are. Source: semantics.md 6.5.
#include "model/named_rows.hpp"
#include "model/rras_sections.hpp"
#include "model/setting_keys.hpp"

namespace rapsim {
namespace {

using Ports = Setting<std::vector<std::uint32_t>>;

constexpr Words<2> kInterfaces{"network to the RADIUS server", {"intranet", "internet"}};
constexpr Words<2> kStates{"state of a RADIUS server", {"stopped", "running"}};

std::optional<std::uint32_t> read_udp_port(Loader& in, yaml::Node node) { return read_number(in, node, 1, UINT16_MAX); }

void load_listens(Loader& in, yaml::Node node, Ports& ports) {
  in.set(node, ports, [](Loader& l, yaml::Node n) -> std::optional<std::vector<std::uint32_t>> {
    std::vector<std::uint32_t> out;
    for (const yaml::Node item : read_list(l, n, "a UDP port"))
      if (const auto port = read_udp_port(l, item)) out.push_back(*port);
    return out;
  });
}

Shape udp_ports_shape() { return shapes::one_or_list(shapes::number(1, UINT16_MAX)); }

void print_listens(EffectivePrinter& out, const Ports& ports) {
  std::vector<std::string> texts;
  for (const std::uint32_t port : ports.value) texts.push_back(std::to_string(port));
  out.list(texts, ports.where);
}

// clang-format off
constexpr Section kListens{"`listens`", std::to_array<Key<RadiusServer>>({
  {"authentication", [](Loader& in, yaml::Node node, RadiusServer& s) { load_listens(in, node, s.authentication_listens); },
   [](EffectivePrinter& out, const RadiusServer& s) { print_listens(out, s.authentication_listens); }, "all of IAS and NPS (semantics 6.5)",
   {"ports for authentication; left out: all that IAS and NPS have", udp_ports_shape}},
  {"accounting", [](Loader& in, yaml::Node node, RadiusServer& s) { load_listens(in, node, s.accounting_listens); },
   [](EffectivePrinter& out, const RadiusServer& s) { print_listens(out, s.accounting_listens); }, "all of IAS and NPS (semantics 6.5)",
   {"ports for accounting; left out: all that IAS and NPS have", udp_ports_shape}},
})};

constexpr Key<RadiusServer> kServerKeys[] = {
  number_key<1, UINT16_MAX, &RadiusServer::authentication_port>("authentication-port", "RFC 2865", "UDP port for authentication, as configured here; left out: 1812"),
  number_key<1, UINT16_MAX, &RadiusServer::accounting_port>("accounting-port", "RFC 2866", "UDP port for accounting, as configured here; left out: 1813"),
  name_key<&RadiusServer::secret>("secret", "shared secret, as configured here; only whether it is the other's matters"),
  number_key<0, UINT16_MAX, &RadiusServer::score>("score", "the initial score (G-14)", "initial score: the highest is asked first; left out: 30"),
  word_key<kInterfaces, &RadiusServer::over_internet>("over", "the server is on the intranet (ours)", "the network on the way to it; left out: intranet"),
  flag_key<&RadiusServer::exists>("exists", "it is there (ours)", "whether there is such a server; left out: true"),
  word_key<kStates, &RadiusServer::running>("state", "it runs (ours)", "whether it runs; left out: running"),
  map_key<kListens, RadiusServer>("listens", "UDP ports that it really listens on"),
  flag_key<&RadiusServer::knows_client>("knows-this-client", "it has this server among its clients (ours)", "whether this server is among its clients; left out: true"),
  name_key<&RadiusServer::client_secret>("secret-there", "shared secret, as configured there; left out: the same"),
  part_key<load_devices, print_devices, &RadiusServer::path>("path", {"devices on the way to it", devices_shape}),
};
// clang-format on

}  // namespace

void load_radius_servers(Loader& in, yaml::Node node, Rras& rras) {
  RowsByName known;
  known.add_all(rras.radius_servers);
  if (!rras.radius_servers_where.known()) rras.radius_servers_where = node.span();
  load_named<RadiusServer>(in, node, rras.radius_servers, known, kServerKeys, "a RADIUS server");
}

Shape radius_servers_shape() { return named_shape(map_shape(kServerKeys)); }

void print_radius_servers(EffectivePrinter& out, const Rras& rras) {
  if (rras.radius_servers_where.known()) print_named<RadiusServer>(out, rras.radius_servers, kServerKeys);
}

}  // namespace rapsim
