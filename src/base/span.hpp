// Where a value is in its source, and the sources themselves.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace rapsim {

/// A stretch of one source text. Unit: line and column are 1-based, column and length count bytes.
/// A default Span (line 0) means "not from a text": a default, or something built in code.
struct Span {
  std::uint32_t file = 0;  // row of Sources
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;

  [[nodiscard]] bool known() const { return line != 0; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// Every text that diagnostics can point into: files, command-line options (`--at`), standard input.
class Sources {
 public:
  /// Row of the new source. The text is kept as long as this object lives.
  std::uint32_t add(std::string name, std::string text);
  [[nodiscard]] std::string_view name(std::uint32_t file) const { return sources_[file].name; }
  [[nodiscard]] std::string_view text(std::uint32_t file) const { return sources_[file].text; }
  /// The line without its line end; empty past the end of the text.
  [[nodiscard]] std::string_view line(std::uint32_t file, std::uint32_t line) const;
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(sources_.size()); }

 private:
  struct Source {
    std::string name;
    std::string text;
    std::vector<std::size_t> marks{};  // where every kLinesAMark-th line begins: a text may have millions of lines
  };
  std::deque<Source> sources_;  // a deque: views into texts stay valid while sources are added
};

/// All lines of a text without their line ends; line N is element N - 1. For callers that look at many: line() walks
/// from the begin.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace rapsim
