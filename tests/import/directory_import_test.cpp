// CSV of PowerShell and lists of people: how the text is read, what becomes of columns, what is unknown.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "import/directory_csv.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;        // NOLINT: a test
using namespace rapsim::test;  // NOLINT: a test

namespace {

struct DirectoryImport {
  Sources sources{};
  Diagnostics diags{};
  std::optional<Imported> imported{};

  explicit DirectoryImport(const std::vector<std::string>& files, const DirectoryOptions& options = {}) {
    std::vector<CsvTable> tables;
    for (const std::string& file : files) {
      const auto text = import_text("d" + std::to_string(tables.size()) + ".csv", file, sources, diags);
      auto table = text ? read_csv(*text, diags) : std::nullopt;
      if (!table) return;
      tables.push_back(*std::move(table));
    }
    imported = directory_of(tables, options, sources, diags);
  }
  [[nodiscard]] std::string yaml() const { return imported ? imported->yaml : codes(diags); }
  [[nodiscard]] std::string report() const {
    return imported ? import_report("d.csv", *imported, sources) : codes(diags);
  }
  /// What stands behind the account or group.
  [[nodiscard]] std::string entry(const std::string& name) const {
    const std::string text = yaml();
    const std::size_t at = text.find("    " + name + ": {");
    if (at == std::string::npos) return text;
    const std::string line = text.substr(at + name.size() + 6, text.find('\n', at) - at - name.size() - 6);
    return line.substr(0, line.find_last_not_of(' ', line.find('#') - 1) + 1);
  }
  /// Of an account, with one policy for the group.
  [[nodiscard]] std::string decided(const std::string& user, const std::string& group) const {
    const std::string policy = "dialect: nps\npolicies:\n  - name: P\n    conditions: [ { Windows-Groups: " + group +
                               " } ]\n    permission: grant\n    profile: { authentication: MS-CHAP-v2 }\n";
    return test::decided(yaml().substr(yaml().find("directory:")) + policy,
                         "{user: " + user + ", at: 2026-07-01T10:00}");
  }
};

constexpr const char* kUsers =
    "#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\r\n"
    "\"SamAccountName\",\"SID\",\"Enabled\",\"MemberOf\",\"DistinguishedName\",\"primaryGroupID\"\r\n"
    "\"alice\",\"S-1-5-21-1-2-3-1111\",\"True\",\"CN=VPN "
    "Staff,OU=G,DC=contoso,DC=example\",\"CN=Alice,DC=contoso,DC=example\",\"513\"\r\n"
    "\"bob\",\"S-1-5-21-1-2-3-1112\",\"False\",,\"CN=Bob,DC=contoso,DC=example\",\"513\"\r\n";
constexpr const char* kGroups =
    "MemberOf;SamAccountName;SID;GroupScope;DistinguishedName\n"
    "CN=All Staff,DC=contoso,DC=example;VPN Staff;S-1-5-21-1-2-3-1105;Global;CN=VPN Staff,OU=G,DC=contoso,DC=example\n"
    ";All Staff;S-1-5-21-1-2-3-1106;Global;CN=All Staff,DC=contoso,DC=example\n";

}  // namespace

TEST_CASE("import directory: users and groups of PowerShell, nested groups and SIDs") {
  const DirectoryImport import({kUsers, kGroups});
  REQUIRE_MESSAGE(import.imported, codes(import.diags));
  CHECK(import.entry("alice") == "{ groups: [VPN Staff], primary-group: Domain Users }");
  CHECK(import.entry("bob") == "{ primary-group: Domain Users, account: { disabled: true } }");
  CHECK(import.entry("VPN Staff") == "{ sid: S-1-5-21-1-2-3-1105, member-of: [All Staff] }");
  CHECK(import.decided("alice", "All Staff") == "accept 0 - by P");
  CHECK(import.decided("alice", "S-1-5-21-1-2-3-1106") == "accept 0 - by P");
  CHECK(import.yaml().find("domain: { dns-name: contoso.example, sid: S-1-5-21-1-2-3 }") != std::string::npos);
}

TEST_CASE("import directory: what the files do not say is unknown, or said") {
  CHECK(DirectoryImport({kUsers}).decided("alice", "VPN Staff") == "accept 0 - by P");
  CHECK(DirectoryImport({kUsers}).decided("alice", "All Staff").starts_with("? "));  // VPN Staff may be nested in it
  CHECK(DirectoryImport({kUsers, kGroups}).decided("alice", "Others").starts_with("? "));
  CHECK(DirectoryImport({kUsers, kGroups}).decided("zoe", "All Staff").starts_with("? "));
  CHECK(DirectoryImport({kUsers, kGroups}, {.complete = true}).decided("zoe", "All Staff").starts_with("reject 8"));
  CHECK(DirectoryImport({"SamAccountName,Enabled\nalice,TRUE\n"}).decided("alice", "Any").starts_with("? "));
  const std::string lost =
      "SamAccountName,MemberOf\nalice,Microsoft.ActiveDirectory.Management.ADPropertyValueCollection\n";
  CHECK(DirectoryImport({lost}).decided("alice", "Any").starts_with("? "));
  CHECK(DirectoryImport({lost}).report().find("groups of accounts") != std::string::npos);
  CHECK(DirectoryImport({kUsers}).report().find("msNPAllowDialin") != std::string::npos);
}

TEST_CASE("import directory: columns of an account") {
  struct Row {
    std::string_view column, value, yaml;
  };
  for (const Row& row : {
           Row{"Enabled", "True", "{}"},
           Row{"enabled", "FALSE", "{ account: { disabled: true } }"},
           Row{"userAccountControl", "512", "{}"},
           Row{"userAccountControl", "66050", "{ account: { disabled: true } }"},
           Row{"userAccountControl", "262784",
               "{ account: { smart-card-required: true, password: { reversible: true } } }"},
           Row{"accountExpires", "0", "{}"},
           Row{"accountExpires", "9223372036854775807", "{}"},
           Row{"accountExpires", "133800000000000000", "{ account: { expires: 2024-12-30T02:40Z } }"},
           Row{"AccountExpirationDate", "5/26/2025 4:28:53 PM", "{ account: { expires: 2025-05-26T16:28 } }"},
           Row{"AccountExpirationDate", "5/26/2025 12:05:00 AM", "{ account: { expires: 2025-05-26T00:05 } }"},
           Row{"AccountExpirationDate", "06.05.2025 16:28:53", "{ account: { expires: 2025-05-06T16:28 } }"},
           Row{"AccountExpirationDate", "2025-05-06 16:28:53", "{ account: { expires: 2025-05-06T16:28 } }"},
           Row{"lockoutTime", "0", "{}"},
           Row{"lockoutTime", "133800000000000000", "{ account: { locked-out: true } }"},
           Row{"pwdLastSet", "0", "{ account: { password: { must-change: true } } }"},
           Row{"PasswordExpired", "True", "{ account: { password: { expired: true } } }"},
           Row{"logonHours", "ffffffffffffffffffffffffffffffffffffffffff", "{}"},
           Row{"logonHours", "0 0 0 255 255 255 255 255 255 255 255 255 255 255 255 255 255 255 255 255 255",
               "{ account: { logon-hours: '000000ffffffffffffffffffffffffffffffffffff' } }"},
           Row{"msNPAllowDialin", "TRUE", "{ dial-in: { permission: allow } }"},
           Row{"msNPAllowDialin", "FALSE", "{ dial-in: { permission: deny } }"},
           Row{"msNPAllowDialin", "", "{}"},
           Row{"msNPCallingStationID", "555", "{ dial-in: { caller-id: '555' } }"},
           Row{"msRADIUSCallbackNumber", "555", "{ dial-in: { callback: '555' } }"},
           Row{"msRADIUSFramedIPAddress", "-1062731519", "{ dial-in: { static-ip: 192.168.1.1 } }"},
           Row{"msRADIUSFramedRoute", "10.2.0.0/16 0.0.0.0 1", "{ dial-in: { static-routes: [10.2.0.0/16] } }"},
           Row{"Description", "password is hunter2", "{}"},
       }) {
    const std::string what = std::string(row.column) + " = " + std::string(row.value);
    INFO(what);
    const DirectoryImport import(
        {"MemberOf,SamAccountName," + std::string(row.column) + "\n,alice," + std::string(row.value) + "\n"});
    CHECK_MESSAGE(import.entry("alice") == row.yaml, import.yaml());
    TestSite site(import.yaml(), "");
    CHECK_MESSAGE(site.site.has_value(), codes(site.diags));
    CHECK((import.yaml() + import.report()).find("hunter2") == std::string::npos);
  }
}

TEST_CASE("import directory: lists of people and members of groups") {
  const DirectoryImport list({"User;Groups\nalice;VPN Staff, Printers\ncarol;VPN Staff\n"});
  CHECK(list.entry("alice") == "{ groups: [Printers, VPN Staff] }");
  CHECK(list.decided("carol", "Printers") == "reject 48 policy by -");
  const DirectoryImport rows({"Group,SamAccountName\nVPN Staff,alice\nPrinters,alice\nVPN Staff,bob\n"});
  CHECK(rows.entry("alice") == "{ groups: [Printers, VPN Staff] }");
  const DirectoryImport domains({"User\nCONTOSO\\alice\nbob@contoso.example\n"});
  CHECK(domains.yaml().find("domain: { name: CONTOSO }") != std::string::npos);
  CHECK(domains.yaml().find("    bob: {") != std::string::npos);
  const DirectoryImport broken({"Group,SamAccountName\nalice,alice\nbob,bob\n"});
  CHECK(broken.report().find("repeats the member in every row") != std::string::npos);
  CHECK(broken.yaml().find("alice") == std::string::npos);
  const DirectoryImport joined({"SamAccountName,MemberOf,ObjectClass\nPC1$,\"CN=A\\, B,DC=x,CN=C,DC=x\",computer\n"});
  CHECK(joined.entry("PC1") == "{ groups: ['A, B', C] }");
}

TEST_CASE("import directory: CSV in its forms") {
  struct Row {
    std::string_view what;
    std::string text;
  };
  for (const Row& row :
       {Row{"plain", "SamAccountName,MemberOf\na b,X\n"}, Row{"semicolons", "SamAccountName;MemberOf\na b;X"},
        Row{"tabs", "SamAccountName\tMemberOf\na b\tX\n"}, Row{"columns turned", "memberof,samaccountname\nX,a b\n"},
        Row{"quoted", "\"SamAccountName\",\"MemberOf\"\r\n\"a b\",\"X\"\r\n\r\n"},
        Row{"mark", "\xEF\xBB\xBFSamAccountName,MemberOf\na b,X\n"},
        Row{"empty rows", "SamAccountName,MemberOf\na b,X\n,\n,\n"}}) {
    INFO(row.what);
    CHECK(DirectoryImport({row.text}).entry("a b") == "{ groups: [X] }");
  }
}

TEST_CASE("import directory: what cannot be read is refused with its place, without showing it") {
  struct Row {
    std::string_view what;
    std::string text;
    std::string_view codes;
  };
  for (const Row& row : {
           Row{"nothing", "", "1:1 R602"},
           Row{"no account", "Foo,Bar\n1,2\n", "1:1 R602"},
           Row{"a quote", "SamAccountName,Enabled\n\"alice,True\n", "2:1 R603"},
           Row{"after a quote", "SamAccountName,Enabled\n\"alice\"x,True\n", "2:8 R603"},
           Row{"a short row", "SamAccountName,Enabled\nalice\n", "2:1 R604"},
           Row{"a column twice", "SamAccountName,samaccountname\na,b\n", "1:1 R604"},
           Row{"an account twice", "SamAccountName\nalice\nAlice\n", "3:1 R604"},
           Row{"no name", "SamAccountName,Enabled\n,True\n", "2:1 R604"},
           Row{"no account name", "SamAccountName,Enabled\na\\b\\c,True\n", "2:1 R604"},
           Row{"a name of LDAP", "User,Enabled\nCN=alice,True\n", "2:1 R604"},
           Row{"a control character", "SamAccountName,Enabled\na\x1b,True\n", "2:1 R603"},
           Row{"not a flag", "SamAccountName,Enabled\na,maybe\n", "2:1 R603"},
           Row{"a date of any order", "SamAccountName,AccountExpirationDate\na,5/6/2025\n", "2:1 R603"},
           Row{"dates of two orders", "SamAccountName,AccountExpirationDate\na,5/26/2025\nb,26/5/2025\n", "2:1 R603"},
           Row{"not a date", "SamAccountName,AccountExpirationDate\na,soon\n", "2:1 R603"},
           Row{"not hours", "SamAccountName,logonHours\na,1 2 3\n", "2:1 R603"},
           Row{"not an address", "SamAccountName,msRADIUSFramedIPAddress\na,x\n", "2:1 R603"},
       }) {
    INFO(row.what);
    const DirectoryImport import({row.text});
    CHECK_FALSE(import.imported.has_value());
    CHECK_MESSAGE(codes(import.diags).find(row.codes) != std::string::npos, codes(import.diags));
  }
  CHECK(DirectoryImport({"SamAccountName,AccountExpirationDate\na,5/6/2025\n"}, {.dates = DateOrder::day_first})
            .yaml()
            .find("expires: 2025-06-05T00:00") != std::string::npos);
}

TEST_CASE("import directory: the corpus") {
  const char* const folder = std::getenv("RAPSIM_CORPUS");
  if (folder == nullptr) return;
  std::ifstream in(std::filesystem::path(folder) / "directory/get-aduser-hand-edited-contoso.csv", std::ios::binary);
  const DirectoryImport import({std::string(std::istreambuf_iterator<char>(in), {})});
  REQUIRE_MESSAGE(import.imported, codes(import.diags));
  TestSite site(import.yaml(), "");
  REQUIRE_MESSAGE(site.site, codes(site.diags));
  CHECK(site.site->directory->users.size() == 272);
}
