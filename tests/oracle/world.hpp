// Random sites and attempts as plain data, between the generator, the YAML writer and the oracle. Texts are as a user
// would write them; nothing here is parsed or compiled.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
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

/// How an instant is written in YAML.
enum class TimeForm : std::uint8_t { local, utc, offset, day };

struct Time {
  std::int64_t at = 0;  // seconds since 1970 UTC; form day: 00:00 of that day, as if the zone were UTC
  TimeForm form = TimeForm::utc;
};

/// What the generator believes makes a condition or a limit hold. The oracle does not look at it.
struct Hint {
  std::vector<std::string> values{};
  std::vector<int> minutes{};  // of the week
};

/// Left out: nothing of it is in the file.
struct AccountState {
  bool disabled = false, locked_out = false, smart_card_required = false;
  bool must_change = false, password_expired = false, reversible = false;
  std::optional<Time> expires{};
  std::string logon_hours{};  // a schedule with a zone behind it, or 42 hexadecimal digits; empty: always
  Hint hours{};               // minutes of UTC
};

/// A user, or a computer: the same keys.
struct User {
  std::string name{};
  std::vector<std::string> groups{};
  std::optional<std::string> primary_group{};  // empty: left out, so Domain Users or Domain Computers
  std::optional<Permission> permission{};      // empty: left out, so policy
  std::string caller_id{};                     // empty: not verified
  std::string callback{};                      // none, set-by-caller, a number; empty: left out, so none
  std::string static_ip{};
  std::vector<std::string> static_routes{};
  AccountState state{};
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
  std::optional<std::vector<std::string>> encryption{};  // none, basic, strong, strongest
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

struct Replacement {
  std::string find{};
  std::string replace{};
};

struct Manipulation {
  std::string attribute{};
  std::vector<Replacement> rules{};
};

struct RequestPolicy {
  Policy rule{};           // name, enabled, order, source, conditions; nothing else
  std::string provider{};  // windows, none, forward; empty: left out, so windows
  std::string forward_to{};
  std::optional<bool> maps_to_user{};
  std::optional<std::vector<std::string>> methods{};
  std::optional<Manipulation> manipulation{};
  std::string name_begin{}, name_end{};  // what the generator puts around names that it is for
};

struct RadiusClient {
  std::string name{};
  std::string address{};  // or a network
  std::string vendor{};   // empty: left out, so RADIUS-Standard
};

struct Domain {
  std::string name{};      // empty: left out, so DOMAIN
  std::string dns_name{};  // empty: left out
  std::vector<std::string> upn_suffixes{};
  std::string sid{};   // empty: left out
  std::string mode{};  // native, mixed, nt4, workgroup; empty: left out, so native
};

struct Server {
  std::string name{};            // empty: left out
  std::string address{};         // empty: left out
  std::string default_domain{};  // empty: left out
  std::string provider{};        // windows, radius; empty: left out, so windows
  std::optional<std::vector<std::string>> methods{};
  std::optional<bool> allow_lm{};
  std::optional<int> max_denials{};    // empty: left out, so no lockout
  std::optional<int> reset_minutes{};  // empty: left out, so two days
};

struct Site {
  Dialect dialect = Dialect::nps;
  std::string zone = "UTC";
  Server server{};
  Domain domain{};
  std::vector<Domain> trusted{};  // of which nobody says a mode; their accounts and groups have the name before a `\`
  bool is_complete = true;
  std::vector<Group> groups{};
  std::vector<User> users{};
  std::vector<User> computers{};
  std::optional<std::vector<RadiusClient>> radius_clients{};
  std::optional<std::vector<std::string>> remote_groups{};
  std::optional<std::vector<RequestPolicy>> request_policies{};  // in the order of the file; empty: the built-in one
  std::vector<Policy> policies{};                                // in the order of the file
  bool has_builtin_policies = false;
  std::set<std::string> readings{};  // the ones that are on
};

enum class State : std::uint8_t { left_out, absent, unknown, given };

struct Value {
  State state = State::left_out;
  std::vector<std::string> texts{};

  static Value of(std::string text) { return {State::given, {std::move(text)}}; }
  static Value unknown() { return {State::unknown, {}}; }
};

/// Remote access lockout: what the world remembers of an account when the attempt comes.
struct Denials {
  int count = 0;
  std::int64_t last = 0;  // seconds since 1970 UTC
  friend auto operator<=>(const Denials&, const Denials&) = default;
};

struct Attempt {
  Value user{};
  std::optional<std::int64_t> at{};  // seconds since 1970 UTC; empty: unknown
  TimeForm time_form = TimeForm::utc;
  Value from{}, to{}, tunnel{}, port_type{}, authentication{}, eap_type{};
  std::map<std::string, Value> fields{};  // the other ones, by their path in YAML: `eap.result`, `password`
  std::vector<std::pair<std::string, Value>> attributes{};
  std::map<std::string, Denials> denials{};  // of the world, not of the attempt; by account in small letters
};

}  // namespace rapsim::oracle
