// Credentials and the state of the account (S8). Source: semantics.md 2.6, 5.2, 5.3; their order is G-1.
#include <range/v3/algorithm/any_of.hpp>

#include "engine/check_tables.hpp"
#include "engine/credentials.hpp"
#include "model/zone.hpp"

namespace rapsim {
namespace {

const FieldValue& field(const CheckInput& in, FieldId id) { return in.facts.attempt[id]; }

template <std::int64_t Result>
Truth extension_says(const CheckInput& in) {
  return is_value(field(in, FieldId::extension), Result);
}

std::string no_objection(const CheckInput&) { return "no extension, continue or accept"; }

/// The policy server has no ARAP and nothing custom; NPS has no SPAP. The access server's own methods passed `link`.
Truth method_is_unsupported(const CheckInput& in) {
  if (field(in, FieldId::authentication).presence == Presence::unknown)
    return in.facts.asker.is_foreign ? Truth::unknown : Truth::no;
  const std::uint8_t type = method_type(in.facts.attempt);
  const bool is_nps = in.facts.site.site->dialect.value == Dialect::nps;
  return truth(type == kArap || type == kCustom || (type == kSpap && is_nps));
}

std::string supported(const CheckInput&) { return "a method of the policy server"; }

template <bool UserClass::*Flag>
Truth has_flag(const CheckInput& in) {
  return account_flag(in.facts, Flag);
}

template <Setting<bool> AccountState::*Member>
Span state_where(const CheckInput& in) {
  return account_where<bool>(in, [](const User& user) -> const Setting<bool>& { return user.state.*Member; });
}

template <bool UserClass::*Flag>
std::string flag_was(const CheckInput& in) {
  if (!in.facts.account.is_known) return "unknown";
  return in.facts.account.*Flag ? "yes" : "no";
}

std::string no_text(const CheckInput&) { return "no"; }
std::string yes_text(const CheckInput&) { return "yes"; }

Truth lacks_reversible_password(const CheckInput& in) {
  return uses_md5(in.facts.attempt) && !account_flag(in.facts, &UserClass::reversible_password);
}

Truth sends_lm(const CheckInput& in) {
  if (in.facts.site.site->server.allow_lm.value) return Truth::no;
  return is_value(field(in, FieldId::lm_response), 1);
}

Span allow_lm_where(const CheckInput& in) { return in.facts.site.site->server.allow_lm.where; }

Truth lacks_smart_card(const CheckInput& in) {
  return account_flag(in.facts, &UserClass::smart_card_required) && carries_password(in.facts.attempt);
}

std::string smart_card(const CheckInput&) { return "a smart card: EAP-TLS"; }

template <std::int64_t Password>
Truth password_is(const CheckInput& in) {
  return is_value(field(in, FieldId::password), Password) && carries_password(in.facts.attempt);
}

std::string right_password(const CheckInput&) { return "the right password"; }

Truth eap_failed(const CheckInput& in) {
  const FieldValue& result = field(in, FieldId::eap_result);
  const Truth failed = result.presence == Presence::unknown
                           ? Truth::unknown
                           : truth(result.presence == Presence::present && result.number != 0);
  return failed && uses_eap(in.facts.attempt);
}

std::string success(const CheckInput&) { return "success"; }

// --- the state of the account ---

Truth is_expired(const CheckInput& in) {
  const UserClass& account = in.facts.account;
  if (!account.is_known) return Truth::unknown;
  if (!account.expires) return Truth::no;
  const Maybe<Instant>& now = in.facts.world.clock;
  return now.is_present() ? truth(now.value.time_since_epoch().count() >= *account.expires) : Truth::unknown;
}

std::string unexpired(const CheckInput& in) {
  const std::optional<std::int64_t>& expires = in.facts.account.expires;
  if (!in.facts.account.is_known) return "an account that has not expired";
  if (!expires) return "any time: it never expires";
  const LocalTime end = local_time(in.facts.site.zone, Instant{std::chrono::seconds{*expires}});
  return "before " + end.text + " " + end.abbreviation;
}

std::string time_was(const CheckInput& in) {
  const Maybe<Instant>& now = in.facts.world.clock;
  if (!now.is_present()) return "unknown";
  const LocalTime local = local_time(in.facts.site.zone, now.value);
  return local.text + " " + local.abbreviation;
}

Span expires_where(const CheckInput& in) {
  return account_where<std::string>(in,
                                    [](const User& user) -> const Setting<std::string>& { return user.state.expires; });
}

Maybe<std::uint32_t> utc_minute(const CheckInput& in) {
  const Maybe<Instant>& now = in.facts.world.clock;
  return now.is_present() ? Maybe<std::uint32_t>::of(utc_minute_of_week(now.value)) : Maybe<std::uint32_t>::unknown();
}

Truth is_outside_logon_hours(const CheckInput& in) {
  if (!in.facts.account.is_known) return Truth::unknown;
  return !is_open(in.facts.site.accounts->logon_hours[in.facts.account.logon_hours], utc_minute(in));
}

std::string logon_hours(const CheckInput& in) {
  if (!in.facts.account.is_known) return "the account's logon hours";
  return grammar::to_text(in.facts.site.accounts->logon_hours[in.facts.account.logon_hours]) + " UTC";
}

std::string utc_was(const CheckInput& in) {
  const Maybe<std::uint32_t> minute = utc_minute(in);
  return minute_text(minute) + (minute.is_present() ? " UTC" : "");
}

Span logon_hours_where(const CheckInput& in) {
  return account_where<LogonHours>(
      in, [](const User& user) -> const Setting<LogonHours>& { return user.state.logon_hours; });
}

// --- passwords that must be changed ---

Truth change_is_sent(const CheckInput& in) {
  return can_change_password(in.facts.attempt) && !is_value(field(in, FieldId::password_change), kChangeNone);
}

Truth new_password_is_refused(const CheckInput& in) {
  return needs_password_change(in.facts) && can_change_password(in.facts.attempt) &&
         is_value(field(in, FieldId::password_change), kChangeRefused);
}

template <bool UserClass::*Flag>
Truth is_not_changed(const CheckInput& in) {
  return account_flag(in.facts, Flag) && carries_password(in.facts.attempt) && !change_is_sent(in);
}

std::string accepted_change(const CheckInput&) { return "a new password that the domain accepts"; }

std::string change_was(const CheckInput& in) {
  return "change: " + field_was(in, FieldId::password_change) + ", " + method_was(in);
}
std::string changed_or_fresh(const CheckInput&) { return "no, or a change with MS-CHAP or MS-CHAP v2"; }

/// As the account says, or because of what has happened (SAMR 3.1.5.13.7.1). Duration 0: until somebody unlocks it.
bool is_locked_now(const CheckInput& in) {
  const auto found = in.facts.world.bad_passwords.find(in.facts.subject.key);
  if (found == in.facts.world.bad_passwords.end() || !found->second.is_locked) return false;
  const std::chrono::seconds duration = in.facts.site.site->directory->lockout.duration.value;
  return duration.count() == 0 || in.facts.world.clock.value < found->second.locked_since + duration;
}
Truth is_locked_by_domain(const CheckInput& in) {
  return has_flag<&UserClass::locked_out>(in) || truth(is_locked_now(in));
}
std::string lock_was(const CheckInput& in) {
  const auto found = in.facts.world.bad_passwords.find(in.facts.subject.key);
  if (!is_locked_now(in) || found == in.facts.world.bad_passwords.end()) return flag_was<&UserClass::locked_out>(in);
  return "yes, after " + std::to_string(found->second.count) + " wrong passwords";
}

using enum Basis;
constexpr auto kAuth = StageId::authentication;
constexpr auto kReject = Answer::reject;
constexpr auto kDiscard = Answer::discard;
constexpr std::string_view kMethod = "authentication eap.type";
constexpr std::string_view kChange = "password-change authentication eap.type";

// clang-format off
constexpr Check kChecks[] = {
  // stage name                   cause                            answer    needs           asked             violated                                         wanted            was                                            where                                             basis       gap    source               place with account-state-first
  {kAuth, "extension-answers",    cause("extension-discarded"),    kDiscard, Needs::attempt, "extension",      extension_says<kExtensionDiscard>,               no_objection,     field_was<FieldId::extension>,                 nowhere,                                          documented, "",    "EXTDLL",            1},
  {kAuth, "extension-works",      cause("extension-failed"),       kDiscard, Needs::attempt, "extension",      extension_says<kExtensionError>,                 no_objection,     field_was<FieldId::extension>,                 nowhere,                                          inferred,   "",    "TechNet dd197464, EXTDLL; that it discards is inferred", 2},
  {kAuth, "extension-agrees",     cause("extension-rejected"),     kReject,  Needs::attempt, "extension",      extension_says<kExtensionReject>,                no_objection,     field_was<FieldId::extension>,                 nowhere,                                          documented, "",    "TechNet dd197464",  3},
  {kAuth, "method-supported",     cause("method-unsupported"),     kReject,  Needs::attempt, "authentication", method_is_unsupported,                           supported,        method_was,                                    nowhere,                                          inferred,   "",    "TechNet dd197464; which methods is inferred", 4},
  {kAuth, "not-locked-out",       cause("account-locked-out"),     kReject,  Needs::account, "",               is_locked_by_domain,                             no_text,          lock_was,             state_where<&AccountState::locked_out>,           documented, "G-1", "MS-SAMR 3.1.5.13.7.1", 7},
  {kAuth, "reversible-password",  cause("no-reversible-password"), kReject,  Needs::account, kMethod,          lacks_reversible_password,                       yes_text,         flag_was<&UserClass::reversible_password>,     state_where<&AccountState::reversible_password>,  documented, "",    "TechNet dd197464",  13},
  {kAuth, "lm-response",          cause("lm-not-allowed"),         kReject,  Needs::attempt, "lm-response",    sends_lm,                                        no_text,          field_was<FieldId::lm_response>,               allow_lm_where,                                   documented, "",    "TechNet dd197464",  14},
  {kAuth, "smart-card",           cause("smart-card-required"),    kReject,  Needs::account, kMethod,          lacks_smart_card,                                smart_card,       method_was,                                    state_where<&AccountState::smart_card_required>,  inferred,   "",    "MS-APDS 3.1.5; the code 16 is inferred", 11},
  {kAuth, "password",             cause("bad-credentials"),        kReject,  Needs::attempt, "password authentication eap.type", password_is<kPasswordWrong>,                     right_password,   field_was<FieldId::password>,                  nowhere,                                          documented, "G-1", "TechNet dd197464",  15},
  {kAuth, "eap-result",           cause("eap-failed"),             kReject,  Needs::attempt, "eap.result authentication", eap_failed,                                      success,          field_was<FieldId::eap_result>,                nowhere,                                          documented, "",    "TechNet dd197464, dd197582", 16},
  {kAuth, "enabled",              cause("account-disabled"),       kReject,  Needs::account, "",               has_flag<&UserClass::disabled>,                  no_text,          flag_was<&UserClass::disabled>,                state_where<&AccountState::disabled>,             documented, "G-1", "TechNet dd197464",  5},
  {kAuth, "not-expired",          cause("account-expired"),        kReject,  Needs::account, "at",             is_expired,                                      unexpired,        time_was,                                      expires_where,                                    documented, "G-1", "TechNet dd197464, win32 ADSchema", 6},
  {kAuth, "logon-hours",          cause("logon-hours-denied"),     kReject,  Needs::account, "at",             is_outside_logon_hours,                          logon_hours,      utc_was,                                       logon_hours_where,                                documented, "G-1", "LMACCESS, TechNet dd197464", 8},
  {kAuth, "new-password",         cause("password-change-refused"), kReject, Needs::account, kChange,          new_password_is_refused,                         accepted_change,  change_was,                                    state_where<&AccountState::must_change_password>, documented, "",    "TechNet dd197464",  12},
  {kAuth, "password-must-change", cause("password-must-change"),   kReject,  Needs::account, kChange,          is_not_changed<&UserClass::must_change_password>, changed_or_fresh, change_was,                                   state_where<&AccountState::must_change_password>, documented, "G-1", "TechNet dd197464, semantics 5.3", 10},
  {kAuth, "password-age",         cause("password-expired"),       kReject,  Needs::account, kChange,          is_not_changed<&UserClass::password_expired>,    changed_or_fresh, change_was,                                    state_where<&AccountState::password_expired>,     documented, "G-1", "TechNet dd197464, semantics 5.3", 9},
  {kAuth, "password-not-blank",   cause("blank-password"),         kReject,  Needs::attempt, "password authentication eap.type", password_is<kPasswordBlank>,                     right_password,   field_was<FieldId::password>,                  nowhere,                                          documented, "G-1", "TechNet dd197521",  17},
};
// clang-format on

}  // namespace

std::span<const Check> authentication_checks() { return kChecks; }

std::uint16_t reason_of(const Check& check, const CheckInput& in) {
  if (check.cause != cause("eap-failed")) {
    const std::uint16_t reason = check.reason != 0 ? check.reason : kCauses[check.cause].reason;
    if (check.answer == Answer::none) return kNoReason;  // the policy server was not asked
    return check.answer == Answer::accept ? std::uint16_t{0} : reason != 0 ? reason : kNoReason;
  }
  constexpr std::uint16_t kEapError = 23;  // stands for all of them when the result is not known
  const FieldValue& result = in.facts.attempt[FieldId::eap_result];
  return result.presence == Presence::present ? static_cast<std::uint16_t>(result.number) : kEapError;
}

Answer answer_of(const Check& check, const CheckInput& in) {
  if (check.cause != cause("eap-failed")) return check.answer;
  const Reason* reason = find_reason(reason_of(check, in));
  return reason != nullptr && reason->kind == "discard" ? Answer::discard : check.answer;
}

}  // namespace rapsim
