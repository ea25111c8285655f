// The server around its policies: RADIUS between it and the policy server, what it may read in a domain, and the
// addresses that it gives to clients. What is certain from the site alone, before anybody connects.
#include <map>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/find_if.hpp>

#include "analysis/lint_site.hpp"
#include "network/addresses.hpp"
#include "network/radius.hpp"

namespace rapsim {
namespace {

using network::Silence;

const Rras& rras_of(const LintSite& site) { return site.site.server.rras; }

/// Its own connections are decided over RADIUS.
bool asks_radius(const LintSite& site) { return site.site.server.provider.value == Provider::radius; }

void relate(Finding& finding, Span where, std::string text) {
  if (where.known()) finding.related.push_back({where, std::move(text)});
}

// --- RADIUS ---

std::string ports_text(const std::vector<std::uint32_t>& ports) {
  std::string out;
  for (const std::uint32_t port : ports) add_item(out, std::to_string(port));
  return out.empty() ? "no port" : out;
}

/// What is known of a reason, for people: which setting, and what to do.
struct SilenceText {
  std::string what, fix;
};

SilenceText text_of(Silence why, const RadiusServer& server, bool is_accounting) {
  const std::uint32_t port = (is_accounting ? server.accounting_port : server.authentication_port).value;
  const auto& listens = (is_accounting ? server.accounting_listens : server.authentication_listens).value;
  const std::string asked = "UDP " + std::to_string(port);
  switch (why) {
    case Silence::filtered_by_interface:
      return {"filters of the Internet interface drop " + asked, "let " + asked + " out, and its answers in"};
    case Silence::filtered_by_device:
      return {"a device on the way drops " + asked, "let " + asked + " pass there, or send to a port that passes"};
    case Silence::does_not_exist:
      return {"nothing answers at its address", "correct its address, or take the server out of the list"};
    case Silence::not_running:
      return {"its service is stopped", "start the service"};
    case Silence::wrong_port:
      return {"requests go to " + asked + ", and it listens on " + ports_text(listens),
              "send to a port that it listens on; both 1812/1813 and 1645/1646 are in use"};
    case Silence::unknown_client:
      return {"this server is not one of its RADIUS clients, so it drops the requests",
              "add this server as a RADIUS client there"};
    case Silence::secret_mismatch:
      return {"the shared secrets on both sides differ, so each side drops what the other sends",
              "enter one secret on both sides; upper and lower case count"};
  }
  return {};
}

bool is_other_way_open(const LintSite& site, const RadiusServer& silent, bool is_accounting) {
  return ranges::any_of(rras_of(site).radius_servers, [&](const RadiusServer& other) {
    return &other != &silent && network::answers(site.site, other, is_accounting) != Truth::no;
  });
}

void find_silent(const LintSite& site, const RadiusServer& server, bool is_accounting, Findings& out) {
  const auto rows = network::silences();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto why = static_cast<Silence>(row);
    if (rows[row].holds(site.site, server, is_accounting) != Truth::yes) continue;
    // The same fault of authentication is reported already.
    if (is_accounting && rows[row].holds(site.site, server, false) == Truth::yes) continue;
    const bool is_secret = why == Silence::secret_mismatch;
    const bool is_only_one = !is_other_way_open(site, server, is_accounting);
    const SilenceText text = text_of(why, server, is_accounting);
    const std::string follows = is_accounting ? "no accounting data arrives"
                                : is_only_one ? "no connection is authenticated (938, no answer)"
                                              : "each request waits for its time-out before another server is asked";
    const Span given = rows[row].where(site.site, server, is_accounting);
    Finding finding =
        finding_of(is_secret ? "secrets-differ" : "radius-server-silent", {}, given.known() ? given : server.where,
                   "RADIUS server \"" + server.name + "\": " + text.what + ": " + follows, text.fix);
    if (is_accounting || !is_only_one) finding.level = FindingLevel::warning;
    if (!is_accounting && is_only_one) finding.claim = Claim::nobody_connects;
    const bool is_port = why == Silence::wrong_port || why == Silence::filtered_by_device;
    if (is_secret) relate(finding, server.secret.where, "the secret on this side");
    if (is_port)
      relate(finding, (is_accounting ? server.accounting_port : server.authentication_port).where, "the port asked");
    if (why == Silence::wrong_port)
      relate(finding, (is_accounting ? server.accounting_listens : server.authentication_listens).where,
             "the ports it listens on");
    out.push_back(std::move(finding));
  }
}

void find_silent_servers(const LintSite& site, std::string_view id, Findings& out) {
  if (!asks_radius(site)) return;
  Findings found;
  for (const RadiusServer& server : rras_of(site).radius_servers)
    for (const bool is_accounting : {false, true}) find_silent(site, server, is_accounting, found);
  for (Finding& finding : found)
    if (finding.id == id) out.push_back(std::move(finding));
}

/// Somebody has described an access server here, and not a policy server alone.
bool is_access_server(const LintSite& site) {
  const Rras& rras = rras_of(site);
  return rras.radius_servers_where.known() || rras.policies_on_radius.is_given() ||
         ranges::any_of(rras.ports,
                        [](const PortSettings& ports) { return ports.count.is_given() || ports.inbound.is_given(); });
}

const RadiusClient* client_with(const Site& site, std::uint32_t address) {
  const auto found = ranges::find_if(
      site.radius_clients, [&](const RadiusClient& client) { return client.network.value.contains(address); });
  return found == site.radius_clients.end() ? nullptr : &*found;
}

// --- what the server reads in a domain ---

struct AccessFault {
  bool (*holds)(const DirectoryAccess& access);
  Span (*where)(const DirectoryAccess& access);
  std::string_view what, fix;
};

// clang-format off
// In the order of the checks of the engine.
constexpr AccessFault kAccessFaults[] = {
  {[](const DirectoryAccess& a) { return !a.group_exists.value; }, [](const DirectoryAccess& a) { return a.group_exists.where; },
   "there is no group RAS and IAS Servers", "create the group, and put the server's computer account into it"},
  {[](const DirectoryAccess& a) { return !a.group_is_security.value; }, [](const DirectoryAccess& a) { return a.group_is_security.where; },
   "RAS and IAS Servers is a distribution group", "make it a security group of scope Domain local"},
  {[](const DirectoryAccess& a) { return !a.group_is_domain_local.value; }, [](const DirectoryAccess& a) { return a.group_scope.where; },
   "RAS and IAS Servers has not the scope Domain local", "give it the scope Domain local"},
  {[](const DirectoryAccess& a) { return !a.group_can_read.value; }, [](const DirectoryAccess& a) { return a.group_can_read.where; },
   "RAS and IAS Servers may not read RAS and IAS Servers Access Check", "allow it Read on RAS and IAS Servers Access Check"},
  {[](const DirectoryAccess& a) { return !a.registered.value; }, [](const DirectoryAccess& a) { return a.registered.where; },
   "the server is not a member of RAS and IAS Servers",
   "register it (`netsh ras add registeredserver`, or Register Server in Active Directory), then restart it"},
  {[](const DirectoryAccess& a) { return a.registered_at_start.is_given() && !a.registered_at_start.value; },
   [](const DirectoryAccess& a) { return a.registered_at_start.where; },
   "the server became a member of RAS and IAS Servers after it had started", "restart the server: membership counts from then on"},
};
// clang-format on

void find_access_fault(const DirectoryAccess& access, const std::string& domain, Findings& out) {
  for (const AccessFault& fault : kAccessFaults) {
    const Span where = fault.where(access);
    if (!fault.holds(access) || !where.known()) continue;
    out.push_back(finding_of("cannot-read-accounts", {}, where,
                             std::string(fault.what) + ": it cannot read the dial-in properties of accounts of " +
                                 domain + ", and rejects them all",
                             std::string(fault.fix)));
    return;
  }
}

// --- addresses ---

bool has_pool(const LintSite& site) {
  const AddressSettings& addresses = rras_of(site).addresses;
  return addresses.source.value == AddressSource::static_pool && !addresses.static_pool.empty();
}

/// The first address of the range that none of the networks contains.
std::optional<std::uint32_t> outside_of(const grammar::AddressRange& range, const std::vector<Network>& networks) {
  for (std::uint64_t at = range.first; at <= range.last;) {
    const auto holds = ranges::find_if(
        networks, [&](const Network& network) { return network.contains(static_cast<std::uint32_t>(at)); });
    if (holds == networks.end()) return static_cast<std::uint32_t>(at);
    at = (std::uint64_t{holds->first} | ~holds->mask()) + 1;
  }
  return std::nullopt;
}

bool overlaps(const grammar::AddressRange& range, std::uint32_t first, std::uint32_t last) {
  return range.first <= last && first <= range.last;
}

}  // namespace

void find_differing_secrets(const LintSite& site, Findings& out) { find_silent_servers(site, "secrets-differ", out); }
void find_silent_radius_servers(const LintSite& site, Findings& out) {
  find_silent_servers(site, "radius-server-silent", out);
}

void find_server_no_client(const LintSite& site, Findings& out) {
  const Site& s = site.site;
  const auto own = parse_ipv4(s.server.address.value);
  if (!asks_radius(site) || !own || !s.radius_clients_where.known() || client_with(s, *own) != nullptr) return;
  const auto named = ranges::find_if(s.radius_clients, [&](const RadiusClient& client) {
    return equal_without_case(client.name, s.server.name.value);
  });
  const bool is_named = named != s.radius_clients.end();
  if (!is_named && !is_access_server(site)) return;
  const std::string why =
      is_named ? "RADIUS client \"" + named->name + "\" has the address " + network_text(named->network.value) + ", but"
               : "no RADIUS client has the server's address:";
  Finding finding = finding_of("server-not-a-client", {}, is_named ? named->network.where : s.radius_clients_where,
                               why + " this server asks from " + ipv4_text(*own) +
                                   ": the policy server drops its requests, and no client connects",
                               is_named ? "correct one of the two addresses"
                                        : "add the server under `radius-clients`, or correct `server.address`");
  finding.claim = Claim::nobody_connects;
  relate(finding, s.server.address.where, "the server's address");
  out.push_back(std::move(finding));
}

void find_unreadable_accounts(const LintSite& site, Findings& out) {
  const Directory& directory = *site.site.directory;
  const bool has_group = directory.mode.value == DomainMode::native || directory.mode.value == DomainMode::mixed;
  if (asks_radius(site) || !has_group || rras_of(site).is_nt4.value) return;  // the policy server reads them then
  const DirectoryAccess& own = rras_of(site).access;
  if (own.joined.is_given() && !own.joined.value) {
    out.push_back(finding_of("cannot-read-accounts", {}, own.joined.where,
                             "the server is not a member of the domain " + directory.domain.value +
                                 ": it cannot read its accounts, and rejects them all",
                             "join it to the domain, or let it ask a RADIUS server of the domain"));
    out.back().claim = Claim::nobody_connects;
    return;
  }
  const std::size_t before = out.size();
  find_access_fault(own, directory.domain.value, out);
  if (out.size() > before && directory.trusted_domains.empty()) out.back().claim = Claim::nobody_connects;
  for (const TrustedDomain& domain : directory.trusted_domains) find_access_fault(domain.access, domain.name, out);
}

void find_pools_without_address(const LintSite& site, Findings& out) {
  if (!has_pool(site) || network::pool_size(site.site) > 0) return;
  const AddressSettings& addresses = rras_of(site).addresses;
  out.push_back(finding_of("pool-without-address", {}, addresses.static_pool.front().where,
                           "the static pool has one address, and the server takes the first for itself: no client "
                           "gets an address",
                           "give it one address more than there are clients at a time"));
}

void find_pools_without_route(const LintSite& site, Findings& out) {
  const Intranet& intranet = site.site.intranet;
  if (!has_pool(site) || !intranet.is_given() || !intranet.network.is_given() || intranet.routing_protocol.value)
    return;
  std::vector<Network> networks = intranet.routes;
  networks.push_back(intranet.network.value);
  for (const PoolRange& pool : rras_of(site).addresses.static_pool) {
    const auto lost = outside_of(pool.range, networks);
    if (!lost) continue;
    Finding finding =
        finding_of("pool-without-route", {}, pool.where,
                   "no route of the intranet leads to " + ipv4_text(*lost) + " of the static pool, which is not on " +
                       network_text(intranet.network.value) + ": clients connect, and get no answer from the intranet",
                   "add a route to the pool, by way of this server, on the intranet's routers (`intranet.routes`)");
    relate(finding, intranet.routes_where, "the routes to this server");
    out.push_back(std::move(finding));
  }
}

void find_taken_pools(const LintSite& site, Findings& out) {
  const Intranet& intranet = site.site.intranet;
  if (!has_pool(site) || !intranet.is_given()) return;
  for (const PoolRange& pool : rras_of(site).addresses.static_pool) {
    const auto host = ranges::find_if(intranet.hosts, [&](const Network& hosts) {
      return overlaps(pool.range, hosts.first, hosts.first | ~hosts.mask());
    });
    const auto leased = ranges::find_if(intranet.adapters, [&](const Adapter& adapter) {
      return adapter.dhcp.value && adapter.dhcp_scope.is_given() &&
             overlaps(pool.range, adapter.dhcp_scope.value.first, adapter.dhcp_scope.value.last);
    });
    const bool is_host = host != intranet.hosts.end();
    if (!is_host && leased == intranet.adapters.end()) continue;
    Finding finding = finding_of(
        "pool-taken", {}, pool.where,
        "the static pool has addresses that " +
            (is_host ? "hosts of the intranet have (" + network_text(*host) + ")"
                     : "a DHCP server leases to others (" + grammar::to_text(leased->dhcp_scope.value) + ")") +
            ": a client that gets one of them " + (is_host ? "reaches nothing" : "may reach nothing"),
        is_host ? "use addresses that no other host has"
                : "use addresses outside of the scope, or exclude the pool from it");
    relate(finding, is_host ? intranet.hosts_where : leased->dhcp_scope.where, "who else has them");
    out.push_back(std::move(finding));
  }
}

void find_adapters_without_dhcp(const LintSite& site, Findings& out) {
  const AddressSettings& addresses = rras_of(site).addresses;
  const Intranet& intranet = site.site.intranet;
  if (addresses.source.value != AddressSource::dhcp || intranet.uses_apipa.value) return;
  const Adapter* const used = network::dhcp_adapter(site.site);
  if (used == nullptr || !used->dhcp.is_given() || used->dhcp.value) return;
  const auto better = ranges::find_if(intranet.adapters, [](const Adapter& adapter) { return adapter.dhcp.value; });
  const bool has_better = better != intranet.adapters.end();
  const Span set = addresses.adapter.is_given() ? addresses.adapter.where : addresses.chosen_adapter.where;
  Finding finding = finding_of("no-dhcp", {}, set.known() ? set : used->dhcp.where,
                               "clients get their addresses by DHCP over \"" + used->name +
                                   "\", where no DHCP server answers: they get 169.254 addresses, and reach nothing",
                               has_better ? "`adapter: " + better->name + "`, where one answers"
                                          : "let a DHCP server answer there, or use a static pool");
  relate(finding, used->dhcp.where, "no DHCP server there");
  out.push_back(std::move(finding));
}

/// Only where somebody has described what there is to reach.
void find_no_network_access(const LintSite& site, Findings& out) {
  const Setting<bool>& access = rras_of(site).protocols[static_cast<std::size_t>(LanProtocol::ip)].network_access;
  if (!site.site.intranet.is_given() || !access.is_given() || access.value) return;
  out.push_back(finding_of("no-network-access", {}, access.where,
                           "clients reach this computer only: the intranet behind it, which the site describes, stays "
                           "closed to them",
                           "`network-access: true` (Entire network), unless that is meant"));
}

// Not in a mixed domain, where the accounts' addresses do not count (G-6).
void find_astray_addresses(const LintSite& site, Findings& out) {
  const Intranet& intranet = site.site.intranet;
  std::map<std::uint32_t, const User*> taken;
  const bool has_lan = intranet.is_given() && intranet.network.is_given() && !intranet.routing_protocol.value;
  std::vector<Network> networks = intranet.routes;
  networks.push_back(intranet.network.value);
  for (const User& user : site.site.directory->users) {
    const Setting<std::string>& given = user.dial_in.static_ip;
    const auto address = parse_ipv4(given.value);
    if (!has_caller_ids(site.site) || !given.is_given() || !address || !site.can_afford(networks.size())) continue;
    const auto report = [&](std::string why, std::string fix, Span where, std::string text) {
      Finding finding =
          finding_of("static-address-astray", {}, given.where,
                     "the static address " + given.value + " of `" + user.name + "` " + why, std::move(fix));
      relate(finding, where, std::move(text));
      out.push_back(std::move(finding));
    };
    const auto [first, is_new] = taken.try_emplace(*address, &user);
    const bool is_host = ranges::any_of(intranet.hosts, [&](const Network& hosts) { return hosts.contains(*address); });
    if (!is_new)
      report("is that of `" + first->second->name + "`, too: both cannot be connected at once",
             "give each account another address", first->second->dial_in.static_ip.where, "the same address");
    else if (is_host)
      report("belongs to a host of the intranet: answers go there, not to the client", "use an address that is free",
             intranet.hosts_where, "the hosts");
    else if (has_lan && outside_of({*address, *address}, networks))
      report("is on no network that a route of the intranet leads to: the account connects, and gets no answer",
             "use an address of the LAN or of a network with a route", intranet.routes_where,
             "the routes to this server");
  }
}

}  // namespace rapsim
