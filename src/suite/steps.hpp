// The steps of a timeline, read and checked. `after` and `at` are none: time is in the steps that follow.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/attempt/attempt.hpp"
#include "network/probe.hpp"
#include "network/reach.hpp"
#include "session/simulation.hpp"
#include "suite/run/expectation.hpp"

namespace rapsim {

using Expectations = std::shared_ptr<const std::vector<Expectation>>;
/// A state of the site: 0 is the suite's own, i row i - 1 of Suite::edited.
using SiteIndex = std::uint32_t;

struct Connect {
  std::string as{};                          // may be empty; `$i` represents the number of the repetition
  std::shared_ptr<const Attempt> attempt{};  // complete, at any time; shared between unrolled repetitions
  std::size_t repeat = 1;                    // equal attempts, at the same time
  Expectations expectations{};
  Span where{};
};
struct Disconnect {
  std::vector<std::string> sessions{};
};
/// The session sends or receives.
struct SessionTraffic {
  std::string session{};
};
struct SetSite {
  SiteIndex site = 0;  // that holds from now on
};
struct RestartStep {
  Restart what = Restart::service;
};
struct Probe {
  network::ProbeQuestion question{};
  Expectations expectations{};
};
struct ReachStep {
  std::string from{};
  network::ReachQuestion question{};
  Expectations expectations{};
};
/// What is used, free, live and ended; the names of the expectations say which (`ports.PPTP.used`).
struct StateStep {
  Expectations expectations{};
};

struct Step {
  std::variant<Connect, Disconnect, SessionTraffic, SetSite, RestartStep, Probe, ReachStep, StateStep> what{};
  Instant at{};
  Span where{};
};

/// `state`, as in suites.
std::string_view step_name(const Step& step);
/// What was asked, in one line: `reach 10.1.2.3 tcp 443 from late`; of a connect its name alone.
std::string step_text(const Step& step);

/// `$i` in a name represents a number.
std::string numbered(std::string name, std::size_t number);

/// Names of what expectations of `probe`, `reach` and `state` are about; reading and judging both need them.
namespace facts {
inline constexpr std::string_view kResult = "result", kReachable = "reachable", kCause = "cause", kAlso = "also",
                                  kPorts = "ports.", kAddresses = "addresses.", kSessions = "sessions",
                                  kEnded = "ended.", kUsed = "used", kFree = "free";
}

}  // namespace rapsim
