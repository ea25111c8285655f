// Durations: one number and unit after the other, `1h30m`.
#include "grammar/duration.hpp"

#include <array>
#include <boost/fusion/include/adapt_struct.hpp>
#include <boost/range/iterator_range.hpp>
#include <boost/spirit/home/x3.hpp>
#include <cassert>
#include <cstdint>
#include <vector>

#include "base/text.hpp"
#include "grammar/message.hpp"

namespace rapsim::grammar {
namespace {

namespace x3 = boost::spirit::x3;
namespace ascii = x3::ascii;                       // the other character classes take no bytes over 127
using Piece = boost::iterator_range<const char*>;  // a stretch of the text, so that later checks can point at it

constexpr std::int64_t kLongest = 10'000LL * 86'400;  // seconds
constexpr std::size_t kLongestText = 64;              // bytes
constexpr std::string_view kUnitHelp = "write a unit after every number: `s`, `m`, `h`, `d` or `w`, as in `1h30m`";

struct Part {
  Piece digits{};
  std::int64_t unit = 1;  // seconds
};

}  // namespace
}  // namespace rapsim::grammar

BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Part, digits, unit)

namespace rapsim::grammar {
namespace {

struct Units : x3::symbols<std::int64_t> {
  Units() { add("s", 1)("m", 60)("min", 60)("h", 3600)("d", 86'400)("w", 604'800); }
};
const Units units;

const auto number = x3::rule<struct NumberRule, Piece>{"a number"} = x3::raw[+ascii::digit];
const auto unit = x3::rule<struct UnitRule, std::int64_t>{"a unit (`s`, `m`, `h`, `d` or `w`)"} =
    units >> !ascii::alpha;
const auto number_and_unit = x3::rule<struct PartRule, Part>{"a number"} = number > unit;
const auto end = x3::rule<struct EndRule>{"a number or the end of the duration"} = x3::eoi;
const auto duration_text = x3::rule<struct DurationRule, std::vector<Part>>{"a number and a unit, as in `30m`"} =
    +number_and_unit;

std::nullopt_t refuse(SyntaxError& error, std::string_view text, const Part& part, std::string message) {
  const auto offset = static_cast<std::size_t>(part.digits.begin() - text.data());
  error = {code("R206"), offset, part.digits.size(), std::move(message)};
  return std::nullopt;
}

/// The sum, or what the grammar cannot say: units fall, and the whole stays under the limit.
std::optional<std::chrono::seconds> sum(const std::vector<Part>& parts, std::string_view text, SyntaxError& error) {
  std::int64_t total = 0;
  std::int64_t last_unit = INT64_MAX;
  for (const Part& part : parts) {
    if (part.unit >= last_unit) return refuse(error, text, part, "units go from larger to smaller, each once");
    last_unit = part.unit;
    const auto count = number_in<std::int64_t>({part.digits.begin(), part.digits.end()});
    if (!count || *count > (kLongest - total) / part.unit)
      return refuse(error, text, part, "a duration is at most 10000 days");
    total += *count * part.unit;
  }
  return std::chrono::seconds(total);
}

}  // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text, SyntaxError& error) {
  if (text.size() > kLongestText) {
    error = too_long(code("R206"), text, "duration", kLongestText);
    return std::nullopt;
  }
  std::vector<Part> parts;
  const char* first = text.data();
  const char* const last = first + text.size();
  try {
    x3::parse(first, last, x3::eps > duration_text > end, parts);
  } catch (const x3::expectation_failure<const char*>& failure) {
    error = expected(code("R206"), text, static_cast<std::size_t>(failure.where() - text.data()), failure.which());
    if (failure.which() == unit.name) error.help = kUnitHelp;
    return std::nullopt;
  }
  return sum(parts, text, error);
}

std::string to_text(std::chrono::seconds duration) {
  assert(duration.count() >= 0);
  struct Unit {
    char letter;
    std::int64_t seconds;
  };
  // Without weeks: `10d` is easier to compare with other settings than `1w3d`.
  constexpr std::array<Unit, 4> kUnits = {{{'d', 86'400}, {'h', 3600}, {'m', 60}, {'s', 1}}};
  std::string out;
  std::int64_t rest = duration.count();
  for (const auto& [letter, seconds] : kUnits) {
    if (rest >= seconds) out += std::to_string(rest / seconds) + letter;
    rest %= seconds;
  }
  return out.empty() ? "0s" : out;
}

}  // namespace rapsim::grammar
