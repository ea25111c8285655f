// What is where a file is expected, or leads to other files, and nobody vetted: whatever it is, the answer is an
// error with a place, within a second.
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "tests/cli/hostile_fixture.hpp"

using namespace rapsim::test::hostile;  // NOLINT: a test

TEST_CASE("what is no file: folders, pipes, devices, links in a circle, files that are gone") {
  const Folder folder;
  fs::create_directory(folder / "folder.yaml");
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  fs::create_symlink("loop", folder / "loop");
  fs::create_directory(folder / "left");
  fs::create_symlink("nowhere", folder / "left/gone.yaml");
  struct NoFile {
    const char* path;
    const char* code;
  };
  for (const NoFile& row : {NoFile{"pipe", "R101"},
                            {"/dev/zero", "R104"},
                            {"/dev/ptmx", "R101"},  // would wait for a terminal that nobody has opened
                            {"loop", "R101"},
                            {"nowhere.yaml", "R101"},
                            {"left/gone.yaml", "R101"},
                            {"left", "R101"},
                            {"good.yaml/below.yaml", "R101"},
                            {"", "R101"}}) {
    INFO(row.path);
    const std::string path = row.path;
    check_refused(run(folder, {"check", path}), row.code);
    check_refused(run(folder, {"run", path}), row.code);
    if (path == "left") continue;
    check_refused(run(folder, {"explain", path, "--user", "a"}), row.code);
    check_refused(run(folder, {"explain", "good.yaml", "--attempt", path}), row.code);
    CHECK(run(folder, {"explain", "--scenario", path + ":a"}).exit == 2);
  }
  check_refused(run(folder, {"explain", "folder.yaml", "--user", "a"}), "R101");
  check_refused(run(folder, {"explain", "good.yaml", "--attempt", "folder.yaml"}), "R101");
  check_refused(run(folder, {"explain", "good.yaml", "--attempt", "-"}, "/dev/zero"), "R104");
  check_refused(run(folder, {"explain", "good.yaml", "--attempt", "-"}), "R111");
}

TEST_CASE("includes in a circle, and in a chain of a thousand files") {
  const Folder folder;
  folder.write("a.yaml", [](Out out) { out << kHead << "include: [b.yaml]\n"; });
  folder.write("b.yaml", [](Out out) { out << "include: [c.yaml]\n"; });
  folder.write("c.yaml", [](Out out) { out << "include: [a.yaml, b.yaml, c.yaml]\n"; });
  check_refused(run(folder, {"check", "a.yaml"}), "R310");
  check_refused(run(folder, {"explain", "a.yaml", "--user", "alice"}), "R310");
  folder.write("top.yaml", [](Out out) { out << kHead << "include: [i0.yaml]\n"; });
  constexpr int kFiles = 1000;
  for (int i = 0; i < kFiles; ++i)
    folder.write("i" + std::to_string(i) + ".yaml",
                 [&](Out out) { out << "include: [i" << (i + 1) % kFiles << ".yaml]\n"; });
  check_refused(run(folder, {"check", "top.yaml"}), "R310");
}

TEST_CASE("a pipe that a shell opens is read like a file") {
  const Folder folder;
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  constexpr std::string_view kAttempt = "{ user: alice, at: 2003-11-03T09:00 }\n";
  REQUIRE(write(ends[1], kAttempt.data(), kAttempt.size()) == static_cast<ssize_t>(kAttempt.size()));
  close(ends[1]);
  const program::Result result =
      run(folder, {"explain", "good.yaml", "--brief", "--attempt", "/dev/fd/" + std::to_string(ends[0])});
  close(ends[0]);
  CAPTURE(result.err);
  CHECK(result.exit == 0);
  CHECK_FALSE(result.out.empty());
}
