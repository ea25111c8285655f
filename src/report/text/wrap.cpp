#include "report/text/wrap.hpp"

#include <vector>

#include "base/text.hpp"

namespace rapsim {
namespace {

/// Columns without the sequences that colour.
std::size_t columns_of(std::string_view text) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b')
      while (i < text.size() && text[i] != 'm') ++i;
    else if (!continues_code_point(text[i]))
      ++out;
  }
  return out;
}

/// Words with the blanks before them; `line` and its number are one word.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find_first_not_of(' ', begin);
    if (end == std::string_view::npos) break;
    const auto is_tied = [&](std::size_t blank) {
      const std::string_view word = text.substr(begin, blank - begin);
      return word.ends_with(" line") || word.ends_with(" lines") || word.ends_with("(line") || word == "line" ||
             word == "lines" || word.ends_with("(lines");
    };
    end = std::min(text.find(' ', end), text.size());
    while (end < text.size() && is_tied(end)) end = std::min(text.find(' ', end + 1), text.size());
    out.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return out;
}

}  // namespace

std::string wrapped(std::string_view label, std::string_view text, std::size_t column) {
  std::string out(label);
  std::size_t at = columns_of(label);
  const auto indent = [&] {
    if (at < column) out.append(column - at, ' ');
    at = std::max(at, column);
  };
  indent();
  bool is_first = true;
  for (std::string_view word : words_of(text)) {
    const std::size_t width = columns_of(word);
    if (!is_first && at + width > kPageWidth) {
      out += '\n';
      at = 0;
      indent();
      word.remove_prefix(std::min(word.find_first_not_of(' '), word.size()));
    }
    out += word;
    at += columns_of(word);
    is_first = false;
  }
  return out + '\n';
}

}  // namespace rapsim
