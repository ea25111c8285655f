// Random directories: a domain, nested groups, users and computers, most of them healthy.
#include <array>

#include "tests/oracle/generate.hpp"

namespace rapsim::oracle {
namespace {

constexpr const char* kGroupNames[] = {"VPN Users", "Staff",        "Contractors",   "IT",  "Sales",
                                       "Büro",      "Domain Users", "Domain Admins", "R&D", "O'Neill's team"};
constexpr const char* kUserNames[] = {"alice", "bob",   "carol", "dave", "erin",
                                      "frank", "grace", "heidi", "jörg", "o'neill"};
constexpr const char* kComputerNames[] = {"PC1", "CLIENT7", "ws-01"};

class DirectoryMaker {
 public:
  DirectoryMaker(Random& random, Site& site) : random_(random), site_(site) {}

  void make() {
    make_domain();
    make_trusted_domains();
    make_groups();
    for (const char* name : kUserNames) site_.users.push_back(account(name));
    for (const Domain& trusted : site_.trusted)
      for (const char* name : {"alice", "zoe"}) site_.users.push_back(account(trusted.name + "\\" + name));
    if (!random_.chance(60)) return;
    for (const char* name : kComputerNames)
      if (random_.chance(70)) site_.computers.push_back(account(name));
    for (const Domain& trusted : site_.trusted) site_.computers.push_back(account(trusted.name + "\\PC1"));
  }

 private:
  void make_domain() {
    Domain& domain = site_.domain;
    if (random_.chance(75)) domain.name = random_.chance(85) ? "CONTOSO" : "Büro";
    if (random_.chance(70)) domain.dns_name = "contoso.com";
    if (random_.chance(35)) domain.upn_suffixes = {"corp.example"};
    if (random_.chance(15)) domain.upn_suffixes.emplace_back("staff.example");
    if (random_.chance(70)) domain.sid = "S-1-5-21-1-2-3";
    const int mode = random_.between(0, 99);
    const bool is_old = site_.dialect != Dialect::nps;
    if (mode < 10) domain.mode = "native";
    if (mode >= 10 && mode < 26 && is_old) domain.mode = mode < 22 ? "mixed" : "nt4";
    if (mode >= 30 && mode < 39) domain.mode = "workgroup";
  }

  void make_trusted_domains() {
    if (!random_.chance(40)) return;
    Domain& trusted = site_.trusted.emplace_back();
    trusted.name = "NORTHWIND";
    if (random_.chance(70)) trusted.dns_name = "northwind.example";
    if (random_.chance(35)) trusted.upn_suffixes = {"nw.example"};
    if (random_.chance(50)) trusted.sid = "S-1-5-21-4-5-6";
    if (random_.chance(40)) site_.trusted.push_back({.name = "ADATUM"});
  }

  void make_groups() {
    for (const char* name : kGroupNames)
      if (random_.chance(65)) site_.groups.push_back({name, "", {}});
    for (std::size_t i = 0; i < site_.groups.size(); ++i) {
      Group& group = site_.groups[i];
      const bool is_well_known = group.name.starts_with("Domain ");
      if (!is_well_known && random_.chance(60)) group.sid = "S-1-5-21-1-2-3-" + std::to_string(1100 + i);
      while (random_.chance(35)) group.member_of.push_back(some_group(random_, site_));
    }
  }

  User account(std::string name) {
    User user{.name = std::move(name)};
    while (user.groups.size() < 4 && random_.chance(60)) user.groups.push_back(some_group(random_, site_));
    if (random_.chance(15)) user.primary_group = some_group(random_, site_);
    const int permission = random_.between(0, 99);
    if (permission < 72)
      user.permission = permission < 36 ? Permission::allow : permission < 62 ? Permission::policy : Permission::deny;
    if (random_.chance(35)) user.caller_id = random_.pick(kStations);
    if (random_.chance(35))
      user.callback = random_.pick(std::to_array<const char*>({"none", "set-by-caller", "set-by-caller", "555-0100"}));
    if (random_.chance(10)) user.static_ip = "10.0.0.9";
    if (random_.chance(10)) user.static_routes = {"10.2.0.0/16"};
    if (random_.chance(8)) user.static_routes.emplace_back("192.0.2.0/24");
    fill(user.state);
    return user;
  }

  /// Three of ten have something; sometimes two things at once, so that their order matters.
  void fill(AccountState& state) {
    state.reversible = random_.chance(50);
    if (random_.chance(15)) state.logon_hours = "always UTC";
    if (random_.chance(70)) return;
    do {
      switch (random_.between(0, 6)) {
        case 0:
          state.disabled = true;
          break;
        case 1:
          state.locked_out = true;
          break;
        case 2:
          state.smart_card_required = true;
          break;
        case 3:
          state.must_change = true;
          break;
        case 4:
          state.password_expired = true;
          break;
        case 5:
          state.expires = some_expiry();
          break;
        default:
          fill_hours(state);
          break;
      }
    } while (random_.chance(35));
  }

  void fill_hours(AccountState& state) {
    RandomSchedule hours = random_logon_hours(random_);
    state.logon_hours = std::move(hours.text);
    state.hours.minutes = std::move(hours.minutes);
  }

  /// From 2003 to 2014: attempts are earlier and later.
  Time some_expiry() {
    constexpr std::int64_t kDay = 24 * 60 * 60;
    const std::int64_t day = random_.between(12053, 16400) * kDay;
    if (random_.chance(60)) return {day, TimeForm::day};
    return {day + random_.between(0, 23) * 3600, static_cast<TimeForm>(random_.between(0, 2))};
  }

  Random& random_;
  Site& site_;
};

}  // namespace

std::string some_group(Random& random, const Site& site) {
  if (!site.is_complete && random.chance(2)) return random.chance(50) ? "elsewhere" : "S-1-5-21-9-9-9-1001";
  if (site.groups.empty() || random.chance(8)) return in_some_case(random, "Domain Users");
  if (!site.trusted.empty() && random.chance(5)) {
    const Domain& trusted = random.pick(site.trusted);
    if (!trusted.sid.empty() && random.chance(50)) return trusted.sid + "-513";
    return in_some_case(random, trusted.name + "\\Domain Users");
  }
  if (!site.domain.sid.empty() && random.chance(4)) return site.domain.sid + "-513";
  const Group& group = random.pick(site.groups);
  if (!group.sid.empty() && random.chance(40)) return group.sid;
  const std::string domain = site.domain.name.empty() ? "DOMAIN" : site.domain.name;
  return (random.chance(8) ? domain + "\\" : "") + in_some_case(random, group.name);
}

void add_directory(Random& random, Site& site) { DirectoryMaker(random, site).make(); }

}  // namespace rapsim::oracle
