// The program against the oracle (tests/oracle): random sites and attempts, fixed seed.
//   RAPSIM_ORACLE_PAIRS=200000   how many pairs (default 20 000)
//   RAPSIM_ORACLE_SEED=1         where the random numbers begin
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "engine/pattern.hpp"
#include "grammar/schedule.hpp"
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
    if (read.size() != attempts.size()) FAIL((loaded->problems + oracle::site_yaml(site)));
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
  for (const auto& entry : coverage.reject_reasons) {  // no binding: clang does not let INFO's lambda take one
    const std::size_t count = entry.second;
    INFO("reject in ", entry.first.first, " with ", entry.first.second, ": ", count, " of ", coverage.rejects);
    CHECK(count > 0);
    CHECK(count * 5 <= coverage.rejects);  // no ending drowns the others
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
        coverage.add(*loaded.site, pair);
        if (pair.difference.empty()) return true;
        FAIL_CHECK(oracle::smallest_difference(site, attempt));
        return ++differences < 3;
      });
  constexpr std::size_t kEnoughForEveryRow = 20'000;
  if (differences == 0 && pairs >= kEnoughForEveryRow) check_coverage(coverage);
}

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
      {"an absent attribute makes a condition false", &oracle::Rules::absent_is_true},
      {"an unknown attribute is not absent", &oracle::Rules::unknown_is_absent},
      {"disabled policies are skipped", &oracle::Rules::disabled_policies_count},
      {"a policy source restricts", &oracle::Rules::policy_source_does_not_count},
      {"the first match decides", &oracle::Rules::last_match_decides},
      {"no match rejects accounts set to Allow too", &oracle::Rules::no_match_accepts_allowed},
      {"Allow of the account beats Deny of the policy", &oracle::Rules::policy_deny_beats_allow},
      {"a policy can ignore the account", &oracle::Rules::account_counts_when_ignored},
      {"permission comes before constraints", &oracle::Rules::constraints_before_permission},
      {"caller ID comes before hours", &oracle::Rules::hours_before_caller_id},
      {"an absent caller ID does not pass", &oracle::Rules::caller_id_may_be_absent},
  };
  constexpr std::size_t kPairs = 6000;
  for (const Row& row : rows) {
    oracle::Rules rules;
    rules.*row.rule = true;
    std::size_t differences = 0;
    for_pairs(kSeed, kPairs,
              [&](const oracle::Loaded& loaded, const Attempt& read, const oracle::Site& site,
                  const oracle::Attempt& attempt) {
                if (!oracle::compare(loaded, read, site, attempt, rules).difference.empty()) ++differences;
                return differences == 0;
              });
    INFO(std::string(row.name));
    CHECK(differences > 0);
  }
}

TEST_CASE("oracle: patterns, rows made by hand") {
  struct Row {
    const char *pattern, *value;
    bool is_found;
  };
  constexpr Row rows[] = {
      {"", "x", true},
      {"abc", "xABCx", true},
      {"^abc$", "abcd", false},
      {"^5$", "15", false},
      {"^19$|^18$", "18", true},
      {"^wcoast\\\\|@wcoast\\.microsoft\\.com$", "WCOAST\\user", true},
      {"^wcoast\\\\|@wcoast\\.microsoft\\.com$", "user@wcoastXmicrosoft.com", false},
      {"UserAuthType:(PW|CA)", "UserAuthType:CA", true},
      {"899.*", "555-8990", true},
      {"^(a|b)*c$", "ababc", true},
      {"^(a*)*$", "aaaa", true},
      {"^a{2,3}$", "aaaa", false},
      {"^a{2,}$", "aaaa", true},
      {"a{,3}", "a{,3}", true},
      {"^[^0-9]$", "5", false},
      {"^[-a]$", "-", true},
      {"^[\\w-.]$", ".", true},
      {"^[\\W]$", "s", false},
      {"^[^\\W]+$", "ask", true},
      {"^[\\D\\d]$", "5", true},
      {"^[Z-a]$", "A", true},
      {"\\bvpn\\b", "a-vpn-b", true},
      {"\\bvpn\\b", "vpns", false},
      {"\\Bpn\\b", "vpn", true},
      {"^.$", "\n", false},
      {"^\\s\\S$", "\tx", true},
      {"/65//0102//0x43/", "abc", true},
      {"10.0.0.0/8", "10.0.0.0/8", true},
      {"/08/", "x/08/x", true},
      {"é", "CAFÉ", true},
      {"^.$", "中", true},
      {"a|", "x", true},
      {"\\d+$", "12x", false},
  };
  for (const Row& row : rows) {
    INFO(std::string(row.pattern), " in ", std::string(row.value));
    CHECK(oracle::pattern_is_found(row.pattern, row.value) == row.is_found);
  }
}

TEST_CASE("oracle: times, rows made by hand") {
  struct Row {
    const char* text;
    int day, hour, minute;
    bool is_open;
  };
  constexpr Row rows[] = {
      {"always", 3, 4, 5, true},
      {"Mon-Fri 07:00-19:00", 1, 7, 0, true},
      {"Mon-Fri 07:00-19:00", 1, 6, 59, false},
      {"Mon-Fri 07:00-19:00", 5, 18, 59, true},
      {"Mon-Fri 07:00-19:00", 5, 19, 0, false},
      {"Mon-Fri 07:00-19:00", 6, 12, 0, false},
      {"fri-MONDAY", 0, 12, 0, true},
      {"daily 22:00-06:00", 0, 5, 59, true},
      {"Sat 22:00-06:00", 0, 5, 59, true},
      {"Sat 22:00-06:00", 6, 5, 59, false},
      {"Sat; Sun 08:00-12:00", 6, 20, 0, true},
      {"Sat, Sun 08:00-12:00", 6, 20, 0, false},
      {"Mon 08:00-12:00, 13:00-17:00, Tue 9:00-10:00", 1, 13, 0, true},
      {"Mon 08:00-12:00, 13:00-17:00, Tue 9:00-10:00", 2, 13, 0, false},
      {"Mon 18:00-24:00", 1, 23, 59, true},
      {"Mon 18:00-24:00", 2, 0, 0, false},
  };
  for (const Row& row : rows) {
    INFO(std::string(row.text), " on ", row.day, " at ", row.hour, ":", row.minute);
    CHECK(oracle::schedule_is_open(row.text, (row.day * 24 + row.hour) * 60 + row.minute) ==
          oracle::known(row.is_open));
  }
  CHECK(oracle::time_of_day_is_open("0 00:00-24:00", 24 * 60 - 1) == oracle::kTrue);
  CHECK(oracle::time_of_day_is_open("0 00:00-24:00", 24 * 60) == oracle::kFalse);
  CHECK(oracle::schedule_is_open("always", std::nullopt) == oracle::kTrue);
  CHECK(oracle::schedule_is_open("never", std::nullopt) == oracle::kFalse);
  CHECK(oracle::schedule_is_open("Sat-Thu", std::nullopt) == oracle::kEither);
  CHECK(oracle::schedule_is_open("Sat-Thu; Fri 12:00-12:30 12:30-24:00, 0:00-12:00", std::nullopt) == oracle::kTrue);
  CHECK(oracle::time_of_day_is_open("1 08:00-12:00 14:00-18:00; 2 9:00-10:00;", (24 + 14) * 60) == oracle::kTrue);
  CHECK(oracle::local_minute_of_week("UTC", 0) == 4 * 24 * 60);                           // a Thursday
  CHECK(oracle::local_minute_of_week("Asia/Kolkata", 1067817600) == (24 + 5) * 60 + 30);  // 2003-11-03T00:00Z
  CHECK(oracle::local_minute_of_week("America/New_York", 1067817600) == 19 * 60);         // the Sunday before
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
    const bool calls_program = name.starts_with("compare.") || name.starts_with("coverage.");
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
