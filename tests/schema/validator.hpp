// A validator of JSON Schema that is not ours: Python's jsonschema, in a process of its own.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace schema_test {

class Validator {
 public:
  /// In: a schema of draft 4, 6 or 7, by its `$schema`. Throws when it is none. RAPSIM_PYTHON names the interpreter,
  /// and RAPSIM_ROOT the checkout.
  explicit Validator(const nlohmann::json& schema);
  ~Validator();
  Validator(const Validator&) = delete;
  Validator& operator=(const Validator&) = delete;

  [[nodiscard]] bool accepts(const nlohmann::json& value) const { return problem_of(value).empty(); }
  /// The first thing that is wrong; empty when nothing is.
  [[nodiscard]] std::string problem_of(const nlohmann::json& value) const;

 private:
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
  pid_t process_ = 0;
};

}  // namespace schema_test
