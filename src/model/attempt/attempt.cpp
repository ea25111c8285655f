#include "model/attempt/attempt.hpp"

#include "base/text.hpp"

#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/find_if.hpp>

#include "base/diagnostic.hpp"
#include "base/ipv4.hpp"
#include "model/site/policy.hpp"
#include "model/site/rras.hpp"
#include "model/tables/tunnel_types.hpp"

namespace rapsim {
namespace {

/// The number of a value that has a type.
template <class T>
constexpr std::uint32_t n(T value) {
  return static_cast<std::uint32_t>(value);
}

// clang-format off
constexpr NamedValue kPasswordValues[] = {
  {n(Password::right), "right", "right", ""}, {n(Password::wrong), "wrong", "wrong", ""}, {n(Password::blank), "blank", "blank", "the account has none"}};
constexpr NamedValue kChangeValues[] = {
  {n(PasswordChange::none), "none", "none", "the client changes nothing"}, {n(PasswordChange::accepted), "accepted", "accepted", "the user changes it in the same connection"},
  {n(PasswordChange::refused), "refused", "refused", "the domain refuses the new one"}};
constexpr NamedValue kYesNoValues[] = {{0, "no", "no", ""}, {1, "yes", "yes", ""}};
constexpr NamedValue kRequiresValues[] = {
  {n(EncryptionNeed::none), "none", "none", "the client refuses encryption"}, {n(EncryptionNeed::optional), "optional", "optional", ""}, {n(EncryptionNeed::required), "required", "required", ""},
  {n(EncryptionNeed::maximum), "maximum", "maximum", "only the strongest level"}};
constexpr NamedValue kWindowsValues[] = {
  {n(WindowsVersion::windows_2000), "2000", "Windows 2000", ""}, {n(WindowsVersion::xp), "xp", "Windows XP", ""}, {n(WindowsVersion::server_2003), "2003", "Windows Server 2003", ""},
  {n(WindowsVersion::vista), "vista", "Windows Vista", ""}, {n(WindowsVersion::windows_7), "7", "Windows 7", ""}, {n(WindowsVersion::windows_8), "8", "Windows 8", ""}, {n(WindowsVersion::windows_10), "10", "Windows 10", ""},
  {n(WindowsVersion::windows_11), "11", "Windows 11", ""}};
constexpr NamedValue kExtensionValues[] = {
  {n(Extension::none), "none", "none", ""}, {n(Extension::go_on), "continue", "continue", ""}, {n(Extension::accept), "accept", "accept", "built-in authentication is skipped"},
  {n(Extension::reject), "reject", "reject", ""}, {n(Extension::discard), "discard", "discard", ""}, {n(Extension::error), "error", "error", ""}};
constexpr NamedValue kReachableValues[] = {{n(Reachability::unreachable), "unreachable", "unreachable", ""}, {n(Reachability::reachable), "reachable", "reachable", ""}};
constexpr NamedValue kPolicyServerValues[] = {
  {n(PolicyServer::working), "working", "working", ""}, {n(PolicyServer::internal_error), "internal-error", "internal error", ""}, {n(PolicyServer::access_denied), "access-denied", "access denied", ""},
  {n(PolicyServer::malformed_request), "malformed-request", "malformed request", ""}, {n(PolicyServer::unavailable), "unavailable", "unavailable", ""}};
constexpr NamedValue kRemoteValues[] = {
  {n(RemoteRadius::accept), "accept", "accept", ""}, {n(RemoteRadius::reject), "reject", "reject", ""}, {n(RemoteRadius::unsendable), "unsendable", "unsendable", ""},
  {n(RemoteRadius::no_answer), "no-answer", "no answer", ""}, {n(RemoteRadius::malformed), "malformed", "malformed", ""}};

constexpr NamedValue kSecurityValues[] = {
  {0, "secured-password", "Require secured password", "CHAP, MS-CHAP, MS-CHAP v2; encryption optional"},
  {1, "secured-password-encrypted", "Require secured password and data encryption", "MS-CHAP, MS-CHAP v2; encryption required"},
  {2, "smart-card", "Use smart card", "EAP-TLS; encryption optional"},
  {3, "smart-card-encrypted", "Use smart card, require data encryption", "EAP-TLS; encryption required"},
  {4, "unsecured-password", "Allow unsecured password", "PAP, SPAP, CHAP, MS-CHAP, MS-CHAP v2; encryption none"}};
constexpr NamedValue kLinkValues[] = {{1, "1", "1", ""}, {2, "2", "2", ""}, {3, "3", "3", ""}, {4, "4", "4", ""}};
constexpr NamedValue kCertificateValues[] = {
  {n(Certificate::valid), "valid", "valid", ""}, {n(Certificate::missing), "missing", "missing", ""}, {n(Certificate::expired), "expired", "expired", ""}, {n(Certificate::untrusted), "untrusted", "untrusted", "its root is not trusted"}};
constexpr NamedValue kNatTraversalValues[] = {
  {n(NatTraversal::none), "default", "0", "no server behind a NAT"}, {n(NatTraversal::server), "server-behind-nat", "1", "the server may be behind a NAT"},
  {n(NatTraversal::both), "both-behind-nat", "2", "client and server may be behind a NAT"}};

constexpr std::string_view kScripted = "a scripted input: rapsim's choice";
constexpr Enumeration kPassword = {"password", kPasswordValues, Basis::documented, kScripted};
constexpr Enumeration kPasswordChange = {"password change", kChangeValues, Basis::documented, kScripted};
constexpr Enumeration kYesNo = {"yes or no", kYesNoValues, Basis::documented, kScripted};
constexpr Enumeration kRequires = {"encryption requirement", kRequiresValues, Basis::documented, "MS-RRASM DataEncryption"};
constexpr Enumeration kWindows = {"version of Windows", kWindowsValues, Basis::documented, kScripted};
constexpr Enumeration kExtension = {"result of an extension", kExtensionValues, Basis::documented, "EXTDLL"};
constexpr Enumeration kReach = {"reachability", kReachableValues, Basis::documented, kScripted};
constexpr Enumeration kPolicyServer = {"state of the policy server", kPolicyServerValues, Basis::documented, "TechNet dd197464"};
constexpr Enumeration kRemoteRadius = {"answer of a remote RADIUS server", kRemoteValues, Basis::documented, "TechNet dd197521"};
constexpr Enumeration kSecurity = {"security setting of the client", kSecurityValues, Basis::documented, "semantics 7.3, VPNAUTH"};
constexpr Enumeration kLinks = {"number of links", kLinkValues, Basis::documented, "semantics 4.6"};
constexpr Enumeration kCertificate = {"state of a certificate", kCertificateValues, Basis::documented, kScripted};
constexpr Enumeration kNatTraversal = {"AssumeUDPEncapsulationContextOnSendRule", kNatTraversalValues, Basis::documented, "MS KB926179"};

constexpr AttemptField kFields[] = {
  // name            type                    values          fallback                                   summary                                               source and what unknown represents
  {"user",           FieldType::account,     nullptr,        "none: it must be given",                  "account: `alice`, `CONTOSO\\alice`, `alice@contoso.com`", "semantics 2.4", Range::any},
  {"at",             FieldType::time,        nullptr,        "none: a suite's clock; else it must be given", "when: `2003-11-03T20:15`, the server's local time",  "product", Range::any},
  {"from",           FieldType::text,        nullptr,        "unknown",                                 "the client's address or the caller's number",        "MS-RNAP 4.1", Range::any},
  {"to",             FieldType::text,        nullptr,        "unknown",                                 "the server's address or the number called",          "MS-RNAP 4.1", Range::any},
  {"tunnel",         FieldType::enumeration, &kTunnelNames,  "PPTP; none when `port-type` is given and not Virtual", "PPTP, L2TP, SSTP, or none for dial-up",        "MS-RNAS 2.2.2.1", Range::values},
  {"port-type",      FieldType::enumeration, &kNasPortType,  "Virtual; Async without a tunnel",         "NAS-Port-Type of the port that takes the call",      "RFC 2865 5.41", Range::values},
  {"authentication", FieldType::method,      nullptr,        "MS-CHAP-v2; EAP when `eap.type` is given", "method that client and server agreed on",            "semantics 6.4", Range::values},
  {"eap.type",       FieldType::enumeration, &kEapType,      "unknown with EAP, else absent",           "EAP type, when `authentication` is EAP",             "RFC 3748", Range::values_or_left_out},
  {"eap.result",     FieldType::eap_result,  nullptr,        "success",                                 "success, or the reason code with which EAP or the certificate failed", "TechNet dd197464", Range::values_or_left_out},
  {"password",       FieldType::enumeration, &kPassword,     "right",                                   "right, wrong or blank",                              "semantics 2.6", Range::values},
  {"password-change", FieldType::enumeration, &kPasswordChange, "none",                                 "none; accepted or refused: a new one sent in the same connection", "semantics 5.3", Range::values},
  {"lm-response",    FieldType::enumeration, &kYesNo,        "no",                                      "yes: MS-CHAP with a LAN Manager response",           "TechNet dd197464", Range::values},
  {"encryption.requires", FieldType::enumeration, &kRequires, "optional",                               "none, optional, required or maximum",                "semantics 7.3", Range::values},
  {"encryption.can", FieldType::levels,      nullptr,        "all; strongest from Windows Vista on",    "levels that the client has: `basic, strong, strongest`", "semantics 4.5, MS KB929857", Range::values},
  {"client.windows", FieldType::enumeration, &kWindows,      "2000, xp or 7 by dialect",                "version of the client: 2000, xp, 2003, vista, 7, 8, 10, 11", "product", Range::values},
  {"callback-to",    FieldType::text,       nullptr,        "absent: none",                            "number at which the caller asks to be called back",  "semantics 5.1", Range::any},
  {"nas",            FieldType::text,        nullptr,        "absent: this server",                     "RADIUS client that sends the request: friendly name or address", "product", Range::access_servers},
  {"extension",      FieldType::enumeration, &kExtension,    "none",                                    "what an extension DLL answers: continue, accept, reject, discard, error", "EXTDLL", Range::values},
  {"domain-controller", FieldType::enumeration, &kReach,     "reachable",                               "reachable or unreachable",                           "TechNet dd197464", Range::values},
  {"global-catalog", FieldType::enumeration, &kReach,        "reachable",                               "reachable or unreachable",                           "TechNet dd197464", Range::values},
  {"policy-server",  FieldType::enumeration, &kPolicyServer, "working",                                 "working, or the error inside the policy server",     "TechNet dd197464", Range::values},
  {"remote-radius",  FieldType::enumeration, &kRemoteRadius, "unknown",                                 "answer of the remote RADIUS server to a forwarded request", "TechNet dd197521", Range::any},
  {"strategy",       FieldType::enumeration, &kStrategyNames, "absent: `tunnel` says it",                "the connection's type of VPN: automatic, PPTP-only, L2TP-first, ...", "semantics 7.1, G-16", Range::values_or_left_out},
  {"client.security", FieldType::enumeration, &kSecurity,    "absent",                                  "Security tab of the connection, instead of methods and encryption", "semantics 7.3", Range::values_or_left_out},
  {"client.offers",  FieldType::methods,     nullptr,        "absent: just `authentication`",           "methods that the client would use; the server's first one of them is taken", "semantics 6.4, 7.3", Range::values_or_left_out},
  {"client.protocols", FieldType::protocols, nullptr,        "IP",                                      "LAN protocols that the client asks for: `IP, IPX`",  "semantics 6.3", Range::values},
  {"client.ipx-node", FieldType::enumeration, &kYesNo,       "no",                                      "yes: the client requests its own IPX node number",   "semantics 6.3", Range::values},
  {"client.address", FieldType::address,     nullptr,        "absent: the server assigns one",          "IP address that the client requests",                "semantics 7.3", Range::any},
  {"client.links",   FieldType::enumeration, &kLinks,        "1",                                       "ports that the client uses at once (multilink)",     "semantics 4.6", Range::values},
  {"client.certificate", FieldType::enumeration, &kCertificate, "valid",                                "the computer's certificate for L2TP/IPsec",          "semantics 7.2", Range::values},
  {"client.preshared-key", FieldType::text,  nullptr,        "absent: certificates",                    "a name for the preshared key of L2TP/IPsec, never the key", "semantics 7.2", Range::any},
  {"client.nat-traversal", FieldType::enumeration, &kNatTraversal, "default",                           "AssumeUDPEncapsulationContextOnSendRule",            "MS KB926179", Range::values},
};
// clang-format on
static_assert(std::size(kFields) == kFieldCount);

using ListedName = std::pair<std::string_view, std::int64_t>;

std::vector<ListedName> method_bits() {
  std::vector<ListedName> out;
  for (const MethodName& row : method_names()) out.emplace_back(row.name, method_bit(row.method));
  return out;
}

std::vector<ListedName> protocol_bits() {
  std::vector<ListedName> out;
  for (const std::string_view name : kLanProtocols) out.emplace_back(name, std::int64_t{1} << out.size());
  return out;
}

/// `basic, strong`: in the order of the names, one a bit.
std::string list_text(FieldType type, std::int64_t bits) {
  std::string out;
  std::int64_t written = 0;
  for (const auto& [name, bit] : listed_names(type)) {
    if ((bits & bit & ~written) != 0) add_item(out, name);
    written |= bit;
  }
  return out;
}

}  // namespace

std::span<const AttemptField> attempt_fields() { return kFields; }

std::span<const ListedName> listed_names(FieldType type) {
  static constexpr ListedName kLevels[] = {{"basic", kBasic}, {"strong", kStrong}, {"strongest", kStrongest}};
  static const std::vector<ListedName> methods = method_bits(), protocols = protocol_bits();
  if (type == FieldType::levels) return kLevels;
  return type == FieldType::methods ? methods : protocols;
}

FieldValue value_of(FieldId id, std::int64_t number) {
  const AttemptField& row = field_row(id);
  FieldValue out{.presence = Presence::present, .number = number};
  if (row.type == FieldType::enumeration) {
    out.text = find_value(*row.values, static_cast<std::uint32_t>(number))->name;
    out.wire = std::to_string(number);
  } else {
    const bool is_result = row.type == FieldType::eap_result;
    out.text = !is_result ? list_text(row.type, number) : number == 0 ? "success" : std::to_string(number);
    out.wire = out.text;
  }
  return out;
}

FieldValue value_of(FieldId, Method method) {
  const MethodName& row = name_of(method);
  return {.presence = Presence::present,
          .text = std::string(row.name),
          .number = row.method.type << 8 | row.method.eap,
          .wire = std::string(row.type_text)};
}

FieldValue value_of(FieldId id, Tunnel tunnel) {
  return value_of(id, tunnel ? std::int64_t{row_of(*tunnel).number} : std::int64_t{0});
}

FieldValue value_of(FieldId id, std::string_view text) {
  const FieldType type = field_row(id).type;
  if (type != FieldType::account)
    return {.presence = Presence::present,
            .text = std::string(text),
            .number = type == FieldType::address ? parse_ipv4(text).value_or(0) : 0,
            .wire = std::string(text)};
  SyntaxError error;
  const auto name = grammar::parse_account_name(text, error);
  return name ? account_value(text, *name) : FieldValue{.presence = Presence::unknown};
}

FieldValue account_value(std::string_view text, const grammar::AccountName& name) {
  return {.presence = Presence::present,
          .text = std::string(text),
          .wire = name.name,
          .domain = name.domain,
          .form = name.form};
}

Maybe<std::chrono::sys_seconds> Attempt::time() const {
  const FieldValue& at = (*this)[FieldId::at];
  return {at.presence, std::chrono::sys_seconds{std::chrono::seconds{at.number}}};
}

Maybe<std::string_view> Attempt::text(FieldId id) const {
  const FieldValue& field = (*this)[id];
  return {field.presence, field.presence == Presence::present ? std::string_view(field.text) : std::string_view()};
}

Maybe<Tunnel> Attempt::tunnel() const {
  const FieldValue& field = (*this)[FieldId::tunnel];
  return {field.presence, field.presence == Presence::present ? tunnel_type_of(field.number) : kCall};
}

Maybe<Method> Attempt::method() const {
  const FieldValue& field = (*this)[FieldId::authentication];
  return {field.presence, {static_cast<std::uint8_t>(field.number >> 8), static_cast<std::uint8_t>(field.number)}};
}

const GivenAttribute* Attempt::find(AttributeId id) const {
  const auto found = ranges::find_if(attributes, [&](const GivenAttribute& given) { return given.attribute == id; });
  return found == attributes.end() ? nullptr : &*found;
}

}  // namespace rapsim
