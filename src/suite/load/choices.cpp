// Values are read here, once each, by the same function that reads them from a command line or a log; the rows only
// put them together.
#include "suite/load/choices.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace rapsim {
namespace {

/// Sections in which a list is one value.
constexpr std::string_view kOneValueSections[] = {"attributes", "encryption"};

/// `section`: the first step of the field's path.
bool is_one_value(std::string_view section, std::string_view field) {
  return std::find(std::begin(kOneValueSections), std::end(kOneValueSections), section) !=
             std::end(kOneValueSections) ||
         std::any_of(attempt_fields().begin(), attempt_fields().end(),
                     [&](const AttemptField& row) { return row.name == field && is_list_type(row.type); });
}

/// Keys that an attempt may begin a path with: `user`, `eap` and `eap.type`, `attributes`.
std::vector<std::string_view> first_keys() {
  std::vector<std::string_view> out;
  for (const AttemptField& field : attempt_fields()) {
    const std::string_view section = field.name.substr(0, field.name.find('.'));
    if (std::find(out.begin(), out.end(), section) == out.end()) out.push_back(section);
  }
  out.emplace_back("attributes");
  return out;
}

bool is_field_path(std::string_view key) {
  return std::any_of(attempt_fields().begin(), attempt_fields().end(),
                     [&](const AttemptField& field) { return field.name == key; });
}

std::string text_of(yaml::Node node) {
  if (node.is_scalar()) return std::string(node.text());
  if (!node.is_sequence()) return node.is_null() ? "null" : "{}";
  std::string out;
  for (std::size_t i = 0; i < node.size(); ++i) out += (i == 0 ? "" : ", ") + text_of(node.element(i));
  return "[" + out + "]";
}

/// `eap.type`; attributes by their one preferred spelling, so that another spelling is not another field.
std::string name_of_path(const std::vector<yaml::Node>& path) {
  if (path.size() == 2 && path.front().text() == "attributes")
    if (const auto id = find_attribute(path.back().text())) return "attributes." + std::string(attribute(*id).name);
  std::string out;
  for (const yaml::Node key : path) add_item(out, key.text(), ".");
  return out;
}

}  // namespace

void ChoiceReader::entry(yaml::Node key, yaml::Node value, const std::vector<std::string_view>& others,
                         std::string_view what) {
  static const std::vector<std::string_view> kFields = first_keys();
  if (is_field_path(key.text()) || std::find(kFields.begin(), kFields.end(), key.text()) != kFields.end())
    return add_path(key, value);
  std::vector<std::string_view> known = kFields;
  known.insert(known.end(), others.begin(), others.end());
  in_.diags.error(code("R110"), key.span(), "unknown field `" + std::string(key.text()) + "` in " + std::string(what),
                  help_for_key(key.text(), known));
}

void ChoiceReader::add_path(yaml::Node key, yaml::Node value) {
  path_.push_back(key);
  if (value.is_map() && value.size() > 0 && !is_field_path(key.text()))
    for (std::size_t i = 0; i < value.size(); ++i) add_path(value.key(i), value.value(i));
  else
    add_field(value);
  path_.pop_back();
}

void ChoiceReader::add_field(yaml::Node value) {
  auto field = std::make_shared<FieldChoices>();
  field->name = name_of_path(path_);
  field->is_list = value.is_sequence() && !is_one_value(path_.front().text(), field->name);
  if (has_field(fields_, field->name)) {
    in_.diags.error(code("R109"), path_.back().span(), "`" + field->name + "` is given twice");
    return;
  }
  if (!field->is_list)
    add_choice(value, *field);
  else if (is_list_of_values(value))
    for (std::size_t i = 0; i < value.size(); ++i) add_choice(value.element(i), *field);
  if (!field->choices.empty()) fields_.push_back(std::move(field));
}

bool ChoiceReader::is_list_of_values(yaml::Node list) {
  if (list.size() == 0)
    in_.diags.error(code("R111"), list.span(), "expected at least one value, found an empty list",
                    "a list multiplies out, and this one would leave nothing");
  else if (list.size() > most_)
    in_.diags.error(code("R403"), list.span(), "a list of " + std::to_string(list.size()) + " values",
                    "a scenario has at most " + std::to_string(most_) + " rows");
  else
    return true;
  return false;
}

/// What cannot be read is reported and left out.
void ChoiceReader::add_choice(yaml::Node value, FieldChoices& field) {
  if (field.is_list && !value.is_scalar()) {
    in_.diags.error(code("R111"), value.span(), "expected a single value in the list of `" + field.name + "`");
    return;
  }
  yaml::Document document;
  std::uint32_t index = document.add_copy(value);
  for (auto key = path_.rbegin(); key != path_.rend(); ++key)
    index = document.add_map({document.add_copy(*key), index}, key->span());
  document.set_root(index);
  Attempt read;
  load_attempt(document.root(), site_, read, in_.diags);
  Choice choice{.text = text_of(value)};
  for (std::size_t row = 0; row < kFieldCount; ++row)
    if (read.fields[row].given) choice.fields.emplace_back(static_cast<FieldId>(row), std::move(read.fields[row]));
  choice.attributes = std::move(read.attributes);
  if (!choice.fields.empty() || !choice.attributes.empty()) field.choices.push_back(std::move(choice));
}

Shape uses_shape() { return shapes::one_or_list(shapes::any_text(), 1); }

void replace_fields(AttemptChoices& base, const AttemptChoices& own) {
  std::erase_if(base, [&](const auto& field) { return has_field(own, field->name); });
  base.insert(base.end(), own.begin(), own.end());
}

bool has_field(const AttemptChoices& fields, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(), [&](const auto& field) { return field->name == name; });
}

}  // namespace rapsim
