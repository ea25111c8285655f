// What findings claim, tried on the engine: random sites made of few parts, random attempts on each (fixed seed). A
// policy that "is never reached" never decides, one that "lets nobody in" never accepts, whoever asks.
#include <random>
#include <set>

#include "analysis/lints.hpp"
#include "model/tables/tunnel_types.hpp"
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
                           "Windows-Groups: Day",
                           "MS-RAS-Vendor: 311",
                           "NAS-IP-Address: 192.0.2.0/24",
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
const Texts kGroupConditions = {"Windows-Groups: Staff",          "Windows-Groups: Night",  "Windows-Groups: Day",
                                "Windows-Groups: [Staff, Day]",   "NAS-Port-Type: Virtual", "NAS-Port-Type: Async",
                                "NAS-Port-Type: [Virtual, Async]"};
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
    "  groups: { Staff: {}, Night: { member-of: [Staff] }, Nobody: {}, Day: {} }\n"
    "  users:\n"
    "    ann: { groups: [Staff] }\n"
    "    adam: { groups: [Night], dial-in: { permission: allow } }\n"
    "    bob: { groups: [Day], dial-in: { permission: allow } }\n"
    "    ben: { groups: [Night], dial-in: { permission: deny } }\n";

// What is around the policies, each by itself wrong or right.
const Texts kNetworks = {
    "",
    "network: { name-resolution: fails }\n",
    "network: { route: down }\n",
    "network: { devices: [{ name: edge, gre: cannot-forward }] }\n",
    "network: { devices: [{ name: edge, to-server: { default: drop, except: [tcp any -> any port 1723, "
    "protocol 47 any -> any] } }] }\n",
    "network: { devices: [{ name: edge, to-server: { default: drop, except: [udp any -> any port 500, "
    "udp any -> any port 4500, protocol 50 any -> any] } }] }\n"};
const Texts kAround = {"",
                       ", ports: { PPTP: { count: 5 }, L2TP: { count: 5 } }",
                       ", ports: { PPTP: { count: 5 }, L2TP: { count: 0 } }",
                       ", ports: { PPTP: { inbound: false }, L2TP: { count: 5 } }",
                       ", ports: { PPTP: { count: 0 }, L2TP: { inbound: false } }",
                       ", ipsec: { policy-agent: stopped }",
                       ", ipsec: { certificate: missing }",
                       ", ipsec: { certificate: missing, preshared-key: k }",
                       ", service: { state: stopped }"};
const Texts kRadiusServers = {"",
                              ", radius-servers: { IAS: { secret: a, secret-there: b } }",
                              ", radius-servers: { IAS: { secret: a, secret-there: a } }",
                              ", radius-servers: { IAS: { secret: a, secret-there: b }, IAS2: {} }",
                              ", radius-servers: { IAS: { authentication-port: 1800 } }",
                              ", radius-servers: { IAS: { state: stopped }, IAS2: { knows-this-client: false } }"};

std::string conditions(Random& random, const Texts& from, std::size_t least = 0) {
  std::string out;
  for (std::size_t left = least + random.below(3 - least); left > 0; --left) {
    const std::string& one = random.of(from);
    out += (out.empty() ? "" : ", ") + (one.starts_with('\'') ? one : "{ " + one + " }");
  }
  return "conditions: [" + out + "]";
}

std::string random_site(Random& random, bool has_world, const Texts& of_policies) {
  const bool is_nps = random.below(3) == 0;
  std::string out = is_nps ? "dialect: nps\n" : "dialect: windows-2003\n";
  out += random.of(kHeads);
  // No RADIUS at all, only this server as a client, or other access servers beside it.
  const bool is_radius = is_nps || random.below(3) == 0;
  out += "server: { address: 192.0.2.1, authentication: { methods: " + random.of(kServers) +
         (is_radius ? ", provider: radius" : "") + (is_radius && has_world ? random.of(kRadiusServers) : "") + " }" +
         (has_world ? random.of(kAround) : "") + " }\n";
  if (has_world) out += random.of(kNetworks);
  const bool has_others = random.below(3) == 0, is_lost = has_world && random.below(4) == 0;
  if (is_radius)
    out += "radius-clients: { RRAS: { address: 192.0.2." + std::string(is_lost ? "10" : "1") + " }" +
           std::string(has_others ? ", AP: { address: 192.0.2.9 }, GW: { address: 198.51.100.0/24 }" : "") + " }\n";
  out += kDirectory;
  if (has_world && random.below(4) == 0)
    out += random.of({"  server-access: { joined: false }\n",
                      "  server-access: { ras-and-ias-servers: { server-is-member: false } }\n"});
  out += "request-policies:\n";
  for (std::size_t i = 0, count = 1 + random.below(3); i < count; ++i)
    out += "  - { name: R" + std::to_string(i) + ", " + conditions(random, kRequestConditions) +
           (random.below(8) == 0 ? ", authentication: [PAP, EAP-TLS]" : "") + " }\n";
  out += "  - { name: R }\n";
  out += "policies:\n";
  const bool is_short = of_policies.size() < kConditions.size();  // more policies, so that some take what is left
  for (std::size_t i = 0, count = (is_short ? 4 : 2) + random.below(4); i < count; ++i) {
    out += "  - { name: P" + std::to_string(i) + ", permission: " + (random.below(4) == 0 ? "deny" : "grant") + ", " +
           conditions(random, of_policies, is_short ? 1 : 0) + ", profile: { " + random.of(kProfiles) + " }";
    if (is_nps && random.below(3) == 0)
      out += random.below(2) == 0 ? ", source: Remote-access-server" : ", source: DHCP-server";
    if (is_nps && random.below(6) == 0) out += ", enabled: false";
    if (random.below(5) == 0) out += ", ignore-user-dial-in-properties: true";
    out += " }\n";
  }
  return out;
}

/// From everybody who may ask: this server's tunnels and modems, its own address, each RADIUS client by name and by
/// address, a device that nobody has described.
std::string random_asker(Random& random, const TestSite& site) {
  if (random.below(2) == 0) return random.of({"tunnel: PPTP", "tunnel: L2TP", "tunnel: none", "tunnel: none, to: '9'"});
  Texts devices = {"192.0.2.1", "192.0.2.9", "198.51.100.7", "203.0.113.9"};
  for (const RadiusClient& client : site.site->radius_clients) devices.push_back(client.name);
  return "nas: " + random.of(devices) + ", " +
         random.of({"port-type: Virtual", "port-type: Async", "port-type: Wireless-IEEE-802.11, to: '9'",
                    "port-type: Ethernet", "tunnel: PPTP", "tunnel: L2TP"});
}

std::string random_attempt(Random& random, const TestSite& site) {
  const Texts times = {"2003-11-03T09:00", "2003-11-03T11:00", "2003-11-04T09:00", "2003-11-05T09:00"};
  return "{ user: " + random.of({"ann", "adam", "bob", "ben"}) + ", at: " + random.of(times) + ", from: '" +
         random.of({"1", "2", "3"}) + "', " + random_asker(random, site) +
         ", authentication: " + random.of({"PAP", "CHAP", "MS-CHAP-v2", "EAP-TLS"}) +
         ", encryption: { requires: " + random.of({"none", "optional", "required"}) + ", can: [strong, strongest] } }";
}

bool is_broken(const Finding& finding, const Case& decided_case) {
  const Attempt& attempt = decided_case.explained.attempt;
  const Decision& decision = decided_case.explained.decision;
  constexpr std::int64_t kPptp = 1;
  const bool is_own = attempt[FieldId::nas].presence == Presence::absent;
  const bool is_let_in = decision.answer.value == Answer::accept && decision.outcome != Outcome::not_connected;
  if (finding.is_of_own_server && !is_own) return false;
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
      if (finding.account != nullptr)
        return decision.policy.is_present() && decision.answer.value == Answer::accept &&
               attempt[FieldId::user].text == finding.account->name;
      return is_it && decision.answer.value == Answer::accept;
    case Claim::never_connects:
      return is_it && attempt[FieldId::tunnel].is(kPptp) && decision.outcome != Outcome::not_connected;
    case Claim::nobody_connects:
      return is_own && is_let_in;
    case Claim::no_tunnel_connects: {
      const bool is_type = !finding.tunnel || attempt[FieldId::tunnel].is(row_of(*finding.tunnel).number);
      return is_own && is_type && attempt.tunnel().is(kCall) == Truth::no && is_let_in;
    }
  }
  return true;
}

}  // namespace

namespace {

struct Tried {
  std::map<std::string, int> claims{};  // by id: how many findings have one
  int attempts = 0, by_policy = 0, of_others = 0;
};

Tried try_claims(Random& random, int sites, int attempts, bool has_world, const Texts& of_policies = kConditions) {
  Tried out;
  for (int i = 0; i < sites; ++i) {
    const std::string text = random_site(random, has_world, of_policies);
    CAPTURE(text);
    TestSite site(text);
    CAPTURE(codes(site.diags));
    REQUIRE(site.compiled);
    const Findings found = find_all(*site.compiled, std::nullopt);
    for (const Finding& finding : found) out.claims[std::string(finding.id)] += finding.claim == Claim::none ? 0 : 1;
    for (int n = 0; n < attempts; ++n) {
      const std::string attempt = random_attempt(random, site);
      CAPTURE(attempt);
      const Case decided_case(site, attempt);
      REQUIRE_FALSE(site.diags.has_errors());
      const bool is_decided = decided_case.explained.decision.policy.is_present();
      const bool is_other = decided_case.attempt[FieldId::nas].presence != Presence::absent;
      ++out.attempts;
      out.by_policy += is_decided ? 1 : 0;
      out.of_others += is_decided && is_other ? 1 : 0;
      for (const Finding& finding : found) {
        CAPTURE(finding.message);
        CHECK_FALSE(is_broken(finding, decided_case));
      }
    }
  }
  return out;
}

void check_tried(const Tried& tried, std::initializer_list<const char*> ids) {
  for (const char* id : ids) {
    CAPTURE(std::string(id));
    const auto found = tried.claims.find(id);
    CHECK((found == tried.claims.end() ? 0 : found->second) >= 20);
  }
}

}  // namespace

// The counts show that the tests say something.
TEST_CASE("lints: what a finding claims of policies holds of every random attempt") {
  Random random;
  const Tried tried = try_claims(random, 2400, 8, false);
  CHECK(tried.by_policy > tried.attempts / 4);
  CHECK(tried.of_others > tried.attempts / 20);
  check_tried(tried, {"policy-after-unconditional", "shadowed-policy", "schedule-never-open",
                      "schedules-exclude-each-other", "empty-group", "no-usable-method", "encryption-without-keys",
                      "never-sent-attribute", "name-in-number-pattern", "groups-without-common-member",
                      "network-as-pattern", "no-such-client", "account-kept-out"});
}

TEST_CASE("lints: what a finding claims of policies for few groups holds of every random attempt") {
  Random random;
  const Tried tried = try_claims(random, 800, 8, false, kGroupConditions);
  check_tried(tried, {"shadowed-policy", "shadowed-by-several", "groups-without-common-member"});
}

TEST_CASE("lints: what a finding claims of the server and the way to it holds of every random attempt") {
  Random random;
  const Tried tried = try_claims(random, 2000, 6, true);
  CHECK(tried.by_policy > tried.attempts / 20);
  check_tried(tried,
              {"secrets-differ", "radius-server-silent", "server-not-a-client", "cannot-read-accounts",
               "server-out-of-reach", "no-inbound-port", "tunnel-not-served", "tunnel-blocked", "ipsec-not-ready"});
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
