// What the method of an attempt does with passwords, and what the account says of its own. Three-valued.
// Source: semantics.md 2.6, 5.3.
#pragma once

#include "engine/evaluate.hpp"

namespace rapsim {

/// Unknown for an unknown field; no for one that is absent.
Truth is_value(const FieldValue& field, std::int64_t number);
/// The attempt's Authentication-Type; 0 when it is not known.
std::uint8_t method_type(const Attempt& attempt);
Truth is_method(const Attempt& attempt, std::uint8_t type);

/// EAP of any type, PEAP included.
Truth uses_eap(const Attempt& attempt);
/// Unknown, too, for EAP whose type is not known.
Truth uses_eap_type(const Attempt& attempt, std::uint8_t type);
/// As the method or as a type of EAP.
Truth uses_peap(const Attempt& attempt);
/// CHAP or EAP-MD5: the server must know the password itself.
Truth uses_md5(const Attempt& attempt);
/// Certificates (EAP-TLS) and unauthenticated access send none.
Truth carries_password(const Attempt& attempt);
/// MS-CHAP and MS-CHAP v2 can send a new one in the same connection.
Truth can_change_password(const Attempt& attempt);

/// A property of the account; unknown for an unknown account.
Truth account_flag(const Facts& facts, bool UserClass::*flag);
/// The password has expired or must be changed, and the method sends one.
Truth needs_password_change(const Facts& facts);

}  // namespace rapsim
