// What client and server negotiate: which type of tunnel is tried, which authentication method both have.
// Source: semantics.md 6.4, 7.1; gaps.md G-16, G-22.
#pragma once

#include <memory>
#include <vector>

#include "engine/trace/trace.hpp"
#include "model/site/world.hpp"

namespace rapsim {

struct Negotiated {
  std::shared_ptr<const Attempt> attempt{};  // with one tunnel and one method; nullptr: nothing was negotiated
  std::vector<TunnelStep> failed{};          // types that were tried and failed, except the one of `attempt`
};

/// What the negotiation may come to, at least one. In: an attempt that leaves no enumerated field open (possible.hpp).
/// The first type of tunnel that gets to the server counts; when none does, the first that the server has ports for. A
/// type that may fail, or not, is one result, and what the client tries after it another. Of the methods that the
/// client offers the server's first is taken; when they share none, the client's first.
std::vector<Negotiated> negotiate(const CompiledSite& site, const World& world, const Attempt& attempt);

}  // namespace rapsim
