// Remote access lockout, and the authentication with the state of the account. Source: semantics.md 2.5, 2.6, 5.3;
// gaps.md G-1, G-4, G-11.
#include <algorithm>

#include "tests/oracle/slow_case.hpp"

namespace rapsim::oracle {
namespace {

constexpr std::int64_t kTwoDays = 2 * 24 * 60;  // minutes

bool is_hexadecimal(const std::string& text) {
  return text.size() == 42 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

int digit_value(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

/// One bit an hour, the first one Sunday 00:00 to 00:59. `leftmost`: in each byte the highest bit comes first.
bool hour_is_open(const std::string& digits, int hour, bool leftmost) {
  const auto byte = static_cast<std::size_t>(hour / 8);
  const int bits = digit_value(digits[2 * byte]) * 16 + digit_value(digits[2 * byte + 1]);
  const int bit = leftmost ? 7 - hour % 8 : hour % 8;
  return (bits >> bit & 1) != 0;
}

Truth hours_of_digits(const Site& site, const std::string& text, std::optional<std::int64_t> at, const Rules& rules) {
  constexpr std::string_view kReading = "logon-hours-leftmost-bit";
  const bool is_read = site.readings.contains(std::string(kReading)) && rules.ignored_reading != kReading;
  const bool leftmost = is_read || rules.forced_reading == kReading;
  if (at) {
    const int minute = local_minute_of_week(rules.logon_hours_are_local ? site.zone : "UTC", *at);
    return known(hour_is_open(text, minute / 60, leftmost));
  }
  Truth out;
  for (int hour = 0; hour < 7 * 24; ++hour)
    (hour_is_open(text, hour, leftmost) ? out.can_be_true : out.can_be_false) = true;
  return out;
}

bool has_expired(const Site& site, const Time& expires, std::int64_t now, const Rules& rules) {
  if (expires.form != TimeForm::day) return now >= expires.at;
  constexpr std::int64_t kDay = 24 * 60 * 60;
  const std::int64_t next_day = expires.at + (rules.expiry_day_does_not_count ? 0 : kDay);
  return now >= begin_of_day(rules.expiry_day_is_utc ? "UTC" : site.zone, next_day);
}

Truth is_expired(const Case& c) {
  if (c.account.row == nullptr) return c.rules.unknown_accounts_are_healthy ? kFalse : kEither;
  const auto& expires = c.account.row->state.expires;
  if (!expires) return kFalse;
  return c.attempt.at ? known(has_expired(c.site, *expires, *c.attempt.at, c.rules)) : kEither;
}

Truth is_outside_logon_hours(const Case& c) {
  if (c.account.row == nullptr) return c.rules.unknown_accounts_are_healthy ? kFalse : kEither;
  const std::string& hours = c.account.row->state.logon_hours;
  return hours.empty() ? kFalse : !logon_hours_are_open(c.site, hours, c.attempt.at, c.rules);
}

/// A computer and a user may have the same name.
std::string key_of(const Account& account) { return lowered(account.row->name) + (account.is_computer ? "$" : ""); }

/// Whether these denials lock an account.
Truth lock(const Case& c, const Denials& denials) {
  const int most = c.site.server.max_denials.value_or(0);
  if (most == 0) return kFalse;
  if (reads(c, "lockout-exceeds") ? denials.count <= most : denials.count < most) return kFalse;
  if (c.rules.denials_are_never_forgotten) return kTrue;
  if (!c.attempt.at) return kEither;
  return known(*c.attempt.at < denials.last + c.site.server.reset_minutes.value_or(kTwoDays) * 60);
}

/// An account that nobody has described may be any of those that are locked.
Truth is_locked_by_denials(const Case& c) {
  const auto& denials = c.attempt.denials;
  if (c.account.row != nullptr) {
    const auto found = denials.find(key_of(c.account));
    return found == denials.end() ? kFalse : lock(c, found->second);
  }
  const bool any =
      std::any_of(denials.begin(), denials.end(), [&](const auto& row) { return lock(c, row.second).can_be_true; });
  return any ? kEither : kFalse;
}

/// Whether the attempt changes the password, and how.
Truth changes(const Case& c, std::initializer_list<std::string_view> how) {
  return can_change_password(c) && says(c, "password-change", how);
}

/// The steps of the authentication by the names of their causes.
class Authentication {
 public:
  explicit Authentication(const Case& c) : c_(c) {}

  Steps steps() {
    Steps out;
    for (const std::string& cause : order()) out.push_back(step_of(cause));
    return out;
  }

 private:
  [[nodiscard]] std::vector<std::string> order() const {
    if (reads(c_, "account-state-first"))
      return {"method-unsupported",
              "account-disabled",
              "account-expired",
              "account-locked-out",
              "logon-hours-denied",
              "password-expired",
              "password-must-change",
              "smart-card-required",
              "password-change-refused",
              "no-reversible-password",
              "lm-not-allowed",
              "bad-credentials",
              "eap-failed",
              "blank-password"};
    std::vector<std::string> out{"method-unsupported", "account-locked-out",      "no-reversible-password",
                                 "lm-not-allowed",     "smart-card-required",     "bad-credentials",
                                 "eap-failed",         "account-disabled",        "account-expired",
                                 "logon-hours-denied", "password-change-refused", "password-must-change",
                                 "password-expired",   "blank-password"};
    if (c_.rules.password_comes_before_lockout) std::swap(out[1], out[5]);
    if (c_.rules.expired_comes_before_must_change) std::swap(out[11], out[12]);
    return out;
  }

  [[nodiscard]] Step step_of(const std::string& cause) const {
    const auto rejects = [&](int reason, Truth happens) {
      return Step{"authentication", Answer::reject, reason, cause, happens};
    };
    const Truth carries = carries_password(c_);
    if (cause == "method-unsupported") return rejects(18, is_unsupported());
    if (cause == "account-locked-out") return rejects(36, has(c_, &AccountState::locked_out));
    if (cause == "no-reversible-password") return rejects(19, needs_md5() && !has(c_, &AccountState::reversible));
    if (cause == "lm-not-allowed") return rejects(20, sends_lm() && known(!c_.site.server.allow_lm.value_or(false)));
    if (cause == "smart-card-required") return rejects(16, needs_card() && carries);
    if (cause == "bad-credentials") return rejects(16, says(c_, "password", {"wrong"}) && carries);
    if (cause == "eap-failed") return eap_step();
    if (cause == "account-disabled") return rejects(34, has(c_, &AccountState::disabled));
    if (cause == "account-expired") return rejects(35, is_expired(c_));
    if (cause == "logon-hours-denied") return rejects(37, is_outside_logon_hours(c_));
    if (cause == "password-change-refused")
      return rejects(c_.rules.refused_change_must_change ? 33 : 17, needs_new_password(c_) && changes(c_, {"refused"}));
    if (cause == "blank-password")
      return rejects(38, says(c_, "password", {"blank"}) && carries && known(!c_.rules.blank_passwords_are_fine));
    const Truth unchanged = carries && !changes(c_, {"accepted", "refused"});
    if (cause == "password-must-change") return rejects(33, has(c_, &AccountState::must_change) && unchanged);
    return rejects(33, has(c_, &AccountState::password_expired) && unchanged);
  }

  /// What a RADIUS client accepts to send is not known; RRAS agrees on a method that it can do.
  [[nodiscard]] Truth is_unsupported() const {
    if (c_.attempt.authentication.state == State::unknown)
      return comes_from_access_server(c_.attempt) ? kEither : kFalse;
    const bool lacks_spap = c_.site.dialect == Dialect::nps;
    const Truth is_old = c_.rules.arap_is_supported ? kFalse : uses(c_, {"6", "8"});
    return is_old || (uses(c_, {"SPAP"}) && known(lacks_spap));
  }

  [[nodiscard]] Truth needs_md5() const {
    if (c_.rules.md5_needs_nothing) return kFalse;
    return uses(c_, {"2"}) || (c_.rules.eap_md5_is_no_md5 ? kFalse : uses_eap_type(c_, 4));
  }

  [[nodiscard]] Truth sends_lm() const { return c_.rules.lm_is_allowed ? kFalse : says(c_, "lm-response", {"yes"}); }
  [[nodiscard]] Truth needs_card() const {
    return c_.rules.smart_cards_are_not_needed ? kFalse : has(c_, &AccountState::smart_card_required);
  }

  /// Three failures leave the request without an answer.
  [[nodiscard]] Step eap_step() const {
    Step out{"authentication", Answer::reject, 23, "eap-failed", kFalse};
    const auto found = c_.attempt.fields.find("eap.result");
    if (found == c_.attempt.fields.end()) return out;
    const Value& result = found->second;
    if (result.state == State::unknown) out.happens = uses_eap(c_) && kEither;
    if (result.state != State::given || result.texts[0] == "success") return out;
    out.reason = std::stoi(result.texts[0]);
    out.happens = uses_eap(c_);
    const bool is_discarded = out.reason == 97 || out.reason == 262 || out.reason == 266;
    if (is_discarded && !c_.rules.eap_failures_reject) out.answer = Answer::discard;
    return out;
  }

  const Case& c_;
};

}  // namespace

Truth has(const Case& c, bool AccountState::*flag) {
  if (c.account.row != nullptr) return known(c.account.row->state.*flag);
  return c.rules.unknown_accounts_are_healthy ? kFalse : kEither;
}

Truth needs_new_password(const Case& c) {
  return carries_password(c) && (has(c, &AccountState::must_change) || has(c, &AccountState::password_expired));
}

Truth logon_hours_are_open(const Site& site, const std::string& text, std::optional<std::int64_t> at,
                           const Rules& rules) {
  if (is_hexadecimal(text)) return hours_of_digits(site, text, at, rules);
  const std::size_t blank = text.rfind(' ');
  const std::string zone = rules.logon_hours_are_local ? site.zone : text.substr(blank + 1);
  const auto minute = at ? std::optional(winter_minute_of_week(zone, *at)) : std::nullopt;
  return schedule_is_open(text.substr(0, blank), minute, rules);
}

Steps lockout_steps(const Case& c) {
  return {{"lockout", Answer::reject, 64, "remote-access-locked-out", is_locked_by_denials(c)}};
}

Steps extension_steps(const Case& c) {
  const Answer when_failed = c.rules.extension_failure_rejects ? Answer::reject : Answer::discard;
  return {{"authentication", Answer::discard, 9, "extension-discarded", says(c, "extension", {"discard"})},
          {"authentication", when_failed, 10, "extension-failed", says(c, "extension", {"error"})},
          {"authentication", Answer::reject, 21, "extension-rejected", says(c, "extension", {"reject"})}};
}

Steps authentication_steps(const Case& c) { return Authentication(c).steps(); }

Counting counting_of(const Step& step, const Rules& rules) {
  const std::set<std::string> before{"link", "provider", "request-policy", "identity", "lockout"};
  if (before.contains(step.stage)) return Counting::nothing;
  if (step.stage != "authentication") return rules.success_keeps_denials ? Counting::nothing : Counting::success;
  const bool is_built_in = step.cause != "extension-rejected" || rules.extension_rejects_count;
  return step.answer == Answer::reject && is_built_in ? Counting::failure : Counting::nothing;
}

std::map<std::string, Denials> denials_after(const Case& c, Counting counting) {
  auto out = c.attempt.denials;
  if (c.account.row == nullptr || !c.attempt.at || c.site.server.max_denials.value_or(0) == 0) return out;
  const std::string key = key_of(c.account);
  if (counting == Counting::success) out.erase(key);
  if (counting != Counting::failure) return out;
  Denials& denials = out[key];
  const bool is_old = *c.attempt.at >= denials.last + c.site.server.reset_minutes.value_or(kTwoDays) * 60;
  const bool is_forgotten = is_old && !c.rules.old_denials_count_on;
  denials = {is_forgotten ? 1 : denials.count + 1, *c.attempt.at};
  return out;
}

}  // namespace rapsim::oracle
