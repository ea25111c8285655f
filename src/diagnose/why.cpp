#include "diagnose/why.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "engine/stages/client_error.hpp"
#include "network/probe.hpp"
#include "network/radius.hpp"

namespace rapsim {
namespace {

constexpr SymptomRow kSymptoms[] = {
    {"no-resources", SymptomKind::no_resources, "connected, but what the client wants to reach does not answer"},
    {"no-ping", SymptomKind::no_ping, "the server does not answer ping"},
    {"no-accounting", SymptomKind::no_accounting, "connected, but the RADIUS server has no accounting records"},
};

void add_once(std::vector<CauseId>& into, CauseId cause) {
  if (cause != kNoCause && std::find(into.begin(), into.end(), cause) == into.end()) into.push_back(cause);
}

std::vector<CauseId> causes_of(const SimulatedCase& play) {
  std::vector<CauseId> out;
  if (play.explained().decision.cause.is_present()) add_once(out, play.explained().decision.cause.value);
  for (const CauseId also : play.explained().trace.also) add_once(out, also);
  return out;
}

Shown shown_by_reach(const SimulatedCase& play) {
  const network::Reach reach = play.reach();
  Shown out{.shows = reach.reachable == Truth::no};
  if (!out.shows) return out;
  add_once(out.causes, reach.cause);
  for (const CauseId also : reach.also) add_once(out.causes, also);
  return out;
}

Shown shown_by_ping(const SimulatedCase& play) {
  const network::ProbeResult result =
      network::find_probe("ping")->run(*play.site().site, play.world(), {.command = "ping"});
  const bool fails = result.is_present() && result.value != std::vector<std::string>{"reply"};
  Shown out{.shows = fails};
  if (fails) out.causes = causes_of(play);
  if (fails && play.is_connected()) add_once(out.causes, cause("icmp-filtered"));
  return out;
}

Shown shown_by_accounting(const SimulatedCase& play) {
  const Site& site = *play.site().site;
  if (site.server.provider.value != Provider::radius || !play.is_connected()) return {};
  const bool fails = network::ask_radius(site, true).is_answered == Truth::no;
  return {fails, fails ? std::vector<CauseId>{cause("radius-accounting-filtered")} : std::vector<CauseId>{}};
}

/// What a case would answer, asked once.
class Prediction {
 public:
  Prediction(Setup setup, std::shared_ptr<const SimulatedCase> play)
      : setup_(std::move(setup)), play_(std::move(play)) {}
  const std::string& answer(const ClueQuestion& question) {
    const auto [at, is_new] = answers_.try_emplace(&question);
    if (is_new) at->second = question.ask(setup_, *play_);
    return at->second;
  }

 private:
  Setup setup_;
  std::shared_ptr<const SimulatedCase> play_;
  std::map<const ClueQuestion*, std::string> answers_{};
};

/// 0: as documented; the more the worse. An answer without an order is as bad as any.
std::size_t badness(const ClueQuestion& question, const std::string& answer, const std::string& documented) {
  if (answer == documented) return 0;
  const auto at = std::find(question.worse.begin(), question.worse.end(), answer);
  return at == question.worse.end() ? 1 : 1 + static_cast<std::size_t>(at - question.worse.begin());
}

enum class Fit : std::uint8_t { fits, contradicts, excludes };

/// Faults only make things worse: one that predicts a worse answer than was seen is none; one that predicts a better
/// answer may have another fault beside it. An exact question leaves no room for that.
Fit fit_of(const Observation& clue, const std::string& predicted, const std::string& documented) {
  if (predicted.empty() || predicted == clue.answer) return Fit::fits;
  if (clue.question->is_exact) return Fit::excludes;
  const std::size_t seen = badness(*clue.question, clue.answer, documented);
  const std::size_t would_be = badness(*clue.question, predicted, documented);
  return would_be > seen ? Fit::excludes : Fit::contradicts;
}

struct Candidate {
  RankedDeviation suspect{};
  Prediction witness;
};

/// Another setting of the client, which is another fault, may turn the number of the same cause into this one.
bool may_show(CauseId id, const Symptom& symptom) {
  if (symptom.kind != SymptomKind::error) return false;
  const Cause& row = kCauses[id];
  const Reason* reason = row.reason == 0 ? nullptr : find_reason(row.reason);
  const bool is_own = row.before_vista.number == symptom.number || row.from_vista.number == symptom.number;
  return is_own ||
         (reason != nullptr && (reason->ms_chap.number == symptom.number || reason->other.number == symptom.number));
}

/// A session that was there before is still connected, but not for long.
bool is_left_over(const Symptom& symptom, const SimulatedCase& play) {
  return symptom.kind == SymptomKind::no_resources && !play.is_connected();
}

/// The deviation alone gives the symptom, or may, and is the cause that shows.
std::optional<Candidate> candidate_of(const Setup& setup, const Symptom& symptom, const Deviation& deviation) {
  Setup other = setup;
  if (!deviation.apply(other)) return std::nullopt;
  auto play = SimulatedCase::of(other);
  if (play == nullptr) return std::nullopt;
  const Shown shown = shown_by(other, *play, symptom);
  if (shown.causes.empty() || shown.causes.front() != deviation.cause) return std::nullopt;
  if (!shown.shows && !may_show(deviation.cause, symptom)) return std::nullopt;
  const std::size_t contradicted = shown.shows && !is_left_over(symptom, *play) ? 0 : 1;
  return Candidate{{.deviation = &deviation, .contradicted = contradicted},
                   Prediction(std::move(other), std::move(play))};
}

bool is_answered(const std::vector<Observation>& clues, const ClueQuestion& question) {
  return std::any_of(clues.begin(), clues.end(), [&](const Observation& clue) { return clue.question == &question; });
}

/// The question whose answers leave the fewest causes together, in the worst case; ties go to the first.
void choose_question(std::vector<Candidate>& candidates, const std::vector<Observation>& clues, Diagnosis& out) {
  std::size_t best_left = SIZE_MAX;
  std::size_t all = 0;
  for (const ClueQuestion& question : clue_questions()) {
    if (is_answered(clues, question)) continue;
    std::map<std::string, std::vector<CauseId>> groups;
    std::vector<CauseId> every;
    for (Candidate& candidate : candidates) {
      if (candidate.suspect.contradicted != candidates.front().suspect.contradicted) continue;
      add_once(groups[candidate.witness.answer(question)], candidate.suspect.deviation->cause);
      add_once(every, candidate.suspect.deviation->cause);
    }
    all = every.size();
    // The sum of squares is the expected number of causes left, times the number of causes.
    std::size_t left = 0;
    for (const auto& [answer, causes] : groups) left += causes.size() * causes.size();
    if (left < best_left && groups.size() > 1 && !groups.contains("")) {
      out.ask = &question;
      best_left = left;
      out.answers.clear();
      for (const auto& [answer, causes] : groups) out.answers.push_back(answer);
    }
  }
  if (all > 1) return;
  out.ask = nullptr;
  out.answers.clear();
}

}  // namespace

std::span<const SymptomRow> symptom_rows() { return kSymptoms; }

Shown shown_by(const Setup&, const SimulatedCase& play, const Symptom& symptom) {
  switch (symptom.kind) {
    case SymptomKind::no_resources:
      return shown_by_reach(play);
    case SymptomKind::no_ping:
      return shown_by_ping(play);
    case SymptomKind::no_accounting:
      return shown_by_accounting(play);
    case SymptomKind::error:
      break;
    case SymptomKind::reason: {
      const Maybe<std::uint16_t>& reason = play.explained().decision.reason;
      return {reason.is_present() && reason.value == symptom.number, causes_of(play)};
    }
  }
  return {client_error(play.explained()).number == symptom.number, causes_of(play)};
}

Diagnosis why(const Setup& setup, const Symptom& symptom, const std::vector<Observation>& clues) {
  Diagnosis out;
  const auto documented_play = SimulatedCase::of(setup);
  if (documented_play == nullptr) return out;
  const Shown shown = shown_by(setup, *documented_play, symptom);
  out.shows = shown.shows;
  if (shown.shows) out.holds = shown.causes;
  for (const CauseId id : causes_of(*documented_play)) add_once(out.holds, id);
  Prediction documented(setup, documented_play);
  std::vector<Candidate> candidates;
  for (const Deviation& deviation : deviations()) {
    auto candidate = candidate_of(setup, symptom, deviation);
    if (!candidate) continue;
    bool is_excluded = false;
    for (const Observation& clue : clues) {
      const std::string& predicted = candidate->witness.answer(*clue.question);
      const Fit fit = fit_of(clue, predicted, documented.answer(*clue.question));
      candidate->suspect.contradicted += fit == Fit::contradicts ? 1U : 0U;
      if (fit != Fit::excludes) continue;
      out.excluded.push_back({&deviation, &clue, predicted});
      is_excluded = true;
      break;
    }
    if (!is_excluded) candidates.push_back(std::move(*candidate));
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.suspect.contradicted < b.suspect.contradicted;
  });
  for (const Candidate& candidate : candidates) out.would.push_back(candidate.suspect);
  if (!candidates.empty()) choose_question(candidates, clues, out);
  return out;
}

std::vector<std::string> answers_to(const Setup& setup, const ClueQuestion& question) {
  std::vector<std::string> out;
  const auto add = [&](const Setup& one) {
    const auto play = SimulatedCase::of(one);
    if (play == nullptr) return;
    std::string answer = question.ask(one, *play);
    if (!answer.empty() && std::find(out.begin(), out.end(), answer) == out.end()) out.push_back(std::move(answer));
  };
  add(setup);
  for (const Deviation& deviation : deviations())
    if (Setup other = setup; deviation.apply(other)) add(other);
  for (const std::string_view answer : question.worse)
    if (std::find(out.begin(), out.end(), answer) == out.end()) out.emplace_back(answer);
  return out;
}

std::optional<std::string> known_answer(const ClueQuestion& question, const std::vector<std::string>& answers,
                                        std::string_view text) {
  if (question.is_answer != nullptr) return question.is_answer(text) ? std::optional(std::string(text)) : std::nullopt;
  for (const std::string& answer : answers)
    if (equal_without_case(answer, text)) return answer;
  std::vector<std::string_view> known;
  for (const std::string& answer : answers)
    for (const std::string_view item : comma_list(answer)) known.push_back(item);
  std::string out;
  for (const std::string_view item : comma_list(text)) {
    const auto found =
        std::find_if(known.begin(), known.end(), [&](std::string_view one) { return equal_without_case(one, item); });
    if (found == known.end()) return std::nullopt;
    out += (out.empty() ? "" : ", ") + std::string(*found);
  }
  return out;
}

std::vector<CauseId> first_rank(const Diagnosis& diagnosis) {
  std::vector<CauseId> out;
  for (const RankedDeviation& suspect : diagnosis.would)
    if (suspect.contradicted == diagnosis.would.front().contradicted) add_once(out, suspect.deviation->cause);
  return out;
}

Setup setup_of(const CompiledSite& site, const World& world, const Attempt& attempt,
               const network::ReachQuestion& reach_to) {
  Diagnostics reported;  // when the site was compiled
  Setup out{.site = *site.site,
            .compiled = compile(site.site, reported, &site),
            .attempt = attempt,
            .world = world,
            .reach_to = reach_to};
  const auto play = SimulatedCase::of(out);
  if (play == nullptr) return out;
  const Explained& now = play->explained();
  const Subject& subject = now.facts().subject;
  out.account = subject.key;
  if (subject.trusted != nullptr) out.trusted_domain = subject.trusted->name;
  if (now.decision.policy.is_present()) out.policy = now.decision.policy.value;
  out.method = now.attempt.method();
  out.session = play->session();
  return out;
}

}  // namespace rapsim
