// One of very many attempts, decided with no more work than what is asked of it takes.
#pragma once

#include <optional>
#include <vector>

#include "engine/index/candidates.hpp"
#include "engine/trace/explained.hpp"

namespace rapsim {

struct DecideNeeds {
  bool trace = false;     // for fields beyond those of Decision
  bool settings = false;  // what an accept returns
};

struct Decided {
  Explained explained;  // without a trace unless it is needed
  std::optional<std::vector<ReplyAttribute>> settings{};
};

/// In: a complete attempt; what the thread has learned of the site so far. The arguments must outlive the result.
Decided decide_one(const CompiledSite& site, const World& world, const Attempt& attempt, DecideNeeds needs,
                   Candidates& candidates);

}  // namespace rapsim
