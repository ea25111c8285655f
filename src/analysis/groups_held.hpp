// Whether an account meets what a rule asks of groups. Inside src/analysis only.
#pragma once

#include "analysis/lint_site.hpp"

namespace rapsim {

bool is_group_kind(ConditionKind kind);
/// One condition on groups; unknown for groups that are not described.
Truth group_holds(const CompiledCondition& condition, const AccountView& account);
/// All of the rule's conditions on groups.
Truth groups_hold(const LintSite& site, const RuleView& rule, const AccountView& account);
/// Nothing but groups and hours that are always open.
bool asks_only_for_groups(const LintSite& site, const RuleView& rule);
bool asks_for_groups(const LintSite& site, const RuleView& rule);

}  // namespace rapsim
