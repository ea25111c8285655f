// A suite: scenarios over one site, each with what it expects. Lists are not multiplied out here: a row is a number of
// its case, and its attempt is made when it is needed (rows.hpp), so that memory does not grow with the rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "engine/compile/compiled.hpp"
#include "model/attempt/attempt.hpp"
#include "suite/load/edits.hpp"
#include "suite/load/markers.hpp"
#include "suite/run/expectation.hpp"
#include "suite/steps.hpp"
#include "yaml/library.hpp"

namespace rapsim {

inline constexpr std::string_view kSuiteFormat = "rapsim/suite/1";
inline constexpr std::size_t kMostRows = 100'000;  // of one scenario, R403

/// One value of a field, read once however many rows it is in.
struct Choice {
  std::string text{};  // as written, for labels
  std::vector<std::pair<FieldId, FieldValue>> fields{};
  std::vector<GivenAttribute> attributes{};
};

/// The values of one field of an attempt: several when it was written as a list.
struct FieldChoices {
  std::string name{};  // `user`, `eap.type`, `attributes.NAS-Identifier`, `use`
  std::vector<Choice> choices{};
  bool is_list = false;
};
/// The fields of an attempt, each name once. Shared between the scenarios that use a fixture.
using AttemptChoices = std::vector<std::shared_ptr<const FieldChoices>>;

struct CaseField {
  std::shared_ptr<const FieldChoices> values{};
  bool in_label = false;  // tells the rows of the scenario apart
};

/// Rows with the same expectations. A scenario without `cases` has one; a list of fixtures makes one for each of them.
struct Case {
  std::uint32_t scenario = 0;  // row of Suite::scenarios
  std::string name{};          // empty: distinguished by its fields
  std::vector<CaseField> fields{};
  std::shared_ptr<const std::vector<Expectation>> expectations{};
  std::vector<Step> timeline{};            // not empty: one row of these, and neither fields nor expectations above
  std::shared_ptr<const Marker> marker{};  // its own, or the scenario's; nullptr: every row must pass
  Span where{};
  std::size_t row_count = 0;
};

struct Scenario {
  std::string name{};
  std::vector<std::string> tags{};  // its own and the suite's
  Span where{};
  std::uint32_t first_case = 0;  // row of Suite::cases
  std::uint32_t case_count = 0;
  std::size_t row_count = 0;
};

struct Suite {
  std::string name{};
  std::string file{};
  std::string site_file{};
  std::shared_ptr<const CompiledSite> site{};
  std::vector<EditedSite> edited{};  // states of the site that steps `set` lead to
  std::vector<Scenario> scenarios{};
  std::vector<Case> cases{};
};

/// The state of the site that a step names.
inline const std::shared_ptr<const CompiledSite>& site_at(const Suite& suite, SiteIndex index) {
  return index == 0 ? suite.site : suite.edited[index - 1].site;
}

/// One row of a suite: number `index` of a case, the last list that was written changing fastest.
struct RowId {
  std::uint32_t in_case = 0;  // row of Suite::cases
  std::size_t index = 0;
  friend bool operator==(const RowId&, const RowId&) = default;
};

/// The compiled site of a path (as `site:` says it, from the suite's folder), or nothing after reporting at `where`.
using FindSite = std::function<std::shared_ptr<const CompiledSite>(const std::string& path, Span where)>;

struct SuiteLimits {
  std::size_t rows = kMostRows;
};

/// Reads a suite and checks every attempt of it. Nothing after an error; all problems are in `diags`.
/// Errors: R1xx, R4xx, R5xx, and those of values (R2xx, R3xx).
std::optional<Suite> load_suite(const std::string& path, const FindSite& find_site, yaml::Library& library,
                                Diagnostics& diags);
/// The same from a text; for tests.
std::optional<Suite> load_suite_text(const std::string& name, std::string text, const FindSite& find_site,
                                     Sources& sources, Diagnostics& diags, SuiteLimits limits = {});

}  // namespace rapsim
