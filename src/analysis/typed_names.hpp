// The names with which the accounts of a site come in, as far as the site itself tells. Inside src/analysis only.
#pragma once

#include <string>
#include <vector>

#include "analysis/lint_site.hpp"

namespace rapsim {

/// As people and devices type it: `ann`, `CORP\ann`, `ann@corp.example`; `host/PC1.corp.example`, `CORP\PC1$`; of a
/// name that is an address of a network card also with `-`, `:` and `.` between its digits.
std::vector<std::string> typed_names(const Site& site, const AccountView& account);
/// The account's name behind or before what the pattern fixes: `ann@branch.example` for `@branch\.example$`. Not all of
/// them need match.
std::vector<std::string> names_for(const grammar::Pattern& pattern, const AccountView& account);

/// Whether an account may have the name; unknown counts as yes.
bool may_have_account(const LintSite& site, const std::string& name);
/// The conditions on User-Name hold for the name. True without one.
bool takes_name(const LintSite& site, const RuleView& rule, const std::string& name);
/// Its first condition on User-Name; nullptr without one.
const Condition* name_condition(const RuleView& rule);
/// Its rules change User-Name.
bool changes_names(const RequestPolicy& policy);

}  // namespace rapsim
