// Reads what the RRAS server is around its policies: service, ports, LAN protocols, multilink, IPsec, the interface to
// the Internet. Source: semantics.md 6.1, 6.2, 6.3, 6.7.
#include <charconv>

#include "model/rras_sections.hpp"
#include "model/setting_keys.hpp"

namespace rapsim {
namespace {

constexpr std::uint32_t kMostPortsRead = 1'000'000;

constexpr Words<2> kServiceStates{"service state", {"stopped", "started"}};
constexpr Words<2> kSwitch{"state of remote access", {"disabled", "enabled"}};
constexpr Words<4> kCertificates{"state of a certificate", {"valid", "missing", "expired", "untrusted"}};
constexpr std::string_view kFilterWords[] = {"none", "vpn-role"};

// clang-format off
constexpr Section kService{"`service`", std::to_array<Key<Rras>>({
  word_key<kServiceStates, &Rras::is_started>("state", "the service runs (ours)", "whether Routing and Remote Access runs; left out: started"),
  word_key<kSwitch, &Rras::remote_access>("remote-access", "the server has the role (ours)", "whether the server takes remote access connections; left out: enabled"),
})};

constexpr Section kPortType{"ports of a type", std::to_array<Key<PortSettings>>({
  number_key<0, kMostPortsRead, &PortSettings::count>("count", "5, or 128 when the wizard set the server up (KB323441, semantics 6.2)", "how many ports of the type there are; left out: 5, or 128 when the wizard set the server up"),
  flag_key<&PortSettings::inbound>("inbound", "ports of the server take calls (semantics 6.2)", "whether they take calls of remote access clients; left out: true"),
  flag_key<&PortSettings::demand_dial>("demand-dial", "PPTP and L2TP ports are for routers too (unverified)", "whether they are for routers, too; left out: true for PPTP and L2TP"),
  number_key<0, kMostPortsRead, &PortSettings::used_by_demand_dial>("used-by-demand-dial", "no router is connected (ours)", "how many of them connections of routers have; left out: 0"),
})};

/// Ports that the dialect lacks are printed only when somebody gave them.
template <TunnelType kType>
constexpr Key<Rras> port_key() {
  constexpr auto kRow = static_cast<std::size_t>(kType);
  return {kTunnelTypes[kRow].name,
          [](Loader& in, yaml::Node node, Rras& r) { kPortType.load(in, node, r.ports[kRow]); },
          [](EffectivePrinter& out, const Rras& r) {
            dialect_knows(out.dialect(), kType) || first_given(r.ports[kRow]).known() ? kPortType.print(out, r.ports[kRow]) : out.nothing(); }, "",
          {"ports of the type", [] { return shapes::defined("ports", kPortType.shape()); }}};
}

constexpr Section kPorts{"`ports`", std::to_array<Key<Rras>>({
  port_key<TunnelType::pptp>(), port_key<TunnelType::l2tp>(), port_key<TunnelType::sstp>(),
})};
// clang-format on

// --- LAN protocols ---

/// `00000100`, or `00000100-000001FF`.
std::optional<IpxRange> read_ipx_range(Loader& in, yaml::Node node) {
  const std::string_view text = node.text();
  const std::size_t dash = text.find('-');
  const auto first = parse_ipx_number(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : parse_ipx_number(text.substr(dash + 1));
  if (first && last && *first <= *last) return IpxRange{*first, *last, node.span()};
  in.diags.error(code("R212"), node.span(),
                 "expected IPX network numbers like `00000100-000001FF`, found `" + std::string(text) + "`");
  return std::nullopt;
}

std::string ipx_text(std::uint32_t number) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (unsigned shift = 32; shift != 0; shift -= 4) out += kDigits[number >> (shift - 4) & 15U];
  return out;
}

// clang-format off
template <LanProtocol kProtocol>
constexpr LanProtocolSettings& protocol_of(Rras& rras) { return rras.protocols[static_cast<std::size_t>(kProtocol)]; }
template <LanProtocol kProtocol>
constexpr const LanProtocolSettings& protocol_of(const Rras& rras) { return rras.protocols[static_cast<std::size_t>(kProtocol)]; }

constexpr Section kProtocol{"a LAN protocol", std::to_array<Key<LanProtocolSettings>>({
  flag_key<&LanProtocolSettings::enabled>("enabled", "IP is on, the other protocols are off (ours)", "whether the protocol is on; left out: true for IP, false for the others"),
  flag_key<&LanProtocolSettings::network_access>("network-access", "clients reach the network behind the server (ours)", "whether clients reach the network behind the server; left out: true"),
})};

constexpr Section kIpx{"`IPX`", std::to_array<Key<Rras>>({
  {"enabled", [](Loader& in, yaml::Node node, Rras& r) { kProtocol.keys[0].load(in, node, protocol_of<LanProtocol::ipx>(r)); },
   [](EffectivePrinter& out, const Rras& r) { kProtocol.keys[0].print(out, protocol_of<LanProtocol::ipx>(r)); }, kProtocol.keys[0].origin, kProtocol.keys[0].schema},
  {"network-access", [](Loader& in, yaml::Node node, Rras& r) { kProtocol.keys[1].load(in, node, protocol_of<LanProtocol::ipx>(r)); },
   [](EffectivePrinter& out, const Rras& r) { kProtocol.keys[1].print(out, protocol_of<LanProtocol::ipx>(r)); }, kProtocol.keys[1].origin, kProtocol.keys[1].schema},
  {"network-numbers",
   [](Loader& in, yaml::Node node, Rras& r) { load_list(in, node, r.ipx_networks, nullptr, "IPX network numbers", read_ipx_range); },
   [](EffectivePrinter& out, const Rras& r) { print_ipx_ranges(out, r.ipx_networks); }, "",
   {"numbers that the clients' network gets, like `00000100-000001FF`", [] { return shapes::one_or_list(shapes::text()); }}},
  flag_key<&Rras::ipx_client_node>("client-node-numbers", "clients may not ask for a node number (ours)", "whether clients may ask for a node number of their own; left out: false"),
})};

template <LanProtocol kWhich>
constexpr Key<Rras> protocol_key() {
  constexpr bool kIsIpx = kWhich == LanProtocol::ipx;
  return {kLanProtocols[static_cast<std::size_t>(kWhich)],
          [](Loader& in, yaml::Node node, Rras& r) {
            if constexpr (kIsIpx) kIpx.load(in, node, r); else kProtocol.load(in, node, protocol_of<kWhich>(r)); },
          [](EffectivePrinter& out, const Rras& r) {
            if (!dialect_knows(out.dialect(), kWhich) && !first_given(r, kWhich).known()) return out.nothing();
            if constexpr (kIsIpx) kIpx.print(out, r); else kProtocol.print(out, protocol_of<kWhich>(r)); }, "",
          {"the protocol on the server", [] { if constexpr (kIsIpx) return kIpx.shape(); else return kProtocol.shape(); }}};
}

constexpr Section kProtocols{"`protocols`", std::to_array<Key<Rras>>({
  protocol_key<LanProtocol::ip>(), protocol_key<LanProtocol::ipx>(),
  protocol_key<LanProtocol::appletalk>(), protocol_key<LanProtocol::netbeui>(),
})};

constexpr Section kMultilink{"`multilink`", std::to_array<Key<Rras>>({
  flag_key<&Rras::multilink>("enabled", "multilink connections are on (unverified)", "whether a connection may have several links; left out: true"),
  flag_key<&Rras::bap>("bap", "BAP and BACP are on (unverified)", "whether links may be added and dropped by need; left out: true"),
})};

constexpr Section kIpsec{"`ipsec`", std::to_array<Key<IpsecSettings>>({
  word_key<kServiceStates, &IpsecSettings::policy_agent>("policy-agent", "the service runs (ours)", "whether the IPsec service runs; left out: started"),
  word_key<kCertificates, &IpsecSettings::certificate>("certificate", "the computer has a good one (ours)", "the computer's certificate for L2TP; left out: valid"),
  name_key<&IpsecSettings::preshared_key>("preshared-key", "instead of a certificate; only whether it is that of the client matters"),
})};

// --- the interface to the Internet ---

constexpr Section kOwnFilters{"`filters`", std::to_array<Key<InternetInterface>>({
  part_key<load_direction_filter, print_direction_filter, &InternetInterface::input>("input", {"packets that come in", packet_filter_shape}),
  part_key<load_direction_filter, print_direction_filter, &InternetInterface::output>("output", {"packets that go out", packet_filter_shape}),
})};
constexpr Section kPass{"`pass`", std::to_array<Key<InternetInterface>>({
  part_key<load_filter_list, print_filter_list, &InternetInterface::extra_input>("input", {"filters for packets that come in", filter_list_shape}),
  part_key<load_filter_list, print_filter_list, &InternetInterface::extra_output>("output", {"filters for packets that go out", filter_list_shape}),
})};
// clang-format on

/// `none`, `vpn-role`, or a map of both directions. An edit that takes the role's filters away takes `pass` with them.
void load_filters(Loader& in, yaml::Node node, InternetInterface& interface) {
  if (node.is_map()) {
    if (interface.filters.value != InterfaceFilters::own && !in.may_set(node, interface.filters)) return;
    interface.filters = {InterfaceFilters::own, node.span()};
    if (in.editing) interface.extra_input.clear(), interface.extra_output.clear();
    return kOwnFilters.load(in, node, interface);
  }
  if (!in.may_set(node, interface.filters)) return;
  const auto row = read_word(in, node, "set of filters", kFilterWords);
  if (!row) return;
  interface.filters = {static_cast<InterfaceFilters>(*row), node.span()};
  interface.input = interface.output = {};
  if (in.editing && interface.filters.value == InterfaceFilters::none)
    interface.extra_input.clear(), interface.extra_output.clear();
}

void print_filters(EffectivePrinter& out, const InternetInterface& interface) {
  const bool is_own = interface.filters.value == InterfaceFilters::own;
  if (is_own && !interface.input.is_given() && !interface.output.is_given())
    return out.value("{}", interface.filters.where);
  if (is_own) return kOwnFilters.print(out, interface);
  out.value(kFilterWords[static_cast<std::size_t>(interface.filters.value)], interface.filters.where);
}

void print_pass(EffectivePrinter& out, const InternetInterface& interface) {
  if (!interface.extra_input.empty() || !interface.extra_output.empty()) kPass.print(out, interface);
}

constexpr Section kInterface{
    "`internet-interface`",
    std::to_array<Key<InternetInterface>>({
        {"filters",
         load_filters,
         print_filters,
         "nothing is filtered (ours)",
         {"packet filters: none, those of the role (only tunnels get in), or a map of both directions; left out: none",
          [] {
            return shapes::any_of({shapes::words(kFilterWords), kOwnFilters.shape()});
          }}},
        {"pass",
         [](Loader& in, yaml::Node node, InternetInterface& i) { kPass.load(in, node, i); },
         print_pass,
         "",
         {"with `filters: vpn-role`: what else gets through", [] { return kPass.shape(); }}},
    })};

}  // namespace

bool dialect_knows(Dialect dialect, TunnelType type) { return type != TunnelType::sstp || dialect == Dialect::nps; }

bool dialect_knows(Dialect dialect, LanProtocol protocol) {
  if (protocol == LanProtocol::netbeui) return dialect == Dialect::windows_2000;
  return protocol == LanProtocol::ip || dialect != Dialect::nps;
}

Span first_given(const PortSettings& ports) {
  for (const Span where :
       {ports.count.where, ports.inbound.where, ports.demand_dial.where, ports.used_by_demand_dial.where})
    if (where.known()) return where;
  return {};
}

Span first_given(const Rras& rras, LanProtocol protocol) {
  const LanProtocolSettings& settings = rras.protocols[static_cast<std::size_t>(protocol)];
  if (settings.enabled.is_given()) return settings.enabled.where;
  if (settings.network_access.is_given()) return settings.network_access.where;
  if (protocol != LanProtocol::ipx) return {};
  return rras.ipx_networks.empty() ? rras.ipx_client_node.where : rras.ipx_networks.front().where;
}

std::optional<std::uint32_t> parse_ipx_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  const bool is_whole = status == std::errc{} && end == text.data() + text.size() && text.size() <= 8;
  return is_whole ? std::optional(number) : std::nullopt;
}

void print_ipx_ranges(EffectivePrinter& out, const std::vector<IpxRange>& ranges) {
  std::vector<std::string> texts;
  for (const IpxRange& range : ranges)
    texts.push_back(range.first == range.last ? ipx_text(range.first)
                                              : ipx_text(range.first) + "-" + ipx_text(range.last));
  texts.empty() ? out.nothing() : out.list(texts, ranges.front().where);
}

Shape service_shape() { return kService.shape(); }
Shape ports_shape() { return kPorts.shape(); }
Shape protocols_shape() { return kProtocols.shape(); }
Shape server_multilink_shape() { return kMultilink.shape(); }
Shape ipsec_shape() { return kIpsec.shape(); }
Shape internet_interface_shape() { return kInterface.shape(); }

void load_service(Loader& in, yaml::Node node, Rras& rras) { kService.load(in, node, rras); }
void print_service(EffectivePrinter& out, const Rras& rras) { kService.print(out, rras); }
void load_ports(Loader& in, yaml::Node node, Rras& rras) { kPorts.load(in, node, rras); }
void print_ports(EffectivePrinter& out, const Rras& rras) { kPorts.print(out, rras); }
void load_protocols(Loader& in, yaml::Node node, Rras& rras) { kProtocols.load(in, node, rras); }
void print_protocols(EffectivePrinter& out, const Rras& rras) { kProtocols.print(out, rras); }
void load_server_multilink(Loader& in, yaml::Node node, Rras& rras) { kMultilink.load(in, node, rras); }
void print_server_multilink(EffectivePrinter& out, const Rras& rras) { kMultilink.print(out, rras); }
void load_ipsec(Loader& in, yaml::Node node, IpsecSettings& ipsec) { kIpsec.load(in, node, ipsec); }
void print_ipsec(EffectivePrinter& out, const IpsecSettings& ipsec) { kIpsec.print(out, ipsec); }
void load_internet_interface(Loader& in, yaml::Node node, InternetInterface& interface) {
  kInterface.load(in, node, interface);
}
void print_internet_interface(EffectivePrinter& out, const InternetInterface& interface) {
  kInterface.print(out, interface);
}

}  // namespace rapsim
