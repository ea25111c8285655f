// Accounts as written: state, logon hours, expiry, dial-in properties, computers. Source: semantics.md 5.1, 5.2;
// gaps.md G-6, G-11.
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

std::string account_site(std::string_view account, std::string_view before = "") {
  return std::string(before) + "directory: { users: { alice: { account: { " + std::string(account) + " } } } }\n";
}

std::string dial_in_site(std::string_view dial_in, std::string_view mode = "native") {
  return "directory: { domain: { mode: " + std::string(mode) + " }, users: { alice: { dial-in: { " +
         std::string(dial_in) + " } } } }\n";
}

std::string problems(std::string_view text) { return codes(TestSite(text).diags); }

const User& alice(const TestSite& site) {
  REQUIRE(codes(site.diags) == "");
  REQUIRE(site.site);
  return site.site->directory->users.front();
}

/// Logon hours as the directory keeps them, in UTC.
std::string hours_of(std::string_view text, std::string_view before = "") {
  TestSite site(account_site("logon-hours: '" + std::string(text) + "'", before));
  return grammar::to_text(alice(site).state.logon_hours.value.schedule);
}

/// The last second in which the account is valid, in the site's zone.
std::string last_second(std::string_view zone, std::string_view expires) {
  TestSite site(account_site("expires: '" + std::string(expires) + "'", "time-zone: " + std::string(zone) + "\n"));
  const auto end = expiry_of(alice(site).state, *site.site);
  REQUIRE(end.has_value());
  return instant_text(*end - std::chrono::seconds(1), *site.site);
}

struct Row {
  const char* name;
  const char* text;
  std::string want;
};

constexpr const char* kEvery = "ffffffffffffffffffffffffffffffffffffffffff";
static_assert(std::string_view(kEvery).size() == 42);

/// 42 digits: all zero but for the two at this byte.
std::string bits(std::size_t byte, std::string_view digits) {
  std::string out(42, '0');
  return out.replace(byte * 2, 2, digits);
}

}  // namespace

TEST_CASE("account: flags, and what they are by default") {
  TestSite plain("directory: { users: { alice: } }\n");
  const AccountState& state = alice(plain).state;
  for (const Setting<bool>* flag : {&state.disabled, &state.locked_out, &state.smart_card_required,
                                    &state.must_change_password, &state.password_expired, &state.reversible_password}) {
    CHECK_FALSE(flag->value);
    CHECK_FALSE(flag->is_given());
  }
  CHECK(state.expires.value.empty());
  CHECK_FALSE(state.logon_hours.is_given());
  TestSite set(
      account_site("disabled: true, locked-out: true, smart-card-required: true, password: { must-change: true, "
                   "expired: true, reversible: true }"));
  const AccountState& all = alice(set).state;
  CHECK((all.disabled.value && all.locked_out.value && all.smart_card_required.value));
  CHECK((all.must_change_password.value && all.password_expired.value && all.reversible_password.value));
  CHECK(place(all.disabled.where) == "2:53");
}

TEST_CASE("account: problems, each at its place") {
  const Row rows[] = {
      {"a misspelt key", "disable: true", "2:43 R110"},
      {"a misspelt key of the password", "password: { expird: true }", "2:55 R110"},
      {"no truth value", "disabled: yes", "2:53 R111"},
      {"a quoted truth value", "locked-out: 'true'", "2:55 R111"},
      {"a password is a map", "password: expired", "2:53 R111"},
      {"hours without a zone, R205", "logon-hours: Mon-Fri 07:00-17:00", "2:56 R205"},
      {"hours that are none", "logon-hours: 'Mon-Fri 7-25 UTC'", "2:65 R205"},
      {"hours of a zone that nobody knows, R311", "logon-hours: 'Mon 07:00-17:00 Europe/Brelin'", "2:73 R311"},
      {"41 digits are no bits", "logon-hours: ff", "2:56 R205"},
      {"a list of hours", "logon-hours: [always]", "2:56 R111"},
      {"an expiry that is no date, R502", "expires: tomorrow", "2:52 R502"},
      {"a day that does not exist", "expires: 2004-02-30", "2:52 R502"},
      {"an empty expiry", "expires: ''", "2:52 R111"},
      {"an expiry twice", "expires: 2004-12-31, expires: 2005-12-31", "2:64 R109"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(problems(account_site(row.text)) == row.want);
    }
}

TEST_CASE("account: an instant that the site's clock skips or repeats, R503") {
  CHECK(problems(account_site("expires: 2004-03-28T02:30", "time-zone: Europe/Berlin\n")) == "3:52 R503");
  CHECK(problems(account_site("expires: 2004-10-31T02:30", "time-zone: Europe/Berlin\n")) == "3:52 R503");
  CHECK(problems(account_site("expires: 2004-10-31T02:30+01:00", "time-zone: Europe/Berlin\n")) == "");
  CHECK(problems(account_site("expires: 2004-03-28T02:30")) == "");
}

TEST_CASE("account: a date is valid to the end of that day in the site's zone") {
  struct ExpiryRow {
    const char* name;
    const char* zone;
    const char* expires;
    std::string want;
  };
  const ExpiryRow rows[] = {
      {"UTC", "UTC", "2004-12-31", "2004-12-31T23:59:59+00:00"},
      {"winter", "Europe/Berlin", "2004-12-31", "2004-12-31T23:59:59+01:00"},
      {"summer", "Europe/Berlin", "2004-07-31", "2004-07-31T23:59:59+02:00"},
      {"the day of 23 hours", "Europe/Berlin", "2004-03-28", "2004-03-28T23:59:59+02:00"},
      {"the day of 25 hours", "Europe/Berlin", "2004-10-31", "2004-10-31T23:59:59+01:00"},
      {"half an hour's summer time", "Australia/Lord_Howe", "2003-10-26", "2003-10-26T23:59:59+11:00"},
      {"the clock goes forward at midnight: the last second before the gap", "America/Sao_Paulo", "2004-11-01",
       "2004-11-01T23:59:59-03:00"},
      {"the clock goes back at midnight: the later 23:59", "America/Sao_Paulo", "2004-02-14",
       "2004-02-14T23:59:59-03:00"},
      {"a leap day", "UTC", "2004-02-29", "2004-02-29T23:59:59+00:00"},
      {"an instant is the end itself", "Europe/Berlin", "2004-12-31T17:00", "2004-12-31T16:59:59+01:00"},
      {"an instant with an offset", "Europe/Berlin", "2004-12-31T17:00Z", "2004-12-31T17:59:59+01:00"},
  };
  for (const ExpiryRow& row : rows) SUBCASE(row.name) {
      CHECK(last_second(row.zone, row.expires) == row.want);
    }
}

TEST_CASE("account: an account without an expiry never expires") {
  TestSite site("directory: { users: { alice: } }\n");
  CHECK_FALSE(expiry_of(alice(site).state, *site.site).has_value());
}

TEST_CASE("logon hours: as text with a zone") {
  const Row rows[] = {
      {"UTC as it stands", "Mon-Fri 07:00-17:00 UTC", "Mon-Fri 07:00-17:00"},
      {"a zone east of UTC", "Mon 07:00-17:00 Europe/Berlin", "Mon 06:00-16:00"},
      {"... across the begin of the week", "Sun 00:00-01:00 Europe/Berlin", "Sat 23:00-24:00"},
      {"a zone west of UTC", "Sat 22:00-24:00 America/New_York", "Sun 03:00-05:00"},
      {"half hours", "Mon 07:00-08:00 Asia/Kolkata", "Mon 01:30-02:30"},
      {"always", "always", "always"},
      {"always, with a zone", "always Europe/Berlin", "always"},
      {"never", "never", "never"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(hours_of(row.text) == row.want);
    }
}

TEST_CASE("logon hours: the zone of the hours counts, not the site's, and summer time does not") {
  CHECK(hours_of("Mon 07:00-17:00 UTC", "time-zone: Asia/Kolkata\n") == "Mon 07:00-17:00");
  const std::string site = account_site("logon-hours: 'Mon 09:00-10:00 Europe/Berlin'", "time-zone: Europe/Berlin\n") +
                           "policies: [{ name: P, permission: grant }]\n";
  CHECK(endings(site, "{ user: alice, at: 2003-11-03T09:30 }") == "accept 0 -");
  CHECK(endings(site, "{ user: alice, at: 2003-07-07T09:30 }") == "reject 37 logon-hours-denied");
  CHECK(endings(site, "{ user: alice, at: 2003-07-07T10:30 }") == "accept 0 -");
}

TEST_CASE("logon hours: as 42 digits, an hour each bit, Sunday 00:00 UTC first") {
  struct BitRow {
    const char* name;
    std::string digits;
    std::string want;
  };
  const BitRow rows[] = {
      {"every bit", kEvery, "always"},
      {"capitals", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "always"},
      {"no bit", std::string(42, '0'), "never"},
      {"the least significant bit is the first hour", bits(0, "01"), "Sun 00:00-01:00"},
      {"the most significant one the eighth", bits(0, "80"), "Sun 07:00-08:00"},
      {"the next byte", bits(1, "01"), "Sun 08:00-09:00"},
      {"Monday begins with the fourth byte", bits(3, "03"), "Mon 00:00-02:00"},
      {"the last hour of the week", bits(20, "80"), "Sat 23:00-24:00"},
  };
  for (const BitRow& row : rows) SUBCASE(row.name) {
      CHECK(hours_of(row.digits) == row.want);
      TestSite site(account_site("logon-hours: '" + row.digits + "'"));
      CHECK(alice(site).state.logon_hours.value.is_bits);
    }
}

TEST_CASE("logon hours: the other reading of G-11 begins at the leftmost bit") {
  CHECK(grammar::to_text(logon_hours_of_bits(bits(0, "80"), true)) == "Sun 00:00-01:00");
  CHECK(grammar::to_text(logon_hours_of_bits(bits(0, "01"), true)) == "Sun 07:00-08:00");
  CHECK(grammar::to_text(logon_hours_of_bits(bits(20, "01"), true)) == "Sat 23:00-24:00");
  const std::string digits = "logon-hours: '" + bits(3, "02") + "'";  // Mon 01:00, or Mon 06:00
  const std::string policy = "policies: [{ name: P, permission: grant }]\n";
  const std::string other = "readings: { logon-hours-leftmost-bit: true }\n";
  CHECK(endings(account_site(digits) + policy, "{ user: alice, at: 2003-11-03T01:30 }") == "accept 0 -");
  CHECK(endings(account_site(digits, other) + policy, "{ user: alice, at: 2003-11-03T01:30 }") ==
        "reject 37 logon-hours-denied");
  CHECK(endings(account_site(digits, other) + policy, "{ user: alice, at: 2003-11-03T06:30 }") == "accept 0 -");
  CHECK(endings(account_site("logon-hours: 'Mon 01:00-02:00 UTC'", other) + policy,
                "{ user: alice, at: 2003-11-03T01:30 }") == "accept 0 -");  // a text has no bits
}

TEST_CASE("dial-in properties: callback, address and routes") {
  TestSite site(dial_in_site("callback: '+49 30 1', static-ip: 10.0.0.9, static-routes: [10.2.0.0/16, 10.3.0.1]"));
  const DialIn& given = alice(site).dial_in;
  CHECK(given.callback.value == Callback::always);
  CHECK(given.callback_number == "+49 30 1");
  CHECK(given.static_ip.value == "10.0.0.9");
  REQUIRE(given.static_routes.size() == 2);
  CHECK(given.static_routes[1].text == "10.3.0.1");
  TestSite caller(dial_in_site("callback: set-by-caller, static-routes: 10.2.0.0/16"));
  CHECK(alice(caller).dial_in.callback.value == Callback::set_by_caller);
  CHECK(alice(caller).dial_in.static_routes.size() == 1);
  TestSite none("directory: { users: { alice: { dial-in: { callback: none } }, bob: } }\n");
  CHECK(alice(none).dial_in.callback.value == Callback::none);
  CHECK(none.site->directory->users[1].dial_in.callback.value == Callback::none);
  CHECK(none.site->directory->users[1].dial_in.permission.value == DialInPermission::policy);
}

TEST_CASE("dial-in properties: problems") {
  const Row rows[] = {
      {"a callback that is no number", "callback: set-by-user", "2:79 R301"},
      {"no permission", "permission: grant", "2:81 R301"},
      {"no address", "static-ip: 10.0.0", "2:80 R315"},
      {"a network is no address", "static-ip: 10.0.0.0/8", "2:80 R315"},
      {"no network", "static-routes: [10.2.0.0/16, 10.2.0.0/33]", "2:98 R315"},
      {"bits beyond the prefix", "static-routes: 10.2.0.1/16", "2:84 R315"},
      {"a misspelt key", "callerid: 1", "2:69 R110"},
      {"an empty caller ID", "caller-id: ''", "2:80 R111"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(problems(dial_in_site(row.text)) == row.want);
    }
}

TEST_CASE("dial-in properties: what a mixed domain ignores is a warning, R319") {
  struct MixedRow {
    const char* name;
    const char* mode;
    const char* dial_in;
    std::string want;
  };
  const MixedRow rows[] = {
      {"control through policy", "mixed", "permission: policy", "2:80 warning R319"},
      {"left out is no setting", "mixed", "", ""},
      {"allow and deny exist", "mixed", "permission: allow", ""},
      {"caller ID", "mixed", "caller-id: 555", "2:79 warning R319"},
      {"static address", "nt4", "static-ip: 10.0.0.9", "2:77 warning R319"},
      {"routes, once", "mixed", "static-routes: [10.2.0.0/16, 10.3.0.0/16]", "2:84 warning R319"},
      {"callback exists", "mixed", "callback: 555", ""},
      {"a native domain has them all", "native", "permission: policy, caller-id: 555, static-ip: 10.0.0.9", ""},
      {"so has a workgroup", "workgroup", "permission: policy, caller-id: 555", ""},
  };
  for (const MixedRow& row : rows) SUBCASE(row.name) {
      TestSite site(dial_in_site(row.dial_in, row.mode));
      CHECK(codes(site.diags) == row.want);
      CHECK(site.compiled != nullptr);
    }
  CHECK(problems("readings: { mixed-domain-keeps-dial-in: true }\n" +
                 dial_in_site("permission: policy, caller-id: 555", "mixed")) == "3:80 warning R319");
}

TEST_CASE("computers: the same keys, and a primary group of their own") {
  TestSite site(
      "directory: { groups: { Staff: }, computers: { PC1: { groups: [Staff], dial-in: { permission: deny } }, PC2: { "
      "primary-group: Staff } }, users: { PC1: } }\n");
  CHECK(codes(site.diags) == "");
  REQUIRE(site.site);
  const std::vector<User>& computers = site.site->directory->computers;
  REQUIRE(computers.size() == 2);
  CHECK(computers[0].primary_group.value == "Domain Computers");
  CHECK(computers[1].primary_group.value == "Staff");
  CHECK(computers[0].dial_in.permission.value == DialInPermission::deny);
  CHECK(site.site->directory->users.front().primary_group.value == "Domain Users");  // a user may have the name
  CHECK(problems("directory: { computers: { PC1: , pc1: } }\n") == "2:34 R318");
  CHECK(problems("directory: { computers: { PC1: { groups: [Staff] } } }\n") == "2:43 R304");
}

TEST_CASE("computers: machine groups, and no user groups") {
  const auto decide = [](std::string_view condition, std::string_view user) {
    return endings(
        "dialect: nps\ndirectory: { groups: { Lab: }, computers: { PC1: { groups: [Lab] } }, users: { alice: { "
        "groups: [Lab] } } }\npolicies: [{ name: P, permission: grant, conditions: [{ " +
            std::string(condition) + ": Lab }] }]\n",
        "{ user: " + std::string(user) + ", at: 2003-11-03T09:00 }");
  };
  CHECK(decide("Windows-Machine-Groups", "host/PC1") == "accept 0 -");
  CHECK(decide("Windows-Machine-Groups", "PC1$") == "accept 0 -");
  CHECK(decide("Windows-Machine-Groups", "alice") == "reject 48 no-matching-policy");
  CHECK(decide("Windows-User-Groups", "host/PC1") == "reject 48 no-matching-policy");
  CHECK(decide("Windows-User-Groups", "alice") == "accept 0 -");
  CHECK(decide("Windows-Groups", "host/PC1") == "accept 0 -");
}
