// One connection attempt, and the table of its fields. The table drives YAML, JSON, command-line options and the
// schema.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.hpp"
#include "base/truth.hpp"
#include "grammar/account_name.hpp"
#include "model/attributes.hpp"

namespace rapsim {

enum class FieldId : std::uint8_t {
  user,
  at,
  from,
  to,
  tunnel,
  port_type,
  authentication,
  eap_type,
  eap_result,
  password,
  password_change,
  lm_response,
  encryption_requires,
  encryption_can,
  client_windows,
  callback_number,
  nas,
  extension,
  domain_controller,
  global_catalog,
  policy_server,
  remote_radius,
  strategy,
  client_security,
  client_offers,
  client_protocols,
  client_ipx_node,
  client_address,
  client_links,
  client_certificate,
  client_preshared_key,
  client_nat_traversal,
};
inline constexpr std::size_t kFieldCount = 32;

/// `levels`: encryption levels, `basic, strong`. `eap_result`: `success` or a reason code. `methods`: a list of
/// methods, bit i for row i of method_names(). `protocols`: a list of LAN protocols, bit i for row i of kLanProtocols.
/// `address`: IPv4, dotted.
enum class FieldType : std::uint8_t {
  account,
  time,
  text,
  enumeration,
  method,
  levels,
  eap_result,
  methods,
  protocols,
  address,
};

/// Types whose value is a list: in YAML a list of them is one value.
constexpr bool is_list_type(FieldType type) {
  return type == FieldType::levels || type == FieldType::methods || type == FieldType::protocols;
}

/// What an unknown value of a field may stand for (possible.hpp).
enum class Range : std::uint8_t {
  any,                 // too many to try, or not needed: the rules themselves are three-valued about it
  values,              // each value that the field can have
  values_or_left_out,  // these, or the field left out, which has a meaning of its own
  access_servers,      // this server, or any RADIUS client of the site; not an address that the site does not name
};

struct AttemptField {
  std::string_view name;  // path in YAML and JSON: `eap.type`; option: `--eap-type`
  FieldType type;
  const Enumeration* values;  // type enumeration
  std::string_view fallback;  // what a left-out field means, for people
  std::string_view summary;   // one line, `--help` prints it
  std::string_view source;
  Range range;
};

// Numbers of the fields' values that rules ask for.
inline constexpr std::int64_t kPasswordRight = 0, kPasswordWrong = 1, kPasswordBlank = 2;
inline constexpr std::int64_t kChangeNone = 0, kChangeAccepted = 1, kChangeRefused = 2;
inline constexpr std::int64_t kRequiresNone = 0, kRequiresOptional = 8, kRequired = 256, kRequiresMaximum = 512;
inline constexpr std::int64_t kExtensionNone = 0, kExtensionContinue = 1, kExtensionAccept = 2, kExtensionReject = 3,
                              kExtensionDiscard = 4, kExtensionError = 5;
inline constexpr std::int64_t kReachable = 1, kUnreachable = 0;
inline constexpr std::int64_t kServerWorks = 0, kServerError = 1, kServerDenied = 2, kServerMalformed = 3,
                              kServerUnavailable = 6;  // the reason codes
inline constexpr std::int64_t kRemoteAccept = 0, kRemoteReject = 112, kRemoteUnsendable = 116, kRemoteNoAnswer = 117,
                              kRemoteMalformed = 118;  // the reason codes
inline constexpr std::int64_t kWindowsVista = 60;
/// AssumeUDPEncapsulationContextOnSendRule (KB 926179).
inline constexpr std::int64_t kNatTraversalNone = 0, kNatTraversalServer = 1, kNatTraversalBoth = 2;

/// Row i describes FieldId i.
std::span<const AttemptField> attempt_fields();
inline const AttemptField& field_row(FieldId id) { return attempt_fields()[static_cast<std::size_t>(id)]; }

struct FieldValue {
  Presence presence = Presence::absent;
  bool given = false;  // false: left out, or filled in by complete_attempt()
  std::string text{};  // as written, in the preferred spelling: YAML and JSON read it back
  // enumeration: its number; method: type << 8 | EAP type; time: seconds since 1970 UTC; levels: EncryptionLevel bits;
  // eap_result: a reason code, 0 for success
  std::int64_t number = 0;
  std::string wire{};    // what conditions see (`5` for Virtual); account: the name without its domain
  std::string domain{};  // account: its domain or realm, as written
  grammar::AccountNameForm form = grammar::AccountNameForm::plain;  // account
  Span where{};

  [[nodiscard]] bool is(std::int64_t wanted) const { return presence == Presence::present && number == wanted; }
  [[nodiscard]] bool is_given_value() const { return given && presence == Presence::present; }
};

/// A RADIUS attribute given under `attributes:`. Values in the form that conditions see: enumerations as decimal text.
struct GivenAttribute {
  AttributeId attribute = 0;
  Presence presence = Presence::present;
  std::vector<std::string> values{};
  Span where{};
};

struct Attempt {
  std::array<FieldValue, kFieldCount> fields{};
  std::vector<GivenAttribute> attributes{};

  FieldValue& operator[](FieldId id) { return fields[static_cast<std::size_t>(id)]; }
  const FieldValue& operator[](FieldId id) const { return fields[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const GivenAttribute* find(AttributeId id) const;
};

}  // namespace rapsim
