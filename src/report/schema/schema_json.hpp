// Shapes as JSON Schema. Inside src/report only.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "model/load/shape.hpp"

namespace rapsim {

using Json = nlohmann::ordered_json;

/// One schema under way: what several places share is written once, under `definitions`.
class SchemaWriter {
 public:
  [[nodiscard]] Json schema_of(const Shape& shape);
  /// What follows `$ref` for a schema of this name; the first one of a name is kept.
  [[nodiscard]] Json reference(const std::string& name, const Json& schema);
  /// The text of the whole. `root` is a schema of an object.
  [[nodiscard]] std::string document(std::string_view title, std::string_view summary, const Json& root) &&;

 private:
  Json body_of(const Shape& shape);
  Json map_of(const Shape& shape);
  Json names_without_case(const std::string& spellings);
  Json alternatives_of(const Shape& shape);

  Json definitions_ = Json::object();
};

/// `schema` with a description beside it.
Json described(std::string_view summary, const Json& schema);

}  // namespace rapsim
