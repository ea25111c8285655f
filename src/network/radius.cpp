// One row a way in which a RADIUS server stays silent. A secret that does not match looks like a dead server: one side
// drops what the other has signed (RFC 2865 3, RFC 2866 3).
#include "network/radius.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "network/path.hpp"

namespace rapsim::network {
namespace {

const Setting<std::uint32_t>& port_of(const RadiusServer& server, bool is_accounting) {
  return is_accounting ? server.accounting_port : server.authentication_port;
}
const Setting<std::vector<std::uint32_t>>& listens_of(const RadiusServer& server, bool is_accounting) {
  return is_accounting ? server.accounting_listens : server.authentication_listens;
}

/// The request; the RADIUS server's address is not known.
Packet request_to(const Site& site, const RadiusServer& server, bool is_accounting) {
  Packet out{.protocol = kUdp};
  out.source = parse_ipv4(site.server.address.value);
  out.destination_port = static_cast<std::uint16_t>(port_of(server, is_accounting).value);
  return out;
}

/// The request leaves through the interface, its answer comes in.
Delivery over_interface(const Site& site, const RadiusServer& server, bool is_accounting) {
  if (!server.over_internet.value) return {};
  const Packet request = request_to(site, server, is_accounting);
  return worse(through_interface(site, request, Direction::from_server, PathRules::full),
               through_interface(site, answer_to(request), Direction::to_server, PathRules::full));
}
/// Of the devices' two directions `to-server` is the one to the RADIUS server.
Delivery over_devices(const Site& site, const RadiusServer& server, bool is_accounting) {
  const Packet request = request_to(site, server, is_accounting);
  return worse(through_devices(server.path, request, Direction::to_server, PathRules::full),
               through_devices(server.path, answer_to(request), Direction::from_server, PathRules::full));
}

template <Delivery (*Route)(const Site&, const RadiusServer&, bool)>
Truth is_stopped(const Site& site, const RadiusServer& server, bool is_accounting) {
  return !Route(site, server, is_accounting).arrives;
}
template <Delivery (*Route)(const Site&, const RadiusServer&, bool)>
Span stopped_where(const Site& site, const RadiusServer& server, bool is_accounting) {
  return Route(site, server, is_accounting).where;
}

template <Setting<bool> RadiusServer::*Member>
Truth lacks(const Site& /*site*/, const RadiusServer& server, bool /*is_accounting*/) {
  return truth(!(server.*Member).value);
}
template <Setting<bool> RadiusServer::*Member>
Span lack_where(const Site& /*site*/, const RadiusServer& server, bool /*is_accounting*/) {
  return (server.*Member).where;
}

Truth is_wrong_port(const Site& /*site*/, const RadiusServer& server, bool is_accounting) {
  const std::vector<std::uint32_t>& ports = listens_of(server, is_accounting).value;
  return truth(std::ranges::find(ports, port_of(server, is_accounting).value) == ports.end());
}
Span port_where(const Site& /*site*/, const RadiusServer& server, bool is_accounting) {
  const Span sent = port_of(server, is_accounting).where;
  return sent.known() ? sent : listens_of(server, is_accounting).where;
}

/// Secrets are compared by their case too (the text of error 939).
Truth is_other_secret(const Site& /*site*/, const RadiusServer& server, bool /*is_accounting*/) {
  return truth(!server.client_secret.value.empty() && server.client_secret.value != server.secret.value);
}
Span secret_where(const Site& /*site*/, const RadiusServer& server, bool /*is_accounting*/) {
  return server.client_secret.where;
}

// clang-format off
constexpr auto kSilences = std::to_array<SilenceRow>({
  // name                   for people                                                   holds                                  where                                       source
  {"filtered-by-interface", "filters of the Internet interface drop it",                 is_stopped<over_interface>,            stopped_where<over_interface>,              "SEED, semantics 6.7"},
  {"filtered-by-device",    "a device on the way drops it",                              is_stopped<over_devices>,              stopped_where<over_devices>,                "semantics 6.5"},
  {"does-not-exist",        "nothing answers at its address",                            lacks<&RadiusServer::exists>,          lack_where<&RadiusServer::exists>,          "semantics 6.5"},
  {"not-running",           "its service is stopped",                                    lacks<&RadiusServer::running>,         lack_where<&RadiusServer::running>,         "semantics 6.5"},
  {"wrong-port",            "it does not listen on the port that is asked",              is_wrong_port,                         port_where,                                 "semantics 6.5"},
  {"unknown-client",        "this VPN server is not one of its RADIUS clients",          lacks<&RadiusServer::knows_client>,    lack_where<&RadiusServer::knows_client>,    "RFC 2865 3"},
  {"secret-mismatch",       "the shared secrets differ",                                 is_other_secret,                       secret_where,                               "RFC 2865 3, RASERR 939"},
});
// clang-format on

}  // namespace

std::span<const SilenceRow> silences() { return kSilences; }

std::string_view silence_text(Silence why) { return kSilences[static_cast<std::size_t>(why)].text; }

Truth answers(const Site& site, const RadiusServer& server, bool is_accounting) {
  Truth silent = Truth::no;
  for (const SilenceRow& row : kSilences) silent = silent || row.holds(site, server, is_accounting);
  return !silent;
}

RadiusAnswer ask_radius(const Site& site, bool is_accounting) {
  const Rras& rras = site.server.rras;
  RadiusAnswer out;
  if (!rras.radius_servers_where.known()) out.is_answered = Truth::unknown;
  std::vector<const RadiusServer*> asked;
  for (const RadiusServer& server : rras.radius_servers) asked.push_back(&server);
  std::ranges::stable_sort(asked, std::ranges::greater{}, [](const RadiusServer* each) { return each->score.value; });
  for (const RadiusServer* const server : asked) {
    const Truth one = answers(site, *server, is_accounting);
    if (out.is_answered < one) out.server = server;
    out.is_answered = out.is_answered || one;
    if (one == Truth::yes) break;
    for (std::size_t row = 0; row < kSilences.size(); ++row) {
      const Truth holds = kSilences[row].holds(site, *server, is_accounting);
      if (holds == Truth::no) continue;
      out.silent.push_back(
          {server, static_cast<Silence>(row), holds, kSilences[row].where(site, *server, is_accounting)});
    }
  }
  return out;
}

}  // namespace rapsim::network
