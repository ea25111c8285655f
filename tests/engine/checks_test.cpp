// Constraints (S11): every check kept, violated and unknown, and what happens when several are violated.
// Source: semantics.md 2.9; gaps.md G-2.
#include "engine/stages/checks.hpp"

#include <set>

#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

/// A granting policy with this profile, a server with all methods; alice verifies caller ID 555-0100 where `account`
/// says so.
constexpr std::string_view kFresh = "{ account: { password: { reversible: true } } }";

std::string site_text(std::string_view profile, std::string_view account = kFresh) {
  return "server: { authentication: { methods: [EAP, MS-CHAP-v2, MS-CHAP, CHAP, SPAP, PAP, None] } }\n"
         "directory: { users: { alice: " +
         std::string(account) +
         " } }\npolicies:\n  - name: P\n    permission: grant\n    profile: " + std::string(profile) +
         "\n  - { name: Later, permission: grant }\n";
}

std::string attempt_text(std::string_view fields) {
  const std::string at = fields.find("at:") == std::string_view::npos ? "at: 2003-11-03T09:00, " : "";  // a Monday
  return "{ user: alice, " + at + std::string(fields) + " }";
}

struct Row {
  const char* name;
  const char* profile;
  const char* fields;
  std::string want;
};

void check_rows(const std::vector<Row>& rows, std::string_view account = kFresh) {
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(decided(site_text(row.profile, account), attempt_text(row.fields)) == row.want);
    }
}

constexpr const char* kAccept = "accept 0 - by P";

}  // namespace

TEST_CASE("checks: the authentication method, 66") {
  constexpr const char* kRejected = "reject 66 constraints by P";
  check_rows({
      {"in the list", "{ authentication: [MS-CHAP-v2, PAP] }", "authentication: PAP", kAccept},
      {"E8: not in the list, and no fall-through", "{ authentication: [MS-CHAP-v2] }", "authentication: PAP",
       kRejected},
      {"an empty list takes nobody", "{ authentication: [] }", "authentication: PAP", kRejected},
      {"a version apart", "{ authentication: [MS-CHAP-v2] }", "authentication: MS-CHAP", kRejected},
      {"password change is a method of its own", "{ authentication: [MS-CHAP-v2-CPW] }", "authentication: MS-CHAP-v2",
       kRejected},
      {"SPAP has no number and is itself only (G-8)", "{ authentication: [SPAP] }", "authentication: SPAP", kAccept},
      {"SPAP is no PAP", "{ authentication: [PAP] }", "authentication: SPAP", kRejected},
      {"unauthenticated", "{ authentication: [None] }", "authentication: None", kAccept},
      {"two names of one method", "{ authentication: [CHAP] }", "authentication: MD5-CHAP", kAccept},
      {"EAP in a list without EAP", "{ authentication: [MS-CHAP-v2] }", "authentication: EAP-TLS", kRejected},
      {"unknown method", "{ authentication: [MS-CHAP-v2] }", "authentication: unknown", "? ? ? by ?"},
      {"unknown method, and an empty list: the server may have no such method", "{ authentication: [] }",
       "authentication: unknown", "? ? ? by ?"},
      {"the default list has MS-CHAP v2", "{}", "authentication: MS-CHAP-v2", kAccept},
      {"the default list has no PAP", "{}", "authentication: PAP", kRejected},
  });
}

TEST_CASE("checks: the EAP type, 22") {
  constexpr const char* kRejected = "reject 22 constraints by P";
  check_rows({
      {"the listed type", "{ authentication: [EAP-TLS] }", "authentication: EAP-TLS", kAccept},
      {"another type", "{ authentication: [EAP-TLS] }", "authentication: EAP-MD5", kRejected},
      {"PEAP is EAP, but another type", "{ authentication: [EAP-TLS] }", "authentication: PEAP", kRejected},
      {"PEAP in the list", "{ authentication: [PEAP] }", "authentication: PEAP", kAccept},
      {"EAP without a type takes any", "{ authentication: [EAP] }", "authentication: EAP-MD5", kAccept},
      {"EAP without a type takes PEAP", "{ authentication: [EAP] }", "authentication: PEAP", kAccept},
      {"the type given apart", "{ authentication: [EAP-TLS] }", "authentication: EAP, eap: { type: EAP-TLS }", kAccept},
      {"the type given apart, not listed", "{ authentication: [EAP-TLS] }",
       "authentication: EAP, eap: { type: EAP-MS-CHAP-v2 }", kRejected},
      {"unknown type, one is listed", "{ authentication: [EAP-TLS] }", "authentication: EAP", "? ? ? by P"},
      {"unknown type, any will do", "{ authentication: [EAP] }", "authentication: EAP", kAccept},
      {"no EAP, so no type", "{ authentication: [EAP-TLS, PAP] }", "authentication: PAP", kAccept},
  });
}

TEST_CASE("checks: the account's caller ID, 67") {
  constexpr const char* kRejected = "reject 67 constraints by P";
  check_rows(
      {
          {"the same number", "{}", "from: 555-0100", kAccept},
          {"another number", "{}", "from: 555-0101", kRejected},
          {"part of the number", "{}", "from: 555-010", kRejected},
          {"unknown number", "{}", "from: unknown", "? ? ? by P"},
          {"left out is unknown", "{}", "to: 1.2.3.4", "? ? ? by P"},
          {"the request carries none", "{}", "attributes: { Calling-Station-Id: null }", kRejected},
          {"one of several", "{}", "attributes: { Calling-Station-Id: [555-0199, 555-0100] }", kAccept},
      },
      "{ dial-in: { caller-id: 555-0100 } }");
}

TEST_CASE("checks: caller ID is not verified without one, and not when the policy ignores dial-in properties") {
  CHECK(decided(site_text("{}"), attempt_text("from: unknown")) == kAccept);
  const std::string ignoring =
      "directory: { users: { alice: { dial-in: { caller-id: 555-0100 } } } }\n"
      "policies: [{ name: P, permission: grant, ignore-user-dial-in-properties: true }]\n";
  CHECK(decided(ignoring, attempt_text("from: 555-0199")) == kAccept);
  CHECK(decided(ignoring, attempt_text("from: unknown")) == kAccept);
}

TEST_CASE("checks: caller IDs are compared without case") {
  CHECK(decided(site_text("{}", "{ dial-in: { caller-id: 00-AB-cd } }"), attempt_text("from: 00-ab-CD")) == kAccept);
}

TEST_CASE("checks: days and hours, 68") {
  constexpr const char* kRejected = "reject 68 constraints by P";
  check_rows({
      {"inside", "{ day-and-time-restrictions: Mon-Fri 07:00-19:00 }", "at: 2003-11-03T07:00", kAccept},
      {"the end is outside", "{ day-and-time-restrictions: Mon-Fri 07:00-19:00 }", "at: 2003-11-03T19:00", kRejected},
      {"the last minute is inside", "{ day-and-time-restrictions: Mon-Fri 07:00-19:00 }", "at: 2003-11-03T18:59:59",
       kAccept},
      {"another day", "{ day-and-time-restrictions: Mon-Fri 07:00-19:00 }", "at: 2003-11-02T12:00", kRejected},
      {"never", "{ day-and-time-restrictions: never }", "at: 2003-11-03T12:00", kRejected},
      {"always", "{ day-and-time-restrictions: always }", "at: 2003-11-03T12:00", kAccept},
      {"unknown time", "{ day-and-time-restrictions: Mon-Fri 07:00-19:00 }", "at: unknown", "? ? ? by P"},
      {"unknown time, always", "{ day-and-time-restrictions: always }", "at: unknown", kAccept},
      {"unknown time, never", "{ day-and-time-restrictions: never }", "at: unknown", kRejected},
      {"unknown time, no restriction", "{}", "at: unknown", kAccept},
  });
}

TEST_CASE("checks: the number called, 69") {
  constexpr const char* kRejected = "reject 69 constraints by P";
  check_rows({
      {"a call to it", "{ called-station-id: 555-0900 }", "tunnel: none, to: 555-0900", kAccept},
      {"a call elsewhere", "{ called-station-id: 555-0900 }", "tunnel: none, to: 555-0901", kRejected},
      {"a call to an unknown number", "{ called-station-id: 555-0900 }", "tunnel: none", "? ? ? by P"},
      {"a tunnel has none", "{ called-station-id: 555-0900 }", "tunnel: PPTP, to: 555-0900", kRejected},
      {"an unknown tunnel may be none", "{ called-station-id: 555-0900 }", "tunnel: unknown, to: 555-0900",
       "? ? ? by ?"},
      {"given by the request itself", "{ called-station-id: 555-0900 }",
       "tunnel: PPTP, attributes: { Called-Station-Id: 555-0900 }", kAccept},
      {"no restriction", "{}", "tunnel: none, to: 555-0901", kAccept},
  });
}

TEST_CASE("checks: the port type, 70") {
  constexpr const char* kRejected = "reject 70 constraints by P";
  check_rows({
      {"listed", "{ nas-port-types: [Virtual, Async] }", "tunnel: PPTP", kAccept},
      {"not listed", "{ nas-port-types: [Virtual] }", "tunnel: none", kRejected},
      {"listed by number", "{ nas-port-types: [19] }", "port-type: Wireless-IEEE-802.11", kAccept},
      {"unknown", "{ nas-port-types: [Virtual] }", "port-type: unknown", "? ? ? by P"},
      {"absent", "{ nas-port-types: [Virtual] }", "attributes: { NAS-Port-Type: null }", kRejected},
      {"a number without a name", "{ nas-port-types: [Virtual] }", "attributes: { NAS-Port-Type: 4711 }", kRejected},
      {"no restriction", "{}", "tunnel: none", kAccept},
  });
}

TEST_CASE("checks: all violations are recorded, the first in the table gives the reason") {
  TestSite site(
      site_text("{ authentication: [PAP], day-and-time-restrictions: never, called-station-id: '1', "
                "nas-port-types: [Async] }",
                "{ dial-in: { caller-id: 555-0100 } }"));
  REQUIRE(site.compiled);
  const Case all(site, attempt_text("from: 1.2.3.4"));
  CHECK(all.line() == "reject 66 constraints by P");
  CHECK(all.field("violated") == "authentication-method, caller-id, day-and-time, called-station, port-type");
  CHECK(all.explained.trace.endings.size() == 1);
  CHECK(all.field("open") == "-");
  const Case later(site, attempt_text("from: 1.2.3.4, authentication: PAP"));
  CHECK(later.line() == "reject 67 constraints by P");
}

TEST_CASE("checks: an unknown check before a violated one leaves the reason open, not the answer") {
  TestSite site(
      site_text("{ authentication: [PAP], day-and-time-restrictions: never }", "{ dial-in: { caller-id: 555-0100 } }"));
  REQUIRE(site.compiled);
  const Case unknown_first(site, attempt_text("authentication: PAP"));  // caller ID unknown, hours violated
  CHECK(unknown_first.line() == "reject ? constraints by P");
  CHECK(unknown_first.field("outcome") == "not-connected");
  CHECK(unknown_first.field("violated") == "?");
  CHECK(unknown_first.field("open") == "Calling-Station-Id");
  const Case unknown_after(site, attempt_text("authentication: MS-CHAP-v2"));  // violated before the unknown one
  CHECK(unknown_after.line() == "reject 66 constraints by P");
  CHECK(unknown_after.field("open") == "-");
}

TEST_CASE("checks: what people see of each check, and where its setting stands") {
  TestSite site(
      "directory: { users: { alice: { dial-in: { caller-id: 555-0100 } } } }\n"  // line 2
      "policies:\n"
      "  - name: P\n"
      "    permission: grant\n"
      "    profile:\n"
      "      authentication: [EAP-TLS]\n"  // line 7
      "      day-and-time-restrictions: Mon 07:00-08:00\n"
      "      called-station-id: 555-0900\n"
      "      nas-port-types: [Async, Virtual]\n");  // line 10
  REQUIRE(site.compiled);
  const Case dialed(site, attempt_text("tunnel: none, to: 555-0901, from: 555-0101, authentication: EAP-MD5"));
  const AttemptContext judged(*site.compiled, dialed.world, dialed.attempt, kNoPolicy);
  const CheckInput input{judged.facts(), &site.compiled->site->policies.front()};
  const std::vector<std::string> want = {"server-methods: EAP-TLS / EAP-MD5 7:23",
                                         "authentication-method: EAP-TLS / EAP-MD5 7:23",
                                         "eap-type: EAP-TLS / EAP type MD5-Challenge 7:23",
                                         "caller-id: 555-0100 / 555-0101 2:54",
                                         "day-and-time: Mon 07:00-08:00 / Mon 09:00 8:34",
                                         "called-station: 555-0900 / 555-0901 9:26",
                                         "port-type: Async (Modem), Virtual (VPN) / Async (Modem) 10:23",
                                         "password-change: password change allowed for the method / EAP-MD5 7:23",
                                         "multilink: multilink on the server, as in the profile / on 0:0",
                                         "bap: BAP on the server, which the profile requires / on 0:0"};
  std::vector<std::string> got;
  for (const Check& check : checks()) {
    if (check.stage != StageId::constraints) continue;
    const Evidence evidence = check.evidence(input);
    got.push_back(std::string(check.name) + ": " + evidence.must_be + " / " + evidence.is + " " +
                  place(evidence.where));
  }
  CHECK(joined(got) == joined(want));
}

TEST_CASE("check table: names are unique, every row has a source, the answer is one of its stage") {
  std::set<std::string_view> names;
  for (const Check& check : checks()) {
    CAPTURE(std::string(check.name));
    CHECK(names.insert(check.name).second);
    CHECK(!check.source.empty());
    CHECK((check.basis != Basis::disputed || !check.gap.empty()));
    CHECK((check.answer == Answer::accept) == (check.stage == StageId::negotiation));
    CHECK((check.place_state_first != 0) == (check.stage == StageId::authentication));
  }
}

TEST_CASE("check table: what a check asks for is a field of the attempt or an attribute") {
  for (const Check& check : checks())
    for (const Asked& asked : check.asked) {
      CAPTURE(std::string(asked.name()));
      CHECK((asked.is_field() || find_attribute(asked.name()).has_value()));
    }
}

TEST_CASE("check table: reasons of the constraints rise but for the EAP type") {
  std::uint16_t last = 0;
  for (const Check& check : checks()) {
    const std::uint16_t reason = kCauses[check.cause].reason;
    if (check.stage != StageId::constraints || reason == 22 || reason == 0) continue;  // of the method; of RRAS alone
    CAPTURE(std::string(check.name));
    CHECK(reason >= last);
    last = reason;
  }
}

TEST_CASE("check table: stages come in their order, and with the reading the state of the account comes first") {
  for (const bool state_first : {false, true}) {
    Readings readings;
    readings[Reading::account_state_first].value = state_first;
    std::set<std::uint8_t> rows;
    for (std::size_t stage = 0; stage < kStageCount; ++stage)
      for (const std::uint8_t row : checks_of(static_cast<StageId>(stage), readings)) {
        CHECK(static_cast<std::size_t>(checks()[row].stage) == stage);
        CHECK(rows.insert(row).second);
      }
    CHECK(rows.size() == checks().size());
  }
}
