// How a world begins, and begins again: what is cached until the next start. Source: semantics.md 6.1, 6.3, 6.6.
#include "session/sessions.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kRestartNames[] = {"service", "server", "domain-controller"};

bool at_start(const Setting<bool>& said, const Setting<bool>& now) { return said.is_given() ? said.value : now.value; }

}  // namespace

std::span<const std::string_view> restart_names() { return kRestartNames; }

World start_world(const CompiledSite& site, Instant clock) {
  const DirectoryAccess& access = site.site->server.rras.access;
  const auto was_registered = [](const DirectoryAccess& in) { return at_start(in.registered_at_start, in.registered); };
  World out;
  out.clock = Maybe<Instant>::of(clock);
  out.registered_at_start[{}] = was_registered(access);
  for (const TrustedDomain& domain : site.site->directory->trusted_domains)
    out.registered_at_start[domain.name] = was_registered(domain.access);
  out.everyone_at_start = at_start(access.everyone_at_start, access.everyone_in_pre_windows_2000);
  return out;
}

void restart(const CompiledSite& site, World& world, Restart what, const OnEnd& on_end) {
  const DirectoryAccess& access = site.site->server.rras.access;
  switch (what) {
    case Restart::service:
      return end_all_sessions(world, TerminateCause::admin_reset, on_end);
    case Restart::server:
      end_all_sessions(world, TerminateCause::nas_reboot, on_end);
      world.registered_at_start[{}] = access.registered.value;
      for (const TrustedDomain& domain : site.site->directory->trusted_domains)
        world.registered_at_start[domain.name] = domain.access.registered.value;
      return;
    case Restart::domain_controller:
      world.everyone_at_start = access.everyone_in_pre_windows_2000.value;
  }
}

}  // namespace rapsim
