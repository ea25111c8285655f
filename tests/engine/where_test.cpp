// Expressions over explained attempts: what each kind of name gives, unknown and absent, what is refused, Kleene's
// laws.
#include "engine/trace/where.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kSite =
    "dialect: windows-2003\n"
    "time-zone: Europe/Berlin\n"
    "server: { name: VPN1 }\n"
    "directory:\n"
    "  domain: { name: CONTOSO }\n"
    "  complete: false\n"
    "  groups: { Staff: {}, Help-Desk: { member-of: [Staff] }, Contractors: {} }\n"
    "  users: { alice: { groups: [Help-Desk] }, bob: { groups: [Contractors] }, carl: { groups: [Partners] } }\n"
    "policies:\n"
    "  - name: Staff\n"
    "    conditions: [{ Windows-Groups: Staff }]\n"
    "    permission: grant\n"
    "    profile: { authentication: [EAP-TLS], day-and-time-restrictions: 'Mon-Fri 07:00-19:00' }\n"
    "  - { name: Rest, conditions: [{ Calling-Station-Id: '^192' }] }\n";

constexpr const char* kAlice =
    "{ user: CONTOSO\\alice, at: 2003-11-03T20:15, from: 192.0.2.7, authentication: EAP-TLS }";
constexpr const char* kNobody = "{ user: unknown, at: unknown }";

std::string truth_text(Truth truth) { return truth == Truth::yes ? "yes" : truth == Truth::no ? "no" : "unknown"; }

/// What the expression says of the attempt; what is wrong with the expression instead, if something is.
std::string asked(std::string_view expression, std::string_view attempt) {
  TestSite site(kSite);
  REQUIRE(codes(site.diags) == "");
  const Case explained(site, attempt);
  REQUIRE(codes(site.diags) == "");
  const std::uint32_t file = site.sources.add("--filter", std::string(expression));
  const auto where = read_where(expression, places_of_option(file), *site.site, site.diags);
  return where ? truth_text(where->evaluate(explained.explained)) : codes(site.diags);
}

struct Row {
  std::string_view expression;
  std::string_view attempt;
  std::string_view want;
};

void check_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.expression);
    CAPTURE(row.attempt);
    CHECK(asked(row.expression, row.attempt) == row.want);
  }
}

}  // namespace

TEST_CASE("where: a name has one meaning") {
  std::set<std::string> names;
  const auto is_new = [&](std::string_view name) { return names.insert(lowered(name)).second; };
  for (const AttemptField& field : attempt_fields()) CHECK_MESSAGE(is_new(field.name), field.name);
  for (const DecisionField& field : decision_fields()) CHECK_MESSAGE(is_new(field.name), field.name);
  for (const Attribute& row : attributes()) CHECK_MESSAGE(is_new(row.name), row.name);
}

TEST_CASE("where: every name can be asked") {
  TestSite site(kSite);
  const Case explained(site, kAlice);
  const auto ask = [&](std::string_view name) {
    Diagnostics diags;
    const auto where = read_where(std::string(name) + " is present", places_of_option(0), *site.site, diags);
    return where ? truth_text(where->evaluate(explained.explained)) : codes(diags);
  };
  for (const AttemptField& field : attempt_fields()) CHECK_MESSAGE(ask(field.name) != "unknown", field.name);
  for (const DecisionField& field : decision_fields()) CHECK_MESSAGE(ask(field.name).size() < 4, field.name);
  for (const Attribute& row : attributes())
    CHECK_MESSAGE((ask(row.name).size() < 4) == (row.condition != ConditionKind::time_of_day), row.name);
}

TEST_CASE("where: fields of the attempt") {
  check_rows({
      {"user == alice", kAlice, "yes"},
      {"user == ALICE", kAlice, "yes"},
      {"user == CONTOSO\\alice", kAlice, "yes"},
      {"user == FABRIKAM\\alice", kAlice, "no"},
      {"user != alice", kAlice, "no"},
      {"user ~ \"^contoso\"", kAlice, "yes"},
      {"user in [bob, alice]", kAlice, "yes"},
      {"from == 192.0.2.7", kAlice, "yes"},
      {"from ~ \"^192\\.0\\.2\\.\"", kAlice, "yes"},
      {"from !~ \"^192\"", kAlice, "no"},
      {"tunnel == pptp", kAlice, "yes"},
      {"tunnel == 1", kAlice, "yes"},
      {"tunnel in [L2TP, SSTP]", kAlice, "no"},
      {"port-type == Virtual", kAlice, "yes"},
      {"authentication == EAP-TLS", kAlice, "yes"},
      {"authentication == MSCHAPv2", "{ user: alice, at: unknown }", "yes"},
      {"eap.type is absent", "{ user: alice, at: unknown }", "yes"},
      {"eap.type is present", kAlice, "yes"},
  });
}

TEST_CASE("where: times") {
  check_rows({
      {"at == 2003-11-03T20:15", kAlice, "yes"},
      {"at == 2003-11-03T19:15Z", kAlice, "yes"},
      {"at < 2003-11-03T20:16", kAlice, "yes"},
      {"at < 2003-11-03T20:15", kAlice, "no"},
      {"at <= 2003-11-03T20:15", kAlice, "yes"},
      {"at > 2003-11-03T20:14:59", kAlice, "yes"},
      {"at >= 2003-11-04T00:00", kAlice, "no"},
      {"at within \"Mon 20:00-21:00\"", kAlice, "yes"},  // the server's local time
      {"at within \"Mon 19:00-20:00\"", kAlice, "no"},
      {"not at within always", kAlice, "no"},
      {"at within always", kNobody, "unknown"},
      {"at is unknown", kNobody, "yes"},
  });
}

TEST_CASE("where: fields of the decision") {
  check_rows({
      {"decision == reject", kAlice, "yes"},
      {"decision == reject and reason == 22", kAlice, "no"},
      {"reason != 0", kAlice, "yes"},
      {"reason > 60 and reason <= 70", kAlice, "yes"},
      {"reason not in [48, 65, 66]", kAlice, "yes"},
      {"policy == Staff", kAlice, "yes"},
      {"policy ~ \"^st\"", kAlice, "yes"},
      {"stage == constraints", kAlice, "yes"},
      {"stage != permission", kAlice, "yes"},
      {"open is absent", kAlice, "yes"},
      {"decision == accept", kNobody, "unknown"},
      {"decision is unknown", kNobody, "yes"},
      {"open is present", kNobody, "yes"},
      {"stage is absent", "{ user: alice, at: 2003-11-03T09:00, authentication: EAP-TLS }", "yes"},
      {"stage == permission", "{ user: alice, at: 2003-11-03T09:00, authentication: EAP-TLS }", "no"},
      {"stage != permission", "{ user: alice, at: 2003-11-03T09:00, authentication: EAP-TLS }", "yes"},
  });
}

TEST_CASE("where: attributes as conditions see them") {
  check_rows({
      {"NAS-Port-Type == Virtual", kAlice, "yes"},
      {"nas-port-type == 5", kAlice, "yes"},
      {"NAS-Port-Type ~ \"^5$\"", kAlice, "yes"},
      {"attributes.NAS-Identifier == vpn1", kAlice, "yes"},
      {"Calling-Station-Id == 192.0.2.7", kAlice, "yes"},
      {"Called-Station-Id is absent", kAlice, "yes"},
      {"Called-Station-Id == 100", kAlice, "no"},
      {"Called-Station-Id != 100", kAlice, "yes"},
      {"Authentication-Type == EAP", kAlice, "yes"},
      {"MS-RAS-Vendor >= 311", kAlice, "yes"},
      {"NAS-Port == 7", "{ user: alice, at: unknown, attributes: { NAS-Port: 7 } }", "yes"},
      {"NAS-Port < 7", "{ user: alice, at: unknown, attributes: { NAS-Port: 7 } }", "no"},
      {"Class == b", "{ user: alice, at: unknown, attributes: { Class: [a, b] } }", "yes"},
      {"Class != b", "{ user: alice, at: unknown, attributes: { Class: [a, b] } }", "no"},
      {"Class != c", "{ user: alice, at: unknown, attributes: { Class: [a, b] } }", "yes"},
      {"Class not in [c, a]", "{ user: alice, at: unknown, attributes: { Class: [a, b] } }", "no"},
      {"Class ~ \"^b\" and Class ~ \"^a\"", "{ user: alice, at: unknown, attributes: { Class: [a, b] } }", "yes"},
      {"Class !~ \"^b\"", "{ user: alice, at: unknown, attributes: { Class: [a, b] } }", "no"},
  });
}

TEST_CASE("where: groups by name, nested ones too; one that nobody describes makes an account unknown") {
  check_rows({
      {"Windows-Groups == Help-Desk", kAlice, "yes"},
      {"Windows-Groups == staff", kAlice, "yes"},
      {"Windows-Groups == CONTOSO\\Staff", kAlice, "yes"},
      {"Windows-Groups == Contractors", kAlice, "no"},
      {"Windows-Groups != Contractors", kAlice, "yes"},
      {"Windows-Groups == \"Domain Users\"", kAlice, "yes"},
      {"Windows-Groups ~ \"^help\"", kAlice, "yes"},
      {"Windows-Machine-Groups is absent", kAlice, "yes"},
      {"Windows-Groups == Sales", kAlice, "unknown"},  // the directory is not complete
      {"Windows-Groups != Sales", kAlice, "unknown"},
      {"Windows-Groups == Partners", "{ user: carl, at: unknown }", "yes"},
      {"Windows-Groups == Staff", "{ user: carl, at: unknown }", "unknown"},
      {"Windows-Groups == Staff", kNobody, "unknown"},
      {"Windows-Groups is unknown", kNobody, "yes"},
  });
}

TEST_CASE("where: unknown and absent") {
  check_rows({
      {"from == 192.0.2.7", kNobody, "unknown"},
      {"from != 192.0.2.7", kNobody, "unknown"},
      {"not from == 192.0.2.7", kNobody, "unknown"},
      {"from not in [192.0.2.7]", kNobody, "unknown"},
      {"from ~ \"\"", kNobody, "unknown"},
      {"at < 2003-11-03T20:15", kNobody, "unknown"},
      {"from == 192.0.2.7 and tunnel == L2TP", kNobody, "no"},
      {"from == 192.0.2.7 or tunnel == PPTP", kNobody, "yes"},
      {"from == 192.0.2.7 and tunnel == PPTP", kNobody, "unknown"},
      {"from == 192.0.2.7 or tunnel == L2TP", kNobody, "unknown"},
      {"from is unknown and from is not present and from is not absent", kNobody, "yes"},
      {"eap.type == 13", kNobody, "no"},
      {"eap.type != 13", kNobody, "yes"},
      {"eap.type not in [13]", kNobody, "yes"},
      {"eap.type ~ \"\"", kNobody, "no"},
      {"eap.type !~ \"\"", kNobody, "yes"},
      {"NAS-Port < 7", kNobody, "no"},
      {"NAS-Port >= 7", kNobody, "no"},
      {"not NAS-Port < 7", kNobody, "yes"},
  });
}

TEST_CASE("where: what is refused, and where") {
  struct ErrorRow {
    const char* name;
    std::string text;
    const char* want;  // column and code
    const char* message;
    const char* help;
  };
  const ErrorRow rows[] = {
      {"a mistyped field", "desicion == accept", "1:1 R210", "no field and no attribute has the name `desicion`",
       "did you mean `decision`?"},
      {"a mistyped attribute", "attributes.NAS-Port-Typ == 5", "1:1 R210",
       "no field and no attribute has the name `NAS-Port-Typ`", "did you mean `NAS-Port-Type`?"},
      {"a mistyped tunnel", "tunnel == PPTPP", "1:11 R210", "unknown tunnel `PPTPP`", "did you mean `PPTP`?"},
      {"a mistyped method", "authentication in [PAP, MS-CHAP-v3]", "1:25 R210",
       "unknown authentication method `MS-CHAP-v3`", "did you mean `MS-CHAP-v2`?"},
      {"a mistyped decision", "decision == acept", "1:13 R210", "`decision` can never be `acept`",
       "did you mean `accept`?"},
      {"a policy that there is not", "policy == Staf", "1:11 R210", "`policy` can never be `Staf`",
       "did you mean `Staff`?"},
      {"a policy in other letters", "policy == staff", "1:11 R210", "`policy` can never be `staff`",
       "did you mean `Staff`?"},
      {"a reason that there is not", "reason == 4711", "1:11 R210", "`reason` can never be `4711`", ""},
      {"an attribute's name", "NAS-Port-Type == Virtul", "1:18 R210", "unknown NAS-Port-Type `Virtul`",
       "did you mean `Virtual`?"},
      {"no number", "NAS-Port == x", "1:13 R210", "expected a whole number, found `x`", ""},
      {"no order", "from < 192.0.2.7", "1:1 R210", "`from` has no order, so `<` cannot ask it",
       "only numbers and times have one"},
      {"no order of names", "tunnel >= PPTP", "1:1 R210", "`tunnel` has no order, so `>=` cannot ask it",
       "only numbers and times have one"},
      {"an order of words", "reason < high", "1:10 R210", "expected a whole number, found `high`", ""},
      {"no time", "at > yesterday", "1:6 R210", "expected a time like `2003-11-03T09:00`, found `yesterday`", ""},
      {"a pattern of a time", "at ~ \"2003\"", "1:1 R210", "`at` is a time, so `~` cannot ask it",
       "`within` and `<` ask a time"},
      {"a schedule of a text", "from within always", "1:1 R210", "`from` is not a time, so `within` cannot ask it",
       "`within` asks for hours of the week: `at within \"Mon-Fri 07:00-19:00\"`"},
      {"a bare unknown", "from == unknown", "1:9 R210", "`unknown` is not a value to compare with",
       "write `from is unknown`"},
      {"a bare null", "policy in [Staff, null]", "1:19 R210", "`null` is not a value to compare with",
       "write `policy is absent`"},
      {"a back reference", "from ~ \"(a)\\1\"", "1:12 R203", "a pattern cannot refer to a remembered match",
       "the console's syntax has it for the Replace box only"},
      {"a condition without a value", "Day-And-Time-Restrictions is present", "1:1 R210",
       "`Day-And-Time-Restrictions` is a condition and has no value",
       "ask for the time: `at within \"Mon-Fri 07:00-19:00\"`"},
      {"no expression", "decision ==", "1:12 R209", "expected a value, found the end", ""},
  };
  TestSite site(kSite);
  for (const ErrorRow& row : rows) SUBCASE(row.name) {
      Diagnostics diags;
      CHECK_FALSE(read_where(row.text, places_of_option(0), *site.site, diags));
      CHECK(codes(diags) == row.want);
      REQUIRE(!diags.empty());
      CHECK(diags.sorted().front().message == row.message);
      CHECK(diags.sorted().front().help == row.help);
    }
}

TEST_CASE("where: every problem of an expression is reported") {
  TestSite site(kSite);
  Diagnostics diags;
  CHECK_FALSE(
      read_where("(x == 1 or tunnel in [A, PPTP, B]) and not from < 1", places_of_option(0), *site.site, diags));
  CHECK(codes(diags) == "1:2 R210; 1:23 R210; 1:32 R210; 1:44 R210");
}

TEST_CASE("where: a group that a complete directory lacks") {
  TestSite site("directory: { complete: true, groups: { Staff: {} } }\npolicies: []\n");
  Diagnostics diags;
  CHECK_FALSE(read_where("Windows-Groups in [Staff, Staf]", places_of_option(0), *site.site, diags));
  CHECK(codes(diags) == "1:27 R210");
  CHECK(diags.sorted().front().help == "did you mean `Staff`?");
}

TEST_CASE("where: a quoted `unknown` is a text") {
  CHECK(asked("from == \"unknown\"", "{ user: alice, at: unknown, from: 'unknown' }") == "yes");
}

namespace {

/// Random expressions over comparisons that are yes, no and unknown for one attempt or another.
class RandomText {
 public:
  std::string text(int depth) {
    constexpr std::string_view kLeaves[] = {
        "from == 192.0.2.7",  "from != 192.0.2.7",     "tunnel == PPTP",          "eap.type == 13",
        "eap.type is absent", "decision == reject",    "policy not in [Staff]",   "reason > 48",
        "from is unknown",    "at within \"Mon-Fri\"", "Windows-Groups == Staff", "Called-Station-Id !~ \"1\""};
    const std::size_t kind = depth == 0 ? 0 : random_() % 4;
    if (kind == 0) return std::string(kLeaves[random_() % std::size(kLeaves)]);
    if (kind == 1) return "not (" + text(depth - 1) + ")";
    return "(" + text(depth - 1) + ")" + (kind == 2 ? " and " : " or ") + "(" + text(depth - 1) + ")";
  }

 private:
  std::mt19937 random_{20031103};
};

/// The expressions' values on every attempt.
class Answers {
 public:
  Answers() {
    for (const char* attempt :
         {kAlice, kNobody, "{ user: bob, at: 2003-11-02T12:00, tunnel: L2TP }",
          "{ user: carl, at: unknown, from: 192.0.2.7 }", "{ user: unknown, at: 2003-11-03T09:00, from: 10.0.0.1 }",
          "{ user: bob, at: 2003-11-03T09:00, tunnel: none, to: '100', from: '1' }"})
      cases_.push_back(std::make_unique<Case>(site_, attempt));
    REQUIRE(codes(site_.diags) == "");
  }
  std::vector<Truth> of(const std::string& text) {
    const auto where = read_where(text, places_of_option(0), *site_.site, site_.diags);
    REQUIRE(where);
    std::vector<Truth> out;
    for (const auto& one : cases_) out.push_back(where->evaluate(one->explained));
    return out;
  }

 private:
  TestSite site_{kSite};
  std::vector<std::unique_ptr<Case>> cases_;
};

}  // namespace

TEST_CASE("where: Kleene's logic and De Morgan's laws") {
  Answers answers;
  RandomText random;
  std::set<Truth> seen;
  for (int i = 0; i < 500; ++i) {
    const std::string a = random.text(i % 4), b = random.text(i % 3);
    CAPTURE(a);
    CAPTURE(b);
    const auto of_a = answers.of(a), of_b = answers.of(b);
    const auto both = answers.of("(" + a + ") and (" + b + ")"), either = answers.of("(" + a + ") or (" + b + ")");
    for (std::size_t at = 0; at < of_a.size(); ++at) {
      CHECK(both[at] == (of_a[at] && of_b[at]));
      CHECK(either[at] == (of_a[at] || of_b[at]));
      seen.insert(both[at]);
    }
    CHECK(answers.of("not ((" + a + ") and (" + b + "))") == answers.of("not (" + a + ") or not (" + b + ")"));
    CHECK(answers.of("not ((" + a + ") or (" + b + "))") == answers.of("not (" + a + ") and not (" + b + ")"));
    CHECK(answers.of("not (not (" + a + "))") == of_a);
  }
  CHECK(seen.size() == 3);
}
