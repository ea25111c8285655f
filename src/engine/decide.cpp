#include "engine/decide.hpp"

#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/view/take.hpp>

#include "engine/stages/checks.hpp"
#include "engine/stages/negotiate.hpp"
#include "engine/stages/permission.hpp"
#include "engine/stages/tunnels.hpp"
#include "model/attempt/possible.hpp"

namespace rapsim {
namespace {

/// One way through the stages: under which candidates, and what is written down of it.
struct Branch {
  const Facts* facts;
  PolicyIndex request_policy = kNoPolicy, policy = kNoPolicy;
  bool is_authenticated_elsewhere = false;  // by a remote server, for a mapped Windows user
  bool has_ended = false;                   // for sure: what follows is only looked at for other causes
  bool records = false;                     // steps go to the trace

  [[nodiscard]] const Site& site() const { return *facts->site.site; }
  [[nodiscard]] CheckInput input() const { return {*facts, policy == kNoPolicy ? nullptr : &site().policies[policy]}; }
};

constexpr StageState state_of(Truth ends) {
  return ends == Truth::yes ? StageState::ended : ends == Truth::no ? StageState::passed : StageState::unknown;
}

/// The turn of a policy, or of a request policy, when those before it came out as `found`.
PolicyReach reach_of(Truth found, bool is_enabled) {
  if (found == Truth::yes) return PolicyReach::after;
  return is_enabled ? PolicyReach::tried : PolicyReach::disabled;
}

PossibleResult reject(const Branch& branch, StageId stage, CauseId cause) {
  return {Answer::reject, stage, kCauses[cause].reason, cause, branch.policy, branch.request_policy};
}

constexpr bool is_extension_check(CauseId id) {
  return id == cause("extension-discarded") || id == cause("extension-failed") || id == cause("extension-rejected");
}

/// Extensions are asked first; one that accepts spares the attempt the built-in checks, and so does a remote server.
bool is_spared(const Branch& branch, const Check& check) {
  if (check.stage != StageId::authentication) return false;
  return branch.is_authenticated_elsewhere ||
         (!is_extension_check(check.cause) && branch.facts->attempt[FieldId::extension].is(kExtensionAccept));
}

/// No account has the name: there is nothing more to find out.
bool is_no_account(const Subject& subject) {
  return subject.is_unknown_user == Truth::yes || subject.is_unknown_domain == Truth::yes ||
         subject.is_domain_in_workgroup == Truth::yes;
}

template <class T>
Maybe<T> present_if(bool is_present, T value) {
  return is_present ? Maybe<T>::of(value) : Maybe<T>::absent();
}

Decision decision_of(const PossibleResult& ending, bool is_foreign) {
  Decision out{.answer = Maybe<Answer>::of(ending.answer)};
  out.stage = present_if(ending.stage.has_value(), ending.stage.value_or(StageId::path));
  out.reason = present_if(ending.reason != kNoReason, ending.reason);
  out.cause = present_if(ending.cause != kNoCause, ending.cause);
  out.policy = present_if(ending.policy != kNoPolicy, ending.policy);
  out.request_policy = present_if(ending.request_policy != kNoPolicy, ending.request_policy);
  out.tunnel = present_if(ending.tunnel.has_value(), ending.tunnel.value_or(TunnelType::pptp));
  const bool gets_through = ending.answer == Answer::accept && !ending.stage;
  // What another access server does with an accept is not simulated.
  out.outcome = !gets_through ? Outcome::not_connected : is_foreign ? Outcome::unknown : Outcome::connected;
  return out;
}

/// Walks one attempt, whose enumerated fields are known, through the stages. What ends it is joined in `decision`.
class Walk {
 public:
  Walk(const Facts& facts, TraceSink& sink) : facts_(facts), trace_(sink.get()) {
    const FieldValue& tunnel = facts.attempt[FieldId::tunnel];
    if (!facts.asker.is_foreign && tunnel.presence == Presence::present) tunnel_ = tunnel_type_of(tunnel.number);
  }

  Decision run() {
    until_request_policy({.facts = &facts_, .records = trace_ != nullptr});
    return *decision_;
  }

 private:
  // ---- The stages, in their order (semantics.md 1) ----

  /// S0 to S4: the tunnel to this server, which a call does not have; a method in common, which another access server
  /// has seen to by itself; who answers.
  void until_request_policy(Branch b) {
    const bool is_tunnel = is_vpn(b.input()) != Truth::no, is_foreign = b.facts->asker.is_foreign;
    for (const StageId stage : {StageId::path, StageId::server, StageId::tunnel})
      if (!goes_on(b, stage, is_tunnel ? check(b, stage) : StageState::passed)) return;
    if (!goes_on(b, StageId::link, is_foreign ? StageState::passed : check(b, StageId::link))) return;
    if (!goes_on(b, StageId::provider, check(b, StageId::provider))) return;
    record(b, StageId::request_policy, choose_request_policy(b));
  }

  /// S6 to S9, under a request policy that lets this server authenticate.
  void until_policy(Branch b) {
    const bool found_account = goes_on(b, StageId::identity, check(b, StageId::identity));
    if (!found_account || (b.has_ended && is_no_account(b.facts->subject))) return;
    if (!goes_on(b, StageId::lockout, check(b, StageId::lockout))) return;
    if (!goes_on(b, StageId::authentication, check(b, StageId::authentication))) return;
    record(b, StageId::policy, choose_policy(b));
  }

  /// S10 to S13, under a policy; reaching the end is an accept. Permission before constraints, or after them: G-2. The
  /// settings (S12, settings.hpp) reject nothing. What another access server does with an accept is not simulated.
  void under_policy(Branch b) {
    const bool swaps = b.site().readings.is_on(Reading::constraints_before_permission);
    if (swaps && !goes_on(b, StageId::constraints, check(b, StageId::constraints))) return;
    if (!goes_on(b, StageId::permission, ask_permission(b))) return;
    if (!swaps && !goes_on(b, StageId::constraints, check(b, StageId::constraints))) return;
    record(b, StageId::settings, StageState::passed);
    const bool is_foreign = b.facts->asker.is_foreign;
    if (!goes_on(b, StageId::negotiation, is_foreign ? StageState::passed : check(b, StageId::negotiation))) return;
    accept(b);
  }

  // ---- How a stage ends ----

  /// Candidates may differ in what a stage makes of them.
  void record(const Branch& b, StageId stage, StageState state) {
    if (trace_ == nullptr || b.has_ended) return;
    StageState& known = trace_->stages[static_cast<std::size_t>(stage)];
    known = known == StageState::not_reached || known == state ? state : StageState::unknown;
  }

  /// Whether there is more to find out; with a trace also behind the end, for other causes.
  bool goes_on(Branch& b, StageId stage, StageState state) {
    record(b, stage, state);
    if (state != StageState::ended) return true;
    b.has_ended = true;
    return trace_ != nullptr;
  }

  /// Once the attempt has ended, another cause is noted when it holds for sure.
  void end(const Branch& b, PossibleResult ending, Truth holds) {
    ending.tunnel = tunnel_;
    if (!b.has_ended) {
      if (trace_ != nullptr && ranges::find(trace_->endings, ending) == trace_->endings.end())
        trace_->endings.push_back(ending);
      const Decision one = decision_of(ending, facts_.asker.is_foreign);
      decision_ ? join(*decision_, one) : static_cast<void>(decision_ = one);
      return;
    }
    const auto is_it = [&](const PossibleResult& other) { return other.cause == ending.cause; };
    if (holds == Truth::yes && ranges::find(trace_->also, ending.cause) == trace_->also.end() &&
        !ranges::any_of(trace_->endings, is_it))
      trace_->also.push_back(ending.cause);
  }

  void accept(const Branch& b) {
    if (!b.has_ended) end(b, {Answer::accept, {}, 0, kNoCause, b.policy, b.request_policy}, Truth::yes);
  }

  // ---- Stages that are checks ----

  /// The rows of a stage in order; with a trace all of them, also after the first violation.
  StageState check(Branch b, StageId stage) {
    const CheckInput input = b.input();
    Truth ended = Truth::no;
    for (const std::uint8_t row : b.facts->site.checks[static_cast<std::size_t>(stage)]) {
      const Check& check = checks()[row];
      if ((check.applies != nullptr && !check.applies(input)) || is_spared(b, check)) continue;
      const Truth violated = check.violated(input);
      if (b.records) trace_->checks.push_back({b.policy, row, violated, !b.has_ended});
      if (violated != Truth::no)
        end(b, {answer_of(check, input), stage, reason_of(check, input), check.cause, b.policy, b.request_policy},
            violated);
      ended = ended || violated;
      if (ended != Truth::yes) continue;
      if (trace_ == nullptr) break;
      b.has_ended = true;
    }
    return state_of(ended);
  }

  /// S10.
  StageState ask_permission(const Branch& b) {
    PermissionStep step = check_permission(b.policy, *b.facts);
    step.counts = !b.has_ended;
    if (b.records) trace_->permissions.push_back(step);
    if (step.rejects != Truth::no) end(b, reject(b, StageId::permission, cause_of(step)), step.rejects);
    return state_of(step.rejects);
  }

  // ---- S5: the first request policy whose conditions all hold; unknown ones are candidates. No match: 49 (G-3) ----

  StageState choose_request_policy(Branch b) {
    if (b.site().dialect.value == Dialect::windows_2000) return until_policy(b), StageState::passed;
    const auto& policies = b.site().request_policies;
    Truth found = Truth::no;
    std::optional<StageState> handled;
    for (PolicyIndex index = 0; index < policies.size() && (b.records || found != Truth::yes); ++index) {
      PolicyStep step{.policy = index, .reach = reach_of(found, policies[index].enabled.value), .counts = !b.has_ended};
      if (step.reach == PolicyReach::disabled && !b.records) continue;
      const Truth matched = match_rule(b.facts->site.request_policies[index].rule, *b.facts, steps(b), step);
      if (b.records) trace_->request_policies.push_back(step);
      if (step.reach != PolicyReach::tried || matched == Truth::no) continue;
      if (!b.has_ended || (matched == Truth::yes && found == Truth::no)) {
        const StageState state = under_request_policy(b, index, b.records && !handled);
        handled = !handled || handled == state ? state : StageState::unknown;
      } else if (!handled) {
        handled = StageState::passed;
      }
      found = found || matched;
    }
    if (found == Truth::yes) return *handled;
    PossibleResult ending = reject(b, StageId::request_policy, cause("no-request-policy"));
    if (b.site().readings.is_on(Reading::no_request_policy_discards)) ending.answer = Answer::discard;
    end(b, ending, !found);
    return found == Truth::no ? StageState::ended : StageState::unknown;
  }

  /// The attempt as it goes on under a request policy. Steps are recorded for the first candidate only.
  StageState under_request_policy(Branch b, PolicyIndex index, bool records) {
    const Facts& before = *b.facts;
    const RequestPolicy& policy = b.site().request_policies[index];
    Facts same = before;
    same.request_policy = &policy;
    std::optional<AttemptContext> changed;
    if (!before.site.request_policies[index].replacements.empty())
      changed.emplace(before.site, before.world, before.attempt, index);
    b.facts = changed ? &changed->facts() : &same;
    b.request_policy = index;
    b.records = records;
    return handle(b, policy);
  }

  StageState handle(const Branch& b, const RequestPolicy& policy) {
    switch (policy.provider.value) {
      case RequestProvider::forward:
        return forward(b, policy);
      case RequestProvider::none:
        return accept(b), StageState::passed;
      case RequestProvider::windows:
        break;
    }
    return until_policy(b), StageState::passed;
  }

  /// The remote server's answer is relayed; a mapped user is authorized here.
  StageState forward(Branch b, const RequestPolicy& policy) {
    constexpr CauseId kRemoteCauses[] = {cause("remote-radius-rejected"), cause("remote-radius-unsendable"),
                                         cause("remote-radius-timeout"), cause("remote-radius-malformed")};
    const auto is_it = [&](const Reference& group) { return equal_without_case(group.text, policy.forward_to.value); };
    if (!ranges::any_of(b.site().remote_groups, is_it)) {
      end(b, reject(b, StageId::request_policy, cause("remote-group-missing")), Truth::yes);
      return StageState::ended;
    }
    const FieldValue& answer = b.facts->attempt[FieldId::remote_radius];
    const bool is_unknown = answer.presence == Presence::unknown;
    for (const CauseId failure : kRemoteCauses)
      if (is_unknown || answer.number == kCauses[failure].reason)
        end(b, reject(b, StageId::request_policy, failure), is_unknown ? Truth::unknown : Truth::yes);
    if (!is_unknown && answer.number != kRemoteAccept) return StageState::ended;
    b.is_authenticated_elsewhere = true;
    policy.map_to_windows_user.value ? until_policy(b) : accept(b);
    return is_unknown ? StageState::unknown : StageState::passed;
  }

  // ---- S9: the first policy whose conditions all hold. An unknown policy is a candidate, and the search goes on
  // (Kleene): each candidate goes through the later stages by itself ----

  StageState choose_policy(Branch b) {
    const CompiledSite& site = b.facts->site;
    Truth found = Truth::no;
    for (const PolicyIndex policy : site.policy_order) {
      if (!b.records && found == Truth::yes) break;
      PolicyStep step{
          .policy = policy, .reach = reach_of(found, b.site().policies[policy].enabled.value), .counts = !b.has_ended};
      if (step.reach == PolicyReach::disabled && !b.records) continue;
      const Truth matched = match_rule(site.policies[policy], *b.facts, steps(b), step);
      if (b.records) trace_->policies.push_back(step);
      if (step.reach != PolicyReach::tried || matched == Truth::no) continue;
      // Of what else is wrong with the attempt, only what is sure is noted.
      b.policy = policy;
      if (!b.has_ended || (matched == Truth::yes && found == Truth::no)) under_policy(b);
      b.policy = kNoPolicy;
      found = found || matched;
    }
    return found == Truth::yes ? StageState::passed : end_without_policy(b, found);
  }

  /// No policy matches: 48. Two of eight documents let an account in that is set to Allow (G-5).
  StageState end_without_policy(const Branch& b, Truth found) {
    const UserClass& account = b.facts->account;
    const bool is_other = b.site().readings.is_on(Reading::no_match_accepts_allowed);
    const Truth allowed = !is_other          ? Truth::no
                          : account.is_known ? truth(account.permission == AccountPermission::allow)
                                             : Truth::unknown;
    if (allowed != Truth::no) accept(b);
    if (allowed != Truth::yes) end(b, reject(b, StageId::policy, cause("no-matching-policy")), !found && !allowed);
    return found == Truth::no && allowed == Truth::no ? StageState::ended : StageState::unknown;
  }

  [[nodiscard]] Trace* steps(const Branch& b) const { return b.records ? trace_ : nullptr; }

  const Facts& facts_;
  Trace* trace_;                        // nullptr: none is wanted
  std::optional<TunnelType> tunnel_{};  // that the attempt uses, if it is known
  std::optional<Decision> decision_{};
};

/// The causes of the types that failed beside the one that ended the attempt: fixing that one may leave them. Of an
/// attempt that got past the tunnel they are no concern.
void note_failed_tunnels(const std::vector<TunnelStep>& failed, Trace& trace) {
  trace.tunnels = failed;
  constexpr auto kTunnel = static_cast<std::size_t>(StageId::tunnel);
  const auto ended = [](StageState state) { return state == StageState::ended; };
  if (!ranges::any_of(trace.stages | ranges::views::take(kTunnel + 1), ended) || trace.endings.size() != 1) return;
  const CauseId own = trace.endings.front().cause;
  for (const TunnelStep& step : failed)
    for (const CauseId id : step.causes)
      if (id != own && ranges::find(trace.also, id) == trace.also.end()) trace.also.push_back(id);
}

}  // namespace

namespace {

/// EAP whose type nothing tells is of each type in turn.
std::vector<std::shared_ptr<const Attempt>> with_eap_type(const std::shared_ptr<const Attempt>& attempt) {
  if ((*attempt)[FieldId::eap_type].presence != Presence::unknown) return {attempt};
  std::vector<std::shared_ptr<const Attempt>> out;
  for (const FieldValue& type : values_of(FieldId::eap_type)) {
    auto typed = std::make_shared<Attempt>(*attempt);
    (*typed)[FieldId::eap_type] = type;
    out.push_back(std::move(typed));
  }
  return out;
}

}  // namespace

void join(Decision& into, const Decision& other) {
  const auto keep = [](auto& field, const auto& same) {
    if (!(field == same)) field = std::remove_reference_t<decltype(field)>::unknown();
  };
  keep(into.answer, other.answer);
  keep(into.stage, other.stage);
  keep(into.reason, other.reason);
  keep(into.cause, other.cause);
  keep(into.policy, other.policy);
  keep(into.request_policy, other.request_policy);
  keep(into.tunnel, other.tunnel);
  if (into.outcome != other.outcome) into.outcome = Outcome::unknown;
}

Decision unknown_decision() {
  Decision out;
  out.answer.presence = out.stage.presence = out.reason.presence = out.cause.presence = Presence::unknown;
  out.policy.presence = out.request_policy.presence = out.tunnel.presence = Presence::unknown;
  return out;
}

Decision decide_case(const CompiledSite& site, const World& world, const PossibleCase& one, TraceSink& sink) {
  const AttemptContext judged(site, world, *one.attempt, kNoPolicy);
  const Decision decision = Walk(judged.facts(), sink).run();
  if (sink) note_failed_tunnels(one.failed_tunnels, *sink.get());
  if (sink && sink->endings.size() != 1) sink->also.clear();  // it would not be clear of which ending
  return decision;
}

bool for_each_case(const CompiledSite& site, const World& world, const Attempt& asked,
                   const std::function<void(const PossibleCase&)>& visit) {
  const Possibilities possible(asked, *site.site);
  if (possible.are_too_many()) return false;
  for (std::size_t number = 0; number < possible.count(); ++number) {
    // The attempt itself is not copied.
    std::shared_ptr<const Attempt> attempt(std::shared_ptr<const Attempt>(), &asked);
    if (!possible.is_certain()) {
      auto one = possible.at(number);
      if (!one) continue;
      attempt = std::make_shared<const Attempt>(*std::move(one));
    }
    for (Negotiated& one : negotiate(site, world, *attempt)) {
      const std::shared_ptr<const Attempt> negotiated = one.attempt ? std::move(one.attempt) : attempt;
      for (std::shared_ptr<const Attempt>& typed : with_eap_type(negotiated))
        visit({std::move(typed), negotiated, one.failed, number});
    }
  }
  return true;
}

Decision decide(const CompiledSite& site, const World& world, const Attempt& asked, TraceSink& sink) {
  std::optional<Decision> out;
  for_each_case(site, world, asked, [&](const PossibleCase& one) {
    Trace trace;
    TraceSink own = sink ? TraceSink(trace) : TraceSink();
    const Decision decision = decide_case(site, world, one, own);
    if (sink) out ? merge(*sink.get(), trace) : static_cast<void>(*sink.get() = std::move(trace));
    out ? join(*out, decision) : static_cast<void>(out = decision);
  });
  return out.value_or(unknown_decision());
}

}  // namespace rapsim
