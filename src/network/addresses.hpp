// IP addresses that RRAS gives to clients: static pool, DHCP in blocks, APIPA. Source: semantics.md 6.3, G-21.
#pragma once

#include <cstdint>

#include "model/site/site.hpp"
#include "model/site/world.hpp"

namespace rapsim::network {

/// Place of a session whose address is no longer one of its book, after an edit; nothing to give back.
inline constexpr std::uint32_t kNoPlace = UINT32_MAX;

/// The address that the next client would get.
struct AddressOffer {
  Truth is_there = Truth::yes;  // unknown: it depends on what is not described
  AddressOrigin origin = AddressOrigin::none;
  std::uint32_t address = 0;  // 0: not known
  std::uint32_t place = 0;    // in the book of its origin
};

/// In O(1) plus the number of ranges; changes nothing.
AddressOffer next_address(const Site& site, const World& world);
/// Takes it; O(log n). Nothing to take: origin `none`.
AddressOffer take_address(const Site& site, World& world);
/// Gives it back; O(log n). `origin` own and none: nothing to do.
void give_back(World& world, AddressOrigin origin, std::uint32_t place);
/// After an edit of the pool, the scope or the source: sessions keep their addresses, and no address that one of them
/// has is handed out again. Their origin and place are those in the new books. O(sessions and places in use).
void change_addresses(const Site& before, const Site& after, World& world);

/// How many clients the static pool serves: one less than its addresses.
std::uint64_t pool_size(const Site& site);
/// The address that the server has taken for itself, in front of clients with addresses of that origin; 0: not known.
std::uint32_t server_address(const Site& site, AddressOrigin origin);
/// The adapter that DHCP addresses come from: the configured one, the one that RRAS chose, the only one. nullptr when
/// there is none, or it is not known.
const Adapter* dhcp_adapter(const Site& site);
/// Whether a DHCP server answers there. Unknown also when adapters are not described; next_address takes it as yes.
Truth has_dhcp(const Site& site);

}  // namespace rapsim::network
