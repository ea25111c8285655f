// Memberships of groups in groups, followed to their end. Source: semantics.md 3.2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/compile/compiled.hpp"

namespace rapsim {

/// An access token has room for 1024 SIDs; with those of the system, an account that is in more groups than this cannot
/// log on. Source: MS KB 328889.
inline constexpr std::size_t kMostGroups = 1015;
/// What a directory costs, with any content: all groups, and again all accounts. Unit: memberships, nested ones
/// counted.
struct MembershipCount {
  static constexpr std::size_t kMostKept = 10'000'000;       // 40 MB
  static constexpr std::size_t kMostFollowed = 100'000'000;  // some tenths of a second
  std::size_t kept = 0, followed = 0;
  [[nodiscard]] bool is_too_much() const { return kept > kMostKept || followed > kMostFollowed; }
};

class Memberships {
 public:
  /// In: by group, the groups that it is a direct member of. Groups in a circle are members of all that one of them is
  /// a member of.
  explicit Memberships(const std::vector<std::vector<GroupIndex>>& direct);

  /// A group that is a member of nothing gets the next index.
  void add_alone();
  /// The group itself and all that its members are in by that; sorted. Not followed when it is in too many.
  [[nodiscard]] const std::vector<GroupIndex>& above(GroupIndex group) const { return above_[circle_[group]]; }
  /// Each is a member of the other, or both are one.
  [[nodiscard]] bool are_in_one_circle(GroupIndex a, GroupIndex b) const { return circle_[a] == circle_[b]; }
  /// In more than kMostGroups others, by itself or through others.
  [[nodiscard]] bool is_in_too_many(GroupIndex group) const { return is_too_much_[circle_[group]]; }
  /// Where following ended because the count of all is too much.
  [[nodiscard]] std::optional<GroupIndex> ended_at() const { return ended_at_; }

 private:
  using Circle = std::uint32_t;  // groups in each other; most hold one group. Above it are only lower numbers.
  bool follow(const std::vector<std::vector<GroupIndex>>& direct, std::vector<GroupIndex>& found);

  std::vector<Circle> circle_;                  // by group
  std::vector<std::vector<GroupIndex>> above_;  // by circle
  std::vector<bool> is_too_much_;               // by circle
  std::vector<Circle> seen_from_;               // by group: the circle that was followed last and came by
  MembershipCount count_;
  std::optional<GroupIndex> ended_at_;
};

}  // namespace rapsim
