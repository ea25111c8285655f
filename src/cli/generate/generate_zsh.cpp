// Completion for zsh, with its own _arguments and _describe.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/generate/generate.hpp"
#include "cli/generate/offered.hpp"

namespace rapsim {
namespace {

/// Inside single quotes, in an explanation: brackets and colons end it.
std::string explanation(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out;
}

/// What follows the colons of an argument.
std::string action(const Offered& offered) {
  if (offered.is_file && !offered.words.empty())
    return fmt::format("{{compset -P \"*=\" && _files || compadd -S \"\" -- {}}}", fmt::join(offered.words, " "));
  if (offered.is_file) return "_files";
  if (offered.words.empty()) return " ";
  std::string out;
  for (const std::string& word : offered.words) out += (out.empty() ? "(" : " ") + explanation(word);
  return out + ")";
}

std::string spec(const OptionRow& option) {
  const std::string many = option.kind == OptionKind::many ? "*" : "";
  if (option.kind == OptionKind::flag) return fmt::format("'{}[{}]'", option.name, explanation(option.summary));
  return fmt::format("'{}{}=[{}]:{}:{}'", many, option.name, explanation(option.summary),
                     explanation(placeholder_of(option)), action(offered_values(option)));
}

std::string positional(const Command& command) {
  if (command.positionals.empty()) return {};
  return fmt::format(" \\\n        '{}:{}:{}'", command.most_positionals > 1 ? "*" : "1",
                     explanation(command.positionals), action(offered_positionals(command)));
}

std::string case_of(const Command& command) {
  std::string out = fmt::format("    {})\n      _arguments", command.name);
  for (const OptionRow& option : all_options(command)) out += " \\\n        " + spec(option);
  return out + positional(command) + "\n      ;;\n";
}

constexpr std::string_view kScript = R"(#compdef rapsim
# zsh completion for rapsim. Generated from the table of commands.
local state line
local -a names
typeset -A opt_args
names=(
{names})
_arguments -C '(- *)--help[options and commands]' '(- *)--version[version]' '1:command:->command' '*::argument:->argument' && return
case $state in
  command) _describe -t commands command names ;;
  argument)
    case $words[1] in
{cases}    esac
    ;;
esac
)";

}  // namespace

std::string zsh_completion() {
  std::string names, cases;
  for (const Command& command : commands()) {
    names += fmt::format("  '{}:{}'\n", command.name, explanation(command.summary));
    cases += case_of(command);
  }
  return fmt::format(kScript, fmt::arg("names", names), fmt::arg("cases", cases));
}

}  // namespace rapsim
