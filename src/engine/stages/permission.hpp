// Remote access permission: the account's, the policy's, and the policy's wish to ignore the account's (S10).
// Source: MS cc785162 (ACA), nps-np-access.md (NPACC), semantics.md 2.8; reason 65.
#pragma once

#include <span>
#include <string_view>

#include "engine/stages/evaluate.hpp"

namespace rapsim {

/// One row of the truth table. The first row that fits decides.
struct PermissionRule {
  bool ignores_account;
  std::optional<AccountPermission> account;  // empty: any
  std::optional<bool> policy_grants;         // empty: any
  std::optional<Reading> reading;            // the row exists with this reading only
  CauseId cause;                             // of a reject; kNoCause: it goes on
  std::string_view text;                     // what decided, for people
  Basis basis;                               // of the reason code 65 of a reject, of the rule otherwise
  std::string_view gap;                      // `G-20`, or empty
  std::string_view source;

  [[nodiscard]] bool rejects() const { return cause != kNoCause; }
};
std::span<const PermissionRule> permission_rules();

/// The rule for known inputs.
const PermissionRule& permission_rule(bool ignores_account, AccountPermission account, bool policy_grants,
                                      const Readings& readings);
/// Unknown when the account's permission is not known and matters.
PermissionStep check_permission(PolicyIndex policy, const Facts& facts);
/// Why a step rejects, or may.
CauseId cause_of(const PermissionStep& step);

}  // namespace rapsim
