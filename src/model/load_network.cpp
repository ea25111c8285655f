// Reads the way from the client to the server: name, route, devices with their filters. Source: semantics.md 6.7, 7.2.
#include "model/named_rows.hpp"
#include "model/rras_sections.hpp"
#include "model/setting_keys.hpp"

namespace rapsim {
namespace {

constexpr Words<3> kResolutions{"result of name resolution", {"works", "fails", "wrong-address"}};
constexpr Words<2> kRoutes{"state of the route", {"down", "up"}};
constexpr Words<3> kLosses{"loss of packets", {"none", "some", "total"}};
constexpr Words<3> kNats{"kind of NAT", {"none", "client", "server"}};
constexpr Words<2> kGre{"answer to GRE", {"cannot-forward", "forwards"}};

// clang-format off
constexpr Key<Device> kDeviceKeys[] = {
  {"name", [](Loader& in, yaml::Node node, Device& d) { if (auto name = read_name(in, node)) d.name = *std::move(name); },
   [](EffectivePrinter& out, const Device& d) { out.value(yaml_scalar(d.name), d.where); }, "",
   {"a name that no other device has", shapes::text}},
  word_key<kNats, &Device::nat>("nat", "it changes no address (ours)", "whether it changes addresses, and for whom; left out: none"),
  word_key<kGre, &Device::forwards_gre>("gre", "it can forward IP protocol 47 (ours)", "whether it can forward GRE (IP protocol 47); left out: forwards"),
  part_key<load_direction_filter, print_direction_filter, &Device::to_server>("to-server", {"filter for packets to the server", packet_filter_shape}),
  part_key<load_direction_filter, print_direction_filter, &Device::from_server>("from-server", {"filter for packets from the server", packet_filter_shape}),
};

constexpr Section kNetwork{"`network`", std::to_array<Key<NetworkPath>>({
  word_key<kResolutions, &NetworkPath::name_resolution>("name-resolution", "the path works (product.md)", "what comes of the server's name; left out: works"),
  word_key<kRoutes, &NetworkPath::route>("route", "the path works (product.md)", "whether there is a route to the server; left out: up"),
  word_key<kLosses, &NetworkPath::loss>("loss", "the path works (product.md)", "how many packets are lost; left out: none"),
  part_key<load_devices, print_devices, &NetworkPath::devices>("devices", {"routers and firewalls on the way, from the client to the server", devices_shape}),
})};
// clang-format on

}  // namespace

void load_devices(Loader& in, yaml::Node node, std::vector<Device>& devices) {
  load_list_by_name<Device>(in, node, devices, nullptr, kDeviceKeys, {"device", "a device", "a list of devices"});
}

Shape devices_shape() { return shapes::defined("devices", list_by_name_shape(kDeviceKeys)); }
Shape network_path_shape() { return kNetwork.shape(); }

void print_devices(EffectivePrinter& out, const std::vector<Device>& devices) {
  if (!devices.empty()) print_list_by_name<Device>(out, devices, {}, kDeviceKeys);
}

void load_network_path(Loader& in, yaml::Node node, NetworkPath& network) { kNetwork.load(in, node, network); }
void print_network_path(EffectivePrinter& out, const NetworkPath& network) { kNetwork.print(out, network); }

}  // namespace rapsim
