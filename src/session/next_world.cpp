#include "session/next_world.hpp"

namespace rapsim {
namespace {

/// Credentials or the state of the account refused it; an extension's answer is no failed authentication.
bool has_failed_authentication(const Decision& decision) {
  const bool is_reject = decision.answer.is_present() && decision.answer.value == Answer::reject;
  const bool is_stage = decision.stage.is_present() && decision.stage.value == StageId::authentication;
  return is_reject && is_stage && decision.cause.is_present() && decision.cause.value != cause("extension-rejected");
}

bool has_passed_authentication(const Trace& trace) {
  return trace.stages[static_cast<std::size_t>(StageId::authentication)] == StageState::passed;
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
  const Judged judged(explained.site, explained.world, explained.attempt, explained.shown_request_policy());
  const std::string& account = judged.facts().subject.key;
  if (account.empty()) return world;  // names that no account has are not counted
  if (has_failed_authentication(explained.decision))
    count_failure(site, account, world);
  else if (has_passed_authentication(explained.trace))
    world.denials.erase(account);
  return world;
}

}  // namespace rapsim
