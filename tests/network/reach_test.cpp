// What a connected client reaches: every rule stops its packet, the fix lets it through, and causes behind the first
// are told. Source: semantics.md 8; the troubleshooting document, "cannot reach resources".
#include "network/reach.hpp"

#include <functional>
#include <set>

#include "tests/network/network_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;
using namespace rapsim::network;

// The rules with this cause are left out: tests/meson.build puts the question into a copy of network/reach.cpp.
namespace rapsim::network {
CauseId left_out_of_reach = kNoCause;
}

namespace {

constexpr std::uint8_t kIp = 1U << static_cast<unsigned>(LanProtocol::ip);
constexpr std::uint8_t kIpx = 1U << static_cast<unsigned>(LanProtocol::ipx);

/// An intranet 10.1.0.0/16 and a session with an address of an off-subnet pool that is routed.
struct Scene {
  Site site = working_site();
  Profile profile{};
  Session session{};
  ReachQuestion question{LanProtocol::ip, ip("10.1.2.3"), kTcp, 443};

  Scene() {
    Intranet& intranet = site.intranet;
    intranet.where = line(1);
    intranet.network = given(*parse_network("10.1.0.0/16"), 2);
    intranet.routes = {*parse_network("172.16.5.0/24")};
    intranet.routes_where = line(3);
    set_pool(site, {"172.16.5.1-172.16.5.30"});
    session.is_live = true;
    session.protocols = kIp;
    session.origin = AddressOrigin::static_pool;
    session.address = ip("172.16.5.2");
    session.place = 1;
    session.policy = 0;
  }
  void give(AddressOrigin origin, const char* address) {
    session.origin = origin;
    session.address = *address == '\0' ? 0 : ip(address);
  }
  void use_dhcp(const std::vector<Adapter>& adapters, const char* chosen = "LAN") {
    site.server.rras.addresses = {};
    site.server.rras.addresses.chosen_adapter = given(std::string(chosen), 12);
    site.intranet.adapters = adapters;
  }
  void use_apipa(const std::vector<Adapter>& adapters, const char* chosen) {
    use_dhcp(adapters, chosen);
    give(AddressOrigin::apipa, "169.254.0.2");
  }
  /// The site as it was at the accept, with its profile.
  void accept() {
    auto accepted = std::make_shared<Site>(site);
    accepted->policies.resize(1);
    accepted->policies[0].profile = profile;
    session.accepted_under = accepted;
  }
  [[nodiscard]] Reach run(CauseId without = kNoCause) const {
    left_out_of_reach = without;
    return reach(site, session, question);
  }
};

/// `yes`, `no no-route-to-static-pool 3; also ...`
std::string text_of(const Reach& reach) {
  std::string out(test::text_of(reach.reachable));
  if (reach.cause != kNoCause) out += " " + std::string(kCauses[reach.cause].id);
  for (const Span& where : reach.where) out += " " + std::to_string(where.line);
  for (const CauseId other : reach.also) out += "; " + std::string(kCauses[other].id);
  return out;
}

struct Row {
  const char* name;
  std::function<void(Scene&)> edit;
  const char* want;
};

std::vector<Row> stopped_rows() {
  const Adapter with = adapter("LAN", true);
  const Adapter without = adapter("DMZ", false);
  return {
      {"the profile's input filters",
       [](Scene& s) { s.profile.input_filter = filters(true, {"tcp any -> any port 80"}, 200); },
       "no profile-packet-filter-blocks 200"},
      {"an exception of the profile's input filters",
       [](Scene& s) {
         s.profile.input_filter = filters(false, {"udp any -> any", "tcp any -> 10.1.2.0/24"}, 200);
       },
       "no profile-packet-filter-blocks 202"},
      {"the profile's output filters",
       [](Scene& s) { s.profile.output_filter = filters(true, {"tcp any port 80 -> any"}, 300); },
       "no profile-packet-filter-blocks 300"},
      {"a filter bound to another address than the session has",
       [](Scene& s) { s.profile.input_filter = filters(true, {"any 172.16.5.9 -> any"}, 200); },
       "no profile-packet-filter-blocks 200"},
      {"the protocol reaches this computer only",
       [](Scene& s) { s.site.server.rras.protocols[0].network_access = given(false, 9); },
       "no lan-protocol-no-network-access 9"},
      {"IPX reaches this computer only",
       [](Scene& s) {
         s.session.protocols = kIp | kIpx;
         s.question.lan_protocol = LanProtocol::ipx;
         s.site.server.rras.protocols[1] = {given(true), given(false, 9)};
       },
       "no lan-protocol-no-network-access 9"},
      {"a protocol that the session does not have",
       [](Scene& s) {
         s.question.lan_protocol = LanProtocol::ipx;
         s.site.server.rras.protocols[1].enabled = given(false, 10);
       },
       "no lan-protocol-not-enabled 10"},
      {"an off-subnet pool without a route", [](Scene& s) { s.site.intranet.routes.clear(); },
       "no no-route-to-static-pool 3"},
      {"one of two ranges has no route",
       [](Scene& s) {
         set_pool(s.site, {"172.16.5.1-172.16.5.30", "172.16.6.1-172.16.6.30"});
         s.session.address = ip("172.16.6.4");
       },
       "no no-route-to-static-pool 3"},
      {"an account's static address off the pool", [](Scene& s) { s.give(AddressOrigin::own, "192.168.7.7"); },
       "no no-route-to-static-pool 3"},
      {"an on-subnet address of another node",
       [](Scene& s) {
         s.give(AddressOrigin::static_pool, "10.1.4.7");
         s.site.intranet.hosts = {*parse_network("10.1.4.0/24")};
         s.site.intranet.hosts_where = line(4);
       },
       "no pool-overlaps-lan 4"},
      {"APIPA, and no adapter has DHCP", [=](Scene& s) { s.use_apipa({without}, "DMZ"); },
       "no dhcp-unavailable-apipa 1"},
      {"APIPA, and another adapter has DHCP",
       [=](Scene& s) {
         s.use_apipa({with, without}, "DMZ");
       },
       "no dhcp-wrong-adapter 12"},
      {"the interface drops what the tunnel sends",
       [](Scene& s) {
         s.site.server.rras.internet.filters = given(InterfaceFilters::own, 50);
         s.site.server.rras.internet.output = drop_except({"tcp any -> any"}, 60);
       },
       "no wan-filter-blocks-vpn 60"},
      {"a device drops GRE of a live tunnel",
       [](Scene& s) {
         s.site.network.devices = {device("firewall")};
         s.site.network.devices[0].to_server = pass_except({"protocol 47 any -> any"}, 70);
       },
       "no gre-blocked 71"},
      {"a device drops ESP of a live tunnel",
       [](Scene& s) {
         s.session.tunnel = TunnelType::l2tp;
         s.site.network.devices = {device("firewall")};
         s.site.network.devices[0].to_server = pass_except({"protocol 50 any -> any"}, 70);
       },
       "no l2tp-traffic-blocked 71"},
      {"a device that cannot forward GRE came in between",
       [](Scene& s) {
         s.site.network.devices = {device("firewall")};
         s.site.network.devices[0].forwards_gre = given(false, 72);
       },
       "no gre-unsupported-by-firewall 72"},
      {"the way is gone", [](Scene& s) { s.site.network.route = given(false, 73); }, "no server-unreachable 73"},
  };
}

}  // namespace

TEST_CASE("reach: what stops a packet") {
  for (const Row& row : stopped_rows()) SUBCASE(row.name) {
      Scene scene;
      row.edit(scene);
      scene.accept();
      CHECK(text_of(scene.run()) == row.want);
    }
}

TEST_CASE("reach: every rule stops something, and without it the packet passes") {
  std::set<std::string_view> seen;
  for (const Row& row : stopped_rows()) {
    INFO(row.name);
    Scene scene;
    row.edit(scene);
    scene.accept();
    std::size_t stopping = 0;
    for (const ReachRule& rule : reach_rules()) {
      CHECK(std::string_view(rule.name).find('_') == std::string_view::npos);
      if (rule.stops(scene.site, scene.session, scene.question) != Truth::yes) continue;
      ++stopping;
      seen.insert(rule.name);
      CHECK(text_of(scene.run(scene.run().cause)) == "yes");
    }
    CHECK(stopping == 1);
  }
  CHECK(seen.size() == reach_rules().size());
}

TEST_CASE("reach: what does not stop a packet, and what nobody knows") {
  const Adapter with = adapter("LAN", true);
  const Adapter without = adapter("DMZ", false);
  const Row rows[] = {
      {"a routed off-subnet pool", [](Scene&) {}, "yes"},
      {"an on-subnet pool needs no route",
       [](Scene& s) {
         s.site.intranet.routes.clear();
         s.give(AddressOrigin::static_pool, "10.1.4.7");
       },
       "yes"},
      {"the routing protocol announces the pool",
       [](Scene& s) {
         s.site.intranet.routes.clear();
         s.site.intranet.routing_protocol = given(true);
       },
       "yes"},
      {"a lease of DHCP",
       [=](Scene& s) {
         s.use_dhcp({with});
         s.give(AddressOrigin::dhcp, "");
       },
       "yes"},
      {"APIPA on an intranet that uses it",
       [=](Scene& s) {
         s.use_apipa({without}, "DMZ");
         s.site.intranet.uses_apipa = given(true);
       },
       "yes"},
      {"this computer only, and it is this computer",
       [](Scene& s) {
         s.site.server.rras.protocols[0].network_access = given(false, 9);
         s.question.to = ip("172.16.5.1");
       },
       "yes"},
      {"the server needs no route back",
       [](Scene& s) {
         s.site.intranet.routes.clear();
         s.site.server.address = given(std::string("10.1.0.1"));
         s.question.to = ip("10.1.0.1");
       },
       "yes"},
      {"the exception that lets it through",
       [](Scene& s) {
         s.profile.input_filter = filters(true, {"tcp 172.16.5.0/24 -> 10.1.0.0/16 port 443"});
         s.profile.output_filter = filters(true, {"tcp-established any port 443 -> any"});
       },
       "yes"},
      {"filters of IP do not concern IPX",
       [](Scene& s) {
         s.profile.input_filter = filters(true, {});
         s.session.protocols = kIp | kIpx;
         s.question.lan_protocol = LanProtocol::ipx;
       },
       "yes"},
      {"the tunnel's way may lose some packets", [](Scene& s) { s.site.network.loss = given(Loss::some, 5); }, "yes"},
      {"an intranet that nobody described", [](Scene& s) { s.site.intranet = {}; },
       "unknown no-route-to-static-pool 1"},
      {"the same, with a lease",
       [](Scene& s) {
         s.site = working_site();
         s.give(AddressOrigin::dhcp, "");
       },
       "unknown dhcp-unavailable-apipa 0"},
      {"a network that nobody described",
       [](Scene& s) {
         s.site.intranet.routes.clear();
         s.site.intranet.network = {};
       },
       "unknown no-route-to-static-pool 3"},
      {"adapters that differ, and nobody knows which",
       [=](Scene& s) {
         s.use_dhcp({with, without}, "");
         s.give(AddressOrigin::dhcp, "");
       },
       "unknown dhcp-wrong-adapter 12"},
      {"a pool in the scope of a DHCP server: it may have leased the address",
       [](Scene& s) {
         s.give(AddressOrigin::static_pool, "10.1.4.7");
         s.site.intranet.adapters = {adapter("LAN", true, "10.1.4.0/24")};
       },
       "unknown pool-overlaps-lan 1"},
      {"a filter that asks for an address that is not known",
       [](Scene& s) {
         s.give(AddressOrigin::dhcp, "");
         s.use_dhcp({adapter("LAN", true)});
         s.profile.input_filter = filters(true, {"any 10.1.8.0/24 -> any"}, 200);
       },
       "unknown profile-packet-filter-blocks 200"},
      {"what is sure comes before what is not",
       [](Scene& s) {
         s.site.intranet = {};
         s.profile.output_filter = filters(true, {}, 300);
       },
       "no profile-packet-filter-blocks 300"},
      {"a session that has ended", [](Scene& s) { s.session.is_live = false; }, "no"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Scene scene;
      row.edit(scene);
      scene.accept();
      CHECK(text_of(scene.run()) == row.want);
    }
}

TEST_CASE("reach: a session keeps the profile and the adapter of its accept") {
  Scene scene;
  scene.use_apipa({adapter("LAN", true), adapter("DMZ", false)}, "DMZ");
  scene.profile.input_filter = filters(true, {}, 200);
  scene.accept();
  scene.site.policies.resize(1);  // edited: no filters, and the other adapter
  scene.site.server.rras.addresses.adapter = given(std::string("LAN"));
  CHECK(text_of(scene.run()) == "no profile-packet-filter-blocks 200; dhcp-wrong-adapter");
}

TEST_CASE("reach: causes behind the first, each once") {
  Scene scene;
  scene.profile.input_filter = filters(true, {}, 200);
  scene.profile.output_filter = filters(true, {}, 300);
  scene.site.server.rras.protocols[0].network_access = given(false, 9);
  scene.site.intranet.routes.clear();
  scene.accept();
  CHECK(text_of(scene.run()) ==
        "no profile-packet-filter-blocks 200; lan-protocol-no-network-access; no-route-to-static-pool");
  CHECK(text_of(scene.run(cause("profile-packet-filter-blocks"))) ==
        "no lan-protocol-no-network-access 9; no-route-to-static-pool");
}
