// Every account of a large site makes one attempt: (1) the site is loaded and compiled, (2) all accounts are decided
// and the table is rendered. Target: the whole takes at most twice as long as the loading. Medians of five runs.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "model/load/load.hpp"
#include "report/text/render_who.hpp"
#include "tests/bench/large_site.hpp"

namespace {

using namespace rapsim;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kRuns = 5;

std::shared_ptr<const CompiledSite> load(const std::string& text) {
  Sources sources;
  Diagnostics diags;
  auto site = load_site_text("site.yaml", text, sources, diags);
  if (!site) std::abort();
  auto compiled = compile(std::make_shared<const Site>(*std::move(site)), diags);
  if (!compiled) std::abort();
  return compiled;
}

Attempt attempt_on(const Site& site) {
  Attempt attempt;
  Diagnostics diags;
  set_field(attempt, FieldId::user, "unknown", true, {}, site, diags);
  set_field(attempt, FieldId::at, "2003-11-03T09:00", true, {}, site, diags);
  set_field(attempt, FieldId::from, "10.199.0.1", true, {}, site, diags);
  complete_attempt(attempt, site, {}, diags);
  if (diags.has_errors()) std::abort();
  return attempt;
}

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

double median(std::array<double, kRuns> values) {
  std::sort(values.begin(), values.end());
  return values[kRuns / 2];
}

}  // namespace

int main() {
  const std::string text = bench::site_text();
  std::array<double, kRuns> loading{}, asking{};
  std::size_t rows = 0;
  for (std::size_t run = 0; run < kRuns; ++run) {
    auto begin = Clock::now();
    const auto site = load(text);
    loading[run] = seconds_since(begin);
    const Attempt attempt = attempt_on(*site->site);
    const World world = world_at(attempt);
    begin = Clock::now();
    const Who who = decide_for_all(*site, world, attempt, nullptr);
    rows = who.rows.size();
    if (render_who(who, *site, false, WhoFormat::text, {}).empty()) std::abort();
    asking[run] = seconds_since(begin);
  }
  std::printf("%zu accounts, %d policies; median of %zu runs\n", rows, bench::kPolicies, kRuns);
  std::printf("load and compile   %8.3f s\nwho                %8.3f s\n", median(loading), median(asking));
  std::printf("whole / load       %8.2f   (target: at most 2.00)\n",
              (median(loading) + median(asking)) / median(loading));
  return 0;
}
