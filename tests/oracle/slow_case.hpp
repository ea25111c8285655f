// What the stages of the oracle share: the case before them, and the steps that each of them adds.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "tests/oracle/slow.hpp"

namespace rapsim::oracle {

/// Everything that a rule may look at.
struct Case {
  const Site& site;
  Attempt attempt;  // as the request policy has rewritten it
  const Rules& rules;
  std::optional<int> minute{};  // of the week, in the site's zone
  Account account{};
  const RequestPolicy* request_policy = nullptr;
};

/// What may end the attempt.
struct Step {
  std::string stage{};
  Answer answer = Answer::reject;
  int reason = 0;
  std::string cause{};
  Truth happens{};
};
using Steps = std::vector<Step>;

/// An attempt whose fields are known, or not of a kind that can be tried one by one (slow_open.cpp).
Verdict judge_one(const Site& site, const Attempt& attempt, const Rules& rules);

Steps server_steps(const Case& c);
/// `would_decide`: the policies of which one is the first that matches; nullptr among them: it may be that none does.
Steps link_steps(const Case& c, const std::vector<const Policy*>& would_decide);
Steps provider_steps(const Case& c);
Steps remote_steps(const Case& c);
Steps identity_steps(const Case& c, const Identity& identity);
Steps lockout_steps(const Case& c);
Steps extension_steps(const Case& c);
Steps authentication_steps(const Case& c);
Steps permission_steps(const Case& c, const Policy& policy);
Steps constraint_steps(const Case& c, const Policy& policy);
Steps negotiation_steps(const Case& c, const Policy& policy);

/// What remote access lockout makes of an ending: a failed authentication counts, one that passes deletes the counter.
enum class Counting : std::uint8_t { nothing, failure, success };
Counting counting_of(const Step& step, const Rules& rules);
std::map<std::string, Denials> denials_after(const Case& c, Counting counting);

/// Whether this reading of a disputed rule is the one.
bool reads(const Case& c, std::string_view reading);

/// The attempt as the request policy of `c` changes it; two when it is not known whether it can reach the name.
std::vector<Attempt> rewritten(const Case& c);

// --- conditions ---

Truth condition_holds(const Case& c, const Condition& condition);
/// Whether a policy or request policy matches, when these are the truths of its conditions.
Truth rule_matches(const Case& c, const Policy& rule, const std::vector<Truth>& conditions);
/// 0: for requests from any kind of access server.
std::uint32_t source_of(const Policy& rule);

/// What conditions and limits see: attribute_value() after the rules that are switched off.
Value value_of(const Case& c, std::string_view attribute);
/// Whether any value of an attribute fits. `when_absent`: what its absence means.
template <class Fits>
Truth any_value(const Case& c, std::string_view attribute, bool when_absent, Fits fits) {
  const Value value = value_of(c, attribute);
  if (value.state == State::unknown) return kEither;
  if (value.state == State::absent) return known(when_absent);
  bool any = false, every = true;
  for (const std::string& text : value.texts) (fits(text) ? any : every) = fits(text);
  return known(c.rules.every_value_must_match ? every : any);
}

// --- what the attempt says ---

/// Whether a field has one of these words.
Truth says(const Case& c, const std::string& field, std::initializer_list<std::string_view> words);
/// Whether a RADIUS client sends the request, and not the RRAS itself.
bool comes_from_access_server(const Attempt& attempt);
/// The number of the tunnel; absent: a call.
Value tunnel_of(const Attempt& attempt);
/// The type that the attempt used, whatever it says under `attributes:`.
Value eap_type_used(const Case& c);

/// Whether the method has one of these Authentication-Types.
Truth uses(const Case& c, std::initializer_list<std::string_view> types);
Truth uses_eap(const Case& c);
Truth uses_eap_type(const Case& c, int type);
Truth carries_password(const Case& c);
Truth can_change_password(const Case& c);

// --- the account ---

Permission permission_of(const User& user);
/// Something that only an account that is described surely has or has not.
Truth has(const Case& c, bool AccountState::*flag);
/// The password must be changed before it lets anybody in.
Truth needs_new_password(const Case& c);
/// Mixed and NT 4 domains, which lack some dial-in properties.
bool is_mixed(const Site& site);
bool is_workgroup(const Site& site);

}  // namespace rapsim::oracle
