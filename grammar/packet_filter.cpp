// Packet filters: the words and their order; numbers and addresses are judged afterwards, where the message can say
// what is wrong with them.
#include "grammar/packet_filter.hpp"

#include <array>
#include <bit>
#include <boost/fusion/include/adapt_struct.hpp>
#include <boost/range/iterator_range.hpp>
#include <boost/spirit/home/x3.hpp>

#include "base/text.hpp"
#include "grammar/ipv4.hpp"
#include "grammar/message.hpp"

namespace rapsim::grammar {
namespace {

namespace x3 = boost::spirit::x3;
namespace ascii = x3::ascii;                       // the other character classes take no bytes over 127
using Piece = boost::iterator_range<const char*>;  // a stretch of the text, so that later checks can point at it

constexpr std::size_t kLongestText = 256;  // bytes

// As written; a piece that was left out is empty.
struct ProtocolText {
  Piece word{};
  Piece number{};
};
struct EndText {
  Piece address{};
  Piece mask{};
  Piece port{};
};
struct IcmpText {
  Piece type{};
  Piece code{};
};
struct FilterText {
  ProtocolText protocol{};
  EndText source{};
  EndText destination{};
  IcmpText icmp{};
};

}  // namespace
}  // namespace rapsim::grammar

BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::ProtocolText, word, number)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::EndText, address, mask, port)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::IcmpText, type, code)
BOOST_FUSION_ADAPT_STRUCT(rapsim::grammar::FilterText, protocol, source, destination, icmp)

namespace rapsim::grammar {
namespace {

struct NamedProtocol {
  std::string_view word;
  std::optional<std::uint8_t> number;
  bool is_established;
};
/// The first row of a number is how to_text writes it.
constexpr std::array<NamedProtocol, 5> kProtocols = {{
    {"any", std::nullopt, false},
    {"tcp", kProtocolTcp, false},
    {"tcp-established", kProtocolTcp, true},
    {"udp", kProtocolUdp, false},
    {"icmp", kProtocolIcmp, false},
}};

struct ProtocolWords : x3::symbols<x3::unused_type> {
  ProtocolWords() {
    for (const NamedProtocol& row : kProtocols) add(std::string(row.word));  // lower case is what no_case looks up
  }
};
const ProtocolWords protocol_words;

namespace rules {

const auto word_sign = ascii::alnum | x3::char_("_");
const auto keyword = [](const char* word) { return x3::lexeme[x3::no_case[x3::lit(word)] >> !word_sign]; };
const auto nothing = x3::attr(Piece{});
const auto digits = x3::raw[x3::lexeme[+ascii::digit >> !word_sign]];
const auto numbers = x3::raw[x3::lexeme[ascii::digit >> *(ascii::digit | '.')]];
const auto dotted = &x3::lexeme[+ascii::digit >> '.'] >> numbers;

const auto protocol_number = x3::rule<struct ProtocolNumberRule, Piece>{"a protocol number"} = digits;
const auto named_protocol = x3::raw[x3::lexeme[x3::no_case[protocol_words] >> !(word_sign | '-')]] >> nothing;
const auto protocol_word = x3::rule<struct ProtocolWordRule>{"`protocol`"} = keyword("protocol");
const auto ip_protocol = (keyword("ip") > protocol_word) | keyword("protocol");
const auto protocol =
    x3::rule<struct ProtocolRule, ProtocolText>{
        "a protocol: `any`, `tcp`, `tcp-established`, `udp`, `icmp` or `protocol` and a number"} =
        named_protocol | ((ip_protocol >> nothing) > protocol_number);

const auto address = x3::rule<struct AddressRule, Piece>{"`any` or an IPv4 address"} = x3::raw[keyword("any")] | dotted;
const auto mask = x3::rule<struct MaskRule, Piece>{"a prefix length or a mask"} = numbers;
const auto port = x3::rule<struct PortRule, Piece>{"a port number"} = digits;
const auto end_mask = x3::rule<struct EndMaskRule, Piece>{mask.name} = ('/' > mask) | nothing;
const auto end_port = x3::rule<struct EndPortRule, Piece>{port.name} = (keyword("port") > port) | nothing;
const auto filter_end = x3::rule<struct FilterEndRule, EndText>{address.name} = address > end_mask > end_port;
const auto arrow = x3::rule<struct ArrowRule>{"`->`"} = x3::lit("->");

const auto icmp_type = x3::rule<struct IcmpTypeRule, Piece>{"a type number"} = digits;
const auto icmp_code = x3::rule<struct IcmpCodeRule, Piece>{"a code number"} = digits;
const auto code_part = x3::rule<struct CodePartRule, Piece>{icmp_code.name} = (keyword("code") > icmp_code) | nothing;
const auto icmp = x3::rule<struct IcmpRule, IcmpText>{"`type`"} =
    (keyword("type") > icmp_type > code_part) | (nothing >> nothing);

const auto filter = x3::rule<struct FilterRule, FilterText>{protocol.name} =
    protocol > filter_end > arrow > filter_end > icmp;
const auto end = x3::rule<struct EndRule>{"the end of the filter"} = x3::eoi;

}  // namespace rules

/// What the checks after parsing share.
struct Reading {
  std::string_view text;
  SyntaxError& error;

  bool refuse(const Piece& piece, std::string message, std::string help = {}) const {
    const auto offset = static_cast<std::size_t>(piece.begin() - text.data());
    error = {code("R211"), offset, piece.size(), std::move(message), std::move(help)};
    return false;
  }
};

std::string_view view(const Piece& piece) { return {piece.begin(), piece.size()}; }

/// A number that may have been left out.
template <class Number>
bool read_number(const Reading& reading, const Piece& piece, std::uint32_t least, std::optional<Number>& out,
                 std::string_view what) {
  if (piece.empty()) return true;
  constexpr std::uint32_t kMost = std::numeric_limits<Number>::max();
  const auto value = read_decimal(view(piece), kMost);
  if (value && *value >= least) out = static_cast<Number>(*value);
  return out || reading.refuse(piece, "no " + std::string(what) + ": " + quoted(view(piece)),
                               "it goes from " + std::to_string(least) + " to " + std::to_string(kMost));
}

bool read_protocol(const Reading& reading, const ProtocolText& from, PacketFilter& out) {
  for (const NamedProtocol& row : kProtocols) {
    if (!equal_without_case(row.word, view(from.word))) continue;
    out.protocol = row.number;
    out.is_established = row.is_established;
  }
  return read_number(reading, from.number, 1, out.protocol, "protocol number");
}

bool read_end(const Reading& reading, const EndText& from, const PacketFilter& filter, PacketEnd& out) {
  if (!equal_without_case(view(from.address), "any")) {
    const auto network = read_network({reading.text, view(from.address), code("R211")}, view(from.mask), reading.error);
    if (!network) return false;
    out.address = network->first;
    out.mask = network->mask();
  } else if (!from.mask.empty()) {
    return reading.refuse(from.mask, "`any` has no mask");
  }
  const bool has_ports = filter.protocol == kProtocolTcp || filter.protocol == kProtocolUdp;
  if (!from.port.empty() && !has_ports)
    return reading.refuse(from.port, "only tcp and udp have ports", "write one filter for tcp and one for udp");
  return read_number(reading, from.port, 1, out.port, "port number");
}

bool read_icmp(const Reading& reading, const IcmpText& from, PacketFilter& out) {
  if (!from.type.empty() && out.protocol != kProtocolIcmp)
    return reading.refuse(from.type, "only icmp has a type and a code");
  return read_number(reading, from.type, 0, out.icmp_type, "type number") &&
         read_number(reading, from.code, 0, out.icmp_code, "code number");
}

std::optional<PacketFilter> filter_of(const FilterText& from, std::string_view text, SyntaxError& error) {
  const Reading reading{text, error};
  PacketFilter out;
  const bool is_read = read_protocol(reading, from.protocol, out) && read_end(reading, from.source, out, out.source) &&
                       read_end(reading, from.destination, out, out.destination) && read_icmp(reading, from.icmp, out);
  return is_read ? std::optional(out) : std::nullopt;
}

std::string help_for(std::string_view wanted, std::string_view text, std::size_t at) {
  if (wanted == rules::protocol.name) {
    std::vector<std::string_view> words;
    for (const NamedProtocol& row : kProtocols) words.push_back(row.word);
    return did_you_mean(word_at(text, at), words);
  }
  const bool is_port_range = text.substr(at).starts_with('-') && at > 0 && is_digit(text[at - 1]);
  if (is_port_range) return "a filter takes one port at each end; write one filter a port";
  if (wanted == rules::end.name && word_at(text, at) == "code") return "write the type first: `type 8 code 0`";
  return {};
}

// ---- back to text ----

std::string protocol_text(const PacketFilter& filter) {
  for (const NamedProtocol& row : kProtocols)
    if (row.number == filter.protocol && row.is_established == filter.is_established) return std::string(row.word);
  return "ip protocol " + std::to_string(*filter.protocol);  // `any` is a row, so there is a number
}

std::string end_text(const PacketEnd& end) {
  std::string out =
      end.mask == 0 ? "any" : network_text({end.address, static_cast<std::uint8_t>(std::popcount(end.mask))});
  if (end.port) out += " port " + std::to_string(*end.port);
  return out;
}

}  // namespace

std::optional<PacketFilter> parse_packet_filter(std::string_view text, SyntaxError& error) {
  if (text.size() > kLongestText) {
    error = too_long(code("R211"), text, "packet filter", kLongestText);
    return std::nullopt;
  }
  FilterText filter;
  const char* first = text.data();
  const char* const last = first + text.size();
  try {
    x3::phrase_parse(first, last, x3::eps > rules::filter > rules::end, ascii::space, filter);
  } catch (const x3::expectation_failure<const char*>& failure) {
    const std::size_t at = skip_blanks(text, static_cast<std::size_t>(failure.where() - text.data()));
    error = expected(code("R211"), text, at, failure.which());
    error.help = help_for(failure.which(), text, at);
    return std::nullopt;
  }
  return filter_of(filter, text, error);
}

std::string to_text(const PacketFilter& filter) {
  std::string out = protocol_text(filter) + " " + end_text(filter.source) + " -> " + end_text(filter.destination);
  if (filter.icmp_type) out += " type " + std::to_string(*filter.icmp_type);
  if (filter.icmp_code) out += " code " + std::to_string(*filter.icmp_code);
  return out;
}

}  // namespace rapsim::grammar
