// Find and replace: at each place of the value the pattern is tried piece by piece, what a repetition takes most first
// and every way back. The first way that works counts, as in Perl. Source: semantics.md 2.3 (REGEX); gaps.md G-17 for
// case. What the documentation leaves open: after a match the search goes on behind it, and an empty match right behind
// another one is none.
#include <array>
#include <stdexcept>

#include "tests/oracle/slow.hpp"
#include "tests/oracle/slow_text.hpp"

namespace rapsim::oracle {
namespace {

constexpr std::size_t kNowhere = SIZE_MAX;

struct Match {
  std::size_t begin = kNowhere, end = kNowhere;
};

/// One way of matching: where the groups begin and end. Row 0 is the whole.
using Groups = std::array<Match, 10>;

class Search {
 public:
  Search(std::string_view pattern, const std::u32string& value, const Rules& rules)
      : pattern_(characters(pattern)), value_(value), rules_(rules) {}

  /// The match that begins at `place`, if there is one.
  bool matches_at(std::size_t place, Groups& groups) {
    groups = {};
    groups[0].begin = place;
    std::size_t end = kNowhere;
    if (!go(0, place, groups, end)) return false;
    groups[0].end = end;
    return true;
  }

 private:
  /// One piece of the pattern: a character or class, perhaps repeated.
  struct Piece {
    char32_t c = 0;
    bool is_any = false;
    std::size_t next = 0;  // behind it in the pattern
    std::size_t least = 1, most = 1;
  };

  [[nodiscard]] Piece piece_at(std::size_t at) const {
    Piece piece;
    piece.is_any = pattern_[at] == '.';
    if (pattern_[at] == '\\') ++at;
    if (at >= pattern_.size()) throw std::logic_error("the oracle cannot read what to find");
    piece.c = pattern_[at++];
    if (at < pattern_.size() && (pattern_[at] == '*' || pattern_[at] == '+')) {
      piece.least = pattern_[at++] == '*' ? 0 : 1;
      piece.most = kNowhere;
    }
    piece.next = at;
    return piece;
  }

  [[nodiscard]] bool takes(const Piece& piece, char32_t c) const {
    if (piece.is_any) return c != '\n' || rules_.dot_takes_newline;
    return c == piece.c || (!rules_.pattern_minds_case && other_case(c) == piece.c);
  }

  /// From `at` in the pattern and `place` in the value to the end of the pattern.
  bool go(std::size_t at, std::size_t place, Groups& groups, std::size_t& end) {
    if (at == pattern_.size()) return end = place, true;
    switch (pattern_[at]) {
      case '^':
        return place == 0 && go(at + 1, place, groups, end);
      case '$':
        return place == value_.size() && go(at + 1, place, groups, end);
      case '(':
        groups.at(group_at(at)).begin = place;
        return go(at + 1, place, groups, end);
      case ')':
        return close(at, place, groups, end);
      default:
        return repeat(piece_at(at), place, groups, end);
    }
  }

  /// The number of the group that is open at `at`: groups do not nest here.
  [[nodiscard]] std::size_t group_at(std::size_t at) const {
    std::size_t number = 0;
    for (std::size_t i = 0; i <= at; ++i) {
      if (pattern_[i] == '\\')
        ++i;
      else if (pattern_[i] == '(')
        ++number;
    }
    return number;
  }

  bool close(std::size_t at, std::size_t place, Groups& groups, std::size_t& end) {
    const std::size_t group = group_at(at), before = groups.at(group).end;
    groups.at(group).end = place;
    if (go(at + 1, place, groups, end)) return true;
    groups.at(group).end = before;
    return false;
  }

  /// As often as it can, then once less, and so on.
  bool repeat(const Piece& piece, std::size_t place, Groups& groups, std::size_t& end) {
    std::size_t times = 0;
    while (times < piece.most && place + times < value_.size() && takes(piece, value_[place + times])) ++times;
    for (std::size_t taken = times + 1; taken-- > piece.least;)
      if (go(piece.next, place + taken, groups, end)) return true;
    return false;
  }

  std::u32string pattern_;
  const std::u32string& value_;
  const Rules& rules_;
};

/// \1 to \9 are what the groups have matched, a `\` before anything else represents that.
std::u32string filled(const std::u32string& text, const std::u32string& value, const Groups& groups) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char32_t c = text[++i];
    if (c < '1' || c > '9') {
      out += c;
      continue;
    }
    const Match& group = groups[c - '0'];
    if (group.end != kNowhere) out += value.substr(group.begin, group.end - group.begin);
  }
  return out;
}

}  // namespace

std::string replaced(std::string_view value, const Replacement& rule, const Rules& rules) {
  const std::u32string text = characters(value), with = characters(rule.replace);
  Search search(rule.find, text, rules);
  std::u32string out;
  std::size_t last_end = kNowhere;
  bool has_replaced = false;
  for (std::size_t place = 0; place <= text.size();) {
    Groups groups;
    const bool may = !has_replaced || !rules.first_place_is_replaced;
    if (may && search.matches_at(place, groups) && (groups[0].end > place || last_end != place)) {
      out += rules.groups_are_not_put_back ? with : filled(with, text, groups);
      has_replaced = true;
      last_end = groups[0].end;
      if (groups[0].end > place) {
        place = groups[0].end;
        continue;
      }
    }
    if (place < text.size()) out += text[place];
    ++place;
  }
  return bytes_of(out);
}

}  // namespace rapsim::oracle
