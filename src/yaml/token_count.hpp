// How many tokens a YAML parser makes of a text, before it is asked to.
#pragma once

#include <cstddef>
#include <string_view>

namespace rapsim::yaml {

/// Fed with a text piece by piece.
class TokenCount {
 public:
  /// Tokens that yaml-cpp makes of the next piece, about, and not fewer: one for each sign, two for each word or quoted
  /// text (it may be a key).
  std::size_t most_tokens(std::string_view piece);

 private:
  bool is_line_begin_ = true;  // of the next piece
};

}  // namespace rapsim::yaml
