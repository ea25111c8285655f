// Workflow commands of GitHub Actions. The runner shows ten errors of a step, so rows that were skipped or failed as
// expected make no annotation.
#include <fmt/format.h>

#include "base/visible.hpp"
#include "report/run/run_formats.hpp"
#include "report/run/run_steps.hpp"

namespace rapsim {
namespace {

/// As the runner takes it back. In a property (`file=`) the marks that end one are meant, too.
std::string escaped(std::string_view text, bool is_property) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ',')))
      out += fmt::format("%{:02X}", static_cast<unsigned>(c));
    else
      out += c;
  }
  return out;
}

std::string annotation(const ReportStep& step) {
  const std::string message = step.reason + "\n" + step.command + "\n" + step.table;
  return fmt::format("::error file={},line={},col={},title={}::{}\n", escaped(visible(step.file), true),
                     step.where.line, step.where.column, escaped(step.name, true),
                     escaped(std::string_view(message).substr(0, message.find_last_not_of('\n') + 1), false));
}

}  // namespace

std::string render_github(const RunReport& run) {
  std::string out;
  // An annotation has room for the table; the explanation is one command away.
  const StepOptions options{RunDetail::brief, run.disputed_fails};
  for (const SuiteResult& result : run.results)
    for_each_step(result, run.sources, options, [&](const ReportStep& step) {
      if (step.result == StepResult::failed) out += annotation(step);
    });
  return out + safe_output(render_run(run.results, run.sources, RunDetail::summary, {}), OutputKind::text);
}

}  // namespace rapsim
