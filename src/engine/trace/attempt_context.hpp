// What an attempt is judged by: the request, the account, the time. Pure: made from the attempt alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/stages/evaluate.hpp"

namespace rapsim {

/// The facts of one attempt under one request policy: decide() makes them, and explain() for all who read its trace.
class AttemptContext {
 public:
  /// `request_policy`: the one that was chosen, kNoPolicy for none.
  AttemptContext(const CompiledSite& site, const World& world, const Attempt& attempt, PolicyIndex request_policy);
  AttemptContext(const AttemptContext&) = delete;
  AttemptContext& operator=(const AttemptContext&) = delete;
  [[nodiscard]] const Facts& facts() const { return *facts_; }

 private:
  RequestOrigin asker_;
  Request request_;
  Subject subject_;
  std::vector<std::string> changed_;  // values of a station id that the request policy changed
  std::optional<Facts> facts_;
};

}  // namespace rapsim
