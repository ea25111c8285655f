// `rapsim who SITE`: every account of the site makes the attempt.
#include <algorithm>

#include "cli/commands/attempt_options.hpp"
#include "cli/commands/question.hpp"
#include "cli/commands/table_options.hpp"
#include "report/text/render_who.hpp"

namespace rapsim {
namespace {

WhoFormat format_of(const Arguments& arguments) {
  const std::string format = arguments.value("--format");
  if (format == "csv") return arguments.has("--csv-raw") ? WhoFormat::csv_raw : WhoFormat::csv;
  return format == "json" ? WhoFormat::json : WhoFormat::text;
}

}  // namespace

std::vector<OptionRow> who_options() {
  std::vector<OptionRow> rows = attempt_option_rows();
  std::erase_if(rows, [](const OptionRow& row) { return row.name == "--user"; });  // all of them
  for (OptionRow& row : question_option_rows()) rows.push_back(std::move(row));
  rows.push_back({"--where", OptionKind::value,
                  "only accounts for which this holds: `decision == reject and reason in [48, 65]`"});
  rows.push_back(
      {"--group-by", OptionKind::value, "class: accounts that are alike and decided alike in one row", {"class"}});
  rows.push_back({"--format", OptionKind::value, "text (default), csv or json", {"text", "csv", "json"}});
  rows.push_back(
      {"--csv-raw", OptionKind::flag, "with --format csv: cells as they are, also those that a spreadsheet runs"});
  return rows;
}

int run_who(const Arguments& arguments, Context& context) {
  if (!check_usage(arguments, context)) return kExitUsage;
  const auto question = question_of(arguments, context, Asks::all_accounts);
  if (!question) return kExitBadInput;
  std::optional<Where> where;
  if (arguments.has("--where")) {
    const std::string text = arguments.value("--where");
    const Span span = argument_span(context, "--where", text);
    where = read_where(text, places_of_option(span.file), *question->site->site, context.diags);
    if (!where) return kExitBadInput;
  }
  const Who who = decide_for_all(*question->site, question->world, question->attempt, where ? &*where : nullptr);
  context.out += render_who(who, *question->site, arguments.has("--group-by"), format_of(arguments), context.style);
  return kExitAsExpected;
}

}  // namespace rapsim
