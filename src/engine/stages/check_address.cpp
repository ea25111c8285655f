// LAN protocols and addresses that PPP settles last (S13). Source: semantics.md 6.3, 4.4, 5.1; SEED.
#include "base/text.hpp"
#include "engine/stages/check_tables.hpp"
#include "network/addresses.hpp"

namespace rapsim {
namespace {

// --- LAN protocols ---

std::uint8_t enabled_protocols(const CheckInput& in) {
  std::uint8_t out = 0;
  for (std::size_t row = 0; row < kLanProtocolCount; ++row)
    if (rras_of(in).protocols[row].enabled.value) out = static_cast<std::uint8_t>(out | 1U << row);
  return out;
}

/// Client and server share it.
Truth uses(const CheckInput& in, LanProtocol protocol) {
  if (!rras_of(in).protocols[static_cast<std::size_t>(protocol)].enabled.value) return Truth::no;
  return attempt_of(in).lan_protocols().meets(
      [&](std::uint8_t asked) { return (asked >> static_cast<unsigned>(protocol) & 1U) != 0; });
}

Evidence protocol_evidence(const CheckInput& in) {
  Evidence out{.is = field_text(in, FieldId::client_protocols)};
  const std::uint8_t asked = attempt_of(in).lan_protocols().value;
  for (std::size_t row = 0; row < kLanProtocolCount; ++row) {
    const Setting<bool>& enabled = rras_of(in).protocols[row].enabled;
    if (enabled.value) add_item(out.must_be, kLanProtocols[row]);
    if ((asked >> row & 1U) != 0 && enabled.where.known() && !out.where.known()) out.where = enabled.where;
  }
  if (out.must_be.empty()) out.must_be = "no LAN protocol at all";
  return out;
}

/// One protocol in common is enough; the others fail by themselves.
Truth has_no_protocol(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr) *evidence = protocol_evidence(in);
  const std::uint8_t enabled = enabled_protocols(in);
  if (enabled == 0) return Truth::yes;
  return attempt_of(in).lan_protocols().meets([&](std::uint8_t asked) { return (asked & enabled) == 0; });
}

// --- IP addresses ---

/// An address of the account or of the profile: no pool is asked (semantics 5.1).
Truth has_own_address(const CheckInput& in) {
  const bool ignores = in.policy->ignore_dial_in.value;
  const UserClass& account = in.facts.account;
  const Truth of_account = ignores ? Truth::no : account.is_known ? truth(account.has_static_address) : Truth::unknown;
  return of_account || truth(in.policy->profile.address_assignment.value == AddressAssignment::static_address);
}

template <AddressSource Source>
bool uses_source(const CheckInput& in) {
  return rras_of(in).addresses.source.value == Source;
}

/// The pool is asked for an address, and has none.
template <AddressSource Source>
Truth lacks_address(const CheckInput& in) {
  if (!uses_source<Source>(in)) return Truth::no;
  const Truth asked = uses(in, LanProtocol::ip) && !has_own_address(in);
  return asked && !network::next_address(site_of(in), in.facts.world).is_there;
}

Truth pool_is_empty(const CheckInput& in, Evidence* evidence) {
  const Truth is_empty = lacks_address<AddressSource::static_pool>(in);
  if (evidence != nullptr)
    *evidence = {"a free address",
                 is_empty == Truth::no
                     ? "there is one"
                     : "all " + std::to_string(network::pool_size(site_of(in))) + " addresses for clients are in use",
                 rras_of(in).addresses.static_pool_where};
  return is_empty;
}

Truth dhcp_is_empty(const CheckInput& in, Evidence* evidence) {
  const Truth is_empty = lacks_address<AddressSource::dhcp>(in);
  if (evidence != nullptr)
    *evidence = {"a free address", is_empty == Truth::no ? "there is one" : "none, and the DHCP server gives no more",
                 rras_of(in).addresses.adapter.where};
  return is_empty;
}

bool asks_address(const CheckInput& in) { return !attempt_of(in).address().is_absent(); }

/// A client may choose its address when the profile says so; the server's own setting is not reported (unverified).
Truth request_is_refused(const CheckInput& in, Evidence* evidence) {
  const Setting<AddressAssignment>& assignment = in.policy->profile.address_assignment;
  if (evidence != nullptr)
    *evidence = {"an address that the server assigns", field_text(in, FieldId::client_address), assignment.where};
  const Truth asks = attempt_of(in).address().meets([](std::uint32_t) { return true; });
  return uses(in, LanProtocol::ip) && asks && truth(assignment.value != AddressAssignment::client_may_request);
}

// --- IPX ---

bool asks_ipx(const CheckInput& in) { return uses(in, LanProtocol::ipx) != Truth::no; }

Truth node_is_refused(const CheckInput& in, Evidence* evidence) {
  const Setting<bool>& allows = rras_of(in).ipx_client_node;
  const Maybe<bool> asks = attempt_of(in).asks_ipx_node();
  if (evidence != nullptr)
    *evidence = {"a node number that the server assigns", asks.is(false) == Truth::yes ? "that one" : "its own",
                 allows.where};
  return uses(in, LanProtocol::ipx) && asks.is(true) && truth(!allows.value);
}

/// The range that is used elsewhere; nullptr: none.
const IpxRange* conflicting_range(const CheckInput& in) {
  for (const IpxRange& range : rras_of(in).ipx_networks)
    for (const IpxRange& other : site_of(in).intranet.ipx_networks)
      if (range.first <= other.last && other.first <= range.last) return &range;
  return nullptr;
}

Truth networks_conflict(const CheckInput& in, Evidence* evidence) {
  const IpxRange* range = conflicting_range(in);
  if (evidence != nullptr)
    *evidence = {"IPX network numbers that no other network uses",
                 range == nullptr ? "no other network uses them" : "used elsewhere on the internetwork",
                 range == nullptr ? Span{} : range->where};
  return uses(in, LanProtocol::ipx) && truth(range != nullptr);
}

using enum FieldId;
constexpr auto kAfter = StageId::negotiation;
constexpr auto kAccept = Answer::accept;

// clang-format off
constexpr Check kChecks[] = {
  {.stage = kAfter, .name = "lan-protocol", .cause = cause("lan-protocol-not-enabled"), .answer = kAccept,
   .asked = {client_protocols}, .check = has_no_protocol, .source = "SEED, semantics 6.3"},
  {.stage = kAfter, .name = "ipx-node", .cause = cause("ipx-node-request-denied"), .answer = kAccept,
   .asked = {client_protocols, client_ipx_node}, .check = node_is_refused, .applies = asks_ipx, .source = "SEED, semantics 6.3"},
  {.stage = kAfter, .name = "ipx-networks", .cause = cause("ipx-network-number-conflict"), .answer = kAccept,
   .asked = {client_protocols}, .check = networks_conflict, .applies = asks_ipx, .source = "SEED, semantics 6.3"},
  {.stage = kAfter, .name = "requested-address", .cause = cause("static-address-unavailable"), .answer = kAccept, .asked = {client_address},
   .also_reads = client_protocols, .check = request_is_refused, .applies = asks_address, .basis = Basis::unverified, .source = "semantics 4.4, RASERR 735"},
  {.stage = kAfter, .name = "static-pool", .cause = cause("static-pool-exhausted"), .answer = kAccept, .needs = Needs::account,
   .also_reads = kAccountFields | client_protocols, .check = pool_is_empty, .applies = uses_source<AddressSource::static_pool>, .gap = "G-21", .source = "SEED, semantics 6.3"},
  {.stage = kAfter, .name = "dhcp", .cause = cause("dhcp-address-unavailable"), .answer = kAccept, .needs = Needs::account,
   .also_reads = kAccountFields | client_protocols, .check = dhcp_is_empty, .applies = uses_source<AddressSource::dhcp>, .source = "semantics 6.3, KB 216805"},
};
// clang-format on

}  // namespace

std::span<const Check> address_checks() { return kChecks; }

}  // namespace rapsim
