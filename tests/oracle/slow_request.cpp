// What conditions see of an attempt: what it gives under `attributes:`, otherwise what RRAS sends by itself, or what is
// known of another access server. Source: MS-RNAP 4.1 and semantics.md 6.5; gaps.md G-19 for
// MS-Network-Access-Server-Type.
#include "tests/oracle/names.hpp"
#include "tests/oracle/slow_case.hpp"

namespace rapsim::oracle {
namespace {

const Value kAbsent{State::absent, {}};

/// The port that the attempt names: its field, or the one value of the attribute, if that number has a name.
std::optional<std::uint32_t> named_port(const Attempt& attempt) {
  if (attempt.port_type.state == State::given) return number_in(port_types(), attempt.port_type.texts[0]);
  for (const auto& [name, value] : attempt.attributes) {
    if (lowered(name) != "nas-port-type" || value.state != State::given || value.texts.size() != 1) continue;
    const std::uint32_t number = number_in(port_types(), value.texts[0]);
    for (const NumberName& row : port_types())
      if (row.number == number) return number;
  }
  return std::nullopt;
}

/// A tunnel that the attempt does not name is PPTP, unless it names a port that is not a Virtual one. Nobody says what
/// an access server does: no tunnel then.
Value tunnel_at(const Attempt& attempt, bool is_rras) {
  if (attempt.tunnel.state == State::unknown) return Value::unknown();
  std::uint32_t number = is_rras ? 1 : 0;
  if (attempt.tunnel.state == State::given)
    number = number_in(tunnels(), attempt.tunnel.texts[0]);
  else if (named_port(attempt).value_or(5) != 5)
    number = 0;
  return number == 0 ? kAbsent : Value::of(std::to_string(number));
}

/// A port that the attempt does not name is the Virtual one of its tunnel, or a modem's; an access server's can be any.
Value port_type_of(const Attempt& attempt, bool is_rras) {
  if (attempt.port_type.state == State::unknown) return Value::unknown();
  if (attempt.port_type.state == State::given)
    return Value::of(std::to_string(number_in(port_types(), attempt.port_type.texts[0])));
  const Value tunnel = tunnel_at(attempt, is_rras);
  if (tunnel.state == State::unknown || !is_rras) return Value::unknown();
  return Value::of(tunnel.state == State::absent ? "0" : "5");
}

Value or_unknown(const Value& value) { return value.state == State::left_out ? Value::unknown() : value; }

/// MS-RNAP's VPN request has none; a call has the number dialed.
Value called_station_of(const Attempt& attempt) {
  const Value tunnel = tunnel_at(attempt, true);
  if (tunnel.state == State::unknown) return Value::unknown();
  return tunnel.state == State::absent ? or_unknown(attempt.to) : kAbsent;
}

Value authentication_type_of(const Attempt& attempt) {
  if (attempt.authentication.state == State::unknown) return Value::unknown();
  return Value::of(std::string(method_of(attempt).type));
}

/// EAP names its type, or has an unknown one; other methods have none.
Value eap_type_of(const Attempt& attempt) {
  if (attempt.eap_type.state == State::unknown) return Value::unknown();
  if (attempt.eap_type.state == State::given)
    return Value::of(std::to_string(number_in(eap_types(), attempt.eap_type.texts[0])));
  if (attempt.authentication.state == State::unknown) return Value::unknown();
  const KnownMethod& method = method_of(attempt);
  if (!method.is_eap()) return kAbsent;
  return method.eap == 0 ? Value::unknown() : Value::of(std::to_string(method.eap));
}

/// Names of numbers become numbers, which is what is on the wire.
Value given_value(const Value& value, const KnownAttribute& attribute) {
  Value out = value;
  for (std::string& text : out.texts) {
    if (attribute.kind == Kind::boolean) text = text == "true" ? "1" : "0";
    if (attribute.kind != Kind::number) continue;
    bool is_method = false;
    for (const KnownMethod& method : known_methods())
      if (attribute.name == "Authentication-Type" && lowered(method.name) == lowered(text)) {
        text = method.type;
        is_method = true;
        break;
      }
    if (!is_method) text = std::to_string(number_of(attribute, text));
  }
  return out;
}

/// What the policy server knows whoever sends the request.
std::optional<Value> known_of_client(const Site& site, const Attempt& attempt, std::string_view name,
                                     const Rules& rules) {
  if (name == "User-Name") return or_unknown(attempt.user);
  if (name == "Authentication-Type") return authentication_type_of(attempt);
  if (name == "Allowed-EAP-Types") return eap_type_of(attempt);
  if (name == "Calling-Station-Id") return or_unknown(attempt.from);
  if (name == "Client-IP-Address") return radius_client_of(site, attempt, rules).address;
  if (name == "Client-Friendly-Name") return radius_client_of(site, attempt, rules).name;
  if (name == "Client-Vendor") return radius_client_of(site, attempt, rules).vendor;
  if (known_attribute(name).kind == Kind::out_of_scope) return Value::unknown();
  return std::nullopt;
}

Value sent_by_rras(const Site& site, const Attempt& attempt, std::string_view name) {
  if (name == "NAS-Identifier") return Value::of(site.server.name.empty() ? "RRAS" : site.server.name);
  if (name == "NAS-IP-Address") return site.server.address.empty() ? Value::unknown() : Value::of(site.server.address);
  if (name == "Service-Type") return Value::of("2");     // Framed
  if (name == "Framed-Protocol") return Value::of("1");  // PPP
  if (name == "NAS-Port-Type") return port_type_of(attempt, true);
  if (name == "Called-Station-Id") return called_station_of(attempt);
  if (name == "Tunnel-Type") return tunnel_at(attempt, true);
  if (name == "MS-RAS-Vendor") return Value::of("311");
  if (name == "MS-Network-Access-Server-Type") return site.dialect == Dialect::nps ? Value::of("2") : kAbsent;
  return kAbsent;
}

/// Nothing that nobody has said of it.
Value sent_by_access_server(const Site& site, const Attempt& attempt, std::string_view name, const Rules& rules) {
  if (name == "NAS-IP-Address") return radius_client_of(site, attempt, rules).address;
  if (name == "NAS-Port-Type") return port_type_of(attempt, false);
  if (name == "Called-Station-Id") return or_unknown(attempt.to);
  return name == "Tunnel-Type" ? tunnel_at(attempt, false) : kAbsent;
}

}  // namespace

Value tunnel_of(const Attempt& attempt) { return tunnel_at(attempt, !comes_from_access_server(attempt)); }

Value attribute_value(const Site& site, const Attempt& attempt, std::string_view name, const Rules& rules) {
  for (const auto& [given, value] : attempt.attributes)
    if (given == name) return given_value(value, known_attribute(name));
  if (const auto value = known_of_client(site, attempt, name, rules)) return *value;
  const bool is_rras = rules.access_server_is_rras || !comes_from_access_server(attempt);
  return is_rras ? sent_by_rras(site, attempt, name) : sent_by_access_server(site, attempt, name, rules);
}

Value value_of(const Case& c, std::string_view attribute) {
  Value value = attribute_value(c.site, c.attempt, attribute, c.rules);
  if (c.rules.unknown_is_absent && value.state == State::unknown) value.state = State::absent;
  return value;
}

}  // namespace rapsim::oracle
