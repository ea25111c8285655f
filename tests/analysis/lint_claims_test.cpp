// What findings claim, tried on the engine: random sites made of few parts, random attempts on each (fixed seed). A
// policy that "is never reached" never decides, one that "lets nobody in" never accepts.
#include <random>
#include <set>

#include "analysis/lints.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

using Texts = std::vector<std::string>;

class Random {
 public:
  std::size_t below(std::size_t count) { return random_() % count; }
  const std::string& of(const Texts& texts) { return texts[below(texts.size())]; }

 private:
  std::mt19937 random_{20031103};  // its numbers are the same everywhere; distributions are not
};

// Few of each, so that one often follows from another one.
const Texts kConditions = {"Windows-Groups: Staff",
                           "Windows-Groups: Night",
                           "Windows-Groups: [Staff, Night]",
                           "Windows-Groups: Nobody",
                           "NAS-Port-Type: Virtual",
                           "NAS-Port-Type: [Virtual, Async]",
                           "'MATCH(\"NAS-Port-Type=^5$\")'",
                           "'MATCH(\"NAS-Port-Type=Virtual\")'",
                           "Tunnel-Type: PPTP",
                           "Tunnel-Type: [PPTP, L2TP]",
                           "Day-And-Time-Restrictions: always",
                           "Day-And-Time-Restrictions: never",
                           "Day-And-Time-Restrictions: Mon",
                           "Day-And-Time-Restrictions: Mon 08:00-12:00",
                           "Day-And-Time-Restrictions: Tue",
                           "Calling-Station-Id: '^1'",
                           "Calling-Station-Id: ['^1', '^2']",
                           "Called-Station-Id: '9'",
                           "Client-Friendly-Name: x",
                           "Authentication-Type: [PAP, MS-CHAP-v2]",
                           "Authentication-Type: PAP"};
const Texts kRequestConditions = {"NAS-Port-Type: Virtual",
                                  "NAS-Port-Type: [Virtual, Async]",
                                  "User-Name: '^a'",
                                  "User-Name: ['^a', '^b']",
                                  "Day-And-Time-Restrictions: always",
                                  "Day-And-Time-Restrictions: Mon",
                                  "Calling-Station-Id: '^1'",
                                  "NAS-IPv6-Address: x",
                                  "Client-IP-Address: '^1'"};
const Texts kProfiles = {"",
                         "authentication: [EAP-TLS]",
                         "authentication: []",
                         "authentication: [PAP, EAP-TLS], encryption: strong",
                         "authentication: [PAP, CHAP], encryption: [basic, strong]",
                         "day-and-time-restrictions: never",
                         "day-and-time-restrictions: Tue",
                         "day-and-time-restrictions: Mon 10:00-14:00",
                         "encryption: strongest"};
const Texts kServers = {"[MS-CHAP-v2]", "[PAP]", "[PAP, MS-CHAP-v2]", "[EAP]", "[EAP, PAP, CHAP, MS-CHAP-v2]"};
const Texts kHeads = {"", "readings: { policy-deny-beats-user-allow: true }\n",
                      "readings: { constraints-before-permission: true, no-match-accepts-allowed: true }\n",
                      "readings: { source-two-passes: true }\n"};
constexpr std::string_view kDirectory =
    "directory:\n"
    "  groups: { Staff: {}, Night: { member-of: [Staff] }, Nobody: {} }\n"
    "  users:\n"
    "    ann: { groups: [Staff] }\n"
    "    adam: { groups: [Night], dial-in: { permission: allow } }\n"
    "    bob: { dial-in: { permission: allow } }\n"
    "    ben: { groups: [Night], dial-in: { permission: deny } }\n";

std::string conditions(Random& random, const Texts& from) {
  std::string out;
  for (std::size_t left = random.below(3); left > 0; --left) {
    const std::string& one = random.of(from);
    out += (out.empty() ? "" : ", ") + (one.starts_with('\'') ? one : "{ " + one + " }");
  }
  return "conditions: [" + out + "]";
}

std::string random_site(Random& random) {
  const bool is_nps = random.below(3) == 0;
  std::string out = is_nps ? "dialect: nps\n" : "dialect: windows-2003\n";
  out += random.of(kHeads);
  // The only RADIUS client, or no RADIUS at all: no other access server can ask.
  const bool is_radius = is_nps || random.below(3) == 0;
  out += "server: { address: 192.0.2.1, authentication: { methods: " + random.of(kServers) +
         (is_radius ? ", provider: radius" : "") + " } }\n";
  if (is_radius) out += "radius-clients: { own: { address: 192.0.2.1 } }\n";
  out += kDirectory;
  out += "request-policies:\n";
  for (std::size_t i = 0, count = 1 + random.below(3); i < count; ++i)
    out += "  - { name: R" + std::to_string(i) + ", " + conditions(random, kRequestConditions) +
           (random.below(8) == 0 ? ", authentication: [PAP, EAP-TLS]" : "") + " }\n";
  out += "  - { name: R }\n";
  out += "policies:\n";
  for (std::size_t i = 0, count = 2 + random.below(4); i < count; ++i) {
    out += "  - { name: P" + std::to_string(i) + ", permission: " + (random.below(4) == 0 ? "deny" : "grant") + ", " +
           conditions(random, kConditions) + ", profile: { " + random.of(kProfiles) + " }";
    if (is_nps && random.below(3) == 0)
      out += random.below(2) == 0 ? ", source: Remote-access-server" : ", source: DHCP-server";
    if (is_nps && random.below(6) == 0) out += ", enabled: false";
    if (random.below(5) == 0) out += ", ignore-user-dial-in-properties: true";
    out += " }\n";
  }
  return out;
}

std::string random_attempt(Random& random) {
  const Texts times = {"2003-11-03T09:00", "2003-11-03T11:00", "2003-11-04T09:00", "2003-11-05T09:00"};
  const Texts ways = {"tunnel: PPTP", "tunnel: L2TP", "tunnel: none", "tunnel: none, to: '9'"};
  return "{ user: " + random.of({"ann", "adam", "bob", "ben"}) + ", at: " + random.of(times) + ", from: '" +
         random.of({"1", "2", "3"}) + "', " + random.of(ways) +
         ", authentication: " + random.of({"PAP", "CHAP", "MS-CHAP-v2", "EAP-TLS"}) +
         ", encryption: { requires: " + random.of({"none", "optional", "required"}) + ", can: [strong, strongest] } }";
}

bool is_broken(const Finding& finding, const Attempt& attempt, const Decision& decision) {
  constexpr std::int64_t kPptp = 1;
  const bool is_it =
      finding.policy != kNoPolicy
          ? decision.policy.is_present() && decision.policy.value == finding.policy
          : decision.request_policy.is_present() && decision.request_policy.value == finding.request_policy;
  switch (finding.claim) {
    case Claim::none:
      return false;
    case Claim::never_decides:
      return is_it;
    case Claim::never_lets_in:
      return is_it && decision.answer.value == Answer::accept;
    case Claim::never_connects:
      return is_it && attempt[FieldId::tunnel].is(kPptp) && decision.outcome != Outcome::not_connected;
  }
  return true;
}

}  // namespace

TEST_CASE("lints: what a finding claims holds of every random attempt") {
  constexpr int kSites = 600, kAttempts = 25;
  Random random;
  std::map<std::string, int> tried;
  int decided_by_policy = 0;
  for (int i = 0; i < kSites; ++i) {
    const std::string text = random_site(random);
    CAPTURE(text);
    TestSite site(text);
    CAPTURE(codes(site.diags));
    REQUIRE(site.compiled);
    const Findings found = find_all(*site.compiled, std::nullopt);
    for (const Finding& finding : found) tried[std::string(finding.id)] += finding.claim == Claim::none ? 0 : 1;
    for (int n = 0; n < kAttempts; ++n) {
      const std::string attempt = random_attempt(random);
      CAPTURE(attempt);
      const Case decided_case(site, attempt);
      REQUIRE_FALSE(site.diags.has_errors());
      const Decision& decision = decided_case.explained.decision;
      decided_by_policy += decision.policy.is_present() ? 1 : 0;
      for (const Finding& finding : found) {
        CAPTURE(finding.message);
        CHECK_FALSE(is_broken(finding, decided_case.attempt, decision));
      }
    }
  }
  // Otherwise the test would say nothing.
  CHECK(decided_by_policy > kSites * kAttempts / 4);
  for (const char* id : {"policy-after-unconditional", "shadowed-policy", "schedule-never-open",
                         "schedules-exclude-each-other", "empty-group", "no-usable-method", "encryption-without-keys",
                         "never-sent-attribute", "name-in-number-pattern"}) {
    CAPTURE(std::string(id));
    CHECK(tried[id] >= 20);
  }
}

TEST_CASE("lints: an account whose logon hours never come is never let in, a policy is bypassed by whom it names") {
  TestSite site(
      "directory:\n  users:\n    ann: { account: { logon-hours: never UTC } }\n"
      "    bob: { dial-in: { permission: allow } }\n    ben: {}\n"
      "policies: [{ name: P, permission: deny, conditions: [{ NAS-Port-Type: Virtual }] }]\n");
  REQUIRE(site.compiled);
  CHECK(find_all(*site.compiled, std::nullopt).size() == 2);
  for (int hour = 0; hour < 24 * 7; ++hour) {
    const std::string day = std::to_string(10 + hour / 24), clock = std::to_string(100 + hour % 24).substr(1);
    const std::string rest = ", from: '1', at: '2003-11-" + day + "T" + clock + ":30' }";
    CHECK(Case(site, "{ user: ann" + rest).field("reason") == "37");
    CHECK(Case(site, "{ user: bob" + rest).field("decision") == "accept");
    CHECK(Case(site, "{ user: ben" + rest).field("decision") == "reject");
  }
}

TEST_CASE("lints: an address that a pattern is said to match by accident is matched by the engine") {
  struct Row {
    const char* pattern;
    const char* meant;
  };
  for (const Row& row :
       {Row{"^10.1.", "10.1.2.3"}, Row{"10\\.1\\.", "10.1.2.3"}, Row{"^192.0.2.", "192.0.2.9"},
        Row{"1.2.3.4", "1.2.3.4"}, Row{"^172\\.16\\.5\\.1", "172.16.5.1"}, Row{"10.1.*", "10.1.0.0"}}) {
    CAPTURE(std::string(row.pattern));
    TestSite site("policies: [{ name: P, conditions: [{ Calling-Station-Id: '" + std::string(row.pattern) +
                  "' }] }]\ndirectory: { users: { ann: {} } }\n");
    REQUIRE(site.compiled);
    const Findings found = find_all(*site.compiled, std::nullopt);
    REQUIRE_FALSE(found.empty());
    for (const Finding& finding : found) {
      const std::size_t at = finding.message.rfind("`", finding.message.size() - 2) + 1;
      const std::string address = finding.message.substr(at, finding.message.size() - 1 - at);
      CAPTURE(address);
      const std::size_t fix = finding.fix.find('`') + 1;
      const std::string fixed = finding.fix.substr(fix, finding.fix.size() - 1 - fix);
      CAPTURE(fixed);
      TestSite mended("policies: [{ name: P, conditions: [{ Calling-Station-Id: '" + fixed +
                      "' }] }]\ndirectory: { users: { ann: {} } }\n");
      REQUIRE(mended.compiled);
      CHECK(find_all(*mended.compiled, std::nullopt).empty());
      const auto policy_for = [](TestSite& of, const std::string& from) {
        return Case(of, "{ user: ann, at: 2003-11-03T09:00, from: " + from + " }").field("policy");
      };
      CHECK(policy_for(site, address) == "P");
      CHECK(policy_for(mended, address) == "-");
      CHECK(policy_for(mended, row.meant) == "P");
    }
  }
}
