// Accounts x kinds of access x times: every row is the decision of that very attempt, however it was found.
#include "analysis/who.hpp"

#include <doctest/doctest.h>

#include "report/text/render_who.hpp"
#include "tests/site_fixture.hpp"

namespace {

using namespace rapsim;
using test::TestSite;

constexpr const char* kSite =
    "dialect: nps\n"
    "server: { name: RAS1, address: 192.0.2.1 }\n"
    "directory:\n"
    "  domain: { name: CORP, dns-name: corp.example }\n"
    "  groups: { Sales: {}, Nurses: {} }\n"
    "  users:\n"
    "    anna: { groups: [Sales] }\n"
    "    berta: { groups: [Sales] }\n"
    "    carl: { groups: [Nurses], dial-in: { permission: deny } }\n"
    "    =dora: {}\n"
    "  computers: { PC1: { groups: [Sales] } }\n"
    "radius-clients: { AP1: { address: 10.0.0.9 } }\n"
    "access:\n"
    "  VPN: { tunnel: PPTP, from: 203.0.113.5 }\n"
    "  Wi-Fi: { nas: AP1, port-type: Wireless-IEEE-802.11, authentication: PEAP }\n"
    "policies:\n"
    "  - { name: Day, conditions: [Windows-Groups: Sales, NAS-Port-Type: Virtual, Day-And-Time-Restrictions: 'Mon-Fri "
    "07:00-19:00'], permission: grant, profile: { session-timeout: 8h } }\n"
    "  - { name: Air, conditions: [Windows-Groups: [Sales, Nurses], NAS-Port-Type: Wireless-IEEE-802.11], permission: "
    "grant, profile: { authentication: [PEAP] } }\n";

WhoQuestion question(TestSite& site, std::initializer_list<const char*> times) {
  WhoQuestion out;
  for (const AccessKind& kind : site.site->access)
    for (const char* time : times) {
      Attempt attempt;
      REQUIRE(load_access(kind.name, {}, *site.site, attempt, site.diags));
      set_field(attempt, FieldId::user, "unknown", true, {}, *site.site, site.diags);
      set_field(attempt, FieldId::at, time, true, {}, *site.site, site.diags);
      complete_attempt(attempt, *site.site, {}, site.diags);
      INFO(test::codes(site.diags));
      REQUIRE_FALSE(site.diags.has_errors());
      out.columns.push_back({kind.name, world_at(attempt), attempt});
    }
  return out;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("who: every row is the decision of that attempt, also where accounts are alike") {
  for (const char* more : {"", "request-policies: [{ name: By name, conditions: [User-Name: '^a|^b'] }]\n"})
    SUBCASE(more) {
      TestSite site(std::string(kSite) + more);
      REQUIRE(site.compiled);
      const Who who = decide_for_all(*site.compiled, question(site, {"2021-03-03T10:00", "2021-03-07T03:00"}));
      REQUIRE(who.rows.size() == 5 * 4);
      std::size_t in = 0;
      for (const WhoRow& row : who.rows) {
        Attempt attempt = who.columns[row.column].attempt;
        attempt.set(FieldId::user, row.account);
        const Explained alone = explain(*site.compiled, who.columns[row.column].world, attempt);
        INFO(row.account, " ", row.column);
        CHECK(row.decision.answer == alone.decision.answer);
        CHECK(row.decision.policy == alone.decision.policy);
        CHECK(row.decision.cause == alone.decision.cause);
        CHECK(row.decision.reason == alone.decision.reason);
        in += is_let_in(row) == Truth::yes ? 1 : 0;
      }
      CHECK(in > 4);
    }
}

TEST_CASE("who: settings, tables and what they suppose") {
  TestSite site(kSite);
  REQUIRE(site.compiled);
  WhoQuestion asked = question(site, {"2021-03-03T10:00"});
  asked.shown = {attribute_of("Session-Timeout")};
  const Who who = decide_for_all(*site.compiled, asked);
  const std::string text = render_who(who, *site.compiled, false, WhoFormat::text, {});
  CHECK(has(text, "anna     yes \"Day\", Session-Timeout 28800  yes \"Air\", Session-Timeout none\n"));
  CHECK(has(text, "carl     no 48 "));
  CHECK(has(text, "no 65   "));  // each reason that occurs is explained
  CHECK(has(text, "VPN: Wed 2021-03-03 10:00 UTC; VPN (PPTP), MS-CHAP v2, from 203.0.113.5, right password; "));
  const std::string csv = render_who(who, *site.compiled, false, WhoFormat::csv, {});
  CHECK(has(csv, "account,access,at,decision,outcome,policy,reason,cause,client-error,Session-Timeout,assumed\r\n"));
  CHECK(has(csv, "\r\n'=dora,VPN,2021-03-03T10:00+00:00,reject,"));
  CHECK(has(render_who(who, *site.compiled, false, WhoFormat::csv_raw, {}), "\r\n=dora,VPN,"));
  const std::string markdown = render_who(who, *site.compiled, false, WhoFormat::markdown, {});
  CHECK(has(markdown, "| account | VPN | Wi-Fi |\n| --- | --- | --- |\n"));
  const std::string classes = render_who(who, *site.compiled, true, WhoFormat::text, {});
  CHECK(has(classes, "2: anna, berta"));
}

TEST_CASE("who: what changed since an earlier result") {
  TestSite site(kSite);
  std::string other = kSite;
  other.replace(other.find("session-timeout: 8h"), 19, "session-timeout: 4h");
  other.replace(other.find("[Sales, Nurses]"), 15, "[Sales]");
  other.replace(other.find("    berta: { groups: [Sales] }\n"), 31, "    bruno: { groups: [Sales] }\n");
  TestSite changed(other);
  REQUIRE(changed.compiled);
  WhoQuestion asked = question(site, {"2021-03-03T10:00"});
  asked.shown = {attribute_of("Session-Timeout")};
  const Who before = decide_for_all(*site.compiled, asked);
  const std::string baseline = render_who(before, *site.compiled, false, WhoFormat::json, {});
  std::string problem;
  const auto same = changes_since(baseline, before, *site.compiled, problem);
  REQUIRE(same);
  CHECK(same->empty());
  WhoQuestion again = question(changed, {"2021-03-03T10:00"});
  again.shown = asked.shown;
  const Who now = decide_for_all(*changed.compiled, again);
  const auto changes = changes_since(baseline, now, *changed.compiled, problem);
  REQUIRE(changes);
  const std::string told = render_changes(*changes, now.rows.size());
  CHECK(
      has(told, "anna  VPN, 2021-03-03T10:00+00:00: accept by \"Day\", Session-Timeout 28800 -> accept by \"Day\", "));
  CHECK(has(told, "bruno  VPN, 2021-03-03T10:00+00:00: not asked -> accept by \"Day\""));
  CHECK(has(told, "berta  VPN, 2021-03-03T10:00+00:00: accept by \"Day\""));
  CHECK(has(told, " -> not asked\n"));
  // Settings that only one of the two shows are not compared.
  WhoQuestion plain = question(site, {"2021-03-03T10:00"});
  const auto fewer = changes_since(baseline, decide_for_all(*site.compiled, plain), *site.compiled, problem);
  REQUIRE(fewer);
  CHECK(fewer->empty());
  for (const char* wrong : {"", "{", "[]", "{\"format\": \"rapsim/who/1\"}", "{\"format\": \"rapsim/who/2\"}",
                            "{\"format\": \"rapsim/who/2\", \"classes\": []}", "\xff"})
    CHECK_FALSE(changes_since(wrong, now, *changed.compiled, problem));
  for (const char* odd : {"{\"format\":\"rapsim/who/2\",\"accounts\":[1,null,{}]}",
                          "{\"format\":\"rapsim/who/2\",\"accounts\":[{\"account\":7,\"settings\":[]}]}"})
    CHECK(changes_since(odd, now, *changed.compiled, problem));
}

TEST_CASE("who: kinds of access are read with the site") {
  struct Row {
    const char* name;
    const char* access;
    const char* codes;
  };
  const Row rows[] = {
      {"fields of an attempt", "{ A: { tunnel: PPTP }, B: { port-type: Async, from: '555' } }", ""},
      {"a word that no tunnel has", "{ A: { tunnel: PPTPP } }", "2:24 R301"},
      {"no such field", "{ A: { tunel: PPTP } }", "2:16 R110"},
      {"a user", "{ A: { user: anna } }", "2:22 R111"},
      {"a time", "{ A: { at: 2021-03-03T10:00 } }", "2:20 R111"},
      {"a list", "[A]", "2:9 R111"},
      {"no fields", "{ A: }", "2:11 R111"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      TestSite site("access: " + std::string(row.access) + "\npolicies: []\n");
      CHECK(test::codes(site.diags) == row.codes);
      Attempt attempt;
      Diagnostics diags;
      if (site.site) {
        CHECK(load_access("A", {}, *site.site, attempt, diags));
        CHECK_FALSE(load_access("C", {}, *site.site, attempt, diags));
      }
    }
}
