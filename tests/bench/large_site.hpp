// The generated site of the benchmarks: 200 policies, 10 000 users, 200 groups.
#pragma once

#include <string>

namespace rapsim::bench {

inline constexpr int kPolicies = 200;
inline constexpr int kUsers = 10'000;
inline constexpr int kGroups = 200;

inline std::string site_text() {
  std::string out =
      "format: rapsim/site/1\nname: Generated\ndialect: nps\ntime-zone: Europe/Berlin\n"
      "server: { name: VPN1, address: 192.0.2.1 }\ndirectory:\n  domain: { name: CONTOSO }\n  groups:\n";
  for (int i = 0; i < kGroups; ++i)
    out += "    Group-" + std::to_string(i) +
           (i == 0 ? ": {}\n" : ": { member-of: [Group-" + std::to_string(i / 2) + "] }\n");
  out += "  users:\n";
  for (int i = 0; i < kUsers; ++i) {
    out += "    user-" + std::to_string(i) + ":\n      groups: [Group-" + std::to_string(i % kGroups) + ", Group-" +
           std::to_string(i * 7 % kGroups) + ", Group-" + std::to_string(i * 13 % kGroups) +
           "]\n      primary-group: Domain Users\n      dial-in:\n        permission: " +
           (i % 10 == 0   ? "allow"
            : i % 17 == 0 ? "deny"
                          : "policy") +
           "\n        caller-id: \"555-" + std::to_string(1'000'000 + i) +
           "\"  # office phone, verified by the help desk in autumn\n";
  }
  out += "policies:\n";
  for (int i = 0; i < kPolicies; ++i) {
    const std::string n = std::to_string(i);
    out += "  - name: Policy " + n +
           "\n    conditions:\n      - NAS-Port-Type: Virtual\n      - Windows-Groups: [Group-" +
           std::to_string(i % kGroups) + "]\n      - Day-And-Time-Restrictions: \"Mon-Fri 07:00-19:00\"\n" +
           "      - 'MATCH(\"Calling-Station-Id=^10\\." + n + "\\.\")'\n    permission: grant\n    profile:\n" +
           "      authentication: [EAP-TLS, MS-CHAP-v2]\n      encryption: [strong, strongest]\n" +
           "      session-timeout: 8h\n";
  }
  return out;
}

}  // namespace rapsim::bench
