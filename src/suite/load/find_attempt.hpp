// An attempt of a suite by name, as `rapsim run` prints it: for `rapsim explain --scenario FILE:NAME`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "suite/suite.hpp"

namespace rapsim {

/// `FILE:NAME` or `FILE`: the shortest beginning that is a file, so that both may have colons. Without such a file
/// everything is the file's name.
struct AttemptReference {
  std::string file{};
  std::string name{};  // empty: the only row
};
AttemptReference split_reference(std::string_view text);

struct FoundAttempt {
  RowId row{};
  std::size_t number = 0;  // of a timeline, from 1
};

/// In: a label, or a scenario or `scenario / case` of one row; `NAME#3` is the third attempt of a timeline, and without
/// a number the last one is meant. Errors: R507, R508.
std::optional<FoundAttempt> find_attempt(const Suite& suite, std::string_view name, Span where, Diagnostics& diags);

/// An attempt with the world that it meets.
struct Situation {
  Attempt attempt{};  // only what was given; not complete
  World world{};
  std::shared_ptr<const CompiledSite> site{};  // as it is then; nullptr after an error
};

/// The attempt as it would be on `site`, which may be another one than the suite's; a timeline's steps before it are
/// made there, too. Errors: those of complete_attempt() for its attempts, those of its edits.
Situation situation_of(const Suite& suite, const FoundAttempt& found, std::shared_ptr<const CompiledSite> site,
                       Sources& sources, Diagnostics& diags);

}  // namespace rapsim
