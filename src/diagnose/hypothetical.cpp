#include "diagnose/hypothetical.hpp"

#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/contains.hpp>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/stable_sort.hpp>
#include <range/v3/functional/comparisons.hpp>

#include "diagnose/nearest.hpp"
#include "diagnose/remedies.hpp"
#include "diagnose/would.hpp"
#include "model/load/load.hpp"

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

/// The policy that accepts on the changed site is one that, as the site is, denies whoever comes to it.
bool accepts_by_rule_against_all(const CompiledSite& site, const CompiledSite& changed, const Decision& decision) {
  if (!decision.policy.is_present() || decision.policy.value == kNoPolicy) return false;
  const auto now = ranges::find(site.site->policies, changed.site->policies[decision.policy.value].name, &Policy::name);
  return now != site.site->policies.end() &&
         denies_whoever_comes(site, static_cast<PolicyIndex>(now - site.site->policies.begin()));
}

/// Settings of an account or a policy that say who is kept out, and when, by their last step.
bool is_rule_against(const SiteEdit& edit) {
  constexpr std::string_view kRules[] = {"permission",
                                         "disabled",
                                         "expires",
                                         "locked-out",
                                         "logon-hours",
                                         "caller-id",
                                         "must-change",
                                         "smart-card-required",
                                         "groups",
                                         "authentication",
                                         "day-and-time-restrictions",
                                         "Day-And-Time-Restrictions",
                                         "called-station-id",
                                         "nas-port-types"};
  const bool is_of_access =
      !edit.steps.empty() && (edit.steps.front() == "policies" || edit.steps.front() == "directory");
  return is_of_access && ranges::contains(kRules, std::string_view(edit.steps.back()));
}

/// The same attempt by one account of every other class that is surely not accepted as the site is.
class OtherAccounts {
 public:
  explicit OtherAccounts(const Explained& e) : e_(e) {
    std::vector<bool> has_one(e.site.accounts->classes.size());
    has_one[identify(e.site, e.attempt[FieldId::user]).account] = true;
    for (const User& user : e.site.site->directory->users) {
      const ClassIndex row = e.site.accounts->users.at(user.name).in_class;
      if (has_one[row] || attempts_.size() >= kMostAccounts) continue;
      has_one[row] = true;
      const auto attempt = attempt_by(user.name);
      TraceSink none;
      if (attempt && gets_in(decide(e.site, e.world, *attempt, none)) == Truth::no)
        attempts_.emplace_back(user.name, *attempt);
    }
  }

  /// Names of those that get in on the other site.
  [[nodiscard]] std::vector<std::string> accepted_by(const CompiledSite& site) const {
    std::vector<std::string> out;
    for (const auto& [name, attempt] : attempts_) {
      TraceSink none;
      if (gets_in(decide(site, e_.world, attempt, none)) == Truth::yes) out.push_back(name);
    }
    return out;
  }

 private:
  static constexpr std::size_t kMostAccounts = 256;

  [[nodiscard]] std::optional<Attempt> attempt_by(const std::string& user) const {
    Attempt out = e_.attempt;
    for (FieldValue& field : out.fields)
      if (!field.given) field = {};
    Diagnostics diags;
    set_field(out, FieldId::user, user, false, {}, *e_.site.site, diags);
    complete_attempt(out, *e_.site.site, {}, diags);
    return diags.has_errors() ? std::nullopt : std::optional(std::move(out));
  }

  const Explained& e_;
  std::vector<std::pair<std::string, Attempt>> attempts_;
};

}  // namespace

std::vector<Hypothesis> find_hypotheses(const Explained& explained, const Budget& budget) {
  std::vector<Hypothesis> out;
  if (!explained.decision.cause.is_present() || gets_in(explained.decision) != Truth::no) return out;
  constexpr std::size_t kMostJudged = 12;
  std::optional<OtherAccounts> others_by_name;
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
    if (gets_in(hypothesis.decision) != Truth::yes) continue;
    if (accepts_by_rule_against_all(explained.site, *site, hypothesis.decision)) continue;
    if (!others_by_name) others_by_name.emplace(explained);
    hypothesis.opens_for = others_by_name->accepted_by(*site);
    hypothesis.weakens = !hypothesis.opens_for.empty() || ranges::any_of(hypothesis.changes, is_rule_against);
    out.push_back(std::move(hypothesis));
    if (out.size() == kMostJudged) break;
  }
  ranges::stable_sort(out, ranges::less{},
                      [](const Hypothesis& one) { return std::pair(one.weakens, one.opens_for.size()); });
  if (out.size() > budget.proposals) out.resize(budget.proposals);
  return out;
}

}  // namespace rapsim
