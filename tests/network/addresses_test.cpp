// Addresses that RRAS hands out: the static pool, DHCP in blocks, APIPA; edits while sessions live. A slow oracle with
// sets of places says what must come next. Source: semantics.md 6.3; gaps.md G-21.
#include "network/addresses.hpp"

#include <functional>
#include <random>
#include <set>

#include "tests/network/network_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;
using namespace rapsim::network;

namespace {

/// `static_pool 172.16.5.2`, `dhcp ?`, `none`
std::string text_of(const AddressOffer& offer) {
  constexpr std::string_view kOrigins[] = {"static", "dhcp", "apipa", "own", "none"};
  std::string out(kOrigins[static_cast<std::size_t>(offer.origin)]);
  if (offer.is_there != Truth::yes) return out + " " + std::string(test::text_of(offer.is_there));
  return out + " " + (offer.address == 0 ? "?" : ipv4_text(offer.address));
}

Session session_of(const AddressOffer& offer) {
  Session out;
  out.is_live = true;
  out.origin = offer.origin;
  out.address = offer.address;
  out.place = offer.place;
  return out;
}

AddressOffer take(const Site& site, World& world, int times = 1) {
  AddressOffer out;
  while (times-- > 0) {
    out = take_address(site, world);
    if (out.origin != AddressOrigin::none) world.sessions.push_back(session_of(out));
  }
  return out;
}

Site with_dhcp(const std::vector<Adapter>& adapters, std::string chosen = {}) {
  Site site = working_site();
  site.intranet.where = line(1);
  site.intranet.adapters = adapters;
  site.server.rras.addresses.chosen_adapter.value = std::move(chosen);
  return site;
}

Site with_pool(const std::vector<std::string>& ranges) {
  Site site = working_site();
  set_pool(site, ranges);
  return site;
}

}  // namespace

TEST_CASE("addresses: what comes next") {
  struct Row {
    const char* name;
    Site site;
    int taken;
    const char* want;
  };
  const Adapter lan = adapter("LAN", true, "10.1.8.1-10.1.8.25");
  const Adapter dmz = adapter("DMZ", false);
  const Row rows[] = {
      {"pool: the server has the first", with_pool({"172.16.5.1-172.16.5.30"}), 0, "static 172.16.5.2"},
      {"pool: the last one", with_pool({"172.16.5.1-172.16.5.30"}), 28, "static 172.16.5.30"},
      {"pool: used up", with_pool({"172.16.5.1-172.16.5.30"}), 29, "none no"},
      {"pool: over its ranges", with_pool({"172.16.5.1-172.16.5.2", "10.0.0.9"}), 1, "static 10.0.0.9"},
      {"pool: one address is the server's", with_pool({"172.16.5.1"}), 0, "none no"},
      {"pool: without ranges", with_pool({}), 0, "none no"},
      {"nothing described: DHCP gives some address", working_site(), 25, "dhcp ?"},
      {"DHCP: the first of the scope is the server's", with_dhcp({lan}), 0, "dhcp 10.1.8.2"},
      {"DHCP: a second block", with_dhcp({lan}), 9, "dhcp 10.1.8.11"},
      {"DHCP: the last of the scope", with_dhcp({lan}), 23, "dhcp 10.1.8.25"},
      {"DHCP: the scope is used up", with_dhcp({lan}), 24, "none no"},
      {"DHCP: a scope that is not known", with_dhcp({adapter("LAN", true)}), 100, "dhcp ?"},
      {"no DHCP: APIPA, the server has the first", with_dhcp({dmz}), 0, "apipa 169.254.0.2"},
      {"no DHCP on the chosen adapter", with_dhcp({lan, dmz}, "DMZ"), 3, "apipa 169.254.0.5"},
      {"DHCP on the chosen adapter", with_dhcp({dmz, lan}, "LAN"), 0, "dhcp 10.1.8.2"},
      {"adapters that differ, and none is chosen: some address", with_dhcp({dmz, lan}), 50, "dhcp ?"},
      {"adapters that have none", with_dhcp({dmz, adapter("LAN", false)}), 0, "apipa 169.254.0.2"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      World world;
      take(row.site, world, row.taken);
      CHECK(world.sessions.size() == static_cast<std::size_t>(row.taken));
      CHECK(text_of(next_address(row.site, world)) == row.want);
      CHECK(text_of(take_address(row.site, world)) == row.want);
    }
}

TEST_CASE("addresses: the adapter of DHCP") {
  struct Row {
    const char* name;
    std::vector<Adapter> adapters;
    const char *configured, *chosen, *want;
    Truth dhcp;
  };
  const Adapter lan = adapter("LAN", true);
  const Adapter dmz = adapter("DMZ", false);
  const Row rows[] = {
      {"none described", {}, "", "", "-", Truth::unknown},
      {"the only one", {dmz}, "", "", "DMZ", Truth::no},
      {"the configured one before the chosen one", {lan, dmz}, "LAN", "DMZ", "LAN", Truth::yes},
      {"the chosen one", {lan, dmz}, "", "DMZ", "DMZ", Truth::no},
      {"nobody knows which", {lan, dmz}, "", "", "-", Truth::unknown},
      {"all alike", {lan, lan}, "", "", "-", Truth::yes},
      {"one that is not described", {lan}, "WAN", "", "-", Truth::unknown},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Site site = with_dhcp(row.adapters, row.chosen);
      site.server.rras.addresses.adapter.value = row.configured;
      const Adapter* const found = dhcp_adapter(site);
      CHECK((found == nullptr ? "-" : found->name) == row.want);
      CHECK(has_dhcp(site) == row.dhcp);
    }
}

TEST_CASE("addresses: DHCP coming and going") {
  const Site there = with_dhcp({adapter("LAN", true, "10.1.8.1-10.1.8.100")});
  const Site gone = with_dhcp({adapter("LAN", false, "10.1.8.1-10.1.8.100")});
  World world;
  SUBCASE("lost after a lease: the block is used up, then nothing") {
    take(there, world);
    change_addresses(there, gone, world);
    CHECK(text_of(take(gone, world, 8)) == "dhcp 10.1.8.10");
    CHECK(text_of(take(gone, world)) == "none no");
    CHECK(text_of(take(there, world)) == "dhcp 10.1.8.11");  // asked again
  }
  SUBCASE("lost after a lease: what is given back is there") {
    take(there, world, 9);
    give_back(world, AddressOrigin::dhcp, 4);
    CHECK(text_of(take(gone, world)) == "dhcp 10.1.8.5");
    CHECK(text_of(take(gone, world)) == "none no");
  }
  SUBCASE("it comes: the next client has a lease") {
    CHECK(text_of(take(gone, world)) == "apipa 169.254.0.2");
    change_addresses(gone, there, world);
    CHECK(text_of(take(there, world)) == "dhcp 10.1.8.2");
    CHECK(text_of(take(there, world)) == "dhcp 10.1.8.3");
  }
  SUBCASE("a block of one") {
    Site small = there;
    small.server.rras.addresses.block.value = 1;
    CHECK(text_of(take(small, world)) == "dhcp 10.1.8.2");
    CHECK(world.addresses[1].leased == 2);
    change_addresses(small, gone, world);
    CHECK(text_of(take(gone, world)) == "none no");
  }
}

TEST_CASE("addresses: edits while sessions live") {
  World world;
  const Site small = with_pool({"172.16.5.1-172.16.5.4"});
  take(small, world, 3);  // .2 .3 .4
  const auto change = [&](const Site& before, const Site& after) { change_addresses(before, after, world); };
  SUBCASE("a larger pool goes on behind them") {
    const Site large = with_pool({"172.16.5.1-172.16.5.9"});
    change(small, large);
    CHECK(text_of(take(large, world)) == "static 172.16.5.5");
  }
  SUBCASE("a pool that begins earlier fills up from there") {
    const Site earlier = with_pool({"172.16.5.0-172.16.5.5"});
    change(small, earlier);
    CHECK(text_of(take(earlier, world)) == "static 172.16.5.1");
    CHECK(text_of(take(earlier, world)) == "static 172.16.5.5");
    CHECK(text_of(take(earlier, world)) == "none no");
  }
  SUBCASE("another pool: they keep what they have, and give nothing back to it") {
    const Site other = with_pool({"10.9.0.1-10.9.0.2"});
    change(small, other);
    for (const Session& session : world.sessions) {
      CHECK(session.place == kNoPlace);
      give_back(world, session.origin, session.place);
    }
    CHECK(world.sessions[0].address == ip("172.16.5.2"));
    CHECK(text_of(take(other, world)) == "static 10.9.0.2");
    CHECK(text_of(take(other, world)) == "none no");
    change(other, small);  // and back: theirs are not handed out again
    CHECK(text_of(take(small, world)) == "none no");
    give_back(world, world.sessions[1].origin, world.sessions[1].place);
    CHECK(text_of(take(small, world)) == "static 172.16.5.3");
  }
  SUBCASE("from the pool to a scope that has the same addresses") {
    const Site dhcp = with_dhcp({adapter("LAN", true, "172.16.5.0-172.16.5.20")});
    change(small, dhcp);
    CHECK(text_of(take(dhcp, world)) == "dhcp 172.16.5.1");
    CHECK(text_of(take(dhcp, world)) == "dhcp 172.16.5.5");
  }
  SUBCASE("a scope becomes known: a place that another session has is nobody else's") {
    const Site unknown = with_dhcp({adapter("LAN", true)});
    change(small, unknown);
    take(unknown, world, 3);  // places 1 to 3
    const Site known = with_dhcp({adapter("LAN", true, "172.16.5.1-172.16.5.20")});
    change(unknown, known);
    CHECK(text_of(take(known, world)) == "dhcp 172.16.5.5");
    for (const Session& session : world.sessions) give_back(world, session.origin, session.place);
    CHECK(text_of(take(known, world)) == "dhcp 172.16.5.2");
    CHECK(text_of(take(known, world)) == "dhcp 172.16.5.3");
  }
}

TEST_CASE("addresses: the size of the pool") {
  CHECK(pool_size(with_pool({})) == 0);
  CHECK(pool_size(with_pool({"10.0.0.1"})) == 0);
  CHECK(pool_size(with_pool({"10.0.0.0/16", "10.2.0.1-10.2.0.5"})) == 65536 + 4);
}

namespace {

/// What must come next, slowly: places that live sessions have, by book, and the leases of DHCP.
struct Oracle {
  std::array<std::set<std::uint32_t>, kAddressBookCount> used{};
  std::uint64_t leased = 0;

  static std::uint32_t lowest(const std::set<std::uint32_t>& places) {
    std::uint32_t place = 1;
    while (places.count(place) != 0) ++place;
    return place;
  }
  std::pair<AddressOrigin, std::uint32_t> next(const Site& site) const {
    const AddressSettings& addresses = site.server.rras.addresses;
    const auto none = std::pair(AddressOrigin::none, 0U);
    if (addresses.source.value == AddressSource::static_pool) {
      const std::uint32_t place = lowest(used[0]);
      return place <= pool_size(site) ? std::pair(AddressOrigin::static_pool, place) : none;
    }
    const Adapter& lan = site.intranet.adapters.front();
    const std::uint32_t place = lowest(used[1]);
    if (place < leased) return {AddressOrigin::dhcp, place};
    if (!lan.dhcp.value) return leased == 0 ? std::pair(AddressOrigin::apipa, lowest(used[2])) : none;
    return place < lan.dhcp_scope.value.size() ? std::pair(AddressOrigin::dhcp, place) : none;
  }
  void take(const Site& site, AddressOrigin origin, std::uint32_t place) {
    used[static_cast<std::size_t>(origin)].insert(place);
    if (origin != AddressOrigin::dhcp) return;
    const std::uint64_t scope = site.intranet.adapters.front().dhcp_scope.value.size();
    while (leased <= place) leased = std::min(leased + site.server.rras.addresses.block.value, scope);
  }
  /// After an edit: from the sessions themselves.
  void read(const World& world, bool is_other_scope) {
    for (auto& places : used) places.clear();
    for (const Session& session : world.sessions) {
      if (!session.is_live || session.place == 0 || session.place == kNoPlace) continue;
      CHECK(used[static_cast<std::size_t>(session.origin)].insert(session.place).second);  // nobody else has it
    }
    if (is_other_scope) leased = used[1].empty() ? 0 : *used[1].rbegin() + 1;
  }
};

std::vector<Site> variants() {
  std::vector<Site> out = {
      with_pool({"172.16.5.1-172.16.5.30"}),
      with_pool({"172.16.5.9-172.16.5.40", "10.1.8.1-10.1.8.5"}),
      with_pool({"10.1.8.0/25"}),
      with_pool({"10.1.8.64"}),
      with_dhcp({adapter("LAN", true, "10.1.8.1-10.1.8.60")}),
      with_dhcp({adapter("LAN", false, "10.1.8.1-10.1.8.60")}),
      with_dhcp({adapter("LAN", true, "10.1.8.20-10.1.8.43")}),
      with_dhcp({adapter("LAN", false, "172.16.5.0-172.16.5.10")}),
      with_dhcp({adapter("LAN", true, "172.16.5.0-172.16.5.10")}),
  };
  out.back().server.rras.addresses.block.value = 3;
  return out;
}

/// The sessions of a random walk, each in the slot of its address' turn.
struct Walk {
  std::vector<Site> sites = variants();
  std::mt19937 random{20031103};
  World world{};
  Oracle oracle{};
  std::vector<std::size_t> live{}, empty{};
  std::size_t site = 0;
  std::size_t taken = 0, refused = 0, edits = 0;

  std::size_t below(std::size_t limit) { return random() % limit; }

  void take() {
    const auto want = oracle.next(sites[site]);
    const AddressOffer before = next_address(sites[site], world);
    const AddressOffer got = take_address(sites[site], world);
    REQUIRE(std::pair(got.origin, got.place) == want);
    REQUIRE(std::pair(before.origin, before.place) == want);
    if (got.origin == AddressOrigin::none) {
      ++refused;
      return;
    }
    ++taken;
    oracle.take(sites[site], got.origin, got.place);
    for (const std::size_t slot : live) REQUIRE(world.sessions[slot].address != got.address);
    if (empty.empty()) {
      empty.push_back(world.sessions.size());
      world.sessions.emplace_back();
    }
    live.push_back(empty.back());
    empty.pop_back();
    world.sessions[live.back()] = session_of(got);
  }

  void give() {
    if (live.empty()) return;
    const std::size_t row = below(live.size());
    Session& session = world.sessions[live[row]];
    give_back(world, session.origin, session.place);
    if (session.place != kNoPlace) oracle.used[static_cast<std::size_t>(session.origin)].erase(session.place);
    session.is_live = false;
    empty.push_back(live[row]);
    live.erase(live.begin() + static_cast<std::ptrdiff_t>(row));
  }

  void edit() {
    const std::size_t before = site;
    site = below(sites.size());
    const std::vector<Session> kept = world.sessions;
    change_addresses(sites[before], sites[site], world);
    for (std::size_t slot = 0; slot < kept.size(); ++slot) REQUIRE(world.sessions[slot].address == kept[slot].address);
    const auto scope = [&](std::size_t of) {
      const auto& adapters = sites[of].intranet.adapters;
      return adapters.empty() ? grammar::AddressRange{} : adapters.front().dhcp_scope.value;
    };
    oracle.read(world, scope(before) != scope(site));
    ++edits;
  }

  /// used + free = size: as many as are not used can be taken from a copy.
  void count_free() const {
    if (sites[site].server.rras.addresses.source.value != AddressSource::static_pool) return;
    World copy = world;
    std::uint64_t free = 0;
    while (take_address(sites[site], copy).origin != AddressOrigin::none) ++free;
    REQUIRE(oracle.used[0].size() + free == pool_size(sites[site]));
  }
};

}  // namespace

TEST_CASE("addresses: 200 000 random steps hand out the lowest free place, and none twice") {
  Walk walk;
  constexpr std::size_t kSteps = 200'000;
  for (std::size_t step = 0; step < kSteps; ++step) {
    const std::size_t kind = walk.below(1000);
    // Long stretches of taking and of giving back, so that books fill up and empty.
    const std::size_t taking = step / 500 % 2 == 0 ? 700 : 350;
    if (kind < taking) {
      walk.take();
    } else if (kind < 990) {
      walk.give();
    } else {
      walk.edit();
    }
    if (step % 100 == 0) walk.count_free();
  }
  CHECK(walk.taken > 20'000);
  CHECK(walk.refused > 20'000);
  CHECK(walk.edits > 1'000);
}
