// Membership by naive search: the groups reached so far are gone through again until no group adds another one.
// Source: semantics.md 3.2 (nested groups and the primary group count), gaps.md G-17.
#include <stdexcept>

#include "tests/oracle/names.hpp"
#include "tests/oracle/slow.hpp"

namespace rapsim::oracle {
namespace {

struct WellKnown {
  std::string_view name;
  std::string_view end_of_sid;
};
// Win32 well-known SIDs; every domain has them.
constexpr WellKnown kWellKnown[] = {
    {"domain admins", "-512"}, {"domain users", "-513"}, {"domain guests", "-514"}, {"domain computers", "-515"}};

struct Meant {
  std::string name{};         // in small letters
  bool is_described = false;  // false: the directory does not list it, and it is none that every domain has
};

/// The group that a name or SID means. The name may have the domain before it; DOMAIN is what an unnamed one is called.
Meant group_meant(const Site& site, const std::string& text) {
  std::string name = lowered(text);
  const std::string domain = lowered(site.domain.name.empty() ? "DOMAIN" : site.domain.name) + "\\";
  if (name.starts_with(domain)) name.erase(0, domain.size());
  for (const Group& group : site.groups)
    if (lowered(group.name) == name) return {name, true};
  for (const WellKnown& group : kWellKnown)
    if (group.name == name) return {name, true};
  for (const Group& group : site.groups)
    if (!group.sid.empty() && group.sid == text) return {lowered(group.name), true};
  for (const WellKnown& group : kWellKnown)
    if (!site.domain.sid.empty() && site.domain.sid + std::string(group.end_of_sid) == text)
      return {std::string(group.name), true};
  for (const Domain& trusted : site.trusted)
    for (const WellKnown& group : kWellKnown) {
      const std::string its = lowered(trusted.name) + "\\" + std::string(group.name);
      const bool has_sid = !trusted.sid.empty() && trusted.sid + std::string(group.end_of_sid) == text;
      if (name == its || has_sid) return {its, true};
    }
  return {name, false};
}

std::string name_meant(const Site& site, const std::string& text) { return group_meant(site, text).name; }

std::set<std::string> groups_of(const Site& site, const Account& account, const Rules& rules) {
  std::set<std::string> reached;
  for (const std::string& group : account.row->groups) reached.insert(name_meant(site, group));
  const bool is_user = !account.is_computer || rules.computers_are_domain_users;
  const std::string domain = account.row->name.substr(0, account.row->name.find('\\') + 1);  // with the `\`, or empty
  const std::string primary =
      account.row->primary_group.value_or(domain + (is_user ? "Domain Users" : "Domain Computers"));
  if (!rules.primary_group_does_not_count) reached.insert(name_meant(site, primary));
  if (rules.groups_do_not_nest) return reached;
  for (std::size_t before = 0; before != reached.size();) {
    before = reached.size();
    for (const Group& group : site.groups)
      if (reached.contains(lowered(group.name)))
        for (const std::string& parent : group.member_of) reached.insert(name_meant(site, parent));
  }
  return reached;
}

}  // namespace

Truth is_member(const Site& site, const Account& account, const std::vector<std::string>& groups, const Rules& rules) {
  const std::set<std::string> reached = groups_of(site, account, rules);
  bool any = false, every = true, undescribed = false;
  for (const std::string& text : groups) {
    const Meant group = group_meant(site, text);
    const bool is_in = reached.contains(group.name) && (group.is_described || !site.is_complete);
    any = any || is_in;
    every = every && is_in;
    undescribed = undescribed || !group.is_described;  // anybody may be in it
  }
  // A group of the account that nobody describes may be a member of any other.
  for (const std::string& name : reached) undescribed = undescribed || !group_meant(site, name).is_described;
  if (rules.every_group_is_needed) return known(every);
  if (any) return kTrue;
  return undescribed && !site.is_complete ? kEither : kFalse;
}

}  // namespace rapsim::oracle
