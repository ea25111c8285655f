// The same mutants through the program: the exit status is one of the documented ones, and whenever it is 2, stdout is
// empty and stderr is not. Changed parts of a site that includes them are only seen here.
#include <doctest/doctest.h>

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/mutation/mutate.hpp"
#include "tests/program.hpp"

namespace {

namespace fs = std::filesystem;
using mutation::Mutant;
using mutation::Original;

/// A copy of the shipped files, deleted at the end.
class Workplace {
 public:
  explicit Workplace(const fs::path& root)
      : path_(fs::temp_directory_path() / ("rapsim-mutation-" + std::to_string(getpid()))) {
    fs::create_directories(path_);
    for (const char* folder : {"policies", "scenarios"})
      fs::copy(root / folder, path_ / folder, fs::copy_options::recursive);
  }
  ~Workplace() { fs::remove_all(path_); }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  void write(const fs::path& file, const std::string& text) const {
    std::ofstream(path_ / file, std::ios::binary | std::ios::trunc) << text;
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  fs::path path_;
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

}  // namespace

TEST_CASE("the program on mutants: documented exit status, and nothing on stdout when it is 2") {
  const char* const root = std::getenv("RAPSIM_ROOT");
  REQUIRE(root != nullptr);
  std::vector<Original> all = mutation::originals_below(std::string(root) + "/policies");
  const std::size_t sites = all.size();
  for (Original& suite : mutation::originals_below(std::string(root) + "/scenarios")) all.push_back(std::move(suite));
  const Workplace workplace(root);
  constexpr std::uint64_t kMutants = 150;
  for (std::uint64_t number = 0; number < kMutants; ++number) {
    rapsim::oracle::Random random(1'000'000'000 + number);
    const Mutant mutant = mutation::mutant_of(all, random);
    const std::string file = fs::relative(mutant.original->path, root).generic_string();
    INFO("mutant ", number, " of ", file, ":\n", mutant.text);
    workplace.write(file, mutant.text);
    check_run({"check", file}, workplace);
    check_run({"run", "scenarios", "--brief"}, workplace);
    if (mutant.original < all.data() + sites)
      check_run({"explain", file, "--user", "alice", "--at", "2003-11-03T10:15"}, workplace);
    else
      check_run({"explain", "--scenario", file + ":a"}, workplace);
    workplace.write(file, mutant.original->text);
  }
}
