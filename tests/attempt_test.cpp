// Attempts: every field from YAML, defaults, contradictions, and what is no value.
#include <map>

#include "site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kSite =
    "time-zone: Europe/Berlin\ndirectory: { domain: { name: CONTOSO }, users: { alice: , j.doe: } }\npolicies: []\n";

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
      {"an unknown EAP type does not", "eap: { type: unknown }",
       "PPTP / 1, Virtual / 5, MS-CHAP-v2 / 4, unknown, unknown, unknown"},
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
  for (const auto& [text, want] : rows) {
    CAPTURE(text);
    TestSite site(kSite);
    static_cast<void>(site.attempt(text));
    REQUIRE(!site.diags.empty());
    CHECK(site.diags.sorted().front().help == want);
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
