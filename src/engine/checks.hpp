// Checks of an attempt: one row each, in the order in which they are made. The first violated row of a stage ends the
// attempt and gives the cause; no other policy is tried (G-1, G-2). Source: semantics.md 2.2 to 2.9, 4.5.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/evaluate.hpp"

namespace rapsim {

struct CheckInput {
  const Facts& facts;
  const Policy* policy;  // nullptr before one is chosen
};

/// What the attempt must tell, or the account, for the check to be decided.
enum class Needs : std::uint8_t { attempt, account };

struct Check {
  StageId stage;
  std::string_view name;  // stable, kebab-case
  CauseId cause;
  Answer answer;  // of a violation
  Needs needs;
  std::string_view asked;  // fields or attributes, joined by blanks, that it is unknown for when they are
  Truth (*violated)(const CheckInput&);
  std::string (*wanted)(const CheckInput&);  // for people: what would pass
  std::string (*was)(const CheckInput&);     // ... and what the attempt or the account has
  Span (*where)(const CheckInput&);          // the setting that decides
  Basis basis;
  std::string_view gap;
  std::string_view source;
  std::uint8_t state_first = 0;  // place inside the stage with the reading account-state-first; 0: its own
  bool (*applies)(const CheckInput&) = nullptr;  // nullptr: always; a check that does not leaves no step in the trace
  bool ends_automatic = false;                   // the tunnel is up by then: Automatic tries no other type (G-22)
  std::uint16_t reason = 0;                      // of its own; 0: the cause's
};
std::span<const Check> checks();
/// Rows of a stage, in the order in which they are made under the site's readings.
std::span<const std::uint8_t> checks_of(StageId stage, const Readings& readings);

/// The reason of a violation: the cause's, except where the attempt itself says it (EAP).
std::uint16_t reason_of(const Check& check, const CheckInput& in);
/// Some results of EAP are answered by silence.
Answer answer_of(const Check& check, const CheckInput& in);

}  // namespace rapsim
