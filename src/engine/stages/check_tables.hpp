// The tables of checks, one a file with their functions; checks() joins them. Inside src/engine only.
#pragma once

#include "engine/stages/checks.hpp"

namespace rapsim {

std::span<const Check> path_checks();            // path, server, tunnel
std::span<const Check> request_checks();         // link, identity, lockout
std::span<const Check> provider_checks();        // who answers, and what it may read
std::span<const Check> authentication_checks();  // extensions, credentials, state of the account
std::span<const Check> constraint_checks();      // limits of the profile, caller ID
std::span<const Check> negotiation_checks();     // encryption, callback
std::span<const Check> address_checks();         // LAN protocols, addresses

// What the account of an attempt depends on: the name, which realm rules change outside PEAP.
inline constexpr FieldSet kAccountFields = FieldId::user | FieldId::authentication | FieldId::eap_type;

inline const Site& site_of(const CheckInput& in) { return *in.facts.site.site; }
inline const Rras& rras_of(const CheckInput& in) { return site_of(in).server.rras; }
inline const Attempt& attempt_of(const CheckInput& in) { return in.facts.attempt; }
/// Sent by this server, which RRAS runs on, and not by another access server.
inline bool is_own(const CheckInput& in) { return !in.facts.asker.is_foreign; }

// Texts of evidence.
inline std::string yes_no(bool value) { return value ? "yes" : "no"; }
/// `MS-CHAP v2`, `unknown`
std::string method_text(const CheckInput& in);
/// `MS-CHAP v2, PAP`, `no method at all`
std::string method_labels(const MethodList& list);
/// The text of a field; `unknown`, `absent`.
std::string field_text(const CheckInput& in, FieldId id);
/// The line of a property of the account; classes do not keep it, so the account is looked up by name.
template <class Of>
Span account_where(const CheckInput& in, Of setting) {
  const User* account = account_of(in.facts.site, in.facts.subject);
  if (account == nullptr) return {};
  return setting(*account).where.known() ? setting(*account).where : account->where;
}

}  // namespace rapsim
