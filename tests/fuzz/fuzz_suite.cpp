// libFuzzer target: any bytes are a suite that runs, or give a diagnostic with a place inside a text; never a crash.
// The site is fixed, and no file is read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "model/load/load.hpp"
#include "suite/run/rows.hpp"
#include "suite/run/run.hpp"

namespace {

using rapsim::CompiledSite;
using rapsim::Diagnostics;
using rapsim::Sources;
using rapsim::Span;

constexpr const char* kSite = R"(format: rapsim/site/1
time-zone: Europe/Berlin
directory:
  complete: false
  groups: { Staff: {} }
  users: { alice: { groups: [Staff] }, bob: { dial-in: { permission: deny } } }
policies:
  - name: Staff
    conditions: [ { Windows-Groups: [Staff] }, { Calling-Station-Id: '^1' }, { Day-And-Time-Restrictions: 'Mon 07:00-19:00' } ]
    permission: grant
    profile: { session-timeout: 8h }
)";

void require(bool holds) {
  if (!holds) std::abort();
}

std::shared_ptr<const CompiledSite> fixed_site() {
  Sources sources;
  Diagnostics diags;
  auto site = rapsim::load_site_text("site", kSite, sources, diags);
  require(site.has_value());
  return rapsim::compile(std::make_shared<const rapsim::Site>(*std::move(site)), diags);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::shared_ptr<const CompiledSite> site = fixed_site();
  const auto find_site = [](const std::string&, Span) { return site; };
  Sources sources;
  Diagnostics diags;
  // Few rows: most of the time is for reading.
  const auto suite = rapsim::load_suite_text("fuzz", std::string(reinterpret_cast<const char*>(data), size), find_site,
                                             sources, diags, {.rows = 100});
  require(suite.has_value() != diags.has_errors());
  for (const rapsim::Diagnostic& diagnostic : diags.sorted()) {
    const Span& where = diagnostic.where;
    require(where.known() && where.column >= 1 && where.column <= sources.line(where.file, where.line).size() + 1);
    require(!diagnostic.message.empty());
  }
  if (!suite) return 0;
  std::size_t rows = 0;
  for (std::uint32_t in_case = 0; in_case < suite->cases.size(); ++in_case) {
    rows += suite->cases[in_case].row_count;
    require(!rapsim::label_of(*suite, {in_case, suite->cases[in_case].row_count - 1}).empty());
  }
  const rapsim::SuiteResult result = rapsim::run_suite(*suite);
  require(result.rows.all() == rows && rows > 0 && result.failed.size() <= rows);
  return 0;
}
