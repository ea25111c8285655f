#include "tests/schema/keys.hpp"

#include <algorithm>

namespace schema_test {
namespace {

using nlohmann::json;

std::string label(const std::string& name, const json& property) {
  return name + ": " + property.value("description", "");
}

bool has_keys(const json& schema) { return schema.contains("properties") && !schema.contains("propertyNames"); }

/// One document under way. Of alternatives those count that the value may be of; a value that could be of two is told
/// apart by the keys that it has and the words under them.
class Walk {
 public:
  Walk(const json& root, Keys& used) : root_(root), used_(used) {}

  void go(const json& named, const json& value) {
    const json& schema = resolved(named);
    if (schema.contains("anyOf"))
      for (const json& one : schema["anyOf"])
        if (may_be(one, value)) go(one, value);
    if (value.is_array() && schema.contains("items"))
      for (const json& item : value) go(schema["items"], item);
    if (!value.is_object()) return;
    for (const auto& [name, inside] : value.items()) {
      const json* const property = find(schema, name);
      if (property == nullptr) continue;
      if (has_keys(schema) && schema["properties"].contains(name)) used_.insert(label(name, *property));
      go(*property, inside);
    }
  }

 private:
  const json& resolved(const json& schema) const {
    if (!schema.contains("$ref")) return schema;
    return resolved(root_.at(json::json_pointer(schema["$ref"].get<std::string>().substr(1))));
  }

  static const json* find(const json& schema, const std::string& name) {
    if (schema.contains("properties") && schema["properties"].contains(name)) return &schema["properties"][name];
    const bool is_open = schema.contains("additionalProperties") && schema["additionalProperties"].is_object();
    return is_open ? &schema["additionalProperties"] : nullptr;
  }

  static bool is_of_type(const json& type, const json& value) {
    if (type.is_array())
      return std::any_of(type.begin(), type.end(), [&](const json& one) { return is_of_type(one, value); });
    return type == value.type_name() || (type == "integer" && value.is_number_integer());
  }

  bool may_be(const json& named, const json& value) const {
    const json& schema = resolved(named);
    if (schema.contains("enum"))
      return std::find(schema["enum"].begin(), schema["enum"].end(), value) != schema["enum"].end();
    if (schema.contains("type") && !is_of_type(schema["type"], value)) return false;
    if (!value.is_object() || !schema.contains("type")) return true;
    for (const json& name : schema.value("required", json::array()))
      if (!value.contains(name)) return false;
    if (schema.contains("propertyNames")) return true;
    return std::all_of(value.items().begin(), value.items().end(), [&](const auto& entry) {
      const json* const property = find(schema, entry.key());
      return property != nullptr && may_be(*property, entry.value());
    });
  }

  const json& root_;
  Keys& used_;
};

}  // namespace

Keys keys_of(const json& schema) {
  Keys out;
  if (!schema.is_structured()) return out;
  if (schema.is_object() && has_keys(schema))
    for (const auto& [name, property] : schema["properties"].items()) out.insert(label(name, property));
  for (const json& inside : schema) out.merge(keys_of(inside));
  return out;
}

void add_used(const json& schema, const json& document, Keys& used) { Walk(schema, used).go(schema, document); }

}  // namespace schema_test
