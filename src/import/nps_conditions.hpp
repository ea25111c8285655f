// Conditions of an export in the readable form of a site.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/tables/attributes.hpp"

namespace rapsim {

struct ReadableCondition {
  std::string yaml{};               // `NAS-Port-Type: Virtual`
  std::string not_modelled{};       // why it is unknown whether it holds; empty: it is modelled
  std::vector<std::string> sids{};  // of a group condition, in the order of `yaml`
  std::string attribute{};          // of a group condition
  bool has_hours = false;           // it is not true all week long
};

/// Of one msNPConstraint. `place`: kNetworkPolicy or kConnectionRequestPolicy. Total: what is not understood gives a
/// condition that is unknown.
ReadableCondition readable_condition(std::string_view constraint, ConditionPlace place);

/// A condition on the attribute Not-Modelled, which is unknown: `what` is for people.
std::string unknown_condition(std::string_view what);

}  // namespace rapsim
