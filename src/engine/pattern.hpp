// Pattern trees become RE2 programs: linear time whatever the pattern, since patterns are user input.
// Source: semantics.md 3.3: unanchored search, without case (G-17).
#pragma once

#include <memory>
#include <string>

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

/// Nothing, with R203 in `error`, when the pattern needs a back reference or counts whose product is over 1000.
std::shared_ptr<const re2::RE2> compile_pattern(const grammar::Pattern& tree, SyntaxError& error,
                                                PatternUse use = PatternUse::find);

/// Groups that a replacement can name.
std::size_t group_count(const re2::RE2& pattern);

/// True when the pattern is found anywhere in the value.
bool matches(const re2::RE2& pattern, std::string_view value);

}  // namespace rapsim
