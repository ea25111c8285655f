#include "diagnose/hypothetical.hpp"

#include "diagnose/nearest.hpp"
#include "diagnose/remedies.hpp"
#include "model/load.hpp"

namespace rapsim {
namespace {

/// The site with the changes; nothing when one of them cannot be made.
std::shared_ptr<const CompiledSite> changed_site(const Site& site, const std::vector<SettingChange>& changes) {
  Sources scratch;
  Diagnostics diags;
  Site changed = site;
  for (const SettingChange& change : changes) {
    const std::uint32_t file = scratch.add("change", change.value);
    const auto value = yaml::read(scratch, file, diags);
    if (!value) return nullptr;
    auto next = apply(changed, {.path = change.path, .value = value->root(), .where = {}}, scratch, diags);
    if (!next) return nullptr;
    changed = *std::move(next);
  }
  return compile(std::make_shared<const Site>(std::move(changed)), diags);
}

}  // namespace

std::vector<Hypothesis> find_hypotheses(const Explained& explained, const Budget& budget) {
  std::vector<Hypothesis> out;
  if (!explained.decision.cause.is_present() || gets_in(explained.decision) != Truth::no) return out;
  // What else is wrong must be mended, too, by the first remedy of each.
  std::vector<SettingChange> others;
  for (const CauseId cause : explained.trace.also) {
    const std::vector<SettingChange> remedies = remedies_of(cause, explained);
    if (remedies.empty()) return out;
    others.push_back(remedies.front());
  }
  for (const SettingChange& remedy : remedies_of(explained.decision.cause.value, explained)) {
    Hypothesis hypothesis{.changes = {remedy}};
    hypothesis.changes.insert(hypothesis.changes.end(), others.begin(), others.end());
    const auto site = changed_site(*explained.site.site, hypothesis.changes);
    if (site == nullptr) continue;
    TraceSink none;
    hypothesis.decision = decide(*site, explained.world, explained.attempt, none);
    if (gets_in(hypothesis.decision) == Truth::yes) out.push_back(std::move(hypothesis));
    if (out.size() == budget.proposals) break;
  }
  return out;
}

}  // namespace rapsim
