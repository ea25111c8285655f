// The compiled site: immutable, shared between threads, everything that loading can find out is found out.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/text.hpp"
#include "base/truth.hpp"
#include "engine/compile/pattern_re2.hpp"
#include "engine/stages/request.hpp"
#include "engine/stages/stages.hpp"
#include "model/site/site.hpp"
#include "model/tables/causes.hpp"

namespace date {
class time_zone;
}

namespace rapsim {

class Groups;
using PolicyIndex = std::uint32_t;  // row of CompiledSite::policies and of Site::policies
inline constexpr PolicyIndex kNoPolicy = UINT32_MAX;
using GroupIndex = std::uint32_t;
using ClassIndex = std::uint32_t;  // row of CompiledAccounts::classes

struct CompiledCondition {
  std::uint32_t row = 0;   // of Policy::conditions
  std::uint16_t slot = 0;  // of the request, for conditions on an attribute's value
  ConditionKind kind = ConditionKind::none;
  std::vector<std::string> equal{};                         // the value is one of these, or ...
  std::vector<std::shared_ptr<const re2::RE2>> patterns{};  // ... one of these is found in it
  const grammar::Schedule* schedule = nullptr;
  std::vector<GroupIndex> groups{};  // sorted
  bool has_unlisted_group = false;   // names a group that an incomplete directory does not list
};

/// Which attempts a policy, or a request policy, is for.
struct CompiledRule {
  std::uint32_t first_condition = 0;  // row of CompiledSite::conditions
  std::uint32_t condition_count = 0;
  std::string source{};  // decimal MS-Network-Access-Server-Type; empty: unspecified
};

struct CompiledReplacement {
  std::shared_ptr<const re2::RE2> find{};
  std::string rewrite{};
};

struct CompiledRequestPolicy {
  CompiledRule rule{};
  std::vector<CompiledReplacement> replacements{};
};

/// The account's dial-in permission as the domain's mode leaves it: in a mixed domain control through policy cannot be
/// chosen, and an account that sets no permission is denied (semantics.md 2.8, G-6).
enum class AccountPermission : std::uint8_t { allow, deny, policy, mixed };
std::string_view account_permission_name(AccountPermission permission);

/// What decisions see of an account. Accounts with equal groups, dial-in properties and state share one.
struct UserClass {
  bool is_known = false;  // false: an account that is not described; nothing below holds
  bool is_computer = false;
  bool disabled = false, locked_out = false, smart_card_required = false;
  bool must_change_password = false, password_expired = false, reversible_password = false;
  bool has_unlisted_group = false;  // a token group that may be a member of any other
  AccountPermission permission = AccountPermission::policy;
  Callback callback = Callback::none;
  bool has_static_address = false;
  std::optional<std::int64_t> expires{};  // seconds since 1970 UTC
  std::uint32_t logon_hours = 0;          // row of CompiledAccounts::logon_hours
  std::vector<GroupIndex> groups{};       // token groups: nested ones and the primary one included; sorted
  std::string caller_id{};                // empty: not verified
  friend bool operator==(const UserClass&, const UserClass&) = default;
  friend auto operator<=>(const UserClass&, const UserClass&) = default;
};

struct HashWithoutCase {
  std::size_t operator()(std::string_view text) const {
    std::size_t hash = 14695981039346656037U;  // FNV-1a
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(lower(c))) * 1099511628211U;
    return hash;
  }
};
struct EqualWithoutCase {
  bool operator()(std::string_view a, std::string_view b) const { return equal_without_case(a, b); }
};
template <class T>
using MapWithoutCase = std::unordered_map<std::string_view, T, HashWithoutCase, EqualWithoutCase>;

/// An account of the directory, and what decisions see of it.
struct CompiledAccount {
  const User* user = nullptr;
  ClassIndex in_class = 0;
};

/// What is made of a directory, in the site's zone and with its readings.
struct CompiledAccounts {
  std::shared_ptr<const Directory> directory;  // INVARIANT: the site's own; what the views below point into
  std::shared_ptr<const Groups> groups;
  std::vector<UserClass> classes{};  // row 0: the unknown account
  MapWithoutCase<CompiledAccount> users{}, computers{};
  MapWithoutCase<const TrustedDomain*> trusted_domains{}, trusted_suffixes{};  // by NetBIOS and DNS name; UPN suffix
  bool has_unknown_realm = false;                // of some domain neither DNS name nor UPN suffix is given
  std::vector<grammar::Schedule> logon_hours{};  // UTC; row 0: always
};

using Programs = std::map<std::pair<PatternUse, std::string>, std::shared_ptr<const re2::RE2>>;  // by pattern

/// A site and its edited copies share what the edits do not touch: `accounts` and the programs of patterns.
struct CompiledSite {
  std::shared_ptr<const Site> site;  // what the schedules of `conditions` point into
  std::shared_ptr<const CompiledAccounts> accounts{};
  Programs programs{};
  const date::time_zone* zone = nullptr;
  std::vector<CompiledRule> policies{};
  std::vector<PolicyIndex> policy_order{};  // in which policies are tried
  std::vector<CompiledRequestPolicy> request_policies{};
  std::vector<CompiledCondition> conditions{};
  std::vector<Slot> slots{};  // attributes that some condition or check looks at
  std::array<std::vector<std::uint8_t>, kStageCount>
      checks{};  // by stage: rows of checks(), in the order they are made
};

/// Errors: R203, R304. Warnings: R305, R313, R319, R320. `previous`: a site of which this one is an edited copy; what
/// it shares with that is not made again, nor warned of.
std::shared_ptr<const CompiledSite> compile(std::shared_ptr<const Site> site, Diagnostics& diags,
                                            const CompiledSite* previous = nullptr);

}  // namespace rapsim
