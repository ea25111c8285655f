// Proposals: each one told is decided again here, and no part of it can be left out. Over the shipped scenarios and a
// small site.
#include <doctest/doctest.h>

#include <filesystem>
#include <random>
#include <string>

#include "diagnose/sample.hpp"
#include "diagnose/would.hpp"
#include "engine/compile/pattern_re2.hpp"
#include "model/load/load.hpp"
#include "model/site/zone.hpp"
#include "suite/run/run.hpp"
#include "suite/suite.hpp"
#include "tests/shipped_suites.hpp"

namespace {

using namespace rapsim;
using rapsim::test::shipped_suites;

constexpr const char* kSite = R"(format: rapsim/site/1
time-zone: Europe/Berlin
directory:
  domain: { name: CONTOSO }
  groups: { Staff: {}, Guests: {} }
  users:
    alice: { groups: [Staff] }
    bob: { groups: [Guests] }
    carol: { groups: [Staff], dial-in: { caller-id: 555-0100 } }
policies:
  - name: Branch
    conditions: [{ Windows-Groups: Staff }, { Calling-Station-Id: '^198\.51\.' }]
    permission: grant
    profile: { authentication: [EAP-TLS] }
  - name: Staff
    conditions: [{ Windows-Groups: Staff }, { Day-And-Time-Restrictions: "Mon-Fri 07:00-19:00" }]
    permission: grant
)";

struct Site1 {
  Sources sources{};
  Diagnostics diags{};
  std::shared_ptr<const CompiledSite> site{};

  explicit Site1(const char* text = kSite) {
    auto loaded = load_site_text("site.yaml", text, sources, diags);
    REQUIRE(loaded);
    site = compile(std::make_shared<const Site>(*std::move(loaded)), diags);
    REQUIRE(site);
  }

  Attempt attempt(std::initializer_list<std::pair<FieldId, const char*>> fields) {
    Attempt out;
    for (const auto& [id, text] : fields) set_field(out, id, text, true, {}, *site->site, diags);
    complete_attempt(out, *site->site, {}, diags);
    REQUIRE_FALSE(diags.has_errors());
    return out;
  }
};

/// The attempt with some of the changes made, decided.
Truth gets_in_with(const Explained& e, const std::vector<Change>& changes) {
  Attempt attempt = e.attempt;
  for (FieldValue& field : attempt.fields)
    if (!field.given) field = {};
  Diagnostics diags;
  for (const Change& change : changes) set_field(attempt, change.field, change.value, false, {}, *e.site.site, diags);
  complete_attempt(attempt, *e.site.site, {}, diags);
  if (diags.has_errors()) return Truth::unknown;
  TraceSink none;
  World world = e.world;  // what has happened before stays
  world.clock = world_at(attempt).clock;
  return gets_in(decide(e.site, world, attempt, none));
}

/// The schedule says what becomes of the attempt at each minute of the coming week, as far as it says anything: at its
/// edges, beside them, at random. A minute that the zone's clocks show twice may turn once and not be in it.
void check_times(const Explained& e, const AttemptChanges& turns, std::mt19937& random) {
  using std::chrono::seconds, std::chrono::minutes;
  if (!e.world.clock.is_present() || gets_in(e.decision) == Truth::unknown) return;
  const Instant now = e.world.clock.value, end = now + std::chrono::days{7};
  const grammar::Schedule schedule = turns.times ? turns.times->schedule : grammar::Schedule{};
  const Truth wanted = !gets_in(e.decision);
  const auto turns_at = [&](Instant at) {
    const std::string text = instant_text(at, *e.site.site);
    INFO("at ", text, " of ", grammar::to_text(schedule));
    return gets_in_with(e, {{FieldId::at, text}}) == wanted;
  };
  constexpr std::uint32_t kWeek = grammar::kMinutesOfWeek;
  const auto check = [&](std::uint32_t minute) {
    INFO("minute ", minute, " of ", grammar::to_text(schedule), ", now ", instant_text(now, *e.site.site));
    const std::uint32_t later = (minute + kWeek - minute_of_week(e.site.zone, now)) % kWeek;
    bool is_there = false, turns_always = true;
    // Clocks are put forward or back by half an hour or an hour; the first minute comes again at the end of the week.
    for (const int shift : {-60, -30, 0, 30, 60, static_cast<int>(kWeek)})
      for (const seconds second : {seconds{0}, seconds{random() % 60}, seconds{59}}) {
        const Instant at = std::chrono::floor<minutes>(now) + minutes{later} + minutes{shift} + second;
        if (at < now || at >= end || minute_of_week(e.site.zone, at) != minute) continue;
        is_there = true;
        turns_always = turns_at(at) && turns_always;
      }
    if (is_there) CHECK(schedule.contains(minute) == turns_always);
  };
  for (const grammar::MinuteRange& range : schedule.open)
    for (const std::uint32_t edge : {range.begin, range.end})
      for (const std::uint32_t beside : {kWeek - 1, kWeek, kWeek + 1}) check((edge + beside) % kWeek);
  for (int i = 0; i < 8; ++i) check(static_cast<std::uint32_t>(random() % kWeek));
  check(minute_of_week(e.site.zone, now));
  if (turns.times && turns.times->next > now) CHECK_FALSE(turns_at(turns.times->next - seconds{1}));
}

/// Every proposal turns the decision, and no part of it alone does. Returns how many were looked at.
std::size_t check_turns(const Explained& e, std::mt19937& random) {
  const Truth before = gets_in(e.decision);
  const AttemptChanges turns = find_attempt_changes(e);
  check_times(e, turns, random);
  for (const AttemptChange& turn : turns.turns) {
    CHECK(gets_in_with(e, turn.changes) == !before);
    for (std::size_t left_out = 0; left_out < turn.changes.size(); ++left_out) {
      std::vector<Change> fewer = turn.changes;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(left_out));
      CHECK(gets_in_with(e, fewer) != !before);
    }
  }
  if (turns.times) {
    CHECK(turns.times->next > e.world.clock.value);
    CHECK(gets_in_with(e, {{FieldId::at, instant_text(turns.times->next, *e.site.site)}}) == !before);
  }
  return turns.turns.size() + (turns.times ? 1 : 0);
}

}  // namespace

TEST_CASE("would: the smallest changes of an attempt") {
  Site1 s;
  struct Row {
    const char* name;
    std::initializer_list<std::pair<FieldId, const char*>> fields;
    std::string want;
  };
  using enum FieldId;
  const Row rows[] = {
      {"another time", {{user, "alice"}, {at, "2003-11-03T20:00"}, {from, "203.0.113.5"}}, "Mon-Fri 07:00-19:00;"},
      {"another caller's number", {{user, "carol"}, {at, "2003-11-03T10:00"}, {from, "555-0199"}}, "from: 555-0100;"},
      {"another method",
       {{user, "alice"}, {at, "2003-11-03T20:00"}, {from, "198.51.100.7"}},
       "authentication: EAP-TLS;"},
      {"never another account", {{user, "bob"}, {at, "2003-11-03T10:00"}, {from, "203.0.113.5"}}, ""},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Attempt attempt = s.attempt(row.fields);
      const World world = world_at(attempt);
      const Explained e = explain(*s.site, world, attempt);
      const AttemptChanges turns = find_attempt_changes(e);
      CHECK(turns.to_accept);
      std::string got;
      if (turns.times) got += grammar::to_text(turns.times->schedule) + ";";
      for (const AttemptChange& turn : turns.turns)
        for (const Change& change : turn.changes)
          got += (got.empty() ? "" : " ") + std::string(field_row(change.field).name) + ": " + change.value + ";";
      CHECK(got == row.want);
      std::mt19937 random(1);
      CHECK((check_turns(e, random) > 0) == !row.want.empty());
    }
}

TEST_CASE("would: every schedule and date that can decide ends a stretch of the times") {
  struct Row {
    const char* name;
    std::string site;
    const char* at;
    std::string want;
  };
  const std::string day =
      "policies: [{ name: Day, conditions: [{ Day-And-Time-Restrictions: Mon-Fri 07:00-19:00 }], "
      "permission: grant }]\n";
  const std::string always = "policies: [{ name: All, permission: grant }]\n";
  const auto bert = [](const std::string& account) {
    return "directory: { users: { bert: { account: { " + account + " } } } }\n";
  };
  const Row rows[] = {
      {"logon hours, which are UTC", bert("logon-hours: Mon-Fri 06:00-16:00 UTC") + day, "2003-11-08T10:00",
       "accepted Mon-Fri 07:00-16:00"},
      {"logon hours: what fails", bert("logon-hours: Mon-Fri 06:00-16:00 UTC") + day, "2003-11-10T10:00",
       "fail Mon 00:00-07:00 16:00-07:00, Tue-Thu 16:00-07:00, Fri 16:00-24:00, Sat-Sun"},
      {"hours of a connection request policy",
       bert("") + day +
           "request-policies: [{ name: Early, conditions: [Day-And-Time-Restrictions: Mon-Fri 06:00-08:00] }]\n",
       "2003-11-08T10:00", "accepted Mon-Fri 07:00-08:00"},
      {"the end of the account is not weekly", bert("expires: 2003-11-12") + day, "2003-11-08T10:00",
       "accepted Mon-Wed 07:00-19:00 in the coming week"},
      {"an end with seconds leaves its minute out", bert("expires: 2003-11-10T10:00:30Z") + always, "2003-11-10T09:00",
       "fail Mon 00:00-09:00 10:01-24:00, Tue-Sun in the coming week"},
      {"an end later than the week after is not seen", bert("expires: 2003-12-12") + day, "2003-11-08T10:00",
       "accepted Mon-Fri 07:00-19:00"},
      {"clocks go back: UTC hours move",
       "time-zone: Europe/Berlin\n" + bert("logon-hours: daily 06:00-16:00 UTC") + always, "2003-10-24T23:00",
       "accepted Sun-Fri 07:00-17:00, Sat 08:00-18:00 in the coming week"},
      {"clocks go back: local hours stay", "time-zone: Europe/Berlin\n" + bert("") + day, "2003-10-24T23:00",
       "accepted Mon-Fri 07:00-19:00"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Site1 s(("format: rapsim/site/1\n" + row.site).c_str());
      const Attempt attempt = s.attempt({{FieldId::user, "bert"}, {FieldId::at, row.at}});
      const World world = world_at(attempt);
      const Explained e = explain(*s.site, world, attempt);
      const AttemptChanges turns = find_attempt_changes(e);
      REQUIRE(turns.times);
      CHECK((turns.to_accept ? "accepted " : "fail ") + grammar::to_text(turns.times->schedule) +
                (turns.times->is_weekly ? "" : " in the coming week") ==
            row.want);
      std::mt19937 random(1);
      check_turns(e, random);
    }
}

TEST_CASE("would: a lockout ends by itself") {
  const std::string site =
      "format: rapsim/site/1\n"
      "server: { account-lockout: { max-denials: 3, reset-time: 90m } }\n"
      "directory: { account-lockout: { threshold: 3, duration: 30m }, users: { bert: } }\n"
      "policies: [{ name: All, permission: grant }]\n";
  Site1 s(site.c_str());
  const Attempt attempt = s.attempt({{FieldId::user, "bert"}, {FieldId::at, "2003-11-10T09:00"}});
  World world = world_at(attempt);
  const Instant now = world.clock.value;
  std::mt19937 random(1);
  SUBCASE("of remote access") {
    world.denials["bert"] = {3, now};
    const Explained e = explain(*s.site, world, attempt);
    const AttemptChanges turns = find_attempt_changes(e);
    REQUIRE(turns.times);
    CHECK(turns.times->next == now + std::chrono::minutes{90});
    CHECK_FALSE(turns.times->is_weekly);
    check_turns(e, random);
  }
  SUBCASE("of the domain") {
    world.bad_passwords["bert"] = {3, now, true, now - std::chrono::seconds{10}};
    const Explained e = explain(*s.site, world, attempt);
    const AttemptChanges turns = find_attempt_changes(e);
    REQUIRE(turns.times);
    CHECK(turns.times->next == now + std::chrono::minutes{30} - std::chrono::seconds{10});
    check_turns(e, random);
  }
}

namespace {

/// `Mon,Thu 07:13-19:00`, now and then over midnight.
std::string random_hours(std::mt19937& random) {
  constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon-Fri", "daily", "Sat-Mon"};
  const auto clock = [&] {
    std::string text = std::to_string(10000 + random() % 24 * 100 + random() % 60);
    return text.substr(1, 2) + ":" + text.substr(3);
  };
  const std::string from = clock(), to = clock();
  return kDays[random() % std::size(kDays)] + (from == to ? std::string() : " " + from + "-" + to);
}

std::string random_site(std::mt19937& random) {
  constexpr const char* kZones[] = {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"};
  const auto often = [&] { return random() % 2 == 0; };
  const auto hours = [&] { return "{ Day-And-Time-Restrictions: \"" + random_hours(random) + "\" }"; };
  std::string out =
      "format: rapsim/site/1\ntime-zone: " + std::string(kZones[random() % std::size(kZones)]) +
      "\nserver: { account-lockout: { max-denials: 2, reset-time: " + std::to_string(1 + random() % 5000) +
      "m } }\ndirectory: { users: { bert: { account: { ";
  if (often()) out += "logon-hours: \"" + random_hours(random) + " UTC\", ";
  if (often())
    out += "expires: 2003-10-" + std::to_string(24 + random() % 8) + "T03:17:" + std::to_string(10 + random() % 50) +
           "Z, ";
  out += "disabled: false } } } }\npolicies:\n";
  for (std::size_t row = 0; row < 1 + random() % 3; ++row)
    out += "  - { name: P" + std::to_string(row) + ", permission: " + (random() % 4 == 0 ? "deny" : "grant") +
           ", conditions: [" + (often() ? hours() : "") + "]" +
           (often() ? ", profile: { day-and-time-restrictions: \"" + random_hours(random) + "\" }" : "") + " }\n";
  if (often())
    out +=
        "request-policies: [{ name: A, conditions: [" + hours() + "] }, { name: B, conditions: [" + hours() + "] }]\n";
  return out;
}

}  // namespace

TEST_CASE("would: the times of random sites are those at which the decision turns, and no others") {
  std::mt19937 random(13);
  std::size_t with_times = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string text = random_site(random);
    CAPTURE(text);
    Site1 s(text.c_str());
    // Clocks go back on October 26th, in Lord Howe forward by half an hour.
    const std::string at = "2003-10-" + std::to_string(20 + random() % 7) + "T" + std::to_string(10 + random() % 14) +
                           ":" + std::to_string(10 + random() % 50) + (random() % 2 == 0 ? "" : ":30");
    const Attempt attempt = s.attempt({{FieldId::user, "bert"}, {FieldId::at, at.c_str()}});
    World world = world_at(attempt);
    if (random() % 3 == 0) world.denials["bert"] = {2, world.clock.value - std::chrono::seconds{random() % 10'000}};
    const Explained e = explain(*s.site, world, attempt);
    const AttemptChanges turns = find_attempt_changes(e);
    check_times(e, turns, random);
    with_times += turns.times ? 1 : 0;
  }
  CHECK(with_times > 100);
}

TEST_CASE("would: an unknown decision has nothing to turn") {
  Site1 s;
  const Attempt attempt = s.attempt({{FieldId::user, "unknown"}, {FieldId::at, "2003-11-03T10:00"}});
  const World world = world_at(attempt);
  const AttemptChanges turns = find_attempt_changes(explain(*s.site, world, attempt));
  CHECK(turns.turns.empty());
  CHECK_FALSE(turns.times);
}

TEST_CASE("would: a sample of a pattern is found by the pattern") {
  for (const char* text :
       {"^198\\.51\\.", "a|b", "x{3}", "[^0-9]", "\\d+-\\w?", "^555-01..$", "/65/", "(ab)*c", "\\bword\\b", ""}) {
    CAPTURE(text);
    SyntaxError error;
    const auto tree = grammar::parse_pattern(text, error);
    REQUIRE(tree);
    const auto program = compile_pattern(*tree, error);
    REQUIRE(program);
    CHECK(matches(*program, sample_of(*tree)));
  }
}

TEST_CASE("would: in every shipped scenario each proposal turns the decision, and every part of it is needed") {
  Sources sources;
  const auto suites = shipped_suites(sources);
  std::size_t rows = 0, proposals = 0;
  std::mt19937 random(13);
  for (const Suite& suite : suites)
    for (std::uint32_t i = 0; i < suite.cases.size(); ++i)
      for (RowId row{i, 0}; row.index < suite.cases[i].row_count; ++row.index) {
        INFO("scenario: ", suite.scenarios[suite.cases[i].scenario].name);
        // Of a timeline the first attempts: the rest repeats them, a thousand times in one of them.
        constexpr std::size_t kMostOfTimeline = 2;
        judge_row(suite, row, [&](const JudgedAttempt& judged) {
          if (judged.number <= kMostOfTimeline) proposals += check_turns(judged.explained, random);
        });
        ++rows;
      }
  CHECK(rows > 40);
  CHECK(proposals > rows / 2);
}
