// Credentials and the state of the account (S8): each check alone, their order under both readings of G-1, extensions,
// and passwords that are changed on the way in. Source: semantics.md 2.6, 5.2, 5.3; gaps.md G-1.
#include <algorithm>

#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr std::string_view kMethods =
    "[EAP, MS-CHAP-v2, MS-CHAP, CHAP, PAP, SPAP, ARAP, Custom, None, MS-CHAP-CPW, MS-CHAP-v2-CPW]";

/// alice with this state (`disabled: true`), a server and a policy that take every method.
std::string site_text(std::string_view state, std::string_view server = "") {
  return "server: { authentication: { methods: " + std::string(kMethods) + std::string(server) +
         " } }\ndirectory: { users: { alice: { account: { " + std::string(state) +
         " } } } }\npolicies: [{ name: P, permission: grant, profile: { authentication: " + std::string(kMethods) +
         " } }]\n";
}

/// On a Monday, unless the fields say when.
std::string attempt_text(std::string_view fields) {
  const std::string at = fields.find("at:") == std::string_view::npos ? "at: 2003-11-03T09:00, " : "";
  return "{ user: alice, " + at + std::string(fields) + " }";
}

struct Row {
  const char* name;
  const char* state;
  const char* fields;
  std::string want;
};

void check_rows(const std::vector<Row>& rows, const std::string& before = "", std::string_view server = "") {
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(endings(before + site_text(row.state, server), attempt_text(row.fields)) == row.want);
    }
}

constexpr const char* kAccept = "accept 0 -";

}  // namespace

TEST_CASE("authentication: the state of the account") {
  check_rows({
      {"nothing is wrong", "", "", kAccept},
      {"disabled, 34", "disabled: true", "", "reject 34 account-disabled"},
      {"locked out by the domain, 36", "locked-out: true", "", "reject 36 account-locked-out"},
      {"not expired on the last day", "expires: 2003-11-03", "at: 2003-11-03T23:59:59", kAccept},
      {"expired when that day is over, 35", "expires: 2003-11-03", "at: 2003-11-04T00:00", "reject 35 account-expired"},
      {"an instant: not before it", "expires: 2003-11-03T09:01", "", kAccept},
      {"an instant: from it on", "expires: 2003-11-03T09:00", "", "reject 35 account-expired"},
      {"expired, unknown time", "expires: 2003-11-03", "at: unknown", "reject 35 account-expired; accept 0 -"},
      {"never expires, unknown time", "", "at: unknown", kAccept},
      {"inside the logon hours", "logon-hours: 'Mon 09:00-10:00 UTC'", "", kAccept},
      {"the end of the logon hours is outside, 37", "logon-hours: 'Mon 08:00-09:00 UTC'", "",
       "reject 37 logon-hours-denied"},
      {"another day", "logon-hours: 'Tue 00:00-24:00 UTC'", "", "reject 37 logon-hours-denied"},
      {"logon hours, unknown time", "logon-hours: 'Mon 09:00-10:00 UTC'", "at: unknown",
       "reject 37 logon-hours-denied; accept 0 -"},
      {"no hours at all, unknown time", "logon-hours: never", "at: unknown", "reject 37 logon-hours-denied"},
      {"all hours, unknown time", "logon-hours: always", "at: unknown", kAccept},
      {"a certificate does not help the state", "disabled: true", "authentication: EAP-TLS",
       "reject 34 account-disabled"},
  });
}

TEST_CASE("authentication: expiry and logon hours of a site far from UTC") {
  check_rows(
      {
          {"the day ends in the site's zone", "expires: 2003-11-03", "at: 2003-11-03T18:29Z", kAccept},
          {"... five and a half hours before UTC's", "expires: 2003-11-03", "at: 2003-11-03T18:30Z",
           "reject 35 account-expired"},
          {"logon hours are UTC's", "logon-hours: 'Mon 03:00-04:00 UTC'", "at: 2003-11-03T09:00", kAccept},
          {"... not the site's", "logon-hours: 'Mon 09:00-10:00 UTC'", "at: 2003-11-03T09:00",
           "reject 37 logon-hours-denied"},
      },
      "time-zone: Asia/Kolkata\n");
}

TEST_CASE("authentication: methods that the policy server lacks, 18") {
  check_rows({
      {"ARAP", "", "authentication: ARAP", "reject 18 method-unsupported"},
      {"Custom", "", "authentication: Custom", "reject 18 method-unsupported"},
      {"SPAP is there", "", "authentication: SPAP", kAccept},
      {"no authentication is none of them", "", "authentication: None", kAccept},
      {"an unknown method may be one", "password: { reversible: true }", "authentication: unknown",
       "reject 18 method-unsupported; accept 0 -"},
      {"an unknown method of another access server may be one", "password: { reversible: true }",
       "authentication: unknown, nas: 192.0.2.9", "reject 18 method-unsupported; accept 0 -"},
  });
}

TEST_CASE("authentication: NPS has no SPAP, which only another access server can send") {
  const std::string site =
      "dialect: nps\ndirectory: { users: { alice: } }\npolicies: [{ name: P, permission: grant, profile: { "
      "authentication: [SPAP] } }]\n";
  CHECK(endings(site, attempt_text("authentication: SPAP, nas: 192.0.2.9")) == "reject 18 method-unsupported");
  CHECK(endings(site, attempt_text("authentication: SPAP")) == "none - profile-server-conflict-auth");
}

TEST_CASE("authentication: passwords that the server must know itself, 19") {
  constexpr const char* kReject = "reject 19 no-reversible-password";
  constexpr const char* kReversible = "password: { reversible: true }";
  check_rows({
      {"CHAP", "", "authentication: CHAP", kReject},
      {"EAP-MD5", "", "authentication: EAP-MD5", kReject},
      {"stored with reversible encryption", kReversible, "authentication: CHAP", kAccept},
      {"EAP-MD5, stored with reversible encryption", kReversible, "authentication: EAP-MD5", kAccept},
      {"PAP sends the password itself", "", "authentication: PAP", kAccept},
      {"EAP of another type", "", "authentication: EAP-MS-CHAP-v2", kAccept},
      {"EAP of an unknown type", "", "authentication: EAP", "reject 19 no-reversible-password; accept 0 -"},
      {"EAP of an unknown type, reversible", kReversible, "authentication: EAP", kAccept},
      {"an unknown method", "", "authentication: unknown",
       "reject 18 method-unsupported; reject 19 no-reversible-password; accept 0 -"},
  });
}

TEST_CASE("authentication: LAN Manager responses, 20") {
  const std::vector<Row> rows = {
      {"refused", "", "authentication: MS-CHAP, lm-response: yes", "reject 20 lm-not-allowed"},
      {"none sent", "", "authentication: MS-CHAP, lm-response: no", kAccept},
      {"left out: none", "", "authentication: MS-CHAP", kAccept},
      {"unknown", "", "authentication: MS-CHAP, lm-response: unknown", "reject 20 lm-not-allowed; accept 0 -"},
  };
  check_rows(rows);
}

TEST_CASE("authentication: LAN Manager responses of a server that allows them") {
  check_rows({{"sent", "", "authentication: MS-CHAP, lm-response: yes", kAccept},
              {"unknown", "", "authentication: MS-CHAP, lm-response: unknown", kAccept}},
             "", ", allow-lm: true");
}

TEST_CASE("authentication: an account that needs a smart card, 16") {
  constexpr const char* kReject = "reject 16 smart-card-required";
  check_rows({
      {"a password", "smart-card-required: true", "", kReject},
      {"PAP", "smart-card-required: true", "authentication: PAP", kReject},
      {"PEAP carries a password", "smart-card-required: true", "authentication: PEAP", kReject},
      {"EAP-TLS", "smart-card-required: true", "authentication: EAP-TLS", kAccept},
      {"nothing is sent at all", "smart-card-required: true", "authentication: None", kAccept},
      {"EAP of an unknown type", "smart-card-required: true, password: { reversible: true }", "authentication: EAP",
       "reject 16 smart-card-required; accept 0 -"},
  });
}

TEST_CASE("authentication: passwords") {
  check_rows({
      {"right", "", "password: right", kAccept},
      {"wrong, 16", "", "password: wrong", "reject 16 bad-credentials"},
      {"wrong, PAP", "", "authentication: PAP, password: wrong", "reject 16 bad-credentials"},
      {"wrong, inside PEAP", "", "authentication: PEAP, password: wrong", "reject 16 bad-credentials"},
      {"blank, 38", "", "password: blank", "reject 38 blank-password"},
      {"unknown: wrong, blank or right", "", "password: unknown",
       "reject 16 bad-credentials; reject 38 blank-password; accept 0 -"},
      {"unknown, and none is sent", "", "authentication: EAP-TLS, password: unknown", kAccept},
      {"wrong, EAP of an unknown type", "password: { reversible: true }", "authentication: EAP, password: wrong",
       "reject 16 bad-credentials; accept 0 -"},
  });
}

TEST_CASE("authentication: an unknown result of EAP may be any of them, silence as well") {
  TestSite site(site_text(""));
  REQUIRE(site.compiled);
  const Case open(site, attempt_text("authentication: PEAP, eap: { result: unknown }"));
  CHECK(open.line() == "? ? ? by ?");
  const std::string endings = open.endings();
  for (const char* one : {"reject 23 eap-failed", "reject 265 eap-failed", "discard 97 eap-failed", "accept 0 -"})
    CHECK(endings.find(one) != std::string::npos);
  CHECK(open.field("open") == "eap.result");
}

TEST_CASE("authentication: results of EAP and certificates") {
  check_rows({
      {"success", "", "authentication: PEAP, eap: { result: success }", kAccept},
      {"left out: success", "", "authentication: PEAP", kAccept},
      {"its own reason", "", "authentication: EAP-TLS, eap: { result: 265 }", "reject 265 eap-failed"},
      {"a timeout", "", "authentication: PEAP, eap: { result: 96 }", "reject 96 eap-failed"},
      {"97 is silence", "", "authentication: PEAP, eap: { result: 97 }", "discard 97 eap-failed"},
      {"262 is silence", "", "authentication: PEAP, eap: { result: 262 }", "discard 262 eap-failed"},
      {"266 is silence", "", "authentication: PEAP, eap: { result: 266 }", "discard 266 eap-failed"},
      {"unknown without EAP", "", "authentication: PAP, eap: { result: unknown }", kAccept},
      {"a failure, but the method is not known", "password: { reversible: true }",
       "authentication: unknown, eap: { result: 265 }", "reject 265 eap-failed"},  // only EAP has a result
  });
}

TEST_CASE("authentication: passwords that must be changed, 33, 17 and 72") {
  constexpr const char* kMust = "reject 33 password-must-change";
  constexpr const char* kExpired = "reject 33 password-expired";
  check_rows({
      {"must change, and does not", "password: { must-change: true }", "", kMust},
      {"too old, and is not changed", "password: { expired: true }", "", kExpired},
      {"changed with MS-CHAP v2", "password: { must-change: true }", "password-change: accepted", kAccept},
      {"too old, changed with MS-CHAP", "password: { expired: true }",
       "authentication: MS-CHAP, password-change: accepted", kAccept},
      {"the domain refuses the new one, 17", "password: { must-change: true }", "password-change: refused",
       "reject 17 password-change-refused"},
      {"too old, the new one is refused", "password: { expired: true }", "password-change: refused",
       "reject 17 password-change-refused"},
      {"PAP cannot change it", "password: { must-change: true }", "authentication: PAP, password-change: accepted",
       kMust},
      {"PAP cannot change it, so nothing is refused", "password: { expired: true }",
       "authentication: PAP, password-change: refused", kExpired},
      {"EAP-MS-CHAP v2 is no MS-CHAP v2", "password: { expired: true }",
       "authentication: EAP-MS-CHAP-v2, password-change: accepted", kExpired},
      {"a certificate is no password", "password: { must-change: true, expired: true }", "authentication: EAP-TLS",
       kAccept},
      {"unauthenticated access sends none", "password: { must-change: true }", "authentication: None", kAccept},
      {"a change that nobody needs", "", "password-change: accepted", kAccept},
      {"a refused change that nobody needs", "", "password-change: refused", kAccept},
      {"unknown change", "password: { must-change: true }", "password-change: unknown",
       "reject 17 password-change-refused; reject 33 password-must-change; accept 0 -"},
  });
}

TEST_CASE("authentication: a policy without the change of passwords rejects one, 72") {
  const auto site = [](std::string_view methods) {
    return "directory: { users: { alice: { account: { password: { expired: true } } }, bob: } }\n"
           "policies: [{ name: P, permission: grant, profile: { authentication: " +
           std::string(methods) + " } }]\n";
  };
  constexpr const char* kReject = "reject 72 password-change-not-allowed";
  const std::string plain = site("[MS-CHAP, MS-CHAP-v2]");
  CHECK(endings(plain, attempt_text("password-change: accepted")) == kReject);
  CHECK(endings(plain, attempt_text("authentication: MS-CHAP, password-change: accepted")) == kReject);
  CHECK(endings(plain, "{ user: bob, at: unknown, password-change: accepted }") == kAccept);
  CHECK(endings(plain, attempt_text("password-change: refused")) == "reject 17 password-change-refused");
  CHECK(endings(plain, attempt_text("password-change: unknown")) ==
        "reject 17 password-change-refused; reject 33 password-expired; reject 72 password-change-not-allowed");
  // Each version has its own change.
  CHECK(endings(site("[MS-CHAP, MS-CHAP-v2, MS-CHAP-CPW]"), attempt_text("password-change: accepted")) == kReject);
  CHECK(endings(site("[MS-CHAP, MS-CHAP-v2, MS-CHAP-v2-CPW]"), attempt_text("password-change: accepted")) == kAccept);
  CHECK(endings(site("[MS-CHAP, MS-CHAP-v2, MS-CHAP-CPW]"),
                attempt_text("authentication: MS-CHAP, password-change: accepted")) == kAccept);
}

TEST_CASE("authentication: extensions") {
  check_rows({
      {"none", "disabled: true", "extension: none", "reject 34 account-disabled"},
      {"continue", "disabled: true", "extension: continue", "reject 34 account-disabled"},
      {"discard, 9", "disabled: true", "extension: discard", "discard 9 extension-discarded"},
      {"an error, 10", "disabled: true", "extension: error", "discard 10 extension-failed"},
      {"reject, 21", "disabled: true", "extension: reject", "reject 21 extension-rejected"},
      {"accept spares the state of the account", "disabled: true, locked-out: true", "extension: accept", kAccept},
      {"accept spares the password", "", "extension: accept, password: wrong", kAccept},
      {"accept spares the method", "", "extension: accept, authentication: ARAP", kAccept},
      {"accept spares EAP", "", "extension: accept, authentication: PEAP, eap: { result: 265 }", kAccept},
      {"unknown", "", "extension: unknown",
       "discard 9 extension-discarded; discard 10 extension-failed; reject 21 extension-rejected; accept 0 -"},
      {"unknown: it may spare a disabled account", "disabled: true", "extension: unknown",
       "discard 9 extension-discarded; discard 10 extension-failed; reject 21 extension-rejected; reject 34 "
       "account-disabled; accept 0 -"},
  });
}

TEST_CASE("authentication: an extension that accepts spares neither permission nor constraints") {
  const auto site = [](std::string_view account, std::string_view profile) {
    return "directory: { users: { alice: { account: { disabled: true }, dial-in: { " + std::string(account) +
           " } } } }\npolicies: [{ name: P, permission: grant, profile: { " + std::string(profile) + " } }]\n";
  };
  const std::string accepted = attempt_text("extension: accept");
  CHECK(endings(site("permission: deny", ""), accepted) == "reject 65 permission-denied-user");
  CHECK(endings(site("", "authentication: [MS-CHAP]"), accepted) == "reject 66 method-not-in-profile");
  CHECK(endings(site("", "day-and-time-restrictions: never"), accepted) == "reject 68 profile-hours");
  CHECK(endings("policies: []\n", attempt_text("extension: accept")) == "reject 8 unknown-user");
}

TEST_CASE("authentication: of an unknown account every flag is unknown") {
  const std::string site = site_text("");
  const std::string nobody = "reject 7 unknown-domain; reject 8 unknown-user; ";
  const std::string state =
      "reject 36 account-locked-out; reject 16 smart-card-required; reject 34 account-disabled; reject 35 "
      "account-expired; reject 37 logon-hours-denied; reject 33 password-must-change; reject 33 password-expired; ";
  const std::string rest = "reject 65 permission-denied; reject 67 caller-id-mismatch; accept 0 -";
  CHECK(endings(site, "{ user: unknown, at: 2003-11-03T09:00 }") == nobody + state + rest);
  CHECK(endings(site, "{ user: unknown, at: 2003-11-03T09:00, authentication: EAP-TLS }") ==
        nobody +
            "reject 36 account-locked-out; reject 34 account-disabled; reject 35 account-expired; reject 37 "
            "logon-hours-denied; " +
            rest);
  CHECK(endings(site, "{ user: unknown, at: 2003-11-03T09:00, authentication: PAP, password: wrong }") ==
        nobody + "reject 36 account-locked-out; reject 16 smart-card-required; reject 16 bad-credentials");
  CHECK(endings(site, "{ user: unknown, at: 2003-11-03T09:00, password-change: refused }") ==
        nobody +
            "reject 36 account-locked-out; reject 16 smart-card-required; reject 34 account-disabled; reject 35 "
            "account-expired; reject 37 logon-hours-denied; reject 17 password-change-refused; " +
            rest);
}

namespace {

/// One thing that is wrong, and the methods with which it is.
struct Wrong {
  std::string_view cause;
  std::string_view state, password;  // of the account
  std::string_view fields;
  std::vector<std::string_view> methods;
};

const std::vector<std::string_view> kAny = {"MS-CHAP-v2", "MS-CHAP", "PEAP", "CHAP", "ARAP"};

// The order that is built: lockout and credentials, then the state of the account.
const std::vector<Wrong> kBuilt = {
    {"method-unsupported", "", "", "", {"ARAP"}},
    {"account-locked-out", "locked-out: true", "", "", kAny},
    {"no-reversible-password", "", "", "", {"CHAP"}},
    {"lm-not-allowed", "", "", "lm-response: yes", {"MS-CHAP"}},
    {"smart-card-required", "smart-card-required: true", "", "", kAny},
    {"bad-credentials", "", "", "password: wrong", kAny},
    {"eap-failed", "", "", "eap.result: 265", {"PEAP"}},
    {"account-disabled", "disabled: true", "", "", kAny},
    {"account-expired", "expires: 2003-01-01", "", "", kAny},
    {"logon-hours-denied", "logon-hours: never", "", "", kAny},
    {"password-change-refused", "", "must-change: true", "password-change: refused", {"MS-CHAP-v2", "MS-CHAP"}},
    {"password-must-change", "", "must-change: true", "password-change: none", kAny},
    {"password-expired", "", "expired: true", "password-change: none", kAny},
    {"blank-password", "", "", "password: blank", kAny},
};

// The other reading of G-1.
const std::vector<std::string_view> kStateFirst = {"method-unsupported",
                                                   "account-disabled",
                                                   "account-expired",
                                                   "account-locked-out",
                                                   "logon-hours-denied",
                                                   "password-expired",
                                                   "password-must-change",
                                                   "smart-card-required",
                                                   "password-change-refused",
                                                   "no-reversible-password",
                                                   "lm-not-allowed",
                                                   "bad-credentials",
                                                   "eap-failed",
                                                   "blank-password"};

std::string key_of(std::string_view text) { return std::string(text.substr(0, text.find(':'))); }

/// The first method with which both are wrong; empty when they exclude each other.
std::string_view common_method(const Wrong& a, const Wrong& b) {
  if (!a.fields.empty() && key_of(a.fields) == key_of(b.fields) && a.fields != b.fields) return {};
  for (const std::string_view method : kAny)
    if (std::ranges::find(a.methods, method) != a.methods.end() &&
        std::ranges::find(b.methods, method) != b.methods.end())
      return method;
  return {};
}

std::string both(std::string_view a, std::string_view b) {
  if (a == b) b = {};
  return std::string(a) + (a.empty() || b.empty() ? "" : ", ") + std::string(b);
}

/// Cause and the others of an attempt with which both are wrong.
std::string of_pair(const Wrong& a, const Wrong& b, std::string_view method, const std::string& before) {
  const std::string password = both(a.password, b.password);
  const std::string state = both(both(a.state, b.state), password.empty() ? "" : "password: { " + password + " }");
  const std::string fields = both(both(a.fields, b.fields), "authentication: " + std::string(method));
  return text_of_case(before + site_text(state), attempt_text(fields),
                      [](const Case& result) { return result.field("cause") + " also " + result.field("also"); });
}

/// Every pair of an order that can be wrong at once; how many there were.
int check_order(const std::vector<const Wrong*>& order, const std::string& before) {
  int pairs = 0;
  for (std::size_t first = 0; first < order.size(); ++first)
    for (std::size_t second = first + 1; second < order.size(); ++second) {
      const std::string_view method = common_method(*order[first], *order[second]);
      if (method.empty()) continue;
      const std::string got = of_pair(*order[first], *order[second], method, before);
      CAPTURE(std::string(order[second]->cause));
      CHECK(got.starts_with(std::string(order[first]->cause) + " also "));
      CHECK(got.find(std::string(order[second]->cause), order[first]->cause.size()) != std::string::npos);
      ++pairs;
    }
  return pairs;
}

}  // namespace

TEST_CASE("authentication: of two things that are wrong the earlier one is the cause (G-1), the other is told too") {
  std::vector<const Wrong*> order;
  for (const Wrong& wrong : kBuilt) order.push_back(&wrong);
  CHECK(check_order(order, "") == 79);
}

TEST_CASE("authentication: the other reading of G-1, the state of the account before the password") {
  std::vector<const Wrong*> order;
  for (const std::string_view cause : kStateFirst) order.push_back(&*std::ranges::find(kBuilt, cause, &Wrong::cause));
  CHECK(check_order(order, "readings: { account-state-first: true }\n") == 79);
}

TEST_CASE("authentication: extensions come before everything else, under both readings") {
  for (const char* reading : {"false", "true"}) {
    const std::string site = "readings: { account-state-first: " + std::string(reading) + " }\n" +
                             site_text("disabled: true, locked-out: true");
    CHECK(endings(site, attempt_text("extension: reject, authentication: ARAP")) == "reject 21 extension-rejected");
    CHECK(endings(site, attempt_text("extension: discard, authentication: ARAP")) == "discard 9 extension-discarded");
  }
}
