// The rows of a case: every combination of the values of its fields.
#pragma once

#include <string>

#include "suite/suite.hpp"

namespace rapsim {

/// The complete attempt of a row. Errors: those of complete_attempt(); load_suite() has reported them.
Attempt attempt_of(const Case& rows, std::size_t index, const Site& site, Diagnostics& diags);

/// `name [user=alice, authentication=MS-CHAP]`, `name / case [user=bob]`: only the fields that tell rows apart.
std::string label_of(const Suite& suite, RowId row);

/// `FILE:LABEL`, which find_row() reads; `#3` at its end for an attempt of a timeline.
std::string reference_to(const Suite& suite, RowId row, std::size_t number = 0);

}  // namespace rapsim
