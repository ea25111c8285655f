#include "yaml/layout.hpp"

#include <algorithm>

#include "yaml/written.hpp"

namespace rapsim::yaml {
namespace {

constexpr auto npos = std::string_view::npos;

/// The first place behind a text in quotes; nothing when it does not end.
std::optional<std::size_t> end_of_quotes(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      const bool is_doubled = quote == '\'' && at + 1 < text.size() && text[at + 1] == quote;
      if (!is_doubled) return at + 1;
      ++at;
    }
  }
  return std::nullopt;
}

}  // namespace

Layout::Layout(std::string_view text) : text_(text), line_break_(text.find("\r\n") == npos ? "\n" : "\r\n") {
  lines_.push_back(0);
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text[at] == '\n') lines_.push_back(at + 1);
}

std::size_t Layout::line_begin(std::size_t at) const {
  return *std::prev(std::upper_bound(lines_.begin(), lines_.end(), at));
}

std::size_t Layout::line_end(std::size_t at) const {
  const std::size_t end = text_.find('\n', at);
  return end == npos ? text_.size() : end + 1;
}

bool Layout::is_flow(Node collection) const {
  const char first = text_[offset(collection.span())];
  return first == '[' || first == '{';
}

std::optional<std::size_t> Layout::end_of_flow(std::size_t begin) const {
  std::size_t depth = 0;
  bool is_item_begin = true;  // a quote inside of a plain text opens nothing
  for (std::size_t at = begin; at < text_.size(); ++at) {
    const char c = text_[at];
    if ((c == '"' || c == '\'') && is_item_begin) {
      const auto end = end_of_quotes(text_, at);
      if (!end) return std::nullopt;
      at = *end - 1;
    } else if (c == '#' && at > begin && (is_blank(text_[at - 1]) || is_break(text_[at - 1]))) {
      at = line_end(at) - 1;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if ((c == ']' || c == '}') && --depth == 0) {
      return at + 1;
    }
    if (!is_blank(c) && !is_break(c)) is_item_begin = c == ',' || c == ':' || c == '[' || c == '{';
  }
  return std::nullopt;
}

std::optional<Extent> Layout::extent(Node node) const {
  if (!node.span().known() || node.is_null()) return std::nullopt;
  const std::size_t begin = offset(node.span());
  if (begin >= text_.size()) return std::nullopt;
  if (node.is_scalar()) {
    if (text_[begin] == '"' || text_[begin] == '\'') {
      const auto end = end_of_quotes(text_, begin);
      return end ? std::optional(Extent{begin, *end}) : std::nullopt;
    }
    const std::string_view written = text_.substr(begin, node.span().length);
    return written == node.text() ? std::optional(Extent{begin, begin + written.size()}) : std::nullopt;
  }
  if (is_flow(node)) {
    const auto end = end_of_flow(begin);
    return end ? std::optional(Extent{begin, *end}) : std::nullopt;
  }
  if (node.size() == 0) return std::nullopt;
  const Node last = node.is_map() ? node.value(node.size() - 1) : node.element(node.size() - 1);
  if (node.is_map() && last.is_null()) {
    const auto key = extent(node.key(node.size() - 1));
    return key ? std::optional(Extent{begin, key->end + 1}) : std::nullopt;
  }
  const auto end = extent(last);
  // An alias repeats what is written elsewhere.
  if (!end || end->begin < begin) return std::nullopt;
  return Extent{begin, end->end};
}

std::string Layout::changed(Extent what, std::string_view to) const {
  return std::string(text_.substr(0, what.begin)).append(to).append(text_.substr(what.end));
}

std::string Layout::with_line_after(std::size_t end, std::size_t column, std::string_view line) const {
  const std::size_t at = line_end(end);
  std::string added = std::string(column - 1, ' ') + std::string(line);
  const bool is_last_open = at == text_.size() && (at == 0 || text_[at - 1] != '\n');
  added = is_last_open ? std::string(line_break_) + added : added + std::string(line_break_);
  return changed({at, at}, added);
}

std::optional<std::string> Layout::with_item_in_flow(Extent flow, bool is_empty, std::string_view item) const {
  std::size_t end = flow.end - 1;  // of the last item
  while (end > flow.begin + 1 && (is_blank(text_[end - 1]) || is_break(text_[end - 1]))) --end;
  const bool is_map = text_[flow.begin] == '{';
  if (is_empty) return changed(flow, is_map ? "{ " + std::string(item) + " }" : "[" + std::string(item) + "]");
  // A comment behind the last item would take the new one.
  const std::size_t hash = text_.substr(line_begin(end), end - line_begin(end)).find(" #");
  if (hash != npos) return std::nullopt;
  return changed({end, end}, (text_[end - 1] == ',' ? " " : ", ") + std::string(item));
}

std::optional<std::string> Layout::with_value(Node map, std::size_t index, std::string_view value) const {
  const auto key = extent(map.key(index));
  if (!key) return std::nullopt;
  const Node old = map.value(index);
  if (old.is_null()) {
    const std::size_t colon = text_.find(':', key->end);
    if (colon == npos) return std::nullopt;
    std::size_t end = colon + 1;
    const std::string_view rest = text_.substr(end);
    const std::size_t word = rest.find_first_not_of(" \t");
    for (const std::string_view null : {"~", "null", "Null", "NULL"})
      if (word != npos && rest.substr(word).starts_with(null)) end += word + null.size();
    return changed({colon + 1, end}, " " + std::string(value));
  }
  const auto was = extent(old);
  if (!was || was->begin < key->end) return std::nullopt;  // an alias
  const std::string_view between = text_.substr(key->end, was->begin - key->end);
  if (between.find_first_of("&!") != npos) return std::nullopt;  // others repeat the value
  // A block begins on a line below its key, or is a list of elements below it.
  const std::size_t colon = text_.find(':', key->end);
  const bool is_below = between.find('\n') != npos;
  return changed({is_below ? colon + 1 : was->begin, was->end}, (is_below ? " " : "") + std::string(value));
}

std::optional<std::string> Layout::with_entry(Node map, std::string_view key, std::string_view value) const {
  const auto all = extent(map);
  if (!all) return std::nullopt;
  const std::string entry = std::string(key) + ": " + std::string(value);
  if (is_flow(map)) return with_item_in_flow(*all, map.size() == 0, entry);
  return with_line_after(all->end, map.span().column, entry);
}

std::optional<std::string> Layout::with_element(Node sequence, std::string_view value) const {
  const auto all = extent(sequence);
  if (!all) return std::nullopt;
  if (is_flow(sequence)) return with_item_in_flow(*all, sequence.size() == 0, value);
  return with_line_after(all->end, sequence.span().column, "- " + std::string(value));
}

std::optional<std::string> Layout::with_element_at(Node sequence, std::size_t index, std::string_view value) const {
  const auto was = extent(sequence.element(index));
  return was ? std::optional(changed(*was, value)) : std::nullopt;
}

/// The whole lines of an element of a block, its dash included.
std::optional<Extent> Layout::block_lines(Node element) const {
  const auto all = extent(element);
  if (!all) return std::nullopt;
  return Extent{line_begin(all->begin), line_end(all->end - 1)};
}

std::optional<std::string> Layout::without(Node collection, std::size_t index) const {
  const auto all = extent(collection);
  if (!all) return std::nullopt;
  const bool is_map = collection.is_map();
  if (collection.size() == 1) {
    if (is_flow(collection)) return changed(*all, is_map ? "{}" : "[]");
    const std::size_t begin = text_.rfind(':', all->begin) + 1;
    return begin == 0 ? std::nullopt : std::optional(changed({begin, all->end}, is_map ? " {}" : " []"));
  }
  const auto begin_of = [&](std::size_t row) {
    return offset((is_map ? collection.key(row) : collection.element(row)).span());
  };
  const Node node = is_map ? collection.value(index) : collection.element(index);
  const auto part = extent(node.is_null() ? collection.key(index) : node);
  if (!part) return std::nullopt;
  if (!is_flow(collection)) {
    const Extent lines{line_begin(begin_of(index)), line_end(part->end - 1)};
    const bool shares_line =
        index > 0 ? line_begin(begin_of(index)) == line_begin(begin_of(index - 1))
                  : text_.substr(lines.begin, begin_of(0) - lines.begin).find_first_not_of(" \t-") != npos;
    // The first key of an element is behind its dash: the next one would have to take its place.
    const bool has_dash = is_map && text_.substr(lines.begin, begin_of(index) - lines.begin).find('-') != npos;
    return shares_line || has_dash ? std::nullopt : std::optional(changed(lines, ""));
  }
  if (index + 1 < collection.size()) return changed({begin_of(index), begin_of(index + 1)}, "");
  const std::size_t comma = text_.rfind(',', begin_of(index));
  return comma == npos || comma < all->begin ? std::nullopt : std::optional(changed({comma, part->end}, ""));
}

std::optional<std::string> Layout::without_element(Node sequence, std::size_t index) const {
  return without(sequence, index);
}
std::optional<std::string> Layout::without_entry(Node map, std::size_t index) const { return without(map, index); }

std::optional<std::string> Layout::with_moved_element(Node sequence, std::size_t from, std::size_t beside,
                                                      bool after) const {
  if (is_flow(sequence) || from == beside) return std::nullopt;
  const auto whole = [&](std::size_t index) {
    auto lines = block_lines(sequence.element(index));
    if (!lines) return lines;
    const std::size_t floor = index == 0 ? offset(sequence.span()) : 0;
    while (lines->begin > 0 && lines->begin > floor) {  // comments right above belong to it
      const std::size_t above = line_begin(lines->begin - 1);
      const std::string_view line = text_.substr(above, lines->begin - above);
      const std::size_t first = line.find_first_not_of(" \t");
      if (first == npos || line[first] != '#') break;
      lines->begin = above;
    }
    return lines;
  };
  const auto chunk = whole(from), target = whole(beside);
  if (!chunk || !target) return std::nullopt;
  std::string moved(text_.substr(chunk->begin, chunk->end - chunk->begin));
  if (!moved.ends_with('\n')) moved += line_break_;
  const auto is_empty_line = [&](std::size_t begin) {
    return begin < text_.size() && text_.substr(begin, line_end(begin) - begin).find_first_not_of(" \t\r\n") == npos;
  };
  Extent taken = *chunk;
  const bool has_gap_below = is_empty_line(chunk->end);
  const bool has_gap_above = chunk->begin > 0 && is_empty_line(line_begin(chunk->begin - 1));
  if (has_gap_below)
    taken.end = line_end(chunk->end);
  else if (has_gap_above)
    taken.begin = line_begin(chunk->begin - 1);
  const std::string gap = has_gap_below || has_gap_above ? std::string(line_break_) : "";
  std::size_t at = after ? target->end : target->begin;
  std::string put = after ? gap + moved : moved + gap;
  if (after && at == text_.size() && !text_.ends_with('\n')) put.insert(0, line_break_);
  std::string out(text_);
  if (at >= taken.end) {
    out.insert(at, put);
    out.erase(taken.begin, taken.end - taken.begin);
  } else if (at <= taken.begin) {
    out.erase(taken.begin, taken.end - taken.begin);
    out.insert(at, put);
  } else {
    return std::string(text_);  // it is there
  }
  return out;
}

}  // namespace rapsim::yaml
