// Edits: every section by path, what they may not do, and that the site they start from stays as it is.
#include <random>
#include <set>

#include "model/site/effective.hpp"
#include "tests/model/edit_fixture.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kSite =
    "dialect: nps\n"
    "time-zone: Europe/Berlin\n"
    "server: { name: VPN1, address: 192.0.2.1, authentication: { methods: [EAP, MS-CHAP-v2] } }\n"
    "directory:\n"
    "  domain: { name: CONTOSO }\n"
    "  groups: { Staff: , VPN-Users: { member-of: [Staff] } }\n"
    "  users:\n"
    "    alice: { groups: [VPN-Users] }\n"
    "    j.doe: { dial-in: { permission: deny } }\n"
    "policies:\n"
    "  - name: VPN staff\n"
    "    conditions: [{ NAS-Port-Type: Virtual }, { Windows-Groups: Staff }]\n"
    "    permission: grant\n"
    "    profile: { authentication: [MS-CHAP-v2], session-timeout: 8h }\n"
    "  - { name: \"a.b \\\"c\", permission: deny }\n"
    "  - name: Rest\n";

/// A site, and edits of it one after the other.
struct Edited {
  TestSite before;
  TestSite after;

  explicit Edited(std::string_view text) : before(text) {
    REQUIRE(before.site);
    after.sources = before.sources;
    after.site = before.site;
  }
  bool edit(const std::string& path, const std::string& value) {
    auto edited = apply_path(*after.site, path, value, after.sources, after.diags);
    if (edited) after.site = std::move(edited);
    return edited.has_value();
  }
  std::string decide(std::string_view attempt) {
    after.compile_site();
    return after.compiled ? Case(after, attempt).line() : "site: " + codes(after.diags);
  }
};

/// The lines of the effective site that differ: `-old`, `+new`; comments left out.
std::string difference(const std::string& before, const std::string& after) {
  const auto lines = [](const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
      std::string line = text.substr(at, text.find('\n', at) - at);
      line = line.substr(0, line.find("  # "));
      line.erase(line.find_last_not_of(' ') + 1);
      line.erase(0, line.find_first_not_of(' '));
      out.push_back(line);
    }
    return out;
  };
  std::string out;
  std::vector<std::string> old = lines(before);
  for (const std::string& line : lines(after)) {
    const auto found = std::find(old.begin(), old.end(), line);
    found == old.end() ? static_cast<void>(out += "+" + line + "\n") : static_cast<void>(old.erase(found));
  }
  for (const std::string& line : old) out += "-" + line + "\n";
  return out;
}

struct Row {
  const char* name;
  const char* path;
  const char* value;
  std::string want;
};

constexpr const char* kStaff = "{ user: alice, at: 2003-11-03T09:00 }";

}  // namespace

TEST_CASE("apply: every section by its path") {
  const Row rows[] = {
      {"name", "name", "Lab", "+name: Lab\n"},
      {"time zone", "time-zone", "UTC", "+time-zone: UTC\n-time-zone: Europe/Berlin\n"},
      {"server name", "server.name", "VPN2", "+name: VPN2\n-name: VPN1\n"},
      {"server methods: the list is replaced", "server.authentication.methods", "[EAP]",
       "+methods: [EAP]\n-methods: [EAP, MS-CHAP-v2]\n"},
      {"a map of settings", "server", "{ name: VPN2, address: 192.0.2.2 }",
       "+name: VPN2\n+address: 192.0.2.2\n-name: VPN1\n-address: 192.0.2.1\n"},
      {"domain", "directory.domain.name", "FABRIKAM", "+name: FABRIKAM\n-name: CONTOSO\n"},
      {"complete", "directory.complete", "false", "+complete: false\n-complete: true\n"},
      {"group memberships are replaced", "directory.groups.VPN-Users.member-of", "[]", "-member-of: [Staff]\n"},
      {"groups of a user are replaced", "directory.users.alice.groups", "Staff",
       "+groups: [Staff]\n-groups: "
       "[VPN-Users]\n"},
      {"a user with a dot in quotes", "directory.users.\"j.doe\".dial-in.permission", "allow",
       "+permission: allow\n-permission: deny\n"},
      {"a setting that had its default", "directory.users.alice.dial-in.caller-id", "'555'", "+caller-id: 555\n"},
      {"permission of a policy", "policies.\"VPN staff\".permission", "deny",
       "+permission: deny\n-permission: grant\n"},
      {"without quotes a step may hold blanks", "policies.VPN staff.permission", "deny",
       "+permission: deny\n-permission: grant\n"},
      {"a policy is switched off", "policies.Rest.enabled", "false", "+enabled: false\n-enabled: true\n"},
      {"a setting of a profile", "policies.VPN staff.profile.session-timeout", "30m",
       "+session-timeout: 30m\n-session-timeout: 8h\n"},
      {"methods of a profile are replaced", "policies.VPN staff.profile.authentication", "[PAP]",
       "+authentication: [PAP]\n-authentication: [MS-CHAP-v2]\n"},
      {"a condition by its attribute", "policies.VPN staff.conditions.NAS-Port-Type", "Async",
       "+- NAS-Port-Type: [Async]\n-- NAS-Port-Type: [Virtual]\n"},
      {"a new condition", "policies.VPN staff.conditions.Tunnel-Type", "L2TP", "+- Tunnel-Type: [L2TP]\n"},
      {"a condition on hours", "policies.VPN staff.conditions.Day-And-Time-Restrictions", "Mon 07:00-08:00",
       "+- Day-And-Time-Restrictions: Mon 07:00-08:00\n"},
      {"all conditions", "policies.VPN staff.conditions", "[]",
       "+conditions: []\n-conditions:\n-- NAS-Port-Type: [Virtual]\n-- Windows-Groups: [Staff]\n"},
      {"an address for the profile", "policies.VPN staff.profile.address", "{ assignment: static, static: 10.0.0.5 }",
       "+assignment: static\n+static: 10.0.0.5\n-assignment: server-settings\n"},
      {"a returned attribute", "policies.Rest.profile.attributes.Filter-Id", "guests",
       "+attributes:\n+Filter-Id: [guests]\n"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Edited site(kSite);
      const std::string before = effective_yaml(*site.before.site, site.before.sources);
      CHECK(site.edit(row.path, row.value));
      CHECK(codes(site.after.diags) == "");
      CHECK(difference(before, effective_yaml(*site.after.site, site.after.sources)) == row.want);
      CHECK(effective_yaml(*site.before.site, site.before.sources) == before);  // the original is as it was
      CHECK(site.after.site->digest != site.before.site->digest);
      CHECK(site.after.site->digest.starts_with(site.before.site->digest));
    }
}

TEST_CASE("apply: other values of one path have other digests, lists and maps, too") {
  std::set<std::string> digests;
  const std::vector<const char*> values = {"PAP", "[PAP]", "[PAP, CHAP]", "[CHAP]"};
  for (const char* value : values) {
    Edited site(kSite);
    REQUIRE(site.edit("policies.VPN staff.profile.authentication", value));
    digests.insert(site.after.site->digest);
  }
  CHECK(digests.size() == values.size());
}

TEST_CASE("apply: problems are at the edit, and there is no site then") {
  const Row rows[] = {
      {"no policy of this name", "policies.Staff.permission", "deny", "1:1 R316"},
      {"a name in another case", "policies.rest.permission", "deny", "1:1 R316"},
      {"no such user", "directory.users.zed.dial-in.permission", "deny", "1:1 R316"},
      {"no such group", "directory.groups.Guests.member-of", "Staff", "1:1 R316"},
      {"two users that do not exist, equal but for case", "directory.users", "{ zed: {}, ZED: {} }",
       "1:3 R316; 1:12 R316"},
      {"two groups that do not exist, equal but for case", "directory.groups", "{ z: {}, Z: {} }",
       "1:3 R316; 1:10 R316"},
      {"an empty step", "policies..permission", "deny", "1:1 R316"},
      {"a dot at the end", "server.", "x", "1:1 R316"},
      {"an open quote", "policies.\"VPN staff.permission", "deny", "1:1 R316"},
      {"no path", "", "deny", "1:1 R316"},
      {"the format is of the file", "format", "rapsim/site/1", "1:1 R316"},
      {"includes are of the file", "include", "other.yaml", "1:1 R316"},
      {"so is override", "override", "true", "1:1 R316"},
      {"unknown section", "polices", "[]", "1:1 R110"},
      {"unknown key", "server.nam", "x", "1:1 R110"},
      {"a path through a value", "server.name.first", "x", "1:1 R111"},
      {"a wrong value", "policies.Rest.permission", "grnat", "1:1 R301"},
      {"a wrong type", "directory.complete", "no", "1:1 R111"},
      {"a wrong pattern", "policies.Rest.conditions.Calling-Station-Id", "'a('", "1:4 R201"},
      {"unknown attribute", "policies.Rest.conditions.NAS-Port-Typ", "5", "1:1 R302"},
      {"a policy name that is taken", "policies.Rest.name", "VPN staff", "17:5 R308"},
      {"what the dialect does not know", "dialect", "windows-2000", ""},
      {"no address for a static assignment", "policies.Rest.profile.address.assignment", "static", "1:1 R314"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Edited site(kSite);
      CHECK(site.edit(row.path, row.value) == row.want.empty());
      CHECK(codes(site.after.diags) == row.want);
    }
}

TEST_CASE("apply: a dialect that does not know what the site says is an error") {
  Edited site("dialect: nps\npolicies: [{ name: P, enabled: false }]\n");
  CHECK_FALSE(site.edit("dialect", "windows-2003"));
  CHECK(codes(site.after.diags) == "3:32 R307");
}

TEST_CASE("apply: the directory is shared until an edit touches it") {
  Edited site(kSite);
  CHECK(site.edit("policies.Rest.permission", "grant"));
  CHECK(site.after.site->directory == site.before.site->directory);
  CHECK(site.edit("server.name", "VPN2"));
  CHECK(site.after.site->directory == site.before.site->directory);
  CHECK(site.edit("directory.users.alice.dial-in.permission", "deny"));
  CHECK(site.after.site->directory != site.before.site->directory);
  CHECK(site.before.site->directory->users.front().dial_in.permission.value == DialInPermission::policy);
  CHECK_FALSE(site.before.site->directory->users.front().dial_in.permission.is_given());
  CHECK(site.after.site->directory->users.front().dial_in.permission.value == DialInPermission::deny);
}

TEST_CASE("apply: an edit that fails leaves the shared directory alone") {
  Edited site(kSite);
  CHECK_FALSE(site.edit("directory.users", "{ alice: { dial-in: { permission: deny } }, zed: {} }"));
  CHECK(site.before.site->directory->users.front().dial_in.permission.value == DialInPermission::policy);
}

TEST_CASE("apply: edits end to end: each of them changes the decision") {
  struct Flip {
    const char* name;
    const char* path;
    const char* value;
    const char* attempt;
    std::string before;
    std::string after;
  };
  constexpr const char* kAccept = "accept 0 - by VPN staff";
  constexpr const char* kCarol = "{ user: j.doe, at: 2003-11-03T09:00 }";
  const Flip rows[] = {
      {"permission", "policies.\"VPN staff\".permission", "deny", kStaff, kAccept, "reject 65 permission by VPN staff"},
      {"group", "directory.users.alice.groups", "[]", kStaff, kAccept, "reject 65 permission by a.b \"c"},
      {"nested group", "directory.groups.VPN-Users.member-of", "[]", kStaff, kAccept,
       "reject 65 permission by a.b \"c"},
      {"condition", "policies.VPN staff.conditions.NAS-Port-Type", "Async", kStaff, kAccept,
       "reject 65 permission by a.b \"c"},
      {"a new condition", "policies.VPN staff.conditions.Calling-Station-Id", "^10", kStaff, kAccept, "? ? ? by ?"},
      {"methods", "policies.VPN staff.profile.authentication", "PAP", kStaff, kAccept,
       "reject 66 constraints by VPN staff"},
      {"hours", "policies.VPN staff.profile.day-and-time-restrictions", "Sun", kStaff, kAccept,
       "reject 68 constraints by VPN staff"},
      {"switched off", "policies.VPN staff.enabled", "false", kStaff, kAccept, "reject 65 permission by a.b \"c"},
      {"source", "policies.VPN staff.source", "DHCP-server", kStaff, kAccept, "reject 65 permission by a.b \"c"},
      {"no policies", "policies", "[]", kStaff, kAccept, "reject 48 policy by -"},
      {"other policies", "policies", "[{ name: New, permission: grant }]", kStaff, kAccept, "accept 0 - by New"},
      {"account", "directory.users.\"j.doe\".dial-in.permission", "allow", kCarol, "reject 65 permission by a.b \"c",
       "accept 0 - by a.b \"c"},
      {"ignored account", "policies.VPN staff", "{ conditions: [], ignore-user-dial-in-properties: true }", kCarol,
       "reject 65 permission by a.b \"c", kAccept},
  };
  for (const Flip& row : rows) SUBCASE(row.name) {
      Edited site(kSite);
      CHECK(site.decide(row.attempt) == row.before);
      REQUIRE(site.edit(row.path, row.value));
      CHECK(site.decide(row.attempt) == row.after);
    }
}

TEST_CASE("apply: the zone moves the server's clock") {
  Edited site(
      "directory: { users: { alice: } }\npolicies: [{ name: P, permission: grant, conditions: "
      "[{ Day-And-Time-Restrictions: Mon 09:00-10:00 }] }]\n");
  CHECK(site.decide("{ user: alice, at: 2003-11-03T09:30Z }") == "accept 0 - by P");
  REQUIRE(site.edit("time-zone", "Asia/Kolkata"));
  CHECK(site.decide("{ user: alice, at: 2003-11-03T09:30Z }") == "reject 48 policy by -");
}

TEST_CASE("apply: processing order is kept and can be changed") {
  Edited site(
      "directory: { users: { alice: } }\npolicies: [{ name: A, permission: deny, processing-order: 10 }, "
      "{ name: B, permission: grant, processing-order: 20 }]\n");
  REQUIRE(site.edit("policies.B.processing-order", "5"));
  CHECK(site.decide(kStaff) == "accept 0 - by B");
  CHECK_FALSE(site.edit("policies.A.processing-order", "5"));
}

TEST_CASE("apply: built-in policies can be edited, and change with the dialect") {
  constexpr const char* kRras = "Connections to Microsoft Routing and Remote Access server";
  Edited site("directory: { users: { alice: } }\n");
  CHECK(site.decide(kStaff) == "reject 65 permission by " + std::string(kRras));
  REQUIRE(site.edit("policies.\"" + std::string(kRras) + "\".permission", "grant"));
  CHECK(site.after.site->policies.size() == 2);
  CHECK(site.decide(kStaff) == "accept 0 - by " + std::string(kRras));
  REQUIRE(site.edit("server.name", "VPN9"));
  CHECK(site.after.site->policies.size() == 2);
  REQUIRE(site.edit("dialect", "windows-2000"));
  CHECK(site.after.site->policies.size() == 1);
  CHECK(site.decide(kStaff) == "reject 65 permission by Allow access if dial-in permission is enabled");
}

TEST_CASE("apply: many edits one after the other") {
  Edited site(kSite);
  for (int i = 0; i < 50; ++i) {
    REQUIRE(site.edit("policies.Rest.permission", i % 2 == 0 ? "grant" : "deny"));
    REQUIRE(site.edit("directory.users.alice.dial-in.caller-id", "'" + std::to_string(i) + "'"));
  }
  CHECK(site.after.site->directory->users.front().dial_in.caller_id.value == "49");
  CHECK_FALSE(site.after.site->policies.back().grant.value);
  CHECK(site.after.site->policies.size() == 3);
}

TEST_CASE("paths: steps in quotes") {
  struct Row {
    const char* name;
    const char* path;
    std::vector<std::string> want;  // empty: R316
  };
  const Row rows[] = {
      {"a dot", R"(policies."a.b".name)", {"policies", "a.b", "name"}},
      {"a quote", R"(policies."the \"VPN\" people".name)", {"policies", "the \"VPN\" people", "name"}},
      {"a backslash", R"(policies."a\\".name)", {"policies", "a\\", "name"}},
      {"another backslash stands for itself", R"(users."CONTOSO\j.doe".groups)", {"users", "CONTOSO\\j.doe", "groups"}},
      {"also the last one of a name", R"(policies."a\".name)", {"policies", "a\\", "name"}},
      {"outside of quotes", R"(users.CONTOSO\\x.groups)", {"users", "CONTOSO\\\\x", "groups"}},
      {"quotes in the middle of a step", R"(policies.a" b.c".name)", {"policies", "a b.c", "name"}},
      {"nothing", R"(policies."".name)", {}},
      {"no end", R"(policies."a\\.name)", {}},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Diagnostics diags;
      const auto steps = read_path(row.path, {0, 1, 1, 1}, diags);
      CHECK(steps.value_or(std::vector<std::string>{}) == row.want);
      CHECK(codes(diags) == (row.want.empty() ? "1:1 R316" : ""));
    }
}

namespace {

/// Names that somebody may give to a policy, among them what paths and YAML have a meaning for.
std::string random_name(std::mt19937& random) {
  constexpr const char* kPieces[] = {".", "\"", "\\",   " ",  "#", ": ",   "'",    "a",      "b",      "VPN",
                                     "ä", "日", "🙂", "{",  "}", "[",    "]",    ",",      "-",      "?",
                                     "!", "&",  "*",    "%",  "@", "null", "true", "0100",   "~",      "|",
                                     ">", "=",  "<<",   "$i", "/", "---",  "...",  "\u0085", "\u2028", "\ufeff"};
  std::string out;
  for (std::size_t i = 0; i < 1 + random() % 5; ++i) out += kPieces[random() % std::size(kPieces)];
  return out;
}

}  // namespace

TEST_CASE("edits: printed, they read back as the same edit, whatever the names") {
  std::mt19937 random(13);
  for (int i = 0; i < 20'000; ++i) {
    const SiteEdit edit{{"policies", random_name(random), random_name(random)},
                        random() % 2 == 0 ? value_of(random_name(random), random() % 2 == 0)
                                          : value_of(std::vector{random_name(random), random_name(random)})};
    const std::string text = edit_text(edit);
    CAPTURE(text);
    Sources sources;
    Diagnostics diags;
    const auto document = yaml::read(sources, sources.add("text", text), diags);
    CHECK(codes(diags) == "");
    REQUIRE(document);
    REQUIRE(document->root().is_map());
    const auto steps = read_path(document->root().key(0).text(), {0, 1, 1, 1}, diags);
    REQUIRE(steps);
    CHECK(*steps == edit.steps);
    const yaml::Node value = document->root().value(0), want = edit.value->root();
    REQUIRE(value.kind() == want.kind());
    CHECK(value.text() == want.text());
    CHECK(value.is_plain() == want.is_plain());
    for (std::size_t row = 0; row < want.size(); ++row) CHECK(value.element(row).text() == want.element(row).text());
    CHECK(value_text(value) == value_text(want));
  }
}

TEST_CASE("edits: printed and read back they make the same site, whatever the name of the policy") {
  std::mt19937 random(14);
  for (int i = 0; i < 300; ++i) {
    const std::string name = random_name(random);
    if (name == "Rest") continue;
    CAPTURE(name);
    TestSite site("directory: { users: { alice: } }\npolicies: [{ name: " + yaml_quoted(name) +
                  " }, { name: Rest }]\n");
    REQUIRE_FALSE(site.diags.has_errors());  // but a warning of characters that are not seen
    const SiteEdit edit{{"policies", name, "profile", "called-station-id"}, value_of(random_name(random))};
    const auto wanted = apply(*site.site, edit, site.sources, site.diags);
    REQUIRE(wanted);
    const auto text = yaml::read(site.sources, site.sources.add("text", edit_text(edit)), site.diags);
    REQUIRE(text);
    const auto got = apply_path(*site.site, std::string(text->root().key(0).text()), value_text(text->root().value(0)),
                                site.sources, site.diags);
    INFO(edit_text(edit), " ", codes(site.diags));
    REQUIRE(got);
    CHECK(got->policies[0].profile.called_station_id.value == wanted->policies[0].profile.called_station_id.value);
    CHECK(got->digest == wanted->digest);
  }
}

TEST_CASE("edits: policies are moved before or after another") {
  const std::string three = "policies: [{ name: A }, { name: the \"B\" }, { name: C }]\n";
  struct Row {
    const char* path;
    const char* value;
    std::string want;
  };
  const Row rows[] = {
      {"policies.C.move-before", "A", "C A the \"B\""},
      {"policies.A.move-after", "C", "the \"B\" C A"},
      {"policies.A.move-before", "C", "the \"B\" A C"},
      {"policies.C.move-after", "A", "A C the \"B\""},
      {R"(policies."the \"B\"".move-after)", "C", "A C the \"B\""},
      {"policies.A.move-before", "the \"B\"", "A the \"B\" C"},
      {"policies.A.move-after", "A", "A the \"B\" C"},
      {"policies.D.move-before", "A", "1:1 R316"},
      {"policies.A.move-before", "D", "1:1 R316"},
      {"policies.A.move-before", "[]", "1:1 R316"},
      {"policies.A.move-down", "C", "1:1 R110"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    Edited site(three);
    std::string got;
    if (site.edit(row.path, row.value))
      for (const Policy& policy : site.after.site->policies) got += (got.empty() ? "" : " ") + policy.name;
    CHECK((got.empty() ? codes(site.after.diags) : got) == row.want);
  }
  SUBCASE("processing orders stay with the places") {
    Edited site("policies: [{ name: A, processing-order: 5 }, { name: B, processing-order: 7 }]\n");
    REQUIRE(site.edit("policies.B.move-before", "A"));
    CHECK(site.after.site->policies.front().name == "B");
    CHECK(site.after.site->policies.front().processing_order.value == 5);
    CHECK(site.after.site->policies.back().processing_order.value == 7);
  }
  SUBCASE("connection request policies, too") {
    Edited site("request-policies: [{ name: A }, { name: B }]\n");
    REQUIRE(site.edit("request-policies.B.move-before", "A"));
    CHECK(site.after.site->request_policies.front().name == "B");
  }
}
