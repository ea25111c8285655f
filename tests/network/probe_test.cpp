// What the tools show: each command against sites that differ in what it looks at. Source: the troubleshooting
// document; semantics.md 6, 7.
#include "network/probe.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "tests/network/network_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;
using namespace rapsim::network;

namespace {

/// `TCP 1723 | UDP 1701`, `unknown`
std::string text_of(const ProbeResult& result) {
  if (!result.is_present()) return result.is_unknown() ? "unknown" : "absent";
  std::string out;
  for (const std::string& line : result.value) out += (out.empty() ? "" : " | ") + line;
  return out;
}

struct Row {
  const char* name;
  ProbeQuestion question;
  std::function<void(Site&, World&)> edit;
  const char* want;
};

void set_role(Site& site) { site.server.rras.internet.filters = given(InterfaceFilters::vpn_role, 50); }
void let(Site& site, const std::vector<std::string>& texts) {
  site.network.devices.push_back(device("firewall"));
  site.network.devices.back().to_server = drop_except(texts);
}
PortSettings& ports_of(Site& site, TunnelType type) { return site.server.rras.ports[type]; }
void close(Site& site, TunnelType type) {
  ports_of(site, type).inbound.value = ports_of(site, type).demand_dial.value = false;
}
RadiusServer radius_server() {
  RadiusServer out;
  out.name = "IAS1";
  out.authentication_port.value = 1812;
  out.accounting_port.value = 1813;
  out.exists.value = out.running.value = out.knows_client.value = true;
  out.authentication_listens.value = {1812};
  out.accounting_listens.value = {1813};
  return out;
}

/// The own domain is CONTOSO then.
void trust_fabrikam(Site& site, bool is_registered) {
  site.directory->domain.value = "CONTOSO";
  TrustedDomain& domain = site.directory->trusted_domains.emplace_back();
  domain.name = "FABRIKAM";
  domain.access.group_exists.value = true;
  domain.access.registered.value = is_registered;
}

const ProbeQuestion kTcp1723{"portqry", 1723, false, ""};
const ProbeQuestion kUdp1701{"portqry", 1701, true, ""};
const ProbeQuestion kUdp500{"portqry", 500, true, ""};

const std::vector<Row>& rows() {
  static const auto as_installed = [](Site&, World&) {};
  static const std::vector<Row> kRows = {
      {"ping: everything open", {"ping"}, as_installed, "reply"},
      {"ping: the role's filters", {"ping"}, [](Site& s, World&) { set_role(s); }, "timed out"},
      {"ping: filters for ICMP in and out",
       {"ping"},
       [](Site& s, World&) {
         set_role(s);
         s.server.rras.internet.extra_input = s.server.rras.internet.extra_output =
             filters(true, {"icmp any -> any"}).except;
       },
       "reply"},
      {"ping: a device that lets only the tunnel through",
       {"ping"},
       [](Site& s, World&) { let(s, {"tcp any -> any port 1723"}); },
       "timed out"},
      {"ping: a stopped service does not matter",
       {"ping"},
       [](Site& s, World&) { s.server.rras.is_started.value = false; },
       "reply"},
      {"ping: no such name",
       {"ping"},
       [](Site& s, World&) { s.network.name_resolution.value = NameResolution::fails; },
       "unknown host"},
      {"ping: another computer's name",
       {"ping"},
       [](Site& s, World&) { s.network.name_resolution.value = NameResolution::wrong_address; },
       "unknown"},
      {"ping: some packets are lost", {"ping"}, [](Site& s, World&) { s.network.loss.value = Loss::some; }, "unknown"},

      {"portqry: PPTP listens", kTcp1723, as_installed, "LISTENING"},
      {"portqry: PPTP through the role's filters", kTcp1723, [](Site& s, World&) { set_role(s); }, "LISTENING"},
      {"portqry: refused", kTcp1723, [](Site& s, World&) { close(s, TunnelType::pptp); }, "NOT LISTENING"},
      {"portqry: the service is stopped", kTcp1723, [](Site& s, World&) { s.server.rras.is_started.value = false; },
       "NOT LISTENING"},
      {"portqry: a device drops it", kTcp1723, [](Site& s, World&) { let(s, {"udp any -> any"}); }, "FILTERED"},
      {"portqry: answers are dropped, open or not", kTcp1723,
       [](Site& s, World&) {
         close(s, TunnelType::pptp);
         s.network.devices = {device("firewall")};
         s.network.devices[0].from_server = drop_except({"udp any -> any"});
       },
       "FILTERED"},
      {"portqry: GRE has no port: a blocked GRE looks well", kTcp1723,
       [](Site& s, World&) { let(s, {"tcp any -> any port 1723"}); }, "LISTENING"},
      {"portqry: a port that nobody described", {"portqry", 3389, false, ""}, as_installed, "unknown"},
      {"portqry: no such name", kTcp1723,
       [](Site& s, World&) { s.network.name_resolution.value = NameResolution::fails; }, "unknown host"},
      {"portqry: a rule that asks for the client's address", kTcp1723,
       [](Site& s, World&) { let(s, {"tcp 192.0.2.0/24 -> any port 1723"}); }, "unknown"},
      {"portqry: L2TP takes packets inside IPsec only", kUdp1701, as_installed, "LISTENING or FILTERED"},
      {"portqry: L2TP does not listen", kUdp1701, [](Site& s, World&) { close(s, TunnelType::l2tp); }, "NOT LISTENING"},
      {"portqry: the ICMP message is dropped by the role", kUdp1701,
       [](Site& s, World&) {
         close(s, TunnelType::l2tp);
         set_role(s);
       },
       "LISTENING or FILTERED"},
      {"portqry: an open way for ESP is not one for portqry", kUdp1701,
       [](Site& s, World&) {
         close(s, TunnelType::l2tp);
         let(s, {"protocol 50 any -> any", "udp any -> any port 500"});
       },
       "LISTENING or FILTERED"},
      {"portqry: IKE does not answer it", kUdp500, as_installed, "LISTENING or FILTERED"},
      {"portqry: the policy agent is stopped", kUdp500,
       [](Site& s, World&) { s.server.rras.ipsec.policy_agent.value = false; }, "NOT LISTENING"},

      {"netstat: as installed", {"netstat"}, as_installed, "TCP 1723 | UDP 500 | UDP 1701 | UDP 4500"},
      {"netstat: PPTP only",
       {"netstat"},
       [](Site& s, World&) { ports_of(s, TunnelType::l2tp).count.value = 0; },
       "TCP 1723 | UDP 500 | UDP 4500"},
      {"netstat: nothing",
       {"netstat"},
       [](Site& s, World&) { s.server.rras.is_started.value = s.server.rras.ipsec.policy_agent.value = false; },
       "none"},
      {"netstat: SSTP",
       {"netstat"},
       [](Site& s, World&) {
         s.dialect.value = Dialect::nps;
         ports_of(s, TunnelType::sstp) = {{5}, {true}, {true}, {0}};
       },
       "TCP 1723 | TCP 443 | UDP 500 | UDP 1701 | UDP 4500"},

      {"registered-server: it is", {"registered-server"}, as_installed, "registered"},
      {"registered-server: it is not",
       {"registered-server"},
       [](Site& s, World&) { s.server.rras.access.registered.value = false; },
       "not registered"},
      {"registered-server: what was at the start is not shown",
       {"registered-server"},
       [](Site& s, World& w) {
         s.server.rras.access.registered_at_start = given(false);
         w.registered_at_start[""] = false;
       },
       "registered"},
      {"registered-server: its own domain, named",
       {.command = "registered-server", .name = "contoso"},
       [](Site& s, World&) { trust_fabrikam(s, false); },
       "registered"},
      {"registered-server: a trusted domain",
       {.command = "registered-server", .name = "fabrikam"},
       [](Site& s, World&) { trust_fabrikam(s, false); },
       "not registered"},
      {"registered-server: the trusted domain does not count for its own",
       {"registered-server"},
       [](Site& s, World&) { trust_fabrikam(s, false); },
       "registered"},
      {"registered-server: a domain that nobody names",
       {.command = "registered-server", .name = "ADATUM"},
       as_installed,
       "unknown"},
      {"registered-server: no group",
       {"registered-server"},
       [](Site& s, World&) { s.server.rras.access.group_exists.value = false; },
       "not registered"},
      {"localgroup: Everyone is a member", {"localgroup"}, as_installed, "Everyone"},
      {"localgroup: it is not",
       {"localgroup"},
       [](Site& s, World&) { s.server.rras.access.everyone_in_pre_windows_2000.value = false; },
       "no Everyone"},

      {"ports: used by sessions and routers",
       {"ports"},
       [](Site& s, World& w) {
         w.used_ports[TunnelType::pptp] = 2;
         ports_of(s, TunnelType::l2tp).used_by_demand_dial.value = 1;
       },
       "PPTP: 2 active, 3 inactive | L2TP: 1 active, 4 inactive"},
      {"ports: one type",
       {"ports"},
       [](Site& s, World&) { ports_of(s, TunnelType::pptp).count.value = 0; },
       "L2TP: 0 active, 5 inactive"},
      {"ports: all in use",
       {"ports"},
       [](Site&, World& w) { w.used_ports[TunnelType::pptp] = 5; },
       "PPTP: 5 active, 0 inactive | L2TP: 0 active, 5 inactive"},
      {"ports: the service is stopped",
       {"ports"},
       [](Site& s, World&) { s.server.rras.is_started.value = false; },
       "none"},
      {"service: started", {"service"}, as_installed, "started"},
      {"service: stopped", {"service"}, [](Site& s, World&) { s.server.rras.is_started.value = false; }, "stopped"},

      {"dhcp-adapter: the chosen one",
       {"dhcp-adapter"},
       [](Site& s, World&) {
         s.intranet.adapters = {adapter("LAN", true), adapter("DMZ", false)};
         s.server.rras.addresses.chosen_adapter.value = "DMZ";
       },
       "DMZ"},
      {"dhcp-adapter: nobody knows",
       {"dhcp-adapter"},
       [](Site& s, World&) {
         s.intranet.adapters = {adapter("LAN", true), adapter("DMZ", false)};
       },
       "unknown"},
      {"dhcp: there",
       {"dhcp", 0, false, "LAN"},
       [](Site& s, World&) {
         s.intranet.adapters = {adapter("LAN", true), adapter("DMZ", false)};
       },
       "answers"},
      {"dhcp: not there",
       {"dhcp", 0, false, "DMZ"},
       [](Site& s, World&) {
         s.intranet.adapters = {adapter("LAN", true), adapter("DMZ", false)};
       },
       "no answer"},
      {"dhcp: an adapter that nobody described", {"dhcp", 0, false, "WAN"}, as_installed, "unknown"},
      {"address: of the pool", {"address"}, [](Site& s, World&) { set_pool(s, {"172.16.5.1-172.16.5.9"}); }, "pool"},
      {"address: of DHCP", {"address"}, [](Site& s, World&) { s.intranet.adapters = {adapter("LAN", true)}; }, "dhcp"},
      {"address: APIPA", {"address"}, [](Site& s, World&) { s.intranet.adapters = {adapter("LAN", false)}; }, "apipa"},
      {"address: a lease stays when DHCP is lost",
       {"address"},
       [](Site& s, World& w) {
         s.intranet.adapters = {adapter("LAN", false)};
         w.addresses[1].leased = 10;
       },
       "dhcp"},
      {"address: nobody described adapters", {"address"}, as_installed, "unknown"},

      {"radius: it answers",
       {"radius", 0, false, "IAS1"},
       [](Site& s, World&) { s.server.rras.radius_servers = {radius_server()}; },
       "answers"},
      {"radius: the role's filters",
       {"radius", 0, false, "IAS1"},
       [](Site& s, World&) {
         s.server.rras.radius_servers = {radius_server()};
         s.server.rras.radius_servers[0].over_internet.value = true;
         set_role(s);
       },
       "no answer"},
      {"radius: another secret is silence too",
       {"radius", 0, false, "IAS1"},
       [](Site& s, World&) {
         s.server.rras.radius_servers = {radius_server()};
         s.server.rras.radius_servers[0].client_secret.value = "other";
       },
       "no answer"},
      {"radius: a server that nobody described", {"radius", 0, false, "IAS2"}, as_installed, "unknown"},
      {"radius-accounting: its own port",
       {"radius-accounting", 0, false, "IAS1"},
       [](Site& s, World&) {
         s.server.rras.radius_servers = {radius_server()};
         s.server.rras.radius_servers[0].accounting_port.value = 1646;
       },
       "no answer"},
      {"radius-accounting: authentication on a wrong port",
       {"radius-accounting", 0, false, "IAS1"},
       [](Site& s, World&) {
         s.server.rras.radius_servers = {radius_server()};
         s.server.rras.radius_servers[0].authentication_port.value = 1;
       },
       "answers"},
  };
  return kRows;
}

ProbeResult run(const Row& row) {
  Site site = working_site();
  World world;
  row.edit(site, world);
  const ProbeCommand* const command = find_probe(row.question.command);
  REQUIRE(command != nullptr);
  return command->run(site, world, row.question);
}

}  // namespace

TEST_CASE("probe: what each command shows") {
  for (const Row& row : rows()) SUBCASE(row.name) {
      CHECK(text_of(run(row)) == row.want);
    }
}

TEST_CASE("probe: the results that a command names are those that it gives") {
  for (const ProbeCommand& command : probe_commands()) {
    INFO(command.name);
    std::set<std::string> seen;
    for (const Row& row : rows())
      if (row.question.command == command.name)
        for (const std::string& line : run(row).value) seen.insert(line);
    CHECK_FALSE(seen.empty());
    if (command.results.empty()) continue;
    CHECK(seen == std::set<std::string>(command.results.begin(), command.results.end()));
  }
}

TEST_CASE("probe: the table") {
  CHECK(std::ranges::is_sorted(probe_commands(), {}, &ProbeCommand::name));
  CHECK(find_probe("tracert") == nullptr);
  for (const ProbeCommand& command : probe_commands()) {
    CHECK(find_probe(command.name) == &command);
    CHECK_FALSE(command.real.empty());
    CHECK_FALSE(command.summary.empty());
    CHECK_FALSE(command.source.empty());
  }
  CHECK(find_probe("portqry")->needs_port);
  CHECK(find_probe("radius")->name_use == NameUse::needed);
}
