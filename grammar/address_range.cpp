#include "grammar/address_range.hpp"

#include <bit>
#include <boost/fusion/include/adapt_struct.hpp>
#include <boost/range/iterator_range.hpp>
#include <boost/spirit/home/x3.hpp>

#include "grammar/ipv4.hpp"
#include "grammar/message.hpp"

namespace rapsim::grammar {
namespace {

namespace x3 = boost::spirit::x3;
namespace ascii = x3::ascii;                       // the other character classes take no bytes over 127
using Piece = boost::iterator_range<const char*>;  // a stretch of the text, so that later checks can point at it

constexpr std::size_t kLongestText = 64;  // bytes

/// `separator` is `-`, `/` or none.
struct Parts {
  Piece first{};
  char separator = '\0';
  Piece second{};
};

}  // namespace
}  // namespace rapsim::grammar

BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::Parts, first, separator, second)

namespace rapsim::grammar {
namespace {

namespace rules {

const auto numbers = x3::raw[x3::lexeme[ascii::digit >> *(ascii::digit | '.')]];
const auto address = x3::rule<struct AddressRule, Piece>{"an IPv4 address"} =
    &x3::lexeme[+ascii::digit >> '.'] >> numbers;
const auto mask = x3::rule<struct MaskRule, Piece>{"a prefix length or a mask"} = numbers;
const auto up_to = x3::rule<struct UpToRule, Parts>{"a range"} = (address >> x3::char_('-')) > address;
const auto network = x3::rule<struct NetworkRule, Parts>{"a range"} = (address >> x3::char_('/')) > mask;
const auto single = x3::rule<struct SingleRule, Parts>{"a range"} = address >> x3::attr('\0') >> x3::attr(Piece{});
const auto range = x3::rule<struct RangeRule, Parts>{"an IPv4 address"} = up_to | network | single;
const auto end = x3::rule<struct EndRule>{"`-`, `/` or the end of the range"} = x3::eoi;

}  // namespace rules

std::string_view view(const Piece& piece) { return {piece.begin(), piece.size()}; }

std::optional<AddressRange> range_of(const Parts& parts, std::string_view text, SyntaxError& error) {
  const AddressText in{text, view(parts.first), code("R212")};
  if (parts.separator != '-') {
    const auto network_of = read_network(in, view(parts.second), error);
    if (!network_of) return std::nullopt;
    return AddressRange{network_of->first, network_of->first | ~network_of->mask()};
  }
  const auto first = read_ipv4(in, error);
  const auto last = first ? read_ipv4({text, view(parts.second), code("R212")}, error) : std::nullopt;
  if (!last) return std::nullopt;
  if (*first <= *last) return AddressRange{*first, *last};
  const auto offset = static_cast<std::size_t>(parts.second.begin() - text.data());
  error = {code("R212"), offset, parts.second.size(), "the range ends before it begins",
           "write `" + to_text(AddressRange{*last, *first}) + "`"};
  return std::nullopt;
}

}  // namespace

std::optional<AddressRange> parse_address_range(std::string_view text, SyntaxError& error) {
  if (text.size() > kLongestText) {
    error = too_long(code("R212"), text, "range", kLongestText);
    return std::nullopt;
  }
  Parts parts;
  const char* first = text.data();
  const char* const last = first + text.size();
  try {
    x3::phrase_parse(first, last, x3::eps > rules::range > rules::end, ascii::space, parts);
  } catch (const x3::expectation_failure<const char*>& failure) {
    const auto offset = static_cast<std::size_t>(failure.where() - text.data());
    error = expected(code("R212"), text, skip_blanks(text, offset), failure.which());
    return std::nullopt;
  }
  return range_of(parts, text, error);
}

std::string to_text(const AddressRange& range) {
  const std::uint32_t varying = range.first ^ range.last;  // a network: the low bits, zeros in first and ones in last
  const bool is_network = std::has_single_bit(std::uint64_t{varying} + 1) && (range.first & varying) == 0;
  if (is_network) return network_text({range.first, static_cast<std::uint8_t>(std::countl_zero(varying))});
  return ipv4_text(range.first) + "-" + ipv4_text(range.last);
}

}  // namespace rapsim::grammar
