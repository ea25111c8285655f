// The request as conditions see it: what RRAS fills in, what the attempt gives instead, and three-valued conditions.
// Source: semantics.md 6.5, 3; gaps.md G-7.
#include "engine/stages/request.hpp"

#include <set>

#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kSite =
    "dialect: nps\nserver: { name: VPN1, address: 192.0.2.1 }\ndirectory: { users: { alice: } }\npolicies: []\n";

/// `5`, `a, b`, `absent`, `unknown`
std::string value_of(TestSite& site, const Attempt& attempt, std::string_view name) {
  const RequestOrigin asker = origin_of(*site.site, attempt);
  const AttributeView view = view_of(slot_of(attribute_of(name)), {*site.site, attempt, asker});
  if (view.presence != Presence::present) return view.presence == Presence::unknown ? "unknown" : "absent";
  std::vector<std::string> values;
  for (std::size_t i = 0; i < view.size(); ++i) values.emplace_back(view[i]);
  return joined(values);
}

struct Row {
  const char* name;
  const char* fields;
  const char* attribute;
  std::string want;
};

void check_rows(const char* site_text, const std::vector<Row>& rows) {
  for (const Row& row : rows) SUBCASE(row.name) {
      TestSite site(site_text);
      REQUIRE(site.compiled);
      const Attempt attempt = site.attempt("{ user: alice, at: 2003-11-03T09:00, " + std::string(row.fields) + " }");
      CHECK(codes(site.diags) == "");
      CHECK(value_of(site, attempt, row.attribute) == row.want);
    }
}

}  // namespace

TEST_CASE("request: what RRAS fills in for a tunnel") {
  check_rows(kSite, {
                        {"its name", "tunnel: PPTP", "NAS-Identifier", "VPN1"},
                        {"its address", "tunnel: PPTP", "NAS-IP-Address", "192.0.2.1"},
                        {"Framed", "tunnel: PPTP", "Service-Type", "2"},
                        {"PPP", "tunnel: PPTP", "Framed-Protocol", "1"},
                        {"a Virtual port", "tunnel: PPTP", "NAS-Port-Type", "5"},
                        {"PPTP", "tunnel: PPTP", "Tunnel-Type", "1"},
                        {"L2TP", "tunnel: L2TP", "Tunnel-Type", "3"},
                        {"SSTP", "tunnel: SSTP", "Tunnel-Type", "79617"},
                        {"IP", "tunnel: L2TP", "Tunnel-Medium-Type", "1"},
                        {"the client's address", "from: 198.51.100.7", "Calling-Station-Id", "198.51.100.7"},
                        {"the client's end", "from: 198.51.100.7", "Tunnel-Client-Endpoint", "198.51.100.7"},
                        {"no number called", "tunnel: PPTP, to: 192.0.2.1", "Called-Station-Id", "absent"},
                        {"the vendor", "tunnel: PPTP", "MS-RAS-Vendor", "311"},
                        {"the method", "authentication: PAP", "Authentication-Type", "1"},
                        {"EAP and its type: the method", "authentication: EAP-TLS", "Authentication-Type", "5"},
                        {"EAP and its type: the type", "authentication: EAP-TLS", "Allowed-EAP-Types", "13"},
                        {"no EAP, no type", "authentication: PAP", "Allowed-EAP-Types", "absent"},
                        {"PEAP", "authentication: PEAP", "Authentication-Type", "11"},
                        {"a remote access server", "tunnel: PPTP", "MS-Network-Access-Server-Type", "2"},
                        {"no RADIUS client", "tunnel: PPTP", "Client-Friendly-Name", "absent"},
                        {"nor its address", "tunnel: PPTP", "Client-IP-Address", "absent"},
                        {"nothing else", "tunnel: PPTP", "NAS-IPv6-Address", "absent"},
                        {"what is out of scope is not known", "tunnel: PPTP", "System-Health-Validators", "unknown"},
                    });
}

TEST_CASE("request: what RRAS fills in for a call") {
  check_rows(kSite, {
                        {"an Async port", "tunnel: none", "NAS-Port-Type", "0"},
                        {"the port type makes it a call", "port-type: ISDN-Sync", "NAS-Port-Type", "2"},
                        {"no tunnel type", "port-type: ISDN-Sync", "Tunnel-Type", "absent"},
                        {"no tunnel medium", "tunnel: none", "Tunnel-Medium-Type", "absent"},
                        {"no tunnel end", "tunnel: none, from: 555-0100", "Tunnel-Client-Endpoint", "absent"},
                        {"the caller", "tunnel: none, from: 555-0100", "Calling-Station-Id", "555-0100"},
                        {"the number called", "tunnel: none, to: 555-0900", "Called-Station-Id", "555-0900"},
                        {"an unknown number called", "tunnel: none", "Called-Station-Id", "unknown"},
                    });
}

TEST_CASE("request: what is not known stays unknown") {
  check_rows(kSite, {
                        {"who calls", "tunnel: PPTP", "Calling-Station-Id", "unknown"},
                        {"tunnel: its type", "tunnel: unknown", "Tunnel-Type", "unknown"},
                        {"tunnel: its medium", "tunnel: unknown", "Tunnel-Medium-Type", "unknown"},
                        {"tunnel: the number called", "tunnel: unknown, to: 555", "Called-Station-Id", "unknown"},
                        {"tunnel: the port", "tunnel: unknown", "NAS-Port-Type", "unknown"},
                        {"method", "authentication: unknown", "Authentication-Type", "unknown"},
                        {"method: its EAP type", "authentication: unknown", "Allowed-EAP-Types", "unknown"},
                        {"EAP without a type", "authentication: EAP", "Allowed-EAP-Types", "unknown"},
                    });
  check_rows("dialect: nps\ndirectory: { users: { alice: } }\npolicies: []\n",
             {{"server without an address", "tunnel: PPTP", "NAS-IP-Address", "unknown"}});
  check_rows("directory: { users: { alice: } }\npolicies: []\n",
             {{"2003 has no type of access server", "tunnel: PPTP", "MS-Network-Access-Server-Type", "absent"}});
}

TEST_CASE("request: attributes of the attempt replace what RRAS fills in") {
  check_rows(kSite,
             {
                 {"one value", "attributes: { NAS-Identifier: AP7 }", "NAS-Identifier", "AP7"},
                 {"a name becomes its number", "attributes: { NAS-Port-Type: Async }", "NAS-Port-Type", "0"},
                 {"a number stays one", "attributes: { NAS-Port-Type: 19 }", "NAS-Port-Type", "19"},
                 {"a number without a name", "attributes: { NAS-Port-Type: 4711 }", "NAS-Port-Type", "4711"},
                 {"a method", "attributes: { Authentication-Type: MS-CHAP-v2 }", "Authentication-Type", "4"},
                 {"several values", "attributes: { Called-Station-Id: [a, b] }", "Called-Station-Id", "a, b"},
                 {"absent", "attributes: { Service-Type: null }", "Service-Type", "absent"},
                 {"unknown", "attributes: { Service-Type: unknown }", "Service-Type", "unknown"},
                 {"quoted: a text", "attributes: { NAS-Identifier: 'unknown' }", "NAS-Identifier", "unknown"},
                 {"a name without case", "attributes: { nas-port-TYPE: virtual }", "NAS-Port-Type", "5"},
                 {"a truth value", "attributes: { Not-Quarantine-Capable: true }", "Not-Quarantine-Capable", "1"},
                 {"a RADIUS client's name", "attributes: { Client-Friendly-Name: AOS }", "Client-Friendly-Name", "AOS"},
                 {"out of scope", "attributes: { System-Health-Validators: x }", "System-Health-Validators", "x"},
                 {"later wins", "attributes: { Filter-Id: a, filter-id: b }", "Filter-Id", "b"},
             });
}

TEST_CASE("request: a condition on an absent, unknown or multi-valued attribute (G-7)") {
  const std::string site =
      "dialect: nps\ndirectory: { users: { alice: } }\n"
      "policies:\n  - { name: P, permission: grant, conditions: [{ Called-Station-Id: ['^a$', '^b$'] }] }\n";
  struct ValueRow {
    const char* name;
    const char* value;
    std::string want;
  };
  const ValueRow rows[] = {
      {"absent is false, whatever the pattern", "null", "reject 48 policy by -"},
      {"unknown is unknown", "unknown", "? ? ? by ?"},
      {"the first alternative", "a", "accept 0 - by P"},
      {"the second alternative", "B", "accept 0 - by P"},
      {"no alternative", "ab", "reject 48 policy by -"},
      {"any of several values", "[x, b, y]", "accept 0 - by P"},
      {"none of several values", "[x, y]", "reject 48 policy by -"},
  };
  for (const ValueRow& row : rows) SUBCASE(row.name) {
      CHECK(decided(site, "{ user: alice, at: 2003-11-03T09:00, attributes: { Called-Station-Id: " +
                              std::string(row.value) + " } }") == row.want);
    }
}

TEST_CASE("request: an absent attribute fails even a pattern that matches the empty text") {
  const std::string site =
      "directory: { users: { alice: } }\n"
      "policies:\n  - { name: P, permission: grant, conditions: [{ Called-Station-Id: '.*' }] }\n";
  CHECK(decided(site, "{ user: alice, at: 2003-11-03T09:00 }") == "reject 48 policy by -");
}

TEST_CASE("request tables: rows name attributes once, and every condition attribute has room for its slot") {
  std::set<AttributeId> seen;
  for (const FilledIn& row : filled_in()) {
    CAPTURE(std::string(row.attribute));
    REQUIRE(find_attribute(row.attribute).has_value());
    CHECK(seen.insert(attribute_of(row.attribute)).second);
    CHECK(!row.source.empty());
    CHECK(attribute(attribute_of(row.attribute)).client_only == row.attribute.starts_with("Client-"));
  }
  std::size_t slots = 4;  // of the checks and the policy source
  for (const Attribute& row : attributes()) slots += row.condition == ConditionKind::none ? 0U : 1U;
  CHECK(slots <= kMostSlots);
  TestSite site(kSite);
  REQUIRE(site.compiled);
  CHECK(site.compiled->slots[kCallingStationSlot].attribute == attribute_of("Calling-Station-Id"));
  CHECK(site.compiled->slots[kCalledStationSlot].attribute == attribute_of("Called-Station-Id"));
  CHECK(site.compiled->slots[kPortTypeSlot].attribute == attribute_of("NAS-Port-Type"));
  CHECK(site.compiled->slots[kServerTypeSlot].attribute == attribute_of("MS-Network-Access-Server-Type"));
}
