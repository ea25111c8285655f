// Attempts: every field from YAML, defaults, contradictions, and what is not a value.
#include <map>

#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kSite =
    "time-zone: Europe/Berlin\ndirectory: { domain: { name: CONTOSO }, users: { alice: , j.doe: } }\n"
    "radius-clients: { AP-7: { address: 192.0.2.7 } }\npolicies: []\n";

/// `user=alice/alice at=... ` of given fields: text, `/`, what conditions see.
std::string field_text(const Attempt& attempt, std::string_view name) {
  for (std::size_t row = 0; row < kFieldCount; ++row) {
    if (attempt_fields()[row].name != name) continue;
    const FieldValue& field = attempt.fields[row];
    if (field.presence == Presence::absent) return "absent";
    if (field.presence == Presence::unknown) return "unknown";
    return field.text + (field.wire.empty() ? "" : " / " + field.wire);
  }
  return "no such field";
}

std::string problems(std::string_view text, std::string_view site_text = kSite) {
  TestSite site(site_text);
  REQUIRE(site.compiled);
  static_cast<void>(site.attempt(text));
  return codes(site.diags);
}

}  // namespace

TEST_CASE("attempt fields: every value in its preferred spelling, and as conditions see it") {
  struct Row {
    const char* name;
    const char* field;
    const char* yaml;
    std::string want;
  };
  const Row rows[] = {
      {"user", "user", "user: alice", "alice / alice"},
      {"user, another case", "user", "user: ALICE", "ALICE / ALICE"},
      {"user with a domain", "user", R"(user: CONTOSO\alice)", R"(CONTOSO\alice / alice)"},
      {"user with a realm", "user", "user: alice@contoso.com", "alice@contoso.com / alice"},
      {"user with a dot", "user", "user: j.doe", "j.doe / j.doe"},
      {"local time", "at", "at: 2003-11-03T09:00", "2003-11-03T09:00+01:00"},
      {"time with an offset", "at", "at: 2003-11-03T09:00+05:30", "2003-11-03T04:30+01:00"},
      {"UTC, in summer", "at", "at: 2003-07-01T09:00:30Z", "2003-07-01T11:00:30+02:00"},
      {"time in quotes", "at", "at: '2003-11-03T09:00'", "2003-11-03T09:00+01:00"},
      {"unknown time", "at", "at: unknown", "unknown"},
      {"from", "from", "from: 198.51.100.7", "198.51.100.7 / 198.51.100.7"},
      {"a number with a leading zero", "from", "from: 0100", "0100 / 0100"},
      {"what YAML 1.1 calls a time", "from", "from: 08:00", "08:00 / 08:00"},
      {"what YAML 1.1 calls false", "from", "from: no", "no / no"},
      {"a number with an exponent", "to", "to: 1e3", "1e3 / 1e3"},
      {"quoted `unknown` is a text", "from", "from: 'unknown'", "unknown / unknown"},
      {"tunnel", "tunnel", "tunnel: l2tp", "L2TP / 3"},
      {"tunnel by number", "tunnel", "tunnel: 1", "PPTP / 1"},
      {"no tunnel", "tunnel", "tunnel: none", "none / 0"},
      {"port type", "port-type", "{ port-type: isdn-sync, tunnel: none }", "ISDN-Sync / 2"},
      {"method", "authentication", "authentication: ms-chap-V2", "MS-CHAP-v2 / 4"},
      {"method by its other name", "authentication", "authentication: CHAP", "MD5-CHAP / 2"},
      {"EAP type with its method", "eap.type", "authentication: EAP-TLS", "EAP-TLS / 13"},
      {"EAP type of PEAP", "eap.type", "authentication: PEAP", "PEAP / 25"},
      {"EAP type given", "eap.type", "{ authentication: EAP, eap: { type: 26 } }", "EAP-MS-CHAP-v2 / 26"},
      {"result of EAP", "eap.result", "{ authentication: PEAP, eap: { result: success } }", "success / success"},
      {"result of EAP: a reason", "eap.result", "{ authentication: PEAP, eap: { result: 265 } }", "265 / 265"},
      {"unknown result of EAP", "eap.result", "{ authentication: PEAP, eap: { result: unknown } }", "unknown"},
      {"password", "password", "password: Wrong", "wrong / 1"},
      {"blank password", "password", "password: blank", "blank / 2"},
      {"unknown password", "password", "password: unknown", "unknown"},
      {"password change", "password-change", "password-change: accepted", "accepted / 1"},
      {"refused password change", "password-change", "password-change: refused", "refused / 2"},
      {"LAN Manager response", "lm-response", "{ authentication: MS-CHAP, lm-response: yes }", "yes / 1"},
      {"no LAN Manager response", "lm-response", "{ authentication: PAP, lm-response: no }", "no / 0"},
      {"what the client requires", "encryption.requires", "encryption: { requires: maximum }", "maximum / 512"},
      {"what the client can", "encryption.can", "encryption: { can: basic }", "basic / basic"},
      {"levels in a list, in their order", "encryption.can", "encryption: { can: [strongest, basic] }",
       "basic, strongest / basic, strongest"},
      {"levels in a text", "encryption.can", "encryption: { can: 'Strong,  basic' }", "basic, strong / basic, strong"},
      {"unknown levels", "encryption.can", "encryption: { can: unknown }", "unknown"},
      {"bare encryption: a level is what it can", "encryption.can", "encryption: strongest", "strongest / strongest"},
      {"bare encryption: ... and it is required", "encryption.requires", "encryption: strongest", "required / 256"},
      {"bare encryption: two levels", "encryption.can", "encryption: [basic, strong]", "basic, strong / basic, strong"},
      {"bare encryption: none is no level", "encryption.requires", "encryption: none", "none / 0"},
      {"bare encryption: required", "encryption.requires", "encryption: required", "required / 256"},
      {"bare encryption: required leaves the levels", "encryption.can", "encryption: required",
       "basic, strong, strongest / basic, strong, strongest"},
      {"bare encryption: optional", "encryption.requires", "encryption: optional", "optional / 8"},
      {"bare encryption: maximum", "encryption.requires", "encryption: maximum", "maximum / 512"},
      {"bare encryption: unknown", "encryption.requires", "encryption: unknown", "unknown"},
      {"version of the client", "client.windows", "client: { windows: XP }", "xp / 51"},
      {"version of the client: a number is its name", "client.windows", "client: { windows: 2000 }", "2000 / 50"},
      {"version of the client, as a path", "client.windows", "client.windows: 11", "11 / 110"},
      {"callback number", "callback-to", "callback-to: 0100", "0100 / 0100"},
      {"access server by address", "nas", "nas: 192.0.2.9", "192.0.2.9 / 192.0.2.9"},
      {"access server by name, without case", "nas", "nas: ap-7", "ap-7 / ap-7"},
      {"unknown access server", "nas", "nas: unknown", "unknown"},
      {"extension", "extension", "extension: error", "error / 5"},
      {"domain controller", "domain-controller", "domain-controller: unreachable", "unreachable / 0"},
      {"global catalog", "global-catalog", "global-catalog: unknown", "unknown"},
      {"policy server", "policy-server", "policy-server: access-denied", "access-denied / 2"},
      {"remote server", "remote-radius", "remote-radius: no-answer", "no-answer / 117"},
      {"EAP type as a path", "eap.type", "{ authentication: EAP, eap.type: MD5-Challenge }", "MD5-Challenge / 4"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      TestSite site(kSite);
      const std::string yaml = row.yaml;
      const std::string inner = yaml.front() == '{' ? yaml.substr(1, yaml.size() - 2) : yaml;
      const std::string user = yaml.starts_with("user") ? "" : "user: alice, ";
      const std::string at = yaml.starts_with("at") ? "" : "at: 2003-11-03T09:00, ";
      const Attempt attempt = site.attempt("{ " + user + at + inner + " }");
      CHECK(codes(site.diags) == "");
      CHECK(field_text(attempt, row.field) == row.want);
    }
}

TEST_CASE("attempt defaults: what is left out, and that it was") {
  struct Row {
    const char* name;
    const char* yaml;
    std::string want;  // tunnel, port-type, authentication, eap.type, from, to
  };
  const Row rows[] = {
      {"nothing said", "", "PPTP / 1, Virtual / 5, MS-CHAP-v2 / 4, absent, unknown, unknown"},
      {"a call", "tunnel: none", "none / 0, Async / 0, MS-CHAP-v2 / 4, absent, unknown, unknown"},
      {"a port that takes calls", "port-type: ISDN-Sync",
       "none / 0, ISDN-Sync / 2, MS-CHAP-v2 / 4, absent, unknown, unknown"},
      {"a Virtual port", "port-type: Virtual", "PPTP / 1, Virtual / 5, MS-CHAP-v2 / 4, absent, unknown, unknown"},
      {"unknown tunnel", "tunnel: unknown", "unknown, unknown, MS-CHAP-v2 / 4, absent, unknown, unknown"},
      {"unknown tunnel, known port", "{ tunnel: unknown, port-type: Virtual }",
       "unknown, Virtual / 5, MS-CHAP-v2 / 4, absent, unknown, unknown"},
      {"unknown method", "authentication: unknown", "PPTP / 1, Virtual / 5, unknown, unknown, unknown, unknown"},
      {"EAP of no type", "authentication: EAP", "PPTP / 1, Virtual / 5, EAP / 5, unknown, unknown, unknown"},
      {"an EAP type means EAP", "eap: { type: EAP-TLS }",
       "PPTP / 1, Virtual / 5, EAP / 5, EAP-TLS / 13, unknown, unknown"},
      {"an unknown EAP type may, or be left out", "eap: { type: unknown }",
       "PPTP / 1, Virtual / 5, unknown, unknown, unknown, unknown"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      TestSite site(kSite);
      std::string yaml = row.yaml;
      if (yaml.starts_with('{')) yaml = yaml.substr(1, yaml.size() - 2);
      const Attempt attempt = site.attempt("{ user: alice, at: unknown" + (yaml.empty() ? "" : ", " + yaml) + " }");
      CHECK(codes(site.diags) == "");
      std::vector<std::string> got;
      for (const char* field : {"tunnel", "port-type", "authentication", "eap.type", "from", "to"})
        got.push_back(field_text(attempt, field));
      CHECK(joined(got) == row.want);
      CHECK(attempt[FieldId::user].given);
      CHECK_FALSE(attempt[FieldId::to].given);
    }
}

TEST_CASE("attempt defaults: of the fields that came with the stages") {
  struct Row {
    const char* name;
    const char* field;
    const char* yaml;
    const char* dialect;
    std::string want;
  };
  const Row rows[] = {
      {"no EAP, no result", "eap.result", "", "windows-2003", "absent"},
      {"EAP succeeds", "eap.result", "authentication: EAP", "windows-2003", "success / success"},
      {"PEAP succeeds", "eap.result", "authentication: PEAP", "windows-2003", "success / success"},
      {"an unknown method may have none", "eap.result", "authentication: unknown", "windows-2003", "unknown"},
      {"the right password", "password", "", "windows-2003", "right / 0"},
      {"no new password", "password-change", "", "windows-2003", "none / 0"},
      {"no LAN Manager response", "lm-response", "", "windows-2003", "no / 0"},
      {"encryption is optional", "encryption.requires", "", "windows-2003", "optional / 8"},
      {"a client of 2000", "client.windows", "", "windows-2000", "2000 / 50"},
      {"a client of 2003", "client.windows", "", "windows-2003", "xp / 51"},
      {"a client of NPS", "client.windows", "", "nps", "7 / 61"},
      {"2000 can all levels", "encryption.can", "", "windows-2000",
       "basic, strong, strongest / basic, strong, strongest"},
      {"XP can all levels", "encryption.can", "", "windows-2003",
       "basic, strong, strongest / basic, strong, strongest"},
      {"Windows 7 can the strongest", "encryption.can", "", "nps", "strongest / strongest"},
      {"XP before NPS can all levels", "encryption.can", "client: { windows: xp }", "nps",
       "basic, strong, strongest / basic, strong, strongest"},
      {"Vista can the strongest", "encryption.can", "client: { windows: vista }", "windows-2003",
       "strongest / strongest"},
      {"Server 2003 is before Vista", "encryption.can", "client: { windows: 2003 }", "windows-2003",
       "basic, strong, strongest / basic, strong, strongest"},
      {"an unknown client", "encryption.can", "client: { windows: unknown }", "windows-2003", "unknown"},
      {"no callback number", "callback-to", "", "windows-2003", "absent"},
      {"this server", "nas", "", "windows-2003", "absent"},
      {"no extension", "extension", "", "windows-2003", "none / 0"},
      {"a domain controller", "domain-controller", "", "windows-2003", "reachable / 1"},
      {"a global catalog", "global-catalog", "", "windows-2003", "reachable / 1"},
      {"a policy server that works", "policy-server", "", "windows-2003", "working / 0"},
      {"nobody knows what a remote server says", "remote-radius", "", "windows-2003", "unknown"},
      {"another access server: no tunnel", "tunnel", "nas: AP-7", "windows-2003", "none / 0"},
      {"another access server: some port", "port-type", "nas: AP-7", "windows-2003", "unknown"},
      {"another access server: its tunnel", "tunnel", "nas: AP-7, tunnel: L2TP", "windows-2003", "L2TP / 3"},
      {"another access server: no port of its tunnel", "port-type", "nas: AP-7, tunnel: L2TP", "windows-2003",
       "unknown"},
      {"an unknown access server may be this one", "tunnel", "nas: unknown", "windows-2003", "unknown"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      TestSite site("dialect: " + std::string(row.dialect) + "\n" + kSite);
      const Attempt attempt = site.attempt("{ user: alice, at: unknown, " + std::string(row.yaml) + " }");
      CHECK(codes(site.diags) == "");
      CHECK(field_text(attempt, row.field) == row.want);
    }
}

TEST_CASE("attempt: problems, each at its place") {
  struct Row {
    const char* name;
    const char* yaml;
    std::string want;
  };
  const Row rows[] = {
      {"no user", "{ at: unknown }", "1:1 R506"},
      {"no time", "{ user: alice }", "1:1 R501"},
      {"neither", "{ }", "1:1 R501; 1:1 R506"},
      {"no map", "alice", "1:1 R111; 1:1 R501; 1:1 R506"},
      {"unknown field", "{ user: alice, at: unknown, form: x }", "1:29 R110"},
      {"unknown field of eap", "{ user: alice, at: unknown, eap: { tipe: x } }", "1:36 R110"},
      {"a section is no value", "{ user: alice, at: unknown, eap: PEAP }", "1:34 R111"},
      {"a list is no value", "{ user: [alice], at: unknown }", "1:1 R506; 1:9 R111"},
      {"nothing is no value", "{ user: alice, at: unknown, from: }", "1:29 R111"},
      {"an empty text is no value", "{ user: alice, at: unknown, from: '' }", "1:35 R111"},
      {"unknown tunnel name", "{ user: alice, at: unknown, tunnel: PPPT }", "1:37 R301"},
      {"unknown method name", "{ user: alice, at: unknown, authentication: MSCHAP }", "1:45 R301"},
      {"no such EAP type", "{ user: alice, at: unknown, authentication: EAP, eap: { type: 99 } }", "1:63 R301"},
      {"no account name", R"({ user: 'CONTOSO\', at: unknown })", "1:9 R207"},
      {"no time of day", "{ user: alice, at: yesterday }", "1:20 R502"},
      {"a date alone", "{ user: alice, at: 2003-11-03 }", "1:20 R502"},
      {"a skipped time", "{ user: alice, at: 2003-03-30T02:30 }", "1:20 R503"},
      {"a repeated time", "{ user: alice, at: 2003-10-26T02:30 }", "1:20 R503"},
      {"an account that is not listed is for the decision", "{ user: alise, at: unknown }", ""},
      {"a tunnel on a port for calls", "{ user: alice, at: unknown, tunnel: PPTP, port-type: Async }", "1:54 R504"},
      {"a call on a Virtual port", "{ user: alice, at: unknown, tunnel: none, port-type: Virtual }", "1:54 R504"},
      {"an EAP type without EAP", "{ user: alice, at: unknown, authentication: PAP, eap: { type: PEAP } }",
       "1:63 R504"},
      {"no result of EAP", "{ user: alice, at: unknown, authentication: PEAP, eap: { result: 16000 } }", "1:66 R301"},
      {"a reason of policies is no result of EAP",
       "{ user: alice, at: unknown, authentication: PEAP, eap: { result: 48 } }", "1:66 R301"},
      {"a result without EAP", "{ user: alice, at: unknown, authentication: PAP, eap: { result: 265 } }", "1:65 R504"},
      {"success without EAP", "{ user: alice, at: unknown, eap: { result: success } }", "1:44 R504"},
      {"an unknown result without EAP", "{ user: alice, at: unknown, eap: { result: unknown } }", ""},
      {"no password state", "{ user: alice, at: unknown, password: secret }", "1:39 R301"},
      {"a wrong password of a certificate", "{ user: alice, at: unknown, authentication: EAP-TLS, password: wrong }",
       "1:64 R504"},
      {"a certificate, its type given apart", "{ user: alice, at: unknown, eap: { type: EAP-TLS }, password: blank }",
       "1:63 R504"},
      {"a blank password without authentication", "{ user: alice, at: unknown, authentication: None, password: blank }",
       "1:61 R504"},
      {"a right password that is not sent", "{ user: alice, at: unknown, authentication: None, password: right }", ""},
      {"a wrong password, unknown EAP type", "{ user: alice, at: unknown, authentication: EAP, password: wrong }", ""},
      {"a wrong password, unknown method", "{ user: alice, at: unknown, authentication: unknown, password: wrong }",
       ""},
      {"a LAN Manager response of MS-CHAP v2", "{ user: alice, at: unknown, lm-response: yes }", "1:42 R504"},
      {"a LAN Manager response, unknown method",
       "{ user: alice, at: unknown, authentication: unknown, lm-response: yes }", ""},
      {"no yes or no", "{ user: alice, at: unknown, lm-response: true }", "1:42 R301"},
      {"no requirement of encryption", "{ user: alice, at: unknown, encryption: { requires: strong } }", "1:53 R301"},
      {"no level of encryption", "{ user: alice, at: unknown, encryption: { can: [basic, weak] } }", "1:48 R301"},
      {"bare encryption: no level", "{ user: alice, at: unknown, encryption: weak }", "1:41 R301"},
      {"bare encryption: a requirement among levels", "{ user: alice, at: unknown, encryption: [strong, none] }",
       "1:41 R301"},
      {"an unknown field of encryption", "{ user: alice, at: unknown, encryption: { need: basic } }", "1:43 R110"},
      {"no version of Windows", "{ user: alice, at: unknown, client: { windows: 98 } }", "1:48 R301"},
      {"a client is a map", "{ user: alice, at: unknown, client: xp }", "1:37 R111"},
      {"no result of an extension", "{ user: alice, at: unknown, extension: allow }", "1:40 R301"},
      {"no state of a domain controller", "{ user: alice, at: unknown, domain-controller: down }", "1:48 R301"},
      {"no state of the policy server", "{ user: alice, at: unknown, policy-server: down }", "1:44 R301"},
      {"no answer of a remote server", "{ user: alice, at: unknown, remote-radius: timeout }", "1:44 R301"},
      {"an access server that is no client", "{ user: alice, at: unknown, nas: AP-8 }", "1:34 R301"},
      {"an access server and a port for calls: nothing contradicts",
       "{ user: alice, at: unknown, nas: AP-7, tunnel: PPTP, port-type: Async }", ""},
      {"another EAP type", "{ user: alice, at: unknown, authentication: EAP-TLS, eap: { type: PEAP } }", "1:67 R504"},
      {"unknown attribute", "{ user: alice, at: unknown, attributes: { NAS-Port-Typ: 5 } }", "1:43 R302"},
      {"no map of attributes", "{ user: alice, at: unknown, attributes: [NAS-Port-Type] }", "1:41 R111"},
      {"no number", "{ user: alice, at: unknown, attributes: { NAS-Port: 1e3 } }", "1:53 R111"},
      {"a number too large", "{ user: alice, at: unknown, attributes: { NAS-Port: 4294967296 } }", "1:53 R312"},
      {"no enumeration name", "{ user: alice, at: unknown, attributes: { NAS-Port-Type: Virtul } }", "1:58 R301"},
      {"a number with a leading zero", "{ user: alice, at: unknown, attributes: { NAS-Port-Type: 05 } }", "1:58 R111"},
      {"no address", "{ user: alice, at: unknown, attributes: { NAS-IP-Address: 1.2.3 } }", "1:59 R315"},
      {"no truth value", "{ user: alice, at: unknown, attributes: { Not-Quarantine-Capable: yes } }", "1:67 R111"},
      {"no values", "{ user: alice, at: unknown, attributes: { Filter-Id: [] } }", "1:54 R111"},
      {"a list in a list", "{ user: alice, at: unknown, attributes: { Filter-Id: [[a]] } }", "1:55 R111"},
      {"everything at once", "{ user: bob, at: never, form: 1, tunnel: 9, attributes: { X: 1 } }",
       "1:18 R502; 1:25 R110; 1:42 R301; 1:59 R302"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(problems(row.yaml) == row.want);
    }
}

TEST_CASE("attempt: a directory takes every account") {
  const std::string site = "directory: { complete: false }\npolicies: []\n";
  CHECK(problems("{ user: zed, at: unknown }", site) == "");
  CHECK(problems("{ user: unknown, at: unknown }") == "");
}

TEST_CASE("attempt: accounts of another domain are not this directory's") {
  CHECK(problems(R"({ user: CONTOSO\alice, at: unknown })") == "");
  CHECK(problems(R"({ user: contoso\ALICE, at: unknown })") == "");
}

TEST_CASE("attempt: a fixture and its use: later fields replace earlier ones") {
  TestSite site(kSite);
  Attempt attempt;
  for (const char* text : {"{ user: alice, from: '1', tunnel: L2TP, attributes: { Filter-Id: a, State: b } }",
                           "{ from: '2', at: unknown, attributes: { filter-id: [c, d] } }"}) {
    const std::uint32_t file = site.sources.add("part", text);
    const auto document = yaml::read(site.sources, file, site.diags);
    REQUIRE(document.has_value());
    load_attempt(document->root(), *site.site, attempt, site.diags);
  }
  complete_attempt(attempt, *site.site, {}, site.diags);
  CHECK(codes(site.diags) == "");
  CHECK(attempt[FieldId::from].text == "2");
  CHECK(attempt[FieldId::tunnel].text == "L2TP");
  REQUIRE(attempt.find(attribute_of("Filter-Id")) != nullptr);
  CHECK(joined(attempt.find(attribute_of("Filter-Id"))->values) == "c, d");
  CHECK(attempt.find(attribute_of("State")) != nullptr);
  CHECK(attempt.find(attribute_of("Class")) == nullptr);
}

TEST_CASE("attempt: help of what people mistype most") {
  const std::map<std::string, std::string> rows = {
      {"{ user: alice, at: unknown, tunnel: PPTPP }", "did you mean `PPTP`?"},
      {"{ user: alice, at: unknown, athentication: PAP }", "did you mean `authentication`?"},
      {"{ user: alice, at: unknown, attributes: { NAS-Port-Typ: 5 } }", "did you mean `NAS-Port-Type`?"},
      {"{ user: alice, at: 2003-10-26T02:30 }", "add an offset: `2003-10-26T02:30+02:00` or `2003-10-26T02:30+01:00`"},
      {"{ user: alice, at: 2003-03-30T02:30 }",
       "clocks go forward; the first time after the gap is `2003-03-30T03:00+02:00`"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.first);
    TestSite site(kSite);
    static_cast<void>(site.attempt(row.first));
    REQUIRE(!site.diags.empty());
    CHECK(site.diags.sorted().front().help == row.second);
  }
}

TEST_CASE("instant_text: read_instant reads it back") {
  for (const char* zone : {"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"})
    for (const char* text :
         {"2003-11-03T09:00", "2003-07-01T00:00:59", "2004-02-29T23:59", "2003-10-26T00:30Z", "2003-10-26T01:30Z"}) {
      CAPTURE(std::string(zone) + " " + text);
      TestSite site("time-zone: " + std::string(zone) + "\npolicies: []\n");
      REQUIRE(site.site);
      const auto instant = read_instant(text, {}, *site.site, site.diags);
      REQUIRE(instant.has_value());
      CHECK(read_instant(instant_text(*instant, *site.site), {}, *site.site, site.diags) == instant);
    }
}

TEST_CASE("world_at: the attempt's time is the clock, an unknown time is none") {
  TestSite site(kSite);
  const World known = world_at(site.attempt("{ user: alice, at: 1970-01-01T01:00 }"));
  REQUIRE(known.clock.is_present());
  CHECK(known.clock.value.time_since_epoch().count() == 0);
  CHECK(world_at(site.attempt("{ user: alice, at: unknown }")).clock.is_unknown());
}

TEST_CASE("attempt: a value that is set is the one that its text is read as") {
  TestSite site(kSite);
  const auto check_same = [&](FieldId id, const FieldValue& value) {
    CAPTURE(std::string(field_row(id).name));
    CAPTURE(value.text);
    Attempt read;
    set_field(read, id, value.text, true, {}, *site.site, site.diags);
    CHECK(codes(site.diags) == "");
    CHECK(read[id].presence == value.presence);
    CHECK(read[id].number == value.number);
    CHECK(read[id].text == value.text);
    CHECK(read[id].wire == value.wire);
    CHECK(read[id].domain == value.domain);
  };
  for (std::size_t row = 0; row < kFieldCount; ++row) {
    const auto id = static_cast<FieldId>(row);
    check_same(id, FieldValue::unknown());
    if (const Enumeration* values = field_row(id).values)
      for (const NamedValue& value : values->values) check_same(id, value_of(id, std::int64_t{value.number}));
    if (is_list_type(field_row(id).type)) {
      std::int64_t bits = 0;
      for (const auto& [name, bit] : listed_names(field_row(id).type)) check_same(id, value_of(id, bits |= bit));
    }
  }
  for (const MethodName& row : method_names())
    check_same(FieldId::authentication, value_of(FieldId::authentication, row.method));
  for (const TunnelType type : {TunnelType::pptp, TunnelType::l2tp, TunnelType::sstp})
    check_same(FieldId::tunnel, value_of(FieldId::tunnel, type));
  check_same(FieldId::tunnel, value_of(FieldId::tunnel, kCall));
  check_same(FieldId::eap_result, value_of(FieldId::eap_result, 265));
  check_same(FieldId::eap_result, value_of(FieldId::eap_result, 0));
  check_same(FieldId::user, value_of(FieldId::user, R"(CONTOSO\alice)"));
  check_same(FieldId::from, value_of(FieldId::from, "192.0.2.7"));
  check_same(FieldId::client_address, value_of(FieldId::client_address, "192.0.2.7"));
}

TEST_CASE("attempt: an unknown field is unknown as a type, never some value") {
  TestSite site(kSite);
  const Attempt attempt = site.attempt(
      "{ user: alice, at: unknown, tunnel: unknown, authentication: unknown, password: unknown, extension: unknown, "
      "client.windows: unknown, encryption: unknown }");
  CHECK(codes(site.diags) == "");
  CHECK(attempt.time().is_unknown());
  CHECK(attempt.tunnel().is(kCall) == Truth::unknown);
  CHECK(attempt.tunnel().is(TunnelType::pptp) == Truth::unknown);
  CHECK(attempt.method().is_unknown());
  CHECK(attempt.password().is(Password::right) == Truth::unknown);
  CHECK(attempt.extension().is(Extension::none) == Truth::unknown);
  CHECK(attempt.windows().meets(is_from_vista) == Truth::unknown);
  CHECK(attempt.encryption_need().is_unknown());
  const Attempt call = site.attempt("{ user: alice, at: unknown, tunnel: none, callback-to: '555' }");
  CHECK(call.tunnel().is(kCall) == Truth::yes);
  CHECK(call.tunnel().is(TunnelType::pptp) == Truth::no);
  CHECK(call.text(FieldId::callback_number).is("555") == Truth::yes);
  CHECK(call.address().is_absent());
  CHECK(call.address().is(std::uint32_t{0}) == Truth::no);
}
