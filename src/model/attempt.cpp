#include "model/attempt.hpp"

#include <range/v3/algorithm/find_if.hpp>

namespace rapsim {
namespace {

// clang-format off
constexpr NamedValue kTunnelValues[] = {
  {1,       "PPTP",  "PPTP",                 ""},
  {3,       "L2TP",  "L2TP/IPsec",           ""},
  {0x13701, "SSTP",  "SSTP",                 "from Windows Server 2008"},
  {0,       "none",  "dial-up",              "no tunnel: a modem or ISDN call"},
};
constexpr Enumeration kTunnel = {"tunnel", kTunnelValues, Basis::documented, "MS-RNAS 2.2.2.1"};

constexpr AttemptField kFields[] = {
  // name            type                    values          fallback                                   summary                                               source
  {"user",           FieldType::account,     nullptr,        "none: it must be given",                  "account: `alice`, `CONTOSO\\alice`, `alice@contoso.com`", "semantics 2.4"},
  {"at",             FieldType::time,        nullptr,        "none: a suite's clock; else it must be given", "when: `2003-11-03T20:15`, the server's local time",  "product"},
  {"from",           FieldType::text,        nullptr,        "unknown",                                 "the client's address or the caller's number",        "MS-RNAP 4.1"},
  {"to",             FieldType::text,        nullptr,        "unknown",                                 "the server's address or the number called",          "MS-RNAP 4.1"},
  {"tunnel",         FieldType::enumeration, &kTunnel,       "PPTP; none when `port-type` is no Virtual one", "PPTP, L2TP, SSTP, or none for dial-up",        "MS-RNAS 2.2.2.1"},
  {"port-type",      FieldType::enumeration, &kNasPortType,  "Virtual; Async without a tunnel",         "NAS-Port-Type of the port that takes the call",      "RFC 2865 5.41"},
  {"authentication", FieldType::method,      nullptr,        "MS-CHAP-v2; EAP when `eap.type` is given", "method that client and server agreed on",            "semantics 6.4"},
  {"eap.type",       FieldType::enumeration, &kEapType,      "unknown with EAP, else absent",           "EAP type, when `authentication` is EAP",             "RFC 3748"},
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
