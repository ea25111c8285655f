// Random attempts, each aimed at a policy and an ending.
#include <date/tz.h>

#include <algorithm>
#include <array>
#include <map>

#include "tests/oracle/generate.hpp"
#include "tests/oracle/names.hpp"
#include "tests/oracle/slow.hpp"

namespace rapsim::oracle {
namespace {

enum class Aim : std::uint8_t { accept, no_match, permission, method, eap_type, caller_id, hours, called, port };

/// Weights of the aims. Accepts are aimed at more often than they come: anything that goes wrong makes a reject.
constexpr std::pair<Aim, int> kAims[] = {{Aim::accept, 46}, {Aim::no_match, 1},  {Aim::permission, 2},
                                         {Aim::method, 2},  {Aim::eap_type, 10}, {Aim::caller_id, 12},
                                         {Aim::hours, 8},   {Aim::called, 8},    {Aim::port, 12}};
constexpr int kUnknownPercent = 12;

class AttemptMaker {
 public:
  AttemptMaker(Random& random, const Site& site) : random_(random), site_(site), policies_(policies_in_order(site)) {}

  Attempt make() {
    choose_aim();
    choose_user();
    choose_method();
    for (const Condition& condition : policy_.conditions)
      if (!condition.hint.values.empty()) add_wanted(condition.attribute, random_.pick(condition.hint.values));
    want_profile();
    choose_time();
    if (aim_ == Aim::no_match) spoil();
    write_fields();
    write_attributes();
    add_unknowns();
    return std::move(out_);
  }

 private:
  bool ignores_account() const { return policy_.ignores_account.value_or(false); }

  bool can_aim(const Policy& policy) const {
    const Profile& profile = policy.profile;
    switch (aim_) {
      case Aim::caller_id:
        return !policy.ignores_account.value_or(false);
      case Aim::hours:
        return profile.day_and_time && *profile.day_and_time != "always";
      case Aim::called:
        return profile.called_station.has_value();
      case Aim::port:
        return profile.port_types.has_value();
      case Aim::eap_type:
        return !listed_eap_types(policy).empty();
      default:
        return true;
    }
  }

  /// Empty when the list has no EAP, or EAP with any type.
  static std::vector<int> listed_eap_types(const Policy& policy) {
    std::vector<int> out;
    if (!policy.profile.methods) return out;
    for (const std::string& name : *policy.profile.methods) {
      const KnownMethod& method = known_method(name);
      if (method.is_eap() && method.eap == 0) return {};
      if (method.is_eap()) out.push_back(method.eap);
    }
    return out;
  }

  void choose_aim() {
    int total = 0;
    for (const auto& [aim, weight] : kAims) total += weight;
    int ticket = random_.between(0, total - 1);
    for (const auto& [aim, weight] : kAims) {
      aim_ = aim;
      if ((ticket -= weight) < 0) break;
    }
    if (policies_.empty()) return;
    for (int tries = 0; tries < 20; ++tries) {
      policy_ = random_.pick(policies_);
      if (policy_.enabled.value_or(true) && can_aim(policy_)) return;
    }
  }

  // --- the account ---

  bool may_pass_permission(const User& user) const {
    if (ignores_account()) return policy_.grants.value_or(false);
    const Permission permission = user.permission.value_or(Permission::policy);
    return permission == Permission::allow || (permission == Permission::policy && policy_.grants.value_or(false));
  }

  int fitness(const User& user) const {
    int points = may_pass_permission(user) == (aim_ != Aim::permission) ? 2 : 0;
    if (aim_ == Aim::caller_id && !user.caller_id.empty()) points += 2;
    for (const Condition& condition : policy_.conditions)
      if (known_attribute(condition.attribute).kind == Kind::groups &&
          is_member(site_, user, condition.values) == kTrue)
        points += 3;
    return points;
  }

  void choose_user() {
    user_ = &random_.pick(site_.users);
    for (int tries = 0; tries < 12; ++tries)
      if (const User& other = random_.pick(site_.users); fitness(other) > fitness(*user_)) user_ = &other;
    const std::string name = in_some_case(random_, user_->name);
    const int form = random_.between(0, 9);
    out_.user = Value::of(form == 0 ? "CONTOSO\\" + name : form == 1 ? name + "@contoso.example" : name);
    if (!site_.is_complete && random_.chance(3)) out_.user = Value::of("stranger");
  }

  // --- what conditions and limits want ---

  void add_wanted(const std::string& attribute, const std::string& value) {
    auto& values = wanted_[attribute];
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }

  void choose_method() {
    const std::vector<std::string> defaults{"MS-CHAP", "MS-CHAP-v2"};
    const std::vector<std::string>& listed = policy_.profile.methods ? *policy_.profile.methods : defaults;
    std::string name = listed.empty() ? "PAP" : random_.pick(listed);
    if (aim_ == Aim::method) name = random_.pick(known_methods()).name;
    if (aim_ == Aim::eap_type) name = random_.chance(50) ? "EAP" : "EAP-MD5";
    out_.authentication = Value::of(in_some_case(random_, name));
    const KnownMethod& method = known_method(name);
    if (method.is_eap() && method.eap == 0 && random_.chance(85))
      choose_eap_type();
    else if (method.eap == 25 && random_.chance(20))
      out_.eap_type = Value::of("PEAP");
    if (known_method(name).type == "4" && random_.chance(50)) out_.authentication = {};
  }

  /// An EAP type alone says EAP.
  void choose_eap_type() {
    out_.eap_type = Value::of(std::string(random_.pick(eap_types()).name));
    if (random_.chance(30)) out_.authentication = {};
  }

  void want_profile() {
    const Profile& profile = policy_.profile;
    if (profile.called_station && aim_ != Aim::called)
      add_wanted("Called-Station-Id", in_some_case(random_, *profile.called_station));
    if (profile.port_types && aim_ != Aim::port)
      add_wanted("NAS-Port-Type", std::to_string(number_in(port_types(), random_.pick(*profile.port_types))));
    if (!user_->caller_id.empty() && !ignores_account() && aim_ != Aim::caller_id)
      add_wanted("Calling-Station-Id", in_some_case(random_, user_->caller_id));
  }

  bool time_fits(int minute) const {
    for (const Condition& condition : policy_.conditions) {
      if (known_attribute(condition.attribute).kind != Kind::time) continue;
      const std::string& text = condition.values[0];
      if ((condition.is_constraint ? time_of_day_is_open(text, minute) : schedule_is_open(text, minute)) == kFalse)
        return false;
    }
    if (!policy_.profile.day_and_time) return true;
    return schedule_is_open(*policy_.profile.day_and_time, minute) == known(aim_ != Aim::hours);
  }

  /// The edges of every range that the policy names, and a minute beyond them.
  void choose_time() {
    std::vector<int> edges = policy_.profile.hours.minutes;
    for (const Condition& condition : policy_.conditions)
      edges.insert(edges.end(), condition.hint.minutes.begin(), condition.hint.minutes.end());
    constexpr int kWeek = 7 * 24 * 60;
    int minute = random_.between(0, kWeek - 1);
    for (int tries = 0; tries < 25 && !time_fits(minute); ++tries) {
      minute = random_.between(0, kWeek - 1);
      if (!edges.empty() && random_.chance(70)) minute = (random_.pick(edges) + random_.between(-1, 1) + kWeek) % kWeek;
    }
    out_.at = instant_of(minute) + (random_.chance(20) ? random_.between(0, 59) : 0);
    out_.time_form = static_cast<TimeForm>(random_.between(0, 2));
  }

  /// Weeks in which clocks change are taken more often than others.
  std::int64_t instant_of(int minute_of_week) {
    const date::year year{random_.between(1999, 2020)};
    const int month = random_.chance(50) ? random_.pick(std::to_array({3, 4, 10, 11})) : random_.between(1, 12);
    const date::sys_days day = year / month / date::day{static_cast<unsigned>(random_.between(1, 28))};
    const date::days from_sunday{date::weekday{day}.c_encoding()};
    const date::local_seconds local{(day - from_sunday).time_since_epoch() + std::chrono::minutes{minute_of_week}};
    return date::locate_zone(site_.zone)->to_sys(local, date::choose::earliest).time_since_epoch().count();
  }

  /// Takes away or changes what one condition wants.
  void spoil() {
    if (wanted_.empty()) return;
    auto at = wanted_.begin();
    std::advance(at, random_.below(wanted_.size()));
    if (random_.chance(50))
      wanted_.erase(at);
    else if (known_attribute(at->first).kind == Kind::text)
      at->second = {random_text(random_)};
  }

  // --- the attempt ---

  /// The one value that is wanted, unless it is to be given under `attributes:` all the same.
  std::optional<std::string> one_wanted(const std::string& attribute) {
    const auto found = wanted_.find(attribute);
    if (found == wanted_.end() || found->second.size() != 1 || random_.chance(35)) return std::nullopt;
    return found->second[0];
  }

  void write_fields() {
    if (const auto from = one_wanted("Calling-Station-Id")) {
      out_.from = Value::of(*from);
      wanted_.erase("Calling-Station-Id");
    } else if (random_.chance(50)) {
      out_.from = Value::of(random_.chance(2) ? "unknown" : random_text(random_));
    }
    write_port();
    const bool is_call = out_.port_type.state == State::given && out_.port_type.texts[0] != "Virtual";
    if (const auto to = one_wanted("Called-Station-Id"); to && is_call) {
      out_.to = Value::of(*to);
      wanted_.erase("Called-Station-Id");
    } else if (random_.chance(40)) {
      out_.to = Value::of(random_text(random_));
    }
    if (const auto type = one_wanted("Authentication-Type"); type && aim_ == Aim::accept) use_method_of_type(*type);
  }

  /// A tunnel and the Virtual port, or a call on another one: an attempt that says both is an error.
  void write_port() {
    const auto port = one_wanted("NAS-Port-Type");
    const auto tunnel = one_wanted("Tunnel-Type");
    for (const NumberName& row : port_types())
      if (port && *port == std::to_string(row.number)) {
        out_.port_type = Value::of(std::string(row.name));
        wanted_.erase("NAS-Port-Type");
      }
    const bool is_call = out_.port_type.state == State::given && out_.port_type.texts[0] != "Virtual";
    if (is_call) {
      if (random_.chance(50)) out_.tunnel = Value::of("none");
      return;
    }
    for (const NumberName& row : tunnels())
      if (tunnel && *tunnel == std::to_string(row.number)) {
        out_.tunnel = Value::of(std::string(row.name));
        wanted_.erase("Tunnel-Type");
        return;
      }
    const bool may_be_call = out_.port_type.state == State::left_out;
    if (random_.chance(40)) out_.tunnel = Value::of(std::string(tunnels()[random_.below(4)].name));
    if (out_.tunnel.state == State::given && out_.tunnel.texts[0] == "none" && !may_be_call) out_.tunnel = {};
  }

  void use_method_of_type(const std::string& type) {
    for (const KnownMethod& method : known_methods())
      if (method.type == type && policy_.profile.methods)
        for (const std::string& listed : *policy_.profile.methods)
          if (lowered(listed) == lowered(method.name)) {
            out_.authentication = Value::of(listed);
            out_.eap_type = {};
            wanted_.erase("Authentication-Type");
            return;
          }
  }

  /// As a user would write it: `true`, a name, a number.
  std::string spelled(const KnownAttribute& attribute, const std::string& value) {
    if (attribute.kind == Kind::boolean) return value == "1" ? "true" : "false";
    if (attribute.kind == Kind::number) {
      for (const NumberName& row : attribute.numbers)
        if (std::to_string(row.number) == value && random_.chance(50))
          return in_some_case(random_, std::string(row.name));
      return value;
    }
    return attribute.kind == Kind::address || random_.chance(60) ? value : nearly(random_, value);
  }

  void write_attributes() {
    for (const auto& [name, values] : wanted_) {
      Value value{State::given, {}};
      for (const std::string& text : values) value.texts.push_back(spelled(known_attribute(name), text));
      const Kind kind = known_attribute(name).kind;
      if ((kind == Kind::text || kind == Kind::out_of_scope) && random_.chance(15))
        value.texts.insert(value.texts.begin(), random_text(random_));
      if (kind == Kind::boolean) value.texts.resize(1);  // both values at once would need a list of plain words
      out_.attributes.emplace_back(name, std::move(value));
    }
    if (random_.chance(12)) add_other_attribute();
  }

  /// An attribute that some condition of the site asks for, absent or unknown.
  void add_other_attribute() {
    std::vector<std::string> names{"Calling-Station-Id", "NAS-Port-Type", "Called-Station-Id"};
    if (site_.dialect == Dialect::nps) names.emplace_back("MS-Network-Access-Server-Type");
    for (const Policy& policy : policies_)
      for (const Condition& condition : policy.conditions)
        if (const Kind kind = known_attribute(condition.attribute).kind;
            kind != Kind::time && kind != Kind::groups && kind != Kind::machine_groups)
          names.push_back(condition.attribute);
    const std::string name = random_.pick(names);
    for (const auto& [given, value] : out_.attributes)
      if (given == name) return;
    out_.attributes.emplace_back(name, Value{random_.chance(70) ? State::absent : State::unknown, {}});
  }

  void add_unknowns() {
    while (random_.chance(kUnknownPercent)) {
      switch (random_.between(0, 7)) {
        case 0:
          out_.user = Value::unknown();
          break;
        case 1:
          out_.at.reset();
          break;
        case 2:
          out_.from = Value::unknown();
          break;
        case 3:
          out_.to = Value::unknown();
          break;
        case 4:
          out_.tunnel = Value::unknown();
          break;
        case 5:
          out_.port_type = Value::unknown();
          break;
        case 6:
          (out_.eap_type.state == State::given ? out_.eap_type : out_.authentication) = Value::unknown();
          break;
        default:
          if (!out_.attributes.empty()) random_.pick(out_.attributes).second = Value::unknown();
          break;
      }
    }
  }

  Random& random_;
  const Site& site_;
  std::vector<Policy> policies_;
  Policy policy_{};
  const User* user_ = nullptr;
  Aim aim_ = Aim::accept;
  std::map<std::string, std::vector<std::string>> wanted_{};
  Attempt out_{};
};

}  // namespace

Attempt random_attempt(Random& random, const Site& site) { return AttemptMaker(random, site).make(); }

}  // namespace rapsim::oracle
