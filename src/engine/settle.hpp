// What an attempt leaves to client and server to settle: which type of tunnel is tried, which method both know.
// Source: semantics.md 6.4, 7.1; gaps.md G-16, G-22.
#pragma once

#include <memory>
#include <vector>

#include "engine/trace.hpp"
#include "model/world.hpp"

namespace rapsim {

struct Settled {
  std::shared_ptr<const Attempt> attempt{};  // with one tunnel and one method; nullptr: there was nothing to settle
  std::vector<TunnelStep> failed{};          // types that were tried in vain, except the one of `attempt`
};

/// The first type that gets to the server counts; when none does, the first that the server has ports for. A type that
/// may fail is taken as well: then its decision is unknown. Of the methods that the client offers the server's first is
/// taken; when they share none, the client's first.
Settled settle(const CompiledSite& site, const World& world, const Attempt& attempt);

}  // namespace rapsim
