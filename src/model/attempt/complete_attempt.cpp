// What an attempt leaves out gets its default; what it says must agree.
#include <algorithm>

#include "base/ipv4.hpp"
#include "base/text.hpp"
#include "model/attempt/possible.hpp"
#include "model/load/load.hpp"
#include "model/site/sections.hpp"

namespace rapsim {
namespace {

constexpr std::int64_t kVirtualPort = 5;

/// The port that the attempt says the call takes: the field, or the attribute of the same meaning.
std::string given_port(const Attempt& attempt) {
  static const AttributeId kPortType = attribute_of("NAS-Port-Type");
  if (attempt[FieldId::port_type].is_given_value()) return attempt[FieldId::port_type].wire;
  const GivenAttribute* given = attempt.find(kPortType);
  const bool is_named =
      given != nullptr && given->values.size() == 1 && find_value(kNasPortType, given->values.front());
  return is_named ? given->values.front() : std::string{};
}

std::string_view default_windows(Dialect dialect) {
  constexpr std::string_view kNames[] = {"2000", "xp", "7"};
  return kNames[static_cast<std::size_t>(dialect)];
}

/// `192.0.2.7`, `192.0.2.300`, `192.0.2.7/24`
bool has_form_of_address(std::string_view text) {
  const std::string_view dotted = text.substr(0, text.find('/'));
  return dotted.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::count(dotted.begin(), dotted.end(), '.') == 3;
}

class Completion {
 public:
  Completion(Attempt& attempt, const Site& site, Span where, Diagnostics& diags)
      : attempt_(attempt), site_(site), where_(where), diags_(diags) {}

  void run() {
    check_needed();
    check_port();
    check_eap_type();
    check_nas();
    check_strategy();
    fill_security();
    fill_medium();
    check_addresses();
    fill_method();
    check_credentials();
    fill_encryption();
    fill_rest();
  }

 private:
  [[nodiscard]] const FieldValue& field(FieldId id) const { return attempt_[id]; }
  [[nodiscard]] bool has_nas() const { return field(FieldId::nas).presence != Presence::absent; }
  void contradicts(FieldId id, std::string message, std::string help) {
    diags_.error(code("R504"), field(id).where, std::move(message), std::move(help));
  }

  void fall_back(FieldId id, std::string_view text) {
    if (field(id).given) return;
    set_field(attempt_, id, text, true, {}, site_, diags_);
    attempt_[id].given = false;
  }

  void check_needed() {
    if (!field(FieldId::user).given)
      diags_.error(code("R506"), where_, "the attempt names no `user`", "`user: unknown` asks for any account");
    if (!field(FieldId::at).given)
      diags_.error(code("R501"), where_, "the attempt has no time `at`",
                   "say when: `--at 2003-11-03T09:00`, or `--at now`");
  }

  /// Only what the attempt says outright can contradict itself.
  void check_port() {
    const FieldValue& tunnel = field(FieldId::tunnel);
    const FieldValue& port = field(FieldId::port_type);
    if (has_nas() || !tunnel.is_given_value() || !port.is_given_value()) return;
    if ((tunnel.number != 0) != (port.number == kVirtualPort))
      contradicts(FieldId::port_type, "a tunnel ends on a Virtual port, a call on another one",
                  "leave `port-type` or `tunnel` out");
  }

  /// Four groups of digits are a number that is called, or an address: in a tunnel it is the second.
  void check_addresses() {
    const FieldValue& tunnel = field(FieldId::tunnel);
    if (tunnel.presence == Presence::present && tunnel.number == 0) return;
    for (const FieldId id : {FieldId::from, FieldId::to}) {
      const FieldValue& address = field(id);
      if (!address.is_given_value() || !has_form_of_address(address.text) || parse_ipv4(address.text)) continue;
      diags_.error(code("R315"), address.where.known() ? address.where : where_,
                   "`" + address.text + "` is not an IPv4 address");
    }
  }

  void check_eap_type() {
    const FieldValue& method = field(FieldId::authentication);
    const FieldValue& eap = field(FieldId::eap_type);
    if (!eap.is_given_value() || !method.is_given_value()) return;
    const std::int64_t implied = method.number & 0xff;
    if (!is_eap(type_of(method)))
      contradicts(FieldId::eap_type, "`" + method.text + "` has no EAP type", "use `authentication: EAP`");
    else if (implied != 0 && implied != eap.number)
      contradicts(FieldId::eap_type, "`" + method.text + "` has another EAP type", "leave `eap.type` out");
  }

  static std::uint8_t type_of(const FieldValue& method) { return static_cast<std::uint8_t>(method.number >> 8); }

  /// An unknown friendly name is a typo; an address that is not a client is worth deciding.
  void check_nas() {
    const FieldValue& nas = field(FieldId::nas);
    if (!nas.is_given_value() || parse_ipv4(nas.text)) return;
    std::vector<std::string_view> names;
    for (const RadiusClient& client : site_.radius_clients) {
      if (equal_without_case(client.name, nas.text)) return;
      names.push_back(client.name);
    }
    diags_.error(code("R301"), nas.where.known() ? nas.where : where_,
                 "`" + nas.text + "` is neither a RADIUS client of the site nor an address",
                 diags_.may_search(names.size()) ? help_for_key(nas.text, names) : "");
  }

  /// The strategy says which tunnels are tried, `tunnel` is one that was.
  void check_strategy() {
    const FieldValue& strategy = field(FieldId::strategy);
    if (!strategy.given) return;
    if (field(FieldId::tunnel).given)
      contradicts(FieldId::strategy, "`strategy` and `tunnel` are both given", "leave one of them out");
    else if (has_nas())
      contradicts(FieldId::strategy, "an attempt that another access server sends has no `strategy`",
                  "leave `strategy` or `nas` out");
    const FieldValue& windows = field(FieldId::client_windows);
    for (const TunnelTypeRow& row : tunnel_types())
      if ((strategy.is(row.only.number) || strategy.is(row.first.number)) && windows.is_given_value() &&
          windows.number < row.first_client)
        contradicts(FieldId::strategy,
                    "Windows before " + std::string(row.first_client_name) + " has no " + std::string(row.name),
                    "leave `client.windows` or `strategy` out");
  }

  /// The Security tab represents methods and encryption (semantics 7.3).
  void fill_security() {
    struct Row {
      std::string_view offers, requires_;
    };
    constexpr Row kRows[] = {{"MS-CHAP-v2, MD5-CHAP, MS-CHAP", "optional"},
                             {"MS-CHAP-v2, MS-CHAP", "required"},
                             {"EAP-TLS", "optional"},
                             {"EAP-TLS", "required"},
                             {"MS-CHAP-v2, PAP, MD5-CHAP, MS-CHAP, SPAP", "none"}};
    const FieldValue& security = field(FieldId::client_security);
    if (!security.is_given_value()) return;
    if (field(FieldId::client_offers).given)
      contradicts(FieldId::client_security, "`client.security` and `client.offers` are both given",
                  "leave one of them out");
    const Row& row = kRows[security.number];
    fall_back(FieldId::client_offers, row.offers);
    fall_back(FieldId::encryption_requires, row.requires_);
  }

  /// Which method is used depends on the server when the client offers several.
  [[nodiscard]] bool is_negotiated() const {
    return field(FieldId::client_offers).presence != Presence::absent && !field(FieldId::authentication).given;
  }

  void fill_medium() {
    if (field(FieldId::strategy).given && !field(FieldId::tunnel).given) {
      fall_back(FieldId::tunnel, "unknown");
    }
    const std::string port = given_port(attempt_);
    const bool is_call = !port.empty() && port != std::to_string(kVirtualPort);
    if (field(FieldId::tunnel).presence == Presence::absent)  // of a strategy it is open
      fall_back(FieldId::tunnel, is_call || has_nas() ? "none" : "PPTP");
    const FieldValue& tunnel = field(FieldId::tunnel);
    if (field(FieldId::strategy).given)
      fall_back(FieldId::port_type, "Virtual");
    else if (tunnel.presence == Presence::unknown || has_nas())
      fall_back(FieldId::port_type, "unknown");
    else
      fall_back(FieldId::port_type, tunnel.number != 0 ? "Virtual" : is_call ? port : "Async");
    fall_back(FieldId::from, "unknown");
    fall_back(FieldId::to, "unknown");
  }

  void fill_method() {
    if (is_negotiated()) fall_back(FieldId::authentication, "unknown");
    if (field(FieldId::authentication).presence == Presence::absent)
      fall_back(FieldId::authentication, field(FieldId::eap_type).is_given_value() ? "EAP" : "MS-CHAP-v2");
    const FieldValue& method = field(FieldId::authentication);
    const bool may_be_eap = method.presence == Presence::unknown || is_eap(type_of(method));
    if (may_be_eap) fall_back(FieldId::eap_result, "success");
    if (!may_be_eap && field(FieldId::eap_result).is_given_value())
      contradicts(FieldId::eap_result, "`" + method.text + "` has no result of EAP", "use `authentication: EAP`");
    if (field(FieldId::eap_type).given || !may_be_eap) return;
    const NamedValue* implied = method.presence == Presence::present
                                    ? find_value(kEapType, static_cast<std::uint32_t>(method.number & 0xff))
                                    : nullptr;
    fall_back(FieldId::eap_type, implied == nullptr ? "unknown" : implied->name);
  }

  /// A password that the method never sends cannot be wrong.
  void check_credentials() {
    const FieldValue& method = field(FieldId::authentication);
    const FieldValue& password = field(FieldId::password);
    if (method.presence != Presence::present) return;
    const bool is_tls = is_eap(type_of(method)) && field(FieldId::eap_type).is(kEapTls);
    const bool has_password = !is_tls && type_of(method) != kUnauthenticated;
    if (password.is_given_value() && password.number != kPasswordRight && !has_password)
      contradicts(FieldId::password, "`" + method.text + "` sends no password",
                  is_tls ? "the result of a certificate belongs under `eap.result`" : "leave `password` out");
    if (field(FieldId::lm_response).is_given_value() && field(FieldId::lm_response).number != 0 &&
        type_of(method) != kMsChap)
      contradicts(FieldId::lm_response, "`" + method.text + "` has no LAN Manager response",
                  "only `authentication: MS-CHAP` has one");
  }

  /// Vista and later have no weaker level (KB929857).
  void fill_encryption() {
    fall_back(FieldId::client_windows, default_windows(site_.dialect.value));
    if (field(FieldId::encryption_requires).presence == Presence::absent)
      fall_back(FieldId::encryption_requires, "optional");
    const FieldValue& windows = field(FieldId::client_windows);
    fall_back(FieldId::encryption_can, windows.presence == Presence::unknown ? "unknown"
                                       : windows.number >= kWindowsVista     ? "strongest"
                                                                             : "basic, strong, strongest");
  }

  void fill_rest() {
    fall_back(FieldId::password, "right");
    fall_back(FieldId::password_change, "none");
    fall_back(FieldId::lm_response, "no");
    fall_back(FieldId::extension, "none");
    fall_back(FieldId::domain_controller, "reachable");
    fall_back(FieldId::global_catalog, "reachable");
    fall_back(FieldId::policy_server, "working");
    fall_back(FieldId::remote_radius, "unknown");
    fall_back(FieldId::client_protocols, "IP");
    fall_back(FieldId::client_ipx_node, "no");
    fall_back(FieldId::client_links, "1");
    fall_back(FieldId::client_certificate, "valid");
    fall_back(FieldId::client_nat_traversal, "default");
  }

  Attempt& attempt_;
  const Site& site_;
  Span where_;
  Diagnostics& diags_;
};

/// What every attempt that it may be has; a field in which they differ is unknown. Nothing when there is none.
std::optional<Attempt> agreed_attempt(const Possibilities& possible) {
  std::optional<Attempt> out;
  for (std::size_t number = 0; number < possible.count() && number < kMostPossibilities; ++number) {
    const std::optional<Attempt> one = possible.at(number);
    if (!one) continue;
    if (!out) out = one;
    for (std::size_t row = 0; row < kFieldCount; ++row) {
      FieldValue& field = out->fields[row];
      const FieldValue& other = one->fields[row];
      if (field.presence != other.presence || field.text != other.text)
        field = {.presence = Presence::unknown, .given = field.given, .text = "unknown", .where = field.where};
    }
  }
  if (!out) return out;
  for (FieldValue& field : out->fields)
    if (possible.are_too_many() && !field.given) field = {.presence = Presence::unknown, .text = "unknown"};
  possible.reopen(*out);
  return out;
}

}  // namespace

void complete_attempt(Attempt& attempt, const Site& site, Span where, Diagnostics& diags) {
  const Possibilities possible(attempt, site);
  if (possible.is_certain()) return Completion(attempt, site, where, diags).run();
  const std::optional<Attempt> agreed = agreed_attempt(possible);
  if (agreed) {
    attempt = *agreed;
    return;
  }
  Attempt refused = possible.incomplete(0);  // as all of them are
  Completion(refused, site, where, diags).run();
}

}  // namespace rapsim
