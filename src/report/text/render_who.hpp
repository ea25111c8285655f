// Who gets in, as a table, CSV, JSON or Markdown.
#pragma once

#include <string>
#include <vector>

#include "analysis/who.hpp"
#include "report/text/style.hpp"

namespace rapsim {

enum class WhoFormat : std::uint8_t { text, csv, csv_raw, json, markdown };

/// `by_class`: a row for all accounts that are alike, with their number and the first of them.
std::string render_who(const Who& who, const CompiledSite& site, bool by_class, WhoFormat format, Style style);

/// What differs from an earlier result, as a line each; empty: nothing.
struct WhoChange {
  std::string account{}, access{}, at{};
  std::string before{}, now{};  // `accept by "Staff", Session-Timeout 3600`; empty: there was, or is, no such row
};
/// `baseline`: what `--format json` printed. Settings are compared that both have. Nothing when it is not such a
/// document: `problem` says why.
std::optional<std::vector<WhoChange>> changes_since(std::string_view baseline, const Who& who, const CompiledSite& site,
                                                    std::string& problem);
std::string render_changes(const std::vector<WhoChange>& changes, std::size_t decisions);

}  // namespace rapsim
