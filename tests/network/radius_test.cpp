// Which RADIUS server answers, and every reason for which the others are silent. Source: semantics.md 6.5; RFC 2865 3.
#include "network/radius.hpp"

#include <functional>
#include <set>

#include "tests/network/network_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;
using namespace rapsim::network;

namespace {

RadiusServer radius_server(std::string name, std::uint32_t score = 30) {
  RadiusServer out;
  out.name = std::move(name);
  out.authentication_port = given(1812U, 2);
  out.accounting_port = given(1813U, 3);
  out.score.value = score;
  out.exists.value = out.running.value = out.knows_client.value = true;
  out.authentication_listens.value = {1812, 1645};
  out.accounting_listens.value = {1813, 1646};
  out.secret.value = "s1";
  return out;
}

/// `yes IAS1`, `no: IAS1 secret-mismatch 5, IAS1 not-running 6`
std::string text_of(const RadiusAnswer& answer) {
  std::string out(test::text_of(answer.is_answered));
  if (answer.server != nullptr) out += " " + answer.server->name;
  for (const SilentServer& silent : answer.silent)
    out += (&silent == &answer.silent.front() ? ": " : ", ") + silent.server->name + " " +
           std::string(silences()[static_cast<std::size_t>(silent.why)].name) + " " +
           std::to_string(silent.where.line) + (silent.is_sure == Truth::yes ? "" : "?");
  return out;
}

struct Row {
  const char* name;
  std::function<void(Site&, RadiusServer&)> edit;
  const char *authentication, *accounting;
};

Site site_with(const Row& row) {
  Site site = working_site();
  site.server.rras.radius_servers_where = line(1);
  site.server.rras.radius_servers = {radius_server("IAS1")};
  row.edit(site, site.server.rras.radius_servers[0]);
  return site;
}

void over_role(Site& site, RadiusServer& server, const std::vector<std::string>& in,
               const std::vector<std::string>& out) {
  server.over_internet.value = true;
  site.server.rras.internet.filters = given(InterfaceFilters::vpn_role, 50);
  site.server.rras.internet.extra_input = filters(true, in).except;
  site.server.rras.internet.extra_output = filters(true, out).except;
}

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {"as installed", [](Site&, RadiusServer&) {}, "yes IAS1", "yes IAS1"},
      {"the older ports", [](Site&, RadiusServer& s) { s.authentication_port.value = 1645; }, "yes IAS1", "yes IAS1"},
      {"nothing is there", [](Site&, RadiusServer& s) { s.exists = given(false, 4); }, "no: IAS1 does-not-exist 4",
       "no: IAS1 does-not-exist 4"},
      {"it is stopped", [](Site&, RadiusServer& s) { s.running = given(false, 4); }, "no: IAS1 not-running 4",
       "no: IAS1 not-running 4"},
      {"a wrong port for authentication", [](Site&, RadiusServer& s) { s.authentication_port = given(1814U, 4); },
       "no: IAS1 wrong-port 4", "yes IAS1"},
      {"it listens for accounting elsewhere",
       [](Site&, RadiusServer& s) { s.accounting_listens = given(std::vector<std::uint32_t>{1646}, 4); }, "yes IAS1",
       "no: IAS1 wrong-port 3"},
      {"an unknown client", [](Site&, RadiusServer& s) { s.knows_client = given(false, 4); },
       "no: IAS1 unknown-client 4", "no: IAS1 unknown-client 4"},
      {"another secret", [](Site&, RadiusServer& s) { s.client_secret = given(std::string("S1"), 4); },
       "no: IAS1 secret-mismatch 4", "no: IAS1 secret-mismatch 4"},
      {"the same secret", [](Site&, RadiusServer& s) { s.client_secret = given(std::string("s1"), 4); }, "yes IAS1",
       "yes IAS1"},
      {"the role's filters drop it", [](Site& site, RadiusServer& s) { over_role(site, s, {}, {}); },
       "no: IAS1 filtered-by-interface 50", "no: IAS1 filtered-by-interface 50"},
      {"over the intranet the interface has no say",
       [](Site& site, RadiusServer& s) {
         over_role(site, s, {}, {});
         s.over_internet.value = false;
       },
       "yes IAS1", "yes IAS1"},
      {"filters for authentication, in and out",
       [](Site& site, RadiusServer& s) {
         over_role(site, s, {"udp any port 1812 -> any"}, {"udp any -> any port 1812"});
       },
       "yes IAS1", "no: IAS1 filtered-by-interface 50"},
      {"the output filter alone is not enough",
       [](Site& site, RadiusServer& s) { over_role(site, s, {}, {"udp any -> any port 1812"}); },
       "no: IAS1 filtered-by-interface 50", "no: IAS1 filtered-by-interface 50"},
      {"a filter for an address that is not told",
       [](Site& site, RadiusServer& s) {
         over_role(site, s, {"udp any port 1812 -> any"}, {"udp any -> 203.0.113.9 port 1812"});
       },
       "unknown IAS1: IAS1 filtered-by-interface 50?", "no: IAS1 filtered-by-interface 50"},
      {"a device on the way",
       [](Site&, RadiusServer& s) {
         s.path = {device("firewall")};
         s.path[0].to_server = pass_except({"udp any -> any port 1813"}, 70);
       },
       "yes IAS1", "no: IAS1 filtered-by-device 71"},
      {"the device drops answers",
       [](Site&, RadiusServer& s) {
         s.path = {device("firewall")};
         s.path[0].from_server = drop_except({"udp any port 1812 -> any"}, 70);
       },
       "yes IAS1", "no: IAS1 filtered-by-device 70"},
      {"every reason is told",
       [](Site& site, RadiusServer& s) {
         over_role(site, s, {}, {});
         s.client_secret = given(std::string("s2"), 4);
         s.running = given(false, 5);
       },
       "no: IAS1 filtered-by-interface 50, IAS1 not-running 5, IAS1 secret-mismatch 4",
       "no: IAS1 filtered-by-interface 50, IAS1 not-running 5, IAS1 secret-mismatch 4"},
      {"no server at all", [](Site& site, RadiusServer&) { site.server.rras.radius_servers.clear(); }, "no", "no"},
      {"nobody described servers",
       [](Site& site, RadiusServer&) {
         site.server.rras.radius_servers.clear();
         site.server.rras.radius_servers_where = {};
       },
       "unknown", "unknown"},
  };
  return kRows;
}

}  // namespace

TEST_CASE("RADIUS: one server, for authentication and accounting") {
  for (const Row& row : rows()) SUBCASE(row.name) {
      const Site site = site_with(row);
      CHECK(text_of(ask_radius(site, false)) == row.authentication);
      CHECK(text_of(ask_radius(site, true)) == row.accounting);
    }
}

TEST_CASE("RADIUS: every reason has its row and a text, and occurs") {
  std::set<Silence> seen;
  for (const Row& row : rows()) {
    const Site site = site_with(row);
    for (const bool is_accounting : {false, true})
      for (const SilentServer& silent : ask_radius(site, is_accounting).silent) seen.insert(silent.why);
  }
  CHECK(seen.size() == silences().size());
  CHECK(silences()[static_cast<std::size_t>(Silence::secret_mismatch)].name == "secret-mismatch");
  CHECK(silences()[static_cast<std::size_t>(Silence::filtered_by_device)].name == "filtered-by-device");
  CHECK(silence_text(Silence::not_running) == "its service is stopped");
}

TEST_CASE("RADIUS: servers by their score") {
  Site site = working_site();
  std::vector<RadiusServer>& servers = site.server.rras.radius_servers;
  site.server.rras.radius_servers_where = line(1);
  servers = {radius_server("low", 10), radius_server("high", 30), radius_server("high again", 30)};
  const auto ask = [&] { return text_of(ask_radius(site, false)); };
  CHECK(ask() == "yes high");
  servers[2].running = given(false, 3);  // never asked
  CHECK(ask() == "yes high");
  servers[2].running = given(true, 3);
  servers[1].running = given(false, 4);
  CHECK(ask() == "yes high again: high not-running 4");
  servers[2].exists = given(false, 5);
  CHECK(ask() == "yes low: high not-running 4, high again does-not-exist 5");
  servers[0].client_secret = given(std::string("other"), 6);
  CHECK(ask() == "no: high not-running 4, high again does-not-exist 5, low secret-mismatch 6");
}
