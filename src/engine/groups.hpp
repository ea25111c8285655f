// Groups of a directory: names and SIDs to numbers, nested membership. Source: semantics.md 3.2.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/compiled.hpp"

namespace rapsim {

class Groups {
 public:
  /// Errors: R304, R306. Warning: R305 for memberships that go in a circle; members of one are then members of all.
  Groups(const Directory& directory, Diagnostics& diags);

  /// The group with this name or SID. Otherwise nothing, with R304 or (a SID: never matches) the warning R313 when the
  /// directory is complete.
  std::optional<GroupIndex> resolve(const Reference& reference);
  /// Direct groups, their groups and so on, and the primary group; sorted.
  std::vector<GroupIndex> token_groups(const User& user);
  std::vector<std::string> names() const { return names_; }

 private:
  void add(std::string_view name, const std::string& sid, Span where);
  void add_builtin();
  void close_memberships();
  void report_circles();

  const Directory& directory_;
  Diagnostics& diags_;
  std::vector<std::string> names_;
  std::vector<Span> where_;
  std::vector<std::vector<GroupIndex>> parents_;         // direct
  std::vector<std::vector<GroupIndex>> closure_;         // the group itself and all above it, sorted
  std::unordered_map<std::string, GroupIndex> by_name_;  // lowered
  std::unordered_map<std::string, GroupIndex> by_sid_;
};

}  // namespace rapsim
