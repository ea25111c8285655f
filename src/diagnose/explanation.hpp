// The explanation of a decision as a value: what a report prints, and all that it may print. Made once, by one
// function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "diagnose/nearest.hpp"
#include "diagnose/proposals.hpp"
#include "diagnose/would.hpp"
#include "diagnose/wrong_name.hpp"
#include "engine/stages/client_error.hpp"
#include "network/reach.hpp"

namespace rapsim {

/// How much of an explanation is wanted; each includes what is before it.
enum class Extent : std::uint8_t { decision, policies, everything };

/// What was not wanted is absent, not empty.
struct Explanation {
  Explained explained;

  // decision: read off it.
  ClientError client_error{};
  std::vector<std::string> open_questions{};
  std::optional<std::vector<ReplyAttribute>> reply{};  // absent also unless it is surely an accept by a known policy

  // policies: compared with the one that decided.
  std::optional<std::vector<NearPolicy>> nearest{};
  std::optional<std::vector<PolicyIndex>> later{};  // that would let the attempt in
  std::optional<network::Reach> dead_end{};         // an accept that reaches nothing behind the server: why
  std::optional<WrongName> wrong_name{};            // an account that does not exist: what made its name

  // everything: searched for by deciding again.
  std::optional<AttemptChanges> attempt_changes{};
  std::optional<Proposals> proposals{};
};

Explanation explanation_of(Explained explained, Extent extent, const Budget& budget = {});

}  // namespace rapsim
