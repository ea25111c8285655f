#include "network/traffic.hpp"

namespace rapsim::network {

std::string_view traffic_name(Traffic traffic) {
  constexpr std::string_view kNames[] = {
      "TCP 1723", "GRE (IP protocol 47)", "UDP 500", "UDP 4500", "ESP (IP protocol 50)", "UDP 1701", "TCP 443", "ICMP"};
  return kNames[static_cast<std::size_t>(traffic)];
}

bool must_pass(Traffic traffic, Obstacle obstacle, const Site& site) {
  const bool is_nat = has_nat(site, Nat::of_client) || has_nat(site, Nat::of_server);
  const bool is_seed = site.readings.is_on(Reading::path_rules_seed);
  switch (traffic) {
    case Traffic::ike:
      return !is_seed;
    case Traffic::nat_traversal:
      return is_nat && !is_seed;
    case Traffic::esp:
      return !is_nat || is_seed;
    case Traffic::l2tp:
      return obstacle != Obstacle::device || is_seed;
    default:
      return true;
  }
}

}  // namespace rapsim::network
