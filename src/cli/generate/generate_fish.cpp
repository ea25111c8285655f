// Completion for fish 3.0 and later.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/generate/generate.hpp"
#include "cli/generate/offered.hpp"

namespace rapsim {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string offers(const Offered& offered) {
  return offered.words.empty() ? std::string{} : " -a " + quoted(fmt::format("{}", fmt::join(offered.words, " ")));
}

/// `-x`: a value is needed, and no files are offered for it.
std::string value_of(const OptionRow& option) {
  if (option.kind == OptionKind::flag) return {};
  const Offered offered = offered_values(option);
  return (offered.is_file ? " -r -F" : " -x") + offers(offered);
}

std::string lines_of(const Command& command) {
  const std::string only = fmt::format("complete -c rapsim -n '__rapsim_runs {}'", command.name);
  std::string out;
  for (const OptionRow& option : all_options(command))
    out += fmt::format("{} -l {}{} -d {}\n", only, option.name.substr(2), value_of(option), quoted(option.summary));
  if (command.positionals.empty()) return out;
  const Offered offered = offered_positionals(command);
  out += only + (offered.is_file ? " -F" : "") + offers(offered) + "\n";
  return out;
}

constexpr std::string_view kHead = R"(# fish completion for rapsim. Generated from the table of commands.
function __rapsim_runs
    set -l words (commandline -opc)
    test (count $words) -ge 2; and test "$words[2]" = "$argv[1]"
end
function __rapsim_needs_command
    test (count (commandline -opc)) -eq 1
end
complete -c rapsim -f
complete -c rapsim -n __rapsim_needs_command -l help -d 'options and commands'
complete -c rapsim -n __rapsim_needs_command -l version -d version
)";

}  // namespace

std::string fish_completion() {
  std::string out(kHead);
  for (const Command& command : commands())
    out += fmt::format("complete -c rapsim -n __rapsim_needs_command -a {} -d {}\n", command.name,
                       quoted(command.summary));
  for (const Command& command : commands()) out += lines_of(command);
  return out;
}

}  // namespace rapsim
