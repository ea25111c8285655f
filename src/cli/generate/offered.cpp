#include "cli/generate/offered.hpp"

#include <algorithm>

#include "cli/commands/knowledge.hpp"

namespace rapsim {
namespace {

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t end = text.find(at);
    out.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

/// Every word that `rapsim doc` is likely asked for, once.
std::vector<std::string> words_of_all_tables() {
  std::vector<std::string> out;
  for (const Knowledge& kind : knowledge())
    if (kind.is_completed)
      for (std::string& word : first_words(kind))
        if (std::find(out.begin(), out.end(), word) == out.end()) out.push_back(std::move(word));
  return out;
}

}  // namespace

Offered offered_positionals(const Command& command) {
  if (command.positionals.empty()) return {};
  if (command.positionals.find('|') != std::string_view::npos) return {false, split(command.positionals, '|')};
  if (command.positionals == "PATH...") return {true, {}};
  if (command.name == "doc") return {false, words_of_all_tables()};
  if (const Knowledge* kind = knowledge_of_command(command.name)) return {false, first_words(*kind)};
  return {true, {}};
}

Offered offered_values(const OptionRow& option) {
  if (!option.choices.empty()) return {false, option.choices};
  return {option.placeholder.find("FILE") != std::string::npos, option.offers};
}

std::vector<OptionRow> all_options(const Command& command) {
  std::vector<OptionRow> out = command.options();
  for (OptionRow& row : common_options()) out.push_back(std::move(row));
  out.push_back({"--help", OptionKind::flag, "options and examples of the command"});
  return out;
}

}  // namespace rapsim
