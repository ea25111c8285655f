#include "yaml/token_count.hpp"

#include <algorithm>

#include "yaml/written.hpp"

namespace rapsim::yaml {
namespace {

/// A line of comment. One with quotes may also be the end of a quoted text, which tokens follow.
bool is_comment(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  return begin != std::string_view::npos && line[begin] == '#' && line.find_first_of("\"'") == std::string_view::npos;
}

std::size_t most_tokens_of_line(std::string_view line) {
  constexpr std::string_view kSigns = ",[]{}:";
  std::size_t tokens = 0;
  bool in_word = false, after_quote = false;
  for (const char c : line) {
    const bool is_sign = kSigns.find(c) != std::string_view::npos;
    const bool is_word = !is_sign && !is_blank(c) && !is_break(c);
    const bool is_quote = c == '"' || c == '\'';
    tokens += is_sign ? 1 : is_word && (!in_word || (is_quote && after_quote)) ? 2 : 0;
    in_word = is_word;
    after_quote = is_quote;
  }
  return tokens;
}

}  // namespace

std::size_t TokenCount::most_tokens(std::string_view piece) {
  std::size_t tokens = 0;
  while (!piece.empty()) {
    const std::size_t end = std::min(piece.find('\n'), piece.size());
    const std::string_view line = piece.substr(0, end);
    if (!is_line_begin_ || !is_comment(line)) tokens += most_tokens_of_line(line);
    is_line_begin_ = end < piece.size();
    piece.remove_prefix(std::min(end + 1, piece.size()));
  }
  return tokens;
}

}  // namespace rapsim::yaml
