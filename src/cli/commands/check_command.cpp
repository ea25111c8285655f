// `rapsim check PATH...`: loads every site and suite, says what is wrong or doubtful; `--effective` prints one site.
#include <algorithm>
#include <filesystem>
#include <map>

#include "cli/commands/check_findings.hpp"
#include "cli/commands/knowledge.hpp"
#include "cli/commands/report_option.hpp"
#include "cli/commands/site_text.hpp"
#include "cli/commands/table_options.hpp"
#include "model/site/effective.hpp"
#include "report/findings/findings.hpp"
#include "suite/load/markers.hpp"

namespace rapsim {
namespace {

/// `3 policies`, `1 user`
std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string counts_of(const CheckedFile& file) {
  if (file.kind == FileKind::suite)
    return counted(file.scenarios, "scenario", "scenarios") + ", " + counted(file.rows, "attempt", "attempts");
  const Site& site = *file.site->site;
  const bool is_builtin = !site.policies_where.known();
  return counted(site.policies.size(), is_builtin ? "built-in policy" : "policy",
                 is_builtin ? "built-in policies" : "policies") +
         ", " + counted(site.directory->users.size(), "user", "users") + ", " +
         counted(site.directory->groups.size(), "group", "groups");
}

/// By the whole path of the file that they point into, which may have been read under another name.
class FindingsByFile {
 public:
  FindingsByFile(const Findings& all, const Sources& sources) {
    std::map<std::uint32_t, std::string> paths;
    for (const Finding& finding : all) {
      if (finding.where.file >= sources.size()) continue;
      const auto [at, is_new] = paths.try_emplace(finding.where.file);
      if (is_new) at->second = whole_path(sources.name(finding.where.file));
      by_path_[at->second].push_back(finding);
    }
  }
  [[nodiscard]] Findings of(const CheckedFile& file) const {
    const auto found = by_path_.find(whole_path(file.path));
    return found == by_path_.end() ? Findings{} : found->second;
  }

 private:
  std::map<std::string, Findings> by_path_;
};

std::string finding_counts(const Findings& findings) {
  struct Row {
    std::string_view one, many;
    std::size_t count;
  };
  const auto of_level = [&](FindingLevel level) {
    return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
      return !finding.suppressed && finding.level == level;
    }));
  };
  const auto allowed = static_cast<std::size_t>(std::count_if(
      findings.begin(), findings.end(), [](const Finding& finding) { return finding.suppressed.has_value(); }));
  std::string out;
  for (const Row& row : {Row{"error", "errors", of_level(FindingLevel::error)},
                         Row{"warning", "warnings", of_level(FindingLevel::warning)},
                         Row{"note", "notes", of_level(FindingLevel::note)}, Row{"allowed", "allowed", allowed}})
    if (row.count != 0) out += ", " + counted(row.count, row.one, row.many);
  return out;
}

/// The least finding that makes the exit status 1; nothing: none does.
using FailOn = std::optional<FindingLevel>;

FailOn fail_on(const Arguments& arguments) {
  const std::string least = arguments.value("--fail-on");
  if (least == "never") return std::nullopt;
  return least == "warning" ? FindingLevel::warning : FindingLevel::error;
}

bool fails(const Findings& findings, FailOn least) {
  return least && std::any_of(findings.begin(), findings.end(),
                              [&](const Finding& finding) { return !finding.suppressed && finding.level >= *least; });
}

std::string line_of(const CheckedFile& file, const FindingsByFile& all, FailOn least) {
  if (file.kind == FileKind::part && !file.is_included)
    return "skip " + file.path + ": no `format`, and no site that was checked includes it\n";
  const Findings own = all.of(file);
  const bool is_part = file.kind == FileKind::part;
  const std::string mark = fails(own, least) ? "fail " : is_part ? "part " : "ok   ";
  return mark + file.path + ": " + (is_part ? "read with the site that includes it" : counts_of(file)) +
         finding_counts(own) + "\n";
}

void add_site(Record& out, const Site& site) {
  const auto count = [](std::size_t size) { return static_cast<std::int64_t>(size); };
  out.fields.push_back({"name", site.name.value});
  out.fields.push_back({"dialect", std::string(dialect_name(site.dialect.value))});
  out.fields.push_back({"digest", site.digest});
  out.fields.push_back({"policies", count(site.policies.size())});
  out.fields.push_back({"has-built-in-policies", !site.policies_where.known()});
  out.fields.push_back({"users", count(site.directory->users.size())});
  out.fields.push_back({"groups", count(site.directory->groups.size())});
}

Record record_of(const CheckedFile& file, const FindingsByFile& all, const Context& context) {
  constexpr std::string_view kKinds[] = {"site", "suite", "part"};
  const bool is_checked = file.kind != FileKind::part || file.is_included;
  Record out{{{"file", file.path},
              {"kind", std::string(kKinds[static_cast<std::size_t>(file.kind)])},
              {"checked", is_checked}}};
  if (file.site != nullptr) add_site(out, *file.site->site);
  if (file.kind == FileKind::suite) {
    out.fields.push_back({"scenarios", static_cast<std::int64_t>(file.scenarios)});
    out.fields.push_back({"attempts", static_cast<std::int64_t>(file.rows)});
  }
  std::vector<Record> findings;
  for (const Finding& finding : all.of(file)) findings.push_back(finding_record(finding, context.sources));
  out.fields.push_back({"findings", std::move(findings)});
  return out;
}

int print_effective(const CheckedFile& file, const Arguments& arguments, Context& context) {
  const Site& site = *file.site->site;
  std::string text = effective_yaml(site, context.sources);
  if (arguments.has("--output") || !wants_json(arguments))
    return print_site_text(std::move(text), "--effective", arguments, context);
  Table table{.name = "effective"};
  table.records.push_back({{{"file", file.path},
                            {"dialect", std::string(dialect_name(site.dialect.value))},
                            {"digest", site.digest},
                            {"yaml", std::move(text)}}});
  context.out += render_json(table);
  return kExitAsExpected;
}

constexpr std::string_view kFormats[] = {"text", "json", "sarif"};

std::string text_of(const std::vector<CheckedFile>& files, const Findings& findings, FailOn least,
                    const Context& context, Style style) {
  const FindingDepth depth{.with_suppressed = context.verbose, .with_all = context.verbose};
  std::string out = render_findings(findings, context.sources, depth, style);
  if (context.quiet) return out;
  const FindingsByFile own(findings, context.sources);
  for (const CheckedFile& file : files) out += line_of(file, own, least);
  return out;
}

std::string output_text(const Output& output, const std::vector<CheckedFile>& files, const Findings& findings,
                        FailOn least, const Context& context) {
  if (output.format == "sarif")
    return render_sarif(findings, context.sources, std::filesystem::current_path().generic_string());
  if (output.format == "text")
    return text_of(files, findings, least, context, output.file.empty() ? context.style : Style{});
  Table table{.name = "check"};
  const FindingsByFile own(findings, context.sources);
  for (const CheckedFile& file : files) table.records.push_back(record_of(file, own, context));
  return render_json(table);
}

/// `--list` and `--explain`: of the table, not of a site.
int print_kinds(const Arguments& arguments, Context& context) {
  if (arguments.has("--explain"))
    return print_row(knowledge_of("finding"), "--explain", arguments.value("--explain"), arguments, context);
  print_table(finding_table(), false, arguments, context);
  return kExitAsExpected;
}

std::vector<std::string> ids() { return first_words(knowledge_of("finding")); }

/// The first instant of the day that `--today` names; R502 for anything else.
std::optional<Instant> today_of(const Arguments& arguments, Context& context) {
  if (!arguments.has("--today")) return std::nullopt;
  const std::string text = arguments.value("--today");
  const auto day = day_in(text);
  if (day) return Instant{std::chrono::sys_days(*day)};
  context.diags.error(code("R502"), argument_span(context, "--today", text), "`" + text + "` is not a date",
                      "days are written like 2026-07-01");
  return std::nullopt;
}

}  // namespace

std::vector<OptionRow> check_options() {
  return {
      {"--effective", OptionKind::flag, "print the site (one PATH) with every default, and where each value is from"},
      {"--output", OptionKind::value, "with --effective: the file to write it to", {}, "FILE"},
      {"--list", OptionKind::flag, "list what can be found"},
      {"--explain", OptionKind::value, "say everything about one id of that list", {}, "ID", ids()},
      {"--fail-on",
       OptionKind::value,
       "the least finding for exit status 1 (default: error)",
       {"error", "warning", "never"}},
      {"--today", OptionKind::value, "the day for findings that depend on one, like 2026-07-01", {}, "DATE"},
      jobs_option(),
      format_option(kFormats),
      report_option(kFormats)};
}

int run_check(const Arguments& arguments, Context& context) {
  const bool is_table = arguments.has("--list") || arguments.has("--explain");
  if ((is_table || arguments.has("--effective")) &&
      (arguments.has("--report") || arguments.value("--format") == "sarif"))
    return usage_error(context, "--format", "SARIF and reports are of findings: leave the other option out");
  if (is_table) return print_kinds(arguments, context);
  if (arguments.positionals.empty())
    return usage_error(context, "PATH...", "which site or suite? `rapsim check --help`");
  const auto outputs = outputs_of(arguments, kFormats, context);
  if (!outputs) return kExitUsage;
  const std::optional<Instant> today = today_of(arguments, context);
  const std::size_t jobs = jobs_of(arguments, context);
  if (context.diags.has_errors()) return kExitBadInput;
  const std::vector<CheckedFile> files = check_files(arguments.positionals, jobs, context);
  if (context.diags.has_errors()) return kExitBadInput;
  if (arguments.has("--effective")) {
    if (files.size() != 1 || files.front().kind != FileKind::site)
      return usage_error(context, "--effective", "expected the file of one site, and nothing else");
    return print_effective(files.front(), arguments, context);
  }
  const Findings findings = findings_of(files, today, context);
  if (context.diags.has_errors()) return kExitBadInput;
  if (!spares_inputs(*outputs, context)) return kExitUsage;
  const FailOn least = fail_on(arguments);
  for (const Output& output : *outputs)
    add_output(output, output_text(output, files, findings, least, context), context);
  return fails(findings, least) ? kExitNotAsExpected : kExitAsExpected;
}

}  // namespace rapsim
