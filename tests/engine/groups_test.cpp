// Groups: names and SIDs, nesting, circles, the primary group, and directories that do not list everything.
// Source: semantics.md 3.2; gaps.md G-17.
#include "engine/compile/groups.hpp"

#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kDirectory =
    "dialect: nps\n"
    "directory:\n"
    "  domain: { name: CONTOSO, sid: S-1-5-21-1-2-3 }\n"
    "  trusted-domains: { FABRIKAM: { sid: S-1-5-21-4-5-6 } }\n"
    "  groups:\n"
    "    All: { sid: S-1-5-21-1-2-3-1100 }\n"
    "    Staff: { member-of: [All], sid: S-1-5-21-1-2-3-1101 }\n"
    "    VPN-Users: { member-of: Staff }\n"
    "    Guests:\n"
    "    Circle-A: { member-of: [Circle-B] }\n"
    "    Circle-B: { member-of: [Circle-C, All] }\n"
    "    Circle-C: { member-of: [Circle-A] }\n"
    "  users:\n"
    "    alice: { groups: [VPN-Users] }\n"
    "    bob: { groups: [Guests] }\n"
    "    carol: { groups: Circle-A }\n"
    "    dave: { groups: S-1-5-21-1-2-3-1101 }\n"
    "    erin: { primary-group: Staff }\n"
    "    frank:\n"
    "    FABRIKAM\\gina:\n"
    "    FABRIKAM\\hugo: { groups: [VPN-Users] }\n";

std::string member(const char* user, std::string_view condition) {
  return decided(std::string(kDirectory) + "policies: [{ name: P, permission: grant, conditions: [" +
                     std::string(condition) + "] }]\n",
                 "{ user: " + std::string(user) + ", at: 2003-11-03T09:00 }");
}

constexpr const char* kYes = "accept 0 - by P";
constexpr const char* kNo = "reject 48 policy by -";

}  // namespace

TEST_CASE("groups: who is a member") {
  struct Row {
    const char* name;
    const char* user;
    const char* condition;
    std::string want;
  };
  const Row rows[] = {
      {"direct", "alice", "{ Windows-Groups: VPN-Users }", kYes},
      {"names without case", "alice", "{ Windows-Groups: vpn-USERS }", kYes},
      {"names with the domain", "alice", R"({ Windows-Groups: 'contoso\VPN-Users' })", kYes},
      {"nested once", "alice", "{ Windows-Groups: Staff }", kYes},
      {"nested twice", "alice", "{ Windows-Groups: All }", kYes},
      {"not downwards", "erin", "{ Windows-Groups: VPN-Users }", kNo},
      {"a group of the domain that has an account of another", R"('FABRIKAM\hugo')", "{ Windows-Groups: VPN-Users }",
       kYes},
      {"Domain Users of a trusted domain", R"('FABRIKAM\gina')", R"({ Windows-Groups: 'FABRIKAM\Domain Users' })",
       kYes},
      {"the same by its SID", R"('FABRIKAM\gina')", "{ Windows-Groups: S-1-5-21-4-5-6-513 }", kYes},
      {"they are not the domain's own", R"('FABRIKAM\gina')", "{ Windows-Groups: Domain Users }", kNo},
      {"nor the other way round", "frank", R"({ Windows-Groups: 'FABRIKAM\Domain Users' })", kNo},
      {"another group", "bob", "{ Windows-Groups: Staff }", kNo},
      {"any of several", "bob", "{ Windows-Groups: [Staff, Guests] }", kYes},
      {"two conditions are both needed", "alice", "{ Windows-Groups: Staff }, { Windows-Groups: Guests }", kNo},
      {"two conditions, both true", "alice", "{ Windows-Groups: Staff }, { Windows-Groups: All }", kYes},
      {"user groups", "alice", "{ Windows-User-Groups: Staff }", kYes},
      {"a user is no computer", "alice", "{ Windows-Machine-Groups: Staff }", kNo},
      {"circle: the next", "carol", "{ Windows-Groups: Circle-B }", kYes},
      {"circle: the last", "carol", "{ Windows-Groups: Circle-C }", kYes},
      {"circle: what is above it", "carol", "{ Windows-Groups: All }", kYes},
      {"the condition names the SID", "alice", "{ Windows-Groups: S-1-5-21-1-2-3-1101 }", kYes},
      {"an export names the SID", "alice", R"('NTGROUPS("S-1-5-21-1-2-3-1101")')", kYes},
      {"one of two SIDs in one text", "alice", R"('USERNTGROUPS("S-1-5-21-1-2-3-9;S-1-5-21-1-2-3-1101")')", kYes},
      {"one of two SIDs in two texts", "alice", R"('USERNTGROUPS("S-1-5-21-1-2-3-9";"S-1-5-21-1-2-3-1101")')", kYes},
      {"a SID that no group has", "alice", R"('NTGROUPS("S-1-5-21-1-2-3-9")')", kNo},
      {"the account names the SID", "dave", "{ Windows-Groups: Staff }", kYes},
      {"the primary group", "erin", "{ Windows-Groups: Staff }", kYes},
      {"above the primary group", "erin", "{ Windows-Groups: All }", kYes},
      {"another primary group replaces Domain Users", "erin", "{ Windows-Groups: Domain Users }", kNo},
      {"Domain Users by default", "frank", "{ Windows-Groups: Domain Users }", kYes},
      {"Domain Users by SID", "frank", R"('NTGROUPS("S-1-5-21-1-2-3-513")')", kYes},
      {"Domain Admins exist, nobody is one", "frank", "{ Windows-Groups: Domain Admins }", kNo},
      {"machine groups of exports", "frank", R"('MACHINENTGROUPS("S-1-5-21-1-2-3-515")')", kNo},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(member(row.user, row.condition) == row.want);
    }
}

TEST_CASE("groups: an incomplete directory leaves open what it does not list") {
  const std::string site =
      "directory: { complete: false, groups: { Staff: }, users: { alice: { groups: [Staff] }, bob: , carol: { groups: "
      "[Remote] } } }\npolicies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: [";
  struct Row {
    const char* name;
    const char* user;
    const char* groups;
    std::string want;
  };
  const Row rows[] = {
      {"a listed account in a listed group", "alice", "Staff", kYes},
      {"a listed account not in a listed group", "bob", "Staff", kNo},
      {"a group that is not listed", "alice", "Remote", "? ? ? by ?"},
      {"one of two groups is enough", "alice", "Remote, Staff", kYes},
      {"an account that is not listed", "zed", "Staff", "? ? ? by ?"},
      {"a SID that is not listed", "alice", "S-1-5-21-1-2-3-9", "? ? ? by ?"},
      {"an account names a group that is not listed", "carol", "Remote", kYes},
      {"... and that group may be a member of a listed one", "carol", "Staff", "? ? ? by ?"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(decided(site + row.groups + "] }] }]\n", "{ user: " + std::string(row.user) + ", at: 2003-11-03T09:00 }") ==
            row.want);
    }
}

TEST_CASE("groups: problems of memberships and SIDs") {
  struct Row {
    const char* name;
    const char* directory;
    std::string want;
  };
  const Row rows[] = {
      {"unknown group of a user", "{ users: { alice: { groups: [Staff] } } }", "2:41 R304"},
      {"unknown group of a group", "{ groups: { A: { member-of: [B, A2] } } }", "2:41 R304; 2:44 R304"},
      {"unknown primary group", "{ users: { alice: { primary-group: Staff } } }", "2:47 R304"},
      {"a circle of two", "{ groups: { A: { member-of: B }, B: { member-of: A } } }",
       "2:24 warning R305; 2:45 warning R305"},
      {"a member of itself", "{ groups: { A: { member-of: A } } }", "2:24 warning R305"},
      {"below a circle is no part of it",
       "{ groups: { A: { member-of: B }, B: { member-of: [A] }, C: { member-of: A } } }",
       "2:24 warning R305; 2:45 warning R305"},
      {"one SID twice", "{ groups: { A: { sid: S-1-5-21-7 }, B: { sid: S-1-5-21-7 } } }", "2:48 R306"},
      {"no SID", "{ groups: { A: { sid: S-1-5 } } }", "2:34 R306"},
      {"a SID of no group", "{ users: { alice: { groups: S-1-5-21-9 } } }", "2:40 warning R313"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      TestSite site("directory: " + std::string(row.directory) + "\n");
      CHECK(codes(site.diags) == row.want);
      CHECK((site.compiled == nullptr) == site.diags.has_errors());
    }
}

TEST_CASE("groups: accounts with the same groups and dial-in properties share a class") {
  TestSite site(std::string(kDirectory) +
                "    frank2: { dial-in: { permission: policy } }\n    frank3: { dial-in: { "
                "permission: deny } }\n");
  REQUIRE(site.compiled);
  CHECK(site.compiled->accounts->users.size() == 10);
  CHECK(site.compiled->accounts->users.at("frank").in_class == site.compiled->accounts->users.at("FRANK2").in_class);
  CHECK(site.compiled->accounts->users.at("frank").in_class != site.compiled->accounts->users.at("frank3").in_class);
  CHECK_FALSE(site.compiled->accounts->classes.front().is_known);
}

namespace {

/// G0, G1 in G0, G2 in G1 and so on; alice is in the last one, and in Domain Users.
std::string chain_of(std::size_t groups) {
  std::string text = "directory:\n  groups:\n    G0:\n";
  for (std::size_t i = 1; i < groups; ++i)
    text += "    G" + std::to_string(i) + ": { member-of: G" + std::to_string(i - 1) + " }\n";
  return text + "  users:\n    alice: { groups: G" + std::to_string(groups - 1) + " }\n";
}

/// Places, codes and messages.
std::string problems(const std::string& site) {
  std::string out;
  for (const Diagnostic& problem : TestSite(site).diags.sorted())
    out += place(problem.where) + " " + std::string(problem.code.text()) + " " + problem.message + "\n";
  return out;
}

constexpr std::size_t kMost = 1015;  // groups that an account can be in

}  // namespace

TEST_CASE("groups: a long chain of nested groups is followed to its end") {
  const std::string site = chain_of(kMost - 1);
  for (const auto& [group, want] : {std::pair{"G0", kYes}, std::pair{"Domain Admins", kNo}})
    CHECK(
        decided(site + "policies: [{ name: P, permission: grant, conditions: [{ Windows-Groups: " + group + " }] }]\n",
                "{ user: alice, at: 2003-11-03T09:00 }") == want);
}

TEST_CASE("groups: an account or a group in too many groups is told once") {
  const std::string in_too_many = " is a member of more than 1015 groups, by itself or through others";
  CHECK(problems(chain_of(kMost)) == "1020:5 R115 `alice`" + in_too_many + "\n");
  CHECK(problems(chain_of(kMost) + "    bob: { groups: G1 }\n    carol: { groups: G1014 }\n") ==
        "1020:5 R115 `alice`" + in_too_many + "; so is 1 more account\n");
  CHECK(problems(chain_of(kMost + 1)) == "1021:5 R115 `alice`" + in_too_many + "\n");
  CHECK(problems(chain_of(kMost + 2)) == "1020:5 R115 `G1016`" + in_too_many + "\n");
  CHECK(problems(chain_of(3000)) == "1020:5 R115 `G1016`" + in_too_many + "; so are 1983 more groups\n");

  std::string circle = "directory:\n  groups:\n";
  for (int i = 0; i < 3000; ++i)
    circle += "    G" + std::to_string(i) + ": { member-of: G" + std::to_string((i + 1) % 3000) + " }\n";
  CHECK(problems(circle) == "4:5 R115 `G0`" + in_too_many + "; so are 2999 more groups\n");
}

TEST_CASE("groups: memberships of all accounts together have a limit") {
  std::string site = chain_of(kMost - 1);
  for (int i = 0; i < 12'000; ++i)  // alike but for a number, so that each is a class of its own
    site += "    u" + std::to_string(i) + ": { groups: G1013, dial-in: { caller-id: '" + std::to_string(i) + "' } }\n";
  CHECK(problems(site) == "10870:5 R115 more than 10000000 memberships in groups, nested ones counted\n");
}
