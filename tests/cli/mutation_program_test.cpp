// The same mutants through the program: the exit status is one of the documented ones, and whenever it is 2, stdout is
// empty and stderr is not. Changed parts of a site that includes them are only seen here.
#include <doctest/doctest.h>

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/mutation/mutate.hpp"
#include "tests/program.hpp"
#include "tests/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using mutation::Mutant;
using mutation::Original;

/// A copy of the shipped files.
class Workplace : public rapsim::test::TemporaryFolder {
 public:
  explicit Workplace(const fs::path& root) {
    for (const char* folder : {"policies", "scenarios"})
      fs::copy(root / folder, *this / folder, fs::copy_options::recursive);
  }
};

void check_run(const std::vector<std::string>& arguments, const Workplace& workplace) {
  std::string command;
  for (const std::string& argument : arguments) command += argument + " ";
  CAPTURE(command);
  const program::Result result = program::run(arguments, workplace.path());
  CAPTURE(result.exit);
  CAPTURE(result.err);
  CHECK((result.exit == 0 || result.exit == 1 || result.exit == 2));
  if (result.exit == 2) {
    CHECK(result.out.empty());
    CHECK_FALSE(result.err.empty());
  }
  CHECK(result.err.find("internal error") == std::string::npos);
}

/// The texts that a key of the file's root has: one, or a list of them.
std::vector<std::string> texts_of(const Original& file, std::string_view key) {
  std::vector<std::string> out;
  const mutation::Tree& root = file.parts.front().tree;
  for (std::size_t i = 0; i + 1 < root.items.size(); i += 2) {
    if (root.items[i].text != key) continue;
    const mutation::Tree& value = root.items[i + 1];
    if (value.items.empty()) out.push_back(value.text);
    for (const mutation::Tree& item : value.items) out.push_back(item.text);
  }
  return out;
}

/// For each file the shortest suite that reads it, itself or by the site: all of them would take minutes.
std::map<std::string, const Original*> suites_by_file(const std::vector<Original>& all) {
  std::map<std::string, const Original*> out;
  std::map<std::string, const Original*> by_path;
  for (const Original& file : all) by_path[file.path] = &file;
  const auto add = [&](const std::string& path, const Original& suite) {
    const auto [at, is_new] = out.try_emplace(path, &suite);
    if (!is_new && suite.text.size() < at->second->text.size()) at->second = &suite;
  };
  const auto beside = [](const Original& file, const std::string& name) {
    return (fs::path(file.path).parent_path() / name).lexically_normal().generic_string();
  };
  for (const Original& suite : all)
    for (const std::string& site : texts_of(suite, "site")) {
      out[suite.path] = &suite;
      const std::string path = beside(suite, site);
      add(path, suite);
      if (by_path.contains(path))
        for (const std::string& part : texts_of(*by_path[path], "include")) add(beside(*by_path[path], part), suite);
    }
  return out;
}

}  // namespace

TEST_CASE("the program on mutants: documented exit status, and nothing on stdout when it is 2") {
  const char* const root = std::getenv("RAPSIM_ROOT");
  REQUIRE(root != nullptr);
  std::vector<Original> all = mutation::originals_below(std::string(root) + "/policies");
  const std::size_t sites = all.size();
  for (Original& suite : mutation::originals_below(std::string(root) + "/scenarios")) all.push_back(std::move(suite));
  const std::map<std::string, const Original*> suites = suites_by_file(all);
  CHECK(suites.size() == all.size());  // each shipped site is used by a suite
  const Workplace workplace(root);
  const auto name_of = [&](const Original& file) { return fs::relative(file.path, root).generic_string(); };
  constexpr std::uint64_t kMutants = 150;
  for (std::uint64_t number = 0; number < kMutants; ++number) {
    rapsim::oracle::Random random(1'000'000'000 + number);
    const Mutant mutant = mutation::mutant_of(all, random);
    const std::string file = name_of(*mutant.original);
    INFO("mutant ", number, " of ", file, ":\n", mutant.text);
    workplace.write(file, mutant.text);
    check_run({"check", file}, workplace);
    check_run({"run", name_of(*suites.at(mutant.original->path)), "--brief"}, workplace);
    if (mutant.original < all.data() + sites)
      check_run({"explain", file, "--user", "alice", "--at", "2003-11-03T10:15"}, workplace);
    else
      check_run({"explain", "--scenario", file + ":a"}, workplace);
    workplace.write(file, mutant.original->text);
  }
}
