// UTF-8 to code points, one at a time.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace rapsim {

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;  // bytes
};

/// The first code point of `text`; none when it is empty or not UTF-8 (RFC 3629: no overlong form, no surrogate).
constexpr std::optional<CodePoint> decode_utf8(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return CodePoint{lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return std::nullopt;
  char32_t value = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0u) != 0x80u) return std::nullopt;
    value = (value << 6) | (byte & 0x3Fu);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kSmallest[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return std::nullopt;
  return CodePoint{value, length};
}

/// The first byte that is not UTF-8, or the size.
constexpr std::size_t utf8_end(std::string_view text) {
  std::size_t at = 0;
  while (const auto point = decode_utf8(text.substr(at))) at += point->length;
  return at;
}

}  // namespace rapsim
