// Diagnostics as people read them: `file:line:column: error[R110]: message`, the line, a caret, help.
#pragma once

#include <string>

#include "base/diagnostic.hpp"
#include "report/text/style.hpp"

namespace rapsim {

/// The line, and carets under the place; empty where there is none.
std::string excerpt(Span where, const Sources& sources, const Style& style);

std::string render(const Diagnostics& diags, const Sources& sources, bool color);

}  // namespace rapsim
