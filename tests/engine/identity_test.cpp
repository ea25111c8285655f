// Which account a name means (S6): forms of names, domains that are the directory's, computers, workgroups, and
// directories that do not list everything. Source: semantics.md 2.3, 2.4.
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kAccept = "accept 0 -";
constexpr const char* kUser = "reject 8 unknown-user";
constexpr const char* kDomain = "reject 7 unknown-domain";
constexpr const char* kWorkgroup = "reject 32 domain-user-in-workgroup";

/// alice and the computer PC1; a policy that takes every account that authenticates.
std::string site_text(std::string_view domain, std::string_view server = "", bool complete = true) {
  return "server: { name: RAS1" + std::string(server) + " }\ndirectory: { domain: { " + std::string(domain) +
         " }, complete: " + (complete ? "true" : "false") +
         ", users: { alice: , al: }, computers: { PC1: } }\n"
         "policies: [{ name: P, permission: grant, ignore-user-dial-in-properties: true }]\n";
}

/// An extension accepts, so that of an unknown account only what identity says is left.
std::string identified(const std::string& site, std::string_view user) {
  return endings(site, "{ user: '" + std::string(user) + "', at: 2003-11-03T09:00, extension: accept }");
}

struct Row {
  const char* name;
  const char* user;
  std::string want;
};

void check_rows(const std::string& site, const std::vector<Row>& rows) {
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(identified(site, row.user) == row.want);
    }
}

const std::string kMayBeNoUser = std::string(kUser) + "; " + kAccept;
const std::string kMayBeNeither = std::string(kDomain) + "; " + kUser + "; " + kAccept;

}  // namespace

TEST_CASE("identity: a directory with a domain name only") {
  check_rows(site_text("name: CONTOSO"),
             {
                 {"a plain name", "alice", kAccept},
                 {"names without case", "ALICE", kAccept},
                 {"the whole name counts", "alic", kUser},
                 {"nobody of this name", "zed", kUser},
                 {"its domain", R"(CONTOSO\alice)", kAccept},
                 {"its domain, without case", R"(contoso\Alice)", kAccept},
                 {"its domain, nobody", R"(CONTOSO\zed)", kUser},
                 {"another domain, 7", R"(FABRIKAM\alice)", kDomain},
                 {"its name as a realm", "alice@contoso", kAccept},
                 {"a realm: nobody says which are its own", "alice@contoso.com", kMayBeNeither},
                 {"the server's name is no domain", R"(RAS1\alice)", kDomain},
             });
}

TEST_CASE("identity: a directory with a DNS name") {
  check_rows(site_text("name: CONTOSO, dns-name: contoso.com"),
             {
                 {"its realm", "alice@contoso.com", kAccept},
                 {"its realm, without case", "alice@CONTOSO.COM", kAccept},
                 {"its realm, nobody", "zed@contoso.com", kUser},
                 {"another realm, 7", "alice@fabrikam.com", kDomain},
                 {"a realm below its own is another", "alice@eu.contoso.com", kDomain},
                 {"the DNS name before a backslash", R"(contoso.com\alice)", kAccept},
                 {"its domain name", R"(CONTOSO\alice)", kAccept},
                 {"another domain", R"(FABRIKAM\alice)", kDomain},
             });
}

TEST_CASE("identity: UPN suffixes") {
  check_rows(site_text("name: CONTOSO, upn-suffixes: [corp.example, mail.example]"),
             {
                 {"the first", "alice@corp.example", kAccept},
                 {"the second, without case", "alice@Mail.Example", kAccept},
                 {"another realm, 7: suffixes are told", "alice@contoso.com", kDomain},
                 {"a suffix is no domain", R"(corp.example\alice)", kDomain},
                 {"a suffix and nobody", "zed@corp.example", kUser},
             });
}

TEST_CASE("identity: a default domain of the server") {
  SUBCASE("the directory's") {
    check_rows(site_text("name: CONTOSO, dns-name: contoso.com", ", default-domain: contoso"),
               {{"a plain name is of it", "alice", kAccept}, {"another domain", R"(FABRIKAM\alice)", kDomain}});
  }
  SUBCASE("the directory's, by its DNS name") {
    check_rows(site_text("name: CONTOSO, dns-name: contoso.com", ", default-domain: contoso.com"),
               {{"a plain name, DNS name", "alice", kAccept}});
  }
  SUBCASE("another one") {
    check_rows(site_text("name: CONTOSO, dns-name: contoso.com", ", default-domain: FABRIKAM"),
               {
                   {"a plain name is of that one", "alice", kDomain},
                   {"a name with the directory's domain", R"(CONTOSO\alice)", kAccept},
                   {"a name with the directory's realm", "alice@contoso.com", kAccept},
               });
  }
  SUBCASE("another one, and the directory is not complete") {
    check_rows(site_text("name: CONTOSO", ", default-domain: FABRIKAM", false),
               {{"a plain name may be anybody's", "alice", kMayBeNeither}});
  }
}

TEST_CASE("identity: computers") {
  check_rows(site_text("name: CONTOSO, dns-name: contoso.com"),
             {
                 {"host and name", "host/PC1", kAccept},
                 {"host and DNS name", "host/pc1.contoso.com", kAccept},
                 {"host of another domain", "host/PC1.fabrikam.com", kDomain},
                 {"a host that nobody has", "host/PC2.contoso.com", kUser},
                 {"the account's own name", "PC1$", kAccept},
                 {"the account's own name, with the domain", R"(CONTOSO\pc1$)", kAccept},
                 {"the account's own name, with a realm", "PC1$@contoso.com", kAccept},
                 {"the account's own name in another domain", R"(FABRIKAM\PC1$)", kDomain},
                 {"a user is no computer", "host/alice", kUser},
                 {"a user with a dollar is a computer", "alice$", kUser},
                 {"a computer is no user", "PC1", kUser},
             });
}

/// CONTOSO trusts FABRIKAM, and SOUTHRIDGE of which nobody tells a realm; each has an alice, FABRIKAM a bob and a PC1.
std::string trusting(std::string_view domain, std::string_view southridge = "", bool complete = true) {
  return "directory: { domain: { " + std::string(domain) + " }, complete: " + (complete ? "true" : "false") +
         ", trusted-domains: { FABRIKAM: { dns-name: fabrikam.com, upn-suffixes: [fab.example] }" +
         std::string(southridge) +
         " },\n  users: { alice: , 'FABRIKAM\\alice': , 'fabrikam\\bob': }, computers: { 'FABRIKAM\\PC1': } }\n"
         "policies: [{ name: P, permission: grant, ignore-user-dial-in-properties: true }]\n";
}

TEST_CASE("identity: accounts of trusted domains") {
  check_rows(trusting("name: CONTOSO, dns-name: contoso.com"),
             {
                 {"its account", R"(FABRIKAM\bob)", kAccept},
                 {"without case", R"(Fabrikam\Bob)", kAccept},
                 {"its realm", "bob@fabrikam.com", kAccept},
                 {"its UPN suffix", "bob@FAB.example", kAccept},
                 {"its name as a realm", "bob@fabrikam", kAccept},
                 {"its DNS name before a backslash", R"(fabrikam.com\bob)", kAccept},
                 {"a suffix is no domain", R"(fab.example\bob)", kDomain},
                 {"an account of both", R"(FABRIKAM\alice)", kAccept},
                 {"nobody of this name there", R"(FABRIKAM\zed)", kUser},
                 {"a plain name is one of the directory's own domain", "bob", kUser},
                 {"an account of the other domain only", R"(CONTOSO\bob)", kUser},
                 {"a domain that nobody trusts", R"(FABRICAM\bob)", kDomain},
                 {"its computer", R"(FABRIKAM\pc1$)", kAccept},
                 {"its computer by its DNS name", "host/pc1.fabrikam.com", kAccept},
                 {"no computer of the own domain", "host/pc1", kUser},
                 {"another realm", "bob@elsewhere.com", kDomain},
             });
}

TEST_CASE("identity: a realm may be one of a trusted domain that tells none") {
  check_rows(trusting("name: CONTOSO, dns-name: contoso.com", ", SOUTHRIDGE: "),
             {{"a realm", "bob@elsewhere.com", kMayBeNeither}, {"a domain", R"(FABRICAM\bob)", kDomain}});
}

TEST_CASE("identity: a trusted domain is the default domain") {
  const std::string site = "server: { default-domain: fabrikam }\n" + trusting("name: CONTOSO, dns-name: contoso.com");
  check_rows(site, {{"a plain name is of it", "bob", kAccept}, {"and of no other", "carol", kUser}});
}

TEST_CASE("identity: a trusted domain of a directory that is not complete, and of a workgroup") {
  check_rows(trusting("name: CONTOSO, dns-name: contoso.com", "", false),
             {{"somebody", R"(FABRIKAM\zed)", kMayBeNoUser}, {"another domain", R"(FABRICAM\bob)", kMayBeNeither}});
  check_rows(trusting("name: HOME, mode: workgroup"), {{"a workgroup trusts nobody", R"(FABRIKAM\bob)", kWorkgroup}});
}

TEST_CASE("identity: a server in a workgroup knows local accounts only") {
  check_rows(site_text("name: HOME, mode: workgroup"),
             {
                 {"a plain name", "alice", kAccept},
                 {"nobody", "zed", kUser},
                 {"the workgroup's name", R"(HOME\alice)", kAccept},
                 {"the server's name", R"(ras1\alice)", kAccept},
                 {"the server's name as a realm", "alice@RAS1", kAccept},
                 {"a domain, 32", R"(CONTOSO\alice)", kWorkgroup},
                 {"a realm, 32", "alice@contoso.com", kWorkgroup},
                 {"a host of a domain, 32", "host/PC1.contoso.com", kWorkgroup},
             });
  check_rows(site_text("name: HOME, mode: workgroup", "", false),
             {
                 {"not complete: a domain is one for all that", R"(CONTOSO\alice)", kWorkgroup},
                 {"not complete: nobody listed", "zed", kMayBeNoUser},
             });
}

TEST_CASE("identity: a directory that is not complete") {
  check_rows(site_text("name: CONTOSO, dns-name: contoso.com", "", false),
             {
                 {"a listed account", "alice", kAccept},
                 {"a listed account with its domain", R"(CONTOSO\alice)", kAccept},
                 {"nobody listed", "zed", kMayBeNoUser},
                 {"its realm, nobody listed", "zed@contoso.com", kMayBeNoUser},
                 {"a computer that is not listed", "host/PC2.contoso.com", kMayBeNoUser},
                 {"another domain may be trusted", R"(FABRIKAM\alice)", kMayBeNeither},
                 {"another realm may be a suffix", "alice@fabrikam.com", kMayBeNeither},
             });
}

TEST_CASE("identity: an account of a domain that is not surely this one is not known") {
  TestSite site(
      "directory: { domain: { name: CONTOSO }, users: { alice: { dial-in: { permission: deny } } } }\n"
      "policies: [{ name: P, permission: grant }]\n");
  REQUIRE(site.compiled);
  const Case maybe(site, "{ user: alice@contoso.com, at: 2003-11-03T09:00, extension: accept }");
  CHECK(maybe.endings(StageId::policy) == "reject 65 permission-denied; reject 67 caller-id-mismatch; accept 0 -");
  const Case surely(site, "{ user: alice@contoso, at: 2003-11-03T09:00, extension: accept }");
  CHECK(surely.endings() == "reject 65 permission-denied-user");
}

TEST_CASE("identity: an unknown name may be that of nobody") {
  constexpr std::pair<const char*, const char*> kDomains[] = {
      {"name: CONTOSO", "reject 7 unknown-domain; reject 8 unknown-user; accept 0 -"},
      {"name: HOME, mode: workgroup", "reject 32 domain-user-in-workgroup; reject 8 unknown-user; accept 0 -"}};
  for (const auto& [domain, want] : kDomains)
    for (const bool complete : {true, false})
      CHECK(endings(site_text(domain, "", complete), "{ user: unknown, at: 2003-11-03T09:00, extension: accept }") ==
            want);
}

TEST_CASE("identity: what the policy server needs, in the order in which it is asked") {
  struct FaultRow {
    const char* name;
    const char* fields;
    std::string want;
  };
  const FaultRow rows[] = {
      {"an error inside the policy server", "policy-server: internal-error", "reject 1 policy-server-error"},
      {"no right to read accounts", "policy-server: access-denied", "reject 2 policy-server-access-denied"},
      {"out of memory", "policy-server: unavailable", "reject 6 policy-server-unavailable"},
      {"a malformed request is discarded", "policy-server: malformed-request", "discard 3 malformed-request"},
      {"unknown", "policy-server: unknown",
       "discard 3 malformed-request; reject 1 policy-server-error; reject 2 policy-server-access-denied; reject 6 "
       "policy-server-unavailable; accept 0 -"},
      {"no domain controller", "domain-controller: unreachable", "reject 5 domain-controller-unreachable"},
      {"no global catalog", "global-catalog: unreachable", "reject 4 global-catalog-unreachable"},
      {"neither: the domain controller first", "global-catalog: unreachable, domain-controller: unreachable",
       "reject 5 domain-controller-unreachable"},
      {"unknown domain controller", "domain-controller: unknown", "reject 5 domain-controller-unreachable; accept 0 -"},
      {"unknown global catalog", "global-catalog: unknown", "reject 4 global-catalog-unreachable; accept 0 -"},
      {"the policy server before the domain", R"(policy-server: internal-error, user: 'FABRIKAM\x')",
       "reject 1 policy-server-error"},
      {"the domain before its controller", R"(domain-controller: unreachable, user: 'FABRIKAM\x')", kDomain},
      {"the controller before the account", "domain-controller: unreachable, user: zed",
       "reject 5 domain-controller-unreachable"},
      {"the account before its state", "password: wrong, user: zed", kUser},
  };
  for (const FaultRow& row : rows) SUBCASE(row.name) {
      const std::string fields = row.fields;
      const std::string user = fields.find("user:") == std::string::npos ? "user: alice, " : "";
      CHECK(endings(site_text("name: CONTOSO, dns-name: contoso.com"),
                    "{ " + user + "at: 2003-11-03T09:00, " + fields + " }") == row.want);
    }
}

TEST_CASE("identity: a workgroup has neither domain controller nor global catalog") {
  const std::string site = site_text("name: HOME, mode: workgroup");
  for (const char* state : {"unreachable", "unknown"})
    CHECK(endings(site, "{ user: alice, at: 2003-11-03T09:00, domain-controller: " + std::string(state) +
                            ", global-catalog: " + state + " }") == kAccept);
}

TEST_CASE("identity: the server reads the account in its own domain, whose group counts") {
  struct GroupRow {
    const char* name;
    const char *own, *trusted;  // the groups RAS and IAS Servers
    std::string alice, erin, unknown;
  };
  const std::string anybody = "reject 7 unknown-domain; reject 8 unknown-user; " + std::string(kAccept);
  const std::string missing = "reject 2 ad-group-missing", outside = "reject 2 ad-computer-not-member";
  const GroupRow rows[] = {
      {"both as they must be", "", "", kAccept, kAccept, anybody},
      {"none in the trusted domain", "", "exists: false", kAccept, missing, missing + "; " + anybody},
      {"none in its own domain", "exists: false", "", missing, kAccept, missing + "; " + anybody},
      {"none in both", "exists: false", "exists: false", missing, missing, missing},
      {"registered in its own domain only", "", "server-is-member: false", kAccept, outside, outside + "; " + anybody},
      {"registered in the trusted domain after the start", "", "server-was-member-at-start: false", kAccept,
       "reject 2 ad-membership-cache-stale", "reject 2 ad-membership-cache-stale; " + anybody},
      {"taken out of the trusted domain's group after the start", "",
       "server-is-member: false, server-was-member-at-start: true", kAccept, kAccept, anybody},
      {"a distribution group", "", "type: distribution", kAccept, "reject 2 ad-group-wrong-type",
       "reject 2 ad-group-wrong-type; " + anybody},
      {"no Read in the trusted domain", "", "read-access-check: false", kAccept, "reject 2 ad-access-check-no-read",
       "reject 2 ad-access-check-no-read; " + anybody},
  };
  for (const GroupRow& row : rows) SUBCASE(row.name) {
      const std::string site =
          "directory: { domain: { name: CONTOSO }, users: { alice: , 'FABRIKAM\\erin': }, server-access: "
          "{ ras-and-ias-servers: { " +
          std::string(row.own) + " } }, trusted-domains: { FABRIKAM: { ras-and-ias-servers: { " + row.trusted +
          " } } } }\n" + "policies: [{ name: P, permission: grant, ignore-user-dial-in-properties: true }]\n";
      CHECK(identified(site, "alice") == row.alice);
      CHECK(identified(site, R"(FABRIKAM\erin)") == row.erin);
      CHECK(endings(site, "{ user: unknown, at: 2003-11-03T09:00, extension: accept }") == row.unknown);
    }
}
