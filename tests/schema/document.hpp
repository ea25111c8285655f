// A YAML file as any reader of YAML 1.2 sees it: read by yaml-cpp, not by rapsim. Kept as a tree that can be changed,
// written as YAML again, and turned to JSON by the rules of the core schema.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace schema_test {

struct Tree {
  enum class Kind : unsigned char { null, scalar, list, map };
  Kind kind = Kind::null;
  std::string text{};    // scalar
  bool is_plain = true;  // scalar: without quotes, so that it may be a number, a boolean or null
  std::vector<Tree> items{};
  std::vector<std::pair<std::string, Tree>> entries{};
};

Tree scalar(std::string text, bool is_plain = true);
/// Throws what yaml-cpp throws.
Tree read_file(const std::string& path);
Tree read_text(const std::string& text);
/// As YAML on one line. Means what the file meant: a scalar without quotes that needs none has none again.
std::string yaml_of(const Tree& tree);
nlohmann::json json_of(const Tree& tree);

}  // namespace schema_test
