// Random sites and attempts as plain data, between the generator, the YAML writer and the oracle. Texts stand as a user
// would write them; nothing here is parsed or compiled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rapsim::oracle {

enum class Dialect : std::uint8_t { windows_2000, windows_2003, nps };
enum class Permission : std::uint8_t { allow, deny, policy };

struct Group {
  std::string name{};
  std::string sid{};  // empty: left out
  std::vector<std::string> member_of{};
};

struct User {
  std::string name{};
  std::vector<std::string> groups{};
  std::optional<std::string> primary_group{};  // empty: left out, so Domain Users
  std::optional<Permission> permission{};      // empty: left out, so policy
  std::string caller_id{};                     // empty: not verified
};

/// What the generator believes makes a condition or a limit hold. The oracle does not look at it.
struct Hint {
  std::vector<std::string> values{};
  std::vector<int> minutes{};  // of the week
};

struct Condition {
  std::string attribute{};
  bool is_constraint = false;         // MATCH("..."), TIMEOFDAY("..."), NTGROUPS("...") and so on
  std::vector<std::string> values{};  // patterns, names or numbers, groups or SIDs, one schedule
  bool quotes_each = false;           // groups as a constraint: ("a";"b") instead of ("a;b")
  Hint hint{};
};

struct Profile {
  std::optional<std::vector<std::string>> methods{};
  std::optional<std::string> day_and_time{};
  std::optional<std::string> called_station{};
  std::optional<std::vector<std::string>> port_types{};
  Hint hours{};
};

struct Policy {
  std::string name{};
  std::optional<bool> enabled{};
  std::optional<int> order{};
  std::optional<std::string> source{};
  std::vector<Condition> conditions{};
  std::optional<bool> grants{};
  std::optional<bool> ignores_account{};
  Profile profile{};
};

struct Site {
  Dialect dialect = Dialect::nps;
  std::string zone = "UTC";
  std::string server_name{};     // empty: left out
  std::string server_address{};  // empty: left out
  std::string domain_sid{};      // empty: left out
  bool is_complete = true;
  std::vector<Group> groups{};
  std::vector<User> users{};
  std::vector<Policy> policies{};  // in the order of the file
  bool has_builtin_policies = false;
};

enum class State : std::uint8_t { left_out, absent, unknown, given };

struct Value {
  State state = State::left_out;
  std::vector<std::string> texts{};

  static Value of(std::string text) { return {State::given, {std::move(text)}}; }
  static Value unknown() { return {State::unknown, {}}; }
};

/// How the time is written in YAML.
enum class TimeForm : std::uint8_t { local, utc, offset };

struct Attempt {
  Value user{};
  std::optional<std::int64_t> at{};  // seconds since 1970 UTC; empty: unknown
  TimeForm time_form = TimeForm::utc;
  Value from{}, to{}, tunnel{}, port_type{}, authentication{}, eap_type{};
  std::vector<std::pair<std::string, Value>> attributes{};
};

}  // namespace rapsim::oracle
