// The IAS/NPS pattern-matching syntax: text -> tree with positions. The tree becomes a matcher in src/engine.
// Source: TechNet cc737419 (Pattern matching syntax), nps-crp-reg-expressions.md; semantics.md 3.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace rapsim::grammar {

inline constexpr std::size_t kLongestPattern = 4096;  // bytes
inline constexpr std::size_t kDeepestPattern = 64;    // nested groups

enum class PatternKind : std::uint8_t {
  sequence,           // children in order; no children: the empty pattern
  alternation,        // two or more children
  group,              // one child
  repeat,             // one child, min to max times
  literal,            // one code point
  any,                // . any character but newline
  set,                // [...], \d \D \s \S \w \W; negated or not
  begin,              // ^
  end,                // $
  word_boundary,      // \b
  not_word_boundary,  // \B
  back_reference,     // \1 ... : documented for the Replace box only; refused when compiled
};

/// Code points first to last, both included.
struct CodeRange {
  char32_t first = 0;
  char32_t last = 0;
  friend bool operator==(const CodeRange&, const CodeRange&) = default;
};

struct Pattern {
  static constexpr std::uint32_t kNoMaximum = UINT32_MAX;

  PatternKind kind = PatternKind::sequence;
  std::uint32_t offset = 0;  // bytes into the pattern text
  std::uint32_t length = 0;
  char32_t code_point = 0;          // literal; back_reference: its number
  bool negated = false;             // set
  std::vector<CodeRange> ranges{};  // set, as written: neither sorted nor merged
  std::uint32_t min = 0;            // repeat
  std::uint32_t max = 0;            // repeat; kNoMaximum for * + {n,}
  std::vector<Pattern> children{};
};

/// The tree of `text` (UTF-8). Errors: R201 syntax, R202 too long or too deep.
std::optional<Pattern> parse_pattern(std::string_view text, SyntaxError& error);

}  // namespace rapsim::grammar
