// Fuzz target: any bytes as an expression; what reads goes back to a text that reads to the same text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grammar/expression.hpp"

namespace {

using namespace rapsim;

void check_places(const grammar::Expression& expression, std::string_view text) {
  if (expression.where.offset + expression.where.length > text.size()) std::abort();
  if (expression.kind == grammar::ExpressionKind::comparison) {
    const grammar::Word& name = expression.comparison.name;
    if (text.substr(name.where.offset, name.where.length) != name.text) std::abort();
  }
  for (const grammar::Expression& child : expression.children) check_places(child, text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  SyntaxError error;
  const auto expression = grammar::parse_expression(text, error);
  if (!expression) {
    if (error.offset > size || error.message.empty()) std::abort();
    return 0;
  }
  check_places(*expression, text);
  const std::string back = grammar::to_text(*expression);
  if (back.size() > grammar::kLongestExpression) return 0;  // blanks and escapes that were not needed before
  const auto again = grammar::parse_expression(back, error);
  if (!again || grammar::to_text(*again) != back) std::abort();
  return 0;
}
