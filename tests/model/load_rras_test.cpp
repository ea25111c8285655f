// The sections of a site around its policies: every key read, printed and edited.
// Source: semantics.md 6, 7.2, 8; SEED.
#include "tests/model/edit_fixture.hpp"
#include "tests/model/effective_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

/// Gives every key of these sections once.
constexpr std::string_view kSite = R"(dialect: windows-2000
server:
  version: nt4
  edition: standard
  service: { state: started, remote-access: enabled }
  set-up-by: console
  ports:
    PPTP: { count: 5, inbound: true, demand-dial: true, used-by-demand-dial: 0 }
    L2TP: { count: 6, inbound: true, demand-dial: true, used-by-demand-dial: 1 }
  protocols:
    IP: { enabled: true, network-access: true }
    IPX: { enabled: false, network-access: false, network-numbers: [00000100-000001FF, 00000300], client-node-numbers: false }
    AppleTalk: { enabled: false, network-access: false }
    NetBEUI: { enabled: true, network-access: false }
  multilink: { enabled: true, bap: true }
  addresses: { assignment: static-pool, static-pool: [172.16.5.1-172.16.5.30], adapter: LAN, chosen-adapter: DMZ, block: 10 }
  ipsec: { policy-agent: started, certificate: valid, preshared-key: branch key }
  internet-interface: { filters: vpn-role, pass: { input: [icmp any -> any], output: [icmp any -> any, udp any -> any] } }
  authentication:
    provider: radius
    policies: radius-server
    radius-servers:
      IAS1:
        authentication-port: 1812
        accounting-port: 1813
        secret: s1
        score: 30
        over: internet
        exists: true
        state: running
        listens: { authentication: [1812, 1645], accounting: [1813, 1646] }
        knows-this-client: true
        secret-there: s2
        path: [{ name: way, gre: forwards }]
      IAS2:
directory:
  account-lockout: { threshold: 3, window: 10m, duration: 20m }
  server-access:
    joined: true
    ras-and-ias-servers: { exists: true, type: security, scope: domain-local, read-access-check: true, server-is-member: true, server-was-member-at-start: true }
    everyone-in-pre-windows-2000-compatible-access: true
    everyone-was-there-at-start: true
  trusted-domains:
    FABRIKAM:
      dns-name: fabrikam.example
      upn-suffixes: [fab.example]
      sid: S-1-5-21-4-5-6
      ras-and-ias-servers: { exists: true , type: security , scope: domain-local , read-access-check: true , server-is-member: true , server-was-member-at-start: true }
network:
  name-resolution: works
  route: up
  loss: none
  devices:
    - { name: hotel firewall, nat: none, gre: forwards, to-server: { default: drop, except: [tcp any -> any port 1723] }, from-server: { default: forward } }
    - { name: a.b, nat: client }
intranet:
  network: 10.1.0.0/16
  adapters: { LAN: { dhcp: available, scope: 10.1.8.1-10.1.8.254 }, DMZ: { dhcp: unavailable } }
  uses-apipa: false
  routing-protocol: false
  routes: [172.16.5.0/24]
  hosts: [10.1.2.3, 10.1.4.0/24]
  ipx-networks: [00000400, 10]
policies:
  - { name: P, profile: { multilink: { use: server-settings, most-links: 2, bap-required: false } } }
)";

/// The site after one edit; what is wrong with the edit instead.
std::optional<Site> edited(TestSite& site, std::string_view path, std::string_view value, std::string& problems) {
  Diagnostics diags;
  auto out = apply_path(*site.site, std::string(path), std::string(value), site.sources, diags);
  problems = codes(diags);
  return out;
}

std::string effective_edited(std::string_view text, std::string_view path, std::string_view value) {
  TestSite site(text);
  REQUIRE(codes(site.diags) == "");
  std::string problems;
  const auto after = edited(site, path, value, problems);
  return after ? effective(*after, site.sources) : problems;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  const std::size_t at = out.find(from);
  CAPTURE(std::string(from));
  REQUIRE(at != std::string::npos);
  return out.replace(at, from.size(), to);
}

/// An edit, and the same change of the text.
struct Change {
  const char* path;
  const char* from;
  const char* to;
  const char* value;
};

const Change kChanges[] = {
    {"server.edition", "edition: standard", "edition: web", "web"},
    {"server.edition", "edition: standard", "edition: datacenter", "datacenter"},
    {"server.service.state", "{ state: started", "{ state: stopped", "stopped"},
    {"server.service.remote-access", "remote-access: enabled", "remote-access: disabled", "disabled"},
    {"server.set-up-by", "set-up-by: console", "set-up-by: wizard", "wizard"},
    {"server.ports.PPTP.count", "PPTP: { count: 5", "PPTP: { count: 1000", "1000"},
    {"server.ports.PPTP.inbound", "count: 5, inbound: true", "count: 5, inbound: false", "false"},
    {"server.ports.L2TP", "L2TP: { count: 6, inbound: true", "L2TP: { count: 9, inbound: false",
     "{ count: 9, inbound: false }"},
    {"server.ports.PPTP.demand-dial", "demand-dial: true, used-by-demand-dial: 0",
     "demand-dial: false, used-by-demand-dial: 0", "false"},
    {"server.ports.L2TP.used-by-demand-dial", "used-by-demand-dial: 1", "used-by-demand-dial: 6", "6"},
    {"server.protocols.IP.enabled", "IP: { enabled: true", "IP: { enabled: false", "false"},
    {"server.protocols.IP.network-access", "enabled: true, network-access: true",
     "enabled: true, network-access: false", "false"},
    {"server.protocols.IPX.enabled", "IPX: { enabled: false", "IPX: { enabled: true", "true"},
    {"server.protocols.IPX.network-access", "IPX: { enabled: false, network-access: false",
     "IPX: { enabled: false, network-access: true", "true"},
    {"server.protocols.IPX.network-numbers", "[00000100-000001FF, 00000300]", "[a-B]", "[a-B]"},
    {"server.protocols.IPX.network-numbers", "[00000100-000001FF, 00000300]", "[]", "[]"},
    {"server.protocols.IPX.client-node-numbers", "client-node-numbers: false", "client-node-numbers: true", "true"},
    {"server.protocols.AppleTalk.enabled", "AppleTalk: { enabled: false", "AppleTalk: { enabled: true", "true"},
    {"server.protocols.NetBEUI.network-access", "NetBEUI: { enabled: true, network-access: false",
     "NetBEUI: { enabled: true, network-access: true", "true"},
    {"server.multilink.enabled", "multilink: { enabled: true", "multilink: { enabled: false", "false"},
    {"server.multilink.bap", "bap: true }", "bap: false }", "false"},
    {"server.addresses.assignment", "assignment: static-pool", "assignment: dhcp", "dhcp"},
    {"server.addresses.static-pool", "[172.16.5.1-172.16.5.30]", "[10.9.0.0/24, 10.9.1.1]", "[10.9.0.0/24, 10.9.1.1]"},
    {"server.addresses.static-pool", "[172.16.5.1-172.16.5.30]", "10.9.0.1-10.9.0.9", "10.9.0.1-10.9.0.9"},
    {"server.addresses.static-pool", "[172.16.5.1-172.16.5.30]", "[]", "[]"},
    {"server.addresses.adapter", "adapter: LAN", "adapter: DMZ", "DMZ"},
    {"server.addresses.chosen-adapter", "chosen-adapter: DMZ", "chosen-adapter: LAN", "LAN"},
    {"server.addresses.block", "block: 10", "block: 1", "1"},
    {"server.ipsec.policy-agent", "policy-agent: started", "policy-agent: stopped", "stopped"},
    {"server.ipsec.certificate", "certificate: valid", "certificate: expired", "expired"},
    {"server.ipsec.certificate", "certificate: valid", "certificate: untrusted", "untrusted"},
    {"server.ipsec.preshared-key", "preshared-key: branch key", "preshared-key: other", "other"},
    {"server.internet-interface.pass.input", "input: [icmp any -> any]", "input: [tcp any -> any port 80]",
     "[tcp any -> any port 80]"},
    {"server.internet-interface.pass.output", "[icmp any -> any, udp any -> any]", "[]", "[]"},
    {"server.internet-interface.filters",
     "filters: vpn-role, pass: { input: [icmp any -> any], output: [icmp any -> any, udp any -> any] }",
     "filters: none", "none"},
    {"server.internet-interface.filters",
     "filters: vpn-role, pass: { input: [icmp any -> any], output: [icmp any -> any, udp any -> any] }",
     "filters: { input: { default: drop, except: [icmp any -> any] } }",
     "{ input: { default: drop, except: [icmp any -> any] } }"},
    {"server.internet-interface.filters.output.default",
     "filters: vpn-role, pass: { input: [icmp any -> any], output: [icmp any -> any, udp any -> any] }",
     "filters: { output: { default: drop } }", "drop"},
    {"server.internet-interface.filters",
     "filters: vpn-role, pass: { input: [icmp any -> any], output: [icmp any -> any, udp any -> any] }", "filters: {}",
     "{}"},
    {"server.authentication.policies", "policies: radius-server", "policies: here", "here"},
    {"server.authentication.radius-servers.IAS1.authentication-port", "authentication-port: 1812",
     "authentication-port: 1", "1"},
    {"server.authentication.radius-servers.IAS1.accounting-port", "accounting-port: 1813", "accounting-port: 65535",
     "65535"},
    {"server.authentication.radius-servers.IAS1.secret", "secret: s1", "secret: 'a, b'", "'a, b'"},
    {"server.authentication.radius-servers.IAS1.score", "score: 30", "score: 0", "0"},
    {"server.authentication.radius-servers.IAS1.over", "over: internet", "over: intranet", "intranet"},
    {"server.authentication.radius-servers.IAS1.exists", "        exists: true", "        exists: false", "false"},
    {"server.authentication.radius-servers.IAS1.state", "state: running", "state: stopped", "stopped"},
    {"server.authentication.radius-servers.IAS1.listens.authentication", "[1812, 1645]", "[1645]", "[1645]"},
    {"server.authentication.radius-servers.IAS1.listens.accounting", "[1813, 1646]", "[]", "[]"},
    {"server.authentication.radius-servers.IAS1.knows-this-client", "knows-this-client: true",
     "knows-this-client: false", "false"},
    {"server.authentication.radius-servers.IAS1.secret-there", "secret-there: s2", "secret-there: s1", "s1"},
    {"server.authentication.radius-servers.IAS1.path.way.gre", "name: way, gre: forwards",
     "name: way, gre: cannot-forward", "cannot-forward"},
    {"server.authentication.radius-servers.IAS1.path", "[{ name: way, gre: forwards }]", "[]", "[]"},
    {"server.authentication.radius-servers.IAS2.score", "IAS2:", "IAS2: { score: 29 }", "29"},
    {"directory.account-lockout.threshold", "threshold: 3", "threshold: 0", "0"},
    {"directory.account-lockout.window", "window: 10m", "window: 90s", "90s"},
    {"directory.account-lockout.duration", "duration: 20m", "duration: 0s", "0s"},
    {"directory.trusted-domains.FABRIKAM.dns-name", "fabrikam.example", "fabrikam.com", "fabrikam.com"},
    {"directory.trusted-domains.FABRIKAM.upn-suffixes", "[fab.example]", "[a.example, b.example]",
     "[a.example, b.example]"},
    {"directory.trusted-domains.FABRIKAM.sid", "S-1-5-21-4-5-6", "S-1-5-21-4-5-7", "S-1-5-21-4-5-7"},
    {"directory.trusted-domains.FABRIKAM.ras-and-ias-servers.exists", "exists: true ,", "exists: false ,", "false"},
    {"directory.trusted-domains.FABRIKAM.ras-and-ias-servers.type", "security ,", "distribution ,", "distribution"},
    {"directory.trusted-domains.FABRIKAM.ras-and-ias-servers.scope", "domain-local ,", "global ,", "global"},
    {"directory.trusted-domains.FABRIKAM.ras-and-ias-servers.read-access-check", "check: true ,", "check: false ,",
     "false"},
    {"directory.trusted-domains.FABRIKAM.ras-and-ias-servers.server-is-member", "is-member: true ,",
     "is-member: false ,", "false"},
    {"directory.trusted-domains.FABRIKAM.ras-and-ias-servers.server-was-member-at-start", "at-start: true }\nnetwork",
     "at-start: false }\nnetwork", "false"},
    {"directory.server-access.joined", "joined: true", "joined: false", "false"},
    {"directory.server-access.ras-and-ias-servers.exists", "ras-and-ias-servers: { exists: true",
     "ras-and-ias-servers: { exists: false", "false"},
    {"directory.server-access.ras-and-ias-servers.type", "type: security", "type: distribution", "distribution"},
    {"directory.server-access.ras-and-ias-servers.scope", "scope: domain-local", "scope: global", "global"},
    {"directory.server-access.ras-and-ias-servers.scope", "scope: domain-local", "scope: universal", "universal"},
    {"directory.server-access.ras-and-ias-servers.read-access-check", "read-access-check: true",
     "read-access-check: false", "false"},
    {"directory.server-access.ras-and-ias-servers.server-is-member", "server-is-member: true",
     "server-is-member: false", "false"},
    {"directory.server-access.ras-and-ias-servers.server-was-member-at-start", "server-was-member-at-start: true",
     "server-was-member-at-start: false", "false"},
    {"directory.server-access.everyone-in-pre-windows-2000-compatible-access", "compatible-access: true",
     "compatible-access: false", "false"},
    {"directory.server-access.everyone-was-there-at-start", "there-at-start: true", "there-at-start: false", "false"},
    {"network.name-resolution", "name-resolution: works", "name-resolution: fails", "fails"},
    {"network.name-resolution", "name-resolution: works", "name-resolution: wrong-address", "wrong-address"},
    {"network.route", "route: up", "route: down", "down"},
    {"network.loss", "loss: none", "loss: some", "some"},
    {"network.loss", "loss: none", "loss: total", "total"},
    {"network.devices.\"hotel firewall\".nat", "nat: none", "nat: server", "server"},
    {"network.devices.hotel firewall.gre", "nat: none, gre: forwards", "nat: none, gre: cannot-forward",
     "cannot-forward"},
    {"network.devices.\"hotel firewall\".to-server.except", "[tcp any -> any port 1723]",
     "[tcp any -> any port 1723, protocol 47 any -> any]", "[tcp any -> any port 1723, protocol 47 any -> any]"},
    {"network.devices.\"hotel firewall\".to-server.default", "to-server: { default: drop",
     "to-server: { default: forward", "forward"},
    {"network.devices.\"hotel firewall\".from-server.except", "from-server: { default: forward }",
     "from-server: { default: forward, except: [any any -> any] }", "any any -> any"},
    {"network.devices.\"a.b\".from-server.default", "nat: client }", "nat: client, from-server: { default: drop } }",
     "drop"},
    {"network.devices.\"a.b\".name", "name: a.b", "name: border", "border"},
    {"intranet.network", "network: 10.1.0.0/16", "network: 10.0.0.0/8", "10.0.0.0/8"},
    {"intranet.adapters.LAN.dhcp", "dhcp: available", "dhcp: unavailable", "unavailable"},
    {"intranet.adapters.LAN.scope", "scope: 10.1.8.1-10.1.8.254", "scope: 10.1.9.0/24", "10.1.9.0/24"},
    {"intranet.uses-apipa", "uses-apipa: false", "uses-apipa: true", "true"},
    {"intranet.routing-protocol", "routing-protocol: false", "routing-protocol: true", "true"},
    {"intranet.routes", "routes: [172.16.5.0/24]", "routes: []", "[]"},
    {"intranet.routes", "routes: [172.16.5.0/24]", "routes: [172.16.5.0/28, 172.16.5.16/28]",
     "[172.16.5.0/28, 172.16.5.16/28]"},
    {"intranet.hosts", "[10.1.2.3, 10.1.4.0/24]", "172.16.5.7", "172.16.5.7"},
    {"intranet.ipx-networks", "[00000400, 10]", "[00000150]", "[00000150]"},
    {"policies.P.profile.multilink.use", "use: server-settings", "use: allowed", "allowed"},
    {"policies.P.profile.multilink.use", "use: server-settings", "use: disallowed", "disallowed"},
    {"policies.P.profile.multilink.most-links", "most-links: 2", "most-links: 1", "1"},
    {"policies.P.profile.multilink.bap-required", "bap-required: false", "bap-required: true", "true"},
};

struct Row {
  const char* name;
  std::string text;
  std::string want;
};

}  // namespace

TEST_CASE("world: an edit by path gives the site that the file with that value gives") {
  const std::string before = effective_of(kSite);
  for (const Change& change : kChanges) {
    CAPTURE(change.path);
    CAPTURE(change.value);
    const std::string from_file = effective_of(replaced(kSite, change.from, change.to));
    CHECK(from_file.starts_with("format: "));
    CHECK(from_file != before);  // the value is read, and printed
    CHECK(effective_edited(kSite, change.path, change.value) == from_file);
  }
}

TEST_CASE("world: the effective site reads back as itself") {
  const auto reads_back = [](const std::string& text) {
    TestSite again(text, "");
    CHECK(codes(again.diags) == "");
    REQUIRE(again.site);
    CHECK(effective(*again.site, again.sources) == text);
  };
  reads_back(effective_of(kSite));
  for (const Change& change : kChanges) {
    CAPTURE(change.path);
    reads_back(effective_of(replaced(kSite, change.from, change.to)));
  }
}

TEST_CASE("world: an edit finds elements by name, and adds none") {
  struct Edit {
    const char* path;
    const char* value;
    std::string want;
  };
  const Edit rows[] = {
      {"network.devices.hotel.gre", "forwards", "1:1 R316"},
      {"network.devices.Hotel firewall.gre", "forwards", "1:1 R316"},
      {"server.authentication.radius-servers.IAS9.state", "stopped", "1:1 R316"},
      {"intranet.adapters.WAN.dhcp", "unavailable", "1:1 R316"},
      {"server.authentication.radius-servers.IAS1.path.other.nat", "client", "1:1 R316"},
      {"network.devices.a.b.gre", "forwards", "1:1 R316"},
      {"server.addresses.adapter", "WAN", "1:1 R325"},
      {"server.authentication.radius-servers.ias1.state", "stopped", "1:1 R318"},
      {"server.ports.PPTP.count", "1001", "1:1 R312"},
      {"server.version", "nt5", "1:1 R301"},
  };
  for (const Edit& row : rows) {
    CAPTURE(row.path);
    CHECK(effective_edited(kSite, row.path, row.value) == row.want);
  }
}

TEST_CASE("world: a list of devices is replaced as a whole") {
  TestSite site(kSite);
  REQUIRE(site.site);
  std::string problems;
  const auto after = edited(site, "network.devices", "[{ name: new, gre: cannot-forward }]", problems);
  CHECK(problems == "");
  REQUIRE(after);
  REQUIRE(after->network.devices.size() == 1);
  CHECK(after->network.devices.front().name == "new");
  CHECK(after->network.devices.front().nat.value == Nat::none);  // defaults are filled in
  CHECK(site.site->network.devices.size() == 2);
}

TEST_CASE("world: what the server may read is edited without copying the accounts") {
  TestSite site(kSite);
  REQUIRE(site.site);
  std::string problems;
  const auto access = edited(site, "directory.server-access.joined", "false", problems);
  REQUIRE(access);
  CHECK(access->directory == site.site->directory);
  CHECK_FALSE(access->server.rras.access.joined.value);
  const auto lockout = edited(site, "directory.account-lockout.threshold", "9", problems);
  REQUIRE(lockout);
  CHECK(lockout->directory != site.site->directory);
  CHECK(site.site->directory->lockout.threshold.value == 3);
}
