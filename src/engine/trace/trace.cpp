// Several attempts, one trace: what an attempt with open fields may come to.
#include "engine/trace/trace.hpp"

#include <algorithm>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/find_if.hpp>
#include <range/v3/algorithm/stable_sort.hpp>
#include <range/v3/functional/comparisons.hpp>
#include <tuple>

#include "engine/stages/checks.hpp"

namespace rapsim {
namespace {

Truth both(Truth a, Truth b) { return a == b ? a : Truth::unknown; }

/// `tried` says more than `disabled` or `after`: what was only looked at decides nothing.
bool says_more(const PolicyStep& a, const PolicyStep& b) {
  return (a.reach == PolicyReach::tried) != (b.reach == PolicyReach::tried) ? a.reach == PolicyReach::tried
                                                                            : a.counts && !b.counts;
}

/// The policies of `other` join those of the same number; a policy that only one trace has stays as it is.
void merge_policies(std::vector<PolicyStep>& into, std::vector<ConditionStep>& conditions,
                    const std::vector<PolicyStep>& other, const std::vector<ConditionStep>& other_conditions) {
  for (const PolicyStep& step : other) {
    auto known = ranges::find(into, step.policy, &PolicyStep::policy);
    const bool is_new = known == into.end();
    if (is_new || says_more(step, *known)) {
      const auto first = static_cast<std::uint32_t>(conditions.size());
      conditions.insert(conditions.end(), other_conditions.begin() + step.first,
                        other_conditions.begin() + step.first + step.count);
      if (is_new) known = into.insert(into.end(), step);
      *known = step;
      known->first = first;
    } else if (!says_more(*known, step)) {
      known->source = both(known->source, step.source);
      known->matched = both(known->matched, step.matched);
      for (std::uint32_t i = 0; i < step.count; ++i) {
        Truth& truth = conditions[known->first + i].truth;
        truth = both(truth, other_conditions[step.first + i].truth);
      }
    }
  }
}

void merge_permissions(std::vector<PermissionStep>& into, const std::vector<PermissionStep>& other) {
  for (const PermissionStep& step : other) {
    const auto known = ranges::find(into, step.policy, &PermissionStep::policy);
    if (known == into.end()) {
      into.push_back(step);
      continue;
    }
    known->rejects = both(known->rejects, step.rejects);
    known->is_rule_known = known->is_rule_known && step.is_rule_known && known->rule == step.rule;
    known->counts = known->counts || step.counts;
  }
}

void merge_checks(std::vector<CheckStep>& into, const std::vector<CheckStep>& other) {
  const auto is_same = [](const CheckStep& a, const CheckStep& b) {
    return a.policy == b.policy && a.check == b.check;
  };
  const auto is_of = [&](const CheckStep& one) { return [&](const CheckStep& step) { return is_same(one, step); }; };
  // A check that does not apply to one of the attempts is not violated there.
  for (CheckStep& known : into)
    if (ranges::find_if(other, is_of(known)) == other.end()) known.violated = both(known.violated, Truth::no);
  const std::size_t before = into.size();
  for (const CheckStep& step : other) {
    const auto known = ranges::find_if(into, is_of(step));
    if (known == into.end()) {
      into.push_back(step);
      into.back().violated = both(step.violated, Truth::no);
    } else {
      known->violated = both(known->violated, step.violated);
      known->counts = known->counts || step.counts;
    }
  }
  if (into.size() == before) return;
  ranges::stable_sort(into, ranges::less{}, [](const CheckStep& step) {
    return std::tuple(step.policy == kNoPolicy ? 0 : step.policy + 1, checks()[step.check].stage, step.check);
  });
}

/// The stage, and in it the check: the order in which one attempt could end.
std::pair<std::size_t, std::size_t> place_of(const PossibleResult& ending) {
  if (!ending.stage) return {kStageCount, 0};
  const auto row = ranges::find(checks(), ending.cause, &Check::cause) - checks().begin();
  return {static_cast<std::size_t>(*ending.stage), static_cast<std::size_t>(row)};
}

bool is_same(const std::vector<TunnelStep>& a, const std::vector<TunnelStep>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const TunnelStep& left, const TunnelStep& right) {
    return left.type == right.type && left.causes == right.causes;
  });
}

}  // namespace

void merge(Trace& into, const Trace& other) {
  if (!is_same(into.tunnels, other.tunnels)) into.tunnels.clear();
  merge_policies(into.request_policies, into.conditions, other.request_policies, other.conditions);
  merge_policies(into.policies, into.conditions, other.policies, other.conditions);
  merge_permissions(into.permissions, other.permissions);
  merge_checks(into.checks, other.checks);
  const std::size_t before = into.endings.size();
  for (const PossibleResult& ending : other.endings)
    if (ranges::find(into.endings, ending) == into.endings.end()) into.endings.push_back(ending);
  if (into.endings.size() > before) ranges::stable_sort(into.endings, ranges::less{}, place_of);
  std::erase_if(into.also, [&](CauseId id) { return ranges::find(other.also, id) == other.also.end(); });
  if (into.endings.size() != 1) into.also.clear();
  for (std::size_t row = 0; row < kStageCount; ++row) {
    StageState& known = into.stages[row];
    const StageState state = other.stages[row];
    if (known == StageState::not_reached) known = state;
    if (state != StageState::not_reached && state != known) known = StageState::unknown;
  }
}

}  // namespace rapsim
