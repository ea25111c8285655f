// Expressions as questions about one explained attempt, three-valued: what `where` and `--filter` select by. What
// unknown and absent mean is in grammar/expression.ebnf.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "base/diagnostic.hpp"
#include "engine/trace/explained.hpp"
#include "grammar/expression.hpp"

namespace rapsim {

/// Where bytes of the expression's text are in its source: yaml::Node::span_within, or places_of_option.
using PlaceOf = std::function<Span(std::size_t offset, std::size_t length)>;
/// For a text that is a whole source, in one line: the value of a command-line option.
PlaceOf places_of_option(std::uint32_t file);

/// A compiled expression. Cheap to copy; does not refer to the site, and may be asked from several threads.
class Where {
 public:
  struct Node;
  explicit Where(std::shared_ptr<const Node> root) : root_(std::move(root)) {}

  /// Only `yes` selects. The explanation's site has the policies and groups of the one that the expression was compiled
  /// for.
  [[nodiscard]] Truth evaluate(const Explained& explained) const;

 private:
  std::shared_ptr<const Node> root_;
};

/// Reports every wrong name and value. Errors: R210; R203 of a pattern.
std::optional<Where> compile_where(const grammar::Expression& expression, const PlaceOf& place, const Site& site,
                                   Diagnostics& diags);

/// Parses and compiles. Errors: also those of parse_expression.
std::optional<Where> read_where(std::string_view text, const PlaceOf& place, const Site& site, Diagnostics& diags);

}  // namespace rapsim
