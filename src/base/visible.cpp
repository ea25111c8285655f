#include "base/visible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace rapsim {
namespace {

struct CodeRange {
  char32_t first, last;
};
/// Beside the control characters: what has no width, changes the direction, or separates lines.
constexpr CodeRange kHidden[] = {
    {0x00AD, 0x00AD},    // soft hyphen
    {0x034F, 0x034F},    // combining grapheme joiner
    {0x061C, 0x061C},    // Arabic letter mark
    {0x115F, 0x1160},    // Hangul fillers
    {0x17B4, 0x17B5},    // Khmer inherent vowels
    {0x180B, 0x180F},    // Mongolian selectors and vowel separator
    {0x200B, 0x200F},    // zero-width characters, direction marks
    {0x2028, 0x202E},    // line and paragraph separator, embeddings and overrides
    {0x2060, 0x206F},    // word joiner, isolates, deprecated format characters
    {0x3164, 0x3164},    // Hangul filler
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFA0, 0xFFA0},    // halfwidth Hangul filler
    {0xFFF0, 0xFFFB},    // interlinear annotation
    {0x1BCA0, 0x1BCA3},  // shorthand format controls
    {0x1D173, 0x1D17A},  // musical format characters
    {0xE0000, 0xE0FFF},  // tags and variation selectors
};

constexpr bool is_control_point(char32_t point) { return point < 0x20 || (point >= 0x7F && point <= 0x9F); }

bool is_hidden(char32_t point) {
  return std::any_of(std::begin(kHidden), std::end(kHidden),
                     [&](const CodeRange& range) { return point >= range.first && point <= range.last; }) ||
         (point & 0xFFFEU) == 0xFFFE;  // a noncharacter, which XML and YAML refuse
}

std::string escape_of(char32_t point) {
  const auto number = static_cast<std::uint32_t>(point);
  if (point == '\n') return "\\n";
  if (point == '\r') return "\\r";
  if (point == '\t') return "\\t";
  if (point < 0x80) return fmt::format("\\x{:02x}", number);
  return point < 0x10000 ? fmt::format("\\u{:04x}", number) : fmt::format("\\U{:08x}", number);
}

/// As JSON writes a character beyond its own needs: UTF-16.
std::string json_escape_of(char32_t point) {
  const auto number = static_cast<std::uint32_t>(point);
  if (point < 0x10000) return fmt::format("\\u{:04x}", number);
  const std::uint32_t rest = number - 0x10000;
  return fmt::format("\\u{:04x}\\u{:04x}", 0xD800U + (rest >> 10U), 0xDC00U + (rest & 0x3FFU));
}

/// Takes the first character off the text. Not UTF-8: one byte, and no code point.
std::optional<char32_t> take(std::string_view& text, std::string_view& bytes) {
  const auto point = decode_utf8(text);
  bytes = text.substr(0, point ? point->length : 1);
  text.remove_prefix(bytes.size());
  return point ? std::optional(point->value) : std::nullopt;
}

std::string visible_text(std::string_view text, bool keeps_lines) {
  std::string out;
  std::string_view bytes;
  while (!text.empty()) {
    const auto point = take(text, bytes);
    const bool stays = keeps_lines && (bytes == "\n" || bytes == "\t");
    if (!point)
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes.front()));
    else if (!stays && (is_control_point(*point) || is_hidden(*point)))
      out += escape_of(*point);
    else
      out += bytes;
  }
  return out;
}

/// How long the sequence that colours is at the begin of the text: `ESC [ 31;1 m`; 0: there is none.
std::size_t color_length(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const std::size_t end = text.find_first_not_of("0123456789;", 2);
  return end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
}

/// `##[` or `##vso[`, in any case.
bool begins_marker(std::string_view text) {
  if (!text.starts_with("##")) return false;
  text.remove_prefix(2);
  if (equal_without_case(text.substr(0, 3), "vso")) text.remove_prefix(3);
  return text.starts_with('[');
}

/// Blanks as a runner takes them off the begin of a line, colours among them.
std::size_t blanks_before_command(std::string_view line) {
  const std::string_view whole = line;
  std::string_view bytes;
  while (!line.empty()) {
    if (const std::size_t length = color_length(line); length != 0) {
      line.remove_prefix(length);
      continue;
    }
    std::string_view rest = line;
    const auto point = take(rest, bytes);
    const bool is_blank =
        point && (*point == ' ' || *point == '\t' || *point == 0xA0 || *point == 0x1680 ||
                  (*point >= 0x2000 && *point <= 0x200A) || *point == 0x202F || *point == 0x205F || *point == 0x3000);
    if (!is_blank) break;
    line = rest;
  }
  return whole.size() - line.size();
}

std::string safe_line(std::string_view line, bool has_color) {
  std::string out;
  const std::size_t blanks = blanks_before_command(line);
  const std::size_t colon = line.substr(blanks).starts_with("::") ? blanks : std::string_view::npos;
  const std::size_t size = line.size();
  std::string_view bytes;
  while (!line.empty()) {
    const std::size_t at = size - line.size();
    const std::size_t color = has_color ? color_length(line) : 0;
    if (color != 0) {
      out += line.substr(0, color);
      line.remove_prefix(color);
      continue;
    }
    const bool is_broken = at == colon || begins_marker(line);
    const auto point = take(line, bytes);
    if (is_broken)
      out += escape_of(*point);
    else if (bytes == "\t")
      out += bytes;
    else
      out += visible(bytes);
  }
  return out;
}

template <class Escape>
std::string escaped(std::string_view output, Escape escape) {
  std::string out;
  std::string_view bytes;
  bool is_line_begin = true;
  std::size_t left_at_command = 0;  // the size of what is left where a `::` begins a line
  while (!output.empty()) {
    if (is_line_begin) {
      const std::size_t blanks = blanks_before_command(output);
      if (output.substr(blanks).starts_with("::")) left_at_command = output.size() - blanks;
    }
    const bool is_command = begins_marker(output) || output.size() == left_at_command;
    const auto point = take(output, bytes);
    is_line_begin = bytes == "\n";
    out += point ? escape(*point, bytes, is_command) : std::string(bytes);
  }
  return out;
}

}  // namespace

std::string visible(std::string_view text) { return visible_text(text, false); }
std::string visible_lines(std::string_view text) { return visible_text(text, true); }

std::string safe_output(std::string_view output, OutputKind kind, bool has_color) {
  switch (kind) {
    case OutputKind::exact:
      return std::string(output);
    case OutputKind::json:
      return escaped(output, [](char32_t point, std::string_view bytes, bool is_command) {
        const bool is_acting = point >= 0x7F && (is_control_point(point) || is_hidden(point));
        return is_acting || (is_command && point == '#') ? json_escape_of(point) : std::string(bytes);
      });
    case OutputKind::xml:
      return escaped(output, [](char32_t point, std::string_view bytes, bool is_command) {
        return is_command && (point == '#' || point == ':') ? fmt::format("&#{};", static_cast<unsigned>(point))
                                                            : std::string(bytes);
      });
    case OutputKind::text:
    case OutputKind::github:
      break;
  }
  std::string out;
  while (!output.empty()) {
    const std::size_t end = std::min(output.find('\n'), output.size());
    const std::string_view line = output.substr(0, end);
    // Of rapsim's own commands every part is escaped where they are made, so only the markers can be left.
    constexpr std::string_view kOwn = "::error file=";
    if (kind == OutputKind::github && line.starts_with(kOwn))
      out += std::string(kOwn) + safe_line(line.substr(kOwn.size()), false);
    else
      out += safe_line(line, has_color);
    if (end < output.size()) out += '\n';
    output.remove_prefix(std::min(end + 1, output.size()));
  }
  return out;
}

std::string csv_cell(std::string_view text, bool raw) {
  // A cell may be the first of its line, so that a command in it is broken, too.
  std::string cell = raw ? std::string(text) : safe_line(visible(text), false);
  if (!raw && !cell.empty() && std::string_view("=+-@").find(cell.front()) != std::string_view::npos)
    cell.insert(0, "'");
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string out = "\"";
  for (const char c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace rapsim
