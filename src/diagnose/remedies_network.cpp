// The way to the server, the server itself, what is behind it: settings that only ever keep people out, set to what
// they are on a server that works, and lists of filters, addresses and routes that lack what the attempt needs.
#include <fmt/format.h>

#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/contains.hpp>
#include <range/v3/algorithm/find.hpp>

#include "base/ipv4.hpp"
#include "base/text.hpp"
#include "diagnose/remedy.hpp"
#include "diagnose/slips.hpp"
#include "engine/stages/tunnels.hpp"

namespace rapsim {
namespace {

using Steps = std::vector<std::string>;

Remedies one(SiteEdit edit, Likelihood likelihood = Likelihood::plain) { return {{{std::move(edit)}, likelihood}}; }

/// The type of tunnel that was tried, of several the first; nothing for a call.
const TunnelTypeRow* tunnel_of(const RemedyInput& in) {
  const FieldValue& tunnel = in.explained().attempt[FieldId::tunnel];
  if (tunnel.presence == Presence::present) {
    const auto type = tunnel_type_of(tunnel.number);
    return type ? &row_of(*type) : nullptr;
  }
  const auto types = tried_types(in.explained().attempt);
  return types.empty() ? nullptr : &row_of(types.front());
}

// --- filters ---

/// What each type of tunnel needs to be let through. Source: semantics 6.7, 7.2.
struct NeededPacket {
  TunnelType tunnel;
  std::string_view way_in;   // `*`: the server's address
  std::string_view way_out;  // the answers
};
constexpr NeededPacket kNeeded[] = {
    {TunnelType::pptp, "tcp any -> * port 1723", "tcp * port 1723 -> any"},
    {TunnelType::pptp, "protocol 47 any -> *", "protocol 47 * -> any"},
    {TunnelType::l2tp, "udp any -> * port 500", "udp * port 500 -> any"},
    {TunnelType::l2tp, "udp any -> * port 4500", "udp * port 4500 -> any"},
    {TunnelType::l2tp, "protocol 50 any -> *", "protocol 50 * -> any"},
    {TunnelType::l2tp, "udp any -> * port 1701", "udp * port 1701 -> any"},
    {TunnelType::sstp, "tcp any -> * port 443", "tcp * port 443 -> any"},
};

/// Numbers and addresses that filters of a server name; one that is close to one of them was meant to be it.
std::vector<std::string> usual_words(const RemedyInput& in) {
  std::vector<std::string> out = {"1723", "47", "500", "4500", "1701", "50", "443", "1812", "1813"};
  if (!in.site().server.address.value.empty()) out.push_back(in.site().server.address.value);
  return out;
}

/// The filter with one of its words as it was meant.
std::vector<std::string> with_word_replaced(const std::string& filter, const std::vector<std::string>& usual) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin < filter.size();) {
    const std::size_t end = std::min(filter.find(' ', begin), filter.size());
    const std::string word = filter.substr(begin, end - begin);
    if (!word.empty() && is_digit(word.front()) && !ranges::contains(usual, word))
      for (const std::string& other : usual)
        if (const std::size_t slips = slips_between(word, other, 2); slips == 1 || (slips == 2 && other.size() > 3))
          out.push_back(std::string(filter).replace(begin, end - begin, other));
    begin = end + 1;
  }
  return out;
}

/// Another list of exceptions of one direction. `to_server`: its packets go to the server.
Remedies filter_remedies(const RemedyInput& in, const Steps& steps, const DirectionFilter& direction, bool to_server) {
  if (!direction.is_given()) return {};
  Remedies out;
  std::vector<std::string> texts;
  for (const FilterException& except : direction.filter.except) texts.push_back(except.text);
  const auto with = [&](std::vector<std::string> list, Likelihood likelihood) {
    out.push_back({{edit_of(steps, "except", value_of(list))}, likelihood});
  };
  const bool drops = direction.filter.drop_by_default.value;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (std::string& text : with_word_replaced(texts[i], usual_words(in))) {
      std::vector<std::string> list = texts;
      list[i] = std::move(text);
      with(std::move(list), Likelihood::slip);
    }
    if (drops) continue;
    std::vector<std::string> fewer = texts;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    with(std::move(fewer), Likelihood::plain);
  }
  const TunnelTypeRow* tunnel = tunnel_of(in);
  if (!drops || tunnel == nullptr) return out;
  const std::string address = in.site().server.address.value.empty() ? "any" : in.site().server.address.value;
  std::vector<std::string> all = texts;
  for (const NeededPacket& needed : kNeeded) {
    if (needed.tunnel != tunnel->type) continue;
    std::string text(to_server ? needed.way_in : needed.way_out);
    text.replace(text.find('*'), 1, address);
    if (ranges::contains(texts, text)) continue;
    std::vector<std::string> more = texts;
    more.push_back(text);
    all.push_back(std::move(text));
    with(std::move(more), Likelihood::plain);
  }
  with(std::move(all), Likelihood::plain);
  return out;
}

Remedies device_remedies(const RemedyInput& in, const Steps& list, const std::vector<Device>& devices) {
  Remedies out;
  for (const Device& device : devices) {
    Steps steps = list;
    steps.push_back(device.name);
    const auto direction = [&](std::string_view name, const DirectionFilter& filter, bool to_server) {
      Steps to = steps;
      to.emplace_back(name);
      out = joined(std::move(out), filter_remedies(in, to, filter, to_server));
    };
    if (device.forwards_gre.is_given() && !device.forwards_gre.value)
      out.push_back({{edit_of(steps, "gre", value_of("forwards"))}, Likelihood::plain});
    direction("to-server", device.to_server, true);
    direction("from-server", device.from_server, false);
  }
  return out;
}

Remedies path_remedies(const RemedyInput& in) {
  const NetworkPath& path = in.site().network;
  Remedies out;
  if (path.name_resolution.value != NameResolution::works)
    out = joined(std::move(out), one(edit_of("network.name-resolution", value_of("works"))));
  if (path.route.is_given() && !path.route.value)
    out = joined(std::move(out), one(edit_of("network.route", value_of("up"))));
  if (path.loss.value != Loss::none) out = joined(std::move(out), one(edit_of("network.loss", value_of("none"))));
  return joined(std::move(out), device_remedies(in, {"network", "devices"}, path.devices));
}

Remedies interface_remedies(const RemedyInput& in) {
  const InternetInterface& internet = in.site().server.rras.internet;
  if (internet.filters.value != InterfaceFilters::own) return {};
  const Steps steps = {"server", "internet-interface", "filters"};
  // An edit of one direction leaves the other.
  Steps input = steps, output = steps;
  input.emplace_back("input");
  output.emplace_back("output");
  return joined(filter_remedies(in, input, internet.input, true), filter_remedies(in, output, internet.output, false));
}

// --- the server ---

Remedies port_remedies(const RemedyInput& in) {
  Remedies out;
  const TunnelTypeRow* tunnel = tunnel_of(in);
  if (tunnel == nullptr) return out;
  const Rras& rras = in.site().server.rras;
  const PortSettings& ports = rras.ports[tunnel->type];
  const Steps steps = {"server", "ports", std::string(tunnel->name)};
  if (!ports.inbound.value) out = joined(std::move(out), one(edit_of(steps, "inbound", value_of("true"))));
  const std::uint32_t usual = rras.wizard_ports.value ? 128 : 5;
  const std::uint32_t count = std::max(usual, 2 * ports.count.value);
  return joined(std::move(out), one(edit_of(steps, "count", value_of(std::to_string(count)))));
}

Remedies service_remedies(const RemedyInput& in) {
  const Rras& rras = in.site().server.rras;
  Remedies out;
  if (!rras.is_started.value) out = joined(std::move(out), one(edit_of("server.service.state", value_of("started"))));
  if (!rras.remote_access.value)
    out = joined(std::move(out), one(edit_of("server.service.remote-access", value_of("enabled"))));
  return out;
}

Remedies ipsec_remedies(const RemedyInput& in) {
  const IpsecSettings& ipsec = in.site().server.rras.ipsec;
  Remedies out;
  if (!ipsec.policy_agent.value)
    out = joined(std::move(out), one(edit_of("server.ipsec.policy-agent", value_of("started"))));
  if (ipsec.certificate.value != Certificate::valid)
    out = joined(std::move(out), one(edit_of("server.ipsec.certificate", value_of("valid"))));
  return out;
}

Remedies method_remedies(const RemedyInput& in) {
  std::vector<std::string> texts;
  for (const ListedMethod& listed : in.site().server.methods.value.methods)
    texts.emplace_back(name_of(listed.method).name);
  const std::string more = in.explained().attempt[FieldId::authentication].text;
  if (more.empty() || ranges::contains(texts, more)) return {};
  texts.push_back(more);
  const bool is_meant = ranges::any_of(in.site().policies, [&](const Policy& policy) {
    return ranges::any_of(policy.profile.authentication.value.methods,
                          [&](const ListedMethod& listed) { return name_of(listed.method).name == more; });
  });
  return one(edit_of("server.authentication.methods", value_of(texts)),
             is_meant ? Likelihood::plain : Likelihood::exemption);
}

// --- RADIUS between the two ---

Remedies radius_server_remedies(const RemedyInput& in) {
  Remedies out;
  constexpr std::uint32_t kAuthentication = 1812, kAccounting = 1813;  // RFC 2865, RFC 2866
  for (const RadiusServer& server : in.site().server.rras.radius_servers) {
    const Steps steps = {"server", "authentication", "radius-servers", server.name};
    const auto set = [&](std::string_view path, std::string_view value) {
      out.push_back({{edit_of(steps, path, value_of(value))}, Likelihood::plain});
    };
    if (!server.client_secret.value.empty() && server.client_secret.value != server.secret.value)
      set("secret-there", server.secret.value);
    for (const auto& [path, port, usual, listens] :
         {std::tuple("authentication-port", server.authentication_port.value, kAuthentication,
                     &server.authentication_listens.value),
          std::tuple("accounting-port", server.accounting_port.value, kAccounting, &server.accounting_listens.value)}) {
      const std::uint32_t heard = listens->empty() ? usual : listens->front();
      if (port != heard) set(path, std::to_string(heard));
      if (port != usual && heard != usual) set(path, std::to_string(usual));
    }
    if (!server.knows_client.value) set("knows-this-client", "true");
    if (!server.running.value) set("state", "running");
    if (!server.exists.value) set("exists", "true");
    Steps path = steps;
    path.emplace_back("path");
    out = joined(std::move(out), device_remedies(in, path, server.path));
  }
  return out;
}

/// The client's row has another address than the one that asks; a close one first.
Remedies radius_client_remedies(const RemedyInput& in) {
  const RequestOrigin& asker = in.facts().asker;
  const std::string address = asker.address.is_present() ? asker.address.value : in.site().server.address.value;
  Remedies out;
  if (address.empty()) return out;
  for (const RadiusClient& client : in.site().radius_clients) {
    const bool is_close = slips_between(network_text(client.network.value), address, 3) <= 3;
    const bool is_named = equal_without_case(client.name, in.site().server.name.value);
    out.push_back({{edit_of({"radius-clients", client.name}, "address", value_of(address))},
                   is_close || is_named ? Likelihood::slip : Likelihood::exemption});
  }
  return out;
}

// --- the domain ---

Remedies domain_remedies(const RemedyInput& in) {
  const DirectoryAccess& access = in.site().server.rras.access;
  const Steps group = {"directory", "server-access", "ras-and-ias-servers"};
  Remedy out{{}, Likelihood::plain};
  if (!access.joined.value) out.edits.push_back(edit_of("directory.server-access.joined", value_of("true")));
  if (!access.group_exists.value) out.edits.push_back(edit_of(group, "exists", value_of("true")));
  if (!access.group_is_security.value) out.edits.push_back(edit_of(group, "type", value_of("security")));
  if (access.group_scope.value != GroupScope::domain_local)
    out.edits.push_back(edit_of(group, "scope", value_of("domain-local")));
  if (!access.group_can_read.value) out.edits.push_back(edit_of(group, "read-access-check", value_of("true")));
  if (!access.registered.value) out.edits.push_back(edit_of(group, "server-is-member", value_of("true")));
  if (!access.registered_at_start.value)
    out.edits.push_back(edit_of(group, "server-was-member-at-start", value_of("true")));
  return out.edits.empty() ? Remedies{} : Remedies{std::move(out)};
}

// --- addresses, and the way back ---

/// `10.30.9.0/24` -> `10.30.9.1-10.30.9.40`
std::string first_addresses(const Network& network, std::uint32_t count) {
  const std::uint32_t base = network.first;
  return ipv4_text(base + 1) + "-" + ipv4_text(base + count);
}

/// A pool inside of a network that the intranet has a way back to, and of which no host is known.
Remedies pool_remedies(const RemedyInput& in) {
  const AddressSettings& addresses = in.site().server.rras.addresses;
  Remedies out;
  const auto becomes = [&](const std::string& range, Likelihood likelihood) {
    out.push_back({{edit_of("server.addresses.static-pool", value_of(std::vector{range}))}, likelihood});
  };
  std::uint32_t size = 0;
  for (const PoolRange& range : addresses.static_pool) size += range.range.last - range.range.first + 1;
  // The last address of a range alone: somebody wrote it as a network.
  if (addresses.static_pool.size() == 1 && size <= 2) {
    const std::uint32_t last = addresses.static_pool.front().range.last;
    constexpr std::uint32_t kHosts = 0xFF;
    if ((last & kHosts) > 2) becomes(ipv4_text((last & ~kHosts) + 1) + "-" + ipv4_text(last), Likelihood::slip);
  }
  constexpr std::uint32_t kFewest = 40;
  for (const Network& route : in.site().intranet.routes)
    if (route.prefix <= 24) becomes(first_addresses(route, std::max(size, kFewest)), Likelihood::plain);
  return out;
}

Remedies route_remedies(const RemedyInput& in) {
  Remedies out;
  const std::vector<PoolRange>& pool = in.site().server.rras.addresses.static_pool;
  if (pool.empty()) return out;
  constexpr std::uint32_t kHosts = 0xFF;
  const std::string needed = ipv4_text(pool.front().range.first & ~kHosts) + "/24";
  std::vector<std::string> routes;
  for (const Network& route : in.site().intranet.routes) routes.push_back(network_text(route));
  for (std::size_t i = 0; i < routes.size(); ++i) {
    if (slips_between(routes[i], needed, 2) > 2) continue;
    std::vector<std::string> list = routes;
    list[i] = needed;
    out.push_back({{edit_of("intranet.routes", value_of(list))}, Likelihood::slip});
  }
  routes.push_back(needed);
  out.push_back({{edit_of("intranet.routes", value_of(routes))}, Likelihood::plain});
  return out;
}

Remedies adapter_remedies(const RemedyInput& in) {
  Remedies out;
  for (const Adapter& adapter : in.site().intranet.adapters) {
    if (adapter.dhcp.value)
      out.push_back({{edit_of("server.addresses.adapter", value_of(adapter.name))}, Likelihood::plain});
  }
  for (const Adapter& adapter : in.site().intranet.adapters)
    if (!adapter.dhcp.value)
      out.push_back(
          {{edit_of({"intranet", "adapters", adapter.name}, "dhcp", value_of("available"))}, Likelihood::plain});
  return out;
}

Remedies protocol_remedies(const RemedyInput& in) {
  Remedies out;
  const auto& protocols = in.site().server.rras.protocols;
  for (std::size_t row = 0; row < kLanProtocolCount; ++row) {
    const Steps steps = {"server", "protocols", std::string(kLanProtocols[row])};
    if (protocols[row].enabled.is_given() && !protocols[row].enabled.value)
      out = joined(std::move(out), one(edit_of(steps, "enabled", value_of("true"))));
    if (protocols[row].enabled.value && !protocols[row].network_access.value)
      out = joined(std::move(out), one(edit_of(steps, "network-access", value_of("true"))));
  }
  return out;
}

struct Row {
  CauseId cause;
  Remedies (*remedies)(const RemedyInput&);
};

// clang-format off
constexpr Row kNetwork[] = {
  {cause("server-unreachable"), path_remedies},
  {cause("pptp-control-blocked"), path_remedies},
  {cause("l2tp-traffic-blocked"), path_remedies},
  {cause("sstp-blocked"), path_remedies},
  {cause("gre-blocked"), path_remedies},
  {cause("gre-unsupported-by-firewall"), path_remedies},
  {cause("wan-filter-blocks-vpn"), interface_remedies},
  {cause("no-route-to-static-pool"), [](const RemedyInput& in) { return joined(route_remedies(in), pool_remedies(in)); }},
  {cause("pool-overlaps-lan"), pool_remedies},
  {cause("static-pool-exhausted"), pool_remedies},
  {cause("lan-protocol-no-network-access"), protocol_remedies},
  {cause("lan-protocol-not-enabled"), protocol_remedies},
  {cause("dhcp-wrong-adapter"), adapter_remedies},
  {cause("dhcp-unavailable-apipa"), adapter_remedies},
};
constexpr Row kServer[] = {
  {cause("rras-not-started"), service_remedies},
  {cause("remote-access-disabled"), service_remedies},
  {cause("server-not-listening"), port_remedies},
  {cause("ports-not-inbound-enabled"), port_remedies},
  {cause("tunnel-protocol-unsupported"), port_remedies},
  {cause("ports-exhausted"), port_remedies},
  {cause("ipsec-agent-stopped"), ipsec_remedies},
  {cause("l2tp-certificate-problem"), ipsec_remedies},
  {cause("no-common-auth-method"), method_remedies},
  {cause("profile-server-conflict-auth"), method_remedies},
  {cause("auth-provider-misconfigured"), radius_server_remedies},
  {cause("radius-unreachable-filtered"), radius_server_remedies},
  {cause("radius-client-unknown"), radius_client_remedies},
  {cause("ad-server-not-joined"), domain_remedies},
  {cause("ad-group-missing"), domain_remedies},
  {cause("ad-group-wrong-type"), domain_remedies},
  {cause("ad-access-check-no-read"), domain_remedies},
  {cause("ad-computer-not-member"), domain_remedies},
  {cause("ad-membership-cache-stale"), domain_remedies},
};
// clang-format on

template <std::size_t N>
Remedies of_table(const Row (&rows)[N], const RemedyInput& in, CauseId cause) {
  const auto row = ranges::find(rows, cause, &Row::cause);
  return row == std::end(rows) ? Remedies{} : row->remedies(in);
}

}  // namespace

Remedies network_remedies(const RemedyInput& in, CauseId cause) { return of_table(kNetwork, in, cause); }
Remedies server_remedies(const RemedyInput& in, CauseId cause) { return of_table(kServer, in, cause); }

}  // namespace rapsim
