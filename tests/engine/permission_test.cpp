// Remote access permission (S10): the table is total, its rows do not overlap, and decisions follow it.
// Source: semantics.md 2.8, examples E2 to E6.
#include "engine/stages/permission.hpp"

#include <set>

#include "engine/stages/checks.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr AccountPermission kAll[] = {AccountPermission::allow, AccountPermission::deny, AccountPermission::policy,
                                      AccountPermission::mixed};

/// One policy that matches everybody, one account.
std::string site_text(std::string_view account, std::string_view policy, bool ignore) {
  return "directory: { users: { alice: { dial-in: { permission: " + std::string(account) +
         " } } } }\npolicies:\n  - name: P\n    permission: " + std::string(policy) +
         "\n    ignore-user-dial-in-properties: " + (ignore ? "true" : "false") +
         "\n  - name: Later\n    permission: grant\n    conditions: []\n";
}

bool fits(const PermissionRule& rule, bool ignore, AccountPermission account, bool grants, bool deny_wins) {
  return rule.ignores_account == ignore && rule.account.value_or(account) == account &&
         rule.policy_grants.value_or(grants) == grants && (deny_wins || !rule.reading);
}

}  // namespace

TEST_CASE("permission table: every input has one row, or a row of the reading before it, and every row an input") {
  std::set<std::ptrdiff_t> used;
  for (const bool ignore : {false, true})
    for (const AccountPermission account : kAll)
      for (const bool grants : {false, true})
        for (const bool deny_wins : {false, true}) {
          CAPTURE(ignore);
          CAPTURE(std::string(account_permission_name(account)));
          CAPTURE(grants);
          CAPTURE(deny_wins);
          std::size_t fitting = 0, of_reading = 0;
          for (const PermissionRule& rule : permission_rules()) {
            if (!fits(rule, ignore, account, grants, deny_wins)) continue;
            ++(rule.reading ? of_reading : fitting);
          }
          CHECK(fitting == 1);
          Readings readings;
          readings[Reading::policy_deny_beats_user_allow].value = deny_wins;
          const PermissionRule& rule = permission_rule(ignore, account, grants, readings);
          CHECK(fits(rule, ignore, account, grants, deny_wins));
          CHECK(rule.reading.has_value() == (of_reading == 1));
          used.insert(&rule - permission_rules().data());
        }
  CHECK(used.size() == permission_rules().size());
}

TEST_CASE("permission table: rows say what decided, on which ground and where that is written") {
  for (const PermissionRule& rule : permission_rules()) {
    CAPTURE(std::string(rule.text));
    CHECK(!rule.text.empty());
    CHECK(!rule.source.empty());
    CHECK((rule.basis != Basis::disputed || !rule.gap.empty()));
    CHECK((!rule.rejects() || kCauses[rule.cause].reason == 65));
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

TEST_CASE("permission: causes, in a mixed domain and with the other reading of G-20") {
  const auto site = [](std::string_view mode, std::string_view account, std::string_view policy) {
    return "directory: { domain: { mode: " + std::string(mode) +
           " }, users: { alice: { dial-in: " + std::string(account) + " } } }\npolicies: [{ name: P, " +
           std::string(policy) + " }]\n";
  };
  const std::string deny_wins = "readings: { policy-deny-beats-user-allow: true }\n";
  constexpr const char* kIgnored = "permission: grant, ignore-user-dial-in-properties: true";
  struct Row {
    const char* name;
    std::string site;
    std::string want;
  };
  const Row rows[] = {
      {"the account denies", site("native", "{ permission: deny }", "permission: grant"),
       "reject 65 permission-denied-user"},
      {"the policy denies", site("native", "{}", "permission: deny"), "reject 65 permission-denied-policy"},
      {"mixed: no permission of its own is denied", site("mixed", "{}", "permission: grant"),
       "reject 65 permission-denied-mixed"},
      {"mixed: whatever the policy says", site("mixed", "{}", "permission: deny"), "reject 65 permission-denied-mixed"},
      {"NT 4.0 is as mixed", site("nt4", "{}", "permission: grant"), "reject 65 permission-denied-mixed"},
      {"mixed: control through policy counts as deny", site("mixed", "{ permission: policy }", "permission: grant"),
       "reject 65 permission-denied-mixed"},
      {"mixed: allow", site("mixed", "{ permission: allow }", "permission: deny"), "accept 0 -"},
      {"mixed: deny", site("mixed", "{ permission: deny }", "permission: grant"), "reject 65 permission-denied-user"},
      {"mixed: a policy may ignore the account", site("mixed", "{}", kIgnored), "accept 0 -"},
      {"a workgroup is no mixed domain", site("workgroup", "{}", "permission: grant"), "accept 0 -"},
      {"G-20, other reading: the policy's deny beats allow",
       deny_wins + site("native", "{ permission: allow }", "permission: deny"), "reject 65 permission-denied-policy"},
      {"G-20, other reading: allow and grant", deny_wins + site("native", "{ permission: allow }", "permission: grant"),
       "accept 0 -"},
      {"G-20, other reading: the account's deny stays the cause",
       deny_wins + site("native", "{ permission: deny }", "permission: deny"), "reject 65 permission-denied-user"},
      {"G-20, other reading: mixed, allow", deny_wins + site("mixed", "{ permission: allow }", "permission: deny"),
       "reject 65 permission-denied-policy"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(endings(row.site, "{ user: alice, at: 2003-11-03T09:00 }") == row.want);
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
      {"it may deny itself although the policy grants", "grant }",
       "reject 65 permission-denied; reject 67 caller-id-mismatch; accept 0 -"},
      {"it may be allowed although the policy denies", "deny }",
       "reject 65 permission-denied; reject 67 caller-id-mismatch; accept 0 -"},
      {"a policy that ignores it and grants decides", "grant, ignore-user-dial-in-properties: true }", "accept 0 -"},
      {"a policy that ignores it and denies decides", "deny, ignore-user-dial-in-properties: true }",
       "reject 65 permission-denied-policy"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      for (const char* user : {"zed", "unknown"}) {
        TestSite site(unlisted + row.policy);
        REQUIRE(site.compiled);
        const Case nobody(site, "{ user: " + std::string(user) + ", at: 2003-11-03T09:00, extension: accept }");
        CHECK(nobody.endings(StageId::policy) == row.want);
      }
    }
}

TEST_CASE("permission: G-20, other reading: a policy that denies rejects an unknown account, too") {
  const auto decide = [](std::string_view policy) {
    return endings(
        "readings: { policy-deny-beats-user-allow: true }\npolicies: [{ name: P, " + std::string(policy) + " }]\n",
        "{ user: unknown, at: 2003-11-03T09:00, extension: accept }");
  };
  CHECK(decide("permission: deny") == "reject 7 unknown-domain; reject 8 unknown-user; reject 65 permission-denied");
  CHECK(decide("permission: grant") ==
        "reject 7 unknown-domain; reject 8 unknown-user; reject 65 permission-denied; reject 67 caller-id-mismatch; "
        "accept 0 -");
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
  CHECK(permission_rules()[step.rule].account == AccountPermission::deny);

  const Case nobody(site, "{ user: unknown, at: 2003-11-03T09:00 }");
  REQUIRE(nobody.explained.trace.permissions.size() == 1);
  CHECK_FALSE(nobody.explained.trace.permissions.front().is_rule_known);
  CHECK(nobody.explained.trace.permissions.front().rejects == Truth::unknown);
  CHECK(nobody.field("open") ==
        "whether the account exists, state of the account, dial-in permission of the account, dial-in properties of "
        "the account");
}
