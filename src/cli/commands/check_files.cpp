#include "cli/commands/check_files.hpp"

#include <algorithm>
#include <set>

#include "suite/load/sites.hpp"

namespace rapsim {
namespace {

namespace fs = std::filesystem;

/// Every `*.yaml` below a folder, sorted; a file represents itself. Errors: R101.
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
CheckedFile check_file(const std::string& path, FileKind kind, SiteCache& sites, yaml::Library& library,
                       Context& context) {
  CheckedFile out{.path = path, .kind = kind};
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

}  // namespace

std::vector<CheckedFile> check_files(const std::vector<std::string>& paths, std::size_t jobs, Context& context) {
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
  std::vector<CheckedFile> out;
  for (const Listed& file : listed)
    out.push_back(check_file(file.path, kind_of(file.path, file.is_named, library), sites, library, context));
  for (CheckedFile& file : out) file.is_included = library.is_loaded(file.path);
  return out;
}

std::string whole_path(std::string_view path) {
  std::error_code refused;
  const fs::path whole = fs::weakly_canonical(path, refused);
  return refused ? std::string(path) : whole.generic_string();
}

}  // namespace rapsim
