// `rapsim who SITE`: every account of the site makes the attempt, by each kind of access, at each time that is asked
// for.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <range/v3/algorithm/any_of.hpp>

#include "cli/commands/attempt_options.hpp"
#include "cli/commands/question.hpp"
#include "cli/commands/site_text.hpp"
#include "cli/commands/table_options.hpp"
#include "report/text/render_who.hpp"

namespace rapsim {
namespace {

WhoFormat format_of(const Arguments& arguments) {
  const std::string format = arguments.value("--format");
  if (format == "csv") return arguments.has("--csv-raw") ? WhoFormat::csv_raw : WhoFormat::csv;
  if (format == "markdown") return WhoFormat::markdown;
  return format == "json" ? WhoFormat::json : WhoFormat::text;
}

const std::vector<std::string>& values_of(const Arguments& arguments, const std::string& option) {
  static const std::vector<std::string> kNone;
  const auto at = arguments.options.find(option);
  return at == arguments.options.end() ? kNone : at->second;
}

/// Those that are named; all of the site, where `all` is, or where nothing says what the attempt is.
std::vector<std::string> kinds_of(const Arguments& arguments, const Site& site) {
  std::vector<std::string> out = values_of(arguments, "--access");
  const bool is_described = arguments.has("--attempt") || arguments.has("--scenario") ||
                            ranges::any_of(attempt_option_rows(), [&](const OptionRow& row) {
                              return row.name != "--at" && arguments.has(row.name);
                            });
  if (out == std::vector<std::string>{"all"} || (out.empty() && !is_described)) {
    out.clear();
    for (const AccessKind& kind : site.access) out.push_back(kind.name);
  }
  return out;
}

/// One for each kind of access and time. Nothing after an error.
std::optional<std::vector<WhoColumn>> columns_of(std::shared_ptr<const CompiledSite>& site, const Arguments& arguments,
                                                 Context& context) {
  std::vector<WhoColumn> out;
  std::vector<std::string> kinds = site != nullptr ? kinds_of(arguments, *site->site) : std::vector<std::string>{};
  if (kinds.empty()) kinds.emplace_back();
  std::vector<std::string> times = values_of(arguments, "--at");
  if (times.empty()) times.emplace_back();
  for (const std::string& kind : kinds)
    for (const std::string& time : times) {
      Arguments one = arguments;
      if (!kind.empty()) one.options["--access"] = {kind};
      if (!time.empty()) one.options["--at"] = {time};
      auto question = question_on(site, one, context, Asks::all_accounts);
      if (!question) return std::nullopt;
      if (site == nullptr) site = question->site;  // that of the scenario
      out.push_back({kind, question->world, std::move(question->attempt)});
    }
  return out;
}

std::optional<std::vector<AttributeId>> shown_of(const Arguments& arguments, Context& context) {
  std::vector<AttributeId> out;
  for (const std::string& name : values_of(arguments, "--show"))
    if (const auto id = find_attribute(name))
      out.push_back(*id);
    else
      context.diags.error(code("R301"), argument_span(context, "--show", name), "unknown attribute `" + name + "`",
                          "`rapsim attributes` lists them");
  return context.diags.has_errors() ? std::nullopt : std::optional(std::move(out));
}

/// What changed since an earlier result. The exit status.
int compare(const Who& who, const CompiledSite& site, const Arguments& arguments, Context& context) {
  const std::string file = arguments.value("--baseline");
  const Span span = argument_span(context, "--baseline", file);
  std::error_code refused;
  constexpr std::uintmax_t kLargest = std::uintmax_t{256} << 20;
  std::ifstream stream(file, std::ios::binary);
  if (!stream || !std::filesystem::is_regular_file(file, refused)) {
    context.diags.error(code("R101"), span, "cannot read `" + file + "`");
    return kExitBadInput;
  }
  if (std::filesystem::file_size(file, refused) > kLargest) {
    context.diags.error(code("R104"), span, "the file is larger than 256 MiB");
    return kExitBadInput;
  }
  const std::string bytes(std::istreambuf_iterator<char>(stream), {});
  std::string problem;
  const auto changes = changes_since(bytes, who, site, problem);
  if (!changes) {
    context.diags.error(code("R317"), span, problem);
    return kExitBadInput;
  }
  context.out += render_changes(*changes, who.rows.size());
  return arguments.value("--fail-on") == "changed" && !changes->empty() ? kExitNotAsExpected : kExitAsExpected;
}

}  // namespace

std::vector<OptionRow> who_options() {
  std::vector<OptionRow> rows = attempt_option_rows();
  std::erase_if(rows, [](const OptionRow& row) { return row.name == "--user"; });  // all of them
  for (OptionRow& row : question_option_rows()) rows.push_back(std::move(row));
  for (OptionRow& row : rows) {
    if (row.name != "--at" && row.name != "--access") continue;
    row.kind = OptionKind::many;
    row.summary +=
        row.name == "--at" ? "; repeatable" : "; repeatable; `all`: each of them, also when nothing else is said";
  }
  rows.push_back({"--where", OptionKind::value,
                  "only decisions for which this holds: `decision == reject and reason in [48, 65]`"});
  rows.push_back({"--show", OptionKind::many, "an attribute of the accept that is shown, too; repeatable", {}, "NAME"});
  rows.push_back(
      {"--group-by", OptionKind::value, "class: accounts that are alike and decided alike in one row", {"class"}});
  rows.push_back({"--baseline", OptionKind::value, "an earlier result in JSON: prints what changed since", {}, "FILE"});
  rows.push_back({"--fail-on", OptionKind::value, "with --baseline: exit with 1 when something changed", {"changed"}});
  rows.push_back(
      {"--format", OptionKind::value, "text (default), csv, json or markdown", {"text", "csv", "json", "markdown"}});
  rows.push_back(
      {"--csv-raw", OptionKind::flag, "with --format csv: cells as they are, also those that a spreadsheet runs"});
  return rows;
}

int run_who(const Arguments& arguments, Context& context) {
  if (!check_usage(arguments, context)) return kExitUsage;
  if (arguments.has("--fail-on") && !arguments.has("--baseline"))
    return usage_error(context, "--fail-on", "it is part of `--baseline FILE`, which is missing");
  for (const char* option : {"--format", "--group-by"})
    if (arguments.has("--baseline") && arguments.has(option))
      return usage_error(context, option, "`--baseline` prints what changed, as text");
  std::shared_ptr<const CompiledSite> site;
  if (!arguments.positionals.empty()) {
    site = site_of(arguments.positionals.front(), context);
    if (site == nullptr) return kExitBadInput;
  }
  auto columns = columns_of(site, arguments, context);
  if (!columns) return kExitBadInput;
  WhoQuestion question{.columns = *std::move(columns), .has_history = arguments.has("--scenario")};
  if (auto shown = shown_of(arguments, context))
    question.shown = *std::move(shown);
  else
    return kExitBadInput;
  std::optional<Where> where;
  if (arguments.has("--where")) {
    const std::string text = arguments.value("--where");
    const Span span = argument_span(context, "--where", text);
    where = read_where(text, places_of_option(span.file), *site->site, context.diags);
    if (!where) return kExitBadInput;
    question.where = &*where;
  }
  const Who who = decide_for_all(*site, std::move(question));
  if (arguments.has("--baseline")) return compare(who, *site, arguments, context);
  context.out += render_who(who, *site, arguments.has("--group-by"), format_of(arguments), context.style);
  return kExitAsExpected;
}

}  // namespace rapsim
