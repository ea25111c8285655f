// The oracle: how a site decides, a second time and slowly. It follows semantics.md and shares no function with
// grammar/ and engine/. What it does by other means than the engine:
// - patterns: no tree and no automaton; the set of positions where each piece of the text can end;
// - times: no list of ranges; each written range is asked about the one minute in question;
// - unknown values: no candidate walk; every combination of what is not known is tried.
#pragma once

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/oracle/names.hpp"
#include "tests/oracle/world.hpp"

namespace rapsim::oracle {

/// One switch for each mistake that the comparison must be able to find (oracle_test.cpp). All off: semantics.md.
struct Rules {
  bool schedule_ends_late = false;
  bool day_zero_is_monday = false;
  bool pattern_is_anchored = false;
  bool pattern_minds_case = false;
  bool dot_takes_newline = false;
  bool every_value_must_match = false;
  bool every_group_is_needed = false;
  bool groups_do_not_nest = false;
  bool primary_group_does_not_count = false;
  bool absent_is_true = false;
  bool unknown_is_absent = false;
  bool disabled_policies_count = false;
  bool policy_source_does_not_count = false;
  bool last_match_decides = false;
  bool no_match_accepts_allowed = false;  // the other reading of G-5
  bool policy_deny_beats_allow = false;   // the other reading of G-20
  bool account_counts_when_ignored = false;
  bool constraints_before_permission = false;  // the other reading of G-2
  bool hours_before_caller_id = false;
  bool caller_id_may_be_absent = false;
};

struct Truth {
  bool can_be_true = false;
  bool can_be_false = false;
  friend bool operator==(const Truth&, const Truth&) = default;
};
inline constexpr Truth kTrue{true, false}, kFalse{false, true}, kEither{true, true};
constexpr Truth known(bool value) { return value ? kTrue : kFalse; }

/// One way in which an attempt can end.
struct Ending {
  bool accepts = false;
  std::string stage{};  // empty: an accept
  int reason = 0;
  std::string policy{};  // empty: none matched
  friend auto operator<=>(const Ending&, const Ending&) = default;
};

struct Verdict {
  std::set<Ending> endings{};
  std::vector<std::vector<Truth>> conditions{};  // by policy in processing order, by condition in the order written
};

Verdict judge(const Site& site, const Attempt& attempt, const Rules& rules = {});

// --- the parts, for judge() and for tests of their own ---

/// Whether `pattern` is found anywhere in `value`. Throws std::logic_error for a pattern that the syntax does not have.
bool pattern_is_found(std::string_view pattern, std::string_view value, const Rules& rules = {});

/// Minutes of the week count from Sunday 00:00. Not known: whether all of them are open, or none.
Truth schedule_is_open(std::string_view text, std::optional<int> minute_of_week, const Rules& rules = {});
Truth time_of_day_is_open(std::string_view argument, std::optional<int> minute_of_week, const Rules& rules = {});
int local_minute_of_week(const std::string& zone, std::int64_t at);

/// Whether the account is a member of any of the groups.
Truth is_member(const Site& site, const User& user, const std::vector<std::string>& groups, const Rules& rules = {});

/// What conditions see of an attribute: never State::left_out.
Value attribute_value(const Site& site, const Attempt& attempt, std::string_view name);

/// The method of an attempt that does not say it is unknown.
const KnownMethod& method_of(const Attempt& attempt);

/// The policies that decide, in processing order.
std::vector<Policy> policies_in_order(const Site& site);
/// The policies that exist when a site writes none (semantics.md 4.7).
std::vector<Policy> builtin_policies(Dialect dialect);

}  // namespace rapsim::oracle
