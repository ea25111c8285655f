// The tables of checks, one a file with their functions; checks() joins them. Inside src/engine only.
#pragma once

#include "engine/checks.hpp"

namespace rapsim {

std::span<const Check> path_checks();            // path, server, tunnel
std::span<const Check> request_checks();         // link, identity, lockout
std::span<const Check> provider_checks();        // who answers, and what it may read
std::span<const Check> authentication_checks();  // extensions, credentials, state of the account
std::span<const Check> constraint_checks();      // limits of the profile, caller ID
std::span<const Check> negotiation_checks();     // encryption, callback
std::span<const Check> address_checks();         // LAN protocols, addresses

// Parts that the tables share.
inline std::string nothing_special(const CheckInput&) { return {}; }
inline Span nowhere(const CheckInput&) { return {}; }
/// `MS-CHAP v2`, `unknown`
std::string method_was(const CheckInput& in);
/// The text of a field; `unknown`, `absent`.
std::string field_was(const CheckInput& in, FieldId id);
template <FieldId Id>
std::string field_was(const CheckInput& in) {
  return field_was(in, Id);
}
/// The line of a property of the account; classes do not keep it, so the account is looked up by name.
template <class T>
Span account_where(const CheckInput& in, const Setting<T>& (*of)(const User&)) {
  const User* account = account_of(in.facts.site, in.facts.subject);
  if (account == nullptr) return {};
  return of(*account).where.known() ? of(*account).where : account->where;
}

}  // namespace rapsim
