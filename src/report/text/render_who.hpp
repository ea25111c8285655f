// Who gets in, as a table, CSV or JSON.
#pragma once

#include <string>

#include "analysis/who.hpp"
#include "report/text/style.hpp"

namespace rapsim {

enum class WhoFormat : std::uint8_t { text, csv, csv_raw, json };

/// `by_class`: a row for all accounts that are alike, with their number and the first of them.
std::string render_who(const Who& who, const CompiledSite& site, bool by_class, WhoFormat format, Style style);

}  // namespace rapsim
