// Connection request policies (S5): what is refused, which one is chosen, forwarding and its answers, overridden
// methods, attribute manipulation. Source: semantics.md 2.2, 2.3; gaps.md G-3.
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

struct Row {
  const char* name;
  std::string text;
  std::string want;
};

/// Request policies, one a line from line 3 on.
void check_problems(const std::vector<Row>& rows) {
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(codes(TestSite(row.text).diags) == row.want);
    }
}

constexpr const char* kAccept = "accept 0 -";

/// alice, whom every policy takes, bob, who is denied, and carol, who is disabled.
std::string site_text(std::string_view request_policies, std::string_view before = "") {
  return std::string(before) +
         "server: { authentication: { methods: [EAP, MS-CHAP-v2, PAP] } }\n"
         "directory: { domain: { name: CONTOSO, dns-name: contoso.com }, users: { alice: , bob: { dial-in: { "
         "permission: deny } }, carol: { account: { disabled: true } }, dave: { dial-in: { caller-id: '4930' } } } }\n"
         "remote-radius-groups: [Partner]\nrequest-policies: " +
         std::string(request_policies) + "\npolicies: [{ name: P, permission: grant }]\n";
}

std::string attempt_text(std::string_view fields) {
  const std::string user = fields.find("user:") == std::string_view::npos ? "user: alice, " : "";
  return "{ " + user + "at: 2003-11-03T09:00, " + std::string(fields) + " }";
}

/// `accept 0 - by P of Partner users`
std::string chosen(const std::string& site_text, std::string_view fields) {
  return text_of_case(site_text, attempt_text(fields),
                      [](const Case& result) { return result.line() + " of " + result.field("request-policy"); });
}

}  // namespace

TEST_CASE("request policies: what is refused") {
  const std::string rp = "request-policies:\n  - { name: P, ";
  check_problems({
      {"forwarding needs a group", rp + "provider: forward }\n", "3:5 R314"},
      {"a group without forwarding", "remote-radius-groups: G\n" + rp + "forward-to: G }\n", "4:28 R314"},
      {"a group with provider none", "remote-radius-groups: G\n" + rp + "provider: none, forward-to: G }\n",
       "4:44 R314"},
      {"mapping without forwarding", rp + "map-to-windows-user: true }\n", "3:37 R314"},
      {"methods that nobody looks at", rp + "provider: none, authentication: [PAP] }\n", "3:48 R314"},
      {"manipulation without rules", rp + "manipulation: { attribute: User-Name } }\n", "3:5 R314"},
      {"manipulation without an attribute", rp + "manipulation: { rules: [{ find: a, replace: b }] } }\n", "3:5 R314"},
      {"manipulation of another attribute",
       rp + "manipulation: { attribute: NAS-Identifier, rules: [{ find: a, replace: b }] } }\n", "3:5 R314; 3:43 R301"},
      {"a rule without `replace`",
       rp + "manipulation: { attribute: User-Name, rules: [{ find: a, replace: b }, { find: c }] } }\n", "3:87 R112"},
      {"a rule without `find`",
       rp + "manipulation: { attribute: User-Name, rules: [{ find: a, replace: b }, { replace: c }] } }\n",
       "3:87 R112"},
      {"a rule with another key",
       rp + "manipulation: { attribute: User-Name, rules: [{ find: a, replace: b, with: c }] } }\n", "3:85 R110"},
      {"a pattern that is none",
       rp + "manipulation: { attribute: User-Name, rules: [{ find: a, replace: b }, { find: 'a(', replace: b }] } }\n",
       "3:98 R201"},
      {"a reference to match 0",
       rp + "manipulation: { attribute: User-Name, rules: [{ find: a, replace: b }, { find: a, replace: '\\0' }] } }\n",
       "3:108 R201"},
      {"a backslash at the end",
       rp + "manipulation: { attribute: User-Name, rules: [{ find: a, replace: b }, { find: a, replace: 'b\\' }] } }\n",
       "3:109 R201"},
      {"two backslashes are one, an empty replacement is nothing",
       rp + "manipulation: { attribute: User-Name, rules: [{ find: a, replace: 'b\\\\' }, { find: a, replace: '' }] } "
            "}\n",
       ""},
      {"an unknown provider", rp + "provider: radius }\n", "3:26 R301"},
      {"no name", "request-policies:\n  - { provider: none }\n", "3:5 R112"},
      {"one name twice", rp + "provider: none }\n  - { name: P }\n", "4:5 R308"},
      {"one processing order of two", rp + "processing-order: 1 }\n  - { name: Q }\n", "4:5 R314"},
      {"the same processing order twice", rp + "processing-order: 1 }\n  - { name: Q, processing-order: 1 }\n",
       "4:34 R314"},
      {"a group that is not listed is a warning", rp + "provider: forward, forward-to: Patner }\n",
       "3:47 warning R320"},
      {"groups without case", "remote-radius-groups: [PARTNER]\n" + rp + "provider: forward, forward-to: Partner }\n",
       ""},
      {"no list", "request-policies: { P: }\n", "2:19 R111"},
  });
}

TEST_CASE("request policies: what the dialect does not know") {
  const std::string one = "request-policies: [{ name: P, ";
  check_problems({
      {"2000 has none", "dialect: windows-2000\nrequest-policies: []\n", "3:19 R307"},
      {"2000: nothing more is said of them", "dialect: windows-2000\n" + one + "provider: forward, enabled: true }]\n",
       "3:19 R307"},
      {"2003: they are not switched off", one + "enabled: false }]\n", "2:40 R307"},
      {"2003: they have no source", one + "source: Remote-access-server }]\n", "2:39 R307"},
      {"NPS: both", "dialect: nps\n" + one + "enabled: false, source: Remote-access-server }]\n", ""},
      {"no condition on groups", one + "conditions: [{ Windows-Groups: Domain Users }] }]\n", "2:46 R303"},
      {"a policy has no condition on User-Name", "policies: [{ name: P, conditions: [{ User-Name: alice }] }]\n",
       "2:38 R303"},
      {"times are a condition", one + "conditions: [{ Day-And-Time-Restrictions: Mon }] }]\n", ""},
      {"User-Name is a condition", one + "conditions: [{ User-Name: alice }] }]\n", ""},
  });
}

TEST_CASE("request policies: the built-in one") {
  for (const char* dialect : {"windows-2003", "nps"}) {
    TestSite site("dialect: " + std::string(dialect) + "\n");
    REQUIRE(site.site);
    REQUIRE(site.site->request_policies.size() == 1);
    CHECK(site.site->request_policies.front().name == "Use Windows authentication for all users");
    CHECK(site.site->request_policies.front().provider.value == RequestProvider::windows);
    CHECK_FALSE(site.site->request_policies_where.known());
  }
  CHECK(TestSite("dialect: windows-2000\n").site->request_policies.empty());
  CHECK(decided("directory: { users: { alice: } }\npolicies: [{ name: P, permission: grant }]\n",
                "{ user: alice, at: unknown }") == "accept 0 - by P");
}

TEST_CASE("request policies: which one is chosen") {
  struct ChoiceRow {
    const char* name;
    const char* policies;
    const char* fields;
    std::string want;
  };
  const ChoiceRow rows[] = {
      {"the first that matches", "[{ name: A }, { name: B, provider: none }]", "", "accept 0 - by P of A"},
      {"conditions that do not hold",
       "[{ name: A, conditions: [{ NAS-Port-Type: Async }] }, { name: B, provider: none }]", "",
       "accept 0 - by - of B"},
      {"processing order", "[{ name: A, processing-order: 2 }, { name: B, processing-order: 1, provider: none }]", "",
       "accept 0 - by - of B"},
      {"none is there, 49", "[]", "", "reject 49 request-policy by - of -"},
      {"none matches, 49", "[{ name: A, conditions: [{ NAS-Port-Type: Async }] }]", "",
       "reject 49 request-policy by - of -"},
      {"49 comes before the account", "[]", "user: zed", "reject 49 request-policy by - of -"},
      {"a rejection names it", "[{ name: A }]", "password: wrong", "reject 16 authentication by - of A"},
      {"what ends before has none", "[{ name: A }]", "policy-server: malformed-request",
       "discard 3 provider by - of -"},
      {"an unknown condition: both ways", "[{ name: A, conditions: [{ Calling-Station-Id: '^1' }] }, { name: B }]", "",
       "accept 0 - by P of ?"},
      {"an unknown condition, nothing follows", "[{ name: A, conditions: [{ Calling-Station-Id: '^1' }] }]", "",
       "? ? ? by ? of ?"},
      {"an unknown condition, two providers",
       "[{ name: A, provider: none, conditions: [{ Calling-Station-Id: '^1' }] }, { name: B }]", "password: wrong",
       "? ? ? by - of ?"},
  };
  for (const ChoiceRow& row : rows) SUBCASE(row.name) {
      CHECK(chosen(site_text(row.policies), row.fields) == row.want);
    }
}

TEST_CASE("request policies: disabled ones and sources on NPS") {
  constexpr const char* kNps = "dialect: nps\n";
  CHECK(chosen(site_text("[{ name: A, enabled: false }, { name: B, provider: none }]", kNps), "") ==
        "accept 0 - by - of B");
  CHECK(chosen(site_text("[{ name: A, enabled: false }]", kNps), "") == "reject 49 request-policy by - of -");
  const std::string two =
      site_text("[{ name: A, source: DHCP-server }, { name: B, source: Remote-access-server }]", kNps);
  CHECK(chosen(two, "") == "accept 0 - by P of B");
  CHECK(chosen(two, "attributes: { MS-Network-Access-Server-Type: DHCP-server }") == "accept 0 - by P of A");
  CHECK(chosen(two, "nas: 192.0.2.9") == "reject 49 request-policy by - of -");
  CHECK(chosen(two, "attributes: { MS-Network-Access-Server-Type: unknown }") == "? ? ? by ? of ?");
}

TEST_CASE("request policies: provider none accepts at once") {
  const std::string site = site_text("[{ name: A, provider: none }]");
  for (const char* fields : {"user: zed", "password: wrong", "user: bob", "user: 'FABRIKAM\\x'",
                             "policy-server: internal-error", "extension: reject"}) {
    CAPTURE(std::string(fields));
    CHECK(chosen(site, fields) == "accept 0 - by - of A");
  }
  CHECK(chosen(site, "authentication: SPAP") == "none - link by - of -");
}

TEST_CASE("request policies: forwarding relays the remote server's answer") {
  struct AnswerRow {
    const char* name;
    const char* fields;
    std::string want;
  };
  const AnswerRow rows[] = {
      {"accept", "remote-radius: accept", kAccept},
      {"accept of somebody whom nobody knows here", "remote-radius: accept, user: zed@partner.example", kAccept},
      {"reject, 112", "remote-radius: reject", "reject 112 remote-radius-rejected"},
      {"unsendable, 116", "remote-radius: unsendable", "reject 116 remote-radius-unsendable"},
      {"no answer, 117", "remote-radius: no-answer", "reject 117 remote-radius-timeout"},
      {"malformed, 118", "remote-radius: malformed", "reject 118 remote-radius-malformed"},
      {"unknown: left out", "from: '1'",
       "reject 112 remote-radius-rejected; reject 116 remote-radius-unsendable; reject 117 remote-radius-timeout; "
       "reject 118 remote-radius-malformed; accept 0 -"},
      {"nobody asks for the password here", "remote-radius: accept, password: wrong", kAccept},
  };
  for (const AnswerRow& row : rows) SUBCASE(row.name) {
      CHECK(endings(site_text("[{ name: A, provider: forward, forward-to: partner }]"), attempt_text(row.fields)) ==
            row.want);
    }
}

TEST_CASE("request policies: forwarding to a group that does not exist, 113") {
  const std::string site = site_text("[{ name: A, provider: forward, forward-to: Patner }]");
  for (const char* answer : {"accept", "reject", "unknown"}) {
    TestSite loaded(site);
    REQUIRE(loaded.compiled);
    CHECK(codes(loaded.diags) == "5:62 warning R320");
    CHECK(Case(loaded, attempt_text("remote-radius: " + std::string(answer))).endings() ==
          "reject 113 remote-group-missing");
  }
}

TEST_CASE("request policies: a remote user mapped to a Windows user is authorized here") {
  struct MapRow {
    const char* name;
    const char* fields;
    std::string want;
  };
  const MapRow rows[] = {
      {"an account with permission", "remote-radius: accept", kAccept},
      {"an account that is denied", "remote-radius: accept, user: bob", "reject 65 permission-denied-user"},
      {"the state of the account does not count", "remote-radius: accept, user: carol", kAccept},
      {"nor does the password", "remote-radius: accept, password: wrong", kAccept},
      {"nor an extension", "remote-radius: accept, extension: reject", kAccept},
      {"an account that does not exist", "remote-radius: accept, user: zed", "reject 8 unknown-user"},
      {"the remote server rejects", "remote-radius: reject, user: bob", "reject 112 remote-radius-rejected"},
      {"constraints count", "remote-radius: accept, authentication: PAP", "reject 66 method-not-in-profile"},
      {"unknown, and denied", "user: bob",
       "reject 112 remote-radius-rejected; reject 116 remote-radius-unsendable; reject 117 remote-radius-timeout; "
       "reject 118 remote-radius-malformed; reject 65 permission-denied-user"},
  };
  for (const MapRow& row : rows) SUBCASE(row.name) {
      CHECK(endings(site_text("[{ name: A, provider: forward, forward-to: Partner, map-to-windows-user: true }]"),
                    attempt_text(row.fields)) == row.want);
    }
}

TEST_CASE("request policies: methods that override the profile's") {
  struct MethodRow {
    const char* name;
    const char* methods;
    const char* fields;
    std::string want;
  };
  const MethodRow rows[] = {
      {"one that the profile lacks", "[PAP]", "authentication: PAP", kAccept},
      {"one that the profile has", "[PAP]", "authentication: MS-CHAP-v2", "reject 66 method-not-in-profile"},
      {"an empty list takes nobody", "[]", "authentication: MS-CHAP-v2", "reject 66 method-not-in-profile"},
      {"an EAP type", "[EAP-TLS]", "authentication: EAP-TLS", kAccept},
      {"another EAP type", "[EAP-TLS]", "authentication: PEAP", "reject 22 eap-type-not-in-profile"},
  };
  for (const MethodRow& row : rows) SUBCASE(row.name) {
      CHECK(endings(site_text("[{ name: A, authentication: " + std::string(row.methods) + " }]"),
                    attempt_text(row.fields)) == row.want);
    }
  // The profile of P has the change of passwords, the override has not.
  const std::string expired =
      "directory: { users: { alice: { account: { password: { expired: true } } } } }\nrequest-policies: [{ name: A, "
      "authentication: [MS-CHAP-v2] }]\npolicies: [{ name: P, permission: grant }]\n";
  CHECK(endings(expired, attempt_text("password-change: accepted")) == "reject 72 password-change-not-allowed");
}

namespace {

std::string changing(std::string_view attribute, std::string_view rules, std::string_view rest = "") {
  return site_text("[{ name: A, manipulation: { attribute: " + std::string(attribute) +
                   ", rules: " + std::string(rules) + " }" + std::string(rest) + " }]");
}

/// The name that the directory gets.
std::string name_after(std::string_view rules, std::string_view user) {
  TestSite site(changing("User-Name", rules));
  REQUIRE(codes(site.diags) == "");
  const Attempt attempt = site.attempt("{ user: '" + std::string(user) + "', at: unknown }");
  REQUIRE(codes(site.diags) == "");
  const World world = world_at(attempt);
  return AttemptContext(*site.compiled, world, attempt, 0).facts().subject.name;
}

}  // namespace

TEST_CASE("manipulation: rules in order, each replaces every place found") {
  struct NameRow {
    const char* name;
    const char* rules;
    const char* user;
    std::string want;
  };
  const NameRow rows[] = {
      {"a realm is stripped", "[{ find: '@.*', replace: '' }]", "alice@partner.example", "alice"},
      {"nothing is found", "[{ find: '@.*', replace: '' }]", "alice", "alice"},
      {"every place", "[{ find: a, replace: o }]", "banana", "bonono"},
      {"without case", "[{ find: A, replace: o }]", "banana", "bonono"},
      {"two rules, one after the other", "[{ find: a, replace: b }, { find: b, replace: c }]", "ab", "cc"},
      {"a prefix", R"([{ find: '^', replace: 'CONTOSO\\' }])", "alice", R"(CONTOSO\alice)"},
      {"a suffix", "[{ find: '$', replace: '@contoso.com' }]", "alice", "alice@contoso.com"},
      {"a domain is replaced", R"([{ find: '^partner\\', replace: 'CONTOSO\\' }])", R"(PARTNER\alice)",
       R"(CONTOSO\alice)"},
      {"a remembered match", R"([{ find: '(.*)@(.*)', replace: '\1' }])", "alice@contoso.com", "alice"},
      {"two remembered matches", R"([{ find: '(.*)@(.*)', replace: '\2\\\1' }])", "alice@CONTOSO", R"(CONTOSO\alice)"},
      {"matches count by their open parenthesis", R"([{ find: '((a)l)i', replace: '\2-\1-' }])", "alice", "a-al-ce"},
      {"inside a word", R"([{ find: 'l\Bi', replace: X }])", "alice", "aXce"},
  };
  for (const NameRow& row : rows) SUBCASE(row.name) {
      CHECK(name_after(row.rules, row.user) == row.want);
    }
}

TEST_CASE("manipulation: the account is the one of the new name") {
  const std::string strip = "[{ find: '@.*', replace: '' }]";
  CHECK(endings(changing("User-Name", strip), attempt_text("user: alice@partner.example")) == kAccept);
  CHECK(endings(changing("User-Name", strip), attempt_text("user: bob@partner.example")) ==
        "reject 65 permission-denied-user");
  CHECK(endings(changing("User-Name", "[{ find: alice, replace: zed }]"), attempt_text("")) == "reject 8 unknown-user");
  CHECK(endings(changing("User-Name", R"([{ find: '^', replace: 'FABRIKAM\\' }])"), attempt_text("")) ==
        "reject 7 unknown-domain");
}

TEST_CASE("manipulation: a new name that is none is no account, 8") {
  CHECK(endings(changing("User-Name", "[{ find: '.+', replace: '' }]"), attempt_text("")) == "reject 8 unknown-user");
  CHECK(endings(changing("User-Name", R"([{ find: '^', replace: 'a\\b\\' }])"), attempt_text("")) ==
        "reject 8 unknown-user");
}

TEST_CASE("manipulation: not of the name that PEAP carries inside its tunnel") {
  const std::string site =
      changing("User-Name", "[{ find: '@.*', replace: '' }]", ", authentication: [EAP, MS-CHAP-v2]");
  CHECK(endings(site, attempt_text("user: alice@partner.example, authentication: PEAP")) == "reject 7 unknown-domain");
  CHECK(endings(site, attempt_text("user: alice@partner.example, authentication: EAP-TLS")) == kAccept);
}

TEST_CASE("manipulation: conditions of request policies see the name as it came") {
  const std::string site = site_text(
      "[{ name: A, conditions: [{ User-Name: '@partner\\.example$' }], manipulation: { attribute: User-Name, rules: [{ "
      "find: '@.*', replace: '' }] } }, { name: B, conditions: [{ User-Name: '^alice$' }], provider: none }]");
  CHECK(chosen(site, "user: alice@partner.example") == "accept 0 - by P of A");
  CHECK(chosen(site, "user: alice") == "accept 0 - by - of B");
  CHECK(chosen(site, "user: 'CONTOSO\\alice'") == "reject 49 request-policy by - of -");
  CHECK(chosen(site, "user: unknown").ends_with(" of ?"));
}

TEST_CASE("manipulation: of the number called and the number of the caller") {
  const auto site = [](std::string_view attribute, std::string_view policy) {
    return "directory: { users: { alice: { dial-in: { caller-id: '4930' } }, bob: } }\n"
           "request-policies: [{ name: A, manipulation: { attribute: " +
           std::string(attribute) +
           ", rules: [{ find: '^0049', replace: '49' }, { find: ' ', replace: '' }] } }]\npolicies: [{ name: P, "
           "permission: "
           "grant, " +
           std::string(policy) + " }]\n";
  };
  const std::string calling = site("Calling-Station-Id", "conditions: []");
  CHECK(endings(calling, attempt_text("from: '0049 30', tunnel: none")) == kAccept);
  CHECK(endings(calling, attempt_text("from: '0049 31', tunnel: none")) == "reject 67 caller-id-mismatch");
  CHECK(endings(calling, attempt_text("from: unknown")) == "reject 67 caller-id-mismatch; accept 0 -");
  const std::string condition = site("Calling-Station-Id", "conditions: [{ Calling-Station-Id: '^4930$' }]");
  CHECK(endings(condition, attempt_text("user: bob, from: '0049 30'")) == kAccept);
  const std::string called = site("Called-Station-Id", "profile: { called-station-id: '4989' }");
  CHECK(endings(called, attempt_text("user: bob, to: '0049 8 9', tunnel: none")) == kAccept);
  CHECK(endings(called, attempt_text("user: bob, to: '0049 8 8', tunnel: none")) == "reject 69 profile-called-number");
  CHECK(endings(called, attempt_text("user: bob, attributes: { Called-Station-Id: '004989' }")) == kAccept);
  CHECK(endings(called, attempt_text("user: bob")) == "reject 69 profile-called-number");  // a tunnel has none
}

TEST_CASE("manipulation: each candidate goes on with its own name") {
  const std::string site = site_text(
      "[{ name: A, conditions: [{ Calling-Station-Id: '^1' }], manipulation: { attribute: User-Name, rules: [{ find: "
      "alice, replace: bob }] } }, { name: B }]");
  CHECK(endings(site, attempt_text("")) == "reject 65 permission-denied-user; accept 0 -");
  CHECK(endings(site, attempt_text("from: '1'")) == "reject 65 permission-denied-user");
  CHECK(endings(site, attempt_text("from: '2'")) == kAccept);
}
