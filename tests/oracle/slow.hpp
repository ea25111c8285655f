// The oracle: how a site decides, a second time and slowly. It follows semantics.md and shares no function with
// grammar/ and engine/. What it does by other means than the engine:
// - patterns: no tree and no automaton; the set of positions where each piece of the text can end;
// - find and replace: a search that tries one way after the other;
// - times: no list of ranges; each written range is asked about the one minute in question;
// - unknown values: no candidate walk; every combination of what is not known is tried. Steps that follow each other
//   are taken one by one: each that may end the attempt gives an ending, one that must end it is the last.
#pragma once

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/oracle/names.hpp"
#include "tests/oracle/rules.hpp"
#include "tests/oracle/world.hpp"

namespace rapsim::oracle {

struct Truth {
  bool can_be_true = false;
  bool can_be_false = false;
  friend bool operator==(const Truth&, const Truth&) = default;
};
inline constexpr Truth kTrue{true, false}, kFalse{false, true}, kEither{true, true};
constexpr Truth known(bool value) { return value ? kTrue : kFalse; }
constexpr Truth operator!(Truth truth) { return {truth.can_be_false, truth.can_be_true}; }
/// Kleene: both sides are taken as if they had nothing to do with each other.
constexpr Truth operator&&(Truth a, Truth b) {
  return {a.can_be_true && b.can_be_true, a.can_be_false || b.can_be_false};
}
constexpr Truth operator||(Truth a, Truth b) { return !(!a && !b); }

inline constexpr int kNobodySays = -1;  // no reason code: nobody was asked, or nobody answers

enum class Answer : std::uint8_t { accept, reject, discard, none };

/// One way in which an attempt can end.
struct PossibleResult {
  Answer answer = Answer::accept;
  std::string stage{};           // empty: an accept that nothing ended
  int reason = 0;                // 0: an accept
  std::string cause{};           // empty: none
  std::string request_policy{};  // empty: none matched, or none was asked
  std::string policy{};          // the same
  friend auto operator<=>(const PossibleResult&, const PossibleResult&) = default;
};

/// By policy in processing order, by condition in the order written.
using Truths = std::vector<std::vector<Truth>>;

struct Verdict {
  std::set<PossibleResult> endings{};
  Truths request_conditions{};
  std::map<std::string, Truths> conditions{};  // by the request policy that was chosen; empty: none
  std::map<std::string, Denials> denials{};    // what the world remembers after the attempt
};

Verdict judge(const Site& site, const Attempt& attempt, const Rules& rules = {});
/// How many attempts it may be, those included that contradict themselves.
std::size_t possibilities_of(const Site& site, const Attempt& attempt);

// --- the parts, for judge() and for tests of their own ---

/// Whether `pattern` is found anywhere in `value`. Throws std::logic_error for a pattern that the syntax does not have.
bool pattern_is_found(std::string_view pattern, std::string_view value, const Rules& rules = {});

/// `value` with every place that `find` matches replaced; \1 to \9 in `replace` are what groups have matched. Only
/// simple patterns: characters, `.`, `\` before a sign, ^, $, * and + behind one character, groups without choices.
std::string replaced(std::string_view value, const Replacement& rule, const Rules& rules = {});

/// Minutes of the week count from Sunday 00:00. Not known: whether all of them are open, or none.
Truth schedule_is_open(std::string_view text, std::optional<int> minute_of_week, const Rules& rules = {});
Truth time_of_day_is_open(std::string_view argument, std::optional<int> minute_of_week, const Rules& rules = {});
int local_minute_of_week(const std::string& zone, std::int64_t at);
/// The same without summer time.
int winter_minute_of_week(const std::string& zone, std::int64_t at);
/// The first instant of a day in a zone. In: 00:00 of that day in UTC.
std::int64_t begin_of_day(const std::string& zone, std::int64_t day);

/// Hours of an account, with a zone behind them or as 42 hexadecimal digits. The directory keeps hours of UTC, so a
/// zone is how they were shown to whoever wrote them down, without summer time. In: seconds since 1970 UTC.
Truth logon_hours_are_open(const Site& site, const std::string& text, std::optional<std::int64_t> at,
                           const Rules& rules = {});

/// An account of the directory. `row` is nullptr: nobody has described it.
struct Account {
  const User* row = nullptr;
  bool is_computer = false;
};

/// Whether the account is a member of any of the groups.
Truth is_member(const Site& site, const Account& account, const std::vector<std::string>& groups,
                const Rules& rules = {});

/// Who asks, and what about the name ends the attempt.
struct Identity {
  Account account{};
  Truth is_foreign_to_workgroup = kFalse, has_unknown_domain = kFalse, is_unknown_user = kFalse;
};
Identity identity_of(const Site& site, const Value& user, const Rules& rules = {});

/// What conditions see of an attribute: never State::left_out.
Value attribute_value(const Site& site, const Attempt& attempt, std::string_view name, const Rules& rules = {});

/// The method of an attempt that does not say it is unknown.
const KnownMethod& method_of(const Attempt& attempt);

/// What an attempt says in a field, or the field's default; empty: unknown.
std::optional<std::string> word_of(const Site& site, const Attempt& attempt, const std::string& field);
/// The client's strengths of encryption; empty: unknown.
std::optional<std::vector<std::string>> strengths_of(const Site& site, const Attempt& attempt);

/// The policies that decide, in processing order.
std::vector<Policy> policies_in_order(const Site& site);
/// The policies that exist when a site writes none (semantics.md 4.7).
std::vector<Policy> builtin_policies(Dialect dialect);
/// The request policies that decide, in processing order; none on Windows 2000, which has no such thing.
std::vector<RequestPolicy> request_policies_in_order(const Site& site);
/// Whether the dialect has request policies at all.
inline bool has_request_policies(const Site& site) { return site.dialect != Dialect::windows_2000; }
/// The methods that the server offers on the link.
std::vector<std::string> server_methods(const Site& site);
/// The access server's own RADIUS client, from the site's list; see slow_client.cpp.
struct ClientRow {
  Truth is_missing = kFalse;  // the list has no row for it
  Value address{}, name{}, vendor{};
};
ClientRow radius_client_of(const Site& site, const Attempt& attempt, const Rules& rules = {});

}  // namespace rapsim::oracle
