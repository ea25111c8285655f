// Credentials and the state of the account (S8). Source: semantics.md 2.6, 5.2, 5.3; their order is G-1.
#include "engine/stages/check_tables.hpp"
#include "engine/stages/credentials.hpp"
#include "model/site/zone.hpp"

namespace rapsim {
namespace {

template <Extension Result>
Truth extension_says(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr) *evidence = {"no extension, continue or accept", field_text(in, FieldId::extension)};
  return attempt_of(in).extension().is(Result);
}

/// The policy server has no ARAP and nothing custom; NPS has no SPAP. The access server's own methods passed `link`.
Truth method_is_unsupported(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr) *evidence = {"a method of the policy server", method_text(in)};
  const Maybe<Method> method = attempt_of(in).method();
  if (method.is_unknown()) return is_own(in) ? Truth::no : Truth::unknown;
  const std::uint8_t type = method.value.type;
  const bool is_nps = site_of(in).dialect.value == Dialect::nps;
  return truth(type == kArap || type == kCustom || (type == kSpap && is_nps));
}

std::string flag_text(const CheckInput& in, bool UserClass::*flag) {
  return in.facts.account.is_known ? yes_no(in.facts.account.*flag) : "unknown";
}

Span state_where(const CheckInput& in, Setting<bool> AccountState::*member) {
  return account_where(in, [&](const User& user) -> const Setting<bool>& { return user.state.*member; });
}

Truth lacks_reversible_password(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr)
    *evidence = {"yes", flag_text(in, &UserClass::reversible_password),
                 state_where(in, &AccountState::reversible_password)};
  return uses_md5(attempt_of(in)) && !account_flag(in.facts, &UserClass::reversible_password);
}

Truth sends_lm(const CheckInput& in, Evidence* evidence) {
  const Setting<bool>& allows = site_of(in).server.allow_lm;
  if (evidence != nullptr) *evidence = {"no", field_text(in, FieldId::lm_response), allows.where};
  return allows.value ? Truth::no : attempt_of(in).sends_lm_response().is(true);
}

Truth lacks_smart_card(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr)
    *evidence = {"a smart card: EAP-TLS", method_text(in), state_where(in, &AccountState::smart_card_required)};
  return account_flag(in.facts, &UserClass::smart_card_required) && sends_password(attempt_of(in));
}

template <Password Which>
Truth password_is(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr) *evidence = {"the right password", field_text(in, FieldId::password)};
  return attempt_of(in).password().is(Which) && sends_password(attempt_of(in));
}

Truth eap_failed(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr) *evidence = {"success", field_text(in, FieldId::eap_result)};
  const Truth failed = attempt_of(in).eap_result().meets([](std::uint16_t reason) { return reason != 0; });
  return failed && uses_eap(attempt_of(in));
}

// --- the state of the account ---

Truth is_disabled(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr)
    *evidence = {"no", flag_text(in, &UserClass::disabled), state_where(in, &AccountState::disabled)};
  return account_flag(in.facts, &UserClass::disabled);
}

std::string unexpired(const CheckInput& in) {
  const std::optional<std::int64_t>& expires = in.facts.account.expires;
  if (!in.facts.account.is_known) return "an account that has not expired";
  if (!expires) return "any time: it never expires";
  const LocalTime end = local_time(in.facts.site.zone, Instant{std::chrono::seconds{*expires}});
  return "before " + end.text + " " + end.abbreviation;
}

Truth is_expired(const CheckInput& in, Evidence* evidence) {
  const UserClass& account = in.facts.account;
  const Maybe<Instant>& now = in.facts.world.clock;
  if (evidence != nullptr) {
    const LocalTime local = now.is_present() ? local_time(in.facts.site.zone, now.value) : LocalTime{};
    *evidence = {unexpired(in), now.is_present() ? local.text + " " + local.abbreviation : "unknown",
                 account_where(in, [](const User& user) -> const Setting<std::string>& { return user.state.expires; })};
  }
  if (!account.is_known) return Truth::unknown;
  if (!account.expires) return Truth::no;
  return now.is_present() ? truth(now.value.time_since_epoch().count() >= *account.expires) : Truth::unknown;
}

Truth is_outside_logon_hours(const CheckInput& in, Evidence* evidence) {
  const UserClass& account = in.facts.account;
  const Maybe<Instant>& now = in.facts.world.clock;
  const Maybe<std::uint32_t> minute =
      now.is_present() ? Maybe<std::uint32_t>::of(utc_minute_of_week(now.value)) : Maybe<std::uint32_t>::unknown();
  const grammar::Schedule& hours = in.facts.site.accounts->logon_hours[account.logon_hours];
  if (evidence != nullptr)
    *evidence = {
        account.is_known ? grammar::to_text(hours) + " UTC" : "the account's logon hours",
        minute_text(minute) + (minute.is_present() ? " UTC" : ""),
        account_where(in, [](const User& user) -> const Setting<LogonHours>& { return user.state.logon_hours; })};
  return account.is_known ? !is_open(hours, minute) : Truth::unknown;
}

/// As the account says, or because of what has happened (SAMR 3.1.5.13.7.1). Duration 0: until somebody unlocks it.
Truth is_locked_by_domain(const CheckInput& in, Evidence* evidence) {
  const auto& all = in.facts.world.bad_passwords;
  const auto found = all.find(in.facts.subject.key);
  const std::chrono::seconds duration = site_of(in).directory->lockout.duration.value;
  const bool is_locked_now =
      found != all.end() && found->second.is_locked &&
      (duration.count() == 0 || in.facts.world.clock.value < found->second.locked_since + duration);
  if (evidence != nullptr)
    *evidence = {"no",
                 is_locked_now ? "yes, after " + std::to_string(found->second.count) + " wrong passwords"
                               : flag_text(in, &UserClass::locked_out),
                 state_where(in, &AccountState::locked_out)};
  return account_flag(in.facts, &UserClass::locked_out) || truth(is_locked_now);
}

// --- passwords that must be changed ---

std::string change_text(const CheckInput& in) {
  return "change: " + field_text(in, FieldId::password_change) + ", " + method_text(in);
}

Truth new_password_is_refused(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr)
    *evidence = {"a new password that the domain accepts", change_text(in),
                 state_where(in, &AccountState::must_change_password)};
  return needs_password_change(in.facts) && can_change_password(attempt_of(in)) &&
         attempt_of(in).password_change().is(PasswordChange::refused);
}

template <bool UserClass::*Flag, Setting<bool> AccountState::*Member>
Truth is_not_changed(const CheckInput& in, Evidence* evidence) {
  if (evidence != nullptr)
    *evidence = {"no, or a change with MS-CHAP or MS-CHAP v2", change_text(in), state_where(in, Member)};
  const Truth is_sent =
      can_change_password(attempt_of(in)) && !attempt_of(in).password_change().is(PasswordChange::none);
  return account_flag(in.facts, Flag) && sends_password(attempt_of(in)) && !is_sent;
}

using enum FieldId;
constexpr auto kAuth = StageId::authentication;
constexpr auto kAccount = Needs::account;
constexpr std::initializer_list<Asked> kMethod = {authentication, eap_type};
constexpr std::initializer_list<Asked> kPassword = {password, authentication, eap_type};
constexpr std::initializer_list<Asked> kChange = {password_change, authentication, eap_type};

// clang-format off
constexpr Check kChecks[] = {
  {.stage = kAuth, .name = "extension-answers", .cause = cause("extension-discarded"), .answer = Answer::discard,
   .asked = {extension}, .check = extension_says<Extension::discard>, .source = "EXTDLL", .place_state_first = 1},
  {.stage = kAuth, .name = "extension-works", .cause = cause("extension-failed"), .answer = Answer::discard, .asked = {extension}, .check = extension_says<Extension::error>,
   .basis = Basis::inferred, .source = "TechNet dd197464, EXTDLL; that it discards is inferred", .place_state_first = 2},
  {.stage = kAuth, .name = "extension-agrees", .cause = cause("extension-rejected"),
   .asked = {extension}, .check = extension_says<Extension::reject>, .source = "TechNet dd197464", .place_state_first = 3},
  {.stage = kAuth, .name = "method-supported", .cause = cause("method-unsupported"), .asked = {authentication},
   .also_reads = nas, .check = method_is_unsupported, .basis = Basis::inferred, .source = "TechNet dd197464; which methods is inferred", .place_state_first = 4},
  {.stage = kAuth, .name = "not-locked-out", .cause = cause("account-locked-out"), .needs = kAccount,
   .also_reads = kAccountFields | at, .check = is_locked_by_domain, .gap = "G-1", .source = "MS-SAMR 3.1.5.13.7.1", .place_state_first = 7},
  {.stage = kAuth, .name = "reversible-password", .cause = cause("no-reversible-password"), .needs = kAccount,
   .asked = kMethod, .also_reads = kAccountFields, .check = lacks_reversible_password, .source = "TechNet dd197464", .place_state_first = 13},
  {.stage = kAuth, .name = "lm-response", .cause = cause("lm-not-allowed"), .asked = {lm_response}, .check = sends_lm, .source = "TechNet dd197464", .place_state_first = 14},
  {.stage = kAuth, .name = "smart-card", .cause = cause("smart-card-required"), .needs = kAccount, .asked = kMethod,
   .also_reads = kAccountFields, .check = lacks_smart_card, .basis = Basis::inferred, .source = "MS-APDS 3.1.5; the code 16 is inferred", .place_state_first = 11},
  {.stage = kAuth, .name = "password", .cause = cause("bad-credentials"),
   .asked = kPassword, .check = password_is<Password::wrong>, .gap = "G-1", .source = "TechNet dd197464", .place_state_first = 15},
  {.stage = kAuth, .name = "eap-result", .cause = cause("eap-failed"),
   .asked = {eap_result, authentication}, .check = eap_failed, .source = "TechNet dd197464, dd197582", .place_state_first = 16},
  {.stage = kAuth, .name = "enabled", .cause = cause("account-disabled"), .needs = kAccount,
   .also_reads = kAccountFields, .check = is_disabled, .gap = "G-1", .source = "TechNet dd197464", .place_state_first = 5},
  {.stage = kAuth, .name = "not-expired", .cause = cause("account-expired"), .needs = kAccount,
   .asked = {at}, .also_reads = kAccountFields, .check = is_expired, .gap = "G-1", .source = "TechNet dd197464, win32 ADSchema", .place_state_first = 6},
  {.stage = kAuth, .name = "logon-hours", .cause = cause("logon-hours-denied"), .needs = kAccount,
   .asked = {at}, .also_reads = kAccountFields, .check = is_outside_logon_hours, .gap = "G-1", .source = "LMACCESS, TechNet dd197464", .place_state_first = 8},
  {.stage = kAuth, .name = "new-password", .cause = cause("password-change-refused"), .needs = kAccount,
   .asked = kChange, .also_reads = kAccountFields, .check = new_password_is_refused, .source = "TechNet dd197464", .place_state_first = 12},
  {.stage = kAuth, .name = "password-must-change", .cause = cause("password-must-change"), .needs = kAccount,
   .asked = kChange, .also_reads = kAccountFields, .check = is_not_changed<&UserClass::must_change_password, &AccountState::must_change_password>,
   .gap = "G-1", .source = "TechNet dd197464, semantics 5.3", .place_state_first = 10},
  {.stage = kAuth, .name = "password-age", .cause = cause("password-expired"), .needs = kAccount, .asked = kChange, .also_reads = kAccountFields,
   .check = is_not_changed<&UserClass::password_expired, &AccountState::password_expired>, .gap = "G-1", .source = "TechNet dd197464, semantics 5.3", .place_state_first = 9},
  {.stage = kAuth, .name = "password-not-blank", .cause = cause("blank-password"),
   .asked = kPassword, .check = password_is<Password::blank>, .gap = "G-1", .source = "TechNet dd197521", .place_state_first = 17},
};
// clang-format on

}  // namespace

std::span<const Check> authentication_checks() { return kChecks; }

}  // namespace rapsim
