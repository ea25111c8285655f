// The parts of the oracle by themselves, rows made by hand: nothing here calls the program.
#include <doctest/doctest.h>

#include <string>

#include "tests/oracle/slow.hpp"

namespace {

using namespace rapsim;

TEST_CASE("oracle: patterns, rows made by hand") {
  struct Row {
    const char *pattern, *value;
    bool is_found;
  };
  constexpr Row rows[] = {
      {"", "x", true},
      {"abc", "xABCx", true},
      {"^abc$", "abcd", false},
      {"^5$", "15", false},
      {"^19$|^18$", "18", true},
      {"^wcoast\\\\|@wcoast\\.microsoft\\.com$", "WCOAST\\user", true},
      {"^wcoast\\\\|@wcoast\\.microsoft\\.com$", "user@wcoastXmicrosoft.com", false},
      {"UserAuthType:(PW|CA)", "UserAuthType:CA", true},
      {"899.*", "555-8990", true},
      {"^(a|b)*c$", "ababc", true},
      {"^(a*)*$", "aaaa", true},
      {"^a{2,3}$", "aaaa", false},
      {"^a{2,}$", "aaaa", true},
      {"a{,3}", "a{,3}", true},
      {"^[^0-9]$", "5", false},
      {"^[-a]$", "-", true},
      {"^[\\w-.]$", ".", true},
      {"^[\\W]$", "s", false},
      {"^[^\\W]+$", "ask", true},
      {"^[\\D\\d]$", "5", true},
      {"^[Z-a]$", "A", true},
      {"\\bvpn\\b", "a-vpn-b", true},
      {"\\bvpn\\b", "vpns", false},
      {"\\Bpn\\b", "vpn", true},
      {"^.$", "\n", false},
      {"^\\s\\S$", "\tx", true},
      {"/65//0102//0x43/", "abc", true},
      {"10.0.0.0/8", "10.0.0.0/8", true},
      {"/08/", "x/08/x", true},
      {"é", "CAFÉ", true},
      {"^.$", "中", true},
      {"a|", "x", true},
      {"\\d+$", "12x", false},
  };
  for (const Row& row : rows) {
    INFO(std::string(row.pattern), " in ", std::string(row.value));
    CHECK(oracle::pattern_is_found(row.pattern, row.value) == row.is_found);
  }
}

TEST_CASE("oracle: times, rows made by hand") {
  struct Row {
    const char* text;
    int day, hour, minute;
    bool is_open;
  };
  constexpr Row rows[] = {
      {"always", 3, 4, 5, true},
      {"Mon-Fri 07:00-19:00", 1, 7, 0, true},
      {"Mon-Fri 07:00-19:00", 1, 6, 59, false},
      {"Mon-Fri 07:00-19:00", 5, 18, 59, true},
      {"Mon-Fri 07:00-19:00", 5, 19, 0, false},
      {"Mon-Fri 07:00-19:00", 6, 12, 0, false},
      {"fri-MONDAY", 0, 12, 0, true},
      {"daily 22:00-06:00", 0, 5, 59, true},
      {"Sat 22:00-06:00", 0, 5, 59, true},
      {"Sat 22:00-06:00", 6, 5, 59, false},
      {"Sat; Sun 08:00-12:00", 6, 20, 0, true},
      {"Sat, Sun 08:00-12:00", 6, 20, 0, false},
      {"Mon 08:00-12:00, 13:00-17:00, Tue 9:00-10:00", 1, 13, 0, true},
      {"Mon 08:00-12:00, 13:00-17:00, Tue 9:00-10:00", 2, 13, 0, false},
      {"Mon 18:00-24:00", 1, 23, 59, true},
      {"Mon 18:00-24:00", 2, 0, 0, false},
  };
  for (const Row& row : rows) {
    INFO(std::string(row.text), " on ", row.day, " at ", row.hour, ":", row.minute);
    CHECK(oracle::schedule_is_open(row.text, (row.day * 24 + row.hour) * 60 + row.minute) ==
          oracle::known(row.is_open));
  }
  CHECK(oracle::time_of_day_is_open("0 00:00-24:00", 24 * 60 - 1) == oracle::kTrue);
  CHECK(oracle::time_of_day_is_open("0 00:00-24:00", 24 * 60) == oracle::kFalse);
  CHECK(oracle::schedule_is_open("always", std::nullopt) == oracle::kTrue);
  CHECK(oracle::schedule_is_open("never", std::nullopt) == oracle::kFalse);
  CHECK(oracle::schedule_is_open("Sat-Thu", std::nullopt) == oracle::kEither);
  CHECK(oracle::schedule_is_open("Sat-Thu; Fri 12:00-12:30 12:30-24:00, 0:00-12:00", std::nullopt) == oracle::kTrue);
  CHECK(oracle::time_of_day_is_open("1 08:00-12:00 14:00-18:00; 2 9:00-10:00;", (24 + 14) * 60) == oracle::kTrue);
  CHECK(oracle::local_minute_of_week("UTC", 0) == 4 * 24 * 60);                           // a Thursday
  CHECK(oracle::local_minute_of_week("Asia/Kolkata", 1067817600) == (24 + 5) * 60 + 30);  // 2003-11-03T00:00Z
  CHECK(oracle::local_minute_of_week("America/New_York", 1067817600) == 19 * 60);         // the Sunday before
}

TEST_CASE("oracle: find and replace, rows made by hand") {
  struct Row {
    const char *value, *find, *replace, *out;
  };
  constexpr Row rows[] = {
      {"alice@partner.example", "@.*", "", "alice"},
      {"ALICE@Partner.Example", "^(.*)@partner\\.example$", "\\1", "ALICE"},
      {"alice@partnerXexample", "^(.*)@partner\\.example$", "\\1", "alice@partnerXexample"},
      {"FABRIKAM\\bob", "^fabrikam\\\\", "", "bob"},
      {"bob", "^", "CONTOSO\\\\", "CONTOSO\\bob"},
      {"555-01-02", "-", "", "5550102"},
      {"555-01-02", "^(.*)-(.*)$", "\\2.\\1", "02.555-01"},
      {"abc", "x*", "-", "-a-b-c-"},
      {"xxaxx", "x*", "-", "-a-"},
      {"abc", ".*", "z", "z"},
      {"", ".*", "z", "z"},
      {"aaa", "a", "aa", "aaaaaa"},
      {"Büro 5", "ü", "ue", "Buero 5"},
      {"line  ", " *$", "#", "line#"},
      {"alabal", "(a)(l)", "\\2\\1", "laabla"},
      {"0012", "^(0+)", "x\\1", "x0012"},
      {"a+b", "\\+", " ", "a b"},
      {"a\nb", "a.b", "x", "a\nb"},
      {"alice", "bob", "x", "alice"},
  };
  for (const Row& row : rows) {
    INFO(std::string(row.value), ": ", std::string(row.find), " -> ", std::string(row.replace));
    CHECK(oracle::replaced(row.value, {row.find, row.replace}) == row.out);
  }
}

constexpr std::int64_t kMonday = 1067817600;  // 2003-11-03T00:00Z
constexpr std::int64_t kHour = 60 * 60;

TEST_CASE("oracle: logon hours, rows made by hand") {
  struct Row {
    const char* text;
    int hour;  // since Monday 00:00 UTC
    bool is_open, is_open_leftmost;
  };
  // Three bytes a day, Sunday first: Monday's are bytes 3 to 5.
  constexpr const char* kFirstHours = "000000010000000000000000000000000000000000";
  constexpr const char* kLastHours = "000000000080000000000000000000000000000000";
  constexpr Row rows[] = {
      {"Mon-Fri 07:00-17:00 UTC", 7, true, true},
      {"Mon-Fri 07:00-17:00 UTC", 17, false, false},
      {"Mon 07:00-17:00 Europe/Berlin", 6, true, true},
      {"Mon 07:00-17:00 Europe/Berlin", 16, false, false},
      {"always UTC", 30, true, true},
      {"never UTC", 30, false, false},
      {kFirstHours, 0, true, false},
      {kFirstHours, 7, false, true},
      {kLastHours, 23, true, false},
      {kLastHours, 16, false, true},
      {"fFfffFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 99, true, true},
  };
  for (const Row& row : rows) {
    INFO(std::string(row.text), " at hour ", row.hour);
    oracle::Site site;
    CHECK(oracle::logon_hours_are_open(site, row.text, kMonday + row.hour * kHour) == oracle::known(row.is_open));
    site.readings = {"logon-hours-leftmost-bit"};
    CHECK(oracle::logon_hours_are_open(site, row.text, kMonday + row.hour * kHour) ==
          oracle::known(row.is_open_leftmost));
  }
  CHECK(oracle::logon_hours_are_open({}, kFirstHours, std::nullopt) == oracle::kEither);
  CHECK(oracle::logon_hours_are_open({}, std::string(42, '0'), std::nullopt) == oracle::kFalse);
  CHECK(oracle::logon_hours_are_open({}, std::string(42, 'f'), std::nullopt) == oracle::kTrue);
  CHECK(oracle::winter_minute_of_week("Europe/Berlin", 1059696000) == 5 * 24 * 60 + 60);  // 2003-08-01T00:00Z
  CHECK(oracle::winter_minute_of_week("Australia/Lord_Howe", kMonday) == 24 * 60 + 630);
  CHECK(oracle::begin_of_day("Europe/Berlin", kMonday) == kMonday - kHour);
  CHECK(oracle::begin_of_day("America/New_York", kMonday) == kMonday + 5 * kHour);
}

/// alice and PC1 of CONTOSO, contoso.com.
oracle::Site site_of_contoso() {
  oracle::Site site;
  site.users = {{.name = "alice"}, {.name = "NORTHWIND\\alice"}};
  site.trusted = {{.name = "NORTHWIND", .dns_name = "northwind.example"}};
  site.computers = {{.name = "PC1"}};
  site.server.name = "vpn1";
  site.domain = {.name = "CONTOSO", .dns_name = "contoso.com", .upn_suffixes = {"corp.example"}};
  return site;
}

/// `account`, or the reason with which the name is refused; `7?`: perhaps.
std::string identity(const oracle::Site& site, const std::string& name) {
  const oracle::Identity found = oracle::identity_of(site, oracle::Value::of(name));
  const auto mark = [](const char* reason, oracle::Truth truth) {
    return truth == oracle::kFalse ? std::string() : reason + std::string(truth == oracle::kTrue ? "" : "?") + " ";
  };
  std::string out = mark("32", found.is_foreign_to_workgroup) + mark("7", found.has_unknown_domain) +
                    mark("8", found.is_unknown_user);
  if (found.account.row != nullptr) out += found.account.row->name + (found.account.is_computer ? "$" : "");
  return out;
}

TEST_CASE("oracle: forms of a name, rows made by hand") {
  struct Row {
    const char *name, *complete, *incomplete, *workgroup, *without_realms;
  };
  constexpr Row rows[] = {
      {"alice", "alice", "alice", "alice", "alice"},
      {"ALICE", "alice", "alice", "alice", "alice"},
      {"contoso\\Alice", "alice", "alice", "alice", "alice"},
      {"contoso.com\\alice", "alice", "alice", "alice", "7 8? "},
      {"alice@Contoso.com", "alice", "alice", "alice", "7? 8? "},
      {"alice@contoso", "alice", "alice", "alice", "alice"},
      {"alice@corp.example", "alice", "alice", "alice", "7? 8? "},
      {"corp.example\\alice", "7 8? ", "7? 8? ", "32 8? ", "7 8? "},
      {"FABRIKAM\\alice", "7 8? ", "7? 8? ", "32 8? ", "7 8? "},
      {"alice@fabrikam.example", "7 8? ", "7? 8? ", "32 8? ", "7? 8? "},
      {"VPN1\\alice", "7 8? ", "7? 8? ", "alice", "7 8? "},
      {"bob", "8 ", "8? ", "8 ", "8 "},
      {"host/pc1", "PC1$", "PC1$", "PC1$", "PC1$"},
      {"HOST/PC1.contoso.com", "PC1$", "PC1$", "PC1$", "7? 8? "},
      {"host/PC1.fabrikam.example", "7 8? ", "7? 8? ", "32 8? ", "7? 8? "},
      {"PC1$", "PC1$", "PC1$", "PC1$", "PC1$"},
      {"northwind\\Alice", "NORTHWIND\\alice", "NORTHWIND\\alice", "32 8? ", "NORTHWIND\\alice"},
      {"alice@Northwind.example", "NORTHWIND\\alice", "NORTHWIND\\alice", "32 8? ", "NORTHWIND\\alice"},
      {"NORTHWIND\\bob", "8 ", "8? ", "32 8? ", "8 "},
      {"CONTOSO\\pc1$", "PC1$", "PC1$", "PC1$", "PC1$"},
      {"PC1", "8 ", "8? ", "8 ", "8 "},
      {"alice$", "8 ", "8? ", "8 ", "8 "},
      {"", "8 ", "8 ", "8 ", "8 "},
      {"a@b@c", "8 ", "8 ", "8 ", "8 "},
      {"\\alice", "8 ", "8 ", "8 ", "8 "},
      {"host/.contoso.com", "8 ", "8 ", "8 ", "8 "},
      {"branch/alice", "8 ", "8? ", "8 ", "8 "},
  };
  oracle::Site incomplete = site_of_contoso(), workgroup = site_of_contoso(), without_realms = site_of_contoso();
  incomplete.is_complete = false;
  workgroup.domain.mode = "workgroup";
  without_realms.domain = {.name = "CONTOSO"};
  for (const Row& row : rows) {
    INFO(std::string(row.name));
    CHECK(identity(site_of_contoso(), row.name) == row.complete);
    CHECK(identity(incomplete, row.name) == row.incomplete);
    CHECK(identity(workgroup, row.name) == row.workgroup);
    CHECK(identity(without_realms, row.name) == row.without_realms);
  }
  oracle::Site elsewhere = site_of_contoso();
  elsewhere.server.default_domain = "FABRIKAM";
  CHECK(identity(elsewhere, "alice") == "7 8? ");
  CHECK(identity(elsewhere, "CONTOSO\\alice") == "alice");
  CHECK(identity(elsewhere, "host/PC1") == "PC1$");
  elsewhere.server.default_domain = "Contoso.com";
  CHECK(identity(elsewhere, "alice") == "alice");
  CHECK(oracle::identity_of(site_of_contoso(), oracle::Value::unknown()).is_unknown_user == oracle::kEither);
}

TEST_CASE("oracle: RADIUS clients, rows made by hand") {
  struct Row {
    const char *nas, *name, *address, *vendor;  // name empty: not on the list
  };
  constexpr Row rows[] = {
      {"ap-7", "AP-7", "unknown", "9"},
      {"AP-8", "AP-8", "192.0.2.17", "0"},
      {"192.0.2.17", "AP-8", "192.0.2.17", "0"},
      {"192.0.2.18", "AP-7", "192.0.2.18", "9"},
      {"10.20.30.5", "lab", "10.20.30.5", "0"},
      {"10.30.0.1", "Branch", "10.30.0.1", "2636"},
      {"198.51.100.5", "", "", ""},
  };
  oracle::Site site;
  site.radius_clients = {{"AP-7", "192.0.2.0/24", "Cisco"},
                         {"Twin", "192.0.2.0/24", ""},
                         {"AP-8", "192.0.2.17", ""},
                         {"Branch", "10.0.0.0/8", "2636"},
                         {"lab", "10.20.0.0/16", ""}};
  const auto text = [](const oracle::Value& value) {
    return value.state == oracle::State::unknown ? "unknown" : value.texts.empty() ? "" : value.texts[0];
  };
  for (const Row& row : rows) {
    INFO(std::string(row.nas));
    oracle::Attempt attempt;
    attempt.fields["nas"] = oracle::Value::of(row.nas);
    const oracle::ClientRow found = oracle::radius_client_of(site, attempt);
    CHECK(found.is_missing == oracle::known(std::string(row.name).empty()));
    CHECK(text(found.name) == row.name);
    CHECK(text(found.address) == row.address);
    CHECK(text(found.vendor) == row.vendor);
  }
  CHECK(oracle::radius_client_of(site, {}).name.state == oracle::State::absent);
  site.server.provider = "radius";
  CHECK(oracle::radius_client_of(site, {}).is_missing == oracle::kEither);  // who is this RRAS?
  site.server.address = "10.0.0.1";
  CHECK(text(oracle::radius_client_of(site, {}).name) == "Branch");
  site.radius_clients.reset();
  CHECK(text(oracle::radius_client_of(site, {}).name) == "unknown");
  CHECK(text(oracle::radius_client_of(site, {}).address) == "10.0.0.1");
}

}  // namespace
