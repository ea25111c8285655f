// `rapsim import KIND FILE...`: a site of what a server has; the report goes to stderr, or with `--check` alone to
// stdout.
#include <cstdio>
#include <filesystem>

#include "base/text.hpp"
#include "cli/commands/report_option.hpp"
#include "cli/commands/site_text.hpp"
#include "cli/commands/table_options.hpp"
#include "cli/output.hpp"
#include "import/directory_csv.hpp"
#include "import/nps_site.hpp"
#include "model/load/load.hpp"
#include "model/site/zone.hpp"

namespace rapsim {
namespace {

namespace fs = std::filesystem;

struct ImportKind {
  std::string_view name;
  std::optional<Imported> (*read)(const Arguments&, Context&);
};

/// Unit: bytes. Nothing after R312.
std::optional<std::uint64_t> largest_of(const Arguments& arguments, Context& context) {
  if (!arguments.has("--max-size")) return kLargestImport;
  constexpr std::uint64_t kMostMiB = 4096;
  const std::string text = arguments.value("--max-size");
  const auto size = number_in<std::uint64_t>(text);
  if (size && *size > 0 && *size <= kMostMiB) return *size << 20U;
  context.diags.error(code("R312"), argument_span(context, "--max-size", text),
                      "expected a number of MiB from 1 to " + std::to_string(kMostMiB) + ", found `" + text + "`");
  return std::nullopt;
}

/// Path of an included file as the site that goes to `--output` names it; nothing when it is not in its folder or
/// below.
std::optional<std::string> include_of(const std::string& path, const Arguments& arguments) {
  const fs::path folder =
      arguments.has("--output") ? fs::absolute(arguments.value("--output")).parent_path() : fs::current_path();
  const fs::path relative = fs::absolute(path).lexically_normal().lexically_relative(folder.lexically_normal());
  if (relative.empty() || relative.begin()->string() == "..") return std::nullopt;
  return relative.generic_string();
}

/// Groups of a file of `import directory`, by SID. False after an error.
bool read_group_names(const Arguments& arguments, Context& context, NpsSiteOptions& options) {
  if (!arguments.has("--directory")) return true;
  const std::string path = arguments.value("--directory");
  const auto site = load_site(path, context.sources, context.diags);
  if (!site) return false;
  const auto include = include_of(path, arguments);
  if (!include) {
    context.diags.error(code("R310"), argument_span(context, "--directory", path),
                        "`" + path + "` is not in the folder of the site, or below",
                        "a site includes files in its folder: write the site there with `--output`");
    return false;
  }
  options.include = *include;
  for (const Group& group : site->directory->groups)
    if (group.sid.is_given()) options.group_names.emplace(group.sid.value, group.name);
  return true;
}

std::optional<Imported> read_nps(const Arguments& arguments, Context& context) {
  const auto largest = largest_of(arguments, context);
  if (!largest) return std::nullopt;
  if (arguments.positionals.size() > 2) {
    context.diags.error(code("R111"), argument_span(context, "FILE...", arguments.positionals[2]),
                        "one export at a time: each is one server");
    return std::nullopt;
  }
  NpsSiteOptions options{.time_zone = arguments.value("--time-zone")};
  if (!options.time_zone.empty() && find_zone(options.time_zone) == nullptr) {
    context.diags.error(code("R311"), argument_span(context, "--time-zone", options.time_zone),
                        "unknown time zone `" + options.time_zone + "`",
                        "zones are named like `Europe/Berlin` or `UTC`");
    return std::nullopt;
  }
  const auto text = read_import(arguments.positionals[1], *largest, context.sources, context.diags);
  if (!text) return std::nullopt;
  const auto config = read_nps_export(*text, context.diags);
  if (!config || !read_group_names(arguments, context, options)) return std::nullopt;
  return site_of(*config, options, context.sources);
}

struct DateWord {
  std::string_view word;
  DateOrder order;
};
constexpr DateWord kDateWords[] = {
    {"mdy", DateOrder::month_first}, {"dmy", DateOrder::day_first}, {"ymd", DateOrder::year_first}};

std::optional<Imported> read_directory(const Arguments& arguments, Context& context) {
  const auto largest = largest_of(arguments, context);
  if (!largest) return std::nullopt;
  DirectoryOptions options{.domain = arguments.value("--domain"), .complete = arguments.has("--complete")};
  for (const DateWord& row : kDateWords)
    if (row.word == arguments.value("--dates")) options.dates = row.order;
  std::vector<CsvTable> tables;
  for (std::size_t i = 1; i < arguments.positionals.size(); ++i) {
    const auto text = read_import(arguments.positionals[i], *largest, context.sources, context.diags);
    auto table = text ? read_csv(*text, context.diags) : std::nullopt;
    if (!table) return std::nullopt;
    tables.push_back(*std::move(table));
  }
  return directory_of(tables, options, context.sources, context.diags);
}

constexpr ImportKind kKinds[] = {
    {"directory", read_directory},
    {"nps-export", read_nps},
};

/// What was made must load: a site that does not is a mistake of the import, and no output.
bool loads(const Imported& imported, const Arguments& arguments, Context& context) {
  if (arguments.has("--directory")) return true;  // with another file, which `check` reads
  Sources sources;
  Diagnostics diags;
  if (load_site_text("site", imported.yaml, sources, diags)) return true;
  for (const Diagnostic& problem : diags.sorted()) {
    if (problem.severity != Severity::error) continue;
    const bool is_too_large = problem.code == code("R104") || problem.code == code("R107");
    if (is_too_large) {
      context.diags.error(code("R104"), {context.sources.add(arguments.positionals[1], ""), 0, 0, 0},
                          "too much for one file of a site: " + problem.message,
                          "import the accounts in parts, into a file each, and `include` all of them");
      return false;
    }
    context.diags.error(code("R603"), {context.sources.add(arguments.positionals[1], ""), 0, 0, 0},
                        "the imported site would not load: " + problem.message,
                        "line " + std::to_string(problem.where.line) + " of it; please report this");
  }
  return false;
}

}  // namespace

std::vector<OptionRow> import_options() {
  return {{"--output", OptionKind::value, "the file to write the site to", {}, "FILE"},
          {"--check", OptionKind::flag, "print only the report of what is not modelled"},
          {"--directory",
           OptionKind::value,
           "for nps-export: a file of `import directory`, which the site includes and which names the groups",
           {},
           "FILE"},
          {"--time-zone", OptionKind::value, "for nps-export: the zone of the server's clock", {}, "ZONE"},
          {"--dates",
           OptionKind::value,
           "for directory: how dates are written, where they do not tell",
           {"mdy", "dmy", "ymd"}},
          {"--domain", OptionKind::value, "for directory: NetBIOS name of the domain", {}, "NAME"},
          {"--complete", OptionKind::flag, "for directory: the files have all accounts and groups"},
          {"--max-size", OptionKind::value, "the largest file that is read, in MiB (default: 64)", {}, "MIB"}};
}

int run_import(const Arguments& arguments, Context& context) {
  const std::string& word = arguments.positionals.front();
  const ImportKind* kind = nullptr;
  std::vector<std::string> names;
  std::string known = "known here:";
  for (const ImportKind& row : kKinds) {
    if (row.name == word) kind = &row;
    names.emplace_back(row.name);
    known += (known.back() == ':' ? " " : ", ") + std::string(row.name);
  }
  if (kind == nullptr) {
    report_unknown(code("R301"), "KIND", word, "no import of `" + word + "`", names, known, context);
    return kExitBadInput;
  }
  const auto imported = kind->read(arguments, context);
  if (!imported || !loads(*imported, arguments, context)) return kExitBadInput;
  const std::string report = import_report(arguments.positionals[1], *imported, context.sources);
  if (arguments.has("--check")) {
    context.out += report;
    return kExitAsExpected;
  }
  const int status = print_site_text(imported->yaml, "--output", arguments, context);
  if (status == kExitAsExpected) print(stderr, safe_output(report, OutputKind::text));
  return status;
}

}  // namespace rapsim
