// What client and server agree on after the accept: encryption (741, 742) and the callback number (704).
// Source: semantics.md 4.5, 5.1; gaps.md G-9.
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kMethods = "[EAP, MS-CHAP-v2, MS-CHAP, CHAP, PAP, SPAP, None]";

/// A policy with these levels.
std::string site_text(std::string_view levels, std::string_view before = "") {
  return std::string(before) + "server: { authentication: { methods: " + kMethods +
         " } }\ndirectory: { users: { alice: { account: { password: { reversible: true } } } } }\n"
         "policies: [{ name: P, permission: grant, profile: { encryption: " +
         std::string(levels) + ", authentication: " + kMethods + " } }]\n";
}

std::string attempt_text(std::string_view fields) {
  return "{ user: alice, at: 2003-11-03T09:00, " + std::string(fields) + " }";
}

constexpr const char* kAccept = "accept 0 -";
constexpr const char* k741 = "accept 0 encryption-required-by-policy";
constexpr const char* k742 = "accept 0 encryption-required-unsupported";
constexpr const char* kLevels = "accept 0 policy-encryption-level-mismatch";
constexpr const char* kKeys = "accept 0 no-common-encryption";
constexpr const char* kMay741 = "accept 0 encryption-required-by-policy; accept 0 -";
constexpr const char* kMay742 = "accept 0 encryption-required-unsupported; accept 0 -";

struct Row {
  const char* name;
  const char* levels;  // of the profile
  const char* fields;
  std::string want;
};

void check_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(endings(site_text(row.levels), attempt_text(row.fields)) == row.want);
    }
}

constexpr const char* kAll = "[none, basic, strong, strongest]";
constexpr const char* kMust = "[basic, strong, strongest]";

}  // namespace

TEST_CASE("encryption: what the client requires against what the profile has") {
  check_rows({
      {"none, the profile takes none", kAll, "encryption: none", kAccept},
      {"none, the profile requires some", kMust, "encryption: none", k741},
      {"none, the profile has nothing else", "[none]", "encryption: none", kAccept},
      {"optional, everything will do", kAll, "encryption: optional", kAccept},
      {"optional, the profile requires some", kMust, "encryption: optional", kAccept},
      {"optional, the profile has none", "[none]", "encryption: optional", kAccept},
      {"required, the profile has some", kAll, "encryption: required", kAccept},
      {"required, the profile has none", "[none]", "encryption: required", k742},
      {"required, the profile requires some too", kMust, "encryption: required", kAccept},
      {"maximum, the profile has strongest", "[strongest]", "encryption: maximum", kAccept},
      {"maximum, the profile has only weaker ones", "[none, basic, strong]", "encryption: maximum", kLevels},
      {"maximum, no level in common", "[basic, strong]", "encryption: maximum", kLevels},
  });
}

TEST_CASE("encryption: what the client can") {
  check_rows({
      {"a common level", "[basic, strong]", "encryption: { requires: required, can: [strong, strongest] }", kAccept},
      {"no common level, required", "[basic]", "encryption: { requires: required, can: [strong, strongest] }", kLevels},
      {"no common level, optional", "[basic]", "encryption: { can: strongest }", kLevels},
      {"no common level, optional, none is fine", "[none, basic]", "encryption: { can: strongest }", kAccept},
      {"maximum, but the client lacks strongest", kMust, "encryption: { requires: maximum, can: [basic, strong] }",
       kLevels},
      {"a bare level: required, and only that", "[basic, strong]", "encryption: strongest", kLevels},
      {"a bare level that the profile has", "[strongest]", "encryption: strongest", kAccept},
      {"Windows XP can them all", "[basic]", "client: { windows: xp }", kAccept},
      {"Vista and later can strongest only", "[basic]", "client: { windows: vista }", k741},
      {"Windows 7 and a profile with strongest", "[strongest]", "client: { windows: 7 }", kAccept},
      {"what is given counts, not the version", "[basic]", "client: { windows: 7 }, encryption: { can: basic }",
       kAccept},
  });
}

TEST_CASE("encryption: methods that make keys") {
  check_rows({
      {"MS-CHAP v2", kMust, "authentication: MS-CHAP-v2", kAccept},
      {"MS-CHAP", kMust, "authentication: MS-CHAP", kAccept},
      {"EAP-TLS", kMust, "authentication: EAP-TLS", kAccept},
      {"PEAP", kMust, "authentication: PEAP", kAccept},
      {"EAP-MS-CHAP v2", kMust, "authentication: EAP-MS-CHAP-v2", kAccept},
      {"EAP-MD5 makes none", kMust, "authentication: EAP-MD5", k741},
      {"CHAP makes none", kMust, "authentication: CHAP", k741},
      {"PAP makes none", kMust, "authentication: PAP", k741},
      {"SPAP makes none", kMust, "authentication: SPAP", k741},
      {"no authentication makes none", kMust, "authentication: None", k741},
      {"PAP, the client requires", kMust, "authentication: PAP, encryption: required", kKeys},
      {"PAP, nobody requires", kAll, "authentication: PAP", kAccept},
      {"L2TP is IPsec's affair", kMust, "authentication: PAP, tunnel: L2TP", kAccept},
      {"... but levels must be in common there too", "[basic]",
       "authentication: PAP, tunnel: L2TP, encryption: { can: strongest }", kLevels},
      {"a call is as PPTP", kMust, "authentication: PAP, tunnel: none", k741},
      {"a call with MS-CHAP v2", kMust, "authentication: MS-CHAP-v2, tunnel: none", kAccept},
  });
}

TEST_CASE("encryption: unknown values") {
  constexpr const char* kNoSstp = "none - tunnel-protocol-unsupported; ";  // an unknown tunnel may be SSTP
  constexpr const char* kNoMethod = "none - no-common-auth-method; ";      // an unknown method may be PAP
  check_rows({
      {"what the client requires, nothing in common: each check alone is open", "[basic]",
       "encryption: { requires: unknown, can: strongest }",
       "accept 0 policy-encryption-level-mismatch; accept 0 encryption-required-by-policy"},
      {"what the client requires, levels in common", kMust, "encryption: { requires: unknown }", kMay741},
      {"what the client requires, none will do", kAll, "encryption: { requires: unknown }", kAccept},
      {"what the client requires, the profile has none", "[none]", "encryption: { requires: unknown }", kMay742},
      {"what the client can, required", kMust, "encryption: { requires: required, can: unknown }", kAccept},
      {"what the client can, optional", kMust, "encryption: { can: unknown }", kAccept},
      {"what the client can, optional, none will do", kAll, "encryption: { can: unknown }", kAccept},
      {"what the client can, the profile has none", "[none]", "encryption: { requires: required, can: unknown }", k742},
      {"what the client can, it refuses", kMust, "encryption: { requires: none, can: unknown }", k741},
      {"the client's version", kMust, "client: { windows: unknown }", kAccept},
      {"the EAP type", kMust, "authentication: EAP", kMay741},
      {"the tunnel, with keys", kMust, "tunnel: unknown", kNoSstp + std::string(kAccept)},
      {"the tunnel, without keys", kMust, "authentication: PAP, tunnel: unknown", kNoSstp + std::string(kMay741)},
      {"the method", kMust, "authentication: unknown",
       kNoMethod + ("reject 66 method-not-in-profile; " + std::string(kMay741))},
      {"the method, but L2TP", kMust, "authentication: unknown, tunnel: L2TP",
       kNoMethod + std::string("reject 66 method-not-in-profile; accept 0 -")},
      {"the method, but none will do", kAll, "authentication: unknown",
       kNoMethod + std::string("reject 66 method-not-in-profile; accept 0 -")},
      {"a bare unknown is what it requires", kAll, "encryption: unknown", kAccept},
  });
}

TEST_CASE("encryption: the answer stays accept, the stage is negotiation and the attempt is not connected") {
  TestSite site(site_text("[basic]"));
  REQUIRE(site.compiled);
  const Case failed(site, attempt_text("encryption: strongest"));
  CHECK(failed.line() == "accept 0 negotiation by P");
  CHECK(failed.field("outcome") == "not-connected");
  CHECK(failed.field("client-error") == "742");
  CHECK(Case(site, attempt_text("encryption: { can: strongest }")).field("client-error") == "741");
}

TEST_CASE("encryption: what another access server makes of an accept is its own affair") {
  CHECK(endings(site_text(kMust), attempt_text("nas: 192.0.2.9, authentication: PAP, encryption: required")) ==
        kAccept);
}

TEST_CASE("encryption: 2000, 2003 and NPS clients by default") {
  CHECK(endings(site_text("[basic]", "dialect: windows-2000\n"), attempt_text("tunnel: PPTP")) == kAccept);
  CHECK(endings(site_text("[basic]"), attempt_text("tunnel: PPTP")) == kAccept);
  const std::string nps =
      "dialect: nps\ndirectory: { users: { alice: } }\npolicies: [{ name: P, permission: grant, profile: { encryption: "
      "[basic] } }]\n";
  CHECK(endings(nps, attempt_text("tunnel: PPTP")) == k741);
}

TEST_CASE("callback: a number that the caller sets") {
  constexpr const char* kRejected = "accept 0 callback-number-rejected";
  struct CallRow {
    const char* name;
    const char* dial_in;
    const char* policy;
    const char* fields;
    std::string want;
  };
  const CallRow rows[] = {
      {"digits", "callback: set-by-caller", "", "tunnel: none, callback-to: 555-0100", kAccept},
      {"signs of telephone numbers", "callback: set-by-caller", "", "tunnel: none, callback-to: '+49 (0) 30,1.2*#/'",
       kAccept},
      {"a letter", "callback: set-by-caller", "", "tunnel: none, callback-to: 555-HOME", kRejected},
      {"none", "callback: set-by-caller", "", "tunnel: none", kAccept},
      {"unknown", "callback: set-by-caller", "", "tunnel: none, callback-to: unknown",
       "accept 0 callback-number-rejected; accept 0 -"},
      {"a tunnel cannot be called", "callback: set-by-caller", "", "tunnel: PPTP, callback-to: 555-HOME", kAccept},
      {"an unknown tunnel may be a call", "callback: set-by-caller", "", "tunnel: unknown, callback-to: 555-HOME",
       "none - tunnel-protocol-unsupported; accept 0 callback-number-rejected; accept 0 -"},
      {"an account without callback", "callback: none", "", "tunnel: none, callback-to: 555-HOME", kAccept},
      {"an account with a number of its own", "callback: 555-0199", "", "tunnel: none, callback-to: 555-HOME", kAccept},
      {"a policy that ignores the account", "callback: set-by-caller", "ignore-user-dial-in-properties: true, ",
       "tunnel: none, callback-to: 555-HOME", kAccept},
      {"another access server", "callback: set-by-caller", "", "nas: 192.0.2.9, callback-to: 555-HOME", kAccept},
  };
  for (const CallRow& row : rows) SUBCASE(row.name) {
      CHECK(endings("directory: { users: { alice: { dial-in: { " + std::string(row.dial_in) +
                        " } } } }\npolicies: [{ name: P, " + row.policy + "permission: grant }]\n",
                    attempt_text(row.fields)) == row.want);
    }
}
