#include "grammar/message.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "base/utf8.hpp"

namespace rapsim::grammar {
namespace {

constexpr bool is_word_byte(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

std::string hexadecimal(char byte) { return fmt::format("\\x{:02x}", static_cast<unsigned char>(byte)); }

}  // namespace

std::string quoted(std::string_view user_text) {
  constexpr std::size_t kLongest = 40;  // bytes; the caret line shows the rest
  std::string out = "`";
  while (!user_text.empty() && out.size() <= kLongest) {
    const auto point = decode_utf8(user_text);
    const bool printable = point && point->value >= 0x20 && !(point->value >= 0x7F && point->value < 0xA0);
    const std::size_t length = printable ? point->length : 1;
    out += printable ? std::string(user_text.substr(0, length)) : hexadecimal(user_text[0]);
    user_text.remove_prefix(length);
  }
  return out + (user_text.empty() ? "`" : "...`");
}

std::string_view word_at(std::string_view text, std::size_t offset) {
  const std::string_view rest = text.substr(std::min(offset, text.size()));
  const auto word_end = std::find_if_not(rest.begin(), rest.end(), is_word_byte);
  if (word_end != rest.begin()) return rest.substr(0, static_cast<std::size_t>(word_end - rest.begin()));
  return rest.substr(0, 1);  // one ASCII character: all other bytes belong to words
}

std::size_t skip_blanks(std::string_view text, std::size_t offset) {
  return std::min(text.find_first_not_of(" \t\r\n\v\f", offset), text.size());
}

SyntaxError expected(Code code, std::string_view text, std::size_t offset, std::string_view what) {
  const std::string_view found = word_at(text, offset);
  std::string message = "expected " + std::string(what) + ", found ";
  message += found.empty() ? "the end" : quoted(found);
  return {code, offset, std::max<std::size_t>(found.size(), 1), std::move(message)};
}

SyntaxError too_long(Code code, std::string_view text, std::string_view language, std::size_t limit) {
  return {code, limit, text.size() - limit,
          "the " + std::string(language) + " is longer than " + std::to_string(limit) + " bytes"};
}

}  // namespace rapsim::grammar
