// What `rapsim check` finds in request policies and in the names that they see.
#include "tests/analysis/lints_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

#define CORP                                                                                     \
  "directory: { domain: { name: CORP, dns-name: corp.example }, users: { ann: {}, bob: {} } }\n" \
  "remote-radius-groups: [Far]\n"                                                                \
  "policies: [{ name: P, permission: grant, conditions: [{ NAS-Port-Type: [Virtual, Async] }] }]\n"

}  // namespace

TEST_CASE("lints: rules that change names") {
  const LintRow rows[] = {
      {"too little is taken away", "rewrite-without-account",
       CORP "request-policies: [{ name: R, conditions: [{ User-Name: '@branch\\.corp\\.example$' }], manipulation: { "
            "attribute: User-Name, rules: [{ find: '@branch', replace: '' }] } }, { name: All }]\n",
       "5:133", "`ann@branch.corp.example` becomes `ann.corp.example`, which no account has"},
      {"enough is taken away", "rewrite-without-account",
       CORP "request-policies: [{ name: R, conditions: [{ User-Name: '@branch\\.corp\\.example$' }], manipulation: { "
            "attribute: User-Name, rules: [{ find: '@branch\\.corp', replace: '@corp' }] } }, { name: All }]\n",
       "", ""},
      {"without a condition, by what the rule looks for", "rewrite-without-account",
       CORP
       "request-policies: [{ name: R, manipulation: { attribute: User-Name, rules: [{ find: '^old/', replace: 'ol' }] "
       "} }]\n",
       "5:77", "`old/ann` becomes `olann`"},
      {"a domain before the name", "rewrite-without-account",
       CORP
       "request-policies: [{ name: R, manipulation: { attribute: User-Name, rules: [{ find: '^(.*)@old\\.example$', "
       "replace: 'CORP\\\\\\1' }] } }]\n",
       "", ""},
      {"a back reference without the backslash between", "rewrite-without-account",
       CORP
       "request-policies: [{ name: R, manipulation: { attribute: User-Name, rules: [{ find: '^(.*)@old\\.example$', "
       "replace: 'CORP\\1' }] } }]\n",
       "5:77", "`ann@old.example` becomes `CORPann`"},
      {"addresses of network cards", "rewrite-without-account",
       "directory: { users: { 0004f2a1b2c3: {} } }\n"
       "request-policies: [{ name: R, conditions: [{ User-Name: '^([0-9a-f]{2}:){5}[0-9a-f]{2}$' }], manipulation: { "
       "attribute: User-Name, rules: [{ find: '-', replace: '' }] } }]\n",
       "3:140", "stays `00:04:f2:a1:b2:c3`"},
      {"the same with the right separator", "rewrite-without-account",
       "directory: { users: { 0004f2a1b2c3: {} } }\n"
       "request-policies: [{ name: R, conditions: [{ User-Name: '^([0-9a-f]{2}-){5}[0-9a-f]{2}$' }], manipulation: { "
       "attribute: User-Name, rules: [{ find: '-', replace: '' }] } }]\n",
       "", ""},
      {"the directory lists not all accounts", "rewrite-without-account",
       "directory: { complete: false, users: { ann: {} } }\n"
       "request-policies: [{ name: R, manipulation: { attribute: User-Name, rules: [{ find: '^old/', replace: 'x' }] } "
       "}]\n",
       "", ""},
      {"names that are forwarded", "rewrite-without-account",
       CORP
       "request-policies: [{ name: R, provider: forward, forward-to: Far, conditions: [{ User-Name: "
       "'@far\\.example$' }], manipulation: { attribute: User-Name, rules: [{ find: '@far', replace: '@near' }] } }]\n",
       "", ""},
      {"another attribute is changed", "rewrite-without-account",
       CORP
       "request-policies: [{ name: R, manipulation: { attribute: Calling-Station-Id, rules: [{ find: 'tel:', replace: "
       "'' }] } }]\n",
       "", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: realms and domains") {
  const LintRow rows[] = {
      {"own names are forwarded", "own-names-forwarded",
       CORP "request-policies: [{ name: R, provider: forward, forward-to: Far, conditions: [{ User-Name: '\\.example$' "
            "}] }]\n",
       "5:82", "also takes `ann@corp.example`, an account of this site"},
      {"foreign names are forwarded", "own-names-forwarded",
       CORP "request-policies: [{ name: R, provider: forward, forward-to: Far, conditions: [{ User-Name: "
            "'@far\\.example$' }] }]\n",
       "", ""},
      {"own names are taken before", "own-names-forwarded",
       CORP "request-policies: [{ name: Own, conditions: [{ User-Name: '@corp\\.example$' }] }, { name: R, provider: "
            "forward, forward-to: Far, conditions: [{ User-Name: '@' }] }]\n",
       "", ""},
      {"a proxy sends everything on", "own-names-forwarded",
       CORP "request-policies: [{ name: R, provider: forward, forward-to: Far }]\n", "", ""},
      {"own names are accepted unseen", "own-names-forwarded",
       CORP "request-policies: [{ name: R, provider: none, conditions: [{ User-Name: '\\.example$' }] }]\n", "5:62",
       "without a password"},
      {"a realm at the begin", "realm-at-begin",
       CORP "request-policies: [{ name: R, conditions: [{ User-Name: '^far\\.example' }] }]\n", "5:58",
       "as in `ann@far.example`"},
      {"a realm at the end", "realm-at-begin",
       CORP "request-policies: [{ name: R, conditions: [{ User-Name: '@far\\.example$' }] }]\n", "", ""},
      {"an account with a dot in its name", "realm-at-begin",
       "directory: { users: { a.muster: {} } }\n"
       "request-policies: [{ name: R, conditions: [{ User-Name: '^a\\.muster$' }] }]\n",
       "", ""},
      {"behind one for all names", "realm-behind",
       CORP
       "request-policies: [{ name: VPN, conditions: [{ NAS-Port-Type: Virtual }] }, { name: R, conditions: [{ "
       "User-Name: '@old\\.example$' }], manipulation: { attribute: User-Name, rules: [{ find: '@.*$', replace: '' }] "
       "} }, { name: All }]\n",
       "5:77", "`ann@old.example` does not come to request policy \"R\""},
      {"before one for all names", "realm-behind",
       CORP
       "request-policies: [{ name: R, conditions: [{ User-Name: '@old\\.example$' }], manipulation: { attribute: "
       "User-Name, rules: [{ find: '@.*$', replace: '' }] } }, { name: VPN, conditions: [{ NAS-Port-Type: Virtual }] "
       "}]\n",
       "", ""},
      {"behind one for devices", "realm-behind",
       CORP
       "request-policies: [{ name: Switches, conditions: [{ NAS-Port-Type: Ethernet }] }, { name: R, conditions: [{ "
       "User-Name: '@old\\.example$' }], manipulation: { attribute: User-Name, rules: [{ find: '@.*$', replace: '' }] "
       "} }, { name: All }]\n",
       "", ""},
      {"for one RADIUS client only", "realm-behind",
       CORP "request-policies: [{ name: VPN, conditions: [{ NAS-Port-Type: Virtual }] }, { name: R, conditions: [{ "
            "User-Name: '@old\\.example$' }, { Client-IP-Address: '^192\\.0\\.2\\.7$' }], manipulation: { attribute: "
            "User-Name, rules: [{ find: '@.*$', replace: '' }] } }, { name: All }]\n",
       "", ""},
      {"a realm of this site", "realm-behind",
       CORP
       "request-policies: [{ name: VPN, conditions: [{ NAS-Port-Type: Virtual }] }, { name: R, conditions: [{ "
       "User-Name: '@corp\\.example$' }], manipulation: { attribute: User-Name, rules: [{ find: '@.*$', replace: '' "
       "}] } }, { name: All }]\n",
       "", ""},
      {"the wrong default domain", "default-domain-without-accounts",
       "server: { default-domain: FAR }\n"
       "directory: { domain: { name: CORP }, trusted-domains: { FAR: {} }, users: { ann: {}, bob: {}, FAR\\cid: {} } "
       "}\n",
       "2:27", "`ann` becomes `FAR\\ann`, which no account has"},
      {"the default domain of most users", "default-domain-without-accounts",
       "server: { default-domain: FAR }\n"
       "directory: { domain: { name: CORP }, trusted-domains: { FAR: {} }, users: { ann: {}, FAR\\bob: {}, FAR\\cid: "
       "{} } }\n",
       "", ""},
      {"a rule writes the domain before the name", "default-domain-without-accounts",
       "server: { default-domain: FAR }\n"
       "directory: { domain: { name: CORP }, trusted-domains: { FAR: {} }, users: { ann: {} } }\n"
       "request-policies: [{ name: R, manipulation: { attribute: User-Name, rules: [{ find: '^ann$', replace: "
       "'CORP\\\\ann' }] } }]\n",
       "", ""},
      {"the own domain", "default-domain-without-accounts",
       "server: { default-domain: CORP }\ndirectory: { domain: { name: CORP }, users: { ann: {} } }\n", "", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: kinds of access that no request policy takes, and accepts that nobody checks") {
  const LintRow rows[] = {
      {"no request policy for VPN", "no-request-policy",
       CORP "request-policies: [{ name: Calls, conditions: [{ NAS-Port-Type: Async }] }, { name: Far, conditions: [{ "
            "User-Name: '@far\\.example$' }] }]\n",
       "5:50", "no request policy takes a request of NAS-Port-Type Virtual"},
      {"one for both", "no-request-policy",
       CORP "request-policies: [{ name: Calls, conditions: [{ NAS-Port-Type: [Async, Virtual] }] }]\n", "", ""},
      {"one for the names of the site", "no-request-policy",
       CORP "request-policies: [{ name: Calls, conditions: [{ NAS-Port-Type: Async }] }, { name: Own, conditions: [{ "
            "User-Name: '@corp\\.example$' }] }]\n",
       "", ""},
      {"one for a part of the requests", "no-request-policy",
       CORP "request-policies: [{ name: Calls, conditions: [{ NAS-Port-Type: Async }] }, { name: Some, conditions: [{ "
            "Calling-Station-Id: '^192' }] }]\n",
       "", ""},
      {"the built-in one", "no-request-policy", CORP, "", ""},
      {"a policy that denies", "no-request-policy",
       "directory: { users: { ann: {} } }\npolicies: [{ name: P, conditions: [{ NAS-Port-Type: Virtual }] }]\n"
       "request-policies: [{ name: Calls, conditions: [{ NAS-Port-Type: Async }] }]\n",
       "", ""},
      {"a part of a number", "unchecked-accept",
       CORP
       "request-policies: [{ name: Doors, provider: none, conditions: [{ Calling-Station-Id: '555-01' }] }, { name: "
       "All }]\n",
       "5:87", "nothing ties it to begin or end"},
      {"the begin of a number", "unchecked-accept",
       CORP
       "request-policies: [{ name: Doors, provider: none, conditions: [{ Calling-Station-Id: '^555-01' }] }, { name: "
       "All }]\n",
       "5:87", "nothing ties it to the end"},
      {"whole numbers", "unchecked-accept",
       CORP
       "request-policies: [{ name: Doors, provider: none, conditions: [{ Calling-Station-Id: '^555-01[0-9]$' }] }, { "
       "name: All }]\n",
       "", ""},
      {"the name of a network", "unchecked-accept",
       CORP
       "request-policies: [{ name: Guests, provider: none, conditions: [{ Called-Station-Id: ':GUEST$' }] }, { name: "
       "All }]\n",
       "", ""},
      {"what another rule is for", "unchecked-accept",
       "policies: [{ name: P, permission: grant, conditions: [{ Called-Station-Id: ':C-STAFF$' }] }]\n"
       "request-policies: [{ name: Guests, provider: none, conditions: [{ Called-Station-Id: ':C-.*$' }] }]\n",
       "3:87", "it also matches what `:C-STAFF$` is for"},
      {"with a password", "unchecked-accept",
       CORP "request-policies: [{ name: Doors, conditions: [{ Calling-Station-Id: '555-01' }] }]\n", "", ""},
  };
  check_rows(rows);
}
