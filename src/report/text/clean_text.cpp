#include "report/text/clean_text.hpp"

#include <cstdint>

#include "base/text.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

constexpr std::uint32_t byte_of(char c) { return static_cast<unsigned char>(c); }

/// How many bytes the first character has, with its number in `point`; 0 for what is not UTF-8.
std::size_t read_character(std::string_view text, std::uint32_t& point) {
  const std::uint32_t first = byte_of(text.front());
  const std::size_t size = first < 0x80   ? 1
                           : first < 0xC2 ? 0
                           : first < 0xE0 ? 2
                           : first < 0xF0 ? 3
                           : first < 0xF5 ? 4
                                          : 0;
  if (size == 0 || size > text.size()) return 0;
  point = size == 1 ? first : first & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte_of(text[i]) & 0xC0U) != 0x80) return 0;
    point = point << 6U | (byte_of(text[i]) & 0x3FU);
  }
  const bool is_overlong = (size == 3 && point < 0x800) || (size == 4 && point < 0x10000);
  const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
  return is_overlong || is_surrogate || point > 0x10FFFF ? 0 : size;
}

bool is_allowed(std::uint32_t point) {
  if (point == '\n' || point == '\t') return true;
  const bool is_control = point < 0x20 || (point >= 0x7F && point <= 0x9F);
  return !is_control && point != 0x2028 && point != 0x2029 && (point & 0xFFFEU) != 0xFFFE;
}

}  // namespace

std::string clean_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::uint32_t point = 0;
    const std::size_t size = read_character(text, point);
    out += size != 0 && is_allowed(point) ? text.substr(0, size) : kReplacement;
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

std::string clean_line(std::string_view text) { return clean_text(printable(text)); }

}  // namespace rapsim
