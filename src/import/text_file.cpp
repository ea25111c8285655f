#include "import/text_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "base/utf8.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF", kLittleMark = "\xFF\xFE", kBigMark = "\xFE\xFF";

void put_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0U | c >> 6U);
    out += static_cast<char>(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0U | c >> 12U);
    out += static_cast<char>(0x80U | (c >> 6U & 0x3FU));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | c >> 18U);
    out += static_cast<char>(0x80U | (c >> 12U & 0x3FU));
    out += static_cast<char>(0x80U | (c >> 6U & 0x3FU));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  }
}

/// Nothing for half a character: an odd number of bytes, a surrogate alone.
std::optional<std::string> utf8_of_utf16(std::string_view bytes, bool is_big) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]), second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(is_big ? first << 8U | second : second << 8U | first);
  };
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    char32_t c = unit(at);
    if (c >= 0xDC00 && c < 0xE000) return std::nullopt;
    if (c >= 0xD800 && c < 0xDC00) {
      if (at + 2 >= bytes.size()) return std::nullopt;
      const char32_t low = unit(at += 2);
      if (low < 0xDC00 || low >= 0xE000) return std::nullopt;
      c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00);
    }
    put_utf8(out, c);
  }
  return out;
}

std::vector<std::size_t> line_starts_of(std::string_view text) {
  std::vector<std::size_t> out{0};
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
    out.push_back(at + 1);
  return out;
}

}  // namespace

Span ImportText::span_at(std::size_t offset, std::size_t length) const {
  offset = std::min(offset, bytes.size());
  const auto line = std::upper_bound(line_starts.begin(), line_starts.end(), offset) - line_starts.begin();
  return {file, static_cast<std::uint32_t>(line),
          static_cast<std::uint32_t>(offset - line_starts[static_cast<std::size_t>(line) - 1] + 1),
          static_cast<std::uint32_t>(length)};
}

std::optional<ImportText> import_text(const std::string& name, std::string bytes, Sources& sources,
                                      Diagnostics& diags) {
  ImportText out{.file = sources.add(name, "")};
  const bool is_big = bytes.starts_with(kBigMark);
  if (is_big || bytes.starts_with(kLittleMark)) {
    auto converted = utf8_of_utf16(std::string_view(bytes).substr(kBigMark.size()), is_big);
    if (!converted) {
      diags.error(code("R103"), {out.file, 1, 1, 1}, "the text is not UTF-16, as its byte order mark says");
      return std::nullopt;
    }
    bytes = *std::move(converted);
  } else if (bytes.starts_with(kUtf8Mark)) {
    bytes.erase(0, kUtf8Mark.size());
  }
  out.bytes = std::move(bytes);
  out.line_starts = line_starts_of(out.bytes);
  const std::size_t nul = out.bytes.find('\0');
  if (nul != std::string::npos) {
    diags.error(code("R103"), out.span_at(nul), "a NUL byte: the text is cut off, or UTF-16 without a byte order mark",
                "save it as UTF-8");
    return std::nullopt;
  }
  if (const std::size_t bad = utf8_end(out.bytes); bad != out.bytes.size()) {
    diags.error(code("R103"), out.span_at(bad), "the text is not UTF-8", "save it as UTF-8, or as UTF-16 with a mark");
    return std::nullopt;
  }
  return out;
}

std::optional<ImportText> read_import(const std::string& path, std::uint64_t largest, Sources& sources,
                                      Diagnostics& diags) {
  const auto failed = [&](Code why, std::string message, std::string help = {}) {
    diags.error(why, {sources.add(path, ""), 0, 0, 0}, std::move(message), std::move(help));
    return std::nullopt;
  };
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return failed(code("R101"), "the file cannot be read: " + std::string(std::strerror(errno)));
  std::string bytes;
  constexpr std::size_t kChunk = 1 << 20;
  while (in && bytes.size() <= largest) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kChunk);
    in.read(bytes.data() + before, kChunk);
    bytes.resize(before + static_cast<std::size_t>(in.gcount()));
  }
  if (bytes.size() > largest)
    return failed(code("R104"), "the file is larger than " + std::to_string(largest >> 20U) + " MiB",
                  "`--max-size MIB` raises the limit");
  if (in.bad() || (bytes.empty() && errno != 0))
    return failed(code("R101"), "the file cannot be read: " + std::string(std::strerror(errno)));
  return import_text(path, std::move(bytes), sources, diags);
}

}  // namespace rapsim
