#include "report/run_formats.hpp"

#include <algorithm>

#include "report/suite_json.hpp"

namespace rapsim {
namespace {

std::string text(const RunReport& run) { return render_run(run.results, run.sources, run.detail, run.style); }
std::string json(const RunReport& run) { return run_json(run.results, run.sources); }

constexpr RunFormat kFormats[] = {
    {"text", "what failed, and why", text},
    {"json", "everything, format rapsim/run/1", json},
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
