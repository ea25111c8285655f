// Small texts that text and JSON output share: what a condition wanted, what the attempt had.
#pragma once

#include <string>

#include "base/text.hpp"
#include "engine/trace/explained.hpp"

namespace rapsim {

/// Of a step of Trace::policies, or of Trace::request_policies.
const Condition& condition_of(const Explained& explained, const PolicyStep& step, const ConditionStep& at,
                              bool is_request);
/// What a condition met: `5 (Virtual)`, `member of Domain Users, Staff`, `Mon 20:15`, `absent`, `unknown`. `most`:
/// groups of an account that it names; people want the first few.
std::string was_text(const Facts& facts, const CompiledCondition& compiled, const Condition& condition,
                     std::size_t most = 6);

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
/// `VPN (PPTP)`, `Wi-Fi (802.1X), network HR-CARE`, `RD Gateway`, `dial-up (Async)`
std::string medium_text(const Attempt& attempt);
std::string method_text(const Attempt& attempt);
/// `accept by "Staff"`, `reject 65 (permission-denied-user)`, `unknown`
std::string decision_text(const Decision& decision, const Site& site);
/// `Mon 2003-11-03 20:15 CET`
std::string time_text(const Explained& explained);

}  // namespace rapsim
