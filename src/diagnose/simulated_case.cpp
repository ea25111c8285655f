#include "diagnose/simulated_case.hpp"

#include "engine/compile/compiled.hpp"
#include "session/simulation.hpp"

namespace rapsim {

std::shared_ptr<const SimulatedCase> SimulatedCase::of(const Setup& setup) {
  Diagnostics diags;  // of a site that was loaded without errors; warnings were reported then
  auto site = compile(std::make_shared<const Site>(setup.site), diags, setup.compiled.get());
  return site == nullptr ? nullptr : std::shared_ptr<const SimulatedCase>(new SimulatedCase(std::move(site), setup));
}

SimulatedCase::SimulatedCase(std::shared_ptr<const CompiledSite> site, const Setup& setup)
    : site_(std::move(site)),
      world_(setup.world),
      attempt_(setup.attempt),
      reach_to_(setup.reach_to),
      before_(setup.session),
      explained_(std::make_unique<Explained>(explain(*site_, world_, attempt_))) {}

std::optional<Session> SimulatedCase::session() const {
  if (!is_connected()) return std::nullopt;
  World after = world_;
  const auto id = apply_attempt(*explained_, after);
  const Session* session = id ? find_session(after, *id) : nullptr;
  return session == nullptr ? std::nullopt : std::optional(*session);
}

network::Reach SimulatedCase::reach() const {
  const std::optional<Session> now = session();
  const std::optional<Session>& one = now ? now : before_;
  if (one) return network::reach(*site_->site, *one, reach_to_);
  network::Reach unknown;
  unknown.reachable = Truth::unknown;
  return unknown;
}

}  // namespace rapsim
