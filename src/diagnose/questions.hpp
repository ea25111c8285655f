// What somebody can look at to find out more: a probe, a line of a log, another attempt. One row a question; none names
// a cause. Source: the troubleshooting document for the probes.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diagnose/simulated_case.hpp"

namespace rapsim {

struct ClueQuestion {
  std::string_view id;    // as `--answer ID=...` names it
  std::string_view text;  // what to do, and what to tell
  /// What the case would show; empty: it cannot be asked of this case.
  std::string (*ask)(const Setup& setup, const SimulatedCase& play);
  /// From good to bad, as far as an order is known; `documented` answers come first anyway.
  std::span<const std::string_view> worse;
  /// The answer is of the very attempt: another fault cannot hide it, nor change it.
  bool is_exact;
  std::string_view source;
  /// An answer, whether a case would give it or not; nullptr: only what cases give.
  bool (*is_answer)(std::string_view text) = nullptr;
};
std::span<const ClueQuestion> clue_questions();
const ClueQuestion* find_question(std::string_view id);

}  // namespace rapsim
