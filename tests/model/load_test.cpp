// Loading a site: every key, every wrong type, includes, places, defaults of each dialect, and the effective site.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/stages/reply.hpp"
#include "grammar/duration.hpp"
#include "model/site/effective.hpp"
#include "tests/site_fixture.hpp"
#include "tests/temporary_folder.hpp"

namespace fs = std::filesystem;
using namespace rapsim;
using namespace rapsim::test;

namespace {

std::string problems(std::string_view text) { return codes(TestSite(text).diags); }

struct Row {
  const char* name;
  std::string text;
  std::string want;
};

void check_problems(const std::vector<Row>& rows) {
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(problems(row.text) == row.want);
    }
}

/// A policy with this line in it; the value begins at `3:` column 5 + key + 2.
std::string in_policy(std::string_view line) {
  return "dialect: nps\npolicies: [{ name: P, " + std::string(line) + " }]\n";
}
std::string in_profile(std::string_view line) { return in_policy("profile: { " + std::string(line) + " }"); }

std::string spans(Span span) { return place(span) + "+" + std::to_string(span.length); }

/// What the effective site says of one key, comment included, blanks squeezed.
std::string effective_line(const std::string& yaml, std::string_view key) {
  const std::size_t at = yaml.find(std::string(key) + ":");
  if (at == std::string::npos) return "";
  std::string out;
  for (const char c : yaml.substr(at, yaml.find('\n', at) - at))
    if (c != ' ' || out.empty() || out.back() != ' ') out += c;
  return out;
}

class Folder : public TemporaryFolder {
 public:
  /// Files of this folder in front of places: `a.yaml 2:1 R310`.
  [[nodiscard]] std::string problems(const std::string& main, std::optional<Site>* site = nullptr) const {
    Sources sources;
    Diagnostics diags;
    auto loaded = load_site((*this / main).string(), sources, diags);
    std::string out;
    for (const Diagnostic& each : diags.sorted())
      out += (out.empty() ? "" : "; ") +
             fs::path(sources.name(each.where.file)).lexically_relative(path()).generic_string() + " " +
             place(each.where) + " " + std::string(each.code.text());
    if (site != nullptr) *site = std::move(loaded);
    return out;
  }
};

}  // namespace

TEST_CASE("load: wrong types of the root, the server and the directory") {
  check_problems({
      {"no problem", "", ""},
      {"a list", "- a\n", "2:1 R102"},
      {"name: a list", "name: [a]\n", "2:7 R111"},
      {"name: nothing", "name:\n", "2:1 R111"},
      {"name: an empty text", "name: ''\n", "2:7 R111"},
      {"name: what YAML 1.1 reads as false", "name: no\n", ""},
      {"dialect: a number", "dialect: 2003\n", "2:10 R301"},
      {"dialect: a list", "dialect: [nps]\n", "2:10 R111"},
      {"time zone: an offset", "time-zone: +01:00\n", "2:12 R311"},
      {"time zone: a map", "time-zone: {}\n", "2:12 R111"},
      {"override: yes", "override: yes\n", "2:11 R111"},
      {"server: a text", "server: VPN1\n", "2:9 R111"},
      {"server: a list", "server: [VPN1]\n", "2:9 R111"},
      {"server: nothing", "server:\n", "2:1 R111"},
      {"server name: a map", "server: { name: {} }\n", "2:17 R111"},
      {"server address: a name", "server: { address: vpn1.contoso.com }\n", "2:20 R315"},
      {"server address: leading zeros", "server: { address: 192.0.02.1 }\n", "2:20 R315"},
      {"server address: three numbers", "server: { address: 192.0.2 }\n", "2:20 R315"},
      {"server methods: one", "server: { authentication: { methods: PAP } }\n", ""},
      {"server methods: a map", "server: { authentication: { methods: {} } }\n", "2:38 R111"},
      {"server methods: a list in a list", "server: { authentication: { methods: [[PAP]] } }\n", "2:39 R111"},
      {"server methods: unknown", "server: { authentication: { methods: [PAP, PAPA] } }\n", "2:44 R301"},
      {"server: unknown key", "server: { nam: x }\n", "2:11 R110"},
      {"directory: a list", "directory: []\n", "2:12 R111"},
      {"complete: yes", "directory: { complete: yes }\n", "2:24 R111"},
      {"complete: 1", "directory: { complete: 1 }\n", "2:24 R111"},
      {"complete: TRUE", "directory: { complete: TRUE }\n", "2:24 R111"},
      {"complete: quoted", "directory: { complete: 'true' }\n", "2:24 R111"},
      {"domain: a text", "directory: { domain: CONTOSO }\n", "2:22 R111"},
      {"domain SID: a name", "directory: { domain: { sid: CONTOSO } }\n", "2:29 R306"},
      {"domain SID: too short", "directory: { domain: { sid: S-1-5 } }\n", "2:29 R306"},
      {"domain SID: an empty part", "directory: { domain: { sid: S-1-5--21 } }\n", "2:29 R306"},
      {"domain SID: a hyphen at the end", "directory: { domain: { sid: S-1-5-21- } }\n", "2:29 R306"},
      {"users: a list", "directory: { users: [alice] }\n", "2:21 R111"},
      {"a user: a text", "directory: { users: { alice: x } }\n", "2:30 R111"},
      {"a user: unknown key", "directory: { users: { alice: { dialin: {} } } }\n", "2:32 R110"},
      {"groups of a user: a map", "directory: { users: { alice: { groups: {} } } }\n", "2:40 R111"},
      {"dial-in: a text", "directory: { users: { alice: { dial-in: allow } } }\n", "2:41 R111"},
      {"permission: grant is the policy's", "directory: { users: { alice: { dial-in: { permission: grant } } } }\n",
       "2:55 R301"},
      {"permission: another case", "directory: { users: { alice: { dial-in: { permission: Allow } } } }\n",
       "2:55 R301"},
      {"a caller ID with a leading zero is a text",
       "directory: { users: { alice: { dial-in: { caller-id: 0100 } } } }\n", ""},
      {"a user name like a number", "directory: { users: { 0100: {}, 1e3: {}, no: {} } }\n", ""},
  });
}

TEST_CASE("load: wrong types of policies and profiles") {
  check_problems({
      {"policies: a text", "policies: none\n", "2:11 R111"},
      {"policies: nothing", "policies:\n", "2:1 R111"},
      {"a policy: a text", "policies: [VPN]\n", "2:12 R111"},
      {"name: a list", "policies: [{ name: [P] }]\n", "2:20 R111"},
      {"enabled: no", in_policy("enabled: no"), "3:32 R111"},
      {"processing order: 0", in_policy("processing-order: 0"), "3:41 R312"},
      {"processing order: -1", in_policy("processing-order: -1"), "3:41 R111"},
      {"processing order: 0100", in_policy("processing-order: 0100"), "3:41 R111"},
      {"processing order: 1e3", in_policy("processing-order: 1e3"), "3:41 R111"},
      {"processing order: 1.0", in_policy("processing-order: 1.0"), "3:41 R111"},
      {"processing order: 0x10", in_policy("processing-order: 0x10"), "3:41 R111"},
      {"processing order: too large", in_policy("processing-order: 1000001"), "3:41 R312"},
      {"processing order: far too large", in_policy("processing-order: 99999999999"), "3:41 R312"},
      {"processing order: the largest", in_policy("processing-order: 1000000"), ""},
      {"processing order: 08:00", in_policy("processing-order: 08:00"), "3:41 R111"},
      {"source: unknown", in_policy("source: VPN"), "3:31 R301"},
      {"source: a number", in_policy("source: 2"), ""},
      {"permission: allow is the account's", in_policy("permission: allow"), "3:35 R301"},
      {"permission: yes", in_policy("permission: yes"), "3:35 R301"},
      {"ignore: 1", in_policy("ignore-user-dial-in-properties: 1"), "3:55 R111"},
      {"conditions: a map", in_policy("conditions: { NAS-Port-Type: Virtual }"), "3:35 R111"},
      {"conditions: a list in a list", in_policy("conditions: [[NAS-Port-Type]]"), "3:36 R111"},
      {"a condition: several values", in_policy("conditions: [{ NAS-Port-Type: [Async, 5, ISDN-Sync] }]"), ""},
      {"a condition: a map as value", in_policy("conditions: [{ NAS-Port-Type: {} }]"), "3:53 R111"},
      {"a condition: no number of the set", in_policy("conditions: [{ NAS-Port-Type: 99 }]"), "3:53 R301"},
      {"a condition: a number", in_policy("conditions: [{ MS-RAS-Vendor: 311 }]"), ""},
      {"a condition: no number", in_policy("conditions: [{ MS-RAS-Vendor: Microsoft }]"), "3:53 R111"},
      {"a condition: truth values", in_policy("conditions: [{ Not-Quarantine-Capable: [true, false] }]"), ""},
      {"a condition: no truth value", in_policy("conditions: [{ Not-Quarantine-Capable: yes }]"), "3:62 R111"},
      {"a condition: hours in a list", in_policy("conditions: [{ Day-And-Time-Restrictions: [always] }]"), "3:65 R111"},
      {"a condition: hours with a zone", in_policy("conditions: [{ Day-And-Time-Restrictions: Mon 07:00-08:00 UTC }]"),
       "3:81 R205"},
      {"a condition: a number that YAML 1.1 reads as minutes", in_policy("conditions: [{ Called-Station-Id: 08:00 }]"),
       ""},
      {"profile: a list", in_policy("profile: []"), "3:32 R111"},
      {"authentication: a map", in_profile("authentication: {}"), "3:50 R111"},
      {"encryption: unknown", in_profile("encryption: [strong, best]"), "3:55 R301"},
      {"encryption: nothing", in_profile("encryption: []"), "3:46 R111"},
      {"session-timeout: a number", in_profile("session-timeout: 480"), "3:54 R206"},
      {"session-timeout: a clock", in_profile("session-timeout: 08:00"), "3:53 R206"},
      {"hours: a list", in_profile("day-and-time-restrictions: [always]"), "3:61 R111"},
      {"called-station-id: a list", in_profile("called-station-id: ['1']"), "3:53 R111"},
      {"called-station-id: 0100", in_profile("called-station-id: 0100"), ""},
      {"port types: nothing", in_profile("nas-port-types: []"), "3:50 R111"},
      {"port types: unknown", in_profile("nas-port-types: [Virtual, Modem]"), "3:60 R301"},
      {"address: a text", in_profile("address: 10.0.0.5"), "3:43 R111"},
      {"assignment: unknown", in_profile("address: { assignment: dhcp }"), "3:57 R301"},
      {"static address: a name", in_profile("address: { assignment: static, static: pc1 }"), "3:57 R314; 3:73 R315"},
      {"filters: a list", in_profile("packet-filters: []"), "3:50 R111"},
      {"filter default: allow", in_profile("packet-filters: { input: { default: allow } }"), "3:70 R301"},
      {"filter except: a map", in_profile("packet-filters: { input: { except: {} } }"), "3:69 R111"},
      {"filter except: a text", in_profile("packet-filters: { input: { except: tcp } }"), "3:72 R211"},
      {"filter except: a second one",
       in_profile("packet-filters: { output: { except: [udp any -> any, 'tcp any -> 10.0.0.1/8'] } }"), "3:99 R211"},
      {"attributes: a list", in_profile("attributes: [Filter-Id]"), "3:46 R111"},
      {"attributes: a wrong number", in_profile("attributes: { Framed-MTU: 1e3 }"), "3:60 R111"},
      {"attributes: a wrong address", in_profile("attributes: { Framed-IP-Address: a }"), "3:67 R315"},
  });
}

TEST_CASE("load: values have the place and the length of what is written") {
  TestSite site(
      "name: \"Contoso HQ\"\n"
      "server: { address: 192.0.2.1 }\n"
      "policies:\n"
      "  - name: P\n"
      "    permission: grant  # yes\n"
      "    conditions:\n"
      "      - Calling-Station-Id: ['^198', 203]\n"
      "      - 'MATCH(\"NAS-Port-Type=^5$\")'\n"
      "    profile:\n"
      "      authentication: [EAP-TLS, PAP]\n"
      "      session-timeout: 1h30m\n");
  REQUIRE(site.site);
  const Policy& policy = site.site->policies.front();
  CHECK(spans(site.site->name.where) == "2:7+12");  // quotes are part of it
  CHECK(spans(site.site->server.address.where) == "3:20+9");
  CHECK(spans(site.site->policies_where) == "5:3+1");
  CHECK(spans(policy.where) == "5:5+1");
  CHECK(spans(policy.grant.where) == "6:17+5");
  CHECK(spans(policy.conditions_where) == "8:7+1");
  CHECK(spans(policy.conditions[0].where) == "8:9+18");
  CHECK(spans(policy.conditions[0].patterns[0].where) == "8:31+4");  // quotes are not part of a pattern
  CHECK(spans(policy.conditions[0].patterns[1].where) == "8:38+3");
  CHECK(spans(policy.conditions[1].where) == "9:9+28");
  CHECK(spans(policy.conditions[1].patterns[0].where) == "9:31+3");
  CHECK(spans(policy.profile.authentication.where) == "11:23+1");
  CHECK(spans(policy.profile.authentication.value.methods[1].where) == "11:33+3");
  CHECK(spans(policy.profile.session_timeout.where) == "12:24+5");
  CHECK_FALSE(policy.ignore_dial_in.is_given());
}

TEST_CASE("load: defaults of each dialect") {
  struct DialectRow {
    const char* name;
    std::string methods;
    std::string policies;
  };
  const DialectRow rows[] = {
      {"windows-2000", "methods: [MS-CHAP-v2, MS-CHAP]", "Allow access if dial-in permission is enabled"},
      {"windows-2003", "methods: [EAP, MS-CHAP-v2, MS-CHAP]",
       "Connections to Microsoft Routing and Remote Access server, Connections to other access servers"},
      {"nps", "methods: [EAP, MS-CHAP-v2]",
       "Connections to Microsoft Routing and Remote Access server, Connections to other access servers"},
  };
  for (const DialectRow& row : rows) SUBCASE(row.name) {
      TestSite site("dialect: " + std::string(row.name) + "\n");
      REQUIRE(site.compiled);
      const std::string yaml = effective_yaml(*site.site, site.sources);
      CHECK(effective_line(yaml, "methods") ==
            row.methods + " # default: methods that the server offers by default (semantics 6.4, G-13)");
      std::vector<std::string> names;
      for (const Policy& policy : site.site->policies) {
        names.push_back(policy.name);
        CHECK_FALSE(policy.grant.value);
      }
      CHECK(joined(names) == row.policies);
      CHECK_FALSE(site.site->policies_where.known());
    }
}

TEST_CASE("load: other defaults, and an empty list of policies is none") {
  TestSite site("directory: { users: { alice: } }\npolicies: []\n");
  REQUIRE(site.site);
  CHECK(site.site->policies.empty());
  CHECK(site.site->dialect.value == Dialect::windows_2003);
  CHECK(site.site->time_zone.value == "UTC");
  CHECK(site.site->directory->complete.value);
  CHECK(site.site->directory->users.front().dial_in.permission.value == DialInPermission::policy);
  CHECK(site.site->directory->users.front().primary_group.value == "Domain Users");
  TestSite policy("policies: [{ name: P }]\n");
  REQUIRE(policy.site);
  CHECK_FALSE(policy.site->policies.front().grant.value);
  CHECK(policy.site->policies.front().enabled.value);
  CHECK_FALSE(policy.site->policies.front().ignore_dial_in.value);
}

TEST_CASE("include: maps merge by key, lists join in the order of the includes, own settings come last") {
  const Folder folder;
  folder.write("server.yaml", "server: { name: VPN1 }\ndirectory: { users: { bob: {} } }\n");
  folder.write("parts/a.yaml", "include: b.yaml\npolicies: [{ name: A }]\n");
  folder.write("parts/b.yaml", "policies: [{ name: B }]\n");
  folder.write("main.yaml",
               "format: rapsim/site/1\ninclude: [server.yaml, parts/a.yaml]\nserver: { address: "
               "192.0.2.1 }\ndirectory: { users: { bob: { dial-in: { permission: deny } }, carol: } "
               "}\npolicies: [{ name: C }]\n");
  std::optional<Site> site;
  CHECK(folder.problems("main.yaml", &site) == "");
  REQUIRE(site);
  CHECK(site->server.name.value == "VPN1");
  CHECK(site->server.address.value == "192.0.2.1");
  CHECK(site->directory->users.size() == 2);
  CHECK(site->directory->users.front().dial_in.permission.value == DialInPermission::deny);
  std::vector<std::string> names;
  for (const Policy& policy : site->policies) names.push_back(policy.name);
  CHECK(joined(names) == "B, A, C");
}

TEST_CASE("include: one setting twice is an error, unless the including file overrides") {
  const Folder folder;
  folder.write("server.yaml", "server: { name: VPN1 }\ntime-zone: Europe/Berlin\n");
  const std::string head = "format: rapsim/site/1\ninclude: server.yaml\npolicies: []\n";
  folder.write("twice.yaml", head + "server: { name: VPN2 }\n");
  folder.write("override.yaml", head + "override: true\nserver: { name: VPN2 }\n");
  CHECK(folder.problems("twice.yaml") == "twice.yaml 4:17 R309");
  std::optional<Site> site;
  CHECK(folder.problems("override.yaml", &site) == "");
  REQUIRE(site);
  CHECK(site->server.name.value == "VPN2");
  CHECK(site->time_zone.value == "Europe/Berlin");
}

TEST_CASE("include: what cannot be followed") {
  const Folder folder;
  const auto main = [&](const std::string& include) {
    folder.write("main.yaml", "format: rapsim/site/1\npolicies: []\ninclude: " + include + "\n");
    return folder.problems("main.yaml");
  };
  folder.write("inner/a.yaml", "include: ../main.yaml\n");
  folder.write("inner/self.yaml", "include: self.yaml\n");
  folder.write("b.yaml", "name: [\n");
  folder.write("suite.yaml", "format: rapsim/suite/1\n");
  folder.write("many.yaml", "include: [" + std::string("x.yaml, ") + "x.yaml]\n");
  CHECK(main("missing.yaml") == "main.yaml 3:10 R310");
  CHECK(main("../main.yaml") == "main.yaml 3:10 R310");
  CHECK(main("/etc/passwd") == "main.yaml 3:10 R310");
  CHECK(main("inner/../../x.yaml") == "main.yaml 3:10 R310");
  CHECK(main("inner/a.yaml") == "inner/a.yaml 1:10 R310");  // above its own folder
  CHECK(main("inner/self.yaml") == "inner/self.yaml 1:10 R310");
  CHECK(main("main.yaml") == "main.yaml 3:10 R310");
  CHECK(main("[b.yaml, missing.yaml]") == "main.yaml 3:19 R310; b.yaml 1:8 R102");
  CHECK(main("inner") == "inner 1:1 R101");
  CHECK(main("suite.yaml") == "suite.yaml 1:9 R317");
  CHECK(main("{ a: b.yaml }") == "main.yaml 3:10 R111");
  CHECK(main("") == "main.yaml 3:1 R111");
  CHECK(main(std::string(300, 'x')) == "main.yaml 3:10 R310");  // longer than a file name can be
  CHECK(main(std::string(5000, 'x')) == "main.yaml 3:10 R310");
}

TEST_CASE("include: how deep, and how many files") {
  const Folder folder;
  const auto chain = [&](int files) {
    folder.write("main.yaml", "format: rapsim/site/1\npolicies: []\ninclude: f2.yaml\n");
    for (int i = 2; i <= files; ++i)
      folder.write("f" + std::to_string(i) + ".yaml",
                   i == files ? "name: X\n" : "include: f" + std::to_string(i + 1) + ".yaml\n");
    return folder.problems("main.yaml");
  };
  const auto list = [&](int included) {
    std::string text = "format: rapsim/site/1\ninclude:\n";
    for (int i = 1; i <= included; ++i) {
      const std::string name = "w" + std::to_string(i) + ".yaml";
      folder.write(name, "{}\n");
      text += "  - " + name + "\n";
    }
    folder.write("list.yaml", text);
    return folder.problems("list.yaml");
  };
  CHECK(chain(63) == "");
  CHECK(chain(64) == "");
  CHECK(chain(65) == "f64.yaml 1:10 R310");
  CHECK(chain(100) == "f64.yaml 1:10 R310");
  CHECK(list(999) == "");
  CHECK(list(1000) == "list.yaml 1002:5 R310");
  CHECK(list(1100) == "list.yaml 1002:5 R310");  // told once
}

TEST_CASE("include: 100 000 that cannot be followed cost no more than a thousand") {
  const Folder folder;
  const std::string steps = "d/../";
  std::string missing = "format: rapsim/site/1\ninclude:\n", long_ones = missing;
  for (int i = 0; i < 100'000; ++i) missing += "  - nofile-" + std::to_string(i) + ".yaml\n";
  std::string path;
  for (int i = 0; i < 800; ++i) path += steps;
  for (int i = 0; i < 1500; ++i) long_ones += "  - " + path + "b" + std::to_string(i) + ".yaml\n";
  folder.write("missing.yaml", missing);
  folder.write("long.yaml", long_ones);
  folder.write("d/a.yaml", "");
  Sources sources;
  Diagnostics diags;
  CHECK_FALSE(load_site((folder / "missing.yaml").string(), sources, diags));
  CHECK(diags.sorted().size() == kMostDiagnostics);
  CHECK(diags.left_out() == 0);  // the rest was not looked for
  Diagnostics of_long;
  CHECK_FALSE(load_site((folder / "long.yaml").string(), sources, of_long));
  CHECK(of_long.sorted().size() == kMostDiagnostics);
  CHECK(of_long.sorted().front().message == "a path has more than 64 steps");
}

TEST_CASE("include: what the message says, from whatever folder") {
  struct Row {
    const char* name;
    const char* include;
    std::string want;  // `FOLDER` represents what the site file's path begins with
  };
  const Row rows[] = {
      {"no such file", "nofile.yaml", "no file `FOLDERnofile.yaml`"},
      {"no such folder", "x/nofile.yaml", "no file `FOLDERx/nofile.yaml`"},
      {"outside", "../nofile.yaml", "an include stays inside the folder of the including file"},
      {"itself", "m.yaml", "includes go in a circle"},
  };
  const Folder folder;
  const std::string whole = (folder / "inner/").string();
  struct Back {  // to the folder of the other tests
    fs::path was = fs::current_path();
    ~Back() { fs::current_path(was); }
  } const back;
  for (const Row& row : rows) {
    folder.write("inner/m.yaml", "format: rapsim/site/1\ninclude: [" + std::string(row.include) + "]\n");
    struct Start {
      std::string from, before;
    };
    for (const Start& start : {Start{whole, ""}, Start{whole + "..", "inner/"}, Start{"/", whole}}) {
      const std::string& before = start.before;
      CAPTURE(row.name);
      CAPTURE(before);
      fs::current_path(start.from);
      Sources sources;
      Diagnostics diags;
      CHECK_FALSE(load_site(before + "m.yaml", sources, diags));
      std::string want = row.want;
      if (const std::size_t at = want.find("FOLDER"); at != std::string::npos) want.replace(at, 6, before);
      REQUIRE(diags.sorted().size() == 1);
      CHECK(diags.sorted().front().message == want);
    }
  }
}

TEST_CASE("include: a link does not lead out of the folder, and a text includes nothing") {
  const Folder folder, other;
  other.write("other.yaml", "name: other\n");
  folder.write("main.yaml", "format: rapsim/site/1\npolicies: []\ninclude: link.yaml\n");
  fs::create_symlink(other / "other.yaml", folder / "link.yaml");
  CHECK(folder.problems("main.yaml") == "main.yaml 3:10 R310");
  CHECK(problems("include: meson.build\n") == "2:10 R310");
}

TEST_CASE("digest: of the bytes of all files") {
  const Folder folder;
  folder.write("part.yaml", "name: a\n");
  folder.write("main.yaml", "format: rapsim/site/1\ninclude: part.yaml\n");
  std::optional<Site> first, again, changed;
  CHECK(folder.problems("main.yaml", &first) == "");
  CHECK(folder.problems("main.yaml", &again) == "");
  folder.write("part.yaml", "name: b\n");
  CHECK(folder.problems("main.yaml", &changed) == "");
  REQUIRE((first && again && changed));
  CHECK(first->digest == again->digest);
  CHECK(first->digest != changed->digest);
  CHECK(first->digest.size() == 16);
}
