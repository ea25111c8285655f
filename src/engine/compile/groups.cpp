#include "engine/compile/groups.hpp"

#include <algorithm>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/find_if.hpp>
#include <range/v3/algorithm/sort.hpp>
#include <utility>

namespace rapsim {
namespace {

struct WellKnownGroup {
  std::string_view name;
  std::string_view rid;  // last number of its SID, after the domain's
};

/// Every domain has these (win32 well-known SIDs); a site need not list them.
constexpr WellKnownGroup kWellKnownGroups[] = {
    {"Domain Admins", "512"}, {"Domain Users", "513"}, {"Domain Guests", "514"}, {"Domain Computers", "515"}};

void report_full(Span where, Diagnostics& diags) {
  diags.error(
      code("R115"), where,
      "more than " + std::to_string(MembershipCount::kMostKept) + " memberships in groups, nested ones counted");
}

}  // namespace

Groups::Groups(const Directory& directory, Diagnostics& diags) : directory_(directory) {
  for (const Group& group : directory.groups) add(group.name, group.sid.value, group.where, diags);
  add_builtin("", directory.sid.value, diags);
  for (const TrustedDomain& domain : directory.trusted_domains)
    add_builtin(domain.name + "\\", domain.sid.value, diags);
  for (std::size_t i = 0; i < directory.groups.size(); ++i)
    for (const Reference& parent : directory.groups[i].member_of)
      if (const auto index = resolve(parent, diags)) parents_[i].push_back(*index);
  memberships_.emplace(parents_);
  find_too_many(diags);
  report_circles(diags);
}

void Groups::add(std::string_view name, const std::string& sid, Span where, Diagnostics& diags) {
  const auto index = static_cast<GroupIndex>(names_.size());
  names_.emplace_back(name);
  where_.push_back(where);
  parents_.emplace_back();
  by_name_.emplace(lowered(name), index);
  if (sid.empty()) return;
  const auto [at, is_new] = by_sid_.try_emplace(sid, index);
  if (!is_new)
    diags.error(code("R306"), where, "`" + names_[at->second] + "` has the same SID as `" + std::string(name) + "`");
}

void Groups::add_builtin(const std::string& prefix, const std::string& domain_sid, Diagnostics& diags) {
  for (const WellKnownGroup& group : kWellKnownGroups) {
    const std::string name = prefix + std::string(group.name);
    const std::string sid = domain_sid.empty() ? std::string{} : domain_sid + "-" + std::string(group.rid);
    if (const auto found = by_name_.find(lowered(name)); found == by_name_.end())
      add(name, sid, {}, diags);
    else if (!sid.empty())
      by_sid_.try_emplace(sid, found->second);
  }
}

std::string_view Groups::without_own_domain(std::string_view name) const {
  const std::size_t domain = name.find('\\');
  const bool is_own =
      domain != std::string_view::npos && equal_without_case(name.substr(0, domain), directory_.domain.value);
  return name.substr(is_own ? domain + 1 : 0);
}

std::optional<GroupIndex> Groups::find(const Reference& reference) const {
  const std::string name = lowered(without_own_domain(reference.text));
  if (const auto found = by_name_.find(name); found != by_name_.end()) return found->second;
  if (const auto found = by_sid_.find(reference.text); found != by_sid_.end()) return found->second;
  return std::nullopt;
}

std::optional<GroupIndex> Groups::resolve(const Reference& reference, Diagnostics& diags) {
  if (directory_.complete.value) return find(reference, diags);
  if (const auto known = find(reference)) return known;
  add(without_own_domain(reference.text), {}, kUndescribed, diags);
  if (memberships_) memberships_->add_alone();
  return static_cast<GroupIndex>(names_.size() - 1);
}

std::optional<GroupIndex> Groups::find(const Reference& reference, Diagnostics& diags) const {
  if (const auto known = find(reference)) return known;
  if (reference.text.starts_with("S-1-")) {
    diags.warning(code("R313"), reference.where, "no group has the SID `" + reference.text + "`: it can have no member",
                  "give a group this `sid`, or say `directory.complete: false`");
    return std::nullopt;
  }
  diags.error(code("R304"), reference.where, "unknown group `" + reference.text + "`",
              diags.may_search(names_.size()) ? did_you_mean(reference.text, {names_.begin(), names_.end()}) : "");
  return std::nullopt;
}

void Groups::TooMany::add(const std::string& another, Span at) {
  if (count++ > 0) return;
  name = another;
  where = at;
}

void Groups::find_too_many(Diagnostics& diags) {
  for (GroupIndex group = 0; group < names_.size(); ++group)
    if (memberships_->is_in_too_many(group)) groups_in_too_many_.add(names_[group], where_[group]);
  if (const auto group = memberships_->ended_at()) {
    is_full_ = true;
    report_full(where_[*group], diags);
  }
}

void Groups::report_circles(Diagnostics& diags) const {
  for (GroupIndex group = 0; group < names_.size(); ++group) {
    if (memberships_->is_in_too_many(group)) continue;
    const auto parent = ranges::find_if(
        parents_[group], [&](GroupIndex above) { return memberships_->are_in_one_circle(above, group); });
    if (parent != parents_[group].end())
      diags.warning(code("R305"), where_[group],
                    "`" + names_[group] + "` is a member of `" + names_[*parent] +
                        "`, which is a member of it: members of one are members of all");
  }
}

TokenIndex Groups::token(const User& user, Diagnostics& diags) {
  std::vector<GroupIndex> direct;
  const auto add = [&](const Reference& reference) {
    if (const auto index = resolve(reference, diags)) direct.push_back(*index);
  };
  for (const Reference& group : user.groups) add(group);
  add({user.primary_group.value, user.primary_group.where});
  ranges::sort(direct);
  direct.erase(std::unique(direct.begin(), direct.end()), direct.end());
  const auto [at, is_new] = by_direct_groups_.try_emplace(direct, TokenIndex{0});
  if (is_new) at->second = close_token(direct, user, diags);
  if (groups_of(at->second).size() > kMostGroups) accounts_in_too_many_.add(user.name, user.where);
  return at->second;
}

TokenIndex Groups::close_token(const std::vector<GroupIndex>& direct, const User& user, Diagnostics& diags) {
  const auto token = static_cast<TokenIndex>(by_direct_groups_.size());
  seen_from_.resize(names_.size());
  std::vector<GroupIndex> all;
  for (const GroupIndex group : direct) {
    if (all.size() > kMostGroups || is_full(user, diags)) break;
    if (seen_from_[group] == token) continue;  // and all above it
    count_.followed += above(group).size();
    for (const GroupIndex one : above(group))
      if (std::exchange(seen_from_[one], token) != token) all.push_back(one);
  }
  ranges::sort(all);
  count_.kept += all.size();
  const auto [at, is_new] = by_groups_.try_emplace(std::move(all), static_cast<TokenIndex>(tokens_.size()));
  if (is_new) tokens_.push_back(at);
  return at->second;
}

bool Groups::is_full(const User& user, Diagnostics& diags) {
  if (count_.is_too_much() && !std::exchange(is_full_, true)) report_full(user.where, diags);
  return is_full_;
}

bool Groups::may_keep(TokenIndex token, const User& user, Diagnostics& diags) {
  count_.kept += groups_of(token).size();
  return !is_full(user, diags);
}

void Groups::end_accounts(Diagnostics& diags) {
  tokens_ = {};
  by_direct_groups_ = by_groups_ = {};
  seen_from_ = {};
  const bool is_of_groups = groups_in_too_many_.count > 0;
  const TooMany& found = is_of_groups ? groups_in_too_many_ : accounts_in_too_many_;
  if (found.count == 0) return;
  std::string message = "`" + found.name + "` is a member of more than " + std::to_string(kMostGroups) +
                        " groups, by itself or through others";
  if (const std::size_t more = found.count - 1; more > 0)
    message += "; so " + std::string(more == 1 ? "is " : "are ") + std::to_string(more) + " more " +
               (is_of_groups ? "group" : "account") + (more == 1 ? "" : "s");
  diags.error(
      code("R115"), found.where, std::move(message),
      "an access token of Windows has no room for more: an account that is in all of them cannot log on (KB 328889)");
}

}  // namespace rapsim
