// why: 200 random misconfigurations. It gets the site as documented, what the client saw, and truthful answers to the
// questions that it asks; the faulty system is asked only by those questions.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <set>

#include "diagnose/why.hpp"
#include "engine/stages/client_error.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

/// A system as its documentation has it: everything works.
struct Documented {
  const char* name;
  std::string site;
  const char* attempt;
};

constexpr const char* kDirectory =
    "directory: { domain: { name: HOME, mode: native }, groups: { VPN: {} },\n"
    "  users: { alice: { groups: VPN }, bob: { groups: VPN }, carol: {} } }\n"
    "policies:\n"
    "  - { name: Staff, conditions: [NAS-Port-Type: Virtual, Windows-Groups: VPN], permission: grant,\n"
    "      profile: { authentication: [MS-CHAP-v2, MS-CHAP, EAP-TLS], encryption: [basic, strong, strongest] } }\n"
    "intranet: { network: 10.1.0.0/16, adapters: { LAN: { dhcp: available, scope: 10.1.8.1-10.1.8.200 } },\n"
    "  routes: [172.16.5.0/24], hosts: [10.1.2.3] }\n"
    "network: { devices: [{ name: office firewall }] }\n";

/// What only some systems have: calls, methods that few use, a remote RADIUS server.
constexpr const char* kSeldom =
    "directory: { domain: { name: HOME, mode: native }, groups: { VPN: {} },\n"
    "  users: { alice: { groups: VPN, account: { password: { reversible: true } } } } }\n"
    "policies: [{ name: Staff, conditions: [Windows-Groups: VPN], permission: grant, profile: {\n"
    "  authentication: [MS-CHAP-v2, MS-CHAP-v2-CPW, MS-CHAP, CHAP, EAP-TLS], encryption: [none, basic, strong] } }]\n"
    "server: { name: VPN1, address: 192.0.2.1, addresses: { static-pool: 172.16.5.1-172.16.5.50 },\n"
    "  authentication: { methods: [MS-CHAP-v2, MS-CHAP, CHAP, EAP] } }\n";
constexpr const char* kForwards =
    "remote-radius-groups: [Partner]\nrequest-policies: [{ name: All, provider: forward, forward-to: Partner }]\n";

constexpr const char* kNt4 =
    "dialect: windows-2000\n"
    "directory: { domain: { name: HOME, mode: mixed }, users: { alice: { dial-in: { permission: allow } } } }\n"
    "policies: [{ name: Any, conditions: [Day-And-Time-Restrictions: always], permission: deny }]\n"
    "server: { name: VPN1, address: 192.0.2.1, version: nt4, authentication: { methods: [MS-CHAP-v2, MS-CHAP] },\n"
    "  addresses: { static-pool: 172.16.5.1-172.16.5.50 } }\n";

// clang-format off
const Documented kDocumented[] = {
  {"Windows, static pool", kDirectory + std::string("server: { name: VPN1, address: 192.0.2.1, addresses: { static-pool: 172.16.5.1-172.16.5.50 }, protocols: { IPX: { enabled: true } } }\n"),
   "tunnel: PPTP, client: { protocols: [IP, IPX] }"},
  {"Windows, DHCP, L2TP", kDirectory + std::string("server: { name: VPN1, address: 192.0.2.1 }\n"), "tunnel: L2TP"},
  {"RADIUS, static pool", kDirectory + std::string("server: { name: VPN1, address: 192.0.2.1, addresses: { static-pool: 172.16.5.1-172.16.5.50 }, authentication: { provider: radius, policies: radius-server, radius-servers: { IAS1: { secret: a, secret-there: a } } } }\n"),
   "tunnel: PPTP"},
  {"a change of password", kSeldom, "tunnel: PPTP, password-change: accepted"},
  {"MS-CHAP", kSeldom, "tunnel: PPTP, authentication: MS-CHAP"},
  {"CHAP", kSeldom, "tunnel: PPTP, authentication: CHAP"},
  {"EAP", kSeldom, "tunnel: PPTP, authentication: EAP-TLS"},
  {"Automatic", kDirectory + std::string("server: { name: VPN1, address: 192.0.2.1 }\n"), "strategy: automatic"},
  {"Automatic of Windows 2000", kDirectory + std::string("server: { name: VPN1, address: 192.0.2.1 }\n"),
   "strategy: automatic, client: { windows: 2000 }"},
  {"a call", kSeldom, "tunnel: none"},
  {"an NT 4.0 server", kNt4, "tunnel: PPTP"},
  {"a remote RADIUS server", kSeldom + std::string(kForwards), "tunnel: PPTP, remote-radius: accept"},
};
// clang-format on

Setup documented(const Documented& row, TestSite& site) {
  Attempt attempt =
      site.attempt(std::string("{ user: alice, from: 198.51.100.7, at: 2003-11-03T09:00, ") + row.attempt + " }");
  REQUIRE_FALSE(site.diags.has_errors());
  World world = world_at(attempt);
  return setup_of(*site.compiled, world, attempt, {.to = *parse_ipv4("10.1.2.3"), .port = 443});
}

/// What somebody sees first: the client's error, or that a connected client reaches nothing.
std::optional<Symptom> seen(const Setup& setup, const SimulatedCase& play) {
  if (const ClientError error = client_error(play.explained()); error.number != 0)
    return Symptom{SymptomKind::error, error.number};
  for (const SymptomRow& row : symptom_rows())
    if (shown_by(setup, play, {row.kind}).shows) return Symptom{row.kind};
  return std::nullopt;
}

struct Outcome {
  bool was_listed = true;    // the unmasked cause stayed among the answers
  bool stood_alone = false;  // in the first rank, in the end
  std::size_t questions = 0;
};

bool lists(const Diagnosis& diagnosis, CauseId id) {
  return std::any_of(diagnosis.would.begin(), diagnosis.would.end(),
                     [&](const RankedDeviation& one) { return one.deviation->cause == id; });
}

/// Asks until one cause is alone, or no question parts what is left.
Outcome investigate(const Setup& documented, const Setup& faulty, const SimulatedCase& play, const Symptom& symptom,
                    CauseId truth) {
  Outcome out;
  std::vector<Observation> clues;
  for (;;) {
    const Diagnosis diagnosis = why(documented, symptom, clues);
    if (!lists(diagnosis, truth) && out.was_listed)
      for (const Exoneration& one : diagnosis.excluded)
        if (one.deviation->cause == truth)
          MESSAGE(one.by->question->id << ": predicted " << one.predicted << ", seen " << one.by->answer);
    out.was_listed = out.was_listed && lists(diagnosis, truth);
    const std::vector<CauseId> first = first_rank(diagnosis);
    out.stood_alone = first.size() == 1 && first.front() == truth;
    if (first.size() <= 1 || diagnosis.ask == nullptr) return out;
    clues.push_back({diagnosis.ask, diagnosis.ask->ask(faulty, play)});
    ++out.questions;
  }
}

struct Study {
  std::map<std::size_t, std::size_t> questions{};      // how many it took: how often
  std::map<std::string_view, std::size_t> together{};  // causes that did not be alone
  std::size_t cases = 0, alone = 0, seconds = 0;
};

/// One fault after another is found and fixed, until the system works.
void run_case(const Setup& base, std::vector<const Deviation*> faults, Study& study) {
  while (!faults.empty()) {
    Setup faulty = base;
    for (const Deviation* fault : faults)
      if (!fault->apply(faulty)) return;
    const auto play = SimulatedCase::of(faulty);
    REQUIRE(play != nullptr);
    const auto symptom = seen(faulty, *play);
    if (!symptom) return;  // the faults hide nothing that this client sees
    const Shown shown = shown_by(faulty, *play, *symptom);
    REQUIRE_FALSE(shown.causes.empty());
    const CauseId truth = shown.causes.front();
    const auto real =
        std::find_if(faults.begin(), faults.end(), [&](const Deviation* one) { return one->cause == truth; });
    if (real == faults.end()) return;  // two faults make a third cause together
    CAPTURE(std::string((*real)->what));
    CAPTURE(faults.size());
    const Outcome outcome = investigate(base, faulty, *play, *symptom, truth);
    CHECK(outcome.was_listed);
    const Diagnosis of_faulty = why(faulty, *symptom, {});  // given the faulty site itself
    REQUIRE_FALSE(of_faulty.holds.empty());
    CHECK(of_faulty.holds.front() == truth);
    ++study.cases;
    study.alone += outcome.stood_alone ? 1U : 0U;
    if (!outcome.stood_alone) ++study.together[kCauses[truth].id];
    ++study.questions[outcome.questions];
    faults.erase(real);
    if (!faults.empty()) ++study.seconds;
  }
}

std::size_t median(const Study& study) {
  std::size_t seen_cases = 0;
  for (const auto& [questions, count] : study.questions)
    if ((seen_cases += count) * 2 >= study.cases) return questions;
  return 0;
}

}  // namespace

TEST_CASE("why: every deviation shows its own cause on some documented system, and every row of the page has one") {
  std::set<std::string_view> rows, without;
  for (const Deviation& deviation : deviations()) {
    bool shows = false;
    for (const Documented& row : kDocumented) {
      TestSite site(row.site);
      Setup setup = documented(row, site);
      if (!deviation.apply(setup)) continue;
      const auto play = SimulatedCase::of(setup);
      REQUIRE(play != nullptr);
      const auto symptom = seen(setup, *play);
      shows = shows || (symptom && shown_by(setup, *play, *symptom).causes.front() == deviation.cause);
    }
    if (shows)
      rows.insert(kCauses[deviation.cause].row);
    else
      without.insert(deviation.what);
  }
  for (const std::string_view what : without) FAIL_CHECK(what);
  std::string missing;
  for (const Trouble& row : kTroubles)
    if (!rows.contains(row.id)) missing += std::string(row.id) + " ";
  CHECK(missing == "");
}

TEST_CASE("why: random misconfigurations are found") {
  std::mt19937 random(20031103);  // NOLINT: a fixed seed
  const auto pick = [&](std::size_t size) { return random() % size; };
  Study study;
  std::vector<std::unique_ptr<TestSite>> sites;
  std::vector<Setup> bases;
  for (const Documented& row : kDocumented) {
    sites.push_back(std::make_unique<TestSite>(row.site));
    bases.push_back(documented(row, *sites.back()));
  }
  for (std::size_t tries = 0; study.cases - study.seconds < 200 && tries < 2000; ++tries) {
    const Setup& base = bases[pick(bases.size())];
    std::vector<const Deviation*> faults{&deviations()[pick(deviations().size())]};
    if (pick(2) == 0) faults.push_back(&deviations()[pick(deviations().size())]);
    run_case(base, faults, study);
  }
  std::cout << "why: " << study.cases << " faults found one after another, " << study.seconds
            << " of them second ones; " << study.alone << " stood alone in the end; questions:";
  for (const auto& [questions, count] : study.questions) std::cout << ' ' << questions << ": " << count << ';';
  std::cout << " median " << median(study) << '\n';
  for (const auto& [id, count] : study.together) std::cout << "  not alone: " << id << " " << count << '\n';
  CHECK(study.cases - study.seconds >= 200);
  CHECK(median(study) <= 3);
  CHECK(study.alone * 10 >= study.cases * 8);
}
