// A decision as text, for somebody who did not write the policies.
#pragma once

#include <string>

#include "base/span.hpp"
#include "engine/decision_fields.hpp"
#include "report/style.hpp"

namespace rapsim {

/// product.md "An explanation": one line, the tables, everything.
enum class Depth : std::uint8_t { brief, standard, verbose };

std::string render_text(const Explained& explained, const Sources& sources, Depth depth, Style style);

}  // namespace rapsim
