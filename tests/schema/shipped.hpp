// The documents that the tests of the schemas begin with: what is shipped, and two with what the shipped ones lack.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "report/schema/schema_files.hpp"

namespace schema_test {

inline std::string root() {
  const char* const value = std::getenv("RAPSIM_ROOT");
  if (value == nullptr) throw std::runtime_error("RAPSIM_ROOT names the project's folder");
  return value;
}

// Together they have every key. Two sites, because no dialect knows all of them.
inline std::vector<std::string> dense_sites() {
  return {root() + "/tests/schema/site.yaml", root() + "/tests/schema/site-2000.yaml"};
}
inline std::vector<std::string> dense_suites() { return {root() + "/tests/schema/suite.yaml"}; }

/// In the order of their names.
inline std::vector<std::string> files_of(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root() + "/" + folder))
    if (entry.path().extension() == ".yaml") out.push_back(entry.path().string());
  std::sort(out.begin(), out.end());
  return out;
}
inline std::vector<std::string> with(std::vector<std::string> files, const std::vector<std::string>& more) {
  files.insert(files.end(), more.begin(), more.end());
  return files;
}
inline std::vector<std::string> site_files() { return with(dense_sites(), files_of("policies")); }
inline std::vector<std::string> suite_files() { return with(dense_suites(), files_of("scenarios")); }

inline const nlohmann::json& schema(const std::string& name) {
  static std::map<std::string, nlohmann::json> made;
  const auto found = made.find(name);
  return found != made.end()
             ? found->second
             : made.emplace(name, nlohmann::json::parse(rapsim::find_schema(name)->text())).first->second;
}

}  // namespace schema_test
