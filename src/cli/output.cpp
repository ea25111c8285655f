#include "cli/output.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "cli/command.hpp"

namespace rapsim {

bool print(std::FILE* file, std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
}

int output_failed() {
  // The reader is gone (`| head`). SIGPIPE has ended the program by now, unless its parent ignores that signal.
  if (errno == EPIPE) return 128 + SIGPIPE;
  print(stderr, std::string("rapsim: the output could not be written: ") + std::strerror(errno) + "\n");
  return kExitOutput;
}

}  // namespace rapsim
