// The rules of reachability, each by itself: all are asked, so that a second cause is seen behind the first. The site
// is the present one, except for what the session got when it was accepted: its profile, its address and its adapter.
#include "network/reach.hpp"

#include <algorithm>

#include "network/addresses.hpp"

namespace rapsim::network {
namespace {

const Site& accepted_site(const Site& now, const Session& session) {
  return session.accepted_under ? *session.accepted_under : now;
}

// --- the tunnel ---

Packet tunnel_packet(const Site& site, const Session& session) {
  return packet_of(row_of(session.tunnel).data, site, std::nullopt);
}

/// The tunnel was there, so what is not known (the client's address, loss) has let it pass.
template <Obstacle By>
Truth is_tunnel_stopped(const Site& site, const Session& session, const ReachQuestion& /*question*/) {
  return truth(exchange(site, tunnel_packet(site, session), By).arrives == Truth::no);
}
template <Obstacle By>
Span tunnel_where(const Site& site, const Session& session, const ReachQuestion& /*question*/) {
  return exchange(site, tunnel_packet(site, session), By).where;
}
/// What it is called when a device stops the tunnel's data.
CauseId cause_of(const ReachRule& rule, const Session& session) {
  if (rule.cause != kNoCause) return rule.cause;
  CauseId out = kNoCause;
  for (const PacketNeed& need : row_of(session.tunnel).needs)
    if (need.past == Obstacle::device) out = need.cause;
  return out;
}

// --- the server ---

const LanProtocolSettings& protocol_of(const Site& site, const ReachQuestion& question) {
  return site.server.rras.protocols[static_cast<std::size_t>(question.lan_protocol)];
}

Truth lacks_protocol(const Site& /*site*/, const Session& session, const ReachQuestion& question) {
  return truth((session.protocols >> static_cast<unsigned>(question.lan_protocol) & 1U) == 0);
}
Span protocol_where(const Site& site, const Session& /*session*/, const ReachQuestion& question) {
  return protocol_of(site, question).enabled.where;
}

/// The server's own addresses: what it assigned, and the first of the pool, the scope or APIPA, which it takes for
/// itself.
bool is_server(const Site& site, const Session& session, const ReachQuestion& question) {
  if (parse_ipv4(site.server.address.value) == question.to) return true;
  return question.to != 0 && server_address(site, session.origin) == question.to;
}

bool leaves_server(const Site& site, const Session& session, const ReachQuestion& question) {
  return question.lan_protocol != LanProtocol::ip || !is_server(site, session, question);
}

Truth has_no_network_access(const Site& site, const Session& session, const ReachQuestion& question) {
  return truth(leaves_server(site, session, question) && !protocol_of(site, question).network_access.value);
}
Span network_access_where(const Site& site, const Session& /*session*/, const ReachQuestion& question) {
  return protocol_of(site, question).network_access.where;
}

// --- the profile's filters; late-bound ones see the address that the session has ---

const Profile* profile_of(const Session& session) {
  if (!session.accepted_under || session.policy >= session.accepted_under->policies.size()) return nullptr;
  return &session.accepted_under->policies[session.policy].profile;
}

Packet packet_to(const Session& session, const ReachQuestion& question) {
  Packet out{.protocol = question.protocol};
  if (session.address != 0) out.source = session.address;
  out.destination = question.to;
  out.destination_port = question.port;
  return out;
}

template <bool IsInput>
Truth is_filtered(const Site& /*site*/, const Session& session, const ReachQuestion& question) {
  const Profile* const profile = profile_of(session);
  if (profile == nullptr || question.lan_protocol != LanProtocol::ip) return Truth::no;
  const Packet packet = packet_to(session, question);
  return IsInput ? is_dropped(profile->input_filter, packet) : is_dropped(profile->output_filter, answer_to(packet));
}
template <bool IsInput>
Span filter_where(const Site& /*site*/, const Session& session, const ReachQuestion& question) {
  const Profile* const profile = profile_of(session);
  if (profile == nullptr) return {};
  const Packet packet = packet_to(session, question);
  return IsInput ? dropped_where(profile->input_filter, packet)
                 : dropped_where(profile->output_filter, answer_to(packet));
}

// --- the LAN's way back to the client's address ---

bool has_way_back(const Site& site, const Session& session, const ReachQuestion& question) {
  return question.lan_protocol == LanProtocol::ip && leaves_server(site, session, question);
}

bool contains(const std::vector<Network>& networks, std::uint32_t address) {
  return std::ranges::any_of(networks, [&](const Network& each) { return each.contains(address); });
}

/// A pool in the range that a DHCP server of the LAN leases: whether it has leased this address is not known.
Truth may_be_leased(const Site& site, const Session& session) {
  if (session.origin == AddressOrigin::dhcp || session.origin == AddressOrigin::apipa) return Truth::no;
  for (const Adapter& adapter : site.intranet.adapters)
    if (adapter.dhcp.value && adapter.dhcp_scope.is_given() && adapter.dhcp_scope.value.contains(session.address))
      return Truth::unknown;
  return Truth::no;
}

Truth is_somebody_elses(const Site& site, const Session& session, const ReachQuestion& question) {
  if (!has_way_back(site, session, question) || session.address == 0) return Truth::no;
  if (contains(site.intranet.hosts, session.address)) return Truth::yes;
  return may_be_leased(site, session);
}
Span hosts_where(const Site& site, const Session& /*session*/, const ReachQuestion& /*question*/) {
  const AddressSettings& addresses = site.server.rras.addresses;
  return site.intranet.hosts_where.known() ? site.intranet.hosts_where : addresses.static_pool_where;
}

/// DHCP leases addresses of the LAN itself, and APIPA has its own rule.
Truth has_no_route(const Site& site, const Session& session, const ReachQuestion& question) {
  const bool is_chosen = session.origin == AddressOrigin::static_pool || session.origin == AddressOrigin::own;
  if (!is_chosen || !has_way_back(site, session, question)) return Truth::no;
  const Intranet& intranet = site.intranet;
  if (!intranet.is_given()) return Truth::unknown;
  if (intranet.routing_protocol.value) return Truth::no;
  if (session.address == 0) return Truth::unknown;
  if (contains(intranet.routes, session.address)) return Truth::no;
  if (!intranet.network.is_given()) return Truth::unknown;  // it may be on the subnet
  return truth(!intranet.network.value.contains(session.address));
}
Span route_where(const Site& site, const Session& /*session*/, const ReachQuestion& /*question*/) {
  return site.intranet.routes_where.known() ? site.intranet.routes_where : site.server.rras.addresses.static_pool_where;
}

/// Whether another adapter than the one that RRAS used has DHCP.
bool has_better_adapter(const Site& site, const Session& session) {
  const Site& then = accepted_site(site, session);
  const Adapter* const used = dhcp_adapter(then);
  return std::ranges::any_of(then.intranet.adapters,
                             [&](const Adapter& each) { return &each != used && each.dhcp.value; });
}

/// APIPA, or an address that may be a lease: which adapter RRAS took is not known, or there is no intranet in the
/// site.
Truth is_apipa(const Site& site, const Session& session) {
  if (session.origin == AddressOrigin::apipa) return Truth::yes;
  if (session.origin != AddressOrigin::dhcp || session.address != 0) return Truth::no;
  return has_dhcp(accepted_site(site, session)) == Truth::unknown ? Truth::unknown : Truth::no;
}

template <bool IsWrongAdapter>
Truth is_stranded(const Site& site, const Session& session, const ReachQuestion& question) {
  if (!has_way_back(site, session, question) || has_better_adapter(site, session) != IsWrongAdapter) return Truth::no;
  const Truth lan_uses_it = site.intranet.is_given() ? truth(site.intranet.uses_apipa.value) : Truth::unknown;
  return is_apipa(site, session) && !lan_uses_it;
}
Span adapter_where(const Site& site, const Session& session, const ReachQuestion& /*question*/) {
  const Site& then = accepted_site(site, session);
  const AddressSettings& addresses = then.server.rras.addresses;
  if (addresses.adapter.is_given()) return addresses.adapter.where;
  return addresses.chosen_adapter.is_given() ? addresses.chosen_adapter.where : then.intranet.where;
}
Span dhcp_where(const Site& site, const Session& session, const ReachQuestion& /*question*/) {
  const Site& then = accepted_site(site, session);
  const Adapter* const used = dhcp_adapter(then);
  return used == nullptr ? then.intranet.where : used->dhcp.where;
}

using enum Basis;
using enum Obstacle;

constexpr CauseId kFilters = cause("profile-packet-filter-blocks");

// clang-format off
constexpr auto kRules = std::to_array<ReachRule>({
  // name                    cause                                    stops                          where                         basis       gap  source
  {"tunnel-route",           cause("server-unreachable"),             is_tunnel_stopped<route>,      tunnel_where<route>,          inferred,   "",  "semantics 7.2"},
  {"tunnel-gre-unsupported", cause("gre-unsupported-by-firewall"),    is_tunnel_stopped<gre_unsupported>, tunnel_where<gre_unsupported>, inferred, "", "SEED, semantics 7.2"},
  {"tunnel-device",          kNoCause,                                is_tunnel_stopped<device>,     tunnel_where<device>,         inferred,   "",  "SEED, semantics 7.2"},
  {"tunnel-interface",       cause("wan-filter-blocks-vpn"),          is_tunnel_stopped<interface_filter>, tunnel_where<interface_filter>, documented, "", "semantics 6.7, 8"},
  {"lan-protocol",           cause("lan-protocol-not-enabled"),       lacks_protocol,                protocol_where,               inferred,   "",  "semantics 6.3"},
  {"profile-input",          kFilters,                                is_filtered<true>,             filter_where<true>,           documented, "",  "SEED, semantics 4.4, 8"},
  {"network-access",         cause("lan-protocol-no-network-access"), has_no_network_access,         network_access_where,         documented, "",  "SEED, semantics 8"},
  {"address-conflict",       cause("pool-overlaps-lan"),              is_somebody_elses,             hosts_where,                  documented, "",  "SEED, semantics 8"},
  {"way-back",               cause("no-route-to-static-pool"),        has_no_route,                  route_where,                  documented, "",  "SEED, semantics 8"},
  {"apipa-adapter",          cause("dhcp-wrong-adapter"),             is_stranded<true>,             adapter_where,                documented, "",  "SEED, semantics 6.3, 8"},
  {"apipa",                  cause("dhcp-unavailable-apipa"),         is_stranded<false>,            dhcp_where,                   documented, "",  "SEED, semantics 6.3, 8"},
  {"profile-output",         kFilters,                                is_filtered<false>,            filter_where<false>,          documented, "",  "SEED, semantics 4.4, 8"},
});
// clang-format on

}  // namespace

std::span<const ReachRule> reach_rules() { return kRules; }

Reach reach(const Site& site, const Session& session, const ReachQuestion& question) {
  Reach out;
  if (!session.is_live) return {Truth::no, kNoCause, {}, {}};
  const ReachRule* first = nullptr;
  for (const ReachRule& rule : kRules) {
    const CauseId id = cause_of(rule, session);
    const Truth reachable = !rule.stops(site, session, question);
    const bool is_other_cause =
        first == nullptr || (id != cause_of(*first, session) && !std::ranges::count(out.also, id));
    if (reachable == Truth::no && out.reachable == Truth::no && is_other_cause) out.also.push_back(id);
    if (reachable < out.reachable) first = &rule;  // what surely stops it comes before what may
    out.reachable = out.reachable && reachable;
  }
  if (first == nullptr) return out;
  out.cause = cause_of(*first, session);
  out.where = {first->where(site, session, question)};
  return out;
}

}  // namespace rapsim::network
