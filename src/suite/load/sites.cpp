#include "suite/load/sites.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "model/load/load.hpp"

namespace rapsim {
namespace {

namespace fs = std::filesystem;

/// Of something that has no text.
Span span_of(const std::string& name, Sources& sources) { return {sources.add(name, ""), 0, 0, 0}; }

/// Every `*.yaml` below a folder; links to folders are not followed, so that there are no circles.
std::vector<std::string> files_below(const std::string& folder, Sources& sources, Diagnostics& diags) {
  std::vector<std::string> out;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  while (!error && entry != fs::recursive_directory_iterator()) {
    std::error_code unreadable;
    if (entry->path().extension() == ".yaml" && !entry->is_directory(unreadable))
      out.push_back(entry->path().lexically_normal().generic_string());
    entry.increment(error);
  }
  if (error)
    diags.error(code("R101"), span_of(folder, sources), "the folder cannot be read: " + error.message());
  else if (out.empty())
    diags.error(code("R101"), span_of(folder, sources), "no suite in this folder",
                "suites are files `*.yaml` that begin with `format: " + std::string(kSuiteFormat) + "`");
  std::sort(out.begin(), out.end());
  return out;
}

/// The files that a document names under `site` or `include`, from its own folder. Only regular ones: the loader may
/// refuse a path, and a pipe can be read but once.
std::vector<std::string> references_of(const yaml::Document& document, const std::string& path) {
  std::vector<yaml::Node> names;
  for (const std::string_view key : {"site", "include"}) {
    const yaml::Node node = document.root().find(key);
    if (node.is_scalar()) names.push_back(node);
    for (std::size_t i = 0; node.is_sequence() && i < node.size(); ++i) names.push_back(node.element(i));
  }
  std::vector<std::string> out;
  for (const yaml::Node name : names) {
    const fs::path file = (fs::path(path).parent_path() / std::string(name.text())).lexically_normal();
    std::error_code error;
    if (name.is_scalar() && fs::is_regular_file(file, error)) out.push_back(file.generic_string());
  }
  return out;
}

}  // namespace

void prepare_documents(const std::vector<std::string>& files, yaml::Library& library) {
  std::set<std::string> seen;
  for (std::vector<std::string> wave = files; !wave.empty();) {
    library.prepare(wave);
    std::vector<std::string> next;
    for (const std::string& file : wave)
      if (const yaml::Document* document = library.peek(file))
        for (std::string& name : references_of(*document, file))
          if (seen.insert(yaml::canonical_path(name)).second) next.push_back(std::move(name));
    wave = std::move(next);
  }
}

std::shared_ptr<const CompiledSite> SiteCache::find(const std::string& path, Span where) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    diags_.error(code("R101"), where, "no file `" + path + "`", "`site` is a path from the suite's folder");
    return nullptr;
  }
  const auto [known, is_new] = sites_.try_emplace(yaml::canonical_path(path));
  if (is_new) known->second = load(path);
  return known->second;
}

std::shared_ptr<const CompiledSite> SiteCache::load(const std::string& path) {
  Diagnostics own;  // loading gives up after any error, also one of another file
  std::shared_ptr<const CompiledSite> compiled;
  if (auto site = load_site(path, library_, own))
    compiled = compile(std::make_shared<const Site>(*std::move(site)), own);
  diags_.add(own);
  return compiled;
}

std::vector<std::string> suite_files(const std::vector<std::string>& paths, Sources& sources, Diagnostics& diags) {
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (const std::string& path : paths) {
    std::error_code error;
    std::vector<std::string> files = {path};
    if (fs::is_directory(path, error))
      files = files_below(path, sources, diags);
    else if (!fs::exists(path, error)) {
      diags.error(code("R101"), span_of(path, sources), "no such file or folder");
      continue;
    }
    for (std::string& file : files)
      if (seen.insert(yaml::canonical_path(file)).second) out.push_back(std::move(file));
  }
  return out;
}

std::vector<Suite> load_suites(const std::vector<std::string>& files, Sources& sources, Diagnostics& diags,
                               std::size_t jobs) {
  yaml::Library library(sources, jobs);
  prepare_documents(files, library);
  SiteCache sites(library, diags);
  const FindSite find = [&](const std::string& path, Span where) { return sites.find(path, where); };
  std::vector<Suite> out;
  for (const std::string& file : files)
    if (auto suite = load_suite(file, find, library, diags)) out.push_back(*std::move(suite));
  return out;
}

}  // namespace rapsim
