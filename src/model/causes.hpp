// Why an attempt failed, as people name it, and what to do about it: one row a cause, ids never renamed. A decision
// names one; `also` names the others that are present. Source: semantics.md 2.2 to 2.11, 4.5; reasons.cpp for the
// codes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/reasons.hpp"

namespace rapsim {

struct Cause {
  std::string_view id;       // stable, kebab-case
  std::uint16_t reason;      // 0: the policy server gives none
  ClientError before_vista;  // the error that clients show; number 0: the one of the reason code
  ClientError from_vista;
  std::string_view title;  // one line, no final period
  std::string_view fix;    // what to change, one line
  std::string_view source;
};

// clang-format off
inline constexpr auto kCauses = std::to_array<Cause>({
  // id, reason, client before Vista, from Vista, title, fix, source
  {"no-common-auth-method",        0,   {734, Basis::unverified}, {919, Basis::inferred},
   "client and server share no authentication method", "let server and client use one method: `server.authentication.methods`, or the client's security settings", "semantics 6.4, 2.11"},
  {"malformed-request",            3,   {0, Basis::documented}, {0, Basis::documented},
   "the access server sent a malformed request, which is discarded", "look at the access server: its RADIUS software or a device on the way damages requests", "TechNet dd197464"},
  {"radius-client-unknown",        0,   {691, Basis::inferred}, {691, Basis::inferred},
   "the access server is no RADIUS client of the policy server: requests are discarded without an answer", "add the access server's address under `radius-clients`", "RFC 2865 3"},
  {"no-request-policy",            49,  {0, Basis::documented}, {0, Basis::documented},
   "no connection request policy matches this attempt", "add a connection request policy whose conditions hold, such as the built-in one for all users", "MS cc784010"},
  {"remote-radius-rejected",       112, {0, Basis::documented}, {0, Basis::documented},
   "decided outside the policy engine: the remote RADIUS server rejected the forwarded request", "look at the log of the remote RADIUS server; if this user should be decided here, mend the conditions of the connection request policy", "TechNet dd197521"},
  {"remote-group-missing",         113, {0, Basis::documented}, {0, Basis::documented},
   "the connection request policy forwards to a remote RADIUS server group that does not exist", "create the group, or name one that exists in `forward-to`", "TechNet dd197521"},
  {"remote-radius-unsendable",     116, {0, Basis::documented}, {0, Basis::documented},
   "the request could not be sent to the remote RADIUS server", "look at the network of the policy server and at the addresses of the group", "TechNet dd197521"},
  {"remote-radius-timeout",        117, {0, Basis::documented}, {0, Basis::documented},
   "the remote RADIUS server did not answer in time", "look at the remote server, its ports and the shared secret, and at what it knows of this RADIUS client", "TechNet dd197521"},
  {"remote-radius-malformed",      118, {0, Basis::documented}, {0, Basis::documented},
   "the answer of the remote RADIUS server was malformed", "look at the shared secret and at the remote server's software", "TechNet dd197521"},
  {"policy-server-error",          1,   {0, Basis::documented}, {0, Basis::documented},
   "decided outside the policy engine: the policy server itself failed", "look at the event log of the policy server", "TechNet dd197464"},
  {"policy-server-access-denied",  2,   {0, Basis::documented}, {0, Basis::documented},
   "the policy server may not read the account's dial-in properties", "make the server's computer account a member of RAS and IAS Servers, and restart it", "semantics 6.6"},
  {"policy-server-unavailable",    6,   {0, Basis::documented}, {0, Basis::documented},
   "decided outside the policy engine: the policy server is out of memory, or its account database failed", "look at the event log of the policy server and of its domain controller", "TechNet dd197464"},
  {"domain-user-in-workgroup",     32,  {0, Basis::documented}, {0, Basis::documented},
   "the policy server is in a workgroup and knows local accounts only, but the name has a domain", "connect with a local account, or make the server a member of the domain", "TechNet dd197464"},
  {"unknown-domain",               7,   {0, Basis::documented}, {0, Basis::documented},
   "the domain in the user name does not exist", "correct the name, let a realm rule of the connection request policy strip it, or add it under `domain.upn-suffixes`", "TechNet dd197464"},
  {"domain-controller-unreachable", 5,  {0, Basis::documented}, {0, Basis::documented},
   "no domain controller of the account's domain can be reached", "look at the policy server's network and name resolution, and at the domain controller", "TechNet dd197464"},
  {"global-catalog-unreachable",   4,   {0, Basis::documented}, {0, Basis::documented},
   "no global catalog can be reached", "look at the network to the global catalog, and make a near domain controller one", "TechNet dd197464"},
  {"unknown-user",                 8,   {0, Basis::documented}, {0, Basis::documented},
   "the account does not exist", "correct the name, or create the account", "TechNet dd197464"},
  {"remote-access-locked-out",     64,  {0, Basis::documented}, {0, Basis::documented},
   "remote access account lockout: too many failed attempts", "wait for the reset time, or delete the account's value under AccountLockout on the policy server", "MS KB816118"},
  {"extension-discarded",          9,   {0, Basis::documented}, {0, Basis::documented},
   "decided outside the policy engine: an extension DLL discarded the request", "look at the extension (such as the one for multi-factor authentication) and its log", "TechNet dd197464"},
  {"extension-failed",             10,  {0, Basis::documented}, {0, Basis::documented},
   "decided outside the policy engine: an extension DLL failed", "look at the extension and its log", "TechNet dd197464"},
  {"extension-rejected",           21,  {0, Basis::documented}, {0, Basis::documented},
   "decided outside the policy engine: an extension DLL rejected the request", "look at the extension (such as the one for multi-factor authentication): the user's registration, its time-out, its log", "TechNet dd197464"},
  {"method-unsupported",           18,  {0, Basis::documented}, {0, Basis::documented},
   "the policy server does not support the authentication method", "let client and access server use a method that the policy server has", "TechNet dd197464"},
  {"account-locked-out",           36,  {0, Basis::documented}, {0, Basis::documented},
   "the domain's account lockout policy locks the account", "unlock the account in the domain, and look for what sends wrong passwords", "TechNet dd197464"},
  {"no-reversible-password",       19,  {0, Basis::documented}, {0, Basis::documented},
   "CHAP needs a reversibly encrypted password, and the account has none", "use MS-CHAP v2 or EAP; or store the password with reversible encryption and set it anew", "TechNet dd197464"},
  {"lm-not-allowed",               20,  {0, Basis::documented}, {0, Basis::documented},
   "the client sent a LAN Manager response, which the server does not take", "let the client send MS-CHAP v2; `server.authentication.allow-lm` is a last resort", "TechNet dd197464"},
  {"smart-card-required",          16,  {0, Basis::documented}, {0, Basis::documented},
   "the account may only log on with a smart card, but a password was sent", "connect with EAP-TLS and the smart card, or take the flag off the account", "MS-APDS 3.1.5"},
  {"bad-credentials",              16,  {0, Basis::documented}, {0, Basis::documented},
   "the password does not verify", "type the password anew, look at the language of the keyboard, or reset it", "TechNet dd197464"},
  {"eap-failed",                   0,   {0, Basis::documented}, {0, Basis::documented},
   "decided outside the policy engine: EAP or the certificate failed", "`rapsim reasons` says what the reason code means; look at the certificates of server and client", "TechNet dd197464, dd197582"},
  {"account-disabled",             34,  {0, Basis::documented}, {0, Basis::documented},
   "the account is disabled", "enable the account, or connect with another one", "TechNet dd197464"},
  {"account-expired",              35,  {0, Basis::documented}, {0, Basis::documented},
   "the account has expired", "set a later end date of the account", "TechNet dd197464"},
  {"logon-hours-denied",           37,  {0, Basis::documented}, {0, Basis::documented},
   "the time is outside the account's logon hours", "change the account's logon hours (the directory keeps UTC), or connect at another time", "TechNet dd197464"},
  {"password-change-refused",      17,  {0, Basis::documented}, {0, Basis::documented},
   "the password had to be changed, and the new one was refused", "choose a password that fits the domain's rules", "TechNet dd197464"},
  {"password-must-change",         33,  {0, Basis::documented}, {0, Basis::documented},
   "the user must change the password before the next logon", "change the password inside the network, or with MS-CHAP or MS-CHAP v2 and a policy that allows the change", "TechNet dd197464"},
  {"password-expired",             33,  {0, Basis::documented}, {0, Basis::documented},
   "the password has expired", "change the password inside the network, or with MS-CHAP or MS-CHAP v2 and a policy that allows the change", "TechNet dd197464"},
  {"blank-password",               38,  {0, Basis::documented}, {0, Basis::documented},
   "the password is blank, which is not allowed from the network", "give the account a password", "TechNet dd197521"},
  {"no-matching-policy",           48,  {0, Basis::documented}, {0, Basis::documented},
   "no policy matches this attempt", "mend the condition that fails in the nearest policy, or the attempt; a policy that exists must also stand in this list", "TechNet dd197521"},
  {"permission-denied-user",       65,  {0, Basis::documented}, {0, Basis::documented},
   "the account's dial-in permission denies access", "set the account's dial-in permission to allow, or to control through policy", "TechNet dd197521"},
  {"permission-denied-policy",     65,  {0, Basis::documented}, {0, Basis::documented},
   "the policy that matches denies access", "let the policy grant, set the account to allow, or let another policy match first", "MS cc785162"},
  {"permission-denied-mixed",      65,  {0, Basis::documented}, {0, Basis::documented},
   "the domain is in mixed mode, where an account without a permission of its own is denied", "set the account's dial-in permission to allow, or raise the domain to native mode", "semantics 2.8, G-6"},
  {"permission-denied",            65,  {0, Basis::documented}, {0, Basis::documented},
   "account or policy denies access", "say what the account's dial-in permission is", "MS cc785162"},
  {"method-not-in-profile",        66,  {0, Basis::documented}, {812, Basis::inferred},
   "the policy that matches does not allow the authentication method", "allow the method in this policy's profile, let the client use one that it allows, or let another policy match first", "TechNet dd197521"},
  {"eap-type-not-in-profile",      22,  {0, Basis::documented}, {0, Basis::documented},
   "the policy that matches does not allow the EAP type", "allow the EAP type in this policy's profile, or let the client use one that it allows", "TechNet dd197464"},
  {"caller-id-mismatch",           67,  {0, Basis::documented}, {0, Basis::documented},
   "the caller's number or address is not the one that the account verifies", "correct Verify Caller-ID of the account, or call from that number; every device on the way must pass it on", "TechNet dd197521"},
  {"profile-hours",                68,  {0, Basis::documented}, {0, Basis::documented},
   "the time is outside the days and hours of the policy's profile", "change `day-and-time-restrictions` of the profile, or connect at another time", "TechNet dd197521"},
  {"profile-called-number",        69,  {0, Basis::documented}, {0, Basis::documented},
   "the number called is not the one that the policy's profile allows", "change `called-station-id` of the profile, or call that number", "TechNet dd197521"},
  {"profile-port-type",            70,  {0, Basis::documented}, {0, Basis::documented},
   "the kind of port is not among those that the policy's profile allows", "add the port type to `nas-port-types` of the profile", "TechNet dd197521"},
  {"password-change-not-allowed",  72,  {0, Basis::documented}, {0, Basis::documented},
   "the password must be changed, but the policy does not allow a change with this method", "allow the change in the profile (MS-CHAP-CPW, MS-CHAP-v2-CPW), or change the password inside the network", "TechNet dd197521"},
  {"encryption-required-unsupported", 0, {742, Basis::documented}, {742, Basis::documented},
   "the client requires encryption, and the server cannot give a common kind", "use a method that makes keys (MS-CHAP v2, EAP-TLS), and tick a level in the profile that the client can", "semantics 4.5, MS KB929857"},
  {"encryption-required-by-policy", 0,  {741, Basis::documented}, {741, Basis::documented},
   "the policy requires encryption, and the client cannot give a common kind", "let the client encrypt with a level of the profile, and use a method that makes keys (MS-CHAP v2, EAP-TLS)", "semantics 4.5, MS KB929856"},
  {"callback-number-rejected",     0,   {704, Basis::inferred}, {704, Basis::inferred},
   "the number that the caller asks to be called back at is no phone number", "give a number of digits", "RASERR 704"},
});
// clang-format on

using CauseId = std::uint8_t;
inline constexpr CauseId kNoCause = UINT8_MAX;

consteval CauseId cause(std::string_view id) {
  for (std::size_t row = 0; row < kCauses.size(); ++row)
    if (kCauses[row].id == id) return static_cast<CauseId>(row);
  throw "no such cause";
}

}  // namespace rapsim
