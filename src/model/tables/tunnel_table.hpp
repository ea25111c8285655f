// One row for each type of VPN tunnel. Included where rows make code; other code calls tunnel_types().
// Source: semantics.md 6.2, 6.7, 7.1, 7.2; MS-RNAS 2.2.2.1 (Tunnel-Type), MS-RRASM (VpnStrategy).
#pragma once

#include "model/site/site.hpp"
#include "model/tables/tunnel_types.hpp"

namespace rapsim {

// clang-format off
inline constexpr auto kTunnelTypes = [] {
  using enum network::Obstacle;
  using enum Basis;
  namespace traffic = network::traffic;
  constexpr CauseId kInterface = cause("wan-filter-blocks-vpn"), kIpsec = cause("l2tp-traffic-blocked");
  return std::to_array<TunnelTypeRow>({
    {.type = TunnelType::pptp, .name = "PPTP", .number = 1, .label = "PPTP",
     .only = {1, "PPTP-only", "PPTP", ""}, .first = {2, "PPTP-first", "PPTP first", ""},
     .is_for_routers = true, .role_calls_out = true, .role_source = "semantics 6.7, TechNet cc737500",
     .listener = traffic::pptp_control, .data = traffic::gre,
     .needs = {
       {traffic::pptp_control, device,           "pptp-control",           cause("pptp-control-blocked"),        documented, "",     "SEED, semantics 7.2"},
       {traffic::pptp_control, interface_filter, "pptp-control-interface", kInterface,                           documented, "",     "SEED, semantics 6.7"},
       {traffic::gre,          gre_unsupported,  "gre-support",            cause("gre-unsupported-by-firewall"), documented, "G-22", "SEED, KB888201",      true},
       {traffic::gre,          device,           "gre",                    cause("gre-blocked"),                 documented, "G-22", "SEED, KB888201",      true},
       {traffic::gre,          interface_filter, "gre-interface",          kInterface,                           documented, "G-22", "SEED, semantics 6.7", true}}},

    // The interface's filters see a packet after ESP is taken off.
    {.type = TunnelType::l2tp, .name = "L2TP", .number = 3, .label = "L2TP/IPsec",
     .only = {3, "L2TP-only", "L2TP/IPsec", ""}, .first = {4, "L2TP-first", "L2TP/IPsec first", ""},
     .is_for_routers = true, .has_own_encryption = true, .role_source = "semantics 6.7, KB 310111",
     .listener = traffic::l2tp, .data = traffic::l2tp,
     .needs = {
       {traffic::ike,           device,           "ike",                           kIpsec,     documented, "path-rules", "KB 310111, semantics 7.2"},
       {traffic::ike,           interface_filter, "ike-interface",                 kInterface, documented, "",           "KB 310111, semantics 6.7"},
       {traffic::nat_traversal, device,           "ipsec-nat-traversal",           kIpsec,     documented, "path-rules", "semantics 7.2"},
       {traffic::nat_traversal, interface_filter, "ipsec-nat-traversal-interface", kInterface, documented, "",           "semantics 6.7"},
       {traffic::esp,           device,           "esp",                           kIpsec,     inferred,   "",           "SEED, semantics 7.2"},
       {traffic::l2tp,          device,           "l2tp",                          kIpsec,     disputed,   "path-rules", "SEED; only under its own rules"},
       {traffic::l2tp,          interface_filter, "l2tp-interface",                kInterface, documented, "",           "semantics 6.7"}}},

    {.type = TunnelType::sstp, .name = "SSTP", .number = 0x13701, .label = "SSTP", .note = "from Windows Server 2008",
     .number_note = "Microsoft value, Windows Server 2008 to 2012 R2",
     .only = {5, "SSTP-only", "SSTP", "from Windows Vista SP1"}, .first = {6, "SSTP-first", "SSTP first", "from Windows Vista SP1"},
     .first_dialect = Dialect::nps, .first_server = "2008", .first_client = 60, .first_client_name = "Vista",
     .shares_port = true, .has_own_encryption = true, .role_source = "semantics 6.7, TechNet dd469791",
     .listener = traffic::sstp, .data = traffic::sstp,
     .needs = {
       {traffic::sstp, device,           "sstp",           cause("sstp-blocked"), inferred, "", "semantics 7.1"},
       {traffic::sstp, interface_filter, "sstp-interface", kInterface,            inferred, "", "semantics 6.7"}}},
  });
}();
// clang-format on

static_assert(kTunnelTypes.size() <= kMostTunnelTypes);
static_assert(
    [] {
      for (std::size_t row = 0; row < kTunnelTypes.size(); ++row)
        if (kTunnelTypes[row].type != static_cast<TunnelType>(row)) return false;
      return true;
    }(),
    "each row is at the place of its type");
static_assert(kTunnelTypes.size() >= static_cast<std::size_t>(TunnelType::unnamed), "each enumerator has a row");

}  // namespace rapsim
