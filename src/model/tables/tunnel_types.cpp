#include "model/tables/tunnel_types.hpp"

#include <algorithm>

#include "model/tables/tunnel_table.hpp"

namespace rapsim {
namespace {

constexpr auto kFieldValues = [] {
  std::array<NamedValue, kTunnelTypes.size() + 1> out{};
  std::size_t at = 0;
  for (const TunnelTypeRow& row : kTunnelTypes) out[at++] = {row.number, row.name, row.label, row.note};
  out[at] = {0, "none", "dial-up", "no tunnel: a modem or ISDN call"};
  return out;
}();

constexpr auto kStrategyValues = [] {
  std::array<NamedValue, 2 * kTunnelTypes.size() + 1> out{};
  std::size_t at = 0;
  out[at++] = {0, "automatic", "Automatic", "in the order of the client's version"};
  for (const TunnelTypeRow& row : kTunnelTypes) {
    out[at++] = row.only;
    out[at++] = row.first;
  }
  return out;
}();

// clang-format off
/// Tunnel-Type as IANA has it.
constexpr NamedValue kStandardTypes[] = {
    {1,  "PPTP",               "PPTP",               ""},
    {2,  "L2F",                "L2F",                ""},
    {3,  "L2TP",               "L2TP",               ""},
    {4,  "ATMP",               "ATMP",               ""},
    {5,  "VTP",                "VTP",                ""},
    {6,  "AH",                 "AH",                 ""},
    {7,  "IP-IP",              "IP-IP",              ""},
    {8,  "MIN-IP-IP",          "MIN-IP-IP",          ""},
    {9,  "ESP",                "ESP",                ""},
    {10, "GRE",                "GRE",                ""},
    {11, "DVS",                "DVS",                ""},
    {12, "IP-in-IP-tunneling", "IP-in-IP tunneling", ""},
    {13, "VLAN",               "VLAN",               "RFC 3580; used in profiles for 802.1X"},
};
// clang-format on

/// ... and Microsoft's own.
constexpr auto kRadiusValues = [] {
  constexpr auto kIsOwn = [](const TunnelTypeRow& row) { return !row.number_note.empty(); };
  std::array<NamedValue, std::size(kStandardTypes) + std::ranges::count_if(kTunnelTypes, kIsOwn)> out{};
  auto* at = std::ranges::copy(kStandardTypes, out.begin()).out;
  for (const TunnelTypeRow& row : kTunnelTypes)
    if (kIsOwn(row)) *at++ = {row.number, row.name, row.name, row.number_note};
  return out;
}();

}  // namespace

constexpr Enumeration kTunnelNames{"tunnel", kFieldValues, Basis::documented, "MS-RNAS 2.2.2.1"};
constexpr Enumeration kStrategyNames{"VPN strategy", kStrategyValues, Basis::documented, "MS-RRASM VpnStrategy"};
constexpr Enumeration kTunnelType{"Tunnel-Type", kRadiusValues, Basis::documented,
                                  "RFC 2868 3.1; MS-RNAS 2.2.2.1 for SSTP"};

std::span<const TunnelTypeRow> tunnel_types() { return kTunnelTypes; }

std::optional<TunnelType> tunnel_type_of(std::int64_t number) {
  const auto* const found = std::ranges::find(kTunnelTypes, number, &TunnelTypeRow::number);
  return found == kTunnelTypes.end() ? std::nullopt : std::optional(found->type);
}

bool dialect_knows(Dialect dialect, TunnelType type) { return dialect >= row_of(type).first_dialect; }

}  // namespace rapsim
