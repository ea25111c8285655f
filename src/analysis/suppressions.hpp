// Findings that somebody has looked at and wants to keep: comments in the site, with a reason.
//
//   encryption: [none, strong]   # rapsim: allow no-encryption -- the door box knows no better
//   # rapsim: allow weak-method, no-encryption -- also before the line, in a separate line
//   # rapsim: allow-file unused-group -- for the whole file
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
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

/// Which comment of one file allows a finding in it. A file may have as many comments as findings.
class SuppressionIndex {
 public:
  /// `suppressions` outlives the index and does not grow.
  explicit SuppressionIndex(std::vector<Suppression>& suppressions);

  /// The first one for the finding, of its line or of the whole file; nullptr for none.
  [[nodiscard]] Suppression* find(const Finding& finding) const;

 private:
  std::vector<Suppression>& suppressions_;
  std::map<std::pair<std::uint32_t, std::string_view>, std::size_t> first_;  // by line and id; line 0: the whole file
};

/// R324, a warning, for each that no finding has used; those that need a date are left out without one.
void report_unused(const std::vector<Suppression>& suppressions, bool has_today, Diagnostics& diags);

}  // namespace rapsim
