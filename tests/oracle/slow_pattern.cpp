// Patterns, straight from their text. Each rule of the syntax is a function that reads its piece of the pattern and
// turns the set of places where it may begin into the set of places where it may end. A repetition reads its piece
// again. Source: semantics.md 3.3; what the documentation leaves open: grammar/pattern.ebnf.
#include <bitset>
#include <stdexcept>

#include "tests/oracle/slow.hpp"
#include "tests/oracle/slow_text.hpp"

namespace rapsim::oracle {
namespace {

constexpr std::size_t kMostCharacters = 127;
using Places = std::bitset<kMostCharacters + 1>;  // bit i: before character i of the value
using Text = std::u32string;

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char32_t c) { return is_digit(c) || is_letter(c) || c == '_'; }
bool is_blank(char32_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool in_class(char32_t name, char32_t c) {
  switch (name) {
    case 'd':
      return is_digit(c);
    case 'D':
      return !is_digit(c);
    case 's':
      return is_blank(c);
    case 'S':
      return !is_blank(c);
    case 'w':
      return is_word(c);
    default:
      return !is_word(c);
  }
}

bool is_class(char32_t name) { return Text(U"dDsSwW").find(name) != Text::npos; }

class Matcher {
 public:
  Matcher(std::string_view pattern, std::string_view value, const Rules& rules)
      : pattern_(characters(pattern)), value_(characters(value)), rules_(rules) {
    if (value_.size() > kMostCharacters) throw std::logic_error("the oracle's values are short");
  }

  bool is_found() {
    Places begin;
    for (std::size_t i = 0; i <= value_.size(); ++i) begin.set(i, i == 0 || !rules_.pattern_is_anchored);
    at_ = 0;
    const Places end = alternation(begin);
    if (at_ != pattern_.size()) fail();
    return rules_.pattern_is_anchored ? end.test(value_.size()) : end.any();
  }

 private:
  [[noreturn]] static void fail() { throw std::logic_error("the oracle cannot read the pattern"); }
  [[nodiscard]] bool more() const { return at_ < pattern_.size(); }
  [[nodiscard]] bool next_is(char32_t c) const { return more() && pattern_[at_] == c; }
  char32_t take() {
    if (!more()) fail();
    return pattern_[at_++];
  }

  /// Every place after one character that `fits`.
  template <class Fits>
  Places step(const Places& begin, Fits fits) const {
    Places end;
    for (std::size_t i = 0; i < value_.size(); ++i)
      if (begin.test(i) && fits(value_[i])) end.set(i + 1);
    return end;
  }

  template <class Holds>
  Places stay(const Places& begin, Holds holds) const {
    Places end;
    for (std::size_t i = 0; i <= value_.size(); ++i)
      if (begin.test(i) && holds(i)) end.set(i);
    return end;
  }

  [[nodiscard]] bool same(char32_t wanted, char32_t c) const {
    return wanted == c || (!rules_.pattern_minds_case && wanted == other_case(c));
  }

  Places literal(const Places& begin, char32_t wanted) const {
    return step(begin, [&](char32_t c) { return same(wanted, c); });
  }

  // pattern = sequence { "|" sequence }
  Places alternation(const Places& begin) {
    Places end = sequence(begin);
    while (next_is('|')) {
      ++at_;
      end |= sequence(begin);
    }
    return end;
  }

  Places sequence(Places places) {
    while (more() && !next_is('|') && !next_is(')')) places = factor(places);
    return places;
  }

  Places factor(const Places& begin) {
    if (next_is('^')) return ++at_, stay(begin, [](std::size_t i) { return i == 0; });
    if (next_is('$')) return ++at_, stay(begin, [&](std::size_t i) { return i == value_.size(); });
    if (next_is('\\') && at_ + 1 < pattern_.size() && (pattern_[at_ + 1] == 'b' || pattern_[at_ + 1] == 'B')) {
      const bool wanted = pattern_[at_ + 1] == 'b';
      at_ += 2;
      return stay(begin, [&](std::size_t i) { return is_boundary(i) == wanted; });
    }
    const std::size_t piece = at_;
    const Places once = atom(begin);
    Count count;
    if (!repetition(count)) return once;
    const std::size_t after = at_;
    const Places end = repeated(begin, piece, count);
    at_ = after;
    return end;
  }

  [[nodiscard]] bool is_boundary(std::size_t i) const {
    const bool before = i > 0 && is_word(value_[i - 1]);
    const bool behind = i < value_.size() && is_word(value_[i]);
    return before != behind;
  }

  struct Count {
    std::size_t least = 1, most = 1;
  };
  static constexpr std::size_t kNoEnd = SIZE_MAX;

  bool repetition(Count& count) {
    if (next_is('*')) return ++at_, count = {0, kNoEnd}, true;
    if (next_is('+')) return ++at_, count = {1, kNoEnd}, true;
    if (next_is('?')) return ++at_, count = {0, 1}, true;
    return next_is('{') && braces(count);
  }

  /// {n} {n,} {n,m}; anything else that begins with { is not a repetition.
  bool braces(Count& count) {
    std::size_t i = at_ + 1;
    const auto number = [&] {
      std::size_t n = 0;
      while (i < pattern_.size() && is_digit(pattern_[i])) n = n * 10 + (pattern_[i++] - U'0');
      return n;
    };
    if (i >= pattern_.size() || !is_digit(pattern_[i])) return false;
    Count read;
    read.least = read.most = number();
    if (i < pattern_.size() && pattern_[i] == ',') {
      ++i;
      read.most = i < pattern_.size() && is_digit(pattern_[i]) ? number() : kNoEnd;
    }
    if (i >= pattern_.size() || pattern_[i] != '}') return false;
    at_ = i + 1;
    count = read;
    return true;
  }

  /// The piece of the pattern at `piece`, `least` times and then as often as it adds a place, at most `most` times.
  Places repeated(Places places, std::size_t piece, const Count& count) {
    for (std::size_t i = 0; i < count.least; ++i) {
      at_ = piece;
      places = atom(places);
    }
    Places all = places;
    for (std::size_t i = count.least; i < count.most && places.any(); ++i) {
      at_ = piece;
      places = atom(places);
      if ((all | places) == all) break;  // every further round starts where an earlier one did
      all |= places;
    }
    return all;
  }

  Places atom(const Places& begin) {
    const char32_t c = take();
    if (c == '(') {
      const Places end = alternation(begin);
      if (take() != ')') fail();
      return end;
    }
    if (c == '[') return set(begin);
    if (c == '.') return step(begin, [&](char32_t x) { return x != '\n' || rules_.dot_takes_newline; });
    if (c == '\\') return escape(begin);
    if (c == '/') return code_or_slash(begin);
    if (c == '*' || c == '+' || c == '?' || c == ')' || c == '|') fail();
    return literal(begin, c);
  }

  static char32_t control_or_self(char32_t c) {
    constexpr std::u32string_view kNames = U"fnrtv", kCodes = U"\f\n\r\t\v";
    const std::size_t row = kNames.find(c);
    if (row != std::u32string_view::npos) return kCodes[row];
    if (is_letter(c) || is_digit(c)) fail();
    return c;
  }

  Places escape(const Places& begin) {
    const char32_t c = take();
    if (is_class(c)) return step(begin, [&](char32_t x) { return in_class(c, x); });
    return literal(begin, control_or_self(c));
  }

  /// /65/ /0101/ /0x41/ are the character with that code; any other slash is a slash.
  Places code_or_slash(const Places& begin) {
    std::size_t i = at_;
    char32_t base = 10, code = 0;
    if (i < pattern_.size() && pattern_[i] == '0') base = 8;
    if (base == 8 && i + 1 < pattern_.size() && (pattern_[i + 1] == 'x' || pattern_[i + 1] == 'X')) base = 16, i += 2;
    const std::size_t first = i;
    for (; i < pattern_.size() && digit_value(pattern_[i]) < base; ++i) code = code * base + digit_value(pattern_[i]);
    if (i == first || i >= pattern_.size() || pattern_[i] != '/') return literal(begin, '/');
    at_ = i + 1;
    return literal(begin, code);
  }

  static char32_t digit_value(char32_t c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
  }

  /// Asks the whole set again about every character.
  Places set(const Places& begin) {
    const std::size_t first = at_;
    set_takes(first, U'x');  // finds its end
    const std::size_t after = at_;
    const Places end = step(begin, [&](char32_t c) { return set_takes(first, c); });
    at_ = after;
    return end;
  }

  bool set_takes(std::size_t first, char32_t c) {
    at_ = first;
    const bool negated = next_is('^');
    if (negated) ++at_;
    bool takes = false;
    do takes = member_takes(c) || takes;
    while (!next_is(']'));
    ++at_;
    return takes != negated;
  }

  bool member_takes(char32_t c) {
    if (next_is('\\') && at_ + 1 < pattern_.size() && is_class(pattern_[at_ + 1])) {
      at_ += 2;
      return in_class(pattern_[at_ - 1], c);
    }
    const char32_t low = set_character();
    char32_t high = low;
    if (next_is('-') && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']') {
      ++at_;
      high = set_character();
    }
    const auto is_inside = [&](char32_t x) { return x >= low && x <= high; };
    return is_inside(c) || (!rules_.pattern_minds_case && is_inside(other_case(c)));
  }

  char32_t set_character() {
    const char32_t c = take();
    return c == '\\' ? control_or_self(take()) : c;
  }

  Text pattern_;
  Text value_;
  const Rules& rules_;
  std::size_t at_ = 0;
};

}  // namespace

bool pattern_is_found(std::string_view pattern, std::string_view value, const Rules& rules) {
  return Matcher(pattern, value, rules).is_found();
}

}  // namespace rapsim::oracle
