#include "session/lockout.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "engine/trace/attempt_context.hpp"
#include "model/attempt/authentication.hpp"

namespace rapsim {
namespace {

bool is_forwarded(const RequestPolicy& policy) { return policy.provider.value == RequestProvider::forward; }

const RequestPolicy* request_policy_of(const Facts& facts, const PossibleResult& ending) {
  return ending.request_policy == kNoPolicy ? nullptr : &facts.site.site->request_policies[ending.request_policy];
}

Count counted(const Facts& facts, Counting what) {
  const std::string& account = facts.subject.key;  // empty: names that no account has are not counted
  return what == Counting::nothing || account.empty() ? Count{} : Count{what, account};
}

/// The domain compares a password: not for certificates, not where an extension has answered for it.
bool has_password_compared(const Attempt& attempt) {
  return attempt.method().is_present() && attempt.extension().is(Extension::accept) != Truth::yes &&
         sends_password(attempt) != Truth::no;
}

bool is_unlocked(const AccountState& before, const AccountState& after) {
  const bool is_said = after.locked_out.is_given() && !after.locked_out.value;
  const Span was = before.locked_out.where, is = after.locked_out.where;
  return is_said && (was.file != is.file || was.line != is.line || was.column != is.column);
}

/// By the key of its subject: lowered, computers with `$`.
const User* user_of_key(const Directory& directory, std::string_view key) {
  const bool is_computer = key.ends_with('$');
  const std::vector<User>& users = is_computer ? directory.computers : directory.users;
  if (is_computer) key.remove_suffix(1);
  const auto found =
      std::find_if(users.begin(), users.end(), [&](const User& user) { return equal_without_case(user.name, key); });
  return found == users.end() ? nullptr : &*found;
}

}  // namespace

Count remote_access_count(const Facts& facts, const PossibleResult& ending) {
  if (ending.stage && *ending.stage < StageId::authentication) return {};
  if (ending.stage == StageId::authentication) {  // an extension's answer is not a failed authentication
    const bool is_counted = ending.answer == Answer::reject && ending.cause != cause("extension-rejected");
    return counted(facts, is_counted ? Counting::failure : Counting::nothing);
  }
  const RequestPolicy* const policy = request_policy_of(facts, ending);
  const bool is_elsewhere = policy != nullptr && ((is_forwarded(*policy) && !policy->map_to_windows_user.value) ||
                                                  policy->provider.value == RequestProvider::none);
  return counted(facts, is_elsewhere ? Counting::nothing : Counting::success);
}

/// The password is all that it counts: an account that is disabled, or locked already, has none compared.
Count domain_count(const Facts& facts, const PossibleResult& ending) {
  const RequestPolicy* const policy = request_policy_of(facts, ending);
  if (policy != nullptr && (is_forwarded(*policy) || policy->provider.value == RequestProvider::none)) return {};
  if (ending.stage && *ending.stage < StageId::authentication) return {};
  if (!has_password_compared(facts.attempt)) return {};
  if (ending.stage != StageId::authentication) return counted(facts, Counting::success);
  constexpr std::uint16_t kBadCredentials = 16;
  const bool is_bad = ending.reason == kBadCredentials &&
                      (ending.cause == cause("bad-credentials") || ending.cause == cause("eap-failed"));
  return counted(facts, is_bad ? Counting::failure : Counting::nothing);
}

/// A counter that is older than the reset time is gone (G-4: the timer runs from the last failure).
void apply_remote_access_count(const Site& site, World& world, const Count& count) {
  if (site.server.lockout.max_denials.value == 0 || !world.clock.is_present()) return;
  if (count.what == Counting::success) world.denials.erase(count.account);
  if (count.what != Counting::failure) return;
  Denials& denials = world.denials[count.account];
  const Instant now = world.clock.value;
  const bool is_old = denials.count != 0 && now >= denials.last + site.server.lockout.reset_time.value;
  denials = {is_old ? 1 : denials.count + 1, now};
}

/// A lock that has run out is forgotten by the next attempt that counts; one without duration stays.
void apply_domain_count(const Site& site, World& world, const Count& count) {
  const DomainLockout& lockout = site.directory->lockout;
  if (lockout.threshold.value == 0 || !world.clock.is_present()) return;
  if (count.what == Counting::success) world.bad_passwords.erase(count.account);
  if (count.what != Counting::failure) return;
  BadPasswords& bad = world.bad_passwords[count.account];
  const Instant now = world.clock.value;
  const bool is_inside = bad.count != 0 && !bad.is_locked && now < bad.last + lockout.window.value;
  bad.count = is_inside ? bad.count + 1 : 1;
  bad.last = now;
  bad.is_locked = bad.count >= lockout.threshold.value;
  bad.locked_since = bad.is_locked ? now : Instant{};
}

void change_counters(const Site& before, const Site& after, World& world) {
  if (after.server.lockout.max_denials.value == 0) world.denials.clear();  // REGLOCK: clears all
  if (before.directory == after.directory) return;
  std::erase_if(world.bad_passwords, [&](const auto& entry) {
    const User* const was = user_of_key(*before.directory, entry.first);
    const User* const is = user_of_key(*after.directory, entry.first);
    return is == nullptr || (was != nullptr && is_unlocked(was->state, is->state));
  });
}

}  // namespace rapsim
