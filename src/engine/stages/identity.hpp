// Which account a request is about: the name, after the request policy has changed it, and the directory (S6).
// Source: semantics.md 2.3, 2.4.
#pragma once

#include <string>

#include "engine/compile/compiled.hpp"

namespace rapsim {

/// Who asks. Each truth is a reason to reject; the account is row 0 of the classes unless it is known.
struct Subject {
  std::string name{};  // User-Name as the directory gets it; empty: unknown
  std::string key{};   // of the account, lowered, computers with `$`; empty: no account is known
  ClassIndex account = 0;
  const TrustedDomain* trusted = nullptr;    // whose account it is; nullptr: the directory's own domain's, or not known
  Truth is_domain_in_workgroup = Truth::no;  // 32
  Truth is_unknown_domain = Truth::no;       // 7
  Truth is_unknown_user = Truth::no;         // 8
};

/// The subject of a user field as it is.
Subject identify(const CompiledSite& site, const FieldValue& user);
/// The same after User-Name was changed to `name`.
Subject identify(const CompiledSite& site, std::string name);

/// The value with every rule of the request policy applied, in order.
std::string manipulated(const CompiledRequestPolicy& policy, std::string value);

/// The account in the directory; nullptr when it is not known.
const User* account_of(const CompiledSite& site, const Subject& subject);

}  // namespace rapsim
