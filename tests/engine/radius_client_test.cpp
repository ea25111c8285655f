// Who asks the policy server: RADIUS clients by name and by address, requests of strangers, and what another access
// server fills in. Source: semantics.md 3.1, 6.5; RFC 2865 3.
#include "engine/stages/radius_client.hpp"

#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kClients =
    "radius-clients:\n"
    "  AP-7: { address: 192.0.2.7, vendor: Cisco }\n"
    "  Branch: { address: 192.0.2.0/24, vendor: Microsoft }\n"
    "  Branch-Again: { address: 192.0.2.0/24 }\n"
    "  Half: { address: 192.0.2.128/25 }\n"
    "  Everywhere: { address: 0.0.0.0/0, vendor: 9 }\n";
constexpr const char* kFew =
    "radius-clients: { AP-7: { address: 192.0.2.7, vendor: Cisco }, Lab: { address: 198.51.100.0/24 } }\n";
constexpr const char* kRest = "directory: { users: { alice: } }\npolicies: [{ name: P, permission: grant }]\n";

/// `AP-7`, `unknown`, `absent`
std::string client_of(const std::string& site_text, const std::string& fields) {
  TestSite site(site_text + kRest);
  REQUIRE(site.compiled);
  const Attempt attempt = site.attempt("{ user: alice, at: 2003-11-03T09:00" + fields + " }");
  const RequestOrigin asker = origin_of(*site.site, attempt);
  if (!asker.client.is_present()) return asker.client.is_unknown() ? "unknown" : "absent";
  return asker.client.value->name;
}

/// Values of attributes as conditions see them: `a / unknown / absent`.
std::string values_of(const std::string& site_text, const std::string& fields,
                      const std::vector<std::string_view>& names) {
  TestSite site(site_text + kRest);
  REQUIRE(site.compiled);
  const Attempt attempt = site.attempt("{ user: alice, at: 2003-11-03T09:00" + fields + " }");
  CHECK(codes(site.diags) == "");
  const RequestOrigin asker = origin_of(*site.site, attempt);
  std::string out;
  for (const std::string_view name : names) {
    const AttributeView view = view_of(slot_of(attribute_of(name)), {*site.site, attempt, asker});
    out += out.empty() ? "" : " / ";
    out += view.presence == Presence::unknown ? "unknown" : view.size() == 0 ? "absent" : std::string(view[0]);
  }
  return out;
}

const std::vector<std::string_view> kOfClient = {"Client-IP-Address", "Client-Friendly-Name", "Client-Vendor"};

}  // namespace

TEST_CASE("RADIUS client: which row it is") {
  struct Row {
    const char* name;
    const char* nas;
    std::string want;
  };
  const Row rows[] = {
      {"an address of one client", "192.0.2.7", "AP-7"},
      {"the longest network", "192.0.2.200", "Half"},
      {"the first of two equal networks", "192.0.2.8", "Branch"},
      {"the network of everything", "203.0.113.1", "Everywhere"},
      {"the first address of a network", "192.0.2.128", "Half"},
      {"the last address of a network", "192.0.2.127", "Branch"},
      {"its friendly name", "Branch-Again", "Branch-Again"},
      {"its friendly name without case", "ap-7", "AP-7"},
      {"unknown", "unknown", "unknown"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(client_of(kClients, ", nas: " + std::string(row.nas)) == row.want);
    }
}

TEST_CASE("RADIUS client: of a server that asks one, and of one that decides itself") {
  const std::string radius = "server: { address: 192.0.2.7, authentication: { provider: radius } }\n";
  CHECK(client_of(radius + kFew, "") == "AP-7");
  CHECK(client_of("server: { address: 203.0.113.1, authentication: { provider: radius } }\n" + std::string(kFew), "") ==
        "absent");
  CHECK(client_of("server: { authentication: { provider: radius } }\n" + std::string(kFew), "") == "unknown");
  CHECK(client_of(radius, "") == "unknown");  // clients are not described
  CHECK(client_of("server: { address: 192.0.2.7 }\n" + std::string(kFew), "") == "absent");
}

TEST_CASE("RADIUS client: requests of strangers are discarded without an answer") {
  constexpr const char* kDiscard = "discard - radius-client-unknown";
  constexpr const char* kAccept = "accept 0 -";
  const std::string maybe = std::string(kDiscard) + "; " + kAccept;
  struct Row {
    const char* name;
    std::string site;
    const char* fields;
    std::string want;
  };
  const Row rows[] = {
      {"a client", kFew, ", nas: 192.0.2.7", kAccept},
      {"a client of a network", kFew, ", nas: 198.51.100.9", kAccept},
      {"a stranger", kFew, ", nas: 203.0.113.9", kDiscard},
      {"no clients at all", "radius-clients: {}\n", ", nas: 192.0.2.7", kDiscard},
      {"clients that nobody describes", "", ", nas: 192.0.2.7", kAccept},
      {"an unknown access server is this one, or a client", kFew, ", nas: unknown", kAccept},
      {"an unknown access server, nobody describes clients", "", ", nas: unknown", kAccept},
      {"this server decides itself", "radius-clients: {}\n", "", kAccept},
      {"this server asks, and is a client",
       "server: { address: 192.0.2.7, authentication: { provider: radius } }\n" + std::string(kFew), "", kAccept},
      {"this server asks, and is none",
       "server: { address: 203.0.113.9, authentication: { provider: radius } }\n" + std::string(kFew), "", kDiscard},
      {"this server asks from an unknown address",
       "server: { authentication: { provider: radius } }\n" + std::string(kFew), "", maybe},
      {"a malformed request comes first", kFew, ", nas: 203.0.113.9, policy-server: malformed-request",
       "discard 3 malformed-request"},
      {"before the account is looked at", kFew, ", nas: 203.0.113.9, policy-server: internal-error", kDiscard},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(endings(row.site + kRest, "{ user: alice, at: 2003-11-03T09:00" + std::string(row.fields) + " }") ==
            row.want);
    }
}

TEST_CASE("RADIUS client: the attributes that conditions see of it") {
  struct Row {
    const char* name;
    std::string site;
    const char* fields;
    std::string want;
  };
  const std::string radius = "server: { address: 192.0.2.7, authentication: { provider: radius } }\n";
  const Row rows[] = {
      {"by name", kFew, ", nas: AP-7", "192.0.2.7 / AP-7 / 9"},
      {"by address", kFew, ", nas: 192.0.2.7", "192.0.2.7 / AP-7 / 9"},
      {"no vendor: RADIUS Standard", kFew, ", nas: 198.51.100.9", "198.51.100.9 / Lab / 0"},
      {"by name, of a network: which address is not known", kFew, ", nas: Lab", "unknown / Lab / 0"},
      {"an unknown access server", kFew, ", nas: unknown", "unknown / unknown / unknown"},
      {"nobody describes clients", "", ", nas: 192.0.2.7", "192.0.2.7 / unknown / unknown"},
      {"nobody describes clients, this server asks", radius, "", "192.0.2.7 / unknown / unknown"},
      {"this server asks", radius + kFew, "", "192.0.2.7 / AP-7 / 9"},
      {"this server asks from an unknown address",
       "server: { authentication: { provider: radius } }\n" + std::string(kFew), "", "unknown / unknown / unknown"},
      {"this server decides itself", "server: { address: 192.0.2.7 }\n" + std::string(kFew), "",
       "absent / absent / absent"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(values_of(row.site, row.fields, kOfClient) == row.want);
    }
}

TEST_CASE("RADIUS client: what another access server fills in, and what it does not") {
  const std::string site = "server: { name: RAS1, address: 10.0.0.1 }\n" + std::string(kFew);
  struct Row {
    const char* name;
    const char* fields;
    const char* attribute;
    std::string want;
  };
  const Row rows[] = {
      {"its address", ", nas: AP-7", "NAS-IP-Address", "192.0.2.7"},
      {"its address, one of a network", ", nas: Lab", "NAS-IP-Address", "unknown"},
      {"the address it is named by", ", nas: 198.51.100.9", "NAS-IP-Address", "198.51.100.9"},
      {"the port type is not known", ", nas: AP-7", "NAS-Port-Type", "unknown"},
      {"the port type that is said", ", nas: AP-7, port-type: Ethernet", "NAS-Port-Type", "15"},
      {"who calls", ", nas: AP-7, from: 00-11-22-33-44-55", "Calling-Station-Id", "00-11-22-33-44-55"},
      {"what is called", ", nas: AP-7, to: corp-wlan", "Called-Station-Id", "corp-wlan"},
      {"the method", ", nas: AP-7, authentication: PEAP", "Authentication-Type", "11"},
      {"the EAP type", ", nas: AP-7, authentication: PEAP", "Allowed-EAP-Types", "25"},
      {"the name", ", nas: AP-7", "User-Name", "alice"},
      {"no tunnel", ", nas: AP-7", "Tunnel-Type", "absent"},
      {"the tunnel that is said", ", nas: AP-7, tunnel: L2TP", "Tunnel-Type", "3"},
      {"no identifier", ", nas: AP-7", "NAS-Identifier", "absent"},
      {"no service type", ", nas: AP-7", "Service-Type", "absent"},
      {"no protocol", ", nas: AP-7", "Framed-Protocol", "absent"},
      {"no tunnel medium", ", nas: AP-7, tunnel: L2TP", "Tunnel-Medium-Type", "absent"},
      {"no tunnel end", ", nas: AP-7, tunnel: L2TP, from: 1.2.3.4", "Tunnel-Client-Endpoint", "absent"},
      {"no vendor of RRAS", ", nas: AP-7", "MS-RAS-Vendor", "absent"},
      {"what is given is there", ", nas: AP-7, attributes: { NAS-Identifier: x }", "NAS-Identifier", "x"},
      {"this server has its name", "", "NAS-Identifier", "RAS1"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(values_of(site, row.fields, {row.attribute}) == row.want);
    }
}

TEST_CASE("RADIUS client: on NPS another access server is of no Microsoft type unless it says so") {
  const std::string site = "dialect: nps\n" + std::string(kFew);
  CHECK(values_of(site, ", nas: AP-7", {"MS-Network-Access-Server-Type"}) == "absent");
  CHECK(values_of(site, "", {"MS-Network-Access-Server-Type"}) == "2");
}

TEST_CASE("RADIUS client: with another access server no method is agreed on with this one") {
  const std::string site = "server: { authentication: { methods: [MS-CHAP-v2] } }\n" + std::string(kFew) +
                           "directory: { users: { alice: } }\npolicies: [{ name: P, permission: grant, profile: { "
                           "authentication: [PAP] } }]\n";
  CHECK(endings(site, "{ user: alice, at: 2003-11-03T09:00, authentication: PAP }") ==
        "none - profile-server-conflict-auth");
  CHECK(endings(site, "{ user: alice, at: 2003-11-03T09:00, authentication: PAP, nas: AP-7 }") == "accept 0 -");
}

TEST_CASE("link: methods of the server") {
  struct Row {
    const char* name;
    const char* methods;
    const char* method;
    std::string want;
  };
  constexpr const char* kNone = "none - no-common-auth-method";
  const Row rows[] = {
      {"offered", "[PAP]", "PAP", "accept 0 -"},
      {"not offered, and the policy wants nothing else", "[MS-CHAP-v2]", "PAP", "none - profile-server-conflict-auth"},
      {"a change of password runs inside its method", "[MS-CHAP-v2]", "MS-CHAP-v2-CPW", "accept 0 -"},
      {"... and inside no other one", "[MS-CHAP-v2]", "MS-CHAP-CPW", kNone},
      {"EAP of any type", "[EAP]", "EAP-TLS", "accept 0 -"},
      {"an EAP type on the server stands for EAP", "[EAP-TLS]", "PEAP", "accept 0 -"},
      {"EAP is not offered", "[PAP]", "PEAP", kNone},
      {"an empty list", "[]", "PAP", kNone},
      {"an empty list, unknown method", "[]", "unknown", kNone},
      {"an unknown method", "[PAP]", "unknown", std::string(kNone) + "; accept 0 -"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const std::string site = "server: { authentication: { methods: " + std::string(row.methods) +
                               " } }\ndirectory: { users: { alice: } }\npolicies: [{ name: P, permission: grant, "
                               "profile: { authentication: [PAP, EAP, MS-CHAP-v2-CPW] } }]\n";
      const std::string unknown = row.method == std::string("unknown") ? "extension: accept, " : "";
      const std::string got =
          endings(site, "{ user: alice, at: 2003-11-03T09:00, " + unknown + "authentication: " + row.method + " }");
      CHECK(got.substr(got.starts_with("reject 66") ? 33 : 0) == row.want);
    }
}
