// Reads what stands behind the VPN server: its LAN, adapters, routes, other nodes. Source: semantics.md 6.3, 8.
#include "model/named_rows.hpp"
#include "model/rras_sections.hpp"
#include "model/setting_keys.hpp"

namespace rapsim {
namespace {

constexpr Words<2> kDhcp{"state of DHCP", {"unavailable", "available"}};

void print_networks(EffectivePrinter& out, const std::vector<Network>& networks, Span where) {
  std::vector<std::string> texts;
  for (const Network& network : networks) texts.push_back(network_text(network));
  where.known() ? out.list(texts, where) : out.nothing();
}

std::optional<IpxRange> read_ipx_network(Loader& in, yaml::Node node) {
  if (const auto number = parse_ipx_number(node.text())) return IpxRange{*number, *number, node.span()};
  in.diags.error(code("R212"), node.span(),
                 "expected an IPX network number like `00000100`, found `" + std::string(node.text()) + "`");
  return std::nullopt;
}

// clang-format off
constexpr Key<Adapter> kAdapterKeys[] = {
  word_key<kDhcp, &Adapter::dhcp>("dhcp", "a DHCP server answers (ours)", "whether a DHCP server answers; left out: available"),
  {"scope", [](Loader& in, yaml::Node node, Adapter& a) { in.set(node, a.dhcp_scope, read_address_range); },
   [](EffectivePrinter& out, const Adapter& a) {
     a.dhcp_scope.is_given() ? out.value(grammar::to_text(a.dhcp_scope.value), a.dhcp_scope.where) : out.nothing(); }, "",
   {"addresses that the DHCP server leases", shapes::address_range}},
};

void load_adapters(Loader& in, yaml::Node node, std::vector<Adapter>& adapters) {
  RowsByName known;
  known.add_all(adapters);
  load_named<Adapter>(in, node, adapters, known, kAdapterKeys, "an adapter");
}

constexpr Section kIntranet{"`intranet`", std::to_array<Key<Intranet>>({
  {"network", [](Loader& in, yaml::Node node, Intranet& i) { in.set(node, i.network, read_network); },
   [](EffectivePrinter& out, const Intranet& i) {
     i.network.is_given() ? out.value(network_text(i.network.value), i.network.where) : out.nothing(); }, "",
   {"the network of the server's LAN adapter, like 10.0.0.0/24", shapes::network}},
  {"adapters", [](Loader& in, yaml::Node node, Intranet& i) { load_adapters(in, node, i.adapters); },
   [](EffectivePrinter& out, const Intranet& i) {
     i.adapters.empty() ? out.nothing() : print_named<Adapter>(out, i.adapters, kAdapterKeys); }, "",
   {"LAN adapters by name", [] { return named_shape(map_shape(kAdapterKeys)); }}},
  flag_key<&Intranet::uses_apipa>("uses-apipa", "the LAN has addresses of its own (ours)", "whether the LAN itself has addresses of 169.254.0.0/16; left out: false"),
  flag_key<&Intranet::routing_protocol>("routing-protocol", "the server announces no routes (ours)", "whether the server announces routes to its clients; left out: false"),
  {"routes", [](Loader& in, yaml::Node node, Intranet& i) { load_list(in, node, i.routes, &i.routes_where, "a network", read_network); },
   [](EffectivePrinter& out, const Intranet& i) { print_networks(out, i.routes, i.routes_where); }, "",
   {"networks that the server has routes to", [] { return shapes::one_or_list(shapes::network()); }}},
  {"hosts", [](Loader& in, yaml::Node node, Intranet& i) { load_list(in, node, i.hosts, &i.hosts_where, "an address", read_network); },
   [](EffectivePrinter& out, const Intranet& i) { print_networks(out, i.hosts, i.hosts_where); }, "",
   {"addresses (or networks) of nodes that exist", [] { return shapes::one_or_list(shapes::network()); }}},
  {"ipx-networks",
   [](Loader& in, yaml::Node node, Intranet& i) { load_list(in, node, i.ipx_networks, nullptr, "an IPX network number", read_ipx_network); },
   [](EffectivePrinter& out, const Intranet& i) { print_ipx_ranges(out, i.ipx_networks); }, "",
   {"IPX networks behind the server, like 00000100", [] { return shapes::one_or_list(shapes::text()); }}},
})};
// clang-format on

}  // namespace

void load_intranet(Loader& in, yaml::Node node, Intranet& intranet) {
  if (!intranet.where.known()) intranet.where = node.span();
  kIntranet.load(in, node, intranet);
}

Shape intranet_shape() { return kIntranet.shape(); }

/// An intranet that nobody described is unknown: a line of it would be a claim.
void print_intranet(EffectivePrinter& out, const Intranet& intranet) {
  if (intranet.is_given()) kIntranet.print(out, intranet);
}

}  // namespace rapsim
