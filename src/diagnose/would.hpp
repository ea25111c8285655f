// What would turn a decision: the smallest changes of the attempt, each decided again before it is reported.
// Source: product.md "An explanation"; demands: "what is the smallest thing to change".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/trace/explained.hpp"

namespace rapsim {

/// Another value of one field of the attempt, in the form that the field reads.
struct Change {
  FieldId field = FieldId::user;
  std::string value{};
};

/// Changes that together turn the decision; leaving one of them out does not.
struct AttemptChange {
  std::vector<Change> changes{};
  Decision decision{};
};

/// The times of the coming week at which the attempt, otherwise as it is, would be decided the other way.
struct TurningTimes {
  grammar::Schedule schedule{};  // minutes that turn it from begin to end, in the policy server's local time
  Instant next{};                // the first such time after the attempt
  bool is_weekly = true;         // false: another week differs, since an account expires, a lockout ends, ...
};

struct AttemptChanges {
  bool to_accept = false;  // what the changes lead to
  std::optional<TurningTimes> times{};
  std::vector<AttemptChange> turns{};
};

/// Whether the attempt is accepted and nothing that is simulated ends it afterwards.
Truth gets_in(const Decision& decision);

/// How far a search goes: more has no answer for people.
struct Budget {
  std::size_t decisions = 4'000;  // of changed attempts
  std::size_t proposals = 4;      // that are reported: of the attempt, and of settings
};

/// Nothing to turn (empty) when the decision is unknown.
AttemptChanges find_attempt_changes(const Explained& explained, const Budget& budget = {});

}  // namespace rapsim
