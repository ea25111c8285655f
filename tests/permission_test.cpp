// Remote access permission (S10): the table is total, its rows do not overlap, and decisions follow it.
// Source: semantics.md 2.8, examples E2 to E6.
#include "engine/permission.hpp"

#include <set>

#include "engine/checks.hpp"
#include "site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr DialInPermission kAll[] = {DialInPermission::allow, DialInPermission::deny, DialInPermission::policy};

/// One policy that matches everybody, one account.
std::string site_text(std::string_view account, std::string_view policy, bool ignore) {
  return "directory: { users: { alice: { dial-in: { permission: " + std::string(account) +
         " } } } }\npolicies:\n  - name: P\n    permission: " + std::string(policy) +
         "\n    ignore-user-dial-in-properties: " + (ignore ? "true" : "false") +
         "\n  - name: Later\n    permission: grant\n    conditions: []\n";
}

bool fits(const PermissionRule& rule, bool ignore, DialInPermission account, bool grants) {
  return rule.ignores_account == ignore && rule.account.value_or(account) == account &&
         rule.policy_grants.value_or(grants) == grants;
}

}  // namespace

TEST_CASE("permission table: every input has exactly one row, and every row an input") {
  std::set<std::ptrdiff_t> used;
  for (const bool ignore : {false, true})
    for (const DialInPermission account : kAll)
      for (const bool grants : {false, true}) {
        CAPTURE(ignore);
        CAPTURE(std::string(dial_in_permission_name(account)));
        CAPTURE(grants);
        std::size_t fitting = 0;
        for (const PermissionRule& rule : permission_rules()) fitting += fits(rule, ignore, account, grants) ? 1U : 0U;
        CHECK(fitting == 1);
        const PermissionRule& rule = permission_rule(ignore, account, grants);
        CHECK(fits(rule, ignore, account, grants));
        used.insert(&rule - permission_rules().data());
      }
  CHECK(used.size() == permission_rules().size());
}

TEST_CASE("permission table: rows say what decided, on which ground and where that is written") {
  for (const PermissionRule& rule : permission_rules()) {
    CAPTURE(std::string(rule.text));
    CHECK(!rule.text.empty());
    CHECK(!rule.source.empty());
    CHECK((rule.basis == Basis::disputed) == !rule.gap.empty());
  }
}

TEST_CASE("permission: account against policy") {
  struct Row {
    const char* name;
    const char* account;
    const char* policy;
    bool ignore;
    std::string want;
  };
  const Row rows[] = {
      {"E3: account deny beats a granting policy", "deny", "grant", false, "reject 65 permission by P"},
      {"account deny, policy deny", "deny", "deny", false, "reject 65 permission by P"},
      {"E4: account allow beats a denying policy (G-20)", "allow", "deny", false, "accept 0 - by P"},
      {"account allow, policy grant", "allow", "grant", false, "accept 0 - by P"},
      {"E5: control through policy, policy denies", "policy", "deny", false, "reject 65 permission by P"},
      {"control through policy, policy grants", "policy", "grant", false, "accept 0 - by P"},
      {"E6: ignored account deny, policy grants", "deny", "grant", true, "accept 0 - by P"},
      {"ignored account allow, policy denies", "allow", "deny", true, "reject 65 permission by P"},
      {"ignored account deny, policy denies", "deny", "deny", true, "reject 65 permission by P"},
      {"ignored account allow, policy grants", "allow", "grant", true, "accept 0 - by P"},
      {"ignored control through policy, policy denies", "policy", "deny", true, "reject 65 permission by P"},
      {"ignored control through policy, policy grants", "policy", "grant", true, "accept 0 - by P"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(decided(site_text(row.account, row.policy, row.ignore), "{ user: alice, at: 2003-11-03T09:00 }") ==
            row.want);
    }
}

TEST_CASE("permission: an account that nobody has described") {
  const std::string unlisted = "directory: { complete: false }\npolicies:\n  - { name: P, permission: ";
  struct Row {
    const char* name;
    const char* policy;
    std::string want;
  };
  const Row rows[] = {
      {"it may deny itself although the policy grants", "grant }", "? ? ? by P"},
      {"it may be allowed although the policy denies", "deny }", "? ? ? by P"},
      {"a policy that ignores it and grants decides", "grant, ignore-user-dial-in-properties: true }",
       "accept 0 - by P"},
      {"a policy that ignores it and denies decides", "deny, ignore-user-dial-in-properties: true }",
       "reject 65 permission by P"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(decided(unlisted + row.policy, "{ user: zed, at: 2003-11-03T09:00 }") == row.want);
      CHECK(decided(unlisted + row.policy, "{ user: unknown, at: 2003-11-03T09:00 }") == row.want);
    }
}

TEST_CASE("permission: the trace names the rule, or that none is known") {
  TestSite site(
      "directory: { complete: false, users: { alice: { dial-in: { permission: deny } } } }\n"
      "policies: [{ name: P, permission: grant }]\n");
  REQUIRE(site.compiled);
  const Case alice(site, "{ user: alice, at: 2003-11-03T09:00 }");
  REQUIRE(alice.explained.trace.permissions.size() == 1);
  const PermissionStep& step = alice.explained.trace.permissions.front();
  CHECK(step.is_rule_known);
  CHECK(step.rejects == Truth::yes);
  CHECK(permission_rules()[step.rule].account == DialInPermission::deny);
  CHECK(alice.explained.trace.checks.empty());  // the attempt ended before

  const Case nobody(site, "{ user: unknown, at: 2003-11-03T09:00 }");
  REQUIRE(nobody.explained.trace.permissions.size() == 1);
  CHECK_FALSE(nobody.explained.trace.permissions.front().is_rule_known);
  CHECK(nobody.explained.trace.permissions.front().rejects == Truth::unknown);
  CHECK(nobody.explained.trace.checks.size() == checks().size());  // it may go on
  CHECK(nobody.field("open") == "dial-in permission of the account, caller ID of the account");
}
