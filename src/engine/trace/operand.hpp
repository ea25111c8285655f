// What a name in an expression represents: a field of the attempt, a field of the decision, or an attribute. Which
// there are, and what values each can have, is in their tables.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "engine/trace/decision_fields.hpp"

namespace rapsim {

/// The values of an operand in one explained attempt; none unless present.
struct ActualValue {
  Presence presence = Presence::absent;
  std::vector<std::string> texts{};
  bool may_have_more = false;  // groups: one that is not described may make the account a member of any other
};

/// A value of an expression, in the form that `see` gives.
struct ExpectedValue {
  std::string text{};
  bool is_described = true;  // groups: false for one whose members are not listed
};

enum class OperandOrder : std::uint8_t { none, number, time };

struct Operand {
  OperandOrder order = OperandOrder::none;  // not none: texts are decimal numbers; time: seconds since 1970 UTC
  bool is_exact = false;                    // otherwise values are compared without case
  std::function<ActualValue(const Explained&)> see{};
  /// Nothing after R210. To be called while the site lives; `see` may outlive it.
  std::function<std::optional<ExpectedValue>(std::string_view text, Span where, Diagnostics& diags)> read{};
};

/// Nothing after R210: there is no such name, or it has no value to compare.
std::optional<Operand> find_operand(std::string_view name, Span where, const Site& site, Diagnostics& diags);

}  // namespace rapsim
