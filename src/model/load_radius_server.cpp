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

void print_listens(EffectivePrinter& out, const Ports& ports) {
  std::vector<std::string> texts;
  for (const std::uint32_t port : ports.value) texts.push_back(std::to_string(port));
  out.list(texts, ports.where);
}

// clang-format off
constexpr Section kListens{"`listens`", std::to_array<Key<RadiusServer>>({
  {"authentication", [](Loader& in, yaml::Node node, RadiusServer& s) { load_listens(in, node, s.authentication_listens); },
   [](EffectivePrinter& out, const RadiusServer& s) { print_listens(out, s.authentication_listens); }, "all of IAS and NPS (semantics 6.5)"},
  {"accounting", [](Loader& in, yaml::Node node, RadiusServer& s) { load_listens(in, node, s.accounting_listens); },
   [](EffectivePrinter& out, const RadiusServer& s) { print_listens(out, s.accounting_listens); }, "all of IAS and NPS (semantics 6.5)"},
})};

constexpr Key<RadiusServer> kServerKeys[] = {
  number_key<1, UINT16_MAX, &RadiusServer::authentication_port>("authentication-port", "RFC 2865"),
  number_key<1, UINT16_MAX, &RadiusServer::accounting_port>("accounting-port", "RFC 2866"),
  name_key<&RadiusServer::secret>("secret"),
  number_key<0, UINT16_MAX, &RadiusServer::score>("score", "the initial score (G-14)"),
  word_key<kInterfaces, &RadiusServer::over_internet>("over", "the server is on the intranet (ours)"),
  flag_key<&RadiusServer::exists>("exists", "it is there (ours)"),
  word_key<kStates, &RadiusServer::running>("state", "it runs (ours)"),
  map_key<kListens, RadiusServer>("listens"),
  flag_key<&RadiusServer::knows_client>("knows-this-client", "it has this server among its clients (ours)"),
  name_key<&RadiusServer::client_secret>("secret-there"),
  part_key<load_devices, print_devices, &RadiusServer::path>("path"),
};
// clang-format on

}  // namespace

void load_radius_servers(Loader& in, yaml::Node node, Rras& rras) {
  RowsByName known;
  known.add_all(rras.radius_servers);
  if (!rras.radius_servers_where.known()) rras.radius_servers_where = node.span();
  load_named<RadiusServer>(in, node, rras.radius_servers, known, kServerKeys, "a RADIUS server");
}

void print_radius_servers(EffectivePrinter& out, const Rras& rras) {
  if (rras.radius_servers_where.known()) print_named<RadiusServer>(out, rras.radius_servers, kServerKeys);
}

}  // namespace rapsim
