// A folder of suites over a few sites, as a big project has it: read, checked and run with one job and with two.
// Target: two jobs take at most 0.75 of the time of one, where there are two processors. Medians of five runs.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/parallel.hpp"
#include "suite/load/sites.hpp"
#include "suite/run/run.hpp"

namespace {

using namespace rapsim;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kRuns = 5;
constexpr int kSites = 8, kSuites = 400, kUsers = 300, kScenarios = 30;

void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

std::string site_text() {
  std::string out = "format: rapsim/site/1\ntime-zone: Europe/Berlin\ndirectory:\n  groups: { Staff: {} }\n  users:\n";
  for (int i = 0; i < kUsers; ++i) out += "    user-" + std::to_string(i) + ": { groups: [Staff] }\n";
  return out + "policies:\n  - name: Staff\n    conditions: [{ Windows-Groups: Staff }, { NAS-Port-Type: Virtual }]\n" +
         "    permission: grant\n";
}

std::string suite_text(int number) {
  std::string out = "format: rapsim/suite/1\nsite: ../site-" + std::to_string(number % kSites) +
                    ".yaml\nclock: 2003-11-03T09:00\nscenarios:\n";
  for (int i = 0; i < kScenarios; ++i)
    out += "  - name: scenario " + std::to_string(i) + " gets in\n    attempt: { user: user-" + std::to_string(i) +
           ", tunnel: [PPTP, L2TP] }\n    expect: { decision: accept, policy: Staff }\n";
  return out;
}

struct Times {
  double load = 0, run = 0;
};

Times measure(const std::string& folder, std::size_t jobs) {
  const auto seconds_since = [](Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };
  Sources sources;
  Diagnostics diags;
  auto begin = Clock::now();
  const auto suites = load_suites(suite_files({folder}, sources, diags), sources, diags, jobs);
  if (diags.has_errors() || suites.size() != kSuites) std::abort();
  Times out{.load = seconds_since(begin)};
  begin = Clock::now();
  std::vector<SuiteResult> results(suites.size());
  for_each_index(suites.size(), jobs, [&](std::size_t i) { results[i] = run_suite(suites[i]); });
  out.run = seconds_since(begin);
  for (const SuiteResult& result : results)
    if (!result.passed()) std::abort();
  return out;
}

double median(std::array<double, kRuns> values) {
  std::sort(values.begin(), values.end());
  return values[kRuns / 2];
}

}  // namespace

int main() {
  const fs::path folder = fs::temp_directory_path() / ("rapsim-bench-" + std::to_string(getpid()));
  fs::create_directories(folder / "suites");
  for (int i = 0; i < kSites; ++i) write(folder / ("site-" + std::to_string(i) + ".yaml"), site_text());
  for (int i = 0; i < kSuites; ++i) write(folder / "suites" / (std::to_string(i) + ".yaml"), suite_text(i));
  std::printf("%d suites over %d sites, %d rows, %zu processors; median of %zu runs\n", kSuites, kSites,
              kSuites * kScenarios * 2, processor_count(), kRuns);
  double one = 0;
  for (const std::size_t jobs : {1U, 2U}) {
    std::array<double, kRuns> load{}, run{};
    for (std::size_t i = 0; i < kRuns; ++i) {
      const Times times = measure((folder / "suites").string(), jobs);
      load[i] = times.load;
      run[i] = times.run;
    }
    const double whole = median(load) + median(run);
    if (jobs == 1) one = whole;
    std::printf("%zu job%s  load %8.3f s   run %8.3f s   whole / one job %5.2f\n", jobs, jobs == 1 ? " " : "s",
                median(load), median(run), whole / one);
  }
  fs::remove_all(folder);
  return 0;
}
