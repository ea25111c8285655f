#include "session/hours.hpp"

#include <vector>

#include "model/site/zone.hpp"

namespace rapsim {
namespace {

/// Schedules in the server's local time that the policy asks for.
std::vector<const grammar::Schedule*> local_hours(const CompiledSite& site, PolicyIndex policy) {
  std::vector<const grammar::Schedule*> out;
  if (policy == kNoPolicy) return out;
  const CompiledRule& rule = site.policies[policy];
  for (std::uint32_t row = 0; row < rule.condition_count; ++row)
    if (const grammar::Schedule* hours = site.conditions[rule.first_condition + row].schedule) out.push_back(hours);
  const Setting<grammar::Schedule>& of_profile = site.site->policies[policy].profile.day_and_time;
  if (of_profile.is_given()) out.push_back(&of_profile.value);
  return out;
}

}  // namespace

Instant closing_of(const Facts& facts, PolicyIndex policy) {
  const std::vector<const grammar::Schedule*> local = local_hours(facts.site, policy);
  const grammar::Schedule& utc = facts.site.accounts->logon_hours[facts.account.logon_hours];
  if (local.empty() && utc.contains_all()) return Instant::max();
  const auto now = std::chrono::floor<std::chrono::minutes>(facts.world.clock.value);
  for (std::chrono::minutes later{1}; later <= std::chrono::days{7}; ++later) {
    const Instant at = now + later;
    if (!utc.contains(utc_minute_of_week(at))) return at;
    const std::uint32_t minute = minute_of_week(facts.site.zone, at);
    for (const grammar::Schedule* hours : local)
      if (!hours->contains(minute)) return at;
  }
  return Instant::max();
}

}  // namespace rapsim
