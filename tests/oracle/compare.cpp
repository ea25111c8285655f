#include "tests/oracle/compare.hpp"

#include <algorithm>
#include <utility>

#include "model/load.hpp"
#include "report/diagnostics.hpp"
#include "tests/oracle/write_yaml.hpp"

namespace rapsim::oracle {
namespace {

const std::string kUnknown = "unknown";
const std::string kNone = "-";

/// What every ending agrees in, or `unknown`.
template <class Field>
std::string agreed(const std::set<Ending>& endings, Field field) {
  const std::string first = field(*endings.begin());
  const bool all = std::all_of(endings.begin(), endings.end(), [&](const Ending& e) { return field(e) == first; });
  return all ? first : kUnknown;
}

std::string or_none(const std::string& text) { return text.empty() ? kNone : text; }

std::string summary(const std::set<Ending>& endings) {
  return "answer " + agreed(endings, [](const Ending& e) -> std::string { return e.accepts ? "accept" : "reject"; }) +
         ", stage " + agreed(endings, [](const Ending& e) { return or_none(e.stage); }) +  //
         ", reason " + agreed(endings, [](const Ending& e) { return std::to_string(e.reason); }) + ", policy " +
         agreed(endings, [](const Ending& e) { return or_none(e.policy); });
}

template <class T, class Text>
std::string text_of(const Maybe<T>& value, Text text) {
  return value.is_unknown() ? kUnknown : value.is_absent() ? kNone : std::string(text(value.value));
}

std::string summary(const rapsim::Decision& decision, const CompiledSite& site) {
  return "answer " + text_of(decision.answer, answer_name) + ", stage " +
         text_of(decision.stage, [](StageId id) { return stages()[static_cast<std::size_t>(id)].name; }) + ", reason " +
         text_of(decision.reason, [](std::uint16_t reason) { return std::to_string(reason); }) + ", policy " +
         text_of(decision.policy, [&](PolicyIndex row) { return site.site->policies[row].name; });
}

std::set<Ending> endings_of(const Trace& trace, const CompiledSite& site) {
  std::set<Ending> out;
  for (const rapsim::Ending& ending : trace.endings)
    out.insert({ending.answer == Answer::accept,
                ending.stage ? std::string(stages()[static_cast<std::size_t>(*ending.stage)].name) : std::string(),
                ending.reason, ending.policy == kNoPolicy ? std::string() : site.site->policies[ending.policy].name});
  return out;
}

std::string text_of(const std::set<Ending>& endings) {
  std::string out;
  for (const Ending& ending : endings)
    out += "  " + std::string(ending.accepts ? "accept" : "reject in " + ending.stage) + " with " +
           std::to_string(ending.reason) + " by " + or_none(ending.policy) + "\n";
  return out;
}

Truth truth_of(rapsim::Truth truth) { return {truth != rapsim::Truth::no, truth != rapsim::Truth::yes}; }

std::string text_of(Truth truth) { return truth == kEither ? kUnknown : truth.can_be_true ? "true" : "false"; }

/// Every condition of every policy, also of those whose turn never came.
std::string condition_differences(const Pair& pair, const CompiledSite& site) {
  std::string out;
  for (const PolicyStep& step : pair.trace.policies)
    for (std::uint32_t i = 0; i < step.count; ++i) {
      const Truth engine = truth_of(pair.trace.conditions[step.first + i].truth);
      const Truth oracle = pair.verdict.conditions.at(step.policy).at(i);
      if (engine == oracle) continue;
      const rapsim::Policy& policy = site.site->policies[step.policy];
      out += "condition " + std::to_string(i + 1) + " of " + policy.name + ", `" + policy.conditions[i].text +
             "`: engine " + text_of(engine) + ", oracle " + text_of(oracle) + "\n";
    }
  return out;
}

bool same(const rapsim::Decision& a, const rapsim::Decision& b) {
  return a.answer == b.answer && a.outcome == b.outcome && a.stage == b.stage && a.reason == b.reason &&
         a.policy == b.policy;
}

/// Both results for one pair, from text to decision; empty when they agree.
std::string difference_of(const Site& site, const Attempt& attempt, const Rules& rules) {
  const auto loaded = load(site);
  if (!loaded->site) return {};  // what is left does not load: not the difference that is looked for
  const auto read = load(*loaded, attempts_yaml(site, {attempt}));
  return read.empty() ? std::string() : compare(*loaded, read[0], site, attempt, rules).difference;
}

template <class T>
void erase_row(std::vector<T>& rows, std::size_t row) {
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(row));
}

/// Leaves out each element of a list, the last one first, as long as the difference stays.
template <class List>
void shrink_list(Site& site, const Attempt& attempt, const Rules& rules, List list) {
  for (std::size_t row = list(site).size(); row-- > 0;) {
    Site trial = site;
    erase_row(list(trial), row);
    if (!difference_of(trial, attempt, rules).empty()) site = std::move(trial);
  }
}

void shrink_site(Site& site, const Attempt& attempt, const Rules& rules) {
  shrink_list(
      site, attempt, rules, [](Site & s) -> auto& { return s.policies; });
  shrink_list(
      site, attempt, rules, [](Site & s) -> auto& { return s.users; });
  shrink_list(
      site, attempt, rules, [](Site & s) -> auto& { return s.groups; });
  for (std::size_t i = 0; i < site.policies.size(); ++i) {
    shrink_list(
        site, attempt, rules, [i](Site & s) -> auto& { return s.policies[i].conditions; });
    Site trial = site;
    trial.policies[i].profile = {};
    if (!difference_of(trial, attempt, rules).empty()) site = std::move(trial);
  }
}

void shrink_attempt(const Site& site, Attempt& attempt, const Rules& rules) {
  for (std::size_t row = attempt.attributes.size(); row-- > 0;) {
    Attempt trial = attempt;
    erase_row(trial.attributes, row);
    if (!difference_of(site, trial, rules).empty()) attempt = std::move(trial);
  }
  for (Value Attempt::*field : {&Attempt::from, &Attempt::to}) {
    Attempt trial = attempt;
    trial.*field = {};
    if (!difference_of(site, trial, rules).empty()) attempt = std::move(trial);
  }
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
  const World world = world_at(read);
  TraceSink sink(out.trace);
  out.decision = decide(compiled, world, read, sink);
  TraceSink no_sink;
  const rapsim::Decision untraced = decide(compiled, world, read, no_sink);
  out.verdict = judge(site, attempt, rules);
  const std::set<Ending> endings = endings_of(out.trace, compiled);
  const std::string engine = summary(out.decision, compiled), oracle = summary(out.verdict.endings);
  if (!same(out.decision, untraced))
    out.difference += "with a trace:    " + engine + "\nwithout a trace: " + summary(untraced, compiled) + "\n";
  if (engine != oracle || endings != out.verdict.endings)
    out.difference +=
        "engine: " + engine + "\n" + text_of(endings) + "oracle: " + oracle + "\n" + text_of(out.verdict.endings);
  out.difference += condition_differences(out, compiled);
  return out;
}

std::string smallest_difference(Site site, Attempt attempt, const Rules& rules) {
  shrink_site(site, attempt, rules);
  shrink_attempt(site, attempt, rules);
  return site_yaml(site) + "---\n" + attempt_yaml(site, attempt) + "---\n" + difference_of(site, attempt, rules);
}

}  // namespace rapsim::oracle
