// Expressions: words and how they are joined. What is inside a value (a pattern, a schedule) has its own grammar
// and is read afterwards.
#include "grammar/expression.hpp"

#include <algorithm>
#include <array>
#include <boost/fusion/include/adapt_struct.hpp>
#include <boost/spirit/home/x3.hpp>

#include "base/text.hpp"
#include "grammar/message.hpp"
#include "grammar/utf8.hpp"

namespace rapsim::grammar {
namespace {

namespace x3 = boost::spirit::x3;
namespace ascii = x3::ascii;  // the other character classes take no bytes over 127

// What the rules below produce. Each becomes an Expression when Spirit stores it as one.
struct Tail {
  CompareOp op = CompareOp::equal;
  std::vector<Word> values{};
  Presence presence = Presence::present;
};
struct NameAndTail {
  Word name{};
  Tail tail{};
  Stretch where{};
  operator Expression() &&;
};
struct Parent {
  ExpressionKind kind = ExpressionKind::disjunction;
  std::vector<Expression> children{};
  Stretch where{};
  operator Expression() &&;
};

NameAndTail::operator Expression() && {
  Expression out;
  out.where = where;
  out.comparison.name = std::move(name);
  out.comparison.op = tail.op;
  out.comparison.values = std::move(tail.values);
  out.comparison.presence = tail.presence;
  return out;
}

Parent::operator Expression() && {
  if (kind != ExpressionKind::negation && children.size() == 1) return std::move(children.front());
  Expression out;
  out.kind = kind;
  out.where = where;
  out.children = std::move(children);
  return out;
}

}  // namespace
}  // namespace rapsim::grammar

BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Word, is_quoted, text)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Tail, op, values, presence)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::NameAndTail, name, tail)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Parent, kind, children)

namespace rapsim::grammar {
namespace {

using Failure = x3::expectation_failure<const char*>;

constexpr std::array<std::string_view, 13> kOpTexts = {"==",     "!=", "<",  "<=",     ">",  ">=",    "in",
                                                       "not in", "~",  "!~", "within", "is", "is not"};
// Values that would make `a == not b` read as something.
constexpr std::array<std::string_view, 3> kJoiningWords = {"and", "or", "not"};

struct OrderSigns : x3::symbols<CompareOp> {
  OrderSigns() {
    using enum CompareOp;
    for (const CompareOp op : {equal, not_equal, less, less_equal, greater, greater_equal, matches, not_matches})
      add(std::string(text_of(op)), op);
  }
};
struct Presences : x3::symbols<Presence> {
  Presences() { add("unknown", Presence::unknown)("absent", Presence::absent)("present", Presence::present); }
};
const OrderSigns order_signs;
const Presences presences;

namespace rules {

struct TextBegin;  // context: where the expression begins

/// Gives a node its place in the text.
struct Placed {
  template <class Iterator, class Attribute, class Context>
  void on_success(const Iterator& first, const Iterator& last, Attribute& attribute, const Context& context) {
    attribute.where = {static_cast<std::uint32_t>(first - x3::get<TextBegin>(context)),
                       static_cast<std::uint32_t>(last - first)};
  }
};
struct NameRule : Placed {};
struct ValueRule : Placed {};
struct ComparisonRule : Placed {};
struct NegationRule : Placed {};
struct ConjunctionRule : Placed {};
struct DisjunctionRule : Placed {};

// Words. Every rule has the name that a diagnostic prints after "expected".
const auto name_sign = ascii::alnum | x3::char_("-_.");
const auto word_sign = ascii::alnum | x3::char_("-_.:/@+\\") | x3::char_('\x80', '\xff');
const auto keyword = [](const char* word) { return x3::lexeme[x3::no_case[x3::lit(word)] >> !word_sign]; };
const auto joining_word = keyword("and") | keyword("or") | keyword("not");
const auto language_word = joining_word | keyword("in") | keyword("within") | keyword("is");
const x3::rule<struct NameTextRule, std::string> text_of_name{"a name"};
const auto text_of_name_def = x3::lexeme[ascii::alpha >> *name_sign];
BOOST_SPIRIT_DEFINE(text_of_name)
const x3::rule<NameRule, Word> name{"a name"};
const auto name_def = !language_word >> x3::attr(false) >> text_of_name;
BOOST_SPIRIT_DEFINE(name)
const auto quote = x3::rule<struct QuoteRule>{"the closing `\"`"} = x3::lit('"');
const auto character = ('\\' >> x3::char_("\"\\")) | ~x3::char_('"');
const x3::rule<struct QuotedRule, std::string> quoted_text{"a text"};
const auto quoted_text_def = x3::lexeme[('"' >> *character) > quote];
BOOST_SPIRIT_DEFINE(quoted_text)
const x3::rule<struct BareRule, std::string> bare_text{"a value"};
const auto bare_text_def = !joining_word >> x3::lexeme[+word_sign];
BOOST_SPIRIT_DEFINE(bare_text)
const x3::rule<ValueRule, Word> value{"a value"};
const auto value_def = (x3::attr(true) >> quoted_text) | (x3::attr(false) >> bare_text);
BOOST_SPIRIT_DEFINE(value)

// What follows a name. A list of values is never empty: in an empty one there is nothing.
const x3::rule<struct OneValueRule, std::vector<Word>> one_value{value.name};
const auto one_value_def = x3::repeat(1)[value];
BOOST_SPIRIT_DEFINE(one_value)
const x3::rule<struct ValuesRule, std::vector<Word>> values{value.name};
const auto values_def = value >> *(',' > value);
BOOST_SPIRIT_DEFINE(values)
const auto open_list = x3::rule<struct OpenListRule>{"`[`"} = x3::lit('[');
const auto close_list = x3::rule<struct CloseListRule>{"`,` or `]`"} = x3::lit(']');
const auto is_present = x3::attr(Presence::present);
const x3::rule<struct OrderRule, Tail> order_tail{"a comparison"};
const auto order_tail_def = order_signs > one_value > is_present;
BOOST_SPIRIT_DEFINE(order_tail)
const auto in_word = x3::rule<struct InRule>{"`in`"} = keyword("in");
const x3::rule<struct InTailRule, Tail> in_tail{"a comparison"};
const auto in_tail_def =
    ((keyword("in") >> x3::attr(CompareOp::in)) | ((keyword("not") > in_word) >> x3::attr(CompareOp::not_in))) >
    open_list > values > close_list > is_present;
BOOST_SPIRIT_DEFINE(in_tail)
const x3::rule<struct WithinRule, Tail> within_tail{"a comparison"};
const auto within_tail_def = (keyword("within") >> x3::attr(CompareOp::within)) > one_value > is_present;
BOOST_SPIRIT_DEFINE(within_tail)
const x3::rule<struct PresenceRule, Presence> presence{"`unknown`, `absent` or `present`"};
const auto presence_def = x3::lexeme[x3::no_case[presences] >> !word_sign];
BOOST_SPIRIT_DEFINE(presence)
const auto is_not = (keyword("not") >> x3::attr(CompareOp::is_not)) | x3::attr(CompareOp::is);
const x3::rule<struct IsRule, Tail> is_tail{"a comparison"};
const auto is_tail_def = (keyword("is") >> is_not >> x3::attr(std::vector<Word>{})) > presence;
BOOST_SPIRIT_DEFINE(is_tail)
const x3::rule<struct TailRule, Tail> tail{"a comparison like `==`, `~`, `in` or `is`"};
const auto tail_def = order_tail | in_tail | within_tail | is_tail;
BOOST_SPIRIT_DEFINE(tail)

// How comparisons are joined, tightest first.
const auto expression = x3::rule<DisjunctionRule, Parent>{"a name, `not` or `(`"};
const auto close = x3::rule<struct CloseRule>{"`and`, `or` or `)`"} = x3::lit(')');
const x3::rule<ComparisonRule, NameAndTail> comparison{"a comparison"};
const auto comparison_def = name > tail;
BOOST_SPIRIT_DEFINE(comparison)
const x3::rule<struct OperandRule, Expression> operand{"a name or `(`"};
const auto operand_def = ('(' > expression > close) | comparison;
BOOST_SPIRIT_DEFINE(operand)
const x3::rule<struct OneOperandRule, std::vector<Expression>> one_operand{operand.name};
const auto one_operand_def = x3::repeat(1)[operand];
BOOST_SPIRIT_DEFINE(one_operand)
const x3::rule<NegationRule, Parent> negation{"`not`"};
const auto negation_def = (keyword("not") >> x3::attr(ExpressionKind::negation)) > one_operand;
BOOST_SPIRIT_DEFINE(negation)
const x3::rule<struct FactorRule, Expression> factor{expression.name};
const auto factor_def = negation | operand;
BOOST_SPIRIT_DEFINE(factor)
const x3::rule<struct FactorsRule, std::vector<Expression>> factors{expression.name};
const auto factors_def = factor >> *(keyword("and") > factor);
BOOST_SPIRIT_DEFINE(factors)
const x3::rule<ConjunctionRule, Parent> conjunction{expression.name};
const auto conjunction_def = x3::attr(ExpressionKind::conjunction) >> factors;
BOOST_SPIRIT_DEFINE(conjunction)
const x3::rule<struct ConjunctRule, Expression> conjunct{expression.name};
const auto conjunct_def = conjunction;
BOOST_SPIRIT_DEFINE(conjunct)
const x3::rule<struct ConjunctsRule, std::vector<Expression>> conjuncts{expression.name};
const auto conjuncts_def = conjunct >> *(keyword("or") > conjunct);
BOOST_SPIRIT_DEFINE(conjuncts)
const auto expression_def = x3::attr(ExpressionKind::disjunction) >> conjuncts;
BOOST_SPIRIT_DEFINE(expression)
const auto end = x3::rule<struct EndRule>{"`and`, `or` or the end of the expression"} = x3::eoi;

}  // namespace rules

// ---- what is refused before parsing, and what errors say ----

/// The first parenthesis nested deeper than the limit, or npos.
std::size_t too_deep_at(std::string_view text) {
  std::size_t depth = 0;
  bool in_quotes = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_escape = in_quotes && c == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == c);
    if (is_escape) {
      ++i;
    } else if (c == '"') {
      in_quotes = !in_quotes;
    } else if (!in_quotes && c == '(' && ++depth > kDeepestExpression) {
      return i;
    } else if (!in_quotes && c == ')' && depth > 0) {
      --depth;
    }
  }
  return std::string_view::npos;
}

bool within_limits(std::string_view text, SyntaxError& error) {
  if (text.size() > kLongestExpression) {
    error = too_long(code("R209"), text, "expression", kLongestExpression);
    return false;
  }
  if (const std::size_t at = too_deep_at(text); at != std::string_view::npos) {
    error = {code("R209"), at, 1,
             "parentheses are nested deeper than " + std::to_string(kDeepestExpression) + " levels"};
    return false;
  }
  if (const std::size_t at = utf8_end(text); at != text.size()) {
    error = {code("R209"), at, 1, "the expression is not UTF-8 from " + quoted(text.substr(at, 1)) + " on"};
    return false;
  }
  return true;
}

/// What people write who know another language: how it begins, where it fails, and what represents it here.
struct Habit {
  std::string_view found;
  std::string_view wanted;
  std::string_view help;
};
const std::array<Habit, 10> kHabits = {{
    {"=~", rules::tail.name, "a pattern is asked with `~`"},
    {"=", rules::tail.name, "write `==`"},
    {"matches", rules::tail.name, "a pattern is asked with `~`"},
    {">", rules::value.name, "`!=` asks for another value"},
    {"(", rules::open_list.name, "the values of a list are between `[` and `]`"},
    {"&", rules::end.name, "write `and`"},
    {"|", rules::end.name, "write `or`"},
    {"&", rules::close.name, "write `and`"},
    {"|", rules::close.name, "write `or`"},
    {"!", rules::expression.name, "write `not`"},
}};

SyntaxError error_of(const Failure& failure, std::string_view text) {
  const std::size_t at = skip_blanks(text, static_cast<std::size_t>(failure.where() - text.data()));
  const std::string wanted = failure.which();
  SyntaxError error = expected(code("R209"), text, at, wanted);
  const auto* const habit = std::find_if(kHabits.begin(), kHabits.end(), [&](const Habit& row) {
    return row.wanted == wanted && text.substr(at).starts_with(row.found);
  });
  if (habit != kHabits.end()) error.help = habit->help;
  if (wanted == rules::value.name && at < text.size() && error.help.empty())
    error.help = "a value with other signs than letters, digits and `-_.:/@+` needs double quotes";
  return error;
}

// ---- what is inside a value ----

bool refuse(const Word& word, SyntaxError inner, SyntaxError& error) {
  const Stretch where = word.part(inner.offset, inner.length);
  inner.offset = where.offset;
  inner.length = where.length;
  error = std::move(inner);
  return false;
}

bool read_schedule(Comparison& comparison, SyntaxError& error) {
  const Word& word = comparison.values.front();
  SyntaxError inner;
  auto read = parse_schedule(word.text, inner);
  if (!read) return refuse(word, std::move(inner), error);
  if (!read->zone.empty())
    return refuse(word,
                  {code("R205"), read->zone_offset, read->zone.size(),
                   "the times are the policy server's local time; a time zone is not allowed here"},
                  error);
  comparison.schedule = std::move(read->schedule);
  return true;
}

bool read_pattern(Comparison& comparison, SyntaxError& error) {
  const Word& word = comparison.values.front();
  SyntaxError inner;
  auto read = parse_pattern(word.text, inner);
  if (!read) return refuse(word, std::move(inner), error);
  comparison.pattern = std::move(*read);
  return true;
}

/// Reads patterns and schedules; false at the first that cannot be read.
bool read_values(Expression& expression, SyntaxError& error) {
  const CompareOp op = expression.comparison.op;
  if (expression.kind != ExpressionKind::comparison)
    return std::all_of(expression.children.begin(), expression.children.end(),
                       [&](Expression& child) { return read_values(child, error); });
  if (op == CompareOp::within) return read_schedule(expression.comparison, error);
  if (op == CompareOp::matches || op == CompareOp::not_matches) return read_pattern(expression.comparison, error);
  return true;
}

// ---- back to text ----

bool is_word_sign(char c) {
  const bool is_letter_or_digit = is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z');
  return is_letter_or_digit || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("-_.:/@+\\").find(c) != std::string_view::npos;
}

bool can_stand_bare(const Word& word) {
  const auto is_word = [&](std::string_view joining) { return equal_without_case(joining, word.text); };
  return !word.is_quoted && !word.text.empty() && std::all_of(word.text.begin(), word.text.end(), is_word_sign) &&
         std::none_of(kJoiningWords.begin(), kJoiningWords.end(), is_word);
}

std::string value_text(const Word& word) {
  if (can_stand_bare(word)) return word.text;
  std::string out = "\"";
  for (const char c : word.text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string presence_text(Presence presence) {
  constexpr std::array<std::string_view, 3> kTexts = {"absent", "unknown", "present"};
  return std::string(kTexts[static_cast<std::size_t>(presence)]);
}

std::string comparison_text(const Comparison& comparison) {
  const CompareOp op = comparison.op;
  std::string out = comparison.name.text + " " + std::string(text_of(op)) + " ";
  if (op == CompareOp::is || op == CompareOp::is_not) return out + presence_text(comparison.presence);
  if (op != CompareOp::in && op != CompareOp::not_in) return out + value_text(comparison.values.front());
  for (const Word& value : comparison.values)
    out += (&value == &comparison.values.front() ? "[" : ", ") + value_text(value);
  return out + "]";
}

/// In parentheses when the child binds as loosely as its parent, or looser.
std::string child_text(const Expression& child, ExpressionKind parent) {
  const bool is_loose = child.kind != ExpressionKind::comparison && child.kind >= parent;
  return is_loose ? "(" + to_text(child) + ")" : to_text(child);
}

}  // namespace

Stretch Word::part(std::size_t offset, std::size_t length) const {
  const std::size_t quotes = is_quoted ? 1 : 0;
  if (where.length != text.size() + 2 * quotes) return where;
  return {static_cast<std::uint32_t>(where.offset + quotes + offset), static_cast<std::uint32_t>(length)};
}

std::string_view text_of(CompareOp op) { return kOpTexts[static_cast<std::size_t>(op)]; }

std::optional<Expression> parse_expression(std::string_view text, SyntaxError& error) {
  if (!within_limits(text, error)) return std::nullopt;
  Expression root;
  const char* const begin = text.data();
  const char* first = begin;
  const char* const last = begin + text.size();
  try {
    const auto whole = x3::eps > rules::expression > rules::end;
    x3::phrase_parse(first, last, x3::with<rules::TextBegin>(begin)[whole], ascii::space, root);
  } catch (const Failure& failure) {
    error = error_of(failure, text);
    return std::nullopt;
  }
  if (!read_values(root, error)) return std::nullopt;
  return root;
}

std::string to_text(const Expression& expression) {
  if (expression.kind == ExpressionKind::comparison) return comparison_text(expression.comparison);
  if (expression.kind == ExpressionKind::negation)
    return "not " + child_text(expression.children.front(), expression.kind);
  const std::string_view between = expression.kind == ExpressionKind::conjunction ? " and " : " or ";
  std::string out;
  for (const Expression& child : expression.children) {
    if (!out.empty()) out += between;
    out += child_text(child, expression.kind);
  }
  return out;
}

}  // namespace rapsim::grammar
