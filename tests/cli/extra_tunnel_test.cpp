// Adding a type of VPN tunnel is one table row: the program is linked with a table that has one row more
// (tests/meson.build), a type on TCP 4242 that encrypts by itself, and nothing else knows of it.
#include "tests/cli/cli_fixture.hpp"

using namespace rapsim::test;
using namespace rapsim::test::cli;

namespace {

constexpr const char* kSite =
    "format: rapsim/site/1\n"
    "dialect: windows-2003\n"
    "server: { ports: { TESTTP: { count: 2 } }, addresses: { static-pool: [10.0.0.1-10.0.0.99] },\n"
    "  authentication: { methods: [PAP] } }\n"
    "directory: { users: { alice: { dial-in: { permission: allow } } } }\n"
    "policies:\n"
    "  - { name: Gate, permission: grant, conditions: [{ Tunnel-Type: TESTTP }],\n"
    "      profile: { encryption: [strongest], authentication: [PAP] } }\n"
    "network: { devices: [{ name: firewall }] }\n";

/// PAP makes no keys: it is enough, since the tunnel encrypts.
constexpr const char* kSuite = R"(format: rapsim/suite/1
suite: A type of tunnel that the table has and no rule names
site: site.yaml
clock: 2003-11-03T09:00
fixtures:
  attempts:
    plain: { user: alice, authentication: PAP, encryption.requires: required }
    test: { use: plain, tunnel: TESTTP }
scenarios:
  - name: ports, sessions and packets
    timeline:
      - probe: { command: ports }
        expect: { result: "TESTTP: 0 active, 2 inactive" }
      - probe: { command: netstat }
        expect: { result: TCP 4242 }
      - connect: { as: s$i, use: test, repeat: 2 }
        expect: { decision: accept, policy: Gate, outcome: connected }
      - state: { ports: { TESTTP: { used: 2, free: 0 } }, sessions: 2 }
      - connect: { use: test }
        expect: { outcome: not-connected, stage: server, cause: ports-exhausted }
      - connect: { use: plain, strategy: TESTTP-only }
        expect: { outcome: not-connected, cause: ports-exhausted }
      - disconnect: s2
      - connect: { as: only, use: plain, strategy: TESTTP-only }
        expect: { outcome: connected, used-tunnel: TESTTP }
      - disconnect: only
      - connect: { as: first, use: plain, strategy: TESTTP-first }
        expect: { outcome: connected, used-tunnel: TESTTP }
      - disconnect: first
      - set: { server.internet-interface.filters: vpn-role }
      - connect: { as: filtered, use: test }
        expect: { outcome: connected }
      - disconnect: filtered
      - set: { network.devices.firewall.to-server: { default: forward, except: [tcp any -> any port 4242] } }
      - connect: { use: test }
        expect: { outcome: not-connected, stage: path, cause: server-unreachable }
      - reach: { from: s1, to: 10.1.2.3 }
        expect: { reachable: false, cause: server-unreachable }
      - probe: { command: portqry, port: 4242 }
        expect: { result: FILTERED }
      - connect: { use: plain, tunnel: PPTP }
        expect: { outcome: not-connected }
      - set: { server.service.state: stopped }
      - connect: { use: test }
        expect: { outcome: not-connected, also: rras-not-started }
)";

struct Files {
  TemporaryFolder folder{};
  Files() {
    folder.write("site.yaml", kSite);
    folder.write("suite.yaml", kSuite);
  }
  [[nodiscard]] Result run(const Words& words) const { return program::run(words, folder.path()); }
};

void check_has(const Result& result, const Words& parts) {
  CAPTURE(result.out);
  CAPTURE(result.err);
  for (const std::string& part : parts) CHECK_MESSAGE(has(result.out + result.err, part), part);
}

}  // namespace

TEST_CASE("extra tunnel: loaded, decided and probed") {
  const Files files;
  const Result result = files.run({"run", "suite.yaml"});
  check_has(result, {"1 passed"});
  CHECK(result.exit == 0);
}

TEST_CASE("extra tunnel: explained") {
  const Files files;
  const Words explain = {"explain", "site.yaml", "--user", "alice", "--at", "2003-11-03T09:00"};
  const auto with = [&](const Words& more) {
    Words all = explain;
    all.insert(all.end(), more.begin(), more.end());
    return files.run(all);
  };
  check_has(with({"--tunnel", "TESTTP", "--authentication", "PAP"}), {"ACCEPT", "VPN (TESTTP)"});
  std::string dropping = kSite;
  dropping.replace(dropping.find(" }] }"), 1, ", to-server: { except: [tcp any -> any port 4242] } ");
  files.folder.write("site.yaml", dropping);
  check_has(with({"--tunnel", "TESTTP"}),
            {"server-unreachable", "TCP 4242 to the server and back", "dropped by `firewall`"});
  check_has(with({"--strategy", "TESTTP-only", "--client-windows", "2000"}), {"Windows before XP has no TESTTP"});
  check_has(with({"--tunnel", "TESTPT"}), {"did you mean `TESTTP`?"});
}

TEST_CASE("extra tunnel: a dialect that lacks it") {
  const Files files;
  files.folder.write("old.yaml",
                     "format: rapsim/site/1\ndialect: windows-2000\nserver: { ports: { TESTTP: { count: 2 } } }\n");
  check_has(files.run({"check", "old.yaml"}),
            {"`windows-2000` knows no TESTTP: it came with 2003", "use `dialect: windows-2003`"});
}

TEST_CASE("extra tunnel: listed") {
  const Files files;
  check_has(files.run({"attributes", "--enumerations", "Tunnel-Type"}), {"TESTTP", "4242", "a test"});
  check_has(files.run({"doc", "testtp-interface"}), {"wan-filter-blocks-vpn"});
  check_has(files.run({"doc", "tunnel"}), {"PPTP, L2TP, SSTP, TESTTP, none"});
  check_has(files.run({"doc", "strategy"}), {"TESTTP-only", "TESTTP-first"});
  check_has(files.run({"check", "--effective", "site.yaml"}), {"TESTTP:"});
  for (const char* schema : {"site", "attempt", "suite", "decision"}) {
    CAPTURE(schema);
    check_has(files.run({"schema", schema}), {"\"TESTTP\""});
  }
}
