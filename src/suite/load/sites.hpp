// The files of a run: suites below folders, and the sites that they share.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "suite/suite.hpp"

namespace rapsim {

/// Loads and compiles each site once, however many suites use it.
class SiteCache {
 public:
  SiteCache(yaml::Library& library, Diagnostics& diags) : library_(library), diags_(diags) {}
  /// Nothing after an error; the errors of a site are reported once.
  std::shared_ptr<const CompiledSite> find(const std::string& path, Span where);

 private:
  std::shared_ptr<const CompiledSite> load(const std::string& path);

  yaml::Library& library_;
  Diagnostics& diags_;
  std::map<std::string, std::shared_ptr<const CompiledSite>> sites_;  // by canonical path
};

/// Files as named, and every `*.yaml` below folders, sorted by path; each file once. Errors: R101, also for a folder
/// without suites.
std::vector<std::string> suite_files(const std::vector<std::string>& paths, Sources& sources, Diagnostics& diags);

/// Parses these files, the sites that they name and what those include, side by side; what is loaded from the library
/// afterwards is found there. Nothing is reported: a path that leads nowhere is the loader's to complain of.
void prepare_documents(const std::vector<std::string>& files, yaml::Library& library);

/// Loads all suites, on so many threads; those with errors are left out. Result and problems do not depend on `jobs`.
std::vector<Suite> load_suites(const std::vector<std::string>& files, Sources& sources, Diagnostics& diags,
                               std::size_t jobs = 1);

}  // namespace rapsim
