// The way to the server, the server's gate, the tunnel.
#include "diagnose/deviations.hpp"
#include "engine/stages/tunnels.hpp"

namespace rapsim {
namespace {

Rras& rras_of(Setup& setup) { return setup.site.server.rras; }

FilterException exception(std::string_view text) {
  SyntaxError error;
  return {std::string(text), *grammar::parse_packet_filter(text, error), {}};
}

/// Any place will do: a filter is given when it has one.
Span somewhere(const Setup& setup) { return {setup.site.policies_where.file, 1, 1, 1}; }

Device firewall(const Setup& setup, Nat nat, bool forwards_gre) {
  Device out{.name = "a device on the way", .where = somewhere(setup)};
  out.nat.value = nat;
  out.forwards_gre.value = forwards_gre;
  return out;
}
bool add(Setup& setup, Device device) {
  setup.site.network.devices.push_back(std::move(device));
  return true;
}

/// A device that lets everything through but these packets.
bool block(Setup& setup, std::initializer_list<std::string_view> packets) {
  Device device = firewall(setup, Nat::none, true);
  device.to_server.where = device.where;
  for (const std::string_view text : packets) device.to_server.filter.except.push_back(exception(text));
  return add(setup, std::move(device));
}

bool may_use(const Setup& setup, TunnelType type) {
  const auto tunnel = tunnel_of(setup);
  return tunnel ? *tunnel == type : setup.attempt.strategy().is_present();
}

/// Automatic shows 800 only when neither type gets through.
bool block_both(Setup& setup) {
  return !tunnel_of(setup) && may_use(setup, TunnelType::pptp) &&
         block(setup, {"tcp any -> any port 1723", "udp any -> any port 500", "udp any -> any port 1701"});
}

/// The interface's own input filters, which let everything through but these.
bool filter_interface(Setup& setup, std::string_view packet) {
  InternetInterface& internet = rras_of(setup).internet;
  internet.filters.value = InterfaceFilters::own;
  internet.input = internet.output = {};
  internet.input.where = somewhere(setup);
  internet.input.filter.except.push_back(exception(packet));
  return true;
}

void fill_ports(Setup& setup, TunnelType type, std::uint32_t sessions) {
  setup.world.used_ports[type] += sessions;
  setup.world.live_sessions += sessions;
}

bool exhaust_ports(Setup& setup) {
  for (const TunnelTypeRow& row : tunnel_types())
    fill_ports(setup, row.type, rras_of(setup).ports[row.type].count.value);
  rras_of(setup).edition.value = Edition::enterprise;
  return true;
}

bool limit_edition(Setup& setup, Edition edition, std::uint32_t sessions) {
  for (PortSettings& ports : rras_of(setup).ports) ports.count.value = std::max(ports.count.value, sessions + 1);
  rras_of(setup).edition.value = edition;
  fill_ports(setup, tunnel_types().front().type, sessions);
  return true;
}

bool take_uses(Setup& setup, bool demand_dial) {
  for (PortSettings& ports : rras_of(setup).ports) {
    ports.inbound.value = false;
    ports.demand_dial.value = demand_dial;
  }
  return true;
}

bool take_ports(Setup& setup) {
  if (const auto tunnel = tunnel_of(setup)) {
    rras_of(setup).ports[*tunnel].count.value = 0;
  } else {
    for (const TunnelType type : tried_types(setup.attempt)) rras_of(setup).ports[type].count.value = 0;
  }
  return true;
}

constexpr auto kPptp = TunnelType::pptp;
constexpr auto kL2tp = TunnelType::l2tp;

// clang-format off
constexpr Deviation kRows[] = {
  {cause("pptp-control-blocked"), "a firewall drops TCP 1723", [](Setup& s) { return may_use(s, kPptp) && block(s, {"tcp any -> any port 1723"}); }},
  {cause("pptp-control-blocked"), "firewalls drop TCP 1723, UDP 500 and UDP 1701", block_both},
  {cause("l2tp-traffic-blocked"), "firewalls drop TCP 1723, UDP 500 and UDP 1701", block_both},
  {cause("gre-blocked"), "a firewall drops GRE, IP protocol 47", [](Setup& s) { return may_use(s, kPptp) && block(s, {"protocol 47 any -> any"}); }},
  {cause("gre-unsupported-by-firewall"), "a device on the way cannot forward GRE, even if its rules allow it", [](Setup& s) { return may_use(s, kPptp) && add(s, firewall(s, Nat::none, false)); }},
  {cause("l2tp-traffic-blocked"), "a firewall drops UDP 500", [](Setup& s) { return may_use(s, kL2tp) && block(s, {"udp any -> any port 500"}); }},
  {cause("l2tp-traffic-blocked"), "a firewall drops ESP and UDP 4500", [](Setup& s) { return may_use(s, kL2tp) && block(s, {"protocol 50 any -> any", "udp any -> any port 4500"}); }},
  {cause("wan-filter-blocks-vpn"), "a filter of the server's Internet interface drops TCP 1723", [](Setup& s) { return may_use(s, kPptp) && filter_interface(s, "tcp any -> any port 1723"); }},
  {cause("wan-filter-blocks-vpn"), "a filter of the server's Internet interface drops GRE", [](Setup& s) { return may_use(s, kPptp) && filter_interface(s, "protocol 47 any -> any"); }},
  {cause("wan-filter-blocks-vpn"), "a filter of the server's Internet interface drops UDP 1701", [](Setup& s) { return may_use(s, kL2tp) && filter_interface(s, "udp any -> any port 1701"); }},
  {cause("icmp-filtered"), "there are only the filters of the VPN role: they drop ping", [](Setup& s) {
     rras_of(s).internet.filters.value = InterfaceFilters::vpn_role;
     rras_of(s).internet.extra_input.clear();
     rras_of(s).internet.extra_output.clear();
     return true; }},
  {cause("server-unreachable"), "no route leads to the server", [](Setup& s) { s.site.network.route.value = false; return true; }},
  {cause("server-unreachable"), "the server's name does not resolve", [](Setup& s) { s.site.network.name_resolution.value = NameResolution::fails; return true; }},
  {cause("rras-not-started"), "the Routing and Remote Access service is stopped", [](Setup& s) { rras_of(s).is_started.value = false; return true; }},
  {cause("remote-access-disabled"), "remote access is not enabled on the server", [](Setup& s) { rras_of(s).remote_access.value = false; return true; }},
  {cause("server-not-listening"), "no ports are on, for neither use", [](Setup& s) { return take_uses(s, false); }},
  {cause("ports-not-inbound-enabled"), "the ports are for demand-dial routing only", [](Setup& s) { return take_uses(s, true); }},
  {cause("tunnel-protocol-unsupported"), "the server has no ports of the client's type", take_ports},
  {cause("ports-exhausted"), "all ports are in use", exhaust_ports},
  {cause("edition-limit-web"), "the server is a Web Edition, and a connection is up",
   [](Setup& s) { return limit_edition(s, Edition::web, kMostWebSessions); }},
  {cause("edition-limit-standard"), "1,000 connections are up on a Standard Edition",
   [](Setup& s) { return limit_edition(s, Edition::standard, kMostStandardSessions); }},
  {cause("l2tp-certificate-problem"), "the server's certificate for IPsec is missing",
   [](Setup& s) { return may_use(s, kL2tp) && (rras_of(s).ipsec.certificate.value = Certificate::missing, true); }},
  {cause("l2tp-certificate-problem"), "the client's certificate for IPsec is missing",
   [](Setup& s) { return may_use(s, kL2tp) && (s.attempt.set(FieldId::client_certificate, Certificate::missing), true); }},
  {cause("l2tp-preshared-key-mismatch"), "client and server have different preshared keys",
   [](Setup& s) {
     if (!may_use(s, kL2tp)) return false;
     rras_of(s).ipsec.preshared_key.value = "a key";
     s.attempt.set(FieldId::client_preshared_key, "another key");
     return true; }},
  {cause("l2tp-server-behind-nat"), "the server is behind a NAT", [](Setup& s) { return may_use(s, kL2tp) && add(s, firewall(s, Nat::of_server, true)); }},
  {cause("ipsec-agent-stopped"), "the server's IPsec policy agent is stopped", [](Setup& s) { return may_use(s, kL2tp) && (rras_of(s).ipsec.policy_agent.value = false, true); }},
};
// clang-format on

}  // namespace

std::span<const Deviation> path_deviations() { return kRows; }

}  // namespace rapsim
