// Random sites and attempts. Attempts are aimed: each takes a policy and an ending that it tries to reach, because
// blind ones nearly always end with "no policy matches".
#pragma once

#include <string>

#include "tests/oracle/names.hpp"
#include "tests/oracle/random.hpp"
#include "tests/oracle/world.hpp"

namespace rapsim::oracle {

Site random_site(std::uint64_t seed);
Attempt random_attempt(Random& random, const Site& site);

// --- parts of a site; each looks at what the parts before it have made ---

void add_directory(Random& random, Site& site);
void add_server(Random& random, Site& site);
void add_request_policies(Random& random, Site& site);
Condition random_condition(Random& random, const Site& site, Place place);

/// A group, by name in some case or by SID; in an incomplete directory rarely one that it does not list.
std::string some_group(Random& random, const Site& site);
/// A value of an enumeration as a user would write it: a name in some case, or a number.
std::string spelled(Random& random, const NumberName& row);

/// Who calls, and the addresses of servers.
inline constexpr const char* kStations[] = {"192.0.2.7", "198.51.100.20",          "555-0101",
                                            "555-0199",  "00-00-5e-00-53-01:corp", "Line 3"};
inline constexpr const char* kAddresses[] = {"192.0.2.1", "192.0.2.17", "198.51.100.5", "10.0.0.1", "10.20.30.5"};
inline constexpr const char* kZones[] = {"UTC",
                                         "Europe/Berlin",
                                         "America/New_York",
                                         "Asia/Kolkata",
                                         "Asia/Kathmandu",
                                         "Australia/Adelaide",
                                         "America/St_Johns",
                                         "Australia/Lord_Howe",
                                         "Pacific/Auckland"};

// --- texts ---

/// A pattern, and a text that it probably matches.
struct RandomPattern {
  std::string text{};
  std::string sample{};
};

struct RandomSchedule {
  std::string text{};
  std::vector<int> minutes{};  // at the begins and just before the ends of its ranges, and inside
};

RandomPattern random_pattern(Random& random);
/// A short text of the letters that patterns use, never empty.
std::string random_text(Random& random);
/// `text` with a letter changed, added, dropped or in the other case; never empty.
std::string nearly(Random& random, std::string text);

RandomSchedule random_schedule(Random& random);     // the form for people
RandomSchedule random_time_of_day(Random& random);  // the argument of TIMEOFDAY
RandomSchedule random_logon_hours(Random& random);  // the hours of an account; minutes of UTC

/// Letters in a random case: names are compared without it.
std::string in_some_case(Random& random, std::string text);
/// `text` as a pattern that finds just it.
std::string escaped(const std::string& text);

}  // namespace rapsim::oracle
