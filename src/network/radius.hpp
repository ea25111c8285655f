// Which RADIUS server answers the VPN server, and why the others stay silent. Source: semantics.md 6.5; RFC 2865 3.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/truth.hpp"
#include "model/site/site.hpp"

namespace rapsim::network {

/// Why a server is silent; row number of silences().
enum class Silence : std::uint8_t {
  filtered_by_interface,  // of the VPN server, when the RADIUS server is reached over it
  filtered_by_device,
  does_not_exist,
  not_running,
  wrong_port,
  unknown_client,
  secret_mismatch,
};

/// Rows in the order in which they show: the way there, then the server.
struct SilenceRow {
  std::string_view name;  // stable, kebab-case
  std::string_view text;  // for people
  Truth (*holds)(const Site&, const RadiusServer&, bool is_accounting);
  Span (*where)(const Site&, const RadiusServer&, bool is_accounting);
  std::string_view source;
};
std::span<const SilenceRow> silences();
std::string_view silence_text(Silence why);

/// One reason of one server; a server may have several.
struct SilentServer {
  const RadiusServer* server = nullptr;
  Silence why = Silence::does_not_exist;
  Truth is_sure = Truth::yes;  // unknown: filters that ask for addresses which the site does not tell
  Span where{};                // the setting
};

struct RadiusAnswer {
  Truth is_answered = Truth::no;         // unknown: no server answers for sure, one may; or none is described
  const RadiusServer* server = nullptr;  // the first that answers; else the first that may
  std::vector<SilentServer> silent{};    // every reason of those asked before, in the order of the servers
};

/// Servers are asked by their score, the highest first, and in the site's order among equals. A silent one is passed
/// over (its time-out is not part of the model).
RadiusAnswer ask_radius(const Site& site, bool is_accounting);
/// One server, as RRAS asks it.
Truth answers(const Site& site, const RadiusServer& server, bool is_accounting);

}  // namespace rapsim::network
