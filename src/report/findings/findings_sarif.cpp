// Findings as SARIF 2.1.0 (OASIS Standard, errata 01), the format of code scanning. Columns count code points.
#include <fmt/format.h>
#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <range/v3/algorithm/find_if.hpp>

#include "base/text.hpp"
#include "report/findings/findings.hpp"

namespace rapsim {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// A path as the part of a URI: everything but the characters that represent themselves is escaped (RFC 3986 2.3).
std::string uri_text(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/";
  std::string out;
  for (const char c : path) {
    const bool is_plain =
        (lower(c) >= 'a' && lower(c) <= 'z') || is_digit(c) || kPlain.find(c) != std::string_view::npos;
    out += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

/// Relative to the folder where the path leads below it; what lies elsewhere has its whole URI.
Json artifact_of(std::string_view name, const std::string& folder) {
  const fs::path path = (fs::path(folder) / fs::path(name)).lexically_normal();
  const fs::path relative = path.lexically_relative(fs::path(folder).lexically_normal());
  if (relative.empty() || *relative.begin() == "..") return {{"uri", "file://" + uri_text(path.generic_string())}};
  return {{"uri", uri_text(relative.generic_string())}, {"uriBaseId", "%SRCROOT%"}};
}

class Writer {
 public:
  Writer(const Sources& sources, const std::string& folder) : sources_(sources), folder_(folder) {}

  [[nodiscard]] Json location(Span where) {
    Json physical{{"artifactLocation", artifact_of(sources_.name(where.file), folder_)}};
    if (where.known()) physical["region"] = region(where);
    return {{"physicalLocation", std::move(physical)}};
  }

  [[nodiscard]] Json result(const Finding& finding, std::size_t rule) {
    Json out{{"ruleId", finding.id},
             {"ruleIndex", rule},
             {"level", level_name(finding.level)},
             {"message", {{"text", message(finding)}}}};
    if (finding.where.file < sources_.size()) out["locations"] = Json::array({location(finding.where)});
    Json related = Json::array();
    for (const FindingPlace& place : finding.related) {
      if (!place.where.known()) continue;
      Json there = location(place.where);
      there["id"] = related.size();
      there["message"] = {{"text", place.text}};
      related.push_back(std::move(there));
    }
    if (!related.empty()) out["relatedLocations"] = std::move(related);
    if (finding.suppressed)
      out["suppressions"] = Json::array({{{"kind", "inSource"}, {"justification", *finding.suppressed}}});
    return out;
  }

 private:
  [[nodiscard]] static std::string message(const Finding& finding) {
    return finding.message + (finding.fix.empty() ? "" : "\nFix: " + finding.fix);
  }

  [[nodiscard]] Json region(Span where) {
    const auto [at, is_new] = lines_.try_emplace(where.file);
    if (is_new) at->second = lines_of(sources_.text(where.file));
    const std::string_view line = where.line <= at->second.size() ? at->second[where.line - 1] : std::string_view();
    const std::size_t begin = std::min<std::size_t>(where.column - 1, line.size());
    const std::size_t end = std::min<std::size_t>(begin + where.length, line.size());
    const std::size_t start = width_of(line.substr(0, begin)) + 1;
    return {{"startLine", where.line},
            {"startColumn", start},
            {"endColumn", start + width_of(line.substr(begin, end - begin))}};
  }

  const Sources& sources_;
  const std::string& folder_;
  std::map<std::uint32_t, std::vector<std::string_view>> lines_{};  // of the files that were pointed into
};

Json rule_of(const Lint& row) {
  const std::string why(row.why), fix(row.fix);
  return {{"id", row.id},
          {"shortDescription", {{"text", row.summary}}},
          {"fullDescription", {{"text", why}}},
          {"help", {{"text", why + "\n\nFix: " + fix + "\n\nSource: " + std::string(row.source)}}},
          {"defaultConfiguration", {{"level", level_name(row.level)}}}};
}

Json rule_of(const CodeRow& row) {
  return {{"id", row.code},
          {"shortDescription", {{"text", row.meaning}}},
          {"defaultConfiguration", {{"level", "warning"}}}};
}

/// Every lint, and the codes of the warnings that there are.
struct Rules {
  Json list = Json::array();
  std::vector<std::string_view> ids{};

  explicit Rules(const Findings& findings) {
    for (const Lint& row : lints()) add(row.id, rule_of(row));
    for (const CodeRow& row : kCodes)
      if (ranges::find_if(findings, [&](const Finding& found) { return found.id == row.code; }) != findings.end())
        add(row.code, rule_of(row));
  }
  [[nodiscard]] std::size_t index_of(std::string_view id) const {
    return static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
  }

 private:
  void add(std::string_view id, Json rule) {
    ids.push_back(id);
    list.push_back(std::move(rule));
  }
};

}  // namespace

std::string render_sarif(const Findings& findings, const Sources& sources, const std::string& folder) {
  Rules rules(findings);
  Writer writer(sources, folder);
  Json results = Json::array();
  for (const Finding& finding : findings) results.push_back(writer.result(finding, rules.index_of(finding.id)));
  Json run;
  run["tool"]["driver"] = {{"name", "rapsim"}, {"version", RAPSIM_VERSION}, {"rules", std::move(rules.list)}};
  run["invocations"] = Json::array({{{"executionSuccessful", true}}});
  run["columnKind"] = "unicodeCodePoints";
  run["results"] = std::move(results);
  Json out;
  out["$schema"] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  out["version"] = "2.1.0";
  out["runs"] = Json::array({std::move(run)});
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rapsim
