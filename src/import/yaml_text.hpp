// Lines of YAML with comments in a column, as `check --effective` prints them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rapsim {

class YamlText {
 public:
  /// A line of the depth, two blanks each. The comment says where the value is from; it is made printable.
  void line(std::size_t depth, std::string text, std::string_view comment = {});
  /// A comment on its own line.
  void remark(std::size_t depth, std::string_view text);
  void blank();
  [[nodiscard]] bool empty() const { return lines_.empty(); }
  void append(const YamlText& other);
  [[nodiscard]] std::string text() const;

 private:
  struct Line {
    std::string yaml{}, comment{};
  };
  std::vector<Line> lines_;
};

}  // namespace rapsim
