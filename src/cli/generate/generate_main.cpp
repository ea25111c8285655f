// `rapsim-generate man|bash|zsh|fish` prints one of the texts that are installed beside the program. It is not
// installed: a separate program keeps what only packagers need out of the one that users start.
#include <cstdio>
#include <exception>
#include <string_view>

#include "cli/command.hpp"
#include "cli/generate/generate.hpp"

namespace {

struct Generated {
  std::string_view name;
  std::string (*text)();
};
constexpr Generated kGenerated[] = {
    {"bash", rapsim::bash_completion},
    {"fish", rapsim::fish_completion},
    {"man", rapsim::man_page},
    {"zsh", rapsim::zsh_completion},
};

int print(std::string_view name) {
  for (const Generated& row : kGenerated) {
    if (row.name != name) continue;
    const std::string text = row.text();
    const bool is_written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return is_written ? rapsim::kExitAsExpected : rapsim::kExitOutput;
  }
  std::fputs("usage: rapsim-generate bash|fish|man|zsh\n", stderr);
  return rapsim::kExitUsage;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return print(argc == 2 ? argv[1] : "");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rapsim-generate: internal error: %s\n", error.what());
    return rapsim::kExitInternal;
  }
}
