// How the parsers of the small languages word their errors, so that all of them read alike.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace rapsim::grammar {

/// User text for a message: in backticks, cut when long, and what is not printable UTF-8 as `\x1b`.
std::string quoted(std::string_view user_text);

/// The word (letters and digits) that starts at `offset`, else the one character there; empty at the end.
std::string_view word_at(std::string_view text, std::size_t offset);

/// `offset`, or the first byte after it that is not blank: where a language that skips blanks reads on.
std::size_t skip_blanks(std::string_view text, std::size_t offset);

/// "expected `what`, found ..." about the word at `offset`.
SyntaxError expected(Code code, std::string_view text, std::size_t offset, std::string_view what);

/// "the `language` is longer than `limit` bytes", at the first byte too many.
SyntaxError too_long(Code code, std::string_view text, std::string_view language, std::size_t limit);

}  // namespace rapsim::grammar
