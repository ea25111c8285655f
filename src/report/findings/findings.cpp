// Findings as text and as records, and the table of what can be found.
#include "report/findings/findings.hpp"

#include "base/visible.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "base/text.hpp"
#include "report/text/render_diagnostics.hpp"

namespace rapsim {
namespace {

std::string place_text(Span where, const Sources& sources) {
  if (where.known()) return fmt::format("{}:{}:{}: ", visible(sources.name(where.file)), where.line, where.column);
  return where.file < sources.size() ? fmt::format("{}: ", visible(sources.name(where.file))) : std::string();
}

std::string level_text(const Finding& finding, const Style& style) {
  const std::string kind = fmt::format("{}[{}]", level_name(finding.level), finding.id);
  if (finding.level == FindingLevel::error) return style.bad(kind);
  return finding.level == FindingLevel::warning ? style.open(kind) : style.dim(kind);
}

std::string one_text(const Finding& finding, const Sources& sources, const Style& style) {
  std::string out = fmt::format("{}{}: {}\n", place_text(finding.where, sources), level_text(finding, style),
                                visible(finding.message));
  if (finding.where.known()) out += excerpt(finding.where, sources, style);
  for (const FindingPlace& place : finding.related)
    if (place.where.known())
      out += fmt::format("  see {}:{}: {}\n", visible(sources.name(place.where.file)), place.where.line,
                         visible(place.text));
  if (!finding.fix.empty()) out += fmt::format("  help: {}\n", visible(finding.fix));
  if (finding.suppressed) out += fmt::format("  allowed: {}\n", visible(*finding.suppressed));
  return out;
}

Record place_record(Span where, const Sources& sources) {
  if (!where.known()) return {};
  return {{{"file", std::string(sources.name(where.file))},
           {"line", std::int64_t{where.line}},
           {"column", std::int64_t{where.column}}}};
}

}  // namespace

std::string render_findings(const Findings& findings, const Sources& sources, FindingDepth depth, Style style) {
  constexpr std::size_t kMostOfOne = 10;
  using Kind = std::pair<std::string_view, std::string_view>;  // file, id
  std::map<Kind, std::size_t> counts;
  std::string out;
  for (const Finding& finding : findings) {
    if (finding.suppressed && !depth.with_suppressed) continue;
    const bool has_file = finding.where.file < sources.size();
    const std::size_t count = ++counts[{has_file ? sources.name(finding.where.file) : "", finding.id}];
    if (count <= kMostOfOne || depth.with_all) out += one_text(finding, sources, style);
  }
  for (const auto& [kind, count] : counts)
    if (count > kMostOfOne && !depth.with_all)
      out += fmt::format("{}: {} more of [{}]; --verbose shows them\n", kind.first, count - kMostOfOne, kind.second);
  return out;
}

Record finding_record(const Finding& finding, const Sources& sources) {
  Record out{{{"id", std::string(finding.id)},
              {"level", std::string(level_name(finding.level))},
              {"message", finding.message},
              {"help", finding.fix.empty() ? RecordValue{} : RecordValue{finding.fix}}}};
  for (RecordField& field : place_record(finding.where, sources).fields) out.fields.push_back(std::move(field));
  std::vector<Record> related;
  for (const FindingPlace& place : finding.related) {
    Record record = place_record(place.where, sources);
    if (record.fields.empty()) continue;
    record.fields.push_back({"text", place.text});
    related.push_back(std::move(record));
  }
  out.fields.push_back({"related", std::move(related)});
  out.fields.push_back({"allowed", finding.suppressed ? RecordValue{*finding.suppressed} : RecordValue{}});
  return out;
}

Table finding_table() {
  Table table{.name = "findings", .titles = {"id", "level", "meaning"}};
  for (const Lint& row : lints()) {
    const std::string id(row.id), level(level_name(row.level)), summary(row.summary);
    table.cells.push_back({id, level, summary});
    table.records.push_back({{{"id", id},
                              {"level", level},
                              {"meaning", summary},
                              {"why", std::string(row.why)},
                              {"fix", std::string(row.fix)},
                              {"needs-today", row.needs_today},
                              {"source", std::string(row.source)}},
                             {},
                             {id}});
  }
  table.notes = {"`rapsim check --explain ID` says more; `# rapsim: allow ID -- reason` in a site allows a finding"};
  return table;
}

}  // namespace rapsim
