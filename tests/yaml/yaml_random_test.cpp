// YAML reading of texts that are not written: random ones, and a site with parts of it changed. Nothing crashes, and
// what is not read is explained at a place in the text.
#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "tests/yaml/yaml_fixture.hpp"

namespace {

using namespace rapsim::test;  // NOLINT: a test
using namespace rapsim;        // NOLINT: a test
using yaml::Node;

/// Counts nodes as expanded, the way loaders walk.
std::size_t walk(Node node) {
  std::size_t nodes = 1;
  for (std::size_t i = 0; i < node.size(); ++i) nodes += walk(node.is_map() ? node.value(i) : node.element(i));
  return nodes;
}

void check_survives(std::string text) {
  const Result result(std::move(text));
  const bool explained = result.document.has_value() || result.diags.has_errors();
  if (!explained) CHECK(explained);
  for (const Diagnostic& diagnostic : result.diags.sorted()) {
    const Span where = diagnostic.where;
    const bool inside =
        where.known() && where.column >= 1 && where.column <= result.sources.line(where.file, where.line).size() + 1;
    if (!inside) CHECK_MESSAGE(inside, codes(result.diags), " in ", std::string(result.sources.text(0)));
  }
  if (result.document) CHECK(walk(result.root()) >= 1);
}

constexpr std::string_view kSite = R"(format: rapsim/site/1
name: "Contoso \"headquarters\""   # the site
server:
  service: { state: started, remote-access: enabled }
  ports: { PPTP: { count: 5, inbound: true } }
directory: &d
  groups: { VPN-Users: {}, Contractors: { member-of: [VPN-Users] } }
  users:
    alice: { groups: &g [VPN-Users], dial-in: { permission: policy } }
    bob:
      groups: *g
      caller-id: '555-''0100'
policies:
  - name: VPN staff
    conditions:
      - NAS-Port-Type: Virtual
      - 'MATCH("Calling-Station-Id=^198\.51\.")'
    note: |
      two
      lines
  - ? explicit
    : >-
      folded
      text
)";

TEST_CASE("read: random bytes never crash") {
  std::mt19937 random(20031103);
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 60, ' ');
    for (char& c : text) c = static_cast<char>(random() % 256);
    check_survives(text);
  }
}

TEST_CASE("read: random strings of YAML's own characters never crash") {
  constexpr std::string_view kLetters = "[]{}:,-?&*!|>'\"#%@~<\\ \n\t ab1.";
  std::mt19937 random(20031104);
  for (int round = 0; round < 40'000; ++round) {
    std::string text(random() % 40, ' ');
    for (char& c : text) c = kLetters[random() % kLetters.size()];
    check_survives(text);
  }
}

TEST_CASE("read: mutations of a site never crash") {
  std::mt19937 random(20031105);
  REQUIRE(Result(std::string(kSite)).document.has_value());
  for (int round = 0; round < 4'000; ++round) {
    std::string text(kSite);
    for (std::size_t change = random() % 4 + 1; change > 0; --change) {
      const std::size_t at = random() % text.size();
      const std::size_t other = random() % text.size();
      if (random() % 3 == 0) {
        text[at] = text[other];
      } else if (random() % 2 == 0) {
        text.erase(at, random() % 20);
      } else {
        text.insert(at, text.substr(other, random() % 20));
      }
      if (text.empty()) text = "a";
    }
    check_survives(text);
  }
}

}  // namespace
