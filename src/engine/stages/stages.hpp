// The stages of an attempt, and how it ends. Source: semantics.md 1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace rapsim {

/// Stages of semantics.md section 1, S0 to S14; row number of kStages.
enum class StageId : std::uint8_t {
  path,
  server,
  tunnel,
  link,
  provider,
  request_policy,
  identity,
  lockout,
  authentication,
  policy,
  permission,
  constraints,
  settings,
  negotiation,
  reach,
};
inline constexpr std::size_t kStageCount = 15;

enum class Answer : std::uint8_t { accept, reject, discard, none };

/// What became of the attempt (product.md "outcome").
enum class Outcome : std::uint8_t { connected, not_connected, unknown };

struct StageRow {
  std::string_view name;
  bool is_simulated;
  std::string_view summary;
  std::string_view source;
};
std::span<const StageRow> stages();
std::string_view answer_name(Answer answer);
std::string_view outcome_name(Outcome outcome);

}  // namespace rapsim
