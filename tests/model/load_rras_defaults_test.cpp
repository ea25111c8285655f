// The sections of a site around its policies: defaults by dialect, defaults that follow other settings, what is
// refused. Source: semantics.md 6, 7.2, 8; SEED.
#include "tests/model/effective_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

/// What is at `server.ports.SSTP.count` of the effective site; `-` when nothing does.
std::string setting(std::string_view text, std::string_view path) {
  Sources sources;
  Diagnostics diags;
  const auto document = yaml::read(sources, sources.add("effective", effective_of(text)), diags);
  REQUIRE(document.has_value());
  yaml::Node node = document->root();
  for (std::size_t at = 0; node && at <= path.size();) {
    const std::size_t dot = std::min(path.find('.', at), path.size());
    node = node.is_map() ? node.find(path.substr(at, dot - at)) : yaml::Node{};
    at = dot + 1;
  }
  if (!node) return "-";
  if (node.is_scalar()) return std::string(node.text());
  std::vector<std::string> items;
  for (std::size_t i = 0; node.is_sequence() && i < node.size(); ++i) items.emplace_back(node.element(i).text());
  return "[" + joined(items) + "]";
}

struct Row {
  const char* name;
  std::string text;
  std::string want;
};

}  // namespace

TEST_CASE("world: defaults by dialect") {
  struct Default {
    const char* path;
    std::string windows_2000, windows_2003, nps;
  };
  const Default rows[] = {
      {"server.version", "-", "-", "-"},
      {"server.edition", "standard", "standard", "enterprise"},
      {"server.service.state", "started", "started", "started"},
      {"server.service.remote-access", "enabled", "enabled", "enabled"},
      {"server.set-up-by", "console", "console", "console"},
      {"server.ports.PPTP.count", "5", "5", "5"},
      {"server.ports.L2TP.inbound", "true", "true", "true"},
      {"server.ports.L2TP.demand-dial", "true", "true", "true"},
      {"server.ports.L2TP.used-by-demand-dial", "0", "0", "0"},
      {"server.ports.SSTP.count", "-", "-", "5"},
      {"server.ports.SSTP.inbound", "-", "-", "true"},
      {"server.ports.SSTP.demand-dial", "-", "-", "false"},
      {"server.protocols.IP.enabled", "true", "true", "true"},
      {"server.protocols.IP.network-access", "true", "true", "true"},
      {"server.protocols.IPX.enabled", "false", "false", "-"},
      {"server.protocols.IPX.client-node-numbers", "false", "false", "-"},
      {"server.protocols.AppleTalk.enabled", "false", "false", "-"},
      {"server.protocols.NetBEUI.enabled", "false", "-", "-"},
      {"server.multilink.enabled", "true", "true", "true"},
      {"server.multilink.bap", "true", "true", "true"},
      {"server.addresses.assignment", "dhcp", "dhcp", "dhcp"},
      {"server.addresses.static-pool", "-", "-", "-"},
      {"server.addresses.block", "10", "10", "10"},
      {"server.ipsec.policy-agent", "started", "started", "started"},
      {"server.ipsec.certificate", "valid", "valid", "valid"},
      {"server.ipsec.preshared-key", "-", "-", "-"},
      {"server.internet-interface.filters", "none", "none", "none"},
      {"server.authentication.policies", "here", "here", "here"},
      {"server.authentication.radius-servers", "-", "-", "-"},
      {"directory.account-lockout.threshold", "0", "0", "0"},
      {"directory.account-lockout.window", "30m", "30m", "30m"},
      {"directory.account-lockout.duration", "30m", "30m", "30m"},
      {"directory.server-access.joined", "true", "true", "true"},
      {"directory.server-access.ras-and-ias-servers.exists", "true", "true", "true"},
      {"directory.server-access.ras-and-ias-servers.type", "security", "security", "security"},
      {"directory.server-access.ras-and-ias-servers.scope", "domain-local", "domain-local", "domain-local"},
      {"directory.server-access.ras-and-ias-servers.server-is-member", "true", "true", "true"},
      {"directory.server-access.ras-and-ias-servers.server-was-member-at-start", "-", "-", "-"},
      {"directory.server-access.everyone-was-there-at-start", "-", "-", "-"},
      {"network.name-resolution", "works", "works", "works"},
      {"network.route", "up", "up", "up"},
      {"network.loss", "none", "none", "none"},
      {"network.devices", "-", "-", "-"},
      {"intranet", "-", "-", "-"},
  };
  for (const Default& row : rows) {
    CAPTURE(row.path);
    CHECK(setting("dialect: windows-2000\n", row.path) == row.windows_2000);
    CHECK(setting("dialect: windows-2003\n", row.path) == row.windows_2003);
    CHECK(setting("dialect: nps\n", row.path) == row.nps);
  }
}

TEST_CASE("world: defaults that follow other settings") {
  struct Default {
    const char* name;
    std::string text;
    const char* path;
    std::string want;
  };
  const Default rows[] = {
      {"the wizard makes 128 ports", "server: { set-up-by: wizard }", "server.ports.L2TP.count", "128"},
      {"given ports stay", "server: { set-up-by: wizard, ports: { L2TP: { count: 7 } } }", "server.ports.L2TP.count",
       "7"},
      {"... and the other type is the wizard's", "server: { set-up-by: wizard, ports: { L2TP: { count: 7 } } }",
       "server.ports.PPTP.count", "128"},
      {"a pool is used", "server: { addresses: { static-pool: 10.0.0.0/24 } }", "server.addresses.assignment",
       "static-pool"},
      {"an empty pool is one too", "server: { addresses: { static-pool: [] } }", "server.addresses.static-pool", "[]"},
      {"a pool that is not used", "server: { addresses: { assignment: dhcp, static-pool: 10.0.0.0/24 } }",
       "server.addresses.static-pool", "[10.0.0.0/24]"},
      {"RADIUS has the policies", "server: { authentication: { provider: radius } }", "server.authentication.policies",
       "radius-server"},
      {"... unless somebody says otherwise", "server: { authentication: { provider: radius, policies: here } }",
       "server.authentication.policies", "here"},
      {"no RADIUS servers, said so", "server: { authentication: { radius-servers: {} } }",
       "server.authentication.radius-servers", "[]"},
      {"ports of a RADIUS server", "server: { authentication: { radius-servers: { A: } } }",
       "server.authentication.radius-servers.A.listens.authentication", "[1812, 1645]"},
      {"score of a RADIUS server", "server: { authentication: { radius-servers: { A: } } }",
       "server.authentication.radius-servers.A.score", "30"},
      {"an adapter leases", "intranet: { adapters: { LAN: } }", "intranet.adapters.LAN.dhcp", "available"},
      {"an intranet announces nothing", "intranet: {}", "intranet.routing-protocol", "false"},
      {"IPX digits", "server: { protocols: { IPX: { network-numbers: [1-ff, fffFFFF0] } } }",
       "server.protocols.IPX.network-numbers", "[00000001-000000FF, FFFFFFF0]"},
  };
  for (const Default& row : rows) SUBCASE(row.name) CHECK(setting(row.text + "\n", row.path) == row.want);
}

TEST_CASE("world: what is wrong, and where") {
  const Row rows[] = {
      {"a version that a dialect tells", "server: { version: nt5 }", "2:20 R301"},
      {"NT 4.0 on nps", "dialect: nps\nserver: { version: nt4 }", "3:20 R307"},
      {"edition", "server: { edition: home }", "2:20 R301"},
      {"service state", "server: { service: { state: paused } }", "2:29 R301"},
      {"a type of ports", "server: { ports: { PPPoE: { count: 1 } } }", "2:20 R110"},
      {"a port count with a sign", "server: { ports: { PPTP: { count: -1 } } }", "2:35 R111"},
      {"1,001 ports on Standard", "server: { ports: { PPTP: { count: 1001 } } }", "2:35 R312"},
      {"1,001 ports on Web", "server: { edition: web, ports: { L2TP: { count: 1001 } } }", "2:49 R312"},
      {"1,001 ports on Enterprise", "server: { edition: enterprise, ports: { L2TP: { count: 1001 } } }", ""},
      {"1,000 ports on Standard", "server: { ports: { PPTP: { count: 1000 }, L2TP: { count: 1000 } } }", ""},
      {"more ports used than there are", "server: { ports: { PPTP: { used-by-demand-dial: 6 } } }", "2:49 R314"},
      {"ports used that are not for routers",
       "server: { ports: { PPTP: { demand-dial: false, used-by-demand-dial: 1 } } }", "2:69 R314"},
      {"SSTP in 2003", "server: { ports: { SSTP: { inbound: false } } }", "2:37 R307"},
      {"IPX on nps", "dialect: nps\nserver: { protocols: { IPX: { enabled: false } } }", "3:40 R307"},
      {"IPX numbers on nps", "dialect: nps\nserver: { protocols: { IPX: { network-numbers: [10] } } }", "3:49 R307"},
      {"AppleTalk on nps", "dialect: nps\nserver: { protocols: { AppleTalk: { enabled: true } } }", "3:46 R307"},
      {"NetBEUI in 2003", "server: { protocols: { NetBEUI: { network-access: true } } }", "2:51 R307"},
      {"an unknown LAN protocol", "server: { protocols: { DECnet: { enabled: true } } }", "2:24 R110"},
      {"IPX numbers of nine digits", "server: { protocols: { IPX: { network-numbers: [123456789] } } }", "2:49 R212"},
      {"IPX numbers that end before they begin", "server: { protocols: { IPX: { network-numbers: [2-1] } } }",
       "2:49 R212"},
      {"IPX numbers without digits", "server: { protocols: { IPX: { network-numbers: ['-'] } } }", "2:49 R212"},
      {"an IPX network of two numbers", "intranet: { ipx-networks: [1-2] }", "2:28 R212"},
      {"a pool that cannot be read", "server: { addresses: { static-pool: [10.0.0.1, 10.0.0.x] } }", "2:55 R212"},
      {"a pool that ends before it begins", "server: { addresses: { static-pool: 10.0.0.9-10.0.0.1 } }", "2:46 R212"},
      {"ranges with addresses in common",
       "server: { addresses: { static-pool: [10.0.0.5-10.0.0.9, 10.0.0.0/29, 10.0.1.1] } }", "2:38 R314"},
      {"one range inside another", "server: { addresses: { static-pool: [10.0.0.0/24, 10.0.0.7] } }", "2:51 R314"},
      {"a pool of 2^20 addresses", "server: { addresses: { static-pool: 10.0.0.0/12 } }", ""},
      {"a pool of more", "server: { addresses: { static-pool: [10.0.0.0/12, 10.32.0.0] } }", "2:37 R312"},
      {"a pool without ranges", "server: { addresses: { assignment: static-pool } }", "2:36 R314"},
      {"a block of none", "server: { addresses: { block: 0 } }", "2:31 R312"},
      {"an adapter that is not there",
       "server: { addresses: { adapter: LAM } }\nintranet: { adapters: { LAN: , DMZ: } }", "2:33 R325"},
      {"a chosen adapter that is not there",
       "server: { addresses: { chosen-adapter: lan } }\nintranet: { adapters: { LAN: } }", "2:40 R325"},
      {"an adapter of an intranet that nobody described", "server: { addresses: { adapter: LAN } }", ""},
      {"certificate", "server: { ipsec: { certificate: none } }", "2:33 R301"},
      {"filters", "server: { internet-interface: { filters: all } }", "2:42 R301"},
      {"filters of a third direction", "server: { internet-interface: { filters: { both: {} } } }", "2:44 R110"},
      {"a filter that cannot be read",
       "server: { internet-interface: { filters: { input: { except: [tcp any any] } } } }", "2:70 R211"},
      {"`pass` without the filters of the role",
       "server: { internet-interface: { pass: { input: [any any -> any] } } }", "2:49 R314"},
      {"`pass` beside own filters",
       "server: { internet-interface: { filters: {}, pass: { output: [any any -> any] } } }", "2:63 R314"},
      {"a RADIUS port of 0", "server: { authentication: { radius-servers: { A: { authentication-port: 0 } } } }",
       "2:73 R312"},
      {"a RADIUS port of 65536",
       "server: { authentication: { radius-servers: { A: { listens: { accounting: [65536] } } } } }", "2:76 R312"},
      {"two RADIUS servers, equal but for case", "server: { authentication: { radius-servers: { A: , a: } } }",
       "2:52 R318"},
      {"two devices of one name", "network: { devices: [{ name: A }, { name: B }, { name: A }] }", "2:48 R308"},
      {"two devices of one name before a RADIUS server",
       "server: { authentication: { radius-servers: { A: { path: [{ name: A }, { name: A }] } } } }", "2:72 R308"},
      {"a device without a name", "network: { devices: [{ nat: none }] }", "2:22 R112"},
      {"devices that are no list", "network: { devices: { A: {} } }", "2:21 R111"},
      {"a device that is no map", "network: { devices: [A] }", "2:22 R111"},
      {"GRE", "network: { devices: [{ name: A, gre: yes }] }", "2:38 R301"},
      {"route", "network: { route: true }", "2:19 R301"},
      {"a network with bits beyond its prefix", "intranet: { network: 10.1.0.1/16 }", "2:22 R315"},
      {"a host that is none", "intranet: { hosts: [10.1.2.3, server] }", "2:31 R315"},
      {"an adapter's scope", "intranet: { adapters: { LAN: { scope: 10.0.0.0/33 } } }", "2:48 R212"},
      {"group scope", "directory: { server-access: { ras-and-ias-servers: { scope: local } } }", "2:61 R301"},
      {"a window without a unit", "directory: { account-lockout: { window: 30 } }", "2:43 R206"},
      {"use of multilink", "policies: [{ name: P, profile: { multilink: { use: never } } }]", "2:52 R301"},
      {"no links", "policies: [{ name: P, profile: { multilink: { most-links: 0 } } }]", "2:59 R312"},
  };
  for (const Row& row : rows) SUBCASE(row.name) CHECK(codes(TestSite(row.text + "\n").diags) == row.want);
}
TEST_CASE("world: of a trusted domain everything is as it must be, unless it is said") {
  TestSite site("directory: { trusted-domains: { FABRIKAM: , ADATUM: { ras-and-ias-servers: { exists: false } } } }\n");
  REQUIRE(site.site);
  const auto& domains = site.site->directory->trusted_domains;
  REQUIRE(domains.size() == 2);
  const DirectoryAccess& access = domains[0].access;
  CHECK(access.group_exists.value);
  CHECK(access.group_is_security.value);
  CHECK(access.group_is_domain_local.value);
  CHECK(access.group_can_read.value);
  CHECK(access.registered.value);
  CHECK_FALSE(access.registered_at_start.is_given());
  CHECK_FALSE(domains[1].access.group_exists.value);
  CHECK(find_trusted_domain(*site.site->directory, "adatum") == &domains[1]);
  CHECK(find_trusted_domain(*site.site->directory, "CONTOSO") == nullptr);
}

TEST_CASE("world: what was at the last start is left open, and follows nothing") {
  TestSite site(
      "directory: { server-access: { ras-and-ias-servers: { scope: universal, server-is-member: false } } }\n");
  REQUIRE(site.site);
  const DirectoryAccess& access = site.site->server.rras.access;
  CHECK_FALSE(access.registered_at_start.is_given());
  CHECK_FALSE(access.everyone_at_start.is_given());
  CHECK_FALSE(access.registered.value);
  CHECK_FALSE(access.group_is_domain_local.value);
  CHECK(access.group_is_domain_local.where.known());
}
