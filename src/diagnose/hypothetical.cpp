#include "diagnose/hypothetical.hpp"

#include "diagnose/nearest.hpp"
#include "diagnose/remedies.hpp"
#include "diagnose/would.hpp"

namespace rapsim {
namespace {

/// The site with the changes; nothing when one of them cannot be made.
std::shared_ptr<const CompiledSite> changed_site(const CompiledSite& site, const std::vector<SiteEdit>& changes) {
  Sources scratch;
  Diagnostics diags;
  std::optional<Site> changed = *site.site;
  for (const SiteEdit& change : changes)
    if (changed) changed = apply(*changed, change, scratch, diags);
  return changed ? compile(std::make_shared<const Site>(*std::move(changed)), diags, &site) : nullptr;
}

}  // namespace

std::vector<Hypothesis> find_hypotheses(const Explained& explained, const Budget& budget) {
  std::vector<Hypothesis> out;
  if (!explained.decision.cause.is_present() || gets_in(explained.decision) != Truth::no) return out;
  // What else is wrong must be fixed, too, by the first remedy of each.
  std::vector<SiteEdit> others;
  for (const CauseId cause : explained.trace.also) {
    const std::vector<SiteEdit> remedies = remedies_of(cause, explained);
    if (remedies.empty()) return out;
    others.push_back(remedies.front());
  }
  for (const SiteEdit& remedy : remedies_of(explained.decision.cause.value, explained)) {
    Hypothesis hypothesis{.changes = {remedy}};
    hypothesis.changes.insert(hypothesis.changes.end(), others.begin(), others.end());
    const auto site = changed_site(explained.site, hypothesis.changes);
    if (site == nullptr) continue;
    TraceSink none;
    hypothesis.decision = decide(*site, explained.world, explained.attempt, none);
    if (gets_in(hypothesis.decision) == Truth::yes) out.push_back(std::move(hypothesis));
    if (out.size() == budget.proposals) break;
  }
  return out;
}

}  // namespace rapsim
