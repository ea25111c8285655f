#include "engine/decide.hpp"

#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/view/take.hpp>

#include "engine/checks.hpp"
#include "engine/credentials.hpp"
#include "engine/permission.hpp"
#include "engine/tunnels.hpp"

namespace rapsim {
namespace {

/// Joins endings: a field of the result is known while all endings agree in it.
class Endings {
 public:
  void add(const Ending& ending, TraceSink& sink) {
    if (sink && ranges::find(sink->endings, ending) == sink->endings.end()) sink->endings.push_back(ending);
    const bool gets_through = ending.answer == Answer::accept && !ending.stage;
    (gets_through ? gets_through_ : fails_) = true;
    if (is_first_) {
      first_ = ending;
      is_first_ = false;
      return;
    }
    answer_differs_ = answer_differs_ || ending.answer != first_.answer;
    stage_differs_ = stage_differs_ || ending.stage != first_.stage;
    reason_differs_ = reason_differs_ || ending.reason != first_.reason;
    cause_differs_ = cause_differs_ || ending.cause != first_.cause;
    policy_differs_ = policy_differs_ || ending.policy != first_.policy;
    request_policy_differs_ = request_policy_differs_ || ending.request_policy != first_.request_policy;
    tunnel_differs_ = tunnel_differs_ || ending.tunnel != first_.tunnel;
  }

  /// What another access server makes of an accept nobody knows.
  void set_foreign() { is_rras_ = false; }

  [[nodiscard]] Decision decision() const {
    Decision out;
    out.answer = answer_differs_ ? Maybe<Answer>::unknown() : Maybe<Answer>::of(first_.answer);
    out.stage = known<StageId>(stage_differs_, first_.stage.has_value(), first_.stage.value_or(StageId::path));
    out.reason = known(reason_differs_, first_.reason != kNoReason, first_.reason);
    out.cause = known(cause_differs_, first_.cause != kNoCause, first_.cause);
    out.policy = known(policy_differs_, first_.policy != kNoPolicy, first_.policy);
    out.request_policy = known(request_policy_differs_, first_.request_policy != kNoPolicy, first_.request_policy);
    out.tunnel = known(tunnel_differs_, first_.tunnel.has_value(), first_.tunnel.value_or(TunnelType::pptp));
    if (!gets_through_) out.outcome = Outcome::not_connected;
    if (!fails_ && is_rras_) out.outcome = Outcome::connected;
    return out;
  }

 private:
  template <class T>
  static Maybe<T> known(bool differs, bool is_present, T value) {
    if (differs) return Maybe<T>::unknown();
    return is_present ? Maybe<T>::of(value) : Maybe<T>::absent();
  }

  Ending first_{};
  bool is_first_ = true, gets_through_ = false, fails_ = false, is_rras_ = true;
  bool answer_differs_ = false, stage_differs_ = false, reason_differs_ = false, cause_differs_ = false,
       policy_differs_ = false, request_policy_differs_ = false, tunnel_differs_ = false;
};

struct Run {
  const Facts* facts;
  TraceSink& sink;
  Trace* steps;  // where steps are recorded; nullptr: nowhere
  Endings endings{};
  PolicyIndex policy = kNoPolicy, request_policy = kNoPolicy;  // the candidates under way
  bool is_authenticated_elsewhere = false;                     // a remote server has, for a mapped Windows user
  bool has_ended = false;                                      // for sure: what follows only tells of other causes
  std::optional<TunnelType> tunnel{};                          // that the attempt uses, if it is known

  [[nodiscard]] const Site& site() const { return *facts->site.site; }
  [[nodiscard]] CheckInput input() const { return {*facts, policy == kNoPolicy ? nullptr : &site().policies[policy]}; }
};

/// What a stage makes of the attempt: it ends here, goes on, or either.
using Passage = StageState;

void run_stages(Run& run, std::size_t first);

Passage passage_of(Truth ends) {
  return ends == Truth::yes ? Passage::ended : ends == Truth::no ? Passage::passed : Passage::unknown;
}

/// Once the attempt has ended, another cause is told when it holds for sure.
void end(Run& run, const Ending& ending, Truth holds) {
  if (!run.has_ended) {
    Ending own = ending;
    own.tunnel = run.tunnel;
    run.endings.add(own, run.sink);
    return;
  }
  const auto is_it = [&](const Ending& one) { return one.cause == ending.cause; };
  if (holds == Truth::yes && ranges::find(run.sink->also, ending.cause) == run.sink->also.end() &&
      !ranges::any_of(run.sink->endings, is_it))
    run.sink->also.push_back(ending.cause);
}

Ending reject(const Run& run, StageId stage, CauseId cause) {
  return {Answer::reject, stage, kCauses[cause].reason, cause, run.policy, run.request_policy};
}

void accept(Run& run) {
  if (run.has_ended) return;
  run.endings.add({Answer::accept, {}, 0, kNoCause, run.policy, run.request_policy, run.tunnel}, run.sink);
}

constexpr bool is_extension_check(CauseId id) {
  return id == cause("extension-discarded") || id == cause("extension-failed") || id == cause("extension-rejected");
}

/// Extensions are asked first; one that accepts spares the attempt the built-in checks, and so does a remote server.
Truth is_spared(const Run& run, const Check& check) {
  if (check.stage != StageId::authentication) return Truth::no;
  if (run.is_authenticated_elsewhere) return Truth::yes;
  return is_extension_check(check.cause) ? Truth::no
                                         : is_value(run.facts->attempt[FieldId::extension], kExtensionAccept);
}

/// The rows of a stage in order; with a trace all of them, also after the first violation.
Passage run_checks(Run& run, StageId stage) {
  const CheckInput input = run.input();
  const bool had_ended = run.has_ended;
  bool is_settled = false;  // a violation that only an accepting extension could spare: no later check adds to it
  Truth ended = Truth::no;
  for (const std::uint8_t row : checks_of(stage, run.site().readings)) {
    if (run.facts->site.left_out[row]) continue;
    const Check& check = checks()[row];
    if (check.applies != nullptr && !check.applies(input)) continue;
    const Truth spared = is_spared(run, check);
    if (spared == Truth::yes) continue;
    const Truth violated = check.violated(input);
    if (run.steps != nullptr)
      run.steps->checks.push_back({run.policy, row, violated && !spared, !run.has_ended && !is_settled});
    if (is_settled) continue;
    is_settled = violated == Truth::yes && spared == Truth::unknown;
    if (violated != Truth::no)
      end(run, {answer_of(check, input), stage, reason_of(check, input), check.cause, run.policy, run.request_policy},
          violated && !spared);
    ended = ended || (violated && !spared);
    if (ended != Truth::yes) continue;
    if (!run.sink) break;
    run.has_ended = true;
  }
  run.has_ended = had_ended;
  return passage_of(ended);
}

/// The turn of a policy, or of a request policy, when those before it came out as `found`.
PolicyReach reach_of(Truth found, bool is_enabled) {
  if (found == Truth::yes) return PolicyReach::after;
  return is_enabled ? PolicyReach::tried : PolicyReach::disabled;
}

/// S0 to S2: of a tunnel to this server; a call has no such way.
template <StageId Stage>
Passage pass_tunnel(Run& run, std::size_t) {
  return is_vpn(run.input()) == Truth::no ? Passage::passed : run_checks(run, Stage);
}

/// S3: RRAS and the client agree on a method; another access server did so by itself.
Passage agree_on_method(Run& run, std::size_t) {
  return run.facts->asker.is_foreign ? Passage::passed : run_checks(run, StageId::link);
}

/// S4, S6, S7, S8: the rows of the stage, nothing else.
template <StageId Stage>
Passage only_checks(Run& run, std::size_t) {
  return run_checks(run, Stage);
}

/// S5, forwarded: the remote server's answer is relayed; a mapped user is authorized here.
Passage forward(Run& run, const RequestPolicy& policy, std::size_t row) {
  constexpr CauseId kRemoteCauses[] = {cause("remote-radius-rejected"), cause("remote-radius-unsendable"),
                                       cause("remote-radius-timeout"), cause("remote-radius-malformed")};
  bool exists = false;
  for (const Reference& group : run.site().remote_groups)
    exists = exists || equal_without_case(group.text, policy.forward_to.value);
  if (!exists) {
    end(run, reject(run, StageId::request_policy, cause("remote-group-missing")), Truth::yes);
    return Passage::ended;
  }
  const FieldValue& answer = run.facts->attempt[FieldId::remote_radius];
  const bool is_unknown = answer.presence == Presence::unknown;
  for (const CauseId failure : kRemoteCauses)
    if (is_unknown || answer.number == kCauses[failure].reason)
      end(run, reject(run, StageId::request_policy, failure), is_unknown ? Truth::unknown : Truth::yes);
  if (!is_unknown && answer.number != kRemoteAccept) return Passage::ended;
  if (policy.map_to_windows_user.value) {
    run.is_authenticated_elsewhere = true;
    run_stages(run, row + 1);
    run.is_authenticated_elsewhere = false;
  } else {
    accept(run);
  }
  return is_unknown ? Passage::unknown : Passage::passed;
}

Passage handle(Run& run, const RequestPolicy& policy, std::size_t row) {
  switch (policy.provider.value) {
    case RequestProvider::forward:
      return forward(run, policy, row);
    case RequestProvider::none:
      accept(run);
      return Passage::passed;
    case RequestProvider::windows:
      break;
  }
  run_stages(run, row + 1);
  return Passage::passed;
}

/// The attempt as it goes on under a request policy. Steps are recorded for the first candidate only.
Passage run_request_policy(Run& run, PolicyIndex index, std::size_t row, bool is_first) {
  const Facts* const before = run.facts;
  Trace* const steps = run.steps;
  const RequestPolicy& policy = run.site().request_policies[index];
  Facts same = *before;
  same.request_policy = &policy;
  std::optional<Judged> changed;
  if (!same.site.request_policies[index].replacements.empty())
    changed.emplace(before->site, before->world, before->attempt, index);
  run.facts = changed ? &changed->facts() : &same;
  run.request_policy = index;
  if (!is_first) run.steps = nullptr;
  Passage passage = handle(run, policy, row);
  // The name inside PEAP is not changed; whether it is PEAP nobody may know.
  const bool may_be_same = changed && attribute(policy.manipulated.value).name == "User-Name" &&
                           uses_peap(before->attempt) == Truth::unknown;
  if (may_be_same) {
    run.facts = &same;
    run.steps = nullptr;
    if (handle(run, policy, row) != passage) passage = Passage::unknown;
  }
  run.facts = before;
  run.request_policy = kNoPolicy;
  run.steps = steps;
  return passage;
}

/// S5: the first request policy whose conditions all hold; unknown ones are candidates. No match: 49 (G-3).
Passage choose_request_policy(Run& run, std::size_t row) {
  if (run.site().dialect.value == Dialect::windows_2000) {
    run_stages(run, row + 1);
    return Passage::passed;
  }
  const auto& policies = run.site().request_policies;
  Truth found = Truth::no;
  Passage handled = Passage::passed;
  bool is_first = true;
  for (PolicyIndex index = 0; index < policies.size() && (run.steps != nullptr || found != Truth::yes); ++index) {
    PolicyStep step{.policy = index, .reach = reach_of(found, policies[index].enabled.value), .counts = !run.has_ended};
    if (step.reach == PolicyReach::disabled && run.steps == nullptr) continue;
    const Truth matched = match_rule(run.facts->site.request_policies[index].rule, *run.facts, run.steps, step);
    if (run.steps != nullptr) run.steps->request_policies.push_back(step);
    if (step.reach != PolicyReach::tried || matched == Truth::no) continue;
    if (!run.has_ended || (matched == Truth::yes && found == Truth::no)) {
      const Passage passage = run_request_policy(run, index, row, is_first);
      handled = is_first || passage == handled ? passage : Passage::unknown;
    }
    is_first = false;
    found = found || matched;
  }
  if (found == Truth::yes) return handled;
  Ending ending = reject(run, StageId::request_policy, cause("no-request-policy"));
  if (run.site().readings.is_on(Reading::no_request_policy_discards)) ending.answer = Answer::discard;
  end(run, ending, !found);
  return found == Truth::no ? Passage::ended : Passage::unknown;
}

/// No policy matches: 48. Two of eight documents let an account in that is set to Allow (G-5).
Passage end_without_policy(Run& run, Truth found) {
  const UserClass& account = run.facts->account;
  const bool is_other = run.site().readings.is_on(Reading::no_match_accepts_allowed);
  const Truth allowed = !is_other          ? Truth::no
                        : account.is_known ? truth(account.permission == AccountPermission::allow)
                                           : Truth::unknown;
  if (allowed != Truth::no) accept(run);
  if (allowed != Truth::yes) end(run, reject(run, StageId::policy, cause("no-matching-policy")), !found && !allowed);
  return found == Truth::no && allowed == Truth::no ? Passage::ended : Passage::unknown;
}

/// S9: the first policy whose conditions all hold. An unknown policy is a candidate, and the search goes on (Kleene):
/// each candidate runs through the later stages by itself.
Passage choose_policy(Run& run, std::size_t row) {
  const CompiledSite& site = run.facts->site;
  Truth found = Truth::no;
  for (const PolicyIndex policy : site.policy_order) {
    if (run.steps == nullptr && found == Truth::yes) break;
    PolicyStep step{.policy = policy,
                    .reach = reach_of(found, run.site().policies[policy].enabled.value),
                    .counts = !run.has_ended};
    if (step.reach == PolicyReach::disabled && run.steps == nullptr) continue;
    const Truth matched = match_rule(site.policies[policy], *run.facts, run.steps, step);
    if (run.steps != nullptr) run.steps->policies.push_back(step);
    if (step.reach != PolicyReach::tried || matched == Truth::no) continue;
    // Of what else is wrong with the attempt, only what is sure is told.
    if (!run.has_ended || (matched == Truth::yes && found == Truth::no)) {
      run.policy = policy;
      run_stages(run, row + 1);
      run.policy = kNoPolicy;
    }
    found = found || matched;
  }
  if (found == Truth::no && site.left_out_cause == cause("no-matching-policy") && !site.policy_order.empty()) {
    run.policy = site.policy_order.front();
    run_stages(run, row + 1);
    run.policy = kNoPolicy;
    return Passage::passed;
  }
  return found == Truth::yes ? Passage::passed : end_without_policy(run, found);
}

/// S10.
Passage ask_permission(Run& run, std::size_t) {
  PermissionStep step = check_permission(run.policy, *run.facts);
  step.counts = !run.has_ended;
  if (cause_of(step) == run.facts->site.left_out_cause) step.rejects = Truth::no;
  if (run.steps != nullptr) run.steps->permissions.push_back(step);
  if (step.rejects != Truth::no) end(run, reject(run, StageId::permission, cause_of(step)), step.rejects);
  return passage_of(step.rejects);
}

/// S12: profile and account give the attributes of the accept (settings.hpp); nothing here can reject.
Passage give_settings(Run&, std::size_t) { return Passage::passed; }

/// S13: RRAS and the client; what another access server does with an accept is its own affair.
Passage negotiate(Run& run, std::size_t) {
  return run.facts->asker.is_foreign ? Passage::passed : run_checks(run, StageId::negotiation);
}

using RunStage = Passage (*)(Run&, std::size_t row);

/// Row by row those of stages(); nullptr: not simulated yet.
constexpr RunStage kRuns[] = {pass_tunnel<StageId::path>,
                              pass_tunnel<StageId::server>,
                              pass_tunnel<StageId::tunnel>,
                              agree_on_method,
                              only_checks<StageId::provider>,
                              choose_request_policy,
                              only_checks<StageId::identity>,
                              only_checks<StageId::lockout>,
                              only_checks<StageId::authentication>,
                              choose_policy,
                              ask_permission,
                              only_checks<StageId::constraints>,
                              give_settings,
                              negotiate,
                              nullptr};
static_assert(std::size(kRuns) == kStageCount);

/// Candidates may differ in what a stage makes of them.
void record(Trace& trace, std::size_t row, Passage passage) {
  StageState& state = trace.stages[row];
  state = state == StageState::not_reached || state == passage ? passage : StageState::unknown;
}

/// Stages in which each candidate runs through all that follows.
bool is_choice(std::size_t row) { return kRuns[row] == choose_request_policy || kRuns[row] == choose_policy; }

/// Without an account, a request policy or a policy there is nothing more to say.
bool is_last_word(const Run& run, std::size_t row) {
  const Subject& subject = run.facts->subject;
  const bool is_nobody = subject.is_unknown_user == Truth::yes || subject.is_unknown_domain == Truth::yes ||
                         subject.is_domain_in_workgroup == Truth::yes;
  return is_choice(row) || (row == static_cast<std::size_t>(StageId::identity) && is_nobody);
}

/// G-2: the permission comes before the constraints, or after them.
std::size_t row_at(const Run& run, std::size_t position) {
  constexpr auto kPermission = static_cast<std::size_t>(StageId::permission);
  if (!run.site().readings.is_on(Reading::constraints_before_permission)) return position;
  return position == kPermission ? kPermission + 1 : position == kPermission + 1 ? kPermission : position;
}

/// Runs the stages from `first` on for the candidate under way; reaching the end is an accept.
void run_stages(Run& run, std::size_t first) {
  const bool had_ended = run.has_ended;
  for (std::size_t position = first; position < kStageCount; ++position) {
    const std::size_t row = row_at(run, position);
    if (kRuns[row] == nullptr) continue;
    const Passage passage = kRuns[row](run, row);
    if (run.sink && !run.has_ended) record(*run.sink.get(), row, passage);
    if (is_choice(row)) {
      run.has_ended = had_ended;
      return;
    }
    if (passage != Passage::ended) continue;
    if (!run.sink || is_last_word(run, row)) {
      run.has_ended = had_ended;
      return;
    }
    run.has_ended = true;
  }
  accept(run);
  run.has_ended = had_ended;
}

/// The causes of the types that failed beside the one that ended the attempt: mending that one may leave them. Of an
/// attempt that got past the tunnel they are no concern.
void tell_of_tunnels(const Settled& settled, Trace& trace) {
  trace.tunnels = settled.failed;
  constexpr auto kTunnel = static_cast<std::size_t>(StageId::tunnel);
  const auto ended = [](StageState state) { return state == StageState::ended; };
  if (!ranges::any_of(trace.stages | ranges::views::take(kTunnel + 1), ended) || trace.endings.size() != 1) return;
  const CauseId own = trace.endings.front().cause;
  for (const TunnelStep& step : settled.failed)
    for (const CauseId id : step.causes)
      if (id != own && ranges::find(trace.also, id) == trace.also.end()) trace.also.push_back(id);
}

}  // namespace

Decision decide(const CompiledSite& site, const World& world, const Attempt& asked, TraceSink& sink) {
  return decide(site, world, asked, settle(site, world, asked), sink);
}

Decision decide(const CompiledSite& site, const World& world, const Attempt& asked, const Settled& settled,
                TraceSink& sink) {
  const Attempt& attempt = settled.attempt ? *settled.attempt : asked;
  const Judged judged(site, world, attempt, kNoPolicy);
  Run run{&judged.facts(), sink, sink.get()};
  if (judged.facts().asker.is_foreign) {
    run.endings.set_foreign();
  } else if (const FieldValue& tunnel = attempt[FieldId::tunnel]; tunnel.presence == Presence::present) {
    run.tunnel = network::tunnel_type_of(tunnel.number);
  }
  run_stages(run, 0);
  if (sink) tell_of_tunnels(settled, *sink.get());
  if (sink && sink->endings.size() != 1) sink->also.clear();  // of which ending would it be?
  return run.endings.decision();
}

}  // namespace rapsim
