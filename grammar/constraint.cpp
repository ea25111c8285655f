// Conditions as configuration exports keep them: a function name, parentheses, quoted arguments.
#include "grammar/constraint.hpp"

#include <array>
#include <boost/fusion/include/adapt_struct.hpp>
#include <boost/range/iterator_range.hpp>
#include <boost/spirit/home/x3.hpp>

#include "base/text.hpp"
#include "grammar/message.hpp"

namespace rapsim::grammar {
namespace {

namespace x3 = boost::spirit::x3;
namespace ascii = x3::ascii;                       // the other character classes take no bytes over 127
using Piece = boost::iterator_range<const char*>;  // a stretch of the text, so that its offset is known

struct NamedFunction {
  std::string_view name;
  ConstraintFunction function;
};
constexpr std::array<NamedFunction, 5> kFunctions = {{
    {"MATCH", ConstraintFunction::match},
    {"TIMEOFDAY", ConstraintFunction::time_of_day},
    {"NTGROUPS", ConstraintFunction::nt_groups},
    {"USERNTGROUPS", ConstraintFunction::user_nt_groups},
    {"MACHINENTGROUPS", ConstraintFunction::machine_nt_groups},
}};

struct Call {
  ConstraintFunction function = ConstraintFunction::match;
  Piece attribute{};
  std::vector<Piece> arguments{};
};

}  // namespace
}  // namespace rapsim::grammar

BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Call, function, attribute, arguments)

namespace rapsim::grammar {
namespace {

/// The functions whose arguments have one form; no_case looks names up in lower case.
struct Functions : x3::symbols<ConstraintFunction> {
  Functions(std::size_t first_row, std::size_t rows) {
    for (std::size_t row = first_row; row < first_row + rows; ++row)
      add(lowered(kFunctions[row].name), kFunctions[row].function);
  }
};
const Functions match_function(0, 1);
const Functions time_function(1, 1);
const Functions group_functions(2, 3);

namespace rules {

const auto word_letter = ascii::alnum | '_';
const auto function_name = [](const Functions& functions) {
  return x3::lexeme[x3::no_case[functions] >> !word_letter];
};
const auto open = x3::rule<struct OpenRule>{"`(`"} = x3::lit('(');
const auto close = x3::rule<struct CloseRule>{"`)`"} = x3::lit(')');
const auto quote = x3::rule<struct QuoteRule>{"`\"`"} = x3::lit('"');
const auto at_quote = x3::rule<struct AtQuoteRule>{"`\"`"} = &x3::lit('"');  // before a lexeme, which has no name
const auto end = x3::rule<struct EndRule>{"the end of the condition"} = x3::eoi;

// "Attribute=pattern". Blanks count in the pattern; `\"` does not end it, and neither does the backslash of `\\`.
const auto attribute = x3::rule<struct AttributeRule, Piece>{"an attribute name"} =
    x3::raw[+(ascii::graph - '=' - '"')];
const auto equals = x3::rule<struct EqualsRule>{"`=` after the attribute name"} = x3::lit('=');
const auto pattern = x3::rule<struct PatternRule, Piece>{"a pattern"} =
    x3::raw[*(('\\' >> x3::char_) | ~x3::char_("\"\\"))];
const auto match_call = x3::rule<struct MatchRule, Call>{"MATCH"} =
    function_name(match_function) > open > at_quote >
    x3::lexeme[quote > attribute > equals > x3::repeat(1)[pattern] > quote] > close;

const auto no_attribute = x3::attr(Piece{});
const auto times = x3::rule<struct TimesRule, Piece>{"times of the week"} = x3::raw[*~x3::char_('"')];
const auto time_call = x3::rule<struct TimeRule, Call>{"TIMEOFDAY"} =
    function_name(time_function) > no_attribute > open > at_quote > x3::lexeme[quote > x3::repeat(1)[times] > quote] >
    close;

// ("a;b") or ("a";"b"); a group name may have blanks inside.
const auto group = x3::rule<struct GroupRule, Piece>{"a SID or a group name"} = x3::raw[x3::lexeme[+~x3::char_("\";")]];
const auto requoted = (-x3::lit(';') >> '"' >> ';') > quote;
const auto unquoted = x3::lit(';') >> !x3::lit('"');
const auto group_list = x3::rule<struct GroupListRule, std::vector<Piece>>{
    "a SID or a group name"} = group >> *((requoted | unquoted) > group) >> -x3::lit(';');
const auto group_call = x3::rule<struct GroupRuleCall, Call>{"NTGROUPS"} =
    function_name(group_functions) > no_attribute > open > quote > group_list > quote > close;

const auto call = x3::rule<struct CallRule, Call>{"MATCH, TIMEOFDAY, NTGROUPS, USERNTGROUPS or MACHINENTGROUPS"} =
    match_call | time_call | group_call;

}  // namespace rules

ConstraintText text_of(const Piece& piece, std::string_view text) {
  if (piece.begin() == nullptr) return {};
  const auto offset = static_cast<std::size_t>(piece.begin() - text.data());
  return {std::string(piece.begin(), piece.end()), offset};
}

/// Group names may have blanks inside, so the grammar cannot stop at one.
void trim_end(std::string& text) { text.erase(text.find_last_not_of(" \t\r\n\v\f") + 1); }

Constraint constraint_of(const Call& call, std::string_view text) {
  Constraint out{call.function, text_of(call.attribute, text), {}};
  const bool is_group_list =
      call.function != ConstraintFunction::match && call.function != ConstraintFunction::time_of_day;
  for (const Piece& argument : call.arguments) {
    out.arguments.push_back(text_of(argument, text));
    if (is_group_list) trim_end(out.arguments.back().text);
  }
  return out;
}

std::string help_for(std::string_view wanted, std::string_view found) {
  if (wanted == rules::close.name && !found.empty()) return "write a quote inside a pattern as `\\\"`";
  if (wanted != rules::call.name) return {};
  std::vector<std::string_view> names;
  for (const NamedFunction& row : kFunctions) names.push_back(row.name);
  return did_you_mean(found, names);
}

}  // namespace

std::optional<Constraint> parse_constraint(std::string_view text, SyntaxError& error) {
  if (text.size() > kLongestConstraint) {
    error = too_long(code("R204"), text, "condition", kLongestConstraint);
    return std::nullopt;
  }
  Call call;
  const char* first = text.data();
  const char* const last = first + text.size();
  try {
    x3::phrase_parse(first, last, x3::eps > rules::call > rules::end, ascii::space, call);
  } catch (const x3::expectation_failure<const char*>& failure) {
    const auto offset = static_cast<std::size_t>(failure.where() - text.data());
    error = expected(code("R204"), text, skip_blanks(text, offset), failure.which());
    error.help = help_for(failure.which(), text.substr(error.offset, error.length));
    return std::nullopt;
  }
  return constraint_of(call, text);
}

}  // namespace rapsim::grammar
