#include "cli/command.hpp"

namespace rapsim {
namespace {

// clang-format off
constexpr Command kCommands[] = {
  {"explain", "SITE", 1, 1, "decides one connection attempt and explains it",
   "rapsim explain policies/contoso.yaml --user alice --from 198.51.100.7 --tunnel L2TP --at 2003-11-03T20:15\n"
   "rapsim explain policies/contoso.yaml --user alice --at now --attribute NAS-Identifier=VPN2 --format json",
   explain_options, run_explain},
};
// clang-format on

}  // namespace

std::span<const Command> commands() { return kCommands; }

std::string Arguments::value(const std::string& name) const {
  const auto found = options.find(name);
  return found == options.end() || found->second.empty() ? std::string{} : found->second.back();
}

}  // namespace rapsim
