// Causes: every row of the table ends some attempt, and says what to do.
#include <set>

#include "engine/checks.hpp"
#include "engine/raised.hpp"
#include "model/ras_errors.hpp"
#include "site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

struct Row {
  const char* cause;
  const char* account;  // of alice
  const char* site;
  const char* fields;
};

constexpr const char* kNone = "";
constexpr const char* kGrant = "policies: [{ name: P, permission: grant }]\n";

// clang-format off
const Row kRows[] = {
  {"no-common-auth-method",           kNone, kGrant, "authentication: PAP"},
  {"malformed-request",               kNone, kGrant, "policy-server: malformed-request"},
  {"radius-client-unknown",           kNone, "radius-clients: {}\n", "nas: 192.0.2.7"},
  {"no-request-policy",               kNone, "request-policies: []\n", ""},
  {"remote-radius-rejected",          kNone, "remote-radius-groups: G\nrequest-policies: [{ name: A, provider: forward, forward-to: G }]\n", "remote-radius: reject"},
  {"remote-group-missing",            kNone, "request-policies: [{ name: A, provider: forward, forward-to: G }]\n", ""},
  {"remote-radius-unsendable",        kNone, "remote-radius-groups: G\nrequest-policies: [{ name: A, provider: forward, forward-to: G }]\n", "remote-radius: unsendable"},
  {"remote-radius-timeout",           kNone, "remote-radius-groups: G\nrequest-policies: [{ name: A, provider: forward, forward-to: G }]\n", "remote-radius: no-answer"},
  {"remote-radius-malformed",         kNone, "remote-radius-groups: G\nrequest-policies: [{ name: A, provider: forward, forward-to: G }]\n", "remote-radius: malformed"},
  {"policy-server-error",             kNone, kGrant, "policy-server: internal-error"},
  {"policy-server-access-denied",     kNone, kGrant, "policy-server: access-denied"},
  {"policy-server-unavailable",       kNone, kGrant, "policy-server: unavailable"},
  {"domain-user-in-workgroup",        kNone, "mode: workgroup", "user: 'CONTOSO\\alice'"},
  {"unknown-domain",                  kNone, kGrant, "user: 'FABRIKAM\\alice'"},
  {"domain-controller-unreachable",   kNone, kGrant, "domain-controller: unreachable"},
  {"global-catalog-unreachable",      kNone, kGrant, "global-catalog: unreachable"},
  {"unknown-user",                    kNone, kGrant, "user: zed"},
  {"remote-access-locked-out",        kNone, "server: { account-lockout: { max-denials: 3 } }\n", ""},
  {"extension-discarded",             kNone, kGrant, "extension: discard"},
  {"extension-failed",                kNone, kGrant, "extension: error"},
  {"extension-rejected",              kNone, kGrant, "extension: reject"},
  {"method-unsupported",              kNone, "server: { authentication: { methods: [ARAP] } }\n", "authentication: ARAP"},
  {"account-locked-out",              "account: { locked-out: true }", kGrant, ""},
  {"no-reversible-password",          kNone, kGrant, "authentication: EAP-MD5"},
  {"lm-not-allowed",                  kNone, kGrant, "authentication: MS-CHAP, lm-response: yes"},
  {"smart-card-required",             "account: { smart-card-required: true }", kGrant, ""},
  {"bad-credentials",                 kNone, kGrant, "password: wrong"},
  {"eap-failed",                      kNone, kGrant, "authentication: PEAP, eap: { result: 265 }"},
  {"account-disabled",                "account: { disabled: true }", kGrant, ""},
  {"account-expired",                 "account: { expires: 2003-01-01 }", kGrant, ""},
  {"logon-hours-denied",              "account: { logon-hours: never }", kGrant, ""},
  {"password-change-refused",         "account: { password: { expired: true } }", kGrant, "password-change: refused"},
  {"password-must-change",            "account: { password: { must-change: true } }", kGrant, ""},
  {"password-expired",                "account: { password: { expired: true } }", kGrant, ""},
  {"blank-password",                  kNone, kGrant, "password: blank"},
  {"no-matching-policy",              kNone, "policies: []\n", ""},
  {"permission-denied-user",          "dial-in: { permission: deny }", kGrant, ""},
  {"permission-denied-policy",        kNone, "policies: [{ name: P }]\n", ""},
  {"permission-denied-mixed",         kNone, "mode: mixed", ""},
  {"permission-denied",               kNone, kGrant, "user: unknown, extension: accept"},
  {"method-not-in-profile",           kNone, kGrant, "authentication: EAP-TLS"},
  {"eap-type-not-in-profile",         kNone, "policies: [{ name: P, permission: grant, profile: { authentication: [PEAP] } }]\n", "authentication: EAP-TLS"},
  {"caller-id-mismatch",              "dial-in: { caller-id: '1' }", kGrant, "from: '2'"},
  {"profile-hours",                   kNone, "policies: [{ name: P, permission: grant, profile: { day-and-time-restrictions: never } }]\n", ""},
  {"profile-called-number",           kNone, "policies: [{ name: P, permission: grant, profile: { called-station-id: '1' } }]\n", ""},
  {"profile-port-type",               kNone, "policies: [{ name: P, permission: grant, profile: { nas-port-types: Async } }]\n", ""},
  {"password-change-not-allowed",     "account: { password: { expired: true } }", "policies: [{ name: P, permission: grant, profile: { authentication: [MS-CHAP-v2] } }]\n", "password-change: accepted"},
  {"encryption-required-unsupported", kNone, "policies: [{ name: P, permission: grant, profile: { encryption: [none] } }]\n", "encryption: required"},
  {"encryption-required-by-policy",   kNone, "policies: [{ name: P, permission: grant, profile: { encryption: [basic] } }]\n", "encryption: none"},
  {"callback-number-rejected",        "dial-in: { callback: set-by-caller }", kGrant, "tunnel: none, callback-to: home"},
};
// clang-format on

/// Causes of the endings of the row's attempt; three failures of alice are counted.
std::set<CauseId> causes_of(const Row& row) {
  const std::string_view extra = row.site;
  const bool is_mode = extra.starts_with("mode:");
  const std::string site_text = "directory: { domain: { name: HOME" + (is_mode ? ", " + std::string(extra) : "") +
                                " }, users: { alice: { " + row.account + " } } }\n" +
                                (is_mode ? kGrant : std::string(extra));
  const std::string fields = row.fields;
  TestSite site(site_text);
  REQUIRE(site.compiled);
  const std::string user = fields.find("user:") == std::string::npos ? "user: alice, " : "";
  const Attempt attempt = site.attempt("{ " + user + "at: 2003-11-03T09:00, " + fields + " }");
  REQUIRE_FALSE(site.diags.has_errors());
  World world = world_at(attempt);
  world.denials["alice"] = {3, world.clock.value};
  const Explained explained = explain(*site.compiled, world, attempt);
  std::set<CauseId> out;
  for (const Ending& ending : explained.trace.endings) {
    out.insert(ending.cause);
    if (ending.cause != kNoCause) CHECK(ending.stage == stage_of(ending.cause));
  }
  // One that needs an unknown account cannot be the only ending.
  if (std::string_view(row.cause) != "permission-denied") CHECK(out.size() == 1);
  return out;
}

CauseId id_of(std::string_view id) {
  for (std::size_t row = 0; row < kCauses.size(); ++row)
    if (kCauses[row].id == id) return static_cast<CauseId>(row);
  return kNoCause;
}

}  // namespace

TEST_CASE("causes: every row of the table ends an attempt") {
  std::set<std::string_view> left;
  for (const Cause& cause : kCauses) left.insert(cause.id);
  for (const Row& row : kRows) {
    CAPTURE(std::string(row.cause));
    CHECK(causes_of(row).contains(id_of(row.cause)));
    CHECK(left.erase(row.cause) == 1);
  }
  std::string missing;
  for (const std::string_view id : left) missing += std::string(id) + " ";
  CHECK(missing == "");
}

TEST_CASE("causes: ids are unique and kebab-case") {
  std::set<std::string_view> ids;
  for (const Cause& cause : kCauses) {
    CAPTURE(std::string(cause.id));
    CHECK(ids.insert(cause.id).second);
    CHECK(cause.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos);
    CHECK((!cause.id.starts_with('-') && !cause.id.ends_with('-') && cause.id.find("--") == std::string_view::npos));
  }
}

TEST_CASE("causes: texts are there, in one line without a final period") {
  for (const Cause& cause : kCauses) {
    CAPTURE(std::string(cause.id));
    for (const std::string_view text : {cause.title, cause.fix, cause.source}) {
      CHECK(!text.empty());
      CHECK(!text.ends_with('.'));
      CHECK(text.find('\n') == std::string_view::npos);
    }
  }
}

TEST_CASE("causes: reasons and client errors are rows of their tables; without a reason there is an error") {
  for (const Cause& cause : kCauses) {
    CAPTURE(std::string(cause.id));
    if (cause.reason != 0 && cause.id != "eap-failed") CHECK(find_reason(cause.reason) != nullptr);
    for (const ClientError& error : {cause.before_vista, cause.from_vista})
      if (error.number != 0) CHECK(find_ras_error(error.number) != nullptr);
    if (cause.reason == 0 && cause.id != "eap-failed") CHECK(cause.before_vista.number != 0);
  }
}

TEST_CASE("causes: each one is of one check, of one rule of the permission, or of a choice") {
  std::set<CauseId> used;
  for (const Check& check : checks()) CHECK(used.insert(check.cause).second);
  for (const PermissionRule& rule : permission_rules())
    if (rule.rejects()) used.insert(rule.cause);
  std::string others;
  for (std::size_t row = 0; row < kCauses.size(); ++row)
    if (!used.contains(static_cast<CauseId>(row))) others += std::string(kCauses[row].id) + " ";
  CHECK(others ==
        "no-request-policy remote-radius-rejected remote-group-missing remote-radius-unsendable remote-radius-timeout "
        "remote-radius-malformed no-matching-policy permission-denied ");
}

TEST_CASE("causes: what the client shows depends on its version where the causes say so") {
  const auto error = [](std::string_view windows, std::string_view fields) {
    return text_of_case(
        "server: { authentication: { methods: [MS-CHAP-v2] } }\ndirectory: { users: { alice: { dial-in: { permission: "
        "deny } } } }\npolicies: [{ name: P }]\n",
        "{ user: alice, at: unknown, client: { windows: " + std::string(windows) + " }, " + std::string(fields) + " }",
        [](const Case& result) { return result.field("client-error"); });
  };
  CHECK(error("xp", "authentication: PAP") == "734");
  CHECK(error("2003", "authentication: PAP") == "734");
  CHECK(error("vista", "authentication: PAP") == "919");
  CHECK(error("11", "authentication: PAP") == "919");
}
