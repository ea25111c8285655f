#include "cli/report_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

namespace rapsim {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 40;  // as the kernel's own limit

/// Where a file is written. An empty `temporary`: directly.
struct Target {
  std::string path{};       // links followed
  std::string temporary{};  // in the same folder, so that it can take the target's name
  struct stat old {};
  bool exists = false;
};

bool is_descriptor(const struct stat& file, int descriptor) {
  struct stat open {};
  return fstat(descriptor, &open) == 0 && open.st_dev == file.st_dev && open.st_ino == file.st_ino;
}

std::string temporary_beside(const std::string& path) {
  static std::random_device random;  // no name is guessed or met twice; O_EXCL has the last word
  std::array<char, 64> name{};
  std::snprintf(name.data(), name.size(), ".rapsim-%ld-%08x%08x.tmp", static_cast<long>(getpid()), random(), random());
  return (fs::path(path).parent_path() / name.data()).string();
}

/// The file behind the links, which need not exist. What lies in /proc (as /dev/stdout does) stays: its links are none.
/// Errors: errno, ELOOP.
int follow_links(std::string& path) {
  for (int links = 0; links < kMostLinks; ++links) {
    struct stat link {};
    if (lstat(path.c_str(), &link) != 0) return errno == ENOENT ? 0 : errno;
    if (!S_ISLNK(link.st_mode) || path.starts_with("/proc/")) return 0;
    std::error_code error;
    const fs::path to = fs::read_symlink(path, error);
    if (error) return error.value();
    path = (fs::path(path).parent_path() / to).string();  // an absolute `to` replaces all of it
  }
  return ELOOP;
}

/// Errors: errno. Nothing is opened yet.
int find_target(const std::string& path, Target& out) {
  out.path = path;
  if (path.empty()) return ENOENT;
  if (path.ends_with('/')) return EISDIR;
  out.exists = stat(path.c_str(), &out.old) == 0;
  if (!out.exists && errno != ENOENT) return errno;
  if (out.exists && S_ISDIR(out.old.st_mode)) return EISDIR;
  if (out.exists && !S_ISREG(out.old.st_mode)) return 0;
  if (const int error = follow_links(out.path); error != 0) return error;
  if (out.exists && out.path.starts_with("/proc/")) return 0;
  // Renaming would replace a file that is protected against writing.
  if (out.exists && faccessat(AT_FDCWD, out.path.c_str(), W_OK, AT_EACCESS) != 0) return errno;
  out.temporary = temporary_beside(out.path);
  return 0;
}

int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

/// A pipe or a device. stdout and stderr are not opened again: a second description of a file would begin at its start.
int write_directly(const Target& target, const std::string& text) {
  for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO})
    if (is_descriptor(target.old, descriptor)) return write_all(descriptor, text);
  const int descriptor = open(target.path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return errno;
  const int error = write_all(descriptor, text);
  const int closed = close(descriptor) == 0 ? 0 : errno;
  return error != 0 ? error : closed;
}

int write_temporary(const Target& target, const std::string& text) {
  const int descriptor = open(target.temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor < 0) return errno;
  int error = write_all(descriptor, text);
  if (error == 0 && target.exists) {
    // The owner only where that is allowed; first, because it may clear bits of the mode.
    [[maybe_unused]] const int owned = fchown(descriptor, target.old.st_uid, target.old.st_gid);
    if (fchmod(descriptor, target.old.st_mode & 0777) != 0) error = errno;
  }
  if (error == 0 && fsync(descriptor) != 0 && errno != EINVAL) error = errno;  // EINVAL: a file system without it
  const int closed = close(descriptor) == 0 ? 0 : errno;                       // some disks are found full only now
  return error != 0 ? error : closed;
}

// What a signal handler may touch: a list that is complete before it is stored here.
std::atomic<const std::vector<Target>*> pending{nullptr};
static_assert(std::atomic<const std::vector<Target>*>::is_always_lock_free);

void remove_temporaries(const std::vector<Target>& targets) {
  for (const Target& target : targets)
    if (!target.temporary.empty()) unlink(target.temporary.c_str());
}

extern "C" void remove_and_end(int signal) {
  const std::vector<Target>* const targets = pending.load();
  if (targets != nullptr) remove_temporaries(*targets);
  raise(signal);  // SA_RESETHAND: now it ends the program, with its own status
}

constexpr std::array kEnding = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXCPU};

/// While this lives, no way to end (but SIGKILL) leaves a temporary.
class Temporaries {
 public:
  explicit Temporaries(const std::vector<Target>& targets) : targets_(targets) {
    pending = &targets_;
    struct sigaction action {};
    action.sa_handler = remove_and_end;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    for (std::size_t i = 0; i < kEnding.size(); ++i) {
      sigaction(kEnding[i], nullptr, &before_[i]);
      if (before_[i].sa_handler == SIG_DFL) sigaction(kEnding[i], &action, nullptr);  // `nohup` stays as it is
    }
  }
  ~Temporaries() {
    remove_temporaries(targets_);  // those that were renamed are not there any more
    for (std::size_t i = 0; i < kEnding.size(); ++i) sigaction(kEnding[i], &before_[i], nullptr);
    pending = nullptr;
  }
  Temporaries(const Temporaries&) = delete;
  Temporaries& operator=(const Temporaries&) = delete;

 private:
  const std::vector<Target>& targets_;
  std::array<struct sigaction, kEnding.size()> before_{};
};

/// A signal during the renaming waits for its end, so that the reports of one run stay together.
class SignalsWait {
 public:
  SignalsWait() {
    sigset_t ending;
    sigemptyset(&ending);
    for (const int signal : kEnding) sigaddset(&ending, signal);
    pthread_sigmask(SIG_BLOCK, &ending, &before_);
  }
  ~SignalsWait() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

std::optional<WriteFailure> write_files(std::span<const ReportFile> files) {
  std::vector<Target> targets(files.size());
  for (std::size_t i = 0; i < files.size(); ++i)
    if (const int error = find_target(files[i].path, targets[i]); error != 0) return WriteFailure{files[i].path, error};
  const Temporaries temporaries(targets);
  // Files first: they can fail without a trace, while what went into a pipe cannot be called back.
  for (const bool direct : {false, true})
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (targets[i].temporary.empty() != direct) continue;
      const int error = (direct ? write_directly : write_temporary)(targets[i], files[i].text);
      if (error != 0) return WriteFailure{files[i].path, error};
    }
  const SignalsWait wait;
  for (std::size_t i = 0; i < files.size(); ++i)
    if (!targets[i].temporary.empty() && std::rename(targets[i].temporary.c_str(), targets[i].path.c_str()) != 0)
      return WriteFailure{files[i].path, errno};
  return std::nullopt;
}

std::string message_of(const WriteFailure& failure) {
  return "the report `" + failure.path + "` could not be written: " + std::strerror(failure.error);
}

bool is_same_target(const std::string& one, const std::string& other) {
  Target a, b;
  if (find_target(one, a) != 0 || find_target(other, b) != 0 || a.temporary.empty() || b.temporary.empty())
    return false;
  // Made absolute first: weakly_canonical leaves a path alone of which nothing exists.
  std::error_code error;
  const fs::path first = fs::weakly_canonical(fs::absolute(a.path, error), error);
  const fs::path second = fs::weakly_canonical(fs::absolute(b.path, error), error);
  return !error && first == second;
}

bool is_stdout(const std::string& path) {
  struct stat file {};
  if (stat(path.c_str(), &file) != 0 || !is_descriptor(file, STDOUT_FILENO)) return false;
  return !S_ISCHR(file.st_mode) || isatty(STDOUT_FILENO) != 0;
}

}  // namespace rapsim
