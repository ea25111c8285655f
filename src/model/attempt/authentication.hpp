// What the method of an attempt does, as far as the attempt says: EAP, passwords. Three-valued.
// Source: semantics.md 2.6, 5.3.
#pragma once

#include "model/attempt/attempt.hpp"

namespace rapsim {

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
Truth sends_password(const Attempt& attempt);
/// MS-CHAP and MS-CHAP v2 can send a new one in the same connection.
Truth can_change_password(const Attempt& attempt);

}  // namespace rapsim
