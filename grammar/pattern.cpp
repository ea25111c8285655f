// Patterns: the console's regular expressions, text -> tree. What each sign means is in pattern.ebnf.
#include "grammar/pattern.hpp"

#include <boost/fusion/include/adapt_struct.hpp>
#include <boost/spirit/home/x3.hpp>

#include "grammar/message.hpp"
#include "grammar/utf8.hpp"

namespace rapsim::grammar {
namespace {

namespace x3 = boost::spirit::x3;
namespace ascii = x3::ascii;  // the other character classes take no bytes over 127
using Ranges = std::vector<CodeRange>;

constexpr char32_t kLastCode = 0x10FFFF;
constexpr std::uint32_t kExactly = Pattern::kNoMaximum - 1;  // the maximum of {n} until the minimum is known

// What the rules below produce. Each becomes a Pattern when Spirit stores it as one.
struct Node {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};
struct Leaf : Node {
  PatternKind kind = PatternKind::literal;
  char32_t code_point = 0;
  operator Pattern() const;
};
struct Set : Node {
  bool negated = false;
  std::vector<Ranges> members{};
  operator Pattern() const;
};
struct Parent : Node {
  PatternKind kind = PatternKind::sequence;
  std::vector<Pattern> children{};
  operator Pattern() &&;
};
struct Count {
  std::uint32_t min = 1;
  std::uint32_t max = 1;
};
struct Counted : Node {
  Pattern atom{};
  Count count{};
  operator Pattern() &&;
};

Pattern node(PatternKind kind, const Node& at) {
  Pattern out;
  out.kind = kind;
  out.offset = at.offset;
  out.length = at.length;
  return out;
}

Leaf::operator Pattern() const {
  Pattern out = node(kind, *this);
  out.code_point = code_point;
  return out;
}

Set::operator Pattern() const {
  Pattern out = node(PatternKind::set, *this);
  out.negated = negated;
  for (const Ranges& ranges : members) out.ranges.insert(out.ranges.end(), ranges.begin(), ranges.end());
  return out;
}

Parent::operator Pattern() && {
  if (kind == PatternKind::alternation && children.size() == 1) return std::move(children.front());
  Pattern out = node(kind, *this);
  out.children = std::move(children);
  return out;
}

Counted::operator Pattern() && {
  if (length == atom.length) return std::move(atom);  // no count behind it
  Pattern out = node(PatternKind::repeat, *this);
  out.min = count.min;
  out.max = count.max;
  out.children.push_back(std::move(atom));
  return out;
}

}  // namespace
}  // namespace rapsim::grammar

BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::CodeRange, first, last)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Leaf, kind, code_point)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Set, negated, members)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Parent, kind, children)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Count, min, max)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Counted, atom, count)

namespace rapsim::grammar {
namespace {

using Failure = x3::expectation_failure<const char*>;

// ---- tables ----

const Ranges kDigits = {{'0', '9'}};
const Ranges kBlanks = {{' ', ' '}, {'\t', '\r'}};  // blank and \t \n \v \f \r
const Ranges kWords = {{'A', 'Z'}, {'a', 'z'}, {'0', '9'}, {'_', '_'}};
const Ranges kNoDigits = {{0, '0' - 1}, {'9' + 1, kLastCode}};
const Ranges kNoBlanks = {{0, '\t' - 1}, {'\r' + 1, ' ' - 1}, {' ' + 1, kLastCode}};
const Ranges kNoWords = {
    {0, '0' - 1}, {'9' + 1, 'A' - 1}, {'Z' + 1, '_' - 1}, {'_' + 1, 'a' - 1}, {'z' + 1, kLastCode}};

Pattern sign(PatternKind kind) { return node(kind, {}); }

Pattern class_of(bool negated, const Ranges& ranges) {
  Pattern out = sign(PatternKind::set);
  out.negated = negated;
  out.ranges = ranges;
  return out;
}

/// What matches between characters, and therefore cannot be repeated.
struct Assertions : x3::symbols<Pattern> {
  Assertions() {
    add("^", sign(PatternKind::begin))("$", sign(PatternKind::end));
    add("\\b", sign(PatternKind::word_boundary))("\\B", sign(PatternKind::not_word_boundary));
  }
};
struct Classes : x3::symbols<Pattern> {
  Classes() {
    add(".", sign(PatternKind::any));
    add("\\d", class_of(false, kDigits))("\\s", class_of(false, kBlanks))("\\w", class_of(false, kWords));
    add("\\D", class_of(true, kDigits))("\\S", class_of(true, kBlanks))("\\W", class_of(true, kWords));
  }
};
struct ClassesInSet : x3::symbols<Ranges> {
  ClassesInSet() {
    add("\\d", kDigits)("\\s", kBlanks)("\\w", kWords);
    add("\\D", kNoDigits)("\\S", kNoBlanks)("\\W", kNoWords);
  }
};
struct ControlLetters : x3::symbols<char32_t> {
  ControlLetters() { add("f", '\f')("n", '\n')("r", '\r')("t", '\t')("v", '\v'); }
};
struct ShortCounts : x3::symbols<Count> {
  ShortCounts() { add("*", {0, Pattern::kNoMaximum})("+", {1, Pattern::kNoMaximum})("?", {0, 1}); }
};
const Assertions assertions;
const Classes classes;
const ClassesInSet classes_in_set;
const ControlLetters control_letters;
const ShortCounts short_counts;

// ---- grammar ----

struct CodePointParser : x3::parser<CodePointParser> {
  using attribute_type = char32_t;
  static constexpr bool has_attribute = true;

  template <class Iterator, class Context, class Attribute>
  bool parse(Iterator& first, const Iterator& last, const Context&, x3::unused_type, Attribute& attribute) const {
    const auto point = decode_utf8({first, static_cast<std::size_t>(last - first)});
    if (!point) return false;
    first += point->length;
    x3::traits::move_to(char32_t{point->value}, attribute);
    return true;
  }
};

namespace rules {

struct TextBegin;  // context: where the pattern text begins

/// Gives a node its place in the text.
struct Placed {
  template <class Iterator, class Attribute, class Context>
  void on_success(const Iterator& first, const Iterator& last, Attribute& attribute, const Context& context) {
    attribute.offset = static_cast<std::uint32_t>(first - x3::get<TextBegin>(context));
    attribute.length = static_cast<std::uint32_t>(last - first);
  }
};

// Names that thrown failures carry; error_of gives the first two their message.
constexpr const char* kRange = "range";
constexpr const char* kCount = "repetition";
constexpr const char* kCode = "a character code up to 0x10FFFF";

struct RangeRule {
  template <class Iterator, class Context>
  void on_success(const Iterator& first, const Iterator&, CodeRange& range, const Context&) {
    if (range.last == 0) range.last = range.first;  // one character
    if (range.first > range.last) throw Failure(first, kRange);
  }
};
struct CodeRule {
  template <class Iterator, class Context>
  void on_success(const Iterator& first, const Iterator&, std::uint32_t& number, const Context&) {
    if (number > kLastCode || (number >= 0xD800 && number <= 0xDFFF)) throw Failure(first, kCode);
  }
};
struct BracesRule {
  template <class Iterator, class Context>
  void on_success(const Iterator& first, const Iterator&, Count& count, const Context&) {
    if (count.max == kExactly) count.max = count.min;
    if (count.min > count.max) throw Failure(first, kCount);
  }
};
struct AlternationRule : Placed {};
struct AssertionRule : Placed {};
struct ClassRule : Placed {};
struct CodedRule : Placed {};
struct CountedRule : Placed {};
struct EscapeRule : Placed {};
struct GroupRule : Placed {};
struct LiteralRule : Placed {};
struct SequenceRule : Placed {};
struct SetRule : Placed {};

const CodePointParser code_point;
const auto close_group = x3::rule<struct CloseGroupRule>{"`)`"} = x3::lit(')');
const auto close_set = x3::rule<struct CloseSetRule>{"`]`"} = x3::lit(']');
const auto number = x3::rule<struct NumberRule, std::uint32_t>{"a number up to 65535"} =
    x3::uint_parser<std::uint16_t>{};

// Escapes. A letter that means nothing is an error, any other sign represents itself.
const auto escaped_sign = control_letters | (code_point - ascii::alnum);
const auto literal_escape = x3::rule<struct LiteralEscapeRule, Leaf>{"literal"} =
    x3::attr(PatternKind::literal) >> escaped_sign;
const auto reference_escape = x3::rule<struct ReferenceEscapeRule, Leaf>{"back reference"} =
    (&x3::char_('1', '9') >> x3::attr(PatternKind::back_reference)) > number;
const auto escape_body = x3::rule<struct EscapeBodyRule, Leaf>{"an escape"} = reference_escape | literal_escape;
const auto escape = x3::rule<EscapeRule, Leaf>{"escape"} = '\\' > escape_body;

// /65/ /0101/ /0x41/: a slash that does not begin one of these is a slash.
const auto hexadecimal_begin = x3::lit("0x") | "0X";
const auto code_digits =
    (hexadecimal_begin >> +ascii::xdigit) | ('0' >> *x3::char_('0', '7')) | (x3::char_('1', '9') >> *ascii::digit);
const auto code_value = (hexadecimal_begin >> x3::hex) | (&x3::lit('0') >> x3::oct) | x3::uint_;
const auto code_number = x3::rule<CodeRule, std::uint32_t>{kCode} = code_value;
const auto coded = x3::rule<CodedRule, Leaf>{"character code"} =
    (x3::lit('/') >> &(code_digits >> '/') >> x3::attr(PatternKind::literal)) > code_number > '/';

// Sets.
const auto set_escape = x3::rule<struct SetEscapeRule, char32_t>{"an escape in a set"} = escaped_sign;
const auto set_character = x3::rule<struct SetCharacterRule, char32_t>{"a character"} =
    ('\\' > set_escape) | (code_point - x3::char_("]\\"));
const auto range = x3::rule<RangeRule, CodeRange>{"range"} = set_character >> -('-' >> set_character);
const auto member = x3::rule<struct MemberRule, Ranges>{"a character of the set"} =
    classes_in_set | x3::repeat(1)[range];
const auto members = x3::rule<struct MembersRule, std::vector<Ranges>>{"a character of the set"} = +member;
const auto set = x3::rule<SetRule, Set>{"set"} = ('[' >> x3::matches['^']) > members > close_set;

// Repetitions. A brace that does not begin one of {n} {n,} {n,m} is a brace.
const auto braces_begin = '{' >> &(+ascii::digit >> -(',' >> *ascii::digit) >> '}');
const auto maximum = x3::rule<struct MaximumRule, std::uint32_t>{"a number up to 65535"} =
    (x3::lit(",}") >> x3::attr(Pattern::kNoMaximum)) | (',' > number > '}') | ('}' >> x3::attr(kExactly));
const auto braces = x3::rule<BracesRule, Count>{"repetition"} = braces_begin > number > maximum;
const auto count = x3::rule<struct CountRule, Count>{"repetition"} = short_counts | braces;

// The tree, loosest binding first: alternatives, what is side by side, repetitions.
const auto alternation = x3::rule<AlternationRule, Parent>{"pattern"};
const auto assertion = x3::rule<AssertionRule, Pattern>{"assertion"} = assertions;
const auto class_sign = x3::rule<ClassRule, Pattern>{"class"} = classes;
const auto metacharacter = x3::char_("\\^$*+?.()|[") | braces_begin;
const auto literal = x3::rule<LiteralRule, Leaf>{"literal"} = x3::attr(PatternKind::literal) >>
                                                              (code_point - metacharacter);
const auto group = x3::rule<GroupRule, Parent>{"group"} = ('(' >> x3::attr(PatternKind::group)) >
                                                          x3::repeat(1)[alternation] > close_group;
const auto atom = x3::rule<struct AtomRule, Pattern>{"atom"} = group | set | class_sign | escape | coded | literal;
const auto counted = x3::rule<CountedRule, Counted>{"repetition"} = atom >> (count | x3::attr(Count{}));
const auto factor = x3::rule<struct FactorRule, Pattern>{"factor"} = assertion | counted;
const auto sequence = x3::rule<SequenceRule, Parent>{"sequence"} = x3::attr(PatternKind::sequence) >> *factor;
const auto alternation_def = x3::attr(PatternKind::alternation) >> (sequence % '|');
BOOST_SPIRIT_DEFINE(alternation)
const auto end = x3::rule<struct EndRule>{"the end of the pattern"} = x3::eoi;

}  // namespace rules
// ---- what is refused before parsing, and what errors say ----

/// The first group nested deeper than the limit, or npos.
std::size_t too_deep_at(std::string_view text) {
  std::size_t depth = 0;
  bool in_set = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      ++i;
    } else if (in_set || c == '[') {
      in_set = c != ']';
    } else if (c == '(' && ++depth > kDeepestPattern) {
      return i;
    } else if (c == ')' && depth > 0) {
      --depth;
    }
  }
  return std::string_view::npos;
}

bool within_limits(std::string_view text, SyntaxError& error) {
  if (text.size() > kLongestPattern) {
    error = too_long(code("R202"), text, "pattern", kLongestPattern);
    return false;
  }
  if (const std::size_t at = too_deep_at(text); at != std::string_view::npos) {
    error = {code("R202"), at, 1, "groups are nested deeper than " + std::to_string(kDeepestPattern) + " levels"};
    return false;
  }
  if (const std::size_t at = utf8_end(text); at != text.size()) {
    error = {code("R201"), at, 1, "the pattern is not UTF-8 from " + quoted(text.substr(at, 1)) + " on"};
    return false;
  }
  return true;
}

/// About the `\` before `at`.
SyntaxError escape_error(std::string_view text, std::size_t at) {
  if (at == text.size()) return {code("R201"), at - 1, 1, "nothing follows the `\\`", "write `\\\\` for a backslash"};
  const std::string letter(1, text[at]);
  const std::string escape = "`\\" + letter + "`";
  if (std::string_view("bBdDsSwW123456789").find(letter) != std::string_view::npos)
    return {code("R201"), at - 1, 2, escape + " is not allowed here in a set"};
  const bool is_code = std::string_view("0xu").find(letter) != std::string_view::npos;
  return {code("R201"), at - 1, 2, "unknown escape " + escape,
          is_code ? "write a character code as `/65/`, `/0101/` or `/0x41/`"
                  : "write `" + letter + "` for the letter itself"};
}

/// About the sign at `at`, where neither a sequence nor the pattern can go on.
SyntaxError surplus_error(std::string_view text, std::size_t at) {
  const std::string sign(1, text[at]);
  if (sign == ")") return {code("R201"), at, 1, "`)` without `(`", "write `\\)` for the sign itself"};
  SyntaxError error{code("R201"), at, 1, "nothing to repeat before `" + sign + "`"};
  // What is before it did not take it as its repetition, so its last sign shows what it is.
  const char before = at == 0 ? '(' : text[at - 1];
  if (before == '(' && at > 0 && sign == "?") {
    error.help = "groups that begin with `(?` are not in this syntax";
  } else if (before == '(' || before == '|') {
    error.help = "write `\\" + sign + "` for the sign itself";
  } else if (before == '^' || before == '$' || before == 'b' || before == 'B') {
    error.help = "`^`, `$`, `\\b` and `\\B` cannot be repeated";
  } else {
    error.help = sign == "?" ? "this syntax has no lazy repetitions" : "a repetition cannot be repeated";
  }
  return error;
}

SyntaxError error_of(const Failure& failure, std::string_view text) {
  const auto at = static_cast<std::size_t>(failure.where() - text.data());
  const std::string wanted = failure.which();
  if (wanted == rules::end.name || (wanted == rules::close_group.name && at < text.size()))
    return surplus_error(text, at);
  if (wanted == rules::escape_body.name || wanted == rules::set_escape.name) return escape_error(text, at);
  if (wanted == rules::kRange) return {code("R201"), at, 1, "a range goes from the lower to the higher character"};
  if (wanted == rules::kCount)
    return {code("R201"), at, text.find('}', at) - at + 1, "a repetition goes from the smaller to the larger number"};
  SyntaxError error = expected(code("R201"), text, at, wanted);
  if (wanted == rules::members.name) error.help = "write `\\[` and `\\]` for the signs themselves";
  return error;
}

}  // namespace

std::optional<Pattern> parse_pattern(std::string_view text, SyntaxError& error) {
  if (!within_limits(text, error)) return std::nullopt;
  const char* const begin = text.data();
  const char* first = begin;
  const char* const last = begin + text.size();
  Pattern root;
  try {
    x3::parse(first, last, x3::with<rules::TextBegin>(begin)[x3::eps > rules::alternation > rules::end], root);
  } catch (const Failure& failure) {
    error = error_of(failure, text);
    return std::nullopt;
  }
  return root;
}

}  // namespace rapsim::grammar
