// The compiled site: immutable, shared between threads, everything that loading can settle is settled.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/text.hpp"
#include "base/truth.hpp"
#include "engine/request.hpp"
#include "model/site.hpp"

namespace re2 {
class RE2;
}
namespace date {
class time_zone;
}

namespace rapsim {

using PolicyIndex = std::uint32_t;  // row of CompiledSite::policies and of Site::policies
inline constexpr PolicyIndex kNoPolicy = UINT32_MAX;
using GroupIndex = std::uint32_t;
using ClassIndex = std::uint32_t;  // row of CompiledSite::classes

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

struct CompiledPolicy {
  std::uint32_t first_condition = 0;  // row of CompiledSite::conditions
  std::uint32_t condition_count = 0;
  std::string source{};  // decimal MS-Network-Access-Server-Type; empty: unspecified
};

/// What decisions see of an account. Accounts with equal token groups and dial-in properties share one.
struct UserClass {
  bool is_known = false;             // false: an account that nobody has described; nothing below holds
  std::vector<GroupIndex> groups{};  // token groups: nested ones and the primary one included; sorted
  bool has_unlisted_group = false;   // ... one of which may be a member of any other
  DialInPermission permission = DialInPermission::policy;
  std::string caller_id{};  // empty: not verified
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

struct CompiledSite {
  std::shared_ptr<const Site> site;  // what the views below point into
  const date::time_zone* zone = nullptr;
  std::vector<CompiledPolicy> policies{};
  std::vector<CompiledCondition> conditions{};
  std::vector<Slot> slots{};         // attributes that some condition or check looks at
  std::vector<UserClass> classes{};  // row 0: the unknown account
  MapWithoutCase<ClassIndex> accounts{};
  std::vector<std::string> group_names{};  // by GroupIndex
};

/// Errors: R203, R304. Warnings: R305, R313.
std::shared_ptr<const CompiledSite> compile(std::shared_ptr<const Site> site, Diagnostics& diags);

/// Row 0 for an unknown user and for one that the directory does not list.
ClassIndex class_of(const CompiledSite& site, const Attempt& attempt);

}  // namespace rapsim
