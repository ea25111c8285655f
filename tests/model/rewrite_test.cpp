// Edits written into the text of a site: comments, quotes and layout stay, and the text says what the edited site says.
#include <doctest/doctest.h>

#include "model/site/rewrite.hpp"
#include "tests/model/edit_fixture.hpp"
#include "tests/site_fixture.hpp"

namespace {

using namespace rapsim;
using test::TestSite;

struct Row {
  const char* name;
  const char* before;
  const char* path;
  const char* value;
  const char* after;  // empty: R328
};

// Every text begins with the line of the format.
const Row kRows[] = {
    {"a value", "policies:\n  - name: A  # first\n    permission: grant   # why\n", "policies.A.permission", "deny",
     "policies:\n  - name: A  # first\n    permission: deny   # why\n"},
    {"a value in quotes", "server: { name: 'R A S' }  # one\n", "server.name", "RAS2",
     "server: { name: RAS2 }  # one\n"},
    {"a new key in a block", "policies:\n  - name: A\n    permission: grant\n\n  - name: B\n",
     "policies.A.ignore-user-dial-in-properties", "true",
     "policies:\n  - name: A\n    permission: grant\n    ignore-user-dial-in-properties: true\n\n  - name: B\n"},
    {"a new key in braces", "policies: [{ name: A, permission: grant }]\n", "policies.A.ignore-user-dial-in-properties",
     "true", "policies: [{ name: A, permission: grant, ignore-user-dial-in-properties: true }]\n"},
    {"a new section", "policies: [{ name: A }]\n", "server.name", "RAS2",
     "policies: [{ name: A }]\nserver: { name: RAS2 }\n"},
    {"an account that says nothing", "directory:\n  users:\n    anna:  # sales\n    bert:\n",
     "directory.users.anna.dial-in.permission", "deny",
     "directory:\n  users:\n    anna: { dial-in: { permission: deny } }  # sales\n    bert:\n"},
    {"a list in brackets", "policies:\n  - name: A\n    profile: { authentication: [EAP-TLS] }  # cards\n",
     "policies.A.profile.authentication", "[EAP-TLS, MS-CHAP-v2]",
     "policies:\n  - name: A\n    profile: { authentication: [EAP-TLS, MS-CHAP-v2] }  # cards\n"},
    {"a list in lines", "intranet:\n  routes:\n    - 10.0.0.0/24  # a\n    - 10.1.0.0/24\n  network: 10.0.0.0/8\n",
     "intranet.routes", "[10.0.0.0/24, 10.1.0.0/24, 10.2.0.0/24]",
     "intranet:\n  routes: [10.0.0.0/24, 10.1.0.0/24, 10.2.0.0/24]\n  network: 10.0.0.0/8\n"},
    {"a condition",
     "policies:\n  - name: A\n    conditions:\n      - NAS-Port-Type: Virtual  # VPN\n      - Tunnel-Type: PPTP\n",
     "policies.A.conditions.NAS-Port-Type", "[Virtual, Async]",
     "policies:\n  - name: A\n    conditions:\n      - NAS-Port-Type: [Virtual, Async]  # VPN\n      - Tunnel-Type: "
     "PPTP\n"},
    {"of two conditions on one attribute the first becomes both",
     "policies:\n  - name: A\n    conditions:\n      - Tunnel-Type: PPTP\n      - NAS-Port-Type: Virtual\n      - "
     "Tunnel-Type: L2TP\n",
     "policies.A.conditions.Tunnel-Type", "[PPTP, L2TP]",
     "policies:\n  - name: A\n    conditions:\n      - Tunnel-Type: [PPTP, L2TP]\n      - NAS-Port-Type: Virtual\n"},
    {"a condition goes", "policies:\n  - name: A\n    conditions: [NAS-Port-Type: Virtual, Tunnel-Type: PPTP]\n",
     "policies.A.conditions.Tunnel-Type", "null", "policies:\n  - name: A\n    conditions: [NAS-Port-Type: Virtual]\n"},
    {"a policy comes before another, with the comment above it",
     "policies:\n  - name: A\n    permission: grant\n\n  # for those who left\n  - name: B\n    permission: deny\n",
     "policies.B.move-before", "A",
     "policies:\n  # for those who left\n  - name: B\n    permission: deny\n\n  - name: A\n    permission: grant\n"},
    {"numbers of the order change, lines stay",
     "policies:\n  - { name: A, processing-order: 10 }\n  - { name: B, processing-order: 20 }\n",
     "policies.B.move-before", "A",
     "policies:\n  - { name: A, processing-order: 10 }\n  - { name: B, processing-order: 9 }\n"},
    {"numbers without room between them",
     "policies:\n  - { name: A, processing-order: 1 }\n  - { name: B, processing-order: 2 }\n  - { name: C, "
     "processing-order: 3 }\n",
     "policies.C.move-after", "A",
     "policies:\n  - { name: A, processing-order: 1 }\n  - { name: B, processing-order: 3 }\n  - { name: C, "
     "processing-order: 2 }\n"},
    {"filters of one direction leave the other",
     "server:\n  internet-interface:\n    filters:\n      input: { default: drop, except: [protocol 47 any -> any] }\n "
     "     output: { default: drop, except: [protocol 47 any -> any] }\n",
     "server.internet-interface.filters.output.except", "[protocol 50 any -> any]",
     "server:\n  internet-interface:\n    filters:\n      input: { default: drop, except: [protocol 47 any -> any] }\n "
     "     output: { default: drop, except: [protocol 50 any -> any] }\n"},
    {"Windows line breaks stay", "server:\r\n  name: RAS1\r\n", "server.name", "RAS2", "server:\r\n  name: RAS2\r\n"},
    {"no line break at the end", "server: { name: RAS1 }", "server.name", "RAS2", "server: { name: RAS2 }"},
    {"what is shared by an alias is not changed for both",
     "policies:\n  - { name: A, profile: &p { session-timeout: 1h } }\n  - { name: B, profile: *p }\n",
     "policies.A.profile.session-timeout", "2h", ""},
};

}  // namespace

TEST_CASE("rewrite: an edit in the text") {
  for (const Row& row : kRows) SUBCASE(row.name) {
      TestSite site(row.before);
      INFO(test::codes(site.diags));
      REQUIRE(site.site);
      Diagnostics diags;
      auto steps = read_path(row.path, {}, diags);
      REQUIRE(steps);
      const SiteEdit edit{*std::move(steps), value_of_yaml(row.value)};
      const auto files = rewrite_site("site.yaml", *site.site, {edit}, site.sources, diags);
      if (std::string_view(row.after).empty()) {
        CHECK_FALSE(files);
        CHECK(test::codes(diags).find("R328") != std::string::npos);
        continue;
      }
      INFO(test::codes(diags));
      REQUIRE(files);
      CHECK(files->size() == 1);
      CHECK(files->front().path == "site.yaml");
      CHECK(files->front().before == std::string(test::kHead) + row.before);
      CHECK(files->front().after == std::string(test::kHead) + row.after);
    }
}

TEST_CASE("rewrite: where an edit would be written, and what stands there") {
  TestSite site(
      "policies:\n  - name: A\n    conditions:\n      - Tunnel-Type: PPTP\n      - Tunnel-Type: [L2TP, SSTP]\n"
      "  - name: B\n    permission: grant\n"
      "intranet:\n  routes:\n    - 10.0.0.0/24\n    - 10.1.0.0/24\n");
  REQUIRE(site.site);
  const EditPlaces places(*site.site, site.sources);
  const auto told = [&](const char* path, const char* value) {
    Diagnostics diags;
    const SiteEdit edit{*read_path(path, {}, diags), value_of_yaml(value)};
    std::string out;
    for (const Span where : places.of(edit)) out += (out.empty() ? "" : " ") + std::to_string(where.line);
    return out + ": " + test::joined(places.now(edit));
  };
  CHECK(told("policies.A.conditions.Tunnel-Type", "PPTP") == "5 6: PPTP, L2TP, SSTP");
  CHECK(told("policies.B.permission", "deny") == "8: grant");
  CHECK(told("policies.B.ignore-user-dial-in-properties", "false") == "7: ");  // the policy that lacks it
  CHECK(told("policies.B.move-before", "A") == "7 3: ");
  CHECK(told("intranet.routes", "[10.0.0.0/24, 10.2.0.0/24]") == "12: 10.0.0.0/24, 10.1.0.0/24");
  CHECK(told("intranet.routes", "[10.0.0.0/24, 10.1.0.0/24, 10.2.0.0/24]") == "10: 10.0.0.0/24, 10.1.0.0/24");
  CHECK(told("server.name", "X") == ": ");
}
