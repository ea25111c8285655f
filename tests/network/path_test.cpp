// One packet on its way: names, routes, devices, NATs, filters of the Internet interface; both readings of what L2TP
// needs. Source: semantics.md 6.7, 7.2; the troubleshooting document.
#include "network/path.hpp"

#include <functional>

#include "tests/network/network_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;
using namespace rapsim::network;

namespace {

std::string text_of(const Delivery& delivery) {
  constexpr std::string_view kObstacles[] = {"nothing", "name", "route", "device", "gre-unsupported", "interface"};
  std::string out(test::text_of(delivery.arrives));
  if (delivery.arrives == Truth::yes) return out;
  out += " " + std::string(kObstacles[static_cast<std::size_t>(delivery.obstacle)]);
  if (delivery.device != nullptr) out += " " + delivery.device->name;
  return out + " " + std::to_string(delivery.where.line);
}

constexpr auto kFull = PathRules::full;
constexpr auto kSeed = PathRules::seed;

using Edit = std::function<void(Site&)>;

Device& add_device(Site& site, std::string name = "firewall") {
  return site.network.devices.emplace_back(device(std::move(name)));
}

Edit drops(std::vector<std::string> texts) {
  return [texts](Site& site) { add_device(site).to_server = pass_except(texts); };
}
Edit lets(std::vector<std::string> texts) {
  return [texts](Site& site) { add_device(site).to_server = drop_except(texts); };
}
void set_role(Site& site) { site.server.rras.internet.filters = given(InterfaceFilters::vpn_role, 50); }

}  // namespace

TEST_CASE("path: what a filter matches") {
  struct Row {
    const char* name;
    const char* filter;
    Packet packet;
    Truth want;
  };
  const Packet web{.protocol = kTcp, .source = ip("192.0.2.7"), .destination = ip("10.1.2.3"), .destination_port = 443};
  Packet stranger = web;
  stranger.source.reset();
  Packet answer = answer_to(web);
  const Row rows[] = {
      {"any matches any", "any any -> any", web, Truth::yes},
      {"the protocol", "udp any -> any", web, Truth::no},
      {"a network that has the source", "any 192.0.2.0/24 -> any", web, Truth::yes},
      {"a network that has it not", "any 198.51.100.0/24 -> any", web, Truth::no},
      {"a source that is not known", "any 192.0.2.0/24 -> any", stranger, Truth::unknown},
      {"another field says no before the unknown one", "udp 192.0.2.0/24 -> any", stranger, Truth::no},
      {"any source does not ask", "tcp any -> any port 443", stranger, Truth::yes},
      {"another port", "tcp any -> any port 80", web, Truth::no},
      {"an ephemeral port is no rule's", "tcp any port 1024 -> any", web, Truth::no},
      {"established: not the first packet", "tcp-established any -> any", web, Truth::no},
      {"established: the answer", "tcp-established any -> any", answer, Truth::yes},
      {"the answer's ends are swapped", "tcp 10.1.2.3 port 443 -> 192.0.2.7", answer, Truth::yes},
      {"an echo", "icmp any -> any type 8", {.protocol = kIcmp}, Truth::yes},
      {"the answer to an echo", "icmp any -> any type 0", answer_to({.protocol = kIcmp}), Truth::yes},
      {"another code", "icmp any -> any type 8 code 1", {.protocol = kIcmp}, Truth::no},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(matches(packet_filter(row.filter), row.packet) == row.want);
    }
}

TEST_CASE("path: exceptions get the opposite of the default") {
  const Packet gre{.protocol = kGre};
  CHECK(is_dropped(filters(true, {}), gre) == Truth::yes);
  CHECK(is_dropped(filters(false, {}), gre) == Truth::no);
  CHECK(is_dropped(filters(true, {"tcp any -> any", "protocol 47 any -> any"}), gre) == Truth::no);
  CHECK(is_dropped(filters(false, {"protocol 47 any -> any"}), gre) == Truth::yes);
  CHECK(is_dropped(filters(true, {"protocol 47 192.0.2.0/24 -> any"}), gre) == Truth::unknown);
  CHECK(is_dropped(filters(false, {"protocol 47 192.0.2.0/24 -> any"}), gre) == Truth::unknown);
}

TEST_CASE("path: there and back again") {
  struct Row {
    const char* name;
    Edit edit;
    Traffic traffic;
    PathRules rules;
    const char* want;
  };
  const std::vector<std::string> pptp = {"tcp any -> any port 1723", "protocol 47 any -> any"};
  const Row rows[] = {
      {"nothing described lets everything through", [](Site&) {}, traffic::gre, kFull, "yes"},
      {"the name does not resolve", [](Site& site) { site.network.name_resolution = given(NameResolution::fails, 7); },
       traffic::icmp, kFull, "no name 7"},
      {"the name is another computer's",
       [](Site& site) { site.network.name_resolution = given(NameResolution::wrong_address, 7); }, traffic::ike, kFull,
       "no name 7"},
      {"no route", [](Site& site) { site.network.route = given(false, 8); }, traffic::gre, kFull, "no route 8"},
      {"everything is lost", [](Site& site) { site.network.loss = given(Loss::total, 9); }, traffic::esp, kFull,
       "no route 9"},
      {"some is lost", [](Site& site) { site.network.loss = given(Loss::some, 9); }, traffic::esp, kFull,
       "unknown route 9"},
      {"what surely stops it comes before what may",
       [](Site& site) {
         site.network.loss = given(Loss::some, 9);
         add_device(site).to_server = drop_except({}, 20);
       },
       traffic::esp, kFull, "no device firewall 20"},
      {"the first of two devices",
       [](Site& site) {
         add_device(site, "hotel").to_server = drop_except({}, 20);
         add_device(site, "office").to_server = drop_except({}, 30);
       },
       traffic::gre, kFull, "no device hotel 20"},
      {"the second when the first lets it through",
       [](Site& site) {
         add_device(site, "hotel").to_server = drop_except({"protocol 47 any -> any"}, 20);
         add_device(site, "office").to_server = drop_except({}, 30);
       },
       traffic::gre, kFull, "no device office 30"},
      {"PPTP: control passes its rules", lets(pptp), traffic::pptp_control, kFull, "yes"},
      {"PPTP: GRE passes its rules", lets(pptp), traffic::gre, kFull, "yes"},
      {"PPTP: only control is open", lets({"tcp any -> any port 1723"}), traffic::gre, kFull, "no device firewall 100"},
      {"PPTP: only GRE is open", lets({"protocol 47 any -> any"}), traffic::pptp_control, kFull,
       "no device firewall 100"},
      {"the exception that drops is named", drops({"tcp any -> any", "protocol 47 any -> any"}), traffic::gre, kFull,
       "no device firewall 102"},
      {"a device that cannot forward GRE, whatever it permits",
       [](Site& site) {
         add_device(site).to_server = drop_except({"protocol 47 any -> any"});
         site.network.devices[0].forwards_gre = given(false, 40);
       },
       traffic::gre, kFull, "no gre-unsupported firewall 40"},
      {"such a device forwards ESP", [](Site& site) { add_device(site).forwards_gre = given(false, 40); },
       traffic::l2tp, kFull, "yes"},
      {"answers pass without rules from the server", lets({"udp any -> any port 500"}), traffic::ike, kFull, "yes"},
      {"with rules from the server answers are asked",
       [](Site& site) { add_device(site).from_server = drop_except({"tcp any -> any port 1723"}, 60); },
       traffic::pptp_control, kFull, "no device firewall 60"},
      {"established answers pass a rule for them",
       [](Site& site) { add_device(site).from_server = drop_except({"tcp-established any -> any"}, 60); },
       traffic::pptp_control, kFull, "yes"},
      {"on the way back the device next to the server comes first",
       [](Site& site) {
         add_device(site, "hotel").from_server = drop_except({}, 20);
         add_device(site, "office").from_server = drop_except({}, 30);
       },
       traffic::gre, kFull, "no device office 30"},
      {"L2TP: devices see ESP", lets({"protocol 50 any -> any"}), traffic::l2tp, kFull, "yes"},
      {"L2TP: a rule on UDP 1701 has no effect", drops({"udp any -> any port 1701"}), traffic::l2tp, kFull, "yes"},
      {"L2TP: UDP 1701 alone does not open it", lets({"udp any -> any port 1701"}), traffic::l2tp, kFull,
       "no device firewall 100"},
      {"L2TP: UDP 500 is needed", lets({"protocol 50 any -> any", "udp any -> any port 1701"}), traffic::ike, kFull,
       "no device firewall 100"},
      {"L2TP behind a NAT: devices see UDP 4500",
       [](Site& site) {
         add_device(site).to_server = drop_except({"udp any -> any port 4500"});
         site.network.devices[0].nat = given(Nat::of_client);
       },
       traffic::l2tp, kFull, "yes"},
      {"L2TP behind a NAT: ESP alone does not open it",
       [](Site& site) {
         add_device(site).to_server = drop_except({"protocol 50 any -> any"});
         add_device(site, "nat").nat = given(Nat::of_server);
       },
       traffic::l2tp, kFull, "no device firewall 100"},
      {"seed: UDP 1701 and ESP open L2TP", lets({"udp any -> any port 1701", "protocol 50 any -> any"}), traffic::l2tp,
       kSeed, "yes"},
      {"seed: ESP alone does not", lets({"protocol 50 any -> any"}), traffic::l2tp, kSeed, "no device firewall 100"},
      {"seed: UDP 1701 alone does not", lets({"udp any -> any port 1701"}), traffic::l2tp, kSeed,
       "no device firewall 100"},
      {"seed: a rule on UDP 1701 counts", drops({"udp any -> any port 1701"}), traffic::l2tp, kSeed,
       "no device firewall 101"},
      {"seed: UDP 500 is not looked at", lets({}), traffic::ike, kSeed, "yes"},
      {"seed: UDP 4500 is not looked at", lets({}), traffic::nat_traversal, kSeed, "yes"},
      {"seed: a NAT changes nothing",
       [](Site& site) {
         add_device(site).to_server = drop_except({"udp any -> any port 1701", "protocol 50 any -> any"});
         site.network.devices[0].nat = given(Nat::of_client);
       },
       traffic::l2tp, kSeed, "yes"},
      {"role: PPTP control", set_role, traffic::pptp_control, kFull, "yes"},
      {"role: GRE", set_role, traffic::gre, kFull, "yes"},
      {"role: IKE", set_role, traffic::ike, kFull, "yes"},
      {"role: UDP 4500", set_role, traffic::nat_traversal, kFull, "yes"},
      {"role: L2TP", set_role, traffic::l2tp, kFull, "yes"},
      {"role: ICMP is dropped", set_role, traffic::icmp, kFull, "no interface 50"},
      {"role: no SSTP before NPS", set_role, traffic::sstp, kFull, "no interface 50"},
      {"role: SSTP on NPS",
       [](Site& site) {
         set_role(site);
         site.dialect.value = Dialect::nps;
       },
       traffic::sstp, kFull, "yes"},
      {"role with ICMP in and out",
       [](Site& site) {
         set_role(site);
         site.server.rras.internet.extra_input = filters(true, {"icmp any -> any"}).except;
         site.server.rras.internet.extra_output = filters(true, {"icmp any -> any"}).except;
       },
       traffic::icmp, kFull, "yes"},
      {"role with ICMP in only",
       [](Site& site) {
         set_role(site);
         site.server.rras.internet.extra_input = filters(true, {"icmp any -> any"}).except;
       },
       traffic::icmp, kFull, "no interface 50"},
      {"own filters see L2TP after ESP",
       [](Site& site) {
         site.server.rras.internet.filters = given(InterfaceFilters::own, 50);
         site.server.rras.internet.input = drop_except({"protocol 50 any -> any", "udp any -> any port 500"}, 70);
       },
       traffic::l2tp, kFull, "no interface 70"},
      {"own filters never see ESP",
       [](Site& site) {
         site.server.rras.internet.filters = given(InterfaceFilters::own, 50);
         site.server.rras.internet.input = drop_except({}, 70);
       },
       traffic::esp, kFull, "yes"},
      {"own output filters are asked for answers",
       [](Site& site) {
         site.server.rras.internet.filters = given(InterfaceFilters::own, 50);
         site.server.rras.internet.output = drop_except({"tcp any -> any port 1723"}, 70);
       },
       traffic::pptp_control, kFull, "no interface 70"},
      {"a device comes before the interface",
       [](Site& site) {
         set_role(site);
         add_device(site).to_server = drop_except({}, 20);
       },
       traffic::icmp, kFull, "no device firewall 20"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Site site = working_site();
      site.readings[Reading::path_rules_seed].value = row.rules == kSeed;
      row.edit(site);
      CHECK(text_of(exchange(site, packet_of(row.traffic, site, ip("192.0.2.7")))) == row.want);
    }
}

TEST_CASE("path: a client's address against a rule with a source") {
  struct Row {
    const char* name;
    std::optional<std::uint32_t> client;
    bool is_behind_nat;
    const char* want;
  };
  const Row rows[] = {
      {"inside the network", ip("192.0.2.7"), false, "yes"},
      {"outside", ip("198.51.100.7"), false, "no device firewall 100"},
      {"not known", std::nullopt, false, "unknown device firewall 100"},
      {"on the client's side of its NAT nobody knows it", ip("192.0.2.7"), true, "unknown device firewall 100"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Site site = working_site();
      lets({"tcp 192.0.2.0/24 -> any port 1723"})(site);
      if (row.is_behind_nat) add_device(site, "nat").nat = given(Nat::of_client);
      CHECK(text_of(exchange(site, packet_of(traffic::pptp_control, site, row.client))) == row.want);
    }
}

TEST_CASE("path: the server's address in front of its NAT is another one") {
  Site site = working_site();
  site.server.address = given(std::string("10.0.0.5"));
  lets({"tcp any -> 203.0.113.1 port 1723"})(site);
  const auto try_it = [&] { return text_of(exchange(site, packet_of(traffic::pptp_control, site, std::nullopt))); };
  CHECK(try_it() == "no device firewall 100");
  add_device(site, "nat").nat = given(Nat::of_server);
  CHECK(try_it() == "unknown device firewall 100");
  std::swap(site.network.devices[0], site.network.devices[1]);  // behind it the server has its own
  CHECK(try_it() == "no device firewall 100");
  CHECK(has_nat(site, Nat::of_server));
  CHECK_FALSE(has_nat(site, Nat::of_client));
}

TEST_CASE("path: what the role's filters let through, and nothing beside it") {
  constexpr auto kIn = Direction::to_server, kOut = Direction::from_server;
  struct Row {
    Direction direction;
    std::uint8_t protocol;
    std::uint16_t source_port, destination_port;
    bool only_nps = false;
  };
  const Row rows[] = {
      {kIn, kTcp, 0, 1723},      {kIn, kTcp, 1723, 0},       {kIn, kGre, 0, 0},     {kOut, kTcp, 1723, 0},
      {kOut, kTcp, 0, 1723},     {kOut, kGre, 0, 0},         {kIn, kUdp, 0, 500},   {kIn, kUdp, 0, 4500},
      {kIn, kUdp, 0, 1701},      {kOut, kUdp, 500, 0},       {kOut, kUdp, 4500, 0}, {kOut, kUdp, 1701, 0},
      {kIn, kTcp, 0, 443, true}, {kOut, kTcp, 443, 0, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.source_port);
    CAPTURE(row.destination_port);
    for (const Dialect dialect : {Dialect::windows_2003, Dialect::nps}) {
      Site site = working_site();
      site.dialect.value = dialect;
      set_role(site);
      Packet packet{.protocol = row.protocol};
      packet.source_port = row.source_port;
      packet.destination_port = row.destination_port;
      CHECK(deliver(site, packet, row.direction).arrives == truth(dialect == Dialect::nps || !row.only_nps));
      if (row.protocol == kGre) continue;
      packet.source_port = packet.destination_port = 9;
      CHECK(deliver(site, packet, row.direction).arrives == Truth::no);
      if (row.protocol != kUdp && !row.only_nps) continue;  // only PPTP's also let the server call
      packet.source_port = row.destination_port;
      packet.destination_port = row.source_port;
      CHECK(deliver(site, packet, row.direction).arrives == Truth::no);
    }
  }
  for (const TunnelTypeRow& row : tunnel_types()) CHECK_FALSE(row.role_source.empty());
}

TEST_CASE("path: obstacles behind the first are found one kind at a time") {
  Site site = working_site();
  set_role(site);
  site.server.rras.internet.filters.value = InterfaceFilters::own;
  site.server.rras.internet.output = drop_except({}, 70);
  add_device(site, "hotel").forwards_gre = given(false, 40);
  site.network.devices[0].to_server = drop_except({}, 20);
  site.network.loss = given(Loss::some, 9);
  const Packet gre = packet_of(traffic::gre, site, std::nullopt);
  CHECK(text_of(exchange(site, gre)) == "no gre-unsupported hotel 40");
  CHECK(text_of(exchange(site, gre, Obstacle::device)) == "no device hotel 20");
  CHECK(text_of(exchange(site, gre, Obstacle::interface_filter)) == "no interface 70");
  CHECK(text_of(exchange(site, gre, Obstacle::route)) == "unknown route 9");
  CHECK(text_of(exchange(site, gre, Obstacle::name)) == "yes");
}

TEST_CASE("path: the reading of the site decides what L2TP needs") {
  Site site = working_site();
  lets({"udp any -> any port 1701", "protocol 50 any -> any"})(site);
  const Packet ike = packet_of(traffic::ike, site, std::nullopt);
  CHECK(exchange(site, ike).arrives == Truth::no);
  site.readings[Reading::path_rules_seed].value = true;
  CHECK(exchange(site, ike).arrives == Truth::yes);
}
