// Causes: every row of the table ends some attempt, and says what to do.
#include <algorithm>
#include <set>

#include "engine/stages/checks.hpp"
#include "engine/trace/cause_sources.hpp"
#include "model/tables/ras_errors.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

struct Row {
  const char* cause;
  const char* account;  // of alice
  const char* site;
  const char* fields;
  std::uint32_t live_sessions = 0;
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
  {"server-unreachable",                kNone, "network: { route: down }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"pptp-control-blocked",              kNone, "network: { devices: [{ name: FW, to-server: { default: forward, except: tcp any -> any port 1723 } }] }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"gre-blocked",                       kNone, "network: { devices: [{ name: FW, to-server: { default: forward, except: protocol 47 any -> any } }] }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"gre-unsupported-by-firewall",       kNone, "network: { devices: [{ name: FW, gre: cannot-forward }] }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"l2tp-traffic-blocked",              kNone, "network: { devices: [{ name: FW, to-server: { default: forward, except: udp any -> any port 500 } }] }\n" "policies: [{ name: P, permission: grant }]\n", "tunnel: L2TP"},
  {"sstp-blocked",                      kNone, "dialect: nps\nnetwork: { devices: [{ name: FW, to-server: { default: forward, except: tcp any -> any port 443 } }] }\n" "policies: [{ name: P, permission: grant }]\n", "tunnel: SSTP"},
  {"wan-filter-blocks-vpn",             kNone, "server: { internet-interface: { filters: { input: { default: drop } } } }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"rras-not-started",                  kNone, "server: { service: { state: stopped } }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"remote-access-disabled",            kNone, "server: { service: { remote-access: disabled } }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"server-not-listening",              kNone, "server: { ports: { PPTP: { inbound: false, demand-dial: false }, L2TP: { inbound: false, demand-dial: false } } }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"ports-not-inbound-enabled",         kNone, "server: { ports: { PPTP: { inbound: false, demand-dial: true } } }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"tunnel-protocol-unsupported",       kNone, "server: { ports: { L2TP: { count: 0 } } }\n" "policies: [{ name: P, permission: grant }]\n", "tunnel: L2TP"},
  {"edition-limit-web",                 kNone, "server: { edition: web }\n" "policies: [{ name: P, permission: grant }]\n", "", 1},
  {"edition-limit-standard",            kNone, "server: { edition: standard }\n" "policies: [{ name: P, permission: grant }]\n", "", 1000},
  {"ports-exhausted",                   kNone, "server: { ports: { PPTP: { count: 2, used-by-demand-dial: 2 } } }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"l2tp-certificate-problem",          kNone, "server: { ipsec: { certificate: expired } }\n" "policies: [{ name: P, permission: grant }]\n", "tunnel: L2TP"},
  {"l2tp-preshared-key-mismatch",       kNone, "server: { ipsec: { preshared-key: a } }\n" "policies: [{ name: P, permission: grant }]\n", "tunnel: L2TP, client: { preshared-key: b }"},
  {"l2tp-server-behind-nat",            kNone, "network: { devices: [{ name: FW, nat: server }] }\n" "policies: [{ name: P, permission: grant }]\n", "tunnel: L2TP"},
  {"ipsec-agent-stopped",               kNone, "server: { ipsec: { policy-agent: stopped } }\n" "policies: [{ name: P, permission: grant }]\n", "tunnel: L2TP"},
  {"profile-server-conflict-auth",      kNone, "policies: [{ name: P, permission: grant, profile: { authentication: [PAP] } }]\n", ""},
  {"auth-provider-misconfigured",       kNone, "server: { authentication: { provider: radius, radius-servers: {} } }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"radius-unreachable-filtered",       kNone, "server: { internet-interface: { filters: vpn-role }, authentication: { provider: radius, radius-servers: { IAS1: { over: internet } } } }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"ad-server-not-joined",              kNone, "directory: { server-access: { joined: false } }\n" "policies: [{ name: P, permission: grant }]\n", ""},
  {"ad-group-missing",                  kNone, "ras: exists: false", ""},
  {"ad-group-wrong-type",               kNone, "ras: scope: global", ""},
  {"ad-access-check-no-read",           kNone, "ras: read-access-check: false", ""},
  {"ad-computer-not-member",            kNone, "ras: server-is-member: false", ""},
  {"ad-membership-cache-stale",         kNone, "ras: server-was-member-at-start: false", ""},
  {"nt4-pre-w2k-access",                kNone, "mode: mixed, nt4", ""},
  {"profile-server-conflict-multilink", kNone, "server: { multilink: { enabled: false } }\npolicies: [{ name: P, permission: grant, profile: { multilink: { use: allowed } } }]\n", ""},
  {"profile-server-conflict-bap",       kNone, "server: { multilink: { bap: false } }\npolicies: [{ name: P, permission: grant, profile: { multilink: { bap-required: true } } }]\n", ""},
  {"no-common-encryption",              kNone, "policies: [{ name: P, permission: grant, profile: { authentication: [PAP], encryption: [strongest] } }]\nserver: { authentication: { methods: [PAP] } }\n", "authentication: PAP, encryption: required"},
  {"policy-encryption-level-mismatch",  kNone, "policies: [{ name: P, permission: grant, profile: { encryption: [basic] } }]\n", "encryption: strongest"},
  {"ias-policy-encryption-check",       kNone, "server: { authentication: { provider: radius } }\npolicies: [{ name: P, permission: grant, profile: { encryption: [basic] } }]\n", "encryption: strongest"},
  {"lan-protocol-not-enabled",          kNone, "server: { protocols: { IP: { enabled: false } } }\npolicies: [{ name: P, permission: grant }]\n", ""},
  {"static-pool-exhausted",             kNone, "server: { addresses: { static-pool: [172.16.5.1] } }\npolicies: [{ name: P, permission: grant }]\n", ""},
  {"dhcp-address-unavailable",          kNone, "server: { addresses: { adapter: LAN } }\nintranet: { adapters: { LAN: { dhcp: available, scope: 10.1.8.1 } } }\npolicies: [{ name: P, permission: grant }]\n", ""},
  {"static-address-unavailable",        kNone, "policies: [{ name: P, permission: grant }]\n", "client: { address: 10.1.2.3 }"},
  {"ipx-node-request-denied",           kNone, "server: { protocols: { IPX: { enabled: true } } }\npolicies: [{ name: P, permission: grant }]\n", "client: { protocols: IPX, ipx-node: yes }"},
  {"ipx-network-number-conflict",       kNone, "server: { protocols: { IPX: { enabled: true, network-numbers: 00000100-000001FF } } }\nintranet: { ipx-networks: '00000142' }\npolicies: [{ name: P, permission: grant }]\n", "client: { protocols: IPX }"},
  {"callback-number-rejected",        "dial-in: { callback: set-by-caller }", kGrant, "tunnel: none, callback-to: home"},
};
// clang-format on

/// Causes of the endings of the row's attempt; three failures of alice are counted.
std::set<CauseId> causes_of(const Row& row) {
  // `mode:` is of the domain, `ras:` of the group that the server needs; the server is then an NT 4.0 one, or not.
  std::string extra = row.site;
  const bool is_mode = extra.starts_with("mode:");
  const bool is_ras = extra.starts_with("ras:");
  const bool is_nt4 = extra.ends_with(", nt4");
  if (is_nt4) extra.resize(extra.size() - 5);
  const bool is_directory = extra.starts_with("directory:");
  const std::string access = is_ras   ? ", server-access: { ras-and-ias-servers: {" + extra.substr(4) + " } }"
                             : is_nt4 ? ", server-access: { everyone-in-pre-windows-2000-compatible-access: false }"
                             : is_directory ? ", server-access: { joined: false }"
                                            : "";
  const std::string site_text = "directory: { domain: { name: HOME" + (is_mode ? ", " + extra : "") +
                                " }, users: { alice: { " + row.account + " } }" + access + " }\n" +
                                (is_mode || is_ras || is_directory ? kGrant : extra) +
                                (is_nt4 ? "server: { version: nt4 }\n" : "");
  const std::string fields = row.fields;
  TestSite site(site_text);
  REQUIRE(site.compiled);
  const std::string user = fields.find("user:") == std::string::npos ? "user: alice, " : "";
  const Attempt attempt = site.attempt("{ " + user + "at: 2003-11-03T09:00, " + fields + " }");
  REQUIRE_FALSE(site.diags.has_errors());
  World world = world_at(attempt);
  world.denials["alice"] = {3, world.clock.value};
  world.live_sessions = row.live_sessions;
  const Explained explained = explain(*site.compiled, world, attempt);
  std::set<CauseId> out;
  for (const PossibleResult& ending : explained.trace.endings) {
    out.insert(ending.cause);
    if (ending.cause != kNoCause) {
      const std::vector<StageId> of = stages_of(ending.cause);
      CHECK(std::find(of.begin(), of.end(), ending.stage) != of.end());
    }
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
  // Those of connections that are up, or that no client sees: reach_test and probe_test have them.
  std::string missing;
  for (const std::string_view id : left) missing += std::string(id) + " ";
  CHECK(missing ==
        "dhcp-unavailable-apipa dhcp-wrong-adapter icmp-filtered lan-protocol-no-network-access "
        "no-route-to-static-pool pool-overlaps-lan profile-packet-filter-blocks radius-accounting-filtered ");
}

TEST_CASE("causes: ids are unique and kebab-case") {
  std::set<std::string_view> ids;
  for (const Cause& cause : kCauses) {
    CAPTURE(std::string(cause.id));
    CHECK(ids.insert(cause.id).second);
    CHECK(cause.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos);
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

TEST_CASE("causes: reasons and client errors are rows of their tables") {
  for (const Cause& cause : kCauses) {
    CAPTURE(std::string(cause.id));
    if (cause.reason != 0 && cause.id != "eap-failed") CHECK(find_reason(cause.reason) != nullptr);
    for (const ClientError& error : {cause.before_vista, cause.from_vista})
      if (error.number != 0) CHECK(find_ras_error(error.number) != nullptr);
  }
}

TEST_CASE("causes: each one is of a check, of a rule of the permission, or of a choice") {
  std::set<CauseId> used;
  for (const Check& check : checks()) used.insert(check.cause);
  for (const PermissionRule& rule : permission_rules())
    if (rule.rejects()) used.insert(rule.cause);
  std::string others;
  for (std::size_t row = 0; row < kCauses.size(); ++row)
    if (!used.contains(static_cast<CauseId>(row))) others += std::string(kCauses[row].id) + " ";
  CHECK(others ==
        "no-request-policy remote-radius-rejected remote-group-missing remote-radius-unsendable remote-radius-timeout "
        "remote-radius-malformed no-matching-policy permission-denied icmp-filtered radius-accounting-filtered "
        "lan-protocol-no-network-access no-route-to-static-pool dhcp-unavailable-apipa dhcp-wrong-adapter "
        "pool-overlaps-lan profile-packet-filter-blocks ");
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

TEST_CASE("causes: every row of the troubleshooting document has a cause, and every row that a cause names is one") {
  std::set<std::string_view> rows;
  for (const Trouble& row : kTroubles) CHECK(rows.insert(row.id).second);
  std::set<std::string_view> named;
  for (const Cause& cause : kCauses)
    if (!cause.row.empty()) named.insert(cause.row);
  CHECK(rows == named);
}
