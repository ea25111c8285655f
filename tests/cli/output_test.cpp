// Outputs that cannot be written, and a program that is ended while it writes them: the right exit status, and the old
// file or the new one, never half of one, and no temporary.
#include <doctest/doctest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <linux/capability.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/program.hpp"
#include "tests/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using program::Result;
using Words = std::vector<std::string>;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

/// A folder with a site and a suite that passes.
struct Folder : rapsim::test::TemporaryFolder {
  Folder() {
    const fs::path from = fs::path(program::from_environment("RAPSIM_ROOT")) / "tests" / "run_golden";
    fs::copy(from / "site.yaml", *this / "site.yaml");
    fs::create_directory(*this / "suites");
    fs::copy(from / "suites" / "failing.yaml", *this / "suites/failing.yaml");
    fs::create_directory(*this / "out");
  }
  ~Folder() { fs::permissions(*this / "out", fs::perms::owner_all); }  // so that it can be removed
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string out(const std::string& name) const { return (*this / "out" / name).string(); }
  /// Names in `out`, sorted: a temporary would be among them.
  [[nodiscard]] Words left() const {
    Words names;
    for (const auto& entry : fs::directory_iterator(*this / "out")) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
};

/// The program under way. `prepare` runs in its process before it.
class Started {
 public:
  Started(
      Words words, const fs::path& folder, const std::function<void()>& prepare = [] {}, int out = -1)
      : out_(std::tmpfile()), err_(std::tmpfile()) {
    words.insert(words.begin(), program::from_environment("RAPSIM_BIN"));
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    // doctest's handlers would speak for the child if a signal came before they are taken off.
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    child_ = fork();
    if (child_ == 0)
      for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT}) ::signal(signal, SIG_DFL);
    sigprocmask(SIG_SETMASK, &before, nullptr);
    if (child_ != 0) return;
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    dup2(out >= 0 ? out : fileno(out_), STDOUT_FILENO);
    dup2(fileno(err_), STDERR_FILENO);
    if (chdir(folder.c_str()) != 0) _exit(126);
    prepare();
    execv(argv.front(), argv.data());
    _exit(127);
  }
  ~Started() {
    if (is_waited_for_) return;  // else a check failed: nothing may stay behind
    kill(child_, SIGKILL);
    wait();
  }
  Started(const Started&) = delete;
  Started& operator=(const Started&) = delete;

  void end(int signal) const { kill(child_, signal); }
  /// Whether it has opened the file.
  [[nodiscard]] bool has_open(const fs::path& file) const {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc/" + std::to_string(child_) + "/fd", error))
      if (fs::read_symlink(entry.path(), error) == file) return true;
    return false;
  }
  Result wait() {
    int status = 0;
    waitpid(child_, &status, 0);
    is_waited_for_ = true;
    Result result;
    result.exit = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    result.out = program::rest_of(out_);
    result.err = program::rest_of(err_);
    return result;
  }

 private:
  std::FILE* out_;
  std::FILE* err_;
  pid_t child_ = 0;
  bool is_waited_for_ = false;
};

Words run_words(const Words& more) {
  Words words = {"run", "suites/failing.yaml"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// So that permissions hold for root, too: what a program that is executed may gain no more.
void obey_permissions() {
  if (geteuid() != 0) return;
  prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE);
  prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH);
}

/// No file may be larger: a write past that is SIGXFSZ, which kills who does not ignore it.
void limit_files() {
  const rlimit limit{4096, 4096};
  setrlimit(RLIMIT_FSIZE, &limit);
}

void wait_for(const std::function<bool()>& holds) {
  for (int i = 0; i < 2000 && !holds(); ++i) std::this_thread::sleep_for(5ms);
  REQUIRE(holds());
}

bool is_temporary(const std::string& name) { return name.starts_with(".rapsim-") && name.ends_with(".tmp"); }

/// A run whose report json=out/a.json waits in its temporary, because a second one goes to a pipe that nobody reads
/// yet.
struct Waiting {
  Folder folder{};
  Started program;
  Waiting() : program(prepared()) {
    wait_for([&] { return std::ranges::any_of(folder.left(), is_temporary); });
  }
  /// The pipe is read to its end, so that the run goes on.
  [[nodiscard]] std::string read_pipe() const { return text_of(folder.out("pipe")); }

 private:
  Started prepared() {
    write(folder.out("a.json"), "old");
    REQUIRE(mkfifo(folder.out("pipe").c_str(), 0600) == 0);
    return {run_words({"--report", "json=out/a.json", "--report", "tap=out/pipe"}), folder.path()};
  }
};

}  // namespace

TEST_CASE("output: reports that cannot be written end with 74, and change nothing") {
  struct Row {
    const char* name;
    std::string file;
    std::string in_err;
    std::function<void(const Folder&)> before;
    std::function<void()> prepare;
  };
  const auto nothing = [](const Folder&) {};
  const auto as_ever = [] {};
  const Row rows[] = {
      {"the folder is missing", "out/no/a.json", "No such file or directory", nothing, as_ever},
      {"the folder is a file", "site.yaml/a.json", "Not a directory", nothing, as_ever},
      {"the target is a folder", "out", "Is a directory", nothing, as_ever},
      {"the target ends with a slash", "out/a.json/", "Is a directory", nothing, as_ever},
      {"the folder may not be written", "out/a.json", "Permission denied",
       [](const Folder& folder) { fs::permissions(folder / "out", fs::perms::owner_read | fs::perms::owner_exec); },
       obey_permissions},
      {"the file may not be written", "out/old", "Permission denied",
       [](const Folder& folder) { fs::permissions(folder.out("old"), fs::perms::owner_read); }, obey_permissions},
      {"the file may not grow", "out/old", "File too large", nothing, limit_files},
      {"a full device", "/dev/full", "No space left on device", nothing, as_ever},
      {"a link to itself", "out/loop", "Too many levels of symbolic links",
       [](const Folder& folder) { fs::create_symlink("loop", folder.out("loop")); }, as_ever},
      {"a name that is too long", "out/" + std::string(300, 'a'), "File name too long", nothing, as_ever},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const Folder folder;
      write(folder.out("old"), "old");
      row.before(folder);
      const Words before = folder.left();
      // Another report, before and after, is not written either.
      for (const bool is_first : {true, false}) {
        Words words = {"--report", "json=" + row.file, "--report", "junit=out/new.xml"};
        if (!is_first) words = {"--report", "junit=out/new.xml", "--report", "json=" + row.file};
        const Result result = Started(run_words(words), folder.path(), row.prepare).wait();
        CHECK(result.exit == 74);
        CHECK_MESSAGE(has(result.err, row.in_err), result.err);
        CHECK(has(result.err, "rapsim: the report `"));
        CHECK(has(result.out, "2 failed"));  // what goes to stdout is not lost
        CHECK(folder.left() == before);
        CHECK(text_of(folder.out("old")) == "old");
      }
    }
}

TEST_CASE("output: a disk that is full") {
  // A small file system that only this process sees; it is gone with it.
  const Folder folder;
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    const std::string user = std::to_string(geteuid()), group = std::to_string(getegid());
    const bool is_own = geteuid() == 0 ? unshare(CLONE_NEWNS) == 0 : unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
    if (is_own && user != "0") {
      write("/proc/self/setgroups", "deny");
      write("/proc/self/uid_map", user + " " + user + " 1");
      write("/proc/self/gid_map", group + " " + group + " 1");
    }
    const bool is_mounted = is_own && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                            mount("tmpfs", folder.out("").c_str(), "tmpfs", 0, "size=64k") == 0;
    if (!is_mounted) _exit(42);
    write(folder.out("a.json"), "old");
    write(folder.out("filler"), std::string(80'000, 'x'));  // up to the last block
    const Result result = Started(run_words({"--report", "json=out/a.json"}), folder.path()).wait();
    std::string told = std::to_string(result.exit) + " " + text_of(folder.out("a.json")) + " " + result.err;
    for (const std::string& name : folder.left()) told += name + " ";
    // And as stdout.
    const int full = open(folder.out("stdout").c_str(), O_WRONLY | O_CREAT, 0600);
    told += std::to_string(Started(
                               run_words({"--format", "json"}), folder.path(), [] {}, full)
                               .wait()
                               .exit);
    const bool is_told = ::write(ends[1], told.data(), told.size()) == static_cast<ssize_t>(told.size());
    _exit(is_told ? 0 : 1);
  }
  close(ends[1]);
  std::string told;
  char buffer[4096];
  for (ssize_t size = 0; (size = read(ends[0], buffer, sizeof buffer)) > 0;)
    told.append(buffer, static_cast<std::size_t>(size));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 42) {
    MESSAGE("no file system may be mounted here; RLIMIT_FSIZE and /dev/full stand for it in the other tests");
    return;
  }
  CHECK(told ==
        "74 old rapsim: the report `out/a.json` could not be written: No space left on device\na.json filler 74");
}

TEST_CASE("output: stdout that cannot be written") {
  const Folder folder;
  SUBCASE("a full device") {
    const int full = open("/dev/full", O_WRONLY);
    const Result result = Started(
                              run_words({"--report", "json=out/a.json"}), folder.path(), [] {}, full)
                              .wait();
    close(full);
    CHECK(result.exit == 74);
    CHECK(result.err == "rapsim: the output could not be written: No space left on device\n");
    CHECK(folder.left() == Words{"a.json"});  // the report is whole anyway
    CHECK(nlohmann::json::accept(text_of(folder.out("a.json"))));
  }
  SUBCASE("a file that may not grow") {
    const Result result = Started(run_words({"--format", "json"}), folder.path(), limit_files).wait();
    CHECK(result.exit == 74);
    CHECK(result.err == "rapsim: the output could not be written: File too large\n");
  }
  SUBCASE("a closed pipe, as `| head` leaves it") {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    close(ends[0]);
    const Result result = Started(
                              run_words({"--report", "json=out/a.json"}), folder.path(), [] {}, ends[1])
                              .wait();
    CHECK(result.exit == 128 + SIGPIPE);
    CHECK(result.err == "");
    CHECK(folder.left() == Words{"a.json"});
    // Services begin with the signal ignored.
    const Result ignored = Started(
                               run_words({}), folder.path(), [] { signal(SIGPIPE, SIG_IGN); }, ends[1])
                               .wait();
    CHECK(ignored.exit == 128 + SIGPIPE);
    CHECK(ignored.err == "");
    close(ends[1]);
  }
  SUBCASE("a closed pipe as a report") {
    REQUIRE(mkfifo(folder.out("pipe").c_str(), 0600) == 0);
    const int reader = open(folder.out("pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    // The reader is there when the pipe is opened, and gone before anything is written: a writer holds it full.
    const int writer = open(folder.out("pipe").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    const std::string filler(1 << 20, 'x');
    while (::write(writer, filler.data(), filler.size()) > 0) continue;
    Started program(run_words({"--report", "json=out/a.json", "--report", "tap=out/pipe"}), folder.path());
    // A temporary tells that it is the program: before, the fork has the ends of this test open.
    wait_for([&] { return std::ranges::any_of(folder.left(), is_temporary) && program.has_open(folder.out("pipe")); });
    close(reader);
    CHECK(program.wait().exit == 128 + SIGPIPE);
    close(writer);
    CHECK(folder.left() == Words{"pipe"});
  }
}

TEST_CASE("output: a signal during a report leaves the old file and no temporary") {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
    INFO("signal: ", signal);
    Waiting waiting;
    waiting.program.end(signal);
    const Result result = waiting.program.wait();
    CHECK(result.exit == 128 + signal);
    CHECK(result.out == "");
    CHECK(text_of(waiting.folder.out("a.json")) == "old");
    CHECK(waiting.folder.left() == Words{"a.json", "pipe"});
  }
}

TEST_CASE("output: SIGKILL during a report leaves the old file; the next run writes the new one") {
  Waiting waiting;
  waiting.program.end(SIGKILL);
  CHECK(waiting.program.wait().exit == 128 + SIGKILL);
  CHECK(text_of(waiting.folder.out("a.json")) == "old");
  CHECK(Started(run_words({"--report", "json=out/a.json"}), waiting.folder.path()).wait().exit == 1);
  CHECK(nlohmann::json::accept(text_of(waiting.folder.out("a.json"))));
}

TEST_CASE("output: a run that is not disturbed writes both") {
  Waiting waiting;
  CHECK(text_of(waiting.folder.out("a.json")) == "old");
  CHECK(waiting.read_pipe().starts_with("TAP version 14\n"));
  CHECK(waiting.program.wait().exit == 1);
  CHECK(nlohmann::json::accept(text_of(waiting.folder.out("a.json"))));
  CHECK(waiting.folder.left() == Words{"a.json", "pipe"});
}

TEST_CASE("output: ended at any moment, the file is the old one or the new one") {
  const Folder folder;
  const auto begin = std::chrono::steady_clock::now();
  REQUIRE(Started(run_words({"--report", "json=out/new.json"}), folder.path()).wait().exit == 1);
  // From before it begins to after it has ended, however fast this machine is.
  const auto longest = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  const std::string new_text = text_of(folder.out("new.json"));
  std::mt19937 random(1);  // NOLINT: the same moments every time
  std::uniform_int_distribution<std::int64_t> moment(0, longest.count() * 5 / 4);
  std::map<std::string, int> seen;
  for (int i = 0; i < 40; ++i) {
    const int signal = i % 2 == 0 ? SIGKILL : SIGINT;
    write(folder.out("a.json"), "old");
    Started program(run_words({"--report", "json=out/a.json"}), folder.path());
    std::this_thread::sleep_for(std::chrono::microseconds(moment(random)));
    program.end(signal);
    const int exit = program.wait().exit;
    CHECK((exit == 1 || exit == 128 + signal));
    const std::string text = text_of(folder.out("a.json"));
    CHECK((text == "old" || text == new_text));
    ++seen[text == "old" ? "old" : "new"];
    if (signal == SIGINT) CHECK(std::ranges::none_of(folder.left(), is_temporary));
    for (const std::string& name : folder.left())
      if (is_temporary(name)) fs::remove(folder.out(name));
  }
  MESSAGE("old ", seen["old"], ", new ", seen["new"]);
}

TEST_CASE("output: what is written where") {
  const Folder folder;
  const auto run = [&](const Words& words) { return Started(run_words(words), folder.path()).wait(); };
  const std::string json = run({"--format", "json"}).out;
  REQUIRE(nlohmann::json::accept(json));
  SUBCASE("a link is followed, and stays") {
    write(folder.out("real.json"), "old");
    fs::create_symlink("real.json", folder.out("link.json"));
    CHECK(run({"--report", "json=out/link.json"}).exit == 1);
    CHECK(fs::is_symlink(folder.out("link.json")));
    CHECK(text_of(folder.out("real.json")) == json);
  }
  SUBCASE("a link whose file is not there yet") {
    fs::create_symlink("real.json", folder.out("link.json"));
    CHECK(run({"--report", "json=out/link.json"}).exit == 1);
    CHECK(folder.left() == Words{"link.json", "real.json"});
  }
  SUBCASE("the mode of a file stays, a new one has that of the umask") {
    write(folder.out("old.json"), "old");
    fs::permissions(folder.out("old.json"), fs::perms::owner_read | fs::perms::owner_write);
    const auto with_umask = [] { umask(027); };
    const Words words = run_words({"--report", "json=out/old.json", "--report", "tap=out/new.tap"});
    CHECK(Started(words, folder.path(), with_umask).wait().exit == 1);
    struct stat file {};
    REQUIRE(stat(folder.out("old.json").c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0600);
    REQUIRE(stat(folder.out("new.tap").c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0640);
  }
  SUBCASE("stdout by its names, instead of text") {
    for (const char* const name : {"json", "json=-", "json=/dev/stdout", "json=/dev/fd/1"}) {
      INFO("report: ", name);
      const Result result = run({"--report", name});
      CHECK(result.out == json);
      CHECK(result.exit == 1);
    }
  }
  SUBCASE("stderr, and nowhere") {
    CHECK(run({"--report", "json=/dev/stderr"}).err == json);
    const Result result = run({"--report", "json=/dev/null", "--report", "tap=/dev/null"});
    CHECK(result.exit == 1);
    CHECK(fs::is_character_file("/dev/null"));
  }
  SUBCASE("all formats at once") {
    Words words;
    const Words formats = {"text", "json", "jsonl", "junit", "tap", "tap13", "github", "markdown"};
    for (const std::string& format : formats) {
      words.push_back("--report");
      words.push_back(format + "=out/" + format);
    }
    const Result result = run(words);
    CHECK(result.exit == 1);
    CHECK(result.err == "");
    CHECK(folder.left().size() == formats.size());
    for (const std::string& format : formats) CHECK(text_of(folder.out(format)) == run({"--format", format}).out);
  }
}

TEST_CASE("output: wishes that contradict each other are refused before anything runs") {
  const Folder folder;
  write(folder.out("a"), "old");
  fs::create_symlink("a", folder.out("b"));
  struct Row {
    const char* name;
    Words words;
    const char* in_err;
  };
  const Row rows[] = {
      {"one file twice", {"--report", "json=out/new", "--report", "tap=out/new"}, "R512"},
      {"one file, spelt otherwise", {"--report", "json=out/new", "--report", "tap=./suites/../out/new"}, "R512"},
      {"one file that is not there, spelt otherwise", {"--report", "json=new", "--report", "tap=./new"}, "R512"},
      {"one file, by a link", {"--report", "json=out/a", "--report", "tap=out/b"}, "R512"},
      {"stdout twice", {"--report", "json", "--report", "tap=-"}, "R512"},
      {"stdout by --format and by a report", {"--format", "tap", "--report", "json=-"}, "R512"},
      {"the suite", {"--report", "json=suites/failing.yaml"}, "R512"},
      {"the site", {"--report", "json=out/../site.yaml"}, "R512"},
      {"no such format", {"--report", "jnit=out/new"}, "did you mean `junit`?"},
      {"no file", {"--report", "json="}, "R511"},
      {"no such format for stdout", {"--format", "xml"}, "xml"},
  };
  const std::string site = text_of(folder / "site.yaml");
  for (const Row& row : rows) SUBCASE(row.name) {
      const Result result = Started(run_words(row.words), folder.path()).wait();
      CHECK(result.exit == 64);
      CHECK_MESSAGE(has(result.err, row.in_err), result.err);
      CHECK(result.out == "");
      CHECK(text_of(folder.out("a")) == "old");
      CHECK(folder.left() == Words{"a", "b"});
      CHECK(text_of(folder / "site.yaml") == site);
    }
}

TEST_CASE("output: with bad input stdout is empty, and no report is written") {
  const Folder folder;
  write(folder / "bad.yaml", "format: rapsim/suite/1\nsite: site.yaml\nscenarois: []\n");
  for (const char* const format : {"text", "json", "jsonl", "junit", "tap", "tap13", "github", "markdown"}) {
    INFO("format: ", format);
    const Words words = {"run", "suites", "bad.yaml", "--format", format, "--report", "json=out/a.json"};
    const Result result = Started(words, folder.path()).wait();
    CHECK(result.exit == 2);
    CHECK(result.out == "");
    CHECK(has(result.err, "R110"));
    CHECK(folder.left().empty());
  }
}
