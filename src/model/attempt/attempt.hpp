// One connection attempt, and the table of its fields. The table drives YAML, JSON, command-line options and the
// schema.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/span.hpp"
#include "base/truth.hpp"
#include "grammar/account_name.hpp"
#include "model/attempt/attempt_values.hpp"
#include "model/tables/attributes.hpp"
#include "model/tables/methods.hpp"

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

/// Fields, as bits.
class FieldSet {
 public:
  constexpr FieldSet() = default;
  constexpr FieldSet(FieldId id) : bits_(std::uint64_t{1} << static_cast<unsigned>(id)) {}  // NOLINT: one is a set
  [[nodiscard]] constexpr bool has(FieldId id) const { return (bits_ & FieldSet(id).bits_) != 0; }
  constexpr FieldSet operator|(FieldSet more) const {
    more.bits_ |= bits_;
    return more;
  }

 private:
  std::uint64_t bits_ = 0;
};
constexpr FieldSet operator|(FieldId a, FieldId b) { return FieldSet(a) | FieldSet(b); }

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

/// What an unknown value of a field may represent (possible.hpp).
enum class Range : std::uint8_t {
  any,                 // too many to try, or not needed: the rules themselves are three-valued about it
  values,              // each value that the field can have
  values_or_left_out,  // these, or the field left out, which has its own meaning
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

// Numbers of values; decisions ask Attempt for the types of attempt_values.hpp.
inline constexpr std::int64_t kPasswordRight = 0, kExtensionAccept = 2, kRemoteAccept = 0, kWindowsVista = 60;

/// Row i describes FieldId i.
std::span<const AttemptField> attempt_fields();
inline const AttemptField& field_row(FieldId id) { return attempt_fields()[static_cast<std::size_t>(id)]; }

struct FieldValue {
  Presence presence = Presence::absent;
  bool given = false;  // false: left out, or filled in by complete_attempt()
  std::string text{};  // as written, in the preferred spelling: YAML and JSON read it back
  // enumeration: its number; method: type << 8 | EAP type; time: seconds since 1970 UTC; levels: EncryptionLevel bits;
  // eap_result: a reason code, 0 for success; address: IPv4
  std::int64_t number = 0;
  std::string wire{};    // what conditions see (`5` for Virtual); account: the name without its domain
  std::string domain{};  // account: its domain or realm, as written
  grammar::AccountNameForm form = grammar::AccountNameForm::plain;  // account
  Span where{};

  static FieldValue unknown() { return {.presence = Presence::unknown, .text = "unknown"}; }
  [[nodiscard]] bool is(std::int64_t wanted) const { return presence == Presence::present && number == wanted; }
  [[nodiscard]] bool is_given_value() const { return given && presence == Presence::present; }
  /// The number as one of the types of attempt_values.hpp.
  template <class T>
  [[nodiscard]] Maybe<T> as() const {
    return {presence, presence == Presence::present ? static_cast<T>(number) : T{}};
  }
};

/// A value with its text and its wire form, not given. A number must be one that the field can have: of its table, bits
/// of its list, or a reason code.
FieldValue value_of(FieldId id, std::int64_t number);
FieldValue value_of(FieldId id, Method method);
FieldValue value_of(FieldId id, Tunnel tunnel);
/// A text, an address or an account; an account whose name cannot be read is unknown.
FieldValue value_of(FieldId id, std::string_view text);
template <class T>
requires(std::is_enum_v<T> && !std::is_same_v<T, TunnelType>) FieldValue value_of(FieldId id, T value) {
  return value_of(id, static_cast<std::int64_t>(value));
}
FieldValue account_value(std::string_view text, const grammar::AccountName& name);
/// The names that a list field may hold, and the bit of each; several names of one bit: the preferred one first.
std::span<const std::pair<std::string_view, std::int64_t>> listed_names(FieldType type);

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

  template <class T>
  [[nodiscard]] Maybe<T> get(FieldId id) const {
    return (*this)[id].as<T>();
  }
  // What rules ask of the fields. What is not known comes out as unknown, never as some value.
  [[nodiscard]] Maybe<std::chrono::sys_seconds> time() const;
  [[nodiscard]] Maybe<std::string_view> text(FieldId id) const;
  [[nodiscard]] Maybe<Tunnel> tunnel() const;
  [[nodiscard]] Maybe<Method> method() const;  // with the EAP type that its name says, which eap_type() knows for sure
  [[nodiscard]] Maybe<std::uint8_t> eap_type() const { return get<std::uint8_t>(FieldId::eap_type); }
  /// The reason code with which EAP failed; 0: success.
  [[nodiscard]] Maybe<std::uint16_t> eap_result() const { return get<std::uint16_t>(FieldId::eap_result); }
  [[nodiscard]] Maybe<Password> password() const { return get<Password>(FieldId::password); }
  [[nodiscard]] Maybe<PasswordChange> password_change() const { return get<PasswordChange>(FieldId::password_change); }
  [[nodiscard]] Maybe<bool> sends_lm_response() const { return get<bool>(FieldId::lm_response); }
  [[nodiscard]] Maybe<EncryptionNeed> encryption_need() const {
    return get<EncryptionNeed>(FieldId::encryption_requires);
  }
  /// EncryptionLevel bits.
  [[nodiscard]] Maybe<std::uint8_t> encryption_can() const { return get<std::uint8_t>(FieldId::encryption_can); }
  [[nodiscard]] Maybe<WindowsVersion> windows() const { return get<WindowsVersion>(FieldId::client_windows); }
  [[nodiscard]] Maybe<Extension> extension() const { return get<Extension>(FieldId::extension); }
  [[nodiscard]] Maybe<PolicyServer> policy_server() const { return get<PolicyServer>(FieldId::policy_server); }
  [[nodiscard]] Maybe<RemoteRadius> remote_radius() const { return get<RemoteRadius>(FieldId::remote_radius); }
  /// VpnStrategy; `only` and `first` of a row of tunnel_types(), or 0: Automatic.
  [[nodiscard]] Maybe<std::int64_t> strategy() const {
    return {(*this)[FieldId::strategy].presence, (*this)[FieldId::strategy].number};
  }
  /// method_bit() of each.
  [[nodiscard]] Maybe<std::int64_t> offered_methods() const { return get<std::int64_t>(FieldId::client_offers); }
  /// Bit i for LanProtocol i.
  [[nodiscard]] Maybe<std::uint8_t> lan_protocols() const { return get<std::uint8_t>(FieldId::client_protocols); }
  [[nodiscard]] Maybe<bool> asks_ipx_node() const { return get<bool>(FieldId::client_ipx_node); }
  [[nodiscard]] Maybe<std::uint32_t> address() const { return get<std::uint32_t>(FieldId::client_address); }
  [[nodiscard]] Maybe<std::uint8_t> links() const { return get<std::uint8_t>(FieldId::client_links); }
  [[nodiscard]] Maybe<Certificate> certificate() const { return get<Certificate>(FieldId::client_certificate); }
  [[nodiscard]] Maybe<NatTraversal> nat_traversal() const { return get<NatTraversal>(FieldId::client_nat_traversal); }

  /// As if the attempt said so.
  template <class T>
  void set(FieldId id, const T& value) {
    fill(id, value);
    (*this)[id].given = true;
  }
  /// As a default.
  template <class T>
  void fill(FieldId id, const T& value) {
    (*this)[id] = value_of(id, value);
  }
};

}  // namespace rapsim
