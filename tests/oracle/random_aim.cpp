// What an attempt is aimed at: an ending, a policy and a request policy, an account, a method, a time.
#include <date/tz.h>

#include <algorithm>
#include <array>

#include "tests/oracle/random_plan.hpp"

namespace rapsim::oracle {
namespace {

/// Accepts are aimed at more often than they come: anything that goes wrong makes a reject.
constexpr std::pair<Aim, int> kAims[] = {
    {Aim::accept, 215},
    {Aim::no_match, 2},
    {Aim::permission, 4},
    {Aim::method, 4},
    {Aim::eap_type, 12},
    {Aim::caller_id, 16},
    {Aim::hours, 10},
    {Aim::called, 10},
    {Aim::port, 12},
    {Aim::link, 2},
    {Aim::malformed, 3},
    {Aim::unknown_client, 5},
    {Aim::remote, 22},
    {Aim::server_fails, 8},
    {Aim::workgroup, 8},
    {Aim::unknown_domain, 4},
    {Aim::controllers, 6},
    {Aim::unknown_user, 5},
    {Aim::denials, 14},
    {Aim::extension, 9},
    {Aim::unsupported, 4},
    {Aim::locked_out, 6},
    {Aim::md5, 6},
    {Aim::lm, 7},
    {Aim::smart_card, 6},
    {Aim::wrong_password, 8},
    {Aim::eap_failed, 12},
    {Aim::disabled, 6},
    {Aim::expired, 9},
    {Aim::logon_hours, 10},
    {Aim::change_refused, 8},
    {Aim::must_change, 7},
    {Aim::password_expired, 7},
    {Aim::blank_password, 8},
    {Aim::client_requires, 10},
    {Aim::policy_requires, 14},
    {Aim::callback, 12},
    {Aim::change_not_allowed, 34},
};

/// Empty when the list has no EAP, or EAP with any type.
std::vector<int> listed_eap_types(const Policy& policy) {
  std::vector<int> out;
  for (const std::string& name : policy.profile.methods.value_or(std::vector<std::string>{})) {
    const KnownMethod& method = known_method(name);
    if (method.is_eap() && method.eap == 0) return {};
    if (method.is_eap()) out.push_back(method.eap);
  }
  return out;
}

bool can_aim(Aim aim, const Policy& policy) {
  const Profile& profile = policy.profile;
  switch (aim) {
    case Aim::caller_id:
    case Aim::callback:
      return !policy.ignores_account.value_or(false);
    case Aim::hours:
      return profile.day_and_time && *profile.day_and_time != "always";
    case Aim::called:
      return profile.called_station.has_value();
    case Aim::port:
      return profile.port_types.has_value();
    case Aim::eap_type:
      return !listed_eap_types(policy).empty();
    case Aim::policy_requires:
      return profile.encryption && (*profile.encryption)[0] != "none";
    default:
      return true;
  }
}

bool can_aim(Aim aim, const Site& site) {
  const auto forwards = [](const RequestPolicy& row) { return row.provider == "forward"; };
  switch (aim) {
    case Aim::workgroup:
      return site.domain.mode == "workgroup";
    case Aim::controllers:
      return site.domain.mode != "workgroup";
    case Aim::remote:
      return site.request_policies &&
             std::any_of(site.request_policies->begin(), site.request_policies->end(), forwards);
    case Aim::unknown_client:
      return site.radius_clients.has_value();
    case Aim::denials:
      return site.server.max_denials.value_or(0) > 0;
    default:
      return true;
  }
}

Aim some_aim(Random& random) {
  int total = 0;
  for (const auto& [aim, weight] : kAims) total += weight;
  int ticket = random.between(0, total - 1);
  for (const auto& [aim, weight] : kAims)
    if ((ticket -= weight) < 0) return aim;
  return Aim::accept;
}

bool has_wanted_state(Aim aim, const User& user) {
  const AccountState& state = user.state;
  switch (aim) {
    case Aim::locked_out:
      return state.locked_out;
    case Aim::md5:
      return !state.reversible;
    case Aim::smart_card:
      return state.smart_card_required;
    case Aim::disabled:
      return state.disabled;
    case Aim::expired:
      return state.expires.has_value();
    case Aim::logon_hours:
      return !state.logon_hours.empty();
    case Aim::must_change:
      return state.must_change;
    case Aim::password_expired:
      return state.password_expired;
    case Aim::change_refused:
    case Aim::change_not_allowed:
      return state.must_change || state.password_expired;
    case Aim::callback:
      return user.callback == "set-by-caller";
    case Aim::caller_id:
      return !user.caller_id.empty();
    default:
      return true;
  }
}

int defects(const User& user) {
  const AccountState& state = user.state;
  return static_cast<int>(state.disabled) + static_cast<int>(state.locked_out) +
         static_cast<int>(state.smart_card_required) + static_cast<int>(state.must_change) +
         static_cast<int>(state.password_expired);
}

bool may_pass_permission(const Plan& plan, const User& user) {
  const bool grants = plan.policy.grants.value_or(false);
  if (plan.ignores_account()) return grants;
  const Permission permission = user.permission.value_or(Permission::policy);
  return permission == Permission::allow || (permission == Permission::policy && grants);
}

int fitness(const Plan& plan, const Account& account) {
  int points = may_pass_permission(plan, *account.row) == (plan.aim != Aim::permission) ? 2 : 0;
  points += has_wanted_state(plan.aim, *account.row) ? 6 : 0;
  points -= 2 * defects(*account.row);
  for (const Condition& condition : plan.policy.conditions) {
    const Kind kind = known_attribute(condition.attribute).kind;
    const bool is_for = kind == Kind::machine_groups                   ? account.is_computer
                        : condition.attribute == "Windows-User-Groups" ? !account.is_computer
                                                                       : kind == Kind::groups;
    if (is_for && is_member(plan.site, account, condition.values) == kTrue) points += 3;
  }
  return points;
}

Account some_account(const Plan& plan) {
  const bool is_computer = !plan.site.computers.empty() && plan.random.chance(25);
  return {&plan.random.pick(is_computer ? plan.site.computers : plan.site.users), is_computer};
}

bool is_offered(const Plan& plan, const KnownMethod& method) {
  if (plan.has_nas) return true;
  for (const std::string& name : server_methods(plan.site)) {
    const KnownMethod& offered = known_method(name);
    const std::string_view type = method.type == "9" ? "3" : method.type == "10" ? "4" : method.type;
    if (offered.type == type || (offered.is_eap() && method.is_eap())) return true;
  }
  return false;
}

/// What the aim asks of a method, beyond what the policy and the link do.
std::string some_method(const Plan& plan) {
  Random& random = plan.random;
  const std::vector<std::string> listed = plan.methods();
  switch (plan.aim) {
    case Aim::method:
    case Aim::link:
      return std::string(random.pick(known_methods()).name);
    case Aim::eap_type:
      return random.chance(50) ? "EAP" : "EAP-MD5";
    case Aim::md5:
      return random.chance(50) ? "CHAP" : random.chance(50) ? "EAP-MD5" : "EAP";
    case Aim::lm:
      return "MS-CHAP";
    case Aim::unsupported:
      return random.pick(std::to_array<const char*>({"ARAP", "Custom", "SPAP"}));
    case Aim::eap_failed:
      return random.pick(std::to_array<const char*>({"EAP", "EAP-TLS", "PEAP", "EAP-MS-CHAP-v2"}));
    case Aim::change_refused:
    case Aim::change_not_allowed:
      return random.chance(50) ? "MS-CHAP" : "MS-CHAP-v2";
    default:
      return listed.empty() ? "PAP" : random.pick(listed);
  }
}

bool is_open(const Condition& condition, int minute) {
  const std::string& text = condition.values[0];
  return (condition.is_constraint ? time_of_day_is_open(text, minute) : schedule_is_open(text, minute)) != kFalse;
}

bool has_expired(const Plan& plan, std::int64_t at) {
  const auto& expires = plan.account.row->state.expires;
  if (!expires) return false;
  constexpr std::int64_t kDay = 24 * 60 * 60;
  return at >= (expires->form == TimeForm::day ? begin_of_day(plan.site.zone, expires->at + kDay) : expires->at);
}

bool time_fits(const Plan& plan, std::int64_t at) {
  const int minute = local_minute_of_week(plan.site.zone, at);
  for (const Policy* rule : {&plan.policy, &plan.request_policy.rule})
    for (const Condition& condition : rule->conditions)
      if (known_attribute(condition.attribute).kind == Kind::time && !is_open(condition, minute)) return false;
  const auto& hours = plan.policy.profile.day_and_time;
  if (hours && schedule_is_open(*hours, minute) != known(plan.aim != Aim::hours)) return false;
  const std::string& logon_hours = plan.account.row->state.logon_hours;
  if (!logon_hours.empty() && logon_hours_are_open(plan.site, logon_hours, at) != known(plan.aim != Aim::logon_hours))
    return false;
  return has_expired(plan, at) == (plan.aim == Aim::expired);
}

constexpr int kWeek = 7 * 24 * 60;

/// Weeks in which clocks change are taken more often than others.
std::int64_t instant_of(const Plan& plan, int minute_of_week, const std::string& zone) {
  Random& random = plan.random;
  const date::year year{random.between(1999, 2020)};
  const int month = random.chance(50) ? random.pick(std::to_array({3, 4, 10, 11})) : random.between(1, 12);
  const date::sys_days day = year / month / date::day{static_cast<unsigned>(random.between(1, 28))};
  const date::days from_sunday{date::weekday{day}.c_encoding()};
  const date::local_seconds local{(day - from_sunday).time_since_epoch() + std::chrono::minutes{minute_of_week}};
  return date::locate_zone(zone)->to_sys(local, date::choose::earliest).time_since_epoch().count();
}

/// A minute of one of the ranges, or one beside it.
int near(Random& random, const std::vector<int>& edges) {
  if (edges.empty() || random.chance(30)) return random.between(0, kWeek - 1);
  return (random.pick(edges) + random.between(-1, 1) + kWeek) % kWeek;
}

/// The edges of every range that the policy or the account names, and a minute beyond them.
std::int64_t some_instant(const Plan& plan) {
  Random& random = plan.random;
  const AccountState& state = plan.account.row->state;
  if (state.expires && random.chance(plan.aim == Aim::expired ? 50 : 10)) {
    constexpr std::int64_t kDay = 24 * 60 * 60;
    const std::int64_t end = state.expires->form == TimeForm::day
                                 ? begin_of_day(plan.site.zone, state.expires->at + kDay)
                                 : state.expires->at;
    return end + (random.chance(60) ? random.between(-1, 1) : random.between(-50'000, 50'000));
  }
  if (!state.hours.minutes.empty() && random.chance(plan.aim == Aim::logon_hours ? 60 : 15))
    return instant_of(plan, near(random, state.hours.minutes), "UTC");
  std::vector<int> edges = plan.policy.profile.hours.minutes;
  for (const Condition& condition : plan.policy.conditions)
    edges.insert(edges.end(), condition.hint.minutes.begin(), condition.hint.minutes.end());
  return instant_of(plan, near(random, edges), plan.site.zone);
}

}  // namespace

void choose_aim(Plan& plan) {
  Random& random = plan.random;
  do plan.aim = some_aim(random);
  while (!can_aim(plan.aim, plan.site));
  for (int tries = 0; tries < 20 && !plan.policies.empty(); ++tries) {
    plan.policy = random.pick(plan.policies);
    if (plan.policy.enabled.value_or(true) && can_aim(plan.aim, plan.policy)) break;
  }
  for (int tries = 0; tries < 6 && !plan.request_policies.empty(); ++tries) {
    plan.request_policy = random.pick(plan.request_policies);
    const bool is_remote = plan.request_policy.provider == "forward";
    if (plan.request_policy.rule.enabled.value_or(true) && is_remote == (plan.aim == Aim::remote)) break;
  }
}

void choose_account(Plan& plan) {
  plan.account = some_account(plan);
  for (int tries = 0; tries < 14; ++tries)
    if (const Account other = some_account(plan); fitness(plan, other) > fitness(plan, plan.account))
      plan.account = other;
}

/// A method that the server offers, unless the link is what shall fail.
void choose_method(Plan& plan) {
  Random& random = plan.random;
  std::string name = some_method(plan);
  for (int tries = 0; tries < 10 && is_offered(plan, known_method(name)) == (plan.aim == Aim::link); ++tries)
    name = some_method(plan);
  if (plan.aim != Aim::link && !is_offered(plan, known_method(name))) plan.has_nas = random.chance(60);
  plan.out.authentication = Value::of(in_some_case(random, name));
  const KnownMethod& method = known_method(name);
  if (method.is_eap() && method.eap == 0 && random.chance(85)) {  // an EAP type alone says EAP
    plan.out.eap_type = Value::of(plan.aim == Aim::md5 ? "MD5-Challenge" : std::string(random.pick(eap_types()).name));
    if (random.chance(30)) plan.out.authentication = {};
  } else if (method.eap == 25 && random.chance(20)) {
    plan.out.eap_type = Value::of("PEAP");
  }
  if (method.type == "4" && random.chance(50)) plan.out.authentication = {};
}

void choose_time(Plan& plan) {
  std::int64_t at = some_instant(plan);
  for (int tries = 0; tries < 25 && !time_fits(plan, at); ++tries) at = some_instant(plan);
  plan.out.at = at + (plan.random.chance(20) ? plan.random.between(0, 59) : 0);
  plan.out.time_form = static_cast<TimeForm>(plan.random.between(0, 2));
}

}  // namespace rapsim::oracle
