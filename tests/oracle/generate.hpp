// Random sites and attempts. Attempts are aimed: each takes a policy and an ending that it tries to reach, because
// blind ones nearly always end with "no policy matches".
#pragma once

#include <string>

#include "tests/oracle/random.hpp"
#include "tests/oracle/world.hpp"

namespace rapsim::oracle {

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

Site random_site(std::uint64_t seed);
Attempt random_attempt(Random& random, const Site& site);

/// Letters in a random case: names are compared without it.
std::string in_some_case(Random& random, std::string text);

}  // namespace rapsim::oracle
