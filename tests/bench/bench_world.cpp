// What time costs: a copy of a world of 1 000 sessions, and connects and disconnects of a server of 1 000 ports against
// 10 policies, each decided without a trace. Prints what a year of 5 million connects and disconnects would take.
#include <chrono>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "engine/decide.hpp"
#include "model/load/load.hpp"
#include "session/simulation.hpp"

namespace {

using namespace rapsim;
using Clock = std::chrono::steady_clock;

constexpr int kPolicies = 10;
/// The second row is a year; the first shows that copies and pairs hang little on the numbers of users and sessions.
struct Size {
  std::size_t users;
  std::uint32_t ports;  // each with a session
  int pairs;            // of connect and disconnect, a disconnect in seven seconds, and what time-outs end
};
constexpr Size kSizes[] = {{1'000, 100, 500'000}, {50'000, 1'000, 5'000'000}};

std::string site_text(const Size& size) {
  std::string out =
      "format: rapsim/site/1\ntime-zone: UTC\nserver: { name: VPN1, edition: enterprise, ports: { PPTP: { count: " +
      std::to_string(size.ports) + " } }, addresses: { static-pool: [10.0.0.0/21] } }\ndirectory:\n  groups: {";
  for (int i = 0; i < kPolicies; ++i) out += (i == 0 ? " G" : ", G") + std::to_string(i) + ": {}";
  out += " }\n  users:\n";
  for (std::size_t i = 0; i < size.users; ++i)
    out += "    user" + std::to_string(i) + ": { groups: [G" + std::to_string(i % kPolicies) + "] }\n";
  out += "policies:\n";
  for (int i = 0; i < kPolicies; ++i)
    out += "  - { name: P" + std::to_string(i) + ", permission: grant, conditions: [{ Windows-Groups: G" +
           std::to_string(i) +
           " }, { NAS-Port-Type: Virtual }], profile: { session-timeout: 8h, idle-timeout: 4h } }\n";
  return out;
}

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

class Simulated {
 public:
  Simulated(std::shared_ptr<const CompiledSite> site, const Size& size) : site_(std::move(site)) {
    Diagnostics diags;
    for (std::size_t i = 0; i < size.users; ++i) {
      Attempt& attempt = attempts_.emplace_back();
      set_field(attempt, FieldId::user, "user" + std::to_string(i), true, {}, *site_->site, diags);
      set_field(attempt, FieldId::at, "2003-01-01T00:00", true, {}, *site_->site, diags);
      set_field(attempt, FieldId::from, "198.51.100.7", true, {}, *site_->site, diags);
      complete_attempt(attempt, *site_->site, {}, diags);
    }
    world = start_world(*site_, Instant{std::chrono::seconds{attempts_.front()[FieldId::at].number}});
    began = world.clock.value;
  }

  bool connect() {
    const Attempt& attempt = attempts_[random_() % attempts_.size()];
    TraceSink none;
    const Decision decision = decide(*site_, world, attempt, none);
    if (decision.answer.value != Answer::accept || decision.outcome != Outcome::connected) return false;
    const auto id = apply_attempt(*site_, world, attempt,
                                  {.answer = Answer::accept, .policy = decision.policy.value, .request_policy = 0});
    if (id) up_.push_back(*id);
    return id.has_value();
  }

  /// Names of sessions that a time-out has ended are dropped when they come up.
  void disconnect_one() {
    do {
      if (find_session(world, up_.back()) == nullptr) up_.pop_back();
      std::swap(up_[random_() % up_.size()], up_.back());
    } while (find_session(world, up_.back()) == nullptr);
    disconnect(world, up_.back(), TerminateCause::user_request, {});
    up_.pop_back();
  }

  void go_on(std::chrono::seconds time) { advance(world, world.clock.value + time, {}); }
  void keep_busy() { touch(world, up_[random_() % up_.size()]); }

  World world;
  Instant began{};

 private:
  std::shared_ptr<const CompiledSite> site_;
  std::vector<Attempt> attempts_;
  std::vector<SessionId> up_;
  std::mt19937 random_{20031103};
};

bool measure(const Size& size) {
  Sources sources;
  Diagnostics diags;
  auto loaded = load_site_text("site.yaml", site_text(size), sources, diags);
  if (!loaded) return false;
  const auto site = compile(std::make_shared<const Site>(*std::move(loaded)), diags);
  if (!site) return false;
  std::printf("%zu users, %d policies, %u ports\n", size.users, kPolicies, size.ports);

  Simulated server(site, size);
  while (server.world.live_sessions < size.ports)
    if (!server.connect()) return false;
  constexpr int kCopies = 10'000;
  std::uint64_t seen = 0;
  auto start = Clock::now();
  for (int i = 0; i < kCopies; ++i) {
    const World copy = server.world;
    seen += copy.live_sessions + copy.timers.size();
  }
  std::printf("  a world of %u sessions, %zu timers: %.1f us a copy (%llu)\n", server.world.live_sessions,
              server.world.timers.size(), seconds_since(start) / kCopies * 1e6, static_cast<unsigned long long>(seen));

  int pairs = 0;
  start = Clock::now();
  while (pairs < size.pairs) {
    server.disconnect_one();
    server.keep_busy();
    server.go_on(std::chrono::seconds(7));
    while (server.world.live_sessions < size.ports) {
      if (!server.connect()) return false;
      ++pairs;
    }
  }
  const double taken = seconds_since(start);
  std::printf("  %d pairs of connect and disconnect, %.0f days: %.1f s, %.0f pairs per second\n", pairs,
              std::chrono::duration<double>(server.world.clock.value - server.began).count() / 86400, taken,
              pairs / taken);
  return true;
}

}  // namespace

int main() {
  for (const Size& size : kSizes)
    if (!measure(size)) return std::puts("an attempt of the benchmark is not connected"), 1;
}
