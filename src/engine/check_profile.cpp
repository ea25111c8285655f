// The limits of the profile and the account's caller ID (S11). Source: semantics.md 2.9.
#include <range/v3/algorithm/any_of.hpp>

#include "engine/check_tables.hpp"
#include "engine/credentials.hpp"

namespace rapsim {
namespace {

const Profile& profile(const CheckInput& in) { return in.policy->profile; }

// --- 66 and 22: the method, then its EAP type ---

/// A request policy that lists methods overrides the profile, even when it is weaker (CRP).
const Setting<MethodList>& allowed_methods(const CheckInput& in) {
  const RequestPolicy* request_policy = in.facts.request_policy;
  const bool is_overridden = request_policy != nullptr && request_policy->authentication.is_given();
  return is_overridden ? request_policy->authentication : profile(in).authentication;
}

Truth method_not_allowed(const CheckInput& in) {
  const MethodList& list = allowed_methods(in).value;
  if (list.methods.empty()) return Truth::yes;
  const Maybe<Method> method = in.facts.attempt.method();
  return method.is_present() ? truth(!list.has_type({method.value.type, 0})) : Truth::unknown;
}

/// MS-CHAP v2 in the list says nothing of EAP types: only a list with EAP can lack one (demands: reason 22 on PEAP
/// against EAP-TLS).
Truth eap_type_not_allowed(const CheckInput& in) {
  const MethodList& list = allowed_methods(in).value;
  const bool has_eap = list.has_type({kAuthenticationEap, 0});
  const bool takes_any = list.has_eap_type(0);
  if (!has_eap || takes_any) return Truth::no;
  return in.facts.attempt.eap_type().meets([&](std::uint8_t type) { return !list.has_eap_type(type); });
}

std::string wanted_methods(const CheckInput& in) {
  std::string out;
  for (const ListedMethod& listed : allowed_methods(in).value.methods)
    out += (out.empty() ? "" : ", ") + std::string(name_of(listed.method).label);
  return out.empty() ? "no method at all" : out;
}

std::string actual_eap_type(const CheckInput& in) {
  const FieldValue& field = in.facts.attempt[FieldId::eap_type];
  if (field.presence == Presence::absent) return "no EAP";
  return field.presence == Presence::present ? "EAP type " + field.text : "an unknown EAP type";
}

Span methods_where(const CheckInput& in) { return allowed_methods(in).where; }

// --- settings of the server that the profile contradicts (SEED, semantics 4.6) ---

/// The profile has methods, and RRAS offers none of them.
Truth methods_conflict(const CheckInput& in) {
  const MethodList& wanted = allowed_methods(in).value;
  const MethodList& offered = in.facts.site.site->server.methods.value;
  if (in.facts.asker.is_foreign || wanted.methods.empty() || offered.methods.empty()) return Truth::no;
  for (const ListedMethod& listed : wanted.methods)
    if (offered.has_type(listed.method)) return Truth::no;
  return method_not_allowed(in);
}

Truth multilink_conflicts(const CheckInput& in) {
  const bool allows = profile(in).multilink.value == Multilink::allowed;
  return truth(!in.facts.asker.is_foreign && allows && !in.facts.site.site->server.rras.multilink.value);
}
std::string multilink_wanted(const CheckInput&) { return "multilink on the server, as in the profile"; }
std::string multilink_was(const CheckInput& in) {
  return in.facts.site.site->server.rras.multilink.value ? "on" : "off";
}
Span multilink_where(const CheckInput& in) { return profile(in).multilink.where; }

Truth bap_conflicts(const CheckInput& in) {
  const bool needs = profile(in).bap_required.value;
  return truth(!in.facts.asker.is_foreign && needs && !in.facts.site.site->server.rras.bap.value);
}
std::string bap_wanted(const CheckInput&) { return "BAP on the server, which the profile requires"; }
std::string bap_was(const CheckInput& in) { return in.facts.site.site->server.rras.bap.value ? "on" : "off"; }
Span bap_where(const CheckInput& in) { return profile(in).bap_required.where; }

// --- 72: a new password in the same connection ---

Truth change_not_allowed(const CheckInput& in) {
  const Attempt& attempt = in.facts.attempt;
  const MethodList& list = allowed_methods(in).value;
  const auto lacks_change_of = [&](std::uint8_t type) {
    return is_method(attempt, type) && truth(!list.has_type({change_of(type), 0}));
  };
  return (lacks_change_of(kMsChap) || lacks_change_of(kMsChapV2)) && needs_password_change(in.facts) &&
         attempt.password_change().is(PasswordChange::accepted);
}

std::string change_methods(const CheckInput&) { return "password change allowed for the method"; }

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
  if (!has_caller_ids(*in.facts.site.site)) return Truth::no;  // whoever the account is
  if (in.policy->ignore_dial_in.value) return Truth::no;
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

Span caller_id_where(const CheckInput& in) {
  return account_where<std::string>(
      in, [](const User& user) -> const Setting<std::string>& { return user.dial_in.caller_id; });
}

Truth outside_hours(const CheckInput& in) {
  const Setting<grammar::Schedule>& hours = profile(in).day_and_time;
  if (!hours.is_given()) return Truth::no;
  return !is_open(hours.value, in.facts.minute_of_week);
}

std::string wanted_hours(const CheckInput& in) {
  const Setting<grammar::Schedule>& hours = profile(in).day_and_time;
  return hours.is_given() ? grammar::to_text(hours.value) : std::string{};
}

std::string actual_time(const CheckInput& in) { return minute_text(in.facts.minute_of_week); }

Span hours_where(const CheckInput& in) { return profile(in).day_and_time.where; }

Truth called_station_differs(const CheckInput& in) {
  const Setting<std::string>& wanted = profile(in).called_station_id;
  if (!wanted.is_given()) return Truth::no;
  return no_value_fits(in.facts.request[kCalledStationSlot],
                       [&](std::string_view value) { return equal_without_case(value, wanted.value); });
}

std::string wanted_called_station(const CheckInput& in) { return profile(in).called_station_id.value; }
std::string actual_called_station(const CheckInput& in) { return view_text(in.facts.request[kCalledStationSlot]); }
Span called_station_where(const CheckInput& in) { return profile(in).called_station_id.where; }

Truth port_type_not_allowed(const CheckInput& in) {
  const Setting<std::vector<std::uint32_t>>& allowed = profile(in).nas_port_types;
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
  for (const std::uint32_t number : profile(in).nas_port_types.value)
    out += (out.empty() ? "" : ", ") + port_type_label(std::to_string(number));
  return out;
}

std::string actual_port_type(const CheckInput& in) {
  const AttributeView& view = in.facts.request[kPortTypeSlot];
  return view.size() == 1 ? port_type_label(view[0]) : view_text(view);
}

Span port_types_where(const CheckInput& in) { return profile(in).nas_port_types.where; }

bool allows_multilink(const CheckInput& in) { return profile(in).multilink.value == Multilink::allowed; }
bool requires_bap(const CheckInput& in) { return profile(in).bap_required.value; }
bool is_own(const CheckInput& in) { return !in.facts.asker.is_foreign; }

using enum Basis;
constexpr auto kLimit = StageId::constraints;
constexpr auto kReject = Answer::reject;

// clang-format off
constexpr Check kChecks[] = {
  // stage  name                    cause                                 answer   needs           asked                 violated                wanted                 was                    where                 basis       gap    source
  {kLimit, "server-methods",        cause("profile-server-conflict-auth"), kReject, Needs::attempt, "authentication",    methods_conflict,       wanted_methods,        method_was,            methods_where,        documented, "",    "SEED", 0, is_own},
  {kLimit, "authentication-method", cause("method-not-in-profile"),       kReject, Needs::attempt, "authentication",     method_not_allowed,     wanted_methods,        method_was,            methods_where,        documented, "G-2", "MS cc770641, dd197521"},
  {kLimit, "eap-type",              cause("eap-type-not-in-profile"),     kReject, Needs::attempt, "authentication eap.type", eap_type_not_allowed,   wanted_methods,        actual_eap_type,       methods_where,        inferred,   "G-2", "MS dd197464; its place in the order is inferred"},
  {kLimit, "caller-id",             cause("caller-id-mismatch"),          kReject, Needs::account, "Calling-Station-Id", caller_id_differs,      wanted_caller_id,      actual_calling_station, caller_id_where,     documented, "G-2", "MS dd197521"},
  {kLimit, "day-and-time",          cause("profile-hours"),               kReject, Needs::attempt, "at",                 outside_hours,          wanted_hours,          actual_time,           hours_where,          documented, "G-2", "MS cc770641, dd197521"},
  {kLimit, "called-station",        cause("profile-called-number"),       kReject, Needs::attempt, "Called-Station-Id",  called_station_differs, wanted_called_station, actual_called_station, called_station_where, documented, "G-2", "MS dd197521; its text says Calling, symbol and setting say Called"},
  {kLimit, "port-type",             cause("profile-port-type"),           kReject, Needs::attempt, "NAS-Port-Type",      port_type_not_allowed,  wanted_port_types,     actual_port_type,      port_types_where,     documented, "G-2", "MS cc770641, dd197521"},
  {kLimit, "password-change",       cause("password-change-not-allowed"), kReject, Needs::account, "password-change authentication", change_not_allowed,     change_methods,        method_was,            methods_where,        documented, "G-2", "MS dd197521, semantics 5.3"},
  {kLimit, "multilink",             cause("profile-server-conflict-multilink"), kReject, Needs::attempt, "",             multilink_conflicts,    multilink_wanted,      multilink_was,                   multilink_where,      documented, "",    "SEED, semantics 4.6", 0, allows_multilink},
  {kLimit, "bap",                   cause("profile-server-conflict-bap"), kReject, Needs::attempt, "",                   bap_conflicts,          bap_wanted,            bap_was,                   bap_where,            documented, "",    "SEED, semantics 4.6", 0, requires_bap},
};
// clang-format on

}  // namespace

std::span<const Check> constraint_checks() { return kChecks; }

}  // namespace rapsim
