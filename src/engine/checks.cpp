#include "engine/checks.hpp"

#include <range/v3/algorithm/any_of.hpp>

namespace rapsim {
namespace {

// --- 66 and 22: the method, then its EAP type ---

Method method_of(const Attempt& attempt) {
  const FieldValue& method = attempt[FieldId::authentication];
  const FieldValue& eap = attempt[FieldId::eap_type];
  return {static_cast<std::uint8_t>(method.number >> 8),
          static_cast<std::uint8_t>(eap.presence == Presence::present ? eap.number : 0)};
}

Truth method_not_allowed(const CheckInput& in) {
  if (in.policy.profile.authentication.value.methods.empty()) return Truth::yes;
  if (in.attempt[FieldId::authentication].presence != Presence::present) return Truth::unknown;
  return truth(!in.policy.profile.authentication.value.has_type(method_of(in.attempt)));
}

/// MS-CHAP v2 in the list says nothing of EAP types: only a list with EAP can lack one (demands: reason 22 on PEAP
/// against EAP-TLS).
Truth eap_type_not_allowed(const CheckInput& in) {
  const MethodList& list = in.policy.profile.authentication.value;
  const bool has_eap = list.has_type({kAuthenticationEap, 0});
  const bool takes_any = list.has_eap_type(0);
  if (!has_eap || takes_any) return Truth::no;
  const FieldValue& eap = in.attempt[FieldId::eap_type];
  if (eap.presence == Presence::unknown) return Truth::unknown;
  return truth(eap.presence == Presence::present && !list.has_eap_type(static_cast<std::uint8_t>(eap.number)));
}

std::string wanted_methods(const CheckInput& in) {
  std::string out;
  for (const ListedMethod& listed : in.policy.profile.authentication.value.methods)
    out += (out.empty() ? "" : ", ") + std::string(name_of(listed.method).label);
  return out.empty() ? "no method at all" : out;
}

std::string actual_method(const CheckInput& in) {
  const FieldValue& field = in.attempt[FieldId::authentication];
  if (field.presence != Presence::present) return "unknown";
  return std::string(
      name_of({static_cast<std::uint8_t>(field.number >> 8), static_cast<std::uint8_t>(field.number)}).label);
}

std::string actual_eap_type(const CheckInput& in) {
  const FieldValue& field = in.attempt[FieldId::eap_type];
  if (field.presence == Presence::absent) return "no EAP";
  return field.presence == Presence::present ? "EAP type " + field.text : "an unknown EAP type";
}

Span methods_where(const CheckInput& in) { return in.policy.profile.authentication.where; }

// --- 67 to 70: values of the request ---

/// Violated unless a value fits; absent is violated too (a caller ID not passed end to end: W2K book), unknown is
/// unknown.
template <class Fits>
Truth no_value_fits(const AttributeView& view, Fits fits) {
  if (view.presence == Presence::unknown) return Truth::unknown;
  for (std::size_t i = 0; i < view.size(); ++i)
    if (fits(view[i])) return Truth::no;
  return Truth::yes;
}

std::string view_text(const AttributeView& view) {
  if (view.presence == Presence::unknown) return "unknown";
  std::string out;
  for (std::size_t i = 0; i < view.size(); ++i) out += (out.empty() ? "" : ", ") + std::string(view[i]);
  return out.empty() ? "absent" : out;
}

Truth caller_id_differs(const CheckInput& in) {
  if (in.policy.ignore_dial_in.value) return Truth::no;
  const UserClass& account = in.facts.account;
  if (!account.is_known) return Truth::unknown;
  if (account.caller_id.empty()) return Truth::no;
  return no_value_fits(in.facts.request[kCallingStationSlot],
                       [&](std::string_view value) { return equal_without_case(value, account.caller_id); });
}

std::string wanted_caller_id(const CheckInput& in) {
  if (!in.facts.account.is_known) return "the account's caller ID, if it verifies one";
  return in.facts.account.caller_id;
}

std::string actual_calling_station(const CheckInput& in) { return view_text(in.facts.request[kCallingStationSlot]); }

/// The account's line; classes do not keep it, so it is looked up by name.
Span caller_id_where(const CheckInput& in) {
  for (const User& user : in.facts.site.site->directory->users)
    if (equal_without_case(user.name, in.attempt[FieldId::user].wire)) return user.caller_id.where;
  return {};
}

Truth outside_hours(const CheckInput& in) {
  const Setting<grammar::Schedule>& hours = in.policy.profile.day_and_time;
  if (!hours.is_given()) return Truth::no;
  return !is_open(hours.value, in.facts.minute_of_week);
}

std::string wanted_hours(const CheckInput& in) {
  const Setting<grammar::Schedule>& hours = in.policy.profile.day_and_time;
  return hours.is_given() ? grammar::to_text(hours.value) : std::string{};
}

std::string actual_time(const CheckInput& in) { return minute_text(in.facts.minute_of_week); }

Span hours_where(const CheckInput& in) { return in.policy.profile.day_and_time.where; }

Truth called_station_differs(const CheckInput& in) {
  const Setting<std::string>& wanted = in.policy.profile.called_station_id;
  if (!wanted.is_given()) return Truth::no;
  return no_value_fits(in.facts.request[kCalledStationSlot],
                       [&](std::string_view value) { return equal_without_case(value, wanted.value); });
}

std::string wanted_called_station(const CheckInput& in) { return in.policy.profile.called_station_id.value; }
std::string actual_called_station(const CheckInput& in) { return view_text(in.facts.request[kCalledStationSlot]); }
Span called_station_where(const CheckInput& in) { return in.policy.profile.called_station_id.where; }

Truth port_type_not_allowed(const CheckInput& in) {
  const Setting<std::vector<std::uint32_t>>& allowed = in.policy.profile.nas_port_types;
  if (!allowed.is_given()) return Truth::no;
  return no_value_fits(in.facts.request[kPortTypeSlot], [&](std::string_view value) {
    return ranges::any_of(allowed.value, [&](std::uint32_t number) { return std::to_string(number) == value; });
  });
}

std::string port_type_label(std::string_view number) {
  const NamedValue* value = find_value(kNasPortType, number);
  return std::string(value != nullptr ? value->label : number);
}

std::string wanted_port_types(const CheckInput& in) {
  std::string out;
  for (const std::uint32_t number : in.policy.profile.nas_port_types.value)
    out += (out.empty() ? "" : ", ") + port_type_label(std::to_string(number));
  return out;
}

std::string actual_port_type(const CheckInput& in) {
  const AttributeView& view = in.facts.request[kPortTypeSlot];
  return view.size() == 1 ? port_type_label(view[0]) : view_text(view);
}

Span port_types_where(const CheckInput& in) { return in.policy.profile.nas_port_types.where; }

// clang-format off
constexpr Check kChecks[] = {
  // name                  reason needs                 violated                wanted                 was                      where                 basis
  {"authentication-method", 66, "authentication",     method_not_allowed,     wanted_methods,        actual_method,           methods_where,        Basis::documented, "G-2", "MS cc770641, dd197521"},
  {"eap-type",              22, "eap.type",           eap_type_not_allowed,   wanted_methods,        actual_eap_type,         methods_where,        Basis::inferred,   "G-2", "MS dd197464; its place in the order is inferred"},
  {"caller-id",             67, "Calling-Station-Id", caller_id_differs,      wanted_caller_id,      actual_calling_station,  caller_id_where,      Basis::documented, "G-2", "MS dd197521"},
  {"day-and-time",          68, "at",                 outside_hours,          wanted_hours,          actual_time,             hours_where,          Basis::documented, "G-2", "MS cc770641, dd197521"},
  {"called-station",        69, "Called-Station-Id",  called_station_differs, wanted_called_station, actual_called_station,   called_station_where, Basis::documented, "G-2", "MS dd197521; its text says Calling, symbol and setting say Called"},
  {"port-type",             70, "NAS-Port-Type",      port_type_not_allowed,  wanted_port_types,     actual_port_type,        port_types_where,     Basis::documented, "G-2", "MS cc770641, dd197521"},
};
// clang-format on

}  // namespace

std::span<const Check> checks() { return kChecks; }

}  // namespace rapsim
