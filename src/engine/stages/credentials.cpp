#include "engine/stages/credentials.hpp"

namespace rapsim {

Truth is_value(const FieldValue& field, std::int64_t number) {
  if (field.presence == Presence::unknown) return Truth::unknown;
  return truth(field.is(number));
}

Truth account_flag(const Facts& facts, bool UserClass::*flag) {
  return facts.account.is_known ? truth(facts.account.*flag) : Truth::unknown;
}

Truth needs_password_change(const Facts& facts) {
  return sends_password(facts.attempt) &&
         (account_flag(facts, &UserClass::must_change_password) || account_flag(facts, &UserClass::password_expired));
}

}  // namespace rapsim
