#include "report/schema/schema_json.hpp"

#include <algorithm>
#include <cassert>

#include "base/text.hpp"

namespace rapsim {
namespace {

/// The text as a pattern. JSON Schema has no flag for case, so each letter is in both.
std::string pattern_of(std::string_view text, bool is_any_case) {
  std::string out;
  for (const char c : text) {
    const bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    const bool is_plain = is_digit(c) || c == '-' || c == '_' || c == ' ' || c == '/';
    if (is_letter && is_any_case)
      out += std::string("[") + static_cast<char>(c & ~0x20) + lower(c) + "]";
    else
      out += is_letter || is_plain ? std::string(1, c) : std::string("[") + c + "]";
  }
  return out;
}

std::string whole(const std::string& alternatives) { return "^(" + alternatives + ")$"; }

Json number_of(const NumberRange& range) {
  Json out = {{"type", "integer"}, {"minimum", range.least}};
  if (range.most != UINT64_MAX) out["maximum"] = range.most;
  return out;
}

Json text_of(const Shape& shape) {
  Json out = {{"type", "string"}};
  if (shape.is_scalar) out["type"] = {"string", "number", "boolean"};
  if (!shape.pattern.empty())
    out["pattern"] = shape.pattern;
  else if (!shape.may_be_empty)
    out["minLength"] = 1;
  return out;
}

/// Words in their preferred spelling, which editors propose with their notes. A word of digits is a number in YAML.
Json words_of(const Shape& shape) {
  Json values = Json::array(), notes = Json::array();
  for (const ShapeWord& word : shape.words) {
    values.push_back(is_whole_number(word.text) ? Json(std::stoull(word.text)) : Json(word.text));
    notes.push_back(word.note);
  }
  Json out = {{"enum", std::move(values)}};
  const bool has_notes =
      std::any_of(shape.words.begin(), shape.words.end(), [](const ShapeWord& word) { return !word.note.empty(); });
  if (has_notes) out["enumDescriptions"] = std::move(notes);
  return out;
}

/// Every other way to write one of the words, as a text.
std::string spellings_of(const Shape& shape) {
  std::string out;
  for (const ShapeWord& word : shape.words)
    add_item(out, std::string(is_whole_number(word.text) ? "0*" : "") + pattern_of(word.text, shape.is_any_case), "|");
  if (shape.numbers) out += "|[0-9]+|0[xX][0-9A-Fa-f]+";
  return whole(out);
}

Json choice_of(const Shape& shape) {
  const bool has_digits = std::any_of(shape.words.begin(), shape.words.end(),
                                      [](const ShapeWord& word) { return is_whole_number(word.text); });
  Json words = words_of(shape);
  if (!shape.is_any_case && !shape.numbers && !has_digits) return words;
  Json out = {{"anyOf", {std::move(words)}}};
  if (shape.numbers) out["anyOf"].push_back(number_of(*shape.numbers));
  out["anyOf"].push_back({{"type", "string"}, {"pattern", spellings_of(shape)}});
  return out;
}

Json names_of(const std::vector<std::string_view>& names) {
  Json out = Json::array();
  for (const std::string_view name : names) out.push_back(name);
  return out;
}

/// How the keys of a map depend on one another.
void add_rules(const Shape& shape, Json& out) {
  if (shape.least > 0) out["minProperties"] = shape.least;
  if (!shape.required.empty()) out["required"] = names_of(shape.required);
  if (!shape.one_of.empty()) {
    out["anyOf"] = Json::array();
    for (const std::string_view name : shape.one_of) out["anyOf"].push_back({{"required", {name}}});
  }
  if (!shape.not_together.empty()) {
    out["allOf"] = Json::array();
    for (const auto& names : shape.not_together) out["allOf"].push_back({{"not", {{"required", names_of(names)}}}});
  }
}

std::string fragment(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

}  // namespace

Json described(std::string_view summary, const Json& schema) {
  Json out = Json::object();
  if (!summary.empty()) out["description"] = summary;
  out.update(schema);
  return out;
}

Json SchemaWriter::reference(const std::string& name, const Json& schema) {
  const std::string key = fragment(name);
  assert(!definitions_.contains(key) || definitions_[key] == schema);
  if (!definitions_.contains(key)) definitions_[key] = schema;
  return {{"$ref", "#/definitions/" + key}};
}

Json SchemaWriter::schema_of(const Shape& shape) {
  if (shape.kind == ShapeKind::reference) return {{"$ref", "#/definitions/" + fragment(shape.definition)}};
  return shape.definition.empty() ? body_of(shape) : reference(shape.definition, body_of(shape));
}

Json SchemaWriter::body_of(const Shape& shape) {
  switch (shape.kind) {
    case ShapeKind::anything:
      return Json::object();
    case ShapeKind::null:
      return {{"type", "null"}};
    case ShapeKind::boolean:
      return {{"type", "boolean"}};
    case ShapeKind::number: {
      Json out = number_of(shape.range);
      out["type"] = {"integer", "string"};
      out["pattern"] = "^[0-9]+$";
      return out;
    }
    case ShapeKind::text:
      return text_of(shape);
    case ShapeKind::choice:
      return choice_of(shape);
    case ShapeKind::list: {
      Json out = {{"type", "array"}, {"items", schema_of(shape.of.front())}};
      if (shape.least > 0) out["minItems"] = shape.least;
      return out;
    }
    case ShapeKind::map:
      return map_of(shape);
    case ShapeKind::any_of:
      return {{"anyOf", alternatives_of(shape)}};
    case ShapeKind::reference:
      break;
  }
  return Json::object();
}

/// Alternatives of alternatives are alternatives: an editor tells more of a flat list.
Json SchemaWriter::alternatives_of(const Shape& shape) {
  Json out = Json::array();
  for (const Shape& one : shape.of) {
    Json schema = schema_of(one);
    const bool is_nested = schema.size() == 1 && schema.contains("anyOf");
    if (!is_nested) schema = Json{{"anyOf", Json::array({schema})}};
    for (const Json& alternative : schema["anyOf"])
      if (std::find(out.begin(), out.end(), alternative) == out.end()) out.push_back(alternative);
  }
  return out;
}

/// `patternProperties` would say the same, but some validators compile its patterns again for every map; and valijson
/// follows `propertyNames` only to a schema that has a name.
Json SchemaWriter::names_without_case(const std::string& spellings) {
  const Json schema = {{"pattern", whole(spellings)}, {"patternErrorMessage", "not an attribute that is allowed here"}};
  std::string name = "attribute-name";
  while (definitions_.contains(name) && definitions_[name] != schema) name += "-too";
  return reference(name, schema);
}

Json SchemaWriter::map_of(const Shape& shape) {
  Json out = {{"type", "object"}};
  if (shape.may_be_null) out["type"] = {"object", "null"};
  Json properties = Json::object();
  std::string spellings;
  for (const Shape& key : shape.keys) {
    Json schema = described(key.summary, schema_of(key));
    if (key.is_other_form) schema["doNotSuggest"] = true;  // the language servers of JSON and YAML know the word
    properties[key.name] = std::move(schema);
    if (shape.is_any_case) add_item(spellings, pattern_of(key.name, true), "|");
  }
  if (!properties.empty()) out["properties"] = std::move(properties);
  if (spellings.empty())
    out["additionalProperties"] = shape.of.empty() ? Json(false) : schema_of(shape.of.front());
  else
    out["propertyNames"] = names_without_case(spellings);
  add_rules(shape, out);
  return out;
}

std::string SchemaWriter::document(std::string_view title, std::string_view summary, const Json& root) && {
  Json out = {{"$schema", "http://json-schema.org/draft-07/schema#"},
              {"$comment", std::string("made by rapsim ") + RAPSIM_VERSION},
              {"title", title},
              {"description", summary}};
  out.update(root);
  out["definitions"] = std::move(definitions_);
  return out.dump(1) + "\n";
}

}  // namespace rapsim
