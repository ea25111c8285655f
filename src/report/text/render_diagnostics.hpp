// Diagnostics as people read them: `file:line:column: error[R110]: message`, the line, a caret, help.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "report/text/style.hpp"

namespace rapsim {

/// The line, and carets under the place; empty where there is none.
std::string excerpt(Span where, const Sources& sources, const Style& style);

std::string render(const Diagnostics& diags, const Sources& sources, bool color);
/// The same of one record of a file that is not kept: `sources` has its text alone, which begins on line `first_line`
/// of `name`.
std::string render_record(const Diagnostics& diags, const Sources& sources, std::string_view name,
                          std::uint64_t first_line, const Style& style);

}  // namespace rapsim
