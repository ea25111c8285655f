#include "tests/oracle/compare.hpp"

#include <algorithm>
#include <utility>

#include "engine/stages/stages.hpp"
#include "model/load/load.hpp"
#include "report/text/render_diagnostics.hpp"
#include "session/simulation.hpp"
#include "tests/oracle/slow_case.hpp"
#include "tests/oracle/write_yaml.hpp"

namespace rapsim::oracle {
namespace {

const std::string kUnknown = "unknown";
const std::string kNone = "-";

/// What every ending agrees in, or `unknown`.
template <class Field>
std::string agreed(const std::set<PossibleResult>& endings, Field field) {
  const std::string first = field(*endings.begin());
  const bool all =
      std::all_of(endings.begin(), endings.end(), [&](const PossibleResult& e) { return field(e) == first; });
  return all ? first : kUnknown;
}

std::string or_none(const std::string& text) { return text.empty() ? kNone : text; }
std::string reason_text(int reason) { return reason == kNobodySays ? kNone : std::to_string(reason); }

std::string name_of(Answer answer) {
  constexpr const char* kNames[] = {"accept", "reject", "discard", "none"};
  return kNames[static_cast<std::size_t>(answer)];
}

/// What another access server makes of an accept nobody knows.
std::string outcome_of(const std::set<PossibleResult>& endings, bool is_here) {
  const auto fails = [](const PossibleResult& e) { return e.answer != Answer::accept || !e.stage.empty(); };
  if (std::all_of(endings.begin(), endings.end(), fails)) return "not-connected";
  return is_here && std::none_of(endings.begin(), endings.end(), fails) ? "connected" : kUnknown;
}

std::string summary(const std::set<PossibleResult>& endings, bool is_here) {
  return "answer " + agreed(endings, [](const PossibleResult& e) { return name_of(e.answer); }) +        //
         ", outcome " + outcome_of(endings, is_here) +                                                   //
         ", stage " + agreed(endings, [](const PossibleResult& e) { return or_none(e.stage); }) +        //
         ", reason " + agreed(endings, [](const PossibleResult& e) { return reason_text(e.reason); }) +  //
         ", cause " + agreed(endings, [](const PossibleResult& e) { return or_none(e.cause); }) +        //
         ", policy " + agreed(endings, [](const PossibleResult& e) { return or_none(e.policy); }) +      //
         ", request policy " + agreed(endings, [](const PossibleResult& e) { return or_none(e.request_policy); });
}

template <class T, class Text>
std::string text_of(const Maybe<T>& value, Text text) {
  return value.is_unknown() ? kUnknown : value.is_absent() ? kNone : std::string(text(value.value));
}

std::string stage_name(StageId id) { return std::string(stages()[static_cast<std::size_t>(id)].name); }

std::string summary(const rapsim::Decision& decision, const CompiledSite& site) {
  return "answer " + text_of(decision.answer, answer_name) + ", outcome " +
         std::string(outcome_name(decision.outcome)) + ", stage " + text_of(decision.stage, stage_name) + ", reason " +
         text_of(decision.reason, [](std::uint16_t reason) { return std::to_string(reason); }) + ", cause " +
         text_of(decision.cause, [](CauseId cause) { return kCauses[cause].id; }) + ", policy " +
         text_of(decision.policy, [&](PolicyIndex row) { return site.site->policies[row].name; }) +
         ", request policy " +
         text_of(decision.request_policy, [&](PolicyIndex row) { return site.site->request_policies[row].name; });
}

/// The numbers of the answers are the same on both sides.
static_assert(static_cast<int>(rapsim::Answer::accept) == static_cast<int>(Answer::accept) &&
              static_cast<int>(rapsim::Answer::reject) == static_cast<int>(Answer::reject) &&
              static_cast<int>(rapsim::Answer::discard) == static_cast<int>(Answer::discard) &&
              static_cast<int>(rapsim::Answer::none) == static_cast<int>(Answer::none));

PossibleResult ending_of(const rapsim::PossibleResult& ending, const rapsim::Site& site) {
  return {static_cast<Answer>(ending.answer),
          ending.stage ? stage_name(*ending.stage) : std::string(),
          ending.reason == kNoReason ? kNobodySays : ending.reason,
          ending.cause == kNoCause ? std::string() : std::string(kCauses[ending.cause].id),
          ending.request_policy == kNoPolicy ? std::string() : site.request_policies[ending.request_policy].name,
          ending.policy == kNoPolicy ? std::string() : site.policies[ending.policy].name};
}

std::set<PossibleResult> endings_of(const Trace& trace, const CompiledSite& site) {
  std::set<PossibleResult> out;
  for (const rapsim::PossibleResult& ending : trace.endings) out.insert(ending_of(ending, *site.site));
  return out;
}

std::string text_of(const std::set<PossibleResult>& endings) {
  std::string out;
  for (const PossibleResult& ending : endings)
    out += "  " + name_of(ending.answer) + " in " + or_none(ending.stage) + " with " + reason_text(ending.reason) +
           ", " + or_none(ending.cause) + ", by " + or_none(ending.policy) + " after " +
           or_none(ending.request_policy) + "\n";
  return out;
}

Truth truth_of(rapsim::Truth truth) { return {truth != rapsim::Truth::no, truth != rapsim::Truth::yes}; }

std::string text_of(Truth truth) { return truth == kEither ? kUnknown : truth.can_be_true ? "true" : "false"; }

/// The conditions of one kind of policies, also of those whose turn never came.
template <class Rules>
std::string differences(const std::vector<PolicyStep>& steps, const Trace& trace, const Rules& rules,
                        const Truths& truths) {
  std::string out;
  for (const PolicyStep& step : steps)
    for (std::uint32_t i = 0; step.counts && i < step.count; ++i) {
      const Truth engine = truth_of(trace.conditions[step.first + i].truth);
      const Truth oracle = truths.at(step.policy).at(i);
      if (engine == oracle) continue;
      out += "condition " + std::to_string(i + 1) + " of " + rules[step.policy].name + ", `" +
             rules[step.policy].conditions[i].text + "`: engine " + text_of(engine) + ", oracle " + text_of(oracle) +
             "\n";
    }
  return out;
}

/// The trace has the policies under the first request policy that may be the one.
std::string condition_differences(const Pair& pair, const rapsim::Site& site) {
  const Trace& trace = pair.trace;
  std::string asked;
  for (const PolicyStep& step : trace.request_policies) {
    if (!step.counts || step.reach != PolicyReach::tried || step.matched == rapsim::Truth::no) continue;
    asked = site.request_policies[step.policy].name;
    break;
  }
  std::string out =
      pair.verdict.request_conditions.empty()
          ? ""
          : differences(trace.request_policies, trace, site.request_policies, pair.verdict.request_conditions);
  if (const auto found = pair.verdict.conditions.find(asked); found != pair.verdict.conditions.end())
    out += differences(trace.policies, trace, site.policies, found->second);
  return out;
}

bool same(const rapsim::Decision& a, const rapsim::Decision& b) {
  return a.answer == b.answer && a.outcome == b.outcome && a.stage == b.stage && a.reason == b.reason &&
         a.cause == b.cause && a.policy == b.policy && a.request_policy == b.request_policy;
}

/// An unknown one is this server where the site names no other.
bool may_come_from_access_server(const Site& site, const Attempt& attempt) {
  const auto nas = attempt.fields.find("nas");
  const bool is_unknown = nas != attempt.fields.end() && nas->second.state == State::unknown;
  return is_unknown ? site.radius_clients && !site.radius_clients->empty() : comes_from_access_server(attempt);
}

World world_of(const rapsim::Attempt& read, const Attempt& attempt) {
  World world = world_at(read);
  for (const auto& [account, denials] : attempt.denials)
    world.denials[account] = {static_cast<std::uint32_t>(denials.count), Instant{std::chrono::seconds{denials.last}}};
  return world;
}

std::string text_of(const std::map<std::string, Denials>& denials) {
  std::string out;
  for (const auto& [account, row] : denials)
    out += " " + account + " " + std::to_string(row.count) + " at " + std::to_string(row.last);
  return out.empty() ? " none" : out;
}

/// What lockout remembers when the next attempt comes.
std::string denial_differences(const Pair& pair, const CompiledSite& site, const World& world,
                               const rapsim::Attempt& read) {
  World next = world;
  apply_attempt(explain(site, world, read), next);
  std::map<std::string, Denials> engine;
  for (const auto& [account, row] : next.denials)
    engine[account] = {static_cast<int>(row.count), row.last.time_since_epoch().count()};
  if (engine == pair.verdict.denials) return {};
  return "denials after it: engine" + text_of(engine) + ", oracle" + text_of(pair.verdict.denials) + "\n";
}

}  // namespace

std::unique_ptr<Loaded> load(const Site& site) {
  auto out = std::make_unique<Loaded>();
  Diagnostics diags;
  auto loaded = load_site_text("site.yaml", site_yaml(site), out->sources, diags);
  if (loaded) out->site = compile(std::make_shared<const rapsim::Site>(*std::move(loaded)), diags);
  if (!out->site) out->problems = render(diags, out->sources, false);
  return out;
}

std::vector<rapsim::Attempt> load(Loaded& loaded, const std::string& attempts_yaml) {
  Diagnostics diags;
  std::vector<rapsim::Attempt> out;
  const std::uint32_t file = loaded.sources.add("attempts.yaml", attempts_yaml);
  const auto document = yaml::read(loaded.sources, file, diags);
  for (std::size_t i = 0; document && i < document->root().size(); ++i) {
    const yaml::Node node = document->root().element(i);
    load_attempt(node, *loaded.site->site, out.emplace_back(), diags);
    complete_attempt(out.back(), *loaded.site->site, node.span(), diags);
  }
  if (!diags.has_errors()) return out;
  loaded.problems = render(diags, loaded.sources, false);
  return {};
}

Pair compare(const Loaded& loaded, const rapsim::Attempt& read, const Site& site, const Attempt& attempt,
             const Rules& rules) {
  Pair out;
  const CompiledSite& compiled = *loaded.site;
  const World world = world_of(read, attempt);
  TraceSink sink(out.trace);
  out.decision = decide(compiled, world, read, sink);
  TraceSink no_sink;
  const rapsim::Decision untraced = decide(compiled, world, read, no_sink);
  out.verdict = judge(site, attempt, rules);
  const std::set<PossibleResult> endings = endings_of(out.trace, compiled);
  const std::string engine = summary(out.decision, compiled),
                    oracle = summary(out.verdict.endings, !may_come_from_access_server(site, attempt));
  if (!same(out.decision, untraced))
    out.difference += "with a trace:    " + engine + "\nwithout a trace: " + summary(untraced, compiled) + "\n";
  if (engine != oracle || endings != out.verdict.endings)
    out.difference +=
        "engine: " + engine + "\n" + text_of(endings) + "oracle: " + oracle + "\n" + text_of(out.verdict.endings);
  // Of an attempt that may be several, a trace has the policies that some of them get to.
  if (possibilities_of(site, attempt) == 1) out.difference += condition_differences(out, *compiled.site);
  out.difference += denial_differences(out, compiled, world, read);
  return out;
}

std::string difference_of(const Site& site, const Attempt& attempt, const Rules& rules) {
  const auto loaded = load(site);
  if (!loaded->site) return {};  // what is left does not load: not the difference that is looked for
  const auto read = load(*loaded, attempts_yaml(site, {attempt}));
  return read.empty() ? std::string() : compare(*loaded, read[0], site, attempt, rules).difference;
}

}  // namespace rapsim::oracle
