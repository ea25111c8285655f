#include "diagnose/deviations.hpp"

#include <vector>

#include "base/text.hpp"

namespace rapsim {

User* account_of(Setup& setup) {
  if (setup.account.empty()) return nullptr;
  setup.site.directory = std::make_shared<Directory>(*setup.site.directory);
  for (User& row : setup.site.directory->users)
    if (equal_without_case(row.name, setup.account)) return &row;
  return nullptr;
}

Policy* policy_of(Setup& setup) { return setup.policy == kNoPolicy ? nullptr : &setup.site.policies[setup.policy]; }

std::optional<TunnelType> tunnel_of(const Setup& setup) { return setup.attempt.tunnel().value; }

std::span<const Deviation> deviations() {
  static const std::vector<Deviation> all = [] {
    std::vector<Deviation> out;
    for (const auto& table :
         {path_deviations(), provider_deviations(), policy_deviations(), network_deviations(), answer_deviations()})
      out.insert(out.end(), table.begin(), table.end());
    return out;
  }();
  return all;
}

}  // namespace rapsim
