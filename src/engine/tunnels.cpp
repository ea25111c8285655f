#include "engine/tunnels.hpp"

#include <algorithm>

namespace rapsim {
namespace {

constexpr std::int64_t kVista = 60, kWindows7 = 61;

/// Automatic, by the generation of the client (G-16). IKEv2, which later clients try as well, is not simulated.
std::vector<TunnelType> automatic_order(std::int64_t windows) {
  using enum TunnelType;
  if (windows <= 50) return {l2tp, pptp};              // Windows 2000: TR, KB323441
  if (windows < kVista) return {pptp, l2tp};           // SEED
  if (windows < kWindows7) return {pptp, l2tp, sstp};  // AUTOVPN
  return {sstp, pptp, l2tp};                           // third party, G-22
}

struct StrategyRow {
  std::int64_t strategy;
  TunnelType type;
  bool is_only;
};
constexpr StrategyRow kStrategies[] = {
    {kPptpOnly, TunnelType::pptp, true},   {kPptpFirst, TunnelType::pptp, false}, {kL2tpOnly, TunnelType::l2tp, true},
    {kL2tpFirst, TunnelType::l2tp, false}, {kSstpOnly, TunnelType::sstp, true},   {kSstpFirst, TunnelType::sstp, false},
};

}  // namespace

Truth is_vpn(const CheckInput& in) {
  return of_tunnel(in, [](TunnelType) { return Truth::yes; });
}

std::vector<TunnelType> tried_types(const Attempt& attempt) {
  const FieldValue& strategy = attempt[FieldId::strategy];
  std::vector<TunnelType> order = automatic_order(attempt[FieldId::client_windows].number);
  for (const StrategyRow& row : kStrategies) {
    if (!strategy.is(row.strategy)) continue;
    if (row.is_only) return {row.type};
    std::erase(order, row.type);
    order.insert(order.begin(), row.type);
  }
  return order;
}

}  // namespace rapsim
