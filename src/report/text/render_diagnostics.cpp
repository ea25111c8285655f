#include "report/text/render_diagnostics.hpp"

#include "base/visible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <range/v3/algorithm/count_if.hpp>

#include "base/text.hpp"
#include "report/text/style.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kWidestLine = 160;  // bytes of a source line that are shown

/// `place`: `file:line:column`, or what is known of it.
std::string render_one(const Diagnostic& diagnostic, const std::string& place, const Sources& sources,
                       const Style& style) {
  const bool is_error = diagnostic.severity == Severity::error;
  const std::string kind = fmt::format("{}[{}]", is_error ? "error" : "warning", diagnostic.code.text());
  std::string out = place.empty() ? "" : place + ": ";
  out += fmt::format("{}: {}\n", is_error ? style.bad(kind) : style.open(kind), visible(diagnostic.message));
  if (diagnostic.where.known()) out += excerpt(diagnostic.where, sources, style);
  if (!diagnostic.help.empty()) out += fmt::format("  help: {}\n", visible(diagnostic.help));
  return out;
}

std::string place_of(Span where, const Sources& sources) {
  if (where.known()) return fmt::format("{}:{}:{}", visible(sources.name(where.file)), where.line, where.column);
  return where.file < sources.size() ? visible(sources.name(where.file)) : std::string{};
}

}  // namespace

std::string excerpt(Span where, const Sources& sources, const Style& style) {
  const std::string_view line = sources.line(where.file, where.line);  // may have megabytes
  const std::size_t at = where.column == 0 ? 0 : where.column - 1;
  if (line.empty() || at > line.size()) return {};
  std::size_t from = at > kWidestLine / 2 && line.size() > kWidestLine ? at - kWidestLine / 2 : 0;
  while (from < at && continues_code_point(line[from])) ++from;
  std::size_t to = std::min(line.size(), from + kWidestLine);
  while (to < line.size() && continues_code_point(line[to])) ++to;
  const std::size_t marked = std::min<std::size_t>(std::max<std::uint32_t>(where.length, 1), to > at ? to - at : 1);
  const std::size_t carets = std::max<std::size_t>(width_of(visible(line.substr(at, marked))), 1);
  return fmt::format("    {}\n    {}{}\n", visible(line.substr(from, to - from)),
                     std::string(width_of(visible(line.substr(from, at - from))), ' '),
                     style.good("^" + std::string(carets - 1, '~')));
}

std::string render(const Diagnostics& diags, const Sources& sources, bool color) {
  std::string out;
  for (const Diagnostic& diagnostic : diags.sorted())
    out += render_one(diagnostic, place_of(diagnostic.where, sources), sources, Style{color});
  if (const std::size_t more = diags.left_out(); more != 0)
    out += fmt::format("{} more {} left out\n", more, more == 1 ? "problem is" : "problems are");
  return out;
}

std::string render_record(const Diagnostics& diags, const Sources& sources, std::string_view name,
                          std::uint64_t first_line, const Style& style) {
  std::string out;
  for (const Diagnostic& diagnostic : diags.sorted()) {
    const Span where = diagnostic.where;
    const std::string shown = visible(name);
    const std::string place = where.known() ? fmt::format("{}:{}:{}", shown, first_line + where.line - 1, where.column)
                                            : fmt::format("{}:{}", shown, first_line);
    out += render_one(diagnostic, place, sources, style);
  }
  return out;
}

}  // namespace rapsim
