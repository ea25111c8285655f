#include "diagnose/sample.hpp"

#include <range/v3/algorithm/any_of.hpp>

namespace rapsim {
namespace {

using grammar::CodeRange;
using grammar::Pattern;
using grammar::PatternKind;

constexpr std::uint32_t kMostRepeats = 64;  // a longer proposal is no help

void append(std::string& out, char32_t c) {
  const auto byte = [&](char32_t bits) { out += static_cast<char>(bits); };
  if (c < 0x80) return byte(c);
  if (c >= 0x10000) {
    byte(0xF0 | c >> 18);
    byte(0x80 | (c >> 12 & 0x3F));
  } else if (c >= 0x800) {
    byte(0xE0 | c >> 12);
  } else {
    byte(0xC0 | c >> 6);
  }
  if (c >= 0x800) byte(0x80 | (c >> 6 & 0x3F));
  byte(0x80 | (c & 0x3F));
}

bool holds(const Pattern& set, char32_t c) {
  const bool inside =
      ranges::any_of(set.ranges, [&](const CodeRange& range) { return range.first <= c && c <= range.last; });
  return inside != set.negated;
}

/// A digit or letter where the set has one: proposals are read by people.
char32_t member_of(const Pattern& set) {
  for (char32_t c = '1'; c <= '9'; ++c)
    if (holds(set, c)) return c;
  for (char32_t c = 'a'; c <= 'z'; ++c)
    if (holds(set, c)) return c;
  for (char32_t c = ' '; c < 0x7f; ++c)
    if (holds(set, c)) return c;
  return set.ranges.empty() ? U'1' : set.ranges.front().first;
}

void write(const Pattern& node, std::string& out) {
  switch (node.kind) {
    case PatternKind::sequence:
      for (const Pattern& child : node.children) write(child, out);
      return;
    case PatternKind::alternation:
    case PatternKind::group:
      if (!node.children.empty()) write(node.children.front(), out);
      return;
    case PatternKind::repeat:
      for (std::uint32_t i = 0; i < node.min && i < kMostRepeats; ++i) write(node.children.front(), out);
      return;
    case PatternKind::literal:
      return append(out, node.code_point);
    case PatternKind::any:
      return append(out, U'1');
    case PatternKind::set:
      return append(out, member_of(node));
    case PatternKind::begin:
    case PatternKind::end:
    case PatternKind::word_boundary:
    case PatternKind::not_word_boundary:
    case PatternKind::back_reference:
      return;
  }
}

}  // namespace

std::string sample_of(const Pattern& pattern) {
  std::string out;
  write(pattern, out);
  return out;
}

}  // namespace rapsim
