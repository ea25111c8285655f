// Ranges of IPv4 addresses: what reads, what is refused, back to text.
#include "grammar/address_range.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

namespace {

using namespace rapsim;
using grammar::AddressRange;

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

}  // namespace

TEST_CASE("ranges of addresses that read") {
  struct Row {
    const char* name;
    const char* text;
    AddressRange want;
    const char* back;
  };
  const Row rows[] = {
      {"from, to", "172.16.5.1-172.16.5.30", {ip(172, 16, 5, 1), ip(172, 16, 5, 30)}, "172.16.5.1-172.16.5.30"},
      {"blanks", " 10.0.0.1 - 10.0.0.3 ", {ip(10, 0, 0, 1), ip(10, 0, 0, 3)}, "10.0.0.1-10.0.0.3"},
      {"a network has all its addresses", "10.0.0.0/24", {ip(10, 0, 0, 0), ip(10, 0, 0, 255)}, "10.0.0.0/24"},
      {"a mask", "10.0.0.0/255.255.254.0", {ip(10, 0, 0, 0), ip(10, 0, 1, 255)}, "10.0.0.0/23"},
      {"one address", "10.0.0.5", {ip(10, 0, 0, 5), ip(10, 0, 0, 5)}, "10.0.0.5"},
      {"from an address to itself", "10.0.0.5-10.0.0.5", {ip(10, 0, 0, 5), ip(10, 0, 0, 5)}, "10.0.0.5"},
      {"a range that is a network", "10.0.0.0-10.0.0.3", {ip(10, 0, 0, 0), ip(10, 0, 0, 3)}, "10.0.0.0/30"},
      {"a range beside a network", "10.0.0.2-10.0.0.5", {ip(10, 0, 0, 2), ip(10, 0, 0, 5)}, "10.0.0.2-10.0.0.5"},
      {"every address", "0.0.0.0/0", {0, 0xffffffff}, "0.0.0.0/0"},
      {"the last address", "255.255.255.255/32", {0xffffffff, 0xffffffff}, "255.255.255.255"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      const auto got = grammar::parse_address_range(row.text, error);
      INFO("message: ", error.message);
      REQUIRE(got);
      CHECK(*got == row.want);
      CHECK(grammar::to_text(*got) == row.back);
    }
}

TEST_CASE("ranges of addresses that do not read") {
  struct Row {
    const char* name;
    std::string text;
    std::size_t offset;
    std::size_t length;
    const char* message;
    const char* help;
  };
  const Row rows[] = {
      {"empty", "", 0, 1, "expected an IPv4 address, found the end", ""},
      {"a name", "dhcp", 0, 4, "expected an IPv4 address, found `dhcp`", ""},
      {"reversed", "10.0.0.9-10.0.0.1", 9, 8, "the range ends before it begins", "write `10.0.0.1-10.0.0.9`"},
      {"bits beyond the mask", "10.0.0.5/24", 0, 8, "the address has bits beyond the mask",
       "the network is `10.0.0.0/24`"},
      {"prefix over 32", "10.0.0.0/33", 9, 2, "no length of a prefix: `33`", "a prefix has 0 to 32 bits"},
      {"a prefix with a leading zero", "10.0.0.0/08", 9, 2, "no length of a prefix: `08`", "a prefix has 0 to 32 bits"},
      {"a mask with a hole", "10.0.0.0/255.0.255.0", 9, 11, "no mask: `255.0.255.0`",
       "a mask is ones, then zeros: `255.255.0.0`"},
      {"octet over 255", "10.0.256.0", 5, 3, "no number of an IPv4 address: `256`",
       "each of the four numbers goes from 0 to 255, without leading zeros"},
      {"a huge octet", "10.0.0.99999999999", 7, 11, "no number of an IPv4 address: `99999999999`",
       "each of the four numbers goes from 0 to 255, without leading zeros"},
      {"a leading zero", "010.0.0.1", 0, 3, "no number of an IPv4 address: `010`",
       "each of the four numbers goes from 0 to 255, without leading zeros"},
      {"three numbers", "10.0.0", 0, 6, "no IPv4 address: `10.0.0`", "an address has four numbers: `10.0.0.5`"},
      {"five numbers", "10.0.0.1.2", 7, 3, "no number of an IPv4 address: `1.2`",
       "each of the four numbers goes from 0 to 255, without leading zeros"},
      {"no end", "10.0.0.1-", 9, 1, "expected an IPv4 address, found the end", ""},
      {"a short end", "172.16.5.1-30", 11, 2, "expected an IPv4 address, found `30`", ""},
      {"two ranges", "10.0.0.1, 10.0.0.2", 8, 1, "expected `-`, `/` or the end of the range, found `,`", ""},
      {"too long", std::string(65, '1'), 64, 1, "the range is longer than 64 bytes", ""},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      SyntaxError error;
      CHECK_FALSE(grammar::parse_address_range(row.text, error));
      CHECK(error.code == code("R212"));
      CHECK(error.offset == row.offset);
      CHECK(error.length == row.length);
      CHECK(error.message == row.message);
      CHECK(error.help == row.help);
    }
}

TEST_CASE("ranges of addresses: text and value go round") {
  std::mt19937 random(20031103);
  for (int i = 0; i < 20'000; ++i) {
    AddressRange range{static_cast<std::uint32_t>(random()), 0};
    const std::uint32_t varying = i % 33 == 0 ? 0 : ~std::uint32_t{0} >> (i % 33 - 1);
    range.last = i % 2 == 0 ? static_cast<std::uint32_t>(random()) : range.first | varying;  // half of them networks
    if (i % 2 != 0) range.first &= ~varying;
    if (range.last < range.first) std::swap(range.first, range.last);
    SyntaxError error;
    const auto again = grammar::parse_address_range(grammar::to_text(range), error);
    INFO(grammar::to_text(range), " ", error.message);
    REQUIRE(again);
    REQUIRE(*again == range);
  }
}

TEST_CASE("ranges of addresses: both ends belong to them") {
  const AddressRange range{10, 12};
  CHECK(range.size() == 3);
  CHECK((range.contains(10) && range.contains(12)));
  CHECK_FALSE((range.contains(9) || range.contains(13)));
  CHECK(AddressRange{0, 0xffffffff}.size() == std::uint64_t{1} << 32);
}
