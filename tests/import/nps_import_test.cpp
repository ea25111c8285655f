// Exports of NPS: each quirk of the format on a fixture of its own, and what the imported policies decide.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "model/site/effective.hpp"
#include "tests/import/nps_fixture.hpp"

using namespace rapsim;        // NOLINT: a test
using namespace rapsim::test;  // NOLINT: a test

namespace {

constexpr std::string_view kUsers = "  users: { alice: { groups: [Group 1105] }, bob: {} }\n  complete: true";
constexpr std::string_view kNoGroups = "  users: { alice: {}, bob: {} }\n  complete: true";

/// Two policies; the second in the file is the first in order.
NpsText two_policies() {
  NpsText out;
  out.profiles = object("Rest", methods({4, 10}) + property("msNPAllowDialin", "0")) + object("Staff", everybody());
  out.policies =
      object("Rest", any_time() + property("msNPSequence", "999999") + property("msNPAction", "Rest")) +
      object("Staff", property("msNPConstraint", "NTGROUPS(\"S-1-5-21-1-2-3-1105\")") + property("msNPSequence", "1"));
  out.request_policies = object("All", any_time() + property("msNPSequence", "999999"));
  out.request_profiles = object("All", property("msAuthProviderType", "1"));
  return out;
}

std::string with(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

std::string utf16(const std::string& ascii, bool is_big) {
  std::string out = is_big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) out += is_big ? std::string{'\0', c} : std::string{c, '\0'};
  return out;
}

/// Without comments, which name lines.
std::string without_comments(const std::string& yaml) { return std::regex_replace(yaml, std::regex(" *#[^\n]*"), ""); }

/// The site, loaded and printed.
std::string printed(const std::string& yaml) {
  TestSite site(yaml, "");
  return site.site ? effective_yaml(*site.site, site.sources) : codes(site.diags);
}

}  // namespace

TEST_CASE("import nps-export: the order is that of msNPSequence, and profiles go by the policy's name") {
  const NpsImport import(two_policies().text());
  REQUIRE_MESSAGE(import.imported, codes(import.diags));
  CHECK(import.decided("{user: alice, at: 2026-07-01T10:00}", kUsers) == "accept 0 - by Staff");
  CHECK(import.decided("{user: bob, at: 2026-07-01T10:00}", kUsers) == "reject 65 permission by Rest");
  CHECK(import.yaml().find("- name: Staff") < import.yaml().find("- name: Rest"));
}

TEST_CASE("import nps-export: without a directory, groups are unknown") {
  const NpsImport import(two_policies().text());
  CHECK(import.decided("{user: alice, at: 2026-07-01T10:00}").starts_with("? "));
  CHECK(import.yaml().find("complete: false") != std::string::npos);
  CHECK(import.report().find("accounts and groups") != std::string::npos);
}

TEST_CASE("import nps-export: forms of the same file give the same site") {
  const std::string plain = two_policies().text();
  const std::string wanted = without_comments(NpsImport(plain).yaml());
  struct Row {
    std::string_view what;
    std::string bytes;
  };
  for (const Row& row : {
           Row{"CRLF", with(plain, "\n", "\r\n")},
           Row{"mark of UTF-8", "\xEF\xBB\xBF" + plain},
           Row{"UTF-16 LE", utf16(plain, false)},
           Row{"UTF-16 BE", utf16(plain, true)},
           Row{"encoding named", with(plain, "version=\"1.0\"", "version=\"1.0\" encoding=\"utf-8\"")},
           Row{"copied out of a browser", with(with(plain, "\n<", "\n-<"), "\n", "\n\n")},
           Row{"a blank between children", with(plain, "><", ">\n   <")},
           Row{"blanks around values",
               with(with(plain, "dt:dt=\"string\">", "dt:dt=\"string\">\n    "), "</ms", "\n  </ms")},
           Row{"dt:dt first",
               with(plain, kDataTypes, R"( dt:dt="string" xmlns:dt="urn:schemas-microsoft-com:datatypes")")},
           Row{"quotes as entities", with(plain, "(\"", "(&quot;")},
           Row{"no xmlns", with(plain, R"( xmlns:dt="urn:schemas-microsoft-com:datatypes" dt)", " dt")},
           Row{"version 256", with(plain, ">257<", ">256<")},
           Row{"stale msNPAction", with(plain, ">Rest</msNPAction>", ">Copy of Rest</msNPAction>")},
       }) {
    INFO(row.what);
    const NpsImport import(row.bytes);
    CHECK_MESSAGE(without_comments(import.yaml()) == wanted, codes(import.diags));
  }
}

TEST_CASE("import nps-export: states of a policy") {
  NpsText text = two_policies();
  SUBCASE("disabled") {
    text.policies = with(text.policies, "<msNPSequence" + std::string(kDataTypes) + ">1<",
                         property("Policy_Enabled", "0") + "<msNPSequence" + std::string(kDataTypes) + ">1<");
    CHECK(NpsImport(text.text()).decided("{user: alice, at: 2026-07-01T10:00}", kUsers) ==
          "reject 65 permission by Rest");
  }
  SUBCASE("for another kind of access server") {
    text.policies = with(text.policies, "<msNPSequence" + std::string(kDataTypes) + ">1<",
                         property("Policy_SourceTag", "1") + "<msNPSequence" + std::string(kDataTypes) + ">1<");
    const NpsImport import(text.text());
    CHECK(import.yaml().find("source: Terminal-Server-Gateway") != std::string::npos);
    CHECK(import.decided("{user: alice, at: 2026-07-01T10:00}", kUsers) == "reject 65 permission by Rest");
  }
  SUBCASE("a kind that nobody knows is unknown") {
    text.policies = with(text.policies, "<msNPSequence" + std::string(kDataTypes) + ">1<",
                         property("Policy_SourceTag", "77") + "<msNPSequence" + std::string(kDataTypes) + ">1<");
    CHECK(NpsImport(text.text()).decided("{user: alice, at: 2026-07-01T10:00}", kUsers).starts_with("? "));
  }
  SUBCASE("equal numbers are said") {
    text.policies = with(text.policies, ">999999<", ">1<");
    CHECK(NpsImport(text.text()).report().find("have the same msNPSequence") != std::string::npos);
  }
  SUBCASE("the profile that only msNPAction names") {
    text.profiles = with(text.profiles, "name=\"Rest\"", "name=\"Old name\"");
    text.policies = with(text.policies, ">Rest<", ">Old name<");
    CHECK(NpsImport(text.text()).decided("{user: bob, at: 2026-07-01T10:00}", kUsers) ==
          "reject 65 permission by Rest");
  }
  SUBCASE("no profile at all is unknown") {
    text.profiles = object("Staff", everybody());
    const NpsImport import(text.text());
    CHECK(import.decided("{user: bob, at: 2026-07-01T10:00}", kUsers).starts_with("? "));
    CHECK(import.decided("{user: alice, at: 2026-07-01T10:00}", kUsers) == "accept 0 - by Staff");
  }
}

TEST_CASE("import nps-export: conditions in the readable form") {
  struct Row {
    std::string_view constraint, yaml;
  };
  for (const Row& row : {
           Row{"MATCH(\"NAS-Port-Type=^5$\")", "- NAS-Port-Type: Virtual "},
           Row{"MATCH(\"NAS-Port-Type=^19$|^18$\")", "- NAS-Port-Type: [Wireless-IEEE-802.11, Wireless-Other] "},
           Row{"MATCH(\"NAS-Port-Type=5\")", "- MATCH(\"NAS-Port-Type=5\") "},
           Row{"MATCH(\"NAS-Port-Type=^777$\")", "- MATCH(\"NAS-Port-Type=^777$\") "},
           Row{"MATCH(\"MS-RAS-Vendor=^311$\")", "- MS-RAS-Vendor: 311 "},
           Row{" MATCH ( \"Client-Friendly-Name=AOS\" ) ", "- Client-Friendly-Name: AOS "},
           Row{"MATCH(\"Called-Station-Id=HWR-Staff$\")", "- Called-Station-Id: HWR-Staff$ "},
           Row{"TIMEOFDAY(\"1 07:00-19:00; 2 07:00-19:00\")", "- Day-And-Time-Restrictions: Mon-Tue 07:00-19:00 "},
           Row{"USERNTGROUPS(\"S-1-5-21-1-2-3-1105\";\"S-1-5-21-1-2-3-513\")",
               "- Windows-User-Groups: [Group 1105, Domain Users] "},
           Row{"MACHINENTGROUPS(\"S-1-5-21-1-2-3-515\")", "- Windows-Machine-Groups: Domain Computers "},
           Row{"MATCH(\"Tunnel-Type=^3$\")", "- Tunnel-Type: L2TP "},
           Row{"MATCH(\"Acme-Badge=^1$\")", "- Not-Modelled: Acme-Badge "},
           Row{"MATCH(\"User-Name=^a\")", "- Not-Modelled: User-Name "},
           Row{"MATCH(\"Calling-Station-Id=(\")", "- Not-Modelled: Calling-Station-Id "},
           Row{"EXTENSION(\"x\")", "- Not-Modelled: condition "},
       }) {
    INFO(row.constraint);
    NpsText text = two_policies();
    text.policies = object("Staff", property("msNPConstraint", with(std::string(row.constraint), "\"", "&quot;")));
    const NpsImport import(text.text());
    CHECK_MESSAGE(import.yaml().find(row.yaml) != std::string::npos, import.yaml());
    CHECK(printed(import.yaml()).starts_with("format:"));
  }
}

TEST_CASE("import nps-export: a condition or limit that is not modelled makes unknown what it could change, no more") {
  const std::string at = "{user: alice, at: 2026-07-01T10:00}";
  const auto decided = [&](const std::string& constraint, const std::string& profile, const std::string& attempt) {
    NpsText text = two_policies();
    text.policies = object("Staff", constraint + property("msNPSequence", "1")) +
                    object("Rest", any_time() + property("msNPSequence", "2"));
    text.profiles = object("Staff", profile) + object("Rest", methods({4, 10}) + property("msNPAllowDialin", "0"));
    return NpsImport(text.text()).decided(attempt, kNoGroups);
  };
  const std::string eap_tls = "{user: alice, at: 2026-07-01T10:00, authentication: EAP, eap.type: EAP-TLS}";
  CHECK(decided(property("msNPConstraint", "MATCH(\"Acme=1\")"), everybody(), at).starts_with("? "));
  CHECK(decided(property("msNPConstraint", "MATCH(\"Acme=1\")") +
                    property("msNPConstraint", "MATCH(\"NAS-Port-Type=^19$\")"),
                everybody(), at) == "reject 65 permission by Rest");
  CHECK(decided(any_time(), everybody(), at) == "accept 0 - by Staff");
  CHECK(decided(any_time(), everybody() + property("msNPCallingStationID2", "555"), at).starts_with("? "));
  CHECK(decided(any_time(),
                methods({4, 10}) + property("msNPAllowDialin", "0") + property("msNPCallingStationID2", "555"), at)
            .starts_with("reject "));
  CHECK(decided(any_time(), methods({4, 10, 5}) + property("msNPAllowDialin", "1"), at) == "accept 0 - by Staff");
  CHECK(decided(any_time(), methods({4, 10, 5}) + property("msNPAllowDialin", "1"), eap_tls).starts_with("? "));
  CHECK(decided(any_time(), methods({4, 10, 5}, {"2b"}) + property("msNPAllowDialin", "1"), at) ==
        "accept 0 - by Staff");
  CHECK(decided(any_time(), methods({4, 10, 5}, {"0D"}) + property("msNPAllowDialin", "1"), eap_tls) ==
        "accept 0 - by Staff");
  CHECK(decided(any_time(), property("msNPAllowDialin", "1"), at).starts_with("? "));
  CHECK(decided(any_time(), methods({4, 10}), at).starts_with("? "));
}

TEST_CASE("import nps-export: limits and settings of a profile") {
  struct Row {
    std::string properties;
    std::string_view yaml;
  };
  for (const Row& row : {
           Row{methods({3, 9, 4, 10, 5, 1, 2, 7}, {"19", "1a", "0D", "04"}),
               "authentication: [MS-CHAP, MS-CHAP-CPW, MS-CHAP-v2, MS-CHAP-v2-CPW, PAP, MD5-CHAP, None, PEAP, "
               "EAP-MS-CHAP-v2, EAP-TLS, EAP-MD5]"},
           Row{property("msRASMPPEEncryptionPolicy", "2") + property("msRASMPPEEncryptionType", "4"),
               "encryption: [strongest]"},
           Row{property("msRASMPPEEncryptionPolicy", "1") + property("msRASMPPEEncryptionType", "14"),
               "encryption: [none, basic, strong, strongest]"},
           Row{property("msRADIUSSessionTimeout", "3600"), "session-timeout: 3600s"},
           Row{property("msRADIUSIdleTimeout", "600"), "idle-timeout: 600s"},
           Row{property("msNPTimeOfDay", "1 08:00-18:00; 2 08:00-18:00"),
               "day-and-time-restrictions: Mon-Tue 08:00-18:00"},
           Row{property("msNPCalledStationID", "5550100"), "called-station-id: 5550100"},
           Row{property("msNPAllowedPortTypes", "5") + property("msNPAllowedPortTypes", "15"),
               "nas-port-types: [Virtual, Ethernet]"},
           Row{property("msRADIUSFramedIPAddress", "-2"), "address: { assignment: server-must-supply }"},
           Row{property("msRADIUSFramedIPAddress", "-1062731519"),
               "address: { assignment: static, static: 192.168.1.1 }"},
           Row{property("msRADIUSPortLimit", "2") + property("msRASBapRequired", "1"),
               "multilink: { most-links: 2, bap-required: true }"},
           Row{property("msRADIUSTunnelPrivateGroupId", "20") + property("msRADIUSTunnelType", "13"),
               "Tunnel-Type: VLAN"},
           Row{property("msRADIUSAnyVSA", "0100003044010Einfra-admins"), "Vendor-Specific: 'Fortinet 1: infra-admins'"},
           Row{property("msCiscoAV", "shell:priv-lvl=15"), "Vendor-Specific: 'Cisco-AV-Pair: shell:priv-lvl=15'"},
           Row{property("msRASBapLinednLimit", "50"), "MS-Link-Utilization-Threshold: 50"},
           Row{property("msRASFilter",
                        "0100000048000000010000000100FFFF28000000010000002000000000000000010000000100000001000000"
                        "00000000000000000000000000000000000000000000000000000000"),
               "input: { default: drop, except: [any any -> any] }"},
           Row{property(
                   "msRASFilter",
                   "0100000048000000010000000200FFFF2800000001000000200000000000000001000000010000000000000000000000"
                   "000000000A000800FFFFFF000600000000000000000001BB"),
               "output: { default: forward, except: [tcp any -> 10.0.8.0/24 port 443] }"},
       }) {
    INFO(row.yaml);
    NpsText text = two_policies();
    text.profiles = object("Rest", everybody()) + object("Staff", row.properties + property("msNPAllowDialin", "1"));
    const NpsImport import(text.text());
    CHECK_MESSAGE(import.yaml().find(row.yaml) != std::string::npos, import.yaml());
    CHECK(printed(import.yaml()).starts_with("format:"));
  }
}

TEST_CASE("import nps-export: PEAP's inner methods and certificates are read") {
  const std::string hash(40, 'a'), other(40, 'b');
  const std::string head = "19000000000000000000000000000000";
  const std::string same =
      head + "38000000020000003800000001000000" + "14000000" + hash + "01000000" + "01000000100000000d00000000000000";
  const std::string both = head + "80000000020000008000000001000000" + "14000000" + hash + "01000000" +
                           "01000000580000000d00000048000000" + "00000000" + "14000000" + other + std::string(88, '0');
  NpsText text = two_policies();
  const auto report = [&](const std::string& blob) {
    text.profiles =
        object("Rest", everybody()) +
        object("Staff", methods({5}, {"19"}) + property("msNPAllowDialin", "1") + property("msEAPConfiguration", blob));
    const NpsImport import(text.text());
    return import.yaml() + import.report();
  };
  CHECK(report(same).find("PEAP with EAP-TLS, certificate of the server SHA-1 " + hash) != std::string::npos);
  CHECK(report(same).find("different certificates") == std::string::npos);
  CHECK_MESSAGE(report(both).find("different certificates, " + hash + " and " + other) != std::string::npos,
                report(both));
  CHECK(report(same.substr(0, 100)).find("msEAPConfiguration of an unknown form") != std::string::npos);
  CHECK(report("zz").find("msEAPConfiguration of an unknown form") != std::string::npos);
}

TEST_CASE("import nps-export: connection request policies") {
  NpsText text = two_policies();
  const auto decided = [&](const std::string& constraint, const std::string& profile, std::string_view attempt) {
    text.request_policies = object("First", constraint + property("msNPSequence", "1"));
    text.request_profiles = object("First", profile);
    return NpsImport(text.text()).decided(attempt, kUsers);
  };
  const std::string windows = property("msAuthProviderType", "1");
  constexpr std::string_view kAlice = "{user: alice, at: 2026-07-01T10:00}";
  CHECK(decided(any_time(), windows, kAlice) == "accept 0 - by Staff");
  CHECK(decided(property("msNPConstraint", "MATCH(\"User-Name=@x$\")"), windows, kAlice).starts_with("reject 49"));
  CHECK(decided(any_time(), property("msAuthProviderType", "0"), kAlice).starts_with("accept 0"));
  CHECK(decided(any_time(), property("msAuthProviderType", "9"), kAlice).starts_with("? "));
  CHECK(decided(any_time(), windows + property("msOverrideRAPAuth", "1") + methods({1}), kAlice)
            .starts_with("reject 66"));
  CHECK(decided(any_time(), windows + property("msOverrideRAPAuth", "0") + methods({1}), kAlice) ==
        "accept 0 - by Staff");
  CHECK(decided(any_time(),
                windows + property("msManipulationTarget", "1") + property("msManipulationRule", "@.*") +
                    property("msManipulationRule", ""),
                "{user: alice@partner.example, at: 2026-07-01T10:00}") == "accept 0 - by Staff");
  CHECK(decided(any_time(), windows + property("msManipulationTarget", "1") + property("msManipulationRule", "@.*"),
                kAlice)
            .starts_with("? "));
  text.groups = "<Partner name=\"Partner\"><Children><Servers name=\"Servers\"><Children>" +
                object("192.0.2.9", property("Address", "192.0.2.9") + property("Authentication_Secret", "hunter2")) +
                "</Children></Servers></Children></Partner>";
  CHECK(decided(any_time(), property("msAuthProviderType", "2") + property("msAuthProviderName", "Partner"), kAlice)
            .starts_with("? "));
}

TEST_CASE("import nps-export: RADIUS clients, and nothing of their secrets") {
  NpsText text = two_policies();
  text.clients = object("AP-1", property("IP_Address", "10.0.0.0/24") + property("Shared_Secret", "hunter2") +
                                    property("NAS_Manufacturer", "9")) +
                 object("Old", property("IP_Address", "10.0.1.1") + property("Radius_Client_Enabled", "0"));
  const NpsImport import(text.text());
  CHECK(import.yaml().find("AP-1: { address: 10.0.0.0/24, vendor: Cisco }") != std::string::npos);
  CHECK(import.decided("{user: alice, at: 2026-07-01T10:00, nas: 10.0.0.7}", kUsers) == "accept 0 - by Staff");
  CHECK(import.decided("{user: alice, at: 2026-07-01T10:00, nas: 10.0.1.1}", kUsers).starts_with("discard"));
  CHECK((import.yaml() + import.report()).find("hunter2") == std::string::npos);

  text.clients += object("AP-2", property("IP_Address", "ap2.contoso.example") + property("Shared_Secret", "hunter2"));
  const NpsImport unsure(text.text());
  CHECK(unsure.report().find("ap2.contoso.example is not an IPv4 address") != std::string::npos);
  CHECK(unsure.decided("{user: alice, at: 2026-07-01T10:00, nas: 10.9.9.9}", kUsers) == "accept 0 - by Staff");
  CHECK(printed(unsure.yaml()).starts_with("format:"));
}

TEST_CASE("import nps-export: lockout from the registry, whose key is there twice") {
  NpsText text = two_policies();
  const std::string key =
      R"(<registryKey keyName="SYSTEM\CurrentControlSet\Services\RemoteAccess\Parameters\AccountLockout">)";
  text.registry =
      "<registryKeys>" + key + R"(<registryValue name="MaxDenials" valueType="REG_DWORD" value="5"/></registryKey>)" +
      key + R"x(<registryValue name="ResetTime (mins)" valueType="REG_DWORD" value="60"/></registryKey>)x" +
      R"(<registryKey keyName="SYSTEM\X"><registryValue name="Default Domain" value="CONTOSO"/></registryKey></registryKeys>)";
  const NpsImport import(text.text());
  CHECK(import.yaml().find("account-lockout: { max-denials: 5, reset-time: 60m }") != std::string::npos);
  CHECK(import.report().find("registry value `Default Domain`") != std::string::npos);
}

TEST_CASE("import nps-export: names of groups come from an imported directory") {
  const NpsImport import(two_policies().text(),
                         {.include = "directory.yaml", .group_names = {{"S-1-5-21-1-2-3-1105", "VPN Staff"}}});
  CHECK(import.yaml().find("Windows-Groups: VPN Staff") != std::string::npos);
  CHECK(import.yaml().find("include: directory.yaml") != std::string::npos);
  CHECK(import.yaml().find("complete:") == std::string::npos);
}

TEST_CASE("import nps-export: hours without a zone are said, and not without hours") {
  NpsText text = two_policies();
  CHECK(NpsImport(text.text()).report().find("time zone") == std::string::npos);
  text.policies = with(text.policies, "0 00:00-24:00", "0 09:00-10:00");
  CHECK(NpsImport(text.text()).report().find("time zone") != std::string::npos);
  CHECK(NpsImport(text.text(), {.time_zone = "Europe/Berlin"}).yaml().find("time-zone: Europe/Berlin") !=
        std::string::npos);
}

TEST_CASE("import nps-export: what is no export is refused with its place") {
  const std::string good = two_policies().text();
  struct Row {
    std::string_view what;
    std::string bytes;
    std::string_view codes;
  };
  for (const Row& row : {
           Row{"nothing", "", "1:1 R602"},
           Row{"text", "hello", "1:1 R602"},
           Row{"another root", "<NpsConfiguration><Policies/></NpsConfiguration>", "1:2 R602"},
           Row{"a fragment", "<Clients name=\"Clients\"/>", "1:2 R602"},
           Row{"two roots", "<RadiusProfiles/><NetworkPolicy/>", "1:2 R602"},
           Row{"cut off", good.substr(0, 700), "R601"},
           Row{"a template", with(good, "257", "<%= version %>"), "R601"},
           Row{"a document type", "<!DOCTYPE a [<!ENTITY b \"c\">]>" + good, "1:1 R601"},
           Row{"no policies", with(good, "NetworkPolicy", "NetworkPolitics"), "R604"},
           Row{"no clients", with(good, "Clients", "Customers"), "R604"},
           Row{"a name twice", with(good, "name=\"Rest\"", "name=\"staff\""), "R604"},
           Row{"a name missing", with(good, "name=\"Rest\"", ""), "R604"},
           Row{"a control character", with(good, ">Rest</msNPAction>", ">&#x1b;[2J</msNPAction>"), "R601"},
           Row{"a NUL", good + std::string(1, '\0'), "R103"},
           Row{"not UTF-8", good + "\xC3", "R103"},
           Row{"half of UTF-16", std::string("\xFF\xFE<", 3), "1:1 R103"},
           Row{"too many elements",
               [] {
                 std::string text = "<Root>";
                 for (int i = 0; i < 4'000'001; ++i) text += "<";
                 return text;
               }(),
               "1:1 R104"},
       }) {
    INFO(row.what);
    const NpsImport import(row.bytes);
    CHECK_FALSE(import.imported.has_value());
    CHECK_MESSAGE(codes(import.diags).find(row.codes) != std::string::npos, codes(import.diags));
    for (const Diagnostic& problem : import.diags.sorted())  // no line of a file with secrets is shown
      CHECK(import.sources.text(problem.where.file).empty());
  }
}

TEST_CASE("import nps-export: every complete sample of the corpus gives a site that loads again unchanged") {
  const char* const folder = std::getenv("RAPSIM_CORPUS");
  if (folder == nullptr) return;
  int imported = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(folder) / "nps-export")) {
    INFO(entry.path().string());
    std::ifstream in(entry.path(), std::ios::binary);
    const NpsImport import(std::string(std::istreambuf_iterator<char>(in), {}));
    const bool is_fragment = entry.path().filename().string().starts_with("fragment");
    CHECK_MESSAGE(import.imported.has_value() != is_fragment, codes(import.diags));
    if (is_fragment) continue;
    ++imported;
    const std::string once = printed(import.yaml());
    CHECK_MESSAGE(once.starts_with("format:"), once);
    CHECK(without_comments(printed(once)) == without_comments(once));
    CHECK((import.yaml() + import.report()).find("REDACTED") == std::string::npos);
  }
  CHECK(imported >= 4);
}
