// Reads the network around the server: packet filters, the way from the client with its devices, and the intranet
// behind. Source: semantics.md 4.4, 6.3, 6.7, 7.2, 8.
#include "model/site/named_rows.hpp"
#include "model/site/rras_sections.hpp"

namespace rapsim {
namespace {

// --- packet filters: of a profile, of the interface to the Internet, of a device on the way ---

std::optional<FilterException> read_filter(Loader& in, yaml::Node node) {
  SyntaxError error;
  if (const auto filter = grammar::parse_packet_filter(node.text(), error))
    return FilterException{std::string(node.text()), *filter, node.span()};
  in.report(node, error);
  return std::nullopt;
}

constexpr Words<2> kActions{"filter action", {"forward", "drop"}};

// clang-format off
constexpr Section kFilter{"a packet filter", std::to_array<Key<PacketFilter>>({
  key<kActions, &PacketFilter::drop_by_default>("default", "nothing is filtered",
    "what becomes of packets that no filter names; left out: forward"),
  key<kFilterList, &PacketFilter::except>("except", "filters for which the opposite holds, like `tcp any -> 10.0.0.0/8 port 443`"),
}), "packet-filter"};
// clang-format on

void load_direction_filter(Loader& in, yaml::Node node, DirectionFilter& direction) {
  if (!direction.where.known()) direction.where = node.span();
  kFilter.load(in, node, direction.filter);
}
void print_direction_filter(EffectivePrinter& out, const DirectionFilter& direction) {
  if (direction.is_given()) kFilter.print(out, direction.filter);
}

// --- the way from the client to the server ---

constexpr Words<3> kResolutions{"result of name resolution", {"works", "fails", "wrong-address"}};
constexpr Words<2> kRoutes{"state of the route", {"down", "up"}};
constexpr Words<3> kLosses{"loss of packets", {"none", "some", "total"}};
constexpr Words<3> kNats{"kind of NAT", {"none", "client", "server"}};
constexpr Words<2> kGre{"answer to GRE", {"cannot-forward", "forwards"}};

// clang-format off
constexpr Section kDevice{"a device", std::to_array<Key<Device>>({
  key<kRowName>("name", "a name that no other device has"),
  key<kNats, &Device::nat>("nat", "it changes no address (rapsim's choice)", "whether it changes addresses, and for whom; left out: none"),
  key<kGre, &Device::forwards_gre>("gre", "it can forward IP protocol 47 (rapsim's choice)",
    "whether it can forward GRE (IP protocol 47); left out: forwards"),
  key<kDirectionFilter, &Device::to_server>("to-server", "filter for packets to the server"),
  key<kDirectionFilter, &Device::from_server>("from-server", "filter for packets from the server"),
})};

constexpr Section kPath{"`network`", std::to_array<Key<NetworkPath>>({
  key<kResolutions, &NetworkPath::name_resolution>("name-resolution", "the path works (product.md)",
    "what comes of the server's name; left out: works"),
  key<kRoutes, &NetworkPath::route>("route", "the path works (product.md)", "whether there is a route to the server; left out: up"),
  key<kLosses, &NetworkPath::loss>("loss", "the path works (product.md)", "how many packets are lost; left out: none"),
  key<kDevices, &NetworkPath::devices>("devices", "routers and firewalls on the way, from the client to the server"),
})};
// clang-format on

void load_devices(Loader& in, yaml::Node node, std::vector<Device>& devices) {
  load_list_by_name(in, node, devices, nullptr, kDevice, "device", "a list of devices");
}
void print_devices(EffectivePrinter& out, const std::vector<Device>& devices) {
  if (!devices.empty()) print_list_by_name(out, devices, {}, kDevice);
}
Shape devices_shape() { return shapes::defined("devices", list_by_name_shape(kDevice)); }

// --- the intranet ---

std::optional<IpxRange> read_ipx_network(Loader& in, yaml::Node node) {
  if (const auto number = parse_ipx_number(node.text())) return IpxRange{*number, *number, node.span()};
  in.diags.error(code("R212"), node.span(),
                 "expected an IPX network number like `00000100`, found `" + std::string(node.text()) + "`");
  return std::nullopt;
}

constexpr List<IpxRange> kIpxNetworks{"an IPX network number", read_ipx_network, ipx_range_text,
                                      [] { return shapes::one_or_list(shapes::text()); }};

constexpr List<Network> kNetworks{"a network", read_network, network_text,
                                  [] { return shapes::one_or_list(shapes::network()); }};
constexpr List<Network> kHosts{"an address", read_network, network_text, kNetworks.shape};

constexpr Words<2> kDhcp{"state of DHCP", {"unavailable", "available"}};

// clang-format off
constexpr Section kAdapter{"an adapter", std::to_array<Key<Adapter>>({
  key<kDhcp, &Adapter::dhcp>("dhcp", "a DHCP server answers (rapsim's choice)", "whether a DHCP server answers; left out: available"),
  key<kAddressRange, &Adapter::dhcp_scope>("scope", "addresses that the DHCP server leases"),
})};
// clang-format on

constexpr Part<std::vector<Adapter>> kAdapters{
    [](Loader& in, yaml::Node node, std::vector<Adapter>& adapters) { kByName<kAdapter>.load(in, node, adapters); },
    [](EffectivePrinter& out, const std::vector<Adapter>& adapters) {
      if (!adapters.empty()) kByName<kAdapter>.print(out, adapters);
    },
    [] { return kByName<kAdapter>.shape(); }};

// clang-format off
constexpr Section kBehind{"`intranet`", std::to_array<Key<Intranet>>({
  key<kNetwork, &Intranet::network>("network", "the network of the server's LAN adapter, like 10.0.0.0/24"),
  key<kAdapters, &Intranet::adapters>("adapters", "LAN adapters by name"),
  key<kFlag, &Intranet::uses_apipa>("uses-apipa", "the LAN has assigned addresses (rapsim's choice)",
    "whether the LAN itself has addresses of 169.254.0.0/16; left out: false"),
  key<kFlag, &Intranet::routing_protocol>("routing-protocol", "the server announces no routes (rapsim's choice)",
    "whether the server announces routes to its clients; left out: false"),
  key<kPlaced<kNetworks, &Intranet::routes, &Intranet::routes_where>>("routes", "networks that the server has routes to"),
  key<kPlaced<kHosts, &Intranet::hosts, &Intranet::hosts_where>>("hosts", "addresses (or networks) of nodes that exist"),
  key<kIpxNetworks, &Intranet::ipx_networks>("ipx-networks", "IPX networks behind the server, like 00000100"),
})};
// clang-format on

void load_intranet(Loader& in, yaml::Node node, Intranet& intranet) {
  if (!intranet.where.known()) intranet.where = node.span();
  kBehind.load(in, node, intranet);
}
/// An intranet that is not described is unknown: a line of it would be a claim.
void print_intranet(EffectivePrinter& out, const Intranet& intranet) {
  if (intranet.is_given()) kBehind.print(out, intranet);
}

}  // namespace

constexpr List<FilterException> kFilterList{"a packet filter", read_filter,
                                            [](const FilterException& filter) { return filter.text; },
                                            [] { return shapes::one_or_list(shapes::text()); }};
constexpr Part<PacketFilter> kPacketFilter = kPartOf<PacketFilter, kFilter>;
constexpr Part<DirectionFilter> kDirectionFilter{load_direction_filter, print_direction_filter,
                                                 [] { return kFilter.shape(); }};
constexpr Part<std::vector<Device>> kDevices{load_devices, print_devices, devices_shape};
constexpr Part<NetworkPath> kNetworkPath = kPartOf<NetworkPath, kPath>;
constexpr Part<Intranet> kIntranet{load_intranet, print_intranet, [] { return kBehind.shape(); }};

}  // namespace rapsim
