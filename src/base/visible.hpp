// The one place that makes texts of users safe to print: for a terminal, for the log of a CI run, for a spreadsheet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rapsim {

/// The text on one line. What would act on a terminal, hide, or reorder other characters is a visible escape: `\x1b`,
/// `\n`, `\u202e`, and `\xff` for a byte that is not UTF-8. Source: Unicode 15, categories Cc, Cf, Zl, Zp.
std::string visible(std::string_view text);
/// The same, but line feeds and tabs stay.
std::string visible_lines(std::string_view text);

/// What reads an output.
enum class OutputKind : std::uint8_t {
  text,    // people: terminals, logs, fences of Markdown
  json,    // JSON or JSON lines
  xml,     // XML
  github,  // commands of a GitHub runner that rapsim itself gives, and text
  exact,   // a file of the user, or CSV whose cells are safe: every byte as it is
};

/// A whole output, as it is written: the last line of defence behind visible(). Runners of CI systems obey lines that
/// begin with `::`, and `##[` and `##vso[` anywhere; no data makes these (text: a visible break; JSON and XML: an
/// escape that reads back the same). `has_color`: the sequences that colour a text stay. Source: actions/runner
/// ActionCommand.cs; Azure Pipelines "logging commands".
std::string safe_output(std::string_view output, OutputKind kind, bool has_color = false);

/// A cell of CSV (RFC 4180). Not `raw`: on one line and without commands of a runner, as in text, and with a `'` before
/// a text that a spreadsheet takes for a formula: it begins with `=`, `+`, `-` or `@`.
std::string csv_cell(std::string_view text, bool raw);

}  // namespace rapsim
