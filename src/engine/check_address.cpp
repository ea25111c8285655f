// LAN protocols and addresses that PPP settles last (S13). Source: semantics.md 6.3, 4.4, 5.1; SEED.
#include <algorithm>

#include "engine/check_tables.hpp"
#include "engine/credentials.hpp"
#include "engine/tunnels.hpp"
#include "network/addresses.hpp"

namespace rapsim {
namespace {

const Site& site_of(const CheckInput& in) { return *in.facts.site.site; }
const Rras& rras_of(const CheckInput& in) { return site_of(in).server.rras; }

// --- LAN protocols ---

std::uint8_t enabled_protocols(const CheckInput& in) {
  std::uint8_t out = 0;
  for (std::size_t row = 0; row < kLanProtocolCount; ++row)
    if (rras_of(in).protocols[row].enabled.value) out = static_cast<std::uint8_t>(out | 1U << row);
  return out;
}

/// Bits of the protocols that client and server share; while the client's are not known, nothing.
Maybe<std::uint8_t> common_protocols(const CheckInput& in) {
  const Maybe<std::uint8_t> asked = in.facts.attempt.lan_protocols();
  if (!asked.is_present()) return Maybe<std::uint8_t>::unknown();
  return Maybe<std::uint8_t>::of(static_cast<std::uint8_t>(asked.value & enabled_protocols(in)));
}

Truth uses(const CheckInput& in, LanProtocol protocol) {
  const Maybe<std::uint8_t> common = common_protocols(in);
  if (!common.is_present()) return Truth::unknown;
  return truth((common.value >> static_cast<unsigned>(protocol) & 1U) != 0);
}

/// One protocol in common is enough; the others fail by themselves.
Truth has_no_protocol(const CheckInput& in) {
  const Maybe<std::uint8_t> common = common_protocols(in);
  if (enabled_protocols(in) == 0) return Truth::yes;
  return common.is_present() ? truth(common.value == 0) : Truth::unknown;
}
std::string protocols_wanted(const CheckInput& in) {
  std::string out;
  for (std::size_t row = 0; row < kLanProtocolCount; ++row)
    if ((enabled_protocols(in) >> row & 1U) != 0) out += (out.empty() ? "" : ", ") + std::string(kLanProtocols[row]);
  return out.empty() ? "no LAN protocol at all" : out;
}
Span protocols_where(const CheckInput& in) {
  const std::uint8_t asked = in.facts.attempt.lan_protocols().value;
  for (std::size_t row = 0; row < kLanProtocolCount; ++row)
    if ((asked >> row & 1) != 0 && rras_of(in).protocols[row].enabled.where.known())
      return rras_of(in).protocols[row].enabled.where;
  return {};
}

// --- IP addresses ---

/// An address of the account or of the profile: no pool is asked (semantics 5.1).
Truth has_own_address(const CheckInput& in) {
  const bool ignores = in.policy->ignore_dial_in.value;
  const UserClass& account = in.facts.account;
  const Truth of_account = ignores ? Truth::no : account.is_known ? truth(account.has_static_address) : Truth::unknown;
  return of_account || truth(in.policy->profile.address_assignment.value == AddressAssignment::static_address);
}

/// The pool is asked for an address, and has none.
Truth lacks_address(const CheckInput& in, AddressSource source) {
  if (rras_of(in).addresses.source.value != source) return Truth::no;
  const Truth asked = uses(in, LanProtocol::ip) && !has_own_address(in);
  return asked && !network::next_address(site_of(in), in.facts.world).is_there;
}
Truth pool_is_empty(const CheckInput& in) { return lacks_address(in, AddressSource::static_pool); }
Truth dhcp_is_empty(const CheckInput& in) { return lacks_address(in, AddressSource::dhcp); }
std::string free_address(const CheckInput&) { return "a free address"; }
std::string pool_was(const CheckInput& in) {
  if (pool_is_empty(in) == Truth::no) return "there is one";
  return "all " + std::to_string(network::pool_size(site_of(in))) + " addresses for clients are in use";
}
std::string dhcp_was(const CheckInput& in) {
  return dhcp_is_empty(in) == Truth::no ? "there is one" : "none, and the DHCP server gives no more";
}
Span pool_where(const CheckInput& in) { return rras_of(in).addresses.static_pool_where; }
Span adapter_where(const CheckInput& in) { return rras_of(in).addresses.adapter.where; }

/// A client may choose its address when the profile says so; the server's own setting is not told (unverified).
Truth request_is_refused(const CheckInput& in) {
  const bool may = in.policy->profile.address_assignment.value == AddressAssignment::client_may_request;
  const Truth asks = in.facts.attempt.address().meets([](std::uint32_t) { return true; });
  return uses(in, LanProtocol::ip) && asks && truth(!may);
}
std::string assigned(const CheckInput&) { return "an address that the server assigns"; }
Span assignment_where(const CheckInput& in) { return in.policy->profile.address_assignment.where; }

// --- IPX ---

Truth node_is_refused(const CheckInput& in) {
  return uses(in, LanProtocol::ipx) && in.facts.attempt.asks_ipx_node().is(true) &&
         truth(!rras_of(in).ipx_client_node.value);
}
std::string server_node(const CheckInput&) { return "a node number that the server assigns"; }
std::string node_was(const CheckInput& in) {
  return in.facts.attempt.asks_ipx_node().is(false) == Truth::yes ? "that one" : "its own";
}
Span node_where(const CheckInput& in) { return rras_of(in).ipx_client_node.where; }

/// The range that is used elsewhere; nullptr: none.
const IpxRange* conflicting_range(const CheckInput& in) {
  for (const IpxRange& range : rras_of(in).ipx_networks)
    for (const IpxRange& other : site_of(in).intranet.ipx_networks)
      if (range.first <= other.last && other.first <= range.last) return &range;
  return nullptr;
}
Truth networks_conflict(const CheckInput& in) {
  return uses(in, LanProtocol::ipx) && truth(conflicting_range(in) != nullptr);
}
std::string unique_networks(const CheckInput&) { return "IPX network numbers that nobody else uses"; }
std::string networks_was(const CheckInput& in) {
  return conflicting_range(in) == nullptr ? "nobody else uses them" : "used elsewhere on the internetwork";
}
Span networks_where(const CheckInput& in) {
  const IpxRange* range = conflicting_range(in);
  return range == nullptr ? Span{} : range->where;
}

bool asks_ipx(const CheckInput& in) { return uses(in, LanProtocol::ipx) != Truth::no; }
bool asks_address(const CheckInput& in) { return !in.facts.attempt.address().is_absent(); }
template <AddressSource Source>
bool uses_source(const CheckInput& in) {
  return rras_of(in).addresses.source.value == Source;
}

using enum Basis;
constexpr auto kAfter = StageId::negotiation;
constexpr auto kAccept = Answer::accept;

// clang-format off
constexpr Check kChecks[] = {
  // stage  name            cause                                 answer   needs           asked               violated            wanted            was                                      where             basis       gap     source
  {kAfter, "lan-protocol",  cause("lan-protocol-not-enabled"),    kAccept, Needs::attempt, "client.protocols", has_no_protocol,    protocols_wanted, field_was<FieldId::client_protocols>,    protocols_where,  documented, "",     "SEED, semantics 6.3"},
  {kAfter, "ipx-node",      cause("ipx-node-request-denied"),     kAccept, Needs::attempt, "client.protocols client.ipx-node", node_is_refused, server_node, node_was,              node_where,       documented, "",     "SEED, semantics 6.3", 0, asks_ipx},
  {kAfter, "ipx-networks",  cause("ipx-network-number-conflict"), kAccept, Needs::attempt, "client.protocols", networks_conflict,  unique_networks,  networks_was,                           networks_where,   documented, "",     "SEED, semantics 6.3", 0, asks_ipx},
  {kAfter, "requested-address", cause("static-address-unavailable"), kAccept, Needs::attempt, "client.address", request_is_refused, assigned,        field_was<FieldId::client_address>,      assignment_where, unverified, "",     "semantics 4.4, RASERR 735", 0, asks_address},
  {kAfter, "static-pool",   cause("static-pool-exhausted"),       kAccept, Needs::account, "",                 pool_is_empty,      free_address,     pool_was,                                pool_where,       documented, "G-21", "SEED, semantics 6.3", 0, uses_source<AddressSource::static_pool>},
  {kAfter, "dhcp",          cause("dhcp-address-unavailable"),    kAccept, Needs::account, "",                 dhcp_is_empty,      free_address,     dhcp_was,                                adapter_where,    documented, "",     "semantics 6.3, KB 216805", 0, uses_source<AddressSource::dhcp>},
};
// clang-format on

}  // namespace

std::span<const Check> address_checks() { return kChecks; }

}  // namespace rapsim
