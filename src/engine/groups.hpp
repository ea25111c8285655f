// Groups of a directory: names and SIDs to numbers, nested membership. Source: semantics.md 3.2.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/compiled.hpp"

namespace rapsim {

class Groups {
 public:
  /// Errors: R115, R304, R306. Warning: R305 for memberships that go in a circle; members of one are then members of
  /// all.
  Groups(const Directory& directory, Diagnostics& diags);

  /// The group with this name (`Staff`, `CONTOSO\Staff`) or SID. Otherwise one that nobody describes when the
  /// directory is incomplete, else nothing, with R304 or (a SID: never matches) the warning R313.
  std::optional<GroupIndex> resolve(const Reference& reference);
  /// Direct groups, their groups and so on, and the primary group; sorted. Errors: R115, R304.
  std::vector<GroupIndex> token_groups(const User& user);
  /// False for a group that an incomplete directory does not list: its members and memberships are not known.
  [[nodiscard]] bool is_described(GroupIndex group) const { return where_[group] != kUndescribed; }
  std::vector<std::string> names() const { return names_; }

 private:
  static constexpr Span kUndescribed{UINT32_MAX, 0, 0, 0};
  void add(std::string_view name, const std::string& sid, Span where);
  void add_builtin();
  void close_memberships();
  [[nodiscard]] std::vector<GroupIndex> closure_of(GroupIndex start);
  void report_too_many(std::string_view name, Span where);
  void report_circles();

  const Directory& directory_;
  Diagnostics& diags_;
  std::vector<std::string> names_;
  std::vector<Span> where_;
  std::vector<std::vector<GroupIndex>> parents_;         // direct
  std::vector<std::vector<GroupIndex>> closure_;         // the group itself and all above it, sorted
  std::vector<GroupIndex> seen_from_;                    // of closure_of(): the group that was started from last
  std::unordered_map<std::string, GroupIndex> by_name_;  // lowered
  std::unordered_map<std::string, GroupIndex> by_sid_;
};

}  // namespace rapsim
