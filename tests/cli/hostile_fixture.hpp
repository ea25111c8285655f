// What the tests of hostile input share: a folder of bad files, and the program run there within its limits.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/program.hpp"
#include "tests/temporary_folder.hpp"

namespace rapsim::test::hostile {

namespace fs = std::filesystem;
using Out = std::ostream&;

// What is measured where: the second belongs to what users run, so it is asked of builds with optimization (`./dev
// test`); there it is processor time, because tests share the machine, and of several runs the fastest, because a busy
// neighbour slows the processor, too. Other builds only show that nothing hangs, with a part of the floods. The memory
// belongs to every build but those with sanitizers, which multiply it.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr double kMostSeconds = 60;
inline constexpr long kMostKib = 8 << 20;
inline constexpr int kPart = 4;
#elif defined(__OPTIMIZE__)
inline constexpr double kMostSeconds = 1;
inline constexpr long kMostKib = 200 << 10;
inline constexpr int kPart = 1;
#else
inline constexpr double kMostSeconds = 15;
inline constexpr long kMostKib = 200 << 10;
inline constexpr int kPart = 4;
#endif

inline constexpr const char* kHead = "format: rapsim/site/1\nname: X\n";

/// With a good site in it.
class Folder : public TemporaryFolder {
 public:
  Folder() {
    write("good.yaml", [](Out out) { out << kHead << "directory: { users: { alice: } }\n"; });
  }
  void write(const std::string& name, const std::function<void(Out)>& content) const {
    std::ofstream out(*this / name, std::ios::binary | std::ios::trunc);
    content(out);
    REQUIRE(out.good());
  }
};

inline void repeat(Out out, std::string_view piece, std::size_t times) {
  for (std::size_t i = 0; i < times; ++i) out << piece;
}

inline program::Result run(const Folder& folder, const std::vector<std::string>& arguments,
                           const std::string& input = "/dev/null") {
  std::string command;
  for (const std::string& argument : arguments) command += argument.substr(0, 60) + " ";
  CAPTURE(command);
  program::Result result = program::run(arguments, folder.path(), -1, input);
  for (int more = 0; more < 2 && result.seconds >= kMostSeconds; ++more) {
    const double seconds = result.seconds;
    result = program::run(arguments, folder.path(), -1, input);
    result.seconds = std::min(result.seconds, seconds);
  }
  CAPTURE(result.err.substr(0, 500));
  CHECK(result.seconds < kMostSeconds);
  CHECK(result.peak_kib < kMostKib);
  CHECK(result.err.size() < 600'000);
  CHECK(result.err.find("internal error") == std::string::npos);
  return result;
}

inline void check_refused(const program::Result& result, const std::string& code) {
  CAPTURE(result.err.substr(0, 500));
  CHECK(result.exit == 2);
  CHECK(result.out.empty());
  CHECK(result.err.find("error[" + code + "]") != std::string::npos);
}

}  // namespace rapsim::test::hostile
