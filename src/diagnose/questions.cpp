#include "diagnose/questions.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "diagnose/deviations.hpp"
#include "engine/checks.hpp"
#include "model/load.hpp"
#include "network/probe.hpp"

namespace rapsim {
namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

std::string probe(const Play& play, const network::ProbeQuestion& question) {
  const network::ProbeCommand* command = network::find_probe(question.command);
  const network::ProbeResult result = command->run(*play.site().site, play.world(), question);
  return result.is_present() ? joined(result.value) : std::string{};
}

std::string ask_command(const Play& play, std::string_view command) {
  return probe(play, {.command = std::string(command)});
}

/// Of every RADIUS server: one word, when they agree.
std::string ask_radius(const Play& play, std::string_view command) {
  std::string out;
  for (const RadiusServer& server : play.site().site->server.rras.radius_servers) {
    const std::string one = probe(play, {.command = std::string(command), .name = server.name});
    if (one == "answers" || out.empty()) out = one;  // one that answers is enough
  }
  return out;
}

std::string outcome_of(const Play& play) {
  if (play.is_connected()) return "connects";
  return play.explained().decision.outcome == Outcome::unknown ? std::string{} : "fails";
}

/// The reason code that the policy server logs.
std::string ask_log(const Setup&, const Play& play) {
  const Decision& decision = play.explained().decision;
  if (!decision.answer.is_present() || decision.reason.is_unknown()) return {};
  if (decision.answer.value == Answer::none || decision.reason.is_absent()) return "nothing";
  return std::to_string(decision.reason.value);
}

std::string ask_other(Setup setup) {
  const auto play = Play::of(setup);
  return play == nullptr ? std::string{} : outcome_of(*play);
}

/// The first other account that the documented policies let in the same way.
std::string ask_another_user(const Setup& setup, const Play& play) {
  const std::string& own = setup.attempt[FieldId::user].wire;
  for (const User& user : play.site().site->directory->users) {
    if (equal_without_case(user.name, own) || user.state.disabled.value) continue;
    Setup other = setup;
    set_attempt(other, FieldId::user, user.name);
    set_attempt(other, FieldId::password, "right");
    return ask_other(std::move(other));
  }
  return {};
}

std::string ask_another_tunnel(const Setup& setup, const Play&) {
  const auto type = tunnel_of(setup);
  if (!type || setup.attempt[FieldId::strategy].given) return {};
  Setup other = setup;
  set_attempt(other, FieldId::tunnel, *type == TunnelType::pptp ? "L2TP" : "PPTP");
  return ask_other(std::move(other));
}

/// From a desk beside the server: no device between, no Internet interface.
std::string ask_inside(const Setup& setup, const Play&) {
  Setup other = setup;
  other.site.network.devices.clear();
  other.site.network.route.value = true;
  other.site.network.loss.value = Loss::none;
  other.site.network.name_resolution.value = NameResolution::works;
  other.site.server.rras.internet.filters.value = InterfaceFilters::none;
  return ask_other(std::move(other));
}

/// The same on another computer with default settings, the password typed with care.
std::string ask_another_client(const Setup& setup, const Play&) {
  Setup other = setup;
  for (const FieldId id :
       {FieldId::password, FieldId::encryption_requires, FieldId::encryption_can, FieldId::client_ipx_node,
        FieldId::client_address, FieldId::client_certificate, FieldId::client_preshared_key})
    other.attempt[id] = FieldValue{};
  Diagnostics none;
  complete_attempt(other.attempt, other.site, {}, none);
  return ask_other(std::move(other));
}

/// What `net user NAME /domain` shows.
std::string ask_account(const Setup& setup, const Play& play) {
  const UserClass* account = nullptr;
  const auto& users = play.site().users;
  if (const auto found = users.find(setup.attempt[FieldId::user].wire); found != users.end())
    account = &play.site().classes[found->second];
  if (account == nullptr) return "not found";
  const auto flag = [](bool value) { return value ? "yes" : "no"; };
  const std::int64_t now = play.world().clock.value.time_since_epoch().count();
  const bool is_expired = account->expires && *account->expires <= now;
  const bool is_closed = play.site().logon_hours[account->logon_hours].open.empty();
  return std::string("active ") + flag(!account->disabled) + ", locked " + flag(account->locked_out) + ", expired " +
         flag(is_expired) + ", logon hours " + (is_closed ? "none" : "some");
}

constexpr std::string_view kPorts[] = {"LISTENING", "LISTENING or FILTERED", "NOT LISTENING", "FILTERED"};
constexpr std::string_view kConnects[] = {"connects", "fails"};

// clang-format off
constexpr ClueQuestion kQuestions[] = {
  {"event-log", "look at the policy server's log for this attempt: its reason code (0: granted), or `nothing`", ask_log, {}, true, "semantics 9"},
  {"portqry-1723", "portqry -n SERVER -e 1723, from the client's network", [](const Setup&, const Play& p) { return probe(p, {.command = "portqry", .port = 1723}); }, kPorts, false, "SEED"},
  {"portqry-1701", "portqry -n SERVER -e 1701 -p UDP, from the client's network; silence is no proof", [](const Setup&, const Play& p) { return probe(p, {.command = "portqry", .port = 1701, .is_udp = true}); }, kPorts, false, "SEED"},
  {"ping", "ping the server from the client's network; many firewalls drop it while the VPN works", [](const Setup&, const Play& p) { return ask_command(p, "ping"); }, {}, false, "SEED"},
  {"netstat", "netstat -aon on the server: which of TCP 1723, UDP 1701 ... it listens on", [](const Setup&, const Play& p) { return ask_command(p, "netstat"); }, {}, false, "SEED"},
  {"service", "sc query RemoteAccess on the server", [](const Setup&, const Play& p) { return ask_command(p, "service"); }, {}, false, "SEED"},
  {"ports", "the Ports view of the console", [](const Setup&, const Play& p) { return ask_command(p, "ports"); }, {}, false, "SEED"},
  {"registered-server", "netsh ras show registeredserver", [](const Setup&, const Play& p) { return ask_command(p, "registered-server"); }, {}, false, "SEED"},
  {"localgroup", "net localgroup \"Pre-Windows 2000 Compatible Access\"", [](const Setup&, const Play& p) { return ask_command(p, "localgroup"); }, {}, false, "SEED"},
  {"radius", "a test request to the RADIUS server from the VPN server", [](const Setup&, const Play& p) { return ask_radius(p, "radius"); }, {}, false, "SEED"},
  {"radius-accounting", "accounting records in the RADIUS server's log", [](const Setup&, const Play& p) { return ask_radius(p, "radius-accounting"); }, {}, false, "SEED"},
  {"dhcp-adapter", "the adapter for DHCP addresses, in the server's properties", [](const Setup&, const Play& p) { return ask_command(p, "dhcp-adapter"); }, {}, false, "SEED"},
  {"address", "ipconfig /all on the server: where the RAS interface has its address from", [](const Setup&, const Play& p) { return ask_command(p, "address"); }, {}, false, "SEED"},
  {"account", "net user NAME /domain", ask_account, {}, false, "semantics 5.2"},
  {"another-user", "another account from the same client: `connects` or `fails`", ask_another_user, kConnects, false, "ours"},
  {"another-client", "the same account from another computer with default settings: `connects` or `fails`", ask_another_client, kConnects, false, "ours"},
  {"another-tunnel", "the same with the other type of VPN: `connects` or `fails`", ask_another_tunnel, kConnects, false, "ours"},
  {"inside", "the same from inside, beside the server: `connects` or `fails`", ask_inside, kConnects, false, "ours"},
};
// clang-format on

}  // namespace

std::span<const ClueQuestion> clue_questions() { return kQuestions; }

const ClueQuestion* find_question(std::string_view id) {
  const auto found =
      std::find_if(std::begin(kQuestions), std::end(kQuestions), [&](const ClueQuestion& row) { return row.id == id; });
  return found == std::end(kQuestions) ? nullptr : &*found;
}

}  // namespace rapsim
