// Which packets a tunnel needs, by name. Source: semantics.md 7.2.
#pragma once

#include "network/path.hpp"

namespace rapsim::network {

/// `TCP 1723`, `GRE (IP protocol 47)`: for people.
std::string_view traffic_name(Traffic traffic);

/// Whether packets of the kind must pass an obstacle of this kind at all: ESP, or UDP 4500 behind a NAT; IKE and
/// NAT traversal only under the full rules; UDP 1701 passes devices inside IPsec, except under the page's own rules
/// (reading `path-rules`).
bool must_pass(Traffic traffic, Obstacle obstacle, const Site& site);

}  // namespace rapsim::network
