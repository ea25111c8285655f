#include "model/attempt/authentication.hpp"

namespace rapsim {

Truth is_method(const Attempt& attempt, std::uint8_t type) {
  return attempt.method().meets([&](Method method) { return method.type == type; });
}

Truth uses_eap(const Attempt& attempt) {
  return attempt.method().meets([](Method method) { return is_eap(method.type); });
}

Truth uses_eap_type(const Attempt& attempt, std::uint8_t type) {
  return uses_eap(attempt) && attempt.eap_type().is(type);
}

Truth uses_peap(const Attempt& attempt) {
  return is_method(attempt, kAuthenticationPeap) || uses_eap_type(attempt, kEapPeap);
}

Truth uses_md5(const Attempt& attempt) { return is_method(attempt, kChap) || uses_eap_type(attempt, kEapMd5); }

Truth sends_password(const Attempt& attempt) {
  return !is_method(attempt, kUnauthenticated) && !uses_eap_type(attempt, kEapTls);
}

Truth can_change_password(const Attempt& attempt) {
  return attempt.method().meets([](Method method) { return change_of(method.type) != 0; });
}

}  // namespace rapsim
