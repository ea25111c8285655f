// When one condition holds, does another one? Only what is sure: `false` means "not shown". Inside src/analysis only.
#pragma once

#include "analysis/lint_site.hpp"

namespace rapsim {

struct ConditionView {
  const RuleView& rule;
  std::size_t row;
};

/// All that makes `given` true makes `wanted` true.
bool implies(const LintSite& site, const ConditionView& given, const ConditionView& wanted);
/// A schedule that is open at all times.
bool is_always(const LintSite& site, const ConditionView& condition);

/// Every minute of `inner` is one of `outer`.
bool is_within(const grammar::Schedule& inner, const grammar::Schedule& outer);
/// The minutes of both.
grammar::Schedule common_of(const grammar::Schedule& left, const grammar::Schedule& right);

}  // namespace rapsim
