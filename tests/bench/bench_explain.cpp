// What a large site costs: a generated text of 200 policies and 10 000 users, (1) only parsed by yaml-cpp's
// YAML::Load, the floor that any reader of YAML pays, and (2) loaded, compiled, and one attempt decided and rendered.
// Each run is a child process, so that its peak memory is its own; the two alternate, and the median of five counts.
// Target: at most 1.3 times YAML::Load and at most 60 MB. Usage: bench_explain [load|explain], one run in this process.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <yaml-cpp/yaml.h>

#include "model/load/load.hpp"
#include "report/text/render_text.hpp"
#include "tests/bench/large_site.hpp"

namespace {

using namespace rapsim;
using namespace rapsim::bench;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kRuns = 5;

/// Something that depends on the work, so that none of it can be left out.
std::size_t load_only(const std::string& text) { return YAML::Load(text).size(); }

std::size_t explain_one(const std::string& text) {
  Sources sources;
  Diagnostics diags;
  auto site = load_site_text("site.yaml", text, sources, diags);
  if (!site) std::abort();
  const auto compiled = compile(std::make_shared<const Site>(*std::move(site)), diags);
  if (!compiled) std::abort();
  const std::uint32_t file =
      sources.add("attempt", "{ user: user-9999, at: 2003-11-03T09:00, from: 10.199.0.1, tunnel: L2TP }");
  const auto document = yaml::read(sources, file, diags);
  if (!document) std::abort();
  Attempt attempt;
  load_attempt(document->root(), *compiled->site, attempt, diags);
  complete_attempt(attempt, *compiled->site, {}, diags);
  if (diags.has_errors()) std::abort();
  const World world = world_at(attempt);
  return render_text(explanation_of(explain(*compiled, world, attempt), Extent::everything), sources, Depth::standard,
                     Style{})
      .size();
}

struct Cost {
  double seconds = 0;
  long peak_kib = 0;
};

/// One run in a child: the text is made before the clock starts, and counts in the child's memory.
Cost measure(const std::function<std::size_t(const std::string&)>& work) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) std::abort();
  const pid_t child = fork();
  if (child < 0) std::abort();
  if (child == 0) {
    const std::string text = site_text();
    const auto begin = Clock::now();
    const bool is_done = work(text) != 0;
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const bool is_written = write(ends[1], &seconds, sizeof seconds) == static_cast<ssize_t>(sizeof seconds);
    _exit(is_done && is_written ? 0 : 1);
  }
  close(ends[1]);
  Cost cost;
  const bool is_read = read(ends[0], &cost.seconds, sizeof cost.seconds) == static_cast<ssize_t>(sizeof cost.seconds);
  close(ends[0]);
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child || status != 0 || !is_read) std::abort();
  cost.peak_kib = usage.ru_maxrss;
  return cost;
}

Cost median(std::array<Cost, kRuns> costs) {
  std::sort(costs.begin(), costs.end(), [](const Cost& a, const Cost& b) { return a.seconds < b.seconds; });
  Cost out = costs[kRuns / 2];
  for (const Cost& cost : costs) out.peak_kib = std::max(out.peak_kib, cost.peak_kib);
  return out;
}

void print_row(const char* name, const Cost& cost) {
  std::printf("%-32s %8.3f s %8.1f MB\n", name, cost.seconds, static_cast<double>(cost.peak_kib) / 1024);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2) {
    const bool is_load = std::strcmp(argv[1], "load") == 0;
    return (is_load ? load_only(site_text()) : explain_one(site_text())) != 0 ? 0 : 1;
  }
  std::array<Cost, kRuns> load{}, whole{};
  for (std::size_t run = 0; run < kRuns; ++run) {
    load[run] = measure(load_only);
    whole[run] = measure(explain_one);
  }
  std::printf("%d policies, %d users, %.1f MB of YAML; median of %zu runs, largest peak\n", kPolicies, kUsers,
              static_cast<double>(site_text().size()) / 1e6, kRuns);
  const Cost floor = median(load), cost = median(whole);
  print_row("YAML::Load", floor);
  print_row("load, compile, decide, render", cost);
  std::printf("%-32s %8.2f   (target: at most 1.30, and at most 60 MB)\n", "ratio", cost.seconds / floor.seconds);
  return 0;
}
