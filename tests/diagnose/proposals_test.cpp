// Repairs: a site with one thing wrong, an attempt that it turns away, and the first proposal; each proposal is then
// written into the text and decided again. Rules 7 to 11 of explanations.
#include <doctest/doctest.h>

#include "diagnose/proposals.hpp"
#include "model/site/rewrite.hpp"
#include "tests/site_fixture.hpp"

namespace {

using namespace rapsim;
using test::TestSite;

struct Row {
  const char* name;
  const char* site;  // below the directory of kPeople; `policies` or more
  const char* attempt;
  const char* first;  // edits of the first proposal, joined by ` & `; empty: there is none
  bool weakens;
};

constexpr const char* kPeople =
    "server: { name: RAS1, address: 192.0.2.1 }\n"
    "directory:\n"
    "  domain: { name: CORP, dns-name: corp.example }\n"
    "  groups: { Sales: {}, Nurses: {}, Left: {}, Kitchen: {} }\n"
    "  users:\n"
    "    anna: { groups: [Sales] }\n"
    "    berta: { groups: [Sales] }\n"
    "    carl: { groups: [Sales], dial-in: { caller-id: '5551243' } }\n"
    "    dora: { groups: [Sales, Left] }\n"
    "    emil: { groups: [Kitchen] }\n"
    "    fritz: { groups: [Sales], dial-in: { permission: deny } }\n"
    "    gina: { groups: [Sales], account: { expires: 2010-01-31 } }\n";

const Row kRows[] = {
    {"a condition asks for the wrong group, as its name says",
     "policies:\n  - { name: Sales over VPN, conditions: [Windows-Groups: Nurses, NAS-Port-Type: Virtual], permission: "
     "grant }\n  - { name: Rest, permission: deny }\n",
     "{ user: anna }", "policies.\"Sales over VPN\".conditions.Windows-Groups: [Nurses, Sales]", false},
    {"hours the wrong way round",
     "policies:\n  - { name: Sales, conditions: [Windows-Groups: Sales, Day-And-Time-Restrictions: 'Mon-Fri "
     "18:00-08:00'], permission: grant }\n  - { name: Rest, permission: deny }\n",
     "{ user: anna, at: '2010-03-03T12:00' }",
     "policies.Sales.conditions.Day-And-Time-Restrictions: Mon-Fri 08:00-18:00", false},
    {"hours that are meant: longer ones weaken",
     "policies:\n  - { name: Sales, conditions: [Windows-Groups: Sales, Day-And-Time-Restrictions: 'Mon-Fri "
     "08:00-18:00'], permission: grant }\n  - { name: Rest, permission: deny }\n",
     "{ user: anna, at: '2010-03-03T19:30' }",
     "policies.Sales.conditions.Day-And-Time-Restrictions: Mon-Fri 08:00-20:00", true},
    {"the policy for everybody else stands first",
     "policies:\n  - { name: Before, conditions: [Windows-Groups: Kitchen], permission: grant }\n  - { name: Rest, "
     "permission: deny }\n  - { name: Sales, conditions: [Windows-Groups: Sales], permission: grant }\n",
     "{ user: anna }", "policies.Rest.move-after: Sales", false},
    {"a policy is switched off",
     "dialect: nps\npolicies:\n  - { name: Sales, enabled: false, conditions: [Windows-Groups: Sales], permission: "
     "grant }\n  - { "
     "name: Rest, permission: deny }\n",
     "{ user: anna }", "policies.Sales.enabled: true", false},
    {"a switched-off policy that another one replaced",
     "dialect: nps\npolicies:\n  - { name: Sales 2009, enabled: false, conditions: [Windows-Groups: Sales], "
     "permission: grant }\n  - "
     "{ name: Sales, conditions: [Windows-Groups: Sales, NAS-Port-Type: Async], permission: grant }\n  - { name: Rest, "
     "permission: deny }\n",
     "{ user: anna }", "policies.Sales.conditions.NAS-Port-Type: [Async, Virtual]", true},
    {"a switched-off policy for everybody is not the way in for one",
     "dialect: nps\npolicies:\n  - { name: Guests, enabled: false, conditions: [NAS-Port-Type: Virtual], permission: "
     "grant }\n  "
     "- { name: Rest, permission: deny }\n",
     "{ user: anna }", "policies.Guests.enabled: true", true},
    {"nor for one who is denied by a rule for his group",
     "dialect: nps\npolicies:\n  - { name: Leavers, enabled: false, conditions: [Windows-Groups: Left], permission: "
     "grant }\n  "
     "- { name: Gone, conditions: [Windows-Groups: Left], permission: deny }\n  - { name: Sales, conditions: "
     "[Windows-Groups: Sales], permission: grant }\n",
     "{ user: dora }", "policies.Sales.move-before: Gone", true},
    {"somebody whom no policy is for: every way in weakens",
     "policies:\n  - { name: Sales, conditions: [Windows-Groups: Sales], permission: grant }\n  - { name: Rest, "
     "permission: deny }\n",
     "{ user: emil }", "directory.groups.Kitchen.member-of: [Sales]", true},
    {"a rule against a group is not for others to move",
     "policies:\n  - { name: Gone, conditions: [Windows-Groups: Left], permission: deny }\n  - { name: Sales, "
     "conditions: [Windows-Groups: Sales], permission: grant }\n",
     "{ user: dora }", "policies.Sales.move-before: Gone", true},
    {"a method that the policy does not take may be left out on purpose",
     "policies:\n  - { name: Sales, conditions: [Windows-Groups: Sales], permission: grant, profile: { authentication: "
     "[EAP-TLS] } }\n",
     "{ user: anna, authentication: MS-CHAP-v2 }", "policies.Sales.profile.authentication: [EAP-TLS, MS-CHAP-v2]",
     true},
    {"Deny of an account is a question",
     "policies:\n  - { name: Sales, conditions: [Windows-Groups: Sales], permission: grant }\n", "{ user: fritz }",
     "directory.users.fritz.dial-in.permission: policy", true},
    {"two digits of a number changed places",
     "policies:\n  - { name: Sales, conditions: [Windows-Groups: Sales], permission: grant }\n",
     "{ user: carl, from: '5551234' }", "directory.users.carl.dial-in.caller-id: '5551234'", false},
    {"another number", "policies:\n  - { name: Sales, conditions: [Windows-Groups: Sales], permission: grant }\n",
     "{ user: carl, from: '5559999' }", "directory.users.carl.dial-in.caller-id: '5559999'", true},
    {"an account that has expired",
     "policies:\n  - { name: Sales, conditions: [Windows-Groups: Sales], permission: grant }\n",
     "{ user: gina, at: '2010-03-03T12:00' }", "directory.users.gina.account.expires: 2010-12-31", false},
    {"a port that is off", "policies:\n  - { name: Sales, conditions: [Windows-Groups: Sales], permission: grant }\n",
     "{ user: anna, tunnel: L2TP }", "", false},
    {"a name that no account nearly has",
     "policies:\n  - { name: Sales, conditions: [Windows-Groups: Sales], permission: grant }\n", "{ user: nobody }", "",
     false},
};

std::string edits_of(const Proposal& proposal) {
  std::string out;
  for (const SiteEdit& edit : proposal.changes) out += (out.empty() ? "" : " & ") + edit_text(edit);
  return out;
}

}  // namespace

TEST_CASE("proposals: the first of each, and what it is called") {
  for (const Row& row : kRows) SUBCASE(row.name) {
      TestSite site(std::string(kPeople) + row.site);
      REQUIRE(site.compiled);
      const Attempt attempt = site.attempt(row.attempt);
      const World world = world_at(attempt);
      const Explained now = explain(*site.compiled, world, attempt);
      if (std::string_view(row.first).empty()) {
        if (gets_in(now.decision) == Truth::no) CHECK(find_proposals(now).list.empty());
        continue;
      }
      REQUIRE(gets_in(now.decision) == Truth::no);
      const Proposals found = find_proposals(now);
      CHECK(found.is_complete);
      REQUIRE_FALSE(found.list.empty());
      CHECK(edits_of(found.list.front()) == row.first);
      CHECK(found.list.front().weakens == row.weakens);
      for (const Proposal& one : found.list) {
        INFO(edits_of(one));
        CHECK(one.weakens == row.weakens);  // a rule that may be meant is offered only where nothing else helps
        CHECK(gets_in(one.decision) == Truth::yes);
        // Written into the text and read again, it does what it says; without any of its edits it does not.
        const auto decided = [&](const std::vector<SiteEdit>& edits) {
          Diagnostics diags;
          const auto files = rewrite_site("site.yaml", *site.site, edits, site.sources, diags);
          REQUIRE(files);
          TestSite changed(files->empty() ? site.sources.text(0) : files->front().after, "");
          REQUIRE(changed.compiled);
          return gets_in(explain(*changed.compiled, world, attempt).decision);
        };
        CHECK(decided(one.changes) == Truth::yes);
        for (std::size_t left_out = 0; left_out < one.changes.size(); ++left_out) {
          std::vector<SiteEdit> fewer = one.changes;
          fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(left_out));
          if (!fewer.empty()) CHECK(decided(fewer) != Truth::yes);
        }
      }
    }
}

TEST_CASE("proposals: of an accept, what would keep it out") {
  TestSite site(std::string(kPeople) +
                "policies:\n  - { name: Sales, conditions: [Windows-Groups: [Sales, Kitchen]], permission: grant }\n"
                "  - { name: Gone, conditions: [Windows-Groups: Left], permission: deny }\n");
  REQUIRE(site.compiled);
  const auto first = [&](const char* text) {
    const Attempt attempt = site.attempt(text);
    const World world = world_at(attempt);
    const Proposals found = find_proposals(explain(*site.compiled, world, attempt));
    return found.list.empty() ? std::string{} : edits_of(found.list.front());
  };
  CHECK(first("{ user: dora }") == "policies.Gone.move-before: Sales");  // who has left is denied by a later policy
  CHECK(first("{ user: emil }") == "policies.Sales.conditions.Windows-Groups: Sales");
}

TEST_CASE("proposals: others are counted") {
  TestSite site(std::string(kPeople) +
                "policies:\n  - { name: Sales over VPN, conditions: [Windows-Groups: Nurses], permission: grant }\n");
  REQUIRE(site.compiled);
  const Attempt attempt = site.attempt("{ user: anna, at: '2010-01-04T12:00' }");
  const World world = world_at(attempt);
  const Proposals found = find_proposals(explain(*site.compiled, world, attempt));
  REQUIRE_FALSE(found.list.empty());
  // Of Sales, but for whoever asked, for whom his account keeps out, and for whom his number does.
  CHECK(found.list.front().others.opens_for.names == std::vector<std::string>{"berta", "dora", "gina"});
  CHECK(found.list.front().others.opens_for.count == 3);
  CHECK(found.list.front().others.closes_for.count == 0);
}

TEST_CASE("proposals: a search that spends its budget says so") {
  TestSite site(std::string(kPeople) + "policies: [{ name: Rest, permission: deny }]\n");
  REQUIRE(site.compiled);
  const Attempt attempt = site.attempt("{ user: anna }");
  const World world = world_at(attempt);
  CHECK_FALSE(find_proposals(explain(*site.compiled, world, attempt), {.decisions = 0}).is_complete);
}
