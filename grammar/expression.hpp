// Expressions over attempts and decisions, for `where` and `--filter`: `decision == reject and reason in [48, 65]`.
// Which names there are, and what can be compared with what, is not the grammar's question: src/engine/where.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/truth.hpp"
#include "grammar/pattern.hpp"
#include "grammar/schedule.hpp"

namespace rapsim::grammar {

inline constexpr std::size_t kLongestExpression = 4096;  // bytes
inline constexpr std::size_t kDeepestExpression = 64;    // nested parentheses

/// Unit: bytes of the expression's text.
struct Stretch {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

/// A name or a value, and where it is; the quotes belong to the stretch.
struct Word {
  bool is_quoted = false;
  std::string text{};  // without quotes, escapes undone
  Stretch where{};

  /// Where these bytes of `text` are; the whole word when escapes moved them.
  [[nodiscard]] Stretch part(std::size_t offset, std::size_t length) const;
};

enum class CompareOp : std::uint8_t {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  not_in,
  matches,      // ~
  not_matches,  // !~
  within,
  is,
  is_not,
};

/// `==`, `not in`, `is not`
std::string_view text_of(CompareOp op);

struct Comparison {
  Word name{};
  CompareOp op = CompareOp::equal;
  std::vector<Word> values{};             // one; in, not_in: one or more; is, is_not: none
  Presence presence = Presence::present;  // is, is_not
  Pattern pattern{};                      // matches, not_matches: the tree of the value
  Schedule schedule{};                    // within: what the value says
};

enum class ExpressionKind : std::uint8_t { comparison, negation, conjunction, disjunction };

struct Expression {
  ExpressionKind kind = ExpressionKind::comparison;
  Comparison comparison{};             // kind comparison
  std::vector<Expression> children{};  // negation: one; conjunction, disjunction: two or more
  Stretch where{};                     // without parentheses around it
};

/// Errors: R209; R201 and R202 of a pattern, R205 of a schedule.
std::optional<Expression> parse_expression(std::string_view text, SyntaxError& error);

/// A text that parse_expression reads back as `expression`, parentheses only where they are needed.
std::string to_text(const Expression& expression);

}  // namespace rapsim::grammar
