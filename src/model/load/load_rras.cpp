// Reads the RRAS server: service, ports, LAN protocols, multilink, addresses for clients, IPsec, the interface to the
// Internet, authentication. Source: semantics.md 6.1, 6.2, 6.3, 6.5, 6.7.
#include <fmt/format.h>

#include "base/text.hpp"
#include "model/site/named_rows.hpp"
#include "model/site/rras_sections.hpp"
#include "model/tables/tunnel_table.hpp"

namespace rapsim {
namespace {

constexpr std::uint32_t kMostPortsRead = 1'000'000;

constexpr Words<2> kServiceStates{"service state", {"stopped", "started"}};
constexpr Words<2> kSwitch{"state of remote access", {"disabled", "enabled"}};

// clang-format off
constexpr Section kService{"`service`", std::to_array<Key<Rras>>({
  key<kServiceStates, &Rras::is_started>("state", "the service runs (rapsim's choice)", "whether Routing and Remote Access runs; left out: started"),
  key<kSwitch, &Rras::remote_access>("remote-access", "the server has the role (rapsim's choice)",
    "whether the server takes remote access connections; left out: enabled"),
})};

constexpr Section kPortType{"ports of a type", std::to_array<Key<PortSettings>>({
  key<kNumber<0, kMostPortsRead>, &PortSettings::count>("count", "5, or 128 when the wizard set the server up (KB323441, semantics 6.2)",
    "how many ports of the type there are; left out: 5, or 128 when the wizard set the server up"),
  key<kFlag, &PortSettings::inbound>("inbound", "ports of the server take calls (semantics 6.2)",
    "whether they take calls of remote access clients; left out: true"),
  key<kFlag, &PortSettings::demand_dial>("demand-dial", "PPTP and L2TP ports are for routers too (unverified)",
    "whether they are for routers, too; left out: true for PPTP and L2TP"),
  key<kNumber<0, kMostPortsRead>, &PortSettings::used_by_demand_dial>("used-by-demand-dial", "no router is connected (rapsim's choice)",
    "how many of them connections of routers have; left out: 0"),
}), "ports"};

/// Ports that the dialect lacks are printed only when somebody gave them.
template <std::size_t kRow>
constexpr Key<Rras> port_key() {
  constexpr TunnelType kType = kTunnelTypes[kRow].type;
  return {kTunnelTypes[kRow].name, "", "ports of the type",
          [](Loader& in, yaml::Node node, Rras& r) { kPortType.load(in, node, r.ports[kType]); },
          [](EffectivePrinter& out, const Rras& r) {
            if (dialect_knows(out.dialect(), kType) || first_given(r.ports[kType]).known()) kPortType.print(out, r.ports[kType]); },
          [] { return kPortType.shape(); }};
}

template <std::size_t... kRows>
constexpr auto port_keys(std::index_sequence<kRows...>) { return std::array{port_key<kRows>()...}; }

constexpr Section kPorts{"`ports`", port_keys(std::make_index_sequence<kTunnelTypes.size()>())};
// clang-format on

// --- LAN protocols ---

template <class R>
auto& protocol_of(R& rras, LanProtocol protocol) {
  return rras.protocols[static_cast<std::size_t>(protocol)];
}

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

constexpr List<IpxRange> kIpxRanges{"IPX network numbers", read_ipx_range, ipx_range_text,
                                    [] { return shapes::one_or_list(shapes::text()); }};

// clang-format off
constexpr Section kProtocol{"a LAN protocol", std::to_array<Key<LanProtocolSettings>>({
  key<kFlag, &LanProtocolSettings::enabled>("enabled", "IP is on, the other protocols are off (rapsim's choice)",
    "whether the protocol is on; left out: true for IP, false for the others"),
  key<kFlag, &LanProtocolSettings::network_access>("network-access", "clients reach the network behind the server (rapsim's choice)",
    "whether clients reach the network behind the server; left out: true"),
})};

/// A key of a protocol as one of the server.
template <LanProtocol kProtocolId, std::size_t kRow>
constexpr Key<Rras> key_of_protocol() {
  constexpr const Key<LanProtocolSettings>& kKey = kProtocol.keys[kRow];
  return {kKey.name, kKey.origin, kKey.summary,
          [](Loader& in, yaml::Node node, Rras& r) { kProtocol.keys[kRow].load(in, node, protocol_of(r, kProtocolId)); },
          [](EffectivePrinter& out, const Rras& r) { kProtocol.keys[kRow].print(out, protocol_of(r, kProtocolId)); }, kKey.shape};
}

constexpr Section kIpx{"`IPX`", std::to_array<Key<Rras>>({
  key_of_protocol<LanProtocol::ipx, 0>(),
  key_of_protocol<LanProtocol::ipx, 1>(),
  key<kIpxRanges, &Rras::ipx_networks>("network-numbers", "numbers that the clients' network gets, like `00000100-000001FF`"),
  key<kFlag, &Rras::ipx_client_node>("client-node-numbers", "clients may not ask for a node number (rapsim's choice)",
    "whether clients may ask for a node number of their own; left out: false"),
})};

/// Protocols that the dialect lacks are printed only when somebody gave them.
template <LanProtocol kWhich>
constexpr Key<Rras> protocol_key() {
  constexpr bool kIsIpx = kWhich == LanProtocol::ipx;
  return {kLanProtocols[static_cast<std::size_t>(kWhich)], "", "the protocol on the server",
          [](Loader& in, yaml::Node node, Rras& r) {
            if constexpr (kIsIpx) kIpx.load(in, node, r); else kProtocol.load(in, node, protocol_of(r, kWhich)); },
          [](EffectivePrinter& out, const Rras& r) {
            if (!dialect_knows(out.dialect(), kWhich) && !first_given(r, kWhich).known()) return;
            if constexpr (kIsIpx) kIpx.print(out, r); else kProtocol.print(out, protocol_of(r, kWhich)); },
          [] { return kIsIpx ? kIpx.shape() : kProtocol.shape(); }};
}

constexpr Section kProtocols{"`protocols`", std::to_array<Key<Rras>>({
  protocol_key<LanProtocol::ip>(), protocol_key<LanProtocol::ipx>(),
  protocol_key<LanProtocol::appletalk>(), protocol_key<LanProtocol::netbeui>(),
})};

constexpr Section kMultilink{"`multilink`", std::to_array<Key<Rras>>({
  key<kFlag, &Rras::multilink>("enabled", "multilink connections are on (unverified)",
    "whether a connection may have several links; left out: true"),
  key<kFlag, &Rras::bap>("bap", "BAP and BACP are on (unverified)", "whether links may be added and dropped by need; left out: true"),
})};
// clang-format on

// --- addresses for clients, IPsec ---

std::optional<PoolRange> read_pool_range(Loader& in, yaml::Node node) {
  const auto range = read_address_range(in, node);
  return range ? std::optional(PoolRange{*range, node.span()}) : std::nullopt;
}
constexpr List<PoolRange> kPool{"a range of addresses", read_pool_range,
                                [](const PoolRange& range) { return grammar::to_text(range.range); },
                                [] { return shapes::one_or_list(shapes::address_range()); }};
constexpr std::uint32_t kMostBlock = 65'536;
constexpr Words<2> kSources{"source of addresses", {"dhcp", "static-pool"}};
constexpr Words<4> kCertificates{"state of a certificate", {"valid", "missing", "expired", "untrusted"}};

// clang-format off
constexpr Section kAddresses{"`addresses`", std::to_array<Key<AddressSettings>>({
  key<kSources, &AddressSettings::source>("assignment", "the static pool where there is one, else DHCP (semantics 6.3)",
    "where addresses come from; left out: static-pool where there is one, else dhcp"),
  key<kPlaced<kPool, &AddressSettings::static_pool, &AddressSettings::static_pool_where>>("static-pool",
    "ranges of addresses, like `172.16.5.1-172.16.5.30` or `172.16.5.0/24`"),
  key<kName, &AddressSettings::adapter>("adapter", "the adapter whose DHCP server is asked, as configured"),
  key<kName, &AddressSettings::chosen_adapter>("chosen-adapter", "the adapter that the server has chosen by itself"),
  key<kNumber<1, kMostBlock>, &AddressSettings::block>("block", "InitialAddressPoolSize (semantics 6.3)",
    "how many addresses are asked for at a time; left out: 10"),
})};

constexpr Section kIpsec{"`ipsec`", std::to_array<Key<IpsecSettings>>({
  key<kServiceStates, &IpsecSettings::policy_agent>("policy-agent", "the service runs (rapsim's choice)", "whether the IPsec service runs; left out: started"),
  key<kCertificates, &IpsecSettings::certificate>("certificate", "the computer has a good one (rapsim's choice)",
    "the computer's certificate for L2TP; left out: valid"),
  key<kName, &IpsecSettings::preshared_key>("preshared-key", "instead of a certificate; only whether it is that of the client matters"),
})};
// clang-format on

// --- the interface to the Internet ---

constexpr std::array<std::string_view, 2> kFilterWords = {"none", "vpn-role"};

// clang-format off
constexpr Section kOwnFilters{"`filters`", std::to_array<Key<InternetInterface>>({
  key<kDirectionFilter, &InternetInterface::input>("input", "packets that come in"),
  key<kDirectionFilter, &InternetInterface::output>("output", "packets that go out"),
})};
constexpr Section kPass{"`pass`", std::to_array<Key<InternetInterface>>({
  key<kFilterList, &InternetInterface::extra_input>("input", "filters for packets that come in"),
  key<kFilterList, &InternetInterface::extra_output>("output", "filters for packets that go out"),
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

Shape filters_shape() { return shapes::any_of({shapes::words(kFilterWords), kOwnFilters.shape()}); }

void load_pass(Loader& in, yaml::Node node, InternetInterface& interface) { kPass.load(in, node, interface); }
void print_pass(EffectivePrinter& out, const InternetInterface& interface) {
  if (!interface.extra_input.empty() || !interface.extra_output.empty()) kPass.print(out, interface);
}

// clang-format off
constexpr Section kInterface{"`internet-interface`", std::to_array<Key<InternetInterface>>({
  {"filters", "nothing is filtered (rapsim's choice)",
    "packet filters: none, those of the role (only tunnels get in), or a map of both directions; left out: none",
    load_filters, print_filters, filters_shape},
  {"pass", "", "with `filters: vpn-role`: what else gets through", load_pass, print_pass, [] { return kPass.shape(); }},
})};
// clang-format on

// --- the server ---

constexpr Words<4> kEditions{"edition", {"web", "standard", "enterprise", "datacenter"}};
constexpr Words<2> kSetups{"way to set a server up", {"console", "wizard"}};
constexpr Words<2> kProviders{"authentication provider", {"windows", "radius"}};
constexpr Words<2> kPolicyPlaces{"place of the policies", {"here", "radius-server"}};

/// The only version that is none of a dialect.
constexpr std::string_view kNt4 = "nt4";
std::optional<bool> read_version(Loader& in, yaml::Node node) {
  const auto row = read_word(in, node, "version that a dialect does not tell", std::span(&kNt4, 1));
  return row ? std::optional(true) : std::nullopt;
}
constexpr ValueKind<bool> kVersion{read_version, [](const bool&) { return std::string(kNt4); },
                                   [] { return shapes::word(kNt4); }};

// clang-format off
constexpr Section kAuthentication{"`authentication`", std::to_array<Key<Server>>({
  key<kProviders, &Server::provider>("provider", "RRAS evaluates the policies itself (semantics 6.5)",
    "who authenticates for the server; left out: windows"),
  key<kMethods, &Server::methods>("methods", "methods that the server offers by default (semantics 6.4, G-13)",
    "methods that the server offers, in order of preference; left out: those of the dialect"),
  key<kFlag, &Server::allow_lm>("allow-lm", "LAN Manager responses are off (reason 20)",
    "whether LAN Manager responses are accepted; left out: false"),
  key<kPolicyPlaces, &Server::rras, &Rras::policies_on_radius>("policies", "of whoever the provider is (semantics 6.5)",
    "with `provider: radius`: whether this server's policies count, or those of the RADIUS server"),
  key<kRadiusServers, &Server::rras>("radius-servers", "RADIUS servers that RRAS asks, by name"),
})};

constexpr Section kLockout{"`account-lockout`", std::to_array<Key<AccountLockout>>({
  key<kNumber<0, 1'000'000>, &AccountLockout::max_denials>("max-denials", "0: off (semantics 2.5)",
    "failed attempts after which an account is locked; 0, or left out: off"),
  key<kDuration, &AccountLockout::reset_time>("reset-time", "2880 minutes (semantics 2.5)",
    "how long after the last failure the counter is deleted; left out: 48h"),
})};

constexpr Section kServerKeys{"`server`", std::to_array<Key<Server>>({
  key<kText, &Server::name>("name", "a name for the server", "what RRAS sends as NAS-Identifier; left out: RRAS"),
  key<kIpv4, &Server::address>("address", "what RRAS sends as NAS-IP-Address; left out: not known"),
  key<kName, &Server::default_domain>("default-domain", "the domain of names without one; left out: that of the directory"),
  key<kVersion, &Server::rras, &Rras::is_nt4>("version", "nt4: a server of Windows NT 4.0, which no dialect is"),
  key<kEditions, &Server::rras, &Rras::edition>("edition", "2000 and 2003: standard (rapsim's choice), nps: none with a known limit (G-12)",
    "edition of the system, which limits ports and connections; left out: standard"),
  key<kService, &Server::rras>("service", "Routing and Remote Access"),
  key<kSetups, &Server::rras, &Rras::wizard_ports>("set-up-by", "five ports of a type, as in the troubleshooting document",
    "who has set the server up, which decides how many ports there are; left out: console"),
  key<kPorts, &Server::rras>("ports", "ports by their type"),
  key<kProtocols, &Server::rras>("protocols", "LAN protocols"),
  key<kMultilink, &Server::rras>("multilink", "connections of several links"),
  key<kAddresses, &Server::rras, &Rras::addresses>("addresses", "where the addresses of clients come from"),
  key<kIpsec, &Server::rras, &Rras::ipsec>("ipsec", "what L2TP needs"),
  key<kInterface, &Server::rras, &Rras::internet>("internet-interface", "the interface that clients call"),
  key<kAuthentication>("authentication", "who authenticates, and the methods offered"),
  key<kLockout, &Server::lockout>("account-lockout", "remote access account lockout, which is not that of the domain"),
})};
// clang-format on

}  // namespace

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
  return text.size() <= 8 ? number_in<std::uint32_t>(text, 16) : std::nullopt;
}

/// Eight digits each.
std::string ipx_range_text(const IpxRange& range) {
  const std::string first = fmt::format("{:08X}", range.first);
  return range.first == range.last ? first : first + fmt::format("-{:08X}", range.last);
}

constexpr Part<Server> kServer = kPartOf<Server, kServerKeys>;

}  // namespace rapsim
