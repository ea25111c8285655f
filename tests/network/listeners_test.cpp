// What the server listens on, and how many ports are free. Source: semantics.md 6.1, 6.2; the troubleshooting document.
#include "network/listeners.hpp"

#include <functional>

#include "tests/network/network_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;
using namespace rapsim::network;

TEST_CASE("listeners: when a type of ports is listened on") {
  struct Row {
    const char* name;
    std::function<void(Rras&, PortSettings&)> edit;
    bool want;
  };
  const Row rows[] = {
      {"as installed", [](Rras&, PortSettings&) {}, true},
      {"the service is stopped", [](Rras& rras, PortSettings&) { rras.is_started.value = false; }, false},
      {"no ports", [](Rras&, PortSettings& ports) { ports.count.value = 0; }, false},
      {"inbound off, demand-dial on", [](Rras&, PortSettings& ports) { ports.inbound.value = false; }, true},
      {"inbound on, demand-dial off", [](Rras&, PortSettings& ports) { ports.demand_dial.value = false; }, true},
      {"both off", [](Rras&, PortSettings& ports) { ports.inbound.value = ports.demand_dial.value = false; }, false},
      {"the role is off: routers keep theirs", [](Rras& rras, PortSettings&) { rras.remote_access.value = false; },
       true},
      {"the role is off, and no routers",
       [](Rras& rras, PortSettings& ports) { rras.remote_access.value = ports.demand_dial.value = false; }, false},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Site site = working_site();
      row.edit(site.server.rras, site.server.rras.ports[TunnelType::pptp]);
      CHECK(is_listening(site, TunnelType::pptp) == row.want);
      CHECK(is_listening(site, TunnelType::l2tp) == site.server.rras.is_started.value);
      CHECK_FALSE(is_listening(site, TunnelType::sstp));  // it has no ports
    }
}

TEST_CASE("listeners: free ports") {
  struct Row {
    const char* name;
    std::uint32_t count, demand_dial, sessions, want;
  };
  const Row rows[] = {
      {"none is used", 5, 0, 0, 5},
      {"clients", 5, 0, 3, 2},
      {"routers count too", 5, 2, 3, 0},
      {"more used than there are", 2, 2, 3, 0},
      {"no overflow", 5, UINT32_MAX, UINT32_MAX, 0},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Site site = working_site();
      site.server.rras.ports[TunnelType::l2tp] = {{row.count}, {true}, {true}, {row.demand_dial}};
      CHECK(free_ports(site, TunnelType::l2tp, row.sessions) == row.want);
    }
}

TEST_CASE("listeners: types by number of the field `tunnel`") {
  CHECK(tunnel_type_of(1) == TunnelType::pptp);
  CHECK(tunnel_type_of(3) == TunnelType::l2tp);
  CHECK(tunnel_type_of(0x13701) == TunnelType::sstp);
  CHECK_FALSE(tunnel_type_of(2).has_value());
}
