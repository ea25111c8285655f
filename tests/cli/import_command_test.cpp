// The command `import`: where its outputs go, how it ends, and that a secret is in none of them.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/import/nps_fixture.hpp"
#include "tests/program.hpp"
#include "tests/temporary_folder.hpp"

using namespace rapsim::test;  // NOLINT: a test
using program::Result;

namespace {

NpsText small() {
  NpsText out;
  out.profiles = object("Staff", everybody());
  out.policies = object("Staff", property("msNPConstraint", "NTGROUPS(\"S-1-5-21-1-2-3-1105\")") +
                                     property("msNPConstraint", "MATCH(\"Acme-Badge=1\")"));
  out.request_policies = object("All", any_time());
  out.request_profiles = object("All", property("msAuthProviderType", "1"));
  out.clients = object("AP", property("IP_Address", "10.0.0.1") + property("Shared_Secret", "hunter2"));
  return out;
}

std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("import: the site to stdout or a file, the report to stderr, or alone with --check") {
  const TemporaryFolder folder;
  folder.write("nps.xml", small().text());
  const Result printed = program::run({"import", "nps-export", "nps.xml"}, folder.path());
  CHECK(printed.exit == 0);
  CHECK(printed.out.find("format: rapsim/site/1") != std::string::npos);
  CHECK(printed.err.find("Acme-Badge") != std::string::npos);
  CHECK((printed.out + printed.err).find("hunter2") == std::string::npos);

  for (const char* const option : {"-o", "--output"}) {
    const Result written = program::run({"import", "nps-export", "nps.xml", option, "site.yaml"}, folder.path());
    CHECK(written.exit == 0);
    CHECK(written.out.empty());
    CHECK(content(folder / "site.yaml") == printed.out);
  }
  CHECK(program::run({"check", "site.yaml"}, folder.path()).exit == 0);

  const Result report = program::run({"import", "nps-export", "nps.xml", "--check"}, folder.path());
  CHECK(report.exit == 0);
  CHECK(report.out == printed.err);
  CHECK(report.err.empty());
}

TEST_CASE("import: a file that cannot be imported gives exit status 2, its place, and no output") {
  const TemporaryFolder folder;
  const std::string good = small().text();
  folder.write("cut.xml", good.substr(0, good.find("hunter2") + 3));
  folder.write("large.xml", std::string((1 << 20) + 1, ' '));
  folder.write("site.yaml", "mine\n");
  const Result cut = program::run({"import", "nps-export", "cut.xml", "-o", "site.yaml"}, folder.path());
  CHECK(cut.exit == 2);
  CHECK(cut.out.empty());
  CHECK(cut.err.starts_with("cut.xml:"));
  CHECK(cut.err.find("R601") != std::string::npos);
  CHECK(cut.err.find("hun") == std::string::npos);
  CHECK(content(folder / "site.yaml") == "mine\n");
  CHECK(program::run({"import", "nps-export", "large.xml", "--max-size", "1"}, folder.path()).err.find("R104") !=
        std::string::npos);
  CHECK(program::run({"import", "nps-export", "large.xml", "--max-size", "0"}, folder.path()).exit == 2);
  CHECK(program::run({"import", "nps-export", "none.xml"}, folder.path()).exit == 2);
  CHECK(program::run({"import", "nps-export", "cut.xml", "cut.xml"}, folder.path()).exit == 2);
  CHECK(program::run({"import", "ldap", "cut.xml"}, folder.path()).exit == 2);
  CHECK(program::run({"import", "nps-export"}, folder.path()).exit == 64);
}

TEST_CASE("import: a directory, then an export that includes it, then who gets in") {
  const TemporaryFolder folder;
  NpsText text = small();
  text.policies = object("Staff", property("msNPConstraint", "NTGROUPS(\"S-1-5-21-1-2-3-1105\")"));
  folder.write("nps.xml", text.text());
  folder.write("users.csv", "SamAccountName,MemberOf\nalice,\"CN=VPN Staff,DC=x\"\nbob,\n");
  folder.write("groups.csv",
               "SamAccountName,SID,GroupScope,MemberOf,DistinguishedName\n"
               "VPN Staff,S-1-5-21-1-2-3-1105,Global,,\"CN=VPN Staff,DC=x\"\n");
  CHECK(program::run({"import", "directory", "users.csv", "groups.csv", "-o", "directory.yaml"}, folder.path()).exit ==
        0);
  const Result site = program::run(
      {"import", "nps-export", "nps.xml", "--directory", "directory.yaml", "-o", "site.yaml"}, folder.path());
  CHECK_MESSAGE(site.exit == 0, site.err);
  const Result who = program::run({"who", "site.yaml", "--at", "2026-07-05T03:00", "--format", "csv"}, folder.path());
  CHECK(who.exit == 0);
  CHECK(who.out.find("accept,connected,Staff") != std::string::npos);
  CHECK(who.out.find("\r\nbob,") != std::string::npos);
  CHECK(who.out.find(",reject,", who.out.find("\r\nbob,")) != std::string::npos);
  folder.write("site/x", "");
  CHECK(program::run({"import", "nps-export", "nps.xml", "--directory", "directory.yaml", "-o", "site/site.yaml"},
                     folder.path())
            .exit == 2);
}
