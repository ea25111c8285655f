// What follows the accept on the link: encryption and callback. Source: semantics.md 4.5, 5.1; gaps.md G-9.
#include <algorithm>

#include "tests/oracle/slow_case.hpp"

namespace rapsim::oracle {
namespace {

using Words = std::vector<std::string>;

bool lists(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Words levels_of(const Policy& policy) {
  return policy.profile.encryption.value_or(Words{"none", "basic", "strong", "strongest"});
}

/// Whether what the client can and what the profile has meet in a strength.
bool share_a_level(const Words& can, const Words& profile) {
  return std::any_of(can.begin(), can.end(), [&](const std::string& level) { return lists(profile, level); });
}

Truth levels_meet(const Case& c, const Policy& policy) {
  const Words profile = levels_of(policy);
  if (!lists(profile, "basic") && !lists(profile, "strong") && !lists(profile, "strongest")) return kFalse;
  const auto needed = word_of(c.site, c.attempt, "encryption.requires");
  if (needed == "none") return kFalse;
  auto can = strengths_of(c.site, c.attempt);
  if (!can) return needed == "maximum" && !lists(profile, "strongest") ? kFalse : kEither;
  if (c.rules.new_clients_are_weak && *can == Words{"strongest"} && !c.attempt.fields.contains("encryption.can"))
    can = Words{"basic", "strong", "strongest"};
  if (c.rules.strengths_do_not_matter) return kTrue;
  if (!needed) return share_a_level(*can, profile) ? kEither : kFalse;
  if (needed == "maximum" && !c.rules.maximum_takes_any_strength)
    return known(lists(*can, "strongest") && lists(profile, "strongest"));
  return known(share_a_level(*can, profile));
}

/// MS-CHAP in all its forms has keys, EAP has them unless it is MD5.
Truth method_has_keys(const Case& c) {
  if (c.rules.every_method_has_keys || c.attempt.authentication.state == State::unknown)
    return c.rules.every_method_has_keys ? kTrue : kEither;
  if (uses_eap(c) == kTrue) return c.rules.eap_md5_has_keys ? kTrue : !uses_eap_type(c, 4);
  return uses(c, {"3", "4", "9", "10"});
}

/// In L2TP and SSTP it is not the method that encrypts.
Truth has_keys(const Case& c) {
  const Value tunnel = tunnel_of(c.attempt);
  const Truth by_method = method_has_keys(c);
  if (tunnel.state == State::unknown) return by_method == kTrue ? kTrue : kEither;
  const bool encrypts = tunnel.state == State::given && (tunnel.texts[0] == "3" || tunnel.texts[0] == "79617");
  return encrypts && !c.rules.l2tp_needs_keys ? kTrue : by_method;
}

/// Both have strengths and keys, at no common level; a client of Vista or later that has only the strongest by nature
/// is left out.
Truth levels_are_apart(const Case& c, const Policy& policy) {
  const Words profile = levels_of(policy);
  const bool has_levels = lists(profile, "basic") || lists(profile, "strong") || lists(profile, "strongest");
  const auto windows = word_of(c.site, c.attempt, "client.windows");
  const Truth is_new = windows ? known(*windows != "2000" && *windows != "xp" && *windows != "2003") : kEither;
  const auto can = strengths_of(c.site, c.attempt);
  const Truth is_strong = can ? known(!lists(*can, "basic") && !lists(*can, "strong")) : kEither;
  const Truth client_encrypts = !says(c, "encryption.requires", {"none"});
  return client_encrypts && known(has_levels) && !(is_new && is_strong) && has_keys(c) && !levels_meet(c, policy);
}

/// A number has digits and the signs that people write between them.
bool is_number(const std::string& text) { return text.find_first_not_of("0123456789 ()+-.,*#/") == std::string::npos; }

Truth callback_is_refused(const Case& c, const Policy& policy) {
  if (policy.ignores_account.value_or(false) && !c.rules.callback_when_ignored) return kFalse;
  const Truth chooses = c.account.row == nullptr ? kEither : known(c.account.row->callback == "set-by-caller");
  const auto found = c.attempt.fields.find("callback-to");
  if (found == c.attempt.fields.end() || c.rules.every_number_is_called) return kFalse;
  const Value& number = found->second;
  const Truth is_bad = number.state == State::unknown ? kEither
                       : number.state == State::given ? known(!is_number(number.texts[0]))
                                                      : kFalse;
  const State tunnel = tunnel_of(c.attempt).state;
  const Truth is_call = tunnel == State::unknown ? kEither : known(tunnel == State::absent);
  return (c.rules.callback_in_a_tunnel ? kTrue : is_call) && chooses && is_bad;
}

}  // namespace

Steps negotiation_steps(const Case& c, const Policy& policy) {
  const Truth is_here = known(c.rules.access_server_negotiates || !comes_from_access_server(c.attempt));
  const Truth nothing_common = !(levels_meet(c, policy) && has_keys(c));
  const Truth client_requires = says(c, "encryption.requires", {"required", "maximum"});
  const Truth profile_requires = known(!lists(levels_of(policy), "none"));
  const auto fails = [&](std::string cause, Truth happens) {
    return Step{"negotiation", Answer::accept, 0, std::move(cause), happens && is_here};
  };
  const Truth blamed = c.rules.profile_is_blamed_first ? kTrue : !client_requires;
  const Truth no_keys = profile_requires && client_requires && !has_keys(c);
  const Truth mismatch = (profile_requires || client_requires) && nothing_common && levels_are_apart(c, policy);
  const bool is_radius = comes_from_access_server(c.attempt) || c.site.server.provider == "radius";
  Steps out{fails("encryption-required-unsupported", client_requires && nothing_common && !mismatch && !no_keys),
            fails("encryption-required-by-policy", profile_requires && blamed && nothing_common && !mismatch)};
  if (c.rules.profile_is_blamed_first) std::swap(out[0], out[1]);
  out.insert(out.begin(), {fails("no-common-encryption", no_keys),
                           fails(is_radius ? "ias-policy-encryption-check" : "policy-encryption-level-mismatch",
                                 c.rules.profile_is_blamed_first ? kFalse : mismatch)});
  out.push_back(fails("callback-number-rejected", callback_is_refused(c, policy)));
  return out;
}

}  // namespace rapsim::oracle
