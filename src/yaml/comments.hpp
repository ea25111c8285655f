// Where the comments of a YAML text are: what follows a `#` that is not inside a text.
#pragma once

#include <string_view>
#include <vector>

#include "yaml/tree.hpp"

namespace rapsim::yaml {

struct Comment {
  Span where{};                      // from the `#` to the end of its line, without blanks there
  bool has_line_of_its_own = false;  // nothing but blanks before it
};

/// In the order of the file. `document` is what read() made of `text`, the source `file`: it knows which stretches are
/// quoted or block scalars, and a `#` in those is not a comment.
std::vector<Comment> comments_of(std::string_view text, std::uint32_t file, const Document& document);

}  // namespace rapsim::yaml
