// From what somebody saw back to causes: every hypothesis is simulated, by itself, and compared with the symptom and
// with the answers that are known. Nothing here decides; decide() and the probes do.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnose/deviations.hpp"
#include "diagnose/questions.hpp"

namespace rapsim {

enum class SymptomKind : std::uint8_t { error, reason, no_resources, no_ping, no_accounting };
/// What the user or the administrator saw.
struct Symptom {
  SymptomKind kind = SymptomKind::error;
  std::uint16_t number = 0;  // of error and reason
};
struct SymptomRow {
  std::string_view name;  // as `--symptom` names it
  SymptomKind kind;
  std::string_view summary;
};
std::span<const SymptomRow> symptom_rows();  // those without a number

/// Whether the case shows the symptom, and the causes of it: the first is the one that shows.
struct Shown {
  bool shows = false;
  std::vector<CauseId> causes{};
};
Shown shown_by(const Setup& setup, const SimulatedCase& play, const Symptom& symptom);

struct Observation {
  const ClueQuestion* question = nullptr;
  std::string answer{};
};

/// A cause that would give the symptom if the system were otherwise than its site says.
struct RankedDeviation {
  const Deviation* deviation = nullptr;
  std::size_t contradicted = 0;  // answers that are worse than it alone would give: a second fault would explain them
};
struct Exoneration {
  const Deviation* deviation = nullptr;
  const Observation* by = nullptr;  // the answer that excludes it
  std::string predicted{};          // what it would have given
};

struct Diagnosis {
  bool shows = false;                    // the site as written has the symptom
  std::vector<CauseId> holds{};          // in the site as written: those of the symptom first
  std::vector<RankedDeviation> would{};  // fewest contradictions first, then in the order of deviations()
  std::vector<Exoneration> excluded{};
  const ClueQuestion* ask = nullptr;   // the question that parts what is left best; nullptr: none does
  std::vector<std::string> answers{};  // that what is left would give to it, in the order of the alphabet
};

/// What the site as written and every deviation from it answer, each once; and the other answers that have an order.
std::vector<std::string> answers_to(const Setup& setup, const ClueQuestion& question);
/// The answer as cases spell it. A list of things (`a, b`) may join what several answers have. Nothing: it is none.
std::optional<std::string> known_answer(const ClueQuestion& question, const std::vector<std::string>& answers,
                                        std::string_view text);

/// `clues` must outlive the result.
Diagnosis why(const Setup& setup, const Symptom& symptom, const std::vector<Observation>& clues);

/// Causes of the first rank of `would`, each once.
std::vector<CauseId> first_rank(const Diagnosis& diagnosis);

/// A setup whose attempt is settled, with the policy that decides; nothing when the site cannot be compiled.
Setup setup_of(const CompiledSite& site, const World& world, const Attempt& attempt,
               const network::ReachQuestion& reach_to);

}  // namespace rapsim
