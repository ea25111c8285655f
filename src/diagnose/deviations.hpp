// How a real system can differ from what its site says, so that one cause holds: one row a mechanism. Nothing names a
// cause to the simulation: a row changes a setting, the attempt or the world, and what comes of it is decided again.
// Source: the troubleshooting document, row by row; semantics.md.
#pragma once

#include <span>
#include <string_view>

#include "diagnose/simulated_case.hpp"

namespace rapsim {

struct Deviation {
  CauseId cause;
  std::string_view what;        // would be otherwise, in words
  bool (*apply)(Setup& setup);  // false: there is nothing that it could change here
};
std::span<const Deviation> deviations();

// The tables that deviations() joins.
std::span<const Deviation> path_deviations();      // the way, the server, the tunnel
std::span<const Deviation> provider_deviations();  // RADIUS, the domain
std::span<const Deviation> policy_deviations();    // accounts, policies, encryption
std::span<const Deviation> network_deviations();   // addresses, LAN protocols, what is reached
std::span<const Deviation> answer_deviations();    // what others answer, and what accounts seldom have

// What the tables share.
/// The account of the attempt, in its own directory; nullptr: there is none.
User* account_of(Setup& setup);
/// Changes that account; false: there is none.
template <class Change>
bool of_account(Setup& setup, Change change) {
  User* account = account_of(setup);
  if (account != nullptr) change(*account);
  return account != nullptr;
}
/// The policy that decides; nullptr: none does.
Policy* policy_of(Setup& setup);
std::optional<TunnelType> tunnel_of(const Setup& setup);

}  // namespace rapsim
