// What the tests of findings share: rows of a site, and what is found in it where.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analysis/lints.hpp"
#include "tests/site_fixture.hpp"

namespace rapsim::test {

struct LintRow {
  const char* name;
  const char* id;
  const char* site;  // begins in line 2
  const char* want;  // places, and levels that are not the row's own: `5:9; 6:9 note`
  const char* says;  // part of the first message
};

inline std::string places_of(const Findings& findings, std::string_view id) {
  std::string out;
  for (const Finding& finding : findings) {
    if (finding.id != id) continue;
    out += (out.empty() ? "" : "; ") + place(finding.where);
    if (finding.level != find_lint(id)->level) out += " " + std::string(level_name(finding.level));
  }
  return out;
}

inline std::string first_message(const Findings& findings, std::string_view id) {
  for (const Finding& finding : findings)
    if (finding.id == id) return finding.message;
  return {};
}

inline void check_rows(std::span<const LintRow> rows, std::optional<Instant> today = std::nullopt) {
  for (const LintRow& row : rows) SUBCASE(row.name) {
      TestSite site(row.site);
      CAPTURE(codes(site.diags));
      REQUIRE(site.compiled);
      const Findings found = find_all(*site.compiled, today);
      CHECK(places_of(found, row.id) == row.want);
      const std::string message = first_message(found, row.id);
      CHECK_MESSAGE(message.find(row.says) != std::string::npos, message);
    }
}

}  // namespace rapsim::test
