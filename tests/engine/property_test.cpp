// What holds of every decision, on random attempts at sites on which much is not known (fixed seed).
#include <deque>
#include <random>
#include <set>

#include "model/attempt/possible.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

// alice, bob, carol and PC1 are on every site; the rest differs.
constexpr const char* kAccounts =
    "  users:\n"
    "    alice: { groups: [Staff], dial-in: { permission: allow, caller-id: '1' } }\n"
    "    bob: { dial-in: { permission: deny, callback: set-by-caller }, account: { password: { must-change: true } } "
    "}\n"
    "    carol: { groups: [Staff], account: { logon-hours: 'Mon 08:00-10:00 UTC', smart-card-required: true } }\n"
    "    dave: { account: { disabled: true, expires: 2003-11-03T08:00, password: { reversible: true } } }\n"
    "  computers: { PC1: { groups: [Staff] } }\n";

const std::string kPolicies =
    "policies:\n"
    "  - { name: Hours, permission: deny, conditions: [{ Day-And-Time-Restrictions: Mon 07:00-08:00 }] }\n"
    "  - { name: Staff, permission: grant, conditions: [{ Windows-Groups: Staff }, { Calling-Station-Id: '^[12]' }],\n"
    "      profile: { authentication: [EAP-TLS, MS-CHAP-v2], encryption: [strong, strongest] } }\n"
    "  - { name: Calls, permission: grant, ignore-user-dial-in-properties: true, conditions: [{ NAS-Port-Type: Async "
    "}],\n"
    "      profile: { authentication: [PAP, CHAP, MS-CHAP, EAP], called-station-id: '9', encryption: [none, basic] } "
    "}\n"
    "  - { name: Rest, permission: deny, conditions: [{ Tunnel-Type: [PPTP, L2TP] }] }\n";

constexpr const char* kRequestPolicies =
    "remote-radius-groups: [Partner]\n"
    "request-policies:\n"
    "  - { name: Free, provider: none, conditions: [{ Called-Station-Id: '^8' }] }\n"
    "  - { name: Partner, provider: forward, forward-to: Partner, map-to-windows-user: true,\n"
    "      conditions: [{ Calling-Station-Id: '^2' }] }\n"
    "  - { name: Relay, provider: forward, forward-to: Partner, conditions: [{ User-Name: '^bob' }, { "
    "Calling-Station-Id: '3' }] }\n"
    "  - { name: Own, authentication: [PAP, MS-CHAP-v2, EAP], conditions: [{ NAS-Port-Type: [Virtual, Async] }],\n"
    "      manipulation: { attribute: User-Name, rules: [{ find: '@.*', replace: '' }] } }\n"
    "  - { name: Callers, manipulation: { attribute: Calling-Station-Id, rules: [{ find: '^0', replace: '1' }] } }\n";

/// Windows 2000 cannot ignore the account's dial-in properties.
std::string without_ignoring(std::string policies) {
  constexpr std::string_view kIgnoring = "ignore-user-dial-in-properties: true, ";
  return policies.erase(policies.find(kIgnoring), kIgnoring.size());
}

std::vector<std::string> sites() {
  const std::string groups = "  groups: { Staff: }\n";
  const std::string methods = "authentication: { methods: [EAP, MS-CHAP-v2, MS-CHAP, CHAP, PAP]";
  return {
      "server: { " + methods + " } }\ndirectory:\n" + groups + kAccounts + kPolicies,
      "server: { " + methods +
          " } }\ndirectory:\n  complete: false\n  domain: { name: CONTOSO, dns-name: contoso.com }\n" + groups +
          kAccounts + kRequestPolicies + kPolicies,
      "server: { address: 192.0.2.1, " + methods +
          ", provider: radius } }\nradius-clients: { AP: { address: 192.0.2.0/24 } }\n"
          "readings: { account-state-first: true, constraints-before-permission: true, no-match-accepts-allowed: true, "
          "policy-deny-beats-user-allow: true }\ndirectory:\n" +
          groups + kAccounts + kRequestPolicies + kPolicies,
      "dialect: windows-2000\nserver: { " + methods + " }, account-lockout: { max-denials: 2 } }\ndirectory:\n" +
          "  domain: { mode: mixed }\n" + groups + kAccounts + without_ignoring(kPolicies),
      "directory:\n  domain: { name: HOME, mode: workgroup }\n" + groups + kAccounts + kRequestPolicies + kPolicies,
  };
}

struct Choices {
  FieldId id;
  std::vector<std::string_view> values;
};

// `-` leaves the field out.
const std::vector<Choices>& choices() {
  static const std::vector<Choices> all = {
      {FieldId::user,
       {"alice", "alice", "bob", "carol", "dave", "alice@contoso.com", "unknown", "unknown", "zed", "FABRIKAM\\alice",
        "host/PC1"}},
      {FieldId::at, {"2003-11-03T07:30", "2003-11-03T09:00", "2003-11-03T09:00", "unknown"}},
      {FieldId::from, {"1", "2", "3", "01", "-", "unknown"}},
      {FieldId::to, {"8", "9", "-", "unknown"}},
      {FieldId::tunnel, {"PPTP", "L2TP", "none", "-", "-", "unknown"}},
      {FieldId::authentication,
       {"MS-CHAP-v2", "MS-CHAP", "CHAP", "PAP", "EAP-TLS", "EAP-MD5", "PEAP", "EAP", "-", "unknown"}},
      {FieldId::eap_result, {"265", "97", "-", "-", "-", "unknown"}},
      {FieldId::password, {"wrong", "blank", "-", "-", "-", "unknown"}},
      {FieldId::password_change, {"accepted", "refused", "-", "-", "unknown"}},
      {FieldId::lm_response, {"yes", "-", "-", "unknown"}},
      {FieldId::encryption_requires, {"none", "required", "maximum", "-", "-", "unknown"}},
      {FieldId::encryption_can, {"basic", "strongest", "-", "-", "unknown"}},
      {FieldId::client_windows, {"xp", "7", "-", "unknown"}},
      {FieldId::callback_number, {"555", "home", "-", "-", "unknown"}},
      {FieldId::nas, {"192.0.2.9", "203.0.113.9", "-", "-", "-", "-", "unknown"}},
      {FieldId::extension, {"accept", "reject", "-", "-", "-", "-", "unknown"}},
      {FieldId::domain_controller, {"unreachable", "-", "-", "-", "-", "-", "unknown"}},
      {FieldId::policy_server, {"unavailable", "-", "-", "-", "-", "-", "-", "unknown"}},
      {FieldId::remote_radius, {"accept", "reject", "no-answer", "-"}},
  };
  return all;
}

/// Fields as given, `-` for none; completed by judge().
using Fields = std::vector<std::string_view>;

struct Judgement {
  Attempt attempt{};
  World world{};
  bool is_possible = false;  // its fields agree
};

Judgement completed(const TestSite& site, const Fields& fields) {
  Judgement out;
  Diagnostics diags;
  for (std::size_t row = 0; row < choices().size(); ++row)
    if (fields[row] != "-") set_field(out.attempt, choices()[row].id, fields[row], true, {}, *site.site, diags);
  complete_attempt(out.attempt, *site.site, {}, diags);
  out.is_possible = !diags.has_errors();
  out.world = world_at(out.attempt);
  out.world.denials["bob"] = {2, Instant{std::chrono::seconds{1067846400}}};  // 2003-11-03T08:00Z
  return out;
}

std::string text_of(const Fields& fields) {
  std::string out;
  for (std::size_t row = 0; row < choices().size(); ++row)
    if (fields[row] != "-")
      out += std::string(field_row(choices()[row].id).name) + "=" + std::string(fields[row]) + " ";
  return out;
}

/// What an ending says of the attempt, whatever is known of it: EAP's own reasons and the three of permission are one.
std::string ending_text(const PossibleResult& ending) {
  const bool is_permission = ending.stage == StageId::permission;
  const bool is_eap = ending.cause == cause("eap-failed");
  return (is_eap ? "eap" : std::string(answer_name(ending.answer)) + " " + std::to_string(ending.reason)) + " " +
         (is_permission || ending.cause == kNoCause ? "-" : std::string(kCauses[ending.cause].id)) + " " +
         std::to_string(ending.policy) + " " + std::to_string(ending.request_policy);
}

template <class T>
bool agrees(const Maybe<T>& field, const std::vector<PossibleResult>& endings,
            std::optional<T> (*of)(const PossibleResult&)) {
  for (const PossibleResult& ending : endings)
    if (of(ending) != of(endings.front())) return field.is_unknown();
  const std::optional<T> value = of(endings.front());
  return value ? field.is_present() && field.value == *value : field.is_absent();
}

/// A field of the decision is known when all endings agree in it, and only then.
void check_fields(const Decision& decision, const std::vector<PossibleResult>& endings) {
  CHECK(agrees<Answer>(decision.answer, endings, [](const PossibleResult& e) { return std::optional(e.answer); }));
  CHECK(agrees<StageId>(decision.stage, endings, [](const PossibleResult& e) { return e.stage; }));
  CHECK(agrees<std::uint16_t>(decision.reason, endings, [](const PossibleResult& e) {
    return e.reason == kNoReason ? std::nullopt : std::optional(e.reason);
  }));
  CHECK(agrees<CauseId>(decision.cause, endings, [](const PossibleResult& e) {
    return e.cause == kNoCause ? std::nullopt : std::optional(e.cause);
  }));
  CHECK(agrees<PolicyIndex>(decision.policy, endings, [](const PossibleResult& e) {
    return e.policy == kNoPolicy ? std::nullopt : std::optional(e.policy);
  }));
  CHECK(agrees<PolicyIndex>(decision.request_policy, endings, [](const PossibleResult& e) {
    return e.request_policy == kNoPolicy ? std::nullopt : std::optional(e.request_policy);
  }));
}

void check_same(const Decision& a, const Decision& b) {
  CHECK(a.answer == b.answer);
  CHECK(a.outcome == b.outcome);
  CHECK(a.stage == b.stage);
  CHECK(a.reason == b.reason);
  CHECK(a.cause == b.cause);
  CHECK(a.policy == b.policy);
  CHECK(a.request_policy == b.request_policy);
}

/// `also` is told of one ending only, names each cause once, and not the one that ended it.
void check_also(const Trace& trace) {
  if (trace.endings.size() != 1) CHECK(trace.also.empty());
  std::set<CauseId> seen{trace.endings.front().cause};
  for (const CauseId id : trace.also) CHECK(seen.insert(id).second);
}

std::set<std::string> ending_texts(const Explained& explained) {
  std::set<std::string> out;
  for (const PossibleResult& ending : explained.trace.endings) out.insert(ending_text(ending));
  return out;
}

/// A random attempt, and what is said of it.
struct Sample {
  const TestSite& site;
  Fields fields;
  Judgement judged;
  Explained explained;
  std::size_t cases;  // that it may be; beyond the budget nothing is known, and there are no endings

  Sample(const TestSite& site_, Fields fields_, Judgement judged_)
      : site(site_),
        fields(std::move(fields_)),
        judged(std::move(judged_)),
        explained(explain(*site.compiled, judged.world, judged.attempt)),
        cases(Possibilities(judged.attempt, *site.site).count()) {}
  [[nodiscard]] bool is_beyond_budget() const { return cases > kMostPossibilities; }
};

/// The first ending of the attempt with one unknown field known that the attempt with the unknown one cannot have.
std::string impossible_ending(const Sample& sample) {
  const std::set<std::string> possible = ending_texts(sample.explained);
  const Fields& fields = sample.fields;
  for (std::size_t row = 0; row < fields.size(); ++row) {
    if (fields[row] != "unknown" && !(fields[row] == "-" && choices()[row].id == FieldId::remote_radius)) continue;
    for (const std::string_view value : choices()[row].values) {
      // An address that the site does not name is not an access server that an unknown one may be.
      if (value == "unknown" || (choices()[row].id == FieldId::nas && value != "-")) continue;
      Fields refined = fields;
      refined[row] = value;
      const Judgement judged = completed(sample.site, refined);
      if (!judged.is_possible) continue;
      for (const std::string& ending : ending_texts(explain(*sample.site.compiled, judged.world, judged.attempt)))
        if (!possible.contains(ending))
          return std::string(field_row(choices()[row].id).name) + "=" + std::string(value) + ": " + ending;
    }
  }
  return {};
}

constexpr int kAttemptsOfASite = 400;

/// Those of the random attempts that are possible, each explained once: an attempt with unknown fields takes as long as
/// all the attempts that it may be.
const std::deque<Sample>& samples() {
  static std::deque<TestSite> all_sites;  // both keep their places: samples refer to sites, and to parts of themselves
  static std::deque<Sample> out;
  if (!out.empty()) return out;
  std::mt19937 random(20031103);  // its numbers are the same everywhere; distributions are not
  for (const std::string& text : sites()) {
    const TestSite& site = all_sites.emplace_back(text);
    CAPTURE(text);
    CAPTURE(codes(site.diags));
    REQUIRE(site.compiled);
    for (int i = 0; i < kAttemptsOfASite; ++i) {
      Fields fields;
      for (const Choices& field : choices()) fields.push_back(field.values[random() % field.values.size()]);
      Judgement judged = completed(site, fields);
      if (judged.is_possible) out.emplace_back(site, std::move(fields), std::move(judged));
    }
  }
  return out;
}

template <class Check>
void for_each_sample(Check check) {
  for (const Sample& sample : samples()) {
    const std::string attempt = text_of(sample.fields);
    CAPTURE(attempt);
    check(sample);
  }
}

}  // namespace

TEST_CASE("property: with and without a trace the decision is the same, and its fields are what the endings agree in") {
  CHECK(samples().size() > 500);
  for_each_sample([](const Sample& sample) {
    TraceSink none;
    const Explained& explained = sample.explained;
    check_same(decide(*sample.site.compiled, sample.judged.world, sample.judged.attempt, none), explained.decision);
    REQUIRE(explained.trace.endings.empty() == sample.is_beyond_budget());
    if (explained.trace.endings.empty()) return;
    check_fields(explained.decision, explained.trace.endings);
    check_also(explained.trace);
  });
}

TEST_CASE("property: an ending has the answer, reason and cause of its stage, an accept that nothing ends has none") {
  for_each_sample([](const Sample& sample) {
    for (const PossibleResult& ending : sample.explained.trace.endings) {
      CHECK((ending.cause == kNoCause) == !ending.stage.has_value());
      if (!ending.stage) {
        CHECK(ending.answer == Answer::accept);
        CHECK(ending.reason == 0);
        continue;
      }
      CHECK((ending.answer == Answer::accept) == (*ending.stage == StageId::negotiation));
      CHECK((ending.answer == Answer::none) == (*ending.stage <= StageId::link));
      CHECK((ending.policy != kNoPolicy) == (*ending.stage > StageId::policy));
      const std::uint16_t reason = kCauses[ending.cause].reason;
      if (reason != 0) CHECK(ending.reason == reason);
    }
  });
}

TEST_CASE(
    "property: something is asked exactly when there is more than one ending, or the client's error is not known") {
  for_each_sample([](const Sample& sample) {
    const Explained& explained = sample.explained;
    CAPTURE(endings_text(explained.trace));
    const bool is_known = explained.trace.endings.size() == 1 && !explained.error.is_unknown() &&
                          explained.decision.outcome != Outcome::unknown;
    if (is_known) CHECK(open_questions(explained).empty());
    if (explained.trace.endings.size() != 1 || explained.error.is_unknown()) CHECK(!open_questions(explained).empty());
  });
}

TEST_CASE("property: to learn an unknown value rules endings out, and brings no new ones (Kleene)") {
  constexpr std::size_t kMostCases = 1500;  // many attempts that are a few say more than a few that are many
  std::size_t learned = 0;
  for_each_sample([&](const Sample& sample) {
    if (sample.cases > kMostCases) return;
    CHECK(impossible_ending(sample) == "");
    ++learned;
  });
  CHECK(learned > 400);
}

TEST_CASE("property: something is asked of a server whose address, and so whose RADIUS client, is not known") {
  TestSite site(
      "server: { authentication: { provider: radius } }\nradius-clients: { AP: { address: 192.0.2.0/24 } }\n"
      "directory: { users: { alice: } }\npolicies: [{ name: P, permission: grant }]\n");
  REQUIRE(site.compiled);
  const Case maybe(site, "{ user: alice, at: 2003-11-03T09:00 }");
  CHECK(maybe.endings() == "discard - radius-client-unknown; accept 0 -");
  CHECK(maybe.field("open") != "-");
}
