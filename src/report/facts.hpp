// Small texts that text and JSON output share: what a condition wanted, what the attempt had.
#pragma once

#include <string>

#include "base/text.hpp"
#include "engine/decision_fields.hpp"

namespace rapsim {

/// Conditions and checks judged again need the request; it lives as long as the explained decision.
struct FactTexts {
  /// `most`: groups of an account that was() names; people want the first few.
  explicit FactTexts(const Explained& e, std::size_t most = 6)
      : explained(e),
        most_groups(most),
        judged(e.site, e.world, e.attempt, e.shown_request_policy()),
        facts(judged.facts()) {}

  const Explained& explained;
  std::size_t most_groups;
  Judged judged;
  const Facts& facts;

  /// Of a step of Trace::policies, or of Trace::request_policies.
  [[nodiscard]] const Condition& condition(const PolicyStep& step, const ConditionStep& at,
                                           bool is_request = false) const;
  /// `^5$`, `Virtual`, `VPN-Users`, `Mon-Fri 07:00-19:00`
  [[nodiscard]] std::string wanted(const Condition& condition) const { return printable(condition.text); }
  /// `5 (Virtual)`, `member of Domain Users, Staff`, `Mon 20:15`, `absent`, `unknown`
  [[nodiscard]] std::string was(const CompiledCondition& compiled, const Condition& condition) const;
};

/// A rule without a firm source on which a known decision rests.
struct FirmnessNote {
  std::string what{};  // `reason`, `permission`, `check`, `order`
  Basis basis = Basis::documented;
  std::string_view gap{};
  std::string_view source{};
};
/// Also the order of two checks that fail together, which no source tells.
std::vector<FirmnessNote> firmness_notes(const Explained& explained);

/// A value of an attribute: enumerations with their name.
std::string value_text(const Attribute& attribute, std::string_view value);
/// `policies/contoso.yaml:26`; empty for defaults.
std::string place_text(const Sources& sources, Span where);
/// `CONTOSO\alice`, as written when it names a domain itself.
std::string account_text(const Explained& explained);
/// `over PPTP`, `by modem (Async)`
std::string medium_text(const Attempt& attempt);
std::string method_text(const Attempt& attempt);
/// `accept by "Staff"`, `reject 65 (permission-denied-user)`, `unknown`
std::string decision_text(const Decision& decision, const Site& site);
/// `Mon 2003-11-03 20:15 CET`
std::string time_text(const Explained& explained);

}  // namespace rapsim
