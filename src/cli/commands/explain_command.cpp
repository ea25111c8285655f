// `rapsim explain SITE`: one attempt, decided and explained.
#include "cli/commands/attempt_options.hpp"
#include "cli/commands/question.hpp"
#include "cli/commands/table_options.hpp"
#include "cli/commands/write_suite.hpp"
#include "report/json/decision_json.hpp"
#include "report/text/render_text.hpp"

namespace rapsim {

std::vector<OptionRow> explain_options() {
  std::vector<OptionRow> rows = attempt_option_rows();
  for (OptionRow& row : question_option_rows()) rows.push_back(std::move(row));
  rows.push_back({"--write-suite", OptionKind::value, "a new file: a suite that expects what was decided", {}, "FILE"});
  rows.push_back({"--brief", OptionKind::flag, "one line"});
  rows.push_back(format_option());
  return rows;
}

int run_explain(const Arguments& arguments, Context& context) {
  if (!check_usage(arguments, context)) return kExitUsage;
  const auto question = question_of(arguments, context);
  if (!question) return kExitBadInput;
  const Depth depth = arguments.has("--brief") ? Depth::brief : context.verbose ? Depth::verbose : Depth::standard;
  const Extent extent = depth == Depth::brief && !wants_json(arguments) ? Extent::decision : Extent::everything;
  const Explanation explanation = explanation_of(explain(*question->site, question->world, question->attempt), extent);
  if (arguments.has("--write-suite")) {
    const int status = write_suite(arguments.value("--write-suite"), *question, explanation, context);
    if (status != kExitAsExpected) return status;
  }
  context.out += wants_json(arguments) ? decision_json(explanation, context.sources, question->site_file)
                                       : render_text(explanation, context.sources, depth, context.style);
  return kExitAsExpected;
}

}  // namespace rapsim
