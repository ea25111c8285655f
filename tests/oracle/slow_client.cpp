// The RADIUS client that a request comes from: the row of the site's list that has its name, or its address in the
// longest network. Source: semantics.md 6.5; RFC 2865 section 3 for requests from nobody on the list.
#include <algorithm>

#include "tests/oracle/slow_case.hpp"

namespace rapsim::oracle {
namespace {

const Value kNothing{State::absent, {}};

struct Network {
  std::uint32_t address = 0;
  int bits = 32;
};

/// 192.0.2.0/24, or one address. Empty: none of both.
std::optional<Network> network_in(const std::string& text) {
  Network out;
  const std::size_t slash = text.find('/');
  if (slash != std::string::npos) out.bits = std::stoi(text.substr(slash + 1));
  std::string rest = text.substr(0, slash) + ".";
  for (int part = 0; part < 4; ++part) {
    const std::size_t dot = rest.find('.');
    if (dot == 0 || dot > 3 || rest.find_first_not_of("0123456789") != dot) return std::nullopt;
    out.address = out.address * 256 + static_cast<std::uint32_t>(std::stoi(rest.substr(0, dot)));
    rest.erase(0, dot + 1);
  }
  return rest.empty() ? std::optional(out) : std::nullopt;
}

bool holds(const Network& network, std::uint32_t address) {
  return network.bits == 0 || (network.address ^ address) >> (32 - network.bits) == 0;
}

const RadiusClient* client_named(const Site& site, const std::string& name, const Rules& rules) {
  for (const RadiusClient& row : *site.radius_clients)
    if (row.name == name || (!rules.client_name_minds_case && lowered(row.name) == lowered(name))) return &row;
  return nullptr;
}

const RadiusClient* client_at(const Site& site, const std::string& text, const Rules& rules) {
  const auto address = network_in(text);
  const RadiusClient* best = nullptr;
  int bits = -1;
  for (const RadiusClient& row : *site.radius_clients) {
    const auto network = network_in(row.address);
    if (!address || !network || !holds(*network, address->address)) continue;
    const int length = rules.widest_network_wins ? 32 - network->bits : network->bits;
    if (length <= bits) continue;
    best = &row;
    bits = length;
  }
  return best;
}

Value vendor_of(const RadiusClient& row, const Rules& rules) {
  const std::string vendor = row.vendor.empty() || rules.client_has_no_vendor ? "0" : row.vendor;
  return Value::of(std::to_string(number_in(vendors(), vendor)));
}

bool is_one_address(const std::string& text) { return text.find('/') == std::string::npos || text.ends_with("/32"); }

std::string without_length(const std::string& text) { return text.substr(0, text.find('/')); }

/// A client that is known by `said`: its name, or its address.
ClientRow client_that_says(const Site& site, const std::string& said, const Rules& rules) {
  const Value address = network_in(said) ? Value::of(said) : Value::unknown();
  if (!site.radius_clients) return {kFalse, address, Value::unknown(), Value::unknown()};
  const RadiusClient* row = client_named(site, said, rules);
  const bool by_name = row != nullptr;
  if (!by_name) row = client_at(site, said, rules);
  if (row == nullptr) return {kTrue, kNothing, kNothing, kNothing};
  ClientRow out{kFalse, address, Value::of(row->name), vendor_of(*row, rules)};
  if (by_name && is_one_address(row->address)) out.address = Value::of(without_length(row->address));
  return out;
}

}  // namespace

ClientRow radius_client_of(const Site& site, const Attempt& attempt, const Rules& rules) {
  ClientRow nobody_knows{kEither, Value::unknown(), Value::unknown(), Value::unknown()};
  if (comes_from_access_server(attempt)) {
    const Value& nas = attempt.fields.at("nas");
    if (nas.state == State::given) return client_that_says(site, nas.texts[0], rules);
    return nobody_knows;
  }
  if (site.server.provider != "radius") return {kFalse, kNothing, kNothing, kNothing};
  if (site.server.address.empty()) return nobody_knows;
  return client_that_says(site, site.server.address, rules);
}

/// A request from nobody on the list gets no answer.
Steps provider_steps(const Case& c) {
  const Answer malformed = c.rules.malformed_request_is_rejected ? Answer::reject : Answer::discard;
  Truth is_missing = radius_client_of(c.site, c.attempt, c.rules).is_missing;
  if (!c.site.radius_clients || c.rules.unknown_client_is_served) is_missing = kFalse;
  return {{"provider", malformed, 3, "malformed-request", says(c, "policy-server", {"malformed-request"})},
          {"provider", Answer::discard, kNobodySays, "radius-client-unknown", is_missing}};
}

std::vector<std::string> server_methods(const Site& site) {
  if (site.server.methods) return *site.server.methods;
  if (site.dialect == Dialect::windows_2000) return {"MS-CHAP-v2", "MS-CHAP"};
  if (site.dialect == Dialect::windows_2003) return {"EAP", "MS-CHAP-v2", "MS-CHAP"};
  return {"EAP", "MS-CHAP-v2"};
}

bool is_like(const KnownMethod& a, const KnownMethod& b) { return a.type == b.type || (a.is_eap() && b.is_eap()); }

/// The policy that would decide wants the client's method and nothing that the server offers.
bool contradicts_a_profile(const Case& c, const Policy* policy) {
  if (policy == nullptr || !policy->profile.methods) return false;
  const std::vector<std::string> offered = server_methods(c.site);
  if (offered.empty()) return false;
  const std::vector<std::string>& wanted = *policy->profile.methods;
  const auto is_offered = [&](const std::string& name) {
    return std::any_of(offered.begin(), offered.end(),
                       [&](const std::string& other) { return is_like(known_method(name), known_method(other)); });
  };
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](const std::string& name) { return is_like(known_method(name), method_of(c.attempt)); }) &&
         std::none_of(wanted.begin(), wanted.end(), is_offered);
}

/// SSTP came with Windows Server 2008: an older server has no ports for it.
Steps server_steps(const Case& c) {
  const Value tunnel = tunnel_of(c.attempt);
  const bool is_sstp = tunnel.state == State::given && tunnel.texts[0] == "79617";
  const bool fails = is_sstp && c.site.dialect != Dialect::nps && !comes_from_access_server(c.attempt);
  return {{"server", Answer::none, kNobodySays, "tunnel-protocol-unsupported", known(fails)}};
}

/// A method is agreed on before anybody asks a policy. RRAS sends for itself what it has agreed on. A change of
/// password runs inside its method.
Steps link_steps(const Case& c, const std::vector<const Policy*>& would_decide) {
  Truth is_offered = server_methods(c.site).empty() ? kFalse : kTrue;
  if (c.attempt.authentication.state != State::unknown && is_offered == kTrue) {
    const KnownMethod& used = method_of(c.attempt);
    const std::string_view inside = used.type == "9" ? "3" : used.type == "10" ? "4" : used.type;
    is_offered = kFalse;
    for (const std::string& name : server_methods(c.site)) {
      const KnownMethod& offered = known_method(name);
      const bool is_type = !c.rules.link_minds_eap_types || offered.eap == used.eap;
      const bool is_eap = offered.is_eap() && used.is_eap() && is_type;
      if (offered.type == used.type || offered.type == inside || is_eap) is_offered = kTrue;
    }
  }
  if (c.rules.link_takes_any_method) is_offered = kTrue;
  const Truth is_here = known(c.rules.access_server_has_a_link || !comes_from_access_server(c.attempt));
  Truth by_profile{};
  for (const Policy* policy : would_decide)
    (is_offered == kFalse && contradicts_a_profile(c, policy) ? by_profile.can_be_true : by_profile.can_be_false) =
        true;
  return {{"link", Answer::none, kNobodySays, "profile-server-conflict-auth", by_profile && is_here},
          {"link", Answer::none, kNobodySays, "no-common-auth-method", !is_offered && is_here}};
}

}  // namespace rapsim::oracle
