// What a check reads is data: on random sites and attempts, a change of a field or of an attribute that a check does
// not list never changes what becomes of the check.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/stages/checks.hpp"
#include "engine/trace/attempt_context.hpp"
#include "model/load/load.hpp"
#include "tests/oracle/compare.hpp"
#include "tests/oracle/generate.hpp"
#include "tests/oracle/write_yaml.hpp"

namespace {

using namespace rapsim;

constexpr std::uint64_t kSites = 150;
constexpr std::size_t kAttemptsOfASite = 3;
constexpr std::size_t kMostPolicies = 3, kMostValues = 6;

/// Of every check, and every policy that it may be made for: its truth, or that it does not apply.
using Outcomes = std::vector<int>;

Outcomes outcomes(const CompiledSite& site, World world, const Attempt& attempt, PolicyIndex request_policy) {
  world.clock = world_at(attempt).clock;
  const AttemptContext judged(site, world, attempt, request_policy);
  Outcomes out;
  for (const Check& check : checks()) {
    const bool is_of_policy = check.stage > StageId::policy;
    const std::size_t policies = is_of_policy ? std::min(kMostPolicies, site.site->policies.size()) : 1;
    for (std::size_t row = 0; row < kMostPolicies; ++row) {
      const CheckInput input{judged.facts(), is_of_policy && row < policies ? &site.site->policies[row] : nullptr};
      const bool is_made = row < policies && (check.applies == nullptr || check.applies(input));
      out.push_back(is_made ? static_cast<int>(check.violated(input)) : -1);
    }
  }
  return out;
}

/// Values of a field: of its table, or texts that attempts and sites use; unknown, and none.
std::vector<FieldValue> values_of(FieldId id, const Site& site, oracle::Random& random) {
  const AttemptField& row = field_row(id);
  std::vector<FieldValue> out;
  switch (row.type) {
    case FieldType::account:
      for (const User& user : site.directory->users) out.push_back(value_of(id, user.name));
      out.push_back(value_of(id, "unknown-account"));
      out.push_back(value_of(id, "NO-SUCH-DOMAIN\\somebody"));
      break;
    case FieldType::time:
      for (const int hours : {1, 30, 500, 20000})
        out.push_back(time_value(Instant{std::chrono::hours{298000 + hours}}, site));
      break;
    case FieldType::enumeration:
      for (const NamedValue& value : row.values->values) out.push_back(value_of(id, std::int64_t{value.number}));
      break;
    case FieldType::method:
      for (const MethodName& name : method_names()) out.push_back(value_of(id, name.method));
      break;
    case FieldType::eap_result:
      for (const int reason : {0, 23, 265}) out.push_back(value_of(id, std::int64_t{reason}));
      break;
    case FieldType::levels:
    case FieldType::methods:
    case FieldType::protocols:
      for (const auto& [name, bit] : listed_names(row.type)) out.push_back(value_of(id, bit));
      break;
    case FieldType::text:
    case FieldType::address:
      for (const char* text : oracle::kStations) out.push_back(value_of(id, text));
      for (const char* text : oracle::kAddresses) out.push_back(value_of(id, text));
      for (const RadiusClient& client : site.radius_clients) out.push_back(value_of(id, client.name));
      break;
  }
  while (out.size() > kMostValues) out.erase(out.begin() + static_cast<std::ptrdiff_t>(random.below(out.size())));
  out.push_back(FieldValue::unknown());
  out.emplace_back();
  return out;
}

/// Names of the checks that `may` excludes and that came out otherwise anyway.
template <class May>
std::set<std::string> unlisted_changes(const Outcomes& before, const Outcomes& after, May may) {
  std::set<std::string> out;
  for (std::size_t i = 0; i < before.size(); ++i)
    if (const Check& check = checks()[i / kMostPolicies]; before[i] != after[i] && !may(check))
      out.insert(std::string(check.name));
  return out;
}

bool asks_for(const Check& check, std::string_view attribute_name) {
  return std::ranges::any_of(check.asked, [&](const Asked& asked) { return asked.name() == attribute_name; });
}

template <class Visit>
void each_situation(Visit visit) {
  for (std::uint64_t seed = 1; seed <= kSites; ++seed) {
    const oracle::Site site = oracle::random_site(seed);
    const auto loaded = oracle::load(site);
    REQUIRE(loaded->site != nullptr);
    oracle::Random random(~seed);
    std::vector<oracle::Attempt> attempts;
    while (attempts.size() < kAttemptsOfASite) attempts.push_back(oracle::random_attempt(random, site));
    for (const Attempt& attempt : oracle::load(*loaded, oracle::attempts_yaml(site, attempts))) {
      World world = world_at(attempt);
      for (const User& user : loaded->site->site->directory->users)
        world.denials[lowered(user.name)] = {static_cast<std::uint32_t>(random.below(5)), world.clock.value};
      const std::size_t request_policies = loaded->site->site->request_policies.size();
      const PolicyIndex request_policy = request_policies == 0 || random.below(2) == 0
                                             ? kNoPolicy
                                             : static_cast<PolicyIndex>(random.below(request_policies));
      visit(*loaded->site, world, attempt, request_policy, random);
    }
  }
}

}  // namespace

TEST_CASE("checks: a field that a check does not list changes nothing for it") {
  std::vector<std::set<std::string>> changed(kFieldCount);  // by each field: checks that it does change
  each_situation([&](const CompiledSite& site, const World& world, const Attempt& attempt, PolicyIndex request_policy,
                     oracle::Random& random) {
    const Outcomes before = outcomes(site, world, attempt, request_policy);
    for (std::size_t row = 0; row < kFieldCount; ++row) {
      const auto id = static_cast<FieldId>(row);
      for (FieldValue& value : values_of(id, *site.site, random)) {
        Attempt other = attempt;
        other[id] = std::move(value);
        const Outcomes after = outcomes(site, world, other, request_policy);
        changed[row].merge(unlisted_changes(before, after, [](const Check&) { return false; }));
        for (const std::string& name : unlisted_changes(before, after, [&](const Check& c) { return c.reads(id); })) {
          INFO(name, " reads ", std::string(field_row(id).name));
          CHECK(false);
        }
      }
    }
  });
  // The values are such that fields which checks do read change something.
  for (const FieldId id : {FieldId::user, FieldId::at, FieldId::authentication, FieldId::password, FieldId::nas,
                           FieldId::encryption_can, FieldId::client_windows, FieldId::from, FieldId::to}) {
    INFO(std::string(field_row(id).name));
    CHECK(!changed[static_cast<std::size_t>(id)].empty());
  }
}

TEST_CASE("checks: an attribute that a check does not ask for changes nothing for it") {
  each_situation([&](const CompiledSite& site, const World& world, const Attempt& attempt, PolicyIndex request_policy,
                     oracle::Random&) {
    const Outcomes before = outcomes(site, world, attempt, request_policy);
    for (const Slot& slot : site.slots)
      for (const GivenAttribute& given : {GivenAttribute{.attribute = slot.attribute, .presence = Presence::unknown},
                                          GivenAttribute{.attribute = slot.attribute, .presence = Presence::absent},
                                          GivenAttribute{.attribute = slot.attribute, .values = {"0", "192.0.2.7"}}}) {
        Attempt other = attempt;
        std::erase_if(other.attributes, [&](const GivenAttribute& old) { return old.attribute == slot.attribute; });
        other.attributes.push_back(given);
        const std::string_view name = attribute(slot.attribute).name;
        const auto may = [&](const Check& check) { return asks_for(check, name) || check.reads_conditions; };
        const auto unlisted = unlisted_changes(before, outcomes(site, world, other, request_policy), may);
        INFO(std::string(name), " changes ", unlisted.empty() ? std::string() : *unlisted.begin());
        CHECK(unlisted.empty());
      }
  });
}
