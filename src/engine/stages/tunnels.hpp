// Which types of tunnel an attempt may use, and what a type means for it. Source: semantics.md 7.1, G-16, G-22.
#pragma once

#include <vector>

#include "engine/stages/checks.hpp"
#include "network/listeners.hpp"

namespace rapsim {

/// An attempt over a VPN port of this RRAS server: no call, and no other access server.
Truth is_vpn(const CheckInput& in);

/// Asks `holds` for the type of the attempt; while it is not known, for every type that it may be.
template <class Holds>
Truth of_tunnel(const CheckInput& in, Holds holds) {
  if (in.facts.asker.is_foreign) return Truth::no;
  const FieldValue& tunnel = in.facts.attempt[FieldId::tunnel];
  if (tunnel.presence == Presence::present) {
    const auto type = tunnel_type_of(tunnel.number);
    return type ? holds(*type) : Truth::no;
  }
  Truth any = Truth::no;
  for (const TunnelTypeRow& row : tunnel_types())
    if (dialect_knows(in.facts.site.site->dialect.value, row.type)) any = any || holds(row.type);
  return any && Truth::unknown;  // it may be a call
}

/// The types that the client's strategy tries, in their order.
std::vector<TunnelType> tried_types(const Attempt& attempt);

}  // namespace rapsim
