// Packet filters: what reads, what is refused, back to text, random filters.
#include "grammar/packet_filter.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "grammar/ipv4.hpp"

namespace {

using namespace rapsim;
using grammar::PacketFilter;

constexpr std::uint32_t kTen = 10U << 24;

struct Bits {
  std::mt19937 random{20031103};
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random()) % limit; }
  bool coin() { return below(2) == 0; }
};

grammar::PacketEnd random_end(Bits& bits, bool has_ports) {
  grammar::PacketEnd end;
  end.mask = prefix_mask(bits.below(33));
  end.address = static_cast<std::uint32_t>(bits.random()) & end.mask;
  if (has_ports && bits.coin()) end.port = static_cast<std::uint16_t>(1 + bits.below(65'535));
  return end;
}

PacketFilter random_filter(Bits& bits) {
  PacketFilter filter;
  constexpr std::uint8_t kNamed[] = {grammar::kProtocolIcmp, grammar::kProtocolTcp, grammar::kProtocolUdp};
  if (bits.below(4) != 0)
    filter.protocol = bits.coin() ? kNamed[bits.below(3)] : static_cast<std::uint8_t>(1 + bits.below(255));
  const bool is_tcp = filter.protocol == grammar::kProtocolTcp;
  filter.is_established = is_tcp && bits.coin();
  const bool has_ports = is_tcp || filter.protocol == grammar::kProtocolUdp;
  filter.source = random_end(bits, has_ports);
  filter.destination = random_end(bits, has_ports);
  if (filter.protocol != grammar::kProtocolIcmp || bits.coin()) return filter;
  filter.icmp_type = static_cast<std::uint8_t>(bits.below(256));
  if (bits.coin()) filter.icmp_code = static_cast<std::uint8_t>(bits.below(256));
  return filter;
}

}  // namespace

TEST_CASE("packet filters that read") {
  struct Row {
    const char* name;
    const char* text;
    PacketFilter want;
    const char* back;
  };
  const Row rows[] = {
      {"everything", "any any -> any", {}, "any any -> any"},
      {"a destination port",
       "tcp any -> 10.0.0.0/8 port 443",
       {.protocol = 6, .destination = {kTen, 0xff000000, 443}},
       "tcp any -> 10.0.0.0/8 port 443"},
      {"a source port and one address",
       "UDP 10.0.0.0/32 Port 53->Any",
       {.protocol = 17, .source = {kTen, 0xffffffff, 53}},
       "udp 10.0.0.0 port 53 -> any"},
      {"a mask", "any 10.0.0.0/255.255.0.0 -> any", {.source = {kTen, 0xffff0000, {}}}, "any 10.0.0.0/16 -> any"},
      {"echo request",
       "icmp any -> any type 8 code 0",
       {.protocol = 1, .icmp_type = 8, .icmp_code = 0},
       "icmp any -> any type 8 code 0"},
      {"a type alone", "icmp any -> any type 0", {.protocol = 1, .icmp_type = 0}, "icmp any -> any type 0"},
      {"GRE", "ip protocol 47 any -> any", {.protocol = 47}, "ip protocol 47 any -> any"},
      {"without ip", "protocol 50 any -> any", {.protocol = 50}, "ip protocol 50 any -> any"},
      {"the number of tcp is tcp",
       "protocol 6 any -> any port 80",
       {.protocol = 6, .destination = {0, 0, 80}},
       "tcp any -> any port 80"},
      {"established is tcp too",
       "tcp-established any -> any",
       {.protocol = 6, .is_established = true},
       "tcp-established any -> any"},
      {"every address is any", "any 0.0.0.0/0 -> any", {}, "any any -> any"},
      {"the last port",
       "tcp any -> any port 65535",
       {.protocol = 6, .destination = {0, 0, 65535}},
       "tcp any -> any port 65535"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      const auto got = grammar::parse_packet_filter(row.text, error);
      INFO("message: ", error.message);
      REQUIRE(got);
      CHECK((*got == row.want));
      CHECK(grammar::to_text(*got) == row.back);
    }
}

TEST_CASE("packet filters that do not read") {
  struct Row {
    const char* name;
    std::string text;
    std::size_t offset;
    const char* message;
    const char* help;
  };
  constexpr const char* kProtocols =
      "expected a protocol: `any`, `tcp`, `tcp-established`, `udp`, `icmp` or `protocol` and a number, found ";
  const Row rows[] = {
      {"empty", "", 0, "the end", ""},
      {"a mistyped protocol", "udpp any -> any", 0, "`udpp`", "did you mean `udp`?"},
      {"a protocol as a number", "47 any -> any", 0, "`47`", ""},
      {"ip alone", "ip any -> any", 3, "expected `protocol`, found `any`", ""},
      {"protocol without a number", "protocol any -> any", 9, "expected a protocol number, found `any`", ""},
      {"protocol 0", "protocol 0 any -> any", 9, "no protocol number: `0`", "it goes from 1 to 255"},
      {"protocol 256", "protocol 256 any -> any", 9, "no protocol number: `256`", "it goes from 1 to 255"},
      {"no ends", "udp", 3, "expected `any` or an IPv4 address, found the end", ""},
      {"a host name", "tcp any -> www.contoso.com", 11, "expected `any` or an IPv4 address, found `www`", ""},
      {"one end", "tcp 10.0.0.1 port 80", 20, "expected `->`, found the end", ""},
      {"port 0", "tcp any -> any port 0", 20, "no port number: `0`", "it goes from 1 to 65535"},
      {"port 65536", "tcp any -> any port 65536", 20, "no port number: `65536`", "it goes from 1 to 65535"},
      {"a service name", "tcp any -> any port http", 20, "expected a port number, found `http`", ""},
      {"a range of ports", "tcp any port 80-90 -> any", 15, "expected `->`, found `-`",
       "a filter takes one port at each end; write one filter a port"},
      {"a port of any protocol", "any any -> any port 80", 20, "only tcp and udp have ports",
       "write one filter for tcp and one for udp"},
      {"a port of GRE", "protocol 47 any port 80 -> any", 21, "only tcp and udp have ports",
       "write one filter for tcp and one for udp"},
      {"a type of tcp", "tcp any -> any type 8", 20, "only icmp has a type and a code", ""},
      {"a code without a type", "icmp any -> any code 0", 16, "expected the end of the filter, found `code`",
       "write the type first: `type 8 code 0`"},
      {"type 256", "icmp any -> any type 256", 21, "no type number: `256`", "it goes from 0 to 255"},
      {"code 256", "icmp any -> any type 3 code 256", 28, "no code number: `256`", "it goes from 0 to 255"},
      {"a mask of any", "tcp any/8 -> any", 8, "`any` has no mask", ""},
      {"bits beyond the mask", "tcp any -> 10.0.0.1/8", 11, "the address has bits beyond the mask",
       "the network is `10.0.0.0/8`"},
      {"prefix over 32", "tcp any -> 10.0.0.0/33", 20, "no length of a prefix: `33`", "a prefix has 0 to 32 bits"},
      {"octet over 255", "tcp 10.256.0.0 -> any", 7, "no number of an IPv4 address: `256`",
       "each of the four numbers goes from 0 to 255, without leading zeros"},
      {"two filters", "tcp any -> any; udp any -> any", 14, "expected the end of the filter, found `;`", ""},
      {"too long", std::string(257, ' '), 256, "the packet filter is longer than 256 bytes", ""},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      CHECK_FALSE(grammar::parse_packet_filter(row.text, error));
      CHECK(error.code == code("R211"));
      CHECK(error.offset == row.offset);
      const bool is_protocol = row.offset == 0 && std::string(row.message).find("expected") == std::string::npos;
      CHECK(error.message == (is_protocol ? kProtocols + std::string(row.message) : row.message));
      CHECK(error.help == row.help);
    }
}

TEST_CASE("packet filters: text and value go round") {
  Bits bits;
  for (int i = 0; i < 20'000; ++i) {
    const PacketFilter filter = random_filter(bits);
    SyntaxError error;
    const auto again = grammar::parse_packet_filter(grammar::to_text(filter), error);
    INFO(grammar::to_text(filter), " ", error.message);
    REQUIRE(again);
    REQUIRE((*again == filter));
  }
}
