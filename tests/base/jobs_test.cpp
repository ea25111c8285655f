// Any number of jobs gives the same bytes: results, problems and their order. And what works side by side is what was
// asked for, once each.
#include <doctest/doctest.h>

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/parallel.hpp"
#include "suite/load/sites.hpp"
#include "tests/program.hpp"
#include "tests/temporary_folder.hpp"
#include "yaml/library.hpp"

namespace {

using namespace rapsim;
namespace fs = std::filesystem;

/// Files of which many are wrong: suites that share two sites, one of them without errors.
class Folder : public test::TemporaryFolder {
 public:
  Folder() {
    write("good.yaml", "format: rapsim/site/1\ninclude: [part.yaml]\n");
    write("part.yaml", "directory: { users: { alice: , bob: { dial-in: { permission: deny } } } }\n");
    write("bad.yaml", "format: rapsim/site/1\nplicies: []\nserver: { nmae: X }\n");
    for (int i = 0; i < 40; ++i) write("suites/s" + std::to_string(10 + i) + ".yaml", suite(i));
  }

 private:
  static std::string suite(int number) {
    return "format: rapsim/suite/1\nsite: ../" + std::string(number % 7 == 3 ? "bad" : "good") +
           ".yaml\nclock: 2003-11-03T09:00\nscenarios:\n  - { name: a, attempt: { user: [alice, bob] }, expect: { " +
           (number % 5 == 1 ? "desicion" : "decision") + ": accept } }\n";
  }
};

program::Result with_jobs(std::vector<std::string> arguments, const std::string& jobs, const std::string& folder) {
  arguments.insert(arguments.end(), {"--jobs", jobs});
  return program::run(arguments, folder);
}

void check_same(const std::vector<std::string>& arguments, const std::string& folder, int exit) {
  CAPTURE(arguments);
  const program::Result one = with_jobs(arguments, "1", folder);
  CHECK(one.exit == exit);
  CHECK_FALSE((one.out + one.err).empty());
  for (const char* jobs : {"2", "8"}) {
    CAPTURE(jobs);
    const program::Result many = with_jobs(arguments, jobs, folder);
    CHECK(many.exit == one.exit);
    CHECK(many.out == one.out);
    CHECK(many.err == one.err);
  }
}

}  // namespace

TEST_CASE("jobs: every index once, also when there are more jobs than work") {
  for (const std::size_t jobs : {0U, 1U, 2U, 7U, 100U}) {
    std::vector<std::atomic<int>> calls(53);
    for_each_index(calls.size(), jobs, [&](std::size_t i) { ++calls[i]; });
    for (const std::atomic<int>& count : calls) CHECK(count == 1);
  }
  for_each_index(0, 4, [](std::size_t) { FAIL("called for nothing"); });
}

TEST_CASE("jobs: the exception of the first index that throws comes out") {
  for (const std::size_t jobs : {1U, 4U}) {
    const auto work = [](std::size_t i) {
      if (i % 10 == 7) throw std::runtime_error("at " + std::to_string(i));
    };
    CHECK_THROWS_WITH(for_each_index(50, jobs, work), "at 7");
  }
}

TEST_CASE("library: each file is read once, by whatever path, and its problems are told each time") {
  const Folder folder;
  Sources sources;
  yaml::Library library(sources, 4);
  const std::string good = folder.path() + "/good.yaml", detour = folder.path() + "/suites/../good.yaml";
  library.prepare({good, folder.path() + "/part.yaml", good, detour, folder.path() + "/gone.yaml"});
  CHECK(sources.size() == 3);
  CHECK_FALSE(library.is_loaded(good));
  Diagnostics diags;
  const auto first = library.find(good, diags), second = library.find(detour, diags);
  CHECK(first.document != nullptr);
  CHECK(first.document == second.document);
  CHECK(diags.empty());
  CHECK(library.is_loaded(detour));
  CHECK(library.find(folder.path() + "/gone.yaml", diags).document == nullptr);
  CHECK(diags.has_errors());
  Diagnostics again;
  library.find(folder.path() + "/gone.yaml", again);
  CHECK(again.has_errors());
  CHECK(sources.size() == 3);
}

TEST_CASE("load_suites: files and sites are parsed once, in the same order for any number of jobs") {
  const Folder folder;
  std::vector<std::string> names;
  for (const std::size_t jobs : {1U, 5U}) {
    Sources sources;
    Diagnostics diags;
    const auto suites = load_suites(suite_files({folder.path() + "/suites"}, sources, diags), sources, diags, jobs);
    CHECK(suites.size() < 40);
    CHECK_FALSE(suites.empty());
    std::vector<std::string> found;
    for (std::uint32_t file = 0; file < sources.size(); ++file)
      if (fs::exists(sources.name(file))) found.emplace_back(sources.name(file));  // and not the built-in policies
    CHECK(found.size() == 43);                                                     // 40 suites, two sites, one part
    if (names.empty()) names = found;
    CHECK(found == names);
  }
}

TEST_CASE("the program prints the same for any number of jobs") {
  const Folder folder;
  const std::string root = program::from_environment("RAPSIM_ROOT");
  // A folder and files, with 17 sites of all dialects: the whole of scenarios would show no more, and takes minutes.
  const std::vector<std::string> some = {"scenarios/readings", "scenarios/troubleshooting/error-721.yaml",
                                         "scenarios/patterns.yaml", "scenarios/policy-match.yaml",
                                         "scenarios/builtin-2000.yaml"};
  const auto with_some = [&](std::vector<std::string> before, const std::vector<std::string>& after) {
    before.insert(before.end(), some.begin(), some.end());
    before.insert(before.end(), after.begin(), after.end());
    return before;
  };
  check_same(with_some({"run"}, {}), root, 0);
  check_same(with_some({"run"}, {"--disputed", "list", "--format", "json"}), root, 0);
  check_same(with_some({"run"}, {"--filter", "decision == reject", "--quiet"}), root, 0);
  check_same(with_some({"check"}, {"policies"}), root, 0);
  check_same({"run", "suites"}, folder.path(), 2);
  check_same({"check", "."}, folder.path(), 2);
}

TEST_CASE("a number of jobs that is none") {
  const std::string root = program::from_environment("RAPSIM_ROOT");
  for (const char* jobs : {"0", "-1", "many", "", "257", "1.5", "99999999999"}) {
    CAPTURE(jobs);
    const program::Result result = with_jobs({"run", "scenarios/patterns.yaml"}, jobs, root);
    CHECK(result.exit == 2);
    CHECK(result.out.empty());
    CHECK(result.err.find("error[R312]") != std::string::npos);
  }
}
