// The effective site: every value with where it came from, and a YAML text that gives the same site again.
#include "model/site/effective.hpp"

#include "engine/stages/reply.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

std::string without_comments(const std::string& yaml) {
  std::string out;
  for (std::size_t at = 0; at < yaml.size(); at = yaml.find('\n', at) + 1) {
    const std::string line = yaml.substr(at, yaml.find('\n', at) - at);
    const std::size_t comment = line.rfind(" # ");
    const std::string value = comment == std::string::npos ? line : line.substr(0, comment);
    out += value.substr(0, value.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

std::string reply_text(TestSite& site, PolicyIndex policy) {
  const Case nobody(site, "{ user: unknown, at: unknown }");
  const AttemptContext judged(*site.compiled, nobody.world, nobody.attempt, kNoPolicy);
  std::string out;
  for (const ReplyAttribute& reply : reply_of(judged.facts(), policy))
    out += std::string(attribute(reply.attribute).name) + "=" + reply.value + " ";
  return out;
}

constexpr const char* kEverything =
    "name: 'Contoso: headquarters'\ndialect: nps\ntime-zone: Europe/Berlin\n"
    "server: { name: VPN1, address: 192.0.2.1, default-domain: CONTOSO, authentication: { provider: radius, methods: "
    "[EAP, MS-CHAP-v2, PAP], allow-lm: true }, account-lockout: { max-denials: 5, reset-time: 90m } }\n"
    "radius-clients: { 'AP: 7': { address: 192.0.2.0/24, vendor: Cisco }, RRAS: { address: 192.0.2.1 } }\n"
    "remote-radius-groups: [Partner, 'a, b']\n"
    "readings: { lockout-exceeds: true, source-two-passes: false }\n"
    "request-policies:\n"
    "  - name: 'Partner: users'\n"
    "    enabled: true\n    processing-order: 1\n    source: Remote-access-server\n"
    "    conditions: [{ User-Name: '@partner\\.example$' }]\n"
    "    provider: forward\n    forward-to: 'a, b'\n    map-to-windows-user: true\n"
    "    authentication: [PAP, EAP-TLS]\n"
    "    manipulation: { attribute: User-Name, rules: [{ find: '@.*', replace: '' }, { find: '^', replace: 'X\\\\' }] "
    "}\n"
    "  - { name: None, processing-order: 2, provider: none, conditions: [] }\n"
    "directory:\n"
    "  domain: { name: CONTOSO, dns-name: contoso.com, upn-suffixes: [corp.example, 'a, b'], mode: native, sid: "
    "S-1-5-21-1-2-3 }\n"
    "  complete: false\n"
    "  groups: { Staff: { sid: S-1-5-21-1-2-3-1105 }, 'All, really': , 'Null': , VPN-Users: { member-of: [Staff, 'All, "
    "really'] } }\n"
    "  users:\n"
    "    alice: { groups: [VPN-Users, Remote], primary-group: Domain Admins, dial-in: { permission: deny, caller-id: "
    "'0100' } }\n"
    "    'j: doe': { dial-in: { caller-id: \"tab\\tdel\\x7f\" } }\n"
    "    carol: { dial-in: { callback: 555-0100, static-ip: 10.0.0.9, static-routes: [10.2.0.0/16, 10.3.0.1] } }\n"
    "    dave: { dial-in: { callback: set-by-caller }, account: { disabled: true, locked-out: true, expires: "
    "2004-12-31, "
    "logon-hours: 'Mon-Fri 07:00-17:00 UTC', smart-card-required: true, password: { must-change: true, expired: true, "
    "reversible: true } } }\n"
    "    erin: { account: { expires: '2004-12-31T17:00', logon-hours: 00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00 } }\n"
    "    frank: { dial-in: { callback: '1e3' } }\n"
    "  computers: { PC1: { groups: [Staff], account: { disabled: true } } }\n"
    "policies:\n"
    "  - name: \"it's #1\"\n"
    "    enabled: false\n    processing-order: 20\n    source: Remote-access-server\n"
    "    conditions:\n"
    "      - NAS-Port-Type: [Virtual, 19]\n"
    "      - 'MATCH(\"NAS-Port-Type=^5$|^19$\")'\n"
    "      - 'MATCH(\"Client-Friendly-Name=say \\\"x\\\"\")'\n"
    "      - Calling-Station-Id: ['^198\\.51\\.', 'a{2}, b', '']\n"
    "      - Windows-Groups: [Staff, S-1-5-21-9-9-9-1]\n"
    "      - 'TIMEOFDAY(\"1 09:00-17:00; 2 09:00-17:00\")'\n"
    "      - Not-Quarantine-Capable: true\n"
    "      - MS-RAS-Vendor: 311\n"
    "    permission: grant\n    ignore-user-dial-in-properties: true\n"
    "    profile:\n"
    "      authentication: [EAP-TLS, PEAP, MS-CHAP-v2, SPAP]\n"
    "      encryption: [strong, strongest]\n      session-timeout: 8h\n      idle-timeout: 90s\n"
    "      day-and-time-restrictions: Mon-Fri 07:00-19:00, Sat 09:00-12:00\n"
    "      called-station-id: '0100'\n      nas-port-types: [Virtual, Async]\n"
    "      address: { assignment: static, static: 10.0.0.5 }\n"
    "      packet-filters: { input: { default: drop, except: ['tcp any -> 10.0.0.0/8 port 443', 'ip protocol 47 any -> "
    "any'] }, output: { "
    "default: forward, except: udp any -> any } }\n"
    "      attributes: { Filter-Id: ['a, b', unknown], Framed-MTU: 1400, Service-Type: Framed }\n"
    "  - { name: Rest, processing-order: 10, conditions: [], profile: { authentication: [] } }\n";

}  // namespace

TEST_CASE("effective: loading it gives the same effective site, the same policies and the same replies") {
  struct Row {
    const char* name;
    std::string text;
  };
  const Row rows[] = {
      {"everything is given", kEverything},
      {"nothing is given", ""},
      {"windows-2000", "dialect: windows-2000\n"},
      {"windows-2003", "dialect: windows-2003\n"},
      {"nps", "dialect: nps\n"},
      {"no policies", "policies: []\n"},
      {"windows-2000, a policy", "dialect: windows-2000\npolicies: [{ name: P, permission: grant }]\n"},
      {"an account for everything", "directory: { users: { no: , 0100: , '~': , '-': , 'a#b':  } }\n"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      TestSite first(row.text);
      REQUIRE(codes(first.diags) == "");
      const std::string yaml = effective_yaml(*first.site, first.sources);
      TestSite second(yaml, "");
      CAPTURE(yaml);
      REQUIRE(codes(second.diags) == "");
      CHECK(without_comments(effective_yaml(*second.site, second.sources)) == without_comments(yaml));
      REQUIRE(second.compiled->policies.size() == first.compiled->policies.size());
      for (PolicyIndex policy = 0; policy < first.compiled->policies.size(); ++policy)
        CHECK(reply_text(second, policy) == reply_text(first, policy));
      CHECK(second.compiled->accounts->users.size() == first.compiled->accounts->users.size());
      CHECK(second.compiled->accounts->computers.size() == first.compiled->accounts->computers.size());
      CHECK(second.compiled->accounts->classes == first.compiled->accounts->classes);
      CHECK(second.compiled->accounts->logon_hours.size() == first.compiled->accounts->logon_hours.size());
      CHECK(second.compiled->policy_order == first.compiled->policy_order);
    }
}

TEST_CASE("effective: each value says where it came from") {
  TestSite site("name: Lab\npolicies: [{ name: P, permission: grant }]\n");
  REQUIRE(site.site);
  const std::string yaml = effective_yaml(*site.site, site.sources);
  CAPTURE(yaml);
  const auto has = [&](std::string_view key, std::string_view comment) {
    const std::size_t at = yaml.find("\n" + std::string(key));
    return at != std::string::npos && yaml.substr(at + 1, yaml.find('\n', at + 1) - at - 1).ends_with(comment);
  };
  CHECK(has("name: Lab", "# site.yaml:2"));
  CHECK(has("dialect: windows-2003", "# default: the system of the troubleshooting document"));
  CHECK(has("    permission: grant", "# site.yaml:3"));
  CHECK(has("    ignore-user-dial-in-properties: false", "# default: a new policy does not (MS cc730786)"));
  CHECK(yaml.starts_with("format: rapsim/site/1\n"));
}

TEST_CASE("yaml_scalar: quoted only where YAML would read another text") {
  struct Row {
    std::string text;
    std::string want;
  };
  const Row rows[] = {
      {"Virtual", "Virtual"},
      {"0100", "0100"},
      {"08:00", "08:00"},
      {"no", "no"},
      {"", "''"},
      {"null", "'null'"},
      {"NULL", "'NULL'"},
      {"~", "'~'"},
      {"unknown", "'unknown'"},
      {"a: b", "'a: b'"},
      {"a:", "'a:'"},
      {"a:b", "a:b"},
      {"a #b", "'a #b'"},
      {"a#b", "a#b"},
      {"#a", "'#a'"},
      {"- a", "'- a'"},
      {"-a", "'-a'"},
      {"it's", "it's"},
      {"'a'", "'''a'''"},
      {" a", "' a'"},
      {"a ", "'a '"},
      {"a, b", "'a, b'"},
      {"a[0]", "'a[0]'"},
      {"{a}", "'{a}'"},
      {"a\nb", "\"a\\x0ab\""},
      {"\"\t\\", "\"\\\"\\x09\\\\\""},
      {"^198\\.51", "^198\\.51"},
      {"*", "'*'"},
      {"\x7f", "\"\\x7f\""},
      {"B\xC3\xBCro", "B\xC3\xBCro"},
      {"%a", "'%a'"},
      {"@a", "'@a'"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(yaml_scalar(row.text) == row.want);
    Sources sources;
    Diagnostics diags;
    const auto document = yaml::read(sources, sources.add("t", "[" + yaml_scalar(row.text) + "]"), diags);
    REQUIRE(document.has_value());
    CHECK(document->root().element(0).text() == row.text);
  }
}
