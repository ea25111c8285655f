// A validator of JSON Schema that is not ours: valijson.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace schema_test {

class Validator {
 public:
  /// Throws when it is no schema.
  explicit Validator(const nlohmann::json& schema);
  ~Validator();
  Validator(const Validator&) = delete;
  Validator& operator=(const Validator&) = delete;

  [[nodiscard]] bool accepts(const nlohmann::json& value) const;
  /// What is wrong, a line each; empty when nothing is.
  [[nodiscard]] std::string problems_of(const nlohmann::json& value) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace schema_test
