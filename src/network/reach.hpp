// What a connected client reaches: per packet, there and back. Source: semantics.md 8.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/site/site.hpp"
#include "model/site/world.hpp"
#include "model/tables/causes.hpp"
#include "network/path.hpp"

namespace rapsim::network {

/// A packet of a session to an address on the intranet (or of another LAN protocol to its network).
struct ReachQuestion {
  LanProtocol lan_protocol = LanProtocol::ip;
  std::uint32_t to = 0;
  std::uint8_t protocol = kTcp;
  std::uint16_t port = 0;  // tcp and udp; 0: one that no filter names
};

struct Reach {
  Truth reachable = Truth::yes;
  CauseId cause = kNoCause;     // the first rule that stops it; when it is not known, the first that may
  std::vector<CauseId> also{};  // of other rules that stop it for sure
  std::vector<Span> where{};    // of the cause
};

/// One rule that may stop the packet; rows in the order of the packet's way: the tunnel, the server, the LAN and back.
struct ReachRule {
  std::string_view name;  // stable, kebab-case
  CauseId cause;          // kNoCause: that of the type of tunnel
  Truth (*stops)(const Site&, const Session&, const ReachQuestion&);
  Span (*where)(const Site&, const Session&, const ReachQuestion&);
  Basis basis;
  std::string_view gap;
  std::string_view source;
};
std::span<const ReachRule> reach_rules();

/// Every rule is asked; the first that stops the packet gives the cause. A session that has ended reaches nothing,
/// without a cause.
Reach reach(const Site& site, const Session& session, const ReachQuestion& question);

}  // namespace rapsim::network
