// The table of reason codes, in the order of their numbers.
//
// Client errors: MS-CHAP can carry 646, 647, 648, 649, 691 and 709 only (RFC 2433, RFC 2759), and what sends which is
// mostly a guess (gap G-15). A reject without its own number shows 691. A discard shows 691 after the RADIUS
// time-out. Vista and later may show 812 for 66, and 919 represents 66 when no method could be agreed at all: those
// depend on the client and are no columns here.
#include "model/tables/reasons.hpp"

#include <algorithm>
#include <iterator>

namespace rapsim {
namespace {

using enum Basis;

// clang-format off
constexpr Reason kReasons[] = {
    // number, symbol, meaning, kind, client error after MS-CHAP, after PAP, CHAP or EAP, basis, gap, source
    {0,   "IAS_SUCCESS",                    "request authenticated and authorized",                                                                           "accept",         {0, documented},   {0, documented},   documented, "",     "TechNet dd197464, cc771748"},
    {1,   "IAS_INTERNAL_ERROR",             "the policy server itself failed while it handled the request",                                                   "server",         {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197464, cc771748"},
    {2,   "IAS_ACCESS_DENIED",              "the service lacks rights it needs, such as reading the account's dial-in properties",                            "server",         {691, unverified}, {691, unverified}, documented, "G-15", "TechNet dd197464, cc771748"},
    {3,   "IAS_MALFORMED_REQUEST",          "the request from the access server was malformed",                                                               "discard",        {691, inferred},   {691, inferred},   documented, "",     "TechNet dd197464, cc771748"},
    {4,   "IAS_GLOBAL_CATALOG_UNAVAILABLE", "no global catalog could be reached to find the user",                                                            "directory",      {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197464, cc771748"},
    {5,   "IAS_DOMAIN_UNAVAILABLE",         "no domain controller of the account's domain could be reached",                                                  "directory",      {691, unverified}, {691, unverified}, documented, "G-15", "TechNet dd197464, cc771748"},
    {6,   "IAS_SERVER_UNAVAILABLE",         "the policy server is unavailable: low memory, no domain controller found, or a failure of the account database", "directory",      {691, unverified}, {691, unverified}, documented, "G-15", "TechNet dd197464, cc771748"},
    {7,   "IAS_NO_SUCH_DOMAIN",             "the domain in the user name does not exist",                                                                     "identity",       {691, documented}, {691, inferred},   documented, "",     "TechNet dd197464, cc771748"},
    {8,   "IAS_NO_SUCH_USER",               "the account in the user name does not exist",                                                                    "identity",       {691, documented}, {691, inferred},   documented, "",     "TechNet dd197464, cc771748"},
    {9,   "",                               "an extension DLL discarded the request",                                                                         "extension",      {691, inferred},   {691, inferred},   documented, "",     "TechNet dd197464"},
    {10,  "",                               "an extension DLL failed",                                                                                        "extension",      {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197464"},
    {16,  "IAS_AUTH_FAILURE",               "unknown user name or wrong password",                                                                            "authentication", {691, documented}, {691, inferred},   documented, "G-1",  "TechNet dd197464, cc771748"},
    {17,  "IAS_CHANGE_PASSWORD_FAILURE",    "the user's attempt to change the password failed",                                                               "authentication", {709, inferred},   {691, unverified}, documented, "",     "TechNet dd197464, cc771748"},
    {18,  "IAS_UNSUPPORTED_AUTH_TYPE",      "the server does not support the authentication method for this connection",                                      "authentication", {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197464, cc771748"},
    {19,  "",                               "CHAP was used, but the account has no reversibly encrypted password",                                            "authentication", {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197464"},
    {20,  "",                               "LAN Manager authentication was used, but the server has it off",                                                 "authentication", {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197464"},
    {21,  "",                               "an extension DLL rejected the request",                                                                          "extension",      {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197464"},
    {22,  "",                               "server and client could not agree on an EAP type",                                                               "EAP",            {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197464"},
    {23,  "",                               "an error in EAP on the server",                                                                                  "EAP",            {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197464"},
    {32,  "IAS_LOCAL_USERS_ONLY",           "the server is in a workgroup, but the request names a domain user",                                              "identity",       {691, inferred},   {691, inferred},   documented, "",     "TechNet dd197464, cc771748"},
    {33,  "IAS_PASSWORD_MUST_CHANGE",       "the user must change the password",                                                                              "account",        {648, documented}, {691, inferred},   documented, "G-1",  "TechNet dd197464, cc771748"},
    {34,  "IAS_ACCOUNT_DISABLED",           "the account is disabled",                                                                                        "account",        {647, documented}, {691, inferred},   documented, "G-1",  "TechNet dd197464, cc771748"},
    {35,  "IAS_ACCOUNT_EXPIRED",            "the account has expired",                                                                                        "account",        {691, inferred},   {691, inferred},   documented, "G-15", "TechNet dd197464, cc771748"},
    {36,  "IAS_ACCOUNT_LOCKED_OUT",         "the account is locked out by the domain (not by remote access account lockout, see 64)",                         "account",        {691, inferred},   {691, inferred},   documented, "G-15", "TechNet dd197464, cc771748"},
    {37,  "IAS_INVALID_LOGON_HOURS",        "the time is outside the account's logon hours",                                                                  "account",        {646, documented}, {691, inferred},   documented, "G-1",  "TechNet dd197464, cc771748"},
    {38,  "IAS_ACCOUNT_RESTRICTION",        "another account restriction, such as a blank password where one is required",                                    "account",        {691, unverified}, {691, unverified}, documented, "G-1",  "TechNet dd197521, cc771748"},
    {48,  "IAS_NO_POLICY_MATCH",            "no remote access policy (network policy) matched; also when there are none",                                     "policy",         {649, unverified}, {691, unverified}, documented, "G-15", "TechNet dd197521, cc771748"},
    {49,  "",                               "no connection request policy matched",                                                                           "request policy", {691, unverified}, {691, unverified}, documented, "G-3",  "TechNet dd197521"},
    {64,  "IAS_DIALIN_LOCKED_OUT",          "remote access account lockout is active for this user",                                                          "lockout",        {691, unverified}, {691, unverified}, documented, "G-4",  "TechNet dd197521, cc771748"},
    {65,  "IAS_DIALIN_DISABLED",            "the account's permission is Deny; also a matching policy with Deny (inferred)",                                  "permission",     {649, documented}, {649, unverified}, documented, "G-20", "TechNet dd197521, cc771748"},
    {66,  "IAS_INVALID_AUTH_TYPE",          "authentication method not enabled in the matching policy; also Guest while guest access is off",                 "constraint",     {691, inferred},   {691, inferred},   documented, "G-2",  "TechNet dd197521, cc771748"},
    {67,  "IAS_INVALID_CALLING_STATION",    "caller's number does not match Verify Caller-ID of the account",                                                 "dial-in",        {691, unverified}, {691, unverified}, documented, "G-2",  "TechNet dd197521, cc771748"},
    {68,  "IAS_INVALID_DIALIN_HOURS",       "the time is outside the days and hours of the profile",                                                          "constraint",     {691, unverified}, {691, unverified}, documented, "G-2",  "TechNet dd197521, cc771748"},
    {69,  "IAS_INVALID_CALLED_STATION",     "number called is not the one the profile allows (TechNet's text says calling, symbol and setting say called)",   "constraint",     {691, unverified}, {691, unverified}, disputed,   "G-2",  "TechNet dd197521, cc771748"},
    {70,  "IAS_INVALID_PORT_TYPE",          "medium (NAS-Port-Type) is not among those the profile allows",                                                   "constraint",     {691, unverified}, {691, unverified}, documented, "G-2",  "TechNet dd197521, cc771748"},
    {71,  "IAS_INVALID_RESTRICTION",        "a restriction of the profile is invalid; only the symbol is documented",                                         "constraint",     {691, unverified}, {691, unverified}, unverified, "",     "TechNet cc771748"},
    {72,  "",                               "the password has expired and the matching policy does not allow a change with this method",                      "constraint",     {691, unverified}, {691, unverified}, documented, "G-2",  "TechNet dd197521"},
    {73,  "",                               "the certificate lacks a purpose that is required, such as Client Authentication",                                "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197521"},
    {80,  "IAS_NO_RECORD",                  "the accounting record could not be written",                                                                     "accounting",     {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197521, cc771748"},
    {96,  "IAS_SESSION_TIMEOUT",            "EAP timed out before it ended",                                                                                  "EAP",            {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197521, cc771748"},
    {97,  "IAS_UNEXPECTED_REQUEST",         "the message does not fit the exchange so far (unknown State); discarded",                                        "discard",        {691, inferred},   {691, inferred},   documented, "",     "TechNet dd197521, cc771748; KB 883659"},
    {112, "",                               "proxy: the remote RADIUS server rejected the request",                                                           "proxy",          {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197521"},
    {113, "",                               "proxy: the remote RADIUS server group of the connection request policy does not exist",                          "proxy",          {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197521"},
    {115, "",                               "proxy: the message is neither a connection nor an accounting request",                                           "proxy",          {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197521"},
    {116, "",                               "proxy: the request could not be sent to the remote RADIUS server",                                               "proxy",          {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197521"},
    {117, "",                               "proxy: the remote RADIUS server did not answer in time",                                                         "proxy",          {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197521"},
    {118, "",                               "proxy: malformed answer from the remote RADIUS server, or a bad User-Name",                                      "proxy",          {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197521"},
    {256, "",                               "the certificate is revoked",                                                                                     "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197521"},
    {257, "",                               "revocation cannot be checked: a DLL or one of its functions is missing",                                         "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197521"},
    {258, "",                               "the revocation list could not be read",                                                                          "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {259, "",                               "the revocation server is offline",                                                                               "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {260, "",                               "an EAP message was altered",                                                                                     "EAP",            {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {261, "",                               "no account database, of the domain or local, could be contacted",                                                "directory",      {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {262, "",                               "message incomplete, its signature was not verified; discarded",                                                  "discard",        {691, inferred},   {691, inferred},   documented, "",     "TechNet dd197582"},
    {263, "",                               "incomplete credentials received",                                                                                "authentication", {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {264, "",                               "clocks of server and client differ",                                                                             "authentication", {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {265, "",                               "certificate chain ends at an untrusted root",                                                                    "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {266, "",                               "unexpected or malformed message; discarded",                                                                     "discard",        {691, inferred},   {691, inferred},   documented, "",     "TechNet dd197582"},
    {267, "",                               "the certificate lacks the Client Authentication purpose",                                                        "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {268, "",                               "the certificate has expired",                                                                                    "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {269, "",                               "client and server have no algorithm in common",                                                                  "EAP",            {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {270, "",                               "the policy requires a smart card, other credentials were used",                                                  "authentication", {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {271, "",                               "the server was shutting down or restarting",                                                                     "server",         {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {272, "",                               "the certificate belongs to several accounts",                                                                    "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {273, "",                               "trust provider unknown",                                                                                         "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {274, "",                               "trust provider does not support the action",                                                                     "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {275, "",                               "trust provider does not support the form of the certificate",                                                    "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {276, "",                               "a program file of EAP is not trusted",                                                                           "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {277, "",                               "a program file of EAP is unsigned, or its signer certificate was not found",                                     "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {278, "",                               "the certificate has expired",                                                                                    "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {279, "",                               "validity periods in the certificate chain do not nest",                                                          "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {280, "",                               "the certificate was not issued by a valid authority",                                                            "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {281, "",                               "path length limit of the certificate chain exceeded",                                                            "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {282, "",                               "the certificate has an unknown critical extension",                                                              "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197582"},
    {283, "",                               "the certificate lacks the Client Authentication purpose",                                                        "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {284, "",                               "issuer and parent in the certificate chain do not match",                                                        "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {285, "",                               "certificate missing or malformed",                                                                               "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {286, "",                               "the issuing authority is not trusted",                                                                           "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {287, "",                               "certificate chain does not end at a trusted enterprise root",                                                    "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {288, "",                               "unspecified trust failure",                                                                                      "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {289, "",                               "the certificate is revoked",                                                                                     "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {290, "",                               "a test root is in use and not trusted",                                                                          "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {291, "",                               "the revocation list could not be found or read",                                                                 "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {292, "",                               "the user name is not the certificate's common name",                                                             "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {293, "",                               "the certificate is for another use than Client Authentication",                                                  "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {294, "",                               "the administrator distrusts the certificate",                                                                    "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {295, "",                               "the issuing authority is not trusted",                                                                           "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {296, "",                               "the certificate cannot be used for Client Authentication",                                                       "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {297, "",                               "the certificate has no valid name",                                                                              "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {298, "",                               "no valid user principal name in the certificate, or another one than the user name",                             "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {299, "",                               "internal messages came in the wrong order",                                                                      "EAP",            {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {300, "",                               "malformed certificate: EAP finds no credentials in it",                                                          "certificate",    {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {301, "",                               "PEAP: invalid crypto-binding, perhaps a man in the middle",                                                      "EAP",            {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {302, "",                               "PEAP: required crypto-binding not received",                                                                     "EAP",            {691, unverified}, {691, unverified}, documented, "",     "TechNet dd197508"},
    {303, "",                               "no text found",                                                                                                  "unknown",        {691, unverified}, {691, unverified}, unverified, "",     "TechNet dd197508"},
};
// clang-format on

static_assert(std::ranges::is_sorted(kReasons, {}, &Reason::number));

}  // namespace

std::span<const Reason> reasons() { return kReasons; }

const Reason* find_reason(std::uint32_t number) {
  const auto found = std::ranges::lower_bound(kReasons, number, {}, &Reason::number);
  return found == std::end(kReasons) || found->number != number ? nullptr : found;
}

// Not 3: the access server's malformed request, which no EAP has seen.
bool is_eap_result(const Reason& reason) {
  return reason.kind == "EAP" || reason.kind == "certificate" || reason.kind == "authentication" ||
         (reason.kind == "discard" && reason.number != 3);
}

}  // namespace rapsim
