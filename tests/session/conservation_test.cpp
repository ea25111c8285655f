// Conservation: in any random timeline, ports used and free are those configured, addresses that the
// server assigns are unique and of its pool, no session survives a stop, and time never goes back; and every step does
// what a second, slow model says. A timeline that does not is made as small as it gets and printed as a suite.
#include <doctest/doctest.h>

#include <cstdlib>
#include <set>

#include "base/ipv4.hpp"
#include "engine/trace/explained.hpp"
#include "model/load/load.hpp"
#include "report/text/render_diagnostics.hpp"
#include "session/simulation.hpp"
#include "suite/load/sites.hpp"
#include "suite/run/run.hpp"
#include "tests/conservation/steps.hpp"

using namespace rapsim;
namespace random_steps = rapsim::conservation;
using random_steps::Broken;
using random_steps::Model;
using RandomStep = random_steps::Step;
using RandomSteps = std::vector<RandomStep>;

namespace {

constexpr std::size_t kStepsOfTimeline = 200;

std::string folder() {
  const char* const root = std::getenv("RAPSIM_ROOT");
  REQUIRE(root != nullptr);
  return std::string(root) + "/tests/conservation/";
}

template <class T>
void give(Setting<T>& setting, T value) {
  setting = {std::move(value), {0, 1, 1, 1}};
}

/// The sites that the steps `set` lead to, each compiled when it is first met, and the attempts.
class Sites {
 public:
  Sites() {
    auto site = load_site(folder() + "site.yaml", sources_, diags_);
    REQUIRE(site.has_value());
    base_ = *std::move(site);
    for (std::size_t user = 0; user < 4; ++user)
      for (std::size_t tunnel = 0; tunnel < 2; ++tunnel) {
        Attempt& attempt = attempts_[user][tunnel];
        const auto set = [&](FieldId id, std::string_view text) {
          set_field(attempt, id, text, true, {}, base_, diags_);
        };
        set(FieldId::user, random_steps::name_of(static_cast<random_steps::User>(user)));
        set(FieldId::from, random_steps::from_of(static_cast<random_steps::User>(user)));
        set(FieldId::tunnel, tunnel_types()[tunnel].name);
        set(FieldId::at, "2003-11-03T09:00");
        complete_attempt(attempt, base_, {}, diags_);
      }
    REQUIRE_FALSE(diags_.has_errors());
  }

  const CompiledSite& at(const random_steps::Settings& settings) {
    auto& known = sites_[settings];
    if (known != nullptr) return *known;
    auto site = std::make_shared<Site>(base_);
    Rras& rras = site->server.rras;
    for (std::size_t tunnel = 0; tunnel < 2; ++tunnel)
      give(rras.ports[static_cast<TunnelType>(tunnel)].count, settings.ports[tunnel]);
    const random_steps::Pool& pool = random_steps::kPools[settings.pool];
    rras.addresses.static_pool = {{{pool.first, pool.last}, {0, 1, 1, 1}}};
    give(rras.is_started, settings.is_started);
    give(rras.remote_access, settings.has_role);
    known = compile(site, diags_);
    REQUIRE(known != nullptr);
    return *known;
  }

  const Attempt& attempt(const RandomStep& step) const {
    return attempts_[static_cast<std::size_t>(step.user)][step.tunnel];
  }

 private:
  Sources sources_;
  Diagnostics diags_;
  Site base_;
  std::map<random_steps::Settings, std::shared_ptr<const CompiledSite>> sites_;
  std::array<std::array<Attempt, 2>, 4> attempts_;
};

/// A timeline in the program and in the model, side by side.
class Run {
 public:
  Run(Sites& sites, Broken broken) : sites_(sites), model_(broken), world_(start_world(sites.at({}), kStart)) {}

  /// What is wrong after the step; empty: nothing.
  std::string take(const RandomStep& step) {
    const Instant before = world_.clock.value;
    const CompiledSite& site = sites_.at(model_.settings);
    const bool model_does = model_.take(step);
    const bool does = take_in_program(step, site);
    if (world_.clock.value < before) return "time went back";
    if (step.kind == random_steps::Kind::connect && does != model_does)
      return std::string("the program ") + (does ? "connects" : "does not connect") + " s" +
             std::to_string(step.session);
    return compare();
  }

 private:
  static constexpr Instant kStart{std::chrono::sys_days{std::chrono::year(2003) / 11 / 3} + std::chrono::hours(9)};

  bool take_in_program(const RandomStep& step, const CompiledSite& site) {
    const auto on_end = [&](const EndedSession& ended) { ends_in_order_ &= ended.at == world_.clock.value; };
    switch (step.kind) {
      case random_steps::Kind::connect:
        return connect(step, site);
      case random_steps::Kind::disconnect:
        if (const auto found = sessions_.find(step.session); found != sessions_.end())
          disconnect(world_, found->second, TerminateCause::user_request, on_end);
        return true;
      case random_steps::Kind::traffic:
        if (const auto found = sessions_.find(step.session); found != sessions_.end()) touch(world_, found->second);
        return true;
      case random_steps::Kind::after:
        advance(world_, world_.clock.value + std::chrono::seconds(step.number), on_end);
        return true;
      case random_steps::Kind::restart:
        restart(site, world_, static_cast<Restart>(step.number), on_end);
        return true;
      default:
        change_site(site, sites_.at(model_.settings), world_, on_end);
        return true;
    }
  }

  bool connect(const RandomStep& step, const CompiledSite& site) {
    const Attempt& attempt = sites_.attempt(step);
    const Explained explained = explain(site, world_, attempt);
    const auto id = apply_attempt(explained, world_);
    CHECK(id.has_value() == (explained.decision.outcome == Outcome::connected));
    if (id) sessions_[step.session] = *id;
    return id.has_value();
  }

  std::string compare() const {
    const Site& site = *sites_.at(model_.settings).site;
    if (!ends_in_order_) return "a session ended at another time than the clock's";
    for (std::uint32_t tunnel = 0; tunnel < 2; ++tunnel) {
      const PortState ports = port_state(site, world_, static_cast<TunnelType>(tunnel));
      if (ports.used + ports.free != ports.configured) return "ports used and free are not those configured";
      if (ports.used != model_.used(tunnel))
        return std::to_string(ports.used) + " " + std::string(tunnel_types()[tunnel].name) + " ports are used, not " +
               std::to_string(model_.used(tunnel));
    }
    if (world_.live_sessions > 0 && !(site.server.rras.is_started.value && site.server.rras.remote_access.value))
      return "a session survives a stop";
    return compare_sessions();
  }

  std::string compare_sessions() const {
    std::set<std::uint32_t> assigned;
    std::size_t live = 0;
    for (const auto& [number, id] : sessions_) {
      const Session* const session = find_session(world_, id);
      const random_steps::Live* const expected = model_.find(number);
      const std::string name = "s" + std::to_string(number);
      if ((session != nullptr) != (expected != nullptr))
        return name + (session != nullptr ? " is" : " is not") + " live";
      if (session == nullptr) continue;
      ++live;
      if (session->address != expected->address)
        return name + " has " + ipv4_text(session->address) + ", not " + ipv4_text(expected->address);
      if (expected->is_of_pool && !assigned.insert(session->address).second) return "an address is assigned twice";
    }
    return live == world_.live_sessions && live == model_.live.size() ? "" : "the number of sessions";
  }

  Sites& sites_;
  Model model_;
  World world_;
  std::map<std::uint32_t, SessionId> sessions_;
  bool ends_in_order_ = true;
};

struct Failure {
  std::size_t steps = 0;  // up to and with the one after which something is wrong; 0: nothing is
  std::string what{};
};

Failure failure_of(Sites& sites, const RandomSteps& steps, Broken broken) {
  Run run(sites, broken);
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (std::string what = run.take(steps[i]); !what.empty()) return {i + 1, std::move(what)};
  return {};
}

/// Delta debugging (Zeller's ddmin): parts are left out while it still fails, smaller and smaller ones.
RandomSteps shrunk(Sites& sites, RandomSteps steps, Broken broken) {
  steps.resize(failure_of(sites, steps, broken).steps);
  for (std::size_t part = std::max<std::size_t>(steps.size() / 2, 1);;) {
    bool is_smaller = false;
    for (std::size_t at = 0; at < steps.size();) {
      RandomSteps rest = steps;
      const auto first = rest.begin() + static_cast<std::ptrdiff_t>(at);
      rest.erase(first, rest.begin() + static_cast<std::ptrdiff_t>(std::min(at + part, rest.size())));
      const Failure failure = failure_of(sites, rest, broken);
      if (failure.steps == 0) {
        at += part;
        continue;
      }
      rest.resize(failure.steps);
      steps = std::move(rest);
      is_smaller = true;
    }
    if (!is_smaller && part == 1) return steps;
    if (!is_smaller) part /= 2;
  }
}

RandomSteps random_timeline(std::uint32_t seed) {
  std::mt19937 random(seed);
  RandomSteps out;
  std::uint32_t connects = 0;
  while (out.size() < kStepsOfTimeline) out.push_back(random_steps::random_step(random, connects));
  return out;
}

struct SuiteRun {
  std::string problems{};
  bool passed = false;
};

/// As `rapsim run` would.
SuiteRun run_text(const std::string& text) {
  Sources sources;
  Diagnostics diags;
  yaml::Library library(sources);
  SiteCache sites(library, diags);
  const FindSite find = [&](const std::string& path, Span where) { return sites.find(path, where); };
  const auto suite = load_suite_text(folder() + "failing.yaml", text, find, sources, diags);
  if (!suite) return {render(diags, sources, false), false};
  return {{}, run_suite(*suite).passed()};
}

std::size_t steps_to_run() {
  const char* const wanted = std::getenv("RAPSIM_STEPS");
  return wanted == nullptr ? 50'000 : std::strtoull(wanted, nullptr, 10);
}

}  // namespace

TEST_CASE("conservation: random timelines keep what must be kept") {
  Sites sites;
  const std::size_t timelines = steps_to_run() / kStepsOfTimeline;
  REQUIRE(timelines > 0);
  for (std::uint32_t seed = 1; seed <= timelines; ++seed) {
    const RandomSteps steps = random_timeline(seed);
    const Failure failure = failure_of(sites, steps, Broken::nothing);
    if (failure.steps == 0) continue;
    const RandomSteps small = shrunk(sites, steps, Broken::nothing);
    FAIL("seed ", seed, ": ", failure_of(sites, small, Broken::nothing).what, "\n",
         random_steps::suite_text(small, Broken::nothing));
  }
  const std::size_t steps = timelines * kStepsOfTimeline;
  MESSAGE(steps, " steps in ", timelines, " timelines");
}

TEST_CASE("conservation: as suites they pass, too") {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const std::string text = random_steps::suite_text(random_timeline(seed), Broken::nothing);
    const SuiteRun run = run_text(text);
    INFO(text);
    REQUIRE(run.problems == "");
    CHECK(run.passed);
  }
}

TEST_CASE("conservation: a wrong rule is found, and the timeline that shows it is small and fails as a suite") {
  struct Row {
    const char* name;
    Broken broken;
    std::size_t most;  // steps
  };
  const Row rows[] = {
      {"sessions that never are idle", Broken::idle_keeps_session, 2},
      {"a stop that ends nobody", Broken::stop_keeps_sessions, 2},
      {"the highest address first", Broken::newest_address_first, 1},
      {"ports taken from the oldest session", Broken::oldest_port_goes, 3},
  };
  Sites sites;
  for (const Row& row : rows) SUBCASE(row.name) {
      RandomSteps steps;
      for (std::uint32_t seed = 1; steps.empty(); ++seed) {
        REQUIRE(seed < 100);
        if (failure_of(sites, random_timeline(seed), row.broken).steps != 0) steps = random_timeline(seed);
      }
      const RandomSteps small = shrunk(sites, steps, row.broken);
      const std::string text = random_steps::suite_text(small, row.broken);
      INFO(text);
      CHECK(small.size() <= row.most);
      CHECK(failure_of(sites, small, Broken::nothing).steps == 0);
      const SuiteRun wrong = run_text(text), right = run_text(random_steps::suite_text(small, Broken::nothing));
      CHECK(wrong.problems + right.problems == "");
      CHECK(right.passed);
      // Suites do not tell addresses.
      if (row.broken != Broken::newest_address_first) CHECK_FALSE(wrong.passed);
    }
}
