#include "report/run/run_formats.hpp"

#include <algorithm>

#include "report/run/suite_json.hpp"

namespace rapsim {
namespace {

std::string text(const RunReport& run) { return render_run(run.results, run.sources, run.detail, run.style); }
std::string json(const RunReport& run) { return run_json(run.results, run.sources); }
std::string json_lines(const RunReport& run) { return run_json_lines(run.results, run.sources); }

constexpr RunFormat kFormats[] = {
    {"text", "what failed, and why", text},
    {"json", "everything, format rapsim/run/1", json},
    {"jsonl", "the same as JSON lines: one a row, between one with versions and one with counts", json_lines},
    {"junit", "JUnit XML, for Jenkins, GitLab and many others", render_junit},
    {"tap", "TAP version 14, for test harnesses", render_tap},
    {"tap13", "the same as version 13, which is the last that `prove` of Perl 5.36 takes", render_tap13},
    {"github", "annotations of GitHub Actions", render_github},
    {"markdown", "a summary for a pull request or GITHUB_STEP_SUMMARY", render_markdown},
};

}  // namespace

std::span<const RunFormat> run_formats() { return kFormats; }

const RunFormat* find_run_format(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(kFormats), std::end(kFormats), [&](const RunFormat& row) { return row.name == name; });
  return found == std::end(kFormats) ? nullptr : found;
}

std::vector<std::string_view> run_format_names() {
  std::vector<std::string_view> out;
  for (const RunFormat& row : kFormats) out.push_back(row.name);
  return out;
}

}  // namespace rapsim
