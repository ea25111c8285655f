// What one decision costs: a generated site of 100 policies, attempts of 64 users at different times and places,
// decided with a sink that drops the trace and with one that keeps it. Prints decisions per second of each; compare
// within one run only.
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "engine/decide.hpp"
#include "model/load/load.hpp"

namespace {

using namespace rapsim;
using Clock = std::chrono::steady_clock;

constexpr int kPolicies = 100;
constexpr int kUsers = 64;
constexpr int kRounds = 2000;

std::string site_text() {
  std::string out = "format: rapsim/site/1\ntime-zone: Europe/Berlin\ndirectory:\n  groups: {";
  for (int i = 0; i < kPolicies; ++i) out += (i == 0 ? " G" : ", G") + std::to_string(i) + ": {}";
  out += " }\n  users:\n";
  for (int i = 0; i < kUsers; ++i)
    out += "    user" + std::to_string(i) + ": { groups: [G" + std::to_string(i * 7 % kPolicies) + "] }\n";
  out += "policies:\n";
  for (int i = 0; i < kPolicies; ++i)
    out +=
        "  - { name: P" + std::to_string(i) + ", permission: grant, conditions: [{ Windows-Groups: G" +
        std::to_string(i) +
        " }, { Calling-Station-Id: '^198\\.51\\.100\\.' }, { Day-And-Time-Restrictions: 'Mon-Fri 07:00-19:00' }] }\n";
  return out;
}

double per_second(const CompiledSite& site, const std::vector<Attempt>& attempts, bool keeps_trace) {
  std::size_t accepts = 0, decisions = 0;
  Trace trace;
  const auto start = Clock::now();
  for (int round = 0; round < kRounds; ++round)
    for (const Attempt& attempt : attempts) {
      TraceSink sink = keeps_trace ? TraceSink(trace) : TraceSink();
      const Decision decision = decide(site, world_at(attempt), attempt, sink);
      accepts += decision.answer.is_present() && decision.answer.value == Answer::accept ? 1 : 0;
      ++decisions;
    }
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  if (accepts == 0 || accepts == decisions)
    std::printf("the workload is too simple: %zu of %zu accepted\n", accepts, decisions);
  return static_cast<double>(decisions) / seconds;
}

}  // namespace

int main() {
  Sources sources;
  Diagnostics diags;
  auto loaded = load_site_text("site.yaml", site_text(), sources, diags);
  if (!loaded) return 1;
  const auto site = compile(std::make_shared<const Site>(*std::move(loaded)), diags);
  if (!site) return 1;
  std::vector<Attempt> attempts;
  for (int i = 0; i < kUsers; ++i) {
    Attempt attempt;
    set_field(attempt, FieldId::user, "user" + std::to_string(i), true, {}, *site->site, diags);
    set_field(attempt, FieldId::from, i % 3 == 0 ? "203.0.113.5" : "198.51.100.7", true, {}, *site->site, diags);
    set_field(attempt, FieldId::at, i % 2 == 0 ? "2003-11-03T10:00" : "2003-11-03T20:00", true, {}, *site->site, diags);
    complete_attempt(attempt, *site->site, {}, diags);
    attempts.push_back(std::move(attempt));
  }
  if (diags.has_errors()) return 1;
  std::printf("%d policies, %d users: decisions per second\n", kPolicies, kUsers);
  std::printf("  no trace    %12.0f\n", per_second(*site, attempts, false));
  std::printf("  full trace  %12.0f\n", per_second(*site, attempts, true));
}
