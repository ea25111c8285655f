// Completion for bash 4.2 and later, with nothing of the package bash-completion. The shell splits words at `=`, so
// `--format=json` comes as three words, and as two when nothing is behind the sign.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/generate/generate.hpp"
#include "cli/generate/offered.hpp"

namespace rapsim {
namespace {

/// INVARIANT: names of the tables have no quotes and no blanks (generate_test).
std::string list(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

std::string action(const Offered& offered) {
  const std::string words = offered.words.empty() ? "" : "words='" + list(offered.words) + "' ";
  return words + (offered.is_file ? "files=yes " : "");
}

/// `    'run --format') words='text json' ;;`
std::string value_cases() {
  std::string out;
  for (const Command& command : commands())
    for (const OptionRow& option : all_options(command))
      if (option.kind != OptionKind::flag)
        out += fmt::format("    '{} {}') {};;\n", command.name, option.name, action(offered_values(option)));
  return out;
}

std::string option_cases() {
  std::string out;
  for (const Command& command : commands()) {
    std::vector<std::string> names;
    for (const OptionRow& option : all_options(command)) names.push_back(option.name);
    out += fmt::format("    {}) words='{}' ;;\n", command.name, list(names));
  }
  return out;
}

std::string positional_cases() {
  std::string out;
  for (const Command& command : commands())
    out += fmt::format("    {}) {};;\n", command.name, action(offered_positionals(command)));
  return out;
}

std::string command_names() {
  std::vector<std::string> names;
  for (const Command& command : commands()) names.emplace_back(command.name);
  return list(names);
}

constexpr std::string_view kScript = R"(# bash completion for rapsim. Generated from the table of commands.
_rapsim() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} command=${{COMP_WORDS[1]}} words= files= is_value=yes is_behind_key=
  local -i at=COMP_CWORD-1  # of the option whose value is asked for
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '{commands} --help --version' -- "$word"))
    return
  fi
  if [[ $word == = ]]; then
    word=
  elif [[ ${{COMP_WORDS[at]}} == = ]]; then
    at+=-1
  fi
  if [[ ${{COMP_WORDS[at]}} != -* && ${{COMP_WORDS[at + 1]}} == = ]]; then  # --option key=value
    is_behind_key=yes
    at+=-1
    if [[ ${{COMP_WORDS[at]}} == = ]]; then at+=-1; fi
  fi
  case "$command ${{COMP_WORDS[at]}}" in
{values}    *) is_value= ;;
  esac
  if [[ -z $is_value && $word == -* ]]; then
    case $command in
{options}    esac
  elif [[ -z $is_value ]]; then
    case $command in
{positionals}    esac
  fi
  if [[ -n $files && ( -z $words || -n $is_behind_key ) ]]; then
    compopt -o default  # no words: readline completes files itself, and quotes them
  else
    if [[ -n $files ]]; then compopt -o nospace; fi
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  fi
}}
complete -F _rapsim rapsim
)";

}  // namespace

std::string bash_completion() {
  return fmt::format(kScript, fmt::arg("commands", command_names()), fmt::arg("values", value_cases()),
                     fmt::arg("options", option_cases()), fmt::arg("positionals", positional_cases()));
}

}  // namespace rapsim
