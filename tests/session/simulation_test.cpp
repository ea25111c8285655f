// The world over time, step by step: who is connected, which ports and addresses are used, what ended whom and when.
// Source: semantics.md 2.5, 2.6, 6; gaps.md G-4, G-21, G-23.
#include "session/simulation.hpp"

#include <map>
#include <sstream>

#include "network/addresses.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

using Change = void (*)(Site&);

constexpr std::string_view kPolicies =
    "time-zone: UTC\nserver: { account-lockout: { max-denials: 9, reset-time: 1h } }\n"
    "directory: { users: { u: , v: { dial-in: { static-ip: 10.9.9.9 } } } }\n"
    "policies:\n  - { name: short, conditions: [{ Calling-Station-Id: '^1' }], permission: grant, profile: { "
    "session-timeout: 1h, idle-timeout: 10m } }\n"
    "  - { name: hours, conditions: [{ Calling-Station-Id: '^2' }, { Day-And-Time-Restrictions: 'Mon 09:00-10:00' }], "
    "permission: grant }\n"
    "  - { name: any, permission: grant }\n";

template <class T>
void give(Setting<T>& setting, T value) {
  setting = {std::move(value), {0, 1, 1, 1}};
}

void set_up(Site& site) {
  Rras& rras = site.server.rras;
  give(rras.is_started, true);
  give(rras.remote_access, true);
  give(rras.edition, Edition::enterprise);
  give(rras.access.registered, true);
  give(rras.access.everyone_in_pre_windows_2000, false);
  for (PortSettings& ports : rras.ports) {
    give(ports.count, 0U);
    give(ports.inbound, true);
  }
  give(rras.ports[TunnelType::pptp].count, 3U);
  give(rras.ports[TunnelType::l2tp].count, 2U);
  give(rras.protocols[0].enabled, true);
  give(rras.protocols[0].network_access, true);
  give(rras.addresses.source, AddressSource::static_pool);
  rras.addresses.static_pool = {{{0x0a000001, 0x0a000009}, {}}};
  give(rras.multilink, true);
}

/// Runs steps and keeps a log: `+a` connects a from a number of no policy's concern, `1+a` from number 1, `-a`, `~a`
/// (traffic), `10m` goes on, `!service`, `!server`, `!domain-controller`, `=N` applies change number N.
class Simulated {
 public:
  explicit Simulated(Change change = nullptr, std::vector<Change> edits = {})
      : site_(kPolicies), edits_(std::move(edits)) {
    REQUIRE(codes(site_.diags) == "");
    set_up(*site_.site);
    if (change != nullptr) change(*site_.site);
    site_.compile_site();
    world = start_world(*site_.compiled, kStart);
  }

  void run(const std::string& steps) {
    std::istringstream in(steps);
    for (std::string word; in >> word;) step(word);
  }

  /// `a 10.0.0.2, b 10.0.0.3; PPTP 2/3 L2TP 0/2; idle-timeout c 00:10`
  std::string text() const {
    std::string out;
    for (const auto& [name, id] : names_)
      if (const Session* const session = find_session(world, id))
        out += (out.empty() ? "" : ", ") + name + " " + ipv4_text(session->address);
    if (out.empty()) out = "-";
    for (const TunnelType type : {TunnelType::pptp, TunnelType::l2tp}) {
      const PortState ports = port_state(*site_.site, world, type);
      CHECK(ports.used + ports.free == ports.configured);
      out += (type == TunnelType::pptp ? "; PPTP " : " L2TP ") + std::to_string(ports.used) + "/" +
             std::to_string(ports.configured);
    }
    for (const std::string& one : log_) out += "; " + one;
    return out;
  }

  [[nodiscard]] const Site& site() const { return *site_.site; }
  World world;

 private:
  static constexpr Instant kStart{std::chrono::sys_days{std::chrono::year(2003) / 11 / 3} + std::chrono::hours(9)};

  void step(const std::string& word) {
    const OnEnd on_end = [&](const EndedSession& ended) { note(ended); };
    const std::size_t plus = word.find('+');
    if (plus != std::string::npos) return connect(word.substr(0, plus), word.substr(plus + 1));
    if (word[0] == '-') return disconnect(world, names_.at(word.substr(1)), TerminateCause::user_request, on_end);
    if (word[0] == '~') return touch(world, names_.at(word.substr(1)));
    if (word[0] == '=') return edit(edits_.at(static_cast<std::size_t>(std::stoi(word.substr(1)))), on_end);
    for (std::size_t row = 0; row < restart_names().size(); ++row)
      if (word == "!" + std::string(restart_names()[row]))
        return restart(*site_.compiled, world, static_cast<Restart>(row), on_end);
    const int count = std::stoi(word);
    const auto unit = word.back() == 's'   ? std::chrono::seconds(1)
                      : word.back() == 'm' ? std::chrono::minutes(1)
                                           : std::chrono::hours(1);
    advance(world, world.clock.value + count * unit, on_end);
  }

  /// `L`, `P`: the tunnel; `x`: a wrong password; `v`: the user with an address; `2l`: two links; a digit: the number.
  void connect(const std::string& how, const std::string& name) {
    const auto has = [&](char c) { return how.find(c) != std::string::npos; };
    const std::string from = has('1') ? "100" : has('2') ? "200" : "300";
    const Attempt attempt = site_.attempt(
        "{ user: " + std::string(has('v') ? "v" : "u") + ", from: '" + from +
        "', tunnel: " + (has('L') ? "L2TP" : "PPTP") + (has('x') ? ", password: wrong" : "") +
        (has('l') ? ", client: { links: 2 }" : "") + ", at: '" + instant_text(world.clock.value, *site_.site) + "' }");
    REQUIRE(codes(site_.diags) == "");
    const Explained explained = explain(*site_.compiled, world, attempt);
    if (const auto id = apply_attempt(explained, world))
      names_[name] = *id;
    else
      log_.push_back("no " + name);
  }

  void edit(Change change, const OnEnd& on_end) {
    const auto before = site_.compiled;
    change(*site_.site);
    site_.compile_site();
    change_site(*before, *site_.compiled, world, on_end);
  }

  void note(const EndedSession& ended) {
    CHECK(find_session(world, ended.id) == nullptr);
    CHECK(ended.at == world.clock.value);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(ended.at - kStart).count();
    for (const auto& [name, id] : names_)
      if (id == ended.id)
        log_.push_back(std::string(terminate_cause_name(ended.cause)) + " " + name + " " + std::to_string(minutes) +
                       "m");
  }

  TestSite site_;
  std::vector<Change> edits_;
  std::map<std::string, SessionId> names_;
  std::vector<std::string> log_;
};

struct Row {
  const char* name;
  const char* steps;
  const char* want;
};

void stop(Site& site) { site.server.rras.is_started.value = false; }
void role_off(Site& site) { site.server.rras.remote_access.value = false; }
void start(Site& site) { site.server.rras.is_started.value = site.server.rras.remote_access.value = true; }
void one_port(Site& site) { site.server.rras.ports[TunnelType::pptp].count.value = 1; }
void router_takes_two(Site& site) { site.server.rras.ports[TunnelType::pptp].used_by_demand_dial.value = 2; }
void not_inbound(Site& site) { site.server.rras.ports[TunnelType::pptp].inbound.value = false; }
void other_pool(Site& site) { site.server.rras.addresses.static_pool = {{{0x0a000003, 0x0a000020}, {}}}; }
void shorter_timeouts(Site& site) {
  for (Policy& policy : site.policies) give(policy.profile.session_timeout, std::chrono::seconds(60));
}
void unregister(Site& site) { site.server.rras.access.registered.value = false; }
void no_lockout(Site& site) { site.server.lockout.max_denials.value = 0; }

const std::vector<Change> kEdits = {stop,       role_off,         start,      one_port,  router_takes_two, not_inbound,
                                    other_pool, shorter_timeouts, unregister, no_lockout};

}  // namespace

TEST_CASE("simulation: sessions hold ports and addresses, and time-outs end them") {
  const Row rows[] = {
      {"nothing", "1h", "-; PPTP 0/3 L2TP 0/2"},
      {"a session takes a port and the next address", "+a L+b", "a 10.0.0.2, b 10.0.0.3; PPTP 1/3 L2TP 1/2"},
      {"they come back, the lowest address first", "+a +b -a +c",
       "b 10.0.0.3, c 10.0.0.2; PPTP 2/3 L2TP 0/2; user-request a 0m"},
      {"a session that has ended cannot end again", "+a -a -a", "-; PPTP 0/3 L2TP 0/2; user-request a 0m"},
      {"a name of an ended session is not the next one in its slot", "+a -a +b -a",
       "b 10.0.0.2; PPTP 1/3 L2TP 0/2; user-request a 0m"},
      {"no port is left", "+a +b +c +d", "a 10.0.0.2, b 10.0.0.3, c 10.0.0.4; PPTP 3/3 L2TP 0/2; no d"},
      {"the account's own address is not of the pool", "v+a +b", "a 10.9.9.9, b 10.0.0.2; PPTP 2/3 L2TP 0/2"},
      {"multilink holds two ports", "l+a +b", "a 10.0.0.2, b 10.0.0.3; PPTP 3/3 L2TP 0/2"},
      {"multilink gives both back", "l+a -a", "-; PPTP 0/3 L2TP 0/2; user-request a 0m"},
      {"without time-outs a session stays", "+a 1000h", "a 10.0.0.2; PPTP 1/3 L2TP 0/2"},
      {"idle", "1+a 10m", "-; PPTP 0/3 L2TP 0/2; idle-timeout a 10m"},
      {"not yet idle", "1+a 599s", "a 10.0.0.2; PPTP 1/3 L2TP 0/2"},
      {"traffic begins the idle time anew", "1+a 9m ~a 9m", "a 10.0.0.2; PPTP 1/3 L2TP 0/2"},
      {"... and then it ends", "1+a 9m ~a 11m", "-; PPTP 0/3 L2TP 0/2; idle-timeout a 19m"},
      {"traffic does not help against the session's time", "1+a 9m ~a 9m ~a 9m ~a 9m ~a 9m ~a 9m ~a 7m",
       "-; PPTP 0/3 L2TP 0/2; session-timeout a 60m"},
      {"in the order of their ends, at their times", "1+a 5m 1+b 5m ~b 1h",
       "-; PPTP 0/3 L2TP 0/2; idle-timeout a 10m; idle-timeout b 20m"},
      {"hours that close end nobody (G-23)", "2+a 2h", "a 10.0.0.2; PPTP 1/3 L2TP 0/2"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Simulated simulated;
      simulated.run(row.steps);
      CHECK(simulated.text() == row.want);
    }
}

TEST_CASE("simulation: restarts and edits") {
  const Row rows[] = {
      {"the service restarts", "+a L+b !service", "-; PPTP 0/3 L2TP 0/2; admin-reset a 0m; admin-reset b 0m"},
      {"the server restarts", "+a !server", "-; PPTP 0/3 L2TP 0/2; nas-reboot a 0m"},
      {"a domain controller restarts", "+a !domain-controller", "a 10.0.0.2; PPTP 1/3 L2TP 0/2"},
      {"addresses are all free after a restart", "+a +b !service +c",
       "c 10.0.0.2; PPTP 1/3 L2TP 0/2; admin-reset a 0m; admin-reset b 0m"},
      {"the service is stopped", "+a =0", "-; PPTP 0/3 L2TP 0/2; admin-reset a 0m"},
      {"the role is switched off", "+a =1", "-; PPTP 0/3 L2TP 0/2; admin-reset a 0m"},
      {"no timer of a session that a stop ended fires", "1+a =0 =2 1+b 5m ~b 6m",
       "b 10.0.0.2; PPTP 1/3 L2TP 0/2; admin-reset a 0m"},
      {"ports taken away end the newest", "+a L+x +b +c =3",
       "a 10.0.0.2, x 10.0.0.3; PPTP 1/1 L2TP 1/2; port-unneeded c 0m; port-unneeded b 0m"},
      {"... whatever slot they are in", "+a +b -a +c =3",
       "b 10.0.0.3; PPTP 1/1 L2TP 0/2; user-request a 0m; port-unneeded c 0m"},
      {"routers take ports", "+a +b =4", "a 10.0.0.2; PPTP 3/3 L2TP 0/2; port-unneeded b 0m"},
      {"ports that are no longer inbound", "+a L+b =5", "b 10.0.0.3; PPTP 0/3 L2TP 1/2; port-unneeded a 0m"},
      {"another pool: addresses stay, and none is given twice", "+a +b +c =6 -a +d L+e",
       "b 10.0.0.3, c 10.0.0.4, d 10.0.0.5, e 10.0.0.6; PPTP 3/3 L2TP 1/2; user-request a 0m"},
      {"time-outs stay those of the accept", "+a 1+b =7 9m ~b 9m", "a 10.0.0.2, b 10.0.0.3; PPTP 2/3 L2TP 0/2"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Simulated simulated(nullptr, kEdits);
      simulated.run(row.steps);
      CHECK(simulated.text() == row.want);
    }
}

TEST_CASE("simulation: what is cached at the start") {
  Simulated simulated(nullptr, kEdits);
  CHECK(simulated.world.registered_at_start.at("") == true);
  simulated.run("=8");
  CHECK(simulated.world.registered_at_start.at("") == true);
  simulated.run("!service !domain-controller");
  CHECK(simulated.world.registered_at_start.at("") == true);
  CHECK(simulated.world.everyone_at_start == false);
  simulated.run("!server");
  CHECK(simulated.world.registered_at_start.at("") == false);
  const Simulated told([](Site& site) { give(site.server.rras.access.registered_at_start, false); });
  CHECK(told.world.registered_at_start.at("") == false);
}

TEST_CASE("simulation: failures are counted, by remote access account lockout and by the domain") {
  struct CountRow {
    const char* name;
    const char* steps;
    std::string want;  // denials, bad passwords, locked
  };
  const CountRow rows[] = {
      {"none", "+a", "-/-"},
      {"one of each", "x+a", "1/1"},
      {"success forgets both", "x+a +a", "-/-"},
      {"the domain locks at its threshold", "x+a x+b x+c", "3/3!"},
      {"outside of the window it counts from 1", "x+a 30m x+b", "2/1"},
      {"just inside", "x+a 1799s x+b", "2/2"},
      {"a lock that has run out counts from 1", "x+a x+b x+c 2h x+d", "1/1"},
      {"switching lockout off clears its counters", "x+a =9", "-/1"},
      {"restarts do not", "x+a !server !domain-controller", "1/1"},
  };
  for (const CountRow& row : rows) SUBCASE(row.name) {
      Simulated simulated(
          [](Site& site) {
            DomainLockout& lockout = site.directory->lockout;
            give(lockout.threshold, 3U);
            give(lockout.window, std::chrono::seconds(1800));
            give(lockout.duration, std::chrono::seconds(3600));
          },
          kEdits);
      simulated.run(row.steps);
      const World& world = simulated.world;
      const auto denials = world.denials.find("u");
      const auto bad = world.bad_passwords.find("u");
      CHECK((denials == world.denials.end() ? "-" : std::to_string(denials->second.count)) + "/" +
                (bad == world.bad_passwords.end() ? "-" : std::to_string(bad->second.count)) +
                (bad != world.bad_passwords.end() && bad->second.is_locked ? "!" : "") ==
            row.want);
    }
}

TEST_CASE("simulation: timers of ended sessions do not pile up") {
  Simulated simulated;
  for (int i = 0; i < 1000; ++i) simulated.run("1+a -a");
  CHECK(simulated.world.timers.size() < 100);
  CHECK(simulated.world.sessions.size() == 1);
}

TEST_CASE("simulation: what is free of the pool and of DHCP") {
  struct AddressRow {
    const char* name;
    Change change;
    const char* steps;
    std::uint64_t used;
    Maybe<std::uint64_t> free;
  };
  static constexpr auto dhcp = [](Site& site) {
    give(site.server.rras.addresses.source, AddressSource::dhcp);
    give(site.server.rras.addresses.block, 2U);
    site.intranet.where = {0, 1, 1, 1};
    site.intranet.adapters = {{.name = "LAN"}};
    give(site.intranet.adapters[0].dhcp, true);
  };
  static constexpr auto scope = [](Site& site) {
    dhcp(site);
    give(site.intranet.adapters[0].dhcp_scope, grammar::AddressRange{0x0a010000, 0x0a010009});
  };
  static constexpr auto no_dhcp = [](Site& site) {
    dhcp(site);
    give(site.intranet.adapters[0].dhcp, false);
  };
  using Free = Maybe<std::uint64_t>;
  const AddressRow rows[] = {
      {"the pool but the server's own", nullptr, "", 0, Free::of(8)},
      {"two used", nullptr, "+a +b", 2, Free::of(6)},
      {"an address of the account is none of the pool", nullptr, "v+a", 0, Free::of(8)},
      {"a scope that nobody described", dhcp, "+a", 1, Free::unknown()},
      {"a scope", scope, "+a", 1, Free::of(8)},
      {"APIPA", no_dhcp, "+a", 1, Free::of(65532)},
  };
  for (const AddressRow& row : rows) SUBCASE(row.name) {
      Simulated simulated(row.change);
      simulated.run(row.steps);
      const AddressState state = address_state(simulated.site(), simulated.world);
      CHECK(state.used == row.used);
      CHECK((state.free == row.free));
    }
}
