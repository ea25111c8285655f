// What conditions see of an attempt: what it gives under `attributes:`, otherwise what RRAS sends by itself.
// Source: MS-RNAP 4.1 and semantics.md 6.5; gaps.md G-19 for MS-Network-Access-Server-Type.
#include "tests/oracle/names.hpp"
#include "tests/oracle/slow.hpp"

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

/// A tunnel that the attempt does not name is PPTP, unless it names a port that is no Virtual one.
Value tunnel_of(const Attempt& attempt) {
  if (attempt.tunnel.state == State::unknown) return Value::unknown();
  std::uint32_t number = 1;
  if (attempt.tunnel.state == State::given)
    number = number_in(tunnels(), attempt.tunnel.texts[0]);
  else if (named_port(attempt).value_or(5) != 5)
    number = 0;
  return number == 0 ? kAbsent : Value::of(std::to_string(number));
}

/// A port that the attempt does not name is the Virtual one of its tunnel, or a modem's.
Value port_type_of(const Attempt& attempt) {
  if (attempt.port_type.state == State::unknown) return Value::unknown();
  if (attempt.port_type.state == State::given)
    return Value::of(std::to_string(number_in(port_types(), attempt.port_type.texts[0])));
  const Value tunnel = tunnel_of(attempt);
  if (tunnel.state == State::unknown) return Value::unknown();
  return Value::of(tunnel.state == State::absent ? "0" : "5");
}

Value or_unknown(const Value& value) { return value.state == State::left_out ? Value::unknown() : value; }

/// MS-RNAP's VPN request has none; a call has the number dialed.
Value called_station_of(const Attempt& attempt) {
  const Value tunnel = tunnel_of(attempt);
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

/// Names of numbers become numbers, which is what stands on the wire.
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

Value sent_by_rras(const Site& site, const Attempt& attempt, std::string_view name) {
  if (name == "NAS-Identifier") return Value::of(site.server_name.empty() ? "RRAS" : site.server_name);
  if (name == "NAS-IP-Address") return site.server_address.empty() ? Value::unknown() : Value::of(site.server_address);
  if (name == "Service-Type") return Value::of("2");     // Framed
  if (name == "Framed-Protocol") return Value::of("1");  // PPP
  if (name == "NAS-Port-Type") return port_type_of(attempt);
  if (name == "Calling-Station-Id") return or_unknown(attempt.from);
  if (name == "Called-Station-Id") return called_station_of(attempt);
  if (name == "Tunnel-Type") return tunnel_of(attempt);
  if (name == "MS-RAS-Vendor") return Value::of("311");
  if (name == "Authentication-Type") return authentication_type_of(attempt);
  if (name == "Allowed-EAP-Types") return eap_type_of(attempt);
  if (name == "MS-Network-Access-Server-Type") return site.dialect == Dialect::nps ? Value::of("2") : kAbsent;
  return known_attribute(name).kind == Kind::out_of_scope ? Value::unknown() : kAbsent;
}

}  // namespace

const KnownMethod& method_of(const Attempt& attempt) {
  if (attempt.authentication.state == State::given) return known_method(attempt.authentication.texts[0]);
  return known_method(attempt.eap_type.state == State::given ? "EAP" : "MS-CHAP-v2");
}

Value attribute_value(const Site& site, const Attempt& attempt, std::string_view name) {
  for (const auto& [given, value] : attempt.attributes)
    if (given == name) return given_value(value, known_attribute(name));
  return sent_by_rras(site, attempt, name);
}

}  // namespace rapsim::oracle
