// The limits of the profile and the account's caller ID (S11). Source: semantics.md 2.9.
#include <range/v3/algorithm/any_of.hpp>

#include "base/text.hpp"
#include "engine/stages/check_tables.hpp"
#include "engine/stages/credentials.hpp"

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

Truth method_not_allowed(const CheckInput& in, Evidence* evidence) {
  const Setting<MethodList>& list = allowed_methods(in);
  const Maybe<Method> method = attempt_of(in).method();
  if (evidence != nullptr) *evidence = {method_labels(list.value), method_text(in), list.where};
  if (list.value.methods.empty()) return Truth::yes;
  return method.is_present() ? truth(!list.value.has_type({method.value.type, 0})) : Truth::unknown;
}

std::string eap_type_text(const CheckInput& in) {
  const Maybe<std::string_view> type = attempt_of(in).text(FieldId::eap_type);
  if (type.is_absent()) return "no EAP";
  return type.is_present() ? "EAP type " + std::string(type.value) : "an unknown EAP type";
}

/// MS-CHAP v2 in the list says nothing of EAP types: only a list with EAP can lack one (demands: reason 22 on PEAP
/// against EAP-TLS).
Truth eap_type_not_allowed(const CheckInput& in, Evidence* evidence) {
  const Setting<MethodList>& list = allowed_methods(in);
  if (evidence != nullptr) *evidence = {method_labels(list.value), eap_type_text(in), list.where};
  const bool takes_any = list.value.has_eap_type(0);
  if (!list.value.has_type({kAuthenticationEap, 0}) || takes_any) return Truth::no;
  return attempt_of(in).eap_type().meets([&](std::uint8_t type) { return !list.value.has_eap_type(type); });
}

// --- settings of the server that the profile contradicts (SEED, semantics 4.6) ---

/// The profile has methods, and RRAS offers none of them.
Truth methods_conflict(const CheckInput& in, Evidence* evidence) {
  const Truth is_not_allowed = method_not_allowed(in, evidence);
  const MethodList& wanted = allowed_methods(in).value;
  const MethodList& offered = site_of(in).server.methods.value;
  if (!is_own(in) || wanted.methods.empty() || offered.methods.empty()) return Truth::no;
  for (const ListedMethod& listed : wanted.methods)
    if (offered.has_type(listed.method)) return Truth::no;
  return is_not_allowed;
}

bool allows_multilink(const CheckInput& in) { return profile(in).multilink.value == Multilink::allowed; }

Truth multilink_conflicts(const CheckInput& in, Evidence* evidence) {
  const bool has_multilink = rras_of(in).multilink.value;
  if (evidence != nullptr)
    *evidence = {"multilink on the server, as in the profile", has_multilink ? "on" : "off",
                 profile(in).multilink.where};
  return truth(is_own(in) && allows_multilink(in) && !has_multilink);
}

bool requires_bap(const CheckInput& in) { return profile(in).bap_required.value; }

Truth bap_conflicts(const CheckInput& in, Evidence* evidence) {
  const bool has_bap = rras_of(in).bap.value;
  if (evidence != nullptr)
    *evidence = {"BAP on the server, which the profile requires", has_bap ? "on" : "off",
                 profile(in).bap_required.where};
  return truth(is_own(in) && requires_bap(in) && !has_bap);
}

// --- 72: a new password in the same connection ---

Truth change_not_allowed(const CheckInput& in, Evidence* evidence) {
  const Setting<MethodList>& list = allowed_methods(in);
  if (evidence != nullptr) *evidence = {"password change allowed for the method", method_text(in), list.where};
  const auto lacks_change_of = [&](std::uint8_t type) {
    return is_method(attempt_of(in), type) && truth(!list.value.has_type({change_of(type), 0}));
  };
  return (lacks_change_of(kMsChap) || lacks_change_of(kMsChapV2)) && needs_password_change(in.facts) &&
         attempt_of(in).password_change().is(PasswordChange::accepted);
}

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
  for (std::size_t i = 0; i < view.size(); ++i) add_item(out, view[i]);
  return out.empty() ? "absent" : out;
}

Truth caller_id_differs(const CheckInput& in, Evidence* evidence) {
  const UserClass& account = in.facts.account;
  const AttributeView& station = in.facts.request[kCallingStationSlot];
  if (evidence != nullptr)
    *evidence = {
        account.is_known ? account.caller_id : "the account's caller ID, if it verifies one", view_text(station),
        account_where(in, [](const User& user) -> const Setting<std::string>& { return user.dial_in.caller_id; })};
  if (!has_caller_ids(site_of(in))) return Truth::no;  // whoever the account is
  if (in.policy->ignore_dial_in.value) return Truth::no;
  if (!account.is_known) return Truth::unknown;
  if (account.caller_id.empty()) return Truth::no;
  return no_value_fits(station, [&](std::string_view value) { return equal_without_case(value, account.caller_id); });
}

Truth outside_hours(const CheckInput& in, Evidence* evidence) {
  const Setting<grammar::Schedule>& hours = profile(in).day_and_time;
  if (evidence != nullptr)
    *evidence = {hours.is_given() ? grammar::to_text(hours.value) : "", minute_text(in.facts.minute_of_week),
                 hours.where};
  return hours.is_given() ? !is_open(hours.value, in.facts.minute_of_week) : Truth::no;
}

Truth called_station_differs(const CheckInput& in, Evidence* evidence) {
  const Setting<std::string>& wanted = profile(in).called_station_id;
  const AttributeView& station = in.facts.request[kCalledStationSlot];
  if (evidence != nullptr) *evidence = {wanted.value, view_text(station), wanted.where};
  if (!wanted.is_given()) return Truth::no;
  return no_value_fits(station, [&](std::string_view value) { return equal_without_case(value, wanted.value); });
}

std::string port_type_label(std::string_view number) {
  const NamedValue* value = find_value(kNasPortType, number);
  return std::string(value != nullptr ? value->label : number);
}

Truth port_type_not_allowed(const CheckInput& in, Evidence* evidence) {
  const Setting<std::vector<std::uint32_t>>& allowed = profile(in).nas_port_types;
  const AttributeView& port = in.facts.request[kPortTypeSlot];
  if (evidence != nullptr) {
    *evidence = {"", port.size() == 1 ? port_type_label(port[0]) : view_text(port), allowed.where};
    for (const std::uint32_t number : allowed.value)
      add_item(evidence->must_be, port_type_label(std::to_string(number)));
  }
  if (!allowed.is_given()) return Truth::no;
  return no_value_fits(port, [&](std::string_view value) {
    return ranges::any_of(allowed.value, [&](std::uint32_t number) { return std::to_string(number) == value; });
  });
}

using enum FieldId;
constexpr auto kLimit = StageId::constraints;
constexpr Asked kCallingStation{kSlotNames[kCallingStationSlot]}, kCalledStation{kSlotNames[kCalledStationSlot]},
    kPortType{kSlotNames[kPortTypeSlot]};

// clang-format off
constexpr Check kChecks[] = {
  {.stage = kLimit, .name = "server-methods", .cause = cause("profile-server-conflict-auth"),
   .asked = {authentication}, .also_reads = nas, .check = methods_conflict, .applies = is_own, .source = "SEED"},
  {.stage = kLimit, .name = "authentication-method", .cause = cause("method-not-in-profile"),
   .asked = {authentication}, .check = method_not_allowed, .gap = "G-2", .source = "MS cc770641, dd197521"},
  {.stage = kLimit, .name = "eap-type", .cause = cause("eap-type-not-in-profile"),
   .asked = {authentication, eap_type}, .check = eap_type_not_allowed, .basis = Basis::inferred, .gap = "G-2", .source = "MS dd197464; its place in the order is inferred"},
  {.stage = kLimit, .name = "caller-id", .cause = cause("caller-id-mismatch"), .needs = Needs::account,
   .asked = {kCallingStation}, .also_reads = kAccountFields | from, .check = caller_id_differs, .gap = "G-2", .source = "MS dd197521"},
  {.stage = kLimit, .name = "day-and-time", .cause = cause("profile-hours"), .asked = {at}, .check = outside_hours, .gap = "G-2", .source = "MS cc770641, dd197521"},
  {.stage = kLimit, .name = "called-station", .cause = cause("profile-called-number"), .asked = {kCalledStation},
   .also_reads = to | tunnel | nas, .check = called_station_differs, .gap = "G-2", .source = "MS dd197521; its text says Calling, symbol and setting say Called"},
  {.stage = kLimit, .name = "port-type", .cause = cause("profile-port-type"),
   .asked = {kPortType}, .also_reads = port_type, .check = port_type_not_allowed, .gap = "G-2", .source = "MS cc770641, dd197521"},
  {.stage = kLimit, .name = "password-change", .cause = cause("password-change-not-allowed"), .needs = Needs::account,
   .asked = {password_change, authentication}, .also_reads = kAccountFields, .check = change_not_allowed, .gap = "G-2", .source = "MS dd197521, semantics 5.3"},
  {.stage = kLimit, .name = "multilink", .cause = cause("profile-server-conflict-multilink"),
   .also_reads = nas, .check = multilink_conflicts, .applies = allows_multilink, .source = "SEED, semantics 4.6"},
  {.stage = kLimit, .name = "bap", .cause = cause("profile-server-conflict-bap"),
   .also_reads = nas, .check = bap_conflicts, .applies = requires_bap, .source = "SEED, semantics 4.6"},
};
// clang-format on

}  // namespace

std::span<const Check> constraint_checks() { return kChecks; }

}  // namespace rapsim
