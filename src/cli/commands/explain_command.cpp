// `rapsim explain SITE`: one attempt, decided and explained.
#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/commands/attempt_options.hpp"
#include "cli/commands/question.hpp"
#include "cli/commands/site_text.hpp"
#include "cli/commands/table_options.hpp"
#include "cli/commands/write_suite.hpp"
#include "model/site/rewrite.hpp"
#include "report/json/decision_json.hpp"
#include "report/text/render_text.hpp"
#include "report/text/unified_diff.hpp"

namespace rapsim {

std::vector<OptionRow> explain_options() {
  std::vector<OptionRow> rows = attempt_option_rows();
  for (OptionRow& row : question_option_rows()) rows.push_back(std::move(row));
  rows.push_back({"--write-suite", OptionKind::value, "a new file: a suite that expects what was decided", {}, "FILE"});
  rows.push_back(
      {"--apply", OptionKind::value, "prints the site with proposal N of the explanation, comments kept", {}, "N"});
  rows.push_back({"--output", OptionKind::value, "with --apply: the file to write it to", {}, "FILE"});
  rows.push_back({"--diff", OptionKind::flag, "with --apply: what changes, as a unified diff"});
  rows.push_back({"--brief", OptionKind::flag, "one line"});
  rows.push_back(format_option());
  return rows;
}

namespace {

/// The site, or its files, with a proposal written into it.
int apply_proposal(const Arguments& arguments, const Question& question, Context& context) {
  const auto number = number_in<std::size_t>(arguments.value("--apply"));
  if (!number || *number == 0) return usage_error(context, "--apply", "expected the number of a proposal, from 1");
  const Proposals proposals = find_proposals(explain(*question.site, question.world, question.attempt));
  if (*number > proposals.list.size())
    return usage_error(context, "--apply", fmt::format("the explanation has {} proposals", proposals.list.size()));
  const std::vector<SiteEdit>& edits = proposals.list[*number - 1].changes;
  const auto files = rewrite_site(question.site_file, *question.site->site, edits, context.sources, context.diags);
  if (!files) return kExitBadInput;
  if (arguments.has("--diff")) {
    std::string diff;
    for (const RewrittenFile& file : *files) diff += unified_diff(file.path, file.before, file.after);
    return print_site_text(std::move(diff), "--apply", arguments, context);
  }
  if (files->size() > 1)
    return usage_error(context, "--apply", "the proposal changes several files: `--diff` shows them");
  const RewrittenFile& file = files->front();
  if (file.path != question.site_file)
    context.diags.warning(code("R328"), {}, fmt::format("what is printed is `{}`, the file that changes", file.path));
  return print_site_text(file.after, "--apply", arguments, context);
}

}  // namespace

int run_explain(const Arguments& arguments, Context& context) {
  if (!check_usage(arguments, context)) return kExitUsage;
  for (const char* option : {"--diff", "--output"})
    if (arguments.has(option) && !arguments.has("--apply"))
      return usage_error(context, option, "it is part of `--apply N`, which is missing");
  for (const char* option : {"--brief", "--format", "--write-suite"})
    if (arguments.has(option) && arguments.has("--apply"))
      return usage_error(context, option, "`--apply` prints a site, not the explanation");
  const auto question = question_of(arguments, context);
  if (!question) return kExitBadInput;
  if (arguments.has("--apply")) return apply_proposal(arguments, *question, context);
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
