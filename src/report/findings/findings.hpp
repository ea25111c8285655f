// Findings of `rapsim check` for people, for programs (one record each), and for code scanning (SARIF 2.1.0).
#pragma once

#include <span>
#include <string>

#include "analysis/lints.hpp"
#include "report/tables/tables.hpp"
#include "report/text/style.hpp"

namespace rapsim {

/// `file:line:column: warning[id]: message`, the line, a caret, what else is concerned, the fix. Those that a comment
/// allows only when `with_suppressed`; of one id in one file the first few unless `with_all`.
struct FindingDepth {
  bool with_suppressed = false;
  bool with_all = false;
};
std::string render_findings(const Findings& findings, const Sources& sources, FindingDepth depth, Style style);

/// What can be found: one record a lint.
Table finding_table();

Record finding_record(const Finding& finding, const Sources& sources);

/// One run with every rule and every finding; paths are relative to `folder`, the one that the program runs in.
std::string render_sarif(const Findings& findings, const Sources& sources, const std::string& folder);

}  // namespace rapsim
