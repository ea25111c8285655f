// Random sites: directories with nested groups, policies with every kind of condition.
#include <algorithm>
#include <array>
#include <span>

#include "tests/oracle/generate.hpp"
#include "tests/oracle/names.hpp"

namespace rapsim::oracle {
namespace {

constexpr const char* kZones[] = {"UTC",
                                  "Europe/Berlin",
                                  "America/New_York",
                                  "Asia/Kolkata",
                                  "Asia/Kathmandu",
                                  "Australia/Adelaide",
                                  "America/St_Johns",
                                  "Australia/Lord_Howe",
                                  "Pacific/Auckland"};
constexpr const char* kGroupNames[] = {"VPN Users", "Staff",        "Contractors",   "IT",  "Sales",
                                       "Büro",      "Domain Users", "Domain Admins", "R&D", "O'Neill's team"};
constexpr const char* kUserNames[] = {"alice", "bob",   "carol", "dave", "erin",
                                      "frank", "grace", "heidi", "jörg", "o'neill"};
constexpr const char* kStations[] = {"192.0.2.7", "198.51.100.20",          "555-0101",
                                     "555-0199",  "00-00-5e-00-53-01:corp", "Line 3"};
constexpr const char* kAddresses[] = {"192.0.2.1", "192.0.2.17", "198.51.100.5", "10.0.0.1", "10.20.30.5"};

class SiteMaker {
 public:
  explicit SiteMaker(std::uint64_t seed) : random_(seed) {}

  Site make() {
    site_.dialect = static_cast<Dialect>(random_.pick(std::to_array({0, 1, 1, 2, 2, 2})));
    site_.zone = random_.pick(kZones);
    site_.is_complete = random_.chance(70);
    if (random_.chance(50)) site_.server_name = random_.chance(50) ? "vpn-1.example" : random_text(random_);
    if (random_.chance(60)) site_.server_address = random_.pick(kAddresses);
    if (random_.chance(70)) site_.domain_sid = "S-1-5-21-1-2-3";
    make_groups();
    make_users();
    make_policies();
    return std::move(site_);
  }

 private:
  bool is_nps() const { return site_.dialect == Dialect::nps; }

  // --- the directory ---

  void make_groups() {
    for (const char* name : kGroupNames)
      if (random_.chance(65)) site_.groups.push_back({name, "", {}});
    for (std::size_t i = 0; i < site_.groups.size(); ++i) {
      Group& group = site_.groups[i];
      const bool is_well_known = group.name.starts_with("Domain ");
      if (!is_well_known && random_.chance(60)) group.sid = "S-1-5-21-1-2-3-" + std::to_string(1100 + i);
      while (random_.chance(35)) group.member_of.push_back(some_group());
    }
  }

  /// A group, by name in some case or by SID; in an incomplete directory rarely one that it does not list.
  std::string some_group() {
    if (!site_.is_complete && random_.chance(2)) return random_.chance(50) ? "elsewhere" : "S-1-5-21-9-9-9-1001";
    if (site_.groups.empty() || random_.chance(8)) return in_some_case(random_, "Domain Users");
    if (!site_.domain_sid.empty() && random_.chance(4)) return site_.domain_sid + "-513";
    const Group& group = random_.pick(site_.groups);
    if (!group.sid.empty() && random_.chance(40)) return group.sid;
    return (random_.chance(8) ? "DOMAIN\\" : "") + in_some_case(random_, group.name);
  }

  void make_users() {
    for (const char* name : kUserNames) {
      User user{.name = name};
      while (user.groups.size() < 4 && random_.chance(60)) user.groups.push_back(some_group());
      if (random_.chance(15)) user.primary_group = some_group();
      const int permission = random_.between(0, 99);
      if (permission < 70)
        user.permission = permission < 30 ? Permission::allow : permission < 58 ? Permission::policy : Permission::deny;
      if (random_.chance(40)) user.caller_id = random_.pick(kStations);
      site_.users.push_back(std::move(user));
    }
  }

  // --- policies ---

  void make_policies() {
    if (random_.chance(2)) return;  // none at all
    site_.has_builtin_policies = random_.chance(3);
    if (site_.has_builtin_policies) return;
    const int count = random_.between(2, 7);
    const bool has_order = random_.chance(30);
    for (int i = 0; i < count; ++i) {
      Policy& policy = site_.policies.emplace_back();
      policy.name = "policy " + std::to_string(i);
      if (has_order) policy.order = (i * 7 + 3) % 11 + 1;
      fill(policy);
    }
  }

  void fill(Policy& policy) {
    if (is_nps() && random_.chance(25)) policy.enabled = random_.chance(60);
    if (is_nps() && random_.chance(20)) {
      const NumberName& type = random_.pick(server_types());
      policy.source = random_.chance(60) ? "Remote-access-server" : std::string(type.name);
      if (random_.chance(20)) policy.source = std::to_string(type.number);
    }
    if (site_.dialect != Dialect::windows_2000 && random_.chance(30)) policy.ignores_account = random_.chance(80);
    if (random_.chance(92)) policy.grants = random_.chance(78);
    const int conditions = random_.chance(3) ? 0 : random_.pick(std::to_array({1, 1, 2, 2, 3}));
    for (int i = 0; i < conditions; ++i) policy.conditions.push_back(random_condition());
    fill(policy.profile);
  }

  void fill(Profile& profile) {
    if (random_.chance(75)) {
      profile.methods.emplace();
      const int count = random_.between(2, 7);
      for (int i = 0; i < count; ++i) profile.methods->push_back(in_some_case(random_, some_method()));
    }
    if (random_.chance(40)) {
      RandomSchedule schedule = random_schedule(random_);
      profile.day_and_time = schedule.text;
      profile.hours.minutes = std::move(schedule.minutes);
    }
    if (random_.chance(35)) profile.called_station = random_.pick(kStations);
    if (random_.chance(40)) {
      profile.port_types.emplace();
      const int count = random_.between(1, 3);
      for (int i = 0; i < count; ++i) profile.port_types->push_back(spelled(random_.pick(port_types())));
    }
  }

  /// The usual ones more often: policies that have nothing in common would all reject the same.
  std::string some_method() {
    constexpr const char* kUsual[] = {"MS-CHAP-v2", "MS-CHAP", "PEAP", "EAP-TLS"};
    return random_.chance(40) ? random_.pick(kUsual) : std::string(random_.pick(known_methods()).name);
  }

  std::string spelled(const NumberName& row) {
    const int form = random_.between(0, 9);
    if (form < 6) return in_some_case(random_, std::string(row.name));
    if (form < 9) return std::to_string(row.number);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string digits;
    for (std::uint32_t rest = row.number; rest > 0 || digits.empty(); rest /= 16)
      digits.insert(digits.begin(), kDigits[rest % 16]);
    return "0x" + digits;
  }

  // --- conditions ---

  Condition random_condition() {
    const int kind = random_.between(0, 99);
    Condition out;
    if (kind < 15) {
      out.attribute = "Day-And-Time-Restrictions";
    } else if (kind < 35) {
      out.attribute = is_nps() && random_.chance(50) ? "Windows-User-Groups" : "Windows-Groups";
    } else {
      do out.attribute = random_.pick(known_attributes()).name;
      while (!is_nps() && !known_attribute(out.attribute).in_remote_access_policy);
    }
    const KnownAttribute& attribute = known_attribute(out.attribute);
    out.is_constraint = random_.chance(40);
    switch (attribute.kind) {
      case Kind::time:
        fill_time(out);
        break;
      case Kind::groups:
      case Kind::machine_groups:
        fill_groups(out);
        break;
      case Kind::number:
        fill_number(out, attribute);
        break;
      case Kind::boolean:
        fill_boolean(out);
        break;
      case Kind::address:
        fill_patterns(out, true);
        break;
      default:
        fill_patterns(out, false);
        break;
    }
    return out;
  }

  void fill_time(Condition& out) {
    RandomSchedule schedule = out.is_constraint ? random_time_of_day(random_) : random_schedule(random_);
    out.values = {schedule.text};
    out.hint.minutes = std::move(schedule.minutes);
  }

  void fill_groups(Condition& out) {
    out.quotes_each = random_.chance(50);
    do {
      if (!site_.is_complete && random_.chance(15))
        out.values.push_back(random_.chance(50) ? "Elsewhere" : "S-1-5-21-9-9-9-1001");
      else if (random_.chance(4))
        out.values.push_back("S-1-5-21-1-2-3-4711");  // nobody's, or in an incomplete directory somebody's
      else
        out.values.push_back(some_group());
    } while (random_.chance(45));
  }

  void fill_number(Condition& out, const KnownAttribute& attribute) {
    constexpr NumberName kUnnamed[] = {{311, "311"}, {9, "9"}, {0, "0"}, {4294967295U, "4294967295"}};
    const auto numbers = attribute.numbers.empty() ? std::span<const NumberName>(kUnnamed) : attribute.numbers;
    const NumberName& row = random_.pick(numbers);
    const std::string text = std::to_string(row.number);
    out.hint.values = {text};
    if (!out.is_constraint) {
      out.values = {attribute.numbers.empty() ? text : spelled(row)};
      while (!attribute.numbers.empty() && random_.chance(35)) out.values.push_back(spelled(random_.pick(numbers)));
      return;
    }
    const std::string other = std::to_string(random_.pick(numbers).number);
    const std::string forms[] = {"^" + text + "$",
                                 "^(" + other + "|" + text + ")$",
                                 "^" + other + "$|^" + text + "$",
                                 text,
                                 "[" + text.substr(0, 1) + "-9]",
                                 "\\b" + text + "\\b",
                                 "^" + text.substr(0, 1)};
    out.values = {random_.pick(forms)};
  }

  void fill_boolean(Condition& out) {
    const bool value = random_.chance(50);
    out.hint.values = {value ? "1" : "0"};
    out.values = {out.is_constraint ? (value ? "^1$" : "0") : value ? "true" : "false"};
  }

  /// Several patterns stand only in the readable form.
  void fill_patterns(Condition& out, bool is_address) {
    do {
      RandomPattern pattern = is_address           ? address_pattern()
                              : random_.chance(30) ? station_pattern()
                                                   : random_pattern(random_);
      out.values.push_back(pattern.text);
      out.hint.values.push_back(pattern.sample.empty() ? "x" : pattern.sample);
    } while (!out.is_constraint && random_.chance(25));
  }

  static std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '.' ? std::string("\\.") : std::string(1, c);
    return out;
  }

  RandomPattern address_pattern() {
    const std::string address = random_.pick(kAddresses);
    const std::size_t dot = address.rfind('.');
    const std::string forms[] = {"^" + escaped(address) + "$",
                                 "^" + escaped(address.substr(0, dot + 1)),
                                 address,
                                 escaped(address.substr(dot)) + "$",
                                 "^[0-9]+(\\.\\d+){3}$",
                                 "^(10|192)\\.",
                                 "10.0.0.0/8"};
    return {random_.pick(forms), address};
  }

  RandomPattern station_pattern() {
    const std::string station = random_.pick(kStations);
    const std::string forms[] = {"^" + escaped(station) + "$", station.substr(0, 4) + ".*", escaped(station.substr(3)),
                                 "\\b" + escaped(station.substr(0, 3)), "^.{" + std::to_string(station.size()) + "}$"};
    return {random_.pick(forms), station};
  }

  Random random_;
  Site site_{};
};

}  // namespace

Site random_site(std::uint64_t seed) { return SiteMaker(seed).make(); }

}  // namespace rapsim::oracle
