// What the tests of decisions as documents share: a site with a bit of everything, and attempts of every kind.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "model/load/load.hpp"
#include "report/json/decision_json.hpp"
#include "report/text/render_diagnostics.hpp"

namespace rapsim::test {

using Json = nlohmann::ordered_json;

inline constexpr const char* kSite = R"(format: rapsim/site/1
name: Überlandwerk
dialect: nps
time-zone: Europe/Berlin
server: { name: VPN1, authentication: { methods: [EAP, MS-CHAP-v2, PAP] } }
directory:
  domain: { name: CONTOSO }
  groups: { Staff: {}, "A: B": {}, Many1: {}, Many2: {}, Many3: {}, Many4: {}, Many5: {}, Many6: {} }
  users:
    alice: { groups: [Staff, Many1, Many2, Many3, Many4, Many5, Many6] }
    frank: { groups: [Staff], dial-in: { caller-id: "555-0100" } }
    jörg: { groups: ["A: B"], dial-in: { permission: deny } }
policies:
  - name: "Odd: one, #2"
    enabled: false
    source: Remote-access-server
    conditions:
      - 'MATCH("NAS-Port-Type=^(5|15)$")'
      - Tunnel-Type: [PPTP, L2TP]
      - NAS-Identifier: '^VPN[0-9], #1'
    permission: deny
  - name: Staff over VPN
    conditions:
      - NAS-Port-Type: Virtual
      - Windows-Groups: [Staff, "A: B"]
      - Day-And-Time-Restrictions: Mon-Fri 07:00-19:00, Sat 08:00-12:00
    permission: grant
    profile:
      authentication: [EAP-TLS, MS-CHAP-v2]
      encryption: [strong, strongest]
      session-timeout: 90m
      address: { assignment: static, static: 10.1.2.3 }
      packet-filters: { input: { default: drop, except: ["tcp any -> 10.0.0.0/8 port 443"] } }
      attributes: { Framed-MTU: 1400, Tunnel-Type: L2TP, Reply-Message: [one, "two: #3"] }
  - name: Branch
    conditions:
      - Calling-Station-Id: ^198\.51\.100\.
    permission: grant
    profile:
      day-and-time-restrictions: Mon-Fri 08:00-18:00
      called-station-id: 555-0200
      nas-port-types: [Async, Virtual]
)";

/// A site with what explanations of it need.
struct Loaded {
  Sources sources{};
  Diagnostics diags{};
  std::shared_ptr<const CompiledSite> site{};

  explicit Loaded(const std::string& text) {
    if (auto read = load_site_text("site.yaml", text, sources, diags))
      site = compile(std::make_shared<const Site>(*std::move(read)), diags);
    const std::string problems = render(diags, sources, false);
    REQUIRE_MESSAGE(site != nullptr, problems);
  }

  /// The JSON of an attempt given as a YAML tree.
  Json decide(const yaml::Document& document) {
    Attempt attempt;
    load_attempt(document.root(), *site->site, attempt, diags);
    complete_attempt(attempt, *site->site, {}, diags);
    const std::string problems = render(diags, sources, false);
    REQUIRE_MESSAGE(!diags.has_errors(), problems);
    const World world = world_at(attempt);
    return Json::parse(
        decision_json(explanation_of(explain(*site, world, attempt), Extent::everything), sources, "site.yaml"));
  }

  Json decide(const std::string& yaml_text) {
    const auto document = yaml::read(sources, sources.add("attempt.yaml", yaml_text), diags);
    const std::string problems = render(diags, sources, false);
    REQUIRE_MESSAGE(document, problems);
    return decide(*document);
  }
};

struct AttemptRow {
  const char* name;
  const char* attempt;
};
inline constexpr AttemptRow kAttempts[] = {
    {"an accept", "{user: alice, at: 2003-11-03T09:00, from: 203.0.113.5}"},
    {"no policy matches", "{user: 'CONTOSO\\alice', at: 2003-11-03T20:15, from: 203.0.113.5}"},
    {"a letter that is not ASCII", "{user: jörg, at: 2003-11-03T09:00, from: 203.0.113.5}"},
    {"two violations", "{user: frank, at: 2003-11-03T09:00, from: 203.0.113.5, authentication: PAP}"},
    {"an EAP type", "{user: alice, at: 2003-11-03T09:00, authentication: EAP, eap: {type: PEAP}}"},
    {"an EAP type that the method implies", "{user: alice, at: 2003-11-03T09:00, authentication: EAP-TLS}"},
    {"an EAP type that nobody knows", "{user: alice, at: 2003-11-03T09:00, authentication: EAP}"},
    {"a method that nobody knows", "{user: alice, at: 2003-11-03T09:00, authentication: unknown}"},
    {"a tunnel that nobody knows", "{user: alice, at: 2003-11-03T09:00, tunnel: unknown}"},
    {"a port that nobody knows", "{user: alice, at: 2003-11-03T09:00, port-type: unknown}"},
    {"a user that nobody knows", "{user: unknown, at: 2003-11-03T09:00, from: 198.51.100.7}"},
    {"a time that nobody knows", "{user: alice, at: unknown, from: 203.0.113.5}"},
    {"all other fields",
     "{user: alice, at: 2003-11-03T09:00, authentication: PEAP, eap: {result: 265}, password: right, encryption: "
     "{requires: required, can: [basic, strongest]}, client: {windows: xp}, callback-to: 555-0100, extension: "
     "continue, domain-controller: unreachable, global-catalog: unknown, policy-server: internal-error, remote-radius: "
     "reject}"},
    {"another access server", "{user: alice, at: 2003-11-03T09:00, nas: 192.0.2.9, lm-response: unknown}"},
    {"a call", "{user: alice, at: 2003-11-03T09:00:30Z, port-type: ISDN-Sync, from: 555-0199, to: 555-0200}"},
    {"attributes",
     "{user: alice, at: 2003-11-03T09:00, attributes: {NAS-Port-Type: [Ethernet, 5], NAS-Port: 17, "
     "Not-Quarantine-Capable: true, Reply-Message: ['unknown', '0100'], Tunnel-Type: null, "
     "Tunnel-Medium-Type: '6', Called-Station-Id: unknown, Calling-Station-Id: 'unknown', "
     "Authentication-Type: MS-CHAP-v2, Class: ~}}"},
};

}  // namespace rapsim::test
