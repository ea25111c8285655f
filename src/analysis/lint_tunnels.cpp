// Tunnels that no client can use: the way to the server, its ports, what devices and filters drop, IPsec for L2TP.
#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/find_if.hpp>

#include "analysis/lint_site.hpp"
#include "model/tables/tunnel_types.hpp"
#include "network/path.hpp"

namespace rapsim {
namespace {

using network::Delivery;
using network::Obstacle;

const Rras& rras_of(const LintSite& site) { return site.site.server.rras; }

void relate(Finding& finding, Span where, std::string text) {
  if (where.known()) finding.related.push_back({where, std::move(text)});
}

bool has_inbound(const PortSettings& ports) { return ports.count.value > 0 && ports.inbound.value; }

/// Somebody has said that the type is for clients.
bool is_offered(const PortSettings& ports) {
  return has_inbound(ports) && (ports.count.is_given() || ports.inbound.is_given());
}
Span offered_where(const PortSettings& ports) {
  return ports.inbound.is_given() ? ports.inbound.where : ports.count.where;
}
/// What closes them to clients.
Span closed_where(const PortSettings& ports) {
  return ports.count.value == 0 ? ports.count.where : ports.inbound.where;
}

struct Blocked {
  const PacketNeed* need = nullptr;
  Delivery delivery{};
};

/// The first packets that are dropped for every address of the client.
std::optional<Blocked> blocked_of(const LintSite& site, const TunnelTypeRow& row) {
  for (const PacketNeed& need : row.needs) {
    const Obstacle past = need.past;
    const bool is_server = past == Obstacle::interface_filter;
    if (is_server ? rras_of(site).internet.filters.value == InterfaceFilters::none : site.site.network.devices.empty())
      continue;
    if (!network::must_pass(need.traffic, past, site.site)) continue;
    const network::Packet packet = network::packet_of(need.traffic, site.site, std::nullopt);
    const Delivery delivery = network::exchange(site.site, packet, past);
    if (delivery.arrives == Truth::no) return Blocked{&need, delivery};
  }
  return std::nullopt;
}

std::string blocked_text(const Blocked& blocked) {
  const Delivery& delivery = blocked.delivery;
  const std::string by =
      delivery.device == nullptr ? "the filters of the Internet interface" : "device \"" + delivery.device->name + "\"";
  const bool is_unsupported = delivery.obstacle == Obstacle::gre_unsupported;
  return by +
         (is_unsupported               ? " cannot forward "
          : delivery.device == nullptr ? " let no "
                                       : " lets no ") +
         std::string(blocked.need->traffic.label) + (is_unsupported ? "" : " through to the server and back");
}

/// Every connection that the rule is for comes through this server, as far as the site tells.
bool is_for_this_server(const LintSite& site, const RuleView& rule) {
  return !site.site.radius_clients_where.known() || site.is_only_server() || is_of_remote_access_server(rule);
}

/// The condition on Tunnel-Type, if the rule has one.
const Condition* tunnel_condition(const RuleView& rule) {
  const auto found = ranges::find_if(rule.rule->conditions, [](const Condition& condition) {
    return attribute(condition.attribute).name == "Tunnel-Type";
  });
  return found == rule.rule->conditions.end() ? nullptr : &*found;
}

/// Why no client comes through a tunnel of the type; empty: some may. `where`: the setting.
std::string closed_because(const LintSite& site, const TunnelTypeRow& row, Span& where) {
  const std::string name(row.name);
  const PortSettings& ports = rras_of(site).ports[row.type];
  if (!has_inbound(ports)) {
    where = closed_where(ports);
    return ports.count.value == 0 ? "the server has no " + name + " ports"
                                  : "the " + name + " ports are not for inbound connections";
  }
  const auto blocked = blocked_of(site, row);
  if (!blocked || is_offered(ports)) return {};  // reported for the type itself
  where = blocked->delivery.where;
  return "no " + name + " tunnel comes up: " + blocked_text(*blocked);
}

}  // namespace

void find_unreachable_server(const LintSite& site, Findings& out) {
  const NetworkPath& path = site.site.network;
  const Rras& rras = rras_of(site);
  const auto report = [&](Span where, std::string message, std::string fix) {
    if (!where.known()) return;
    out.push_back(finding_of("server-out-of-reach", {}, where, std::move(message), std::move(fix)));
    out.back().claim = Claim::no_tunnel_connects;
  };
  if (path.name_resolution.value != NameResolution::works)
    report(path.name_resolution.where,
           path.name_resolution.value == NameResolution::fails
               ? "the server's name does not resolve: no client that uses the name finds it (868)"
               : "the server's name resolves to another address: clients that use the name ask a computer that is not "
                 "a VPN "
                 "server",
           "correct the name in the DNS that clients use");
  if (!path.route.value)
    report(path.route.where, "no route leads to the server: no VPN client reaches it",
           "check the Internet connection and the routes to the server's network");
  if (path.loss.value == Loss::total)
    report(path.loss.where, "every packet on the way is lost: no VPN client reaches the server",
           "check the Internet connection");
  if (!rras.is_started.value)
    report(rras.is_started.where, "the service Routing and Remote Access is stopped: no VPN client connects",
           "start it, and let it start automatically");
  if (!rras.remote_access.value)
    report(rras.remote_access.where, "remote access is off: the server answers routers, and no client",
           "tick Remote access server in the properties of the server");
}

void find_closed_ports(const LintSite& site, Findings& out) {
  Span where{};
  for (const TunnelTypeRow& row : tunnel_types()) {
    if (!dialect_knows(site.site.dialect.value, row.type)) continue;
    const PortSettings& ports = rras_of(site).ports[row.type];
    if (has_inbound(ports)) return;
    if (!where.known()) where = closed_where(ports);
  }
  const auto serves_vpn = [&](const RuleView& rule) {
    return site.policy(rule).grant.value && is_for_this_server(site, rule) && tunnel_condition(rule) != nullptr;
  };
  if (!where.known() || !ranges::any_of(site.policies, serves_vpn)) return;
  out.push_back(finding_of("no-inbound-port", {}, where,
                           "no type of tunnel has a port for inbound connections: no VPN client connects, although "
                           "policies grant it",
                           "`inbound: true` and a `count` for the types that clients use"));
  out.back().claim = Claim::no_tunnel_connects;
}

void find_unserved_tunnels(const LintSite& site, Findings& out) {
  for (const RuleView& rule : site.policies) {
    const Condition* const condition = tunnel_condition(rule);
    if (condition == nullptr || !site.policy(rule).grant.value || !is_for_this_server(site, rule)) continue;
    std::string why;
    Span where{};
    bool is_open = false, has_any = false;
    for (const TunnelTypeRow& row : tunnel_types()) {
      if (!may_match(site, rule, "Tunnel-Type", std::to_string(row.number))) continue;
      Span at{};
      const std::string reason = closed_because(site, row, at);
      is_open = is_open || reason.empty();
      if (!has_any) where = at;
      has_any = true;
      add_item(why, reason, "; ");
    }
    if (is_open || !has_any) continue;
    Finding finding = finding_of(
        "tunnel-not-served", rule, condition->where,
        "`" + condition->text + "`: " + why + ", so no VPN client of this server ever meets " + rule_text(rule),
        "offer this type of tunnel, or name one that clients can use");
    finding.claim = Claim::never_decides;
    finding.is_of_own_server = true;
    relate(finding, where, "what stops it");
    out.push_back(std::move(finding));
  }
}

void find_blocked_tunnels(const LintSite& site, Findings& out) {
  for (const TunnelTypeRow& row : tunnel_types()) {
    const PortSettings& ports = rras_of(site).ports[row.type];
    if (!is_offered(ports)) continue;
    const auto blocked = blocked_of(site, row);
    if (!blocked || !blocked->delivery.where.known()) continue;
    const std::string name(row.name);
    Finding finding = finding_of(
        "tunnel-blocked", {}, blocked->delivery.where,
        blocked_text(*blocked) + ": no " + std::string(row.label) + " tunnel comes up, and the server has " +
            std::to_string(ports.count.value) + " ports for them",
        "let " + std::string(blocked->need->traffic.label) + " pass, both ways; or offer no " + name + " ports");
    finding.claim = Claim::no_tunnel_connects;
    finding.tunnel = row.type;
    relate(finding, offered_where(ports), "the " + name + " ports");
    out.push_back(std::move(finding));
  }
}

void find_l2tp_without_ipsec(const LintSite& site, Findings& out) {
  const IpsecSettings& ipsec = rras_of(site).ipsec;
  const bool is_wanted = ranges::any_of(tunnel_types(), [&](const TunnelTypeRow& row) {
    return row.is_inside_ipsec() && has_inbound(rras_of(site).ports[row.type]);
  });
  if (!is_wanted) return;
  constexpr std::string_view kStates[] = {"valid", "missing", "expired", "not trusted"};
  const bool is_bad = ipsec.certificate.value != Certificate::valid && ipsec.preshared_key.value.empty();
  const auto report = [&](Span where, std::string why, std::string fix) {
    if (!where.known()) return;
    out.push_back(
        finding_of("ipsec-not-ready", {}, where, why + ": no L2TP/IPsec connection comes up", std::move(fix)));
    out.back().claim = Claim::no_tunnel_connects;
    out.back().tunnel = TunnelType::l2tp;
  };
  if (!ipsec.policy_agent.value)
    report(ipsec.policy_agent.where, "the IPsec policy agent is stopped",
           "start the service IPSec Policy Agent (IPsec Services), and restart Routing and Remote Access");
  if (is_bad)
    report(ipsec.certificate.where,
           "the server's computer certificate is " +
               std::string(kStates[static_cast<std::size_t>(ipsec.certificate.value)]) +
               ", and there is no preshared key",
           "install a computer certificate that clients trust, or set a preshared key");
}

}  // namespace rapsim
