// Runs the built program as a user does: arguments in, exit status and both outputs out.
#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace program {

struct Result {
  int exit = 0;  // exit status; 128 + n when signal n ended the program
  std::string out{};
  std::string err{};
  double seconds = 0;  // of processor time, all threads together
  long peak_kib = 0;   // most memory; at least what the test itself had
};

inline std::string from_environment(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set: run this test through meson");
  return value;
}

inline std::string rest_of(std::FILE* file) {
  std::string text;
  std::rewind(file);
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
  std::fclose(file);
  return text;
}

/// In: arguments without the program's name; the folder to run in; a file descriptor for stdout instead of Result::out;
/// the file that is stdin, as seen from here.
inline Result run(const std::vector<std::string>& arguments, const std::string& folder = ".", int out = -1,
                  const std::string& input = "/dev/null") {
  std::string path = from_environment("RAPSIM_BIN");
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), path);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  // Temporary files instead of pipes: nothing can block, however much is written.
  std::FILE* const out_file = std::tmpfile();
  std::FILE* const err_file = std::tmpfile();
  const int out_descriptor = out >= 0 ? out : fileno(out_file);
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGPIPE, SIG_DFL);
    unsetenv("NO_COLOR");
    const int in = open(input.c_str(), O_RDONLY);
    dup2(in, STDIN_FILENO);
    dup2(out_descriptor, STDOUT_FILENO);
    dup2(fileno(err_file), STDERR_FILENO);
    if (chdir(folder.c_str()) == 0) execv(path.c_str(), argv.data());
    _exit(127);
  }
  int status = 0;
  struct rusage usage {};
  wait4(child, &status, 0, &usage);
  Result result;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  result.seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  result.peak_kib = usage.ru_maxrss;
  result.exit = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  result.out = rest_of(out_file);
  result.err = rest_of(err_file);
  return result;
}

}  // namespace program
