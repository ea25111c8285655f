// Whole verdicts of the oracle, rows made by hand: the examples of semantics.md 10, the readings, the tables of the
// contract. Nothing here calls the program.
#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "tests/oracle/slow.hpp"

namespace {

using namespace rapsim::oracle;

constexpr std::int64_t kMonday = 1067817600;  // 2003-11-03T00:00Z
constexpr std::int64_t kHour = 60 * 60;

Policy policy(std::string name, bool grants) {
  return {.name = std::move(name),
          .conditions = {{.attribute = "Day-And-Time-Restrictions", .values = {"always"}}},
          .grants = grants};
}

/// alice, who leaves it to the one policy, which grants; Windows Server 2003.
struct Example {
  Site site{};
  Attempt attempt{};

  Example() {
    site.dialect = Dialect::windows_2003;
    site.users = {{.name = "alice"}};
    site.policies = {policy("staff", true)};
    attempt.user = Value::of("alice");
    attempt.at = kMonday + 9 * kHour;
  }
  User& alice() { return site.users[0]; }
  Policy& staff() { return site.policies[0]; }
  RequestPolicy& request() {
    if (!site.request_policies) site.request_policies = {{.rule = policy("all", true)}};
    return (*site.request_policies)[0];
  }
  void say(const std::string& field, const std::string& word) { attempt.fields[field] = Value::of(word); }
  void use(const std::string& method) {
    attempt.authentication = Value::of(method);
    site.server.methods = {{"PAP", "CHAP", "MS-CHAP", "MS-CHAP-v2", "EAP", "ARAP", "None"}};
  }
};

std::string text_of(const PossibleResult& ending) {
  constexpr const char* kAnswers[] = {"accept", "reject", "discard", "none"};
  std::string out = kAnswers[static_cast<std::size_t>(ending.answer)];
  if (ending.stage.empty()) return out + (ending.policy.empty() ? "" : " by " + ending.policy);
  out += " " + ending.stage + (ending.reason > 0 ? " " + std::to_string(ending.reason) : "") + " " + ending.cause;
  return out + (ending.policy.empty() ? "" : " by " + ending.policy);
}

/// All endings, in the order of their answers and stages.
std::string verdict(const Example& example) {
  std::string out;
  for (const PossibleResult& ending : judge(example.site, example.attempt).endings)
    out += (out.empty() ? "" : "; ") + text_of(ending);
  return out;
}

struct Row {
  const char* name;
  const char* want;
  std::function<void(Example&)> set;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    Example example;
    row.set(example);
    INFO(std::string(row.name));
    CHECK(verdict(example) == row.want);
  }
}

TEST_CASE("oracle: the examples of semantics.md") {
  check({
      {"E1 no policies", "reject policy 48 no-matching-policy", [](Example& e) { e.site.policies.clear(); }},
      {"E2 the first match denies, the second would grant", "reject permission 65 permission-denied-policy by staff",
       [](Example& e) {
         e.staff().grants = false;
         e.site.policies.push_back(policy("all", true));
       }},
      {"E3 the account denies", "reject permission 65 permission-denied-user by staff",
       [](Example& e) { e.alice().permission = Permission::deny; }},
      {"E4 the account allows, the policy denies", "accept by staff",
       [](Example& e) {
         e.alice().permission = Permission::allow;
         e.staff().grants = false;
       }},
      {"E5 the account leaves it to a policy that denies", "reject permission 65 permission-denied-policy by staff",
       [](Example& e) { e.staff().grants = false; }},
      {"E6 the policy ignores the account", "accept by staff",
       [](Example& e) {
         e.alice().permission = Permission::deny;
         e.staff().ignores_account = true;
       }},
      {"E7 no policy matches an account set to Allow", "reject policy 48 no-matching-policy",
       [](Example& e) {
         e.alice().permission = Permission::allow;
         e.staff().conditions[0].values = {"never"};
       }},
      {"E8 the method is not in the profile", "reject constraints 66 method-not-in-profile by staff",
       [](Example& e) {
         e.use("PAP");
         e.site.policies.push_back(policy("all", true));
         e.site.policies[1].profile.methods = {"PAP"};
       }},
      {"E9 CHAP without a reversible password", "reject authentication 19 no-reversible-password",
       [](Example& e) {
         e.use("CHAP");
         e.staff().profile.methods = {"CHAP"};
       }},
      {"E11 the server has no EAP", "none link profile-server-conflict-auth",
       [](Example& e) {
         e.use("EAP-TLS");
         e.site.server.methods = {{"MS-CHAP-v2"}};
         e.staff().profile.methods = {"EAP-TLS"};
       }},
      {"E12 no keys, the client requires encryption", "accept negotiation encryption-required-unsupported by staff",
       [](Example& e) {
         e.use("PAP");
         e.staff().profile.methods = {"PAP"};
         e.say("encryption.requires", "required");
       }},
      {"E12 no keys, the profile requires encryption", "accept negotiation encryption-required-by-policy by staff",
       [](Example& e) {
         e.use("PAP");
         e.staff().profile.methods = {"PAP"};
         e.staff().profile.encryption = {"strongest"};
       }},
      {"E15 a wrong password of a disabled account", "reject authentication 16 bad-credentials",
       [](Example& e) {
         e.alice().state.disabled = true;
         e.say("password", "wrong");
       }},
      {"E16 Unspecified before the policy of its type", "accept by staff",
       [](Example& e) {
         e.site.dialect = Dialect::nps;
         e.site.policies.push_back(policy("vpn", true));
         e.site.policies[1].source = "Remote-access-server";
       }},
  });
}

TEST_CASE("oracle: E10, three wrong passwords and then the right one") {
  Example example;
  example.site.server.max_denials = 3;
  example.say("password", "wrong");
  for (int i = 1; i <= 3; ++i) {
    const Verdict wrong = judge(example.site, example.attempt);
    CHECK(verdict(example) == "reject authentication 16 bad-credentials");
    CHECK(wrong.denials.at("alice") == Denials{i, *example.attempt.at});
    example.attempt.denials = wrong.denials;
  }
  example.say("password", "right");
  CHECK(verdict(example) == "reject lockout 64 remote-access-locked-out");
  CHECK(judge(example.site, example.attempt).denials == example.attempt.denials);  // it does not count again
  *example.attempt.at += 48 * kHour;
  CHECK(verdict(example) == "accept by staff");
  CHECK(judge(example.site, example.attempt).denials.empty());
  example.say("password", "wrong");
  CHECK(judge(example.site, example.attempt).denials.at("alice").count == 1);  // the old ones are forgotten
  example.say("extension", "reject");
  CHECK(judge(example.site, example.attempt).denials == example.attempt.denials);
}

/// Each row with the reading off and on.
TEST_CASE("oracle: readings, both sides") {
  struct Switch {
    const char *reading, *off, *on;
    std::function<void(Example&)> set;
  };
  const std::vector<Switch> rows = {
      {"account-state-first", "reject authentication 16 bad-credentials", "reject authentication 34 account-disabled",
       [](Example& e) {
         e.alice().state.disabled = true;
         e.say("password", "wrong");
       }},
      {"constraints-before-permission", "reject permission 65 permission-denied-policy by staff",
       "reject constraints 68 profile-hours by staff",
       [](Example& e) {
         e.staff().grants = false;
         e.staff().profile.day_and_time = "never";
       }},
      {"lockout-exceeds", "reject lockout 64 remote-access-locked-out", "accept by staff",
       [](Example& e) {
         e.site.server.max_denials = 3;
         e.attempt.denials["alice"] = {3, *e.attempt.at};
       }},
      {"no-match-accepts-allowed", "reject policy 48 no-matching-policy", "accept",
       [](Example& e) {
         e.site.policies.clear();
         e.alice().permission = Permission::allow;
       }},
      {"no-request-policy-discards", "reject request-policy 49 no-request-policy",
       "discard request-policy 49 no-request-policy", [](Example& e) { e.site.request_policies.emplace(); }},
      {"policy-deny-beats-user-allow", "accept by staff", "reject permission 65 permission-denied-policy by staff",
       [](Example& e) {
         e.alice().permission = Permission::allow;
         e.staff().grants = false;
       }},
      {"source-two-passes", "accept by staff", "accept by vpn",
       [](Example& e) {
         e.site.dialect = Dialect::nps;
         e.site.policies.push_back(policy("vpn", true));
         e.site.policies[1].source = "2";
       }},
      {"logon-hours-leftmost-bit", "accept by staff", "reject authentication 37 logon-hours-denied",
       [](Example& e) { e.alice().state.logon_hours = "000000000200000000000000000000000000000000"; }},
      {"mixed-domain-keeps-dial-in", "accept by staff", "reject constraints 67 caller-id-mismatch by staff",
       [](Example& e) {
         e.site.domain.mode = "mixed";
         e.alice().permission = Permission::allow;
         e.alice().caller_id = "555-0100";
         e.attempt.from = Value::of("555-0199");
       }},
  };
  CHECK(rows.size() == std::size(kReadings));
  for (const Switch& row : rows) {
    Example example;
    row.set(example);
    INFO(std::string(row.reading));
    CHECK(verdict(example) == row.off);
    example.site.readings = {row.reading};
    CHECK(verdict(example) == row.on);
  }
}

TEST_CASE("oracle: encryption, rows made by hand") {
  struct Table {
    const char *method, *tunnel, *needs, *can, *levels, *want;
  };
  constexpr const char *k741 = "741", *k742 = "742", *kLevels = "levels", *kKeys = "keys", *kServer = "server";
  constexpr Table rows[] = {
      // method      tunnel  client      can          profile              ends with
      {"MS-CHAP-v2", "PPTP", "optional", "strong", "strongest", kLevels},
      {"MS-CHAP-v2", "PPTP", "required", "strong", "strongest", kLevels},
      {"MS-CHAP-v2", "PPTP", "required", "strong", "none strongest", kLevels},
      {"MS-CHAP-v2", "PPTP", "optional", "strong", "none strongest", ""},
      {"MS-CHAP-v2", "PPTP", "required", "basic strong", "strong strongest", ""},
      {"MS-CHAP-v2", "PPTP", "maximum", "basic strong", "strong", kLevels},
      {"MS-CHAP-v2", "PPTP", "maximum", "strong strongest", "strongest", ""},
      {"MS-CHAP-v2", "PPTP", "none", "strongest", "strongest", k741},
      {"MS-CHAP-v2", "PPTP", "none", "strongest", "none", ""},
      {"MS-CHAP-v2", "PPTP", "required", "strongest", "none", k742},
      {"MS-CHAP", "PPTP", "required", "strong", "strong", ""},
      {"PAP", "PPTP", "required", "strong", "strong", kKeys},
      {"PAP", "L2TP", "required", "strong", "strong", ""},
      {"PAP", "SSTP", "optional", "strong", "strong", kServer},
      {"PAP", "none", "optional", "strong", "strong", k741},
      {"EAP-MD5", "PPTP", "required", "strong", "strong", kKeys},
      {"EAP-TLS", "PPTP", "required", "strong", "strong", ""},
      {"PEAP", "PPTP", "required", "strong", "strong", ""},
  };
  const auto words = [](const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t begin = 0; begin < text.size(); begin = std::min(text.find(' ', begin), text.size()) + 1)
      out.push_back(text.substr(begin, text.find(' ', begin) - begin));
    return out;
  };
  for (const Table& row : rows) {
    Example example;
    example.use(row.method);
    example.alice().state.reversible = true;
    example.attempt.tunnel = Value::of(row.tunnel);
    example.say("encryption.requires", row.needs);
    example.attempt.fields["encryption.can"] = {State::given, words(row.can)};
    example.staff().profile = {.methods = {{row.method}}, .encryption = words(row.levels)};
    const std::string want = row.want == kLevels   ? "accept negotiation policy-encryption-level-mismatch by staff"
                             : row.want == kServer ? "none server tunnel-protocol-unsupported"  // before 2008 no SSTP
                             : row.want == kKeys   ? "accept negotiation no-common-encryption by staff"
                             : row.want == k741    ? "accept negotiation encryption-required-by-policy by staff"
                             : row.want == k742    ? "accept negotiation encryption-required-unsupported by staff"
                                                   : "accept by staff";
    INFO(std::string(row.method), " ", std::string(row.tunnel), " ", std::string(row.needs), " ", std::string(row.can),
         " / ", std::string(row.levels));
    CHECK(verdict(example) == want);
  }
}

TEST_CASE("oracle: what comes first, rows made by hand") {
  const auto forward = [](Example& e, const char* answer) {
    e.request().provider = "forward";
    e.request().forward_to = "Partner";
    e.site.remote_groups = {{"partner"}};
    if (answer != nullptr) e.say("remote-radius", answer);
  };
  check({
      {"an access server agrees by itself", "reject identity 8 unknown-user",
       [](Example& e) {
         e.attempt.authentication = Value::of("PAP");
         e.attempt.user = Value::of("nobody");
         e.say("nas", "192.0.2.1");
       }},
      {"nobody on the list", "discard provider radius-client-unknown",
       [](Example& e) {
         e.site.radius_clients.emplace();
         e.say("nas", "192.0.2.1");
       }},
      {"a malformed request", "discard provider 3 malformed-request",
       [](Example& e) { e.say("policy-server", "malformed-request"); }},
      {"provider none", "accept",
       [](Example& e) {
         e.request().provider = "none";
         e.attempt.user = Value::of("nobody");
       }},
      {"no such group", "reject request-policy 113 remote-group-missing",
       [&](Example& e) {
         forward(e, "accept");
         e.site.remote_groups.reset();
       }},
      {"the remote server rejects", "reject request-policy 112 remote-radius-rejected",
       [&](Example& e) { forward(e, "reject"); }},
      {"the remote server is not told",
       "accept; reject request-policy 112 remote-radius-rejected; reject request-policy 116 remote-radius-unsendable; "
       "reject request-policy 117 remote-radius-timeout; reject request-policy 118 remote-radius-malformed",
       [&](Example& e) { forward(e, nullptr); }},
      {"a mapped user is not authenticated here", "reject permission 65 permission-denied-user by staff",
       [&](Example& e) {
         forward(e, "accept");
         e.request().maps_to_user = true;
         e.alice().state.disabled = true;
         e.alice().permission = Permission::deny;
       }},
      {"an override replaces the profile's list", "reject constraints 66 profile-server-conflict-auth by staff",
       [](Example& e) { e.request().methods = {{"PAP"}}; }},
      {"a realm that is taken off", "accept by staff",
       [](Example& e) {
         e.attempt.user = Value::of("alice@partner.example");
         e.site.domain.dns_name = "contoso.com";
         e.request().manipulation = Manipulation{"User-Name", {{"@.*", ""}}};
       }},
      {"in PEAP it is not", "reject identity 7 unknown-domain",
       [](Example& e) {
         e.use("PEAP");
         e.attempt.user = Value::of("alice@partner.example");
         e.site.domain.dns_name = "contoso.com";
         e.request().manipulation = Manipulation{"User-Name", {{"@.*", ""}}};
       }},
      {"the controller before the catalog", "reject identity 5 domain-controller-unreachable",
       [](Example& e) {
         e.say("domain-controller", "unreachable");
         e.say("global-catalog", "unreachable");
       }},
      {"a workgroup needs none", "accept by staff",
       [](Example& e) {
         e.site.domain.mode = "workgroup";
         e.say("domain-controller", "unreachable");
       }},
      {"an extension that accepts", "reject constraints 68 profile-hours by staff",
       [](Example& e) {
         e.say("extension", "accept");
         e.alice().state.disabled = true;
         e.staff().profile.day_and_time = "never";
       }},
      {"the last day counts", "accept by staff",
       [](Example& e) {
         e.alice().state.expires = {kMonday, TimeForm::day};
       }},
      {"the day after does not", "reject authentication 35 account-expired",
       [](Example& e) {
         e.alice().state.expires = {kMonday - 24 * kHour, TimeForm::day};
       }},
      {"a new password that the policy does not take", "reject constraints 72 password-change-not-allowed by staff",
       [](Example& e) {
         e.alice().state.must_change = true;
         e.say("password-change", "accepted");
         e.staff().profile.methods = {"MS-CHAP-v2", "MS-CHAP-CPW"};
       }},
      {"a new password that the domain refuses", "reject authentication 17 password-change-refused",
       [](Example& e) {
         e.alice().state.password_expired = true;
         e.say("password-change", "refused");
       }},
      {"an old password", "reject authentication 33 password-must-change",
       [](Example& e) { e.alice().state.must_change = e.alice().state.password_expired = true; }},
      {"a failure of EAP without an answer", "discard authentication 97 eap-failed",
       [](Example& e) {
         e.use("PEAP");
         e.say("eap.result", "97");
       }},
      {"a call back to a name", "accept negotiation callback-number-rejected by staff",
       [](Example& e) {
         e.attempt.tunnel = Value::of("none");
         e.alice().callback = "set-by-caller";
         e.say("callback-to", "home");
       }},
      {"an extension that nobody tells of",
       "accept by staff; reject authentication 21 extension-rejected; reject authentication 34 account-disabled; "
       "discard authentication 9 extension-discarded; discard authentication 10 extension-failed",
       [](Example& e) {
         e.attempt.fields["extension"] = Value::unknown();
         e.alice().state.disabled = true;
       }},
  });
}

}  // namespace
