// Where the parts of a YAML text begin and end, and the text with one part changed: comments and layout stay as they
// are. Every function gives nothing where the text is written in a way that it cannot change safely (an alias, a text
// over several lines without quotes); whoever changes a text reads the result again and compares.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/tree.hpp"

namespace rapsim::yaml {

/// Bytes begin..end of the text.
struct Extent {
  std::size_t begin = 0, end = 0;
};

class Layout {
 public:
  /// The document must be that of the text.
  explicit Layout(std::string_view text);

  [[nodiscard]] std::optional<Extent> extent(Node node) const;

  /// The text with another value of entry `index` of a map. `value`: YAML in one line.
  [[nodiscard]] std::optional<std::string> with_value(Node map, std::size_t index, std::string_view value) const;
  /// The text with one more entry behind the others of a map.
  [[nodiscard]] std::optional<std::string> with_entry(Node map, std::string_view key, std::string_view value) const;
  /// The text with one more element behind the others of a sequence.
  [[nodiscard]] std::optional<std::string> with_element(Node sequence, std::string_view value) const;
  /// The text with another element in place of element `index`.
  [[nodiscard]] std::optional<std::string> with_element_at(Node sequence, std::size_t index,
                                                           std::string_view value) const;
  [[nodiscard]] std::optional<std::string> without_element(Node sequence, std::size_t index) const;
  [[nodiscard]] std::optional<std::string> without_entry(Node map, std::size_t index) const;
  /// The text with element `from` right before, or right after, element `beside`, together with the comments above it.
  [[nodiscard]] std::optional<std::string> with_moved_element(Node sequence, std::size_t from, std::size_t beside,
                                                              bool after) const;

 private:
  [[nodiscard]] std::size_t offset(Span span) const { return lines_[span.line - 1] + span.column - 1; }
  [[nodiscard]] std::size_t line_begin(std::size_t at) const;
  [[nodiscard]] std::size_t line_end(std::size_t at) const;  // behind the line's end, or the end of the text
  [[nodiscard]] bool is_flow(Node collection) const;
  [[nodiscard]] std::optional<std::size_t> end_of_flow(std::size_t begin) const;
  [[nodiscard]] std::optional<Extent> block_lines(Node element) const;
  [[nodiscard]] std::string changed(Extent what, std::string_view to) const;
  [[nodiscard]] std::string with_line_after(std::size_t end, std::size_t column, std::string_view line) const;
  [[nodiscard]] std::optional<std::string> with_item_in_flow(Extent flow, bool is_empty, std::string_view item) const;
  [[nodiscard]] std::optional<std::string> without(Node collection, std::size_t index) const;

  std::string_view text_;
  std::string_view line_break_;
  std::vector<std::size_t> lines_;  // where each line begins
};

}  // namespace rapsim::yaml
