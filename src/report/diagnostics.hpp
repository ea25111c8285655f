// Diagnostics as people read them: `file:line:column: error[R110]: message`, the line, a caret, help.
#pragma once

#include <string>

#include "base/diagnostic.hpp"

namespace rapsim {

std::string render(const Diagnostics& diags, const Sources& sources, bool color);

}  // namespace rapsim
