// The tags that `--tag` may name.
#pragma once

#include <string>
#include <vector>

#include "suite/suite.hpp"

namespace rapsim {

/// True when a scenario of one of the suites has the tag; otherwise R507 at `where`: a typing mistake must not run
/// nothing and call it passed.
bool check_tag(const std::string& tag, const std::vector<Suite>& suites, Span where, Diagnostics& diags);

}  // namespace rapsim
