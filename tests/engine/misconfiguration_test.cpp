// One wrong setting each: a site that lets an attempt in is spoiled in one place, and the explanation must name that
// cause and cure it.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "diagnose/explanation.hpp"
#include "model/load/load.hpp"
#include "report/text/render_text.hpp"
#include "tests/model/edit_fixture.hpp"

namespace {

using namespace rapsim;

constexpr const char* kSound = R"(format: rapsim/site/1
dialect: windows-2003
time-zone: Europe/Berlin
server:
  name: VPN1
  address: 192.0.2.1
  default-domain: CONTOSO
  authentication: { methods: [EAP, MS-CHAP-v2, MS-CHAP, MD5-CHAP, PAP], allow-lm: true }
  account-lockout: { max-denials: 5, reset-time: 1h }
radius-clients: { Branch: { address: 192.0.2.77 } }
remote-radius-groups: [Partner]
request-policies:
  - name: Everybody
    conditions: [{ Day-And-Time-Restrictions: always }]
directory:
  domain: { name: CONTOSO, dns-name: contoso.com }
  groups: { Staff: {}, Sales: { member-of: [Staff] }, Suspended: {}, Guests: {} }
  users:
    anna: { groups: [Staff] }
    ben: { groups: [Sales] }
    carl: { groups: [Staff], account: { password: { must-change: true } } }
    dora: { groups: [Staff], account: { password: { reversible: true } } }
    emil: { groups: [Staff], dial-in: { caller-id: 198.51.100.7 } }
    fred: { groups: [Guests], dial-in: { permission: allow } }
policies:
  - name: Suspended
    conditions: [{ Windows-Groups: Suspended }]
    permission: deny
  - name: VPN
    conditions:
      - Windows-Groups: Staff
      - NAS-Port-Type: Virtual
      - Calling-Station-Id: '^198\.51\.'
      - Day-And-Time-Restrictions: "Mon-Fri 07:00-19:00"
    permission: grant
    profile:
      authentication: [MS-CHAP-v2, MS-CHAP, EAP-TLS, MD5-CHAP, PAP, MS-CHAP-v2-CPW]
      encryption: [none, basic, strong, strongest]
      nas-port-types: [Virtual]
      day-and-time-restrictions: "Mon-Fri 06:00-20:00"
  - name: Guests
    conditions: [{ Windows-Groups: Guests }]
    permission: deny
)";

struct Row {
  const char* name;
  const char* path;  // the wrong setting
  const char* value;
  const char* cause;                                       // that the explanation must name
  std::vector<std::pair<FieldId, const char*>> attempt{};  // beside anna's on a Monday morning
};

// clang-format off
const Row kRows[] = {
  {"the account is disabled",               "directory.users.anna.account.disabled", "true", "account-disabled"},
  {"the account is locked out",             "directory.users.anna.account.locked-out", "true", "account-locked-out"},
  {"the account ended last week",           "directory.users.anna.account.expires", "2003-10-31", "account-expired"},
  {"the account ends at an hour",           "directory.users.anna.account.expires", "2003-11-03T09:00", "account-expired"},
  {"logon hours meant as local time",       "directory.users.anna.account.logon-hours", "Mon-Fri 09:30-17:00 UTC", "logon-hours-denied"},
  {"logon hours without a bit",             "directory.users.anna.account.logon-hours", "'000000000000000000000000000000000000000000'", "logon-hours-denied"},
  {"a smart card is required",              "directory.users.anna.account.smart-card-required", "true", "smart-card-required"},
  {"the password must change",              "directory.users.anna.account.password.must-change", "true", "password-must-change"},
  {"the password has expired",              "directory.users.anna.account.password.expired", "true", "password-expired"},
  {"no reversible password for CHAP",       "directory.users.dora.account.password.reversible", "false", "no-reversible-password", {{FieldId::user, "dora"}, {FieldId::authentication, "MD5-CHAP"}}},
  {"the account denies",                    "directory.users.anna.dial-in.permission", "deny", "permission-denied-user"},
  {"a mistyped caller ID",                  "directory.users.anna.dial-in.caller-id", "198.51.100.77", "caller-id-mismatch"},
  {"an old caller ID",                      "directory.users.emil.dial-in.caller-id", "555-0100", "caller-id-mismatch", {{FieldId::user, "emil"}}},
  {"the account is in another group",       "directory.users.anna.groups", "[Suspended]", "permission-denied-policy"},
  {"the account is in no group",            "directory.users.anna.groups", "[]", "no-matching-policy"},
  {"a group is nested no more",             "directory.groups.Sales.member-of", "[]", "no-matching-policy", {{FieldId::user, "ben"}}},
  {"the permission is left to a denying policy", "directory.users.fred.dial-in.permission", "policy", "permission-denied-policy", {{FieldId::user, "fred"}}},
  {"a mixed domain",                        "directory.domain.mode", "mixed", "permission-denied-mixed"},
  {"the realm has another name",            "directory.domain.dns-name", "contoso.local", "unknown-domain", {{FieldId::user, "anna@contoso.com"}}},
  {"the domain has another name",           "directory.domain.name", "FABRIKAM", "unknown-domain", {{FieldId::user, "CONTOSO\\anna"}}},
  {"the default domain is another one",     "server.default-domain", "FABRIKAM", "unknown-domain"},
  {"the server lacks the method",           "server.authentication.methods", "[EAP, PAP]", "no-common-auth-method"},
  {"the server has EAP off",                "server.authentication.methods", "[MS-CHAP-v2]", "no-common-auth-method", {{FieldId::authentication, "EAP-TLS"}}},
  {"LAN Manager is off",                    "server.authentication.allow-lm", "false", "lm-not-allowed", {{FieldId::authentication, "MS-CHAP"}, {FieldId::lm_response, "yes"}}},
  {"lockout after too few failures",        "server.account-lockout.max-denials", "2", "remote-access-locked-out"},
  {"RADIUS, but not as a client",           "server.authentication.provider", "radius", "radius-client-unknown"},
  {"the server's clock is in another zone", "time-zone", "Pacific/Auckland", "no-matching-policy", {{FieldId::at, "2003-11-03T10:15+01:00"}}},
  {"no request policies",                   "request-policies", "[]", "no-request-policy"},
  {"a request policy with wrong hours",     "request-policies.Everybody.conditions.Day-And-Time-Restrictions", "Sat-Sun", "no-request-policy"},
  {"a request policy for others",           "request-policies.Everybody.conditions", "[{ NAS-Port-Type: Async }]", "no-request-policy"},
  {"a request policy that overrides methods", "request-policies.Everybody.authentication", "[PAP]", "method-not-in-profile"},
  {"a request policy that forwards to nowhere", "request-policies", "[{ name: All, conditions: [{ Day-And-Time-Restrictions: always }], provider: forward, forward-to: Gone }]", "remote-group-missing", {{FieldId::remote_radius, "accept"}}},
  {"the policy denies",                     "policies.VPN.permission", "deny", "permission-denied-policy"},
  {"the policy is for modems",              "policies.VPN.conditions.NAS-Port-Type", "Async", "no-matching-policy"},
  {"the policy's hours are too short",      "policies.VPN.conditions.Day-And-Time-Restrictions", "Mon-Fri 07:00-10:00", "no-matching-policy"},
  {"the policy is for another group",       "policies.VPN.conditions.Windows-Groups", "Guests", "no-matching-policy"},
  {"the policy's address is mistyped",      "policies.VPN.conditions.Calling-Station-Id", "'^198\\.15\\.'", "no-matching-policy"},
  {"a policy before it catches too much",   "policies.Suspended.conditions.Windows-Groups", "[Suspended, Staff]", "permission-denied-policy"},
  {"the profile lacks the method",          "policies.VPN.profile.authentication", "[EAP-TLS]", "method-not-in-profile"},
  {"the profile has another EAP type",      "policies.VPN.profile.authentication", "[EAP-MS-CHAP-v2]", "eap-type-not-in-profile", {{FieldId::authentication, "EAP-TLS"}}},
  {"the profile has PEAP off",              "policies.VPN.profile.authentication", "[EAP-TLS, MS-CHAP-v2]", "eap-type-not-in-profile", {{FieldId::authentication, "PEAP"}}},
  {"the profile does not allow a change",   "policies.VPN.profile.authentication", "[MS-CHAP-v2]", "password-change-not-allowed", {{FieldId::user, "carl"}, {FieldId::password_change, "accepted"}}},
  {"the profile's hours are too short",     "policies.VPN.profile.day-and-time-restrictions", "Mon-Fri 06:00-09:00", "profile-hours"},
  {"the profile wants a number",            "policies.VPN.profile.called-station-id", "555-0100", "profile-called-number"},
  {"the profile allows modems only",        "policies.VPN.profile.nas-port-types", "[Async]", "profile-port-type"},
  {"the profile requires encryption",       "policies.VPN.profile.encryption", "[strong]", "encryption-required-by-policy", {{FieldId::authentication, "PAP"}}},
  {"the profile lacks the client's level",  "policies.VPN.profile.encryption", "[none, basic]", "policy-encryption-level-mismatch", {{FieldId::encryption_requires, "maximum"}}},
};
// clang-format on

Attempt attempt_of(const Row& row, const Site& site, Diagnostics& diags) {
  Attempt out;
  set_field(out, FieldId::user, "anna", true, {}, site, diags);
  set_field(out, FieldId::at, "2003-11-03T10:15+01:00", true, {}, site, diags);
  set_field(out, FieldId::from, "198.51.100.7", true, {}, site, diags);
  for (const auto& [field, text] : row.attempt) set_field(out, field, text, true, {}, site, diags);
  complete_attempt(out, site, {}, diags);
  return out;
}

World world_of(const Attempt& attempt) {
  World world = world_at(attempt);
  world.denials["anna"] = {3, world.clock.value - std::chrono::minutes{5}};
  return world;
}

TEST_CASE("misconfigurations: the explanation names the one wrong setting, and cures it") {
  std::set<std::string> causes;
  std::size_t count = 0;
  for (const Row& row : kRows) {
    INFO(std::string(row.name), ": ", row.path, " = ", row.value);
    Sources sources;
    Diagnostics diags;
    const auto sound = load_site_text("site.yaml", kSound, sources, diags);
    REQUIRE(sound.has_value());
    const auto before = compile(std::make_shared<const Site>(*sound), diags);
    REQUIRE(before != nullptr);
    const Attempt attempt = attempt_of(row, *sound, diags);
    REQUIRE_FALSE(diags.has_errors());
    const World world = world_of(attempt);
    const bool is_method_missing = std::string(row.name) == "the profile has PEAP off";
    if (!is_method_missing) CHECK(gets_in(explain(*before, world, attempt).decision) == Truth::yes);

    auto spoiled = test::apply_path(*sound, row.path, row.value, sources, diags);
    REQUIRE(spoiled.has_value());
    const auto after = compile(std::make_shared<const Site>(*std::move(spoiled)), diags);
    REQUIRE(after != nullptr);
    const Explanation explanation = explanation_of(explain(*after, world, attempt), Extent::everything);
    const Explained& explained = explanation.explained;
    CHECK(gets_in(explained.decision) == Truth::no);
    const std::string text = render_text(explanation, sources, Depth::standard, {});
    INFO(text);
    CHECK(text.find("\ncause      " + std::string(row.cause) + ": ") != std::string::npos);
    CHECK(text.find("\nfix ") != std::string::npos);
    CHECK(explained.trace.also.empty());  // one setting is wrong, so one thing is told
    // No VPN client calls a number: what helps is to take the number away, which is for people to do.
    const bool is_for_people = std::string_view(row.cause) == "profile-called-number";
    CHECK((!explanation.proposals->list.empty() || !explanation.attempt_changes->turns.empty()) != is_for_people);
    causes.insert(row.cause);
    ++count;
  }
  CHECK(count >= 40);
  CHECK(causes.size() >= 24);
}

}  // namespace

TEST_CASE("misconfigurations: a proposal is made whatever the names in it") {
  struct Case {
    const char* name;
    std::string site;
    const char* from;
    std::string want;
  };
  const std::string users =
      "format: rapsim/site/1\ndirectory: { users: { alice: { dial-in: { caller-id: '555' } } } }\n";
  const Case cases[] = {
      {"a caller with a quote", users + "policies: [{ name: P, permission: grant }]\n", "55'5",
       "directory.users.alice.dial-in.caller-id: '55''5'"},
      {"a policy with quotes", users + "policies: [{ name: the \"VPN\" people, permission: deny }]\n", "555",
       R"(policies."the \"VPN\" people".permission: grant)"},
      {"a policy like a comment", users + "policies: [{ name: 'a: b #c', permission: deny }]\n", "555",
       R"('policies."a: b #c".permission': grant)"},
  };
  for (const Case& one : cases) SUBCASE(one.name) {
      Sources sources;
      Diagnostics diags;
      auto site = load_site_text("site.yaml", one.site, sources, diags);
      REQUIRE(site);
      const auto compiled = compile(std::make_shared<const Site>(*std::move(site)), diags);
      Attempt attempt;
      for (const auto& [field, text] : {std::pair{FieldId::user, "alice"},
                                        {FieldId::at, "2003-11-03T10:00"},
                                        {FieldId::port_type, "Async"},
                                        {FieldId::from, one.from}})
        set_field(attempt, field, text, false, {}, *compiled->site, diags);
      complete_attempt(attempt, *compiled->site, {}, diags);
      REQUIRE_FALSE(diags.has_errors());
      const World world = world_at(attempt);
      const auto found = find_proposals(explain(*compiled, world, attempt));
      REQUIRE_FALSE(found.list.empty());
      CHECK(edit_text(found.list.front().changes.front()) == one.want);
    }
}
