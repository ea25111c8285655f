#include "engine/stages/tunnels.hpp"

#include <algorithm>

namespace rapsim {
namespace {

/// Automatic, by the version of the client (G-16). IKEv2, which later clients try as well, is not simulated.
struct AutomaticOrder {
  std::int64_t first_client;  // of the field `client.windows`
  UpTo<TunnelType, kMostTunnelTypes> order;
  std::string_view source;
};
using enum TunnelType;
constexpr AutomaticOrder kAutomatic[] = {
    {61, {sstp, pptp, l2tp}, "third party, G-22"},  // Windows 7
    {60, {pptp, l2tp, sstp}, "AUTOVPN"},            // Vista
    {51, {pptp, l2tp}, "SEED"},                     // XP
    {0, {l2tp, pptp}, "TR, KB323441"},              // 2000
};

}  // namespace

Truth is_vpn(const CheckInput& in) {
  return of_tunnel(in, [](TunnelType) { return Truth::yes; });
}

std::vector<TunnelType> tried_types(const Attempt& attempt) {
  const FieldValue& strategy = attempt[FieldId::strategy];
  const auto* const automatic = std::ranges::find_if(kAutomatic, [&](const AutomaticOrder& row) {
    return attempt[FieldId::client_windows].number >= row.first_client;
  });
  std::vector<TunnelType> order(automatic->order.begin(), automatic->order.end());
  for (const TunnelTypeRow& row : tunnel_types()) {
    if (strategy.is(row.only.number)) return {row.type};
    if (!strategy.is(row.first.number)) continue;
    std::erase(order, row.type);
    order.insert(order.begin(), row.type);
  }
  return order;
}

}  // namespace rapsim
