// What the account says of its password, beside what the method does with one. Three-valued.
// Source: semantics.md 2.6, 5.3.
#pragma once

#include "engine/stages/evaluate.hpp"
#include "model/attempt/authentication.hpp"

namespace rapsim {

/// Unknown for an unknown field; no for one that is absent.
Truth is_value(const FieldValue& field, std::int64_t number);

/// A property of the account; unknown for an unknown account.
Truth account_flag(const Facts& facts, bool UserClass::*flag);
/// The password has expired or must be changed, and the method sends one.
Truth needs_password_change(const Facts& facts);

}  // namespace rapsim
