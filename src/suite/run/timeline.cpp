#include "suite/run/timeline.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "model/load/load.hpp"
#include "network/probe.hpp"
#include "network/reach.hpp"

namespace rapsim {
namespace {

FieldTexts one(std::string text) { return FieldTexts::of({std::move(text)}); }

FieldTexts cause_texts(const std::vector<CauseId>& causes) {
  std::vector<std::string> ids;
  for (const CauseId id : causes)
    if (id != kNoCause) ids.emplace_back(kCauses[id].id);
  return ids.empty() ? FieldTexts::absent() : FieldTexts::of(std::move(ids));
}

FieldTexts truth_texts(Truth value) {
  return value == Truth::unknown ? FieldTexts::unknown() : one(value == Truth::yes ? "true" : "false");
}

/// `3` of `ports.PPTP.used`
FieldTexts count_texts(bool is_used, std::uint64_t used, const Maybe<std::uint64_t>& free) {
  if (is_used) return one(std::to_string(used));
  return free.is_present() ? one(std::to_string(free.value)) : FieldTexts::unknown();
}

}  // namespace

void Timeline::run(const Visit& visit, std::size_t last) {
  visit_ = &visit;
  last_ = last;
  if (row_.timeline.empty()) return;
  world_ = start_world(site(), row_.timeline.front().at);
  for (const Step& step : row_.timeline) {
    if (is_over()) return;
    advance(world_, step.at, on_end_);
    std::visit([&](const auto& what) { take(what, step); }, step.what);
  }
}

void Timeline::take(const Connect& connect, const Step& step) {
  Attempt attempt = *connect.attempt;
  FieldValue& at = attempt[FieldId::at];
  at.number = step.at.time_since_epoch().count();
  at.text = instant_text(step.at, *site().site);
  for (std::size_t repetition = 1; repetition <= connect.repeat && !is_over(); ++repetition) {
    const JudgedAttempt judged(site(), connect, attempt, world_, ++number_, repetition);
    (*visit_)(judged);
    name_session(judged.as, apply_attempt(judged.explained, world_));
  }
}

void Timeline::take(const Disconnect& disconnect_step, const Step& step) {
  for (const std::string& name : disconnect_step.sessions) {
    std::string failure;
    if (find_live(name, failure) == nullptr)
      fail(step, std::move(failure));
    else
      disconnect(world_, *named_.at(name).id, TerminateCause::user_request, on_end_);
  }
}

void Timeline::take(const SessionTraffic& traffic, const Step& step) {
  std::string failure;
  if (find_live(traffic.session, failure) == nullptr) return fail(step, std::move(failure));
  touch(world_, *named_.at(traffic.session).id);
}

void Timeline::take(const SetSite& set, const Step&) {
  const CompiledSite& before = site();
  site_ = set.site;
  change_site(before, site(), world_, on_end_);
}

void Timeline::take(const RestartStep& what, const Step&) { restart(site(), world_, what.what, on_end_); }

void Timeline::take(const Probe& probe, const Step& step) {
  const network::ProbeCommand* const command = network::find_probe(probe.question.command);
  const network::ProbeResult result = command->run(*site().site, world_, probe.question);
  judge(step, *probe.expectations, std::vector<FieldTexts>(probe.expectations->size(), result), {});
}

/// A session that is no longer there reaches nothing, and nothing of the site is the cause.
void Timeline::take(const ReachStep& step_reach, const Step& step) {
  std::string failure;
  network::Reach result{.reachable = Truth::no};
  if (const Session* const session = find_live(step_reach.from, failure))
    result = network::reach(*site().site, *session, step_reach.question);
  std::vector<FieldTexts> actual;
  for (const Expectation& one_of : *step_reach.expectations)
    actual.push_back(one_of.fact == facts::kReachable ? truth_texts(result.reachable)
                     : one_of.fact == facts::kCause   ? cause_texts({result.cause})
                                                      : cause_texts(result.also));
  judge(step, *step_reach.expectations, std::move(actual), std::move(failure));
}

void Timeline::take(const StateStep& state, const Step& step) {
  std::vector<FieldTexts> actual;
  for (const Expectation& one_of : *state.expectations)
    actual.push_back(one_of.fact == facts::kSessions ? live_names(!one_of.is_whole) : state_of(one_of.fact));
  judge(step, *state.expectations, std::move(actual), {});
}

void Timeline::judge(const Step& step, const std::vector<Expectation>& expectations, std::vector<FieldTexts> actual,
                     std::string remark) {
  JudgedStep judged;
  judged.step = &step;
  judged.at = instant_text(step.at, *site().site);
  judged.remark = std::move(remark);
  for (std::size_t i = 0; i < expectations.size(); ++i)
    judged.checked.push_back(check_expectation(expectations[i], std::move(actual[i])));
  (*visit_)(judged);
}

void Timeline::fail(const Step& step, std::string failure) {
  JudgedStep judged;
  judged.step = &step;
  judged.at = instant_text(step.at, *site().site);
  judged.remark = std::move(failure);
  judged.could_not_be_done = true;
  (*visit_)(judged);
}

const Session* Timeline::find_live(const std::string& name, std::string& failure) const {
  const auto found = named_.find(name);
  if (found == named_.end()) {
    failure = "`" + name + "` has not been connected yet";  // its connect made fewer repetitions than were said
    return nullptr;
  }
  const Named& named = found->second;
  if (!named.id)
    failure = "`" + name + "` was never connected: no session came of " + named.attempt;
  else if (named.ended)
    failure = "`" + name + "` has ended: " + std::string(terminate_cause_name(named.ended->cause)) + " at " +
              instant_text(named.ended->at, *site().site);
  else
    return find_session(world_, *named.id);
  return nullptr;
}

FieldTexts Timeline::state_of(const std::string& fact) const {
  const std::string_view name = fact;
  if (name.starts_with(facts::kEnded)) {
    const auto found = named_.find(fact.substr(facts::kEnded.size()));
    if (found == named_.end() || !found->second.ended) return FieldTexts::absent();
    return one(std::string(terminate_cause_name(found->second.ended->cause)));
  }
  const bool is_used = name.ends_with(facts::kUsed);
  if (name.starts_with(facts::kAddresses)) {
    const AddressState state = address_state(*site().site, world_);
    return count_texts(is_used, state.used, state.free);
  }
  for (const TunnelTypeRow& row : tunnel_types()) {
    if (!name.starts_with(std::string(facts::kPorts) + std::string(row.name) + ".")) continue;
    const PortState state = port_state(*site().site, world_, row.type);
    return count_texts(is_used, state.used, Maybe<std::uint64_t>::of(state.free));
  }
  return FieldTexts::unknown();
}

/// In the order of their names; a session without one is called by its attempt.
FieldTexts Timeline::live_names(bool as_number) const {
  if (as_number) return one(std::to_string(world_.live_sessions));
  std::vector<std::string> names;
  for (std::size_t slot = 0; slot < world_.sessions.size(); ++slot)
    if (world_.sessions[slot].is_live) names.push_back(name_of_slot_[slot]);
  std::sort(names.begin(), names.end());
  return names.empty() ? FieldTexts::absent() : FieldTexts::of(std::move(names));
}

void Timeline::name_session(const std::string& as, std::optional<SessionId> id) {
  const std::string attempt = "#" + std::to_string(number_), name = as.empty() ? attempt : as;
  named_[name] = {.id = id, .attempt = attempt};
  if (!id) return;
  if (name_of_slot_.size() <= id->slot) name_of_slot_.resize(id->slot + 1);
  name_of_slot_[id->slot] = name;
}

void Timeline::note_end(const EndedSession& ended) {
  const auto found = named_.find(name_of_slot_[ended.id.slot]);
  if (found != named_.end() && found->second.id == ended.id) found->second.ended = ended;
}

}  // namespace rapsim
