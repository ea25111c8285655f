#include "session/next_world.hpp"

namespace rapsim {
namespace {

/// What one way to end does to the counter.
enum class Counting { nothing, failure, success };

Counting counting_of(const Ending& ending, const Site& site) {
  if (ending.stage && *ending.stage < StageId::authentication) return Counting::nothing;
  if (ending.stage == StageId::authentication) {  // an extension's answer is no failed authentication
    const bool is_counted = ending.answer == Answer::reject && ending.cause != cause("extension-rejected");
    return is_counted ? Counting::failure : Counting::nothing;
  }
  if (ending.request_policy == kNoPolicy) return Counting::success;
  const RequestPolicy& policy = site.request_policies[ending.request_policy];
  const bool is_relayed = policy.provider.value == RequestProvider::forward && !policy.map_to_windows_user.value;
  return is_relayed || policy.provider.value == RequestProvider::none ? Counting::nothing : Counting::success;
}

/// A counter that is older than the reset time is gone (G-4: the timer runs from the last failure).
void count_failure(const Site& site, const std::string& account, World& world) {
  Denials& denials = world.denials[account];
  const Instant now = world.clock.value;
  const bool is_old = denials.count != 0 && now >= denials.last + site.server.lockout.reset_time.value;
  denials = {is_old ? 1 : denials.count + 1, now};
}

}  // namespace

World next_world(const Explained& explained) {
  World world = explained.world;
  const Site& site = *explained.site.site;
  if (site.server.lockout.max_denials.value == 0 || !world.clock.is_present()) return world;
  std::optional<std::pair<Counting, std::string>> agreed;
  for (const Ending& ending : explained.trace.endings) {
    const Judged judged(explained.site, explained.world, explained.attempt, ending.request_policy);
    const std::string& account = judged.facts().subject.key;  // empty: names that no account has are not counted
    const Counting counting = account.empty() ? Counting::nothing : counting_of(ending, site);
    const std::pair now{counting, counting == Counting::nothing ? std::string() : account};
    if (agreed && *agreed != now) return world;
    agreed = now;
  }
  if (agreed && agreed->first == Counting::failure) count_failure(site, agreed->second, world);
  if (agreed && agreed->first == Counting::success) world.denials.erase(agreed->second);
  return world;
}

}  // namespace rapsim
