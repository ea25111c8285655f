#include "base/span.hpp"

#include <algorithm>

namespace rapsim {
namespace {

constexpr std::uint32_t kLinesAMark = 1024;

std::vector<std::size_t> marks_of(std::string_view text) {
  std::vector<std::size_t> out{0};
  std::uint32_t lines = 0;
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1))
    if (++lines % kLinesAMark == 0) out.push_back(end + 1);
  return out;
}

}  // namespace

std::uint32_t Sources::add(std::string name, std::string text) {
  Source source{std::move(name), std::move(text)};
  source.marks = marks_of(source.text);
  sources_.push_back(std::move(source));
  return static_cast<std::uint32_t>(sources_.size() - 1);
}

std::string_view Sources::line(std::uint32_t file, std::uint32_t line) const {
  if (file >= sources_.size() || line == 0) return {};
  const Source& source = sources_[file];
  const std::uint32_t mark = (line - 1) / kLinesAMark;
  if (mark >= source.marks.size()) return {};
  std::string_view rest = std::string_view(source.text).substr(source.marks[mark]);
  for (std::uint32_t at = mark * kLinesAMark + 1; at < line; ++at) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.push_back(line);
    begin = end + 1;
  }
  return out;
}

}  // namespace rapsim
