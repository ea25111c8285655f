#include "diagnose/dead_end.hpp"

#include "diagnose/would.hpp"
#include "session/simulation.hpp"

namespace rapsim {

std::optional<network::Reach> dead_end_of(const Explained& explained) {
  const Intranet& intranet = explained.site.site->intranet;
  if (!intranet.is_given() || gets_in(explained.decision) != Truth::yes) return std::nullopt;
  World after = explained.world;
  const auto id = apply_attempt(explained, after);
  const Session* session = id ? find_session(after, *id) : nullptr;
  if (session == nullptr) return std::nullopt;
  std::vector<std::uint32_t> targets;
  for (const Network& host : intranet.hosts)
    if (host.first != session->address) targets.push_back(host.first);
  if (targets.empty() && intranet.network.is_given()) targets.push_back(intranet.network.value.first + 10);
  std::optional<network::Reach> first;
  for (const std::uint32_t to : targets) {
    const network::Reach reach = network::reach(*explained.site.site, *session, {.to = to});
    if (reach.reachable != Truth::no || reach.cause == cause("profile-packet-filter-blocks")) return std::nullopt;
    if (!first) first = reach;
  }
  return first;
}

}  // namespace rapsim
