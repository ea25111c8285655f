#include "diagnose/side_effects.hpp"

#include <range/v3/algorithm/find.hpp>

#include "diagnose/sample.hpp"
#include "diagnose/would.hpp"
#include "model/load/load.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kMostAttempts = 1'200, kMostKinds = 8, kMostAccounts = 256;

struct Given {
  FieldId field;
  std::string value;
};

/// The attempt with other fields; nothing when they contradict each other.
std::optional<Attempt> with(const Site& site, Attempt attempt, const std::vector<Given>& fields) {
  for (FieldValue& field : attempt.fields)
    if (!field.given) field = {};
  Diagnostics diags;
  for (const Given& one : fields) set_field(attempt, one.field, one.value, false, {}, site, diags);
  complete_attempt(attempt, site, {}, diags);
  return diags.has_errors() ? std::nullopt : std::optional(std::move(attempt));
}

/// The fields that an attempt needs to be one for the policy, whoever makes it and whenever.
std::vector<Given> kind_of(const Site& site, const Policy& policy) {
  std::vector<Given> out;
  const auto add = [&](FieldId field, std::string value) {
    if (!value.empty()) out.push_back({field, std::move(value)});
  };
  for (const Condition& condition : policy.conditions) {
    const Attribute& row = attribute(condition.attribute);
    const std::string name = condition.numbers.empty() || row.values == nullptr ? ""
                             : find_value(*row.values, condition.numbers.front().number) == nullptr
                                 ? ""
                                 : std::string(find_value(*row.values, condition.numbers.front().number)->name);
    const std::string text = condition.patterns.empty() ? "" : sample_of(condition.patterns.front().tree);
    if (row.name == "NAS-Port-Type") add(FieldId::port_type, name);
    if (row.name == "Tunnel-Type") add(FieldId::tunnel, name);
    if (row.name == "Called-Station-Id") add(FieldId::to, text);
    if (row.name == "Calling-Station-Id") add(FieldId::from, text);
    if (row.name == "Client-Friendly-Name")
      for (const RadiusClient& client : site.radius_clients)
        if (client.name.find(text) != std::string::npos) {
          add(FieldId::nas, client.name);
          break;
        }
  }
  for (const ListedMethod& listed : policy.profile.authentication.value.methods)
    if (!is_password_change(listed.method.type)) {
      add(FieldId::authentication, std::string(name_of(listed.method).name));
      break;
    }
  return out;
}

std::string policy_of(const CompiledSite& site, const Decision& decision) {
  const bool is_known = decision.policy.is_present() && decision.policy.value != kNoPolicy;
  return is_known ? site.site->policies[decision.policy.value].name : std::string{};
}

}  // namespace

OtherAttempts::OtherAttempts(const Explained& e) {
  const Site& site = *e.site.site;
  std::vector<Attempt> kinds = {e.attempt};
  for (const AccessKind& access : site.access) {
    if (kinds.size() >= kMostKinds) break;
    Attempt kind;
    Diagnostics diags;
    load_access(access.name, {}, site, kind, diags);
    std::vector<Given> fields = {{FieldId::user, e.attempt[FieldId::user].text}};
    if (e.world.clock.is_present()) fields.push_back({FieldId::at, instant_text(e.world.clock.value, site)});
    if (auto whole = with(site, std::move(kind), fields)) kinds.push_back(*std::move(whole));
  }
  // A site that does not name them is asked what its policies are for.
  for (const Policy& policy : site.policies) {
    if (kinds.size() >= kMostKinds || !site.access.empty()) break;
    Attempt like = e.attempt;  // what says that it came through a gateway, or to which network, is of that attempt
    like.attributes.clear();
    like[FieldId::to] = {};
    if (const auto kind = with(site, std::move(like), kind_of(site, policy))) kinds.push_back(*kind);
  }
  // The caller is the one of his class that tries, under the name that he used.
  const User* caller = account_of(e.site, e.facts().subject);
  constexpr std::size_t kNone = SIZE_MAX;
  std::vector<std::size_t> row_of(e.site.accounts->classes.size(), kNone);
  classes_.push_back({e.attempt[FieldId::user].text});
  if (caller != nullptr) row_of[e.facts().subject.account] = 0;
  const auto add_all = [&](const std::vector<User>& users, const MapWithoutCase<CompiledAccount>& known,
                           bool is_computer) {
    for (const User& user : users) {
      std::size_t& row = row_of[known.at(user.name).in_class];
      const std::string name = user.name + (is_computer ? "$" : "");
      if (row == kNone) {
        if (classes_.size() == kMostAccounts) continue;
        row = classes_.size();
        classes_.push_back({name});
      }
      OtherAccounts& others = classes_[row].others;
      if (&user == caller) continue;
      ++others.count;
      if (others.names.size() < OtherAccounts::kMostNames) others.names.push_back(name);
    }
  };
  add_all(site.directory->users, e.site.accounts->users, false);
  add_all(site.directory->computers, e.site.accounts->computers, true);
  std::vector<World> worlds = {e.world};
  if (e.world.clock.is_present()) {
    using std::chrono::days, std::chrono::hours, std::chrono::sys_days, std::chrono::weekday;
    const auto later = [&](Instant at) {
      worlds.push_back(e.world);
      worlds.back().clock.value = at;
    };
    later(e.world.clock.value + hours{12});
    const auto day = std::chrono::floor<days>(e.world.clock.value);
    later(day + days{(7 - weekday{sys_days(day)}.c_encoding()) % 7} + hours{3});
  }
  for (const World& world : worlds)
    for (const Attempt& kind : kinds)
      for (std::size_t of = 0; of < classes_.size(); ++of) {
        if (rows_.size() >= kMostAttempts) return;
        std::vector<Given> fields = {{FieldId::user, classes_[of].account}};
        if (world.clock.is_present()) fields.push_back({FieldId::at, instant_text(world.clock.value, site)});
        auto attempt = with(site, kind, fields);
        if (!attempt) continue;
        TraceSink none;
        const Decision decision = decide(e.site, world, *attempt, none);
        rows_.push_back({of, world, *std::move(attempt), gets_in(decision), policy_of(e.site, decision)});
      }
}

SideEffects OtherAttempts::of(const CompiledSite& changed) const {
  SideEffects out;
  std::vector<bool> opens(classes_.size()), closes(classes_.size());
  for (const Row& row : rows_) {
    TraceSink none;
    const Decision decision = decide(changed, row.world, row.attempt, none);
    const Truth now = gets_in(decision);
    if (now != row.gets_in || (now == Truth::yes && policy_of(changed, decision) != row.policy)) ++out.changed;
    if (now == Truth::yes && row.gets_in != Truth::yes) opens[row.of] = true;
    if (now == Truth::no && row.gets_in != Truth::no) closes[row.of] = true;
  }
  const auto add = [](OtherAccounts& to, const OtherAccounts& more) {
    to.count += more.count;
    for (const std::string& name : more.names)
      if (to.names.size() < OtherAccounts::kMostNames) to.names.push_back(name);
  };
  for (std::size_t of = 0; of < classes_.size(); ++of) {
    if (opens[of]) add(out.opens_for, classes_[of].others);
    if (closes[of]) add(out.closes_for, classes_[of].others);
  }
  return out;
}

}  // namespace rapsim
