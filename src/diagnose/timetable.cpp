#include "diagnose/timetable.hpp"

#include <algorithm>
#include <range/v3/algorithm/contains.hpp>
#include <range/v3/algorithm/sort.hpp>

#include "engine/trace/attempt_context.hpp"
#include "model/site/zone.hpp"

namespace rapsim {
namespace {

constexpr std::chrono::seconds kWeek = std::chrono::days{7};

/// Since Sunday 00:00 of a clock that is `east` of UTC. 1970 began on a Thursday.
std::chrono::seconds time_of_week(Instant at, std::chrono::seconds east) {
  const auto since = (at.time_since_epoch() + east + std::chrono::days{4}) % kWeek;
  return since.count() < 0 ? since + kWeek : since;
}

/// Every begin and end of the hours from `from` to before `to`, on a clock that is `east` of UTC all the time.
void add_edges(const std::vector<grammar::Schedule>& all, Instant from, Instant to, std::chrono::seconds east,
               std::vector<Instant>& out) {
  const auto add = [&](std::uint32_t minute) {
    const auto later = (std::chrono::minutes{minute} - time_of_week(from, east) + kWeek) % kWeek;
    for (Instant at = from + later; at < to; at += kWeek) out.push_back(at);
  };
  for (const grammar::Schedule& hours : all)
    for (const grammar::MinuteRange& range : hours.open) {
      add(range.begin);
      add(range.end);
    }
}

}  // namespace

Timetable::Timetable(const Explained& e) : site_(e.site) {
  for (const CompiledCondition& condition : e.site.conditions)
    if (condition.schedule != nullptr) add_hours(local_, *condition.schedule);
  for (const Policy& policy : e.site.site->policies)
    if (policy.profile.day_and_time.is_given()) add_hours(local_, policy.profile.day_and_time.value);
  add_account(AttemptContext(e.site, e.world, e.attempt, kNoPolicy).facts());
  // A connection request policy may change the name, and another one holds at another time.
  const auto& request_policies = e.site.site->request_policies;
  for (PolicyIndex row = 0; row < request_policies.size(); ++row)
    if (request_policies[row].manipulated.is_given())
      add_account(AttemptContext(e.site, e.world, e.attempt, row).facts());
}

void Timetable::add_hours(std::vector<grammar::Schedule>& into, const grammar::Schedule& hours) {
  if (!ranges::contains(into, hours)) into.push_back(hours);
}

void Timetable::add_account(const Facts& facts) {
  const UserClass& account = facts.account;
  // An account that is not known may be any that has failed.
  const auto concerns = [&](const std::string& key) { return !account.is_known || key == facts.subject.key; };
  for (const auto& [key, denials] : facts.world.denials)
    if (concerns(key)) ends_.push_back(denials.last + site_.site->server.lockout.reset_time.value);
  for (const auto& [key, bad] : facts.world.bad_passwords)
    if (concerns(key)) ends_.push_back(bad.locked_since + site_.site->directory->lockout.duration.value);
  if (!account.is_known) return;
  add_hours(utc_, site_.accounts->logon_hours[account.logon_hours]);
  if (account.expires) ends_.push_back(Instant{std::chrono::seconds{*account.expires}});
}

std::vector<Instant> Timetable::boundaries(Instant from, Instant to) const {
  std::vector<Instant> out;
  for (Instant at = from; at < to;) {
    out.push_back(at);
    const ZoneOffset zone = zone_offset(site_.zone, at);
    const Instant end = std::min(to, zone.until);
    add_edges(local_, at, end, zone.east, out);
    at = end;
  }
  add_edges(utc_, from, to, std::chrono::seconds{0}, out);
  for (const Instant end : ends_)
    if (from < end && end < to) out.push_back(end);
  ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<bool> Timetable::state(Instant at) const {
  std::vector<bool> out;
  const std::uint32_t local = minute_of_week(site_.zone, at), utc = utc_minute_of_week(at);
  for (const grammar::Schedule& hours : local_) out.push_back(hours.contains(local));
  for (const grammar::Schedule& hours : utc_) out.push_back(hours.contains(utc));
  for (const Instant end : ends_) out.push_back(end <= at);
  return out;
}

}  // namespace rapsim
