// What a value looks like in a file: given in the row of the table that loads it, made a JSON Schema by
// report/schema.cpp.
//
// INVARIANT: a shape may let through what the loader refuses, never the reverse, or an editor would mark what works.
// Files are read twice then: by rapsim, which keeps every text as it is written, and by an editor, for which `2003` is
// a number and `true` a boolean. So a text is any scalar here, unless no text of the field reads as anything else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/tables/enumerations.hpp"

namespace rapsim {

/// `reference`: the shape of this definition, which is around it: steps inside a step.
enum class ShapeKind : std::uint8_t { anything, null, boolean, number, text, choice, list, map, any_of, reference };

/// One of a fixed set of values.
struct ShapeWord {
  std::string text{};
  std::string note{};  // for people, may be empty
};

struct NumberRange {
  std::uint64_t least = 0;
  std::uint64_t most = UINT32_MAX;
};

/// A tree: the keys of a map are shapes with a name.
struct Shape {
  ShapeKind kind = ShapeKind::anything;
  std::string definition{};  // a name: the schema has it once, and refers to it

  bool is_scalar = true;      // text: numbers and booleans are texts too
  bool may_be_empty = false;  // text
  std::string pattern{};      // text: ECMA 262, of texts alone

  NumberRange range{};                   // number: also as a text of digits
  std::vector<ShapeWord> words{};        // choice
  bool is_any_case = false;              // choice: words are read without case; map: its keys are
  std::optional<NumberRange> numbers{};  // choice: the numbers that do, too, in any notation of the loader

  std::size_t least = 0;     // list, map: entries
  std::vector<Shape> of{};   // list: its elements; map: the value of a key that is not listed; any_of: the alternatives
  bool may_be_null = false;  // map
  std::vector<Shape> keys{};                                  // map; no others unless `of` says what they hold
  std::vector<std::string_view> required{};                   // map: keys
  std::vector<std::string_view> one_of{};                     // map: at least one of these keys
  std::vector<std::vector<std::string_view>> not_together{};  // map: each a set of keys of which one is too many

  // Of the value of a key.
  std::string name{};
  std::string summary{};
  bool is_other_form = false;  // read as well, but not what an editor proposes: `eap.type` beside `eap`
};

namespace shapes {

// Values of the readers in keys.hpp. `text`: not empty.
Shape null();
Shape boolean();
Shape number(std::uint64_t least, std::uint64_t most);
Shape text();
Shape any_text();
/// Texts that no reader of YAML takes for a number or a boolean, so that nothing else need be let through.
Shape string(std::string pattern);
Shape duration();
Shape ipv4();
Shape network();
Shape address_range();
Shape schedule();
/// `2003-11-03T09:00`
Shape time();
/// `2026-12-31`
Shape date();
Shape words(std::span<const std::string_view> words);
Shape word(std::string_view text);
/// By name without case, or by number; an open enumeration has numbers without a name.
Shape value_of(const Enumeration& values);
/// An authentication method.
Shape method();

Shape list(Shape element, std::size_t least = 0);
/// What read_list() takes.
Shape one_or_list(const Shape& element, std::size_t least = 0);
Shape any_of(std::vector<Shape> alternatives);
/// Names out of a list: one, several in one text, `basic, strong`, or a list of them.
Shape names_of(Shape name);
/// A map whose keys are names of the user's choice.
Shape named(Shape value);
/// Names of other things.
Shape references();
Shape methods();
/// The shape with a name in the schema.
Shape defined(std::string name, Shape shape);

/// The shape as the value of a key.
Shape under(std::string_view name, std::string_view summary, Shape shape);

}  // namespace shapes

/// A map with the keys of a table: rows with `name`, `summary` and `shape`.
template <class Rows>
Shape map_shape(const Rows& rows) {
  Shape out{.kind = ShapeKind::map};
  for (const auto& row : rows) out.keys.push_back(shapes::under(row.name, row.summary, row.shape()));
  return out;
}

}  // namespace rapsim
