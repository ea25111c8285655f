// The program against the oracle (tests/oracle): random sites and attempts, fixed seed.
//   RAPSIM_ORACLE_PAIRS=200000   how many pairs (default 20 000)
//   RAPSIM_ORACLE_SEED=1         where the random numbers begin
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include "engine/compile/pattern_re2.hpp"
#include "engine/index/candidates.hpp"
#include "grammar/schedule.hpp"
#include "model/load/load.hpp"
#include "tests/oracle/coverage.hpp"
#include "tests/oracle/generate.hpp"
#include "tests/oracle/write_yaml.hpp"

namespace {

using namespace rapsim;

constexpr std::size_t kAttemptsOfASite = 60;  // loading a site costs as much as a few dozen attempts
constexpr std::uint64_t kSeed = 20031103;

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Calls `use(loaded, read, site, attempt)` for pairs until there are enough or it returns false.
template <class Use>
void for_pairs(std::uint64_t seed, std::size_t pairs, Use use) {
  for (std::size_t done = 0; done < pairs; ++seed) {
    const oracle::Site site = oracle::random_site(seed);
    const auto loaded = oracle::load(site);
    if (loaded->site == nullptr) FAIL((loaded->problems + oracle::site_yaml(site)));
    oracle::Random random(~seed);
    std::vector<oracle::Attempt> attempts;
    while (attempts.size() < std::min(kAttemptsOfASite, pairs - done))
      attempts.push_back(oracle::random_attempt(random, site));
    const std::string text = oracle::attempts_yaml(site, attempts);
    const auto read = oracle::load(*loaded, text);
    if (read.size() != attempts.size()) FAIL((loaded->problems + oracle::site_yaml(site) + "---\n" + text));
    for (std::size_t i = 0; i < attempts.size(); ++i)
      if (!use(*loaded, read[i], site, attempts[i])) return;
    done += attempts.size();
  }
}

void check_coverage(const oracle::Coverage& coverage) {
  std::cout << coverage.text();
  for (const auto& row : coverage.rows()) {
    INFO(row.name, ": ", row.note);
    CHECK(row.count > 0);
  }
  for (const auto& entry : coverage.reasons) {  // no binding: clang does not let INFO's lambda take one
    const std::size_t count = entry.second;
    INFO("end in ", entry.first.first, " with ", entry.first.second, ": ", count, " of ", coverage.failures);
    CHECK(count > 0);
    CHECK(count * 5 <= coverage.failures);  // no ending drowns the others
  }
  CHECK(coverage.accepts * 5 >= coverage.pairs);
  CHECK(coverage.unknown_answers > 0);
}

TEST_CASE("oracle: agrees with the engine on random sites and attempts") {
  const auto pairs = number_from_environment("RAPSIM_ORACLE_PAIRS", 20'000);
  oracle::Coverage coverage;
  std::size_t differences = 0;
  for_pairs(
      number_from_environment("RAPSIM_ORACLE_SEED", kSeed), pairs,
      [&](const oracle::Loaded& loaded, const Attempt& read, const oracle::Site& site, const oracle::Attempt& attempt) {
        const oracle::Pair pair = oracle::compare(loaded, read, site, attempt);
        coverage.add(*loaded.site, site, attempt, pair);
        if (pair.difference.empty()) return true;
        FAIL_CHECK(oracle::smallest_difference(site, attempt));
        return ++differences < 3;
      });
  constexpr std::size_t kEnoughForEveryRow = 20'000;
  if (differences == 0 && pairs >= kEnoughForEveryRow) check_coverage(coverage);
}

TEST_CASE("oracle: the index of policies chooses as the walk does") {
  std::shared_ptr<const CompiledSite> site;
  std::unique_ptr<Candidates> candidates;  // learns from all attempts of a site
  std::size_t differences = 0;
  for_pairs(number_from_environment("RAPSIM_ORACLE_SEED", kSeed),
            number_from_environment("RAPSIM_ORACLE_PAIRS", 20'000),
            [&](const oracle::Loaded& loaded, const Attempt& read, const oracle::Site& plain, const oracle::Attempt&) {
              if (site != loaded.site) candidates = std::make_unique<Candidates>(*loaded.site);
              site = loaded.site;
              const World world = world_at(read);
              TraceSink none;
              if (decide(*site, world, read, none) == decide(*site, world, read, *candidates)) return true;
              FAIL_CHECK((oracle::site_yaml(plain) + read[FieldId::user].text));
              return ++differences < 3;
            });
  CHECK(differences == 0);
}

struct Mistake {
  std::string name{};
  oracle::Rules rules{};
};

/// The mistakes that the comparison does not find within so many pairs.
std::vector<Mistake> not_found(std::vector<Mistake> mistakes, std::size_t pairs) {
  for_pairs(
      kSeed, pairs,
      [&](const oracle::Loaded& loaded, const Attempt& read, const oracle::Site& site, const oracle::Attempt& attempt) {
        std::erase_if(mistakes, [&](const Mistake& mistake) {
          return !oracle::compare(loaded, read, site, attempt, mistake.rules).difference.empty();
        });
        return !mistakes.empty();
      });
  return mistakes;
}

constexpr std::size_t kEnoughForEveryMistake = 16'000;

TEST_CASE("oracle: each of its rules counts") {
  struct Row {
    const char* name;
    bool oracle::Rules::*rule;
  };
  constexpr Row rows[] = {
      {"the end of a time range is not part of it", &oracle::Rules::schedule_ends_late},
      {"day 0 is Sunday", &oracle::Rules::day_zero_is_monday},
      {"a pattern is found anywhere", &oracle::Rules::pattern_is_anchored},
      {"a pattern does not mind case", &oracle::Rules::pattern_minds_case},
      {"a point is no newline", &oracle::Rules::dot_takes_newline},
      {"any of several values may match", &oracle::Rules::every_value_must_match},
      {"any of several groups is enough", &oracle::Rules::every_group_is_needed},
      {"groups nest", &oracle::Rules::groups_do_not_nest},
      {"the primary group counts", &oracle::Rules::primary_group_does_not_count},
      {"computers are Domain Computers", &oracle::Rules::computers_are_domain_users},
      {"user groups are of users", &oracle::Rules::user_groups_take_computers},
      {"machine groups are of computers", &oracle::Rules::machine_groups_take_users},
      {"an absent attribute makes a condition false", &oracle::Rules::absent_is_true},
      {"an unknown attribute is not absent", &oracle::Rules::unknown_is_absent},
      {"the link needs a method that the server offers", &oracle::Rules::link_takes_any_method},
      {"EAP on the link is of any type", &oracle::Rules::link_minds_eap_types},
      {"an access server has its own link", &oracle::Rules::access_server_has_a_link},
      {"an access server does not send what RRAS sends", &oracle::Rules::access_server_is_rras},
      {"a malformed request gets no answer", &oracle::Rules::malformed_request_is_rejected},
      {"an unknown client gets no answer", &oracle::Rules::unknown_client_is_served},
      {"the longest network is the client", &oracle::Rules::widest_network_wins},
      {"names of clients do not mind case", &oracle::Rules::client_name_minds_case},
      {"a client has a vendor", &oracle::Rules::client_has_no_vendor},
      {"no request policy is a reject", &oracle::Rules::no_request_policy_is_windows},
      {"the first request policy decides", &oracle::Rules::last_request_policy_decides},
      {"request policies see the name as it came", &oracle::Rules::new_name_is_matched},
      {"names in PEAP are not rewritten", &oracle::Rules::peap_names_are_rewritten},
      {"every place is replaced", &oracle::Rules::first_place_is_replaced},
      {"groups are put back", &oracle::Rules::groups_are_not_put_back},
      {"provider none validates nothing", &oracle::Rules::none_validates},
      {"a missing group is not a silent one", &oracle::Rules::missing_group_is_no_answer},
      {"forwarding maps where it says so", &oracle::Rules::forwarding_always_maps},
      {"mapping skips the authentication", &oracle::Rules::mapping_validates},
      {"not every domain is ours", &oracle::Rules::every_domain_is_ours},
      {"UPN suffixes count", &oracle::Rules::upn_suffixes_do_not_count},
      {"accounts of trusted domains are known", &oracle::Rules::trusted_domains_do_not_count},
      {"accounts of trusted domains are others than ours", &oracle::Rules::trusted_accounts_are_ours},
      {"the default domain counts", &oracle::Rules::default_domain_does_not_count},
      {"computers are not users", &oracle::Rules::computers_are_users},
      {"a workgroup has no foreign users", &oracle::Rules::workgroup_has_foreign_users},
      {"a workgroup needs no domain controller", &oracle::Rules::workgroup_needs_controllers},
      {"the domain controller comes before the global catalog", &oracle::Rules::catalog_comes_first},
      {"a complete directory lists everybody", &oracle::Rules::unlisted_users_are_unknown},
      {"denials are forgotten", &oracle::Rules::denials_are_never_forgotten},
      {"lockout comes before authentication", &oracle::Rules::lockout_comes_after_authentication},
      {"old denials are forgotten by the next one", &oracle::Rules::old_denials_count_on},
      {"an extension that rejects is no denial", &oracle::Rules::extension_rejects_count},
      {"a success deletes the denials", &oracle::Rules::success_keeps_denials},
      {"the domain's lockout comes before the password", &oracle::Rules::password_comes_before_lockout},
      {"an unknown account may be anything", &oracle::Rules::unknown_accounts_are_healthy},
      {"an account is valid on its last day", &oracle::Rules::expiry_day_does_not_count},
      {"the last day is one of the site's zone", &oracle::Rules::expiry_day_is_utc},
      {"logon hours are not of the site's zone", &oracle::Rules::logon_hours_are_local},
      {"MD5 needs a reversible password", &oracle::Rules::md5_needs_nothing},
      {"EAP-MD5 is MD5", &oracle::Rules::eap_md5_is_no_md5},
      {"LAN Manager must be allowed", &oracle::Rules::lm_is_allowed},
      {"a smart card can be required", &oracle::Rules::smart_cards_are_not_needed},
      {"certificates are no passwords", &oracle::Rules::certificates_are_passwords},
      {"some EAP failures get no answer", &oracle::Rules::eap_failures_reject},
      {"only MS-CHAP changes passwords", &oracle::Rules::every_method_can_change},
      {"a refused change is no missing one", &oracle::Rules::refused_change_must_change},
      {"must change comes before expired", &oracle::Rules::expired_comes_before_must_change},
      {"a blank password is refused", &oracle::Rules::blank_passwords_are_fine},
      {"an extension that accepts skips authentication", &oracle::Rules::extension_accept_validates},
      {"an extension that accepts skips no limit", &oracle::Rules::extension_accept_skips_constraints},
      {"an extension that fails gives no answer", &oracle::Rules::extension_failure_rejects},
      {"ARAP is not supported", &oracle::Rules::arap_is_supported},
      {"disabled policies are skipped", &oracle::Rules::disabled_policies_count},
      {"a policy source restricts", &oracle::Rules::policy_source_does_not_count},
      {"the first match decides", &oracle::Rules::last_match_decides},
      {"a policy can ignore the account", &oracle::Rules::account_counts_when_ignored},
      {"nobody in a mixed domain leaves it to the policy", &oracle::Rules::mixed_domain_leaves_it_to_the_policy},
      {"caller ID comes before hours", &oracle::Rules::hours_before_caller_id},
      {"an absent caller ID does not pass", &oracle::Rules::caller_id_may_be_absent},
      {"an override replaces the list", &oracle::Rules::override_adds_methods},
      {"an override counts", &oracle::Rules::override_does_not_count},
      {"each method has its own change", &oracle::Rules::any_change_method_will_do},
      {"a change needs a method of the list", &oracle::Rules::change_needs_no_method},
      {"an access server negotiates by itself", &oracle::Rules::access_server_negotiates},
      {"the client is blamed before the policy", &oracle::Rules::profile_is_blamed_first},
      {"not every method has keys", &oracle::Rules::every_method_has_keys},
      {"EAP-MD5 has no keys", &oracle::Rules::eap_md5_has_keys},
      {"L2TP needs no keys of the method", &oracle::Rules::l2tp_needs_keys},
      {"strengths must meet", &oracle::Rules::strengths_do_not_matter},
      {"maximum is the strongest", &oracle::Rules::maximum_takes_any_strength},
      {"new clients have the strongest only", &oracle::Rules::new_clients_are_weak},
      {"nobody calls back into a tunnel", &oracle::Rules::callback_in_a_tunnel},
      {"a policy that ignores the account calls nobody back", &oracle::Rules::callback_when_ignored},
      {"a callback number has digits", &oracle::Rules::every_number_is_called},
  };
  std::vector<Mistake> mistakes;
  for (const Row& row : rows) {
    mistakes.push_back({row.name, {}});
    mistakes.back().rules.*row.rule = true;
  }
  for (const Mistake& mistake : not_found(std::move(mistakes), kEnoughForEveryMistake)) FAIL_CHECK(mistake.name);
}

TEST_CASE("oracle: each reading counts, on and off") {
  std::vector<Mistake> mistakes;
  for (const std::string_view reading : oracle::kReadings) {
    mistakes.push_back({std::string(reading) + " has no effect", {}});
    mistakes.back().rules.ignored_reading = reading;
    mistakes.push_back({std::string(reading) + " is always on", {}});
    mistakes.back().rules.forced_reading = reading;
  }
  for (const Mistake& mistake : not_found(std::move(mistakes), kEnoughForEveryMistake)) FAIL_CHECK(mistake.name);
}

TEST_CASE("oracle: random patterns alone") {
  oracle::Random random(kSeed);
  const auto pairs = number_from_environment("RAPSIM_ORACLE_PAIRS", 20'000);
  std::size_t found = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    const oracle::RandomPattern made = oracle::random_pattern(random);
    const std::string &pattern = made.text, &sample = made.sample;
    const std::string value = random.chance(40) ? sample : oracle::nearly(random, sample);
    SyntaxError error;
    const auto tree = grammar::parse_pattern(pattern, error);
    INFO("`", pattern, "` in `", value, "` ", error.message);
    REQUIRE(tree.has_value());
    const auto program = compile_pattern(*tree, error);
    REQUIRE(program != nullptr);
    const bool is_found = matches(*program, value);
    CHECK(is_found == oracle::pattern_is_found(pattern, value));
    found += is_found ? 1 : 0;
  }
  CHECK(found * 10 >= pairs * 3);
  CHECK(found * 10 <= pairs * 9);
}

TEST_CASE("oracle: random schedules alone, every quarter of an hour and every edge") {
  oracle::Random random(kSeed);
  for (int i = 0; i < 300; ++i) {
    const bool is_export = random.chance(40);
    const oracle::RandomSchedule made =
        is_export ? oracle::random_time_of_day(random) : oracle::random_schedule(random);
    const std::string& text = made.text;
    SyntaxError error;
    std::optional<grammar::Schedule> schedule;
    if (is_export)
      schedule = grammar::parse_time_of_day(text, error);
    else if (const auto zoned = grammar::parse_schedule(text, error))
      schedule = zoned->schedule;
    INFO("`", text, "` ", error.message);
    REQUIRE(schedule.has_value());
    std::vector<int> minutes = made.minutes;
    for (const int edge : made.minutes) minutes.push_back((edge + 1) % static_cast<int>(grammar::kMinutesOfWeek));
    for (int minute = 0; minute < static_cast<int>(grammar::kMinutesOfWeek); minute += 15) minutes.push_back(minute);
    for (const int minute : minutes) {
      const oracle::Truth open =
          is_export ? oracle::time_of_day_is_open(text, minute) : oracle::schedule_is_open(text, minute);
      INFO("minute ", minute);
      REQUIRE(oracle::known(schedule->contains(static_cast<std::uint32_t>(minute))) == open);
    }
  }
}

TEST_CASE("oracle: shares nothing with the program") {
  const char* root = std::getenv("RAPSIM_ROOT");
  REQUIRE(root != nullptr);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(root) / "tests" / "oracle")) {
    const std::string name = entry.path().filename().string();
    const bool calls_program =
        name.starts_with("compare.") || name.starts_with("coverage.") || name == "oracle_test.cpp";
    if (calls_program) continue;
    ++files;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      INFO(name, ": ", line);
      const bool is_own = line.starts_with("#include \"tests/oracle/");
      CHECK((!line.starts_with("#include \"") || is_own));
    }
  }
  CHECK(files >= 10);
}

}  // namespace
