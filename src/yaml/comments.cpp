#include "yaml/comments.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "yaml/bytes.hpp"

namespace rapsim::yaml {
namespace {

/// Bytes begin to end of the text, the end not included.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::size_t end_of_line(std::string_view text, std::size_t at) { return std::min(text.find('\n', at), text.size()); }

/// Finds the scalars in which a `#` may be: quoted and block ones. A plain one ends before ` #`.
class Scalars {
 public:
  explicit Scalars(std::string_view text) : text_(text) {
    for (std::size_t at = 0; at != std::string_view::npos; at = text.find('\n', at)) {
      at += lines_.empty() ? 0 : 1;
      lines_.push_back(at);
    }
  }

  void add(Node node, std::size_t parent_column) {
    if (!node.span().known()) return;
    if (node.is_scalar()) return add_scalar(node, parent_column);
    // What aliases share is looked at once; without this a small text could expand to millions of nodes.
    if (!seen_.insert(offset_of(node.span())).second && node.size() != 0) return;
    for (std::size_t i = 0; i < node.size(); ++i) {
      const std::size_t column = node.span().column;
      if (node.is_map()) add(node.key(i), column);
      add(node.is_map() ? node.value(i) : node.element(i), column);
    }
  }

  std::vector<Stretch> take() {
    std::sort(found_.begin(), found_.end(), [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
    return std::move(found_);
  }

 private:
  [[nodiscard]] std::size_t offset_of(Span span) const {
    return span.line <= lines_.size() ? std::min(lines_[span.line - 1] + span.column - 1, text_.size()) : text_.size();
  }

  void add_scalar(Node node, std::size_t parent_column) {
    const std::size_t at = offset_of(node.span());
    if (at >= text_.size() || node.is_plain()) return;
    const char first = text_[at];
    if (first == '"' || first == '\'') found_.push_back({at, end_of_quoted(at)});
    if (first == '|' || first == '>') found_.push_back(block_at(at, parent_column));
  }

  [[nodiscard]] std::size_t end_of_quoted(std::size_t at) const {
    const char quote = text_[at];
    std::size_t end = at + 1;
    while (end < text_.size() && text_[end] != quote)
      end += text_[end] == '\\' && quote == '"' ? 2 : 1;  // of '' both halves are quoted texts, one after the other
    if (end + 1 < text_.size() && quote == '\'' && text_[end + 1] == quote) return end_of_quoted(end + 1);
    return std::min(end + 1, text_.size());
  }

  /// The lines below the indicator that are empty or indented as deep as the first, which is deeper than the parent.
  [[nodiscard]] Stretch block_at(std::size_t at, std::size_t parent_column) const {
    const std::string_view header = text_.substr(at, std::min(text_.find_first_of(" \t\r\n", at), text_.size()) - at);
    const std::size_t digit = header.find_first_of("123456789");
    const std::size_t parent = parent_column - 1;  // its indentation
    std::size_t indent = digit == std::string_view::npos ? 0 : parent + static_cast<std::size_t>(header[digit] - '0');
    Stretch out{end_of_line(text_, at), end_of_line(text_, at)};
    while (out.end < text_.size()) {
      const std::size_t begin = out.end + 1, end = end_of_line(text_, begin);
      const std::size_t ink = std::min(text_.find_first_not_of(" \r", begin), end);
      if (ink < end) {
        if (indent == 0) indent = std::max(ink - begin, parent + 1);
        if (ink - begin < indent) break;
      }
      out.end = end;
    }
    return out;
  }

  std::string_view text_;
  std::vector<std::size_t> lines_;  // offset of each
  std::set<std::size_t> seen_;
  std::vector<Stretch> found_;
};

}  // namespace

std::vector<Comment> comments_of(std::string_view text, std::uint32_t file, const Document& document) {
  Scalars scalars(text);
  scalars.add(document.root(), 1);
  const std::vector<Stretch> texts = scalars.take();
  std::vector<Comment> out;
  auto next = texts.begin();
  std::uint32_t line = 1;
  std::size_t line_begin = 0;
  std::size_t bom = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    while (next != texts.end() && next->end <= at) ++next;
    const bool is_inside = next != texts.end() && next->begin <= at;
    const bool may_begin = at == line_begin || at == bom || is_blank(text[at - 1]);
    if (text[at] == '#' && !is_inside && may_begin) {
      std::size_t end = end_of_line(text, at);
      const std::string_view before = text.substr(line_begin, at - line_begin);
      const std::size_t resume = end;
      while (end > at && is_blank(text[end - 1])) --end;
      const bool is_alone = before.find_first_not_of(" \t") == std::string_view::npos || (line == 1 && at == bom);
      out.push_back(
          {{file, line, static_cast<std::uint32_t>(at - line_begin + 1), static_cast<std::uint32_t>(end - at)},
           is_alone});
      at = resume;
      if (at >= text.size()) break;
    }
    if (text[at] != '\n') continue;
    ++line;
    line_begin = at + 1;
  }
  return out;
}

}  // namespace rapsim::yaml
