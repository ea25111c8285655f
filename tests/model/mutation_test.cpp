// Valid files made wrong, by the thousand: each shipped site and suite is changed at random and loaded. Whatever comes
// of it, there is no crash, no hang and no exception; what is refused says so with a place inside the file, and what is
// accepted decides attempts and runs. RAPSIM_MUTATIONS=1000000 for a long run, RAPSIM_MUTATION_FIRST=N to begin at the
// mutant that a failure names: every mutant has its own seed.
#include <doctest/doctest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <string>

#include "model/load/load.hpp"
#include "report/text/render_diagnostics.hpp"
#include "report/text/render_text.hpp"
#include "suite/load/sites.hpp"
#include "suite/run/run.hpp"
#include "tests/mutation/mutate.hpp"

namespace {

using namespace rapsim;
using mutation::Mutant;
using mutation::Original;

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// ---- Hangs ------------------------------------------------------------------------------------------------------

// Of the mutant at work, for the handler: a test that ends by a signal would not say which one it was.
std::array<char, 64> at_work{};
constexpr unsigned kMostSeconds = 20;  // of wall time; sanitizers and loaded machines are slow

void say_which(int signal) {
  [[maybe_unused]] const auto written = write(STDERR_FILENO, at_work.data(), std::strlen(at_work.data()));
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

double processor_seconds() {
  struct rusage usage {};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) * 1e-6;
}

// ---- What must hold ---------------------------------------------------------------------------------------------

/// Each problem has a place inside its text, and each can be shown.
void check_problems(const Diagnostics& diags, const Sources& sources) {
  std::map<std::uint32_t, std::size_t> lines;  // by file
  for (const Diagnostic& diagnostic : diags.sorted()) {
    const Span& where = diagnostic.where;
    CAPTURE(diagnostic.code.text());
    CAPTURE(diagnostic.message);
    CHECK_FALSE(diagnostic.message.empty());
    REQUIRE(where.known());
    REQUIRE(where.file < sources.size());
    const auto [at, is_new] = lines.try_emplace(where.file);
    if (is_new) at->second = lines_of(sources.text(where.file)).size();
    CHECK(where.line <= at->second);
    CHECK(where.column >= 1);
    CHECK(where.column <= sources.line(where.file, where.line).size() + 1);
  }
  if (!diags.empty()) CHECK_FALSE(render(diags, sources, false).empty());
}

void decide_one(const CompiledSite& site, Sources& sources, const char* text) {
  Diagnostics diags;
  const auto document = yaml::read(sources, sources.add("attempt", text), diags);
  Attempt attempt;
  load_attempt(document->root(), *site.site, attempt, diags);
  complete_attempt(attempt, *site.site, document->root().span(), diags);
  if (diags.has_errors()) return;  // the site has another zone or other clients
  const World world = world_at(attempt);
  const Explanation explanation = explanation_of(explain(site, world, attempt), Extent::everything);
  CHECK_FALSE(render_text(explanation, sources, Depth::standard, Style{}).empty());
}

/// True if it was good.
bool try_site(const Mutant& mutant) {
  Sources sources;
  Diagnostics diags;
  auto site = load_site_text(mutant.original->path, mutant.text, sources, diags);
  CHECK(site.has_value() != diags.has_errors());
  std::shared_ptr<const CompiledSite> compiled;
  if (site) compiled = compile(std::make_shared<const Site>(*std::move(site)), diags);
  CHECK((compiled != nullptr) != diags.has_errors());
  check_problems(diags, sources);
  if (compiled == nullptr) return false;
  decide_one(*compiled, sources, "{ user: unknown, at: unknown }");
  decide_one(*compiled, sources, "{ user: alice, at: 2003-11-03T09:00Z, from: 198.51.100.7, tunnel: L2TP }");
  return true;
}

/// The shipped sites, loaded once.
class ShippedSites {
 public:
  std::shared_ptr<const CompiledSite> find(const std::string& path) {
    const auto [at, is_new] = sites_.try_emplace(path);
    if (!is_new) return at->second;
    Diagnostics diags;
    if (auto site = load_site(path, sources_, diags))
      at->second = compile(std::make_shared<const Site>(*std::move(site)), diags);
    return at->second;
  }

 private:
  Sources sources_{};
  std::map<std::string, std::shared_ptr<const CompiledSite>> sites_{};
};

bool try_suite(const Mutant& mutant, ShippedSites& sites) {
  Sources sources;
  Diagnostics diags;
  const FindSite find = [&](const std::string& path, Span where) {
    auto site = sites.find(path);
    if (site == nullptr) diags.error(code("R101"), where, "no file `" + path + "`");
    return site;
  };
  const auto suite = load_suite_text(mutant.original->path, mutant.text, find, sources, diags, {.rows = 200});
  CHECK(suite.has_value() != diags.has_errors());
  check_problems(diags, sources);
  if (!suite) return false;
  const SuiteResult result = run_suite(*suite);
  CHECK(result.scenarios.all() == suite->scenarios.size());
  return true;
}

}  // namespace

TEST_CASE("mutations of shipped sites and suites: refused with a place, or accepted and run") {
  const char* const root = std::getenv("RAPSIM_ROOT");
  REQUIRE(root != nullptr);
  std::vector<Original> all = mutation::originals_below(std::string(root) + "/policies");
  const std::size_t sites = all.size();
  for (Original& suite : mutation::originals_below(std::string(root) + "/scenarios")) all.push_back(std::move(suite));
  REQUIRE(sites > 0);
  REQUIRE(all.size() > sites);

  std::signal(SIGALRM, say_which);
  const std::uint64_t first = number_from("RAPSIM_MUTATION_FIRST", 0);
  const std::uint64_t count = number_from("RAPSIM_MUTATIONS", 20'000);
  ShippedSites shipped;
  std::uint64_t accepted_sites = 0, accepted_suites = 0;
  double slowest = 0;
  for (std::uint64_t number = first; number < first + count; ++number) {
    std::snprintf(at_work.data(), at_work.size(), "stopped at mutant %llu\n", static_cast<unsigned long long>(number));
    alarm(kMostSeconds);
    const double begin = processor_seconds();
    oracle::Random random(number);
    const Mutant mutant = mutation::mutant_of(all, random);
    const bool is_site = mutant.original < all.data() + sites;
    INFO("mutant ", number, " of ", mutant.original->path, ":\n", mutant.text.substr(0, 20'000));
    bool accepted = false;
    REQUIRE_NOTHROW(accepted = is_site ? try_site(mutant) : try_suite(mutant, shipped));
    (is_site ? accepted_sites : accepted_suites) += accepted ? 1U : 0U;
    slowest = std::max(slowest, processor_seconds() - begin);
  }
  alarm(0);
  MESSAGE(count, " mutants, accepted: ", accepted_sites, " sites, ", accepted_suites, " suites; slowest ", slowest,
          " s");
  if (count < 1000) return;
  // Mutants that are all refused at once would prove little; so would mutants that are all good.
  CHECK(accepted_sites > count / 100);
  CHECK(accepted_suites > count / 100);
  CHECK(accepted_sites + accepted_suites < count / 2);
}
