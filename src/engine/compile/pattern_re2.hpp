// Pattern trees become RE2 programs: linear time for any pattern, since patterns are user input.
// Source: semantics.md 3.3: unanchored search, without case (G-17).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "grammar/pattern.hpp"

namespace re2 {
class RE2;
}

namespace rapsim {

/// The same language in RE2's syntax; nothing when the tree holds a back reference (R203 in `error`).
std::optional<std::string> re2_text(const grammar::Pattern& tree, SyntaxError& error);

/// A replacement may name what the groups of the pattern matched.
enum class PatternUse : std::uint8_t { find, replace };

/// The patterns of one site together: each has its own limits, but a site may have a hundred thousand.
class PatternBudget {
 public:
  /// Unit: instructions of RE2 programs, some 30 bytes and up to 3 microseconds each. A pattern of 50 characters has
  /// about as many.
  static constexpr std::size_t kMostInstructions = 750'000;

  /// False when this program is one too many, and ever after.
  bool take(const re2::RE2& program);
  [[nodiscard]] bool is_spent() const { return is_spent_; }

 private:
  std::size_t left_ = kMostInstructions;
  bool is_spent_ = false;
};

/// Nothing, with R203 in `error`, when the pattern needs a back reference or counts whose product is over 1000; with
/// R202 when it spends the budget.
std::shared_ptr<const re2::RE2> compile_pattern(const grammar::Pattern& tree, SyntaxError& error,
                                                PatternUse use = PatternUse::find, PatternBudget* budget = nullptr);

/// Groups that a replacement can name.
std::size_t group_count(const re2::RE2& pattern);

/// True when the pattern is found anywhere in the value.
bool matches(const re2::RE2& pattern, std::string_view value);

}  // namespace rapsim
