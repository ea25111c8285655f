// `rapsim run [PATH...]`: loads all suites, runs them, prints what failed and a summary.
#include <algorithm>
#include <atomic>
#include <map>
#include <numeric>

#include "base/parallel.hpp"
#include "cli/clock.hpp"
#include "cli/commands/report_option.hpp"
#include "cli/commands/table_options.hpp"
#include "engine/trace/where.hpp"
#include "report/run/run_formats.hpp"
#include "suite/load/sites.hpp"
#include "suite/load/tags.hpp"
#include "suite/run/disputed.hpp"

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

/// The expression of `--filter`, compiled for each suite's site.
class Filter {
 public:
  /// R210 when it names a policy or a group that none of the sites has; a site that lacks it has no row to select.
  void read(const std::string& text, Span where, const std::vector<Suite>& suites, Context& context) {
    Diagnostics problems;
    for (const Suite& suite : suites) {
      Diagnostics own;
      if (by_site_.contains(suite.site.get())) continue;
      auto expression = read_where(text, places_of_option(where.file), *suite.site->site, own);
      if (expression) by_site_.emplace(suite.site.get(), *std::move(expression));
      problems.add(own);
    }
    if (by_site_.empty()) context.diags.add(problems);
  }

  Truth operator()(const Explained& explained) {
    const auto found = by_site_.find(&explained.site);
    const Truth selected = found == by_site_.end() ? Truth::no : found->second.evaluate(explained);
    unknown_ += selected == Truth::unknown ? 1 : 0;
    return selected;
  }
  [[nodiscard]] std::size_t unknown() const { return unknown_; }

 private:
  std::map<const CompiledSite*, Where> by_site_;
  std::atomic<std::size_t> unknown_ = 0;  // suites run side by side
};

/// Which rows, and as of which day.
RunOptions options_of(const Arguments& arguments, const std::vector<Suite>& suites, Filter& filter, Context& context) {
  RunOptions out{.today = today_of(arguments, context)};
  if (arguments.has("--filter")) {
    const std::string text = arguments.value("--filter");
    filter.read(text, argument_span(context, "--filter", text), suites, context);
    out.filter = [&filter](const Explained& explained) { return filter(explained); };
  }
  if (const auto tags = arguments.options.find("--tag"); tags != arguments.options.end()) out.tags = tags->second;
  for (const std::string& tag : out.tags) check_tag(tag, suites, argument_span(context, "--tag", tag), context.diags);
  return out;
}

RunDetail detail_of(const Arguments& arguments, const Context& context) {
  if (arguments.has("--brief")) return RunDetail::brief;
  if (context.quiet) return RunDetail::quiet;
  return context.verbose ? RunDetail::verbose : RunDetail::standard;
}

/// R510: a run of nothing would pass.
void check_selection(const std::vector<SuiteResult>& results, const Arguments& arguments, const Filter& filter,
                     Context& context) {
  if (!arguments.has("--filter")) return;
  const Span where = argument_span(context, "--filter", arguments.value("--filter"));
  const auto rows_of = [](std::size_t sum, const SuiteResult& result) { return sum + result.rows.all(); };
  if (std::accumulate(results.begin(), results.end(), std::size_t{0}, rows_of) == 0)
    context.diags.error(code("R510"), where, "the filter selects no row");
  if (filter.unknown() != 0)
    context.diags.warning(code("R510"), where,
                          "of " + std::to_string(filter.unknown()) +
                              " attempts it is not known whether the filter holds: they are left out",
                          "`NAME is unknown` selects them");
}

}  // namespace

std::vector<OptionRow> run_options() {
  return {
      {"--filter", OptionKind::value, "only rows for which this holds: `decision == reject and stage == policy`"},
      {"--disputed",
       OptionKind::value,
       "names the rows whose decision depends on a disputed rule; fail: they fail the run",
       {"list", "fail"}},
      {"--tag", OptionKind::many, "only scenarios with this tag; repeatable: with any of them"},
      {"--today", OptionKind::value, "the date that `skip` and `expected-failure` are compared with (left out: today)"},
      {"--brief", OptionKind::flag, "one line for each row that failed"},
      jobs_option(),
      format_option(run_format_names()),
      report_option(run_format_names())};
}

int run_run(const Arguments& arguments, Context& context) {
  const auto outputs = outputs_of(arguments, run_format_names(), context);
  if (!outputs) return kExitUsage;
  const std::size_t jobs = jobs_of(arguments, context);
  std::vector<std::string> paths = arguments.positionals;
  if (paths.empty()) paths = {"scenarios"};
  Diagnostics loading;
  const std::vector<std::string> files = suite_files(paths, context.sources, loading);
  const std::vector<Suite> suites = load_suites(files, context.sources, loading, jobs);
  // Warnings are `check`'s; a night's run should be silent about what was so yesterday.
  if (loading.has_errors() || context.verbose) context.diags.add(loading);
  if (context.diags.has_errors()) return kExitBadInput;
  if (!spares_inputs(*outputs, context)) return kExitUsage;
  Filter filter;
  const RunOptions options = options_of(arguments, suites, filter, context);
  if (context.diags.has_errors()) return kExitBadInput;
  std::vector<SuiteResult> results(suites.size());
  for_each_index(suites.size(), jobs, [&](std::size_t i) { results[i] = run_suite(suites[i], options); });
  check_selection(results, arguments, filter, context);
  if (context.diags.has_errors()) return kExitBadInput;
  if (arguments.has("--disputed"))
    for_each_index(results.size(), jobs, [&](std::size_t i) { results[i].disputed = find_disputed(results[i]); });
  const bool fails_disputed = arguments.value("--disputed") == "fail";
  for (const Output& output : *outputs) {
    const Style style = output.file.empty() ? context.style : Style{};
    const RunReport report{results, context.sources, detail_of(arguments, context), style, fails_disputed};
    add_output(output, find_run_format(output.format)->render(report), context);
  }
  const bool all_passed = std::all_of(results.begin(), results.end(), [&](const SuiteResult& result) {
    return result.passed() && !(fails_disputed && result.disputed && !result.disputed->empty());
  });
  return all_passed ? kExitAsExpected : kExitNotAsExpected;
}

}  // namespace rapsim
