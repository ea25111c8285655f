// Maps from attributes to values, as shapes: conditions, attributes of an attempt, what a profile returns.
#pragma once

#include "model/load/shape.hpp"
#include "model/tables/attributes.hpp"

namespace rapsim {

/// A map with a key for each attribute that `has` takes, read without case.
Shape attributes_shape(bool (*has)(const Attribute&), Shape (*value)(const Attribute&));
/// A single value of the attribute, as read_attribute_value() reads it.
Shape attribute_value_shape(const Attribute& attribute);
/// What is in a condition under the attribute: a value, a list of them, or a schedule.
Shape condition_value_shape(const Attribute& attribute);
/// What is under `attributes` of an attempt: also null and `unknown`.
Shape given_attribute_shape(const Attribute& attribute);

}  // namespace rapsim
