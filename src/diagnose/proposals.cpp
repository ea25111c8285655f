#include "diagnose/proposals.hpp"

#include <range/v3/algorithm/contains.hpp>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/stable_sort.hpp>
#include <set>

#include "diagnose/dead_end.hpp"
#include "diagnose/nearest.hpp"
#include "diagnose/remedies.hpp"
#include "model/load/load.hpp"

namespace rapsim {
namespace {

enum class Aim : std::uint8_t { let_in, reach, keep_out };

/// The site with the changes; nothing when one of them cannot be made.
std::shared_ptr<const CompiledSite> changed_site(const CompiledSite& site, const std::vector<SiteEdit>& changes) {
  Sources scratch;
  Diagnostics diags;
  std::optional<Site> changed = *site.site;
  for (const SiteEdit& change : changes)
    if (changed) changed = apply(*changed, change, scratch, diags);
  return changed ? compile(std::make_shared<const Site>(*std::move(changed)), diags, &site) : nullptr;
}

/// A later edit of the same setting replaces an earlier one.
std::vector<SiteEdit> with(std::vector<SiteEdit> edits, const std::vector<SiteEdit>& more) {
  for (const SiteEdit& edit : more) {
    std::erase_if(edits, [&](const SiteEdit& old) { return old.steps == edit.steps; });
    edits.push_back(edit);
  }
  return edits;
}

/// The policy that accepts on the changed site is one that, as the site is, denies whoever comes to it.
bool accepts_by_rule_against_all(const CompiledSite& site, const CompiledSite& changed, const Decision& decision) {
  if (!decision.policy.is_present() || decision.policy.value == kNoPolicy) return false;
  const auto now = ranges::find(site.site->policies, changed.site->policies[decision.policy.value].name, &Policy::name);
  return now != site.site->policies.end() &&
         denies_whoever_comes(site, static_cast<PolicyIndex>(now - site.site->policies.begin()));
}

/// Changes, and how likely each of them was meant.
struct Found {
  std::vector<SiteEdit> edits{};
  Likelihood likelihood = Likelihood::slip;
  std::size_t lacking = 0;
};

class Search {
 public:
  Search(const Explained& e, Aim aim, const Budget& budget) : e_(e), aim_(aim), budget_(budget) {}

  std::vector<Found> run() {
    expand(e_, {});
    for (Found& found : found_) shorten(found);
    return std::move(found_);
  }
  [[nodiscard]] bool is_complete() const { return decisions_ < budget_.decisions; }

 private:
  static constexpr std::size_t kMostFaults = 3, kMostOfMany = 10;  // remedies tried for a second fault

  [[nodiscard]] bool is_reached(const Explained& now) const {
    if (aim_ == Aim::keep_out) {
      if (gets_in(now.decision) == Truth::no) return true;
      return gets_in(now.decision) == Truth::yes && name_of_policy(now) != name_of_policy(e_);
    }
    return gets_in(now.decision) == Truth::yes && !dead_end_of(now) &&
           !accepts_by_rule_against_all(e_.site, now.site, now.decision);
  }
  [[nodiscard]] static std::string name_of_policy(const Explained& of) {
    const Maybe<PolicyIndex>& policy = of.decision.policy;
    return policy.is_present() && policy.value != kNoPolicy ? of.site.site->policies[policy.value].name : "";
  }

  [[nodiscard]] Remedies remedies(const Explained& now) const {
    if (aim_ == Aim::keep_out) return restrictions_of(now);
    if (const auto dead_end = dead_end_of(now)) return reach_remedies_of(now, dead_end->cause);
    return remedies_of(now);
  }

  /// Something else ends the attempt now, or the policy that was meant has it.
  [[nodiscard]] static bool is_progress(const Explained& before, const Explained& now) {
    return before.decision.cause != now.decision.cause || name_of_policy(before) != name_of_policy(now) ||
           gets_in(before.decision) != gets_in(now.decision);
  }

  void expand(const Explained& now, const Found& begun) {
    std::size_t tried = 0;
    for (const Remedy& remedy : remedies(now)) {
      if (!is_complete() || (!begun.edits.empty() && ++tried > kMostOfMany)) return;
      Found next = begun;
      next.edits = with(std::move(next.edits), remedy.edits);
      next.likelihood = std::max(next.likelihood, remedy.likelihood);
      next.lacking += remedy.also_lacking + (begun.edits.empty() ? 0 : 1);
      if (!seen_.insert(text_of(next.edits)).second) continue;
      const auto site = changed_site(e_.site, next.edits);
      if (site == nullptr) continue;
      ++decisions_;
      const Explained then = explain(*site, e_.world, e_.attempt);
      if (is_reached(then))
        found_.push_back(std::move(next));
      else if (next.lacking < kMostFaults && remedy.likelihood <= Likelihood::exemption && is_progress(now, then))
        expand(then, next);
    }
  }

  /// Leaves out what is not needed.
  void shorten(Found& found) {
    for (std::size_t i = 0; i < found.edits.size() && found.edits.size() > 1;) {
      std::vector<SiteEdit> fewer = found.edits;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      const auto site = changed_site(e_.site, fewer);
      ++decisions_;
      if (site != nullptr && is_reached(explain(*site, e_.world, e_.attempt)))
        found.edits = std::move(fewer);
      else
        ++i;
    }
  }

  [[nodiscard]] static std::string text_of(const std::vector<SiteEdit>& edits) {
    std::set<std::string> texts;
    for (const SiteEdit& edit : edits) texts.insert(edit_text(edit));
    std::string out;
    for (const std::string& text : texts) out += text + '\n';
    return out;
  }

  const Explained& e_;
  Aim aim_;
  Budget budget_;
  std::size_t decisions_ = 0;
  std::set<std::string> seen_{};
  std::vector<Found> found_{};
};

Aim aim_of(const Explained& e) {
  if (gets_in(e.decision) == Truth::no) return Aim::let_in;
  return dead_end_of(e) ? Aim::reach : Aim::keep_out;
}

}  // namespace

Proposals find_proposals(const Explained& explained, const Budget& budget) {
  Proposals out;
  if (gets_in(explained.decision) == Truth::unknown) return out;
  constexpr std::size_t kMostJudged = 24, kMostDecisions = 300;
  Search search(explained, aim_of(explained),
                {.decisions = std::min(kMostDecisions, budget.decisions), .proposals = budget.proposals});
  std::vector<Found> found = search.run();
  out.is_complete = search.is_complete();
  ranges::stable_sort(found, {}, [](const Found& one) { return std::pair(one.likelihood, one.lacking); });
  if (found.size() > kMostJudged) found.resize(kMostJudged);
  struct Judged {
    Proposal proposal;
    Likelihood likelihood;
    std::size_t lacking;
  };
  std::vector<Judged> judged;
  std::set<std::string> known;
  std::optional<OtherAttempts> others;
  for (Found& one : found) {
    std::string text;
    for (const SiteEdit& edit : one.edits) text += edit_text(edit) + '\n';
    if (!known.insert(text).second) continue;
    const auto site = changed_site(explained.site, one.edits);
    if (!others) others.emplace(explained);
    TraceSink none;
    Proposal proposal{.changes = std::move(one.edits),
                      .decision = decide(*site, explained.world, explained.attempt, none)};
    proposal.others = others->of(*site);
    proposal.weakens = gets_in(explained.decision) == Truth::yes ? proposal.others.opens_for.count != 0
                                                                 : one.likelihood >= Likelihood::exemption;
    judged.push_back({std::move(proposal), one.likelihood, one.lacking});
  }
  ranges::stable_sort(judged, {}, [](const Judged& one) {
    return std::tuple(one.proposal.weakens, one.likelihood, one.lacking, one.proposal.others.changed,
                      one.proposal.changes.size());
  });
  // What may be there on purpose is offered only where nothing else helps, and a long way only where no short one is.
  if (judged.empty()) return out;
  const bool weakens = judged.front().proposal.weakens;

  std::size_t fewest = judged.front().lacking;
  for (const Judged& one : judged)
    if (one.proposal.weakens == weakens) fewest = std::min(fewest, one.lacking);
  for (Judged& one : judged)
    if (out.list.size() < budget.proposals && one.proposal.weakens == weakens && one.lacking == fewest)
      out.list.push_back(std::move(one.proposal));
  return out;
}

}  // namespace rapsim
