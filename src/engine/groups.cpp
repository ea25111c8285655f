#include "engine/groups.hpp"

#include <algorithm>
#include <range/v3/algorithm/binary_search.hpp>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/find_if.hpp>
#include <range/v3/algorithm/sort.hpp>

namespace rapsim {
namespace {

struct WellKnownGroup {
  std::string_view name;
  std::string_view rid;  // last number of its SID, after the domain's
};

/// Every domain has these (win32 well-known SIDs); a site need not list them.
constexpr WellKnownGroup kWellKnownGroups[] = {
    {"Domain Admins", "512"}, {"Domain Users", "513"}, {"Domain Guests", "514"}, {"Domain Computers", "515"}};

/// An access token has room for 1024 SIDs; with those of the system, an account that is in more groups than this cannot
/// log on. It also bounds what a chain of nested groups costs. Source: MS KB 328889.
constexpr std::size_t kMostGroups = 1015;
constexpr std::size_t kMostMemberships = 10'000'000;  // of all groups together, nested ones counted: 40 MB

}  // namespace

Groups::Groups(const Directory& directory, Diagnostics& diags) : directory_(directory), diags_(diags) {
  for (const Group& group : directory.groups) add(group.name, group.sid.value, group.where);
  add_builtin();
  for (std::size_t i = 0; i < directory.groups.size(); ++i)
    for (const Reference& parent : directory.groups[i].member_of)
      if (const auto index = resolve(parent)) parents_[i].push_back(*index);
  close_memberships();
  report_circles();
}

void Groups::add(std::string_view name, const std::string& sid, Span where) {
  const auto index = static_cast<GroupIndex>(names_.size());
  names_.emplace_back(name);
  where_.push_back(where);
  parents_.emplace_back();
  by_name_.emplace(lowered(name), index);
  if (sid.empty()) return;
  const auto [at, is_new] = by_sid_.try_emplace(sid, index);
  if (!is_new)
    diags_.error(code("R306"), where, "`" + names_[at->second] + "` has the same SID as `" + std::string(name) + "`");
}

void Groups::add_builtin() {
  const std::string& domain = directory_.domain_sid.value;
  for (const WellKnownGroup& group : kWellKnownGroups) {
    const std::string sid = domain.empty() ? std::string{} : domain + "-" + std::string(group.rid);
    if (const auto found = by_name_.find(lowered(group.name)); found == by_name_.end())
      add(group.name, sid, {});
    else if (!sid.empty())
      by_sid_.try_emplace(sid, found->second);
  }
}

std::optional<GroupIndex> Groups::resolve(const Reference& reference) {
  std::string_view name = reference.text;
  const std::size_t domain = name.find('\\');
  if (domain != std::string_view::npos && equal_without_case(name.substr(0, domain), directory_.domain.value))
    name.remove_prefix(domain + 1);
  if (const auto found = by_name_.find(lowered(name)); found != by_name_.end()) return found->second;
  if (const auto found = by_sid_.find(reference.text); found != by_sid_.end()) return found->second;
  if (!directory_.complete.value) {
    add(name, {}, kUndescribed);
    if (!closure_.empty()) closure_.push_back({static_cast<GroupIndex>(closure_.size())});
    return static_cast<GroupIndex>(names_.size() - 1);
  }
  if (reference.text.starts_with("S-1-")) {
    diags_.warning(code("R313"), reference.where,
                   "no group has the SID `" + reference.text + "`: nobody can be a member",
                   "give a group this `sid`, or say `directory.complete: false`");
    return std::nullopt;
  }
  diags_.error(code("R304"), reference.where, "unknown group `" + reference.text + "`",
               diags_.may_search(names_.size()) ? did_you_mean(reference.text, {names_.begin(), names_.end()}) : "");
  return std::nullopt;
}

void Groups::close_memberships() {
  seen_from_.assign(names_.size(), UINT32_MAX);
  std::size_t memberships = 0;
  bool too_many = false;
  for (GroupIndex start = 0; start < names_.size(); ++start) {
    std::vector<GroupIndex> closure = closure_of(start);
    if (closure.size() > kMostGroups + 1) {
      report_too_many(names_[start], where_[start]);
      closure = std::vector<GroupIndex>{start};  // an assigned list would keep the room of the old one
    }
    memberships += closure.size();
    if (memberships > kMostMemberships) {
      if (!too_many)
        diags_.error(code("R115"), where_[start],
                     "more than " + std::to_string(kMostMemberships) + " memberships of groups, nested ones counted");
      too_many = true;
      closure = std::vector<GroupIndex>{start};
    }
    closure_.push_back(std::move(closure));
  }
}

void Groups::report_too_many(std::string_view name, Span where) {
  diags_.error(code("R115"), where,
               "`" + std::string(name) + "` is a member of more than " + std::to_string(kMostGroups) +
                   " groups, by itself or through others",
               "Windows has no room for more in an access token: nobody who is in them could log on (KB 328889)");
}

/// Not further than one group past the limit.
std::vector<GroupIndex> Groups::closure_of(GroupIndex start) {
  seen_from_[start] = start;
  std::vector<GroupIndex> found{start};
  for (std::size_t next = 0; next < found.size() && found.size() <= kMostGroups + 1; ++next)
    for (const GroupIndex parent : parents_[found[next]])
      if (seen_from_[parent] != start) {
        seen_from_[parent] = start;
        found.push_back(parent);
      }
  ranges::sort(found);
  return found;
}

void Groups::report_circles() {
  for (GroupIndex group = 0; group < names_.size(); ++group) {
    const auto is_above = [&](GroupIndex parent) { return ranges::binary_search(closure_[parent], group); };
    const auto parent = ranges::find_if(parents_[group], is_above);
    if (parent != parents_[group].end())
      diags_.warning(code("R305"), where_[group],
                     "`" + names_[group] + "` is a member of `" + names_[*parent] +
                         "`, which is a member of it: members of one are members of all");
  }
}

std::vector<GroupIndex> Groups::token_groups(const User& user) {
  std::vector<GroupIndex> out;
  const auto add_all = [&](const std::optional<GroupIndex>& index) {
    if (index) out.insert(out.end(), closure_[*index].begin(), closure_[*index].end());
  };
  for (const Reference& group : user.groups) add_all(resolve(group));
  add_all(resolve({user.primary_group.value, user.primary_group.where}));
  ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > kMostGroups) report_too_many(user.name, user.where);
  return out;
}

}  // namespace rapsim
