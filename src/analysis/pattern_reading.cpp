#include "analysis/pattern_reading.hpp"

#include "base/text.hpp"

#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/count.hpp>

#include "base/ipv4.hpp"

namespace rapsim {
namespace {

using grammar::Pattern;
using grammar::PatternKind;

/// `.*`
bool is_anything(const Pattern& node) {
  return node.kind == PatternKind::repeat && node.min == 0 && node.max == Pattern::kNoMaximum &&
         node.children.front().kind == PatternKind::any;
}

/// Adds a digit or a dot; false for anything else.
bool add(const Pattern& node, AddressPattern& out) {
  const bool is_any = node.kind == PatternKind::any;
  const bool is_text = node.kind == PatternKind::literal && node.code_point < 0x80;
  const char c = is_any ? '.' : is_text ? static_cast<char>(node.code_point) : '\0';
  if (c != '.' && !is_digit(c)) return false;
  out.text += c;
  out.any.push_back(is_any);
  return true;
}

/// Numbers up to 255 between single dots, at least two of them, or one and a dot; begins with a number.
bool is_like_address(const std::string& text) {
  std::size_t numbers = 0, dots = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('.', at), text.size());
    if (end == at || end - at > 3 || std::stoi(text.substr(at, end - at)) > 255) return false;
    ++numbers;
    dots += end < text.size() ? 1 : 0;
    at = end + 1;
  }
  return numbers >= 2 && numbers <= 4 && dots >= 1 && !(numbers == 4 && text.back() == '.');
}

std::string with_escaped_dots(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '.' ? std::string("\\.") : std::string(1, c);
  return out;
}

/// The tree between two others: `\A(tree)\z`.
Pattern between_ends(const Pattern& tree) {
  Pattern out;
  out.children = {Pattern{.kind = PatternKind::begin}, Pattern{.kind = PatternKind::group, .children = {tree}},
                  Pattern{.kind = PatternKind::end}};
  return out;
}

}  // namespace

bool is_tied(const Pattern& tree) {
  const bool ties = tree.kind == PatternKind::begin || tree.kind == PatternKind::end ||
                    tree.kind == PatternKind::word_boundary || tree.kind == PatternKind::not_word_boundary;
  return ties || ranges::any_of(tree.children, is_tied);
}

PatternProgram found_anywhere(const Pattern& tree) {
  SyntaxError error;
  return compile_pattern(tree, error);
}

PatternProgram whole_value(const Pattern& tree) { return found_anywhere(between_ends(tree)); }

PatternProgram program_of(const std::string& text) {
  SyntaxError error;
  const auto tree = grammar::parse_pattern(text, error);
  return tree ? found_anywhere(*tree) : nullptr;
}

bool AddressPattern::has_open_dot() const { return ranges::count(any, true) > 0; }

std::string AddressPattern::meant() const { return "^" + with_escaped_dots(text) + (is_whole ? "$" : ""); }

std::string AddressPattern::escaped() const {
  return (from_begin ? "^" : "") + with_escaped_dots(text) + (to_end ? "$" : "");
}

std::optional<AddressPattern> address_pattern(const Pattern& tree) {
  if (tree.kind != PatternKind::sequence) return std::nullopt;
  AddressPattern out;
  std::size_t first = 0, last = tree.children.size();
  if (first < last && tree.children[first].kind == PatternKind::begin) out.from_begin = ++first != 0;
  if (first < last && tree.children[last - 1].kind == PatternKind::end) out.to_end = --last != 0;
  // `10.1.*`: read like a file name, so its last dot is one.
  const bool is_open = first < last && !out.to_end && is_anything(tree.children[last - 1]);
  if (is_open) --last;
  for (std::size_t i = first; i < last; ++i)
    if (!add(tree.children[i], out)) return std::nullopt;
  const bool has_escaped_dot = ranges::any_of(tree.children, [](const Pattern& child) {
    return child.kind == PatternKind::literal && child.code_point == U'.';
  });
  if (is_open && !has_escaped_dot && !out.text.empty() && is_digit(out.text.back())) {
    out.text += '.';
    out.any.push_back(true);
  }
  if (!is_like_address(out.text)) return std::nullopt;
  out.is_whole = parse_ipv4(out.text).has_value();
  return out;
}

std::string accidental_address(const AddressPattern& pattern, const re2::RE2& found, const std::string& meant) {
  const PatternProgram wanted = program_of(meant);
  if (wanted == nullptr) return {};
  const std::vector<std::string> ends = {"", "0", ".7", ".0.7", ".0.0.7", "0.7", "0.0.7", "7.0.0.7"};
  const std::vector<std::string> begins = {"", "1", "10.", "10.0.", "10.0.0."};
  std::vector<std::string> middles;  // one dot read as a digit, then none
  for (std::size_t at = 0; at < pattern.text.size(); ++at)
    for (char digit = '0'; pattern.any[at] && digit <= '9'; ++digit) {
      middles.push_back(pattern.text);
      middles.back()[at] = digit;
    }
  middles.push_back(pattern.text);
  for (const std::string& middle : middles)
    for (const std::string& begin : begins)
      for (const std::string& end : ends) {
        std::string text = begin;
        text += middle;
        text += end;
        if (parse_ipv4(text) && matches(found, text) && !matches(*wanted, text)) return text;
      }
  return {};
}

}  // namespace rapsim
