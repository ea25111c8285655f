// `rapsim check PATH...`: loads every site and suite, says what is wrong or doubtful; `--effective` prints one site.
#include <algorithm>
#include <filesystem>
#include <set>

#include "cli/table_options.hpp"
#include "engine/compiled.hpp"
#include "model/effective.hpp"
#include "suite/sites.hpp"

namespace rapsim {
namespace {

namespace fs = std::filesystem;

enum class FileKind : std::uint8_t { site, suite, part };

/// One file and what became of it.
struct Checked {
  std::string path;
  FileKind kind = FileKind::site;
  std::shared_ptr<const CompiledSite> site{};  // kind site, without errors
  std::size_t scenarios = 0, rows = 0;         // kind suite
  bool is_included = false;                    // kind part: by a site that was checked
};

/// Every `*.yaml` below a folder, sorted; a file stands for itself. Errors: R101.
std::vector<std::string> files_of(const std::string& path, Context& context) {
  const Span where{context.sources.add(path, ""), 0, 0, 0};
  std::error_code error;
  if (!fs::exists(path, error)) {
    context.diags.error(code("R101"), where, "no such file or folder");
    return {};
  }
  if (!fs::is_directory(path, error)) return {path};
  std::vector<std::string> out;
  fs::recursive_directory_iterator entry(path, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code unreadable;
    if (entry->path().extension() == ".yaml" && !entry->is_directory(unreadable))
      out.push_back(entry->path().lexically_normal().generic_string());
  }
  if (error) context.diags.error(code("R101"), where, "the folder cannot be read: " + error.message());
  if (!error && out.empty()) context.diags.error(code("R101"), where, "no file `*.yaml` in this folder");
  std::sort(out.begin(), out.end());
  return out;
}

/// By the file's format line. Text that is not well-formed counts as a site: loading it reports the problem.
FileKind kind_of(const std::string& path, bool is_named, yaml::Library& library) {
  const yaml::Document* const document = library.peek(path);
  if (document == nullptr || !document->root().is_map()) return FileKind::site;
  const yaml::Node format = document->root().find("format");
  if (!format) return is_named ? FileKind::site : FileKind::part;
  return format.is_scalar() && format.text().starts_with("rapsim/suite/") ? FileKind::suite : FileKind::site;
}

/// Errors of one file do not keep another from being read.
Checked check_file(const std::string& path, FileKind kind, SiteCache& sites, yaml::Library& library, Context& context) {
  Checked out{.path = path, .kind = kind};
  if (kind == FileKind::site) out.site = sites.find(path, {});
  if (kind != FileKind::suite) return out;
  Diagnostics own;  // loading gives up after any error, also one of another file
  const FindSite find = [&](const std::string& site, Span where) { return sites.find(site, where); };
  if (const auto suite = load_suite(path, find, library, own)) {
    out.scenarios = suite->scenarios.size();
    for (const Scenario& scenario : suite->scenarios) out.rows += scenario.row_count;
  }
  context.diags.add(own);
  return out;
}

std::vector<Checked> check_files(const std::vector<std::string>& paths, std::size_t jobs, Context& context) {
  struct Listed {
    std::string path;
    bool is_named;
  };
  std::vector<Listed> listed;
  std::vector<std::string> files;
  std::set<std::string> seen;
  for (const std::string& path : paths) {
    std::error_code error;
    const bool is_named = !fs::is_directory(path, error);
    for (std::string& file : files_of(path, context))
      if (seen.insert(yaml::canonical_path(file)).second) {
        files.push_back(file);
        listed.push_back({std::move(file), is_named});
      }
  }
  yaml::Library library(context.sources, jobs);
  prepare_documents(files, library);
  SiteCache sites(library, context.diags);
  std::vector<Checked> out;
  for (const Listed& file : listed)
    out.push_back(check_file(file.path, kind_of(file.path, file.is_named, library), sites, library, context));
  for (Checked& file : out) file.is_included = library.is_loaded(file.path);
  return out;
}

/// The warnings that point into this file.
std::vector<Diagnostic> warnings_of(const Checked& file, const Context& context) {
  std::vector<Diagnostic> out;
  const std::string whole = yaml::canonical_path(file.path);  // a suite may have named its site in another way
  for (Diagnostic& found : context.diags.sorted())
    if (yaml::canonical_path(std::string(context.sources.name(found.where.file))) == whole)
      out.push_back(std::move(found));
  return out;
}

/// `3 policies`, `1 user`
std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string counts_of(const Checked& file) {
  if (file.kind == FileKind::suite)
    return counted(file.scenarios, "scenario", "scenarios") + ", " + counted(file.rows, "attempt", "attempts");
  const Site& site = *file.site->site;
  const bool is_builtin = !site.policies_where.known();
  return counted(site.policies.size(), is_builtin ? "built-in policy" : "policy",
                 is_builtin ? "built-in policies" : "policies") +
         ", " + counted(site.directory->users.size(), "user", "users") + ", " +
         counted(site.directory->groups.size(), "group", "groups");
}

std::string line_of(const Checked& file, const Context& context) {
  if (file.kind == FileKind::part)
    return file.is_included ? "part " + file.path + ": read with the site that includes it\n"
                            : "skip " + file.path + ": no `format`, and no site that was checked includes it\n";
  const std::size_t warnings = warnings_of(file, context).size();
  return "ok   " + file.path + ": " + counts_of(file) +
         (warnings == 0 ? "" : ", " + counted(warnings, "warning", "warnings")) + "\n";
}

Record warning_record(const Diagnostic& warning, const Sources& sources) {
  Record out{{{"code", std::string(warning.code.text())}, {"message", warning.message}}};
  out.fields.push_back({"help", warning.help.empty() ? RecordValue{} : RecordValue{warning.help}});
  if (!warning.where.known()) return out;
  out.fields.push_back({"file", std::string(sources.name(warning.where.file))});
  out.fields.push_back({"line", std::int64_t{warning.where.line}});
  out.fields.push_back({"column", std::int64_t{warning.where.column}});
  return out;
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

Record record_of(const Checked& file, const Context& context) {
  constexpr std::string_view kKinds[] = {"site", "suite", "part"};
  const bool is_read = file.kind != FileKind::part || file.is_included;
  Record out{
      {{"file", file.path}, {"kind", std::string(kKinds[static_cast<std::size_t>(file.kind)])}, {"checked", is_read}}};
  if (file.site != nullptr) add_site(out, *file.site->site);
  if (file.kind == FileKind::suite) {
    out.fields.push_back({"scenarios", static_cast<std::int64_t>(file.scenarios)});
    out.fields.push_back({"attempts", static_cast<std::int64_t>(file.rows)});
  }
  std::vector<Record> warnings;
  for (const Diagnostic& warning : warnings_of(file, context))
    warnings.push_back(warning_record(warning, context.sources));
  out.fields.push_back({"warnings", std::move(warnings)});
  return out;
}

void print_effective(const Checked& file, const Arguments& arguments, Context& context) {
  const Site& site = *file.site->site;
  std::string text = effective_yaml(site, context.sources);
  if (!wants_json(arguments)) {
    context.out += text;
    return;
  }
  Table table{.name = "effective"};
  table.records.push_back({{{"file", file.path},
                            {"dialect", std::string(dialect_name(site.dialect.value))},
                            {"digest", site.digest},
                            {"yaml", std::move(text)}}});
  context.out += render_json(table);
}

void print_results(const std::vector<Checked>& files, const Arguments& arguments, Context& context) {
  if (wants_json(arguments)) {
    Table table{.name = "check"};
    for (const Checked& file : files) table.records.push_back(record_of(file, context));
    context.out += render_json(table);
  } else if (!context.quiet) {
    for (const Checked& file : files) context.out += line_of(file, context);
  }
}

}  // namespace

std::vector<OptionRow> check_options() {
  return {
      {"--effective", OptionKind::flag, "print the site (one PATH) with every default, and where each value is from"},
      jobs_option(),
      format_option()};
}

int run_check(const Arguments& arguments, Context& context) {
  const bool is_effective = arguments.has("--effective");
  const std::size_t jobs = jobs_of(arguments, context);
  if (context.diags.has_errors()) return kExitBadInput;
  const std::vector<Checked> files = check_files(arguments.positionals, jobs, context);
  if (context.diags.has_errors()) return kExitBadInput;
  if (!is_effective) {
    print_results(files, arguments, context);
    return kExitAsExpected;
  }
  if (files.size() != 1 || files.front().kind != FileKind::site) {
    const Span where{context.sources.add("--effective", ""), 0, 0, 0};
    context.diags.error(code("R111"), where, "expected the file of one site, and nothing else");
    return kExitUsage;
  }
  print_effective(files.front(), arguments, context);
  return kExitAsExpected;
}

}  // namespace rapsim
