#include "tests/conservation/steps.hpp"

#include <algorithm>

#include "base/ipv4.hpp"

namespace rapsim::conservation {

namespace {

constexpr std::string_view kTunnels[] = {"PPTP", "L2TP"};
constexpr std::string_view kUsers[] = {"idle", "short", "plain", "static"};
constexpr std::string_view kFrom[] = {"100", "200", "300", "300"};
constexpr std::int64_t kIdle = 600, kHour = 3600, kShort = 1800;
constexpr std::uint32_t kStatic = 0x0a090909;

std::int64_t end_of(const Live& live) {
  std::int64_t out = INT64_MAX;
  if (live.session_timeout != 0) out = live.since + live.session_timeout;
  if (live.idle_timeout != 0) out = std::min(out, live.last + live.idle_timeout);
  return out;
}

}  // namespace

std::string_view from_of(User user) { return kFrom[static_cast<std::size_t>(user)]; }
std::string_view name_of(User user) { return kUsers[static_cast<std::size_t>(user)]; }

const Live* Model::find(std::uint32_t number) const {
  const auto found = std::find_if(live.begin(), live.end(), [&](const Live& one) { return one.number == number; });
  return found == live.end() ? nullptr : &*found;
}

std::uint32_t Model::used(std::uint32_t tunnel) const {
  return static_cast<std::uint32_t>(
      std::count_if(live.begin(), live.end(), [&](const Live& one) { return one.tunnel == tunnel; }));
}

/// The server has the first one; whoever lives keeps his, also one of an older pool.
std::optional<std::uint32_t> Model::free_address() const {
  const Pool& pool = kPools[settings.pool];
  std::optional<std::uint32_t> out;
  for (std::uint32_t address = pool.first + 1; address <= pool.last; ++address) {
    const bool is_taken =
        std::any_of(live.begin(), live.end(), [&](const Live& one) { return one.address == address; });
    if (is_taken) continue;
    out = address;
    if (broken_ != Broken::newest_address_first) break;
  }
  return out;
}

bool Model::connect(const Step& step) {
  if (!settings.is_started || !settings.has_role || used(step.tunnel) >= settings.ports[step.tunnel]) return false;
  Live one{.number = step.session, .tunnel = step.tunnel, .address = kStatic, .since = now, .last = now};
  if (step.user != User::with_address) {
    const auto address = free_address();
    if (!address) return false;
    one.address = *address;
    one.is_of_pool = true;
  }
  if (step.user == User::idle) one.idle_timeout = kIdle, one.session_timeout = kHour;
  if (step.user == User::shortly) one.session_timeout = kShort;
  live.push_back(one);
  return true;
}

void Model::go_to(std::int64_t time) {
  std::erase_if(live, [&](const Live& one) {
    return end_of(one) <= time && !(broken_ == Broken::idle_keeps_session && one.idle_timeout != 0);
  });
  now = time;
}

void Model::end_all(bool is_stop) {
  if (!is_stop || broken_ != Broken::stop_keeps_sessions) live.clear();
}

void Model::take_ports_away() {
  for (std::uint32_t tunnel = 0; tunnel < settings.ports.size(); ++tunnel)
    while (used(tunnel) > settings.ports[tunnel]) {
      const auto is_here = [&](const Live& one) { return one.tunnel == tunnel; };
      if (broken_ == Broken::oldest_port_goes)
        live.erase(std::find_if(live.begin(), live.end(), is_here));
      else
        live.erase(std::prev(std::find_if(live.rbegin(), live.rend(), is_here).base()));
    }
}

bool Model::take(const Step& step) {
  const bool was_serving = settings.is_started && settings.has_role;
  switch (step.kind) {
    case Kind::connect:
      return connect(step);
    case Kind::disconnect:
      return std::erase_if(live, [&](const Live& one) { return one.number == step.session; }) > 0;
    case Kind::traffic:
      for (Live& one : live)
        if (one.number == step.session) return one.last = now, true;
      return false;
    case Kind::after:
      go_to(now + step.number);
      return true;
    case Kind::restart:
      if (step.number < 2) end_all(false);
      return true;
    case Kind::ports:
      settings.ports[step.tunnel] = static_cast<std::uint32_t>(step.number);
      break;
    case Kind::pool:
      settings.pool = static_cast<std::uint32_t>(step.number);
      return true;
    case Kind::service:
      settings.is_started = step.number != 0;
      break;
    case Kind::role:
      settings.has_role = step.number != 0;
      break;
  }
  if (settings.is_started && settings.has_role)
    take_ports_away();
  else if (was_serving)
    end_all(true);
  return true;
}

Step random_step(std::mt19937& random, std::uint32_t& connects) {
  const auto below = [&](std::uint32_t most) { return static_cast<std::uint32_t>(random() % most); };
  const std::uint32_t what = below(100);
  const std::uint32_t session = 1 + (connects > 8 ? connects - 8 : 0) + below(8);  // a recent one, or none
  if (what < 40)
    return {.kind = Kind::connect, .session = ++connects, .user = static_cast<User>(below(4)), .tunnel = below(2)};
  if (what < 55) return {.kind = Kind::disconnect, .session = session};
  if (what < 68) return {.kind = Kind::traffic, .session = session};
  if (what < 86) return {.kind = Kind::after, .number = below(5) == 0 ? below(4000) : below(400)};
  if (what < 88) return {.kind = Kind::restart, .number = below(3)};
  if (what < 92) return {.kind = Kind::ports, .tunnel = below(2), .number = below(5)};
  if (what < 96) return {.kind = Kind::pool, .number = below(3)};
  return {.kind = what < 98 ? Kind::service : Kind::role, .number = below(4) == 0 ? 0 : 1};
}

namespace {

constexpr std::string_view kRestarts[] = {"service", "server", "domain-controller"};

std::string set_text(const std::string& path, const std::string& value) {
  return "set: { " + path + ": " + value + " }";
}

std::string step_text(const Step& step) {
  const std::string name = "s" + std::to_string(step.session), number = std::to_string(step.number);
  switch (step.kind) {
    case Kind::connect:
      return "connect: { as: " + name + ", user: " + std::string(name_of(step.user)) + ", from: \"" +
             std::string(from_of(step.user)) + "\", tunnel: " + std::string(kTunnels[step.tunnel]) + " }";
    case Kind::disconnect:
      return "disconnect: " + name;
    case Kind::traffic:
      return "traffic: " + name;
    case Kind::after:
      return "after: " + number + "s";
    case Kind::restart:
      return "restart: " + std::string(kRestarts[step.number]);
    case Kind::ports:
      return set_text("server.ports." + std::string(kTunnels[step.tunnel]) + ".count", number);
    case Kind::pool: {
      const Pool& pool = kPools[step.number];
      return set_text("server.addresses.static-pool", "[" + ipv4_text(pool.first) + "-" + ipv4_text(pool.last) + "]");
    }
    case Kind::service:
      return set_text("server.service.state", step.number != 0 ? "started" : "stopped");
    case Kind::role:
      return set_text("server.service.remote-access", step.number != 0 ? "enabled" : "disabled");
  }
  return {};
}

std::string state_text(const Model& model) {
  std::string out = "state: { ports: { ";
  for (std::uint32_t tunnel = 0; tunnel < 2; ++tunnel)
    out += std::string(tunnel == 0 ? "" : ", ") + std::string(kTunnels[tunnel]) +
           ": { used: " + std::to_string(model.used(tunnel)) + " }";
  out += " }, sessions: [";
  for (const Live& one : model.live) out += (&one == &model.live.front() ? "s" : ", s") + std::to_string(one.number);
  return out + "] }";
}

}  // namespace

std::string suite_text(const std::vector<Step>& steps, Broken broken) {
  std::string out =
      "# Beside tests/conservation/site.yaml `rapsim run` reads it.\nformat: rapsim/suite/1\nsite: site.yaml\n"
      "clock: 2003-11-03T09:00\nscenarios:\n  - name: a random timeline\n    timeline:\n";
  Model model(broken);
  for (const Step& step : steps) {
    const bool does_something = model.take(step);
    const bool is_connect = step.kind == Kind::connect;
    if (!does_something && !is_connect) continue;
    out += "      - " + step_text(step) + "\n";
    if (is_connect)
      out += std::string("        expect: { outcome: ") + (does_something ? "connected" : "not-connected") + " }\n";
  }
  return out + "      - " + state_text(model) + "\n";
}

}  // namespace rapsim::conservation
