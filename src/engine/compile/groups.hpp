// Groups of a directory: names and SIDs to numbers, nested membership. Source: semantics.md 3.2.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/compile/memberships.hpp"

namespace rapsim {

using TokenIndex = std::uint32_t;  // a set of groups that some account is in

class Groups {
 public:
  /// Errors: R115, R304, R306. Warning: R305 for memberships that go in a circle; members of one are then members of
  /// all.
  /// `directory` must outlive this.
  Groups(const Directory& directory, Diagnostics& diags);

  /// The group with this name (`Staff`, `CONTOSO\Staff`) or SID.
  [[nodiscard]] std::optional<GroupIndex> find(const Reference& reference) const;
  /// The same with R304 or (a SID: never matches) the warning R313 when there is none. Of a complete directory.
  std::optional<GroupIndex> find(const Reference& reference, Diagnostics& diags) const;
  /// Also of a directory that is not complete, which gets a group that is not described.
  std::optional<GroupIndex> resolve(const Reference& reference, Diagnostics& diags);
  /// The groups of an account: direct ones, their groups and so on, and the primary group. Equal sets have one index.
  /// Errors: R304.
  TokenIndex token(const User& user, Diagnostics& diags);
  /// Sorted.
  [[nodiscard]] const std::vector<GroupIndex>& groups_of(TokenIndex token) const { return tokens_[token]->first; }
  /// Whether there is room for a class of accounts with these groups, of which many may differ in something else.
  bool may_keep(TokenIndex token, const User& user, Diagnostics& diags);
  /// After the last account; frees what only they needed. Error: R115, once for the whole directory, because what is in
  /// too many groups by one group tends to be in company.
  void end_accounts(Diagnostics& diags);

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
  void add(std::string_view name, const std::string& sid, Span where, Diagnostics& diags);
  void add_builtin(const std::string& prefix, const std::string& domain_sid, Diagnostics& diags);
  [[nodiscard]] std::string_view without_own_domain(std::string_view name) const;
  void find_too_many(Diagnostics& diags);
  void report_circles(Diagnostics& diags) const;
  TokenIndex close_token(const std::vector<GroupIndex>& direct, const User& user, Diagnostics& diags);
  bool is_full(const User& user, Diagnostics& diags);

  const Directory& directory_;
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
