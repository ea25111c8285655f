#include "model/load/attribute_shape.hpp"

namespace rapsim {

Shape attributes_shape(bool (*has)(const Attribute&), Shape (*value)(const Attribute&)) {
  Shape out{.kind = ShapeKind::map, .is_any_case = true};
  for (const Attribute& row : attributes())
    if (has(row)) out.keys.push_back(shapes::under(row.name, row.summary, value(row)));
  return out;
}

Shape attribute_value_shape(const Attribute& attribute) {
  switch (attribute.type) {
    case ValueType::enumeration: {
      Shape value = shapes::value_of(*attribute.values);
      value.numbers = NumberRange{};  // also numbers that no list has
      value.definition += "-or-number";
      return attribute.values == &kAuthenticationType ? shapes::any_of({value, shapes::method()}) : value;
    }
    case ValueType::integer:
      return shapes::number(0, UINT32_MAX);
    case ValueType::boolean:
      return shapes::boolean();
    case ValueType::ipv4:
      return shapes::ipv4();
    case ValueType::ipv6:
    case ValueType::text:
    case ValueType::time:
    case ValueType::octets:
      break;
  }
  return shapes::text();
}

Shape condition_value_shape(const Attribute& attribute) {
  switch (attribute.condition) {
    case ConditionKind::time_of_day:
      return shapes::schedule();
    case ConditionKind::any_groups:
    case ConditionKind::user_groups:
    case ConditionKind::machine_groups:
      return shapes::defined("some-names", shapes::one_or_list(shapes::any_text(), 1));
    default:
      break;
  }
  switch (attribute.type) {
    case ValueType::enumeration:
      return shapes::one_or_list(shapes::value_of(*attribute.values), 1);
    case ValueType::boolean:
      return shapes::one_or_list(shapes::boolean(), 1);
    case ValueType::integer:
      return shapes::one_or_list(shapes::number(0, UINT32_MAX), 1);
    default:
      return shapes::defined("patterns", shapes::one_or_list(shapes::any_text(), 1));
  }
}

Shape given_attribute_shape(const Attribute& attribute) {
  Shape value = attribute_value_shape(attribute);
  Shape out = shapes::any_of({value, shapes::list(value, 1), shapes::word("unknown"), shapes::null()});
  if (value.kind == ShapeKind::text && value.is_scalar) out = shapes::defined("attribute-texts", out);
  return out;
}

}  // namespace rapsim
