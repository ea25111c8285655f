// `rapsim run [PATH...]`: loads all suites, runs them, prints what failed and a summary.
#include <algorithm>

#include "cli/clock.hpp"
#include "cli/table_options.hpp"
#include "report/suite_json.hpp"
#include "report/suite_text.hpp"
#include "suite/run.hpp"
#include "suite/sites.hpp"
#include "suite/tags.hpp"

namespace rapsim {
namespace {

Day today_of(const Arguments& arguments, Context& context) {
  if (!arguments.has("--today")) return today();
  const std::string text = arguments.value("--today");
  const auto day = day_in(text);
  if (!day)
    context.diags.error(code("R502"), argument_span(context, "--today", text),
                        "expected a date like `2026-12-31`, found `" + text + "`");
  return day.value_or(Day{});
}

/// Which rows, and as of which day. Whatever selects rows by their decision becomes RunOptions::filter here.
RunOptions options_of(const Arguments& arguments, const std::vector<Suite>& suites, Context& context) {
  RunOptions out{.today = today_of(arguments, context)};
  if (const auto tags = arguments.options.find("--tag"); tags != arguments.options.end()) out.tags = tags->second;
  for (const std::string& tag : out.tags) check_tag(tag, suites, argument_span(context, "--tag", tag), context.diags);
  return out;
}

RunDetail detail_of(const Arguments& arguments, const Context& context) {
  if (arguments.has("--brief")) return RunDetail::brief;
  if (context.quiet) return RunDetail::quiet;
  return context.verbose ? RunDetail::verbose : RunDetail::standard;
}

}  // namespace

std::vector<OptionRow> run_options() {
  return {
      {"--tag", OptionKind::many, "only scenarios with this tag; repeatable: with any of them"},
      {"--today", OptionKind::value, "the date that `skip` and `expected-failure` are compared with (left out: today)"},
      {"--brief", OptionKind::flag, "one line for each row that failed"},
      format_option()};
}

int run_run(const Arguments& arguments, Context& context) {
  std::vector<std::string> paths = arguments.positionals;
  if (paths.empty()) paths = {"scenarios"};
  const std::vector<std::string> files = suite_files(paths, context.sources, context.diags);
  const std::vector<Suite> suites = load_suites(files, context.sources, context.diags);
  if (context.diags.has_errors()) return kExitBadInput;
  const RunOptions options = options_of(arguments, suites, context);
  if (context.diags.has_errors()) return kExitBadInput;
  std::vector<SuiteResult> results;
  for (const Suite& suite : suites) results.push_back(run_suite(suite, options));
  context.out += wants_json(arguments)
                     ? run_json(results, context.sources)
                     : render_run(results, context.sources, detail_of(arguments, context), context.style);
  const bool all_passed =
      std::all_of(results.begin(), results.end(), [](const SuiteResult& result) { return result.passed(); });
  return all_passed ? kExitAsExpected : kExitNotAsExpected;
}

}  // namespace rapsim
