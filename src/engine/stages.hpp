// The stages of an attempt. Source: semantics.md 1.
#pragma once

#include <span>
#include <string_view>

#include "engine/trace.hpp"

namespace rapsim {

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
