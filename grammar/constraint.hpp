// The expressions in which configuration exports keep conditions: MATCH("Attribute=pattern"), TIMEOFDAY("..."),
// NTGROUPS("sid;sid"), USERNTGROUPS("sid";"sid"), MACHINENTGROUPS(...). Source: semantics.md 3.2 to 3.4, 3.6.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace rapsim::grammar {

inline constexpr std::size_t kLongestConstraint = 8192;  // bytes

enum class ConstraintFunction : std::uint8_t { match, time_of_day, nt_groups, user_nt_groups, machine_nt_groups };

/// A piece of the constraint text. Unit: bytes.
struct ConstraintText {
  std::string text{};
  std::size_t offset = 0;
};

struct Constraint {
  ConstraintFunction function = ConstraintFunction::match;
  ConstraintText attribute{};               // match only: what is before the first `=`
  std::vector<ConstraintText> arguments{};  // match: one pattern; time_of_day: one text; groups: the SIDs or names
};

/// Function names without case; blanks around and inside the parentheses; both quotings of group lists. Errors: R204.
std::optional<Constraint> parse_constraint(std::string_view text, SyntaxError& error);

}  // namespace rapsim::grammar
