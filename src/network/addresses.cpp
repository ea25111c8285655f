// Which address comes next. A book knows the places that are in use only as those below `next` that were not given
// back, so taking and giving back never look at sessions; an edit of the addresses makes the books again from them.
#include "network/addresses.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

namespace rapsim::network {
namespace {

constexpr std::uint32_t kFirstApipa = 0xa9fe0001;  // 169.254.0.1
constexpr std::uint64_t kApipaCount = 65534;       // up to 169.254.255.254
constexpr std::uint64_t kEndless = UINT32_MAX;     // places of a scope that is not known; UINT32_MAX is kNoPlace

AddressBook& book_of(World& world, AddressOrigin origin) { return world.addresses[static_cast<std::size_t>(origin)]; }
const AddressBook& book_of(const World& world, AddressOrigin origin) {
  return world.addresses[static_cast<std::size_t>(origin)];
}

std::uint64_t pool_total(const Site& site) {
  std::uint64_t total = 0;
  for (const PoolRange& part : site.server.rras.addresses.static_pool) total += part.range.size();
  return total;
}

const grammar::AddressRange* scope_of(const Site& site) {
  const Adapter* const adapter = dhcp_adapter(site);
  return adapter != nullptr && adapter->dhcp_scope.is_given() ? &adapter->dhcp_scope.value : nullptr;
}

/// Places of the origin, the server's own among them.
std::uint64_t total_of(const Site& site, AddressOrigin origin) {
  if (origin == AddressOrigin::static_pool) return pool_total(site);
  if (origin == AddressOrigin::apipa) return kApipaCount;
  const grammar::AddressRange* const scope = scope_of(site);
  return scope == nullptr ? kEndless : std::min(scope->size(), kEndless);
}

/// 0: not known.
std::uint32_t address_at(const Site& site, AddressOrigin origin, std::uint32_t place) {
  if (origin == AddressOrigin::apipa) return kFirstApipa + place;
  if (origin == AddressOrigin::dhcp) {
    const grammar::AddressRange* const scope = scope_of(site);
    return scope == nullptr ? 0 : scope->first + place;
  }
  std::uint64_t before = 0;
  for (const PoolRange& part : site.server.rras.addresses.static_pool) {
    if (place - before < part.range.size()) return static_cast<std::uint32_t>(part.range.first + (place - before));
    before += part.range.size();
  }
  return 0;
}

/// Where the address is; kNoPlace: it is not one of the origin.
std::uint32_t place_of(const Site& site, AddressOrigin origin, std::uint32_t address) {
  const auto in = [&](const grammar::AddressRange& range, std::uint64_t before) {
    const std::uint64_t place = before + address - range.first;
    return range.contains(address) && place < kEndless ? static_cast<std::uint32_t>(place) : kNoPlace;
  };
  if (origin == AddressOrigin::apipa)
    return in({kFirstApipa, kFirstApipa + static_cast<std::uint32_t>(kApipaCount) - 1}, 0);
  if (origin == AddressOrigin::dhcp) {
    const grammar::AddressRange* const scope = scope_of(site);
    return scope == nullptr ? kNoPlace : in(*scope, 0);
  }
  std::uint64_t before = 0;
  for (const PoolRange& part : site.server.rras.addresses.static_pool) {
    const std::uint32_t place = in(part.range, before);
    if (place != kNoPlace) return place;
    before += part.range.size();
  }
  return kNoPlace;
}

/// The lowest that is free (G-21); place 0 is the server's.
std::uint32_t lowest_free(const AddressBook& book) {
  return book.freed.empty() ? std::max(book.next, 1U) : book.freed.front();
}

struct Choice {
  AddressOffer offer{};
  std::uint32_t leased = 0;  // of the dhcp book afterwards
};

Choice choose_from(const Site& site, const World& world, AddressOrigin origin) {
  const AddressBook& book = book_of(world, origin);
  const std::uint32_t place = lowest_free(book);
  if (place >= total_of(site, origin)) return {{Truth::no, AddressOrigin::none, 0, 0}, book.leased};
  return {{Truth::yes, origin, address_at(site, origin, place), place}, book.leased};
}

/// Leases after as many more blocks as the place needs, within the scope.
std::uint32_t leased_for(const Site& site, std::uint32_t leased, std::uint32_t place) {
  const std::uint64_t block = std::max(site.server.rras.addresses.block.value, 1U);
  const std::uint64_t blocks = (std::uint64_t{place} + 1 - leased + block - 1) / block;
  return static_cast<std::uint32_t>(std::min(leased + blocks * block, total_of(site, AddressOrigin::dhcp)));
}

/// Leases that are there are used up first. Then DHCP is asked again, even if it said no before (inferred: RRAS asks
/// when it needs a block). No answer at the first need is APIPA; no answer after a lease means no address
/// (semantics 6.3). Not known whether it answers: there is an address either way, of DHCP or of APIPA; which one,
/// `reach` leaves open.
Choice choose_dhcp(const Site& site, const World& world) {
  const AddressBook& book = book_of(world, AddressOrigin::dhcp);
  const std::uint32_t place = lowest_free(book);
  if (place < book.leased) return choose_from(site, world, AddressOrigin::dhcp);
  if (has_dhcp(site) == Truth::no) {
    if (book.leased == 0) return choose_from(site, world, AddressOrigin::apipa);
    return {{Truth::no, AddressOrigin::none, 0, 0}, book.leased};
  }
  Choice out = choose_from(site, world, AddressOrigin::dhcp);
  if (out.offer.origin == AddressOrigin::dhcp) out.leased = leased_for(site, book.leased, place);
  return out;
}

Choice choose(const Site& site, const World& world) {
  if (site.server.rras.addresses.source.value == AddressSource::static_pool)
    return choose_from(site, world, AddressOrigin::static_pool);
  return choose_dhcp(site, world);
}

AddressOrigin origin_in_force(const Site& site) {
  const bool is_static = site.server.rras.addresses.source.value == AddressSource::static_pool;
  return is_static ? AddressOrigin::static_pool : AddressOrigin::dhcp;
}

bool is_handed_out(const Session& session) {
  return session.is_live && static_cast<std::size_t>(session.origin) < kAddressBookCount;
}

/// Its address decides, first in what is in force, so that an address of two origins is not handed out twice.
void find_home(const Site& site, Session& session) {
  for (const AddressOrigin origin : {origin_in_force(site), session.origin}) {
    const std::uint32_t place = place_of(site, origin, session.address);
    if (place == kNoPlace) continue;
    session.origin = origin;
    session.place = place;
    return;
  }
  const bool is_scope_unknown = session.origin == AddressOrigin::dhcp && scope_of(site) == nullptr;
  if (!is_scope_unknown) session.place = kNoPlace;
}

/// The book of the places in use, ascending and none twice.
void rebuild(AddressBook& book, const std::vector<std::uint32_t>& used) {
  book.next = used.empty() ? 0 : used.back() + 1;
  book.freed.clear();
  std::uint32_t place = 1;
  for (const std::uint32_t taken : used) {
    for (; place < taken; ++place) book.freed.push_back(place);  // ascending: a heap
    ++place;
  }
}

using UsedPlaces = std::array<std::vector<std::uint32_t>, kAddressBookCount>;

/// Sessions with a known address come first. One whose address is not known gives way to them.
UsedPlaces places_in_use(const Site& site, World& world) {
  UsedPlaces known;
  for (Session& session : world.sessions) {
    if (!is_handed_out(session) || session.address == 0) continue;
    find_home(site, session);
    if (session.place != 0 && session.place != kNoPlace)
      known[static_cast<std::size_t>(session.origin)].push_back(session.place);
  }
  for (auto& places : known) std::ranges::sort(places);
  UsedPlaces all = known;
  for (Session& session : world.sessions) {
    if (!is_handed_out(session) || session.address != 0 || session.place == kNoPlace) continue;
    const auto book = static_cast<std::size_t>(session.origin);
    if (std::ranges::binary_search(known[book], session.place)) {
      session.place = kNoPlace;
    } else {
      all[book].push_back(session.place);
    }
  }
  for (auto& places : all) std::ranges::sort(places);
  return all;
}

bool has_same_addresses(const Site& before, const Site& after) {
  const AddressSettings& old = before.server.rras.addresses;
  const AddressSettings& now = after.server.rras.addresses;
  const auto same_range = [](const PoolRange& a, const PoolRange& b) { return a.range == b.range; };
  return old.source.value == now.source.value && std::ranges::equal(old.static_pool, now.static_pool, same_range);
}

bool has_same_scope(const Site& before, const Site& after) {
  const grammar::AddressRange* const old = scope_of(before);
  const grammar::AddressRange* const now = scope_of(after);
  return (old == nullptr) == (now == nullptr) && (old == nullptr || *old == *now);
}

}  // namespace

AddressOffer next_address(const Site& site, const World& world) { return choose(site, world).offer; }

AddressOffer take_address(const Site& site, World& world) {
  const Choice choice = choose(site, world);
  if (choice.offer.origin == AddressOrigin::none) return choice.offer;
  AddressBook& book = book_of(world, choice.offer.origin);
  if (book.freed.empty()) {
    book.next = choice.offer.place + 1;
  } else {
    std::ranges::pop_heap(book.freed, std::greater{});
    book.freed.pop_back();
  }
  if (choice.offer.origin == AddressOrigin::dhcp) book.leased = choice.leased;
  return choice.offer;
}

void give_back(World& world, AddressOrigin origin, std::uint32_t place) {
  if (static_cast<std::size_t>(origin) >= kAddressBookCount || place == 0 || place == kNoPlace) return;
  AddressBook& book = book_of(world, origin);
  book.freed.push_back(place);
  std::ranges::push_heap(book.freed, std::greater{});
  if (book.freed.size() + 1 < book.next) return;
  book.freed.clear();  // none is taken: as at the start
  book.next = 0;
}

void change_addresses(const Site& before, const Site& after, World& world) {
  const bool is_same_scope = has_same_scope(before, after);
  if (has_same_addresses(before, after) && is_same_scope) return;
  const UsedPlaces used = places_in_use(after, world);
  for (std::size_t origin = 0; origin < kAddressBookCount; ++origin) rebuild(world.addresses[origin], used[origin]);
  AddressBook& dhcp = book_of(world, AddressOrigin::dhcp);
  dhcp.leased = is_same_scope ? std::max(dhcp.leased, dhcp.next) : dhcp.next;
}

std::uint64_t pool_size(const Site& site) {
  const std::uint64_t total = pool_total(site);
  return total == 0 ? 0 : total - 1;
}

std::uint32_t server_address(const Site& site, AddressOrigin origin) {
  return static_cast<std::size_t>(origin) < kAddressBookCount ? address_at(site, origin, 0) : 0;
}

const Adapter* dhcp_adapter(const Site& site) {
  const AddressSettings& addresses = site.server.rras.addresses;
  const std::vector<Adapter>& adapters = site.intranet.adapters;
  const std::string& name = addresses.adapter.value.empty() ? addresses.chosen_adapter.value : addresses.adapter.value;
  if (name.empty()) return adapters.size() == 1 ? &adapters.front() : nullptr;
  const auto found = std::ranges::find(adapters, name, &Adapter::name);
  return found == adapters.end() ? nullptr : &*found;
}

Truth has_dhcp(const Site& site) {
  if (const Adapter* const adapter = dhcp_adapter(site)) return truth(adapter->dhcp.value);
  const AddressSettings& addresses = site.server.rras.addresses;
  const std::vector<Adapter>& adapters = site.intranet.adapters;
  const bool is_named = !addresses.adapter.value.empty() || !addresses.chosen_adapter.value.empty();
  if (is_named || adapters.empty()) return Truth::unknown;
  const bool first = adapters.front().dhcp.value;  // RRAS chose one of them
  const bool all_alike = std::ranges::all_of(adapters, [&](const Adapter& each) { return each.dhcp.value == first; });
  return all_alike ? truth(first) : Truth::unknown;
}

}  // namespace rapsim::network
