// Findings that somebody has looked at and wants to keep: comments in the site, with a reason.
//
//   encryption: [none, strong]   # rapsim: allow no-encryption -- the door box knows no better
//   # rapsim: allow weak-method, no-encryption -- also before the line, in a line of its own
//   # rapsim: allow-file unused-group -- for the whole file
#pragma once

#include <string>
#include <vector>

#include "analysis/lints.hpp"

namespace rapsim {

struct Suppression {
  std::string_view id{};   // of a lint, or the code of a warning
  Span where{};            // of the id in the comment
  std::uint32_t line = 0;  // that it is for; 0: the whole file
  std::string reason{};
  bool is_used = false;
};

/// Of one source, a YAML text that loaded without errors. Errors: R321 to R323.
std::vector<Suppression> read_suppressions(const Sources& sources, std::uint32_t file, Diagnostics& diags);

/// The first one for the finding; nullptr for none. `file`: where the finding is counted to be.
Suppression* suppression_for(const Finding& finding, std::vector<Suppression>& suppressions);

/// R324, a warning, for each that no finding has used; those that need a date are left out without one.
void report_unused(const std::vector<Suppression>& suppressions, bool has_today, Diagnostics& diags);

}  // namespace rapsim
