// What an attempt looks like, by the table of its fields.
#include <array>
#include <range/v3/algorithm/find_if.hpp>

#include "model/load/attribute_shape.hpp"
#include "model/load/load.hpp"
#include "model/site/sections.hpp"
#include "model/tables/reasons.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kUnknown = "unknown";

Shape or_unknown(Shape shape) { return shapes::any_of({std::move(shape), shapes::word(kUnknown)}); }

Shape levels_shape() {
  constexpr std::array<std::string_view, 3> kLevels = {"basic", "strong", "strongest"};
  Shape level = shapes::words(kLevels);
  level.is_any_case = true;
  return shapes::names_of(std::move(level));
}

Shape protocols_shape() {
  Shape protocol = shapes::words(kLanProtocols);
  protocol.is_any_case = true;
  return shapes::names_of(std::move(protocol));
}

Shape eap_result_shape() {
  Shape out{.kind = ShapeKind::choice, .definition = "eap-result"};
  out.words = {{"success", ""}, {std::string(kUnknown), ""}};
  for (const Reason& reason : reasons())
    if (is_eap_result(reason)) out.words.push_back({std::to_string(reason.number), std::string(reason.meaning)});
  return out;
}

Shape field_shape(const AttemptField& field) {
  switch (field.type) {
    case FieldType::account:
    case FieldType::text:
      return shapes::text();
    case FieldType::time:
      return or_unknown(shapes::time());
    case FieldType::enumeration:
      return or_unknown(shapes::value_of(*field.values));
    case FieldType::method:
      return or_unknown(shapes::method());
    case FieldType::levels:
      return or_unknown(levels_shape());
    case FieldType::eap_result:
      return eap_result_shape();
    case FieldType::methods:
      return or_unknown(shapes::names_of(shapes::method()));
    case FieldType::protocols:
      return or_unknown(protocols_shape());
    case FieldType::address:
      return or_unknown(shapes::ipv4());
  }
  return {};
}

/// `encryption: strongest`, `encryption: required`, `encryption: [basic, strong]`
Shape bare_encryption_shape() {
  const Enumeration& requires_values = *field_row(FieldId::encryption_requires).values;
  const Shape requirement = shapes::value_of(requires_values);
  return or_unknown(shapes::any_of({requirement, shapes::list(requirement, 1), levels_shape()}));
}

/// Adds fields one by one; `eap.type` goes into the map under `eap`.
class FieldMap {
 public:
  explicit FieldMap(bool lists) : lists_(lists) {}

  void add(const AttemptField& field) {
    const Shape shape = field_shape(field);
    const std::string summary = std::string(field.summary) + "; left out: " + std::string(field.fallback);
    // Of some fields a list is one value; in the section `encryption` of all.
    const bool multiplies = lists_ && !is_list_type(field.type);
    Shape multiplied =
        shapes::under(field.name, summary, multiplies ? shapes::any_of({shape, shapes::list(shape, 1)}) : shape);
    const std::size_t dot = field.name.find('.');
    multiplied.is_other_form = dot != std::string_view::npos;
    out_.keys.push_back(multiplied);
    if (dot == std::string_view::npos) return;
    const std::string_view section = field.name.substr(0, dot);
    Shape inside = shapes::under(field.name.substr(dot + 1), summary, section == "encryption" ? shape : multiplied);
    inside.is_other_form = false;
    section_of(section).keys.push_back(std::move(inside));
  }

  Shape take() {
    for (Shape& key : out_.keys)
      if (key.name == "encryption")
        key = shapes::under(key.name, key.summary, shapes::any_of({key, bare_encryption_shape()}));
    Shape given = attributes_shape(is_of_request, given_attribute_shape);
    out_.keys.push_back(shapes::under("attributes",
                                      "RADIUS attributes of the request: a value, a list, null for none, or unknown",
                                      shapes::defined("given-attributes", std::move(given))));
    return std::move(out_);
  }

 private:
  /// The map under the key, which is made when there is none.
  Shape& section_of(std::string_view name) {
    const auto found = ranges::find_if(out_.keys, [&](const Shape& key) { return key.name == name; });
    if (found != out_.keys.end()) return *found;
    return out_.keys.emplace_back(shapes::under(name, "", {.kind = ShapeKind::map}));
  }

  bool lists_;
  Shape out_{.kind = ShapeKind::map};
};

/// What the fields of a section have in common.
struct SectionText {
  std::string_view name, summary;
};
constexpr SectionText kSections[] = {
    {"eap", "EAP inside the method"},
    {"encryption", "what the client requires and can; a single level: required, and only that one"},
    {"client", "the client's system"},
};

}  // namespace

Shape attempt_shape(bool lists) {
  FieldMap map(lists);
  for (const AttemptField& field : attempt_fields()) map.add(field);
  Shape out = map.take();
  for (Shape& key : out.keys)
    for (const SectionText& section : kSections)
      if (key.name == section.name) key.summary = section.summary;
  return out;
}

}  // namespace rapsim
