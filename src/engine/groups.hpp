// Groups of a directory: names and SIDs to numbers, nested membership. Source: semantics.md 3.2.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/memberships.hpp"

namespace rapsim {

using TokenIndex = std::uint32_t;  // a set of groups that some account is in

class Groups {
 public:
  /// Errors: R115, R304, R306. Warning: R305 for memberships that go in a circle; members of one are then members of
  /// all.
  Groups(const Directory& directory, Diagnostics& diags);

  /// The group with this name (`Staff`, `CONTOSO\Staff`) or SID. Otherwise one that nobody describes when the
  /// directory is incomplete, else nothing, with R304 or (a SID: never matches) the warning R313.
  std::optional<GroupIndex> resolve(const Reference& reference);
  /// The groups of an account: direct ones, their groups and so on, and the primary group. Equal sets have one index.
  /// Errors: R304.
  TokenIndex token(const User& user);
  /// Sorted.
  [[nodiscard]] const std::vector<GroupIndex>& groups_of(TokenIndex token) const { return tokens_[token]->first; }
  /// Whether there is room for a class of accounts with these groups, of which many may differ in something else.
  bool may_keep(TokenIndex token, const User& user);
  /// After the last account. Error: R115, once for the whole directory, because what is in too many groups by one
  /// group tends to be in company.
  void report_too_many();

  /// The group itself and all that its members are in by that; sorted.
  [[nodiscard]] const std::vector<GroupIndex>& above(GroupIndex group) const { return memberships_->above(group); }
  /// False for a group that an incomplete directory does not list: its members and memberships are not known.
  [[nodiscard]] bool is_described(GroupIndex group) const { return where_[group] != kUndescribed; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  static constexpr Span kUndescribed{UINT32_MAX, 0, 0, 0};
  /// Names that are in too many groups: the first, and how many there are.
  struct TooMany {
    std::string name{};
    Span where{};
    std::size_t count = 0;
    void add(const std::string& another, Span at);
  };
  void add(std::string_view name, const std::string& sid, Span where);
  void add_builtin(const std::string& prefix, const std::string& domain_sid);
  void find_too_many();
  void report_circles();
  TokenIndex close_token(const std::vector<GroupIndex>& direct, const User& user);
  bool is_full(const User& user);
  void report_full(Span where);

  const Directory& directory_;
  Diagnostics& diags_;
  std::vector<std::string> names_;
  std::vector<Span> where_;
  std::vector<std::vector<GroupIndex>> parents_;  // direct
  std::optional<Memberships> memberships_;
  std::unordered_map<std::string, GroupIndex> by_name_;  // lowered
  std::unordered_map<std::string, GroupIndex> by_sid_;

  using Tokens = std::map<std::vector<GroupIndex>, TokenIndex>;
  Tokens by_direct_groups_, by_groups_;
  std::vector<Tokens::const_iterator> tokens_;  // of by_groups_
  std::vector<TokenIndex> seen_from_;           // by group: the set of groups that took it last
  TooMany groups_in_too_many_, accounts_in_too_many_;
  MembershipCount count_;  // of accounts
  bool is_full_ = false;
};

}  // namespace rapsim
