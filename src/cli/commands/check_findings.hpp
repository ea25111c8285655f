// What `rapsim check` has found in all files together: lints, warnings of loading, and what comments allow.
#pragma once

#include "analysis/lints.hpp"
#include "cli/commands/check_files.hpp"

namespace rapsim {

/// Of all sites, by file and place, each once: a part that several sites include is judged in each of them. Warnings of
/// loading are taken out of the context's diagnostics. `today`: as of find_all. Errors: R321 to R323.
Findings findings_of(const std::vector<CheckedFile>& files, std::optional<Instant> today, Context& context);

}  // namespace rapsim
