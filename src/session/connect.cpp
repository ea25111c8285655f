#include "engine/trace/attempt_context.hpp"
#include "session/lockout.hpp"
#include "session/sessions.hpp"

namespace rapsim {
namespace {

constexpr std::pair<TerminateCause, std::string_view> kTerminateCauses[] = {
    {TerminateCause::user_request, "user-request"},       {TerminateCause::idle_timeout, "idle-timeout"},
    {TerminateCause::session_timeout, "session-timeout"}, {TerminateCause::admin_reset, "admin-reset"},
    {TerminateCause::nas_reboot, "nas-reboot"},           {TerminateCause::port_unneeded, "port-unneeded"},
};

/// What one way to end would do.
struct Effect {
  Count remote_access{}, domain{};
  bool makes_session = false;
};

Effect effect_of(const Facts& facts, const PossibleResult& ending) {
  return {remote_access_count(facts, ending), domain_count(facts, ending), makes_session(facts, ending)};
}

}  // namespace

std::string_view terminate_cause_name(TerminateCause cause) {
  for (const auto& [id, name] : kTerminateCauses)
    if (id == cause) return name;
  return {};
}

std::span<const std::string_view> terminate_cause_names() {
  static const auto names = [] {
    std::vector<std::string_view> out;
    for (const auto& row : kTerminateCauses) out.push_back(row.second);
    return out;
  }();
  return names;
}

std::optional<SessionId> apply_attempt(const CompiledSite& site, World& world, const Attempt& attempt,
                                       const PossibleResult& ending) {
  const AttemptContext judged(site, world, attempt, ending.request_policy);
  const Effect effect = effect_of(judged.facts(), ending);
  apply_remote_access_count(*site.site, world, effect.remote_access);
  apply_domain_count(*site.site, world, effect.domain);
  return effect.makes_session ? open_session(judged.facts(), world, std::span(&ending, 1)) : std::nullopt;
}

std::optional<SessionId> apply_attempt(const Explained& explained, World& world) {
  std::optional<Effect> agreed;
  std::vector<PossibleResult> endings;
  for_each_case(explained, [&](const Explained& one) {
    for (const PossibleResult& ending : one.trace.endings) {
      const AttemptContext judged(one.site, one.world, one.attempt, ending.request_policy);
      const Effect effect = effect_of(judged.facts(), ending);
      endings.push_back(ending);
      if (!agreed) agreed = effect;
      if (!(agreed->remote_access == effect.remote_access)) agreed->remote_access = {};
      if (!(agreed->domain == effect.domain)) agreed->domain = {};
      agreed->makes_session = agreed->makes_session && effect.makes_session;
    }
  });
  if (!agreed) return std::nullopt;
  apply_remote_access_count(*explained.site.site, world, agreed->remote_access);
  apply_domain_count(*explained.site.site, world, agreed->domain);
  if (!agreed->makes_session) return std::nullopt;
  const AttemptContext judged(explained.site, explained.world, explained.attempt, endings.front().request_policy);
  return open_session(judged.facts(), world, endings);
}

}  // namespace rapsim
