#include "diagnose/would.hpp"

#include <map>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/count.hpp>
#include <range/v3/algorithm/find.hpp>

#include "diagnose/sample.hpp"
#include "diagnose/timetable.hpp"
#include "engine/stages/checks.hpp"
#include "model/attempt/authentication.hpp"
#include "model/load/load.hpp"
#include "model/site/zone.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kMostPerField = 24;  // values tried for one field

/// `198.51.100.` -> `198.51.100.1`: patterns on addresses tend to stop short of the end. Other texts stay as they are.
std::string as_address(std::string text) {
  if (text.empty() || text.find_first_not_of("0123456789.") != std::string::npos) return text;
  if (text.find('.') == std::string::npos) return text;  // a phone number
  if (text.back() == '.') text += '1';
  for (auto dots = ranges::count(text, '.'); dots < 3; ++dots) text += ".1";
  return text;
}

/// Decides variants of one attempt.
class Search {
 public:
  Search(const Explained& e, const Budget& budget) : e_(e), budget_(budget), wanted_(!gets_in(e.decision)) {}

  [[nodiscard]] bool to_accept() const { return wanted_ == Truth::yes; }

  /// The decision with the changes, if it is the other one for sure.
  std::optional<AttemptChange> turn(const std::vector<Change>& changes) { return turn(changes, e_.world); }

  std::optional<AttemptChange> turn(const std::vector<Change>& changes, const World& world) {
    ++decisions_;
    Attempt attempt = e_.attempt;
    for (FieldValue& field : attempt.fields)
      if (!field.given) field = {};
    Diagnostics diags;
    for (const Change& change : changes)
      set_field(attempt, change.field, change.value, false, {}, *e_.site.site, diags);
    complete_attempt(attempt, *e_.site.site, {}, diags);
    if (diags.has_errors()) return std::nullopt;  // the fields contradict each other
    TraceSink none;
    const Decision decision = decide(e_.site, world, attempt, none);
    if (gets_in(decision) != wanted_) return std::nullopt;
    return AttemptChange{changes, decision};
  }

  [[nodiscard]] bool is_over(std::size_t found) const {
    return decisions_ >= budget_.decisions || found >= budget_.proposals;
  }

 private:
  const Explained& e_;
  Budget budget_;
  Truth wanted_;
  std::size_t decisions_ = 0;
};

/// Values worth trying for each field: what the site's own settings speak of.
class Proposals {
 public:
  explicit Proposals(const Explained& e) : e_(e) { collect(); }

  [[nodiscard]] const std::vector<std::vector<Change>>& by_field() const { return by_field_; }

 private:
  void add(std::vector<Change>& list, FieldId field, std::string value) {
    const FieldValue& now = e_.attempt[field];
    const bool is_same = now.presence == Presence::present && now.text == value;
    const bool is_known = ranges::any_of(list, [&](const Change& change) { return change.value == value; });
    if (!is_same && !is_known && !value.empty() && list.size() < kMostPerField)
      list.push_back({field, std::move(value)});
  }

  void collect() {
    add_texts(FieldId::from, "Calling-Station-Id");
    add_texts(FieldId::to, "Called-Station-Id");
    add_tunnels();
    add_port_types();
    add_methods();
    add_eap_types();
    if (gets_in(e_.decision) == Truth::no) add_healed();
  }

  /// What the attempt says to have gone wrong, going right. The other way round would be no news.
  void add_healed() {
    constexpr std::pair<FieldId, std::string_view> kHealthy[] = {{FieldId::password, "right"},
                                                                 {FieldId::password_change, "accepted"},
                                                                 {FieldId::eap_result, "success"},
                                                                 {FieldId::lm_response, "no"},
                                                                 {FieldId::encryption_requires, "optional"},
                                                                 {FieldId::encryption_can, "basic, strong, strongest"},
                                                                 {FieldId::extension, "none"},
                                                                 {FieldId::domain_controller, "reachable"},
                                                                 {FieldId::global_catalog, "reachable"},
                                                                 {FieldId::policy_server, "working"},
                                                                 {FieldId::remote_radius, "accept"},
                                                                 {FieldId::client_protocols, "IP"},
                                                                 {FieldId::client_ipx_node, "no"},
                                                                 {FieldId::client_certificate, "valid"}};
    for (const auto& [field, value] : kHealthy)
      if (e_.attempt[field].presence == Presence::present) add(by_field_.emplace_back(), field, std::string(value));
  }

  /// Texts that some condition or profile of the site asks for, and one that none does.
  void add_texts(FieldId field, std::string_view attribute_name) {
    std::vector<Change>& list = by_field_.emplace_back();
    const AttributeId id = attribute_of(attribute_name);
    if (const User* user = find_user(); user != nullptr && field == FieldId::from)
      add(list, field, user->dial_in.caller_id.value);
    for (const Policy& policy : e_.site.site->policies) {
      if (field == FieldId::to) add(list, field, policy.profile.called_station_id.value);
      for (const Condition& condition : policy.conditions)
        if (condition.attribute == id)
          for (const ConditionPattern& pattern : condition.patterns)
            add(list, field, whole(field, as_address(sample_of(pattern.tree))));
    }
    if (gets_in(e_.decision) == Truth::yes) add(list, field, "192.0.2.1");
  }

  /// Called-Station-Id is never a network name alone: the access point's address comes before it.
  [[nodiscard]] std::string whole(FieldId field, std::string sample) const {
    const FieldValue& now = e_.attempt[field];
    if (field != FieldId::to || !sample.starts_with(':') || now.presence != Presence::present) return sample;
    return now.text.substr(0, now.text.rfind(':')) + sample;
  }

  /// Types that the server has ports for, and a call.
  void add_tunnels() {
    std::vector<Change>& list = by_field_.emplace_back();
    const auto& ports = e_.site.site->server.rras.ports;
    for (const TunnelTypeRow& row : tunnel_types())
      if (ports[row.type].count.value > 0) add(list, FieldId::tunnel, std::string(row.name));
    add(list, FieldId::tunnel, "none");
  }

  /// Those that people use: a type without a method is not proposed.
  void add_eap_types() {
    if (uses_eap(e_.attempt) != Truth::yes) return;  // another method says it better
    std::vector<Change>& list = by_field_.emplace_back();
    for (const MethodName& row : method_names())
      if (const NamedValue* value = row.method.eap != 0 ? find_value(kEapType, std::uint32_t{row.method.eap}) : nullptr)
        add(list, FieldId::eap_type, std::string(value->name));
  }

  void add_port_types() {
    std::vector<Change>& list = by_field_.emplace_back();
    const AttributeId id = attribute_of("NAS-Port-Type");
    const auto add_number = [&](std::uint32_t number) {
      if (const NamedValue* value = find_value(kNasPortType, number))
        add(list, FieldId::port_type, std::string(value->name));
    };
    for (const Policy& policy : e_.site.site->policies) {
      for (const std::uint32_t number : policy.profile.nas_port_types.value) add_number(number);
      for (const Condition& condition : policy.conditions)
        if (condition.attribute == id)
          for (const ConditionNumber& number : condition.numbers) add_number(number.number);
    }
  }

  /// Than the one that was used; PAP is never proposed instead of a certificate.
  [[nodiscard]] bool is_weaker(const Method& method) const {
    if (gets_in(e_.decision) == Truth::yes) return false;
    constexpr std::string_view kOrder[] = {"None",    "PAP",        "SPAP", "CHAP", "EAP-MD5",
                                           "MS-CHAP", "MS-CHAP-v2", "PEAP", "EAP",  "EAP-TLS"};
    const auto rank = [&](std::string_view name) { return ranges::find(kOrder, name) - std::begin(kOrder); };
    const Maybe<Method> now = e_.attempt.method();
    return now.is_present() && rank(name_of(method).name) < rank(name_of(now.value).name);
  }

  void add_methods() {
    std::vector<Change>& list = by_field_.emplace_back();
    const auto add_list = [&](const MethodList& methods) {
      for (const ListedMethod& listed : methods.methods) {
        if (!is_password_change(listed.method.type) && !is_weaker(listed.method))  // no method to connect with
          add(list, FieldId::authentication, std::string(name_of(listed.method).name));
      }
    };
    for (const Policy& policy : e_.site.site->policies) add_list(policy.profile.authentication.value);
    add_list(e_.site.site->server.methods.value);
  }

  [[nodiscard]] const User* find_user() const {
    const FieldValue& name = e_.attempt[FieldId::user];
    for (const User& user : e_.site.site->directory->users)
      if (equal_without_case(user.name, name.wire)) return &user;
    return nullptr;
  }

  const Explained& e_;
  std::vector<std::vector<Change>> by_field_;  // one list a field
};

/// Singles; two or three at a time only where nothing smaller turns the decision, so that every part is needed.
void search(const std::vector<std::vector<Change>>& by_field, std::size_t size, std::size_t first,
            std::vector<Change>& chosen, Search& search_, std::vector<AttemptChange>& out) {
  if (chosen.size() == size) {
    if (auto turn = search_.turn(chosen)) out.push_back(*std::move(turn));
    return;
  }
  for (std::size_t field = first; field < by_field.size(); ++field) {
    const std::size_t before = out.size();
    for (const Change& change : by_field[field]) {
      if (search_.is_over(out.size())) return;
      if (out.size() > before && chosen.size() + 1 == size) break;  // one value of a field is enough
      chosen.push_back(change);
      search(by_field, size, field + 1, chosen, search_, out);
      chosen.pop_back();
    }
  }
}

/// What becomes of the attempt at each minute of one week, on the policy server's clock.
class Week {
 public:
  /// Between the two the clock is not put forward or back.
  void add(const date::time_zone* zone, Instant from, Instant to, bool turns) {
    const std::chrono::seconds east = zone_offset(zone, from).east;
    std::uint32_t minute = minute_of_week(zone, from);
    for (Instant at = std::chrono::floor<std::chrono::minutes>(from + east); at < to + east; at += kMinute) {
      (turns ? turns_ : stays_)[minute] = true;
      minute = (minute + 1) % grammar::kMinutesOfWeek;
    }
  }
  /// A minute that comes twice, or in which something changes, turns the decision all the time or is left out.
  [[nodiscard]] std::vector<bool> turning() const {
    std::vector<bool> out(grammar::kMinutesOfWeek);
    for (std::uint32_t minute = 0; minute < grammar::kMinutesOfWeek; ++minute)
      out[minute] = turns_[minute] && !stays_[minute];
    return out;
  }
  /// Whether minutes of both weeks turn it in both or in neither.
  [[nodiscard]] bool is_like(const Week& other) const {
    const std::vector<bool> here = turning(), there = other.turning();
    for (std::uint32_t minute = 0; minute < grammar::kMinutesOfWeek; ++minute)
      if ((here[minute] && other.stays_[minute]) || (there[minute] && stays_[minute])) return false;
    return true;
  }

 private:
  static constexpr std::chrono::minutes kMinute{1};
  std::vector<bool> turns_ = std::vector<bool>(grammar::kMinutesOfWeek), stays_ = turns_;
};

/// Each state of what time decides is decided once.
std::optional<TurningTimes> turning_times(const Explained& e, Search& tries) {
  if (!e.world.clock.is_present()) return std::nullopt;
  const Timetable timetable(e);
  World world = e.world;  // at another time, nothing else having happened
  std::map<std::vector<bool>, bool> known = {{timetable.state(e.world.clock.value), false}};
  const auto turns_at = [&](Instant at) {
    if (tries.is_over(0)) return false;
    const auto [state, is_new] = known.try_emplace(timetable.state(at), false);
    world.clock.value = at;
    if (is_new) state->second = tries.turn({{FieldId::at, instant_text(at, *e.site.site)}}, world).has_value();
    return state->second;
  };
  std::optional<Instant> next;
  const auto week_from = [&](Instant from) {
    Week out;
    const Instant to = from + std::chrono::days{7};
    std::vector<Instant> at = timetable.boundaries(from, to);
    at.push_back(to);
    for (std::size_t i = 0; i + 1 < at.size(); ++i) {
      const bool turns = turns_at(at[i]);
      out.add(e.site.zone, at[i], at[i + 1], turns);
      if (turns && !next) next = at[i];
    }
    return out;
  };
  const Week coming = week_from(e.world.clock.value);
  grammar::Schedule schedule = grammar::schedule_of(coming.turning());
  if (schedule.open.empty()) return std::nullopt;
  const bool is_weekly = coming.is_like(week_from(e.world.clock.value + std::chrono::days{7}));
  return TurningTimes{.schedule = std::move(schedule), .next = *next, .is_weekly = is_weekly};
}

}  // namespace

Truth gets_in(const Decision& decision) {
  if (decision.answer.is_unknown()) return Truth::unknown;
  if (decision.answer.value != Answer::accept) return Truth::no;
  return decision.stage.is_unknown() ? Truth::unknown : truth(decision.stage.is_absent());
}

AttemptChanges find_attempt_changes(const Explained& explained, const Budget& budget) {
  AttemptChanges out;
  if (gets_in(explained.decision) == Truth::unknown) return out;
  Search tries(explained, budget);
  out.to_accept = tries.to_accept();
  out.times = turning_times(explained, tries);
  const Proposals proposals(explained);
  std::vector<Change> chosen;
  for (std::size_t size = 1; size <= 3 && out.turns.empty() && !(size > 1 && out.times); ++size)
    search(proposals.by_field(), size, 0, chosen, tries, out.turns);
  return out;
}

}  // namespace rapsim
