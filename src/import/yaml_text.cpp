#include "import/yaml_text.hpp"

#include "base/text.hpp"
#include "base/visible.hpp"

namespace rapsim {

void YamlText::line(std::size_t depth, std::string text, std::string_view comment) {
  lines_.push_back({std::string(2 * depth, ' ') + std::move(text), visible(comment)});
}

void YamlText::remark(std::size_t depth, std::string_view text) {
  lines_.push_back({std::string(2 * depth, ' ') + "# " + visible(text), {}});
}

void YamlText::blank() { lines_.push_back({}); }

void YamlText::append(const YamlText& other) { lines_.insert(lines_.end(), other.lines_.begin(), other.lines_.end()); }

std::string YamlText::text() const {
  constexpr std::size_t kCommentColumn = 56;
  std::string out;
  for (const Line& line : lines_) {
    out += line.yaml;
    if (!line.comment.empty()) {
      const std::size_t width = width_of(line.yaml);
      out.append(width < kCommentColumn ? kCommentColumn - width : 2, ' ');
      out += "# " + line.comment;
    }
    out += '\n';
  }
  return out;
}

}  // namespace rapsim
