#include "engine/decide.hpp"

#include "engine/checks.hpp"
#include "engine/permission.hpp"
#include "model/zone.hpp"

namespace rapsim {
namespace {

/// Joins endings: a field of the result is known while all endings agree in it.
class Endings {
 public:
  void add(const Ending& ending, TraceSink& sink) {
    if (sink) sink->endings.push_back(ending);
    if (is_first_) {
      first_ = ending;
      is_first_ = false;
      return;
    }
    answer_differs_ = answer_differs_ || ending.answer != first_.answer;
    stage_differs_ = stage_differs_ || ending.stage != first_.stage;
    reason_differs_ = reason_differs_ || ending.reason != first_.reason;
    policy_differs_ = policy_differs_ || ending.policy != first_.policy;
  }

  [[nodiscard]] Decision decision() const {
    Decision out;
    out.answer = answer_differs_ ? Maybe<Answer>::unknown() : Maybe<Answer>::of(first_.answer);
    if (stage_differs_)
      out.stage = Maybe<StageId>::unknown();
    else if (first_.stage)
      out.stage = Maybe<StageId>::of(*first_.stage);
    out.reason = reason_differs_ ? Maybe<std::uint16_t>::unknown() : Maybe<std::uint16_t>::of(first_.reason);
    if (policy_differs_)
      out.policy = Maybe<PolicyIndex>::unknown();
    else if (first_.policy != kNoPolicy)
      out.policy = Maybe<PolicyIndex>::of(first_.policy);
    // An accept can still end not-connected in stages that are not simulated.
    if (!answer_differs_ && first_.answer != Answer::accept) out.outcome = Outcome::not_connected;
    return out;
  }

 private:
  Ending first_{};
  bool is_first_ = true;
  bool answer_differs_ = false, stage_differs_ = false, reason_differs_ = false, policy_differs_ = false;
};

struct Run {
  const Attempt& attempt;
  const Facts& facts;
  TraceSink& sink;
  Endings endings{};
  PolicyIndex policy = kNoPolicy;  // the candidate under way
};

/// What a stage makes of the attempt: it ends here, goes on, or either.
using Passage = StageState;

void run_stages(Run& run, std::size_t first);

void end(Run& run, StageId stage, std::uint16_t reason) {
  run.endings.add({Answer::reject, stage, reason, run.policy}, run.sink);
}

/// S9: the first policy whose conditions all hold. An unknown policy is a candidate, and the search goes on (Kleene):
/// each candidate runs through the later stages by itself. No match: 48 (G-5).
Passage choose_policy(Run& run, std::size_t row) {
  const auto& policies = run.facts.site.site->policies;
  Truth found = Truth::no;
  for (PolicyIndex policy = 0; policy < policies.size() && (run.sink || found != Truth::yes); ++policy) {
    const bool enabled = policies[policy].enabled.value;
    const PolicyReach reach = found == Truth::yes ? PolicyReach::after
                              : enabled           ? PolicyReach::tried
                                                  : PolicyReach::disabled;
    if (reach == PolicyReach::disabled && !run.sink) continue;
    const Truth matched = match_policy(policy, reach, run.facts, run.sink);
    if (reach != PolicyReach::tried || matched == Truth::no) continue;
    run.policy = policy;
    run_stages(run, row + 1);
    run.policy = kNoPolicy;
    found = found || matched;
  }
  if (found == Truth::yes) return Passage::passed;
  constexpr std::uint16_t kNoPolicyMatch = 48;
  end(run, StageId::policy, kNoPolicyMatch);
  return found == Truth::no ? Passage::ended : Passage::unknown;
}

Passage passage_of(Truth ends) {
  return ends == Truth::yes ? Passage::ended : ends == Truth::no ? Passage::passed : Passage::unknown;
}

/// S10.
Passage ask_permission(Run& run, std::size_t) {
  const PermissionStep step = check_permission(run.policy, run.facts);
  if (run.sink) run.sink->permissions.push_back(step);
  constexpr std::uint16_t kDialInDisabled = 65;
  if (step.rejects != Truth::no) end(run, StageId::permission, kDialInDisabled);
  return passage_of(step.rejects);
}

/// S11: with a sink every check is recorded, also those after the first violation.
Passage check_constraints(Run& run, std::size_t) {
  const CheckInput input{run.facts.site.site->policies[run.policy], run.attempt, run.facts};
  Truth ended = Truth::no;
  for (std::size_t row = 0; row < checks().size() && (run.sink || ended != Truth::yes); ++row) {
    const Check& check = checks()[row];
    const Truth violated = check.violated(input);
    if (run.sink) run.sink->checks.push_back({run.policy, static_cast<std::uint8_t>(row), violated});
    if (violated != Truth::no && ended != Truth::yes) end(run, StageId::constraints, check.reason);
    ended = ended || violated;
  }
  return passage_of(ended);
}

/// S12: profile and account give the attributes of the accept (settings.hpp); nothing here can reject.
Passage give_settings(Run&, std::size_t) { return Passage::passed; }

struct Stage {
  StageRow row;
  Passage (*run)(Run&, std::size_t row);  // nullptr: not simulated yet
};

// clang-format off
constexpr Stage kStages[] = {
  {{"path",           false, "packets of the tunnel reach the server",                 "semantics 7"},        nullptr},
  {{"server",         false, "service runs, remote access is on, a port is free",      "semantics 6.1, 6.2"}, nullptr},
  {{"tunnel",         false, "IKE and IPsec, or GRE",                                  "semantics 7.2"},      nullptr},
  {{"link",           false, "client and server agree on an authentication method",    "semantics 6.4, 7.3"}, nullptr},
  {{"provider",       false, "Windows or RADIUS authenticates",                        "semantics 6.5"},      nullptr},
  {{"request-policy", false, "a connection request policy says who handles it",        "semantics 2.2"},      nullptr},
  {{"identity",       false, "name, realm and account",                                "semantics 2.4"},      nullptr},
  {{"lockout",        false, "remote access account lockout",                          "semantics 2.5"},      nullptr},
  {{"authentication", false, "password or certificate, state of the account",          "semantics 2.6"},      nullptr},
  {{"policy",         true,  "the first policy whose conditions all hold",             "semantics 2.7"},      choose_policy},
  {{"permission",     true,  "the account's and the policy's permission",              "semantics 2.8"},      ask_permission},
  {{"constraints",    true,  "limits of the policy's profile, caller ID",              "semantics 2.9"},      check_constraints},
  {{"settings",       true,  "attributes that the accept returns",                     "semantics 2.10, 4"},  give_settings},
  {{"negotiation",    false, "encryption, addresses, callback, multilink",             "semantics 4.5, 6.3"}, nullptr},
  {{"reach",          false, "what the client reaches once connected",                 "semantics 8"},        nullptr},
};
// clang-format on
static_assert(std::size(kStages) == kStageCount);

constexpr auto kStageRows = [] {
  std::array<StageRow, kStageCount> rows{};
  for (std::size_t i = 0; i < kStageCount; ++i) rows[i] = kStages[i].row;
  return rows;
}();

/// Candidates may differ in what a stage makes of them.
void record(Trace& trace, std::size_t row, Passage passage) {
  StageState& state = trace.stages[row];
  state = state == StageState::not_reached || state == passage ? passage : StageState::unknown;
}

/// Runs the stages from `first` on for the candidate under way; reaching the end is an accept.
void run_stages(Run& run, std::size_t first) {
  for (std::size_t row = first; row < kStageCount; ++row) {
    if (kStages[row].run == nullptr) continue;
    const Passage passage = kStages[row].run(run, row);
    if (run.sink) record(*run.sink.operator->(), row, passage);
    if (passage == Passage::ended || kStages[row].run == choose_policy) return;
  }
  run.endings.add({Answer::accept, {}, 0, run.policy}, run.sink);
}

}  // namespace

std::span<const StageRow> stages() { return kStageRows; }

std::string_view answer_name(Answer answer) {
  constexpr std::string_view kNames[] = {"accept", "reject", "discard", "none"};
  return kNames[static_cast<std::size_t>(answer)];
}

std::string_view outcome_name(Outcome outcome) {
  constexpr std::string_view kNames[] = {"connected", "not-connected", "unknown"};
  return kNames[static_cast<std::size_t>(outcome)];
}

Facts facts_of(const CompiledSite& site, const World& world, const Request& request, const Attempt& attempt) {
  const auto minute = world.clock.is_present() ? Maybe<std::uint32_t>::of(minute_of_week(site.zone, world.clock.value))
                                               : Maybe<std::uint32_t>::unknown();
  return {site, site.classes[class_of(site, attempt)], request, minute};
}

Decision decide(const CompiledSite& site, const World& world, const Attempt& attempt, TraceSink& sink) {
  const Request request(site.slots, {*site.site, attempt});
  const Facts facts = facts_of(site, world, request, attempt);
  Run run{attempt, facts, sink};
  run_stages(run, 0);
  return run.endings.decision();
}

}  // namespace rapsim
