#include "engine/credentials.hpp"

namespace rapsim {

Truth is_value(const FieldValue& field, std::int64_t number) {
  if (field.presence == Presence::unknown) return Truth::unknown;
  return truth(field.is(number));
}

std::uint8_t method_type(const Attempt& attempt) {
  const FieldValue& method = attempt[FieldId::authentication];
  return method.presence == Presence::present ? static_cast<std::uint8_t>(method.number >> 8) : std::uint8_t{0};
}

Truth is_method(const Attempt& attempt, std::uint8_t type) {
  if (attempt[FieldId::authentication].presence == Presence::unknown) return Truth::unknown;
  return truth(method_type(attempt) == type);
}

Truth uses_eap(const Attempt& attempt) {
  return is_method(attempt, kAuthenticationEap) || is_method(attempt, kAuthenticationPeap);
}

Truth uses_eap_type(const Attempt& attempt, std::uint8_t type) {
  return uses_eap(attempt) && is_value(attempt[FieldId::eap_type], type);
}

Truth uses_peap(const Attempt& attempt) {
  return is_method(attempt, kAuthenticationPeap) || uses_eap_type(attempt, kEapPeap);
}

Truth uses_md5(const Attempt& attempt) { return is_method(attempt, kChap) || uses_eap_type(attempt, kEapMd5); }

Truth carries_password(const Attempt& attempt) {
  return !is_method(attempt, kUnauthenticated) && !uses_eap_type(attempt, kEapTls);
}

Truth can_change_password(const Attempt& attempt) {
  return is_method(attempt, kMsChap) || is_method(attempt, kMsChapV2);
}

Truth account_flag(const Facts& facts, bool UserClass::*flag) {
  return facts.account.is_known ? truth(facts.account.*flag) : Truth::unknown;
}

Truth needs_password_change(const Facts& facts) {
  return carries_password(facts.attempt) &&
         (account_flag(facts, &UserClass::must_change_password) || account_flag(facts, &UserClass::password_expired));
}

}  // namespace rapsim
