// How a person reads a pattern that looks like a plain name or address, beside what it matches. Inside src/analysis
// only.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/compile/pattern_re2.hpp"

namespace rapsim {

using PatternProgram = std::shared_ptr<const re2::RE2>;

/// Holds `^`, `$`, `\b` or `\B`: whoever wrote it thought of where it is found.
bool is_tied(const grammar::Pattern& tree);
/// Found anywhere, as conditions do. nullptr for what cannot be compiled.
PatternProgram found_anywhere(const grammar::Pattern& tree);
/// The whole value must be matched.
PatternProgram whole_value(const grammar::Pattern& tree);

/// A pattern of digits and dots, which is read as an address or as the begin of one: `^10.1.`, `192\.0\.2\.7`,
/// `10.1.*`.
struct AddressPattern {
  std::string text{};       // as an address: `10.1.`
  std::vector<bool> any{};  // by byte of the text: a dot that represents any character
  bool from_begin = false;  // tied by `^`
  bool to_end = false;      // tied by `$`
  bool is_whole = false;    // four numbers

  [[nodiscard]] bool has_open_dot() const;
  /// As it is meant: tied to the begin, dots escaped; a whole address tied to the end, too.
  [[nodiscard]] std::string meant() const;
  /// The same ties, but dots escaped.
  [[nodiscard]] std::string escaped() const;
};

/// Nothing for every other pattern, and for one that begins in the middle of an address.
std::optional<AddressPattern> address_pattern(const grammar::Pattern& tree);

/// An address that `found` matches and `meant` does not; empty when none was found. `meant` is one of the texts above.
std::string accidental_address(const AddressPattern& pattern, const re2::RE2& found, const std::string& meant);
/// The program of one of the texts above.
PatternProgram program_of(const std::string& text);

}  // namespace rapsim
