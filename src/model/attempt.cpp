#include "model/attempt.hpp"

#include <range/v3/algorithm/find_if.hpp>

#include "model/tunnel_types.hpp"

namespace rapsim {
namespace {

// clang-format off
constexpr NamedValue kPasswordValues[] = {
  {0, "right", "right", ""}, {1, "wrong", "wrong", ""}, {2, "blank", "blank", "the account has none"}};
constexpr NamedValue kChangeValues[] = {
  {0, "none", "none", "the client changes nothing"}, {1, "accepted", "accepted", "the user changes it in the same connection"},
  {2, "refused", "refused", "the domain refuses the new one"}};
constexpr NamedValue kYesNoValues[] = {{0, "no", "no", ""}, {1, "yes", "yes", ""}};
constexpr NamedValue kRequiresValues[] = {
  {0, "none", "none", "the client refuses encryption"}, {8, "optional", "optional", ""}, {256, "required", "required", ""},
  {512, "maximum", "maximum", "only the strongest level"}};
constexpr NamedValue kWindowsValues[] = {
  {50, "2000", "Windows 2000", ""}, {51, "xp", "Windows XP", ""}, {52, "2003", "Windows Server 2003", ""},
  {60, "vista", "Windows Vista", ""}, {61, "7", "Windows 7", ""}, {62, "8", "Windows 8", ""}, {100, "10", "Windows 10", ""},
  {110, "11", "Windows 11", ""}};
constexpr NamedValue kExtensionValues[] = {
  {0, "none", "none", ""}, {1, "continue", "continue", ""}, {2, "accept", "accept", "built-in authentication is skipped"},
  {3, "reject", "reject", ""}, {4, "discard", "discard", ""}, {5, "error", "error", ""}};
constexpr NamedValue kReachableValues[] = {{0, "unreachable", "unreachable", ""}, {1, "reachable", "reachable", ""}};
constexpr NamedValue kPolicyServerValues[] = {
  {0, "working", "working", ""}, {1, "internal-error", "internal error", ""}, {2, "access-denied", "access denied", ""},
  {3, "malformed-request", "malformed request", ""}, {6, "unavailable", "unavailable", ""}};
constexpr NamedValue kRemoteValues[] = {
  {0, "accept", "accept", ""}, {112, "reject", "reject", ""}, {116, "unsendable", "unsendable", ""},
  {117, "no-answer", "no answer", ""}, {118, "malformed", "malformed", ""}};

constexpr NamedValue kSecurityValues[] = {
  {0, "secured-password", "Require secured password", "CHAP, MS-CHAP, MS-CHAP v2; encryption optional"},
  {1, "secured-password-encrypted", "Require secured password and data encryption", "MS-CHAP, MS-CHAP v2; encryption required"},
  {2, "smart-card", "Use smart card", "EAP-TLS; encryption optional"},
  {3, "smart-card-encrypted", "Use smart card, require data encryption", "EAP-TLS; encryption required"},
  {4, "unsecured-password", "Allow unsecured password", "PAP, SPAP, CHAP, MS-CHAP, MS-CHAP v2; encryption none"}};
constexpr NamedValue kLinkValues[] = {{1, "1", "1", ""}, {2, "2", "2", ""}, {3, "3", "3", ""}, {4, "4", "4", ""}};
constexpr NamedValue kCertificateValues[] = {
  {0, "valid", "valid", ""}, {1, "missing", "missing", ""}, {2, "expired", "expired", ""}, {3, "untrusted", "untrusted", "its root is not trusted"}};
constexpr NamedValue kNatTraversalValues[] = {
  {0, "default", "0", "no server behind a NAT"}, {1, "server-behind-nat", "1", "the server may be behind a NAT"},
  {2, "both-behind-nat", "2", "client and server may be behind a NAT"}};

constexpr std::string_view kOurs = "a scripted input: ours";
constexpr Enumeration kPassword = {"password", kPasswordValues, Basis::documented, kOurs};
constexpr Enumeration kPasswordChange = {"password change", kChangeValues, Basis::documented, kOurs};
constexpr Enumeration kYesNo = {"yes or no", kYesNoValues, Basis::documented, kOurs};
constexpr Enumeration kRequires = {"encryption requirement", kRequiresValues, Basis::documented, "MS-RRASM DataEncryption"};
constexpr Enumeration kWindows = {"version of Windows", kWindowsValues, Basis::documented, kOurs};
constexpr Enumeration kExtension = {"result of an extension", kExtensionValues, Basis::documented, "EXTDLL"};
constexpr Enumeration kReach = {"reachability", kReachableValues, Basis::documented, kOurs};
constexpr Enumeration kPolicyServer = {"state of the policy server", kPolicyServerValues, Basis::documented, "TechNet dd197464"};
constexpr Enumeration kRemoteRadius = {"answer of a remote RADIUS server", kRemoteValues, Basis::documented, "TechNet dd197521"};
constexpr Enumeration kSecurity = {"security setting of the client", kSecurityValues, Basis::documented, "semantics 7.3, VPNAUTH"};
constexpr Enumeration kLinks = {"number of links", kLinkValues, Basis::documented, "semantics 4.6"};
constexpr Enumeration kCertificate = {"state of a certificate", kCertificateValues, Basis::documented, kOurs};
constexpr Enumeration kNatTraversal = {"AssumeUDPEncapsulationContextOnSendRule", kNatTraversalValues, Basis::documented, "MS KB926179"};

constexpr AttemptField kFields[] = {
  // name            type                    values          fallback                                   summary                                               source and what unknown stands for
  {"user",           FieldType::account,     nullptr,        "none: it must be given",                  "account: `alice`, `CONTOSO\\alice`, `alice@contoso.com`", "semantics 2.4", Range::any},
  {"at",             FieldType::time,        nullptr,        "none: a suite's clock; else it must be given", "when: `2003-11-03T20:15`, the server's local time",  "product", Range::any},
  {"from",           FieldType::text,        nullptr,        "unknown",                                 "the client's address or the caller's number",        "MS-RNAP 4.1", Range::any},
  {"to",             FieldType::text,        nullptr,        "unknown",                                 "the server's address or the number called",          "MS-RNAP 4.1", Range::any},
  {"tunnel",         FieldType::enumeration, &kTunnelNames,  "PPTP; none when `port-type` is no Virtual one", "PPTP, L2TP, SSTP, or none for dial-up",        "MS-RNAS 2.2.2.1", Range::values},
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

}  // namespace

std::span<const AttemptField> attempt_fields() { return kFields; }

const GivenAttribute* Attempt::find(AttributeId id) const {
  const auto found = ranges::find_if(attributes, [&](const GivenAttribute& given) { return given.attribute == id; });
  return found == attributes.end() ? nullptr : &*found;
}

}  // namespace rapsim
