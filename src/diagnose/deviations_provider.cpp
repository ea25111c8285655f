// Who authenticates, and what it may read.
#include <algorithm>

#include "diagnose/deviations.hpp"

namespace rapsim {
namespace {

Rras& rras_of(Setup& setup) { return setup.site.server.rras; }

/// Changes every RADIUS server: if one answered, the change would not show.
template <class Change>
bool of_radius(Setup& setup, Change change) {
  if (setup.site.server.provider.value != Provider::radius || rras_of(setup).radius_servers.empty()) return false;
  for (RadiusServer& server : rras_of(setup).radius_servers) change(server);
  return true;
}

bool drop_ports(Setup& setup, std::initializer_list<std::string_view> packets) {
  return of_radius(setup, [&](RadiusServer& server) {
    Device device{.name = "a firewall before the RADIUS server", .where = server.where};
    device.forwards_gre.value = true;
    device.to_server.where = server.where;
    for (const std::string_view text : packets) {
      SyntaxError error;
      device.to_server.filter.except.push_back({std::string(text), *grammar::parse_packet_filter(text, error), {}});
    }
    server.path.push_back(std::move(device));
  });
}

bool asks_domain(const Setup& setup) {
  if (setup.site.server.provider.value != Provider::windows) return false;
  const DomainMode mode = setup.site.directory->mode.value;
  return (mode == DomainMode::native || mode == DomainMode::mixed) && !setup.site.server.rras.is_nt4.value;
}
/// What the server may read in the account's domain.
DirectoryAccess& access_of(Setup& setup) {
  const TrustedDomain* trusted = find_trusted_domain(*setup.site.directory, setup.trusted_domain);
  if (trusted == nullptr) return rras_of(setup).access;
  const auto row = trusted - setup.site.directory->trusted_domains.data();
  setup.site.directory = std::make_shared<Directory>(*setup.site.directory);
  return setup.site.directory->trusted_domains[static_cast<std::size_t>(row)].access;
}
template <Setting<bool> DirectoryAccess::*Member>
bool take(Setup& setup) {
  if (!asks_domain(setup)) return false;
  (access_of(setup).*Member).value = false;
  return true;
}

// clang-format off
constexpr Deviation kRows[] = {
  {cause("radius-unreachable-filtered"), "filters drop UDP 1812 and 1645 on the way to the RADIUS server",
   [](Setup& s) { return drop_ports(s, {"udp any -> any port 1812", "udp any -> any port 1645"}); }},
  {cause("radius-accounting-filtered"), "filters drop UDP 1813 and 1646 on the way to the RADIUS server",
   [](Setup& s) { return drop_ports(s, {"udp any -> any port 1813", "udp any -> any port 1646"}); }},
  {cause("auth-provider-misconfigured"), "no RADIUS server is configured, although the provider is RADIUS",
   [](Setup& s) {
     s.site.server.provider.value = Provider::radius;
     rras_of(s).radius_servers.clear();
     rras_of(s).radius_servers_where = s.site.policies_where.known() ? s.site.policies_where : Span{0, 1, 1, 1};
     return true; }},
  {cause("auth-provider-misconfigured"), "VPN server and RADIUS server have different shared secrets",
   [](Setup& s) { return of_radius(s, [](RadiusServer& r) { r.client_secret.value = r.secret.value + " typed otherwise"; }); }},
  {cause("auth-provider-misconfigured"), "the VPN server sends to a port on which the RADIUS server does not listen",
   [](Setup& s) { return of_radius(s, [](RadiusServer& r) { r.authentication_port.value = 1234; }); }},
  {cause("auth-provider-misconfigured"), "the RADIUS server does not know the VPN server as a client",
   [](Setup& s) { return of_radius(s, [](RadiusServer& r) { r.knows_client.value = false; }); }},
  {cause("auth-provider-misconfigured"), "the RADIUS server is not running",
   [](Setup& s) { return of_radius(s, [](RadiusServer& r) { r.running.value = false; }); }},
  {cause("auth-provider-misconfigured"), "there is no RADIUS server at the configured address",
   [](Setup& s) { return of_radius(s, [](RadiusServer& r) { r.exists.value = false; }); }},
  {cause("auth-provider-misconfigured"), "the provider is Windows, and the local built-in policies answer",
   [](Setup& s) {
     if (!rras_of(s).policies_on_radius.value) return false;
     s.site.server.provider.value = Provider::windows;
     return true; }},
  {cause("ad-server-not-joined"), "the VPN server is not a member of the domain",
   [](Setup& s) { rras_of(s).access.joined.value = false; return asks_domain(s); }},
  {cause("ad-group-missing"), "the domain has no group RAS and IAS Servers", take<&DirectoryAccess::group_exists>},
  {cause("ad-group-wrong-type"), "RAS and IAS Servers is not a security group", take<&DirectoryAccess::group_is_security>},
  {cause("ad-group-wrong-type"), "RAS and IAS Servers is not domain local", take<&DirectoryAccess::group_is_domain_local>},
  {cause("ad-access-check-no-read"), "RAS and IAS Servers has no Read on the access check object", take<&DirectoryAccess::group_can_read>},
  {cause("ad-computer-not-member"), "the server is not in RAS and IAS Servers",
   [](Setup& s) { s.world.registered_at_start[s.trusted_domain] = false; return take<&DirectoryAccess::registered>(s); }},
  {cause("ad-membership-cache-stale"), "the server came into RAS and IAS Servers after its last start",
   [](Setup& s) { s.world.registered_at_start[s.trusted_domain] = false; return asks_domain(s) && access_of(s).registered.value; }},
  {cause("nt4-pre-w2k-access"), "Everyone is not in Pre-Windows 2000 Compatible Access",
   [](Setup& s) {
     s.world.everyone_at_start = false;
     rras_of(s).access.everyone_in_pre_windows_2000.value = false;
     return rras_of(s).is_nt4.value && s.site.directory->mode.value == DomainMode::mixed; }},
};
// clang-format on

}  // namespace

std::span<const Deviation> provider_deviations() { return kRows; }

}  // namespace rapsim
