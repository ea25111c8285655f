// The documents that the tests of the schemas begin with: what is shipped, and two with what the shipped ones lack.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "report/schema.hpp"

namespace schema_test {

inline std::string root() {
  const char* const value = std::getenv("RAPSIM_ROOT");
  if (value == nullptr) throw std::runtime_error("RAPSIM_ROOT names the project's folder");
  return value;
}

inline std::vector<std::string> files_of(const std::string& folder, const std::string& also) {
  std::vector<std::string> out = {root() + "/" + also};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root() + "/" + folder))
    if (entry.path().extension() == ".yaml") out.push_back(entry.path().string());
  std::sort(out.begin() + 1, out.end());
  return out;
}
inline std::vector<std::string> site_files() { return files_of("policies", "tests/schema/site.yaml"); }
inline std::vector<std::string> suite_files() { return files_of("scenarios", "tests/schema/suite.yaml"); }

inline nlohmann::json schema(const char* name) { return nlohmann::json::parse(rapsim::find_schema(name)->text()); }

}  // namespace schema_test
