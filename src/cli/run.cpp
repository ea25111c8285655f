// `rapsim run [PATH...]`: loads all suites, runs them, prints what failed and a summary.
#include <algorithm>

#include "cli/table_options.hpp"
#include "report/suite_json.hpp"
#include "report/suite_text.hpp"
#include "suite/run.hpp"
#include "suite/sites.hpp"

namespace rapsim {

std::vector<OptionRow> run_options() {
  return {{"--brief", OptionKind::flag, "one line for each row that failed"}, format_option()};
}

int run_run(const Arguments& arguments, Context& context) {
  std::vector<std::string> paths = arguments.positionals;
  if (paths.empty()) paths = {"scenarios"};
  const std::vector<std::string> files = suite_files(paths, context.sources, context.diags);
  const std::vector<Suite> suites = load_suites(files, context.sources, context.diags);
  if (context.diags.has_errors()) return kExitBadInput;
  std::vector<SuiteResult> results;
  for (const Suite& suite : suites) results.push_back(run_suite(suite));
  const RunDetail detail = arguments.has("--brief") ? RunDetail::brief
                           : context.quiet          ? RunDetail::quiet
                           : context.verbose        ? RunDetail::verbose
                                                    : RunDetail::standard;
  context.out += wants_json(arguments) ? run_json(results, context.sources)
                                       : render_run(results, context.sources, detail, context.style);
  const bool all_passed =
      std::all_of(results.begin(), results.end(), [](const SuiteResult& result) { return result.passed(); });
  return all_passed ? kExitAsExpected : kExitNotAsExpected;
}

}  // namespace rapsim
