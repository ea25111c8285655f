// What `rapsim run` prints of tests/run_golden/suites, word for word. After a change that is meant:
// RAPSIM_UPDATE_GOLDEN=1 rewrites the files, and the diff is read before it is committed.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "report/run/suite_json.hpp"
#include "report/run/suite_text.hpp"
#include "report/text/render_diagnostics.hpp"
#include "suite/load/sites.hpp"

namespace {

using namespace rapsim;  // NOLINT: what the command `run` is made of
namespace fs = std::filesystem;

/// Paths in the output are relative, so the tests run where the suites are.
void enter_folder() {
  const char* const root = std::getenv("RAPSIM_ROOT");
  REQUIRE_MESSAGE(root != nullptr, "RAPSIM_ROOT names the project's folder");
  fs::current_path(fs::path(root) / "tests" / "run_golden");
}

struct Run {
  Sources sources{};
  Diagnostics diags{};
  std::vector<Suite> suites{};
  std::vector<SuiteResult> results{};

  explicit Run(const std::vector<std::string>& paths, const RunOptions& options = {}) {
    suites = load_suites(suite_files(paths, sources, diags), sources, diags);
    for (const Suite& suite : suites) results.push_back(run_suite(suite, options));
  }
};

void compare(const std::string& name, const std::string& text) {
  INFO("file: ", name);
  if (std::getenv("RAPSIM_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(name, std::ios::binary) << text;
    return;
  }
  std::ifstream in(name, std::ios::binary);
  CHECK(text == std::string(std::istreambuf_iterator<char>(in), {}));
}

/// A release must not change the files.
std::string without_version(std::string text) {
  const std::string version = "\"version\": \"" RAPSIM_VERSION "\"";
  const std::size_t at = text.find(version);
  REQUIRE(at != std::string::npos);
  return text.replace(at, version.size(), "\"version\": \"...\"");
}

std::string errors_of(const std::vector<std::string>& paths) {
  const Run run(paths);
  CHECK(run.suites.empty());
  return render(run.diags, run.sources, false);
}

}  // namespace

TEST_CASE("run: text at every depth") {
  enter_folder();
  const Run run({"suites"});
  CHECK_FALSE(run.diags.has_errors());
  const auto text = [&](RunDetail detail) { return render_run(run.results, run.sources, detail, {}); };
  compare("standard.txt", text(RunDetail::standard));
  compare("brief.txt", text(RunDetail::brief));
  compare("quiet.txt", text(RunDetail::quiet));
  compare("verbose.txt", text(RunDetail::verbose));
}

TEST_CASE("run: rows that need not pass") {
  enter_folder();
  const Run run({"excused"}, {.today = *day_in("2026-07-01")});
  CHECK_FALSE(run.diags.has_errors());
  const auto text = [&](RunDetail detail) { return render_run(run.results, run.sources, detail, {}); };
  compare("excused.txt", text(RunDetail::standard));
  compare("excused-brief.txt", text(RunDetail::brief));
  compare("excused-verbose.txt", text(RunDetail::verbose));
  compare("excused.json", without_version(run_json(run.results, run.sources)));
}

TEST_CASE("run: timelines") {
  enter_folder();
  const Run run({"timelines"});
  CHECK_FALSE(run.diags.has_errors());
  compare("timelines.txt", render_run(run.results, run.sources, RunDetail::standard, {}));
  compare("timelines-brief.txt", render_run(run.results, run.sources, RunDetail::brief, {}));
  compare("timelines.json", without_version(run_json(run.results, run.sources)));
}

TEST_CASE("run: JSON") {
  enter_folder();
  const Run run({"suites/failing.yaml"});
  compare("failing.json", without_version(run_json(run.results, run.sources)));
}

TEST_CASE("run: only the first rows of a scenario are explained, all of them with --verbose") {
  enter_folder();
  const Run run({"many/ten-rows.yaml"});
  REQUIRE(run.results.size() == 1);
  CHECK(run.results.front().failed.size() == 10);
  const auto explained = [&](RunDetail detail) {
    const std::string text = render_run(run.results, run.sources, detail, {});
    std::size_t count = 0;
    for (std::size_t at = text.find("ACCEPT "); at != std::string::npos; at = text.find("ACCEPT ", at + 1)) ++count;
    return count;
  };
  CHECK(explained(RunDetail::standard) == 5);
  CHECK(explained(RunDetail::verbose) == 10);
  CHECK(explained(RunDetail::brief) == 0);
}

TEST_CASE("run: the same input gives the same output") {
  enter_folder();
  const Run first({"suites"}), second({"suites"});
  CHECK(run_json(first.results, first.sources) == run_json(second.results, second.sources));
}

TEST_CASE("run: a folder means every suite below it, sorted by path, each file once") {
  enter_folder();
  Sources sources;
  Diagnostics diags;
  CHECK(suite_files({"suites/passing.yaml", "."}, sources, diags) ==
        std::vector<std::string>{"suites/passing.yaml", "excused/markers.yaml", "many/ten-rows.yaml", "site.yaml",
                                 "suites/failing.yaml", "timelines/hours.yaml", "timelines/world.yaml"});
  CHECK(diags.empty());
}

TEST_CASE("run: suites share a site") {
  enter_folder();
  const Run run({"suites"});
  REQUIRE(run.suites.size() == 2);
  CHECK(run.suites[0].site == run.suites[1].site);
}

TEST_CASE("run: files that are missing, folders without suites") {
  enter_folder();
  CHECK(errors_of({"missing"}) == "missing: error[R101]: no such file or folder\n");
  const fs::path empty = fs::temp_directory_path() / "rapsim-run-golden-empty";
  fs::create_directory(empty);
  CHECK(errors_of({empty.string()}).find("error[R101]: no suite in this folder") != std::string::npos);
  fs::remove(empty);
}

TEST_CASE("run: an error of one suite does not hide those of another, or its own site's") {
  enter_folder();
  const Run run({"../diagnostics/R401_expect_any.yaml", "suites", "../diagnostics/R405_a_misspelt_decision.yaml"});
  CHECK(run.suites.size() == 2);
  CHECK(run.diags.sorted().size() == 2);
}
