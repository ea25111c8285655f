#include "model/site/effective.hpp"

#include <fmt/format.h>
#include <range/v3/algorithm/any_of.hpp>

#include "base/text.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // only the begin of a file may hold one

/// Texts that YAML would read as something else than the same text.
bool needs_quotes(std::string_view text, bool in_brackets) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return true;
  if (std::string_view("-?:,[]{}#&*!|>'\"%@`").find(text.front()) != std::string_view::npos) return true;
  if (equal_without_case(text, "null") || text == "~" || text == "unknown" || text.starts_with("...")) return true;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos || text.back() == ':' ||
      text.find(kByteOrderMark) != std::string_view::npos)
    return true;
  return ranges::any_of(text, is_control) || (in_brackets && text.find_first_of(",?[]{}") != std::string_view::npos);
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
  return needs_quotes(text, true) ? yaml_quoted(text) : std::string(text);
}

std::string yaml_line(std::string_view text) {
  return needs_quotes(text, false) ? yaml_quoted(text) : std::string(text);
}

std::string yaml_quoted(std::string_view text) {
  const bool has_escapes = ranges::any_of(text, is_control) || text.find(kByteOrderMark) != std::string_view::npos;
  std::string out(1, has_escapes ? '"' : '\'');
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!has_escapes) {
      out += c == '\'' ? std::string("''") : std::string(1, c);
    } else if (is_control(c)) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else if (text.substr(i).starts_with(kByteOrderMark)) {
      out += "\\ufeff";
      i += kByteOrderMark.size() - 1;
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + out.front();
}

std::string yaml_list(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) add_item(out, yaml_scalar(text));
  return "[" + out + "]";
}

void EffectivePrinter::key(std::string_view name, std::string_view origin) {
  name_ = name;
  origin_ = origin;
}

std::string EffectivePrinter::comment_of(Span where) const {
  if (where.known()) return std::string(sources_.name(where.file)) + ":" + std::to_string(where.line);
  return origin_.empty() ? std::string{} : "default: " + origin_;
}

void EffectivePrinter::add(std::string text, std::string comment) {
  std::string indent(static_cast<std::size_t>(depth_) * 2, ' ');
  if (dash_) indent.replace(indent.size() - 2, 2, "- ");
  dash_ = false;
  lines_.push_back({std::move(indent) + std::move(text), std::move(comment)});
}

void EffectivePrinter::value(std::string_view text, Span where) {
  add(name_ + ": " + std::string(text), comment_of(where));
}

void EffectivePrinter::list(const std::vector<std::string>& texts, Span where) { value(yaml_list(texts), where); }

void EffectivePrinter::open_map(Span where) {
  add(name_ + ":", where.known() ? comment_of(where) : std::string{});
  ++depth_;
}

void EffectivePrinter::open_item() {
  dash_ = true;
  ++depth_;
}

void EffectivePrinter::close_item() {
  dash_ = false;
  --depth_;
}

void EffectivePrinter::bare(std::string_view text, Span where) { add(std::string(text), comment_of(where)); }

std::string EffectivePrinter::text() const {
  constexpr std::size_t kCommentColumn = 56;
  std::string out;
  for (const Line& line : lines_) {
    out += line.yaml;
    if (!line.comment.empty()) {
      out.append(line.yaml.size() < kCommentColumn ? kCommentColumn - line.yaml.size() : 2, ' ');
      out += "# " + line.comment;
    }
    out += '\n';
  }
  return out;
}

}  // namespace rapsim
