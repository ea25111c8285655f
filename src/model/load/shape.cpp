#include "model/load/shape.hpp"

#include "base/text.hpp"

#include <algorithm>

#include "model/tables/methods.hpp"

namespace rapsim::shapes {
namespace {

std::string note_of(std::string_view name, std::string_view label, std::string_view note) {
  std::string out(label == name ? "" : label);
  if (!note.empty()) add_item(out, note, ": ");
  return out;
}

/// The numbers of the values, and names that look like one: `802`, `2003`.
NumberRange range_of(const Enumeration& values) {
  if (values.is_open) return {};
  NumberRange out{UINT32_MAX, 0};
  const auto add = [&](std::uint64_t number) { out = {std::min(out.least, number), std::max(out.most, number)}; };
  for (const NamedValue& value : values.values) {
    add(value.number);
    if (is_whole_number(value.name)) add(std::stoull(std::string(value.name)));
  }
  return out;
}

}  // namespace

Shape null() { return {.kind = ShapeKind::null}; }
Shape boolean() { return {.kind = ShapeKind::boolean}; }
Shape number(std::uint64_t least, std::uint64_t most) { return {.kind = ShapeKind::number, .range = {least, most}}; }
Shape text() { return {.kind = ShapeKind::text}; }
Shape any_text() { return {.kind = ShapeKind::text, .may_be_empty = true}; }

Shape string(std::string pattern) {
  return {.kind = ShapeKind::text, .is_scalar = false, .pattern = std::move(pattern)};
}

// The patterns say what a value begins like and is made of; which values are right is the business of the loader.
Shape duration() { return defined("duration", string("^([0-9]+(w|d|h|min|m|s))+$")); }
Shape ipv4() { return string("^[0-9]{1,3}([.][0-9]{1,3}){3}$"); }
Shape network() { return string("^[0-9]{1,3}([.][0-9]{1,3}){3}(/[0-9]+)?$"); }
Shape address_range() { return string("[0-9].*[.]"); }
Shape schedule() { return defined("schedule", string("[A-Za-z]")); }
Shape time() { return defined("time", string("^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")); }
Shape date() { return string("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"); }

Shape words(std::span<const std::string_view> words) {
  Shape out{.kind = ShapeKind::choice};
  for (const std::string_view word : words) out.words.push_back({std::string(word), {}});
  return out;
}

Shape word(std::string_view text) { return words(std::span(&text, 1)); }

Shape value_of(const Enumeration& values) {
  Shape out{.kind = ShapeKind::choice, .definition = std::string(values.name), .is_any_case = true};
  for (const NamedValue& value : values.values)
    out.words.push_back({std::string(value.name), note_of(value.name, value.label, value.note)});
  out.numbers = range_of(values);
  return out;
}

Shape method() {
  Shape out{.kind = ShapeKind::choice, .definition = "method", .is_any_case = true};
  NumberRange range{UINT32_MAX, 0};
  for (const MethodName& row : method_names()) {
    out.words.push_back({std::string(row.name), note_of(row.name, row.label, {})});
    if (!is_whole_number(row.type_text)) continue;
    const std::uint64_t number = std::stoull(std::string(row.type_text));
    range = {std::min(range.least, number), std::max(range.most, number)};
  }
  out.numbers = range;
  return out;
}

Shape list(Shape element, std::size_t least) {
  return {.kind = ShapeKind::list, .least = least, .of = {std::move(element)}};
}

Shape one_or_list(const Shape& element, std::size_t least) { return any_of({element, list(element, least)}); }

Shape any_of(std::vector<Shape> alternatives) { return {.kind = ShapeKind::any_of, .of = std::move(alternatives)}; }

Shape names_of(Shape name) {
  const Shape one = any_of({std::move(name), string(",")});
  return any_of({one, list(one, 1)});
}

Shape named(Shape value) { return {.kind = ShapeKind::map, .of = {std::move(value)}}; }

Shape methods() { return defined("methods", one_or_list(method())); }

Shape references() { return defined("names", one_or_list(any_text())); }

Shape defined(std::string name, Shape shape) {
  shape.definition = std::move(name);
  return shape;
}

Shape under(std::string_view name, std::string_view summary, Shape shape) {
  shape.name = name;
  shape.summary = summary;
  return shape;
}

}  // namespace rapsim::shapes
