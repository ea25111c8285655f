// What an administrator's tools would show: ping, portqry, netstat, netsh, net localgroup, the console.
// Source: SEED; semantics.md 6, 7.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/truth.hpp"
#include "model/site/site.hpp"
#include "model/site/world.hpp"

namespace rapsim::network {

struct ProbeQuestion {
  std::string command{};  // row of probe_commands()
  std::uint16_t port = 0;
  bool is_udp = false;
  std::string name{};  // of a RADIUS server, an adapter; of a trusted domain, or empty: the server's own
};

/// One line a text, as `expect: { result: ... }` names it: `LISTENING`, `TCP 1723`; `none` for an empty list. Unknown:
/// it depends on what the site does not tell.
using ProbeResult = Maybe<std::vector<std::string>>;

enum class NameUse : std::uint8_t { none, optional, needed };

struct ProbeCommand {
  std::string_view name;  // ping, portqry, netstat, ...
  std::string_view real;  // what one types or opens: `netstat -aon`
  bool needs_port;
  NameUse name_use;
  ProbeResult (*run)(const Site&, const World&, const ProbeQuestion&);
  std::vector<std::string_view> results;  // that `expect` may name; empty: any
  std::string_view summary, source;
};
std::span<const ProbeCommand> probe_commands();
const ProbeCommand* find_probe(std::string_view name);

}  // namespace rapsim::network
