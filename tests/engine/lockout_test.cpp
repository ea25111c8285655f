// Remote access account lockout (S7) against counters that are in the world. Source: semantics.md 2.5; gaps.md G-4.
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

constexpr const char* kNow = "2003-11-03T09:00Z";

struct Counted {
  const char* account;  // lowered; computers with `$`
  std::uint32_t count;
  std::chrono::seconds ago;  // the last failure
};

/// Every way the attempt can end with this counter; the clock is `at`'s, the failure's age that of 09:00.
std::string with_counter(const std::string& site_text, const std::string& fields, const Counted& counted) {
  TestSite site(site_text);
  REQUIRE(site.compiled);
  const Case now(site, "{ user: unknown, at: " + std::string(kNow) + " }");
  const Attempt attempt = site.attempt("{ " + fields + " }");
  REQUIRE(codes(site.diags) == "");
  World world = world_at(attempt);
  world.denials[counted.account] = {counted.count, now.world.clock.value - counted.ago};
  return endings_text(explain(*site.compiled, world, attempt).trace);
}

std::string site_text(std::string_view lockout, std::string_view readings = "") {
  return "server: { account-lockout: { " + std::string(lockout) + " } }\nreadings: { " + std::string(readings) +
         " }\ndirectory: { domain: { name: CONTOSO, dns-name: contoso.com }, users: { alice: , bob: { account: { "
         "disabled: true } } }, computers: { PC1: } }\npolicies: [{ name: P, permission: grant }]\n";
}

const std::string kAlice = "user: alice, at: 2003-11-03T09:00Z";
constexpr const char* kAccept = "accept 0 -";
constexpr const char* kLocked = "reject 64 remote-access-locked-out";
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

}  // namespace

TEST_CASE("lockout: the counter against max-denials") {
  struct Row {
    const char* name;
    const char* lockout;
    const char* readings;
    std::uint32_t count;
    std::string want;
  };
  const Row rows[] = {
      {"0 is off", "max-denials: 0", "", 100, kAccept},
      {"off by default", "reset-time: 1h", "", 100, kAccept},
      {"below", "max-denials: 3", "", 2, kAccept},
      {"reached", "max-denials: 3", "", 3, kLocked},
      {"above", "max-denials: 3", "", 4, kLocked},
      {"other reading: reached is not enough", "max-denials: 3", "lockout-exceeds: true", 3, kAccept},
      {"other reading: exceeded", "max-denials: 3", "lockout-exceeds: true", 4, kLocked},
      {"other reading: off is off", "max-denials: 0", "lockout-exceeds: true", 1, kAccept},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(with_counter(site_text(row.lockout, row.readings), kAlice, {"alice", row.count, seconds(0)}) == row.want);
    }
}

TEST_CASE("lockout: the reset time runs from the last failure") {
  struct Row {
    const char* name;
    const char* reset;
    seconds ago;
    std::string want;
  };
  const Row rows[] = {
      {"just before", ", reset-time: 30m", minutes(30) - seconds(1), kLocked},
      {"at its end it is over", ", reset-time: 30m", minutes(30), kAccept},
      {"48 hours by default", "", hours(48) - seconds(1), kLocked},
      {"48 hours are over", "", hours(48), kAccept},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(with_counter(site_text("max-denials: 3" + std::string(row.reset)), kAlice, {"alice", 3, row.ago}) ==
            row.want);
    }
}

TEST_CASE("lockout: without a clock it is open only while the counter suffices") {
  const std::string site = site_text("max-denials: 3");
  CHECK(with_counter(site, "user: alice, at: unknown", {"alice", 3, seconds(0)}) ==
        "reject 64 remote-access-locked-out; accept 0 -");
  CHECK(with_counter(site, "user: alice, at: unknown", {"alice", 2, seconds(0)}) == kAccept);
}

TEST_CASE("lockout: whose counter it is") {
  struct Row {
    const char* name;
    const char* user;
    const char* account;
    std::string want;
  };
  const Row rows[] = {
      {"another account's", "alice", "bob", kAccept},
      {"names without case", "ALICE", "alice", kLocked},
      {"the domain does not matter", R"(CONTOSO\alice)", "alice", kLocked},
      {"nor does the realm", "alice@contoso.com", "alice", kLocked},
      {"a computer's", "host/PC1.contoso.com", "pc1$", kLocked},
      {"a computer's own name", "PC1$", "pc1$", kLocked},
      {"a user of a computer's name is another", "PC1$", "pc1", kAccept},
      {"before the state of the account", "bob", "bob", kLocked},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(with_counter(site_text("max-denials: 3"), "at: " + std::string(kNow) + ", user: '" + row.user + "'",
                         {row.account, 3, seconds(0)}) == row.want);
    }
}

TEST_CASE("lockout: an account that nobody describes may be one of those that are locked") {
  const std::string site =
      "server: { account-lockout: { max-denials: 1 } }\ndirectory: { complete: false }\npolicies: []\n";
  const std::string got = with_counter(site, kAlice, {"alice", 9, seconds(0)});
  CHECK(got.starts_with("reject 8 unknown-user; reject 64 remote-access-locked-out; "));
}

TEST_CASE("lockout: an extension or a remote server that accepts does not unlock") {
  CHECK(with_counter(site_text("max-denials: 3"), kAlice + ", extension: accept", {"alice", 3, seconds(0)}) == kLocked);
}
