// A decision as text, for somebody who did not write the policies.
#pragma once

#include <string>

#include "base/span.hpp"
#include "diagnose/explanation.hpp"
#include "report/text/style.hpp"

namespace rapsim {

/// product.md "An explanation": one line, the tables, everything.
enum class Depth : std::uint8_t { brief, standard, verbose };

/// What `explanation` lacks is left out; for `brief` the decision is enough.
std::string render_text(const Explanation& explanation, const Sources& sources, Depth depth, Style style);

}  // namespace rapsim
