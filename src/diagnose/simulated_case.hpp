// A system and an attempt at it, as somebody describes them or as they might be, and what comes of it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/trace/explained.hpp"
#include "network/reach.hpp"

namespace rapsim {

/// Copies of a site share what is not changed.
struct Setup {
  Site site{};
  std::shared_ptr<const CompiledSite> compiled{};  // as it was before anything was changed
  Attempt attempt{};                               // complete
  World world{};                                   // that it meets
  std::string account{};                           // Subject::key of the attempt; empty: no account is known
  std::string trusted_domain{};       // whose account it is; empty: the directory's own domain's, or not known
  PolicyIndex policy = kNoPolicy;     // that decides while nothing is changed; kNoPolicy: none
  Maybe<Method> method{};             // that client and server agree on while nothing is changed
  std::optional<Session> session{};   // that the client has while nothing is changed
  network::ReachQuestion reach_to{};  // what the client wants to reach once it is connected
};

/// A case, decided. Nothing after errors of compile().
class SimulatedCase {
 public:
  static std::shared_ptr<const SimulatedCase> of(const Setup& setup);
  SimulatedCase(const SimulatedCase&) = delete;
  SimulatedCase& operator=(const SimulatedCase&) = delete;

  [[nodiscard]] const Explained& explained() const { return *explained_; }
  [[nodiscard]] const CompiledSite& site() const { return *site_; }
  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] bool is_connected() const { return explained_->decision.outcome == Outcome::connected; }
  /// What the connected client reaches, or one that was connected before something changed; unknown without either.
  [[nodiscard]] network::Reach reach() const;
  /// The session that the attempt makes.
  [[nodiscard]] std::optional<Session> session() const;

 private:
  SimulatedCase(std::shared_ptr<const CompiledSite> site, const Setup& setup);

  std::shared_ptr<const CompiledSite> site_;
  World world_;
  Attempt attempt_;
  network::ReachQuestion reach_to_;
  std::optional<Session> before_;
  std::unique_ptr<Explained> explained_;
};

}  // namespace rapsim
